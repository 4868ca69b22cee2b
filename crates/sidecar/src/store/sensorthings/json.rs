//! Values inside JSON, compared only with values of their own type.
//!
//! A number matches only JSON numbers, a boolean only booleans; text matches text and numbers by their
//! text. A value of another type is null in the comparison: it never matches and never fails.

use super::sql::{call, cast};
use crate::store::Dialect;
use gagehouse_sensorthings::query::JsonStep;
use sea_orm::sea_query::{Alias, BinOper, CaseStatement, Expr, ExprTrait};

/// A place inside a JSON column.
#[derive(Debug, Clone)]
pub(super) struct Json {
    dialect: Dialect,
    column: Expr,
    steps: Vec<JsonStep>,
}

impl Json {
    pub(super) fn new(dialect: Dialect, column: Expr, steps: &[JsonStep]) -> Self {
        Self { dialect, column, steps: steps.to_vec() }
    }

    /// The value when it is a number, else null.
    pub(super) fn number(&self) -> Expr {
        match self.dialect {
            Dialect::Sqlite => self.when(&["integer", "real"], self.value()),
            Dialect::Postgres => self.when(&["number"], cast(self.value(), "DOUBLE PRECISION")),
        }
    }

    /// The text of a text or a number, else null.
    pub(super) fn text(&self) -> Expr {
        match self.dialect {
            Dialect::Sqlite => self.when(&["text", "integer", "real"], cast(self.value(), "TEXT")),
            Dialect::Postgres => {
                let sorted = Expr::cust_with_expr("($1) COLLATE \"C\"", self.value());
                self.when(&["string", "number"], sorted)
            }
        }
    }

    /// The value when it is true or false, else null.
    pub(super) fn boolean(&self) -> Expr {
        match self.dialect {
            Dialect::Sqlite => self.when(&["true", "false"], self.value()),
            Dialect::Postgres => self.when(&["boolean"], cast(self.value(), "BOOLEAN")),
        }
    }

    /// Whether there is a value that is not null.
    pub(super) fn is_present(&self) -> Expr {
        // Without a value the type is null, and null is not "different".
        call("COALESCE", [self.kind(), Expr::val("null")]).ne("null")
    }

    /// The name of the value's type, as the database calls it.
    fn kind(&self) -> Expr {
        match self.dialect {
            Dialect::Sqlite => call("json_type", [self.column.clone(), Expr::val(self.path())]),
            Dialect::Postgres => call("jsonb_typeof", [self.extract("#>")]),
        }
    }

    /// The bare value: of its own type on SQLite, text on PostgreSQL.
    fn value(&self) -> Expr {
        match self.dialect {
            Dialect::Sqlite => call("json_extract", [self.column.clone(), Expr::val(self.path())]),
            Dialect::Postgres => self.extract("#>>"),
        }
    }

    fn extract(&self, operator: &'static str) -> Expr {
        let operator = BinOper::Custom(operator);
        self.column.clone().binary(operator, Expr::val(self.path()).cast_as(Alias::new("TEXT[]")))
    }

    /// `$."a"[0]` on SQLite, `{"a","0"}` on PostgreSQL. Keys hold no quotes: the grammar has none in names.
    fn path(&self) -> String {
        let steps = self.steps.iter().map(|step| match (self.dialect, step) {
            (Dialect::Sqlite, JsonStep::Key(key)) => format!(".\"{key}\""),
            (Dialect::Sqlite, JsonStep::Index(index)) => format!("[{index}]"),
            (Dialect::Postgres, JsonStep::Key(key)) => format!("\"{key}\""),
            (Dialect::Postgres, JsonStep::Index(index)) => format!("\"{index}\""),
        });
        match self.dialect {
            Dialect::Sqlite => format!("${}", steps.collect::<String>()),
            Dialect::Postgres => format!("{{{}}}", steps.collect::<Vec<_>>().join(",")),
        }
    }

    fn when(&self, kinds: &[&'static str], value: Expr) -> Expr {
        let is_one = self.kind().is_in(kinds.iter().copied());
        CaseStatement::new().case(is_one, value).into()
    }
}
