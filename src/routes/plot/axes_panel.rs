//! What the reader decides about the value axes.

use super::axes::below_scale;
use super::painter::Painter;
use super::state::PlotState;
use super::thresholds::Thresholds;
use gagehouse_chart::format::count;
use gagehouse_chart::query::{AxisChoice, AxisPlace, Reach};
use leptos::ev::{Event, SubmitEvent};
use leptos::html;
use leptos::prelude::*;

/// An axis that can be decided about.
#[derive(Debug, Clone, PartialEq)]
struct Offered {
    title: String,
    /// Whether another axis has the same unit.
    can_share: bool,
}

/// A part that opens, with a row for each axis.
#[component]
pub fn AxesPanel(
    /// What the page shares.
    state: PlotState,
    /// What knows from where to where axes reach now.
    painter: Painter,
) -> impl IntoView {
    let offered = Memo::new(move |_| {
        let mut known: Vec<(String, String)> = Vec::new();
        for info in state.shown() {
            let entry = (info.axis_title(), info.unit);
            if !known.contains(&entry) {
                known.push(entry);
            }
        }
        let others = |unit: &str| known.iter().filter(|(_, other)| other == unit).count() > 1;
        let offered = known.iter();
        offered
            .map(|(title, unit)| Offered { title: title.clone(), can_share: others(unit) })
            .collect::<Vec<_>>()
    });
    view! {
        <details class="axes-panel">
            <summary>"Axes"</summary>
            <For each=move || offered.get() key=|axis| (axis.title.clone(), axis.can_share) let(axis)>
                <AxisRow state painter axis />
            </For>
        </details>
    }
}

#[component]
fn AxisRow(state: PlotState, painter: Painter, axis: Offered) -> impl IntoView {
    let title = StoredValue::new(axis.title.clone());
    let choice = Memo::new(move |_| title.with_value(|title| state.query.with(|q| q.axis(title))));
    let decide = move |decide: &dyn Fn(&mut AxisChoice)| {
        let mut choice = choice.get_untracked();
        decide(&mut choice);
        state.change(|query| query.set_axis(choice));
    };
    let place = move |event: Event| {
        let value = event_target_value(&event);
        let place = AxisPlace::WORDS.iter().find(|(_, word)| *word == value);
        decide(&|choice| choice.place = place.map(|(place, _)| *place).unwrap_or_default());
    };
    let log = move |event: Event| {
        let log = event_target_value(&event) == "log";
        decide(&|choice| choice.log = log);
    };
    let reach = move |event: Event| {
        let reach = match event_target_value(&event).as_str() {
            "all" => Reach::All,
            "fixed" => {
                let (min, max) =
                    title.with_value(|title| painter.reach(title)).unwrap_or((0.0, 1.0));
                Reach::Fixed(min, max)
            }
            _ => Reach::Window,
        };
        decide(&|choice| choice.reach = reach);
    };
    let reach_word = move || match choice.with(|choice| choice.reach) {
        Reach::Window => "window",
        Reach::All => "all",
        Reach::Fixed(..) => "fixed",
    };
    let places = [
        (AxisPlace::Auto, "Where there is room"),
        (AxisPlace::Left, "Left"),
        (AxisPlace::Right, "Right"),
        (AxisPlace::Shared, "Shared with the same unit"),
    ];
    let places =
        places.into_iter().filter(|(place, _)| *place != AxisPlace::Shared || axis.can_share);
    let place_word = |place: AxisPlace| {
        AxisPlace::WORDS.iter().find(|(known, _)| *known == place).map_or("", |(_, word)| word)
    };
    let places: Vec<_> = places
        .map(|(place, text)| {
            let selected = move || choice.with(|choice| choice.place == place);
            view! { <option value=place_word(place) selected=selected>{text}</option> }
        })
        .collect();
    view! {
        <fieldset class="axes-panel__axis">
            <legend>{axis.title.clone()}</legend>
            <label>
                <span class="small quiet">"Side"</span>
                <select
                    prop:value=move || place_word(choice.with(|choice| choice.place))
                    on:change=place
                >
                    {places}
                </select>
            </label>
            <label>
                <span class="small quiet">"Scale"</span>
                <select
                    prop:value=move || if choice.with(|choice| choice.log) { "log" } else { "linear" }
                    on:change=log
                >
                    <option value="linear">"Linear"</option>
                    <option value="log" selected=move || choice.with(|choice| choice.log)>
                        "Logarithmic"
                    </option>
                </select>
            </label>
            <label>
                <span class="small quiet">"Reaches over"</span>
                <select prop:value=reach_word on:change=reach>
                    <option value="window">"The window’s values"</option>
                    <option value="all" selected=move || reach_word() == "all">
                        "All loaded values"
                    </option>
                    <option value="fixed" selected=move || reach_word() == "fixed">
                        "A fixed range"
                    </option>
                </select>
            </label>
            {move || match choice.with(|choice| choice.reach) {
                Reach::Fixed(min, max) => {
                    let log = choice.with(|choice| choice.log);
                    let set = Callback::new(move |(min, max)| {
                        decide(&|choice| choice.reach = Reach::Fixed(min, max));
                    });
                    Some(view! { <FixedRange min max log set /> })
                }
                _ => None,
            }}
            <Thresholds state title />
        </fieldset>
    }
}

