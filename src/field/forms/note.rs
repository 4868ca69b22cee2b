//! A remark on the visit.

use crate::field::components::text_input::TextInput;
use crate::field::device::draft::{Form, Part, Sheet};
use crate::field::entry::{Entry, OpenVisit};
use gagehouse_records::Kind;
use leptos::prelude::*;
use serde_json::json;

/// A new one.
pub fn new(visit: OpenVisit) -> Part {
    let id = visit.draft.with_untracked(|draft| draft.id());
    let record =
        json!({"of": id, "annotation_type": "actionAnnotation", "text": "", "when": visit.now()});
    Part { form: Form::Note, sheets: vec![Sheet::new(Kind::Annotation, record)] }
}

/// The form.
#[component]
pub fn NoteForm(entry: Entry) -> impl IntoView {
    view! {
        <div class="field-grid">
            <TextInput entry pointer="/text" label="Note" is_long=true />
        </div>
    }
}
