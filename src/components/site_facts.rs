//! Where a site is and what is known of it, as a list of terms.

use gagehouse_catalog::Site;
use gagehouse_page::{address, facts};
use leptos::prelude::*;
use leptos_router::components::A;

/// The facts a source states; what it does not state is left out.
pub fn site_facts(site: &Site) -> AnyView {
    let rows = facts::of_site(site).into_iter().map(|(term, text)| {
        view! {
            <dt>{term}</dt>
            <dd class="figures" dir="auto">
                {text}
            </dd>
        }
    });
    let source = site.source();
    let linked = |term: &'static str, path: String, text: &str| {
        let text = text.to_owned();
        view! {
            <dt>{term}</dt>
            <dd>
                <A href=format!("/{path}")>{text}</A>
            </dd>
        }
    };
    let watershed = site
        .watershed()
        .map(|name| linked("Watershed", address::group(source.key.as_str(), name), name));
    let network = site.network().map(|network| {
        linked("Network", address::network(source.key.as_str(), &network), network.name())
    });
    view! {
        <dl class="fact-list">
            {rows.collect::<Vec<_>>()} {watershed} {network} <dt>"Source"</dt>
            <dd>{source.name.clone()}</dd>
        </dl>
    }
    .into_any()
}
