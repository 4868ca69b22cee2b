//! Colours by how the latest value of a variable stands among those of the same date in other years: each site against
//! its own past, so that heights above different zeros can share a map.

use super::look::{Classes, Inside, Look, Tint, is_current};
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
const ELSEWHERE: u8 = 7;

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
    let class = |at: usize| {
        let Some(site) = index.site(at) else { return NOT_CURRENT };
        let mut of_site = index.catalog.datastreams_of(site.row());
        if !of_site.any(|series| series.variable_name() == variable) {
            return NOT_CURRENT;
        }
        let groups = by_variable(&index.catalog, &site, index.now);
        let group = groups.iter().find(|group| group.name == variable);
        let Some(series) = group.and_then(|group| group.series.first()) else {
            return NOT_CURRENT;
        };
        if !is_current(index, series) {
            return NOT_CURRENT;
        }
        if !series.source().key.is_local() {
            return ELSEWHERE;
        }
        let known = standings.get(series.external_id()).and_then(|it| it.standing.as_ref());
        known.map_or(TOO_SHORT, |standing| standing.rank() as u8)
    };
    let of: Vec<u8> = (0..index.len()).map(class).collect();
    let quiet = |inside, label: &str| Look { tint: Tint::Quiet, inside, label: label.to_owned() };
    let mut looks: Vec<Look> = Rank::ALL.into_iter().map(look).collect();
    looks.push(quiet(Inside::Dash, "No percentile: the record is too short"));
    looks.push(quiet(Inside::Hollow, "No current value"));
    if of.contains(&ELSEWHERE) {
        looks.push(quiet(Inside::HollowDash, "No percentile: the record is on another server"));
    }
    Classes { title: format!("Percentile for the date: {variable}"), looks, of }
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
