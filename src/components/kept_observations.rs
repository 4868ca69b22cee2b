//! How much of the observations the device keeps, with a button that forgets them.

use crate::api::observations::{Kept, News};
use leptos::prelude::*;

/// The size and the button; a sentence where the browser keeps nothing.
#[component]
pub fn KeptObservations() -> impl IntoView {
    // Outer: whether the answer is here.
    let bytes = RwSignal::new(None::<Option<u64>>);
    let kept = Kept::measure(move |news| match news {
        News::Kept(answer) => {
            bytes.try_set(Some(answer));
        }
        News::Failed(_) => {
            bytes.try_set(Some(None));
        }
        News::Progress(..) => {}
    });
    let kept = StoredValue::new_local(kept);
    let forget = move |_| kept.with_value(Kept::forget);
    move || {
        match bytes.get() {
        None => view! { <p>"Looking what is kept…"</p> }.into_any(),
        Some(None) => view! { <p>"This browser keeps none, for example in a private window."</p> }.into_any(),
        Some(Some(bytes)) => view! {
            <p role="status">{format!("{:.1} MB are kept.", bytes as f64 / 1e6)}</p>
            <button type="button" class="button button--quiet" disabled={bytes == 0} on:click=forget>
                "Forget kept observations"
            </button>
        }
        .into_any(),
    }
    }
}
