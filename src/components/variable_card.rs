//! One variable of a site: its latest value, when it was measured, and the way to its plot.

use super::sparkline::{SparkSeries, Sparkline};
use crate::conditions::{ago_text, time_text, value_text};
use crate::links;
use gagehouse_catalog::Datastream;
use gagehouse_model::{SiteZone, TimeUs};
use leptos::prelude::*;
use leptos_router::components::A;

/// The card of a variable; `series` begins with the one whose data reach furthest, which the card shows.
pub fn variable_card(
    variable: &str,
    series: &[Datastream],
    zone: Option<&SiteZone>,
    now: TimeUs,
) -> Option<AnyView> {
    let shown = series.first()?;
    let (value, time) = match shown.latest() {
        Some((time, value)) => (value_text(shown, value), Some(time)),
        None if shown.results_hidden() => ("hidden by its owner".to_owned(), None),
        None => ("no value known".to_owned(), shown.end()),
    };
    let measured = time.map(|time| {
        view! {
            <p class="variable-card__time figures">
                {time_text(time, zone)} <br /> {ago_text(time, now)}
            </p>
        }
    });
    let spark = SparkSeries::of(shown, zone).map(|series| view! { <Sparkline series /> });
    let level = shown.processing_level_definition().or(shown.processing_level());
    let count = match series.len() {
        1 => "1 series".to_owned(),
        count => format!("{count} series"),
    };
    let (title, plot) = (variable.to_owned(), links::plot_of(series));
    let of_variable = format!(" of {variable}");
    let view = view! {
        <li class="variable-card card">
            <h3>{title}</h3>
            <p class="variable-card__value figures">{value}</p>
            {measured}
            {spark}
            <p class="variable-card__foot">
                <span>{level.map(str::to_owned)}</span>
                <A href=plot attr:class="variable-card__plot">
                    {format!("Plot {count}")}
                    <span class="visually-hidden">{of_variable}</span>
                </A>
            </p>
        </li>
    };
    Some(view.into_any())
}
