//! A scene as SVG and PNG, drawn by the chart crate as the app draws its pictures.

use super::scene::{Scene, SceneSeries};
use super::words::fill;
use gagehouse_chart::draw::{Palette, RGBColor, contrast};
use gagehouse_chart::embed::{HEIGHT_PX, Look, Theme, WIDTH_PX};
use gagehouse_chart::export::figure::{self, Figure, FigureEvents, FigureSeries, FigureView};
use gagehouse_chart::text::width_px;
use gagehouse_model::TimeRange;
use gagehouse_page::html::escaped;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{self, fontdb};
use std::fmt::Write as _;
use std::sync::{Arc, OnceLock};

const FONT_PX: f64 = 12.0;
/// Height of a line below the plot, and of the title above it.
const LINE_PX: f64 = FONT_PX * 1.5;
const TITLE_PX: f64 = 30.0;
const TITLE_FONT_PX: f64 = 16.0;
/// The plot itself is never lower than this in a picture.
const LEAST_PLOT_PX: f64 = 150.0;
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

/// The plot of a scene alone; the page around it names its series.
pub fn plot(scene: &Scene, (width_px, height_px): (f64, f64)) -> Figure {
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
) -> Figure {
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
            normal: None,
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
    let figure = figure::figure(&scene.query.plot, &view, &series, FigureEvents::NONE, notes);
    figure.with_tick_labels(|label| scene.words.tick(label))
}

/// A scene as a file of its own: title, plot, and below it everything that must be said.
pub fn file(scene: &Scene, colors: &Colors) -> String {
    let look = &scene.query.look;
    let theme = look.theme;
    let palette = colors.drawn(theme);
    let width_px = f64::from(look.width_px.unwrap_or(WIDTH_PX));
    let notes = wrapped(&notes(scene, colors), width_px - FONT_PX * 4.0);
    let labels: Vec<String> = scene.series.iter().map(SceneSeries::label).collect();
    let lines = (labels.len() + notes.len()) as f64;
    let least_px = TITLE_PX + LEAST_PLOT_PX + lines * LINE_PX + FONT_PX * 0.5;
    let height_px = f64::from(look.height_px.unwrap_or(HEIGHT_PX)).max(least_px);
    let figure = arranged(scene, (width_px, height_px - TITLE_PX), &labels, &notes);
    let plot = figure::svg(&figure, palette);
    let title = scene.title();
    let rules = match theme {
        Theme::Auto => {
            let rules = colors.dark_rules("svg");
            format!("<style>@media (prefers-color-scheme:dark){{{rules}}}</style>")
        }
        Theme::Light | Theme::Dark => String::new(),
    };
    let cut = gagehouse_chart::text::cut_to(&title, TITLE_FONT_PX, width_px - FONT_PX * 2.0);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width_px}\" height=\"{height_px}\" \
         viewBox=\"0 0 {width_px} {height_px}\" role=\"img\"><title>{}</title>{rules}\
         <rect width=\"{width_px}\" height=\"{height_px}\" fill=\"{}\"/>\
         <text x=\"{FONT_PX}\" y=\"21\" font-family=\"{}\" font-size=\"{TITLE_FONT_PX}\" fill=\"{}\">{}</text>\
         <svg y=\"{TITLE_PX}\"{}</svg>",
        escaped(&title),
        css(palette.ground),
        escaped(&palette.font_family),
        css(palette.ink),
        escaped(&cut),
        plot.strip_prefix("<svg").unwrap_or("></svg>"),
    )
}

/// A picture that says why there is none.
pub fn message(lines: &[String], look: &Look, colors: &Colors) -> String {
    let palette = colors.drawn(look.theme);
    let width_px = f64::from(look.width_px.unwrap_or(WIDTH_PX));
    let lines = wrapped(lines, width_px - FONT_PX * 2.0);
    let least_px = (lines.len() + 2) as f64 * LINE_PX;
    let height_px = f64::from(look.height_px.unwrap_or(HEIGHT_PX)).max(least_px);
    let mut text = String::new();
    for (number, line) in lines.iter().enumerate() {
        let y_px = LINE_PX * (number as f64 + 1.5);
        let _ = write!(text, "<tspan x=\"{FONT_PX}\" y=\"{y_px}\">{}</tspan>", escaped(line));
    }
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width_px}\" height=\"{height_px}\" \
         viewBox=\"0 0 {width_px} {height_px}\" role=\"img\">\
         <rect width=\"{width_px}\" height=\"{height_px}\" fill=\"{}\"/>\
         <text font-family=\"{}\" font-size=\"{FONT_PX}\" fill=\"{}\">{text}</text></svg>",
        css(palette.ground),
        escaped(&palette.font_family),
        css(palette.ink),
    )
}

/// What stands below the plot of a file.
fn notes(scene: &Scene, colors: &Colors) -> Vec<String> {
    let words = scene.words;
    let many = scene.series.len() > 1;
    let newest = scene.series.iter().map(|series| {
        let number = if many { format!("{}  ", series.subject.style + 1) } else { String::new() };
        format!("{number}{}: {}", words.newest, series.newest_sentence(scene))
    });
    let mut notes: Vec<String> = newest.collect();
    notes.push(scene.window_text());
    notes.push(scene.attribution().join(" "));
    notes.extend(scene.messages.iter().cloned());
    notes.extend(colors.refused.iter().map(|color| fill(words.brand_unreadable, &[color])));
    notes
}

/// Lines broken at blanks so that none is wider.
fn wrapped(lines: &[String], most_px: f64) -> Vec<String> {
    let mut broken = Vec::new();
    for line in lines {
        let mut here = String::new();
        for word in line.split(' ') {
            let joint = if here.is_empty() { "" } else { " " };
            if !here.is_empty() && width_px(&format!("{here}{joint}{word}"), FONT_PX) > most_px {
                broken.push(std::mem::take(&mut here));
            } else {
                here.push_str(joint);
            }
            here.push_str(word);
        }
        broken.push(here);
    }
    broken
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
mod tests {
    use super::*;

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
    fn no_line_is_wider_than_the_picture() {
        let text = "not current: no value for 26 hours, and more words than there is room for";
        let lines = wrapped(&[text.to_owned()], 120.0);
        assert!(lines.len() > 2 && lines.iter().all(|line| width_px(line, FONT_PX) <= 120.0));
        assert_eq!(lines.join(" "), text);
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
