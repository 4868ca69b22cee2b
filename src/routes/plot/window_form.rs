//! The window typed in, by the plot's clock.

use super::state::PlotState;
use gagehouse_chart::local::{instants_of_local, local_us};
use gagehouse_chart::query::Window;
use gagehouse_model::{TimeUs, ZoneOffsets};
use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;

/// Two inputs for the first and the last instant, and a button.
#[component]
pub fn WindowForm(
    /// What the page shares.
    state: PlotState,
) -> impl IntoView {
    let (from, to) = (NodeRef::<html::Input>::new(), NodeRef::<html::Input>::new());
    let problem = RwSignal::new(None::<String>);
    let shown = move |end: bool| {
        let view = state.settled.get()?;
        let time = if end { view.end } else { view.start };
        Some(state.zone.with(|zone| input_text(zone, time)))
    };
    let apply = move |event: SubmitEvent| {
        event.prevent_default();
        let zone = state.zone.get_untracked();
        let read = |input: NodeRef<html::Input>| {
            let text = input.get_untracked().map(|input| input.value()).unwrap_or_default();
            instant_of(&zone, &text).ok_or(text)
        };
        match (read(from), read(to)) {
            (Ok(from), Ok(to)) if from < to => {
                problem.set(None);
                let window = Window::Span { from: Some(from), to: Some(to) };
                state.change(|query| query.window = window);
            }
            (Ok(_), Ok(_)) => problem.set(Some("The end must lie after the start.".to_owned())),
            (Err(text), _) | (_, Err(text)) if text.is_empty() => {
                problem.set(Some("Both start and end are needed.".to_owned()));
            }
            (Err(text), _) | (_, Err(text)) => {
                problem.set(Some(format!("'{text}' does not exist on this clock.")));
            }
        }
    };
    view! {
        <form class="window-form" on:submit=apply>
            <label>
                <span class="small quiet">"From"</span>
                <input
                    type="datetime-local"
                    step="1"
                    node_ref=from
                    prop:value=move || shown(false).unwrap_or_default()
                />
            </label>
            <label>
                <span class="small quiet">"To"</span>
                <input
                    type="datetime-local"
                    step="1"
                    node_ref=to
                    prop:value=move || shown(true).unwrap_or_default()
                />
            </label>
            <button type="submit" class="button button--quiet">"Show"</button>
            <span class="window-form__problem" role="alert">{move || problem.get()}</span>
        </form>
    }
}

/// `YYYY-MM-DDTHH:MM:SS` by the clock, as the input takes it.
fn input_text(zone: &ZoneOffsets, time: TimeUs) -> String {
    let text = TimeUs(local_us(zone, time)).to_rfc3339();
    text.get(..19).unwrap_or_default().to_owned()
}

/// The first instant at which the clock shows this.
fn instant_of(zone: &ZoneOffsets, text: &str) -> Option<TimeUs> {
    let local = gagehouse_model::time::parse(text.as_bytes()).filter(|p| !p.zone_stated)?.time;
    instants_of_local(zone, local.0).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_read_by_the_plots_clock() {
        let zone = ZoneOffsets::fixed("UTC−07:00", -420);
        let time: TimeUs = "2019-05-01T07:00:00Z".parse().unwrap();
        assert_eq!(input_text(&zone, time), "2019-05-01T00:00:00");
        assert_eq!(instant_of(&zone, "2019-05-01T00:00"), Some(time));
        assert_eq!(instant_of(&zone, ""), None);
    }
}
