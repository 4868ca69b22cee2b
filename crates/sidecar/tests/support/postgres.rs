//! A PostgreSQL server of the tests' own: one per test program, on a free port of the loopback interface, in a temporary folder.
//!
//! A small shell script starts it and waits for the end of its standard input, which this process holds: however the process
//! ends, the script then stops the server and removes the folder. As root (PostgreSQL refuses to be) it runs as user `postgres`.

use sqlx::{AssertSqlSafe, Connection, PgConnection};
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

const INSTALL: &str = "PostgreSQL's programs initdb and postgres were found neither in PATH nor in \
    /usr/lib/postgresql/*/bin; install them, for example with: apt-get install postgresql";

const SCRIPT: &str = r#"
trap '' INT
umask 077
folder=$(mktemp -d /tmp/gagehouse-postgres.XXXXXX) || exit 1
cd "$folder"
if ! "$1/initdb" -D "$folder/data" -U gagehouse -A trust -E UTF8 --locale=C --no-sync >"$folder/log" 2>&1; then
    tail -5 "$folder/log"
    rm -rf "$folder"
    exit 1
fi
"$1/postgres" -D "$folder/data" -p "$2" -c listen_addresses=127.0.0.1 -c unix_socket_directories= \
    -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=400 >>"$folder/log" 2>&1 &
server=$!
echo started
read -r _
kill -INT "$server"
wait "$server"
cd /
rm -rf "$folder"
"#;

struct Server {
    port: u16,
    // Holds the script's standard input open for as long as this process lives.
    _script: Child,
}

/// One empty database.
pub struct Database {
    name: String,
    port: u16,
}

impl Database {
    pub async fn create() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        // CREATE DATABASE copies a template and refuses while another copy is being made.
        static ONE_AT_A_TIME: Mutex<()> = Mutex::const_new(());
        let port = server().port;
        let name = format!("test_{}", NEXT.fetch_add(1, Ordering::Relaxed));
        let _turn = ONE_AT_A_TIME.lock().await;
        let mut admin = connect(port).await;
        let create = AssertSqlSafe(format!("CREATE DATABASE {name}"));
        sqlx::query(create).execute(&mut admin).await.expect("a database is created");
        Self { name, port }
    }

    pub fn url(&self) -> String {
        format!("postgres://gagehouse@127.0.0.1:{}/{}", self.port, self.name)
    }

    pub async fn drop(self) {
        let mut admin = connect(self.port).await;
        let drop = AssertSqlSafe(format!("DROP DATABASE {} WITH (FORCE)", self.name));
        sqlx::query(drop).execute(&mut admin).await.expect("a database is dropped");
    }
}

fn server() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| {
        let bin = bin_folder().expect(INSTALL);
        let port = TcpListener::bind("127.0.0.1:0")
            .and_then(|socket| socket.local_addr())
            .expect("a free port")
            .port();
        let mut script = as_ordinary_user()
            .args(["sh", "-c", SCRIPT, "sh"])
            .arg(&bin)
            .arg(port.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("a shell starts");
        let mut said = String::new();
        let output = script.stdout.take().expect("the script's output");
        BufReader::new(output).read_line(&mut said).expect("the script speaks");
        assert_eq!(said.trim(), "started", "PostgreSQL did not start with {}", bin.display());
        Server { port, _script: script }
    })
}

/// `env` as ourselves, or as user `postgres` when we are root.
fn as_ordinary_user() -> Command {
    let user = Command::new("id").arg("-u").output().expect("id tells who we are").stdout;
    if user.trim_ascii() != b"0" {
        return Command::new("env");
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid=postgres", "--regid=postgres", "--init-groups", "env"]);
    command
}

fn bin_folder() -> Option<PathBuf> {
    let has_both =
        |folder: &Path| folder.join("initdb").is_file() && folder.join("postgres").is_file();
    let path = std::env::var_os("PATH")?;
    if let Some(folder) = std::env::split_paths(&path).find(|folder| has_both(folder)) {
        return Some(folder);
    }
    let mut versions: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .ok()?
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .filter(|folder| has_both(folder))
        .collect();
    versions.sort();
    versions.pop()
}

async fn connect(port: u16) -> PgConnection {
    let url = format!("postgres://gagehouse@127.0.0.1:{port}/postgres");
    let patience = Instant::now() + Duration::from_secs(30);
    loop {
        match PgConnection::connect(&url).await {
            Ok(connection) => return connection,
            Err(error) if Instant::now() > patience => {
                panic!("PostgreSQL does not answer: {error}")
            }
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
}
