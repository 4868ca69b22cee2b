//! Names of places: towns of the world, from a file that ships with the app and is fetched when one first searches.

use gagehouse_catalog::spatial::distance_km;
use gagehouse_catalog::text::fold;
use serde::Deserialize;

/// Path of the file below the app's base path: npm's `city-timezones`, towns of Natural Earth.
pub const PATH: &str = "/vendor/city-timezones-1.3.4/cityMap.json";
/// How many places a search names.
const MOST: usize = 6;

/// A town.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Town {
    /// Its name.
    pub city: String,
    /// State or province.
    #[serde(default)]
    pub province: Option<String>,
    /// Country.
    #[serde(default)]
    pub country: Option<String>,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lng: f64,
    /// People who live there.
    #[serde(default)]
    pub pop: Option<f64>,
}

impl Town {
    /// Name with what tells it from others of its name.
    pub fn label(&self) -> String {
        let parts = [Some(&self.city), self.province.as_ref(), self.country.as_ref()];
        let mut parts: Vec<&str> = parts
            .into_iter()
            .flatten()
            .map(String::as_str)
            .filter(|part| !part.is_empty())
            .collect();
        parts.dedup();
        parts.join(", ")
    }
}

/// Reads the file; a file that is none has no towns.
pub fn read(bytes: &[u8]) -> Vec<Town> {
    serde_json::from_slice(bytes).unwrap_or_default()
}

/// The towns that a search means: those of that very name first, then those whose names begin with it; the nearest to a
/// place (degrees east and north) first, or the largest where there is none.
///
/// Words after a comma, or any after the first, may be of the state or country: `logan utah`.
pub fn find<'a>(towns: &'a [Town], text: &str, near: Option<(f64, f64)>) -> Vec<&'a Town> {
    let wanted = fold(text.replace(',', " ").trim());
    let words: Vec<&str> = wanted.split_whitespace().collect();
    if words.is_empty() || wanted.chars().count() < 2 {
        return Vec::new();
    }
    let mut found: Vec<(bool, f64, &Town)> = towns
        .iter()
        .filter_map(|town| {
            let city = fold(&town.city);
            let all = fold(&town.label());
            let begins = city.starts_with(words[0]) || city.starts_with(&wanted);
            let holds = begins && words.iter().all(|word| all.contains(word));
            let behind = near.map_or_else(
                || -town.pop.unwrap_or(0.0),
                |near| distance_km(near, (town.lng, town.lat)),
            );
            holds.then(|| (city == wanted || city == words[0], behind, town))
        })
        .collect();
    found.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.total_cmp(&b.1)));
    found.into_iter().take(MOST).map(|(_, _, town)| town).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = r#"[
        {"city":"Logan","lat":41.7,"lng":-111.8,"pop":58664,"country":"United States of America","province":"Utah"},
        {"city":"Loganville","lat":33.8,"lng":-83.9,"pop":900000,"country":"United States of America","province":"Georgia"},
        {"city":"Logan","lat":39.5,"lng":-82.4,"pop":7000,"country":"United States of America","province":"Ohio"},
        {"city":"Zürich","lat":47.4,"lng":8.5,"pop":1108000,"country":"Switzerland","province":"Zürich"}
    ]"#;

    fn names(text: &str) -> Vec<String> {
        let towns = read(FILE.as_bytes());
        find(&towns, text, None).into_iter().map(Town::label).collect()
    }

    #[test]
    fn towns_near_what_the_map_shows_come_first() {
        let towns = read(FILE.as_bytes());
        let first = |near| find(&towns, "logan", near).first().map(|town| town.label());
        let [utah, ohio] =
            ["Utah", "Ohio"].map(|state| format!("Logan, {state}, United States of America"));
        assert_eq!(first(Some((-83.0, 40.0))), Some(ohio));
        assert_eq!(first(Some((-111.0, 41.0))), Some(utah.clone()));
        assert_eq!(first(None), Some(utah));
        // A town of that very name comes first also where one that only begins with it is nearer.
        let beside = find(&towns, "logan", Some((-84.0, 33.0)));
        assert_eq!(beside.last().map(|town| town.city.as_str()), Some("Loganville"));
    }

    #[test]
    fn towns_of_that_very_name_come_before_larger_ones_that_begin_with_it() {
        assert_eq!(
            names("logan"),
            [
                "Logan, Utah, United States of America",
                "Logan, Ohio, United States of America",
                "Loganville, Georgia, United States of America"
            ]
        );
        assert_eq!(names("Logan, Ohio"), ["Logan, Ohio, United States of America"]);
        assert_eq!(names("zurich"), ["Zürich, Switzerland"]);
        assert_eq!(names("l"), Vec::<String>::new());
        assert_eq!(names("utah"), Vec::<String>::new());
    }

    #[test]
    fn a_file_that_is_none_has_no_towns() {
        assert_eq!(read(b"<html>"), []);
    }
}
