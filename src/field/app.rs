//! Shell and router of the field app: what stays on every page, and which page a path shows.

use super::chunks;
use super::components::header::FieldHeader;
use super::components::no_such::NoSuch;
use super::components::session_bar::SessionBar;
use super::components::status_line::StatusLine;
use super::device::{provide_device, use_device};
use super::home::HomePage;
use super::session::{Reach, provide_session, use_session};
use super::sign_in::SignInPage;
use super::worker;
use crate::browser;
use crate::chunks::Fetched;
use crate::components::fetched_page::FetchedPage;
use crate::components::route_focus::RouteFocus;
use crate::components::skip_link::SkipLink;
use crate::components::theme_toggle::provide_theme;
use leptos::prelude::*;
use leptos_router::components::{A, Route, Router, Routes};
use leptos_router::path;

/// The whole field app.
#[component]
pub fn FieldApp() -> impl IntoView {
    provide_theme();
    let session = provide_session();
    worker::register(provide_device(session));
    let is_known = Memo::new(move |_| session.who().is_some());
    Effect::new(move |_| {
        if is_known.get() {
            chunks::fetch_ahead();
        }
    });
    // Where nobody works yet, every address asks who it is and then shows its page.
    let page = move |page: fn() -> AnyView| {
        move || {
            (move || if is_known.get() { page() } else { view! { <SignInPage /> }.into_any() })
                .into_any()
        }
    };
    view! {
        <Router base=browser::base_path()>
            <SkipLink />
            <FieldHeader />
            <StatusLine />
            <SessionBar />
            <RouteFocus />
            <main id="main" class="page" tabindex="-1">
                <Routes fallback=|| view! { <Nothing /> }.into_any()>
                    <Route path=path!("/field") view=page(|| view! { <HomePage /> }.into_any()) />
                    <Route path=path!("/field/admin") view=page(|| fetched(chunks::admin, "Accounts")) />
                    <Route path=path!("/field/calendar") view=page(|| fetched(chunks::calendar, "Visits")) />
                    <Route path=path!("/field/log") view=page(|| fetched(chunks::log, "Log of changes")) />
                    <Route path=path!("/field/sites/:key") view=page(|| fetched(chunks::site, "Site")) />
                    <Route path=path!("/field/visits/:id/sheet") view=page(|| fetched(chunks::sheet, "Visit")) />
                    <Route path=path!("/field/equipment") view=page(|| fetched(chunks::equipment, "Equipment")) />
                    <Route path=path!("/field/equipment/:id") view=page(|| fetched(chunks::item, "Equipment")) />
                    <Route path=path!("/field/records") view=page(|| fetched(chunks::lists, "Records")) />
                    <Route path=path!("/field/records/:kind") view=page(|| fetched(chunks::list, "Records")) />
                    <Route path=path!("/field/records/:kind/:id") view=page(|| fetched(chunks::record, "Records")) />
                    <Route path=path!("/field/visits/:id") view=page(|| fetched(chunks::visit, "Visit")) />
                    <Route path=path!("/field/sign-in") view=|| view! { <SignInPage /> }.into_any() />
                </Routes>
            </main>
        </Router>
    }
}

/// A page whose code is not in the first view's.
fn fetched(fetch: fn() -> Fetched, title: &'static str) -> AnyView {
    let (session, device) = (use_session(), use_device());
    let may_reload = Signal::derive(move || {
        device.is_app_kept.get() || matches!(session.reach_now(), Reach::Online { .. })
    });
    view! { <FetchedPage fetch title may_reload /> }.into_any()
}

/// The page for an address below `/field` that leads nowhere.
#[component]
fn Nothing() -> impl IntoView {
    view! {
        <NoSuch what="Page not found">
            <p class="lead">"Nothing lives at this address. It may have been mistyped, or the page has moved."</p>
            <p class="actions">
                <A href="/field" attr:class="button">
                    "To the first page"
                </A>
            </p>
        </NoSuch>
    }
}
