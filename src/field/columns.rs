//! What a list of records shows of each kind.

use super::names::Names;
use super::words::{span_text, when_or_dash};
use gagehouse_records::listed::RecordBody;
use gagehouse_records::verdict::Verdict;
use gagehouse_records::vocabulary::{
    ACTION_TYPE, COMPLETED_WORK, EQUIPMENT_STATUS, EQUIPMENT_TYPE, METHOD_TYPE, ORGANIZATION_TYPE,
    VISIT_STATUS,
};
use gagehouse_records::{Body, Kind, When};

/// A column: its head, and what a row shows in it.
pub type Column = (&'static str, fn(&Shown<'_>) -> String);

/// A record in a list.
pub struct Shown<'a> {
    /// As it was answered.
    pub item: &'a RecordBody,
    /// What it says.
    pub body: &'a Body,
    /// What others are called.
    pub names: Names,
}

/// What a list of a kind is headed by, for the kinds that have lists of their own.
pub fn title(kind: Kind) -> &'static str {
    match kind {
        Kind::Term => "Terms",
        Kind::Limits => "Limits",
        Kind::Organization => "Organizations",
        Kind::Person => "People",
        Kind::Method => "Methods",
        Kind::EquipmentModel => "Equipment models",
        Kind::Equipment => "Equipment",
        Kind::ReferenceMaterial => "Standards",
        Kind::ReferencePoint => "Reference points",
        Kind::Visit => "Visits",
        Kind::Deployment => "Deployments",
        Kind::Action => "Actions",
        Kind::Calibration => "Calibrations",
        Kind::DataloggerProgram => "Datalogger programs",
        Kind::Attachment => "Files",
        Kind::Annotation => "Remarks",
        Kind::Relation => "Relations",
    }
}

/// How wide the columns of a kind are beside each other, as tracks of a grid.
pub fn widths(kind: Kind) -> String {
    match kind {
        Kind::Visit => "1.5fr 1.3fr 1.3fr 1.3fr 0.7fr".to_owned(),
        Kind::Equipment => "1.2fr 1fr 1.1fr 1.2fr 1.3fr".to_owned(),
        Kind::Action => "1fr 1.2fr 1fr 1.8fr".to_owned(),
        _ => format!("1.3fr repeat({}, 1fr)", columns(kind).len() - 1),
    }
}