/// Two numbers and a button.
#[component]
fn FixedRange(min: f64, max: f64, log: bool, set: Callback<(f64, f64)>) -> impl IntoView {
    let (low, high) = (NodeRef::<html::Input>::new(), NodeRef::<html::Input>::new());
    let is_refused = move |min: f64| log && min <= 0.0;
    let problem = RwSignal::new(
        is_refused(min).then(|| "A logarithmic axis must begin above zero.".to_owned()),
    );
    let apply = move |event: SubmitEvent| {
        event.prevent_default();
        let read = |input: NodeRef<html::Input>| {
            let text = input.get_untracked().map(|input| input.value()).unwrap_or_default();
            let number: Option<f64> = text.trim().parse().ok();
            number.filter(|number| number.is_finite()).ok_or(text)
        };
        let said = match (read(low), read(high)) {
            (Ok(min), Ok(max)) if min >= max => Some(format!("{min} is not less than {max}.")),
            (Ok(min), Ok(_)) if is_refused(min) => {
                Some("A logarithmic axis must begin above zero.".to_owned())
            }
            (Ok(min), Ok(max)) => {
                set.run((min, max));
                None
            }
            (Err(text), _) | (_, Err(text)) => Some(format!("'{text}' is not a number.")),
        };
        problem.set(said);
    };
    view! {
        <form class="axes-panel__range" on:submit=apply>
            <label>
                <span class="small quiet">"From"</span>
                <input type="text" inputmode="decimal" size="8" node_ref=low value=min.to_string() />
            </label>
            <label>
                <span class="small quiet">"To"</span>
                <input type="text" inputmode="decimal" size="8" node_ref=high value=max.to_string() />
            </label>
            <button type="submit" class="button button--quiet">"Set range"</button>
            <span class="window-form__problem" role="alert">{move || problem.get()}</span>
        </form>
    }
}

/// Says how many values have no place on a logarithmic axis.
#[component]
pub fn AxisNotes(
    /// What the page shares.
    state: PlotState,
) -> impl IntoView {
    let below = Memo::new(move |_| {
        let below = below_scale(state).into_iter();
        below.map(|(info, values)| (info.label(), values)).collect::<Vec<_>>()
    });
    move || {
        let notes = below.get().into_iter().map(|(label, values)| {
            let text = format!(
                "{label}: {} of zero or less have no place on the logarithmic axis; ▾ at its lower edge marks them.",
                if values == 1 { "1 value".to_owned() } else { format!("{} values", count(values)) },
            );
            view! { <p class="plot-keys small">{text}</p> }
        });
        view! { <div role="status">{notes.collect::<Vec<_>>()}</div> }
    }
}
