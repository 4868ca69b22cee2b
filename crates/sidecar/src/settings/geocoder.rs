//! `[geocoder]`: the service that is asked where a place of a name is.

use super::error::SettingsError;
use super::layers::Layers;
use super::secret::Secret;
use super::{Expected, seconds};
use std::time::Duration;

/// What stands in the address where the name is to stand.
const QUERY: &str = "{query}";

/// A service that knows names of places.
#[derive(Debug, Clone)]
pub struct Geocoder {
    /// Its address with `{query}`; it may hold a key.
    template: Secret,
    /// What people call it.
    pub name: String,
    /// What must stand beside its answers.
    pub attribution: Option<String>,
    /// How long it may take.
    pub patience: Duration,
}

impl Geocoder {
    /// The address that asks for a name.
    pub fn url(&self, name: &str) -> String {
        filled(self.template.expose(), name)
    }
}

pub(super) fn read(layers: &Layers<'_>) -> Result<Option<Geocoder>, SettingsError> {
    let Some(template) = layers.optional_secret("geocoder.url", template)? else { return Ok(None) };
    let host = reqwest::Url::parse(&filled(template.expose(), "x")).ok();
    let host = host.and_then(|url| Some(url.host_str()?.to_owned())).unwrap_or_default();
    let said = |text: &str| Ok(Some(text.trim().to_owned()).filter(|text| !text.is_empty()));
    Ok(Some(Geocoder {
        template,
        name: layers.get("geocoder.name", "", said)?.unwrap_or(host),
        attribution: layers.get("geocoder.attribution", "", said)?,
        patience: layers.get("geocoder.seconds", "5", seconds)?,
    }))
}

fn template(text: &str) -> Result<Secret, Expected> {
    let expected = || {
        "expected an address with {query} after its host, for example https://places.example.org/search?q={query}"
            .to_owned()
    };
    let origin = |name: &str| {
        let url = reqwest::Url::parse(&filled(text, name)).ok()?;
        (matches!(url.scheme(), "http" | "https") && url.has_host()).then(|| url.origin())
    };
    let one = origin("a").filter(|_| text.matches(QUERY).count() == 1);
    match one.zip(origin("b")) {
        Some((one, other)) if one == other => Ok(Secret::new(text)),
        _ => Err(expected()),
    }
}

fn filled(template: &str, name: &str) -> String {
    let encoded: String = reqwest::Url::parse_with_params("http://x/", [("q", name)])
        .ok()
        .and_then(|url| Some(url.query()?.trim_start_matches("q=").replace('+', "%20")))
        .unwrap_or_default();
    template.replace(QUERY, &encoded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_put_into_the_address_and_changes_nothing_else_of_it() {
        let geocoder = Geocoder {
            template: template("https://places.example.org/search?q={query}&format=json").unwrap(),
            name: String::new(),
            attribution: None,
            patience: Duration::ZERO,
        };
        assert_eq!(
            geocoder.url("Bärn & co/#?="),
            "https://places.example.org/search?q=B%C3%A4rn%20%26%20co%2F%23%3F%3D&format=json"
        );
    }

    #[test]
    fn an_address_that_a_name_could_turn_elsewhere_is_refused() {
        for text in [
            "https://{query}.example.org/",
            "https://places.example.org/search",
            "https://places.example.org/{query}/{query}",
            "ftp://places.example.org/{query}",
            "{query}",
            "",
        ] {
            assert!(template(text).is_err(), "{text}");
        }
    }
}
