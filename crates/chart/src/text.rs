//! How wide a text is, by one table, so that a browser and a server arrange a plot alike.
//!
//! Widths are those of a common sans-serif (Helvetica's metrics, which Arial and Liberation Sans share),
//! in thousandths of the font size. Interface fonts of devices differ by a few per cent; margins allow it.

/// Widths of U+0020 to U+007E.
const ASCII: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

/// Width of a text in pixels.
pub fn width_px(text: &str, font_px: f64) -> f64 {
    let thousandths: u64 = text.chars().map(|c| u64::from(thousandths(c))).sum();
    thousandths as f64 / 1_000.0 * font_px
}

/// The text, cut with an ellipsis so that it is no wider than `room_px`.
pub fn cut_to(text: &str, font_px: f64, room_px: f64) -> String {
    if width_px(text, font_px) <= room_px {
        return text.to_owned();
    }
    let mut kept = String::new();
    for c in text.chars() {
        kept.push(c);
        if width_px(&kept, font_px) + width_px("…", font_px) > room_px {
            kept.pop();
            break;
        }
    }
    kept.truncate(kept.trim_end().len());
    kept.push('…');
    kept
}

/// A name with its unit, `Water temperature (°C)`, cut so that it is no wider: the unit is kept, the name gives way.
pub fn cut_before_unit(title: &str, font_px: f64, room_px: f64) -> String {
    let unit = title.rfind(" (").filter(|_| title.ends_with(')'));
    let Some((name, unit)) = unit.map(|at| title.split_at(at)) else {
        return cut_to(title, font_px, room_px);
    };
    let room_for_name = room_px - width_px(unit, font_px);
    if width_px(title, font_px) <= room_px {
        title.to_owned()
    } else if room_for_name >= font_px * 2.0 {
        format!("{}{unit}", cut_to(name, font_px, room_for_name))
    } else {
        cut_to(unit.trim_start_matches(" (").trim_end_matches(')'), font_px, room_px)
    }
}

/// Lines broken at blanks so that none is wider.
pub fn wrapped(lines: &[String], font_px: f64, most_px: f64) -> Vec<String> {
    let mut broken = Vec::new();
    for line in lines {
        let mut here = String::new();
        for word in line.split(' ') {
            let joint = if here.is_empty() { "" } else { " " };
            if !here.is_empty() && width_px(&format!("{here}{joint}{word}"), font_px) > most_px {
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

fn thousandths(c: char) -> u16 {
    match c {
        ' '..='~' => ASCII[c as usize - 0x20],
        '\u{0300}'..='\u{036f}' => 0,
        '°' | '²' | '³' | '¹' => 400,
        '·' | '’' | '‘' => 278,
        '–' | 'µ' | 'μ' => 560,
        '−' | '±' | '×' => 584,
        '…' | '—' | '‰' => 1000,
        c if (c as u32) < 0x2e80 => 620,
        _ => 1000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_gives_way_to_its_unit() {
        let title = "Specific conductance (µS/cm)";
        assert_eq!(cut_before_unit(title, 12.0, 400.0), title);
        assert_eq!(cut_before_unit(title, 12.0, 110.0), "Specific c… (µS/cm)");
        assert_eq!(cut_before_unit(title, 12.0, 50.0), "µS/cm");
        assert_eq!(cut_before_unit("Specific conductance", 12.0, 60.0), "Specific…");
        for room_px in 0..200 {
            let cut = cut_before_unit(title, 12.0, f64::from(room_px));
            assert!(width_px(&cut, 12.0) <= f64::from(room_px).max(width_px("…", 12.0)), "{cut}");
        }
    }

    #[test]
    fn figures_are_all_of_one_width() {
        for digit in '0'..='9' {
            assert_eq!(width_px(&digit.to_string(), 10.0), width_px("0", 10.0));
        }
        assert_eq!(width_px("", 12.0), 0.0);
    }

    #[test]
    fn a_long_title_is_cut_where_the_room_ends() {
        let cut = cut_to("Specific conductance (µS/cm)", 12.0, 80.0);
        assert!(cut.ends_with('…') && width_px(&cut, 12.0) <= 80.0, "{cut}");
        assert_eq!(cut_to("pH", 12.0, 80.0), "pH");
    }

    #[test]
    fn no_line_is_wider_than_the_picture() {
        let text = "not current: no value for 26 hours, and more words than there is room for";
        let lines = wrapped(&[text.to_owned()], 12.0, 120.0);
        assert!(lines.len() > 2 && lines.iter().all(|line| width_px(line, 12.0) <= 120.0));
        assert_eq!(lines.join(" "), text);
    }
}
