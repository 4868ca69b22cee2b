//! A scene as SVG and PNG, drawn by the chart crate as the app draws its pictures.

use super::scene::Scene;
use super::series::SceneSeries;
use super::words::fill;
use gagehouse_chart::draw::{Palette, RGBColor, contrast};
use gagehouse_chart::embed::{HEIGHT_PX, Look, Theme, WIDTH_PX};
use gagehouse_chart::events::{LANE, Lanes};
use gagehouse_chart::export::figure::{self, Figure, FigureEvents, FigureSeries, FigureView};
use gagehouse_chart::export::stack::{self, stack};
use gagehouse_chart::kinds::Chart;
use gagehouse_chart::text::{cut_to, wrapped};
use gagehouse_model::TimeRange;
use gagehouse_page::html::escaped;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{self, fontdb};
use std::fmt::Write as _;
use std::sync::{Arc, OnceLock};

/// Size of the letters of pictures.
pub const FONT_PX: f64 = 12.0;
/// Height of a line below the plot, and of the title above it.
const LINE: f64 = 1.5;
const LINE_PX: f64 = FONT_PX * LINE;
const TITLE_PX: f64 = 30.0;
const TITLE_FONT_PX: f64 = 16.0;
/// The plot itself is never lower than this in a picture.
const LEAST_PLOT_PX: f64 = 150.0;
/// Rows of records above the data leave it at least so much, or they are left out, which is said.
const LEAST_DATA_PX: f64 = 64.0;
/// Text stands on the ground in the brand's colour, so that it needs the contrast of text.
const LEAST_CONTRAST: f64 = 4.5;

/// The colours of a look, those for a light ground first.
#[derive(Debug, Clone)]
pub struct Colors {
    /// On a light ground.
    pub light: Palette,
    /// On a dark one.
    pub dark: Palette,
    /// What must be said when the brand's colour cannot be read on any ground that is shown.
    pub refused: Option<String>,
}

impl Colors {
    /// Those of a look; the brand's colour takes the place of the first where it can be read.
    pub fn of(look: &Look) -> Self {
        let (mut light, mut dark) = (Palette::default(), Palette::dark());
        let Some(brand) = look.brand else { return Self { light, dark, refused: None } };
        let mut used = 0;
        for (palette, theme) in [(&mut light, Theme::Dark), (&mut dark, Theme::Light)] {
            let is_seen = look.theme != theme;
            if is_seen && contrast(brand, palette.ground) >= LEAST_CONTRAST {
                if let Some(first) = palette.series.first_mut() {
                    *first = brand;
                }
                used += 1;
            }
        }
        let refused = (used == 0).then(|| css(brand).trim_start_matches('#').to_owned());
        Self { light, dark, refused }
    }

    /// The colours that are drawn; those of the dark ground come by style where the device decides.
    pub fn drawn(&self, theme: Theme) -> &Palette {
        if theme == Theme::Dark { &self.dark } else { &self.light }
    }

    /// Style that turns what was drawn in light colours dark, where `scope` stands before each rule.
    pub fn dark_rules(&self, scope: &str) -> String {
        let pairs = |palette: &Palette| {
            let mut all = vec![palette.ground, palette.grid, palette.axis, palette.ink];
            all.extend(&palette.series);
            all.extend(palette.lighter().series);
            all
        };
        let mut rules = String::new();
        for (light, dark) in pairs(&self.light).into_iter().zip(pairs(&self.dark)) {
            let (light, dark) = (css(light), css(dark));
            if light != dark {
                for what in ["fill", "stroke"] {
                    let _ = write!(rules, "{scope} [{what}=\"{light}\"]{{{what}:{dark}}}");
                }
            }
        }
        rules
    }
}

/// A colour as the SVG backend writes it.
pub fn css(color: RGBColor) -> String {
    format!("#{:02X}{:02X}{:02X}", color.0, color.1, color.2)
}

/// The plot of a scene alone, and whether its records have room; the page around it names its series.
pub fn plot(scene: &Scene, (width_px, height_px): (f64, f64)) -> (Figure, bool) {
    let labels = vec![String::new(); scene.series.len()];
    arranged(scene, (width_px, height_px), &labels, &[])
}

