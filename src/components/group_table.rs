//! The sites of a network or watershed as a table, all or those of one status; the address says which.

use super::group_standings::GroupStandings;
use crate::catalog::cells::grouped;
use crate::components::site_glyph::SiteGlyph;
use crate::conditions::{ago_text, site_signs, time_text};
use crate::map::points::Shape;
use crate::units;
use gagehouse_catalog::{Catalog, Site, SiteRow, Status};
use gagehouse_chart::conditions::Rank;
use gagehouse_model::TimeUs;
use gagehouse_page::card::{Card, cards, leading};
use gagehouse_page::group::FOR_THE_DATE;
use gagehouse_page::{Group, address};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::A;
use leptos_router::hooks::{use_navigate, use_query_map};

/// Rows shown at first and added by each press of the button.
const PAGE: usize = 200;

/// The choice of a status, with how many sites have it, and the table.
///
/// `path` is that of the page.
pub fn group_table(catalog: &Catalog, group: &Group, path: String, now: TimeUs) -> AnyView {
    let listed: Vec<(SiteRow, Status)> = group
        .sites
        .iter()
        .map(|site| (site.row(), site_signs(catalog, site, now).status(now)))
        .collect();
    let listed = StoredValue::new(listed);
    let address = use_query_map();
    let chosen = Memo::new(move |_| {
        let word = address.with(|address| address.get("status"))?;
        Status::ALL.into_iter().find(|status| status.key() == word)
    });
    let limit = RwSignal::new(PAGE);
    Effect::new(move |_| {
        chosen.track();
        limit.set(PAGE);
    });
    let count = move |status: Option<Status>| {
        listed.with_value(|listed| {
            listed.iter().filter(|(_, of)| status.is_none_or(|it| it == *of)).count()
        })
    };
    let navigate = use_navigate();
    let choice = |status: Option<Status>| {
        let (label, address) = match status {
            Some(status) => (status.label(), format!("{path}?status={}", status.key())),
            None => ("All", path.clone()),
        };
        let navigate = navigate.clone();
        let choose = move |_| {
            let options = NavigateOptions { scroll: false, ..NavigateOptions::default() };
            navigate(&address, options);
        };
        let is_chosen = move || (chosen.get() == status).to_string();
        view! {
            <li>
                <button
                    type="button"
                    class="status-choice"
                    aria-pressed=is_chosen
                    on:click=choose
                >
                    {label}
                    " "
                    <span class="figures">{grouped(count(status) as u64)}</span>
                </button>
            </li>
        }
    };
    let present = Status::ALL.into_iter().filter(|status| count(Some(*status)) > 0).map(Some);
    let choices: Vec<_> = std::iter::once(None).chain(present).map(choice).collect();
    let catalog = catalog.clone();
    let standings = GroupStandings::of_page();
    let rows = move || {
        let (chosen, limit) = (chosen.get(), limit.get());
        let of_status = |(_, of): &&(SiteRow, Status)| chosen.is_none_or(|it| it == *of);
        let speaks = |at: SiteRow| {
            let cards = cards(&catalog, &catalog.site(at), units::remembered(), now);
            leading(&cards).cloned()
        };
        listed.with_value(|listed| {
            let shown = listed.iter().filter(of_status).take(limit);
            let rows: Vec<_> = shown.map(|(at, status)| (*at, *status, speaks(*at))).collect();
            standings.want(rows.iter().filter_map(|(_, _, card)| card.as_ref()));
            let row = |(at, status, card)| {
                row(&catalog, &catalog.site(at), (status, card), standings, now)
            };
            rows.into_iter().map(row).collect::<Vec<_>>()
        })
    };
    let more = move || {
        let left = count(chosen.get()).saturating_sub(limit.get());
        (left > 0).then(|| {
            view! {
                <button
                    type="button"
                    class="button button--quiet"
                    on:click=move |_| limit.update(|limit| *limit += PAGE)
                >
                    {format!("Show {} more of {}", left.min(PAGE), grouped(left as u64))}
                </button>
            }
        })
    };
    view! {
        <ul class="status-choices" aria-label="Sites by status">
            {choices}
        </ul>
        <div class="table-scroller" tabindex="0" role="region" aria-label="Table of sites">
            <table class="site-table">
                <thead>
                    <tr>
                        <th scope="col">"Site"</th>
                        <th scope="col">"Status"</th>
                        <th scope="col" title=Rank::meaning()>
                            {FOR_THE_DATE}
                        </th>
                        <th scope="col" class="site-table__detail">
                            "Current conditions"
                        </th>
                        <th scope="col" class="site-table__detail">
                            "Kind"
                        </th>
                        <th scope="col" class="site-table__detail site-table__number">
                            "Series"
                        </th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {more}
    }
    .into_any()
}

/// A site with the card that speaks for it.
fn row(
    catalog: &Catalog,
    site: &Site,
    (status, card): (Status, Option<Card>),
    standings: GroupStandings,
    now: TimeUs,
) -> AnyView {
    let (signs, zone) = (site_signs(catalog, site, now), site.zone());
    let end = signs.end.map(|end| {
        let exact = time_text(end, zone.as_ref());
        view! { <time datetime=end.to_string() title=exact>{ago_text(end, now)}</time> }
    });
    let shape = Shape::of_site_type(site.site_type());
    let for_the_date = standings.cell(card.as_ref(), shape);
    let lead = move || {
        let card = card.as_ref()?;
        card.sentence((None, standings.of(&card.series).as_ref()), zone.as_ref(), now)
    };
    let (page, name) = (format!("/{}", address::site(site)), site.name().to_owned());
    view! {
        <tr>
            <th scope="row">
                <A href=page>
                    <span dir="auto">{name}</span>
                </A>
                <span class="site-table__code quiet small">{site.url_code().to_owned()}</span>
            </th>
            <td>
                <span class="status-words">
                    <SiteGlyph shape status />
                    {status.label()}
                </span>
            </td>
            <td>
                {end}
                {for_the_date}
            </td>
            <td class="site-table__detail">
                {move || lead().unwrap_or_else(|| "No value known.".to_owned())}
            </td>
            <td class="site-table__detail">{site.site_type().map(str::to_owned)}</td>
            <td class="site-table__detail site-table__number figures">
                {catalog.datastreams_of(site.row()).count()}
            </td>
        </tr>
    }
    .into_any()
}
