//! Colours by how the latest value of a variable stands among those of the same date in other years: each site against
//! its own past, so that heights above different zeros can share a map.

use super::look::{Classes, Inside, Look, Tint, is_current, quiet};
use super::points::SiteIndex;
use crate::api::abort::AbortHandle;
use crate::api::standings;
use crate::conditions::by_variable;
use gagehouse_catalog::Datastream;
use gagehouse_chart::conditions::{Rank, SeriesStanding};
use gagehouse_observations::Statistic;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Classes after those of [`Rank`].
const TOO_SHORT: u8 = 5;
const NOT_CURRENT: u8 = 6;
const NOT_MEASURED: u8 = 7;
const ELSEWHERE: u8 = 8;

/// The look of a class.
pub fn look(rank: Rank) -> Look {
    let number = rank as u8 + 1;
    Look {
        tint: Tint::Scale(number),
        inside: Inside::Digit(number),
        label: rank.label().to_owned(),
    }
}

/// Asks how the values of a variable stand, and divides the sites by it.
pub async fn classes_of(index: Arc<SiteIndex>, variable: String, abort: AbortHandle) -> Classes {
    match standings::of_variable(&variable, abort).await {
        Ok(answered) => divided(&index, &variable, &answered),
        Err(error) => Classes::undivided(&index, format!("Not known: {error}")),
    }
}

fn divided(index: &SiteIndex, variable: &str, answered: &[SeriesStanding]) -> Classes {
    let standings: HashMap<&str, &SeriesStanding> =
        answered.iter().map(|it| (it.datastream.as_str(), it)).collect();
    let of_series = |series: &Datastream| standings.get(series.external_id())?.standing.as_ref();
    let class = |at: usize| {
        let Some(site) = index.site(at) else { return (NOT_MEASURED, None) };
        let mut of_site = index.catalog.datastreams_of(site.row());
        if !of_site.any(|series| series.variable_name() == variable) {
            return (NOT_MEASURED, None);
        }
        let groups = by_variable(&index.catalog, &site, index.now);
        let group = groups.iter().find(|group| group.name == variable);
        match group.and_then(|group| group.series.first()) {
            Some(series) if !is_current(index, series) => (NOT_CURRENT, None),
            Some(series) if !series.source().key.is_local() => (ELSEWHERE, None),
            Some(series) => match of_series(series) {
                Some(standing) => (standing.rank() as u8, Some(standing.in_years())),
                None => (TOO_SHORT, None),
            },
            None => (NOT_CURRENT, None),
        }
    };
    let mut details = Vec::new();
    let of: Vec<u8> = (0..index.len())
        .map(|at| {
            let (class, detail) = class(at);
            details.extend(detail.map(|detail| (at, detail)));
            class
        })
        .collect();
    let mut looks: Vec<Look> = Rank::ALL.into_iter().map(look).collect();
    looks.push(quiet(Inside::Dash, "No percentile: the record is too short"));
    looks.push(quiet(Inside::HollowBar, "No current value"));
    looks.push(quiet(Inside::Hollow, "Does not measure it"));
    if of.contains(&ELSEWHERE) {
        looks.push(quiet(Inside::HollowDash, "No percentile: the record is on another server"));
    }
    Classes { title: format!("{variable} for the date"), looks, of, details }
}

/// The variables whose latest values can be compared with their own past, with how many sites have a current one.
pub fn ranked_variables(index: &SiteIndex) -> Vec<(String, usize)> {
    let mut sites: BTreeMap<&str, usize> = BTreeMap::new();
    for row in &index.rows {
        let mut seen: Vec<&str> = Vec::new();
        for series in index.catalog.datastreams_of(*row) {
            let name = series.variable_name();
            if !seen.contains(&name) && is_ranked(&series) && is_current(index, &series) {
                seen.push(name);
                *sites.entry(name).or_default() += 1;
            }
        }
    }
    sites.into_iter().map(|(name, count)| (name.to_owned(), count)).collect()
}

fn is_ranked(series: &Datastream) -> bool {
    let statistic = Statistic::fitting(series.variable_name(), series.aggregation_statistic());
    series.source().key.is_local() && !series.results_hidden() && statistic.is_like_its_rows()
}
