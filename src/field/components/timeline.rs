//! Spans of time one below the other, on one scale.

use crate::browser;
use crate::field::words::span_text;
use gagehouse_model::TimeUs;
use gagehouse_records::When;
use leptos::prelude::*;

/// Narrowest bar, % of the scale.
const LEAST_PERCENT: f64 = 0.6;

/// A span.
#[derive(Debug, Clone, PartialEq)]
pub struct Span {
    /// Where, or what.
    pub name: String,
    /// Since when.
    pub begin: When,
    /// Until when; nothing while it lasts.
    pub end: Option<When>,
    /// What else is said of it.
    pub words: String,
    /// The plot of what it explains.
    pub plot: Option<String>,
}

/// The spans as a list, each with its times in words and as a bar.
#[component]
pub fn Timeline(
    /// The spans, in the order in which they stand.
    spans: Signal<Vec<Span>>,
    /// What the list is called.
    label: &'static str,
) -> impl IntoView {
    let rows = move || {
        spans.with(|spans| {
            let now = browser::now();
            let first = spans.iter().map(|span| span.begin.earliest()).min().unwrap_or(now);
            let last = spans.iter().map(|span| end(span, now)).max().unwrap_or(now);
            let percent = move |time: TimeUs| {
                (time.0 - first.0) as f64 / (last.0 - first.0).max(1) as f64 * 100.0
            };
            let row = |span: &Span| {
                let (from, to) = (percent(span.begin.earliest()), percent(end(span, now)));
                let width = (to - from).max(LEAST_PERCENT);
                let is_open = span.end.is_none();
                view! {
                    <li class="timeline__span" class:timeline__span--open=is_open>
                        <p class="timeline__words">
                            <strong>{span.name.clone()}</strong>
                            " "
                            {span_text(Some(span.begin), span.end)}
                            {span
                                .plot
                                .clone()
                                .map(|plot| {
                                    view! {
                                        " "
                                        <a href=plot rel="external">
                                            "On the plot"
                                        </a>
                                    }
                                })}
                            {(!span.words.is_empty())
                                .then(|| {
                                    view! {
                                        <br />
                                        <span class="small quiet">{span.words.clone()}</span>
                                    }
                                })}
                        </p>
                        <div class="timeline__scale" aria-hidden="true">
                            <span
                                class="timeline__bar"
                                style:inset-inline-start=format!("{:.2}%", from.min(100.0 - LEAST_PERCENT))
                                style:width=format!("{width:.2}%")
                            ></span>
                        </div>
                    </li>
                }
            };
            spans.iter().map(row).collect::<Vec<_>>()
        })
    };
    let nothing = move || spans.with(Vec::is_empty).then(|| view! { <p>"None recorded."</p> });
    view! {
        {nothing}
        <ul class="timeline" aria-label=label>
            {rows}
        </ul>
    }
}

fn end(span: &Span, now: TimeUs) -> TimeUs {
    span.end.map_or(now, When::earliest)
}
