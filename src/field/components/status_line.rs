//! Says on every page whether the server answers, and when the device's clock is off.

use crate::field::clock;
use crate::field::session::{Reach, use_session};
use leptos::prelude::*;

/// From here on a clock that is off is told, seconds.
const OFF_S: f64 = 60.0;

/// The line; read out when it changes.
#[component]
pub fn StatusLine() -> impl IntoView {
    let session = use_session();
    let text = Memo::new(move |_| match session.reach() {
        Reach::Unknown => "Asking the server…".to_owned(),
        Reach::Offline { since_ms } => format!("Offline since {}", clock::shown(since_ms)),
        Reach::Online { clock_ahead_s } if clock_ahead_s.abs() >= OFF_S => {
            let way = if clock_ahead_s > 0.0 { "ahead of" } else { "behind" };
            let minutes = (clock_ahead_s.abs() / 60.0).round();
            format!("Online · this device's clock is {minutes} min {way} the server's")
        }
        Reach::Online { .. } => "Online".to_owned(),
    });
    view! {
        <p class="field-status" role="status">
            {text}
        </p>
    }
}
