//! Sites that belong together: a network, or a watershed.

use gagehouse_catalog::text::natural_order;
use gagehouse_catalog::{Catalog, Site};
use gagehouse_chart::format::count;

/// Heads the column of the age of the newest value, and of how it stands among other years.
pub const FOR_THE_DATE: &str = "Last value, for the date";

/// What the sites have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Who operates them.
    Network,
    /// Where their water comes from.
    Watershed,
}

/// A network or watershed with its sites.
#[derive(Clone)]
pub struct Group<'a> {
    /// Which of the two.
    pub kind: Kind,
    /// Its name.
    pub name: &'a str,
    /// What its source says of it.
    pub description: Option<&'a str>,
    /// Its page on the web; only `https://` and `http://`.
    pub link: Option<&'a str>,
    /// Its sites, by name.
    pub sites: Vec<Site<'a>>,
}

impl Kind {
    /// Its word.
    pub fn label(self) -> &'static str {
        match self {
            Self::Network => "Network",
            Self::Watershed => "Watershed",
        }
    }
}

impl<'a> Group<'a> {
    /// The network of this id, else of this name, else the watershed of this name, of a source.
    pub fn find(catalog: &'a Catalog, source: &str, name: &str) -> Option<Self> {
        let of = |is_in: &dyn Fn(&Site<'a>) -> bool| {
            let of_source = catalog.sites().filter(|site| site.source().key.as_str() == source);
            let mut sites: Vec<Site> = of_source.filter(|site| is_in(site)).collect();
            sites.sort_by(|a, b| natural_order(a.name(), b.name()));
            (!sites.is_empty()).then_some(sites)
        };
        let by_id = |site: &Site| site.network().is_some_and(|it| it.external_id() == name);
        let by_name = |site: &Site| site.network().is_some_and(|it| it.name() == name);
        if let Some(sites) = of(&by_id).or_else(|| of(&by_name)) {
            let network = sites.first().and_then(Site::network)?;
            let is_web = |link: &&str| link.starts_with("https://") || link.starts_with("http://");
            return Some(Self {
                kind: Kind::Network,
                name: network.name(),
                description: network.description(),
                link: network.link().filter(is_web),
                sites,
            });
        }
        let sites = of(&|site| site.watershed() == Some(name))?;
        let name = sites.first().and_then(Site::watershed)?;
        Some(Self { kind: Kind::Watershed, name, description: None, link: None, sites })
    }

    /// What it is, in a sentence.
    pub fn summary(&self) -> String {
        let sites = match self.sites.len() {
            1 => "1 site".to_owned(),
            many => format!("{} sites", count(many as u64)),
        };
        let mut sources: Vec<&str> =
            self.sites.iter().map(|it| it.source().name.as_str()).collect();
        sources.dedup();
        let of = match self.kind {
            Kind::Network => "operated by one network",
            Kind::Watershed => "in one watershed or region",
        };
        format!("{sites} {of}, from {}.", sources.join(", "))
    }
}
