//! Documents and photos of a site, where its source says so.

use gagehouse_catalog::Site;
use leptos::prelude::*;

/// A list of links; nothing without any.
pub fn site_documents(site: &Site) -> Option<AnyView> {
    let page = site.link().filter(|url| url.starts_with("https://") || url.starts_with("http://"));
    let page = page.map(|url| (url.to_owned(), "The site's page at its network".to_owned(), ""));
    let files = site.attachments().into_iter().map(|file| {
        let kind = if file.is_photo() { "Photo: " } else { "" };
        (file.url, file.name, kind)
    });
    let rows: Vec<_> = page
        .into_iter()
        .chain(files)
        .map(|(url, name, kind)| {
            view! {
                <li>
                    {kind}
                    <a href=url rel="noreferrer" dir="auto">
                        {name}
                    </a>
                </li>
            }
        })
        .collect();
    (!rows.is_empty()).then(|| {
        view! {
            <section aria-labelledby="documents-title">
                <h2 id="documents-title">"Documents and photos"</h2>
                <ul>{rows}</ul>
            </section>
        }
        .into_any()
    })
}
