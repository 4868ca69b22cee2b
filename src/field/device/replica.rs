//! The networks' records as last read from the server.
//!
//! All of them, but for visits and what was done on them, of which more than a year is not kept.

use crate::api::device::{Changes, Row};
use gagehouse_model::TimeUs;
use gagehouse_model::time::DAY_US;
use gagehouse_records::event::tell::{Named, term_name};
use gagehouse_records::kinds::{
    Action, Calibration, Deployment, Equipment, EquipmentModel, ReferenceMaterial, Visit,
};
use gagehouse_records::limits::Limits;
use gagehouse_records::rules::Span;
use gagehouse_records::vocabulary::Vocabulary;
use gagehouse_records::{Body, Kind, RecordId, When};
use std::collections::{HashMap, HashSet};

/// Visits and what was done on them are kept so long.
const KEPT_US: i64 = 400 * DAY_US;

/// A record, read.
#[derive(Debug, Clone)]
pub struct Record {
    /// Its network, `source:id`.
    pub network: String,
    /// What it says.
    pub body: Body,
}

/// The records.
#[derive(Debug, Clone, Default)]
pub struct Replica {
    records: HashMap<RecordId, Record>,
    /// Counts the changes of records by which others are called.
    named: u64,
    cursor: i64,
    whose: String,
}

impl Replica {
    /// What the device kept, for the account that saw it.
    pub fn new(rows: Vec<Row>, cursor: i64, whose: String) -> Self {
        let records = rows.into_iter().map(|row| (row.id, record(&row))).collect();
        // One more than that of nothing.
        Self { records, named: 1, cursor, whose }
    }

    /// The account that they were read for.
    pub fn whose(&self) -> &str {
        &self.whose
    }

    /// The number that the next changes are asked from.
    pub fn cursor(&self) -> i64 {
        self.cursor
    }

    /// Whose it is, and a number that changes with the records by which others are called.
    pub fn named(&self) -> (String, u64) {
        (self.whose.clone(), self.named)
    }

