//! Where a site is and what is known of it, as a list of terms.

use crate::links;
use gagehouse_catalog::Site;
use leptos::prelude::*;
use leptos_router::components::A;

/// The facts a source states; what it does not state is left out.
pub fn site_facts(site: &Site) -> AnyView {
    let zone = site.zone();
    let offset = zone.as_ref().map(|zone| {
        let offset = zone.standard_offset_text().replace('-', "\u{2212}");
        match &zone.iana {
            Some(iana) => format!("UTC{offset} all year (standard time of {iana})"),
            None => format!("UTC{offset} all year"),
        }
    });
    let elevation = site.elevation_m().map(|elevation_m| {
        let rounded = (elevation_m * 10.0).round() / 10.0;
        match site.elevation_datum() {
            Some(datum) => format!("{rounded}\u{a0}m above {datum}"),
            None => format!("{rounded}\u{a0}m, datum not stated"),
        }
    });
    let area = [site.admin_area_2(), site.admin_area_1(), site.country()];
    let area: Vec<&str> = area.into_iter().flatten().collect();
    let facts = [
        ("Code", Some(site.url_code().to_owned())),
        ("Kind", site.site_type().map(str::to_owned)),
        ("Coordinates", Some(site.position().map_or("not stated".to_owned(), coordinates_text))),
        ("Elevation", elevation),
        ("Watershed", site.watershed().map(str::to_owned)),
        ("Area", (!area.is_empty()).then(|| area.join(", "))),
        ("Time zone", Some(offset.unwrap_or_else(|| "not stated; times are shown in UTC".into()))),
    ];
    let rows = facts.into_iter().filter_map(|(term, value)| {
        Some(view! {
            <dt>{term}</dt>
            <dd class="figures">{value?}</dd>
        })
    });
    let source = site.source();
    let network = site.network().map(|network| {
        let page = links::network_page(source.key.as_str(), network.external_id());
        let name = network.name().to_owned();
        view! {
            <dt>"Network"</dt>
            <dd>
                <A href=page>{name}</A>
            </dd>
        }
    });
    view! {
        <dl class="fact-list">
            {rows.collect::<Vec<_>>()} {network} <dt>"Source"</dt> <dd>{source.name.clone()}</dd>
        </dl>
    }
    .into_any()
}

/// `41.88540° N, 111.56400° W (WGS 84)`.
fn coordinates_text((longitude, latitude): (f64, f64)) -> String {
    let north = if latitude < 0.0 { 'S' } else { 'N' };
    let east = if longitude < 0.0 { 'W' } else { 'E' };
    format!(
        "{:.5}°\u{a0}{north}, {:.5}°\u{a0}{east} (WGS\u{a0}84)",
        latitude.abs(),
        longitude.abs()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_name_their_hemispheres() {
        assert_eq!(
            coordinates_text((-111.564, 41.8854)),
            "41.88540°\u{a0}N, 111.56400°\u{a0}W (WGS\u{a0}84)"
        );
        assert!(coordinates_text((6.5, -0.25)).starts_with("0.25000°\u{a0}S, 6.50000°\u{a0}E"));
    }
}
