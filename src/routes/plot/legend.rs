//! What is on the plot: each series with its sign, its state, its value at the cursor, and buttons.

use super::aggregation::{full_words, short_words};
use super::derived::tolerance_text;
use super::loader::LoadStatus;
use super::normal_range::NormalText;
use super::other_years::YearsList;
use super::painter::Painter;
use super::readout::Readout;
use super::series_info::SeriesInfo;
use super::series_mark::SeriesMark;
use super::state::PlotState;
use super::trying_again::TryingAgain;
use gagehouse_chart::format::count;
use gagehouse_chart::local::{full_text, short_span};
use gagehouse_chart::query::DrawnAs;
use gagehouse_observations::Aggregation;
use gagehouse_sensorthings::paging::Hole;
use leptos::prelude::*;
use leptos_router::components::A;

/// The list of series.
#[component]
pub fn PlotLegend(
    /// What the page shares.
    state: PlotState,
    /// What knows how far rows were reduced.
    painter: Painter,
) -> impl IntoView {
    let infos = move || state.infos.get();
    view! {
        <ul class="plot-legend" aria-label="Series on the plot">
            <For
                each=infos
                key=|info| (info.name.clone(), info.style, info.variable.clone(), info.level.clone(), info.unit.clone())
                let(info)
            >
                <LegendRow state painter info />
            </For>
        </ul>
    }
}

#[component]
fn LegendRow(state: PlotState, painter: Painter, info: SeriesInfo) -> impl IntoView {
    let name = StoredValue::new(info.name.clone());
    let stored = StoredValue::new(info.clone());
    let is_shown =
        Memo::new(move |_| name.with_value(|name| state.query.with(|query| query.is_shown(name))));
    let label = info.label();
    let remove_label = format!("Remove {label}");
    let toggle_word = move || if is_shown.get() { "Hide" } else { "Show" };
    let toggle_label = move || format!("{} {label}", toggle_word());
    let toggle = move |_| name.with_value(|name| state.change(|query| query.toggle(name)));
    let remove = move |_| name.with_value(|name| state.change(|query| query.remove(name)));
    let readout = Memo::new(move |_| {
        let at_cursor = state.readouts.get();
        name.with_value(|name| at_cursor.into_iter().find(|readout| readout.name == *name))
    });
    let aggregation = move || {
        state.store.track();
        let words = |how: &Aggregation| (short_words(how), full_words(how));
        let words = |name: &_| state.store.with(name, |held| held.aggregation().map(words));
        name.with_value(words).flatten()
    };
    let made_of = move || {
        let words = info_words(stored)?;
        state.store.track();
        let tolerance = |name: &_| state.store.with(name, |held| held.tolerance_us());
        let tolerance = name.with_value(tolerance).flatten();
        let apart = tolerance.map(|us| format!(", of values at most {} apart", tolerance_text(us)));
        Some(view! { <span>{words} {apart}</span> })
    };
    let bin = move || name.with_value(|name| painter.bins.with(|bins| bins.get(name).copied()));
    view! {
        <li class="plot-legend__row" class:plot-legend__row--hidden=move || !is_shown.get()>
            <SeriesMark style=info.style />
            <div class="plot-legend__text">
                <p class="plot-legend__name">
                    <strong>{info.axis_title()}</strong>
                    " "
                    {match info.site_path.clone() {
                        Some(path) => view! { <A href=path>{info.site.clone()}</A> }.into_any(),
                        None => info.site.clone().into_any(),
                    }}
                </p>
                <p class="plot-legend__facts quiet small">
                    {(!info.level.is_empty()).then(|| view! { <span>{info.level.clone()}</span> })}
                    {(!info.conversion.is_none()).then(|| view! {
                        <span>{format!("measured in {}", info.measured_unit)}</span>
                    })}
                    {info.datum.map(|datum| view! { <span>{datum}</span> })}
                    <span>{info.source.clone()}</span>
                    {info.synthetic.then(|| view! { <span class="badge">"Synthetic"</span> })}
                    {info.unreviewed.then(|| view! { <span class="badge">"Not reviewed"</span> })}
                    {made_of}
                    {move || aggregation().map(|(short, full)| {
                        view! { <span class="badge" title=full>{short}</span> }
                    })}
                    {move || bin().map(|bin_us| {
                        view! { <span class="badge" title=BIN_HELP>{bin_text(bin_us)}</span> }
                    })}
                </p>
                {move || status_view(state, stored)}
                {move || oddities_note(state, stored)}
                <YearsList state info=stored />
                <NormalText state info=stored />
            </div>
            <p class="plot-legend__value figures" data-testid="reading">
                {move || readout.get().map(|readout| readout_view(&readout, state))}
            </p>
            <div class="plot-legend__buttons">
                <DrawnAsSelect state info=stored />
                <button
                    type="button"
                    class="link-button"
                    aria-label=toggle_label
                    on:click=toggle
                >
                    {toggle_word}
                </button>
                <button type="button" class="link-button" aria-label=remove_label on:click=remove>
                    "Remove"
                </button>
            </div>
        </li>
    }
}

