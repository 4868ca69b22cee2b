//! From a request to who sent it.

use super::secret;
use crate::app::AppState;
use crate::clock::now;
use crate::http::AppError;
use crate::store::accounts::Account;
use crate::store::records::apply::Author;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, Method, header};
use gagehouse_model::Viewer;
use gagehouse_records::role::Deed;

/// What a page of ours sends with every change, and a form of another site cannot.
pub const CUSTOM_HEADER: HeaderName = HeaderName::from_static("x-gagehouse");

/// Over https: a name that browsers bind to this host, path and scheme.
const COOKIE: &str = "__Host-gagehouse";
/// Over plain http, where browsers refuse that name: for development.
const PLAIN_COOKIE: &str = "gagehouse";

/// Who sent a request.
#[derive(Debug, Clone)]
pub struct Visitor {
    /// On whose behalf queries run.
    pub viewer: Viewer,
    /// Their account, when they are signed in.
    pub signed_in: Option<SignedIn>,
}

/// Somebody who said who they are.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// The account.
    pub account: Account,
    /// How they said it.
    pub means: Means,
}

/// How somebody said who they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Means {
    /// A session's cookie; its hash.
    Session(String),
    /// A token, and whether it may write.
    Token(bool),
}

impl Visitor {
    /// The program itself, asking its own service in this process.
    pub fn the_program() -> Self {
        Self { viewer: Viewer::System, signed_in: None }
    }

    /// Who is signed in, or 401.
    pub fn signed_in(&self) -> Result<&SignedIn, AppError> {
        self.signed_in.as_ref().ok_or_else(|| AppError::Unauthorized("sign in first".to_owned()))
    }

    /// Who is signed in by a session: what concerns the account itself is no program's business.
    pub fn in_person(&self) -> Result<&Account, AppError> {
        match self.signed_in()? {
            SignedIn { account, means: Means::Session(_) } => Ok(account),
            _ => Err(AppError::Forbidden("a token cannot do this; sign in".to_owned())),
        }
    }

    /// Who writes.
    pub fn author(&self) -> Result<Author, AppError> {
        let signed_in = self.signed_in()?;
        if signed_in.means == Means::Token(false) {
            return Err(AppError::Forbidden("this token reads only".to_owned()));
        }
        let account = &signed_in.account;
        Ok(Author { name: account.name.clone(), roles: Some(account.roles.clone()) })
    }

    /// The networks in which they may do something.
    pub fn networks_where(&self, deed: Deed) -> Vec<i32> {
        let Some(SignedIn { account, .. }) = &self.signed_in else { return Vec::new() };
        account
            .roles
            .iter()
            .filter(|(_, role)| role.may(deed))
            .map(|(network, _)| *network)
            .collect()
    }
}

impl FromRequestParts<AppState> for Visitor {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, AppError> {
        if let Some(known) = parts.extensions.get::<Self>() {
            return Ok(known.clone());
        }
        let signed_in = match bearer(&parts.headers) {
            Some(token) => {
                let known = state.store.token(&secret::hash(token), now()).await?;
                let (account, may_write) = known.ok_or_else(|| {
                    AppError::Unauthorized("the token is unknown or has expired".to_owned())
                })?;
                Some(SignedIn { account, means: Means::Token(may_write) })
            }
            None => match session_cookie(&parts.headers) {
                Some(cookie) => {
                    let hash = secret::hash(cookie);
                    let account = state.store.session(&hash, now()).await?;
                    account.map(|account| SignedIn { account, means: Means::Session(hash) })
                }
                None => None,
            },
        };
        let by_cookie = matches!(&signed_in, Some(SignedIn { means: Means::Session(_), .. }));
        if by_cookie {
            refuse_forged(parts, state)?;
        }
        let viewer = match &signed_in {
            Some(signed_in) => state.store.viewer_of(&signed_in.account).await?,
            None => Viewer::Anonymous,
        };
        Ok(Self { viewer, signed_in })
    }
}

/// Refuses a change that a page of another site may have made this browser send. (SameSite cookies are the first guard,
/// this the second.)
pub(super) fn refuse_forged(parts: &Parts, state: &AppState) -> Result<(), AppError> {
    if matches!(parts.method, Method::GET | Method::HEAD | Method::OPTIONS) {
        return Ok(());
    }
    let headers = &parts.headers;
    let text = |name: &HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    if text(&CUSTOM_HEADER).is_none() {
        return Err(AppError::Forbidden(format!("a change needs the header {CUSTOM_HEADER}")));
    }
    let host = text(&header::HOST).unwrap_or_default();
    let is_ours = |origin: &str| {
        let own = origin == state.settings.public_url;
        own || origin.split_once("://").is_some_and(|(_, of)| !host.is_empty() && of == host)
    };
    if let Some(origin) = text(&header::ORIGIN).filter(|origin| !is_ours(origin)) {
        return Err(AppError::Forbidden(format!("a change from '{origin}' is not taken")));
    }
    let site = text(&HeaderName::from_static("sec-fetch-site"));
    match site {
        None | Some("same-origin" | "none") => Ok(()),
        Some(site) => Err(AppError::Forbidden(format!("a {site} change is not taken"))),
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// What the browser keeps of its session.
pub(super) fn session_cookie(headers: &HeaderMap) -> Option<&str> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let pairs =
        cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let mut plain = None;
    for (name, value) in pairs {
        match name {
            COOKIE => return Some(value),
            PLAIN_COOKIE => plain = Some(value),
            _ => {}
        }
    }
    plain
}

/// The cookie that keeps a session, or an empty one that ends it.
pub(super) fn cookie(state: &AppState, secret: Option<&str>) -> String {
    let is_secure = state.settings.public_url.starts_with("https://");
    let (name, secure) = if is_secure { (COOKIE, "; Secure") } else { (PLAIN_COOKIE, "") };
    let life_s = match secret {
        Some(_) => crate::store::accounts::SESSION_LIFE_US / 1_000_000,
        None => 0,
    };
    let value = secret.unwrap_or_default();
    format!("{name}={value}; Path=/; HttpOnly; SameSite=Strict; Max-Age={life_s}{secure}")
}
