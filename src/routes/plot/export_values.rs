//! Values of the window to take away: which, as one table or as files, with progress.

use super::export::rows;
use super::export_csv::{Outcome, Wanted, Which, save_csv};
use super::series_info::SeriesInfo;
use super::state::PlotState;
use gagehouse_chart::export::reduced::{FEWEST, METHODS};
use gagehouse_chart::format::count;
use gagehouse_chart::query::agg::period_adverb;
use gagehouse_observations::budget::Method;
use leptos::ev::Event;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Rows that a reduced file has of each series unless the reader says otherwise.
const FEW: u32 = 1_000;
/// No reduced file has more of a series.
const MOST: u32 = 1_000_000;

/// What the reader chose.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Choice {
    Raw,
    Drawn,
    Reduced,
}

/// The values' part of the export dialog.
#[component]
pub fn ExportValues(
    /// What the page shares.
    state: PlotState,
) -> impl IntoView {
    let agg = Memo::new(move |_| state.query.with(|query| query.agg));
    let choice =
        RwSignal::new(if agg.get_untracked().is_some() { Choice::Drawn } else { Choice::Raw });
    let method = RwSignal::new(Method::MinMaxLttb);
    let most = NodeRef::<html::Input>::new();
    let with_header = RwSignal::new(true);
    let said = RwSignal::new(String::new());
    // Rows written so far, while a file is being written.
    let written = RwSignal::new(None::<u64>);
    let is_cancelled = StoredValue::new(false);
    let total = Memo::new(move |_| {
        state.store.track();
        state.settled.get().map_or(0, |window| rows(state, window))
    });
    let which = move || match choice.get_untracked() {
        Choice::Raw => Some(Which::Raw),
        Choice::Drawn => Some(Which::Drawn),
        Choice::Reduced => {
            let text = most.get_untracked().map(|input| input.value()).unwrap_or_default();
            let number = text.trim().parse().ok().filter(|most| (FEWEST..=MOST).contains(most));
            if number.is_none() {
                said.set(format!(
                    "'{text}' is not a number from {FEWEST} to {}.",
                    count(u64::from(MOST))
                ));
            }
            Some(Which::Reduced(number?, method.get_untracked()))
        }
    };
    let save = move |zip: bool| {
        let Some((window, which)) = state.settled.get_untracked().zip(which()) else { return };
        let wanted = Wanted { window, which, zip, with_header: with_header.get_untracked() };
        said.set("Writing the file.".to_owned());
        written.set(Some(0));
        is_cancelled.set_value(false);
        spawn_local(async move {
            let goes_on = move |rows| {
                written.try_set(Some(rows));
                is_cancelled.try_get_value() == Some(false)
            };
            let outcome = save_csv(state, wanted, goes_on).await;
            written.try_set(None);
            said.try_set(words_of(outcome).to_owned());
        });
    };
    let is_writing = Memo::new(move |_| written.get().is_some());
    let progress = move || {
        let rows = written.get()?;
        let is_raw = choice.get() == Choice::Raw;
        is_raw.then(|| format!("{} of {} rows", count(rows), count(total.get())))
    };
    let units = move || {
        let is_other = |info: &SeriesInfo| info.unit != info.measured_unit;
        let words = "Files have the units as measured, not those shown on the plot: ";
        let others: Vec<_> = state.shown().into_iter().filter(is_other).map(unit_words).collect();
        (!others.is_empty()).then(|| {
            view! { <p class="small">{words} {others.join("; ")} "."</p> }
        })
    };
    let several = move || state.shown().len() > 1;
    let radio = move |of: Choice| {
        view! {
            <input
                type="radio"
                name="export-which"
                prop:checked=move || choice.get() == of
                on:change=move |_| choice.set(of)
            />
        }
    };
    view! {
        <section aria-labelledby="export-values">
            <h3 id="export-values">"Values"</h3>
            <fieldset class="export-dialog__which">
                <legend class="small quiet">"Which"</legend>
                <label>
                    {radio(Choice::Raw)}
                    {move || format!("All {} raw values of the window", count(total.get()))}
                </label>
                {move || agg.get().map(|period| view! {
                    <label>
                        {radio(Choice::Drawn)}
                        {format!("{} values, as they are drawn, with count and coverage", period_adverb(period))}
                    </label>
                })}
                <label>{radio(Choice::Reduced)} "Fewer values, to look at and not to compute with"</label>
                <Show when=move || choice.get() == Choice::Reduced>
                    <Fewer most method />
                </Show>
            </fieldset>
            {units}
            <label class="export-dialog__check">
                <input
                    type="checkbox"
                    prop:checked=move || with_header.get()
                    on:change=move |event: Event| with_header.set(event_target_checked(&event))
                />
                " With lines about site, variable, method and source"
            </label>
            <p class="export-dialog__row">
                <button
                    type="button"
                    class="button"
                    disabled=move || is_writing.get()
                    on:click=move |_| save(false)
                >
                    "CSV"
                </button>
                <Show when=several>
                    <button
                        type="button"
                        class="button"
                        disabled=move || is_writing.get()
                        on:click=move |_| save(true)
                    >
                        "ZIP"
                    </button>
                    <span class="small quiet">
                        "CSV: one wide table, one line for each time. ZIP: a file for each series."
                    </span>
                </Show>
            </p>
            <Show when=move || is_writing.get()>
                <p class="export-dialog__row">
                    <progress
                        aria-label="Rows written"
                        max=move || total.get().to_string()
                        prop:value=move || written.get().unwrap_or(0) as f64
                    ></progress>
                    <span class="small figures">{progress}</span>
                    <button
                        type="button"
                        class="button button--quiet"
                        on:click=move |_| is_cancelled.set_value(true)
                    >
                        "Cancel"
                    </button>
                </p>
            </Show>
            <p class="small" role="status">{move || said.get()}</p>
        </section>
    }
}

/// How many values, and by which method.
#[component]
fn Fewer(most: NodeRef<html::Input>, method: RwSignal<Method>) -> impl IntoView {
    let choose = move |event: Event| {
        let word = event_target_value(&event);
        if let Some((known, ..)) = METHODS.iter().find(|(_, known, _)| *known == word) {
            method.set(*known);
        }
    };
    let options = METHODS.map(|(known, word, name)| {
        view! { <option value=word selected=move || method.get() == known>{name}</option> }
    });
    view! {
        <p class="export-dialog__row">
            <label>
                "At most "
                <input type="text" inputmode="numeric" size="7" node_ref=most value=FEW.to_string() />
                " of each series"
            </label>
            <label>"by " <select aria-label="Method" on:change=choose>{options}</select></label>
        </p>
        <p class="small">{move || format!("It {}.", method.get().hides())}</p>
    }
}

/// `Gage height in m (shown in ft)`.
fn unit_words(info: SeriesInfo) -> String {
    format!("{} in {} (shown in {})", info.variable, info.measured_unit, info.unit)
}

fn words_of(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Saved => "Saved.",
        Outcome::Refused => "The browser refused the file.",
        Outcome::Cancelled => "Cancelled: nothing was saved.",
        Outcome::TooLarge => {
            "A ZIP archive holds at most 4 GiB: choose a shorter window or one table."
        }
    }
}
