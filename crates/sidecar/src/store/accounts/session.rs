//! Browsers that are signed in, programs with tokens, and passwords that were wrong.
//!
//! What a browser or program keeps is a secret; here is only its hash.

use super::Account;
use crate::store::entities::{account, api_token, session, sign_in_failure};
use crate::store::{Store, StoreError};
use gagehouse_model::TimeUs;
use gagehouse_model::time::DAY_US;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder};

/// Longest life of a session: a season's field trip.
pub const SESSION_LIFE_US: i64 = 90 * DAY_US;
/// A session that nobody used for so long ends.
pub const SESSION_IDLE_US: i64 = 30 * DAY_US;
/// How exactly the last use is kept, so that reading does not write each time.
const SEEN_EVERY_US: i64 = DAY_US / 24;
/// Wrong passwords are forgotten after so long.
const FORGET_US: i64 = DAY_US;

/// A program's token as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    pub id: i32,
    pub name: String,
    pub may_write: bool,
    /// Our key of the one network in which it acts.
    pub network: Option<i32>,
    pub created: TimeUs,
    pub expires: TimeUs,
}

/// A token that is made.
#[derive(Debug, Clone, Copy)]
pub struct NewToken<'a> {
    /// What it is for.
    pub name: &'a str,
    pub may_write: bool,
    /// Our key of the one network in which it acts; nothing for all of its account.
    pub network: Option<i32>,
    pub expires: TimeUs,
}

impl Store {
    /// Opens a session; ended ones are swept.
    pub async fn open_session(
        &self,
        account_id: i32,
        hash: &str,
        now: TimeUs,
    ) -> Result<(), StoreError> {
        let write = self.begin().await?;
        let ended = session::Column::ExpiresUs
            .lte(now.0)
            .or(session::Column::SeenUs.lte(now.0 - SESSION_IDLE_US));
        session::Entity::delete_many().filter(ended).exec(&*write).await?;
        let row = session::ActiveModel {
            token_hash: Set(hash.to_owned()),
            account_id: Set(account_id),
            created_us: Set(now.0),
            seen_us: Set(now.0),
            expires_us: Set(now.0 + SESSION_LIFE_US),
        };
        session::Entity::insert(row).exec_without_returning(&*write).await?;
        write.commit().await
    }

    /// Who a session belongs to, unless it ended or the account was disabled.
    pub async fn session(&self, hash: &str, now: TimeUs) -> Result<Option<Account>, StoreError> {
        let Some(row) = session::Entity::find_by_id(hash).one(self.read()).await? else {
            return Ok(None);
        };
        if row.expires_us <= now.0 || row.seen_us <= now.0 - SESSION_IDLE_US {
            return Ok(None);
        }
        let account = self.enabled(row.account_id).await?;
        if account.is_some() && row.seen_us < now.0 - SEEN_EVERY_US {
            let write = self.begin().await?;
            session::Entity::update_many()
                .col_expr(session::Column::SeenUs, Expr::val(now.0))
                .filter(session::Column::TokenHash.eq(hash))
                .exec(&*write)
                .await?;
            write.commit().await?;
        }
        Ok(account)
    }

    /// Ends a session.
    pub async fn close_session(&self, hash: &str) -> Result<(), StoreError> {
        let write = self.begin().await?;
        session::Entity::delete_by_id(hash).exec(&*write).await?;
        write.commit().await
    }

    /// Gives a program a token that acts for an account.
    pub async fn add_token(
        &self,
        account_id: i32,
        hash: &str,
        new: NewToken<'_>,
        now: TimeUs,
    ) -> Result<Token, StoreError> {
        let NewToken { name, may_write, network, expires } = new;
        let write = self.begin().await?;
        let row = api_token::ActiveModel {
            token_hash: Set(hash.to_owned()),
            account_id: Set(account_id),
            name: Set(name.to_owned()),
            may_write: Set(may_write),
            network_id: Set(network),
            created_us: Set(now.0),
            expires_us: Set(expires.0),
            ..Default::default()
        };
        let id = api_token::Entity::insert(row).exec(&*write).await?.last_insert_id;
        write.commit().await?;
        Ok(Token { id, name: name.to_owned(), may_write, network, created: now, expires })
    }