/// The sign of a series beside its name: a line in its colour.
pub fn mark(style: usize, palette: &Palette) -> String {
    format!(
        "<svg class=\"mark\" width=\"18\" height=\"14\" viewBox=\"0 0 18 14\" aria-hidden=\"true\">\
         <line x1=\"0\" y1=\"7\" x2=\"18\" y2=\"7\" stroke=\"{}\" stroke-width=\"4\"/></svg>",
        css(palette.series_color(style))
    )
}

fn arranged(
    scene: &Scene,
    (width_px, height_px): (f64, f64),
    labels: &[String],
    notes: &[String],
) -> (Figure, bool) {
    let holes: Vec<Vec<TimeRange>> = scene
        .series
        .iter()
        .map(|series| series.rows.holes.iter().map(|hole| hole.range).collect())
        .collect();
    let of = |((series, label), holes): ((&SceneSeries, &String), &Vec<TimeRange>)| {
        (series.subject.style, label.clone(), holes.clone())
    };
    let described: Vec<_> = scene.series.iter().zip(labels).zip(&holes).map(of).collect();
    let series =
        scene.series.iter().zip(&described).map(|(series, (style, label, holes))| FigureSeries {
            property: &series.subject.record.variable_name,
            unit: &series.shown.unit,
            series: series.drawn(),
            style: *style,
            drawn_as: series.drawn_as,
            label,
            normal: series.normal.as_ref(),
            years: &series.years.shown,
            covered: &series.rows.covered,
            holes,
            marks: &series.survey.marks,
        });
    let view = FigureView {
        width_px,
        height_px,
        font_px: FONT_PX,
        window: scene.window,
        zone: scene.zone.clone(),
    };
    let series: Vec<_> = series.collect();
    let known = scene.series.iter().map(|series| series.known_unit(&scene.plot));
    let named = scene.series.iter().map(|series| &series.subject.name).zip(known);
    let named: Vec<_> = named.collect();
    let events = FigureEvents { events: &scene.events, now: scene.now, series: &named };
    let mut drawn = figure::figure(&scene.plot, &view, &series, events, notes);
    let has_room = has_room(&drawn);
    if !has_room {
        drawn = figure::figure(&scene.plot, &view, &series, FigureEvents::NONE, notes);
    }
    let words = scene.words;
    let drawn = drawn
        .with_tick_labels(|label| words.tick(label))
        .with_spans(|number| fill(words.charts.deployments, &[&number.to_string()]));
    (drawn, has_room)
}

/// Whether records leave enough of a plot to its data.
fn has_room(figure: &Figure) -> bool {
    let events = figure.events();
    let is_bare = events.marks.is_empty() && events.spans.is_empty();
    is_bare || figure.frame().data.height_px() >= LEAST_DATA_PX
}

/// A scene as a file of its own: title, plot or charts, and below it everything that must be said.
pub fn file(scene: &Scene, charts: &[Chart], colors: &Colors) -> String {
    let look = &scene.query.look;
    let width_px = f64::from(look.width_px.unwrap_or(WIDTH_PX));
    let asked_px = f64::from(look.height_px.unwrap_or(HEIGHT_PX));
    let palette = colors.drawn(look.theme);
    let (height_px, inner) = if charts.is_empty() {
        let notes = wrapped(&notes(scene, colors), FONT_PX, width_px - FONT_PX * 4.0);
        let labels: Vec<String> =
            scene.series.iter().map(|series| series.label(scene.words)).collect();
        let lines = (labels.len() + notes.len()) as f64;
        let rows = Lanes::of(&scene.events, scene.plot.events, scene.now).rows() as f64;
        let least_px =
            TITLE_PX + LEAST_PLOT_PX + (rows * LANE + lines * LINE) * FONT_PX + FONT_PX * 0.5;
        let height_px = asked_px.max(least_px);
        // The height gives records their room.
        let (figure, _) = arranged(scene, (width_px, height_px - TITLE_PX), &labels, &notes);
        (height_px, placed(&figure::svg(&figure, palette), TITLE_PX))
    } else {
        let stacked =
            stack(charts, &notes(scene, colors), (width_px, asked_px - TITLE_PX), FONT_PX);
        let svg = stack::svg(&stacked, charts, palette);
        (stacked.height_px() + TITLE_PX, placed(&svg, TITLE_PX))
    };
    let title = scene.title();
    let rules = match look.theme {
        Theme::Auto => {
            let rules = colors.dark_rules("svg");
            format!("<style>@media (prefers-color-scheme:dark){{{rules}}}</style>")
        }
        Theme::Light | Theme::Dark => String::new(),
    };
    let cut = cut_to(&title, TITLE_FONT_PX, width_px - FONT_PX * 2.0);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width_px}\" height=\"{height_px}\" \
         viewBox=\"0 0 {width_px} {height_px}\" role=\"img\"><title>{}</title>{rules}\
         <rect width=\"{width_px}\" height=\"{height_px}\" fill=\"{}\"/>\
         <text x=\"{FONT_PX}\" y=\"21\" font-family=\"{}\" font-size=\"{TITLE_FONT_PX}\" fill=\"{}\">{}</text>\
         {inner}</svg>",
        escaped(&title),
        css(palette.ground),
        escaped(&palette.font_family),
        css(palette.ink),
        escaped(&cut),
    )
}

