//! The sites as the map and its list need them: order, place, status, shape and searchable text.
//!
//! Built once for a catalog; a search gives indices into [`SiteIndex::sites`], which map and list share.

use super::projection::world_from_degrees;
use crate::conditions::{site_end, site_status};
use gagehouse_catalog::search::terms;
use gagehouse_catalog::text::{fold, natural_ranks};
use gagehouse_catalog::{Catalog, Site, SiteRow, Status};
use gagehouse_model::{SiteRef, TimeUs};

/// A site's symbol, by its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Streams, springs, lakes, reservoirs, canals, wells, the sea.
    Water,
    /// Atmosphere, land, snow and soil.
    Climate,
    /// Whatever else, and sites that do not say.
    Other,
}

impl Shape {
    /// All shapes.
    pub const ALL: [Self; 3] = [Self::Water, Self::Climate, Self::Other];

    /// What it stands for.
    pub fn label(self) -> &'static str {
        match self {
            Self::Water => "Water",
            Self::Climate => "Climate and land",
            Self::Other => "Other",
        }
    }

    /// The shape of a kind of site.
    pub fn of_site_type(site_type: Option<&str>) -> Self {
        const WATER: [&str; 16] = [
            "stream",
            "river",
            "creek",
            "lake",
            "reservoir",
            "spring",
            "water",
            "canal",
            "ditch",
            "well",
            "estuary",
            "ocean",
            "coast",
            "tidal",
            "aquatic",
            "wetland",
        ];
        const CLIMATE: [&str; 9] = [
            "climate",
            "atmosphere",
            "weather",
            "land",
            "snow",
            "soil",
            "precipitation",
            "met",
            "glacier",
        ];
        let folded = fold(site_type.unwrap_or(""));
        let named = |words: &[&str]| words.iter().any(|word| folded.contains(word));
        if named(&WATER) {
            Self::Water
        } else if named(&CLIMATE) {
            Self::Climate
        } else {
            Self::Other
        }
    }
}

/// One site.
#[derive(Debug, Clone, PartialEq)]
pub struct SitePoint {
    /// Its row in the catalog.
    pub row: SiteRow,
    /// World pixels at zoom 0; `None` without coordinates.
    pub world: Option<(f64, f64)>,
    /// Latitude and longitude.
    pub place: Option<(f64, f64)>,
    /// Status of its most alive series.
    pub status: Status,
    /// Time of its newest value.
    pub end: Option<TimeUs>,
    /// Its symbol.
    pub shape: Shape,
    text: String,
}

/// All sites of a catalog in the natural order of their names.
#[derive(Debug, Clone)]
pub struct SiteIndex {
    /// The catalog they are of.
    pub catalog: Catalog,
    /// The sites.
    pub sites: Vec<SitePoint>,
    /// When statuses were judged.
    pub now: TimeUs,
}

// Built once per catalog and compared only to tell whether a memo changed.
impl PartialEq for SiteIndex {
    fn eq(&self, other: &Self) -> bool {
        self.now == other.now && self.sites == other.sites
    }
}

impl SiteIndex {
    /// The sites of a catalog; `now` decides their status.
    pub fn new(catalog: &Catalog, now: TimeUs) -> Self {
        let ranks = natural_ranks(catalog.sites().map(|site| site.name()));
        let mut sites: Vec<SitePoint> =
            catalog.sites().map(|site| point_of(catalog, &site, now)).collect();
        sites.sort_by_key(|point| ranks.get(point.row.0 as usize).copied());
        Self { catalog: catalog.clone(), sites, now }
    }

    /// Indices of the sites that hold every term of a search.
    pub fn matching(&self, search: &str) -> Vec<usize> {
        let terms = terms(search);
        let holds = |point: &SitePoint| terms.iter().all(|term| point.text.contains(term.as_str()));
        (0..self.sites.len()).filter(|at| holds(&self.sites[*at])).collect()
    }

    /// Index of the site that a URL names.
    pub fn find(&self, site: &SiteRef) -> Option<usize> {
        let row = self.catalog.find_site(site)?.row();
        self.sites.iter().position(|point| point.row == row)
    }

    /// The catalog's view of a site.
    pub fn site(&self, at: usize) -> Option<Site<'_>> {
        self.sites.get(at).map(|point| self.catalog.site(point.row))
    }

    /// South, west, north, east of some sites; `None` when none of them has coordinates.
    pub fn extent(&self, sites: &[usize]) -> Option<[f64; 4]> {
        let places = sites.iter().filter_map(|at| self.sites.get(*at)?.place);
        places.fold(None, |extent, (lat, lng)| {
            let [south, west, north, east] = extent.unwrap_or([lat, lng, lat, lng]);
            Some([south.min(lat), west.min(lng), north.max(lat), east.max(lng)])
        })
    }
}

fn point_of(catalog: &Catalog, site: &Site, now: TimeUs) -> SitePoint {
    let words = [
        Some(site.name()),
        Some(site.url_code()),
        site.site_type(),
        site.network_name(),
        site.watershed(),
        site.admin_area_1(),
        site.admin_area_2(),
        Some(site.source().name.as_str()),
    ];
    let words: Vec<&str> = words.into_iter().flatten().collect();
    SitePoint {
        row: site.row(),
        world: site.position().map(|(lng, lat)| world_from_degrees(lng, lat)),
        place: site.position().map(|(lng, lat)| (lat, lng)),
        status: site_status(catalog, site, now),
        end: site_end(catalog, site),
        shape: Shape::of_site_type(site.site_type()),
        text: fold(&words.join("\n")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_of_sites_have_their_shapes() {
        assert_eq!(Shape::of_site_type(Some("Stream")), Shape::Water);
        assert_eq!(Shape::of_site_type(Some("Lake, Reservoir, Impoundment")), Shape::Water);
        assert_eq!(Shape::of_site_type(Some("Atmosphere")), Shape::Climate);
        assert_eq!(Shape::of_site_type(Some("Sewer")), Shape::Other);
        assert_eq!(Shape::of_site_type(None), Shape::Other);
    }
}
