//! Names of places under the search box: the sites nearest to one. Towns come from a file of the app; what it does not have,
//! from the service that the server asks, where its settings name one. That is asked for a name when somebody presses, never
//! while they type.

use crate::api::abort::AbortHandle;
use crate::api::error::ApiError;
use crate::api::http;
use crate::browser;
use crate::links;
use crate::map::near::Near;
use crate::map::places::{self, Town};
use crate::map::state::{History, MapState};
use gagehouse_page::places::{Place, Places};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

/// Where the names are: not asked for until one first searches a place.
#[derive(Clone)]
enum Towns {
    NotAsked,
    OnTheirWay,
    There(Arc<Vec<Town>>),
    Failed,
}

/// What the service says, and of which name.
#[derive(Clone)]
enum Service {
    NotAsked,
    OnItsWay,
    Answered(String, Arc<Places>),
    Failed(String, ApiError),
}

/// A button that looks for places of the name that was typed, then the places.
pub fn places(state: MapState) -> AnyView {
    let towns = RwSignal::new(Towns::NotAsked);
    let abort = AbortHandle::of_owner();
    let text = Memo::new(move |_| state.query.with(|query| query.catalog.text.trim().to_owned()));
    let ask = move || {
        towns.set(Towns::OnTheirWay);
        spawn_local(async move {
            let outcome = match http::get_bytes(places::PATH, abort).await {
                Ok(bytes) => Towns::There(Arc::new(places::read(&bytes))),
                Err(_) => Towns::Failed,
            };
            let _ = towns.try_set(outcome);
        });
    };
    let service = RwSignal::new(Service::NotAsked);
    let ask_service = move || {
        let name = text.get_untracked();
        service.set(Service::OnItsWay);
        spawn_local(async move {
            let url = format!("/api/v1/places?q={}", links::encoded(&name));
            let outcome = match http::get_json::<Places>(&url, abort).await {
                Ok(answer) => Service::Answered(name, Arc::new(answer)),
                Err(error) => Service::Failed(name, error),
            };
            let _ = service.try_set(outcome);
        });
    };
    let ask_both = move || {
        ask();
        ask_service();
    };
    let go = move |near: Near| {
        state.change(History::Push, |query| query.catalog.text.clear());
        state.near.set(Some(near));
        // The button that was pressed is gone: the focus goes on to the sites.
        request_animation_frame(|| {
            if let Some(rows) = browser::element_by_id("site-rows") {
                let _ = rows.focus();
            }
        });
    };
    // Enter: where no site matches, the first place of the name, of the service only where the towns have none.
    Effect::new(move |_| {
        if !state.seeks_place.get() {
            return;
        }
        let text = text.get();
        let found = if state.shown.with(|shown| !shown.is_empty()) || text.chars().count() < 2 {
            Found::Nothing
        } else {
            towns.with(|towns| match towns {
                Towns::NotAsked => Found::AskFirst,
                Towns::OnTheirWay => Found::NotYet,
                Towns::Failed => Found::Nothing,
                Towns::There(towns) => match places::find(towns, &text, middle(state)).first() {
                    Some(town) => Found::Place(near_town(town)),
                    None => service.with(|service| of_answer(service, &text)),
                },
            })
        };
        match found {
            Found::AskFirst => ask_both(),
            Found::AskService => ask_service(),
            Found::NotYet => {}
            Found::Nothing => state.seeks_place.set(false),
            Found::Place(near) => {
                state.seeks_place.set(false);
                go(near);
            }
        }
    });
    let shown = move || {
        let text = text.get();
        if text.chars().count() < 2 {
            return None;
        }
        let view = match towns.get() {
            Towns::NotAsked => view! {
                <button type="button" class="button button--quiet" on:click=move |_| ask_both()>
                    {format!("Places named “{text}”")}
                </button>
            }
            .into_any(),
            Towns::OnTheirWay => {
                view! { <p class="quiet small">"Loading the names of places"</p> }.into_any()
            }
            Towns::Failed => view! {
                <p class="quiet small" role="alert">
                    "The names of places could not be loaded. "
                    <button type="button" class="link-button" on:click=move |_| ask()>
                        "Try again"
                    </button>
                </p>
            }
            .into_any(),
            Towns::There(towns) => {
                let found = places::find(&towns, &text, untrack(|| middle(state)));
                let none = found.is_empty();
                let rows =
                    found.into_iter().map(|town| place_row(town.label(), near_town(town), go));
                let rows: Vec<_> = rows.collect();
                view! {
                    <ul class="place-list" aria-label="Places">
                        {rows}
                    </ul>
                    {none.then(|| view! { <p class="quiet small">"No town of this name is known"</p> })}
                    {move || of_service(service, &text, ask_service, go)}
                }
                .into_any()
            }
        };
        Some(view! { <div class="place-search">{view}</div> })
    };
    view! { {shown} }.into_any()
}

