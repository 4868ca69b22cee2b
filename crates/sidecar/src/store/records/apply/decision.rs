//! Whether an operation is applied: who sends it, what it starts from, what other records say.

use super::{Author, Refusal, Why};
use crate::store::entities::{catalog_site, record, record_key};
use crate::store::records::audit::Log;
use crate::store::records::known::{look_up, site_facts};
use crate::store::{StoreError, Write};
use gagehouse_model::TimeUs;
use gagehouse_records::fault::Faults;
use gagehouse_records::operation::{Change, Operation, Receipt};
use gagehouse_records::role::Deed;
use gagehouse_records::rules::{self, Known};
use gagehouse_records::{Body, Kind};
use sea_orm::EntityTrait;

/// An operation that is looked at.
pub(super) struct Decision<'a> {
    pub(super) operation: &'a Operation,
    pub(super) author: &'a Author,
    /// The network that the draft names; `Some(None)`: one that is not there.
    pub(super) network: Option<Option<i32>>,
    pub(super) body: Body,
    pub(super) now: TimeUs,
}

pub(super) type Decided = Result<Result<Receipt, Refusal>, StoreError>;

/// Returns a refusal from a function that may fail otherwise too.
macro_rules! refuse {
    ($refusal:expr) => {
        return Ok(Err($refusal))
    };
}
pub(super) use refuse;