    /// Takes changes; returns the rows that are kept.
    pub fn take<'a>(&mut self, changes: &'a Changes, now: TimeUs) -> Vec<&'a Row> {
        self.cursor = changes.next;
        let is_name = changes.rows.iter().any(|row| row.kind.is_listed_by_name());
        self.named += u64::from(is_name || !changes.tombstones.is_empty());
        for gone in &changes.tombstones {
            self.records.remove(&gone.id);
        }
        let mut kept = Vec::new();
        for row in &changes.rows {
            let record = record(row);
            if is_kept(&record.body, now) {
                kept.push(row);
                self.records.insert(row.id, record);
            }
        }
        kept
    }

    /// A record.
    pub fn get(&self, id: RecordId) -> Option<&Record> {
        self.records.get(&id)
    }

    /// The records of a kind.
    pub fn of(&self, kind: Kind) -> impl Iterator<Item = (RecordId, &Record)> {
        let all = self.records.iter().filter(move |(_, record)| record.body.kind() == kind);
        all.map(|(id, record)| (*id, record))
    }

    /// A text of the server in which records are named by their addresses, with what they are called.
    pub fn named_in(&self, text: &str) -> String {
        let word = |word: &str| {
            let address = word.trim_end_matches(['.', ',', ';', '…']);
            let id = address.strip_prefix("/api/v1/").and_then(|path| path.rsplit('/').next());
            let title = id.and_then(|id| Some(self.get(id.parse().ok()?)?.body.index().title));
            match title.filter(|title| !title.is_empty()) {
                Some(title) => format!("{title}{}", &word[address.len()..]),
                None => word.to_owned(),
            }
        };
        text.split(' ').map(word).collect::<Vec<_>>().join(" ")
    }

    /// An item.
    pub fn equipment(&self, id: RecordId) -> Option<&Equipment> {
        match &self.get(id)?.body {
            Body::Equipment(item) => Some(item),
            _ => None,
        }
    }

    /// An item's model.
    pub fn model_of(&self, item: RecordId) -> Option<&EquipmentModel> {
        match &self.get(self.equipment(item)?.model?)?.body {
            Body::EquipmentModel(model) => Some(model),
            _ => None,
        }
    }

    /// A deployment.
    pub fn deployment(&self, id: RecordId) -> Option<&Deployment> {
        match &self.get(id)?.body {
            Body::Deployment(deployment) => Some(deployment),
            _ => None,
        }
    }

    /// The standards of a network that have a value of a variable, by name.
    pub fn standards(&self, network: &str, variable: &str) -> Vec<(RecordId, ReferenceMaterial)> {
        let mut found: Vec<(RecordId, ReferenceMaterial)> = (self.of(Kind::ReferenceMaterial))
            .filter(|(_, record)| record.network == network)
            .filter_map(|(id, record)| match &record.body {
                Body::ReferenceMaterial(b) if b.values.iter().any(|v| v.variable == variable) => {
                    Some((id, (**b).clone()))
                }
                _ => None,
            })
            .collect();
        found.sort_by(|a, b| a.1.name.cmp(&b.1.name));
        found
    }

    /// The terms that a network added: vocabulary and code.
    pub fn terms(&self, network: &str) -> HashSet<(String, String)> {
        let own = self.of(Kind::Term).filter(|(_, record)| record.network == network);
        let terms = own.filter_map(|(_, record)| match &record.body {
            Body::Term(term) => Some((term.vocabulary.clone(), term.code.clone())),
            _ => None,
        });
        terms.collect()
    }

    /// What a network calls a term that it added.
    pub fn term_name(&self, vocabulary: Vocabulary, code: &str) -> Option<String> {
        self.own_term(vocabulary, code).map(str::to_owned)
    }

    /// The limits of a network, else the usual ones.
    pub fn limits(&self, network: &str) -> Limits {
        let own = self.of(Kind::Limits).find(|(_, record)| record.network == network);
        match own.map(|(_, record)| &record.body) {
            Some(Body::Limits(limits)) => (**limits).clone(),
            _ => Limits::usual(),
        }
    }

    /// The latest visit of a site that began before a time.
    pub fn last_visit(&self, site: i32, before: Option<When>) -> Option<(RecordId, &Visit)> {
        let visits = self.of(Kind::Visit).filter_map(|(id, record)| match &record.body {
            Body::Visit(visit) if visit.site == Some(site) => Some((id, &**visit)),
            _ => None,
        });
        let earlier = visits.filter(|(_, visit)| is_earlier(visit.begin, before));
        earlier.max_by_key(|(_, visit)| visit.begin.map(When::earliest))
    }

    /// The latest action of a sort at a site that began before a time; without one of them.
    pub fn last_action(
        &self,
        site: i32,
        without: Option<RecordId>,
        before: Option<When>,
        is_it: impl Fn(&Action) -> bool,
    ) -> Option<&Action> {
        let all = self.of(Kind::Action).filter_map(|(id, record)| match &record.body {
            Body::Action(b) if b.site == Some(site) && Some(id) != without && is_it(b) => {
                Some(&**b)
            }
            _ => None,
        });
        let earlier = all.filter(|action| is_earlier(action.begin, before));
        earlier.max_by_key(|action| action.begin.map(When::earliest))
    }

    /// The latest calibration of an item's output variable.
    pub fn last_calibration(&self, item: RecordId, variable: &str) -> Option<&Calibration> {
        let all = self.of(Kind::Calibration).filter_map(|(_, record)| match &record.body {
            Body::Calibration(b) if b.equipment == Some(item) && b.output_variable == variable => {
                Some(&**b)
            }
            _ => None,
        });
        all.max_by_key(|calibration| calibration.begin.map(When::earliest))
    }

    /// When an item's output variable was last known to be right: at its last calibration, else when it was deployed.
    pub fn last_right(&self, item: RecordId, variable: &str) -> Option<TimeUs> {
        let calibrated = self.last_calibration(item, variable).and_then(|c| c.begin);
        let deployed = self.spans().into_iter().filter(|span| span.equipment == item);
        let deployed = deployed.map(|span| span.begin.earliest()).max();
        calibrated.map(When::earliest).max(deployed)
    }

    /// Where items were and are.
    pub fn spans(&self) -> Vec<Span> {
        let deployments = self.of(Kind::Deployment);
        let mut ends: HashMap<RecordId, When> = HashMap::new();
        for (_, record) in self.of(Kind::Action) {
            if let Body::Action(action) = &record.body
                && action.is_retrieval()
            {
                ends.extend(action.deployment.zip(action.begin));
            }
        }
        let span = |(id, record): (RecordId, &Record)| match &record.body {
            Body::Deployment(b) => Some(Span {
                deployment: id,
                equipment: b.equipment?,
                site: b.site?,
                attached_to: b.attached_to,
                begin: b.begin?,
                end: ends.get(&id).copied().or(b.end),
            }),
            _ => None,
        };
        deployments.filter_map(span).collect()
    }
}

impl Named for Replica {
    fn body(&self, id: RecordId) -> Option<&Body> {
        self.get(id).map(|record| &record.body)
    }

    fn own_term(&self, vocabulary: Vocabulary, code: &str) -> Option<&str> {
        self.of(Kind::Term).find_map(|(_, record)| term_name(&record.body, vocabulary, code))
    }
}

/// Whether something began before a time, or at all where none is told.
fn is_earlier(begin: Option<When>, before: Option<When>) -> bool {
    match (begin, before) {
        (Some(begin), Some(before)) => begin.is_before(before),
        (begin, _) => begin.is_some() && before.is_none(),
    }
}

fn record(row: &Row) -> Record {
    let (body, _) = Body::parse(row.kind, &row.record);
    Record { network: row.network.clone(), body }
}

fn is_kept(body: &Body, now: TimeUs) -> bool {
    match body {
        // Retrievals say what is no longer there.
        Body::Action(action) if action.is_retrieval() => true,
        Body::Visit(_) | Body::Action(_) | Body::Calibration(_) => {
            let begin = body.index().begin;
            begin.is_none_or(|begin| begin.earliest().0 > now.0.saturating_sub(KEPT_US))
        }
        Body::Attachment(_) | Body::Annotation(_) | Body::Relation(_) => false,
        _ => true,
    }
}
