//! The map's state as the URL writes it: what the catalog's filters are (`q=`, `f.…=`, `box=`), and beside them where the
//! map looks (`c=lat,lon`, `z=`), what colours mean (`color=`), sites of which status are shown (`status=live,late`;
//! `inactive=hidden` for all that may go on), the site whose card is open (`site=source:code`), and which of the server's layers
//! of picture tiles are shown (`layers=key,key`).

use super::look::ColorBy;
use super::statuses::Statuses;
use gagehouse_catalog::CatalogQuery;
use gagehouse_model::SiteRef;

/// What the URL of the map says. Whatever is absent or cannot be used is left to the map.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct MapQuery {
    /// Latitude and longitude of the centre, with the zoom.
    pub view: Option<Place>,
    /// The site whose card is open.
    pub site: Option<SiteRef>,
    /// What colours tell.
    pub color: ColorBy,
    /// Sites of which status are shown. (The catalog's own filter is about series.)
    pub statuses: Statuses,
    /// Keys of the layers of tiles that are shown; the server's manifest says what they are.
    pub layers: Vec<String>,
    /// The filters, as on the catalog's page.
    pub catalog: CatalogQuery,
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
        let on_globe = place.latitude.abs() <= 90.0 && place.longitude.abs() <= 540.0;
        (on_globe && (0.0..=24.0).contains(&place.zoom)).then_some(place)
    }
}

impl MapQuery {
    /// Reads a query string (with or without `?`); what cannot be used is returned as sentences.
    pub fn parse(text: &str) -> (Self, Vec<String>) {
        let mut query = Self::default();
        let mut problems = Vec::new();
        let (mut center, mut zoom) = (None, None);
        let parsed = CatalogQuery::parse(text);
        query.catalog = parsed.query;
        // What the catalog does not know is the map's.
        for problem in parsed.problems {
            let value = problem.value.as_str();
            match problem.key.as_str() {
                "c" => center = Some(value.to_owned()),
                "z" => zoom = Some(value.to_owned()),
                "site" => match value.parse() {
                    Ok(site) => query.site = Some(site),
                    Err(_) => problems.push(format!(
                        "site={value}: expected a source and a code, as local:LR_MP"
                    )),
                },
                "color" => match ColorBy::parse(value) {
                    Some(color) => query.color = color,
                    None => problems.push(format!(
                        "color={value}: expected status, network, or latest: or percentile: and a variable"
                    )),
                },
                "status" => match Statuses::parse(value) {
                    Some(statuses) => query.statuses = statuses,
                    None => problems.push(format!(
                        "status={value}: expected live, late, stale, seasonal, suspect, ended or never, with commas"
                    )),
                },
                "layers" => match keys(value) {
                    Some(keys) => query.layers = keys,
                    None => problems
                        .push(format!("layers={value}: expected keys of layers, with commas")),
                },
                "inactive" if value == "hidden" => query.statuses = Statuses::ACTIVE,
                "inactive" => problems.push(format!("inactive={value}: expected hidden")),
                _ => problems.push(problem.to_string().replace("the catalog has", "the map has")),
            }
        }
        if let (Some(center), Some(zoom)) = (&center, &zoom) {
            query.view = Place::parse(center, zoom);
        }
        if query.view.is_none() && (center.is_some() || zoom.is_some()) {
            let (center, zoom) = (center.unwrap_or_default(), zoom.unwrap_or_default());
            problems.push(format!(
                "c={center}, z={zoom}: expected latitude,longitude and a zoom from 0 to 24"
            ));
        }
        (query, problems)
    }

