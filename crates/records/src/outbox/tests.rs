//! Whatever happens on the way: everything that was finished arrives exactly once, or stands where a person sees it.

use super::*;
use proptest::prelude::*;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet, HashMap};

const ME: &str = "technician";

/// A server that decides as ours does.
#[derive(Default)]
struct Server {
    records: HashMap<RecordId, (i64, Value)>,
    answers: HashMap<RecordId, Answer>,
    applied: BTreeMap<RecordId, u32>,
    contents: BTreeSet<String>,
}

impl Server {
    fn take(&mut self, item: &Item) -> Answer {
        match &item.load {
            Load::Content { attachment, sha256 } => {
                assert!(self.records.contains_key(attachment), "bytes before their record");
                self.contents.insert(sha256.clone());
                Answer::Kept
            }
            Load::Record { operation, follows, .. } => {
                assert!(!follows, "sent without its version");
                if let Some(answer) = self.answers.get(&operation.id) {
                    return answer.clone();
                }
                let answer = self.decide(operation);
                self.answers.insert(operation.id, answer.clone());
                answer
            }
        }
    }

    fn decide(&mut self, operation: &Operation) -> Answer {
        let record = &operation.draft.record;
        if record["party"] == "poison" {
            let message = "no".to_owned();
            return Answer::Refused(Refusal { status: 422, message, faults: Vec::new() });
        }
        if let Some(visit) = record["visit"].as_str() {
            assert!(self.records.contains_key(&visit.parse().unwrap()), "a child before its visit");
        }
        let known = self.records.get(&operation.record);
        let fits = match (operation.change, known) {
            (Change::Create, None) => true,
            (Change::Update(from), Some((version, _))) => from == *version,
            _ => false,
        };
        if !fits {
            let (version, record) = known.cloned().unwrap_or_default();
            return Answer::Changed(Current { version, deleted: false, record });
        }
        let version = known.map_or(1, |(version, _)| version + 1);
        self.records.insert(operation.record, (version, record.clone()));
        *self.applied.entry(operation.id).or_default() += 1;
        Answer::Receipt(Receipt {
            id: operation.record,
            version,
            sha256: String::new(),
            seq: 0,
            received_at: String::new(),
            warnings: Vec::new(),
        })
    }

    /// Somebody else changes a field that this device leaves alone.
    fn change_weather(&mut self, record: RecordId, weather: &str) {
        if let Some((version, body)) = self.records.get_mut(&record) {
            *version += 1;
            body["weather"] = json!(weather);
        }
    }
}

/// A device: what is in memory, and what is in its database.
#[derive(Default)]
struct Tablet {
    outbox: Outbox,
    disk: BTreeMap<RecordId, Item>,
    sent: Vec<RecordId>,
    ids: u64,
    now_ms: u64,
}

impl Tablet {
    fn id(&mut self) -> RecordId {
        self.ids += 1;
        RecordId::new(self.ids, [7; 10])
    }

    fn write(&mut self, writes: Vec<Write>) {
        for write in writes {
            match write {
                Write::Put(item) => drop(self.disk.insert(item.id, item)),
                Write::Remove(id) => drop(self.disk.remove(&id)),
                Write::Sent(item, _) => self.sent.push(item.id),
            }
        }
    }

    fn finish(&mut self, kind: Kind, record: RecordId, body: Value) {
        let draft = Draft { network: None, visibility: None, reason: String::new(), record: body };
        let finished = Finished {
            operation: self.id(),
            kind,
            record,
            change: Change::Create,
            before: None,
            draft,
            author: ME.to_owned(),
            visit: None,
            title: String::new(),
        };
        let writes = self.outbox.add(finished);
        self.write(writes);
    }

    /// Killed and opened again: what was not written is gone.
    fn kill(&mut self) {
        self.outbox = Outbox::new(self.disk.values().cloned().collect());
    }

