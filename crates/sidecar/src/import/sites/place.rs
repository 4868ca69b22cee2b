//! Latitude and longitude of a list: two texts into a place, or why they are none.

use super::mapping::LongitudePositive;
use super::report::What;

/// How a list writes places.
#[derive(Debug, Clone, Copy, Default)]
pub struct PlaceRules {
    pub longitude_positive: LongitudePositive,
    /// South, west, north, east; west is more than east across the date line.
    pub extent: Option<[f64; 4]>,
}

/// What two texts say.
#[derive(Debug, Clone, PartialEq)]
pub struct Read {
    /// Longitude and latitude in degrees, WGS 84.
    pub place: Option<(f64, f64)>,
    /// What was noticed, with whether it is about the longitude, and words for people.
    pub noticed: Option<(What, bool, String)>,
}

/// Reads a place.
pub fn read(latitude: &str, longitude: &str, rules: PlaceRules) -> Read {
    let none = |what, about_longitude, text: &str| Read {
        place: None,
        noticed: Some((what, about_longitude, text.to_owned())),
    };
    match (latitude.is_empty(), longitude.is_empty()) {
        (true, true) => return none(What::NoPlace, false, "no coordinates: not on the map"),
        (true, false) => return none(What::NoPlace, false, "a longitude without a latitude"),
        (false, true) => return none(What::NoPlace, true, "a latitude without a longitude"),
        (false, false) => {}
    }
    let number = |text: &str| text.parse::<f64>().ok().filter(|number| number.is_finite());
    let Some(latitude) = number(latitude) else {
        return none(What::NotANumber, false, "the latitude is not a number of degrees");
    };
    let Some(written) = number(longitude) else {
        return none(What::NotANumber, true, "the longitude is not a number of degrees");
    };
    if latitude.abs() > 90.0 {
        return none(What::OutOfRange, false, "a latitude is not between -90 and 90");
    }
    if written.abs() > 360.0 {
        return none(What::OutOfRange, true, "a longitude is not between -180 and 180");
    }
    if latitude == 0.0 && written == 0.0 {
        return none(What::ZeroZero, false, "0, 0 lies in the sea and stands for no coordinates");
    }
    let east = match rules.longitude_positive {
        LongitudePositive::East => written,
        LongitudePositive::West => -written,
    };
    let longitude = match east {
        east if east > 180.0 => east - 360.0,
        east if east < -180.0 => east + 360.0,
        east => east,
    };
    if let Some(extent) = rules.extent.filter(|extent| !holds(*extent, longitude, latitude)) {
        let hint = if holds(extent, -longitude, latitude) {
            "outside of list.extent; inside with the other sign of the longitude"
        } else if longitude.abs() <= 90.0 && holds(extent, latitude, longitude) {
            "outside of list.extent; inside when latitude and longitude change places"
        } else {
            "outside of list.extent"
        };
        return none(What::Outside, true, hint);
    }
    let noticed = (longitude != east).then(|| {
        let text = format!("a longitude beyond the date line, taken as {longitude:.5}");
        (What::Wrapped, true, text)
    });
    Read { place: Some((longitude, latitude)), noticed }
}

fn holds([south, west, north, east]: [f64; 4], longitude: f64, latitude: f64) -> bool {
    let across = if west <= east {
        (west..=east).contains(&longitude)
    } else {
        longitude >= west || longitude <= east
    };
    across && (south..=north).contains(&latitude)
}

#[cfg(test)]
mod tests {
    use super::*;

    const STATES: [f64; 4] = [-15.0, 130.0, 72.0, -60.0];

    fn what(
        latitude: &str,
        longitude: &str,
        rules: PlaceRules,
    ) -> (Option<(f64, f64)>, Option<What>) {
        let read = read(latitude, longitude, rules);
        (read.place, read.noticed.map(|(what, _, _)| what))
    }

    #[test]
    fn every_kind_of_bad_place_is_told_and_none_is_invented() {
        let rules = PlaceRules::default();
        for (latitude, longitude, place, noticed) in [
            ("41.7", "-111.8", Some((-111.8, 41.7)), None),
            ("0", "-51.07", Some((-51.07, 0.0)), None),
            ("", "", None, Some(What::NoPlace)),
            ("41.7", "", None, Some(What::NoPlace)),
            ("0", "0.000", None, Some(What::ZeroZero)),
            ("41.7N", "-111.8", None, Some(What::NotANumber)),
            ("NaN", "1", None, Some(What::NotANumber)),
            ("99.999", "999.999", None, Some(What::OutOfRange)),
            ("-90.01", "1", None, Some(What::OutOfRange)),
            ("51.9", "184.5", Some((-175.5, 51.9)), Some(What::Wrapped)),
            ("51.9", "-184.5", Some((175.5, 51.9)), Some(What::Wrapped)),
        ] {
            assert_eq!(
                what(latitude, longitude, rules),
                (place, noticed),
                "{latitude} {longitude}"
            );
        }
    }

    #[test]
    fn longitudes_to_the_west_are_turned_where_the_list_says_so() {
        let west = LongitudePositive::West;
        let rules = PlaceRules { longitude_positive: west, extent: Some(STATES) };
        assert_eq!(what("34.127", "116.037", rules), (Some((-116.037, 34.127)), None));
        // Guam, written in the same way.
        assert_eq!(what("13.3", "-144.7", rules), (Some((144.7, 13.3)), None));
    }

    #[test]
    fn a_place_outside_of_the_extent_says_what_would_bring_it_inside() {
        let rules = PlaceRules { extent: Some(STATES), ..PlaceRules::default() };
        for (latitude, longitude, hint) in [
            ("34.1", "116.0", "the other sign"),
            ("-111.8", "41.7", "between -90 and 90"),
            ("-80.1", "35.0", "change places"),
            ("-40.0", "0.5", "outside of list.extent"),
        ] {
            let read = read(latitude, longitude, rules);
            let (_, _, text) = read.noticed.unwrap();
            assert!(read.place.is_none() && text.contains(hint), "{text}");
        }
        // Both sides of the date line are inside: Attu in the Aleutians, and Guam.
        assert_eq!(what("52.9", "172.9", rules).1, None);
        assert_eq!(what("13.4", "144.8", rules).1, None);
    }
}
