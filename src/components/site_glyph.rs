//! A site's symbol as the map draws it, for lists and legends.

use crate::map::look::{Inside, Tint};
use crate::map::points::Shape;
use gagehouse_catalog::Status;
use leptos::prelude::*;

/// The symbol of a status; whoever shows it says the status in words beside it.
#[component]
pub fn SiteGlyph(
    /// By kind of site.
    shape: Shape,
    /// By age of the data.
    status: Status,
) -> impl IntoView {
    view! { <ClassGlyph shape tint=Tint::Status(status) inside=Inside::of_status(status) /> }
}

/// The symbol of a class of the map; whoever shows it says in words what it means.
#[component]
pub fn ClassGlyph(
    /// By kind of site.
    shape: Shape,
    /// Its colour.
    tint: Tint,
    /// Its mark.
    inside: Inside,
) -> impl IntoView {
    let outline = match shape {
        Shape::Water => "M12 4.9a7.100 7.100 0 1 0 .01 0z",
        Shape::Climate => "M5.600 5.600h12.800v12.800H5.600z",
        Shape::Other => "M12 3.400 20.600 12 12 20.600 3.400 12z",
    };
    let mark = match inside {
        Inside::Bar | Inside::HollowBar => "M12 8.500v7",
        Inside::Cross => "M9.500 9.500l5 5M14.500 9.500l-5 5",
        Inside::Dash | Inside::HollowDash => "M9 12h6",
        _ => "",
    };
    let digit = match inside {
        Inside::Digit(digit) => digit.to_string(),
        _ => String::new(),
    };
    let hollow = inside.is_hollow();
    view! {
        <svg
            class="site-glyph"
            class:site-glyph--hollow=hollow
            style:color=format!("var({})", tint.property())
            viewBox="0 0 24 24"
            width="20"
            height="20"
            aria-hidden="true"
        >
            <path class="site-glyph__outline" d=outline />
            <path class="site-glyph__mark" d=mark />
            <text class="site-glyph__digit" x="12" y="16" text-anchor="middle">
                {digit}
            </text>
        </svg>
    }
}
