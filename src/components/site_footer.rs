//! The foot of every page: where the data come from, and this program's version.

use crate::api::catalog::use_catalog;
use leptos::prelude::*;
use leptos_router::components::A;

/// The footer.
#[component]
pub fn SiteFooter() -> impl IntoView {
    let catalog = use_catalog();
    let sources = move || match catalog.catalog() {
        Some(catalog) if !catalog.sources().is_empty() => {
            let names: Vec<_> = catalog.sources().iter().map(|s| s.entry.name.as_str()).collect();
            format!("Data: {}", names.join(" · "))
        }
        _ => "Data: no source loaded".to_owned(),
    };
    view! {
        <footer class="site-footer">
            <div class="site-footer__inner">
                <p>
                    {sources} ". "
                    <A href="/about">"Sources and their state"</A>
                </p>
                <p class="site-footer__version">"Gagehouse " {env!("CARGO_PKG_VERSION")}</p>
            </div>
        </footer>
    }
}
