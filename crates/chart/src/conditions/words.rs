//! Numbers, units and times of current conditions, as every page and picture writes them.

use gagehouse_model::time::SECOND_US;
use gagehouse_model::{SiteZone, Spacing, TimeUs, ZoneOffsets};
use gagehouse_observations::Statistic;

/// A number as its source wrote it: the shortest decimals that read back the same.
pub fn number_text(value: f64) -> String {
    let size = value.abs();
    if size != 0.0 && !(1e-6..1e15).contains(&size) {
        return format!("{value:e}").replace('-', "\u{2212}");
    }
    value.to_string().replace('-', "\u{2212}")
}

/// A number with its unit after it, close for degrees and per cent.
pub fn with_unit(number: &str, unit: &str) -> String {
    match unit {
        "" => number.to_owned(),
        "%" | "°" => format!("{number}{unit}"),
        _ => format!("{number}\u{a0}{unit}"),
    }
}

/// The unit that stands beside values of a variable: none where it only repeats the variable's name, as in "pH 7.9 pH".
pub fn unit_beside<'a>(unit: &'a str, variable: &str) -> &'a str {
    if unit.eq_ignore_ascii_case(variable) { "" } else { unit }
}

/// Over which period a value is a total: `in 15 minutes`. `None` for what is no total of its interval, or one of unknown
/// length.
pub fn over_text(
    (variable, stands_for): (&str, Option<&str>),
    spacing: Option<Spacing>,
) -> Option<String> {
    let is_total = Statistic::fitting(variable, stands_for) == Statistic::Sum;
    let (amount, unit) = spacing.filter(|_| is_total)?.amount();
    let unit = if amount == 1.0 { unit.trim_end_matches('s') } else { unit };
    Some(format!("in {amount} {unit}"))
}

/// A time to the second in the site's standard time with its zone: `2026-11-20 06:30 UTC−07:00`; UTC when it states none.
pub fn time_text(time: TimeUs, zone: Option<&SiteZone>) -> String {
    let (text, zone) = time_and_zone(time, zone);
    format!("{text} {zone}")
}

/// The two parts of [`time_text`], for a table whose heading names the zone.
pub fn time_and_zone(time: TimeUs, zone: Option<&SiteZone>) -> (String, String) {
    let zone = zone.map_or_else(ZoneOffsets::utc, ZoneOffsets::standard);
    let whole_seconds = TimeUs(time.0.div_euclid(SECOND_US) * SECOND_US);
    let text = whole_seconds.to_local_text(zone.offset_minutes_at(time));
    let text = text.strip_suffix(":00").unwrap_or(&text).to_owned();
    (text, zone.name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use gagehouse_model::time::{HOUR_US, MINUTE_US};

    #[test]
    fn numbers_keep_their_decimals_and_read_as_people_write_them() {
        assert_eq!(number_text(8.25), "8.25");
        assert_eq!(number_text(-0.5), "\u{2212}0.5");
        assert_eq!(number_text(0.0), "0");
        assert_eq!(number_text(2.5e-9), "2.5e\u{2212}9");
        assert_eq!(with_unit("12", "°C"), "12\u{a0}°C");
        assert_eq!(with_unit("12", "%"), "12%");
        assert_eq!(with_unit("12", ""), "12");
    }

    #[test]
    fn a_unit_does_not_repeat_its_variable_and_a_total_names_its_period() {
        assert_eq!(with_unit("7.89", unit_beside("pH", "pH")), "7.89");
        assert_eq!(unit_beside("mg/L", "Dissolved oxygen"), "mg/L");
        let quarter = Spacing::from_us(15 * MINUTE_US);
        let rain = |stands_for| over_text(("Precipitation", stands_for), quarter);
        assert_eq!(rain(Some("Incremental")).as_deref(), Some("in 15 minutes"));
        assert_eq!(
            over_text(("Rain", None), Spacing::from_us(HOUR_US)).as_deref(),
            Some("in 1 hour")
        );
        assert_eq!(over_text(("Precipitation", Some("Incremental")), None), None);
        assert_eq!(over_text(("Stage", Some("Continuous")), quarter), None);
    }

    #[test]
    fn times_always_name_their_zone() {
        let time: TimeUs = "2026-11-20T13:30:00Z".parse().unwrap();
        let zone = SiteZone { iana: None, standard_offset_minutes: -420 };
        assert_eq!(time_text(time, Some(&zone)), "2026-11-20 06:30 UTC\u{2212}07:00");
        assert_eq!(time_text(time, None), "2026-11-20 13:30 UTC");
        let harvest = TimeUs(time.0 + 2_123_456);
        assert_eq!(time_text(harvest, None), "2026-11-20 13:30:02 UTC");
    }
}
