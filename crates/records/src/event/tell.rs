//! What a record holds, in a title and lines with units, and the values that somebody read in it.

use super::about::{About, Among};
use super::{Event, EventKind, EventReading};
use crate::arithmetic::Correction;
use crate::kinds::{Action, Calibration, DataloggerProgram, Deployment, LoggerCheck, Visit};
use crate::vocabulary::{ACTION_TYPE, COMPLETED_WORK, READING_TYPE, Vocabulary};
use crate::{Body, Decimal, RecordId, When};
use std::collections::HashMap;

/// Longest line.
const LINE: usize = 300;
/// How names of variables begin that a discharge measurement and its gage height are readings of.
const DISCHARGE: [&str; 2] = ["discharge", "streamflow"];
const GAGE_HEIGHT: [&str; 2] = ["gage height", "stage"];

/// A record as somebody may see it.
#[derive(Debug, Clone, Copy)]
pub struct Told<'a> {
    /// Its id.
    pub id: RecordId,
    /// What it says.
    pub body: &'a Body,
    /// Our key of its site.
    pub site: i32,
    /// The visit it belongs to.
    pub visit: Option<RecordId>,
}

/// What a plot shows of a record: nothing of what is about other datastreams. `names` are the people, items and standards that
/// it names, those that may be shown.
pub fn tell(told: Told<'_>, among: &Among, names: &HashMap<RecordId, Body>) -> Vec<Event> {
    let teller = Teller { told, among, names };
    let mut events = Vec::new();
    match told.body {
        Body::Visit(visit) => teller.visit(visit, &mut events),
        Body::Deployment(deployment) => teller.deployment(deployment, &mut events),
        Body::Calibration(calibration) => teller.calibration(calibration, &mut events),
        Body::Action(action) => teller.action(action, &mut events),
        Body::DataloggerProgram(program) => teller.program(program, &mut events),
        _ => {}
    }
    events
}

/// A record as one step of its visit, also what no plot shows: its first event, with the lines of the others.
pub fn step(told: Told<'_>, names: &HashMap<RecordId, Body>) -> Option<Event> {
    let among = Among::default();
    let mut events = tell(told, &among, names).into_iter();
    if let Some(mut first) = events.next() {
        first.details.extend(events.flat_map(|it| std::iter::once(it.title).chain(it.details)));
        return Some(first);
    }
    let Body::Action(action) = told.body else { return None };
    let teller = Teller { told, among: &among, names };
    let mut lines = Lines::default();
    lines.add("", &action.description);
    let what = ACTION_TYPE.name(&action.action_type).unwrap_or(&action.action_type);
    let title = of(what, &teller.items(&action.equipment));
    let event = Event { end: action.end, ..teller.event(action.begin?) };
    teller.of(event, EventKind::Visits, title, lines, About::Site)
}

struct Teller<'a> {
    told: Told<'a>,
    among: &'a Among,
    names: &'a HashMap<RecordId, Body>,
}

