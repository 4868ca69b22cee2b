//! `/field/records/:kind/:id`: what is known of a record that has no page of its own kind: a standard, a model, a person, a program.

use super::answer::Answer;
use super::columns;
use super::components::files::Files;
use super::components::no_such::NoSuch;
use super::components::record_buttons::ChangeRecord;
use super::components::record_table::list_of;
use super::device::draft::is_nothing;
use super::entry::{capitalized, record_title};
use super::names::{Names, use_names};
use super::words::when_text;
use crate::api::records::one;
use crate::components::page_title::PageTitle;
use gagehouse_records::form::{self, Field, Input};
use gagehouse_records::listed::RecordBody;
use gagehouse_records::{Body, Kind, When};
use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_params_map;
use serde_json::Value;

/// The page.
#[component]
pub fn RecordPage() -> impl IntoView {
    let params = use_params_map();
    let named = Memo::new(move |_| {
        params.with(|params| {
            let kind: Kind = params.get("kind")?.parse().ok()?;
            (!form::fields(kind).is_empty()).then_some((kind, params.get("id")?))
        })
    });
    move || match named.get() {
        None => view! {
            <NoSuch what="No such record">
                <p>
                    <A href="/field/records">"The lists that there are"</A>
                </p>
            </NoSuch>
        }
        .into_any(),
        Some((kind, id)) => {
            let item = Answer::to(
                move || id.clone(),
                move |id, abort| async move { one(kind, &id, abort).await },
            );
            view! {
                <div class="column">
                    {item.show("the record", move |item| view! { <Record kind item /> }.into_any())}
                </div>
            }
            .into_any()
        }
    }
}

#[component]
fn Record(kind: Kind, item: RecordBody) -> impl IntoView {
    let names = use_names();
    let body = Body::parse(kind, &item.record).0;
    let title = record_title(&body);
    let record = body.to_json();
    let parent = item.id.clone();
    view! {
        <PageTitle text=title.clone() />
        <p class="small">
            <A href=list_of(kind)>{columns::title(kind)}</A>
        </p>
        <h1 tabindex="-1">{title}</h1>
        <p class="quiet small">{format!("{}, version {}", item.network, item.version)}</p>
        <ChangeRecord kind item />
        {facts(names, form::fields(kind), &record)}
        <section aria-labelledby="files">
            <h2 id="files">"Files"</h2>
            <Files parent />
        </section>
    }
}

/// Fields that say something, each by its name.
fn facts(names: Names, fields: &'static [Field], record: &Value) -> AnyView {
    let fact = |field: &'static Field| {
        let value = record.get(field.name)?.clone();
        if is_nothing(&value) {
            return None;
        }
        // What follows a comma tells how to fill it in.
        let label = field.label.split(',').next().unwrap_or_default();
        Some(match field.input {
            Input::Group(inner) => {
                view! { <dt>{label}</dt> <dd>{facts(names, inner, &value)}</dd> }.into_any()
            }
            Input::Rows(one, inner) => {
                let rows = value.as_array().into_iter().flatten().enumerate().map(|(at, row)| {
                    view! { <li>{format!("{} {}", capitalized(one), at + 1)} {facts(names, inner, row)}</li> }
                });
                let rows: Vec<_> = rows.collect();
                view! { <dt>{label}</dt> <dd><ol class="field-rows">{rows}</ol></dd> }.into_any()
            }
            Input::In(unit) => {
                let unit = record.get(unit).and_then(Value::as_str).unwrap_or_default().to_owned();
                let value = move || format!("{} {unit}", text(names, Input::In(""), &value));
                view! { <dt>{label}</dt> <dd>{value}</dd> }.into_any()
            }
            input => {
                view! { <dt>{label}</dt> <dd>{move || text(names, input, &value)}</dd> }.into_any()
            }
        })
    };
    let all: Vec<AnyView> = fields.iter().filter_map(fact).collect();
    view! { <dl class="field-facts">{all}</dl> }.into_any()
}

/// A value as a person reads it; tracked.
fn text(names: Names, input: Input, value: &Value) -> String {
    let plain = match value {
        Value::String(text) => text.clone(),
        Value::Array(all) => all.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    };
    match input {
        Input::Check => "yes".to_owned(),
        Input::When => plain.parse::<When>().map_or(plain, when_text),
        Input::Term(of) => names.term(of, &plain),
        Input::Record(_) => plain.parse().ok().map_or(plain, |id| names.of(Some(id))),
        Input::Site => value
            .as_i64()
            .and_then(|key| key.try_into().ok())
            .map_or(plain, |key| names.site_name(key)),
        Input::Decimal(unit) => format!("{plain} {unit}").trim_end().to_owned(),
        _ => plain,
    }
}
