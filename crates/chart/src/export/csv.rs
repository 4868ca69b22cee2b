//! The window's raw values as CSV: `#` lines that say what they are, one head, one row for each time.
//!
//! Times stand three times: by the local clock, as the hours that it is ahead of UTC, and in UTC (UTC = local
//! − offset). Several series are one wide table; rows of one time share a line. What is not there is
//! empty, a number that stands for "no data" is written as its source wrote it. Texts that a
//! spreadsheet would take for a formula get an apostrophe; numbers never do.
//!
//! A file is [`top`] and then [`lines`] again and again: whoever writes millions of rows can do something else between.

use gagehouse_model::time::SECOND_US;
use gagehouse_model::{TimeRange, TimeUs, ZoneOffsets};
use gagehouse_observations::{Row, Series};
use std::fmt::Write as _;

/// What is said about a series: blocks of a title and lines of key and value, empty values left out.
pub type Blocks = Vec<(&'static str, Vec<(&'static str, String)>)>;

/// A series to write.
#[derive(Debug, Clone)]
pub struct CsvSeries {
    /// Name of its column; made unique where two are alike.
    pub column: String,
    /// What is said about it.
    pub blocks: Blocks,
    /// Why rows of the window are missing, when they are.
    pub incomplete: Option<String>,
}

/// What the whole file says about itself.
#[derive(Debug, Clone)]
pub struct CsvAbout {
    /// The stretch of time.
    pub window: TimeRange,
    /// The clock of local times.
    pub zone: ZoneOffsets,
    /// Sentences at the top: cautions and disclaimers.
    pub cautions: Vec<String>,
    /// The address that shows the same plot.
    pub address: String,
    /// Whether the `#` lines are written.
    pub with_header: bool,
}

/// The first lines of a file of rows: what it is, and the names of its columns. `rows` are those of each series,
/// `None` when none could be read.
pub fn top(series: &[CsvSeries], rows: &[Option<&Series>], about: &CsvAbout) -> String {
    let mut part = String::new();
    if about.with_header {
        header(&mut part, series, about, |part, number| {
            let rows = rows.get(number).copied().flatten();
            let rows = rows.map_or(0, |rows| rows.indices(about.window).len());
            line(part, &format!("RowsInThisFile: {rows}"));
        });
    }
    part.push_str("LocalDateTime,UTCOffset,DateTimeUTC");
    for column in unique(series.iter().map(|series| series.column.as_str())) {
        let quality = format!("{column} QualifierCode");
        let _ = write!(part, ",{},{}", text_cell(&column), text_cell(&quality));
    }
    part.push('\n');
    part
}

/// Some lines of a file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Lines {
    /// The lines.
    pub text: String,
    /// Rows of all series in them.
    pub rows: u64,
    /// From when the file goes on; `None` when it is whole.
    pub next: Option<TimeUs>,
}

/// The lines from an instant of the window on: about `wanted` of them, and all of the last one's time.
pub fn lines(rows: &[Option<&Series>], about: &CsvAbout, from: TimeUs, wanted: usize) -> Lines {
    let mut lines = Lines::default();
    let window = TimeRange { start: from.max(about.window.start), end: about.window.end };
    let mut readers: Vec<_> = rows
        .iter()
        .map(|series| {
            let rows = series.map(|series| series.rows(series.indices(window)));
            rows.into_iter().flatten().peekable()
        })
        .collect();
    let (mut written, mut last) = (0, None);
    while let Some(time) = readers.iter_mut().filter_map(|rows| Some(rows.peek()?.time)).min() {
        if written >= wanted && last != Some(time) {
            lines.next = Some(time);
            break;
        }
        (written, last) = (written + 1, Some(time));
        clocks(&mut lines.text, &about.zone, time);
        for (reader, series) in readers.iter_mut().zip(rows) {
            match reader.next_if(|row| row.time == time) {
                Some(row) => {
                    lines.rows += 1;
                    cells(&mut lines.text, &row, *series);
                }
                None => lines.text.push_str(",,"),
            }
        }
        lines.text.push('\n');
    }
    lines
}

/// Local time, offset in hours and UTC.
pub(super) fn clocks(text: &mut String, zone: &ZoneOffsets, time: TimeUs) {
    let offset_minutes = zone.offset_minutes_at(time);
    let _ = write!(
        text,
        "{},{},{}",
        time.to_local_text(offset_minutes),
        f64::from(offset_minutes) / 60.0,
        time.to_local_text(0)
    );
}

