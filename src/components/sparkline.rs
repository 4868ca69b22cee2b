//! The last 72 hours before a series' last value as a small line, with the same in words.

use crate::api::observations::{Feed, News, Source, source_of};
use crate::conditions::{number_text, time_text, with_unit};
use gagehouse_catalog::Datastream;
use gagehouse_chart::domain::padded;
use gagehouse_model::time::HOUR_US;
use gagehouse_model::{SiteZone, Spacing, TimeRange, TimeUs};
use gagehouse_observations::{Reduced, Series, SeriesOptions};
use leptos::prelude::*;

/// What is drawn: always the same span, so that boxes beside each other compare.
const SPAN_US: i64 = 72 * HOUR_US;
/// Width of the drawing in its own units, also its number of columns.
const WIDTH: u32 = 240;
/// Height of the drawing.
const HEIGHT: f64 = 48.0;
/// Decimals of a coordinate that a screen can tell apart.
const COORDINATE_STEPS: f64 = 10.0;

/// A series as the drawing needs it, owned.
#[derive(Debug, Clone)]
pub struct SparkSeries {
    source: Source,
    unit: String,
    zone: Option<SiteZone>,
    range: TimeRange,
    options: SeriesOptions,
}

impl SparkSeries {
    /// `None` while the series has no value, or hides them.
    pub fn of(series: &Datastream, zone: Option<&SiteZone>) -> Option<Self> {
        let end = series.end().filter(|_| !series.results_hidden())?;
        Some(Self {
            source: Source {
                step_us: series.spacing().map(Spacing::us),
                end: Some(end),
                // A few rows that change all the time are not worth keeping.
                kept_as: None,
                ..source_of(&series.source().observations_url, series.external_id(), &[])
            },
            unit: series.unit_label().to_owned(),
            zone: zone.cloned(),
            // The last value lies inside: ranges are half-open.
            range: TimeRange::new(TimeUs(end.0 - SPAN_US), TimeUs(end.0 + 1))?,
            options: SeriesOptions {
                no_data_value: series.no_data_value(),
                spacing: series.spacing(),
                ..SeriesOptions::default()
            },
        })
    }
}

#[derive(Clone)]
enum Drawing {
    Loading,
    Failed(String),
    Empty,
    Line { path: String, dots: Vec<(f64, f64)>, words: String, extent: String },
}

/// The line, or why there is none; the box keeps its height in every state.
#[component]
pub fn Sparkline(
    /// What it shows.
    series: SparkSeries,
) -> impl IntoView {
    let drawing = RwSignal::new(Drawing::Loading);
    let rows = StoredValue::new_local(Series::new(series.options));
    let wanted = series.range;
    let feed = Feed::open(series.source.clone(), move |news| match news {
        News::Progress(pages, state) => {
            rows.try_update_value(|rows| pages.iter().for_each(|page| rows.append(page)));
            let failed = state.holes.first().map(|hole| Drawing::Failed(hole.reason.clone()));
            let whole = || {
                rows.try_with_value(|rows| drawn(&series, rows))
                    .filter(|_| state.covered.covers(wanted))
            };
            if let Some(outcome) = failed.or_else(whole) {
                drawing.try_set(outcome);
            }
        }
        News::Kept(_) => {}
        News::Failed(why) => {
            drawing.try_set(Drawing::Failed(why));
        }
    });
    feed.want(vec![wanted]);
    // The feed ends with the owner.
    StoredValue::new_local(feed);
    view! { <div class="sparkline">{move || shown(drawing.get())}</div> }
}

fn drawn(wanted: &SparkSeries, series: &Series) -> Drawing {
    let reduced = series.m4(wanted.range, WIDTH);
    let Some((min, max)) = reduced.value_range() else { return Drawing::Empty };
    let (path, dots) = line(&reduced, wanted.range, padded([(min, max)]));
    let end = time_text(TimeUs(wanted.range.end.0 - 1), wanted.zone.as_ref());
    let value = |value: f64| with_unit(&number_text(value), &wanted.unit);
    let extent = format!("{} to {}", value(min), value(max));
    let words = format!("The 72 hours to {end}: {extent}");
    Drawing::Line { path, dots, words, extent }
}

