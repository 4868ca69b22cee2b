//! The functions that `$filter` knows by name.

use super::cursor::Cursor;
use super::error::QueryError;

/// A function of `$filter`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Function {
    /// `substringof(part, text)`
    SubstringOf,
    /// `contains(text, part)`
    Contains,
    /// `startswith(text, part)`
    StartsWith,
    /// `endswith(text, part)`
    EndsWith,
    /// `length(text)`
    Length,
    /// `indexof(text, part)`, from 0, −1 when absent
    IndexOf,
    /// `substring(text, from[, length])`, from 0
    Substring,
    /// `tolower(text)`
    ToLower,
    /// `toupper(text)`
    ToUpper,
    /// `trim(text)`
    Trim,
    /// `concat(text, text)`
    Concat,
    /// `round(number)`
    Round,
    /// `floor(number)`
    Floor,
    /// `ceiling(number)`
    Ceiling,
    /// `now()`
    Now,
    /// `year(time)`
    Year,
    /// `month(time)`
    Month,
    /// `day(time)`
    Day,
    /// `hour(time)`
    Hour,
    /// `minute(time)`
    Minute,
    /// `second(time)`
    Second,
    /// `fractionalseconds(time)`
    FractionalSeconds,
    /// `totaloffsetminutes(time)`: always 0, times are UTC
    TotalOffsetMinutes,
    /// `before(time, time)`
    Before,
    /// `after(time, time)`
    After,
    /// `meets(time, time)`
    Meets,
    /// `during(time, interval)`
    During,
    /// `overlaps(time, time)`
    Overlaps,
    /// `starts(time, time)`
    Starts,
    /// `finishes(time, time)`
    Finishes,
}

use Function as F;

/// Name, function, fewest and most arguments.
const TABLE: [(&str, Function, usize, usize); 30] = [
    ("substringof", F::SubstringOf, 2, 2),
    ("contains", F::Contains, 2, 2),
    ("startswith", F::StartsWith, 2, 2),
    ("endswith", F::EndsWith, 2, 2),
    ("length", F::Length, 1, 1),
    ("indexof", F::IndexOf, 2, 2),
    ("substring", F::Substring, 2, 3),
    ("tolower", F::ToLower, 1, 1),
    ("toupper", F::ToUpper, 1, 1),
    ("trim", F::Trim, 1, 1),
    ("concat", F::Concat, 2, 2),
    ("round", F::Round, 1, 1),
    ("floor", F::Floor, 1, 1),
    ("ceiling", F::Ceiling, 1, 1),
    ("now", F::Now, 0, 0),
    ("year", F::Year, 1, 1),
    ("month", F::Month, 1, 1),
    ("day", F::Day, 1, 1),
    ("hour", F::Hour, 1, 1),
    ("minute", F::Minute, 1, 1),
    ("second", F::Second, 1, 1),
    ("fractionalseconds", F::FractionalSeconds, 1, 1),
    ("totaloffsetminutes", F::TotalOffsetMinutes, 1, 1),
    ("before", F::Before, 2, 2),
    ("after", F::After, 2, 2),
    ("meets", F::Meets, 2, 2),
    ("during", F::During, 2, 2),
    ("overlaps", F::Overlaps, 2, 2),
    ("starts", F::Starts, 2, 2),
    ("finishes", F::Finishes, 2, 2),
];

/// Known to SensorThings, not done here yet.
const LATER: [&str; 15] = [
    "date",
    "time",
    "mindatetime",
    "maxdatetime",
    "geo.distance",
    "geo.length",
    "geo.intersects",
    "st_equals",
    "st_disjoint",
    "st_touches",
    "st_within",
    "st_overlaps",
    "st_crosses",
    "st_intersects",
    "st_contains",
];

impl Function {
    /// Its name.
    pub fn name(self) -> &'static str {
        TABLE.iter().find(|(_, function, ..)| *function == self).map_or("", |(name, ..)| name)
    }

    /// Whether its answer is true or false.
    pub fn is_predicate(self) -> bool {
        matches!(self, F::SubstringOf | F::Contains | F::StartsWith | F::EndsWith)
            || self.is_temporal_predicate()
    }

    /// Whether it relates two times.
    pub fn is_temporal_predicate(self) -> bool {
        matches!(
            self,
            F::Before | F::After | F::Meets | F::During | F::Overlaps | F::Starts | F::Finishes
        )
    }
}

/// The function of this name with the number of arguments it takes, or an error that names it.
pub(super) fn by_name(
    name: &str,
    at: usize,
    cursor: &Cursor<'_>,
) -> Result<(Function, usize, usize), QueryError> {
    if let Some((_, function, fewest, most)) = TABLE.iter().find(|(known, ..)| *known == name) {
        return Ok((*function, *fewest, *most));
    }
    if LATER.contains(&name) || name == "st_relate" {
        return Err(cursor.not_supported_at(at, format!("{name}() is not supported yet")));
    }
    Err(cursor.error_at(at, format!("there is no function '{name}'")))
}
