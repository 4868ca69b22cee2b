//! A network or a watershed: what it is, its sites with their conditions, its documents.

use crate::browser;
use crate::components::catalog_gate::{Body, CatalogGate};
use crate::components::group_sketch::group_sketch;
use crate::components::not_found::NotFound;
use crate::components::page_title::PageTitle;
use crate::components::site_glyph::SiteGlyph;
use crate::components::synthetic_notice::{SyntheticNotice, synthetic_networks};
use crate::conditions::{ago_text, site_signs, time_text};
use crate::links;
use crate::map::points::Shape;
use crate::units;
use gagehouse_catalog::{Catalog, Site, Status};
use gagehouse_model::TimeUs;
use gagehouse_page::card::{cards, leading};
use gagehouse_page::group::Kind;
use gagehouse_page::{Group, address};
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
        match Group::find(catalog, &source, &id) {
            Some(group) => page(catalog, &group),
            None => {
                let text = format!(
                    "No source '{source}' has public sites of a network or watershed '{id}'."
                );
                view! { <NotFound title="Network not found" text /> }.into_any()
            }
        }
    });
    view! { <CatalogGate title="Network" body /> }.into_any()
}

fn page(catalog: &Catalog, group: &Group) -> AnyView {
    let now = browser::now();
    let name = group.name;
    let synthetic = Signal::stored(synthetic_networks(group.sites.iter().copied()));
    let link = group.link.map(|link| {
        let (link, text) = (link.to_owned(), link.to_owned());
        view! {
            <p>
                "Its own page, with contacts: "
                <a href=link rel="noreferrer">
                    {text}
                </a>
            </p>
        }
    });
    let entries = match group.kind {
        Kind::Network => links::catalog_of_network(name),
        Kind::Watershed => links::catalog_search(name),
    };
    let rows = group.sites.iter().map(|site| row(catalog, site, now));
    let statuses = Status::ALL.into_iter().filter_map(|status| {
        let is_so = |site: &&Site| site_signs(catalog, site, now).status(now) == status;
        let count = group.sites.iter().filter(is_so).count();
        (count > 0).then(|| format!("{count} {}", status.label().to_lowercase()))
    });
    let statuses = statuses.collect::<Vec<_>>().join(", ");
    view! {
        <SyntheticNotice networks=synthetic />
        <div class="column">
            <PageTitle text=format!("{name} ({})", group.kind.label().to_lowercase()) />
            <p class="kicker">{group.kind.label()}</p>
            <h1 tabindex="-1" dir="auto">
                {name.to_owned()}
            </h1>
            <p class="lead" dir="auto">
                {group.description.map(str::to_owned)}
            </p>
            <p>{group.summary()} " Now: " {statuses} "."</p>
            {link}
            <p class="actions">
                <A href=entries attr:class="button">
                    "Catalog entries"
                </A>
                <A href=links::map_search(name) attr:class="button button--quiet">
                    "Show on the map"
                </A>
            </p>
            <h2>"Sites"</h2>
            {group_sketch(catalog, group, now)}
            <div class="table-scroller" tabindex="0" role="region" aria-label="Table of sites">
                <table class="site-table">
                    <thead>
                        <tr>
                            <th scope="col">"Site"</th>
                            <th scope="col">"Status"</th>
                            <th scope="col">"Last value"</th>
                            <th scope="col" class="site-table__detail">
                                "Current conditions"
                            </th>
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
            {documents(group)}
        </div>
    }
    .into_any()
}

fn row(catalog: &Catalog, site: &Site, now: TimeUs) -> AnyView {
    let signs = site_signs(catalog, site, now);
    let (status, zone) = (signs.status(now), site.zone());
    let end = signs.end.map(|end| {
        let exact = time_text(end, zone.as_ref());
        view! { <time datetime=end.to_string() title=exact>{ago_text(end, now)}</time> }
    });
    let cards = cards(catalog, site, units::remembered(), now);
    let lead = leading(&cards).and_then(|card| card.sentence((None, None), zone.as_ref(), now));
    let (page, name) = (format!("/{}", address::site(site)), site.name().to_owned());
    view! {
        <tr>
            <th scope="row">
                <A href=page>
                    <span dir="auto">{name}</span>
                </A>
                <span class="site-table__code quiet small">{site.url_code().to_owned()}</span>
            </th>
            <td>
                <span class="status-words">
                    <SiteGlyph shape=Shape::of_site_type(site.site_type()) status />
                    {status.label()}
                </span>
            </td>
            <td>{end}</td>
            <td class="site-table__detail">{lead.unwrap_or_else(|| "No value known.".to_owned())}</td>
            <td class="site-table__detail">{site.site_type().map(str::to_owned)}</td>
            <td class="site-table__detail site-table__number figures">
                {catalog.datastreams_of(site.row()).count()}
            </td>
        </tr>
    }
    .into_any()
}

/// Documents and photos of its sites; nothing without any.
fn documents(group: &Group) -> Option<AnyView> {
    let rows: Vec<_> = group
        .sites
        .iter()
        .flat_map(|site| site.attachments().into_iter().map(move |file| (site.name(), file)))
        .map(|(site, file)| {
            view! {
                <li>
                    <a href=file.url rel="noreferrer" dir="auto">
                        {file.name}
                    </a>
                    {format!(" ({site})")}
                </li>
            }
        })
        .collect();
    (!rows.is_empty()).then(|| {
        view! {
            <h2>"Documents and photos of its sites"</h2>
            <ul>{rows}</ul>
        }
        .into_any()
    })
}
