//! What an answer means for the change that was sent.

use crate::fault::Fault;
use crate::operation::{Current, Receipt};
use serde::{Deserialize, Serialize};

/// What came back.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// It was applied, now or before.
    Receipt(Receipt),
    /// The bytes are kept.
    Kept,
    /// Nobody is signed in.
    SignIn,
    /// No answer, or one that is not the server's: a captive portal, a proxy's page.
    None,
    /// Not now.
    Later {
        /// After so many seconds, where the server says so.
        after_s: Option<u64>,
        /// The server wants fewer requests, of whatever kind.
        is_busy: bool,
    },
    /// It will not be taken as it is.
    Refused(Refusal),
    /// The record was changed or deleted meanwhile.
    Changed(Current),
}

/// Why a change was refused.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Refusal {
    /// HTTP status.
    pub status: u16,
    /// What is wrong, for a person.
    pub message: String,
    /// Each fault with its field.
    #[serde(default)]
    pub faults: Vec<Fault>,
}

/// The body of our errors, as far as it matters here.
#[derive(Deserialize)]
struct Problem {
    message: String,
    #[serde(default)]
    faults: Vec<Fault>,
    current: Option<Current>,
}

impl Answer {
    /// Reads the answer to a record.
    pub fn to_record(status: u16, after_s: Option<u64>, body: &[u8]) -> Self {
        match status {
            200 | 201 => serde_json::from_slice(body).map_or(Self::None, Self::Receipt),
            _ => Self::not_taken(status, after_s, body),
        }
    }

    /// Reads the answer to an attachment's bytes.
    pub fn to_content(status: u16, after_s: Option<u64>, body: &[u8]) -> Self {
        match status {
            204 => Self::Kept,
            _ => Self::not_taken(status, after_s, body),
        }
    }

    fn not_taken(status: u16, after_s: Option<u64>, body: &[u8]) -> Self {
        let is_busy = matches!(status, 429 | 503);
        // 424: it names records that are not there yet, such as a visit that another device has not sent.
        if is_busy || matches!(status, 408 | 424 | 425 | 500..=599) {
            return Self::Later { after_s, is_busy };
        }
        // A page of somebody in between refuses nothing.
        let Ok(problem) = serde_json::from_slice::<Problem>(body) else { return Self::None };
        match (status, problem.current) {
            (401, _) => Self::SignIn,
            (410 | 412, Some(current)) => Self::Changed(current),
            (400..=499, _) => {
                let Problem { message, faults, .. } = problem;
                Self::Refused(Refusal { status, message, faults })
            }
            _ => Self::None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_words_are_a_receipt_or_a_refusal() {
        let receipt = br#"{"id":"0190c0de-0000-7000-8000-000000000000","version":1,"sha256":"","seq":4,"received_at":"","warnings":[]}"#;
        assert!(matches!(Answer::to_record(201, None, receipt), Answer::Receipt(_)));
        let portal = b"<html>Please accept our terms</html>";
        for status in [200, 201, 302, 403, 404, 511] {
            let answer = Answer::to_record(status, None, portal);
            assert!(matches!(answer, Answer::None | Answer::Later { .. }), "{status}");
        }
        assert_eq!(Answer::to_content(204, None, b""), Answer::Kept);
        assert_eq!(Answer::to_record(204, None, b""), Answer::None);
    }

    #[test]
    fn a_busy_server_pauses_everything_and_a_broken_one_only_what_broke_it() {
        let later = |status, after_s| Answer::to_record(status, after_s, b"");
        assert_eq!(later(503, Some(7)), Answer::Later { after_s: Some(7), is_busy: true });
        assert_eq!(later(500, None), Answer::Later { after_s: None, is_busy: false });
        assert_eq!(later(424, None), Answer::Later { after_s: None, is_busy: false });
    }

    #[test]
    fn refusals_keep_their_faults_and_conflicts_the_record_as_it_is() {
        let body = br#"{"message":"the record has faults","faults":[{"field":"/end","code":"order","message":"m","severity":"error"}]}"#;
        let Answer::Refused(refusal) = Answer::to_record(422, None, body) else { panic!() };
        assert_eq!((refusal.status, refusal.faults[0].field.as_str()), (422, "/end"));
        let body = br#"{"message":"changed","current":{"version":3,"deleted":false,"record":{"weather":"rain"}}}"#;
        assert!(
            matches!(Answer::to_record(412, None, body), Answer::Changed(current) if current.version == 3)
        );
        assert_eq!(Answer::to_record(401, None, br#"{"message":"sign in"}"#), Answer::SignIn);
    }
}
