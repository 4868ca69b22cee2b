//! A button, and the dialog that it opens under a heading of the same name.

use leptos::html;
use leptos::prelude::*;

/// The button with its dialog, which is made while it is open.
#[component]
pub fn DialogButton(
    /// What stands on the button and above what it opens.
    name: &'static str,
    /// Whether the dialog is open.
    is_open: RwSignal<bool>,
    /// What the dialog holds.
    children: ChildrenFn,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = node.get() else { return };
        match (is_open.get(), dialog.open()) {
            (true, false) => drop(dialog.show_modal()),
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    let id = format!("{}-title", name.to_lowercase());
    let heading = id.clone();
    let children = StoredValue::new(children);
    view! {
        <button type="button" class="button button--quiet" on:click=move |_| is_open.set(true)>
            {name}
        </button>
        <dialog
            node_ref=node
            class="series-dialog"
            aria-labelledby=id
            on:close=move |_| is_open.set(false)
        >
            <div class="series-dialog__inner export-dialog">
                <button
                    type="button"
                    class="icon-button series-dialog__close"
                    aria-label="Close"
                    on:click=move |_| is_open.set(false)
                >
                    <svg viewBox="0 0 24 24" width="18" height="18" aria-hidden="true">
                        <path d="M5 5l14 14M19 5 5 19" stroke="currentColor" stroke-width="2.5" />
                    </svg>
                </button>
                <h2 id=heading>{name}</h2>
                <Show when=move || is_open.get()>{children.with_value(|children| children())}</Show>
            </div>
        </dialog>
    }
}
