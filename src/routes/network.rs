//! A network or a watershed: what it is, its sites with their conditions, its documents.

use crate::browser;
use crate::components::catalog_gate::{Body, CatalogGate};
use crate::components::group_table::group_table;
use crate::components::not_found::NotFound;
use crate::components::page_title::PageTitle;
use crate::components::synthetic_notice::SyntheticNotice;
use crate::links;
use gagehouse_catalog::Catalog;
use gagehouse_page::html::group_sketch;
use gagehouse_page::{Group, address, synthetic};
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
            Some(group) => {
                let path = format!("/networks/{source}/{}", links::encoded(&id));
                page(catalog, &group, path)
            }
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

fn page(catalog: &Catalog, group: &Group, path: String) -> AnyView {
    let now = browser::now();
    let name = group.name;
    let synthetic = Signal::stored(synthetic::networks(group.sites.iter().copied()));
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
    let (entries, on_the_map) = (address::entries(group), address::on_the_map(group));
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
            <p>{group.summary()}</p>
            {link}
            <p class="actions">
                <A href=format!("/{entries}") attr:class="button">
                    "Catalog entries"
                </A>
                <A href=format!("/{on_the_map}") attr:class="button button--quiet">
                    "Show on the map"
                </A>
            </p>
            <h2>"Sites"</h2>
            {group_sketch(catalog, group, now).map(|html| view! { <div inner_html=html></div> })}
            {group_table(catalog, group, path, now)}
            {documents(group)}
        </div>
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
