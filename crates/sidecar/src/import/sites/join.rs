//! One site of those that several lists, or several rows of one list, know under the same number.

use super::mapping::CheckedSites;
use super::read::{Listed, Plan, Read};
use super::report::{ListCounts, SitesReport, Told, What};
use crate::clock::now;
use crate::import::csv::visibility;
use crate::store::networks::{NewLocation, NewSite};
use gagehouse_catalog::spatial::distance_km;
use serde_json::{Map, Value, json};
use std::collections::HashMap;

/// Two lists that place a site further apart than this do not mean the same place.
const APART_KM: f64 = 1.0;
/// So many sites at one point are told: a town's centre or a default, not a place.
const CROWD: usize = 10;
/// A tag of a list that says nothing more of its site.
const LISTED: &str = "listed";

/// The sites of all lists.
#[derive(Debug, Default)]
pub struct Joined {
    sites: Vec<Site>,
    by_code: HashMap<(String, String), usize>,
    corrected: Vec<usize>,
}

#[derive(Debug)]
struct Site {
    network: String,
    file: String,
    listed: Listed,
    /// Name of each list, with what it says.
    tags: Vec<(String, String)>,
    private: bool,
    synthetic: bool,
}

impl Joined {
    /// Adds the sites of a list; returns its counts.
    pub fn take(&mut self, checked: &CheckedSites, read: Read, told: &mut Vec<Told>) -> ListCounts {
        let list = &checked.mapping.lists[read.list];
        let network = list.network.get_ref();
        let mut counts = read.counts;
        for mut listed in read.sites {
            self.corrected.append(&mut listed.corrected);
            let tag = Some(listed.tag.clone()).filter(|tag| !tag.is_empty());
            let tag = (list.name.get_ref().clone(), tag.unwrap_or_else(|| LISTED.to_owned()));
            let key = (network.clone(), listed.code.clone());
            match self.by_code.get(&key) {
                None => {
                    counts.first += 1;
                    self.by_code.insert(key, self.sites.len());
                    self.sites.push(Site {
                        network: network.clone(),
                        file: counts.file.clone(),
                        listed,
                        tags: vec![tag],
                        private: list.private,
                        synthetic: list.synthetic,
                    });
                }
                Some(at) => {
                    let site = &mut self.sites[*at];
                    if site.tags.iter().any(|(name, _)| *name == tag.0) {
                        counts.repeated += 1;
                    } else {
                        counts.joined += 1;
                        site.tags.push(tag);
                    }
                    if let Some(apart) = site.fill(listed, &counts.file) {
                        told.push(apart);
                    }
                    site.private |= list.private;
                    site.synthetic |= list.synthetic;
                }
            }
        }
        counts
    }

    /// What can be said once all lists are read: counts, crowds, corrections that met nothing.
    pub fn finish(&self, checked: &CheckedSites, lists: &[Plan], report: &mut SitesReport) {
        report.sites = self.sites.len() as u64;
        report.in_several_lists =
            self.sites.iter().filter(|site| site.tags.len() > 1).count() as u64;
        report.without_place =
            self.sites.iter().filter(|site| site.listed.location.is_none()).count() as u64;
        let mut at_point: HashMap<(u64, u64), Vec<&Site>> = HashMap::new();
        for site in &self.sites {
            if let Some(place) = &site.listed.location {
                let point = (place.longitude.to_bits(), place.latitude.to_bits());
                at_point.entry(point).or_default().push(site);
            }
        }
        report.shared_points = at_point.values().filter(|sites| sites.len() > 1).count() as u64;
        let mut crowds: Vec<_> = at_point.into_values().filter(|s| s.len() >= CROWD).collect();
        crowds.sort_by(|a, b| (&a[0].file, a[0].listed.line).cmp(&(&b[0].file, b[0].listed.line)));
        for sites in crowds {
            let Some(place) = &sites[0].listed.location else { continue };
            report.told.push(Told {
                file: sites[0].file.clone(),
                line: sites[0].listed.line,
                column: String::new(),
                value: format!("{}, {}", place.latitude, place.longitude),
                what: What::Crowd,
                text: format!(
                    "{} sites at one point, {} the first",
                    sites.len(),
                    sites[0].listed.code
                ),
            });
        }
        let read: Vec<&str> = lists
            .iter()
            .map(|plan| checked.mapping.lists[plan.list].network.get_ref().as_str())
            .collect();
        for (n, correction) in checked.mapping.corrections.iter().enumerate() {
            if self.corrected.contains(&n) {
                report.corrected += 1;
            } else if read.contains(&correction.network.get_ref().as_str()) {
                report.told.push(Told {
                    file: checked.file.clone(),
                    line: 0,
                    column: correction.key.get_ref().clone(),
                    value: correction.from.clone(),
                    what: What::Correction,
                    text: format!("no list says this of {} any more", correction.code),
                });
            }
        }
    }

