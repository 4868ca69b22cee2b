//! What a record must not contradict in the others, and what is only noticed.
//!
//! The shell looks up what a record names ([`Body::references`], [`items`], [`models`]) and hands it over as [`Known`].

use crate::fault::Faults;
use crate::kinds::{Action, Calibration, Deployment, Equipment};
use crate::{Body, Kind, RecordId, When};
use gagehouse_model::TimeUs;
use gagehouse_model::time::MINUTE_US;
use std::collections::{HashMap, HashSet};

/// How far ahead of the server a begin may be before it is noticed.
const AHEAD_US: i64 = 10 * MINUTE_US;

/// What there is beside the record that is looked at.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// Records of the network, by id. One that is not here does not exist for the writer.
    pub records: HashMap<RecordId, Other>,
    /// Sites of the network, by our key.
    pub sites: HashMap<i32, SiteFacts>,
    /// The site of each datastream of the network, by our keys.
    pub datastreams: HashMap<i32, i32>,
    /// The deployments of the items concerned, as they are without the record that is looked at.
    pub spans: Vec<Span>,
    /// Terms that the network added: vocabulary and code.
    pub terms: HashSet<(String, String)>,
    /// What was done on this visit.
    pub children: Vec<Child>,
    /// When this deployment was ended.
    pub retrieved: Option<When>,
    /// The server's clock.
    pub now: Option<TimeUs>,
}

/// Another record.
#[derive(Debug, Clone)]
pub struct Other {
    /// Whether it was deleted.
    pub is_deleted: bool,
    /// What it says.
    pub body: Body,
}

/// A site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteFacts {
    /// Its name.
    pub name: String,
    /// Offset of its standard time, minutes east of UTC.
    pub standard_offset_minutes: Option<i32>,
}

/// An item at a site for a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The deployment.
    pub deployment: RecordId,
    /// The item.
    pub equipment: RecordId,
    /// Our key of the site.
    pub site: i32,
    /// The item that carries it.
    pub attached_to: Option<RecordId>,
    /// Since when.
    pub begin: When,
    /// Until when; `None` while it lasts.
    pub end: Option<When>,
}

/// Something done on a visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Child {
    /// Its id.
    pub id: RecordId,
    /// Its kind.
    pub kind: Kind,
    /// Our key of its site.
    pub site: Option<i32>,
    /// Begin.
    pub begin: Option<When>,
    /// End.
    pub end: Option<When>,
}

impl Span {
    /// Whether the item is there at a time, as far as precision tells.
    pub fn holds(&self, at: When) -> bool {
        !at.is_before(self.begin) && !self.end.is_some_and(|end| end.is_before(at))
    }

    /// Whether two spans certainly have time in common.
    pub fn overlaps(&self, other: &Self) -> bool {
        let ended = |span: &Self| span.end.map_or(TimeUs(i64::MAX), When::earliest);
        self.begin.end().max(other.begin.end()) < ended(self).min(ended(other))
    }
}

/// The items whose deployments have to be known.
pub fn items(body: &Body, known: &Known) -> Vec<RecordId> {
    match body {
        Body::Deployment(b) => b.equipment.iter().chain(&b.attached_to).copied().collect(),
        Body::Action(b) => {
            let ended = b.deployment.and_then(|id| deployment(known, id));
            b.equipment.iter().copied().chain(ended.and_then(|d| d.equipment)).collect()
        }
        Body::Calibration(b) => b.equipment.into_iter().collect(),
        Body::DataloggerProgram(b) => b.logger.into_iter().collect(),
        _ => Vec::new(),
    }
}

/// The models that have to be known: those of the items that a record names.
pub fn models(known: &Known) -> Vec<RecordId> {
    let model = |other: &Other| match &other.body {
        Body::Equipment(item) => item.model,
        _ => None,
    };
    let mut ids: Vec<RecordId> = known.records.values().filter_map(model).collect();
    ids.retain(|id| !known.records.contains_key(id));
    ids
}

