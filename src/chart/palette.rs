//! The plot's colours, read from the style sheet so that there is one list of them.

use crate::browser;
use gagehouse_chart::draw::{Palette, color_from_css};

/// How many styles of series there are (`--series-1` to `--series-8`).
pub const STYLES: usize = 8;

/// The colours in force. A colour that cannot be read keeps the default.
pub fn palette_of_page() -> Palette {
    let defaults = Palette::default();
    let style = browser::window().and_then(|window| {
        let root = browser::root_element()?;
        window.get_computed_style(&root).ok().flatten()
    });
    let read = |name: &str| {
        style.as_ref().and_then(|style| style.get_property_value(name).ok()).unwrap_or_default()
    };
    let color = |name: &str, default| color_from_css(&read(name)).unwrap_or(default);
    let font_family = read("--font-text").trim().to_owned();
    Palette {
        ground: color("--plot-ground", defaults.ground),
        grid: color("--plot-grid", defaults.grid),
        axis: color("--plot-axis", defaults.axis),
        ink: color("--ink", defaults.ink),
        series: (0..STYLES)
            .map(|style| color(&format!("--series-{}", style + 1), defaults.series_color(style)))
            .collect(),
        font_family: if font_family.is_empty() { defaults.font_family } else { font_family },
        font_scale: 1.0,
    }
}

/// A colour as a canvas takes it.
pub fn css(color: plotters::style::RGBColor) -> String {
    format!("#{:02x}{:02x}{:02x}", color.0, color.1, color.2)
}
