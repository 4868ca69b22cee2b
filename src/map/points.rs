//! The sites as the map and its list need them: order, place, status, shape and searchable text.
//!
//! Built once for a catalog; a filter gives indices of sites, which map and list share.

use super::projection::{WORLD_PX, world_from_degrees};
use crate::conditions::{site_end, site_status};
use gagehouse_catalog::column::TextColumn;
use gagehouse_catalog::spatial::{Extent, SpatialIndex, extent};
use gagehouse_catalog::text::{fold, natural_ranks};
use gagehouse_catalog::{Catalog, Site, SiteRow, Status};
use gagehouse_model::{SiteRef, TimeUs};
use std::sync::OnceLock;

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

/// All sites of a catalog in the natural order of their names, as columns. A site is its index in them.
#[derive(Debug, Clone)]
pub struct SiteIndex {
    /// The catalog they are of.
    pub catalog: Catalog,
    /// Their rows in the catalog.
    pub rows: Vec<SiteRow>,
    /// Status of the most alive series of each.
    pub status: Vec<Status>,
    /// Symbol of each.
    pub shape: Vec<Shape>,
    /// Those that have coordinates, for the map.
    pub spatial: SpatialIndex,
    /// When statuses were judged.
    pub now: TimeUs,
    /// Index of each row of the catalog.
    of_row: Vec<u32>,
    end: Vec<Option<TimeUs>>,
    /// What searches look into, made at the first one: the first picture does not wait for it.
    text: OnceLock<TextColumn>,
}

impl SiteIndex {
    /// The sites of a catalog; `now` decides their status.
    pub fn new(catalog: &Catalog, now: TimeUs) -> Self {
        let ranks = natural_ranks(catalog.sites().map(|site| site.name()));
        let mut rows: Vec<SiteRow> = catalog.sites().map(|site| site.row()).collect();
        rows.sort_by_key(|row| ranks.get(row.0 as usize).copied());
        let sites = || rows.iter().map(|row| catalog.site(*row));
        let spatial = SpatialIndex::new(sites().map(|site| {
            let (longitude, latitude) = site.position()?;
            let (x, y) = world_from_degrees(longitude, latitude);
            Some((x / WORLD_PX, y / WORLD_PX))
        }));
        let mut of_row = vec![0; rows.len()];
        for (at, row) in (0u32..).zip(&rows) {
            if let Some(of_row) = of_row.get_mut(row.0 as usize) {
                *of_row = at;
            }
        }
        // Few kinds, many sites: each kind is looked at once.
        let mut shapes: Vec<(Option<&str>, Shape)> = Vec::new();
        let mut shape = |kind| match shapes.iter().find(|(known, _)| *known == kind) {
            Some((_, shape)) => *shape,
            None => {
                shapes.push((kind, Shape::of_site_type(kind)));
                Shape::of_site_type(kind)
            }
        };
        Self {
            status: sites().map(|site| site_status(catalog, &site, now)).collect(),
            shape: sites().map(|site| shape(site.site_type())).collect(),
            end: sites().map(|site| site_end(catalog, &site)).collect(),
            catalog: catalog.clone(),
            of_row,
            rows,
            spatial,
            now,
            text: OnceLock::new(),
        }
    }

    /// Number of sites.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether a site holds every term of a search.
    pub fn holds(&self, at: usize, terms: &[String]) -> bool {
        let texts = self.text.get_or_init(|| {
            let mut texts = TextColumn::default();
            for row in &self.rows {
                texts.push(Some(&text_of(&self.catalog, &self.catalog.site(*row))));
            }
            texts
        });
        let text = texts.get(at).unwrap_or("");
        terms.iter().all(|term| text.contains(term.as_str()))
    }

    /// Index of the site that a URL names.
    pub fn find(&self, site: &SiteRef) -> Option<usize> {
        self.at(self.catalog.find_site(site)?.row())
    }

    /// Index of a row of the catalog.
    pub fn at(&self, row: SiteRow) -> Option<usize> {
        self.of_row.get(row.0 as usize).map(|at| *at as usize)
    }

    /// The catalog's view of a site.
    pub fn site(&self, at: usize) -> Option<Site<'_>> {
        self.rows.get(at).map(|row| self.catalog.site(*row))
    }

    /// Longitude and latitude of a site; `None` without coordinates.
    pub fn place(&self, at: usize) -> Option<(f64, f64)> {
        self.site(at)?.position()
    }

    /// When the newest value of a site was measured.
    pub fn end(&self, at: usize) -> Option<TimeUs> {
        self.end.get(at).copied().flatten()
    }

    /// The box around some sites; `None` when none of them has coordinates.
    pub fn extent(&self, sites: &[usize]) -> Option<Extent> {
        extent(sites.iter().filter_map(|at| self.place(*at)))
    }
}

/// What a search looks into: the words of a site, and the names of what is measured there.
fn text_of(catalog: &Catalog, site: &Site) -> String {
    let mut words: Vec<&str> = [
        Some(site.name()),
        Some(site.url_code()),
        site.site_type(),
        site.network_name(),
        site.watershed(),
        site.admin_area_1(),
        site.admin_area_2(),
        Some(site.source().name.as_str()),
    ]
    .into_iter()
    .flatten()
    .collect();
    for series in catalog.datastreams_of(site.row()) {
        let variable = series.variable_name();
        if !words.contains(&variable) {
            words.push(variable);
        }
    }
    fold(&words.join("\n"))
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