impl Teller<'_> {
    fn visit(&self, visit: &Visit, events: &mut Vec<Event>) {
        let Some(begin) = visit.begin else { return };
        let mut lines = Lines::default();
        let crew = self.people(&visit.crew);
        lines.add("Crew", &[crew, visit.party.trim().to_owned()].map(some).concat().join("; "));
        lines.add("Weather", &visit.weather);
        let work = visit.completed_work.iter().map(|code| term(COMPLETED_WORK, code));
        lines.add("Done", &work.collect::<Vec<_>>().join(", "));
        lines.add("", &visit.remarks);
        let visit = Event { end: visit.end, visit: Some(self.told.id), ..self.event(begin) };
        let title = "Visit".to_owned();
        events.extend(self.of(visit, EventKind::Visits, title, lines, About::Site));
    }

    fn deployment(&self, deployment: &Deployment, events: &mut Vec<Event>) {
        let Some(begin) = deployment.begin else { return };
        let keys: Vec<i32> =
            deployment.datastreams.iter().filter_map(|fed| fed.datastream).collect();
        let about = self.among.of_datastreams(self.told.site, &keys);
        let placed = self.among.placed.get(&self.told.id);
        let end = placed.map_or(deployment.end, |placed| placed.end);
        let mut lines = Lines::default();
        let outputs = deployment.datastreams.iter();
        let outputs = outputs.map(|fed| with_unit(&fed.output_variable, &fed.unit));
        lines.add("Measures", &outputs.collect::<Vec<_>>().join(", "));
        lines.add("On", &deployment.attached_to.map(|id| self.item(id)).unwrap_or_default());
        lines.add("", &deployment.description);
        let item = deployment.equipment.map(|id| self.item(id)).unwrap_or_default();
        let label = deployment.equipment.map(|id| self.serial(id)).unwrap_or_default();
        let at = Event { item: self.known_item(deployment.equipment), ..self.event(begin) };
        let event = Event { end, is_open: end.is_none(), label, ..at };
        events.extend(self.of(
            event,
            EventKind::Deployments,
            of("Deployment", &item),
            lines,
            about,
        ));
    }

    fn calibration(&self, calibration: &Calibration, events: &mut Vec<Event>) {
        let Some(begin) = calibration.begin else { return };
        let output = calibration.output_variable.as_str();
        let about = || self.among.of_output(self.told.site, calibration.equipment, begin, output);
        let unit = calibration.unit.as_str();
        let mut lines = Lines::default();
        lines.add("Item", &calibration.equipment.map(|id| self.item(id)).unwrap_or_default());
        if let Some(cleaning) = &calibration.cleaning {
            let pair = |before: &Option<Decimal>, after: &Option<Decimal>| {
                let (before, after) = (before.as_ref()?, after.as_ref()?);
                Some(format!(
                    "{} before, {} after cleaning",
                    with_unit(before.text(), unit),
                    with_unit(after.text(), unit)
                ))
            };
            let sensor = pair(&cleaning.sensor_before, &cleaning.sensor_after);
            lines.add("Sensor", &sensor.unwrap_or_default());
            let meter = pair(&cleaning.meter_before, &cleaning.meter_after);
            lines.add("Field meter", &meter.unwrap_or_default());
        }
        let decimals = decimals_of(calibration);
        lines.add("Fouling", &correction(calibration.fouling(), unit, decimals));
        lines.add("Drift", &correction(calibration.drift(), unit, decimals));
        for check in &calibration.standards {
            let name = match check.material.and_then(|id| self.names.get(&id)) {
                Some(Body::ReferenceMaterial(material)) => material.name.clone(),
                _ => "Standard".to_owned(),
            };
            let text = |what: &str, value: &Option<Decimal>| {
                value.as_ref().map(|value| format!("{what}{}", with_unit(value.text(), unit)))
            };
            let parts = [
                text("", &check.value),
                text("as found ", &check.as_found),
                text("as left ", &check.as_left),
            ];
            lines.add(&name, &parts.into_iter().flatten().collect::<Vec<_>>().join(", "));
        }
        if let Some(oxygen) = &calibration.oxygen {
            let text = |what: &str, value: &Option<Decimal>, unit: &str| {
                value.as_ref().map(|value| format!("{what}{}", with_unit(value.text(), unit)))
            };
            let parts = [
                oxygen.saturation().map(|saturated| format!("{saturated:.2} mg/L")),
                text("at ", &oxygen.temperature_c, "°C"),
                text("at ", &oxygen.pressure_mmhg, "mmHg"),
                text("salinity ", &oxygen.salinity, "g/kg"),
                text("as found ", &oxygen.as_found, "mg/L"),
                text("as left ", &oxygen.as_left, "mg/L"),
            ];
            let parts = parts.into_iter().flatten().collect::<Vec<_>>();
            lines.add("Saturation", &parts.join(", "));
        }
        lines.add("Against", &self.items(&calibration.reference_equipment));
        lines.add("By", &self.people(&calibration.by));
        lines.add("", &calibration.remarks);
        let was_set = calibration.standards.iter().any(|check| check.as_left.is_some())
            || calibration.oxygen.as_ref().is_some_and(|oxygen| oxygen.as_left.is_some());
        let what = match (calibration.place.as_str(), was_set) {
            ("bench", true) => "Bench calibration",
            ("bench", false) => "Bench check",
            (_, true) => "Calibration",
            (_, false) => "Check",
        };
        let title = format!("{what} of {output}");
        let item = self.known_item(calibration.equipment);
        let event = Event { end: calibration.end, item, ..self.event(begin) };
        events.extend(self.of(event, EventKind::Calibrations, title, lines, about()));
        let Some(cleaning) = &calibration.cleaning else { return };
        for (value, words, when) in [
            (&cleaning.meter_before, "before cleaning", begin),
            (&cleaning.meter_after, "after cleaning", calibration.end.unwrap_or(begin)),
        ] {
            let Some(value) = value else { continue };
            let title = format!("Field meter {words}: {}", with_unit(value.text(), unit));
            let reading = reading(value, unit, &None);
            events.extend(self.reading(when, title, Lines::default(), reading, about()));
        }
    }

    fn action(&self, action: &Action, events: &mut Vec<Event>) {
        let Some(begin) = action.begin else { return };
        let site = self.told.site;
        let items = self.items(&action.equipment);
        let mut lines = Lines::default();
        lines.add("By", &self.people(&action.by));
        if let Some(maintenance) = &action.maintenance {
            lines.add("Why", &maintenance.reason);
            lines.add("Code", &maintenance.code);
        }
        if let Some(logger) = &action.logger {
            logger_lines(logger, &mut lines);
        }
        lines.add("", &action.description);
        let item = self.known_item(action.equipment.first().copied());
        let event = Event { end: action.end, item, ..self.event(begin) };
        if action.is_retrieval() {
            let placed = action.deployment.and_then(|id| self.among.placed.get(&id));
            let fed = placed.into_iter().flat_map(|placed| &placed.deployment.datastreams);
            let keys: Vec<i32> = fed.filter_map(|fed| fed.datastream).collect();
            let about = self.among.of_datastreams(site, &keys);
            let item = placed.and_then(|placed| placed.deployment.equipment);
            let title = of("Retrieval", &item.map(|id| self.item(id)).unwrap_or_default());
            let event = Event { item: self.known_item(item), ..event };
            events.extend(self.of(event, EventKind::Deployments, title, lines, about));
        } else if action.action_type == "equipmentMaintenance" {
            let maintenance = action.maintenance.as_ref();
            let what = match maintenance {
                Some(it) if it.is_factory_service => "Factory service",
                Some(it) if it.is_cleaning => "Cleaning",
                _ if action.logger.is_some() => "Check of the logger",
                _ => "Maintenance",
            };
            let about = self.among.of_items(site, &action.equipment, begin);
            let title =
                if action.logger.is_some() { joined(what, &items) } else { of(what, &items) };
            events.extend(self.of(event, EventKind::Maintenance, title, lines, about));
        } else if action.action_type == "equipmentProgramming" {
            let about = self.among.of_items(site, &action.equipment, begin);
            let title = of("Programming", &items);
            events.extend(self.of(event, EventKind::Programs, title, lines, about));
        }
        self.readings(action, begin, events);
    }

    fn readings(&self, action: &Action, begin: When, events: &mut Vec<Event>) {
        let site = self.told.site;
        for read in &action.readings {
            let (Some(value), Some(when)) = (&read.value, read.when) else { continue };
            let about = match read.datastream {
                Some(key) => self.among.of_datastreams(site, &[key]),
                None => self.among.of_word(site, &read.variable),
            };
            let mut lines = Lines::default();
            let sensor = read.sensor_value.as_ref();
            let sensor = sensor.map(|value| with_unit(value.text(), &read.unit));
            lines.add("Sensor as read beside it", &sensor.unwrap_or_default());
            let uncertainty = read.uncertainty.as_ref();
            let uncertainty = uncertainty.map(|value| with_unit(value.text(), &read.unit));
            lines.add("Uncertainty", &uncertainty.unwrap_or_default());
            lines.add("Qualifier", &read.qualifier);
            lines.add("How", &read.method);
            lines.add("With", &read.device.map(|id| self.item(id)).unwrap_or_default());
            lines.add("", &read.remarks);
            let kind = term(READING_TYPE, &read.reading_type);
            let title = format!("{}: {}", read.variable, with_unit(value.text(), &read.unit));
            let title = if kind.is_empty() { title } else { format!("{title} ({kind})") };
            let reading = reading(value, &read.unit, &read.uncertainty);
            events.extend(self.reading(when, title, lines, reading, about));
        }
        let Some(discharge) = &action.discharge else { return };
        for (value, unit, what, beginnings) in [
            (&discharge.value, &discharge.unit, "Discharge measured", &DISCHARGE),
            (&discharge.gage_height, &discharge.gage_height_unit, "Gage height", &GAGE_HEIGHT),
        ] {
            let Some(value) = value else { continue };
            let mut lines = Lines::default();
            lines.add("Number", &discharge.number);
            let uncertainty =
                discharge.uncertainty_percent.as_ref().map(|it| format!("{} %", it.text()));
            lines.add("Uncertainty", &uncertainty.unwrap_or_default());
            if discharge.is_excluded {
                lines.add("Not used for the stage–discharge rating", &discharge.excluded_reason);
            }
            let title = format!("{what}: {}", with_unit(value.text(), unit));
            let about = self.among.of_quantity(self.told.site, beginnings);
            events.extend(self.reading(begin, title, lines, reading(value, unit, &None), about));
        }
    }

    fn program(&self, program: &DataloggerProgram, events: &mut Vec<Event>) {
        // One that was never sent changed nothing.
        let Some(begin) = program.begin else { return };
        let keys: Vec<i32> =
            program.columns.iter().filter_map(|column| column.datastream).collect();
        let mut lines = Lines::default();
        lines.add("Logger", &program.logger.map(|id| self.item(id)).unwrap_or_default());
        lines.add("Author", &self.people(program.author.as_slice()));
        lines.add("Why", &program.rationale);
        lines.add("", &program.description);
        let title = format!("Program {} version {}", program.name, program.version);
        let about = self.among.of_datastreams(self.told.site, &keys);
        events.extend(self.of(self.event(begin), EventKind::Programs, title, lines, about));
    }

    fn event(&self, begin: When) -> Event {
        Event {
            record: self.told.id,
            record_kind: self.told.body.kind(),
            kind: EventKind::Visits,
            visit: self.told.visit,
            site: self.told.site,
            item: None,
            begin,
            end: None,
            is_open: false,
            label: String::new(),
            title: String::new(),
            details: Vec::new(),
            reading: None,
            datastreams: Vec::new(),
        }
    }

    fn of(
        &self,
        event: Event,
        kind: EventKind,
        title: String,
        lines: Lines,
        about: About,
    ) -> Option<Event> {
        let datastreams = match about {
            About::These(these) => these,
            About::Site => Vec::new(),
            About::Others => return None,
        };
        let end = event.end.filter(|end| *end != event.begin);
        Some(Event { kind, title: cut(&title), details: lines.0, datastreams, end, ..event })
    }

    /// A reading has a place on a plot only beside a series: where series are asked for, it is of one of them.
    fn reading(
        &self,
        when: When,
        title: String,
        lines: Lines,
        reading: EventReading,
        about: About,
    ) -> Option<Event> {
        if !self.among.asked.is_empty() && !matches!(about, About::These(_)) {
            return None;
        }
        let event = Event { reading: Some(reading), ..self.event(when) };
        self.of(event, EventKind::Readings, title, lines, about)
    }

    fn people(&self, ids: &[RecordId]) -> String {
        let name = |id: &RecordId| match self.names.get(id) {
            Some(Body::Person(person)) => Some(person.name()),
            _ => None,
        };
        ids.iter().filter_map(name).collect::<Vec<_>>().join(", ")
    }

    /// An item that may be shown.
    fn known_item(&self, id: Option<RecordId>) -> Option<RecordId> {
        id.filter(|id| self.names.contains_key(id))
    }

    fn items(&self, ids: &[RecordId]) -> String {
        let named = ids.iter().map(|id| self.item(*id)).filter(|name| !name.is_empty());
        named.collect::<Vec<_>>().join(", ")
    }

    fn item(&self, id: RecordId) -> String {
        match self.names.get(&id) {
            Some(Body::Equipment(item)) => format!("{} {}", item.name, item.serial_number),
            _ => String::new(),
        }
    }

    fn serial(&self, id: RecordId) -> String {
        match self.names.get(&id) {
            Some(Body::Equipment(item)) => item.serial_number.clone(),
            _ => String::new(),
        }
    }
}

