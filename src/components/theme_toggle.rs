//! Light, dark, or as the device says; remembered on the device.
//!
//! `public/boot.js` applies the remembered theme before the first paint, so that no page flashes; this
//! component changes it. Painters on canvas read colours from custom properties and redraw when
//! [`use_theme_is_dark`] changes.

use crate::browser;
use leptos::prelude::*;

const STORAGE_KEY: &str = "gagehouse.theme";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Choice {
    Device,
    Light,
    Dark,
}

impl Choice {
    fn from_storage() -> Self {
        match browser::remembered(STORAGE_KEY).as_deref() {
            Some("light") => Self::Light,
            Some("dark") => Self::Dark,
            _ => Self::Device,
        }
    }

    fn word(self) -> Option<&'static str> {
        match self {
            Self::Device => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }

    fn apply(self) {
        browser::remember(STORAGE_KEY, self.word());
        if let Some(root) = browser::root_element() {
            let _ = match self.word() {
                Some(word) => root.set_attribute("data-theme", word),
                None => root.remove_attribute("data-theme"),
            };
        }
    }
}

/// What canvas painters depend on. Provided by the app's root, see [`provide_theme`].
#[derive(Clone, Copy)]
pub struct Theme {
    choice: RwSignal<Choice>,
    device_is_dark: RwSignal<bool>,
}

impl Theme {
    /// Whether dark colours are shown now; tracked.
    pub fn is_dark(self) -> bool {
        match self.choice.get() {
            Choice::Device => self.device_is_dark.get(),
            Choice::Light => false,
            Choice::Dark => true,
        }
    }
}

/// Provides the [`Theme`], which follows the device's setting while the reader has chosen none.
pub fn provide_theme() {
    const DARK: &str = "(prefers-color-scheme: dark)";
    let theme = Theme {
        choice: RwSignal::new(Choice::from_storage()),
        device_is_dark: RwSignal::new(browser::media_matches(DARK)),
    };
    provide_context(theme);
    browser::on_media_change(DARK, move |matches| {
        theme.device_is_dark.try_set(matches);
    });
}

/// The theme in force, tracked; light where no root provided one (tests of single components).
pub fn use_theme_is_dark() -> Signal<bool> {
    let theme = use_context::<Theme>();
    Signal::derive(move || theme.is_some_and(Theme::is_dark))
}

/// A button that switches between light and dark, and a way back to the device's setting: choosing what
/// the device says anyway forgets the choice.
#[component]
pub fn ThemeToggle() -> impl IntoView {
    let theme = use_context::<Theme>();
    let is_dark = use_theme_is_dark();
    let switch = move |_| {
        let Some(theme) = theme else { return };
        let next_is_dark = !is_dark.get_untracked();
        let next = if next_is_dark == theme.device_is_dark.get_untracked() {
            Choice::Device
        } else if next_is_dark {
            Choice::Dark
        } else {
            Choice::Light
        };
        next.apply();
        theme.choice.set(next);
    };
    view! {
        <button
            type="button"
            class="icon-button"
            aria-label=move || if is_dark.get() { "Use light colours" } else { "Use dark colours" }
            title=move || if is_dark.get() { "Use light colours" } else { "Use dark colours" }
            on:click=switch
        >
            <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
                <circle cx="12" cy="12" r="8" fill="none" stroke="currentColor" stroke-width="2" />
                <path d="M12 4a8 8 0 0 1 0 16z" fill="currentColor" />
            </svg>
        </button>
    }
}
