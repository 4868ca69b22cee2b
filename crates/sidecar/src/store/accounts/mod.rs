//! Who may sign in, as what in which network, and what that lets them see.
//!
//! [`session`] holds browsers, programs and wrong passwords; [`reach`] resolves roles into the rows they reach. Every change
//! of an account is in the audit log, as every change of a record is.

mod reach;
mod session;

pub use session::{NewToken, SESSION_LIFE_US, Token};

use super::entities::{
    account, api_token, membership, membership_grant, network, session as sessions, source,
};
use super::records::audit::{self, Entry};
use super::{Store, StoreError};
use gagehouse_model::TimeUs;
use gagehouse_records::Role;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder,
};
use serde_json::json;
use std::collections::BTreeMap;

/// An account with its roles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    pub id: i32,
    /// What it signs in by.
    pub name: String,
    pub display_name: String,
    pub disabled: bool,
    /// Role by our key of the network.
    pub roles: BTreeMap<i32, Role>,
}

/// What a partner is shown of a network.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grant {
    /// A site with its datastreams, by our key.
    Site(i32),
    /// A datastream, by our key.
    Datastream(i32),
    /// Every datastream of a processing level.
    Level(String),
}

impl Grant {
    fn parts(&self) -> (&'static str, String) {
        match self {
            Self::Site(key) => ("site", key.to_string()),
            Self::Datastream(key) => ("datastream", key.to_string()),
            Self::Level(level) => ("level", level.clone()),
        }
    }

    fn of(row: &membership_grant::Model) -> Option<Self> {
        match row.kind.as_str() {
            "site" => row.target.parse().ok().map(Self::Site),
            "datastream" => row.target.parse().ok().map(Self::Datastream),
            "level" => Some(Self::Level(row.target.clone())),
            _ => None,
        }
    }
}

impl Store {
    /// Makes an account. Its name must be free.
    pub async fn add_account(
        &self,
        name: &str,
        display_name: &str,
        password: Option<String>,
        by: &str,
        now: TimeUs,
    ) -> Result<Account, StoreError> {
        let write = self.begin().await?;
        let known =
            account::Entity::find().filter(account::Column::Name.eq(name)).one(&*write).await?;
        if known.is_some() {
            return Err(StoreError::Unfit(format!("there is an account '{name}' already")));
        }
        let row = account::ActiveModel {
            name: Set(name.to_owned()),
            display_name: Set(display_name.to_owned()),
            password: Set(password),
            disabled: Set(false),
            created_us: Set(now.0),
            ..Default::default()
        };
        let row = row.insert(&*write).await?;
        let new = json!({ "display_name": display_name }).to_string();
        audit::record(&*write, Entry::account(name, "add", by, None, Some(new)), now).await?;
        write.commit().await?;
        Ok(Account {
            id: row.id,
            name: row.name,
            display_name: row.display_name,
            disabled: false,
            roles: BTreeMap::new(),
        })
    }

    /// Sets a password and ends every session of the account.
    pub async fn set_password(
        &self,
        name: &str,
        password: String,
        by: &str,
        now: TimeUs,
    ) -> Result<(), StoreError> {
        let write = self.begin().await?;
        let row = named(&*write, name).await?;
        let id = row.id;
        let mut row = row.into_active_model();
        row.password = Set(Some(password));
        row.update(&*write).await?;
        end_sessions(&*write, id).await?;
        audit::record(&*write, Entry::account(name, "password", by, None, None), now).await?;
        write.commit().await
    }

    /// Shuts an account out, or lets it in again. Its sessions end, its tokens stop.
    pub async fn set_disabled(
        &self,
        name: &str,
        disabled: bool,
        by: &str,
        now: TimeUs,
    ) -> Result<(), StoreError> {
        let write = self.begin().await?;
        let row = named(&*write, name).await?;
        let (id, before) = (row.id, row.disabled);
        let mut row = row.into_active_model();
        row.disabled = Set(disabled);
        row.update(&*write).await?;
        if disabled {
            end_sessions(&*write, id).await?;
            api_token::Entity::delete_many()
                .filter(api_token::Column::AccountId.eq(id))
                .exec(&*write)
                .await?;
        }
        let [old, new] = [before, disabled].map(|d| Some(json!({ "disabled": d }).to_string()));
        audit::record(&*write, Entry::account(name, "disable", by, old, new), now).await?;
        write.commit().await
    }

