//! The visits of a month, day by day.

use super::answer::Answer;
use super::names::{Names, use_names};
use super::words::when_text;
use crate::api::records::{Asked, list};
use crate::browser;
use crate::components::page_title::PageTitle;
use crate::field::clock;
use gagehouse_chart::format::count;
use gagehouse_model::TimeUs;
use gagehouse_model::time::MONTHS;
use gagehouse_model::time::{DAY_US, civil_from_days, days_from_civil, days_in_month};
use gagehouse_records::listed::RecordList;
use gagehouse_records::{Body, Kind, When};
use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::query_signal;
use std::collections::BTreeMap;

/// Most visits of a month that are shown.
const MOST: u64 = 1_000;

/// A month of the Gregorian calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Month {
    year: i64,
    /// 1 to 12.
    month: u32,
}

impl Month {
    /// `2026-05`.
    fn parse(text: &str) -> Option<Self> {
        let (year, month) = text.split_once('-')?;
        let (year, month) = (year.parse().ok()?, month.parse().ok()?);
        ((1..=9_999).contains(&year) && (1..=12).contains(&month)).then_some(Self { year, month })
    }

    fn of(time: TimeUs, offset_minutes: i32) -> Self {
        let local_us = time.0 + i64::from(offset_minutes) * 60_000_000;
        let (year, month, _) = civil_from_days(local_us.div_euclid(DAY_US));
        Self { year, month }
    }

    fn text(self) -> String {
        format!("{:04}-{:02}", self.year, self.month)
    }

    fn name(self) -> String {
        format!("{} {}", MONTHS[self.month as usize - 1], self.year)
    }

    fn moved(self, by: i64) -> Self {
        let months = self.year * 12 + i64::from(self.month) - 1 + by;
        Self { year: months.div_euclid(12), month: months.rem_euclid(12) as u32 + 1 }
    }

    fn first_day(self) -> i64 {
        days_from_civil(self.year, self.month, 1)
    }
}

/// The page.
#[component]
pub fn CalendarPage() -> impl IntoView {
    let names = use_names();
    let (named, _) = query_signal::<String>("month");
    let this = Month::of(browser::now(), clock::device_offset_minutes());
    let month =
        Memo::new(move |_| named.get().and_then(|text| Month::parse(&text)).unwrap_or(this));
    let visits = Answer::to(
        move || {
            // A visit's day is that of its own clock, which may be a day off UTC's.
            let first = month.get().first_day() - 1;
            let last = month.get().moved(1).first_day() + 1;
            let time = |day: i64| TimeUs(day * DAY_US).to_rfc3339();
            Asked::default().with("from", time(first)).with("to", time(last)).with("limit", MOST)
        },
        |asked, abort| async move { list(Kind::Visit, &asked, abort).await },
    );
    let link = move |by: i64| format!("/field/calendar?month={}", month.get().moved(by).text());
    view! {
        <div class="column column--wide">
            <PageTitle text=Signal::derive(move || format!("Visits of {}", month.get().name())) />
            <h1 tabindex="-1">{move || format!("Visits of {}", month.get().name())}</h1>
            <nav class="actions" aria-label="Months">
                <A href=move || link(-1) attr:class="button button--quiet">
                    {move || month.get().moved(-1).name()}
                </A>
                <A href=move || link(1) attr:class="button button--quiet">
                    {move || month.get().moved(1).name()}
                </A>
            </nav>
            {visits.show("the visits", move |page| grid(&page, month.get_untracked(), names))}
        </div>
    }
}

/// The clock of a time, with its offset; nothing of a day alone.
fn clock_text(when: When) -> String {
    let text = when_text(when);
    let (time, offset) = text.split_once(" (").unwrap_or((&text, ""));
    match time.get(11..) {
        Some(clock) => format!("{clock} {}", offset.trim_end_matches(')')),
        None => String::new(),
    }
}

/// A visit of a day: its id, when it began, its site.
type OfDay = (String, When, Option<i32>);

fn by_day(page: &RecordList, month: Month) -> BTreeMap<u32, Vec<OfDay>> {
    let mut days: BTreeMap<u32, Vec<OfDay>> = BTreeMap::new();
    for item in &page.items {
        let Body::Visit(body) = Body::parse(Kind::Visit, &item.record).0 else { continue };
        let Some(begin) = body.begin else { continue };
        let local_us = begin.earliest().0 + i64::from(begin.offset_minutes()) * 60_000_000;
        let (year, month_of, day) = civil_from_days(local_us.div_euclid(DAY_US));
        if (Month { year, month: month_of }) == month {
            days.entry(day).or_default().push((item.id.clone(), begin, body.site));
        }
    }
    for visits in days.values_mut() {
        visits.sort_by_key(|(_, begin, _)| begin.earliest());
    }
    days
}

fn grid(page: &RecordList, month: Month, names: Names) -> AnyView {
    let days = by_day(page, month);
    let visits: usize = days.values().map(Vec::len).sum();
    let first = month.first_day();
    // 1970-01-01 was a Thursday; weeks begin on Monday.
    let before = (first + 3).rem_euclid(7);
    let length = i64::from(days_in_month(month.year, month.month));
    let weeks = (before + length + 6) / 7;
    let cell = |place: i64| {
        let day = place - before + 1;
        if !(1..=length).contains(&day) {
            return view! { <td class="month__none"></td> }.into_any();
        }
        let of_day = days.get(&(day as u32)).cloned().unwrap_or_default();
        let is_empty = of_day.is_empty();
        let links = of_day.into_iter().map(|(id, begin, site)| {
            let name = move || site.map(|site| names.site_name(site)).unwrap_or_default();
            view! {
                <li>
                    <A href=format!("/field/visits/{id}/sheet")>{name}</A>
                    <br />
                    <span class="small quiet">{clock_text(begin)}</span>
                </li>
            }
        });
        view! {
            <td class="month__day" class:month__day--empty=is_empty>
                <span class="month__number">{day}</span>
                <ul>{links.collect::<Vec<_>>()}</ul>
            </td>
        }
        .into_any()
    };
    let rows = (0..weeks).map(|week| {
        let cells = (0..7).map(|day| cell(week * 7 + day)).collect::<Vec<_>>();
        view! { <tr>{cells}</tr> }
    });
    let heads = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let heads = heads.map(|head| view! { <th scope="col">{head}</th> });
    let cut = page.next.is_some().then(|| {
        let text = format!("Only the latest {} visits are shown.", count(MOST));
        view! { <p>{text}</p> }
    });
    view! {
        <p role="status">
            {match visits {
                0 => "No visit.".to_owned(),
                1 => "1 visit.".to_owned(),
                more => format!("{} visits.", count(more as u64)),
            }}
        </p>
        {cut}
        <table class="month">
            <thead>
                <tr>{Vec::from(heads)}</tr>
            </thead>
            <tbody>{rows.collect::<Vec<_>>()}</tbody>
        </table>
    }
    .into_any()
}
