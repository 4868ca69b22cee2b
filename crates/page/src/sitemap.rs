//! `sitemap.xml`: the pages that search engines should know.

use crate::html::escaped;

/// A sitemap may name no more addresses.
pub const MOST: usize = 50_000;

/// A sitemap of absolute addresses, the first [`MOST`] of them.
pub fn of<'a>(urls: impl IntoIterator<Item = &'a str>) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for url in urls.into_iter().take(MOST) {
        out.push_str("<url><loc>");
        out.push_str(&escaped(url));
        out.push_str("</loc></url>\n");
    }
    out.push_str("</urlset>\n");
    out
}

/// The index of a sitemap in parts, whose addresses end with their number from 1.
pub fn index(url: &str, parts: usize) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for part in 1..=parts {
        out.push_str(&format!("<sitemap><loc>{}{part}</loc></sitemap>\n", escaped(url)));
    }
    out.push_str("</sitemapindex>\n");
    out
}
