//! A button, and the dialog that it opens: how a page of others shows what this page shows. The dialog's code is fetched
//! when it is first opened.

use super::dialog_button::DialogButton;
use crate::chunks::{self, Page};
use gagehouse_chart::PlotQuery;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// What would be shown elsewhere.
#[derive(Debug, Clone, PartialEq)]
pub enum Embeddable {
    /// A plot.
    Plot {
        /// As its address says it.
        query: Box<PlotQuery>,
        /// What it is called.
        label: String,
    },
    /// A site's newest values.
    Site {
        /// Key of its source.
        source: String,
        /// Its code, else its Thing id, percent-encoded.
        code: String,
        /// Its name.
        label: String,
    },
}

/// The button with its dialog.
#[component]
pub fn EmbedButton(
    /// What this page shows.
    #[prop(into)]
    subject: Signal<Embeddable>,
) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let options = RwSignal::new(None::<Option<Page>>);
    provide_context(subject);
    Effect::new(move |_| {
        if is_open.get() && options.get_untracked().flatten().is_none() {
            options.set(None);
            spawn_local(async move {
                options.try_set(Some(chunks::embed().await.ok()));
            });
        }
    });
    let body = move || {
        match options.get() {
        None => view! { <p role="status">"Loading …"</p> }.into_any(),
        Some(None) => {
            view! { <p role="alert">"This could not be loaded. Check the connection, then open it again."</p> }
                .into_any()
        }
        Some(Some(options)) => options(),
    }
    };
    view! {
        <DialogButton name="Embed" is_open>
            {body}
        </DialogButton>
    }
}
