//! What happens when the app panics: the instance is dead, so a static overlay of `index.html`, outside
//! the Leptos root and wired by `public/boot.js`, says so and offers a reload.

use crate::browser;
use wasm_bindgen::JsValue;

/// Name of the event that `public/boot.js` listens for; its detail is the text to show.
const CRASH_EVENT: &str = "gagehouse:crash";

/// Sends every panic to the console and to the overlay.
pub fn install_hook() {
    std::panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        announce(&info.to_string());
    }));
}

fn announce(text: &str) -> Option<()> {
    let init = web_sys::CustomEventInit::new();
    init.set_detail(&JsValue::from_str(text));
    let event = web_sys::CustomEvent::new_with_event_init_dict(CRASH_EVENT, &init).ok()?;
    browser::window()?.dispatch_event(&event).ok()?;
    Some(())
}
