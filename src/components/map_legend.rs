//! What the map's symbols mean, and the choice of what colours tell.

use super::site_glyph::{ClassGlyph, SiteGlyph};
use crate::catalog::cells::grouped;
use crate::map::look::{ColorBy, Look, Tint, comparable_variables};
use crate::map::points::Shape;
use crate::map::standing::ranked_variables;
use crate::map::state::{History, MapState};
use gagehouse_catalog::Status;
use gagehouse_chart::conditions::Rank;
use leptos::prelude::*;

/// The choice of what colours tell, and what they and the shapes mean.
pub fn legend(state: MapState) -> AnyView {
    let variables = Memo::new(move |_| {
        state.index.with(|index| index.as_deref().map(comparable_variables)).unwrap_or_default()
    });
    let ranked = Memo::new(move |_| {
        state.index.with(|index| index.as_deref().map(ranked_variables)).unwrap_or_default()
    });
    let chosen = move || state.query.with(|query| query.color.word());
    let choose = move |value: String| {
        let color = ColorBy::parse(&value).unwrap_or_default();
        state.change(History::Push, |query| query.color = color);
    };
    let choices = move |(label, kind): (&'static str, &'static str),
                        word: fn(String) -> ColorBy,
                        variables: Vec<(String, usize)>| {
        let option = |(name, sites): (String, usize)| {
            let text = format!("{name}: {kind} ({sites})");
            let value = word(name).word();
            let selected = value == chosen();
            view! {
                <option value=value selected=selected>
                    {text}
                </option>
            }
        };
        (!variables.is_empty()).then(|| {
            let options: Vec<_> = variables.into_iter().map(option).collect();
            view! { <optgroup label=label>{options}</optgroup> }
        })
    };
    let classes = move || {
        let classes = state.classes.get()?;
        let counts = state.counted.with(|counted| counted.total());
        let rows = classes.looks.iter().zip(counts).map(|(look, count)| row(state, look, count));
        Some(rows.collect::<Vec<_>>())
    };
    let is_status = move || state.query.with(|query| query.color == ColorBy::Status);
    let is_latest = move || state.query.with(|query| matches!(query.color, ColorBy::Latest(_)));
    let is_percentile =
        move || state.query.with(|query| matches!(query.color, ColorBy::Percentile(_)));
    view! {
        <div class="map-legend__body">
                <label for="map-color">"Colour by"</label>
                <select
                    id="map-color"
                    prop:value=chosen
                    on:change:target=move |event| choose(event.target().value())
                >
                    <option value="status">"Status"</option>
                    <option value="network">"Network"</option>
                    {move || choices(("Latest value", "latest"), ColorBy::Latest, variables.get())}
                    {move || choices(("Percentile for the date", "percentile"), ColorBy::Percentile, ranked.get())}
                </select>
                <ul aria-label="Colours">{classes}</ul>
                {move || {
                    is_status()
                        .then(|| {
                            view! {
                                <p class="map-legend__note">
                                    "Press a status to show its sites alone; press others to add them."
                                </p>
                            }
                        })
                }}
                {move || {
                    is_latest()
                        .then(|| {
                            view! {
                                <p class="map-legend__note">
                                    "Latest values of series that are live or late. Heights of water are not offered: every gage counts from a zero of its own."
                                </p>
                            }
                        })
                }}
                {move || {
                    is_percentile()
                        .then(|| view! { <p class="map-legend__note">{Rank::meaning()}</p> })
                }}
                <ul aria-label="Shapes">
                    {Shape::ALL
                        .into_iter()
                        .map(|shape| {
                            view! {
                                <li>
                                    <SiteGlyph shape=shape status=Status::Never />
                                    {shape.label()}
                                </li>
                            }
                        })
                        .collect::<Vec<_>>()}
                </ul>
                <p class="map-legend__note">
                    "A number in a ring counts sites that lie close together; the ring shows the share of each colour, the smallest ones enlarged."
                </p>
        </div>
    }
    .into_any()
}

/// A class with how many sites it has; of a status, a button that shows its sites alone or adds them.
fn row(state: MapState, look: &Look, count: u32) -> AnyView {
    let (tint, inside, label) = (look.tint, look.inside, look.label.clone());
    let is_left_out = move || match tint {
        Tint::Status(status) => !state.query.with(|query| query.statuses.holds(status)),
        _ => false,
    };
    let number = move || {
        if is_left_out() { "not shown".to_owned() } else { grouped(u64::from(count)) }
    };
    let words = view! {
        <ClassGlyph shape=Shape::Water tint inside />
        <span>{label}</span>
        <span class="visually-hidden">": "</span>
        <span class="map-legend__count figures">{number}</span>
    };
    let Tint::Status(status) = tint else { return view! { <li>{words}</li> }.into_any() };
    let is_chosen = move || state.query.with(|query| query.statuses.is_chosen(status)).to_string();
    let toggle = move |_| {
        state.change(History::Push, |query| query.statuses = query.statuses.toggled(status));
    };
    view! {
        <li>
            <button
                type="button"
                class="map-legend__status"
                aria-pressed=is_chosen
                on:click=toggle
            >
                {words}
            </button>
        </li>
    }
    .into_any()
}
