//! Who changed what, the newest first.

use super::answer::Answer;
use super::clock;
use super::entry::capitalized;
use super::names::{Names, use_names};
use crate::api::accounts::{LogEntry, log_before};
use crate::components::page_title::PageTitle;
use gagehouse_model::TimeUs;
use gagehouse_records::{Body, Kind, RecordId};
use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::query_signal;
use serde_json::Value;

/// Entries of a page.
const PAGE: u64 = 100;

/// The page.
#[component]
pub fn LogPage() -> impl IntoView {
    let (before, _) = query_signal::<i64>("before");
    let (subject, set_subject) = query_signal::<String>("subject");
    let typed = RwSignal::new(subject.get_untracked().unwrap_or_default());
    // A link of the page may ask for another one.
    Effect::new(move |_| typed.set(subject.get().unwrap_or_default()));
    let entries = Answer::to(
        move || (before.get().unwrap_or(i64::MAX), subject.get().unwrap_or_default()),
        |(before, subject), abort| async move { log_before(before, &subject, PAGE, abort).await },
    );
    let search = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let text = typed.get_untracked().trim().to_owned();
        set_subject.set(Some(text).filter(|text| !text.is_empty()));
    };
    let names = use_names();
    view! {
        <div class="column">
            <PageTitle text="Log of changes" />
            <h1 tabindex="-1">"Log of changes"</h1>
            <form class="field-search" role="search" on:submit=search>
                <label class="field-label">
                    "Of one record (its id) or account (its name)"
                    <input type="search" autocomplete="off" prop:value=typed on:input=move |event| typed.set(event_target_value(&event)) />
                </label>
                <button type="submit" class="button">
                    "Search"
                </button>
            </form>
            {entries
                .show("the log", move |entries| {
                    if entries.is_empty() {
                        return view! { <p>"Nothing more."</p> }.into_any();
                    }
                    let last = entries.last().map_or(0, |entry| entry.seq);
                    let of = subject.get_untracked().map(|subject| {
                        format!("&subject={}", crate::links::encoded(&subject))
                    });
                    let older = format!("/field/log?before={last}{}", of.unwrap_or_default());
                    let is_page = entries.len() as u64 == PAGE;
                    let shown = entries.into_iter().map(|it| entry(it, names)).collect::<Vec<_>>();
                    view! {
                        <ol class="field-log">{shown}</ol>
                        {is_page
                            .then(|| {
                                view! {
                                    <p>
                                        <A href=older>"Older changes"</A>
                                    </p>
                                }
                            })}
                    }
                        .into_any()
                })}
        </div>
    }
}

fn entry(entry: LogEntry, names: Names) -> impl IntoView {
    let at = entry.at.parse::<TimeUs>();
    let at = at.map_or(entry.at.clone(), |at| clock::shown(at.0 as f64 / 1e3));
    let fields = changed(entry.old.as_ref(), entry.new.as_ref());
    let fields = fields.into_iter().map(|(field, old, new)| {
        view! {
            <tr>
                <th scope="row">{field}</th>
                <td>{old}</td>
                <td>{new}</td>
            </tr>
        }
    });
    let fields = fields.collect::<Vec<_>>();
    let label = format!("What changed by entry {}", entry.seq);
    let what = what(&entry, names);
    view! {
        <li>
            <p>
                <strong>{entry.account}</strong>
                {format!(" · {} · ", entry.action)}
                {what}
                {format!(" · {at}")}
            </p>
            {(!entry.reason.is_empty()).then(|| view! { <p>{entry.reason.clone()}</p> })}
            {(!fields.is_empty())
                .then(|| {
                    view! {
                        <details>
                            <summary>{format!("{} fields", fields.len())}</summary>
                            <div class="table-scroll" tabindex="0" role="region" aria-label=label>
                                <table>
                                    <thead>
                                        <tr>
                                            <th scope="col">"Field"</th>
                                            <th scope="col">"Before"</th>
                                            <th scope="col">"Since"</th>
                                        </tr>
                                    </thead>
                                    <tbody>{fields}</tbody>
                                </table>
                            </div>
                        </details>
                    }
                })}
        </li>
    }
}

/// What was changed: a record by what it is and what it was called then, with the way to all its changes; else its id.
fn what(entry: &LogEntry, names: Names) -> AnyView {
    let record = [&entry.new, &entry.old].into_iter().flatten().find(|record| record.is_object());
    let kind = entry.kind.parse::<Kind>().ok().zip(entry.subject.parse::<RecordId>().ok());
    let Some((kind, id)) = kind else {
        return format!("{} {}", entry.kind, entry.subject).into_any();
    };
    let body = record.map(|record| Body::parse(kind, record).0);
    let title = move || match &body {
        Some(body) => names.title(id, body),
        None => format!("{} {}", capitalized(kind.one()), names.of(Some(id))),
    };
    view! { <A href=format!("/field/log?subject={id}")>{title}</A> }.into_any()
}

/// The fields that differ, with what they were and are.
fn changed(old: Option<&Value>, new: Option<&Value>) -> Vec<(String, String, String)> {
    let fields =
        |value: Option<&Value>| value.and_then(Value::as_object).cloned().unwrap_or_default();
    let (old, new) = (fields(old), fields(new));
    let mut names: Vec<&String> = old.keys().chain(new.keys()).collect();
    names.sort();
    names.dedup();
    let text = |value: Option<&Value>| match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    };
    let pairs =
        names.into_iter().map(|name| (name.clone(), text(old.get(name)), text(new.get(name))));
    pairs.filter(|(_, old, new)| old != new).collect()
}
