//! Every series of a site, grouped by variable, with its extent.

use super::site_glyph::SiteGlyph;
use crate::conditions::{series_status, time_and_zone};
use crate::links;
use crate::map::points::Shape;
use gagehouse_catalog::Datastream;
use gagehouse_catalog::facet::spacing_label;
use gagehouse_catalog::site::Variable;
use gagehouse_model::{SiteZone, TimeUs};
use leptos::prelude::*;
use leptos_router::components::A;

/// A scrollable table; each group is headed by its variable.
pub fn series_table(groups: &[Variable<'_>], zone: Option<&SiteZone>, now: TimeUs) -> AnyView {
    let zone_name = time_and_zone(now, zone).1;
    let bodies = groups.iter().map(|group| {
        let rows = group.series.iter().map(|series| row(series, zone, now)).collect::<Vec<_>>();
        view! {
            <tbody>
                <tr class="site-series__variable">
                    <th colspan="7" scope="rowgroup">
                        {group.name.to_owned()}
                    </th>
                </tr>
                {rows}
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
                        <th scope="col" class="site-series__number">
                            "Values"
                        </th>
                        <th scope="col">"Status"</th>
                    </tr>
                </thead>
                {bodies.collect::<Vec<_>>()}
            </table>
        </div>
    }
    .into_any()
}

fn row(series: &Datastream, zone: Option<&SiteZone>, now: TimeUs) -> AnyView {
    let level = match (series.processing_level(), series.processing_level_definition()) {
        (Some(code), Some(meaning)) if code != meaning => Some(format!("{code}: {meaning}")),
        (code, meaning) => code.or(meaning).map(str::to_owned),
    };
    let label = [level, series.method_name().map(str::to_owned)];
    let label: Vec<String> = label.into_iter().flatten().collect();
    let label = if label.is_empty() { series.name().into_owned() } else { label.join(" · ") };
    let time =
        |time: Option<TimeUs>| time.map_or("–".to_owned(), |time| time_and_zone(time, zone).0);
    let status = series_status(series, now);
    let count = series.value_count().map_or("–".to_owned(), gagehouse_chart::format::count);
    let interval = series.spacing().map_or("not stated".to_owned(), spacing_label);
    view! {
        <tr>
            <th scope="row">
                <A href=links::plot_of([series])>
                    <span class="visually-hidden">"Plot "</span>
                    {label}
                </A>
            </th>
            <td>{series.unit_label().to_owned()}</td>
            <td>{interval}</td>
            <td class="figures">{time(series.begin())}</td>
            <td class="figures">{time(series.end())}</td>
            <td class="figures site-series__number">{count}</td>
            <td>
                <span class="status-words">
                    <SiteGlyph shape=Shape::Water status=status />
                    {status.label()}
                </span>
            </td>
        </tr>
    }
    .into_any()
}