/// Lines with something to say.
#[derive(Default)]
struct Lines(Vec<String>);

impl Lines {
    fn add(&mut self, name: &str, text: &str) {
        let text = text.trim();
        match (name, text) {
            (_, "") => {}
            ("", text) => self.0.push(cut(text)),
            (name, text) => self.0.push(cut(&format!("{name}: {text}"))),
        }
    }
}

/// How a logger was found.
fn logger_lines(check: &LoggerCheck, lines: &mut Lines) {
    if let (Some(clock), Some(ahead)) = (check.clock, check.clock_ahead_s()) {
        let set = if check.clock_was_set { ", set" } else { "" };
        lines.add("Its clock", &format!("{clock}, {ahead:+.0} s against the right time{set}"));
    }
    for (name, volts) in [
        ("Battery", &check.battery_v),
        ("Battery under load", &check.battery_under_load_v),
        ("Backup battery", &check.backup_battery_v),
    ] {
        let volts = volts.as_ref().map(|volts| with_unit(volts.text(), "V"));
        lines.add(name, &volts.unwrap_or_default());
    }
    if check.desiccant_was_changed {
        lines.add("", "Desiccant changed");
    }
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(LINE) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

fn some(text: String) -> Vec<String> {
    if text.is_empty() { Vec::new() } else { vec![text] }
}

fn of(what: &str, item: &str) -> String {
    if item.is_empty() { what.to_owned() } else { format!("{what} of {item}") }
}

fn joined(what: &str, item: &str) -> String {
    if item.is_empty() { what.to_owned() } else { format!("{what} {item}") }
}

fn with_unit(text: &str, unit: &str) -> String {
    if unit.is_empty() { text.to_owned() } else { format!("{text} {unit}") }
}

fn reading(value: &Decimal, unit: &str, uncertainty: &Option<Decimal>) -> EventReading {
    EventReading {
        value: value.value(),
        text: value.text().to_owned(),
        unit: unit.to_owned(),
        uncertainty: uncertainty.as_ref().map(Decimal::value),
    }
}

/// A term as a person reads it: a network's own by its code.
fn term(vocabulary: Vocabulary, code: &str) -> String {
    vocabulary.name(code).unwrap_or(code).to_lowercase()
}

/// The decimals with which a calibration's values were read: the most of any.
fn decimals_of(calibration: &Calibration) -> usize {
    let cleaning = calibration.cleaning.iter().flat_map(|c| [&c.sensor_before, &c.sensor_after]);
    let standards = calibration.standards.iter().flat_map(|check| [&check.value, &check.as_found]);
    let oxygen = calibration.oxygen.iter().map(|oxygen| &oxygen.as_found);
    let read = cleaning.chain(standards).chain(oxygen).flatten();
    let decimals = |value: &Decimal| value.text().split_once('.').map_or(0, |(_, rest)| rest.len());
    read.map(decimals).max().unwrap_or(0).min(6)
}

fn correction(correction: Option<Correction>, unit: &str, decimals: usize) -> String {
    let Some(Correction { value, percent }) = correction else { return String::new() };
    let value = with_unit(&format!("{value:+.decimals$}"), unit);
    match percent {
        Some(percent) => format!("{value} ({percent:+.1} %)"),
        None => value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Kind;
    use crate::event::about::{Asked, Placed, Variable};
    use serde_json::json;

    fn id(number: u8) -> RecordId {
        RecordId::new(u64::from(number), [number; 10])
    }

    fn body(kind: Kind, json: serde_json::Value) -> Body {
        let (body, faults) = Body::parse(kind, &json);
        assert!(!faults.stop(), "{:?}", faults.found);
        body
    }

    fn names() -> HashMap<RecordId, Body> {
        let item = json!({"code": "I", "name": "Sonde", "equipment_type": "waterQualitySonde", "model": id(9),
            "serial_number": "S-17", "owner": id(9), "status": "inStock"});
        HashMap::from([
            (id(1), body(Kind::Equipment, item)),
            (id(2), body(Kind::Person, json!({"first_name": "Ada", "last_name": "Lark"}))),
        ])
    }

    fn told(body: &Body, among: &Among) -> Vec<Event> {
        tell(Told { id: id(50), body, site: 7, visit: None }, among, &names())
    }

    fn asking(code: &str) -> Among {
        let name = "local:1".parse().unwrap();
        let variable =
            Variable { code: code.to_owned(), name: "Gage height, above datum".to_owned() };
        Among { asked: vec![Asked { name, site: 7, variable }], ..Among::default() }
    }

    #[test]
    fn a_visit_names_those_of_its_crew_who_may_be_shown_and_keeps_its_precision() {
        let visit = json!({"site": 7, "begin": "2026-05-03-07:00", "crew": [id(2), id(3)], "party": "WHE",
            "status": "final", "completed_work": ["cleaning"], "remarks": "clear"});
        let visit = body(Kind::Visit, visit);
        let events = told(&visit, &asking("PH"));
        assert_eq!(events.len(), 1);
        assert_eq!(events[0].details, ["Crew: Ada Lark; WHE", "Done: cleaning", "clear"]);
        assert_eq!(
            (events[0].begin.to_string().as_str(), events[0].visit),
            ("2026-05-03-07:00", Some(id(50)))
        );
    }

    #[test]
    fn a_calibration_tells_fouling_and_drift_with_units_and_gives_the_field_meter_as_readings() {
        let calibration = json!({"site": 7, "place": "field", "equipment": id(1), "output_variable": "PH", "unit": "pH",
            "begin": "2026-05-03T10:15-07:00",
            "cleaning": {"sensor_before": "7.40", "sensor_after": "7.30", "meter_before": "7.20", "meter_after": "7.22"},
            "standards": [{"material": id(8), "value": "7.00", "as_found": "7.06", "as_left": "7.00"}]});
        let calibration = body(Kind::Calibration, calibration);
        let events = told(&calibration, &asking("PH"));
        let titles: Vec<&str> = events.iter().map(|event| event.title.as_str()).collect();
        let meter = ["Field meter before cleaning: 7.20 pH", "Field meter after cleaning: 7.22 pH"];
        assert_eq!(titles, ["Calibration of PH", meter[0], meter[1]]);
        let lines = &events[0].details;
        // (7.30 − 7.40) − (7.22 − 7.20) = −0.12; 7.00 − 7.06 = −0.06.
        assert!(lines.contains(&"Fouling: -0.12 pH (-1.6 %)".to_owned()), "{lines:?}");
        assert!(lines.contains(&"Drift: -0.06 pH (-0.8 %)".to_owned()), "{lines:?}");
        assert!(lines.contains(&"Standard: 7.00 pH, as found 7.06 pH, as left 7.00 pH".to_owned()));
        let readings: Vec<f64> =
            events.iter().filter_map(|e| Some(e.reading.as_ref()?.value)).collect();
        assert_eq!(readings, [7.20, 7.22]);
        // Whose variable nobody knows is shown, its values have no line to stand beside.
        assert_eq!(told(&calibration, &asking("STAGE")).len(), 1);
    }

    #[test]
    fn what_was_done_at_the_bench_and_at_the_maker_says_so_and_names_its_item() {
        let bench = json!({"place": "bench", "equipment": id(1), "output_variable": "ODO", "unit": "mg/L",
            "begin": "2026-05-03T10:15-07:00", "oxygen": {"temperature_c": "20", "pressure_mmhg": "760", "as_found": "9.00"}});
        let told_bench = told(&body(Kind::Calibration, bench), &Among::default());
        assert_eq!(told_bench[0].title, "Bench check of ODO");
        assert_eq!(told_bench[0].item, Some(id(1)));
        let line = "Saturation: 9.09 mg/L, at 20 °C, at 760 mmHg, as found 9.00 mg/L";
        assert!(told_bench[0].details.contains(&line.to_owned()), "{:?}", told_bench[0].details);
        let service = json!({"action_type": "equipmentMaintenance", "equipment": [id(1)], "begin": "2026-05-03-07:00",
            "maintenance": {"is_factory_service": true, "reason": "new optics"}});
        let service = told(&body(Kind::Action, service), &Among::default());
        assert_eq!(service[0].title, "Factory service of Sonde S-17");
        assert_eq!(service[0].kind, EventKind::Maintenance);
        // Whose item may not be shown names none.
        let hidden = json!({"action_type": "equipmentMaintenance", "equipment": [id(7)], "begin": "2026-05-03-07:00"});
        assert_eq!(told(&body(Kind::Action, hidden), &Among::default())[0].item, None);
    }

    #[test]
    fn every_action_is_a_step_of_its_visit() {
        let action = json!({"site": 7, "action_type": "specimenCollection", "begin": "2026-05-03T10:15-07:00",
            "equipment": [id(1)], "description": "two bottles"});
        let action = body(Kind::Action, action);
        assert_eq!(told(&action, &Among::default()), []);
        let told = Told { id: id(50), body: &action, site: 7, visit: None };
        let step = step(told, &names()).unwrap();
        assert_eq!(step.title, "Specimen collection of Sonde S-17");
        assert_eq!(step.details, ["two bottles"]);
    }

    #[test]
    fn a_check_of_a_logger_tells_by_how_much_its_clock_was_off_and_its_batteries() {
        let check = json!({"site": 7, "action_type": "equipmentMaintenance", "equipment": [id(1)], "begin": "2026-05-03T10:15-07:00",
            "logger": {"clock": "2026-05-03T10:15:42-07:00", "right_time": "2026-05-03T10:15:30-07:00", "clock_was_set": true,
            "battery_v": "12.6"}});
        let event = &told(&body(Kind::Action, check), &Among::default())[0];
        assert_eq!(event.title, "Check of the logger Sonde S-17");
        let clock = "Its clock: 2026-05-03T10:15:42-07:00, +12 s against the right time, set";
        assert_eq!(event.details, [clock, "Battery: 12.6 V"]);
    }

    #[test]
    fn a_deployment_is_called_by_its_serial_number_and_ends_with_its_retrieval() {
        let deployment = json!({"site": 7, "action_type": "instrumentDeployment", "equipment": id(1),
            "begin": "2026-05-03T10:15-07:00"});
        let deployment = body(Kind::Deployment, deployment);
        let mut among = Among::default();
        let open = told(&deployment, &among);
        assert_eq!((open[0].label.as_str(), open[0].is_open), ("S-17", true));
        assert_eq!(open[0].title, "Deployment of Sonde S-17");
        let Body::Deployment(own) = &deployment else { panic!() };
        let end = "2026-06-03T10:15-07:00".parse().ok();
        among.placed.insert(id(50), Placed { deployment: (**own).clone(), end });
        assert_eq!(told(&deployment, &among)[0].end, end);
        let retrieval = json!({"action_type": "instrumentRetrieval", "deployment": id(50), "begin": "2026-06-03T10:15-07:00"});
        let ended = told(&body(Kind::Action, retrieval), &among);
        assert_eq!(
            (ended[0].title.as_str(), ended[0].kind),
            ("Retrieval of Sonde S-17", EventKind::Deployments)
        );
    }

    #[test]
    fn what_was_read_stands_beside_the_series_that_is_called_so_and_beside_no_other() {
        let action = json!({"site": 7, "action_type": "observation", "begin": "2026-05-03T10:00-07:00", "readings": [
            {"variable": "stage", "value": "1.20", "unit": "m", "when": "2026-05-03T10:05-07:00", "reading_type": "routine",
             "uncertainty": "0.01"},
            {"variable": "PH", "value": "7.2", "unit": "pH", "when": "2026-05-03T10:05-07:00", "reading_type": "routine"}],
            "discharge": {"value": "35", "unit": "ft³/s", "gage_height": "3.94", "gage_height_unit": "ft",
             "discharge_method": "wading", "quality_rating": "good", "control_condition": "clear"}});
        let (action, _) = Body::parse(Kind::Action, &action);
        let titles = |among: &Among| {
            told(&action, among).into_iter().map(|event| event.title).collect::<Vec<_>>()
        };
        assert_eq!(titles(&asking("STAGE")), ["stage: 1.20 m (routine)", "Gage height: 3.94 ft"]);
        assert_eq!(titles(&Among::default()).len(), 4);
        let mut elsewhere = asking("STAGE");
        elsewhere.asked[0].site = 8;
        assert_eq!(titles(&elsewhere), Vec::<String>::new());
    }

    #[test]
    fn a_long_remark_is_cut_and_says_so() {
        let visit = json!({"site": 7, "begin": "2026-05-03-07:00", "party": "A", "status": "final", "remarks": "é".repeat(900)});
        let event = &told(&body(Kind::Visit, visit), &Among::default())[0];
        assert!(event.details[1].ends_with("é…") && event.details[1].chars().count() == LINE + 1);
    }
}
