//! How the sites of a network stand for the date: asked of the server for the rows that are shown.

use super::site_glyph::ClassGlyph;
use crate::api::abort::AbortHandle;
use crate::api::standings;
use crate::map::points::Shape;
use crate::map::standing::look;
use gagehouse_chart::conditions::{SeriesStanding, Standing};
use gagehouse_model::DatastreamRef;
use gagehouse_page::card::Card;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::{HashMap, HashSet};

/// What is known of the series that speak for the sites. Copies are the same.
#[derive(Clone, Copy)]
pub struct GroupStandings {
    known: RwSignal<HashMap<String, SeriesStanding>>,
    asked: StoredValue<HashSet<String>>,
    /// Asked for, and answered or failed.
    over: RwSignal<HashSet<String>>,
    abort: AbortHandle,
}

impl GroupStandings {
    /// Nothing known yet.
    pub fn of_page() -> Self {
        Self {
            known: RwSignal::new(HashMap::new()),
            asked: StoredValue::new(HashSet::new()),
            over: RwSignal::new(HashSet::new()),
            abort: AbortHandle::of_owner(),
        }
    }

    /// Asks for those of some cards that go on and whose record is here, each once.
    pub fn want<'a>(self, cards: impl Iterator<Item = &'a Card>) {
        let mut ids: Vec<String> =
            cards.filter(|card| card.is_ranked()).map(|card| card.series.id.clone()).collect();
        self.asked.update_value(|asked| ids.retain(|id| asked.insert(id.clone())));
        if ids.is_empty() {
            return;
        }
        spawn_local(async move {
            // A table without this column is no failure of the page: the cells say that there is none.
            let series = standings::of_series(&ids, self.abort).await.unwrap_or_default();
            self.known.try_update(|known| {
                known.extend(series.into_iter().map(|it| (it.datastream.clone(), it)));
            });
            self.over.try_update(|over| over.extend(ids));
        });
    }

    /// How a series stands, if that is known.
    pub fn of(self, series: &DatastreamRef) -> Option<Standing> {
        self.known.with(|known| known.get(&series.id)?.standing.clone())
    }

    /// What a card's cell says of it.
    pub fn cell(self, card: Option<&Card>, shape: Shape) -> AnyView {
        let Some((card, before)) = card.and_then(|card| Some((card, card.before_standing()?)))
        else {
            return ().into_any();
        };
        if !card.is_ranked() {
            return note(before);
        }
        let series = card.series.clone();
        let cell = move || match self.of(&series) {
            Some(standing) => {
                let look = look(standing.rank());
                let percentile = standing.in_years();
                view! {
                    <span class="site-table__rank">
                        <ClassGlyph shape tint=look.tint inside=look.inside />
                        {standing.rank().name()}
                    </span>
                    <span class="site-table__code quiet small">{percentile}</span>
                }
                .into_any()
            }
            None => {
                let is_over = self.over.with(|over| over.contains(&series.id));
                let is_known = self.known.with(|known| known.contains_key(&series.id));
                note(match (is_over, is_known) {
                    (false, _) => before,
                    (true, true) => "No percentile: record too short",
                    (true, false) => "No percentile",
                })
            }
        };
        cell.into_any()
    }
}

/// What stands in the place of a percentile.
fn note(words: &'static str) -> AnyView {
    view! { <span class="site-table__note quiet small">{words}</span> }.into_any()
}
