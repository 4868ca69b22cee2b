//! What is known of a site and of its series, as terms and texts.

use gagehouse_catalog::{Datastream, Site, SourceState};
use gagehouse_chart::conditions::words::time_text;
use gagehouse_chart::format;

/// A term with its text.
pub type Fact = (&'static str, String);

/// What must stand beside the data of a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// It is made up.
    Synthetic(String),
    /// Its owner's words.
    Disclaimer(String),
    /// Its source could not be read.
    Problem(String),
}

/// What must stand beside the data of a site, the most important first.
pub fn notices(site: &Site) -> Vec<Notice> {
    let mut notices = Vec::new();
    // The source's own words stand below; ours would only repeat them.
    let is_said = site.disclaimer().is_some_and(|text| text.to_lowercase().contains("synthetic"));
    if site.synthetic() && !is_said {
        let text = "Synthetic: this site and its values are invented".to_owned();
        notices.push(Notice::Synthetic(text));
    }
    notices.extend(site.disclaimer().map(|text| Notice::Disclaimer(text.to_owned())));
    let source = site.source();
    if source.state == SourceState::Failing {
        let why = source.last_error.as_ref().map(|why| format!(" ({why})")).unwrap_or_default();
        let as_of = source.last_success_us.map_or(String::new(), |time| {
            format!(" What is shown was found at {}.", time_text(time, None))
        });
        let text = format!("The last harvest of {} failed{why}.{as_of}", source.name);
        notices.push(Notice::Problem(text));
    }
    notices
}

/// Where a site is and what it is; what its source does not state is left out.
pub fn of_site(site: &Site) -> Vec<Fact> {
    let zone = site.zone();
    let offset = zone.as_ref().map(|zone| {
        let offset = zone.standard_offset_text().replace('-', "\u{2212}");
        match &zone.iana {
            Some(iana) => format!("UTC{offset} all year (standard time of {iana})"),
            None => format!("UTC{offset} all year"),
        }
    });
    let elevation = site.elevation_m().map(|elevation_m| {
        let rounded = (elevation_m * 10.0).round() / 10.0;
        match site.elevation_datum() {
            Some(datum) => format!("{rounded}\u{a0}m above {datum}"),
            None => format!("{rounded}\u{a0}m, datum not stated"),
        }
    });
    let area: Vec<&str> =
        [site.admin_area_2(), site.admin_area_1(), site.country()].into_iter().flatten().collect();
    let tags: Vec<&str> = site.tags().collect();
    let facts = [
        ("Code", Some(site.url_code().to_owned())),
        ("Kind", site.site_type().map(str::to_owned)),
        ("Coordinates", Some(site.position().map_or("not stated".to_owned(), coordinates_text))),
        ("Elevation", elevation),
        ("Area", (!area.is_empty()).then(|| area.join(", "))),
        ("Time zone", Some(offset.unwrap_or_else(|| "not stated; times are shown in UTC".into()))),
        ("Tags", (!tags.is_empty()).then(|| tags.join(", "))),
        ("Licence", site.licence().map(str::to_owned)),
    ];
    facts.into_iter().filter_map(|(term, text)| Some((term, text?))).collect()
}

/// `41.88540° N, 111.56400° W (WGS 84)`.
pub fn coordinates_text((longitude, latitude): (f64, f64)) -> String {
    let north = if latitude < 0.0 { 'S' } else { 'N' };
    let east = if longitude < 0.0 { 'W' } else { 'E' };
    format!(
        "{:.5}°\u{a0}{north}, {:.5}°\u{a0}{east} (WGS\u{a0}84)",
        latitude.abs(),
        longitude.abs()
    )
}

/// Level and method of a series, which tell it from others of its variable; its name where neither is known.
pub fn series_label(series: &Datastream) -> String {
    let parts = [level_text(series), series.method_name().map(str::to_owned)];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { series.name().into_owned() } else { parts.join(" · ") }
}

/// `1: Quality controlled`.
pub fn level_text(series: &Datastream) -> Option<String> {
    match (series.processing_level(), series.processing_level_definition()) {
        (Some(code), Some(meaning)) if code != meaning => Some(format!("{code}: {meaning}")),
        (code, meaning) => code.or(meaning).map(str::to_owned),
    }
}

/// Bytes of a line of a CSV file of ours with time, offset, UTC time and value.
const LINE_BYTES: u64 = 60;

/// About how large the file of a whole record is: `about 21 MB (350,000 values)`; `None` where no count is stated.
pub fn size_text(series: &Datastream) -> Option<String> {
    let count = series.value_count().filter(|count| *count > 0)?;
    let bytes = count.saturating_mul(LINE_BYTES);
    let size = match bytes {
        ..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        1_000_000..10_000_000 => format!("{:.1} MB", bytes as f64 / 1e6),
        _ => format!("{} MB", bytes / 1_000_000),
    };
    Some(format!("about {size} ({} values)", format::count(count)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_name_their_hemispheres() {
        assert_eq!(
            coordinates_text((-111.564, 41.8854)),
            "41.88540°\u{a0}N, 111.56400°\u{a0}W (WGS\u{a0}84)"
        );
        assert!(coordinates_text((6.5, -0.25)).starts_with("0.25000°\u{a0}S, 6.50000°\u{a0}E"));
    }
}
