//! Parts of a page's address that could not be used, said above the page.

use leptos::prelude::*;

/// A strip with a line for each part; nothing when every part was used.
#[component]
pub fn AddressProblems(
    /// The parts, each with the reason.
    #[prop(into)]
    problems: Signal<Vec<String>>,
) -> impl IntoView {
    move || {
        let problems = problems.get();
        (!problems.is_empty()).then(|| {
            let items: Vec<_> =
                problems.into_iter().map(|problem| view! { <li>{problem}</li> }).collect();
            view! {
                <div class="notice notice--stale" role="status">
                    <strong>"Parts of the address could not be used."</strong>
                    <ul>{items}</ul>
                </div>
            }
        })
    }
}
