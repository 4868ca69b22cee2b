//! A record of its own, such as an item, a standard or a person: the fields that its kind has.

use super::fields::Fields;
use crate::field::entry::Entry;
use gagehouse_records::form;
use leptos::prelude::*;

/// The form.
#[component]
pub fn RecordForm(entry: Entry) -> impl IntoView {
    let kind = entry.visit.draft.with_untracked(|draft| draft.sheet(entry.id).map(|it| it.kind));
    view! { <Fields entry fields=kind.map_or(&[], form::fields) /> }
}
