//! What is logged of a statement that takes long: what it does to which table, never its text, which may be long and hold data.

use sea_orm::DatabaseConnection;
use sea_orm::metric::Info;
use std::time::Duration;

const SLOW: Duration = Duration::from_secs(1);

/// Lets a connection log its slow statements.
pub(super) fn log_slow_statements(connection: &mut DatabaseConnection) {
    connection.set_metric_callback(|Info { elapsed, statement, failed }| {
        if *elapsed >= SLOW {
            let (statement, duration_ms) = (name(&statement.sql), elapsed.as_millis() as u64);
            tracing::info!(statement, duration_ms, failed, "{statement} took {duration_ms} ms");
        }
    });
}

/// The verb of a statement and its first table: `INSERT catalog_site`.
fn name(sql: &str) -> String {
    let mut words = sql.split_whitespace();
    let verb = words.next().unwrap_or_default().to_uppercase();
    let is_before_table = |word: &&str| matches!(word.to_uppercase().as_str(), "FROM" | "INTO");
    let table = if verb == "UPDATE" {
        words.next()
    } else {
        words.skip_while(|word| !is_before_table(word)).nth(1)
    };
    let table = table.unwrap_or_default().split(['(', ')', ',', ';']).next().unwrap_or_default();
    // Only what is a name of ours can be said.
    let table = table.trim_matches('"');
    let is_name = !table.is_empty() && table.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if is_name { format!("{verb} {table}") } else { verb }
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn a_statement_is_named_by_what_it_does_to_which_table() {
        for (sql, shown) in [
            (
                r#"INSERT INTO "catalog_site" ("name") VALUES ('Bear, a private spring')"#,
                "INSERT catalog_site",
            ),
            ("insert into observation(time_us, value) values (1, 2)", "INSERT observation"),
            (r#"SELECT "id" FROM "record" WHERE "id" = 'a'"#, "SELECT record"),
            (r#"UPDATE "record_sequence" SET "value" = 1"#, "UPDATE record_sequence"),
            (r#"DELETE FROM "session""#, "DELETE session"),
            ("SELECT 'Bear' || x FROM (SELECT 1)", "SELECT"),
            ("PRAGMA optimize", "PRAGMA"),
            ("", ""),
        ] {
            assert_eq!(name(sql), shown, "{sql}");
        }
    }
}