/// The columns of a kind; the first one names the record.
pub fn columns(kind: Kind) -> &'static [Column] {
    macro_rules! cells {
        ($variant:ident, $([$head:literal, $cell:expr]),* $(,)?) => {
            &[$(($head, |shown: &Shown<'_>| match shown.body {
                Body::$variant(body) => {
                    let cell: fn(&gagehouse_records::kinds::$variant, &Shown<'_>) -> String = $cell;
                    cell(body, shown)
                }
                _ => String::new(),
            })),*]
        };
    }
    match kind {
        Kind::Term => cells!(
            Term,
            ["Term", |b, _| b.name.clone()],
            ["Code", |b, _| b.code.clone()],
            ["Vocabulary", |b, _| b.vocabulary.clone()],
        ),
        Kind::Limits => &[("Network", |shown| shown.item.network.clone())],
        Kind::Organization => cells!(
            Organization,
            ["Name", |b, _| b.name.clone()],
            ["Code", |b, _| b.code.clone()],
            ["Type", |b, shown| shown.names.term(ORGANIZATION_TYPE, &b.organization_type)],
        ),
        Kind::Person => cells!(
            Person,
            ["Name", |b, _| b.name()],
            ["Account", |b, _| b.account.clone()],
            ["Works for", |b, shown| {
                let at = b.affiliations.iter().map(|at| shown.names.of(at.organization));
                at.collect::<Vec<_>>().join(", ")
            }],
        ),
        Kind::Method => cells!(
            Method,
            ["Name", |b, _| b.name.clone()],
            ["Code", |b, _| b.code.clone()],
            ["For", |b, shown| shown.names.term(METHOD_TYPE, &b.method_type)],
        ),
        Kind::EquipmentModel => cells!(
            EquipmentModel,
            ["Name", |b, _| b.name.clone()],
            ["Maker", |b, shown| shown.names.of(b.manufacturer)],
            ["Part number", |b, _| b.part_number.clone()],
            ["Measures", |b, _| {
                let out = b.output_variables.iter();
                out.map(|out| format!("{} ({})", out.variable, out.unit))
                    .collect::<Vec<_>>()
                    .join(", ")
            }],
        ),
        Kind::Equipment => cells!(
            Equipment,
            ["Item", |b, _| format!("{} {}", b.code, b.name)],
            ["Serial number", |b, _| b.serial_number.clone()],
            ["Type", |b, shown| shown.names.term(EQUIPMENT_TYPE, &b.equipment_type)],
            ["Model", |b, shown| shown.names.of(b.model)],
            ["Where", whereabouts],
        ),
        Kind::ReferenceMaterial => cells!(
            ReferenceMaterial,
            ["Standard", |b, _| b.name.clone()],
            ["Lot", |b, _| b.lot.clone()],
            ["Good until", |b, _| when_or_dash(b.expires)],
            ["Values", |b, _| {
                let values = b.values.iter().filter_map(|value| {
                    Some(format!(
                        "{} {} {}",
                        value.variable,
                        value.value.as_ref()?.text(),
                        value.unit
                    ))
                });
                values.collect::<Vec<_>>().join(", ")
            }],
        ),
        Kind::ReferencePoint => cells!(
            ReferencePoint,
            ["Name", |b, _| b.name.clone()],
            ["Site", |b, shown| site(b.site, shown)],
            ["Where", |b, _| b.description.clone()],
        ),
        Kind::Visit => cells!(
            Visit,
            ["Visit", |b, _| span_text(b.begin, b.end)],
            ["Site", |b, shown| site(b.site, shown)],
            ["Crew", |b, shown| match b.crew.is_empty() {
                true => b.party.clone(),
                false => shown.names.of_all(&b.crew),
            }],
            ["Done", |b, shown| {
                let done =
                    b.completed_work.iter().map(|code| shown.names.term(COMPLETED_WORK, code));
                done.collect::<Vec<_>>().join(", ")
            }],
            ["State", |b, shown| shown.names.term(VISIT_STATUS, &b.status)],
        ),
        Kind::Deployment => cells!(
            Deployment,
            ["Item", |b, shown| shown.names.of(b.equipment)],
            ["Site", |b, shown| site(b.site, shown)],
            ["Time", |b, shown| span_text(b.begin, ended(shown).or(b.end))],
        ),
        Kind::Action => cells!(
            Action,
            ["Action", |b, shown| match &b.maintenance {
                Some(maintenance) if maintenance.is_factory_service => "Factory service".to_owned(),
                _ => {
                    let name = shown.names.term(ACTION_TYPE, &b.action_type);
                    let read = b.values();
                    if read.is_empty() { name } else { format!("{name}: {read}") }
                }
            }],
            ["Time", |b, _| span_or_instant(b.begin, b.end)],
            ["Site", |b, shown| site(b.site, shown)],
            ["Remarks", |b, _| {
                let why = b.maintenance.as_ref().map(|maintenance| maintenance.reason.clone());
                let words = [why.unwrap_or_default(), b.description.clone()];
                words.into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join("; ")
            }],
        ),
        Kind::Calibration => cells!(
            Calibration,
            ["Time", |b, _| span_or_instant(b.begin, b.end)],
            ["Item", |b, shown| shown.names.of(b.equipment)],
            ["Variable", |b, _| format!("{} ({})", b.output_variable, b.unit)],
            ["Verdict", |_, shown| {
                let computed = shown.item.computed.as_ref();
                let verdict = computed.and_then(|computed| computed.verdict.as_ref());
                verdict.map(Verdict::brief).unwrap_or_default()
            }],
            ["Site", |b, shown| match b.place.as_str() {
                "bench" => "at the bench".to_owned(),
                _ => site(b.site, shown),
            }],
        ),
        Kind::DataloggerProgram => cells!(
            DataloggerProgram,
            ["Program", |b, _| format!("{} {}", b.name, b.version)],
            ["Logger", |b, shown| shown.names.of(b.logger)],
            ["Running", |b, _| span_text(b.begin, b.end)],
            ["Why it was changed", |b, _| b.rationale.clone()],
        ),
        Kind::Attachment => cells!(
            Attachment,
            ["File", |b, _| b.file_name.clone()],
            ["Caption", |b, _| b.caption.clone()],
            ["Taken", |b, _| when_or_dash(b.taken)],
        ),
        Kind::Annotation => cells!(
            Annotation,
            ["Remark", |b, _| b.text.clone()],
            ["About", |b, _| when_or_dash(b.when)],
        ),
        Kind::Relation => cells!(
            Relation,
            ["From", |b, shown| shown.names.of(b.from)],
            ["Is", |b, _| b.relationship_type.clone()],
            ["To", |b, shown| shown.names.of(b.to)],
        ),
    }
}

/// Where an item is: at its site, else where its record says.
pub fn whereabouts(item: &gagehouse_records::kinds::Equipment, shown: &Shown<'_>) -> String {
    let deployed = shown.item.computed.as_ref().and_then(|computed| computed.deployed.as_ref());
    match deployed {
        Some(at) => {
            let since = at.since.parse::<When>().ok();
            format!("{}, {}", shown.names.site_name(at.site), span_text(since, None))
        }
        None => shown.names.term(EQUIPMENT_STATUS, &item.status),
    }
}

fn ended(shown: &Shown<'_>) -> Option<When> {
    shown.item.computed.as_ref()?.ended.as_ref()?.parse().ok()
}

fn site(key: Option<i32>, shown: &Shown<'_>) -> String {
    key.map(|key| shown.names.site_name(key)).unwrap_or_default()
}

fn span_or_instant(begin: Option<When>, end: Option<When>) -> String {
    match end {
        Some(_) => span_text(begin, end),
        None => when_or_dash(begin),
    }
}
