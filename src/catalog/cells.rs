//! What a row of the catalog says in each column, as text.

use crate::conditions::{ago_text, series_status, value_text};
use gagehouse_catalog::crosswalk::{Crosswalk, Said};
use gagehouse_catalog::facet::spacing_label;
use gagehouse_catalog::{Column, Datastream};
use gagehouse_model::{TimeUs, ZoneOffsets};

/// Stands where the source says nothing.
pub const NOTHING: &str = "–";

/// What a series says in a column; the status has a view of its own.
pub fn cell_text(series: &Datastream, column: Column, now: TimeUs) -> String {
    let site = series.site();
    let of_site = |text: Option<&str>| text.map(str::to_owned);
    let text = match column {
        Column::Site => of_site(site.map(|site| site.name())),
        Column::SiteCode => of_site(site.and_then(|site| site.code())),
        Column::SiteType => of_site(site.and_then(|site| site.site_type())),
        Column::Network => of_site(series.network_name()),
        Column::Source => Some(series.source().name.clone()),
        Column::Watershed => of_site(site.and_then(|site| site.watershed())),
        Column::County => of_site(site.and_then(|site| site.admin_area_2())),
        Column::State => of_site(site.and_then(|site| site.admin_area_1())),
        Column::Variable => Some(variable_text(series)),
        Column::Quantity => Some(quantity_text(series)),
        Column::VariableCode => of_site(series.variable_code()),
        Column::Category => of_site(series.variable_category()),
        Column::Medium => of_site(series.sampled_medium()),
        Column::Unit => Some(series.unit_label().to_owned()),
        Column::Interval => series.spacing().map(spacing_label),
        Column::Statistic => of_site(series.aggregation_statistic()),
        Column::Level => Some(level_text(series)),
        Column::Method => of_site(series.method_name()),
        Column::Sensor => of_site(series.sensor_model()),
        Column::Begin => series.begin().map(|time| local_day(series, time)),
        Column::End => series.end().map(|time| local_day(series, time)),
        Column::Count => series.value_count().map(grouped),
        Column::Years => series.years_of_data().map(|years| format!("{years:.1}")),
        Column::Latest => series.latest().map(|(_, value)| value_text(series, value)),
        Column::Status => Some(series_status(series, now).label().to_owned()),
    };
    text.filter(|text| !text.is_empty()).unwrap_or_else(|| NOTHING.to_owned())
}

/// Age of the last value, or why there is none; empty when the status says it.
pub fn age_text(series: &Datastream, now: TimeUs) -> String {
    match series.end() {
        Some(end) => ago_text(end, now),
        None if series.results_hidden() => "hidden by its owner".to_owned(),
        None => String::new(),
    }
}

/// The quantity that a series is of, by the crosswalk.
pub fn quantity_text(series: &Datastream) -> String {
    thread_local! {
        static CROSSWALK: Crosswalk = Crosswalk::default();
    }
    let said = Said {
        name: series.variable_name(),
        code: series.variable_code(),
        definition: series.variable_definition(),
        medium: series.sampled_medium(),
    };
    CROSSWALK
        .with(|crosswalk| crosswalk.quantity(said))
        .unwrap_or_else(|| series.variable_name())
        .to_owned()
}

/// The variable, with its statistic when that says more.
pub fn variable_text(series: &Datastream) -> String {
    match series.aggregation_statistic().filter(|statistic| *statistic != "Continuous") {
        Some(statistic) => format!("{} ({})", series.variable_name(), statistic.to_lowercase()),
        None => series.variable_name().to_owned(),
    }
}

/// The level's code with its meaning.
pub fn level_text(series: &Datastream) -> String {
    match (series.processing_level(), series.processing_level_definition()) {
        (Some(code), Some(meaning)) if code != meaning => format!("{code}: {meaning}"),
        (Some(text), _) | (None, Some(text)) => text.to_owned(),
        (None, None) => NOTHING.to_owned(),
    }
}

/// The day of an instant by the clock of a series' site: its standard time, UTC when it states none.
fn local_day(series: &Datastream, time: TimeUs) -> String {
    let zone = series.site().and_then(|site| site.zone());
    let zone = zone.as_ref().map_or_else(ZoneOffsets::utc, ZoneOffsets::standard);
    time.to_local_text(zone.offset_minutes_at(time)).chars().take(10).collect()
}

/// A whole number in groups of three: `1,234,567`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A count with its noun: `1 series`, `1,200 series`.
pub fn series_count(number: usize) -> String {
    format!("{} series", grouped(number as u64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_numbers_are_grouped() {
        for (number, text) in [(0, "0"), (999, "999"), (1_000, "1,000"), (2_367_087, "2,367,087")] {
            assert_eq!(grouped(number), text);
        }
    }
}
