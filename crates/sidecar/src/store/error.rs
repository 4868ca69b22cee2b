//! What can go wrong with the store. Messages name the file or URL, never a password.

/// The store cannot be opened. Shown to whoever started the program.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The URL names no database we know.
    #[error("database URL '{url}' is neither sqlite://PATH nor postgres://USER@HOST/DATABASE")]
    Url { url: String },
    /// A database in memory cannot be shared between connections.
    #[error("database URL '{url}' is in memory; use sqlite://PATH")]
    InMemory { url: String },
    /// The file, or the folder it should be made in, may not be written.
    #[error("database file {path} cannot be written: {reason}")]
    NotWritable { path: String, reason: String },
    /// The file is something else.
    #[error("{path} is not an SQLite database")]
    NotADatabase { path: String },
    /// The database was migrated by a later version of this program.
    #[error(
        "database {name} is from a newer version of gagehouse (it has migration '{migration}'); update gagehouse"
    )]
    Newer { name: String, migration: String },
    /// The server did not answer or refused.
    #[error("cannot connect to database {name}: {reason}")]
    Connect { name: String, reason: String },
    /// A migration failed.
    #[error("cannot bring database {name} up to date: {reason}")]
    Migrate { name: String, reason: String },
}

/// A query or a write failed. At the HTTP edge all of these are 500 and only logged.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// From SeaORM.
    #[error("database: {0}")]
    Database(#[from] sea_orm::DbErr),
    /// From the SQLite hot path.
    #[error("SQLite: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// From the PostgreSQL hot path.
    #[error("PostgreSQL: {0}")]
    Postgres(#[from] sqlx::Error),
    /// A blocking task was cancelled or panicked.
    #[error("a database task ended early: {0}")]
    Task(#[from] tokio::task::JoinError),
    /// There is no such row, or not for this viewer.
    #[error("there is no {kind} {id}")]
    NotFound { kind: &'static str, id: String },
    /// The data do not fit the tables.
    #[error("{0}")]
    Unfit(String),
}
