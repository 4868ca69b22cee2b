//! What an answer means for the request that brought it: a page, a wait, another way of asking, or the end.

use super::failure::{Failure, explanation};
use super::{Answer, Reply};

/// Requests made for one URL before giving up on it.
const MAX_ATTEMPTS: u32 = 4;
/// First wait before asking again; it doubles each time.
const FIRST_WAIT_MS: u64 = 500;
/// A service that asks for more patience than this is busy, and the walk ends there.
const LONGEST_WAIT_MS: u64 = 60_000;

/// What to do about an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict<'a> {
    /// Read it.
    Page(&'a [u8]),
    /// Ask again after so many milliseconds, since this went wrong.
    Wait(u64, Failure),
    /// Ask for fewer rows a page, else give up for this reason.
    Smaller(Failure),
    /// Ask more simply, else give up for this reason.
    Simpler(Failure),
    /// Ask without credentials.
    Anonymous,
    /// Give up.
    Fail(Failure),
}

/// The attempts made for the present URL.
#[derive(Debug, Clone, Copy, Default)]
pub struct Attempts {
    failed: u32,
}

impl Attempts {
    /// Judges an answer; `anonymous` when no credentials were sent.
    pub fn judge<'a>(&mut self, reply: &Reply<'a>, anonymous: bool) -> Verdict<'a> {
        match reply {
            Reply::Answer(answer) => self.judge_answer(answer, anonymous),
            // A page that is too slow once will be so again: one more try, then fewer rows.
            Reply::Timeout => match self.wait(None, 2) {
                Some(ms) => Verdict::Wait(ms, Failure::Timeout),
                None => Verdict::Smaller(Failure::Timeout),
            },
            Reply::Network(cause) => {
                let failure = Failure::Network(cause.clone());
                match self.wait(None, MAX_ATTEMPTS) {
                    Some(ms) => Verdict::Wait(ms, failure),
                    None => Verdict::Fail(failure),
                }
            }
            Reply::Redirected { status, to } => {
                Verdict::Fail(Failure::Redirected { status: *status, to: to.clone() })
            }
            Reply::TooLarge(bytes) => Verdict::Smaller(Failure::TooLarge(*bytes)),
        }
    }

    /// An answer that was no page: asked for once more, since cut bodies happen; HTML is what was meant.
    pub fn after_unreadable(&mut self, reply: &Reply<'_>, why: String) -> Verdict<'static> {
        if let Reply::Answer(answer) = reply {
            // Something between here and the service may call its pages JSON.
            let is_markup = answer.body.trim_ascii_start().starts_with(b"<");
            if answer.content_type.contains("html") {
                return Verdict::Fail(Failure::NotJson(answer.content_type.to_owned()));
            }
            if is_markup {
                return Verdict::Fail(Failure::NotJson("a page for people".to_owned()));
            }
        }
        let failure = Failure::NotAPage(why);
        match self.wait(None, 2) {
            Some(ms) => Verdict::Wait(ms, failure),
            None => Verdict::Fail(failure),
        }
    }

    fn judge_answer<'a>(&mut self, answer: &Answer<'a>, anonymous: bool) -> Verdict<'a> {
        let status = answer.status;
        let message = || match explanation(answer.body) {
            nothing if nothing.is_empty() => "it gives no reason".to_owned(),
            message => message,
        };
        match status {
            200..=299 => Verdict::Page(answer.body),
            401 | 403 if !anonymous => Verdict::Anonymous,
            401 | 403 => Verdict::Fail(Failure::Unauthorized(status)),
            404 | 410 => Verdict::Simpler(Failure::NotFound(status)),
            413 => Verdict::Smaller(Failure::Server { status, message: message() }),
            408 | 429 | 500 | 502..=504 => {
                let attempts = if status == 500 { 2 } else { MAX_ATTEMPTS };
                let failure = Failure::Server { status, message: message() };
                match self.wait(answer.retry_after_ms, attempts) {
                    Some(ms) => Verdict::Wait(ms, failure),
                    // Busy or down: a shorter page would meet the same.
                    None if matches!(status, 429 | 502 | 503) => Verdict::Fail(failure),
                    None => Verdict::Smaller(failure),
                }
            }
            400..=499 => {
                let failure = Failure::Refused { status, message: message() };
                let text = String::from_utf8_lossy(answer.body);
                if text.contains("$top") || text.contains("%24top") {
                    Verdict::Smaller(failure)
                } else {
                    Verdict::Simpler(failure)
                }
            }
            _ => Verdict::Simpler(Failure::Server { status, message: message() }),
        }
    }

    /// How long to wait before the next attempt, if there may be one.
    fn wait(&mut self, retry_after_ms: Option<u64>, attempts: u32) -> Option<u64> {
        self.failed += 1;
        let backoff_ms = FIRST_WAIT_MS << (self.failed - 1).min(6);
        let ms = retry_after_ms.unwrap_or(0).max(backoff_ms);
        (self.failed < attempts && ms <= LONGEST_WAIT_MS).then_some(ms)
    }
}

/// The page size after `top` was too large: 10000, 1000, 100, 10; `None` when it cannot be the size.
pub fn smaller(top: u32) -> Option<u32> {
    [1_000, 100, 10].into_iter().find(|size| *size < top)
}
