//! Shell and router: what stays on every page, and which page a path shows.

use crate::api::catalog::provide_catalog;
use crate::browser;
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
                    <Route path=path!("/catalog") view=routes::catalog::CatalogPage />
                    <Route path=path!("/plot") view=routes::plot::PlotPage />
                    <Route path=path!("/sites/:source/:code") view=routes::site::SitePage />
                    <Route path=path!("/networks/:source/:name") view=routes::network::NetworkPage />
                    <Route path=path!("/about") view=routes::about::AboutPage />
                </Routes>
            </main>
            <SiteFooter />
        </Router>
    }
}