/// Looks at a record among the others.
pub fn check(id: RecordId, body: &Body, known: &Known, faults: &mut Faults) {
    check_references(body, known, faults);
    for (field, vocabulary, code) in body.terms() {
        let added = (vocabulary.0.to_owned(), code.to_owned());
        if !vocabulary.has(code) && !known.terms.contains(&added) {
            let message = format!("'{code}' is no term of {}", vocabulary.0);
            faults.error(tail(&field), "term", message);
        }
    }
    let index = body.index();
    if let Some(site) = index.site.filter(|site| !known.sites.contains_key(site)) {
        faults.error("site", "unknown-site", format!("there is no site {site} in this network"));
    }
    for (field, key) in body.datastreams() {
        match (known.datastreams.get(&key), index.site) {
            (None, _) => {
                let message = format!("there is no datastream {key} in this network");
                faults.error(tail(&field), "unknown-datastream", message);
            }
            (Some(at), Some(site)) if *at != site => {
                let message = format!("datastream {key} is of another site");
                faults.error(tail(&field), "other-site", message);
            }
            _ => {}
        }
    }
    check_visit(body, known, faults);
    check_clock(index.site, index.begin, known, faults);
    match body {
        Body::Visit(b) => {
            for child in &known.children {
                let outside = child.begin.zip(b.begin).is_some_and(|(c, v)| c.is_before(v))
                    || child.end.or(child.begin).zip(b.end).is_some_and(|(c, v)| v.is_before(c));
                if outside {
                    let message = format!("{} {} is outside of it", child.kind.one(), child.id);
                    faults.error("end", "outside-visit", message);
                }
                if child.site.is_some() && child.site != b.site {
                    let message = format!("{} {} is at another site", child.kind.one(), child.id);
                    faults.error("site", "other-site", message);
                }
            }
        }
        Body::Deployment(b) => check_deployment(id, b, known, faults),
        Body::Action(b) => check_action(b, known, faults),
        Body::Calibration(b) => check_calibration(b, known, faults),
        Body::DataloggerProgram(b) => {
            let logger = b.logger.and_then(|id| equipment(known, id));
            if logger.is_some_and(|logger| logger.equipment_type != "datalogger") {
                faults.error("logger", "not-a-logger", "the item is no datalogger");
            }
        }
        _ => {}
    }
}

/// Where an item is: at the site of a deployment that holds at the time, else where its record says.
pub fn whereabouts(spans: &[Span], item: RecordId, at: When) -> Option<&Span> {
    spans.iter().find(|span| span.equipment == item && span.holds(at))
}

/// A pointer without its first slash, as [`Faults`] takes it.
fn tail(pointer: &str) -> &str {
    pointer.strip_prefix('/').unwrap_or(pointer)
}

fn check_references(body: &Body, known: &Known, faults: &mut Faults) {
    for reference in body.references() {
        let field = tail(&reference.field);
        let expected = || {
            let names: Vec<&str> = reference.kinds.iter().take(2).map(|kind| kind.one()).collect();
            if reference.kinds.len() > 2 { "record".to_owned() } else { names.join(" or ") }
        };
        match known.records.get(&reference.id) {
            None => {
                let message = format!("there is no {} {}", expected(), reference.id);
                faults.error(field, "unknown-record", message);
            }
            Some(other) if other.is_deleted => {
                let message = format!("{} {} was deleted", other.body.kind().one(), reference.id);
                faults.error(field, "deleted", message);
            }
            Some(other) if !reference.kinds.contains(&other.body.kind()) => {
                let what = other.body.kind().one();
                let message = format!("{} is a {what}, expected a {}", reference.id, expected());
                faults.error(field, "other-kind", message);
            }
            Some(_) => {}
        }
    }
}

