//! What a page says above made-up data: whose they are.

use crate::api::catalog::use_catalog;
use gagehouse_catalog::Site;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// A strip that names the networks of the made-up sites that a page shows; nothing when all are real.
#[component]
pub fn SyntheticNotice(
    /// From [`synthetic_networks`].
    networks: Signal<Vec<String>>,
) -> impl IntoView {
    move || {
        let names = networks.with(|names| names.join(", "));
        (!names.is_empty()).then(|| {
            view! {
                <p class="notice notice--synthetic">
                    <strong>"Synthetic data. "</strong>
                    "Places and values of "
                    {names}
                    " are made up."
                </p>
            }
        })
    }
}

/// The networks of those sites that are made up, in words. Real sites beside them are told apart.
pub fn synthetic_networks<'a>(sites: impl Iterator<Item = Site<'a>>) -> Vec<String> {
    let mut is_mixed: BTreeMap<&str, (bool, bool)> = BTreeMap::new();
    for site in sites {
        let name = site.network_name().unwrap_or_else(|| site.source().name.as_str());
        let (made_up, real) = is_mixed.entry(name).or_default();
        *made_up |= site.synthetic();
        *real |= !site.synthetic();
    }
    let made_up = is_mixed.into_iter().filter(|(_, (made_up, _))| *made_up);
    made_up
        .map(|(name, (_, real))| {
            let some = if real { "some sites of " } else { "" };
            format!("{some}“{name}”")
        })
        .collect()
}

/// [`synthetic_networks`] of everything in the catalog.
pub fn of_whole_catalog() -> Signal<Vec<String>> {
    let context = use_catalog();
    Signal::derive(move || {
        context.catalog().map_or_else(Vec::new, |catalog| synthetic_networks(catalog.sites()))
    })
}