fn cells(part: &mut String, row: &Row, words: Option<&Series>) {
    let state = words.and_then(|words| words.state_words().get(usize::from(row.state)));
    part.push(',');
    match state.filter(|_| row.state != 0) {
        Some(state) => part.push_str(&text_cell(state)),
        None if row.value.is_nan() => {}
        None => {
            let _ = write!(part, "{}", row.value);
        }
    }
    part.push(',');
    if row.quality != 0
        && let Some(quality) =
            words.and_then(|words| words.quality_words().get(usize::from(row.quality)))
    {
        let codes = quality.code.iter().chain(&quality.qualifiers).map(String::as_str);
        part.push_str(&text_cell(&codes.collect::<Vec<_>>().join("; ")));
    }
}

/// The `#` lines; `after` adds what stands below the blocks of each series.
pub(super) fn header(
    part: &mut String,
    series: &[CsvSeries],
    about: &CsvAbout,
    after: impl Fn(&mut String, usize),
) {
    let rule = "-".repeat(90);
    line(part, &rule);
    for caution in &about.cautions {
        line(part, caution);
    }
    for series in series {
        if let Some(why) = &series.incomplete {
            line(part, &format!("INCOMPLETE: {}: {why}", series.column));
        }
    }
    line(part, &span(about.window));
    let zone = &about.zone.name;
    line(part, &format!("LocalDateTime by the clock of {zone}; UTC = local - offset (hours)"));
    line(part, &format!("Plot: {}", about.address));
    line(part, &rule);
    for (number, series) in series.iter().enumerate() {
        for (title, entries) in &series.blocks {
            line(part, "");
            line(part, title);
            line(part, &"-".repeat(27));
            for (key, value) in entries.iter().filter(|(_, value)| !value.is_empty()) {
                line(part, &format!("{key}: {value}"));
            }
        }
        after(part, number);
    }
    line(part, "");
}

/// From when to when, as a person means it: to the second, with the last of them where the end lies a moment after it,
/// as ends of windows that hold their last row do.
fn span(window: TimeRange) -> String {
    let whole = |time: TimeUs| TimeUs(time.0.div_euclid(SECOND_US) * SECOND_US).to_rfc3339();
    let word = if window.end.0.rem_euclid(SECOND_US) == 0 { "to before" } else { "to" };
    format!("From {} {word} {}", whole(window.start), whole(window.end))
}

fn line(part: &mut String, text: &str) {
    // What a source says is one line, whatever it holds.
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let _ = writeln!(part, "#{}{text}", if text.is_empty() { "" } else { " " });
}

