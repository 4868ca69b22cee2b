//! Every series of a site, grouped by variable, with its extent, its plot and its file. What changes with new values
//! follows the catalog.

use super::site_glyph::SiteGlyph;
use crate::api::catalog::CatalogContext;
use crate::conditions::time_and_zone;
use crate::map::points::Shape;
use gagehouse_catalog::Datastream;
use gagehouse_catalog::Status;
use gagehouse_catalog::facet::spacing_label;
use gagehouse_catalog::site::Variable;
use gagehouse_model::{SiteZone, TimeUs};
use gagehouse_page::{address, facts};
use leptos::prelude::*;
use leptos_router::components::A;

/// A scrollable table; each group is headed by its variable.
pub fn series_table(
    context: CatalogContext,
    groups: &[Variable<'_>],
    zone: Option<&SiteZone>,
    now: Signal<TimeUs>,
) -> AnyView {
    let zone_name = time_and_zone(now.get_untracked(), zone).1;
    let bodies = groups.iter().map(|group| {
        let rows = group.series.iter().map(|series| row(context, series, zone, now));
        view! {
            <tbody>
                <tr class="site-series__variable">
                    <th colspan="7" scope="rowgroup" dir="auto">
                        {group.name.to_owned()}
                    </th>
                </tr>
                {rows.collect::<Vec<_>>()}
            </tbody>
        }
    });
    view! {
        <div class="table-scroller" tabindex="0" role="region" aria-label="Table of series">
            <table class="site-series">
                <thead>
                    <tr>
                        <th scope="col">"Level and method"</th>
                        <th scope="col">"Unit"</th>
                        <th scope="col">"Interval"</th>
                        <th scope="col">{format!("First value ({zone_name})")}</th>
                        <th scope="col">{format!("Last value ({zone_name})")}</th>
                        <th scope="col">"Record as CSV"</th>
                        <th scope="col">"Status"</th>
                    </tr>
                </thead>
                {bodies.collect::<Vec<_>>()}
            </table>
        </div>
    }
    .into_any()
}

/// What changes with new values.
#[derive(Debug, Clone, PartialEq)]
struct Fresh {
    end: Option<TimeUs>,
    size: Option<String>,
    status: Status,
}

impl Fresh {
    fn of(series: &Datastream, now: TimeUs) -> Self {
        let size = facts::size_text(series);
        Self { end: series.end(), size, status: series.signs().status(now) }
    }
}

fn row(
    context: CatalogContext,
    series: &Datastream,
    zone: Option<&SiteZone>,
    now: Signal<TimeUs>,
) -> AnyView {
    let (reference, first) = (series.reference(), Fresh::of(series, now.get_untracked()));
    let fresh = Memo::new(move |_| {
        let catalog = context.catalog();
        let series = catalog.as_ref().and_then(|catalog| catalog.find_datastream(&reference));
        series.map_or_else(|| first.clone(), |series| Fresh::of(&series, now.get()))
    });
    let text = |time: Option<TimeUs>, zone: Option<&SiteZone>| {
        time.map_or("–".to_owned(), |time| time_and_zone(time, zone).0)
    };
    let interval = series.spacing().map_or("not stated".to_owned(), spacing_label);
    let begin = text(series.begin(), zone);
    let zone = zone.cloned();
    let end = move || fresh.with(|fresh| text(fresh.end, zone.as_ref()));
    let label = facts::series_label(series);
    let save_words = format!("Save the record of {}, {label}: ", series.variable_name());
    let record = format!("/{}", address::whole_record(series));
    let hidden = series.results_hidden();
    let file = move || match fresh.with(|fresh| fresh.size.clone()) {
        _ if hidden => view! { "hidden by its owner" }.into_any(),
        Some(size) => {
            let words = save_words.clone();
            view! {
                <A href=record.clone()>
                    <span class="visually-hidden">{words}</span>
                    {size}
                </A>
            }
            .into_any()
        }
        None => view! { "–" }.into_any(),
    };
    let status = move || {
        let status = fresh.with(|fresh| fresh.status);
        view! {
            <SiteGlyph shape=Shape::Water status />
            {status.label()}
        }
    };
    view! {
        <tr>
            <th scope="row">
                <A href=format!("/{}", address::plot([series]))>
                    <span class="visually-hidden">"Plot "</span>
                    <span dir="auto">{label}</span>
                </A>
            </th>
            <td>{series.unit_label().to_owned()}</td>
            <td>{interval}</td>
            <td class="figures">{begin}</td>
            <td class="figures">{end}</td>
            <td class="figures site-series__file">{file}</td>
            <td>
                <span class="status-words">{status}</span>
            </td>
        </tr>
    }
    .into_any()
}