impl Decision<'_> {
    pub(super) async fn decide(self, write: &Write, log: &mut Log, mut faults: Faults) -> Decided {
        let Operation { kind, record: id, .. } = *self.operation;
        let current = record::Entity::find_by_id(id.to_string()).one(&**write).await?;
        if let Some(row) = &current
            && (row.kind != kind.path() || !self.sees(row.network_id))
        {
            refuse!(self.missing());
        }
        let mut known = Known { now: Some(self.now), ..Known::default() };
        let network_id = match &current {
            Some(row) => Some(row.network_id),
            None => self.network_of_new(write, &mut known).await?.filter(|id| self.sees(*id)),
        };
        let Some(network_id) = network_id else {
            // A network, site or record that is hidden from the author is like one that is not there.
            refuse!(if faults.stop() { Refusal::of(faults.found) } else { self.no_network() });
        };
        if let Err(refusal) = self.check_version(current.as_ref()) {
            refuse!(refusal);
        }
        if !self.may(network_id, current.as_ref()) {
            let what =
                if matches!(self.operation.change, Change::Delete(_)) { "delete" } else { "write" };
            let detail =
                format!("your role in this network does not let you {what} a {}", kind.one());
            refuse!(Refusal::new(Why::Forbidden, detail));
        }
        let current = match (self.operation.change, current) {
            (Change::Delete(_), Some(row)) => return self.delete(write, log, row).await,
            (Change::Delete(_), None) => refuse!(self.missing()),
            (_, current) => current,
        };
        let is_new = current.is_none();
        look_up(&**write, network_id, id, &self.body, is_new, &mut known).await?;
        rules::check(id, &self.body, &known, &mut faults);
        self.check_unique(write, network_id, &mut faults).await?;
        if faults.stop() {
            refuse!(Refusal::of(faults.found));
        }
        let ended = known.retrieved.map(|retrieved| retrieved.end().0);
        self.put(write, log, network_id, current, ended, faults.found).await.map(Ok)
    }

    fn missing(&self) -> Refusal {
        let Operation { kind, record, .. } = self.operation;
        Refusal::new(Why::Missing, format!("there is no {} {record}", kind.one()))
    }

    /// Where nothing says the network: it is that of a record that is not there yet, or is missing.
    fn no_network(&self) -> Refusal {
        let references = self.body.references();
        let is_told = self.network.is_some() || self.body.index().site.is_some();
        if !is_told && !references.is_empty() {
            let mut faults = Faults::default();
            references.iter().for_each(|reference| rules::unknown(reference, &mut faults));
            return Refusal::of(faults.found);
        }
        let detail = "name a network in which you have a role, or a site or record of it";
        Refusal::new(Why::Missing, detail)
    }

    /// Whether the author may know that a network's private records exist.
    fn sees(&self, network_id: i32) -> bool {
        self.role_allows(network_id, Deed::See)
    }

    fn role_allows(&self, network_id: i32, deed: Deed) -> bool {
        match &self.author.roles {
            None => true,
            Some(roles) => roles.get(&network_id).is_some_and(|role| role.may(deed)),
        }
    }

    fn may(&self, network_id: i32, current: Option<&record::Model>) -> bool {
        let kind = self.operation.kind;
        let deed = match self.operation.change {
            Change::Create | Change::Update(_) => Deed::Write(kind),
            Change::Delete(_) => match current {
                Some(row) if row.created_by == self.author.name => Deed::DeleteOwn(kind),
                _ => Deed::Delete(kind),
            },
        };
        self.role_allows(network_id, deed)
    }

    /// The network that a new record belongs to: the one named, else its site's, else that of what it names.
    async fn network_of_new(
        &self,
        write: &Write,
        known: &mut Known,
    ) -> Result<Option<i32>, StoreError> {
        if let Some(named) = self.network {
            return Ok(named);
        }
        let index = self.body.index();
        if let Some(site) = index.site {
            let site = catalog_site::Entity::find_by_id(site).one(&**write).await?;
            let network_id = site.as_ref().map(|site| site.network_id);
            known.sites.extend(site.map(site_facts));
            return Ok(network_id);
        }
        let parents =
            index.parent.into_iter().chain(self.body.references().into_iter().map(|r| r.id));
        for parent in parents {
            if let Some(row) = record::Entity::find_by_id(parent.to_string()).one(&**write).await? {
                return Ok(Some(row.network_id));
            }
        }
        Ok(None)
    }

    fn check_version(&self, current: Option<&record::Model>) -> Result<(), Refusal> {
        let one = self.operation.kind.one();
        match (self.operation.change, current) {
            (Change::Create, None) => Ok(()),
            (Change::Create, Some(row)) => {
                let detail = format!("there is a {one} with this id already");
                Err(Refusal::current(Why::Changed, detail, row))
            }
            (_, None) => Err(self.missing()),
            (Change::Update(version) | Change::Delete(version), Some(row))
                if row.version == version =>
            {
                match self.operation.change {
                    Change::Delete(_) if row.deleted => Err(Refusal::current(
                        Why::Gone,
                        format!("the {one} was deleted before"),
                        row,
                    )),
                    _ => Ok(()),
                }
            }
            (_, Some(row)) if row.deleted => {
                let detail = format!("the {one} was deleted by {}: {}", row.changed_by, row.reason);
                Err(Refusal::current(Why::Gone, detail, row))
            }
            (Change::Update(version) | Change::Delete(version), Some(row)) => {
                let detail = format!(
                    "the {one} was changed by {}: it has version {}, not {version}",
                    row.changed_by, row.version
                );
                Err(Refusal::current(Why::Changed, detail, row))
            }
        }
    }

    async fn check_unique(
        &self,
        write: &Write,
        network_id: i32,
        faults: &mut Faults,
    ) -> Result<(), StoreError> {
        let (kind, id) = (self.operation.kind, self.operation.record.to_string());
        for (field, value) in self.body.unique() {
            let key = (network_id, kind.path().to_owned(), value.clone());
            let other = record_key::Entity::find_by_id(key).one(&**write).await?;
            if let Some(other) = other.filter(|other| other.record_id != id) {
                let shown = value.rsplit('\u{1f}').next().unwrap_or(&value);
                let message = match (kind, field) {
                    (Kind::Action, _) => "the deployment was retrieved already".to_owned(),
                    (_, "/serial_number") => {
                        format!("serial number '{shown}' of this model is item {}", other.record_id)
                    }
                    _ => format!("'{shown}' is {} {} already", kind.one(), other.record_id),
                };
                faults.error(field.trim_start_matches('/'), "duplicate", message);
            }
        }
        Ok(())
    }
}
