//! Adds a series computed from two others.

use super::series_info::SeriesInfo;
use super::state::PlotState;
use gagehouse_chart::query::Derived;
use gagehouse_observations::compare::derived::Operation;
use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;

/// A part that opens: what is made of which two series. Nothing while there are fewer than two.
#[component]
pub fn DeriveForm(
    /// What the page shares.
    state: PlotState,
) -> impl IntoView {
    let read = Memo::new(move |_| {
        let own = |info: &&SeriesInfo| info.made_of.is_none();
        let named =
            |info: &SeriesInfo| (info.style, format!("{}  {}", info.style + 1, info.label()));
        state.infos.with(|infos| infos.iter().filter(own).map(named).collect::<Vec<_>>())
    });
    let (operation, first, second) = (
        NodeRef::<html::Select>::new(),
        NodeRef::<html::Select>::new(),
        NodeRef::<html::Select>::new(),
    );
    let problem = RwSignal::new("");
    let add = move |event: SubmitEvent| {
        event.prevent_default();
        let value = |select: NodeRef<html::Select>| {
            select.get_untracked().map(|select| select.value()).unwrap_or_default()
        };
        let text = format!("{},{},{}", value(operation), value(first), value(second));
        match text.parse::<Derived>() {
            Ok(derived) => {
                problem.set("");
                state.change(|query| query.derive(derived));
            }
            Err(_) => problem.set("Choose two different series."),
        }
    };
    let options = move |chosen: usize| {
        move || {
            let options = read.get().into_iter().enumerate().map(|(place, (style, label))| {
                let number = (style + 1).to_string();
                view! { <option value=number selected=place == chosen>{label}</option> }
            });
            options.collect::<Vec<_>>()
        }
    };
    let words = Derived::WORDS.map(|(known, word)| {
        let text = match known {
            Operation::Difference => "Difference (first − second)",
            Operation::Ratio => "Ratio (first ÷ second)",
        };
        view! { <option value=word>{text}</option> }
    });
    view! {
        <details class="axes-panel" hidden=move || read.with(|read| read.len() < 2)>
            <summary>"Difference or ratio of two series"</summary>
            <form class="derive-form" on:submit=add>
                <label>
                    <span class="small quiet">"Compute"</span>
                    <select node_ref=operation>{words}</select>
                </label>
                <label>
                    <span class="small quiet">"First"</span>
                    <select node_ref=first>{options(0)}</select>
                </label>
                <label>
                    <span class="small quiet">"Second"</span>
                    <select node_ref=second>{options(1)}</select>
                </label>
                <button type="submit" class="button button--quiet">"Add to the plot"</button>
                <span class="window-form__problem" role="alert">{move || problem.get()}</span>
            </form>
        </details>
    }
}
