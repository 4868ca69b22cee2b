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
            let givers = catalog.sources().iter().filter(|source| source.site_count() > 0);
            let names: Vec<_> = givers.map(|source| source.entry.name.as_str()).collect();
            if names.is_empty() {
                "Data: none so far".to_owned()
            } else {
                format!("Data: {}", names.join(" · "))
            }
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