/// A text as a cell: quoted where it must be, and never a formula.
pub(super) fn text_cell(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if is_formula { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

/// Names, those that are there already with a number.
pub fn unique<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut unique: Vec<String> = Vec::new();
    for name in names {
        let mut candidate = name.to_owned();
        let mut number = 2;
        while unique.contains(&candidate) {
            candidate = format!("{name} ({number})");
            number += 1;
        }
        unique.push(candidate);
    }
    unique
}

/// A name as files may have it on every system.
pub fn file_name(name: &str, extension: &str) -> String {
    let is_bad = |c: char| c.is_control() || r#"/\:*?"<>|"#.contains(c);
    let name: String = name.chars().map(|c| if is_bad(c) { '_' } else { c }).take(120).collect();
    let name = name.trim().trim_matches('.');
    format!("{}.{extension}", if name.is_empty() { "plot" } else { name })
}

#[cfg(test)]
mod tests {
    use super::*;
    use gagehouse_model::{Quality, TimeUs};
    use gagehouse_observations::{Columns, SeriesOptions};

    fn a_series(rows: &[(&str, f64, &str)]) -> Series {
        let mut page = Columns::default();
        for (time, value, said) in rows {
            let quality = if said.is_empty() {
                0
            } else {
                page.quality_index(&Quality::from_qualifiers([*said]))
            };
            page.push(time.parse::<TimeUs>().unwrap().0, *value, quality);
        }
        let mut series = Series::new(SeriesOptions::default());
        series.append(&page);
        series
    }

    fn about(with_header: bool) -> CsvAbout {
        CsvAbout {
            window: TimeRange {
                start: "2019-05-01T00:00:00Z".parse().unwrap(),
                end: "2019-06-01T00:00:00Z".parse().unwrap(),
            },
            zone: ZoneOffsets::fixed("UTC−07:00", -420),
            cautions: vec!["Provisional.\nMay change.".to_owned()],
            address: "https://gages.example/plot?d=local:1".to_owned(),
            with_header,
        }
    }

    fn csv_series(column: &str) -> CsvSeries {
        CsvSeries {
            column: column.to_owned(),
            blocks: vec![(
                "Site Information",
                vec![("SiteName", "Copper Bridge".to_owned()), ("Comments", String::new())],
            )],
            incomplete: None,
        }
    }

    /// A file written in parts of so many lines.
    fn file(named: &[(&Series, &str)], about: &CsvAbout, wanted: usize) -> String {
        let series: Vec<CsvSeries> = named.iter().map(|(_, column)| csv_series(column)).collect();
        let rows: Vec<Option<&Series>> = named.iter().map(|(rows, _)| Some(*rows)).collect();
        let mut text = top(&series, &rows, about);
        let mut from = Some(about.window.start);
        while let Some(time) = from {
            let lines = lines(&rows, about, time, wanted);
            text.push_str(&lines.text);
            from = lines.next;
        }
        text
    }

    #[test]
    fn rows_of_one_time_share_a_line_and_what_is_missing_is_empty() {
        let a = a_series(&[
            ("2019-05-01T06:00:00Z", 1.5, "A"),
            ("2019-05-01T06:15:00Z", f64::NAN, ""),
            ("2019-05-01T06:30:00Z", -9999.0, "=X, y"),
        ]);
        let b = a_series(&[("2019-05-01T06:15:00Z", 1e-7, "")]);
        let text = file(&[(&a, "Stage"), (&b, "Stage")], &about(false), 100);
        assert_eq!(
            text,
            "LocalDateTime,UTCOffset,DateTimeUTC,Stage,Stage QualifierCode,Stage (2),Stage (2) QualifierCode\n\
             2019-04-30 23:00:00,-7,2019-05-01 06:00:00,1.5,A,,\n\
             2019-04-30 23:15:00,-7,2019-05-01 06:15:00,,,0.0000001,\n\
             2019-04-30 23:30:00,-7,2019-05-01 06:30:00,-9999,\"'=X, y\",,\n"
        );
    }

    #[test]
    fn the_head_lines_say_what_the_file_is_and_that_it_is_incomplete() {
        let a = a_series(&[]);
        let mut series = csv_series("Stage");
        series.incomplete = Some("the server stopped answering".to_owned());
        let text = top(&[series], &[Some(&a)], &about(true));
        for line in [
            "# Provisional. May change.",
            "# INCOMPLETE: Stage: the server stopped answering",
            "# Plot: https://gages.example/plot?d=local:1",
            "# SiteName: Copper Bridge",
            "# RowsInThisFile: 0",
        ] {
            assert!(text.lines().any(|l| l == line), "{line} is missing in\n{text}");
        }
        assert!(!text.contains("Comments"));
        assert!(text.ends_with("LocalDateTime,UTCOffset,DateTimeUTC,Stage,Stage QualifierCode\n"));
    }

    #[test]
    fn the_span_is_told_to_the_second_with_its_last_row() {
        let window = about(true).window;
        assert_eq!(span(window), "From 2019-05-01T00:00:00Z to before 2019-06-01T00:00:00Z");
        let last = TimeRange {
            start: TimeUs(window.start.0 + 1),
            end: "2019-05-08T11:15:00.000001Z".parse().unwrap(),
        };
        assert_eq!(span(last), "From 2019-05-01T00:00:00Z to 2019-05-08T11:15:00Z");
    }

    #[test]
    fn equal_times_of_one_series_keep_their_own_lines_and_stay_in_one_part() {
        let a = a_series(&[
            ("2019-05-01T06:00:00Z", 1.0, ""),
            ("2019-05-01T06:00:00Z", 2.0, ""),
            ("2019-05-01T06:15:00Z", 3.0, ""),
        ]);
        let first = lines(&[Some(&a)], &about(false), about(false).window.start, 1);
        assert_eq!((first.text.lines().count(), first.rows), (2, 2));
        assert_eq!(first.next, Some("2019-05-01T06:15:00Z".parse().unwrap()));
    }

    #[test]
    fn parts_of_any_size_are_the_same_file() {
        let rows = (0..5_000).map(|minute| minute * 60_000_000 + 1_556_700_000_000_000);
        let mut page = Columns::default();
        rows.for_each(|time_us| page.push(time_us, time_us as f64, 0));
        let mut a = Series::new(SeriesOptions::default());
        a.append(&page);
        let b = a_series(&[("2019-05-02T06:00:00Z", 1.0, ""), ("2019-05-30T06:00:00Z", 2.0, "")]);
        let named = [(&a, "x"), (&b, "y")];
        let whole = file(&named, &about(true), usize::MAX);
        assert_eq!(whole.lines().filter(|line| !line.starts_with('#')).count(), 5_002);
        for wanted in [1, 7, 4_096] {
            assert_eq!(file(&named, &about(true), wanted), whole);
        }
    }

    #[test]
    fn file_names_hold_no_sign_that_a_system_forbids() {
        assert_eq!(file_name("A/B: \"c\"?", "csv"), "A_B_ _c__.csv");
        assert_eq!(file_name("..", "csv"), "plot.csv");
    }
}