fn check_visit(body: &Body, known: &Known, faults: &mut Faults) {
    let index = body.index();
    let visit = index.visit.and_then(|id| known.records.get(&id));
    let Some(Other { body: Body::Visit(visit), .. }) = visit else { return };
    if let Some(site) = index.site.filter(|site| Some(*site) != visit.site) {
        faults.error("site", "other-site", format!("the visit is at another site than {site}"));
    }
    let Some((begin, end)) = body.interval() else { return };
    for (field, time) in [("begin", begin), ("end", end)] {
        let Some(time) = time else { continue };
        if let Some(from) = visit.begin.filter(|from| time.is_before(*from)) {
            faults.error(
                field,
                "outside-visit",
                format!("{time} is before the visit began, {from}"),
            );
        }
        if let Some(to) = visit.end.filter(|to| to.is_before(time)) {
            faults.error(field, "outside-visit", format!("{time} is after the visit ended, {to}"));
        }
    }
}

/// Clocks are noticed and never a reason to refuse.
fn check_clock(site: Option<i32>, begin: Option<When>, known: &Known, faults: &mut Faults) {
    let Some(begin) = begin else { return };
    if let Some(now) = known.now.filter(|now| begin.earliest().0 > now.0.saturating_add(AHEAD_US)) {
        let message = format!("{begin} is in the future: the server's clock says {now}");
        faults.warn("begin", "future", message);
    }
    let standard =
        site.and_then(|site| known.sites.get(&site)).and_then(|s| s.standard_offset_minutes);
    if let Some(standard) = standard {
        // Summer time is an hour ahead.
        let offset = begin.offset_minutes();
        if offset != standard && offset != standard + 60 {
            let usual = gagehouse_model::zone::offset_text(standard);
            let message = format!("{begin} has another offset than the site, {usual}");
            faults.warn("begin", "offset", message);
        }
    }
}

