//! What hangs on other records: files, remarks, relations; and a network's own terms.

use super::{CODE, NAME, TEXT, check_code, check_name, check_term, records};
use crate::fault::Faults;
use crate::vocabulary::{self, ANNOTATION_TYPE, ATTACHMENT_KIND, RELATIONSHIP_TYPE};
use crate::{RecordId, When};

records! {
    /// A file of a record; its bytes are sent apart and found by their hash.
    pub struct Attachment {
        /// The record it belongs to.
        pub of: Option<RecordId>,
        /// SHA-256 of the bytes, hexadecimal.
        pub sha256: String,
        /// Number of bytes.
        pub bytes: Option<u64>,
        /// Name of the file as it was chosen.
        pub file_name: String,
        /// Term of `attachmentKind`.
        pub attachment_kind: String,
        /// What it shows.
        pub caption: String,
        /// When it was taken.
        pub taken: Option<When>,
    }

    /// A remark on a record.
    pub struct Annotation {
        /// The record.
        pub of: Option<RecordId>,
        /// Term of `annotationType`.
        pub annotation_type: String,
        /// The remark.
        pub text: String,
        /// The time it is about.
        pub when: Option<When>,
    }

    /// How two records hang together.
    pub struct Relation {
        /// This record …
        pub from: Option<RecordId>,
        /// … is, by a term of `relationshipType` …
        pub relationship_type: String,
        /// … to that one.
        pub to: Option<RecordId>,
        /// Since when.
        pub begin: Option<When>,
        /// Until when.
        pub end: Option<When>,
    }

    /// A term that a network adds.
    pub struct Term {
        /// The vocabulary.
        pub vocabulary: String,
        /// What records keep, unique in the vocabulary.
        pub code: String,
        /// What a person reads.
        pub name: String,
        /// No longer offered; records that have it stay.
        pub is_retired: bool,
    }
}

impl Attachment {
    pub(crate) fn check(&self, faults: &mut Faults) {
        faults.need_some("of", &self.of);
        let fits = self.sha256.len() == 64
            && self.sha256.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        if !fits {
            faults.error("sha256", "hash", "expected 64 hexadecimal digits in small letters");
        }
        check_name(faults, "file_name", &self.file_name);
        if self.file_name.contains(['/', '\\']) || self.file_name.chars().any(char::is_control) {
            let message = format!("'{}' is no name of a file", self.file_name);
            faults.error("file_name", "file-name", message);
        }
        check_term(faults, "attachment_kind", &self.attachment_kind, ATTACHMENT_KIND);
        faults.at_most("caption", &self.caption, NAME);
    }
}

impl Annotation {
    pub(crate) fn check(&self, faults: &mut Faults) {
        faults.need_some("of", &self.of);
        check_term(faults, "annotation_type", &self.annotation_type, ANNOTATION_TYPE);
        faults.need("text", &self.text);
        faults.at_most("text", &self.text, TEXT);
    }
}

impl Relation {
    pub(crate) fn check(&self, faults: &mut Faults) {
        faults.need_some("from", &self.from);
        faults.need_some("to", &self.to);
        check_term(faults, "relationship_type", &self.relationship_type, RELATIONSHIP_TYPE);
        super::check_interval(faults, self.begin, self.end);
        if self.from.is_some() && self.from == self.to {
            faults.error("to", "itself", "a record cannot be related to itself");
        }
    }
}

impl Term {
    pub(crate) fn check(&self, faults: &mut Faults) {
        check_code(faults, "code", &self.code);
        check_name(faults, "name", &self.name);
        faults.at_most("code", &self.code, CODE);
        if !vocabulary::names().any(|name| name == self.vocabulary) {
            let message = format!("'{}' is no vocabulary", self.vocabulary);
            faults.error("vocabulary", "term", message);
        } else if !self.code.chars().all(|c| c.is_alphanumeric() || c == '_') {
            let message = format!("'{}' has other characters than letters and digits", self.code);
            faults.error("code", "term", message);
        }
    }
}
