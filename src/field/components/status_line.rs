//! Says on every page whether the server answers, what is not sent yet, and when the device's clock is off.

use crate::field::clock;
use crate::field::device::use_device;
use crate::field::session::{Reach, use_session};
use gagehouse_records::outbox::State;
use leptos::prelude::*;

/// From here on a clock that is off is told, seconds.
const OFF_S: f64 = 60.0;

/// The line; read out when it changes.
#[component]
pub fn StatusLine() -> impl IntoView {
    let (session, device) = (use_session(), use_device());
    let reach = move || match session.reach() {
        Reach::Unknown => "Asking the server…".to_owned(),
        Reach::Offline { since_ms } => format!("Offline since {}", clock::shown(since_ms)),
        Reach::Online { clock_ahead_s } if clock_ahead_s.abs() >= OFF_S => {
            let way = if clock_ahead_s > 0.0 { "ahead of" } else { "behind" };
            let minutes = (clock_ahead_s.abs() / 60.0).round();
            format!("Online · this device's clock is {minutes} min {way} the server's")
        }
        Reach::Online { .. } => "Online".to_owned(),
    };
    let waiting = move || {
        device.outbox.with(|outbox| {
            let items = outbox.items();
            let stuck = items.iter().filter(|item| item.state != State::Queued).count();
            let sent = device.sent.with(|sent| sent.last().map(|sent| clock::shown(sent.at_ms)));
            match (items.len(), sent) {
                (0, None) => String::new(),
                (0, Some(at)) => format!(" · everything sent, last at {at}"),
                (waiting, _) if stuck > 0 => {
                    format!(" · {waiting} not yet sent, {stuck} need attention")
                }
                (waiting, _) => format!(" · {waiting} not yet sent"),
            }
        })
    };
    let text = Memo::new(move |_| format!("{}{}", reach(), waiting()));
    view! {
        <p class="field-status" role="status">
            {text}
        </p>
        {move || device.problem.get().map(|problem| view! { <p class="notice" role="alert">{problem}</p> })}
    }
}
