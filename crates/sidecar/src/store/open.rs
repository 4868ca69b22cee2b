//! Connecting by URL: `sqlite://PATH` (created on first start) or `postgres://…`.

use super::error::OpenError;
use super::migrations::{Migrator, is_known};
use super::observations::SqliteFile;
use super::slow::log_slow_statements;
use super::{Dialect, Store};
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DbBackend, DbErr, FromQueryResult, SqliteTransactionMode,
    SqlxPostgresConnector, SqlxSqliteConnector, Statement, TransactionOptions, TransactionTrait,
};
use sea_orm_migration::MigratorTrait;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, Executor, PgConnection};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

/// How long a writer waits for a writer of another process.
pub(super) const BUSY_TIMEOUT: Duration = Duration::from_secs(15);
const READERS: u32 = 8;
/// Key of the advisory lock under which PostgreSQL is migrated by one process at a time ("gage").
const MIGRATION_LOCK: i64 = 0x6761_6765;

impl Store {
    /// Connects and migrates. A missing SQLite file is created.
    pub async fn open(url: &str) -> Result<Self, OpenError> {
        if let Some(path) = sqlite_path(url)? {
            open_sqlite(&path).await
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            open_postgres(url).await
        } else {
            Err(OpenError::Url { url: without_password(url) })
        }
    }
}

fn sqlite_path(url: &str) -> Result<Option<PathBuf>, OpenError> {
    let Some(rest) = url.strip_prefix("sqlite:") else { return Ok(None) };
    let path = rest.strip_prefix("//").unwrap_or(rest);
    let path = path.split('?').next().unwrap_or(path);
    if path == ":memory:" {
        return Err(OpenError::InMemory { url: url.to_owned() });
    }
    if path.is_empty() {
        return Err(OpenError::Url { url: url.to_owned() });
    }
    Ok(Some(PathBuf::from(path)))
}

async fn open_sqlite(path: &Path) -> Result<Store, OpenError> {
    let name = path.display().to_string();
    let read_only = std::fs::metadata(path).is_ok_and(|file| file.permissions().readonly());
    if read_only {
        let reason = "it is read-only".to_owned();
        return Err(OpenError::NotWritable { path: name, reason });
    }
    // Full: what was acknowledged is there after a power failure too, since a tablet forgets what it has a receipt for.
    let options = SqliteConnectOptions::new()
        .filename(path)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(BUSY_TIMEOUT)
        .disable_statement_logging();
    let writer = SqlitePoolOptions::new()
        .max_connections(1)
        .acquire_timeout(BUSY_TIMEOUT * 2)
        .connect_with(options.clone().create_if_missing(true))
        .await
        .map_err(|error| sqlite_error(&name, &error))?;
    let write = SqlxSqliteConnector::from_sqlx_sqlite_pool(writer);
    migrate(&write, &name).await?;
    let readers = SqlitePoolOptions::new()
        .max_connections(READERS)
        .connect_lazy_with(options.pragma("query_only", "ON"));
    let read = SqlxSqliteConnector::from_sqlx_sqlite_pool(readers);
    let file = Some(SqliteFile::new(path.to_owned()));
    Ok(store(Dialect::Sqlite, file, read, write))
}

fn sqlite_error(path: &str, error: &sqlx::Error) -> OpenError {
    let path = path.to_owned();
    let code = error.as_database_error().and_then(|e| e.code()).and_then(|c| c.parse::<i32>().ok());
    // Primary result codes of SQLite; the extended ones keep them in the low byte.
    match code.map(|code| code & 0xff) {
        Some(26) => OpenError::NotADatabase { path },
        Some(8) => OpenError::NotWritable { path, reason: "it is read-only".to_owned() },
        Some(14) => {
            let reason = "the file or its folder is missing or may not be written".to_owned();
            OpenError::NotWritable { path, reason }
        }
        _ => OpenError::Connect { name: path, reason: error.to_string() },
    }
}

async fn open_postgres(url: &str) -> Result<Store, OpenError> {
    let name = without_password(url);
    let options = PgConnectOptions::from_str(url)
        .map_err(|error| OpenError::Connect { name: name.clone(), reason: error.to_string() })?
        .application_name("gagehouse")
        .disable_statement_logging();
    let connect = |max| {
        PgPoolOptions::new()
            .max_connections(max)
            .acquire_timeout(BUSY_TIMEOUT)
            .after_connect(|connection, _| Box::pin(watch_client(connection)))
            .connect_with(options.clone())
    };
    let refused =
        |error: sqlx::Error| OpenError::Connect { name: name.clone(), reason: error.to_string() };
    // A pool would try again until its patience ends; a server that refuses is told of at once.
    let first = PgConnection::connect_with(&options).await.map_err(refused)?;
    first.close().await.map_err(refused)?;
    let write = SqlxPostgresConnector::from_sqlx_postgres_pool(connect(1).await.map_err(refused)?);
    migrate(&write, &name).await?;
    let read =
        SqlxPostgresConnector::from_sqlx_postgres_pool(connect(READERS).await.map_err(refused)?);
    Ok(store(Dialect::Postgres, None, read, write))
}

