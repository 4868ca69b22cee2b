//! A button that takes away what was entered, and asks before it does.

use leptos::html;
use leptos::prelude::*;

/// The button; pressed, it says what will be gone, and waits for a second press elsewhere.
#[component]
pub fn AskFirst(
    /// What the button is called.
    #[prop(into)]
    label: String,
    /// What will be gone.
    #[prop(into)]
    what: String,
    /// What is done once that was confirmed.
    confirmed: Callback<()>,
) -> impl IntoView {
    let is_asked = RwSignal::new(false);
    let keep = NodeRef::<html::Button>::new();
    let opener = NodeRef::<html::Button>::new();
    // Whoever works by keyboard stands on the answer that keeps everything, and afterwards where they were.
    let ask = move |_| {
        is_asked.set(true);
        request_animation_frame(move || drop(keep.get_untracked().map(|button| button.focus())));
    };
    let leave = move |_| {
        is_asked.set(false);
        request_animation_frame(move || drop(opener.get_untracked().map(|button| button.focus())));
    };
    // What comes after it, such as the row that takes its place, is not asked for.
    let take = move |_| {
        is_asked.set(false);
        confirmed.run(());
    };
    let (said, yes) = (StoredValue::new(what), StoredValue::new(format!("Yes: {}", lower(&label))));
    view! {
        <button
            node_ref=opener
            type="button"
            class="button button--quiet"
            aria-expanded=move || is_asked.get().to_string()
            hidden=is_asked
            on:click=ask
        >
            {label}
        </button>
        <Show when=move || is_asked.get()>
            <span class="field-asked" role="group" aria-label=said.get_value()>
                <span>{said.get_value()}</span>
                <button node_ref=keep type="button" class="button" on:click=leave>
                    "Keep it"
                </button>
                <button type="button" class="button button--quiet" on:click=take>
                    {yes.get_value()}
                </button>
            </span>
        </Show>
    }
}

fn lower(label: &str) -> String {
    let mut letters = label.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}
