//! Asks for the password again, over the page, when a session ended.

use crate::field::session::use_session;
use crate::field::sign_in::SignInForm;
use leptos::prelude::*;

/// The bar; nothing while the session holds.
#[component]
pub fn SessionBar() -> impl IntoView {
    let session = use_session();
    let shown =
        Memo::new(move |_| session.who().filter(|_| session.has_ended()).map(|who| who.name));
    move || {
        shown.get().map(|name| {
            view! {
                <section class="notice field-session" aria-label="Sign in again">
                    <p>"Your session at the server has ended. Everything you entered is kept here, and is sent once you have signed in again."</p>
                    <SignInForm name done=Callback::new(|()| ()) />
                </section>
            }
        })
    }
}
