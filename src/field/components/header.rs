//! The head of every page of the field app: name, navigation, theme.

use crate::components::theme_toggle::ThemeToggle;
use crate::components::wordmark::Wordmark;
use crate::field::session::use_session;
use leptos::prelude::*;
use leptos_router::components::A;

/// The header. The link to the page shown is marked with `aria-current`.
#[component]
pub fn FieldHeader() -> impl IntoView {
    let session = use_session();
    view! {
        <header class="site-header">
            <div class="site-header__inner">
                <A href="/field" exact=true attr:class="site-header__home" attr:aria-label="Gagehouse field, home">
                    <Wordmark />
                </A>
                <nav class="site-nav" aria-label="Main">
                    <ul>
                        <Show when=move || session.who().is_some()>
                            <li>
                                <A href="/field" exact=true>
                                    "Visits"
                                </A>
                            </li>
                            <li>
                                <A href="/field/equipment">"Equipment"</A>
                            </li>
                            <li>
                                <A href="/field/records">"Records"</A>
                            </li>
                        </Show>
                        // The public app is another program: a link of the browser's, not of the router's.
                        <li>
                            <a href="./" rel="external">
                                "Public map"
                            </a>
                        </li>
                    </ul>
                </nav>
                <ThemeToggle />
            </div>
        </header>
    }
}