fn check_method(method: Option<RecordId>, action_type: &str, known: &Known, faults: &mut Faults) {
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
fn check_output(
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

fn check_deployment(id: RecordId, b: &Deployment, known: &Known, faults: &mut Faults) {
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

fn check_action(b: &Action, known: &Known, faults: &mut Faults) {
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

fn check_calibration(b: &Calibration, known: &Known, faults: &mut Faults) {
    check_method(b.method, "instrumentCalibration", known, faults);
    check_output(b.equipment, &b.output_variable, &b.unit, known, faults);
    if let Some(item) = b.equipment {
        check_at_site(item, b.site, b.begin, known, "equipment", faults);
    }
    for (at, check) in b.standards.iter().enumerate() {
        let Some(Other { body: Body::ReferenceMaterial(material), .. }) =
            check.material.and_then(|id| known.records.get(&id))
        else {
            continue;
        };
        let field = format!("standards/{at}/material");
        let used = check.when.or(b.begin);
        if let (Some(expires), Some(used)) = (material.expires, used)
            && expires.is_before(used)
        {
            let message = format!("'{}' lot {} expired {expires}", material.name, material.lot);
            faults.warn(&field, "standard-expired", message);
        }
        if material.values.iter().all(|value| value.variable != b.output_variable) {
            let message = format!("'{}' has no value of '{}'", material.name, b.output_variable);
            faults.error(&field, "other-variable", message);
            continue;
        }
        let temperature = check.temperature_c.as_ref().map(crate::Decimal::value);
        let stated = material.value_at(&b.output_variable, temperature);
        if let (Some(stated), Some(value)) = (stated, &check.value)
            && (stated - value.value()).abs() > 0.005_f64.max(stated.abs() * 0.005)
        {
            let message = format!(
                "'{}' has {stated:.3} at that temperature, not {}",
                material.name,
                value.text()
            );
            faults.warn(&format!("standards/{at}/value"), "differs", message);
        }
    }
}

/// Equipment offered is what is at the site; "show all" lets another be chosen, which is noticed.
fn check_at_site(
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

fn site_name(known: &Known, site: i32) -> String {
    known.sites.get(&site).map_or_else(|| format!("site {site}"), |facts| facts.name.clone())
}

fn equipment(known: &Known, id: RecordId) -> Option<&Equipment> {
    match &known.records.get(&id)?.body {
        Body::Equipment(item) => Some(item),
        _ => None,
    }
}

fn deployment(known: &Known, id: RecordId) -> Option<&Deployment> {
    match &known.records.get(&id)?.body {
        Body::Deployment(deployment) => Some(deployment),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    fn id(n: u8) -> RecordId {
        RecordId::new(u64::from(n), [n; 10])
    }

    fn when(text: &str) -> When {
        text.parse().unwrap()
    }

    fn known() -> Known {
        let mut known = Known { now: Some(TimeUs::from_civil(2026, 6, 1, 0)), ..Known::default() };
        for (site, name) in [(1, "Mill"), (2, "Bridge")] {
            let facts = SiteFacts { name: name.into(), standard_offset_minutes: Some(-420) };
            known.sites.insert(site, facts);
        }
        known.datastreams.extend([(11, 1), (22, 2)]);
        let mut put = |n: u8, kind: Kind, json: Value| {
            let (body, faults) = Body::parse(kind, &json);
            assert!(!faults.stop(), "{:?}", faults.found);
            known.records.insert(id(n), Other { is_deleted: false, body });
        };
        put(
            1,
            Kind::Organization,
            json!({"code": "O", "name": "O", "organization_type": "manufacturer"}),
        );
        put(
            2,
            Kind::EquipmentModel,
            json!({"name": "Sonde", "manufacturer": id(1), "is_instrument": true,
            "output_variables": [{"variable": "pH", "unit": "pH"}, {"variable": "SpCond", "unit": "µS/cm"}]}),
        );
        put(
            3,
            Kind::Equipment,
            json!({"code": "S-1", "name": "Sonde", "equipment_type": "sensor", "model": id(2),
            "serial_number": "1", "owner": id(1), "status": "inStock"}),
        );
        put(
            4,
            Kind::Visit,
            json!({"site": 1, "begin": "2026-05-03T10:00-07:00", "end": "2026-05-03T12:00-07:00",
            "status": "final", "party": "AB"}),
        );
        put(
            5,
            Kind::ReferenceMaterial,
            json!({"code": "pH7", "name": "pH 7 buffer", "medium": "liquidAqueous", "lot": "L1",
            "expires": "2026-01-31-07:00", "values": [{"variable": "pH", "value": "7.00", "unit": "pH"}]}),
        );
        put(
            6,
            Kind::Method,
            json!({"code": "cal", "name": "Two points", "method_type": "instrumentCalibration"}),
        );
        known
    }

    fn faults(kind: Kind, json: Value, known: &Known) -> Vec<(String, String)> {
        let (body, mut faults) = Body::parse(kind, &json);
        check(id(99), &body, known, &mut faults);
        faults.found.into_iter().map(|f| (f.field, f.code)).collect()
    }

    fn has(found: &[(String, String)], field: &str, code: &str) -> bool {
        found.iter().any(|(f, c)| f == field && c == code)
    }

    fn span(n: u8, site: i32, begin: &str, end: Option<&str>) -> Span {
        let (begin, end) = (when(begin), end.map(when));
        Span { deployment: id(n), equipment: id(3), site, attached_to: None, begin, end }
    }

    fn a_deployment() -> Value {
        json!({"site": 1, "visit": id(4), "action_type": "instrumentDeployment", "equipment": id(3),
            "begin": "2026-05-03T11:00-07:00",
            "datastreams": [{"datastream": 11, "output_variable": "pH", "unit": "pH", "medium": "liquidAqueous"}]})
    }

    #[test]
    fn a_deployment_that_fits_has_no_fault() {
        assert_eq!(faults(Kind::Deployment, a_deployment(), &known()), []);
    }

    #[test]
    fn one_item_is_at_one_place_at_a_time() {
        let mut known = known();
        known.spans = vec![span(7, 2, "2026-04-01T09:00-07:00", None)];
        let (body, mut found) = Body::parse(Kind::Deployment, &a_deployment());
        check(id(99), &body, &known, &mut found);
        assert_eq!(
            found.found[0].message,
            "item 'S-1' is deployed at Bridge since 2026-04-01T09:00-07:00, and is still there"
        );
        // Out of the water there on the same day, which is all that is known.
        known.spans = vec![span(7, 2, "2026-04-01T09:00-07:00", Some("2026-05-03-07:00"))];
        assert_eq!(faults(Kind::Deployment, a_deployment(), &known), []);
        // Deployed later: one that is still open would last into it.
        known.spans = vec![span(7, 2, "2026-05-20T09:00-07:00", None)];
        assert!(has(&faults(Kind::Deployment, a_deployment(), &known), "/equipment", "deployed"));
    }

    #[test]
    fn a_retrieval_ends_a_deployment_that_is_there_and_only_once() {
        let mut known = known();
        let (body, _) = Body::parse(Kind::Deployment, &a_deployment());
        known.records.insert(id(8), Other { is_deleted: false, body });
        known.spans = vec![span(8, 1, "2026-05-03T11:00-07:00", None)];
        let retrieval = |begin: &str| json!({"site": 1, "action_type": "instrumentRetrieval", "begin": begin, "deployment": id(8)});
        assert_eq!(faults(Kind::Action, retrieval("2026-05-20T11:00-07:00"), &known), []);
        let early = faults(Kind::Action, retrieval("2026-05-02T11:00-07:00"), &known);
        assert!(has(&early, "/begin", "before-begin"), "{early:?}");
        known.spans[0].end = Some(when("2026-05-10T11:00-07:00"));
        assert!(has(
            &faults(Kind::Action, retrieval("2026-05-20T11:00-07:00"), &known),
            "/deployment",
            "retrieved"
        ));
        let nothing = json!({"action_type": "instrumentRetrieval", "begin": "2026-05-20-07:00", "deployment": id(50)});
        assert!(has(&faults(Kind::Action, nothing, &known), "/deployment", "unknown-record"));
        let mut other = retrieval("2026-05-20T11:00-07:00");
        other["action_type"] = json!("equipmentRetrieval");
        assert!(has(&faults(Kind::Action, other, &known), "/action_type", "other-type"));
    }

    #[test]
    fn what_was_done_lies_inside_its_visit_and_at_its_site() {
        let action = json!({"site": 2, "visit": id(4), "action_type": "observation",
            "begin": "2026-05-03T09:00-07:00", "end": "2026-05-03T13:00-07:00"});
        let found = faults(Kind::Action, action, &known());
        assert!(has(&found, "/site", "other-site"));
        assert!(has(&found, "/begin", "outside-visit") && has(&found, "/end", "outside-visit"));
        // A visit that is made shorter leaves it outside.
        let mut known = known();
        known.children = vec![Child {
            id: id(9),
            kind: Kind::Action,
            site: Some(1),
            begin: Some(when("2026-05-03T11:00-07:00")),
            end: None,
        }];
        let visit = json!({"site": 1, "begin": "2026-05-03T10:00-07:00", "end": "2026-05-03T10:30-07:00",
            "status": "final", "party": "AB"});
        assert!(has(&faults(Kind::Visit, visit, &known), "/end", "outside-visit"));
    }

    #[test]
    fn methods_variables_and_units_fit_and_an_expired_standard_is_noticed() {
        let calibration = |variable: &str, unit: &str| {
            json!({"site": 1, "place": "field", "equipment": id(3),
            "output_variable": variable, "unit": unit, "method": id(6), "begin": "2026-05-03T11:00-07:00",
            "standards": [{"material": id(5), "value": "7.00", "as_found": "7.10"}]})
        };
        let found = faults(Kind::Calibration, calibration("pH", "pH"), &known());
        assert!(has(&found, "/standards/0/material", "standard-expired"), "{found:?}");
        assert!(has(&found, "/equipment", "not-at-site"));
        assert_eq!(found.len(), 2);
        let found = faults(Kind::Calibration, calibration("Chl", "pH"), &known());
        assert!(has(&found, "/output_variable", "not-of-model"));
        let found = faults(Kind::Calibration, calibration("pH", "mV"), &known());
        assert!(has(&found, "/unit", "not-of-model"));
        let mut deployment = a_deployment();
        deployment["method"] = json!(id(6));
        deployment["datastreams"][0]["datastream"] = json!(22);
        let found = faults(Kind::Deployment, deployment, &known());
        assert!(has(&found, "/method", "other-type"));
        assert!(has(&found, "/datastreams/0/datastream", "other-site"));
    }

    #[test]
    fn clocks_are_noticed_and_never_refused() {
        let visit =
            |begin: &str| json!({"site": 1, "begin": begin, "status": "final", "party": "AB"});
        let (body, mut found) = Body::parse(Kind::Visit, &visit("2027-05-03T10:00+14:00"));
        check(id(99), &body, &known(), &mut found);
        assert!(!found.stop());
        let codes: Vec<_> = found.found.iter().map(|f| f.code.as_str()).collect();
        assert_eq!(codes, ["future", "offset"]);
        assert_eq!(faults(Kind::Visit, visit("2026-05-03T10:00-06:00"), &known()), []);
    }

    #[test]
    fn terms_are_odm2s_or_the_networks_own() {
        let mut known = known();
        let visit = json!({"site": 1, "begin": "2026-05-03-07:00", "status": "final", "party": "AB", "completed_work": ["kayaking"]});
        assert!(has(&faults(Kind::Visit, visit.clone(), &known), "/completed_work/0", "term"));
        known.terms.insert(("completedWork".into(), "kayaking".into()));
        assert_eq!(faults(Kind::Visit, visit, &known), []);
    }

    #[test]
    fn what_is_lost_is_deployed_only_with_a_reason_and_what_is_deleted_not_at_all() {
        let mut known = known();
        if let Some(Other { body: Body::Equipment(item), .. }) = known.records.get_mut(&id(3)) {
            item.status = "lost".into();
        }
        assert!(has(
            &faults(Kind::Deployment, a_deployment(), &known),
            "/override_reason",
            "not-in-stock"
        ));
        let mut found_again = a_deployment();
        found_again["override_reason"] = json!("found downstream");
        assert_eq!(faults(Kind::Deployment, found_again.clone(), &known), []);
        known.records.get_mut(&id(3)).unwrap().is_deleted = true;
        assert!(has(&faults(Kind::Deployment, found_again, &known), "/equipment", "deleted"));
    }

    proptest! {
        /// However deployments are put in, those that the rule lets in never overlap.
        #[test]
        fn accepted_deployments_of_an_item_never_overlap(
            wishes in proptest::collection::vec((0i64..200, 0i64..40, any::<bool>()), 1..20),
        ) {
            let mut known = known();
            let hour = |h: i64| When::new(TimeUs(h * 3_600_000_000), -420, crate::Precision::Minute);
            for (n, (begin, length, is_open)) in (100u8..).zip(wishes) {
                let json = json!({"site": 1, "action_type": "instrumentDeployment", "equipment": id(3),
                    "begin": hour(begin), "end": (!is_open).then(|| hour(begin + length))});
                let (body, mut found) = Body::parse(Kind::Deployment, &json);
                check(id(n), &body, &known, &mut found);
                if found.stop() {
                    continue;
                }
                known.spans.push(Span { deployment: id(n), equipment: id(3), site: 1, attached_to: None,
                    begin: hour(begin), end: (!is_open).then(|| hour(begin + length)) });
            }
            for (at, one) in known.spans.iter().enumerate() {
                for other in &known.spans[at + 1..] {
                    prop_assert!(!one.overlaps(other) && !other.overlaps(one));
                }
            }
            prop_assert!(known.spans.iter().filter(|span| span.end.is_none()).count() <= 1);
        }
    }
}
