//! Pages as HTML, with the classes and the order of the app's own, so that the app takes their place without a jump.
//!
//! Every text goes through [`escaped`]; addresses are built by [`crate::address`] or were checked where they were read.

mod group;
mod sketch;

pub use group::group;
pub use sketch::group_sketch;

use crate::address;
use crate::card::{Card, Newest, cards, leading};
use crate::cite::Citation;
use crate::facts::{self, Notice};
use crate::history::History;
use crate::photo::{Attached, alternative};
use gagehouse_catalog::facet::spacing_label;
use gagehouse_catalog::site::{CHOICE, Variable, by_variable, end, signs};
use gagehouse_catalog::{Catalog, Datastream, Site, Status};
use gagehouse_chart::conditions::words::{time_and_zone, time_text};
use gagehouse_chart::format::count;
use gagehouse_model::age::ago_in_words;
use gagehouse_model::unit::UnitPreference;
use gagehouse_model::{SiteZone, TimeUs};
use std::fmt::Write as _;

/// A text inside an element or a quoted attribute.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // Characters that HTML does not allow.
            '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}' => {
                out.push('\u{fffd}')
            }
            _ => out.push(c),
        }
    }
    out
}

/// A site with its history, for whoever has no app.
pub fn site(catalog: &Catalog, site: &Site, history: &History, url: &str, now: TimeUs) -> String {
    let zone = site.zone();
    let zone = zone.as_ref();
    let cards = cards(catalog, site, UnitPreference::AsMeasured, now);
    let variables = by_variable(catalog, site, now);
    let signs = signs(catalog, site, now);
    let status = signs.status(now);
    let mut out = String::from(
        "<div data-page class=\"column site-page\"><header class=\"site-page__head\">",
    );
    let _ = write!(out, "<h1 tabindex=\"-1\" dir=\"auto\">{}</h1>", escaped(site.name()));
    let description = site.description().filter(|text| *text != site.name());
    let _ =
        write!(out, "<p class=\"lead\" dir=\"auto\">{}</p>", escaped(description.unwrap_or("")));
    out.push_str(&notices(site));
    let newest: Vec<Datastream> =
        variables.iter().filter_map(|variable| variable.series.first().copied()).take(5).collect();
    out.push_str("<p class=\"actions\">");
    if !newest.is_empty() {
        link(&mut out, "button", &address::plot(&newest), "Plot");
    }
    out.push_str("</p></header><div class=\"site-page__body\"><section aria-labelledby=\"conditions-title\">");
    out.push_str(
        "<h2 id=\"conditions-title\">Current conditions</h2><p class=\"site-page__status\">",
    );
    let sentence = signs.sentence(now, |time| time_text(time, zone));
    let _ = write!(
        out,
        "{}<span><strong>{}</strong>. {} {}</span></p>",
        glyph(status),
        status.label(),
        escaped(&sentence),
        escaped(&latest_text(catalog, site, zone, now).unwrap_or_default()),
    );
    let lead = leading(&cards).and_then(|card| card.sentence((None, None), zone, now));
    let _ =
        write!(out, "<p class=\"site-page__sentence\">{}</p>", escaped(&lead.unwrap_or_default()));
    if cards.is_empty() {
        out.push_str("<p>The source lists this site without any series so far.</p>");
    } else {
        out.push_str("<ul class=\"variable-cards\">");
        cards.iter().for_each(|card| out.push_str(&card_html(card, zone, now)));
        out.push_str("</ul>");
    }
    let _ = write!(out, "<p class=\"quiet small\">{}</p>", escaped(CHOICE));
    out.push_str("</section><aside aria-labelledby=\"facts-title\"><h2 id=\"facts-title\">About this site</h2>");
    out.push_str(&facts_html(site));
    out.push_str("</aside></div>");
    if !variables.is_empty() {
        out.push_str(
            "<section aria-labelledby=\"series-title\"><h2 id=\"series-title\">Series</h2>",
        );
        out.push_str(&series_table(&variables, zone, now));
        out.push_str("</section>");
    }
    out.push_str(&history.html());
    out.push_str(&documents(site));
    let citation = Citation::of(catalog, site, url, now).text();
    let _ = write!(
        out,
        "<section aria-labelledby=\"cite-title\"><h2 id=\"cite-title\">Cite this site</h2><p>{}</p></section>",
        escaped(&citation)
    );
    out.push_str(WITHOUT_APP);
    out.push_str("</div>");
    out
}

