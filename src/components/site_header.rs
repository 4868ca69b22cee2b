//! The head of every page: name, navigation, theme.

use super::theme_toggle::ThemeToggle;
use super::wordmark::Wordmark;
use leptos::prelude::*;
use leptos_router::components::A;

/// The header. The link to the page shown is marked with `aria-current`.
#[component]
pub fn SiteHeader() -> impl IntoView {
    view! {
        <header class="site-header">
            <div class="site-header__inner">
                <A href="/" exact=true attr:class="site-header__home" attr:aria-label="Gagehouse, home">
                    <Wordmark />
                </A>
                <nav class="site-nav" aria-label="Main">
                    <ul>
                        <li>
                            <A href="/" exact=true>"Map"</A>
                        </li>
                        <li>
                            <A href="/catalog">"Catalog"</A>
                        </li>
                        <li>
                            <A href="/plot">"Plot"</A>
                        </li>
                        <li>
                            <A href="/about">"About"</A>
                        </li>
                    </ul>
                </nav>
                <ThemeToggle />
            </div>
        </header>
    }
}
