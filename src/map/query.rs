//! The map's state as the URL writes it: `c=lat,lon`, `z=`, `q=`, `site=source:code`.

use gagehouse_model::SiteRef;

/// What the URL of the map says. Whatever is absent or cannot be read is left to the map.
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
    /// Reads the values of the URL's parameters; `get` returns a decoded value.
    pub fn parse(get: impl Fn(&str) -> Option<String>) -> Self {
        let view = match (get("c"), get("z")) {
            (Some(center), Some(zoom)) => Place::parse(&center, &zoom),
            _ => None,
        };
        Self {
            view,
            search: get("q").unwrap_or_default(),
            site: get("site").and_then(|site| site.parse().ok()),
        }
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

    fn read(pairs: &[(&str, String)]) -> MapQuery {
        MapQuery::parse(|key| pairs.iter().find(|(k, _)| *k == key).map(|(_, v)| v.clone()))
    }

    #[test]
    fn what_is_written_is_read() {
        let query = MapQuery {
            view: Some(Place { latitude: 41.74123, longitude: -111.8, zoom: 9.25 }),
            search: "Tony Grove & co".into(),
            site: Some("local:LR_TG_BA".parse().unwrap()),
        };
        assert_eq!(read(&query.pairs()), query);
        assert_eq!(MapQuery::default().pairs(), []);
    }

    #[test]
    fn broken_values_are_as_if_absent() {
        let query = read(&[
            ("c", "41.7;-111".into()),
            ("z", "9".into()),
            ("site", "no colon".into()),
            ("q", String::new()),
        ]);
        assert_eq!(query, MapQuery::default());
        assert_eq!(read(&[("c", "91,0".into()), ("z", "3".into())]).view, None);
        assert_eq!(read(&[("c", "NaN,0".into()), ("z", "3".into())]).view, None);
    }
}
