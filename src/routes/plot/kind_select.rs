//! What kind of plot is shown, by what its boxes are grouped, and of what its curves are made.

use super::state::PlotState;
use gagehouse_chart::query::{BoxesBy, CurveChoice, PlotKind};
use leptos::ev::Event;
use leptos::prelude::*;

/// Chooses the kind of plot; beside it, for boxes, their groups, and for curves, of what they are.
#[component]
pub fn KindSelect(
    /// What the page shares.
    state: PlotState,
) -> impl IntoView {
    let kind = Memo::new(move |_| state.query.with(|query| query.kind));
    let by = Memo::new(move |_| state.query.with(|query| query.by));
    let choose_kind = move |event: Event| {
        if let Some(kind) = PlotKind::from_word(&event_target_value(&event)) {
            state.change(|query| query.kind = kind);
        }
    };
    let choose_by = move |event: Event| {
        if let Some(by) = BoxesBy::from_word(&event_target_value(&event)) {
            state.change(|query| query.by = by);
        }
    };
    let kinds = PlotKind::WORDS.map(|(known, word)| {
        let text = match known {
            PlotKind::Time => "Time series",
            PlotKind::Histogram => "Histogram",
            PlotKind::Boxes => "Box and whisker",
            PlotKind::Exceedance => "Exceedance",
            PlotKind::Probability => "Probability",
            PlotKind::Scatter => "Scatter",
            PlotKind::Calendar => "Completeness calendar",
            PlotKind::Table => "Table",
        };
        view! { <option value=word selected=move || kind.get() == known>{text}</option> }
    });
    let groups = move || {
        let options = BoxesBy::WORDS.map(|(known, word)| {
            let text = match known {
                BoxesBy::Overall => "All in one",
                BoxesBy::Month => "By month",
                BoxesBy::Season => "By season",
                BoxesBy::Year => "By year",
                BoxesBy::WaterYear => "By water year",
            };
            view! { <option value=word selected=move || by.get() == known>{text}</option> }
        });
        (kind.get() == PlotKind::Boxes).then(|| {
            view! {
                <select
                    aria-label="Boxes"
                    prop:value=move || by.get().word()
                    on:change=choose_by
                >
                    {options}
                </select>
            }
        })
    };
    let curve = Memo::new(move |_| state.query.with(|query| query.curve));
    let choose_curve = move |event: Event| {
        if let Some(curve) = CurveChoice::from_word(&event_target_value(&event)) {
            state.change(|query| query.curve = curve);
        }
    };
    let curves = move || {
        let options = CurveChoice::WORDS.map(|(known, word)| {
            let text = match known {
                CurveChoice::Days => "Of days of whole years",
                CurveChoice::Samples => "Of all samples",
            };
            view! { <option value=word selected=move || curve.get() == known>{text}</option> }
        });
        matches!(kind.get(), PlotKind::Exceedance | PlotKind::Probability).then(|| {
            view! {
                <select
                    aria-label="Values of the curve"
                    prop:value=move || curve.get().word()
                    on:change=choose_curve
                >
                    {options}
                </select>
            }
        })
    };
    view! {
        <select
            aria-label="Kind of plot"
            prop:value=move || kind.get().word()
            on:change=choose_kind
        >
            {kinds}
        </select>
        {groups}
        {curves}
    }
}