    /// Gives a role in a network, or takes it. Grants belong to the role and are replaced.
    pub async fn set_role(
        &self,
        name: &str,
        network_id: i32,
        role: Option<Role>,
        grants: &[Grant],
        by: &str,
        now: TimeUs,
    ) -> Result<(), StoreError> {
        let write = self.begin().await?;
        let row = named(&*write, name).await?;
        let old = membership::Entity::find_by_id((row.id, network_id)).one(&*write).await?;
        membership::Entity::delete_by_id((row.id, network_id)).exec(&*write).await?;
        membership_grant::Entity::delete_many()
            .filter(membership_grant::Column::AccountId.eq(row.id))
            .filter(membership_grant::Column::NetworkId.eq(network_id))
            .exec(&*write)
            .await?;
        if let Some(role) = role {
            let new = membership::ActiveModel {
                account_id: Set(row.id),
                network_id: Set(network_id),
                role: Set(role.code()),
            };
            membership::Entity::insert(new).exec_without_returning(&*write).await?;
            for (kind, target) in grants.iter().map(Grant::parts) {
                let grant = membership_grant::ActiveModel {
                    account_id: Set(row.id),
                    network_id: Set(network_id),
                    kind: Set(kind.to_owned()),
                    target: Set(target),
                };
                membership_grant::Entity::insert(grant).exec_without_returning(&*write).await?;
            }
        }
        let old = old.and_then(|old| Role::from_code(old.role));
        let words = |role: Option<Role>, grants: &[Grant]| {
            let grants: Vec<String> = grants
                .iter()
                .map(|g| {
                    let (k, t) = g.parts();
                    format!("{k} {t}")
                })
                .collect();
            Some(json!({ "role": role.map(|role| role.to_string()), "grants": grants }).to_string())
        };
        let mut entry = Entry::account(name, "role", by, words(old, &[]), words(role, grants));
        entry.network_id = Some(network_id);
        audit::record(&*write, entry, now).await?;
        write.commit().await
    }

    /// The account of a name with the hash of its password.
    pub async fn account_to_sign_in(
        &self,
        name: &str,
    ) -> Result<Option<(Account, Option<String>)>, StoreError> {
        let row =
            account::Entity::find().filter(account::Column::Name.eq(name)).one(self.read()).await?;
        let Some(row) = row else { return Ok(None) };
        let password = row.password.clone();
        Ok(Some((self.with_roles(row).await?, password)))
    }

    /// Every account with its roles.
    pub async fn accounts(&self) -> Result<Vec<Account>, StoreError> {
        let rows =
            account::Entity::find().order_by_asc(account::Column::Name).all(self.read()).await?;
        let mut roles: BTreeMap<i32, BTreeMap<i32, Role>> = BTreeMap::new();
        for row in membership::Entity::find().all(self.read()).await? {
            if let Some(role) = Role::from_code(row.role) {
                roles.entry(row.account_id).or_default().insert(row.network_id, role);
            }
        }
        let with_roles = rows.into_iter().map(|row| Account {
            roles: roles.remove(&row.id).unwrap_or_default(),
            id: row.id,
            name: row.name,
            display_name: row.display_name,
            disabled: row.disabled,
        });
        Ok(with_roles.collect())
    }

    /// A network by `source:id`, or by its id alone where only one has it.
    pub async fn network_named(&self, name: &str) -> Result<Option<network::Model>, StoreError> {
        let (key, id) = match name.split_once(':') {
            Some((key, id)) => (Some(key), id),
            None => (None, name),
        };
        let mut found = network::Entity::find().filter(network::Column::ExternalId.eq(id));
        if let Some(key) = key {
            let source = source::Entity::find().filter(source::Column::Key.eq(key));
            let Some(source) = source.one(self.read()).await? else { return Ok(None) };
            found = found.filter(network::Column::SourceId.eq(source.id));
        }
        let mut found = found.all(self.read()).await?;
        Ok(if found.len() == 1 { found.pop() } else { None })
    }

    /// `source:id` of every network, by our key.
    pub async fn network_names(&self) -> Result<BTreeMap<i32, String>, StoreError> {
        let sources = source::Entity::find().all(self.read()).await?;
        let keys: BTreeMap<i32, String> =
            sources.into_iter().map(|row| (row.id, row.key)).collect();
        let named = network::Entity::find().all(self.read()).await?.into_iter().filter_map(|row| {
            Some((row.id, format!("{}:{}", keys.get(&row.source_id)?, row.external_id)))
        });
        Ok(named.collect())
    }

    async fn with_roles(&self, row: account::Model) -> Result<Account, StoreError> {
        let roles = membership::Entity::find()
            .filter(membership::Column::AccountId.eq(row.id))
            .all(self.read())
            .await?;
        let roles =
            roles.into_iter().filter_map(|m| Some((m.network_id, Role::from_code(m.role)?)));
        Ok(Account {
            id: row.id,
            name: row.name,
            display_name: row.display_name,
            disabled: row.disabled,
            roles: roles.collect(),
        })
    }
}

async fn named<C: ConnectionTrait>(db: &C, name: &str) -> Result<account::Model, StoreError> {
    let row = account::Entity::find().filter(account::Column::Name.eq(name)).one(db).await?;
    row.ok_or_else(|| StoreError::NotFound { kind: "account", id: format!("'{name}'") })
}

async fn end_sessions<C: ConnectionTrait>(db: &C, account_id: i32) -> Result<(), StoreError> {
    let of = sessions::Column::AccountId.eq(account_id);
    sessions::Entity::delete_many().filter(of).exec(db).await?;
    Ok(())
}
