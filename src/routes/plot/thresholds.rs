//! Values that the reader marks on an axis.

use super::state::PlotState;
use gagehouse_chart::query::Threshold;
use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;

/// The marked values of an axis, each with a button that takes it away, and a form for another.
#[component]
pub fn Thresholds(
    /// What the page shares.
    state: PlotState,
    /// The axis by its title.
    title: StoredValue<String>,
) -> impl IntoView {
    let (value, label) = (NodeRef::<html::Input>::new(), NodeRef::<html::Input>::new());
    let problem = RwSignal::new(None::<String>);
    let own = Memo::new(move |_| {
        let thresholds = state.query.with(|query| query.thresholds.clone());
        let is_own = |threshold: &Threshold| title.with_value(|title| *title == threshold.title);
        thresholds.into_iter().filter(is_own).collect::<Vec<_>>()
    });
    let items = move || {
        let item = |threshold: Threshold| {
            let text = threshold.text();
            let label = format!("Remove threshold {text}");
            let remove = move |_| {
                state.change(|query| query.thresholds.retain(|other| *other != threshold));
            };
            view! {
                <li>
                    {text}
                    " "
                    <button type="button" class="link-button" aria-label=label on:click=remove>
                        "Remove"
                    </button>
                </li>
            }
        };
        own.get().into_iter().map(item).collect::<Vec<_>>()
    };
    let add = move |event: SubmitEvent| {
        event.prevent_default();
        let (Some(value), Some(label)) = (value.get_untracked(), label.get_untracked()) else {
            return;
        };
        let text = value.value();
        let number: Option<f64> = text.trim().parse().ok();
        let Some(number) = number.filter(|number| number.is_finite()) else {
            return problem.set(Some(format!("'{text}' is not a number.")));
        };
        problem.set(None);
        let threshold = Threshold {
            title: title.get_value(),
            value: number,
            label: label.value().replace(':', " ").trim().to_owned(),
        };
        value.set_value("");
        label.set_value("");
        state.change(|query| query.add_threshold(threshold));
    };
    view! {
        <div class="axes-panel__thresholds">
            <ul aria-label="Thresholds">{items}</ul>
            <form class="axes-panel__range" on:submit=add>
                <label>
                    <span class="small quiet">"Threshold"</span>
                    <input type="text" inputmode="decimal" size="8" node_ref=value />
                </label>
                <label>
                    <span class="small quiet">"Its name"</span>
                    <input type="text" size="14" node_ref=label />
                </label>
                <button type="submit" class="button button--quiet">"Add threshold"</button>
                <span class="window-form__problem" role="alert">{move || problem.get()}</span>
            </form>
        </div>
    }
}
