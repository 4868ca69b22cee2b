//! A network: who operates it, and its sites.

use crate::browser;
use crate::components::catalog_gate::{Body, CatalogGate};
use crate::components::not_found::NotFound;
use crate::components::page_title::PageTitle;
use crate::components::site_glyph::SiteGlyph;
use crate::components::synthetic_notice::{SyntheticNotice, synthetic_networks};
use crate::conditions::{ago_text, site_end, site_status, time_text};
use crate::links;
use crate::map::points::Shape;
use gagehouse_catalog::text::natural_order;
use gagehouse_catalog::{Catalog, Network, Site};
use gagehouse_model::TimeUs;
use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_params_map;
use std::sync::Arc;

/// The page.
#[component]
pub fn NetworkPage() -> impl IntoView {
    let parameters = use_params_map();
    let body: Body = Arc::new(move |catalog| {
        let (source, id) = parameters.with(|parameters| {
            let text = |key| parameters.get(key).unwrap_or_default();
            (text("source"), text("id"))
        });
        let mut sites: Vec<Site> = catalog
            .sites()
            .filter(|site| site.source().key.as_str() == source)
            .filter(|site| site.network().is_some_and(|network| network.external_id() == id))
            .collect();
        sites.sort_by(|a, b| natural_order(a.name(), b.name()));
        match sites.first().and_then(Site::network) {
            Some(network) => page(catalog, &network, &sites),
            None => {
                let text = format!("No source '{source}' has public sites of a network '{id}'.");
                view! { <NotFound title="Network not found" text /> }.into_any()
            }
        }
    });
    view! { <CatalogGate title="Network" body /> }.into_any()
}

fn page(catalog: &Catalog, network: &Network, sites: &[Site]) -> AnyView {
    let now = TimeUs((browser::now_ms() * 1e3) as i64);
    let name = network.name();
    let synthetic = Signal::stored(synthetic_networks(sites.iter().copied()));
    let link = network
        .link()
        .filter(|link| link.starts_with("https://") || link.starts_with("http://"))
        .map(
            |link| view! { <p><a href=link.to_owned() rel="noreferrer">{link.to_owned()}</a></p> },
        );
    let rows = sites.iter().map(|site| {
        let status = site_status(catalog, site, now);
        let end = site_end(catalog, site).map(|end| {
            let exact = time_text(end, site.zone().as_ref());
            view! { <time datetime=end.to_string() title=exact>{ago_text(end, now)}</time> }
        });
        let (page, name) = (links::site_page(site), site.name().to_owned());
        view! {
            <tr>
                <th scope="row">
                    <A href=page>{name}</A>
                    <span class="site-table__code quiet small">{site.url_code().to_owned()}</span>
                </th>
                <td>
                    <span class="status-words">
                        <SiteGlyph shape=Shape::of_site_type(site.site_type()) status />
                        {status.label()}
                    </span>
                </td>
                <td>{end}</td>
                <td class="site-table__detail">{site.site_type().map(str::to_owned)}</td>
                <td class="site-table__detail site-table__number figures">
                    {catalog.datastreams_of(site.row()).count()}
                </td>
            </tr>
        }
    });
    view! {
        <SyntheticNotice networks=synthetic />
        <div class="column">
            <PageTitle text=name.to_owned() />
            <h1 tabindex="-1">{name.to_owned()}</h1>
            <p class="lead">{network.description().map(str::to_owned)}</p>
            {link}
            <p class="actions">
                <A href=links::catalog_of_network(name) attr:class="button">
                    "Catalog entries"
                </A>
                <A href=links::map_search(name) attr:class="button button--quiet">
                    "Show on the map"
                </A>
            </p>
            <h2>{if sites.len() == 1 { "1 site".to_owned() } else { format!("{} sites", sites.len()) }}</h2>
            <div class="table-scroller" tabindex="0" role="region" aria-label="Table of sites">
                <table class="site-table">
                    <thead>
                        <tr>
                            <th scope="col">"Site"</th>
                            <th scope="col">"Status"</th>
                            <th scope="col">"Last value"</th>
                            <th scope="col" class="site-table__detail">
                                "Kind"
                            </th>
                            <th scope="col" class="site-table__detail site-table__number">
                                "Series"
                            </th>
                        </tr>
                    </thead>
                    <tbody>{rows.collect::<Vec<_>>()}</tbody>
                </table>
            </div>
        </div>
    }
    .into_any()
}
