//! What the map's symbols mean.

use super::site_glyph::SiteGlyph;
use crate::map::points::Shape;
use gagehouse_catalog::Status;
use leptos::prelude::*;

/// The legend, closed until asked for.
#[component]
pub fn MapLegend() -> impl IntoView {
    view! {
        <details class="map-legend">
            <summary>"Legend"</summary>
            <ul>
                {Status::ALL
                    .into_iter()
                    .map(|status| {
                        view! {
                            <li>
                                <SiteGlyph shape=Shape::Water status=status />
                                {status.label()}
                            </li>
                        }
                    })
                    .collect::<Vec<_>>()}
            </ul>
            <ul>
                {Shape::ALL
                    .into_iter()
                    .map(|shape| {
                        view! {
                            <li>
                                <SiteGlyph shape=shape status=Status::Never />
                                {shape.label()}
                            </li>
                        }
                    })
                    .collect::<Vec<_>>()}
            </ul>
        </details>
    }
}