    /// Sends what is next, on a network that treats it so. Says whether there was anything.
    fn send(&mut self, server: &mut Server, way: &Way) -> bool {
        let id = match self.outbox.next(ME, self.now_ms) {
            Next::Send(id) => id,
            Next::Wait(until_ms) => {
                self.now_ms = until_ms;
                return true;
            }
            Next::Nothing => return false,
        };
        let item = self.outbox.item(id).unwrap().clone();
        let answer = match way {
            Way::Well => server.take(&item),
            Way::Twice => {
                let first = server.take(&item);
                assert_eq!(server.take(&item), first, "a repetition is answered alike");
                first
            }
            Way::AnswerLost => {
                server.take(&item);
                Answer::None
            }
            Way::KilledBeforeAnswer => {
                server.take(&item);
                self.kill();
                return true;
            }
            Way::Offline => Answer::None,
            Way::Broken => Answer::Later { after_s: None, is_busy: false },
            Way::Busy => Answer::Later { after_s: Some(3), is_busy: true },
            Way::SignedOut => Answer::SignIn,
        };
        let fresh = self.id();
        let writes = self.outbox.settle(id, answer, self.now_ms, 0.5, fresh);
        self.write(writes);
        true
    }
}

#[derive(Debug, Clone)]
enum Way {
    Well,
    Twice,
    AnswerLost,
    KilledBeforeAnswer,
    Offline,
    Broken,
    Busy,
    SignedOut,
}

#[derive(Debug, Clone)]
enum Event {
    Visit { poison: bool },
    Child(usize),
    Photo(usize),
    Edit(usize, u8),
    Other(usize, u8),
    Send(Way),
    Kill,
    Hurry,
}

