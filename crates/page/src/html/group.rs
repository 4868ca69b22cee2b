//! A network or watershed, for whoever has no app. Everything stands where the app's own page has it, in the same words, so that
//! nothing moves when it takes over.

use super::sketch::group_sketch;
use super::{WITHOUT_APP, escaped, glyph, link};
use crate::card::{cards, leading};
use crate::group::{FOR_THE_DATE, Group};
use crate::{address, synthetic};
use gagehouse_catalog::site::signs;
use gagehouse_catalog::{Catalog, Site, Status};
use gagehouse_chart::conditions::words::time_text;
use gagehouse_chart::format::count;
use gagehouse_model::TimeUs;
use gagehouse_model::age::ago_in_words;
use gagehouse_model::unit::UnitPreference;
use std::fmt::Write as _;

/// Rows of a table of sites that a page without the app shows.
const MOST_SITES: usize = 500;

/// The page.
pub fn group(catalog: &Catalog, group: &Group, now: TimeUs) -> String {
    let mut out = String::from("<div data-page>");
    if let Some(said) = synthetic::sentence(&synthetic::networks(group.sites.iter().copied())) {
        let _ = write!(
            out,
            "<p class=\"notice notice--synthetic\"><strong>{}</strong>{}</p>",
            synthetic::TITLE,
            escaped(&said)
        );
    }
    let _ = write!(
        out,
        "<div class=\"column\"><p class=\"kicker\">{}</p><h1 tabindex=\"-1\" dir=\"auto\">{}</h1><p class=\"lead\" dir=\"auto\">{}</p><p>{}</p>",
        group.kind.label(),
        escaped(group.name),
        escaped(group.description.unwrap_or("")),
        escaped(&group.summary()),
    );
    if let Some(url) = group.link {
        let url = escaped(url);
        let _ = write!(
            out,
            "<p>Its own page, with contacts: <a href=\"{url}\" rel=\"noreferrer\">{url}</a></p>"
        );
    }
    out.push_str("<p class=\"actions\">");
    link(&mut out, "button", &address::entries(group), "Catalog entries");
    link(&mut out, "button button--quiet", &address::on_the_map(group), "Show on the map");
    out.push_str("</p><h2>Sites</h2>");
    out.push_str(&group_sketch(catalog, group, now).unwrap_or_default());
    let statuses: Vec<Status> =
        group.sites.iter().map(|site| signs(catalog, site, now).status(now)).collect();
    out.push_str(&statuses_html(&statuses));
    out.push_str(
        "<div class=\"table-scroller\"><table class=\"site-table\"><thead><tr><th scope=\"col\">Site</th><th scope=\"col\">Status</th>",
    );
    let _ = write!(
        out,
        "<th scope=\"col\">{FOR_THE_DATE}</th><th scope=\"col\" class=\"site-table__detail\">Current conditions</th>\
         <th scope=\"col\" class=\"site-table__detail\">Kind</th>\
         <th scope=\"col\" class=\"site-table__detail site-table__number\">Series</th></tr></thead><tbody>"
    );
    for (site, status) in group.sites.iter().zip(&statuses).take(MOST_SITES) {
        out.push_str(&row(catalog, site, *status, now));
    }
    out.push_str("</tbody></table></div>");
    if group.sites.len() > MOST_SITES {
        let more = count((group.sites.len() - MOST_SITES) as u64);
        let _ = write!(out, "<p>And {more} more sites.</p>");
    }
    out.push_str(&documents(group));
    out.push_str(WITHOUT_APP);
    out.push_str("</div></div>");
    out
}

/// How many sites have each status.
fn statuses_html(statuses: &[Status]) -> String {
    let mut out = String::from("<ul class=\"status-choices\">");
    let mut item = |label: &str, sites: usize| {
        let sites = count(sites as u64);
        let _ = write!(
            out,
            "<li><span class=\"status-choice\">{label} <span class=\"figures\">{sites}</span></span></li>"
        );
    };
    item("All", statuses.len());
    for status in Status::ALL {
        let sites = statuses.iter().filter(|of| **of == status).count();
        if sites > 0 {
            item(status.label(), sites);
        }
    }
    out.push_str("</ul>");
    out
}

fn row(catalog: &Catalog, site: &Site, status: Status, now: TimeUs) -> String {
    let zone = site.zone();
    let cards = cards(catalog, site, UnitPreference::AsMeasured, now);
    let card = leading(&cards);
    let lead = card.and_then(|card| card.sentence((None, None), zone.as_ref(), now));
    let mut out = String::from("<tr><th scope=\"row\">");
    link(&mut out, "", &address::site(site), site.name());
    let _ = write!(
        out,
        "<span class=\"site-table__code quiet small\">{}</span></th><td><span class=\"status-words\">{}{}</span></td><td>",
        escaped(site.url_code()),
        glyph(status),
        status.label(),
    );
    if let Some(end) = signs(catalog, site, now).end {
        let exact = escaped(&time_text(end, zone.as_ref()));
        let ago = ago_in_words(end, now);
        let _ = write!(out, "<time datetime=\"{end}\" title=\"{exact}\">{ago}</time>");
    }
    if let Some(words) = card.and_then(|card| card.before_standing()) {
        let _ = write!(out, "<span class=\"site-table__note quiet small\">{words}</span>");
    }
    let _ = write!(
        out,
        "</td><td class=\"site-table__detail\">{}</td><td class=\"site-table__detail\">{}</td>\
         <td class=\"site-table__detail site-table__number figures\">{}</td></tr>",
        escaped(&lead.unwrap_or_else(|| "No value known.".to_owned())),
        escaped(site.site_type().unwrap_or("")),
        catalog.datastreams_of(site.row()).count(),
    );
    out
}

/// Documents and photos of its sites; nothing without any.
fn documents(group: &Group) -> String {
    let mut rows = String::new();
    for site in &group.sites {
        for file in site.attachments() {
            let _ = write!(
                rows,
                "<li><a href=\"{}\" rel=\"noreferrer\" dir=\"auto\">{}</a> ({})</li>",
                escaped(&file.url),
                escaped(&file.name),
                escaped(site.name()),
            );
        }
    }
    if rows.is_empty() {
        return rows;
    }
    format!("<h2>Documents and photos of its sites</h2><ul>{rows}</ul>")
}
