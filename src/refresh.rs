//! A page that is left open keeps itself current: it asks at the series' own interval, and rests while nobody sees it.

use crate::api::catalog::{CatalogContext, CatalogState};
use crate::browser;
use gagehouse_catalog::Status;
use gagehouse_model::age::age_in_words;
use gagehouse_model::time::{HOUR_US, MINUTE_US};
use gagehouse_model::{Spacing, TimeUs};
use gagehouse_page::Card;
use gagehouse_page::card::Newest;
use leptos::prelude::*;
use std::time::Duration;

/// How often ages are told anew, and it is looked whether it is time to ask.
const TICK: Duration = Duration::from_secs(15);
/// Between two requests, whatever the interval.
const SHORTEST_US: i64 = MINUTE_US;
const LONGEST_US: i64 = HOUR_US;

/// How a page is kept current.
#[derive(Clone, Copy)]
pub struct Refresh {
    /// Between two requests; `None` when no series goes on.
    pub every_us: Option<i64>,
    /// When the catalog that is shown was asked for.
    pub checked: RwSignal<TimeUs>,
    /// What is new, for those who hear the page.
    pub news: RwSignal<String>,
}

/// Keeps `now` and the catalog current for as long as the current owner lives.
pub fn keep_current(context: CatalogContext, now: RwSignal<TimeUs>, cards: &[Card]) -> Refresh {
    let goes_on = |card: &&Card| matches!(card.status, Status::Live | Status::Late);
    let every_us = cards.iter().filter(goes_on).map(every_us_of).min();
    let every_us = every_us.map(|us| us.clamp(SHORTEST_US, LONGEST_US));
    let refresh = Refresh {
        every_us,
        checked: RwSignal::new(now.get_untracked()),
        news: RwSignal::new(String::new()),
    };
    let asked = StoredValue::new(now.get_untracked());
    let tick = move || {
        if browser::is_hidden() {
            return;
        }
        let time = browser::now();
        now.set(time);
        if every_us.is_some_and(|every_us| time.0 - asked.get_value().0 >= every_us) {
            asked.set_value(time);
            context.reload();
        }
    };
    if let Ok(handle) = set_interval_with_handle(tick, TICK) {
        on_cleanup(move || handle.clear());
    }
    // A catalog that came after the first says when it was checked; one that could not be had does not.
    Effect::new(move |before: Option<()>| {
        let is_fresh = context.state.with(|state| matches!(state, CatalogState::Ready(_)));
        if before.is_some() && is_fresh {
            let time = browser::now();
            refresh.checked.set(time);
            now.set(time);
        }
    });
    refresh
}

fn every_us_of(card: &Card) -> i64 {
    card.every.map_or(15 * MINUTE_US, Spacing::us)
}

/// How often the page asks, in words.
pub fn interval_text(every_us: Option<i64>) -> String {
    match every_us {
        Some(us) => format!(
            "While it is open, this page looks for new values every {}.",
            age_in_words(us).trim_start_matches("1 ")
        ),
        None => "No series goes on, so this page does not look for new values.".to_owned(),
    }
}

/// Says politely what became newer between two looks.
pub fn news_text(before: &[Card], cards: &[Card]) -> Option<String> {
    let newer = cards.iter().filter(|card| {
        let old = before.iter().find(|old| old.variable == card.variable);
        old.is_some_and(|old| old.newest.time() < card.newest.time())
    });
    let names: Vec<String> = newer
        .filter(|card| matches!(card.newest, Newest::Number(..)))
        .map(|card| format!("{} {}", card.variable, card.value_text()))
        .collect();
    match names.len() {
        0 => None,
        1..=3 => Some(format!("New values: {}.", names.join(", "))),
        count => {
            Some(format!("New values of {count} variables: {} and others.", names[..2].join(", ")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gagehouse_chart::conditions::Shown;
    use gagehouse_model::Unit;
    use gagehouse_model::unit::UnitPreference;

    fn card(variable: &str, time_us: i64) -> Card {
        Card {
            variable: variable.to_owned(),
            series: "x:1".parse().unwrap(),
            others: 0,
            level: None,
            unreviewed: false,
            datum: None,
            over: None,
            shown: Shown::of(&Unit::default(), variable, UnitPreference::AsMeasured),
            end: Some(TimeUs(time_us)),
            newest: Newest::Number(TimeUs(time_us), 2.5),
            status: Status::Live,
            late_since: None,
            every: None,
            marks: Vec::new(),
            plot: String::new(),
            compare: String::new(),
        }
    }

    #[test]
    fn only_newer_values_are_news_and_many_are_told_in_short() {
        let names = ["Stage", "pH", "Turbidity", "Rain"];
        let before: Vec<Card> = names.map(|name| card(name, 1)).into();
        assert_eq!(news_text(&before, &before), None);
        let mut one = before.clone();
        one[0] = card("Stage", 2);
        assert_eq!(news_text(&before, &one).as_deref(), Some("New values: Stage 2.5."));
        let all: Vec<Card> = names.map(|name| card(name, 2)).into();
        assert_eq!(
            news_text(&before, &all).as_deref(),
            Some("New values of 4 variables: Stage 2.5, pH 2.5 and others.")
        );
    }

    #[test]
    fn a_page_says_how_often_it_asks() {
        assert!(interval_text(Some(15 * MINUTE_US)).contains("every 15 minutes"));
        assert!(interval_text(Some(MINUTE_US)).contains("every minute"));
        assert!(interval_text(None).contains("does not look"));
    }
}
