//! Documents and photos of a site, where its source says so.

use gagehouse_catalog::Site;
use gagehouse_page::photo::{Attached, alternative};
use leptos::prelude::*;

/// Photos, and a list of links; nothing without any.
pub fn site_documents(site: &Site) -> Option<AnyView> {
    let page = site.link().filter(|url| url.starts_with("https://") || url.starts_with("http://"));
    let page = page.map(|url| (url.to_owned(), "The site's page at its network".to_owned(), ""));
    let Attached { photos, links } = Attached::to(site);
    let photos: Vec<_> = photos
        .into_iter()
        .map(|photo| {
            let (alternative, href) = (alternative(site, &photo), photo.url.clone());
            view! {
                <a href=href rel="noreferrer">
                    <img
                        src=photo.url
                        alt=alternative
                        loading="lazy"
                        referrerpolicy="no-referrer"
                    />
                </a>
            }
        })
        .collect();
    let photos =
        (!photos.is_empty()).then(|| view! { <div class="site-photos">{photos}</div> }.into_any());
    let files = links.into_iter().map(|file| {
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
    (photos.is_some() || !rows.is_empty()).then(|| {
        view! {
            <section aria-labelledby="documents-title">
                <h2 id="documents-title">"Documents and photos"</h2>
                {photos}
                {(!rows.is_empty()).then(|| view! { <ul>{rows}</ul> })}
            </section>
        }
        .into_any()
    })
}
