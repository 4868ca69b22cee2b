//! What stands in the head of a page: title, description, preview of links, structured data.

use crate::address;
use crate::card::{cards, leading};
use crate::group::Group;
use crate::html::escaped;
use gagehouse_catalog::{Catalog, Site};
use gagehouse_model::TimeUs;
use gagehouse_model::unit::UnitPreference;
use serde_json::{Map, Value, json};
use std::fmt::Write as _;

/// Longest description; search engines cut it there.
const MOST_CHARS: usize = 300;

/// The head of a page.
#[derive(Debug, Clone, PartialEq)]
pub struct Head {
    /// Its title, without the program's name.
    pub title: String,
    /// What it is, in one or two sentences.
    pub description: String,
    /// Its absolute address.
    pub url: String,
    /// Absolute address of a picture of it.
    pub image: Option<String>,
    /// Where it is described to programs that want to show it (oEmbed).
    pub embed: Option<String>,
    /// Structured data (schema.org).
    pub data: Value,
}

impl Head {
    /// The head of a site's page at `url`, on a server at `base`.
    pub fn of_site(catalog: &Catalog, site: &Site, (base, url): (&str, &str), now: TimeUs) -> Self {
        let zone = site.zone();
        let cards = cards(catalog, site, UnitPreference::AsMeasured, now);
        let leading = leading(&cards);
        let image = leading.map(|card| format!("{base}/{}", address::picture(&card.series)));
        let lead = leading.and_then(|card| card.sentence((None, None), zone.as_ref(), now));
        let place: Vec<&str> = [site.admin_area_2(), site.admin_area_1(), site.country()]
            .into_iter()
            .flatten()
            .collect();
        let kind = site.site_type().unwrap_or("Site").to_owned();
        let about = match place.is_empty() {
            true => format!("{kind} {}.", site.url_code()),
            false => format!("{kind} {} in {}.", site.url_code(), place.join(", ")),
        };
        let names: Vec<&str> = cards.iter().map(|card| card.variable.as_str()).collect();
        let measured = if names.is_empty() {
            String::new()
        } else {
            format!(" Current conditions and data of {}.", names.join(", "))
        };
        let description = shortened(&format!("{} {about}{measured}", lead.unwrap_or_default()));
        Self {
            title: format!("{} ({})", site.name(), site.url_code()),
            description,
            url: url.to_owned(),
            image,
            embed: Some(format!("{base}/oembed?format=json&url={}", address::encoded(url))),
            data: data_of_site(catalog, site, url),
        }
    }

    /// The head of a network's or watershed's page at `url`.
    pub fn of_group(group: &Group, url: &str) -> Self {
        let told = group.description.unwrap_or("").trim_end();
        let stop = if told.is_empty() || told.ends_with(['.', '!', '?']) { "" } else { "." };
        let description = shortened(&format!("{told}{stop} {}", group.summary()));
        let data = json!({
            "@context": "https://schema.org",
            "@type": "DataCatalog",
            "name": group.name,
            "description": description,
            "url": url,
            "sameAs": group.link,
        });
        Self {
            title: format!("{} ({})", group.name, group.kind.label().to_lowercase()),
            description,
            url: url.to_owned(),
            image: None,
            embed: None,
            data,
        }
    }

    /// As elements of HTML, the title first.
    pub fn html(&self) -> String {
        let (title, description, url) =
            (escaped(&self.title), escaped(&self.description), escaped(&self.url));
        let mut out = format!(
            "<title>{title} – Gagehouse</title><meta name=\"description\" content=\"{description}\">\
             <link rel=\"canonical\" href=\"{url}\"><meta property=\"og:type\" content=\"website\">\
             <meta property=\"og:site_name\" content=\"Gagehouse\"><meta property=\"og:title\" content=\"{title}\">\
             <meta property=\"og:description\" content=\"{description}\"><meta property=\"og:url\" content=\"{url}\">"
        );
        if let Some(image) = &self.image {
            let _ = write!(
                out,
                "<meta property=\"og:image\" content=\"{}\"><meta name=\"twitter:card\" content=\"summary_large_image\">",
                escaped(image)
            );
        }
        if let Some(embed) = &self.embed {
            let _ = write!(
                out,
                "<link rel=\"alternate\" type=\"application/json+oembed\" href=\"{}\">",
                escaped(embed)
            );
        }
        // A `<` could end the element, whatever JSON says.
        let data = self.data.to_string().replace('<', "\\u003c");
        let _ = write!(out, "<script type=\"application/ld+json\">{data}</script>");
        out
    }
}

fn shortened(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= MOST_CHARS {
        return text;
    }
    let mut cut: String = text.chars().take(MOST_CHARS - 1).collect();
    cut.truncate(cut.rfind(' ').unwrap_or(cut.len()));
    cut.push('…');
    cut
}

fn data_of_site(catalog: &Catalog, site: &Site, url: &str) -> Value {
    let mut data = Map::new();
    let mut set = |key: &str, value: Value| {
        if !value.is_null() {
            data.insert(key.to_owned(), value);
        }
    };
    let network = site.network_name().unwrap_or(site.source().name.as_str());
    set("@context", json!("https://schema.org"));
    set("@type", json!("Dataset"));
    set("name", json!(format!("{network} data at {} ({})", site.name(), site.url_code())));
    let described = site.description().unwrap_or("");
    set(
        "description",
        json!(format!(
            "Time series measured at {}, operated by {network}. {described}",
            site.name()
        )),
    );
    set("url", json!(url));
    set("identifier", json!(site.reference().to_string()));
    set("isAccessibleForFree", json!(true));
    set("license", json!(site.licence()));
    set("citation", json!(site.citation()));
    set("creator", json!({ "@type": "Organization", "name": network }));
    let series: Vec<_> = catalog.datastreams_of(site.row()).collect();
    let begin = series.iter().filter_map(|series| series.begin()).min();
    let end = series.iter().filter_map(|series| series.end()).max();
    if let Some((begin, end)) = begin.zip(end) {
        set("temporalCoverage", json!(format!("{begin}/{end}")));
    }
    let measured: Vec<Value> = series
        .iter()
        .map(|series| {
            let unit = Some(series.unit_label()).filter(|unit| !unit.is_empty());
            json!({ "@type": "PropertyValue", "name": series.variable_name(), "unitText": unit })
        })
        .fold(Vec::new(), |mut all, value| {
            if !all.contains(&value) {
                all.push(value);
            }
            all
        });
    if !measured.is_empty() {
        set("variableMeasured", json!(measured));
    }
    if let Some((longitude, latitude)) = site.position() {
        let geo = json!({
            "@type": "GeoCoordinates",
            "latitude": latitude,
            "longitude": longitude,
            "elevation": site.elevation_m(),
        });
        set("spatialCoverage", json!({ "@type": "Place", "name": site.name(), "geo": geo }));
    }
    Value::Object(data)
}