    /// The sites of a network as the store takes them.
    pub fn new_sites(&self, network: &str) -> Vec<NewSite> {
        let since = now();
        let of_network = self.sites.iter().filter(|site| site.network == network);
        let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let site = |site: &Site| {
            let listed = &site.listed;
            let tags: Map<String, Value> =
                site.tags.iter().map(|(name, says)| (name.clone(), json!(says))).collect();
            let mut extra = Map::new();
            extra.insert(gagehouse_model::keys::TAGS.to_owned(), Value::Object(tags));
            NewSite {
                code: listed.code.clone(),
                name: text(&listed.name).unwrap_or_else(|| listed.code.clone()),
                description: listed.description.clone(),
                visibility: visibility(site.private),
                site_type: text(&listed.site_type),
                watershed: text(&listed.watershed),
                zone: listed.zone.clone(),
                disclaimer: text(&listed.disclaimer),
                synthetic: site.synthetic,
                location: listed.location.clone(),
                since,
                extra,
            }
        };
        of_network.map(site).collect()
    }
}

impl Site {
    /// Takes over what it does not say itself. Returns what to tell when the two places are not one.
    fn fill(&mut self, other: Listed, file: &str) -> Option<Told> {
        let told = self.apart(&other, file);
        let fill = |ours: &mut String, theirs: String| {
            if ours.is_empty() {
                *ours = theirs;
            }
        };
        let ours = &mut self.listed;
        fill(&mut ours.name, other.name);
        fill(&mut ours.description, other.description);
        fill(&mut ours.site_type, other.site_type);
        fill(&mut ours.watershed, other.watershed);
        fill(&mut ours.disclaimer, other.disclaimer);
        ours.zone = ours.zone.take().or(other.zone);
        ours.location = match (ours.location.take(), other.location) {
            (Some(ours), Some(theirs)) => Some(NewLocation {
                // An elevation and its datum belong together.
                elevation_datum: match ours.elevation_m {
                    Some(_) => ours.elevation_datum,
                    None => theirs.elevation_datum,
                },
                elevation_m: ours.elevation_m.or(theirs.elevation_m),
                admin_area_1: ours.admin_area_1.or(theirs.admin_area_1),
                admin_area_2: ours.admin_area_2.or(theirs.admin_area_2),
                country: ours.country.or(theirs.country),
                ..ours
            }),
            (ours, theirs) => ours.or(theirs),
        };
        told
    }

    fn apart(&self, other: &Listed, file: &str) -> Option<Told> {
        let (ours, theirs) = (self.listed.location.as_ref()?, other.location.as_ref()?);
        let place = |at: &NewLocation| (at.longitude, at.latitude);
        let km = distance_km(place(ours), place(theirs));
        (km > APART_KM).then(|| Told {
            file: file.to_owned(),
            line: other.line,
            column: String::new(),
            value: format!("{}, {}", theirs.latitude, theirs.longitude),
            what: What::Apart,
            text: format!(
                "{} is {km:.1} km from where line {} of {} has it, which is kept",
                other.code, self.listed.line, self.file
            ),
        })
    }
}