fn events() -> impl Strategy<Value = Event> {
    let way = prop_oneof![
        4 => Just(Way::Well),
        1 => Just(Way::Twice),
        1 => Just(Way::AnswerLost),
        1 => Just(Way::KilledBeforeAnswer),
        1 => Just(Way::Offline),
        1 => Just(Way::Broken),
        1 => Just(Way::Busy),
        1 => Just(Way::SignedOut),
    ];
    prop_oneof![
        2 => prop::bool::weighted(0.15).prop_map(|poison| Event::Visit { poison }),
        2 => (0..8usize).prop_map(Event::Child),
        1 => (0..8usize).prop_map(Event::Photo),
        3 => (0..8usize, any::<u8>()).prop_map(|(at, n)| Event::Edit(at, n)),
        2 => (0..8usize, any::<u8>()).prop_map(|(at, n)| Event::Other(at, n)),
        8 => way.prop_map(Event::Send),
        1 => Just(Event::Kill),
        1 => Just(Event::Hurry),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn whatever_happens_on_the_way_everything_arrives_once(
        events in proptest::collection::vec(events(), 1..60),
    ) {
        let (mut tablet, mut server) = (Tablet::default(), Server::default());
        let mut visits: Vec<(RecordId, bool, String)> = Vec::new();
        let mut weather: HashMap<RecordId, String> = HashMap::new();
        let mut children: Vec<(RecordId, usize)> = Vec::new();
        let mut photos: Vec<(String, usize)> = Vec::new();
        let body = |poison: bool, remarks: &str| {
            json!({"site": 1, "party": if poison { "poison" } else { "crew" }, "remarks": remarks})
        };
        for event in &events {
            match event {
                Event::Visit { poison } => {
                    let id = tablet.id();
                    tablet.finish(Kind::Visit, id, body(*poison, ""));
                    visits.push((id, *poison, String::new()));
                }
                Event::Child(at) if !visits.is_empty() => {
                    let at = at % visits.len();
                    let id = tablet.id();
                    tablet.finish(Kind::Action, id, json!({"visit": visits[at].0, "action_type": "observation"}));
                    children.push((id, at));
                }
                Event::Photo(at) if !visits.is_empty() => {
                    let at = at % visits.len();
                    let (id, content) = (tablet.id(), tablet.id());
                    let hash = format!("{:064}", photos.len());
                    tablet.finish(Kind::Attachment, id, json!({"of": visits[at].0, "sha256": hash}));
                    let load = (id, hash.clone());
                    let writes = tablet.outbox.add_content(content, load, ME.to_owned(), None, String::new());
                    tablet.write(writes);
                    photos.push((hash, at));
                }
                Event::Edit(at, n) if !visits.is_empty() => {
                    let at = at % visits.len();
                    let (id, _, remarks) = &mut visits[at];
                    *remarks = format!("edit {n}");
                    // What waits is edited as it stands; what was sent, from the version that the server has.
                    let waiting = tablet.outbox.items().iter().rev().find(|item| item.record() == Some(*id));
                    if let Some(Item { load: Load::Record { operation, .. }, .. }) = waiting {
                        let mut record = operation.draft.record.clone();
                        record["remarks"] = json!(remarks);
                        tablet.finish(Kind::Visit, *id, record);
                    } else if let Some((version, known)) = server.records.get(id).cloned() {
                        let mut record = known.clone();
                        record["remarks"] = json!(remarks);
                        let draft = Draft { network: None, visibility: None, reason: String::new(), record };
                        let finished = Finished {
                            operation: tablet.id(), kind: Kind::Visit, record: *id, change: Change::Update(version),
                            before: Some(known), draft, author: ME.to_owned(), visit: None, title: String::new(),
                        };
                        let writes = tablet.outbox.add(finished);
                        tablet.write(writes);
                    }
                }
                Event::Other(at, n) if !visits.is_empty() => {
                    let id = visits[at % visits.len()].0;
                    if server.records.contains_key(&id) {
                        let text = format!("rain {n}");
                        server.change_weather(id, &text);
                        weather.insert(id, text);
                    }
                }
                Event::Send(way) => drop(tablet.send(&mut server, way)),
                Event::Kill => tablet.kill(),
                Event::Hurry => tablet.outbox.hurry(),
                _ => {}
            }
            // What is in memory is what is on the device.
            let mut kept: Vec<RecordId> = tablet.outbox.items().iter().map(|item| item.id).collect();
            kept.sort();
            prop_assert!(kept.iter().eq(tablet.disk.keys()));
        }
        let mut turns = 0;
        while tablet.send(&mut server, &Way::Well) {
            turns += 1;
            prop_assert!(turns < 10_000, "it never ends");
        }
        // Every operation that the server took it took once.
        prop_assert!(server.applied.values().all(|times| *times == 1));
        // What is left is there to be seen: refused, or waiting for what was.
        for item in tablet.outbox.items() {
            let is_seen = matches!(item.state, State::Refused(_)) || tablet.outbox.waits_for(item).is_some();
            prop_assert!(is_seen, "{item:?}");
        }
        for (id, poison, remarks) in &visits {
            match server.records.get(id) {
                None => prop_assert!(poison & tablet.outbox.items().iter().any(|item| item.record() == Some(*id))),
                Some((_, record)) => {
                    prop_assert_eq!(&record["remarks"], remarks);
                    let expected = weather.get(id).map_or("", String::as_str);
                    prop_assert_eq!(&record["weather"], expected);
                }
            }
        }
        for (id, visit) in &children {
            let waits = tablet.outbox.items().iter().any(|item| item.record() == Some(*id));
            prop_assert!(server.records.contains_key(id) != waits);
            prop_assert!(waits == visits[*visit].1, "a child waits with its visit and with nothing else");
        }
        for (hash, visit) in &photos {
            prop_assert!(server.contents.contains(hash) != visits[*visit].1);
        }
    }
}

fn a_visit(tablet: &mut Tablet, remarks: &str) -> RecordId {
    let id = tablet.id();
    tablet.finish(Kind::Visit, id, json!({"site": 1, "party": "crew", "remarks": remarks}));
    id
}

#[test]
fn the_same_field_changed_by_two_is_a_choice_and_neither_is_lost() {
    let (mut tablet, mut server) = (Tablet::default(), Server::default());
    let id = a_visit(&mut tablet, "first");
    assert!(tablet.send(&mut server, &Way::Well));
    let known = server.records[&id].1.clone();
    server.records.get_mut(&id).unwrap().0 = 2;
    server.records.get_mut(&id).unwrap().1["remarks"] = json!("theirs");
    let mut record = known.clone();
    record["remarks"] = json!("mine");
    let draft = Draft { network: None, visibility: None, reason: String::new(), record };
    let finished = Finished {
        operation: tablet.id(),
        kind: Kind::Visit,
        record: id,
        change: Change::Update(1),
        before: Some(known),
        draft,
        author: ME.to_owned(),
        visit: None,
        title: String::new(),
    };
    let writes = tablet.outbox.add(finished);
    tablet.write(writes);
    tablet.send(&mut server, &Way::Well);
    let item = tablet.outbox.items()[0].clone();
    let State::Conflict(current) = &item.state else { panic!("{item:?}") };
    assert_eq!((current.version, &current.record["remarks"]), (2, &json!("theirs")));
    assert_eq!(tablet.outbox.next(ME, u64::MAX), Next::Nothing);
    let mut chosen = current.record.clone();
    chosen["remarks"] = json!("mine");
    let fresh = tablet.id();
    let writes = tablet.outbox.choose(item.id, fresh, &chosen);
    tablet.write(writes);
    tablet.kill();
    tablet.send(&mut server, &Way::Well);
    assert_eq!((server.records[&id].0, &server.records[&id].1["remarks"]), (3, &json!("mine")));
    assert!(tablet.disk.is_empty());
}

#[test]
fn what_is_refused_is_mended_in_place_and_holds_up_nothing_else() {
    let (mut tablet, mut server) = (Tablet::default(), Server::default());
    let poison = tablet.id();
    tablet.finish(Kind::Visit, poison, json!({"site": 1, "party": "poison"}));
    let other = a_visit(&mut tablet, "well");
    while tablet.send(&mut server, &Way::Well) {}
    assert!(server.records.contains_key(&other) && !server.records.contains_key(&poison));
    tablet.finish(Kind::Visit, poison, json!({"site": 1, "party": "crew"}));
    while tablet.send(&mut server, &Way::Well) {}
    assert!(server.records.contains_key(&poison) && tablet.disk.is_empty());
}

#[test]
fn what_another_account_finished_is_not_sent_as_mine() {
    let mut tablet = Tablet::default();
    a_visit(&mut tablet, "");
    assert_eq!(tablet.outbox.next("other", 0), Next::Nothing);
    assert!(matches!(tablet.outbox.next(ME, 0), Next::Send(_)));
}

#[test]
fn waits_grow_to_five_minutes_and_end_when_the_server_is_seen() {
    let mut tablet = Tablet::default();
    a_visit(&mut tablet, "");
    let mut server = Server::default();
    // Each time it waits, then fails.
    for _ in 0..31 {
        tablet.send(&mut server, &Way::Offline);
    }
    let Next::Wait(until) = tablet.outbox.next(ME, tablet.now_ms) else { panic!() };
    assert!(until - tablet.now_ms <= LONGEST_WAIT_MS);
    tablet.outbox.hurry();
    assert!(matches!(tablet.outbox.next(ME, tablet.now_ms), Next::Send(_)));
}

#[test]
fn set_aside_is_kept_and_told_apart_from_sent() {
    let mut tablet = Tablet::default();
    let id = a_visit(&mut tablet, "");
    tablet.finish(Kind::Visit, id, json!({"site": 1, "party": "crew", "remarks": "later"}));
    let first = tablet.outbox.items()[0].id;
    let writes = tablet.outbox.set_aside(first);
    assert_eq!(writes.iter().filter(|write| matches!(write, Write::Sent(_, None))).count(), 2);
    assert!(tablet.outbox.items().is_empty());
}

#[test]
fn what_a_broken_tablet_saved_is_sent_by_another_and_applied_once() {
    let (mut broken, mut server) = (Tablet::default(), Server::default());
    let mut other = Tablet { ids: 100, ..Tablet::default() };
    let first = a_visit(&mut broken, "from the broken one");
    broken.finish(Kind::Visit, first, json!({"site": 1, "party": "crew", "remarks": "later"}));
    let saved: Vec<Item> = broken.outbox.items().to_vec();
    let own = a_visit(&mut other, "own");
    let writes = other.outbox.take_in(saved.clone());
    other.write(writes);
    // A second time, and after a restart: nothing is there twice.
    assert_eq!(other.outbox.take_in(saved.clone()), []);
    other.kill();
    assert_eq!(other.outbox.items().len(), 3);
    while other.send(&mut server, &Way::Well) {}
    while broken.send(&mut server, &Way::Well) {}
    assert!(other.disk.is_empty() && broken.disk.is_empty());
    assert_eq!((server.records[&first].0, server.records[&own].0), (2, 1));
}
