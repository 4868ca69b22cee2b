//! Observations of datastreams, from the worker that reads and keeps them.
//!
//! The worker is started when a page first asks, once for all pages. A [`Feed`] is one page's interest in one
//! datastream: it ends when it is dropped.

use crate::browser;
use gagehouse_feed::client::{Client, NotRunning};
use gagehouse_feed::message::{Command, FeedId, Report};
use gagehouse_model::{DatastreamRef, TimeRange, TimeUs};
use gagehouse_observations::Columns;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

pub use gagehouse_feed::message::{Again, Revision, Source, State};

/// The worker's module, as Trunk names it.
const MODULE: &str = "/feed-worker_loader.js";

/// What a feed tells.
pub enum News {
    /// New pages of rows, in no order, and how far it is with them.
    Progress(Vec<Rc<Columns>>, State),
    /// Bytes kept on the device; `None` where the browser keeps nothing.
    Kept(Option<u64>),
    /// Nothing will come, for this reason.
    Failed(String),
}

type Listener = Rc<dyn Fn(News)>;

/// The connection to the worker, and who listens.
struct Hub {
    /// `None` where it could not be made.
    client: Option<Client>,
    is_broken: Cell<bool>,
    listeners: RefCell<HashMap<FeedId, Listener>>,
    feeds: Cell<FeedId>,
}

thread_local! {
    static HUB: RefCell<Option<Rc<Hub>>> = const { RefCell::new(None) };
}

/// One page's interest in one datastream.
pub struct Feed {
    id: FeedId,
    hub: Rc<Hub>,
}

impl Feed {
    /// A feed that wants nothing yet. `on_news` may be called after the page was left.
    pub fn open(source: Source, on_news: impl Fn(News) + 'static) -> Self {
        let feed = Self::listen(on_news);
        feed.say(&Command::Open(feed.id, source));
        feed
    }

    fn listen(on_news: impl Fn(News) + 'static) -> Self {
        let hub = hub();
        let id = hub.feeds.get();
        hub.feeds.set(id.wrapping_add(1));
        hub.listeners.borrow_mut().insert(id, Rc::new(on_news));
        Self { id, hub }
    }

    /// These stretches are wanted, the most wanted first, and no others.
    pub fn want(&self, wanted: Vec<TimeRange>) {
        self.say(&Command::Want(self.id, wanted));
    }

    /// Asks again for what could not be had.
    pub fn retry(&self) {
        self.say(&Command::Retry(self.id));
    }

    /// Asks for rows that may have come since.
    pub fn news_since(&self, since: TimeUs) {
        self.say(&Command::News(self.id, since));
    }

    fn say(&self, command: &Command) {
        match self.hub.client.as_ref().filter(|_| !self.hub.is_broken.get()) {
            Some(client) => client.send(command),
            None => {
                let (hub, id) = (self.hub.clone(), self.id);
                // Later, as an answer of the worker would come.
                leptos::task::spawn_local(async move {
                    hub.tell(id, News::Failed(NotRunning.to_string()));
                });
            }
        }
    }
}

/// What the device keeps of all datastreams.
pub struct Kept(Feed);

impl Kept {
    /// Asks how much it is; the answers are [`News::Kept`].
    pub fn measure(on_news: impl Fn(News) + 'static) -> Self {
        let kept = Self(Feed::listen(on_news));
        kept.0.say(&Command::MeasureKept(kept.0.id));
        kept
    }

    /// Forgets it, and asks again.
    pub fn forget(&self) {
        self.0.say(&Command::ForgetKept(self.0.id));
    }
}

impl Drop for Feed {
    fn drop(&mut self) {
        self.hub.listeners.borrow_mut().remove(&self.id);
        if let Some(client) = &self.hub.client {
            client.send(&Command::Close(self.id));
        }
    }
}

impl Hub {
    fn tell(&self, id: FeedId, news: News) {
        let listener = self.listeners.borrow().get(&id).cloned();
        if let Some(listener) = listener {
            listener(news);
        }
    }

    fn hear(&self, report: Report) {
        match report {
            Report::Progress(id, pages, state) => {
                let pages = pages.into_iter().map(|rows| rows.columns).collect();
                self.tell(id, News::Progress(pages, state));
            }
            Report::Kept(id, bytes) => self.tell(id, News::Kept(bytes)),
        }
    }

    fn fail(&self, why: &NotRunning) {
        self.is_broken.set(true);
        let all: Vec<FeedId> = self.listeners.borrow().keys().copied().collect();
        all.into_iter().for_each(|id| self.tell(id, News::Failed(why.to_string())));
    }
}

/// Starts the worker, for a page that will soon ask.
pub fn prepare() {
    hub();
}

/// The hub, made at the first call.
fn hub() -> Rc<Hub> {
    HUB.with(|held| held.borrow_mut().get_or_insert_with(|| Rc::new(start())).clone())
}

fn start() -> Hub {
    let made = || HUB.with(|held| held.borrow().clone());
    let client = Client::start(
        &browser::under_base(MODULE),
        move |report| {
            if let Some(hub) = made() {
                hub.hear(report);
            }
        },
        move |why| made().iter().for_each(|hub| hub.fail(&why)),
    );
    Hub {
        client: client.ok(),
        is_broken: Cell::new(false),
        listeners: RefCell::default(),
        feeds: Cell::new(0),
    }
}

/// The source of a datastream as the catalog lists it. `identity` says which series it is: were the id given
/// to another, rows kept of the old one would be wrong for the new one.
pub fn source_of(observations_url: &str, datastream: &str, identity: &[&str]) -> Source {
    let root = match observations_url.contains("://") {
        true => observations_url.to_owned(),
        false => absolute(observations_url),
    };
    // Accounts come with the records; until then everybody reads what is public.
    let kept_as = format!("anonymous {root} {datastream} {}", identity.join(" "));
    Source {
        root,
        datastream: datastream.to_owned(),
        step_us: None,
        end: None,
        revision: None,
        kept_as: Some(kept_as),
    }
}

/// A revision of a datastream of the embedded service, with where that tells what changed; other services have
/// no such route.
pub fn revision_of(name: &DatastreamRef, number: i64) -> Option<Revision> {
    let path = format!("/api/v1/datastreams/{}/{}/changes", name.source, name.id);
    name.source.is_local().then(|| Revision { number, changes_url: absolute(&path) })
}

/// A worker's addresses are not relative to the page.
fn absolute(path: &str) -> String {
    format!("{}{}", browser::origin(), browser::under_base(path))
}