    /// Who a token acts for, in the networks in which it does, and whether it may write.
    pub async fn token(
        &self,
        hash: &str,
        now: TimeUs,
    ) -> Result<Option<(Account, bool)>, StoreError> {
        let row = api_token::Entity::find()
            .filter(api_token::Column::TokenHash.eq(hash))
            .filter(api_token::Column::ExpiresUs.gt(now.0))
            .one(self.read())
            .await?;
        let Some(row) = row else { return Ok(None) };
        let Some(mut account) = self.enabled(row.account_id).await? else { return Ok(None) };
        if let Some(only) = row.network_id {
            account.roles.retain(|network, _| *network == only);
        }
        Ok(Some((account, row.may_write)))
    }

    /// The tokens of an account.
    pub async fn tokens(&self, account_id: i32) -> Result<Vec<Token>, StoreError> {
        let rows = api_token::Entity::find()
            .filter(api_token::Column::AccountId.eq(account_id))
            .order_by_asc(api_token::Column::Id)
            .all(self.read())
            .await?;
        let token = |row: api_token::Model| Token {
            id: row.id,
            name: row.name,
            may_write: row.may_write,
            network: row.network_id,
            created: TimeUs(row.created_us),
            expires: TimeUs(row.expires_us),
        };
        Ok(rows.into_iter().map(token).collect())
    }

    /// Takes a token back; `false` when the account has no such one.
    pub async fn remove_token(&self, account_id: i32, id: i32) -> Result<bool, StoreError> {
        let write = self.begin().await?;
        let removed = api_token::Entity::delete_many()
            .filter(api_token::Column::AccountId.eq(account_id))
            .filter(api_token::Column::Id.eq(id))
            .exec(&*write)
            .await?;
        write.commit().await?;
        Ok(removed.rows_affected > 0)
    }

    /// Counts an attempt to sign in as a wrong password, until it proves right. Returns how many were counted in a row
    /// before it, and when the last one; where `may` says of these that it may not be made, it is not counted.
    pub async fn count_attempt(
        &self,
        name: &str,
        now: TimeUs,
        may: impl Fn(i32, TimeUs) -> bool,
    ) -> Result<(i32, TimeUs), StoreError> {
        use sign_in_failure::Column;
        let write = self.begin().await?;
        let forgotten = Column::LastUs.lte(now.0 - FORGET_US);
        sign_in_failure::Entity::delete_many().filter(forgotten).exec(&*write).await?;
        let row = sign_in_failure::Entity::find_by_id(name).one(&*write).await?;
        let (failures, last) =
            row.map_or((0, TimeUs(0)), |row| (row.failures, TimeUs(row.last_us)));
        if may(failures, last) {
            let row = sign_in_failure::ActiveModel {
                name: Set(name.to_owned()),
                failures: Set(failures.saturating_add(1)),
                last_us: Set(now.0),
            };
            let again = OnConflict::column(Column::Name)
                .update_columns([Column::Failures, Column::LastUs])
                .to_owned();
            sign_in_failure::Entity::insert(row)
                .on_conflict(again)
                .exec_without_returning(&*write)
                .await?;
        }
        write.commit().await?;
        Ok((failures, last))
    }

    /// Forgets them after a right one.
    pub async fn clear_failures(&self, name: &str) -> Result<(), StoreError> {
        let write = self.begin().await?;
        sign_in_failure::Entity::delete_by_id(name).exec(&*write).await?;
        write.commit().await
    }

    async fn enabled(&self, account_id: i32) -> Result<Option<Account>, StoreError> {
        let row = account::Entity::find_by_id(account_id)
            .filter(account::Column::Disabled.eq(false))
            .one(self.read())
            .await?;
        match row {
            Some(row) => Ok(Some(self.with_roles(row).await?)),
            None => Ok(None),
        }
    }
}
