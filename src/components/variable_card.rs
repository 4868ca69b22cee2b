//! One variable of a site: its latest value, which way it goes, how it stands, its last day, and the way to its plot.

use super::sparkline::Sparkline;
use crate::browser;
use crate::conditions::{ago_text, time_text};
use crate::readings::{Followed, Readings, follow};
use gagehouse_catalog::Status;
use gagehouse_chart::conditions::{Standing, Trend};
use gagehouse_model::{SiteZone, TimeUs};
use gagehouse_page::Card;
use gagehouse_page::card::Newest;
use leptos::html::Li;
use leptos::prelude::*;
use leptos_router::components::A;

/// How near its place on the page is when its rows are asked for, in pixels.
const NEAR_PX: u32 = 200;

/// The card; its texts follow the catalog and the rows, so that nothing else of the page moves.
#[component]
pub fn VariableCard(
    /// What the catalog knows.
    card: Memo<Card>,
    /// The series that speaks for the variable.
    followed: Signal<Option<Followed>>,
    /// Where its rows go.
    readings: RwSignal<Readings>,
    /// The site's clock.
    zone: Option<SiteZone>,
    /// The time it is.
    now: Signal<TimeUs>,
    /// Whether its rows are wanted before it comes into view: it speaks for the site.
    at_once: bool,
) -> impl IntoView {
    let place = NodeRef::<Li>::new();
    let is_near = RwSignal::new(at_once);
    Effect::new(move |_| {
        if let Some(place) = place.get() {
            browser::when_near(&place, NEAR_PX, move || {
                is_near.try_set(true);
            });
        }
    });
    let end = Memo::new(move |_| card.with(|card| card.end));
    follow(followed, end.into(), is_near.into(), readings);

    let zone = StoredValue::new(zone);
    let newest = Memo::new(move |_| {
        let of_rows = readings.with(|readings| {
            readings.newest.as_ref().map(|newest| Newest::Number(newest.time, newest.value))
        });
        card.with(|card| match &card.newest {
            // A row that says "no data" is newer than the newest number.
            Newest::Number(time, _) if of_rows.as_ref().and_then(Newest::time) < Some(*time) => {
                card.newest.clone()
            }
            Newest::Unknown | Newest::Number(..) => of_rows.unwrap_or(card.newest.clone()),
            other => other.clone(),
        })
    });
    let shown = Memo::new(move |_| card.with(|card| card.shown.clone()));
    let value = move || match newest.get() {
        Newest::Number(_, value) => {
            let decimals =
                readings.with(|readings| readings.newest.as_ref().map_or(0, |it| it.decimals));
            card.with(|card| card.shown.beside_name(&card.variable, (value, decimals)))
        }
        other => other.words().unwrap_or_default().to_owned(),
    };
    let time = Memo::new(move |_| newest.get().time().or(end.get()));
    let time_words =
        move || time.get().map(|time| zone.with_value(|zone| time_text(time, zone.as_ref())));
    let age = move || time.get().map(|time| ago_text(time, now.get()));
    let trend = move || {
        let goes_on = card.with(Card::goes_on);
        readings
            .with(|readings| readings.newest.as_ref().and_then(|it| it.trend))
            .filter(|_| goes_on)
    };
    let standing =
        move || readings.with(|readings| readings.standing.as_ref().map(capitalized_standing));
    let status = move || {
        zone.with_value(|zone| card.with(|card| card.status_text(zone.as_ref(), now.get())))
    };
    let is_live = Memo::new(move |_| card.with(|card| card.status == Status::Live));
    let quality = move || {
        readings.with(|readings| readings.newest.as_ref().and_then(|newest| newest.quality.clone()))
    };
    let (title, datum, level, others) = card.with_untracked(|card| {
        (card.variable.clone(), card.datum, card.level.clone(), card.others)
    });
    let over = move || {
        let is_number = matches!(newest.get(), Newest::Number(..));
        card.with(|card| card.over.as_ref().filter(|_| is_number).map(|over| format!(" {over}")))
    };
    let plot = move || card.with(|card| format!("/{}", card.plot));
    let compare = move || card.with(|card| format!("/{}", card.compare));
    let count = match others {
        0 => "Plot".to_owned(),
        others => format!("Plot {} series", others + 1),
    };
    let of_variable = StoredValue::new(format!(" of {title}"));
    view! {
        <li class="variable-card card" node_ref=place>
            <h3 dir="auto">{title}</h3>
            <p class="variable-card__value figures">
                {value}
                {datum.map(|datum| view! { <span class="variable-card__datum">{format!(" above {datum}")}</span> })}
                <span class="variable-card__datum">{over}</span>
            </p>
            <p class="variable-card__time figures">{time_words} <br /> {age}</p>
            <p class="variable-card__status small">
                {move || trend().map(trend_view)} {standing} {move || quality().map(|it| format!(" Marked {it}."))}
                {move || status().map(|text| view! { <strong>{text}</strong> })}
            </p>
            <Sparkline
                readings=readings.into()
                shown=shown.into()
                zone=zone.get_value()
                is_live=is_live.into()
            />
            <p class="variable-card__foot">
                <span dir="auto">{level}</span>
                <span class="variable-card__links">
                    <A href=compare attr:class="variable-card__plot">
                        "Last year"
                        <span class="visually-hidden">{move || of_variable.get_value()} ", compared"</span>
                    </A>
                    <A href=plot attr:class="variable-card__plot">
                        {count}
                        <span class="visually-hidden">{move || of_variable.get_value()}</span>
                    </A>
                </span>
            </p>
        </li>
    }
}

fn capitalized_standing(standing: &Standing) -> String {
    let text = standing.text();
    let mut letters = text.chars();
    let first: String = letters.next().map(|c| c.to_uppercase().collect()).unwrap_or_default();
    format!("{first}{}. ", letters.as_str())
}

fn trend_view(trend: Trend) -> AnyView {
    let (sign, word) = match trend {
        Trend::Rising => ("↗ ", "Rising. "),
        Trend::Falling => ("↘ ", "Falling. "),
        Trend::Steady => ("→ ", "Steady. "),
        Trend::Unknown => ("", "Trend unknown. "),
    };
    view! {
        <span title=Trend::MEANING>
            <span aria-hidden="true">{sign}</span>
            {word}
        </span>
    }
    .into_any()
}