/// An SVG of ours inside another, so far below its upper edge.
fn placed(svg: &str, y_px: f64) -> String {
    format!("<svg y=\"{y_px}\"{}", svg.strip_prefix("<svg").unwrap_or("></svg>"))
}

/// Lines of text from an upper edge on.
fn text(lines: &[String], top_px: f64, palette: &Palette) -> String {
    let mut spans = String::new();
    for (number, line) in lines.iter().enumerate() {
        let y_px = top_px + LINE_PX * (number as f64 + 0.75);
        let _ = write!(spans, "<tspan x=\"{FONT_PX}\" y=\"{y_px}\">{}</tspan>", escaped(line));
    }
    format!(
        "<text font-family=\"{}\" font-size=\"{FONT_PX}\" fill=\"{}\">{spans}</text>",
        escaped(&palette.font_family),
        css(palette.ink),
    )
}

/// A picture that says why there is none.
pub fn message(lines: &[String], look: &Look, colors: &Colors) -> String {
    let palette = colors.drawn(look.theme);
    let width_px = f64::from(look.width_px.unwrap_or(WIDTH_PX));
    let lines = wrapped(lines, FONT_PX, width_px - FONT_PX * 2.0);
    let least_px = (lines.len() + 2) as f64 * LINE_PX;
    let height_px = f64::from(look.height_px.unwrap_or(HEIGHT_PX)).max(least_px);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width_px}\" height=\"{height_px}\" \
         viewBox=\"0 0 {width_px} {height_px}\" role=\"img\">\
         <rect width=\"{width_px}\" height=\"{height_px}\" fill=\"{}\"/>{}</svg>",
        css(palette.ground),
        text(&lines, LINE_PX * 0.75, palette),
    )
}

/// What stands below the plot of a file.
fn notes(scene: &Scene, colors: &Colors) -> Vec<String> {
    let words = scene.words;
    let many = scene.series.len() > 1;
    let newest = scene.series.iter().map(|series| {
        let number = if many { format!("{}  ", series.number_on_plot()) } else { String::new() };
        format!("{number}{}: {}", words.newest, series.newest_sentence(scene))
    });
    let mut notes: Vec<String> = newest.collect();
    notes.push(scene.window_text());
    let noted: Vec<String> = scene.notes.iter().cloned().chain(scene.legend()).collect();
    if !noted.is_empty() {
        notes.push(noted.join(" "));
    }
    notes.push(scene.attribution().join(" "));
    notes.extend(scene.messages.iter().cloned());
    notes.extend(colors.refused.iter().map(|color| fill(words.brand_unreadable, &[color])));
    notes
}

/// An SVG of ours as a PNG of `scale` times as many pixels each way.
///
/// # Errors
/// When the rasteriser refuses what we drew, which is a fault of ours.
pub fn png(svg: &str, scale: u32) -> anyhow::Result<Vec<u8>> {
    let options = usvg::Options {
        fontdb: fonts(),
        font_family: FONT_FAMILY.to_owned(),
        ..usvg::Options::default()
    };
    let tree = usvg::Tree::from_str(svg, &options)?;
    let size = tree.size().to_int_size();
    let (width, height) = (size.width() * scale, size.height() * scale);
    let mut pixels = Pixmap::new(width, height)
        .ok_or_else(|| anyhow::anyhow!("no picture of {width} by {height} pixels"))?;
    let scale = scale as f32;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixels.as_mut());
    Ok(pixels.encode_png()?)
}

