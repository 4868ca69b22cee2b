//! What is not sent yet: each item with how it stands, what was refused and why, and the choice where two changed the same.

use super::unsent_file::SaveUnsent;
use crate::field::device::{Device, use_device};
use crate::field::ids;
use gagehouse_records::merge::{Conflict, merge, take_mine};
use gagehouse_records::operation::{Change, Current};
use gagehouse_records::outbox::{Item, Load, State};
use gagehouse_records::{RecordId, outbox};
use leptos::prelude::*;
use leptos_router::components::A;
use serde_json::Value;

/// The list; nothing where nothing waits.
#[component]
pub fn OutboxList(
    /// Of this visit alone.
    #[prop(optional)]
    visit: Option<RecordId>,
) -> impl IntoView {
    let device = use_device();
    let items = Memo::new(move |_| {
        device.outbox.with(|outbox| {
            let items = outbox.items().iter().filter(|item| visit.is_none() || item.visit == visit);
            items
                .map(|item| (item.clone(), outbox.waits_for(item).map(|other| other.title.clone())))
                .collect::<Vec<_>>()
        })
    });
    let has_link = visit.is_none();
    move || {
        let items = items.get();
        (!items.is_empty()).then(|| {
            let rows = items
                .into_iter()
                .map(|(item, waits)| row(device, item, waits, has_link))
                .collect_view();
            view! {
                <section class="card" aria-labelledby="not-sent">
                    <h2 id="not-sent">"Not yet sent"</h2>
                    <ul class="field-list">{rows}</ul>
                    {has_link.then(|| view! { <SaveUnsent /> })}
                </section>
            }
        })
    }
}

fn row(device: Device, item: Item, waits: Option<String>, has_link: bool) -> AnyView {
    let name = item.title.clone();
    let title = match item.visit.filter(|_| has_link) {
        Some(visit) => view! { <A href=format!("/field/visits/{visit}")>{name}</A> }.into_any(),
        None => view! { <span>{name}</span> }.into_any(),
    };
    let standing = match (&item.state, waits) {
        (State::Conflict(current), _) => {
            let current = current.clone();
            view! { <Choice item=item.clone() current /> }.into_any()
        }
        (State::Refused(refusal), _) => {
            let named = |text: &str| device.replica.with_untracked(|replica| replica.named_in(text));
            // What is wrong with the record as a whole was said already.
            let at_fields = refusal.faults.iter().filter(|fault| !fault.field.is_empty());
            let faults = at_fields.map(|fault| {
                view! { <li>{format!("{}: {}", fault.field.trim_start_matches('/').replace(['/', '_'], " "), named(&fault.message))}</li> }
            });
            let message = named(&refusal.message);
            let how = match &item.load {
                Load::Record { operation, .. } if matches!(operation.change, Change::Delete(_)) => {
                    "Take out or change first what still names it."
                }
                _ => "Open it, press Change, mend it and finish it again.",
            };
            let id = item.id;
            let aside = move |_| device.with_outbox(|outbox| outbox.set_aside(id));
            view! {
                <div class="state--error field-refused">
                    <p>"Needs attention: " {message} "."</p>
                    <ul>{faults.collect_view()}</ul>
                    <p>{how}</p>
                    <button type="button" class="button button--quiet" on:click=aside>
                        "Take it out, unsent"
                    </button>
                </div>
            }
                .into_any()
        }
        (State::Queued, Some(other)) => view! { <span class="quiet">" · waits for: " {other}</span> }.into_any(),
        (State::Queued, None) if item.attempts > 0 => {
            view! { <span class="quiet">{format!(" · tried {} times, is tried again", item.attempts)}</span> }.into_any()
        }
        (State::Queued, None) => view! { <span class="quiet">" · ready to send"</span> }.into_any(),
    };
    view! { <li>{title} {standing}</li> }.into_any()
}

/// Where two changed the same: both values of each field, and a choice.
#[component]
fn Choice(item: Item, current: Current) -> impl IntoView {
    let device = use_device();
    let Load::Record { operation, before, .. } = item.load else { return ().into_any() };
    let mine = operation.draft.record.clone();
    let theirs = outbox::canonical(operation.kind, &current.record);
    let merged = if current.deleted {
        None
    } else {
        Some(merge(&before.unwrap_or(Value::Null), &mine, &theirs))
    };
    let Some(merged) = merged else {
        let take_mine =
            move |_| device.with_outbox(|outbox| outbox.choose(item.id, ids::fresh(), &mine));
        let leave = move |_| device.with_outbox(|outbox| outbox.set_aside(item.id));
        return view! {
            <div class="state--error field-refused">
                <p>"Somebody deleted this record meanwhile."</p>
                <p class="actions">
                    <button type="button" class="button" on:click=take_mine>"Bring it back with my change"</button>
                    <button type="button" class="button button--quiet" on:click=leave>"Leave it deleted"</button>
                </p>
            </div>
        }
        .into_any();
    };
    let conflicts = merged.conflicts.clone();
    let mine_is_taken = RwSignal::new(vec![true; conflicts.len()]);
    let fields = conflicts.iter().enumerate().map(|(at, conflict)| {
        let name = format!("{}-{at}", item.id);
        let side = |is_mine: bool, value: &Option<Value>| {
            let (who, name, text) = (if is_mine { "Mine: " } else { "Theirs: " }, name.clone(), shown(value));
            view! {
                <label class="field-check">
                    <input
                        type="radio"
                        name=name
                        checked=is_mine
                        on:change=move |_| mine_is_taken.update(|all| if let Some(side) = all.get_mut(at) { *side = is_mine })
                    />
                    <span>{who} {text}</span>
                </label>
            }
        };
        view! {
            <fieldset>
                <legend>{conflict.field.trim_start_matches('/').replace(['/', '_'], " ")}</legend>
                {side(true, &conflict.mine)}
                {side(false, &conflict.theirs)}
            </fieldset>
        }
    });
    let fields = fields.collect_view();
    let send = move |_| {
        let record = chosen(&merged.value, &conflicts, &mine_is_taken.get_untracked());
        device.with_outbox(|outbox| outbox.choose(item.id, ids::fresh(), &record));
    };
    view! {
        <div class="state--error field-refused">
            <p>"Conflict: somebody else changed the same fields meanwhile. Nothing is lost until you choose."</p>
            {fields}
            <p class="actions">
                <button type="button" class="button" on:click=send>"Send this choice"</button>
            </p>
        </div>
    }
    .into_any()
}

fn chosen(merged: &Value, conflicts: &[Conflict], mine: &[bool]) -> Value {
    let mut record = merged.clone();
    for (conflict, _) in conflicts.iter().zip(mine).filter(|(_, is_mine)| **is_mine) {
        take_mine(&mut record, conflict);
    }
    record
}

fn shown(value: &Option<Value>) -> String {
    match value {
        None | Some(Value::Null) => "nothing".to_owned(),
        Some(Value::String(text)) if text.is_empty() => "nothing".to_owned(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    }
}
