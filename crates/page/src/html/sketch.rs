//! Where the sites of a network or watershed lie to one another, as a figure. The app shows the same text.

use super::{escaped, link};
use crate::address;
use crate::group::Group;
use crate::near::sketch;
use gagehouse_catalog::site::status;
use gagehouse_catalog::{Catalog, Site, Status};
use gagehouse_chart::format::count;
use gagehouse_model::TimeUs;
use std::collections::HashSet;
use std::fmt::Write as _;

/// Side of the drawing in its own units.
const SIDE: f64 = 400.0;
/// With more sites names would cover each other.
const MOST_NAMES: usize = 12;
/// With more sites dots would: of those that lie on one another the most alive is drawn.
const MOST_DOTS: usize = 300;
/// Dots of one square of this side lie on one another.
const DOT: f64 = 6.0;

/// The figure; nothing where no site has coordinates. The table beside it says the same.
pub fn group_sketch(catalog: &Catalog, group: &Group, now: TimeUs) -> Option<String> {
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
    let at = sketch.places.iter().skip(1).map(|(x, y)| ((x * SIDE).round(), (y * SIDE).round()));
    let mut drawn: Vec<(Status, &Site, (f64, f64))> = placed
        .iter()
        .zip(at)
        .map(|((site, _), at)| (status(catalog, site, now), *site, at))
        .collect();
    if drawn.len() > MOST_DOTS {
        drawn.sort_by_key(|(status, ..)| *status);
        let mut taken = HashSet::new();
        drawn.retain(|(.., (x, y))| taken.insert(((x / DOT) as i32, (y / DOT) as i32)));
    }
    let mut out = format!(
        "<figure class=\"group-sketch\"><svg class=\"site-sketch\" viewBox=\"0 0 {SIDE} {SIDE}\" aria-hidden=\"true\">"
    );
    let mut named: Vec<(f64, f64)> = Vec::new();
    for (status, site, (x, y)) in drawn {
        let _ = write!(
            out,
            "<g><circle class=\"site-sketch__dot site-sketch__dot--{}\" cx=\"{x}\" cy=\"{y}\" r=\"7\"><title>{}: {}</title></circle>",
            status.key(),
            escaped(site.name()),
            status.label(),
        );
        // A name beside one that is there already could be read of neither.
        let is_free = named.iter().all(|at| (at.1 - y).abs() > 15.0 || (at.0 - x).abs() > 70.0);
        if placed.len() <= MOST_NAMES && is_free {
            named.push((x, y));
            let (x, anchor) = if x < SIDE / 2.0 { (x + 11.0, "start") } else { (x - 11.0, "end") };
            let _ = write!(
                out,
                "<text x=\"{x}\" y=\"{}\" text-anchor=\"{anchor}\">{}</text>",
                y + 4.0,
                escaped(site.url_code()),
            );
        }
        out.push_str("</g>");
    }
    let _ = write!(
        out,
        "<path class=\"site-sketch__bar\" d=\"M14 382v6h{}v-6\"/><text class=\"site-sketch__scale\" x=\"14\" y=\"376\">{}\u{a0}km</text>\
         <path class=\"site-sketch__bar\" d=\"M384 34V14M379 20l5-6 5 6\"/><text class=\"site-sketch__scale\" x=\"379\" y=\"48\">N</text></svg>\
         <figcaption class=\"quiet small\">{} sites, north at the top; the table says the same.",
        (sketch.bar * SIDE).round(),
        sketch.bar_km,
        count(placed.len() as u64),
    );
    let without = group.sites.len() - placed.len();
    if without > 0 {
        let _ = write!(out, " Without coordinates, in the table alone: {}.", count(without as u64));
    }
    out.push(' ');
    link(&mut out, "", &address::on_the_map(group), "Show them on the map");
    out.push_str("</figcaption></figure>");
    Some(out)
}