const WITHOUT_APP: &str = "<noscript><p class=\"quiet\">Plots and maps need JavaScript and WebAssembly; what is written here is what \
     was known when the page was sent. The data themselves can be read through the \
     <a href=\"sensorthings/v1.1\">SensorThings service</a>.</p></noscript>";

/// When the newest value of a site was measured, in words.
pub fn latest_text(
    catalog: &Catalog,
    site: &Site,
    zone: Option<&SiteZone>,
    now: TimeUs,
) -> Option<String> {
    let end = signs(catalog, site, now).end.or_else(|| end(catalog, site))?;
    Some(format!(
        "The newest value was measured {}, at {}.",
        ago_in_words(end, now),
        time_text(end, zone)
    ))
}

fn link(out: &mut String, class: &str, path: &str, text: &str) {
    let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
    let _ = write!(out, "<a{class} href=\"{}\" dir=\"auto\">{}</a>", escaped(path), escaped(text));
}

/// The sign of a status, as the app draws it for a site of water.
fn glyph(status: Status) -> String {
    let mark = match status {
        Status::Late | Status::Seasonal => "M12 8.5v7",
        Status::Stale | Status::Ended => "M9 12h6",
        Status::Suspect => "M9.5 9.5l5 5M14.5 9.5l-5 5",
        Status::Live | Status::Never => "",
    };
    format!(
        "<svg class=\"site-glyph site-glyph--{}\" viewBox=\"0 0 24 24\" width=\"20\" height=\"20\" aria-hidden=\"true\">\
         <path class=\"site-glyph__outline\" d=\"M12 4.9a7.1 7.1 0 1 0 .01 0z\"/><path class=\"site-glyph__mark\" d=\"{mark}\"/></svg>",
        status.key()
    )
}

fn notices(site: &Site) -> String {
    let notices = facts::notices(site).into_iter().map(|notice| match notice {
        Notice::Synthetic(text) => {
            format!("<p><span class=\"badge\">{}</span></p>", escaped(&text))
        }
        Notice::Disclaimer(text) => {
            format!("<p class=\"callout\" dir=\"auto\">{}</p>", escaped(&text))
        }
        Notice::Problem(text) => {
            format!("<p class=\"callout callout--problem\">{}</p>", escaped(&text))
        }
    });
    notices.collect()
}

fn card_html(card: &Card, zone: Option<&SiteZone>, now: TimeUs) -> String {
    let mut out = String::from("<li class=\"variable-card card\">");
    let _ = write!(
        out,
        "<h3 dir=\"auto\">{}</h3><p class=\"variable-card__value figures\">{}",
        escaped(&card.variable),
        escaped(&card.value_text())
    );
    if let Some(datum) = card.datum {
        let _ = write!(out, "<span class=\"variable-card__datum\"> above {datum}</span>");
    }
    if let Some(over) = card.over.as_ref().filter(|_| matches!(card.newest, Newest::Number(..))) {
        let _ = write!(out, "<span class=\"variable-card__datum\"> {}</span>", escaped(over));
    }
    out.push_str("</p><p class=\"variable-card__time figures\">");
    if let Some(time) = card.newest.time() {
        let _ = write!(
            out,
            "{}<br>{}",
            escaped(&time_text(time, zone)),
            escaped(&ago_in_words(time, now))
        );
    }
    let status = card.status_text(zone, now).unwrap_or_default();
    let level = card.level.as_deref().unwrap_or("");
    let _ = write!(
        out,
        "</p><p class=\"variable-card__status small\">{}</p><div class=\"sparkline\"></div>\
         <p class=\"variable-card__foot\"><span>{}</span>",
        escaped(&status),
        escaped(level)
    );
    link(&mut out, "variable-card__plot", &card.plot, "Plot");
    out.push_str("</p></li>");
    out
}

