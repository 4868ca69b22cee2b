//! Says that a service is asked again after it failed: in how many seconds, and why.

use super::loader::LoadStatus;
use super::state::PlotState;
use crate::api::observations::Again;
use crate::browser;
use leptos::prelude::*;
use std::time::Duration;

/// How often the seconds are counted.
const TICK: Duration = Duration::from_millis(500);

/// The seconds left, counted down, and the reason. It is not spoken: [`progress`] is.
#[component]
pub fn TryingAgain(
    /// What is tried again.
    again: Again,
) -> impl IntoView {
    let seconds = RwSignal::new(seconds_until(again.at_ms));
    let count = move || {
        let left = seconds_until(again.at_ms);
        if seconds.try_get_untracked().is_some_and(|shown| shown != left) {
            seconds.try_set(left);
        }
    };
    if let Ok(handle) = set_interval_with_handle(count, TICK) {
        on_cleanup(move || handle.clear());
    }
    let reason = again.reason;
    view! {
        <span>{move || words(seconds.get())} ", since " {reason} "."</span>
    }
}

/// How the loading of all series goes, for people who hear it: once for each try, not once a second.
pub fn progress(state: PlotState) -> Memo<String> {
    let tries = Memo::new(move |_| {
        let shown = state.shown();
        let tries = shown.iter().filter_map(|info| match state.loader.status(&info.name) {
            LoadStatus::Loading { again, .. } => Some((info.label(), again?)),
            _ => None,
        });
        tries.collect::<Vec<_>>()
    });
    Memo::new(move |_| {
        tries.with(|tries| match tries.first() {
            Some((label, again)) => {
                let when = words(seconds_until(again.at_ms));
                spoken(label, tries.len() - 1, &when, &again.reason)
            }
            None if state.loader.is_loading() => "Loading observations.".to_owned(),
            None => String::new(),
        })
    })
}

fn spoken(label: &str, others: usize, when: &str, reason: &str) -> String {
    let others = match others {
        0 => String::new(),
        1 => " and another series".to_owned(),
        more => format!(" and {more} other series"),
    };
    format!("{label}{others}: {}, since {reason}.", when.to_lowercase())
}

fn words(seconds: u64) -> String {
    match seconds {
        0 => "Trying again now".to_owned(),
        1 => "Trying again in 1 second".to_owned(),
        more => format!("Trying again in {more} seconds"),
    }
}

/// Whole seconds until an instant of the device's clock, begun ones counted.
fn seconds_until(at_ms: u64) -> u64 {
    at_ms.saturating_sub(browser::now_ms() as u64).div_ceil(1_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_try_is_told_with_its_series_its_time_and_its_reason() {
        let spoken = |others| spoken("Bridge, Stage", others, &words(7), "it is down");
        assert_eq!(spoken(0), "Bridge, Stage: trying again in 7 seconds, since it is down.");
        assert!(spoken(1).starts_with("Bridge, Stage and another series: trying"));
        assert!(spoken(3).starts_with("Bridge, Stage and 3 other series: trying"));
        assert_eq!(
            (words(0).as_str(), words(1).as_str()),
            ("Trying again now", "Trying again in 1 second")
        );
    }
}
