//! `[[layer]]`: picture tiles of another server that the map can show, below its sites.

use super::Expected;
use super::error::SettingsError;
use super::file::FileTable;
use gagehouse_catalog::manifest::{LayerKind, MapLayer};
use gagehouse_model::SourceKey;

/// Every key of a `[[layer]]`.
pub(super) const KEYS: &[&str] =
    &["key", "name", "kind", "url", "attribution", "attribution_url", "min_zoom", "max_zoom"];

/// What stands in the address where a tile's numbers are to stand, each once.
const NUMBERS: [&str; 3] = ["{z}", "{x}", "{y}"];
/// What may stand there besides: `@2x` where a device has pixels for it.
const RATIO: &str = "{r}";
/// Finest zoom at which servers have tiles, where a layer does not say.
const MAX_ZOOM: u8 = 19;
/// Characters of a name or an attribution.
const MOST_CHARS: usize = 200;

/// Checks all layers of the file.
pub(super) fn read_all(tables: &[FileTable]) -> Result<Vec<MapLayer>, SettingsError> {
    let layers = tables.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    super::each_once(tables, layers.iter().map(|layer| layer.key.as_str()))?;
    Ok(layers)
}

/// `scheme://host[:port]` that serves a layer's tiles.
pub fn tile_origin(layer: &MapLayer) -> Option<String> {
    origin(&layer.url, "0")
}

fn read(table: &FileTable) -> Result<MapLayer, SettingsError> {
    let found = |key: &'static str| table.keys.get(key);
    let min_zoom = match found("min_zoom") {
        Some(min_zoom) => min_zoom.parse("layer.min_zoom", zoom)?,
        None => 0,
    };
    let max_zoom = match found("max_zoom") {
        Some(max_zoom) => max_zoom.parse("layer.max_zoom", |text| {
            let expected = || format!("expected a zoom from min_zoom, {min_zoom}, to 24");
            zoom(text).ok().filter(|max_zoom| *max_zoom >= min_zoom).ok_or_else(expected)
        })?,
        None => MAX_ZOOM.max(min_zoom),
    };
    Ok(MapLayer {
        key: table.needed("key")?.parse("layer.key", key)?,
        name: table.needed("name")?.parse("layer.name", words)?,
        kind: match found("kind") {
            Some(kind) => kind.parse("layer.kind", layer_kind)?,
            None => LayerKind::Base,
        },
        url: table.needed("url")?.parse("layer.url", template)?,
        attribution: table.needed("attribution")?.parse("layer.attribution", words)?,
        attribution_url: match found("attribution_url") {
            Some(url) => Some(url.parse("layer.attribution_url", page)?),
            None => None,
        },
        min_zoom,
        max_zoom,
    })
}

fn key(text: &str) -> Result<String, Expected> {
    let key = text.parse::<SourceKey>();
    key.map(String::from).map_err(|_| "expected 1 to 40 of a-z, 0-9, - and _".to_owned())
}

fn words(text: &str) -> Result<String, Expected> {
    let text = text.trim();
    let fits = (1..=MOST_CHARS).contains(&text.chars().count()) && !text.contains(char::is_control);
    if fits { Ok(text.to_owned()) } else { Err(format!("expected 1 to {MOST_CHARS} characters")) }
}

fn layer_kind(text: &str) -> Result<LayerKind, Expected> {
    match text {
        "base" => Ok(LayerKind::Base),
        "overlay" => Ok(LayerKind::Overlay),
        _ => Err("expected base or overlay".to_owned()),
    }
}

fn zoom(text: &str) -> Result<u8, Expected> {
    let zoom = text.parse().ok().filter(|zoom| (0..=24).contains(zoom));
    zoom.ok_or_else(|| "expected a zoom from 0 to 24".to_owned())
}

fn page(text: &str) -> Result<String, Expected> {
    let url = reqwest::Url::parse(text).ok();
    let url = url.filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    let expected = || "expected for example https://tiles.example.org/copyright".to_owned();
    url.map(String::from).ok_or_else(expected)
}

/// An address of tiles: no placeholder can turn it to another host, as the app's policy names exactly one.
fn template(text: &str) -> Result<String, Expected> {
    let expected = || {
        "expected an address with {z}, {x} and {y} after its host, each once, {r} if its tiles come as @2x too, and no \
         other in braces, for example https://tiles.example.org/{z}/{x}/{y}.png"
            .to_owned()
    };
    let once = NUMBERS.iter().all(|number| text.matches(number).count() == 1)
        && text.matches(RATIO).count() <= 1
        && !filled(text, "0").contains(['{', '}'])
        && !text.contains(|c: char| c.is_whitespace() || c.is_control());
    let origins = origin(text, "0").zip(origin(text, "1"));
    match origins {
        Some((one, other)) if once && one == other => Ok(text.to_owned()),
        _ => Err(expected()),
    }
}

fn origin(template: &str, number: &str) -> Option<String> {
    let url = reqwest::Url::parse(&filled(template, number)).ok()?;
    let plain = matches!(url.scheme(), "http" | "https")
        && url.has_host()
        && url.username().is_empty()
        && url.password().is_none()
        && url.fragment().is_none();
    plain.then(|| url.origin().ascii_serialization())
}

fn filled(template: &str, number: &str) -> String {
    NUMBERS
        .iter()
        .chain([&RATIO])
        .fold(template.to_owned(), |text, placeholder| text.replace(placeholder, number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_a_tile_could_turn_elsewhere_is_refused() {
        for text in [
            "https://{z}.example.org/{x}/{y}",
            "https://tiles.example.org{r}/{z}/{x}/{y}",
            "https://{s}.tiles.example.org/{z}/{x}/{y}.png",
            "https://tiles.example.org/{z}/{x}/{y}/{y}.png",
            "https://tiles.example.org/{z}/{x}.png",
            "https://tiles.example.org/{z}/{x}/{y}?k={key}",
            "https://user:hush@tiles.example.org/{z}/{x}/{y}",
            "https://tiles.example.org/{z}/{x}/{y} https://other.example.org",
            "/tiles/{z}/{x}/{y}.png",
            "data:{z}{x}{y}",
            "javascript://x/{z}/{x}/{y}",
            "",
        ] {
            assert!(template(text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_host_of_tiles_is_told_without_their_path() {
        for (text, host) in [
            ("https://tiles.example.org/{z}/{x}/{y}{r}.png?key=a", "https://tiles.example.org"),
            ("http://localhost:8081/{z}/{y}/{x}", "http://localhost:8081"),
            ("https://Tiles.Example.org:443/{z}/{x}/{y}", "https://tiles.example.org"),
        ] {
            let url = template(text).unwrap();
            assert_eq!(origin(&url, "0").as_deref(), Some(host));
        }
    }
}
