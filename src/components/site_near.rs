//! Where a site lies among others: a small map, and the same as a list.

use super::site_glyph::SiteGlyph;
use crate::conditions::site_status;
use crate::links;
use crate::map::points::Shape;
use gagehouse_catalog::{Catalog, Site};
use gagehouse_model::TimeUs;
use gagehouse_page::address;
use gagehouse_page::near::{Sketch, nearest, sketch};
use leptos::prelude::*;
use leptos_router::components::A;

/// Neighbours that are shown.
const COUNT: usize = 6;
/// Side of the drawing in its own units.
const SIDE: f64 = 320.0;

/// The map and the list; nothing for a site without coordinates and neighbours.
pub fn site_near(catalog: &Catalog, site: &Site, now: TimeUs) -> Option<AnyView> {
    let near = nearest(catalog, site, COUNT);
    if near.is_empty() && site.position().is_none() {
        return None;
    }
    let others: Vec<(f64, f64)> =
        near.iter().filter_map(|near| catalog.site(near.row).position()).collect();
    let drawing = site.position().map(|here| drawn(&sketch(here, &others)));
    // Those without coordinates have no number on the map.
    let mut number = 0;
    let rows = near.iter().map(|near| {
        let other = catalog.site(near.row);
        let status = site_status(catalog, &other, now);
        let mark = other.position().map(|_| {
            number += 1;
            number.to_string()
        });
        let name = other.name().to_owned();
        let page = format!("/{}", address::site(&other));
        let way = near.text();
        view! {
            <li>
                <span class="site-near__number figures" aria-hidden="true">
                    {mark}
                </span>
                <SiteGlyph shape=Shape::of_site_type(other.site_type()) status />
                <span>
                    <A href=page>
                        <span dir="auto">{name}</span>
                    </A>
                    <span class="site-near__way quiet small">
                        {way} ", " {status.label().to_lowercase()}
                    </span>
                </span>
            </li>
        }
    });
    let rows = rows.collect::<Vec<_>>();
    let list = match rows.is_empty() {
        true => view! { <p class="quiet">"No other site of the catalog lies within 100 km."</p> }
            .into_any(),
        false => view! { <ul class="site-near__list">{rows}</ul> }.into_any(),
    };
    let view = view! {
        <section class="site-near" aria-labelledby="near-title">
            <h2 id="near-title">"Sites nearby"</h2>
            {drawing}
            {list}
            <p>
                <A href=links::map_of_site(site)>"Show on the map"</A>
            </p>
        </section>
    };
    Some(view.into_any())
}

fn drawn(sketch: &Sketch) -> AnyView {
    let place = |(x, y): (f64, f64)| ((x * SIDE).round(), (y * SIDE).round());
    let others = sketch.places.iter().enumerate().skip(1).map(|(number, at)| {
        let (x, y) = place(*at);
        view! {
            <g>
                <circle class="site-sketch__other" cx=x.to_string() cy=y.to_string() r="10" />
                <text x=x.to_string() y=(y + 4.0).to_string()>
                    {number.to_string()}
                </text>
            </g>
        }
    });
    let others = others.collect::<Vec<_>>();
    let middle = (SIDE / 2.0).to_string();
    let bar_px = (sketch.bar * SIDE).round();
    let bar_km = match sketch.bar_km {
        km if km < 1.0 => format!("{:.0}\u{a0}m", km * 1_000.0),
        km => format!("{km:.0}\u{a0}km"),
    };
    let label = format!(
        "Sketch: this site in the middle, {} near it, north at the top",
        sketch.places.len() - 1
    );
    view! {
        <svg class="site-sketch" viewBox=format!("0 0 {SIDE} {SIDE}") role="img" aria-label=label>
            {others}
            <circle class="site-sketch__here" cx=middle.clone() cy=middle r="8" />
            <path class="site-sketch__bar" d=format!("M14 302v6h{bar_px}v-6") />
            <text class="site-sketch__scale" x="14" y="296">
                {bar_km}
            </text>
            <path class="site-sketch__bar" d="M304 34V14M299 20l5-6 5 6" />
            <text class="site-sketch__scale" x="299" y="48">
                "N"
            </text>
        </svg>
    }
    .into_any()
}