/// The font of rasterised text, under the SIL Open Font License (assets/fonts/OFL.txt). Its widths are those by which
/// plots are arranged.
const FONT: &[u8] = include_bytes!("assets/fonts/Arimo-Regular.ttf");
const FONT_FAMILY: &str = "Arimo";

fn fonts() -> Arc<fontdb::Database> {
    static FONTS: OnceLock<Arc<fontdb::Database>> = OnceLock::new();
    let load = || {
        let mut fonts = fontdb::Database::new();
        fonts.load_font_source(fontdb::Source::Binary(Arc::new(FONT)));
        fonts.set_sans_serif_family(FONT_FAMILY);
        Arc::new(fonts)
    };
    FONTS.get_or_init(load).clone()
}

#[cfg(test)]
#[path = "../../../chart/tests/specimen/mod.rs"]
mod specimen;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_png_inks_the_pixels_that_a_browser_inks() {
        let mut told = String::new();
        for plot in specimen::all() {
            let figure = plot.figure();
            let png = png(&figure::svg(&figure, &Palette::default()), 1).unwrap();
            let pixels = Pixmap::decode_png(&png).unwrap();
            let ink = specimen::ink(pixels.data(), figure.frame().data);
            assert!(ink.iter().flatten().count() > 300, "{}", plot.name);
            told += &specimen::ink_text(plot.name, &ink);
        }
        if std::env::var_os("GAGEHOUSE_WRITE_SPECIMENS").is_some() {
            let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../chart/tests/specimen");
            std::fs::write(format!("{folder}/ink.txt"), &told).unwrap();
        } else {
            assert_eq!(told, specimen::INK);
        }
    }

    fn look(brand: Option<u32>, theme: Theme) -> Look {
        let brand = brand.map(|hex| RGBColor((hex >> 16) as u8, (hex >> 8) as u8, hex as u8));
        Look { brand, theme, ..Look::default() }
    }

    #[test]
    fn a_brand_colour_is_used_only_where_it_can_be_read() {
        let blue = Colors::of(&look(Some(0x0b5675), Theme::Auto));
        assert_eq!(blue.light.series[0], RGBColor(0x0b, 0x56, 0x75));
        assert_eq!(blue.dark.series[0], Palette::dark().series[0], "too dark for a dark ground");
        assert_eq!(blue.refused, None);
        let pale = Colors::of(&look(Some(0xffeeaa), Theme::Light));
        assert_eq!(pale.refused.as_deref(), Some("FFEEAA"));
        assert_eq!(pale.light.series, Palette::default().series);
    }

    #[test]
    fn every_colour_that_is_drawn_has_its_counterpart_in_the_dark() {
        let colors = Colors::of(&look(None, Theme::Auto));
        let rules = colors.dark_rules("svg");
        for color in colors.light.series.iter().chain([&colors.light.ground, &colors.light.ink]) {
            assert!(rules.contains(&format!("[fill=\"{}\"]", css(*color))), "{color:?}");
        }
    }

    #[test]
    fn a_title_is_text_whatever_it_holds() {
        assert_eq!(
            escaped("</svg><script>'\"&\u{1}"),
            "&lt;/svg&gt;&lt;script&gt;&#39;&quot;&amp;\u{fffd}"
        );
        let svg = message(
            &["</text><script>x</script>".to_owned()],
            &Look::default(),
            &Colors::of(&Look::default()),
        );
        assert!(!svg.contains("<script"));
        assert!(png(&svg, 1).is_ok());
    }

    #[test]
    fn the_rasterisers_font_has_the_widths_by_which_plots_are_arranged() {
        // Signs of marks, units and Spanish words must not become boxes.
        let svg = message(
            &["○×∞<−°²³µ·–…áéíóúñü¿".to_owned()],
            &Look::default(),
            &Colors::of(&Look::default()),
        );
        let options = usvg::Options {
            fontdb: fonts(),
            font_family: FONT_FAMILY.into(),
            ..Default::default()
        };
        let tree = usvg::Tree::from_str(&svg, &options).unwrap();
        assert!(format!("{tree:?}").len() > 100);
        let face = fonts();
        let id = face.faces().next().unwrap().id;
        face.with_face_data(id, |data, _| assert_eq!(data.len(), FONT.len()));
    }
}