fn facts_html(site: &Site) -> String {
    let mut out = String::from("<dl class=\"fact-list\">");
    for (term, text) in facts::of_site(site) {
        let _ = write!(
            out,
            "<dt>{term}</dt><dd class=\"figures\" dir=\"auto\">{}</dd>",
            escaped(&text)
        );
    }
    let source = site.source();
    let mut linked = |term: &str, path: &str, text: &str| {
        let _ = write!(out, "<dt>{term}</dt><dd>");
        link(&mut out, "", path, text);
        out.push_str("</dd>");
    };
    if let Some(watershed) = site.watershed() {
        linked("Watershed", &address::group(source.key.as_str(), watershed), watershed);
    }
    if let Some(network) = site.network() {
        linked("Network", &address::network(source.key.as_str(), &network), network.name());
    }
    let _ = write!(out, "<dt>Source</dt><dd>{}</dd></dl>", escaped(&source.name));
    out
}

fn documents(site: &Site) -> String {
    let Attached { photos, links } = Attached::to(site);
    let page = site.link().filter(|url| url.starts_with("https://") || url.starts_with("http://"));
    if photos.is_empty() && links.is_empty() && page.is_none() {
        return String::new();
    }
    let mut out = String::from(
        "<section aria-labelledby=\"documents-title\"><h2 id=\"documents-title\">Documents and photos</h2>",
    );
    if !photos.is_empty() {
        out.push_str("<div class=\"site-photos\">");
        for photo in &photos {
            let _ = write!(
                out,
                "<a href=\"{url}\" rel=\"noreferrer\"><img src=\"{url}\" alt=\"{}\" loading=\"lazy\" referrerpolicy=\"no-referrer\"></a>",
                escaped(&alternative(site, photo)),
                url = escaped(&photo.url),
            );
        }
        out.push_str("</div>");
    }
    out.push_str("<ul>");
    let mut item = |url: &str, text: &str| {
        let _ = write!(
            out,
            "<li><a href=\"{}\" rel=\"noreferrer\" dir=\"auto\">{}</a></li>",
            escaped(url),
            escaped(text)
        );
    };
    page.iter().for_each(|url| item(url, "The site's page at its network"));
    links.iter().for_each(|file| item(&file.url, &file.name));
    out.push_str("</ul></section>");
    out
}

fn series_table(variables: &[Variable], zone: Option<&SiteZone>, now: TimeUs) -> String {
    let zone_name = escaped(&time_and_zone(now, zone).1);
    let mut out = format!(
        "<div class=\"table-scroller\"><table class=\"site-series\"><thead><tr><th scope=\"col\">Level and method</th>\
         <th scope=\"col\">Latest value</th><th scope=\"col\">Interval</th><th scope=\"col\">First value ({zone_name})</th>\
         <th scope=\"col\">Last value ({zone_name})</th><th scope=\"col\" class=\"site-series__number\">Values</th>\
         <th scope=\"col\">Status</th></tr></thead>"
    );
    let time =
        |time: Option<TimeUs>| time.map_or("–".to_owned(), |time| time_and_zone(time, zone).0);
    for variable in variables {
        let _ = write!(
            out,
            "<tbody><tr class=\"site-series__variable\"><th colspan=\"7\" scope=\"rowgroup\" dir=\"auto\">{}</th></tr>",
            escaped(variable.name)
        );
        for series in &variable.series {
            let alone = Variable { name: variable.name, series: vec![*series] };
            let value = Card::of(&alone, UnitPreference::AsMeasured, now);
            let value = value.map(|card| card.value_text()).unwrap_or_default();
            out.push_str("<tr><th scope=\"row\">");
            link(&mut out, "", &address::plot([series]), &facts::series_label(series));
            let _ = write!(
                out,
                "</th><td class=\"figures\">{}</td><td>{}</td><td class=\"figures\">{}</td><td class=\"figures\">{}</td>\
                 <td class=\"figures site-series__number\">{}</td><td>{}</td></tr>",
                escaped(&value),
                series.spacing().map_or("not stated".to_owned(), spacing_label),
                time(series.begin()),
                time(series.end()),
                series.value_count().map_or("–".to_owned(), count),
                series.signs().status(now).label(),
            );
        }
        out.push_str("</tbody>");
    }
    out.push_str("</table></div>");
    out
}
