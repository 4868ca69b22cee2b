//! Shell and router of the field app: what stays on every page, and which page a path shows.

use super::admin::AdminPage;
use super::calendar::CalendarPage;
use super::components::header::FieldHeader;
use super::components::session_bar::SessionBar;
use super::components::status_line::StatusLine;
use super::device::provide_device;
use super::equipment::EquipmentPage;
use super::home::HomePage;
use super::item::ItemPage;
use super::lists::{ListPage, ListsPage};
use super::log::LogPage;
use super::names::provide_names;
use super::record::RecordPage;
use super::session::provide_session;
use super::sheet::SheetPage;
use super::sign_in::SignInPage;
use super::site::SitePage;
use super::visit::VisitPage;
use super::worker;
use crate::browser;
use crate::components::page_title::PageTitle;
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
    provide_names();
    worker::register(provide_device(session));
    let is_known = Memo::new(move |_| session.who().is_some());
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
                    <Route path=path!("/field/admin") view=page(|| view! { <AdminPage /> }.into_any()) />
                    <Route path=path!("/field/calendar") view=page(|| view! { <CalendarPage /> }.into_any()) />
                    <Route path=path!("/field/log") view=page(|| view! { <LogPage /> }.into_any()) />
                    <Route path=path!("/field/sites/:key") view=page(|| view! { <SitePage /> }.into_any()) />
                    <Route path=path!("/field/visits/:id/sheet") view=page(|| view! { <SheetPage /> }.into_any()) />
                    <Route path=path!("/field/equipment") view=page(|| view! { <EquipmentPage /> }.into_any()) />
                    <Route path=path!("/field/equipment/:id") view=page(|| view! { <ItemPage /> }.into_any()) />
                    <Route path=path!("/field/records") view=page(|| view! { <ListsPage /> }.into_any()) />
                    <Route path=path!("/field/records/:kind") view=page(|| view! { <ListPage /> }.into_any()) />
                    <Route path=path!("/field/records/:kind/:id") view=page(|| view! { <RecordPage /> }.into_any()) />
                    <Route path=path!("/field/visits/:id") view=page(|| view! { <VisitPage /> }.into_any()) />
                    <Route path=path!("/field/sign-in") view=|| view! { <SignInPage /> }.into_any() />
                </Routes>
            </main>
        </Router>
    }
}

/// The page for an address below `/field` that leads nowhere.
#[component]
fn Nothing() -> impl IntoView {
    view! {
        <div class="column">
            <PageTitle text="Page not found" />
            <h1 tabindex="-1">"Page not found"</h1>
            <p class="lead">"Nothing lives at this address. It may have been mistyped, or the page has moved."</p>
            <p class="actions">
                <A href="/field" attr:class="button">
                    "To the first page"
                </A>
            </p>
        </div>
    }
}
