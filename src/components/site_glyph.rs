//! A site's symbol as the map draws it, for lists and legends.

use crate::map::points::Shape;
use gagehouse_catalog::Status;
use leptos::prelude::*;

/// The symbol; whoever shows it says the status in words beside it.
#[component]
pub fn SiteGlyph(
    /// By kind of site.
    shape: Shape,
    /// By age of the data.
    status: Status,
) -> impl IntoView {
    let outline = match shape {
        Shape::Water => "M12 4.9a7.100 7.100 0 1 0 .01 0z",
        Shape::Climate => "M5.600 5.600h12.800v12.800H5.600z",
        Shape::Other => "M12 3.400 20.600 12 12 20.600 3.400 12z",
    };
    let mark = match status {
        Status::Late => "M12 8.500v7",
        Status::Stale | Status::Ended => "M9 12h6",
        Status::Suspect => "M9.500 9.500l5 5M14.500 9.500l-5 5",
        Status::Live | Status::Seasonal | Status::Never => "",
    };
    view! {
        <svg
            class=format!("site-glyph site-glyph--{}", status.key())
            viewBox="0 0 24 24"
            width="20"
            height="20"
            aria-hidden="true"
        >
            <path class="site-glyph__outline" d=outline />
            <path class="site-glyph__mark" d=mark />
        </svg>
    }
}