#[component]
fn DrawnAsSelect(state: PlotState, info: StoredValue<SeriesInfo>) -> impl IntoView {
    let label = info.with_value(|info| format!("Draw {} as", info.label()));
    let fitting = info.with_value(|info| DrawnAs::fitting(&info.aggregation));
    let chosen = Memo::new(move |_| info.with_value(|info| state.drawn_as(info)));
    let choose = move |event: leptos::ev::Event| {
        let drawn_as = DrawnAs::from_word(&event_target_value(&event));
        let drawn_as = drawn_as.filter(|drawn_as| *drawn_as != fitting);
        info.with_value(|info| state.change(|query| query.draw_as(&info.name, drawn_as)));
    };
    let options = DrawnAs::WORDS.map(|(drawn_as, word)| {
        let text = match drawn_as {
            DrawnAs::Line => "Line",
            DrawnAs::Step => "Steps",
            DrawnAs::Points => "Points",
            DrawnAs::Bars => "Bars",
        };
        view! { <option value=word selected=move || chosen.get() == drawn_as>{text}</option> }
    });
    view! {
        <select
            class="plot-legend__drawn-as"
            aria-label=label
            prop:value=move || chosen.get().word()
            on:change=choose
        >
            {options}
        </select>
    }
}

/// What a computed series is computed from.
fn info_words(info: StoredValue<SeriesInfo>) -> Option<String> {
    info.with_value(|info| info.made_of.as_ref().map(|made_of| made_of.words.clone()))
}

const BIN_HELP: &str = "Each column of pixels shows the smallest and the largest value of this long. \
     Nothing is left out: zoom in to see every value.";

fn readout_view(readout: &Readout, state: PlotState) -> impl IntoView + use<> {
    let time = state.zone.with(|zone| full_text(zone, readout.time));
    let quality = (!readout.quality.is_empty()).then(|| format!(" · {}", readout.quality));
    view! {
        <strong>{readout.value.clone()}</strong>
        <span class="quiet small">{quality} " " {time}</span>
    }
}

/// How the loading goes, with what the reader can do about it.
fn status_view(state: PlotState, info: StoredValue<SeriesInfo>) -> Option<AnyView> {
    let status = info.with_value(|info| state.loader.status(&info.name));
    let retry = move |_| info.with_value(|info| state.loader.retry(info));
    let stop = move |_| info.with_value(|info| state.loader.stop(&info.name));
    let again = move |text: &'static str| {
        view! { <button type="button" class="link-button" on:click=retry>{text}</button> }
    };
    let row = |class: &'static str, text: String, button: Option<AnyView>| {
        view! { <p class=format!("plot-legend__status {class}") role="status">{text} " " {button}</p> }
            .into_any()
    };
    match status {
        LoadStatus::Waiting | LoadStatus::Ready => empty_note(state, info),
        LoadStatus::Loading { rows, bytes, expected, again } => {
            let of =
                expected.filter(|all| *all > rows).map(|all| format!(" of about {}", count(all)));
            let of = of.unwrap_or_default();
            let read = format!("Loading: {}{of} observations, {}.", count(rows), size_text(bytes));
            // Of a service that has not answered yet there is nothing else to say than that it is asked again.
            let read = (rows > 0 || again.is_none()).then(|| format!("{read} "));
            let stop =
                view! { <button type="button" class="link-button" on:click=stop>"Stop"</button> };
            let again = again.map(|again| view! { <TryingAgain again /> " " });
            // Said by the list's own progress line, not by every page of every series.
            Some(
                view! { <p class="plot-legend__status quiet">{read} {again} {stop}</p> }.into_any(),
            )
        }
        LoadStatus::Partial(holes) => {
            let text = holes_text(state, &holes);
            Some(row("plot-legend__status--bad", text, Some(again("Retry").into_any())))
        }
        LoadStatus::Failed(why) => {
            let text = format!("Not loaded: {why}.");
            Some(row("plot-legend__status--bad", text, Some(again("Retry").into_any())))
        }
        LoadStatus::Stopped => {
            let text = "Stopped; observations may be missing.".to_owned();
            Some(row("plot-legend__status--bad", text, Some(again("Load the rest").into_any())))
        }
        LoadStatus::Hidden => {
            Some(row("quiet", "Its owner does not publish the observations.".to_owned(), None))
        }
    }
}