fn store(
    dialect: Dialect,
    file: Option<Arc<SqliteFile>>,
    mut read: DatabaseConnection,
    mut write: DatabaseConnection,
) -> Store {
    // Of slow statements sqlx would log the whole text.
    [&mut read, &mut write].into_iter().for_each(log_slow_statements);
    let (write_gate, operations, known_qualities) = Default::default();
    Store { dialect, file, read, write, write_gate, operations, known_qualities }
}

/// Lets the server end a query whose connection was closed, instead of working on for nobody.
async fn watch_client(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    let watch = connection.execute("SET client_connection_check_interval = '500ms'");
    if let Err(error) = watch.await {
        // PostgreSQL 13, and servers on systems that do not tell.
        tracing::debug!("queries of clients that went away run to their end: {error}");
    }
    Ok(())
}

/// Brings the schema up to date in one transaction, which also keeps a second program waiting.
async fn migrate(database: &DatabaseConnection, name: &str) -> Result<(), OpenError> {
    migrate_or_newer(database).await.map_err(|error| match error {
        Unready::Newer(migration) => OpenError::Newer { name: name.to_owned(), migration },
        Unready::Failed(error) if error.to_string().contains("file is not a database") => {
            OpenError::NotADatabase { path: name.to_owned() }
        }
        Unready::Failed(error) => {
            OpenError::Migrate { name: name.to_owned(), reason: error.to_string() }
        }
    })
}

enum Unready {
    Newer(String),
    Failed(DbErr),
}

impl From<DbErr> for Unready {
    fn from(error: DbErr) -> Self {
        Self::Failed(error)
    }
}

async fn migrate_or_newer(database: &DatabaseConnection) -> Result<(), Unready> {
    let options = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    let transaction = database.begin_with_options(options).await?;
    let backend = transaction.get_database_backend();
    if backend == DbBackend::Postgres {
        let lock = format!("SELECT pg_advisory_xact_lock({MIGRATION_LOCK})");
        transaction.execute_unprepared(&lock).await?;
    }
    Migrator::install(&transaction).await?;
    let applied =
        Statement::from_string(backend, "SELECT version FROM seaql_migrations ORDER BY version");
    let applied = Applied::find_by_statement(applied).all(&transaction).await?;
    if let Some(newer) = applied.into_iter().find(|step| !is_known(&step.version)) {
        return Err(Unready::Newer(newer.version));
    }
    Migrator::up(&transaction, None).await?;
    Ok(transaction.commit().await?)
}

#[derive(FromQueryResult)]
struct Applied {
    version: String,
}

/// The URL with its password taken out.
fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    // A password may hold '/', so the last '@' decides.
    let Some(at) = rest.rfind('@') else { return url.to_owned() };
    let user = rest[..at].split(':').next().unwrap_or("");
    format!("{scheme}://{user}@{}", &rest[at + 1..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_shown() {
        for (url, shown) in [
            ("postgres://gage:s3cret@db/house", "postgres://gage@db/house"),
            ("postgres://gage:s3/c@ret@db:5432/house", "postgres://gage@db:5432/house"),
            ("postgres://db/house", "postgres://db/house"),
            ("mysql://a:b@c/d", "mysql://a@c/d"),
            ("nonsense", "nonsense"),
        ] {
            assert_eq!(without_password(url), shown);
        }
    }

    #[test]
    fn both_ways_of_writing_a_path_are_read() {
        for (url, path) in [
            ("sqlite://gagehouse.db", "gagehouse.db"),
            ("sqlite:///var/lib/gagehouse.db", "/var/lib/gagehouse.db"),
            ("sqlite:gagehouse.db?mode=rwc", "gagehouse.db"),
        ] {
            assert_eq!(sqlite_path(url).unwrap().unwrap(), PathBuf::from(path));
        }
        assert!(matches!(sqlite_path("sqlite::memory:"), Err(OpenError::InMemory { .. })));
        assert!(matches!(sqlite_path("sqlite://"), Err(OpenError::Url { .. })));
    }
}