fn shown(drawing: Drawing) -> AnyView {
    match drawing {
        Drawing::Loading => view! { <p class="quiet small">"Loading the last 72 hours…"</p> }.into_any(),
        Drawing::Failed(why) => {
            view! { <p class="quiet small">{format!("The last 72 hours could not be read: {why}")}</p> }
                .into_any()
        }
        Drawing::Empty => {
            view! { <p class="quiet small">"No number in the last 72 hours of the record"</p> }.into_any()
        }
        Drawing::Line { path, dots, words, extent } => {
            let dots = dots
                .into_iter()
                .map(|(x, y)| view! { <circle cx=x.to_string() cy=y.to_string() r="2" /> })
                .collect::<Vec<_>>();
            view! {
                <svg
                    viewBox=format!("0 0 {WIDTH} {HEIGHT}")
                    preserveAspectRatio="none"
                    role="img"
                    aria-label=words
                >
                    <path d=path />
                    {dots}
                </svg>
                <p class="sparkline__words small figures" aria-hidden="true">
                    "72 hours: "
                    {extent}
                </p>
            }
            .into_any()
        }
    }
}

/// The path of the unbroken stretches, and a dot for each value that stands alone.
fn line(reduced: &Reduced, range: TimeRange, (low, high): (f64, f64)) -> (String, Vec<(f64, f64)>) {
    let place = |time: TimeUs, value: f64| {
        let x = (time.0 - range.start.0) as f64 / range.len_us() as f64 * f64::from(WIDTH);
        let y = (high - value) / (high - low) * HEIGHT;
        let round = |px: f64| (px * COORDINATE_STEPS).round() / COORDINATE_STEPS;
        (round(x), round(y))
    };
    let (mut path, mut dots) = (String::new(), Vec::new());
    for (at, piece) in reduced.pieces.iter().enumerate() {
        let mut points = [piece.first, piece.min, piece.max, piece.last];
        points.sort_by_key(|point| point.time);
        let joins_next = reduced.pieces.get(at + 1).is_some_and(|next| next.joined);
        if !piece.joined && !joins_next && piece.first.time == piece.last.time {
            dots.push(place(piece.first.time, piece.first.value));
            continue;
        }
        for (n, point) in points.iter().enumerate() {
            let (x, y) = place(point.time, point.value);
            let pen = if n == 0 && (at == 0 || !piece.joined) { 'M' } else { 'L' };
            path.push_str(&format!("{pen}{x} {y}"));
        }
    }
    (path, dots)
}

#[cfg(test)]
mod tests {
    use super::*;
    use gagehouse_model::Spacing;
    use gagehouse_observations::Columns;

    fn drawn(values: &[(i64, f64)]) -> (String, Vec<(f64, f64)>) {
        let options = SeriesOptions {
            spacing: Spacing::from_us(HOUR_US),
            no_data_value: Some(-9999.0),
            ..SeriesOptions::default()
        };
        let mut series = Series::new(options);
        let mut columns = Columns::with_capacity(values.len());
        for (hour, value) in values {
            columns.push(hour * HOUR_US, *value, 0);
        }
        series.append(&columns);
        let range = TimeRange::new(TimeUs(0), TimeUs(SPAN_US)).unwrap();
        let reduced = series.m4(range, WIDTH);
        let values = reduced.value_range().unwrap();
        line(&reduced, range, padded([values]))
    }

    #[test]
    fn a_rising_ramp_rises_from_left_to_right() {
        let ramp: Vec<(i64, f64)> = (0..72).map(|hour| (hour, hour as f64)).collect();
        let (path, dots) = drawn(&ramp);
        let numbers: Vec<f64> =
            path.split(['M', 'L', ' ']).filter_map(|text| text.parse().ok()).collect();
        assert!(numbers.chunks(2).is_sorted_by_key(|point| point[0]));
        assert!(numbers.chunks(2).rev().is_sorted_by_key(|point| point[1]));
        assert!(dots.is_empty());
    }

    #[test]
    fn no_data_breaks_the_line_and_leaves_the_scale_alone() {
        let (path, _) = drawn(&[(0, 1.0), (1, 2.0), (2, -9999.0), (3, 1.0), (4, 2.0)]);
        assert_eq!(path.matches('M').count(), 2);
        assert!(path.starts_with("M0 "));
    }

    #[test]
    fn a_constant_lies_at_mid_height_and_a_lone_value_is_a_dot() {
        let (_, dots) = drawn(&[(36, 7.0)]);
        assert_eq!(dots, [(120.0, 24.0)]);
    }
}
