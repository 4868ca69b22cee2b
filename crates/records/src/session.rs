//! Signing in, as it is asked and answered.

use crate::Role;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Who is signed in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionBody {
    /// What they sign in by; `null` when nobody is signed in.
    pub name: Option<String>,
    /// What they are called.
    pub display_name: Option<String>,
    /// Role by network, `source:id`.
    pub roles: BTreeMap<String, Role>,
    /// The server's time, RFC 3339 UTC, by which a device tells how far off its own clock is.
    pub server_time: String,
}

/// What somebody signs in with.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Credentials {
    /// Name.
    pub name: String,
    /// Password.
    pub password: String,
}
