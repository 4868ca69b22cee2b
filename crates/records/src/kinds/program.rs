//! Programs of dataloggers, and the order in which one is replaced without losing data.

use super::{CODE, TEXT, check_name, records};
use crate::fault::Faults;
use crate::{Decimal, RecordId, When};

records! {
    /// A program sent to a datalogger.
    pub struct DataloggerProgram {
        /// The logger.
        pub logger: Option<RecordId>,
        /// The visit on which it was sent.
        pub visit: Option<RecordId>,
        /// Name, without the logger's drive.
        pub name: String,
        /// Version.
        pub version: String,
        /// Who wrote it.
        pub author: Option<RecordId>,
        /// What it does.
        pub description: String,
        /// Why it was changed.
        pub rationale: String,
        /// The logger's signature of it.
        pub signature: String,
        /// SHA-256 of the file, hexadecimal.
        pub sha256: String,
        /// The program it replaces.
        pub previous: Option<RecordId>,
        /// When it was sent; nothing while it is being prepared.
        pub begin: Option<When>,
        /// When it was replaced.
        pub end: Option<When>,
        /// Each table as it was retrieved before sending.
        pub retrieved: Vec<RetrievedTable>,
        /// Why it was sent without retrieving all tables.
        pub not_retrieved_reason: String,
        /// What the columns of its tables are.
        pub columns: Vec<ProgramColumn>,
    }

    /// A table of the logger before a new program erases it.
    pub struct RetrievedTable {
        /// Name.
        pub table: String,
        /// Number of the newest record in the logger.
        pub newest_in_logger: Option<i64>,
        /// Number of the newest record in the file that was retrieved.
        pub newest_in_file: Option<i64>,
        /// SHA-256 of that file, hexadecimal.
        pub sha256: String,
    }

    /// A column of a table.
    pub struct ProgramColumn {
        /// Table.
        pub table: String,
        /// Name in the header.
        pub label: String,
        /// Unit in the header.
        pub unit: String,
        /// Processing in the header, such as `Avg`.
        pub processing: String,
        /// Seconds between scans.
        pub scan_s: Option<Decimal>,
        /// Seconds between records.
        pub recording_s: Option<Decimal>,
        /// Term of `aggregationStatistic`.
        pub aggregation: String,
        /// How the value is computed.
        pub equation: String,
        /// The instrument that it comes from.
        pub equipment: Option<RecordId>,
        /// Code of the instrument's output variable.
        pub output_variable: String,
        /// Our key of the datastream it is loaded into.
        pub datastream: Option<i32>,
        /// It is not loaded into any.
        pub not_loaded: bool,
    }
}

impl DataloggerProgram {
    pub(crate) fn check(&self, faults: &mut Faults) {
        faults.need_some("logger", &self.logger);
        check_name(faults, "name", &self.name);
        faults.need("version", &self.version);
        faults.at_most("version", &self.version, CODE);
        faults.at_most("signature", &self.signature, CODE);
        faults.at_most("description", &self.description, TEXT);
        faults.at_most("rationale", &self.rationale, TEXT);
        check_hash(faults, &self.sha256);
        super::check_interval(faults, self.begin, self.end);
        faults.each("columns", &self.columns, |faults, column| {
            faults.need("table", &column.table);
            faults.need("label", &column.label);
            if column.datastream.is_some() == column.not_loaded {
                let message = format!(
                    "column '{}' is either loaded into a datastream or marked as not loaded",
                    column.label
                );
                faults.error("datastream", "unmapped", message);
            }
        });
        if self.begin.is_some() {
            faults.need("sha256", &self.sha256);
            self.check_retrieved(faults);
        }
    }

    /// A program replaces the tables of the one before: what was in them has to be in a file.
    fn check_retrieved(&self, faults: &mut Faults) {
        if self.previous.is_none() || !self.not_retrieved_reason.trim().is_empty() {
            return;
        }
        if self.retrieved.is_empty() {
            let message =
                "sending a program erases tables: retrieve every table before, or say why not";
            faults.error("retrieved", "not-retrieved", message);
        }
        faults.each("retrieved", &self.retrieved, |faults, table| {
            faults.need("table", &table.table);
            faults.need("sha256", &table.sha256);
            check_hash(faults, &table.sha256);
            let behind = match (table.newest_in_logger, table.newest_in_file) {
                (Some(logger), Some(file)) => file < logger,
                _ => true,
            };
            if behind {
                let message = format!(
                    "the file of table '{}' does not reach the newest record of the logger",
                    table.table
                );
                faults.error("newest_in_file", "not-retrieved", message);
            }
        });
    }
}

fn check_hash(faults: &mut Faults, hash: &str) {
    let fits = hash.len() == 64 && hash.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    if !hash.is_empty() && !fits {
        faults.error("sha256", "hash", "expected 64 hexadecimal digits in small letters");
    }
}
