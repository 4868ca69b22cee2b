//! The map's state as the URL writes it: `c=lat,lon`, `z=`, `q=`, `site=source:code`.

use gagehouse_model::SiteRef;
use gagehouse_model::address::is_added_by_others;

/// What the URL of the map says. Whatever is absent or cannot be used is left to the map.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct MapQuery {
    /// Latitude and longitude of the centre, with the zoom.
    pub view: Option<Place>,
    /// Words that the sites shown hold.
    pub search: String,
    /// The site whose card is open.
    pub site: Option<SiteRef>,
}

/// Where the map looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// Leaflet's zoom.
    pub zoom: f64,
}

impl Place {
    /// As the URL keeps it: five decimals of a degree (about a metre), two of the zoom.
    pub fn rounded(self) -> Self {
        let round = |value: f64, factor: f64| (value * factor).round() / factor;
        Self {
            latitude: round(self.latitude, 1e5),
            longitude: round(self.longitude, 1e5),
            zoom: round(self.zoom, 1e2),
        }
    }

    fn parse(center: &str, zoom: &str) -> Option<Self> {
        let (latitude, longitude) = center.split_once(',')?;
        let place = Self {
            latitude: latitude.trim().parse().ok()?,
            longitude: longitude.trim().parse().ok()?,
            zoom: zoom.trim().parse().ok()?,
        };
        let on_globe = place.latitude.abs() <= 90.0 && place.longitude.abs() <= 360.0;
        (on_globe && (0.0..=24.0).contains(&place.zoom)).then_some(place)
    }
}

impl MapQuery {
    /// Reads the decoded parameters of the URL; what cannot be used is returned as sentences.
    pub fn parse<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> (Self, Vec<String>) {
        let mut query = Self::default();
        let mut problems = Vec::new();
        let (mut center, mut zoom) = (None, None);
        for (key, value) in pairs {
            match key {
                "c" => center = Some(value),
                "z" => zoom = Some(value),
                "q" => query.search = value.to_owned(),
                "site" => match value.parse() {
                    Ok(site) => query.site = Some(site),
                    Err(_) => problems.push(format!(
                        "site={value}: expected a source and a code, as local:LR_MP"
                    )),
                },
                other if is_added_by_others(other) => {}
                _ => problems.push(format!("{key}={value}: the map has no such parameter")),
            }
        }
        query.view = center.zip(zoom).and_then(|(center, zoom)| Place::parse(center, zoom));
        if query.view.is_none() && (center.is_some() || zoom.is_some()) {
            let (center, zoom) = (center.unwrap_or_default(), zoom.unwrap_or_default());
            problems.push(format!(
                "c={center}, z={zoom}: expected latitude,longitude and a zoom from 0 to 24"
            ));
        }
        (query, problems)
    }

    /// The parameters with their values, not yet encoded; defaults are left out.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        if let Some(place) = self.view.map(Place::rounded) {
            pairs.push(("c", format!("{},{}", place.latitude, place.longitude)));
            pairs.push(("z", place.zoom.to_string()));
        }
        if !self.search.is_empty() {
            pairs.push(("q", self.search.clone()));
        }
        if let Some(site) = &self.site {
            pairs.push(("site", site.to_string()));
        }
        pairs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> (MapQuery, Vec<String>) {
        MapQuery::parse(pairs.iter().copied())
    }

    #[test]
    fn what_is_written_is_read() {
        let query = MapQuery {
            view: Some(Place { latitude: 41.74123, longitude: -111.8, zoom: 9.25 }),
            search: "Tony Grove & co".into(),
            site: Some("local:LR_TG_BA".parse().unwrap()),
        };
        let pairs = query.pairs();
        let pairs = pairs.iter().map(|(key, value)| (*key, value.as_str()));
        assert_eq!(MapQuery::parse(pairs), (query, vec![]));
        assert_eq!(MapQuery::default().pairs(), []);
    }

    #[test]
    fn what_cannot_be_used_is_left_out_and_told() {
        let (query, problems) = read(&[
            ("c", "41.7;-111"),
            ("z", "9"),
            ("site", "no colon"),
            ("q", ""),
            ("zoom", "3"),
            ("gclid", "1"),
        ]);
        assert_eq!(query, MapQuery::default());
        assert_eq!(
            problems,
            [
                "site=no colon: expected a source and a code, as local:LR_MP",
                "zoom=3: the map has no such parameter",
                "c=41.7;-111, z=9: expected latitude,longitude and a zoom from 0 to 24",
            ]
        );
        for pairs in [&[("c", "91,0"), ("z", "3")], &[("c", "NaN,0"), ("z", "3")]] {
            let (query, problems) = read(pairs);
            assert_eq!((query.view, problems.len()), (None, 1), "{pairs:?}");
        }
        assert_eq!(read(&[("c", "41,-111")]).1.len(), 1, "a place without a zoom");
    }
}
