//! One item at one place at a time, put in place and taken out by methods and with outputs that fit it.

use super::{Known, Other, Span, deployment, equipment, site_name};
use crate::fault::Faults;
use crate::kinds::{Action, Deployment};
use crate::{Body, RecordId, When};

pub(super) fn check_deployment(id: RecordId, b: &Deployment, known: &Known, faults: &mut Faults) {
    check_method(b.method, &b.action_type, known, faults);
    let item = b.equipment.and_then(|id| equipment(known, id));
    if let Some(item) = item.filter(|item| !item.is_at_hand())
        && b.override_reason.trim().is_empty()
    {
        let message = format!("item '{}' is {}: say why it is deployed", item.code, item.status);
        faults.error("override_reason", "not-in-stock", message);
    }
    faults.each("datastreams", &b.datastreams, |faults, fed| {
        check_output(b.equipment, &fed.output_variable, &fed.unit, known, faults);
    });
    if let (Some(begin), Some(retrieved)) = (b.begin, known.retrieved)
        && retrieved.is_before(begin)
    {
        faults.error("begin", "after-retrieval", format!("it was retrieved before, {retrieved}"));
    }
    if let (Some(equipment), Some(site), Some(begin)) = (b.equipment, b.site, b.begin) {
        let end = known.retrieved.or(b.end);
        let this = Span { deployment: id, equipment, site, attached_to: b.attached_to, begin, end };
        let other = known.spans.iter().find(|span| {
            span.deployment != id && span.equipment == equipment && span.overlaps(&this)
        });
        if let Some(other) = other {
            let code = item.map_or("", |item| item.code.as_str());
            let until =
                other.end.map_or("and is still there".to_owned(), |end| format!("until {end}"));
            let at = site_name(known, other.site);
            let message =
                format!("item '{code}' is deployed at {at} since {}, {until}", other.begin);
            faults.error("equipment", "deployed", message);
        }
        if let Some(host) = b.attached_to
            && !known.spans.iter().any(|s| s.equipment == host && s.site == site && s.holds(begin))
        {
            let message = "what carries it is not deployed at the site at that time";
            faults.warn("attached_to", "not-at-site", message);
        }
    }
}

pub(super) fn check_action(b: &Action, known: &Known, faults: &mut Faults) {
    check_method(b.method, &b.action_type, known, faults);
    if let Some(ended) = b.deployment.and_then(|id| deployment(known, id)) {
        let is_instrument = ended.action_type == "instrumentDeployment";
        if b.is_retrieval() && is_instrument != (b.action_type == "instrumentRetrieval") {
            let message = format!("{} does not end an {}", b.action_type, ended.action_type);
            faults.error("action_type", "other-type", message);
        }
        if b.site.is_some() && b.site != ended.site {
            faults.error("site", "other-site", "the deployment is at another site");
        }
        if let (Some(begin), Some(since)) = (b.begin, ended.begin)
            && begin.is_before(since)
        {
            let message = format!("{begin} is before the item was deployed, {since}");
            faults.error("begin", "before-begin", message);
        }
        let span = known.spans.iter().find(|span| Some(span.deployment) == b.deployment);
        if let Some(end) = span.and_then(|span| span.end) {
            let message = format!("the deployment ended already, {end}");
            faults.error("deployment", "retrieved", message);
        }
        if let (Some(begin), Some(equipment)) = (b.begin, ended.equipment) {
            let later = known.spans.iter().find(|span| {
                span.equipment == equipment
                    && Some(span.deployment) != b.deployment
                    && ended.begin.is_some_and(|since| since.is_before(span.begin))
                    && span.begin.is_before(begin)
            });
            if let Some(later) = later {
                let message = format!("the item is deployed again since {}", later.begin);
                faults.error("begin", "deployed", message);
            }
        }
    }
    for (at, item) in b.equipment.iter().enumerate() {
        check_at_site(*item, b.site, b.begin, known, &format!("equipment/{at}"), faults);
    }
}

pub(super) fn check_method(
    method: Option<RecordId>,
    action_type: &str,
    known: &Known,
    faults: &mut Faults,
) {
    let method = method.and_then(|id| known.records.get(&id));
    if let Some(Other { body: Body::Method(method), .. }) = method
        && method.method_type != action_type
    {
        let message = format!(
            "method '{}' is for {}, not for {action_type}",
            method.code, method.method_type
        );
        faults.error("method", "other-type", message);
    }
}

/// Output variable and unit of an item's model.
pub(super) fn check_output(
    item: Option<RecordId>,
    variable: &str,
    unit: &str,
    known: &Known,
    faults: &mut Faults,
) {
    let model = item.and_then(|id| equipment(known, id)).and_then(|item| item.model);
    let Some(Other { body: Body::EquipmentModel(model), .. }) =
        model.and_then(|id| known.records.get(&id))
    else {
        return;
    };
    match model.output(variable) {
        None => {
            let message = format!("model '{}' does not put out '{variable}'", model.name);
            faults.error("output_variable", "not-of-model", message);
        }
        Some(output) if !output.fits(unit) => {
            let message = format!(
                "'{variable}' of model '{}' is in {}, not in '{unit}'",
                model.name, output.unit
            );
            faults.error("unit", "not-of-model", message);
        }
        Some(_) => {}
    }
}

/// Equipment offered is what is at the site; "show all" lets another be chosen, which is noticed.
pub(super) fn check_at_site(
    item: RecordId,
    site: Option<i32>,
    begin: Option<When>,
    known: &Known,
    field: &str,
    faults: &mut Faults,
) {
    let (Some(site), Some(begin)) = (site, begin) else { return };
    let is_there =
        known.spans.iter().any(|s| s.equipment == item && s.site == site && s.holds(begin));
    if !is_there && let Some(item) = equipment(known, item) {
        let at = site_name(known, site);
        let message = format!("item '{}' is not deployed at {at} at {begin}", item.code);
        faults.warn(field, "not-at-site", message);
    }
}
