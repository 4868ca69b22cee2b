//! Why a request gave no data, in words for the reader of the page, and what can be done.

/// The one error of the app's requests.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ApiError {
    /// The page was left or the request replaced; nothing is shown.
    #[error("the request was stopped")]
    Aborted,
    /// No answer: offline, refused, blocked, or the connection broke.
    #[error("there was no answer from {host}")]
    NoAnswer {
        /// Who was asked.
        host: String,
    },
    /// The server answered with an error.
    #[error("{host} answered with status {status}{}", detail(message))]
    Status {
        /// Who was asked.
        host: String,
        /// HTTP status, 400–599.
        status: u16,
        /// What the server said about it, possibly nothing.
        message: String,
    },
    /// The answer is not what was asked for, for example a login page in place of data.
    #[error("{host} answered with something that is not data: {problem}")]
    NotData {
        /// Who was asked.
        host: String,
        /// What is wrong with it.
        problem: String,
    },
}

/// What can be done about an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remedy {
    /// Trying again may help.
    Retry,
    /// Whoever runs the service must act.
    TellOperator,
}

impl Remedy {
    /// The advice as a sentence.
    pub fn text(self) -> &'static str {
        match self {
            Self::Retry => "Check the connection, then try again.",
            Self::TellOperator => {
                "Trying again is unlikely to help; tell whoever runs this service."
            }
        }
    }
}

impl ApiError {
    /// What can be done about it.
    pub fn remedy(&self) -> Remedy {
        match self {
            Self::Status { status, .. } if !is_passing(*status) => Remedy::TellOperator,
            Self::NotData { .. } => Remedy::TellOperator,
            _ => Remedy::Retry,
        }
    }

    /// Whether the same request may well succeed a moment later. A 502 of a gateway before the server comes while that starts
    /// again; a server that says in words what failed behind it has waited for that already.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::NoAnswer { .. } => true,
            Self::Status { status: 502, message, .. } => message.is_empty(),
            Self::Status { status, .. } => is_passing(*status),
            Self::Aborted | Self::NotData { .. } => false,
        }
    }
}

fn is_passing(status: u16) -> bool {
    matches!(status, 408 | 429 | 500 | 502 | 503 | 504)
}

fn detail(message: &str) -> String {
    if message.is_empty() { String::new() } else { format!(" ({message})") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_server_has_waited_for_is_not_asked_again_at_once() {
        let answered = |status, message: &str| ApiError::Status {
            host: "the server".to_owned(),
            status,
            message: message.to_owned(),
        };
        let refused = answered(502, "Gazetteer did not answer within 5 s");
        assert!(!refused.is_passing() && refused.remedy() == Remedy::Retry);
        assert!(answered(502, "").is_passing());
        assert!(answered(503, "too many requests").is_passing());
        assert!(!answered(404, "").is_passing());
    }
}
