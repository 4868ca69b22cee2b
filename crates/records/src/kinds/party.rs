//! People, organizations, and how things are done.

use super::{CODE, TEXT, check_code, check_interval, check_link, check_name, check_term, records};
use crate::fault::Faults;
use crate::vocabulary::{METHOD_TYPE, ORGANIZATION_TYPE};
use crate::{RecordId, When};

records! {
    /// An organization: who makes, sells, owns or employs.
    pub struct Organization {
        /// Code, unique in the network.
        pub code: String,
        /// Name.
        pub name: String,
        /// Term of `organizationType`.
        pub organization_type: String,
        /// About it.
        pub description: String,
        /// Its page.
        pub link: String,
        /// The organization it is part of.
        pub parent: Option<RecordId>,
    }

    /// A person. Where to reach them stands with an affiliation and is shown to members of the network only.
    pub struct Person {
        /// First name.
        pub first_name: String,
        /// Further names.
        pub middle_name: String,
        /// Last name.
        pub last_name: String,
        /// Name of their account here, when they have one.
        pub account: String,
        /// Where they work or worked.
        pub affiliations: Vec<Affiliation>,
    }

    /// A person at an organization.
    pub struct Affiliation {
        /// The organization.
        pub organization: Option<RecordId>,
        /// Whether the organization names this person first.
        pub is_primary_contact: bool,
        /// Since when.
        pub begin: Option<When>,
        /// Until when.
        pub end: Option<When>,
        /// Telephone.
        pub phone: String,
        /// Mail address.
        pub email: String,
        /// Postal address.
        pub address: String,
    }

    /// How something is done.
    pub struct Method {
        /// Term of `methodType`; an action takes methods of its own type.
        pub method_type: String,
        /// Code, unique in the network.
        pub code: String,
        /// Name.
        pub name: String,
        /// About it.
        pub description: String,
        /// Where it is published.
        pub link: String,
        /// Whose it is.
        pub organization: Option<RecordId>,
    }
}

impl Organization {
    pub(crate) fn check(&self, faults: &mut Faults) {
        check_code(faults, "code", &self.code);
        check_name(faults, "name", &self.name);
        check_term(faults, "organization_type", &self.organization_type, ORGANIZATION_TYPE);
        faults.at_most("description", &self.description, TEXT);
        check_link(faults, "link", &self.link);
    }
}

impl Person {
    pub(crate) fn check(&self, faults: &mut Faults) {
        check_name(faults, "first_name", &self.first_name);
        check_name(faults, "last_name", &self.last_name);
        faults.at_most("account", &self.account, CODE);
        faults.each("affiliations", &self.affiliations, |faults, affiliation| {
            faults.need_some("organization", &affiliation.organization);
            check_interval(faults, affiliation.begin, affiliation.end);
            let email = &affiliation.email;
            if !email.is_empty() && !email.contains('@') {
                faults.error("email", "email", format!("'{email}' is no mail address"));
            }
            faults.at_most("address", &affiliation.address, TEXT);
        });
    }

    /// First and last name.
    pub fn name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name).trim().to_owned()
    }
}

impl Method {
    pub(crate) fn check(&self, faults: &mut Faults) {
        check_code(faults, "code", &self.code);
        check_name(faults, "name", &self.name);
        check_term(faults, "method_type", &self.method_type, METHOD_TYPE);
        faults.at_most("description", &self.description, TEXT);
        check_link(faults, "link", &self.link);
    }
}
