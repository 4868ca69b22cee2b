//! Where the sites of a network or watershed lie to one another.

use crate::catalog::cells::grouped;
use crate::conditions::site_status;
use crate::links;
use gagehouse_catalog::{Catalog, Site, Status};
use gagehouse_model::TimeUs;
use gagehouse_page::Group;
use gagehouse_page::near::sketch;
use leptos::prelude::*;
use leptos_router::components::A;
use std::collections::HashSet;

/// Side of the drawing in its own units.
const SIDE: f64 = 400.0;
/// With more sites names would cover each other.
const MOST_NAMES: usize = 12;
/// With more sites dots would: of those that lie on one another the most alive is drawn.
const MOST_DOTS: usize = 300;
/// Dots of one square of this side lie on one another.
const DOT: f64 = 6.0;

/// The sketch; nothing where no site has coordinates. The table beside it says the same.
pub fn group_sketch(catalog: &Catalog, group: &Group, now: TimeUs) -> Option<AnyView> {
    let placed: Vec<(&Site, (f64, f64))> =
        group.sites.iter().filter_map(|site| Some((site, site.position()?))).collect();
    let (_, first) = placed.first()?;
    // Across the date line degrees are counted on from the first site.
    let near = |east: f64| first.0 + (east - first.0 + 540.0).rem_euclid(360.0) - 180.0;
    let bounds =
        placed.iter().fold((near(first.0), near(first.0), first.1, first.1), |b, (_, at)| {
            (b.0.min(near(at.0)), b.1.max(near(at.0)), b.2.min(at.1), b.3.max(at.1))
        });
    let middle = ((bounds.0 + bounds.1) / 2.0, (bounds.2 + bounds.3) / 2.0);
    let places: Vec<(f64, f64)> = placed.iter().map(|(_, at)| *at).collect();
    let sketch = sketch(middle, &places);
    let mut named: Vec<(f64, f64)> = Vec::new();
    let at = sketch.places.iter().skip(1).map(|(x, y)| ((x * SIDE).round(), (y * SIDE).round()));
    let mut drawn: Vec<(Status, &Site, (f64, f64))> = placed
        .iter()
        .zip(at)
        .map(|((site, _), at)| (site_status(catalog, site, now), *site, at))
        .collect();
    if drawn.len() > MOST_DOTS {
        drawn.sort_by_key(|(status, ..)| *status);
        let mut taken = HashSet::new();
        drawn.retain(|(.., (x, y))| taken.insert(((x / DOT) as i32, (y / DOT) as i32)));
    }
    let dots = drawn.into_iter().map(|(status, site, (x, y))| {
        let is_left = x < SIDE / 2.0;
        // A name beside one that is there already could be read of neither.
        let is_free = named.iter().all(|at| (at.1 - y).abs() > 15.0 || (at.0 - x).abs() > 70.0);
        let has_name = placed.len() <= MOST_NAMES && is_free;
        if has_name {
            named.push((x, y));
        }
        let name = has_name.then(|| {
            let (at, anchor) = if is_left { (x + 11.0, "start") } else { (x - 11.0, "end") };
            view! {
                <text x=at.to_string() y=(y + 4.0).to_string() text-anchor=anchor>
                    {site.url_code().to_owned()}
                </text>
            }
        });
        view! {
            <g>
                <circle
                    class=format!("site-sketch__dot site-sketch__dot--{}", status.key())
                    cx=x.to_string()
                    cy=y.to_string()
                    r="7"
                >
                    <title>{format!("{}: {}", site.name(), status.label())}</title>
                </circle>
                {name}
            </g>
        }
    });
    let dots = dots.collect::<Vec<_>>();
    let bar_px = (sketch.bar * SIDE).round();
    let count = placed.len();
    let without = group.sites.len() - count;
    let note = (without > 0)
        .then(|| format!(" Without coordinates, in the table alone: {}.", grouped(without as u64)));
    let view = view! {
        <figure class="group-sketch">
            <svg class="site-sketch" viewBox=format!("0 0 {SIDE} {SIDE}") aria-hidden="true">
                {dots}
                <path class="site-sketch__bar" d=format!("M14 382v6h{bar_px}v-6") />
                <text class="site-sketch__scale" x="14" y="376">
                    {format!("{}\u{a0}km", sketch.bar_km)}
                </text>
                <path class="site-sketch__bar" d="M384 34V14M379 20l5-6 5 6" />
                <text class="site-sketch__scale" x="379" y="48">
                    "N"
                </text>
            </svg>
            <figcaption class="quiet small">
                {format!("{} sites, north at the top; the table says the same.", grouped(count as u64))} {note} " "
                <A href=links::map_search(group.name)>"Show them on the map"</A>
            </figcaption>
        </figure>
    };
    Some(view.into_any())
}
