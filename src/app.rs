//! Shell and router: what stays on every page, and which page a path shows.

use crate::api::catalog::provide_catalog;
use crate::browser;
use crate::chunks::{self, Fetched};
use crate::components::fetched_page::FetchedPage;
use crate::components::route_focus::RouteFocus;
use crate::components::site_footer::SiteFooter;
use crate::components::site_header::SiteHeader;
use crate::components::skip_link::SkipLink;
use crate::components::source_notices::SourceNotices;
use crate::components::theme_toggle::provide_theme;
use crate::routes;
use leptos::prelude::*;
use leptos_router::components::{Route, Router, Routes};
use leptos_router::path;

/// The whole app.
#[component]
pub fn App() -> impl IntoView {
    provide_theme();
    provide_catalog();
    view! {
        <Router base=browser::base_path()>
            <SkipLink />
            <SiteHeader />
            <SourceNotices />
            <RouteFocus />
            <main id="main" class="page" tabindex="-1">
                <Routes fallback=|| view! { <routes::not_found::NotFoundPage /> }.into_any()>
                    <Route path=path!("/") view=routes::map::MapPage />
                    <Route path=path!("/catalog") view=|| fetched(chunks::catalog, "Catalog") />
                    <Route path=path!("/plot") view=|| fetched(chunks::plot, "Plot") />
                    <Route path=path!("/sites/:source/:code") view=|| fetched(chunks::site, "Site") />
                    <Route path=path!("/networks/:source/:id") view=|| fetched(chunks::network, "Network") />
                    <Route path=path!("/tsa") view=|| fetched(chunks::predecessor, "Catalog") />
                    <Route path=path!("/browse") view=|| fetched(chunks::predecessor, "Catalog") />
                    <Route
                        path=path!("/visualize-data/:thing?")
                        view=|| fetched(chunks::predecessor, "Catalog")
                    />
                    <Route path=path!("/about") view=|| fetched(chunks::about, "About") />
                </Routes>
            </main>
            <SiteFooter />
        </Router>
    }
}

/// A page whose code is not in the first view's.
fn fetched(fetch: fn() -> Fetched, title: &'static str) -> AnyView {
    view! { <FetchedPage fetch title /> }.into_any()
}
