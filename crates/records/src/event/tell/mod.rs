//! What a record holds, in a title and lines with units, and the values that somebody read in it.
//!
//! Visits, deployments and programs are told here, the others in files of their names (`measured`: discharge and levels); `words` has how lines are put.

mod action;
mod calibration;
mod measured;
mod readings;
#[cfg(test)]
mod tests;
mod words;

use super::about::{About, Among};
use super::{Event, EventKind, EventReading};
use crate::kinds::{DataloggerProgram, Deployment, Visit};
use crate::vocabulary::{COMPLETED_WORK, Vocabulary};
use crate::{Body, RecordId, When};
use std::collections::HashMap;
use words::{Lines, cut, of, some, with_unit};

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
/// it names, those that may be shown; and reference points, methods and the network's own terms where they are known.
pub fn tell(told: Told<'_>, among: &Among, names: &dyn Named) -> Vec<Event> {
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
pub fn step(told: Told<'_>, names: &dyn Named) -> Option<Event> {
    let among = Among::default();
    let teller = Teller { told, among: &among, names };
    if let Body::Action(action) = told.body
        && (action.discharge.is_some() || action.levels.is_some())
    {
        return teller.measurement(action);
    }
    let mut events = tell(told, &among, names).into_iter();
    if let Some(mut first) = events.next() {
        first.details.extend(events.flat_map(|it| std::iter::once(it.title).chain(it.details)));
        return Some(first);
    }
    match told.body {
        Body::Action(action) => teller.measurement(action),
        _ => None,
    }
}

/// Records by which others are called.
pub trait Named {
    /// A record, where it is known.
    fn body(&self, id: RecordId) -> Option<&Body>;

    /// The name of a term that a network added.
    fn own_term(&self, vocabulary: Vocabulary, code: &str) -> Option<&str>;
}

impl Named for HashMap<RecordId, Body> {
    fn body(&self, id: RecordId) -> Option<&Body> {
        self.get(&id)
    }

    fn own_term(&self, vocabulary: Vocabulary, code: &str) -> Option<&str> {
        self.values().find_map(|body| term_name(body, vocabulary, code))
    }
}

/// The name of a term, if a record is that term.
pub fn term_name<'a>(body: &'a Body, vocabulary: Vocabulary, code: &str) -> Option<&'a str> {
    match body {
        Body::Term(term) if term.vocabulary == vocabulary.0 && term.code == code => {
            Some(&term.name)
        }
        _ => None,
    }
}

struct Teller<'a> {
    told: Told<'a>,
    among: &'a Among,
    names: &'a dyn Named,
}

impl Teller<'_> {
    fn visit(&self, visit: &Visit, events: &mut Vec<Event>) {
        let Some(begin) = visit.begin else { return };
        let mut lines = Lines::default();
        let crew = self.people(&visit.crew);
        lines.add("Crew", &[crew, visit.party.trim().to_owned()].map(some).concat().join("; "));
        lines.add("Weather", &visit.weather);
        let work = visit.completed_work.iter().map(|code| self.term(COMPLETED_WORK, code));
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

    /// A term as a person reads it: a network's own by its name where that is known, else by its code.
    fn term(&self, vocabulary: Vocabulary, code: &str) -> String {
        let own = || self.names.own_term(vocabulary, code);
        vocabulary.name(code).or_else(own).unwrap_or(code).to_lowercase()
    }

    fn people(&self, ids: &[RecordId]) -> String {
        let name = |id: &RecordId| match self.names.body(*id) {
            Some(Body::Person(person)) => Some(person.name()),
            _ => None,
        };
        ids.iter().filter_map(name).collect::<Vec<_>>().join(", ")
    }

    /// An item that may be shown.
    fn known_item(&self, id: Option<RecordId>) -> Option<RecordId> {
        id.filter(|id| self.names.body(*id).is_some())
    }

    fn items(&self, ids: &[RecordId]) -> String {
        let named = ids.iter().map(|id| self.item(*id)).filter(|name| !name.is_empty());
        named.collect::<Vec<_>>().join(", ")
    }

    fn item(&self, id: RecordId) -> String {
        match self.names.body(id) {
            Some(Body::Equipment(item)) => format!("{} {}", item.name, item.serial_number),
            _ => String::new(),
        }
    }

    fn serial(&self, id: RecordId) -> String {
        match self.names.body(id) {
            Some(Body::Equipment(item)) => item.serial_number.clone(),
            _ => String::new(),
        }
    }
}
