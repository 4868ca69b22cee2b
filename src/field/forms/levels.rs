//! A level survey: which reference point's height was held, and the heights that were found, each beside the recorded one.

use super::choices::records;
use super::discharge::unit_of;
use super::fields::Fields;
use crate::field::device::draft::{Form, Part, Sheet};
use crate::field::entry::{Entry, OpenVisit};
use crate::field::words::when_text;
use gagehouse_records::event::about::GAGE_HEIGHT;
use gagehouse_records::kinds::{ElevationPeriod, StaffPoint};
use gagehouse_records::{Body, Kind, form};
use leptos::prelude::*;
use serde_json::json;

/// A new one, in the unit of the site's gage height.
pub fn new(visit: OpenVisit) -> Part {
    let unit = unit_of(visit, GAGE_HEIGHT);
    let record = json!({"site": visit.site(), "visit": visit.draft.with_untracked(|draft| draft.id()),
        "action_type": "levelSurvey", "begin": visit.now(), "equipment": [null],
        "levels": {"points": [{"unit": unit}]}});
    Part { form: Form::Levels, sheets: vec![Sheet::new(Kind::Action, record)] }
}

/// The form.
#[component]
pub fn LevelsForm(entry: Entry) -> impl IntoView {
    let has_points = Memo::new(move |_| !records(entry, &[Kind::ReferencePoint]).is_empty());
    view! {
        <Show when=move || !has_points.get()>
            <p class="quiet">
                "No reference points of this site are recorded on this device: they are entered under Records, Reference points."
            </p>
        </Show>
        <Fields entry fields=form::LEVEL_SURVEY below=beside />
    }
}

/// Below a point: its recorded height, and by how much the one found is above it.
fn beside(entry: Entry, row: String) -> AnyView {
    let text = move || {
        let field = |name: &str| format!("{row}/{name}");
        let point = field("reference_point");
        entry.named(&point)?;
        let Some(height) = recorded(entry, &point) else {
            return Some("Recorded: no height before this survey".to_owned());
        };
        let found = StaffPoint {
            elevation: entry.text(&field("elevation")).parse().ok(),
            unit: entry.text(&field("unit")),
            ..StaffPoint::default()
        };
        let above = match found.above(&height) {
            Some(above) => {
                format!("found − recorded: {}", above.signed(&found.unit))
            }
            None => "found − recorded: once the height found is entered".to_owned(),
        };
        Some(format!("Recorded: {}; {above}", said(&height)))
    };
    view! { <p class="field-result" role="status">{text}</p> }.into_any()
}

/// The height that was recorded of a point before the survey; tracked.
fn recorded(entry: Entry, point: &str) -> Option<ElevationPeriod> {
    let (point, begin) = (entry.named(point)?, entry.when("/begin")?);
    entry.visit.device.replica.with(|replica| match &replica.get(point)?.body {
        Body::ReferencePoint(point) => point.height_before(begin).cloned(),
        _ => None,
    })
}

fn said(height: &ElevationPeriod) -> String {
    let since = height.from.map(|from| format!(" since {}", when_text(from))).unwrap_or_default();
    format!("{}{since}", height.text().unwrap_or_default())
}
