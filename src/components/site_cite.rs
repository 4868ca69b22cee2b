//! How a site is cited and shared.

use super::copy_button::CopyButton;
use crate::browser;
use crate::chart::download::save;
use gagehouse_catalog::{Catalog, Site};
use gagehouse_model::TimeUs;
use gagehouse_page::address;
use gagehouse_page::cite::Citation;
use js_sys::Array;
use leptos::prelude::*;

/// The citation as text, for BibTeX and for reference managers, and the page's address.
pub fn site_cite(catalog: &Catalog, site: &Site, now: TimeUs) -> AnyView {
    let url = format!(
        "{}{}",
        browser::origin(),
        browser::under_base(&format!("/{}", address::site(site)))
    );
    let citation = Citation::of(catalog, site, &url, now);
    let text = citation.text();
    let file = address::encoded(site.url_code());
    let offered = move |content: String, kind: &'static str, name: String| {
        move |_| {
            save(&Array::of1(&content.clone().into()), kind, &name);
        }
    };
    let bibtex = offered(citation.bibtex(), "application/x-bibtex", format!("{file}.bib"));
    let ris = offered(citation.ris(), "application/x-research-info-systems", format!("{file}.ris"));
    view! {
        <section aria-labelledby="cite-title">
            <h2 id="cite-title">"Cite this site"</h2>
            <p class="site-cite__text">{text.clone()}</p>
            <p class="actions">
                <CopyButton label="Copy citation" text />
                <button type="button" class="button button--quiet" on:click=bibtex>
                    "BibTeX"
                </button>
                <button type="button" class="button button--quiet" on:click=ris>
                    "RIS"
                </button>
            </p>
            <h2>"Share this site"</h2>
            <p class="actions">
                <CopyButton label="Copy link to this page" text=url />
            </p>
        </section>
    }
    .into_any()
}
