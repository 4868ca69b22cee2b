//! What the window holds in numbers: a column for each series, a row for each figure.

use super::aggregation::short_words;
use super::series_info::SeriesInfo;
use super::series_mark::SeriesMark;
use super::state::PlotState;
use super::store::Held;
use super::summaries::use_summaries;
use super::summary::span_text;
use gagehouse_chart::figures::{FIGURES, Figure, FigureKind, QUANTILES, Scale, Written, figures};
use gagehouse_chart::local::stamp_text;
use gagehouse_model::{TimeRange, ZoneOffsets};
use gagehouse_observations::{Row, Summary};
use leptos::prelude::*;

/// A series with its figures.
struct Column {
    info: SeriesInfo,
    /// How its values were put together, in words.
    aggregation: Option<String>,
    is_complete: bool,
    figures: Vec<Figure>,
}

/// Counts, range, means, spread and quantiles of the window; follows the view once it rests.
#[component]
pub fn StatisticsTable(
    /// What the page shares.
    state: PlotState,
) -> impl IntoView {
    let summaries = use_summaries(state);
    let columns = move || {
        state.store.track();
        let Some(view) = state.settled.get() else { return Vec::new() };
        let shown = state.shown();
        state.zone.with(|zone| {
            summaries.with(|summaries| {
                let column = |info: SeriesInfo| {
                    let summary = summaries.get(&info.name);
                    let name = info.name.clone();
                    state.store.with(&name, |held| column_of(info, held, summary, view, zone))
                };
                shown.into_iter().filter_map(column).collect::<Vec<_>>()
            })
        })
    };
    let table = move || {
        let columns = columns();
        (!columns.is_empty()).then(|| table_view(&columns))
    };
    let caption = move || state.settled.get().map(|view| span_text(state, view));
    let incomplete = move || {
        state.store.track();
        let view = state.settled.get()?;
        let is_incomplete = |info: &SeriesInfo| state.store.is_incomplete(&info.name, view);
        let note = "; incomplete, since not all observations are here";
        state.shown().iter().any(is_incomplete).then_some(note)
    };
    let of_periods = move || {
        let note = "; of the periods that begin in it, those that are not complete enough count as missing";
        state.query.with(|query| query.agg.is_some()).then_some(note)
    };
    view! {
        <p id="statistics-caption" class="small quiet">
            "Values from " {caption} {of_periods} {incomplete}
        </p>
        <div class="table-scroll" tabindex="0" role="region" aria-labelledby="statistics-caption">
            <table class="figures statistics" aria-labelledby="statistics-caption">{table}</table>
        </div>
        <Definitions />
    }
}

fn column_of(
    info: SeriesInfo,
    held: &Held,
    summary: Option<&Summary>,
    view: TimeRange,
    zone: &ZoneOffsets,
) -> Column {
    let how = held.aggregation();
    let time = |row: &Row| match how {
        Some(how) => how.period.name(TimeRange { start: row.time, end: row.end() }, &how.zone),
        None => stamp_text(zone, row.time),
    };
    let written = Written {
        measured: &|number| held.drawn_text(number),
        computed: &|number| held.computed_text(number),
        time: &time,
    };
    let scale = Scale::of(&info.variable, &info.unit, info.datum);
    let counts = held.drawn().statistics(view);
    Column {
        aggregation: how.map(short_words),
        is_complete: held.state.covered.covers(view),
        figures: figures(&counts, summary, &scale, &written),
        info,
    }
}

fn table_view(columns: &[Column]) -> impl IntoView + use<> {
    let heads: Vec<_> = columns.iter().map(head_view).collect();
    let groups: Vec<_> = FIGURES
        .chunk_by(|a, b| a.group == b.group)
        .scan(0, |before, kinds| {
            let from = std::mem::replace(before, *before + kinds.len());
            Some(group_view(kinds, from, columns))
        })
        .collect();
    view! {
        <thead>
            <tr>
                <td></td>
                {heads}
            </tr>
        </thead>
        {groups}
    }
}

/// The figures of a group, the first of which is number `from` of all.
fn group_view(kinds: &[FigureKind], from: usize, columns: &[Column]) -> impl IntoView + use<> {
    let rows = kinds.iter().zip(from..).filter_map(|(kind, place)| {
        let figures = || columns.iter().filter_map(|column| column.figures.get(place));
        let is_left_out = kind.only_if_any && figures().all(|figure| figure.text == "0");
        let cells: Vec<_> = figures().map(cell_view).collect();
        (!is_left_out).then(|| view! { <tr><th scope="row">{kind.name}</th>{cells}</tr> })
    });
    let rows: Vec<_> = rows.collect();
    view! {
        <tbody>
            <tr class="statistics__group">
                <th scope="rowgroup" colspan=columns.len() + 1>
                    {kinds.first().map(|kind| kind.group)}
                </th>
            </tr>
            {rows}
        </tbody>
    }
}

fn head_view(column: &Column) -> impl IntoView + use<> {
    let info = &column.info;
    let aggregation = column.aggregation.clone();
    view! {
        <th scope="col">
            <SeriesMark style=info.style />
            " "
            {info.axis_title()}
            <br />
            <span class="quiet small">
                {info.site.clone()}
                {(!info.level.is_empty()).then(|| format!(", {}", info.level))}
            </span>
            {aggregation.map(|words| view! { " " <span class="badge">{words}</span> })}
            {(!column.is_complete).then(|| view! { " " <span class="badge">"Incomplete"</span> })}
        </th>
    }
}

fn cell_view(figure: &Figure) -> impl IntoView + use<> {
    let note = (!figure.note.is_empty()).then(|| {
        view! { <br /> <span class="quiet small">{figure.note.clone()}</span> }
    });
    view! { <td class:statistics__reason=figure.is_reason>{figure.text.clone()} {note}</td> }
}

/// How each figure is defined.
#[component]
fn Definitions() -> impl IntoView {
    // The quantiles share theirs.
    let mut group = "";
    let items = FIGURES.iter().filter_map(|kind| {
        let is_quantile = kind.group == QUANTILES;
        let is_first = std::mem::replace(&mut group, kind.group) != kind.group;
        (is_first || !is_quantile).then(|| {
            view! {
                <dt>{if is_quantile { kind.group } else { kind.name }}</dt>
                <dd>{kind.definition}</dd>
            }
        })
    });
    view! {
        <details class="statistics__definitions small">
            <summary>"What these figures are"</summary>
            <dl>{items.collect::<Vec<_>>()}</dl>
            <p>
                "Values near each other in time are not independent, so that no confidence interval is given. Nothing is rounded before it is shown."
            </p>
        </details>
    }
}
