//! A button, and the dialog that it opens: how a page of others shows what this page shows. The dialog's code is fetched
//! when it is first opened.

use crate::chunks::{self, Page};
use gagehouse_chart::PlotQuery;
use leptos::html;
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
    let node = NodeRef::<html::Dialog>::new();
    let is_open = RwSignal::new(false);
    let options = RwSignal::new(None::<Option<Page>>);
    provide_context(subject);
    let open = move |_| {
        if let Some(dialog) = node.get_untracked() {
            is_open.set(true);
            let _ = dialog.show_modal();
        }
        if options.get_untracked().flatten().is_none() {
            options.set(None);
            spawn_local(async move {
                options.try_set(Some(chunks::embed().await.ok()));
            });
        }
    };
    let close = move |_| {
        if let Some(dialog) = node.get_untracked() {
            dialog.close();
        }
    };
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
        <button type="button" class="button button--quiet" on:click=open>
            "Embed"
        </button>
        <dialog
            node_ref=node
            class="series-dialog"
            aria-labelledby="embed-title"
            on:close=move |_| is_open.set(false)
        >
            <div class="series-dialog__inner export-dialog">
                <button
                    type="button"
                    class="icon-button series-dialog__close"
                    aria-label="Close"
                    on:click=close
                >
                    <svg viewBox="0 0 24 24" width="18" height="18" aria-hidden="true">
                        <path d="M5 5l14 14M19 5 5 19" stroke="currentColor" stroke-width="2.5" />
                    </svg>
                </button>
                <h2 id="embed-title">"Embed"</h2>
                <Show when=move || is_open.get()>{body}</Show>
            </div>
        </dialog>
    }
}