/// What Enter leads to.
enum Found {
    /// The names of towns must be asked for first.
    AskFirst,
    /// No town is called so; the service may know the name.
    AskService,
    /// An answer is on its way.
    NotYet,
    /// Nobody knows such a place, or sites match.
    Nothing,
    Place(Near),
}

/// What the service says of a name that no town has.
fn of_answer(service: &Service, text: &str) -> Found {
    match service {
        Service::OnItsWay => Found::NotYet,
        Service::Answered(name, answer) if name == text || answer.service.is_none() => {
            answer.places.first().map_or(Found::Nothing, |place| Found::Place(near_place(place)))
        }
        Service::Failed(name, _) if name == text => Found::Nothing,
        Service::NotAsked | Service::Answered(..) | Service::Failed(..) => Found::AskService,
    }
}

/// The middle of what the map shows, or of the sites as long as it shows all of them; degrees east and north.
fn middle(state: MapState) -> Option<(f64, f64)> {
    if let Some(view) = state.query.with(|query| query.view) {
        return Some((view.longitude, view.latitude));
    }
    state.index.with(|index| {
        let index = index.as_ref()?;
        let places: Vec<_> = (0..index.len()).filter_map(|at| index.place(at)).collect();
        let count = places.len() as f64;
        let sum = places.into_iter().reduce(|a, b| (a.0 + b.0, a.1 + b.1))?;
        Some((sum.0 / count, sum.1 / count))
    })
}

fn near_town(town: &Town) -> Near {
    Near { name: town.city.clone(), longitude: town.lng, latitude: town.lat }
}

/// A place as it is called beside the sites: its name alone, without where it lies.
fn near_place(place: &Place) -> Near {
    let name = place.name.split(',').next().unwrap_or_default().to_owned();
    Near { name, longitude: place.longitude, latitude: place.latitude }
}

fn place_row(label: String, near: Near, go: impl Fn(Near) + 'static) -> AnyView {
    view! {
        <li>
            <button
                type="button"
                class="place-row"
                dir="auto"
                on:click=move |_| go(near.clone())
            >
                {label}
            </button>
        </li>
    }
    .into_any()
}

/// What the service says of a name, or the button that asks it; nothing where there is none.
fn of_service(
    service: RwSignal<Service>,
    text: &str,
    ask: impl Fn() + Copy + Send + Sync + 'static,
    go: impl Fn(Near) + Copy + Send + Sync + 'static,
) -> Option<AnyView> {
    let button = |label: String| {
        view! {
            <button type="button" class="button button--quiet" on:click=move |_| ask()>
                {label}
            </button>
        }
        .into_any()
    };
    match service.get() {
        Service::NotAsked => None,
        Service::OnItsWay => {
            Some(view! { <p class="quiet small">"Asking for more places"</p> }.into_any())
        }
        Service::Failed(name, error) if name == text => Some(
            view! {
                <p class="quiet small" role="alert">
                    {format!("No more places: {error} ")}
                    <button type="button" class="link-button" on:click=move |_| ask()>
                        "Try again"
                    </button>
                </p>
            }
            .into_any(),
        ),
        Service::Failed(..) => Some(button(format!("More places named “{text}”"))),
        Service::Answered(name, answer) => {
            let called = answer.service.clone()?;
            if name != text {
                return Some(button(format!("Ask {called} for “{text}”")));
            }
            let none = answer.places.is_empty();
            let rows = answer
                .places
                .iter()
                .map(|place| place_row(place.name.clone(), near_place(place), go));
            let rows: Vec<_> = rows.collect();
            let attribution = answer.attribution.clone().unwrap_or_else(|| called.clone());
            Some(
                view! {
                    <ul class="place-list" aria-label=format!("Places of {called}")>
                        {rows}
                    </ul>
                    <p class="quiet small">
                        {none.then(|| format!("{called} knows no place of this name. "))}
                        {attribution}
                    </p>
                }
                .into_any(),
            )
        }
    }
}
