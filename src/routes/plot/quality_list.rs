//! What the sources say about the values of the window, with counts.

use super::series_info::SeriesInfo;
use super::series_mark::SeriesMark;
use super::state::PlotState;
use gagehouse_chart::format::count;
use gagehouse_chart::quality::{Survey, in_words, signs_text};
use gagehouse_chart::words::ENGLISH;
use leptos::prelude::*;

/// For each shown series what is said about its values, and what cannot be drawn.
#[component]
pub fn QualityList(
    /// What the page shares.
    state: PlotState,
) -> impl IntoView {
    let items = move || {
        let shown = state.shown();
        state.surveys.with(|surveys| {
            let item = |info: &SeriesInfo| Some(series_item(info, surveys.get(&info.name)?));
            shown.iter().filter_map(item).collect::<Vec<_>>()
        })
    };
    view! {
        <section aria-labelledby="quality-heading">
            <h2 id="quality-heading">"Quality of the window’s values"</h2>
            <ul class="quality-list" aria-labelledby="quality-heading">{items}</ul>
        </section>
    }
}

fn series_item(info: &SeriesInfo, survey: &Survey) -> impl IntoView + use<> {
    let said_rows: u64 = survey.said.iter().map(|(_, rows)| rows).sum();
    let mut parts: Vec<String> = survey
        .said
        .iter()
        .map(|(quality, rows)| format!("{} {}", count(*rows), in_words(quality)))
        .collect();
    let unsaid = survey.rows.saturating_sub(said_rows);
    if said_rows > 0 && unsaid > 0 {
        parts.push(format!("{} without a word", count(unsaid)));
    } else if survey.rows > 0 && said_rows == 0 {
        parts.push(format!("nothing is said about its {} rows", count(survey.rows)));
    }
    parts.extend(signs_text(survey, &ENGLISH));
    let text = if parts.is_empty() { "no rows".to_owned() } else { parts.join(" · ") };
    view! {
        <li>
            <SeriesMark style=info.style />
            " "
            <strong>{info.axis_title()}</strong>
            " "
            <span class="quiet">{info.site.clone()} {level_of(info)} ": "</span>
            {text}
        </li>
    }
}

fn level_of(info: &SeriesInfo) -> String {
    if info.level.is_empty() { String::new() } else { format!(", {}", info.level) }
}
