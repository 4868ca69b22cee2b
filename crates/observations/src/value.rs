//! Which results are numbers to draw and which are not.

/// What a result is, told its datastream's "no data" number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ValueKind {
    /// A finite number that was measured.
    Number,
    /// No result (NaN): attempted and missing.
    Missing,
    /// The number by which the datastream says "no data".
    NoData,
    /// Positive or negative infinity.
    NonFinite,
}

impl ValueKind {
    /// The kind of a value.
    #[inline]
    pub fn of(value: f64, no_data_value: Option<f64>) -> Self {
        if value.is_nan() {
            Self::Missing
        } else if no_data_value.is_some_and(|no_data| no_data == value) {
            Self::NoData
        } else if value.is_infinite() {
            Self::NonFinite
        } else {
            Self::Number
        }
    }

    /// The bit by which pyramid nodes remember that they hold one; 0 for a number.
    #[inline]
    pub(crate) fn flag(self) -> u8 {
        match self {
            Self::Number => 0,
            Self::Missing => 1,
            Self::NoData => 2,
            Self::NonFinite => 4,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_no_data_number_is_known_only_to_a_datastream_that_names_it() {
        assert_eq!(ValueKind::of(-9999.0, Some(-9999.0)), ValueKind::NoData);
        assert_eq!(ValueKind::of(-9999.0, None), ValueKind::Number);
        assert_eq!(ValueKind::of(f64::NAN, Some(f64::NAN)), ValueKind::Missing);
        assert_eq!(ValueKind::of(f64::NEG_INFINITY, None), ValueKind::NonFinite);
        assert_eq!(ValueKind::of(-0.0, None), ValueKind::Number);
    }
}