/// How many holes are named before the rest is counted.
const HOLES_NAMED: usize = 3;

/// Which stretches could not be had, and why.
fn holes_text(state: PlotState, holes: &[Hole]) -> String {
    let reason = holes.first().map(|hole| hole.reason.as_str()).unwrap_or_default();
    let named = state.zone.with(|zone| {
        let named = holes.iter().take(HOLES_NAMED).map(|hole| short_span(zone, hole.range));
        named.collect::<Vec<_>>().join(", ")
    });
    let more = holes.len().saturating_sub(HOLES_NAMED);
    let more = if more > 0 { format!(" and {more} more stretches") } else { String::new() };
    format!(
        "Incomplete: {named}{more} could not be loaded, since {reason}. Nothing is drawn there."
    )
}

/// Says that a loaded series has nothing in the view, and where it has.
fn empty_note(state: PlotState, info: StoredValue<SeriesInfo>) -> Option<AnyView> {
    state.store.track();
    let view = state.settled.get()?;
    let rows = info
        .with_value(|info| state.store.with(&info.name, |held| held.series.indices(view).len()))?;
    if rows > 0 {
        return None;
    }
    let extent = info.with_value(|info| info.begin.zip(info.end));
    let from_to = extent.map(|(begin, end)| {
        state.zone.with(|zone| {
            format!(" It reaches from {} to {}.", full_text(zone, begin), full_text(zone, end))
        })
    });
    let text = format!("No observations in this window.{}", from_to.unwrap_or_default());
    Some(view! { <p class="plot-legend__status quiet">{text}</p> }.into_any())
}

/// Says what of the service's rows could not be taken as it stands.
fn oddities_note(state: PlotState, info: StoredValue<SeriesInfo>) -> Option<AnyView> {
    state.store.track();
    let counts = info.with_value(|info| {
        state.store.with(&info.name, |held| (held.state.rejected, held.state.without_zone))
    });
    let text = oddities_text(counts?)?;
    Some(view! { <p class="plot-legend__status quiet">{text}</p> }.into_any())
}

fn oddities_text((rejected, without_zone): (u64, u64)) -> Option<String> {
    let rejected = (rejected > 0).then(|| match rejected {
        1 => "One row of the service cannot be read.".to_owned(),
        many => format!("{} rows of the service cannot be read.", count(many)),
    });
    let without_zone =
        (without_zone > 0).then(|| "Its times name no zone; they are taken as UTC.".to_owned());
    let words: Vec<String> = rejected.into_iter().chain(without_zone).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

fn size_text(bytes: u64) -> String {
    match bytes {
        0..=99_999 => format!("{:.1} kB", bytes as f64 / 1e3),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

fn bin_text(bin_us: i64) -> String {
    let seconds = bin_us as f64 / 1e6;
    let (amount, unit) = match seconds {
        s if s < 120.0 => (s, "s"),
        s if s < 7_200.0 => (s / 60.0, "min"),
        s if s < 172_800.0 => (s / 3_600.0, "h"),
        s => (s / 86_400.0, "d"),
    };
    if amount < 10.0 {
        format!("Downsampled: 1 px = {amount:.1} {unit}")
    } else {
        format!("Downsampled: 1 px = {amount:.0} {unit}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_could_not_be_taken_as_they_stand_are_told() {
        assert_eq!(oddities_text((0, 0)), None);
        let text = oddities_text((1_200, 5)).unwrap();
        assert_eq!(
            text,
            "1,200 rows of the service cannot be read. Its times name no zone; they are taken as UTC."
        );
        assert!(oddities_text((1, 0)).unwrap().starts_with("One row"));
    }
}
