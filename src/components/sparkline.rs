//! The last 24 hours of a series as a small line, with the same in words.

use crate::conditions::time_text;
use crate::readings::{Progress, Readings};
use gagehouse_chart::conditions::Shown;
use gagehouse_chart::sparkline::{HEIGHT, Sparkline, WIDTH};
use gagehouse_model::{SiteZone, TimeUs};
use leptos::prelude::*;

/// The line, or why there is none; the box keeps its height in every state.
#[component]
pub fn Sparkline(
    /// What the rows say.
    readings: Signal<Readings>,
    /// In which unit.
    shown: Signal<Shown>,
    /// The site's clock.
    zone: Option<SiteZone>,
    /// Whether the series goes on: the line of one that stopped says of when it is.
    is_live: Signal<bool>,
) -> impl IntoView {
    let view = move || {
        let readings = readings.get();
        let note = |text: String| view! { <p class="quiet small">{text}</p> }.into_any();
        let partly = match &readings.progress {
            Progress::Waiting => return note(String::new()),
            Progress::Loading => return note("Loading the last 24 hours…".to_owned()),
            Progress::Failed(why) => {
                return note(format!("The last 24 hours could not be read: {why}"));
            }
            Progress::Partly(why) => Some(format!("Not all of the 24 hours could be read: {why}")),
            Progress::Here => None,
        };
        let Some(line) = &readings.line else {
            return note("No number in the last 24 hours of the record".to_owned());
        };
        let shown = shown.get();
        let date = (!is_live.get())
            .then(|| format!(" to {}", time_text(TimeUs(line.range.end.0 - 1), zone.as_ref())));
        let month =
            readings.month.map(|month| format!("30 days: {}", shown.range(month, line.decimals)));
        view! {
            {drawing(line, &line.words(&shown, zone.as_ref()))}
            <p class="sparkline__words small figures">
                "24 hours" {date} ": " {line.extent_text(&shown)} <br /> {month}
            </p>
            {partly.map(|text| view! { <p class="quiet small">{text}</p> })}
        }
        .into_any()
    };
    view! { <div class="sparkline">{view}</div> }
}

fn drawing(line: &Sparkline, words: &str) -> AnyView {
    let dots = line.dots.iter().map(|(x, y)| {
        view! { <circle cx=x.to_string() cy=y.to_string() r="2" /> }
    });
    view! {
        <svg
            viewBox=format!("0 0 {WIDTH} {HEIGHT}")
            preserveAspectRatio="none"
            role="img"
            aria-label=words.to_owned()
        >
            <path d=line.path.clone() />
            {dots.collect::<Vec<_>>()}
        </svg>
    }
    .into_any()
}
