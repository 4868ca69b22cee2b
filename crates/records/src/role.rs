//! Who may do what in a network.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

use crate::Kind;

/// What an account is in a network. Whoever has no role sees what everybody sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Role {
    /// Sees named private sites, datastreams or processing levels.
    Partner,
    /// Sees everything of the network and records field work.
    Technician,
    /// Also keeps models, methods, standards and limits, deletes, and reads the audit log.
    Manager,
    /// Also gives accounts and roles.
    Administrator,
}

/// What somebody wants to do in a network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Deed {
    /// See private rows.
    See,
    /// Make or change a record of a kind.
    Write(Kind),
    /// Delete one that they made.
    DeleteOwn(Kind),
    /// Delete somebody else's.
    Delete(Kind),
    /// Read who changed what.
    Audit,
    /// Give accounts and roles.
    Administer,
}

impl Role {
    /// All of them, the least first.
    pub const ALL: [Role; 4] =
        [Self::Partner, Self::Technician, Self::Manager, Self::Administrator];

    /// The code stored in the database; never reused for another meaning.
    pub fn code(self) -> i16 {
        match self {
            Self::Partner => 1,
            Self::Technician => 2,
            Self::Manager => 3,
            Self::Administrator => 4,
        }
    }

    /// The meaning of a stored code; none of an unknown one.
    pub fn from_code(code: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    /// Whether the role allows it. The one place that decides.
    pub fn may(self, deed: Deed) -> bool {
        let least = match deed {
            Deed::See | Deed::DeleteOwn(_) => Self::Technician,
            // What others' results depend on is for who keeps the data.
            Deed::Write(Kind::Term | Kind::Limits) => Self::Manager,
            Deed::Write(_) => Self::Technician,
            Deed::Delete(_) | Deed::Audit => Self::Manager,
            Deed::Administer => Self::Administrator,
        };
        self >= least
            && !matches!(deed, Deed::DeleteOwn(Kind::Term | Kind::Limits) if self < Self::Manager)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Partner => "partner",
            Self::Technician => "technician",
            Self::Manager => "manager",
            Self::Administrator => "administrator",
        })
    }
}

impl FromStr for Role {
    type Err = RoleError;

    fn from_str(text: &str) -> Result<Self, RoleError> {
        let found = Self::ALL.into_iter().find(|role| role.to_string() == text);
        found.ok_or_else(|| RoleError(text.chars().take(40).collect()))
    }
}

/// The text names no role.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is no role; expected partner, technician, manager or administrator")]
pub struct RoleError(pub String);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_higher_role_may_whatever_a_lower_one_may() {
        let deeds = Kind::ALL
            .iter()
            .flat_map(|kind| [Deed::Write(*kind), Deed::DeleteOwn(*kind), Deed::Delete(*kind)]);
        for deed in deeds.chain([Deed::See, Deed::Audit, Deed::Administer]) {
            for pair in Role::ALL.windows(2) {
                assert!(!pair[0].may(deed) || pair[1].may(deed), "{deed:?}");
            }
            assert!(!Role::Partner.may(deed) && Role::Administrator.may(deed), "{deed:?}");
        }
        assert!(Role::Technician.may(Deed::Write(Kind::Visit)));
        assert!(!Role::Technician.may(Deed::Write(Kind::Limits)));
        assert!(!Role::Technician.may(Deed::Delete(Kind::Visit)));
        assert!(!Role::Manager.may(Deed::Administer));
    }

    #[test]
    fn roles_read_as_they_are_written_and_stored() {
        for role in Role::ALL {
            assert_eq!(role.to_string().parse(), Ok(role));
            assert_eq!(Role::from_code(role.code()), Some(role));
        }
        assert!("root".parse::<Role>().is_err());
        assert_eq!(Role::from_code(9), None);
    }
}