    /// The query string without `?`; defaults are left out.
    pub fn render(&self) -> String {
        let mut pairs = vec![self.catalog.render()];
        if let Some(place) = self.view.map(Place::rounded) {
            pairs.push(format!("c={},{}&z={}", place.latitude, place.longitude, place.zoom));
        }
        if self.color != ColorBy::Status {
            pairs.push(format!("color={}", encoded(&self.color.word())));
        }
        if self.statuses == Statuses::ACTIVE {
            pairs.push("inactive=hidden".to_owned());
        } else if self.statuses != Statuses::default() {
            pairs.push(format!("status={}", self.statuses.words()));
        }
        if !self.layers.is_empty() {
            pairs.push(format!("layers={}", self.layers.join(",")));
        }
        if let Some(site) = &self.site {
            pairs.push(format!("site={}", encoded(&site.to_string())));
        }
        pairs.retain(|pair| !pair.is_empty());
        pairs.join("&")
    }
}

/// Keys of layers, each once; `None` when one of them is no key.
fn keys(text: &str) -> Option<Vec<String>> {
    let mut keys: Vec<String> = Vec::new();
    for key in text.split(',').map(str::trim).filter(|key| !key.is_empty()) {
        if !key.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_')) {
            return None;
        }
        if !keys.iter().any(|known| known == key) {
            keys.push(key.to_owned());
        }
    }
    Some(keys)
}

/// A value with what has a meaning in a query escaped.
fn encoded(text: &str) -> String {
    // The catalog's search text is escaped in the same way.
    let query = CatalogQuery { text: text.to_owned(), ..CatalogQuery::default() };
    query.render().trim_start_matches("q=").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use gagehouse_catalog::{Facet, Status};

    #[test]
    fn what_is_written_is_read() {
        let mut query = MapQuery {
            view: Some(Place { latitude: 41.74123, longitude: -111.8, zoom: 9.25 }),
            site: Some("local:LR_TG_BA".parse().unwrap()),
            color: ColorBy::Latest("Temperature, water & air".into()),
            statuses: Statuses::ACTIVE,
            ..MapQuery::default()
        };
        query.catalog.text = "Tony Grove & co".into();
        query.catalog.area = "170,50,-170,55".parse().ok();
        query.catalog.tick(Facet::State, "Utah".into());
        assert_eq!(MapQuery::parse(&query.render()), (query, vec![]));
        assert_eq!(MapQuery::default().render(), "");
        for color in [ColorBy::Network, ColorBy::Percentile("Stage: left bank".into())] {
            let colored = MapQuery { color, ..MapQuery::default() };
            assert_eq!(MapQuery::parse(&colored.render()).0, colored);
        }
        let statuses = Statuses::default().toggled(Status::Late).toggled(Status::Stale);
        let silent = MapQuery { statuses, ..MapQuery::default() };
        assert_eq!(silent.render(), "status=late,stale");
        assert_eq!(MapQuery::parse(&silent.render()).0, silent);
        let layers = vec!["relief".to_owned(), "rivers_2".to_owned()];
        let tiled = MapQuery { layers, ..MapQuery::default() };
        assert_eq!(tiled.render(), "layers=relief,rivers_2");
        assert_eq!(MapQuery::parse("layers=relief,,%20rivers_2,relief").0, tiled);
    }

    #[test]
    fn what_cannot_be_used_is_left_out_and_told() {
        let (query, problems) = MapQuery::parse(
            "?c=41.7;-111&z=9&site=no+colon&q=&zoom=3&gclid=1&color=loud&inactive=yes&status=dead&layers=a%3Bb&box=1,2",
        );
        assert_eq!(query, MapQuery::default());
        assert_eq!(
            problems,
            [
                "site=no colon: expected a source and a code, as local:LR_MP",
                "zoom=3: the map has no such parameter",
                "color=loud: expected status, network, or latest: or percentile: and a variable",
                "inactive=yes: expected hidden",
                "status=dead: expected live, late, stale, seasonal, suspect, ended or never, with commas",
                "layers=a;b: expected keys of layers, with commas",
                "box=1,2: expected west,south,east,north in degrees",
                "c=41.7;-111, z=9: expected latitude,longitude and a zoom from 0 to 24",
            ]
        );
        for text in ["c=91,0&z=3", "c=NaN,0&z=3", "c=41,-111"] {
            let (query, problems) = MapQuery::parse(text);
            assert_eq!((query.view, problems.len()), (None, 1), "{text}");
        }
    }
}
