//! The window's raw values as CSV: `#` lines that say what they are, one head, one row for each time.
//!
//! Times stand three times: by the local clock, as the hours that it is ahead of UTC, and in UTC (UTC = local
//! − offset). Several series are one wide table; rows of one time share a line. What is not there is
//! empty, a number that stands for "no data" is written as its source wrote it. Texts that a
//! spreadsheet would take for a formula get an apostrophe; numbers never do.

use gagehouse_model::{TimeRange, ZoneOffsets};
use gagehouse_observations::{Row, Series};
use std::fmt::Write as _;

/// Rows of one part; parts are handed over one by one, so that no text of all rows is ever whole.
const ROWS_PER_PART: usize = 4_096;

/// A series to write.
#[derive(Debug, Clone)]
pub struct CsvSeries<'a> {
    /// Its rows; `None` when none could be read.
    pub series: Option<&'a Series>,
    /// Name of its column; made unique where two are alike.
    pub column: String,
    /// What is said about it: blocks of a title and lines of key and value, empty values left out.
    pub blocks: Vec<(&'static str, Vec<(&'static str, String)>)>,
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

/// The file, part by part.
pub fn parts<'a>(
    series: &'a [CsvSeries<'a>],
    about: &'a CsvAbout,
) -> impl Iterator<Item = String> + 'a {
    let columns = unique(series.iter().map(|series| series.column.as_str()));
    let mut readers: Vec<_> = series
        .iter()
        .map(|series| {
            let rows = series.series.map(|rows| rows.rows(rows.indices(about.window)));
            rows.into_iter().flatten().peekable()
        })
        .collect();
    let mut is_first = true;
    std::iter::from_fn(move || {
        let mut part = String::new();
        let was_first = std::mem::replace(&mut is_first, false);
        if was_first {
            if about.with_header {
                header(&mut part, series, about);
            }
            head(&mut part, &columns);
        }
        for _ in 0..ROWS_PER_PART {
            let Some(time) = readers.iter_mut().filter_map(|rows| Some(rows.peek()?.time)).min()
            else {
                break;
            };
            let offset_minutes = about.zone.offset_minutes_at(time);
            let _ = write!(
                part,
                "{},{},{}",
                time.to_local_text(offset_minutes),
                f64::from(offset_minutes) / 60.0,
                time.to_local_text(0)
            );
            for (rows, series) in readers.iter_mut().zip(series) {
                match rows.next_if(|row| row.time == time) {
                    Some(row) => cells(&mut part, &row, series),
                    None => part.push_str(",,"),
                }
            }
            part.push('\n');
        }
        (was_first || !part.is_empty()).then_some(part)
    })
}

fn cells(part: &mut String, row: &Row, series: &CsvSeries<'_>) {
    let words = series.series;
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

fn head(part: &mut String, columns: &[String]) {
    part.push_str("LocalDateTime,UTCOffset,DateTimeUTC");
    for column in columns {
        let quality = format!("{column} QualifierCode");
        let _ = write!(part, ",{},{}", text_cell(column), text_cell(&quality));
    }
    part.push('\n');
}

fn header(part: &mut String, series: &[CsvSeries<'_>], about: &CsvAbout) {
    let mut line = |text: &str| {
        // What a source says is one line, whatever it holds.
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let _ = writeln!(part, "#{}{text}", if text.is_empty() { "" } else { " " });
    };
    let rule = "-".repeat(90);
    line(&rule);
    for caution in &about.cautions {
        line(caution);
    }
    for series in series {
        if let Some(why) = &series.incomplete {
            line(&format!("INCOMPLETE: {}: {why}", series.column));
        }
    }
    let (start, end) = (about.window.start, about.window.end);
    line(&format!("From {} to before {}", start.to_rfc3339(), end.to_rfc3339()));
    line(&format!(
        "LocalDateTime by the clock of {}; UTC = local - offset (hours)",
        about.zone.name
    ));
    line(&format!("Plot: {}", about.address));
    line(&rule);
    for series in series {
        for (title, entries) in &series.blocks {
            line("");
            line(title);
            line(&"-".repeat(27));
            for (key, value) in entries.iter().filter(|(_, value)| !value.is_empty()) {
                line(&format!("{key}: {value}"));
            }
        }
        let rows = series.series.map_or(0, |rows| rows.indices(about.window).len());
        line(&format!("RowsInThisFile: {rows}"));
    }
    line("");
}

/// A text as a cell: quoted where it must be, and never a formula.
fn text_cell(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if is_formula { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

fn unique<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
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

    fn csv_series<'a>(series: &'a Series, column: &str) -> CsvSeries<'a> {
        CsvSeries {
            series: Some(series),
            column: column.to_owned(),
            blocks: vec![(
                "Site Information",
                vec![("SiteName", "Copper Bridge".to_owned()), ("Comments", String::new())],
            )],
            incomplete: None,
        }
    }

    fn file(series: &[CsvSeries<'_>], about: &CsvAbout) -> String {
        parts(series, about).collect()
    }

    #[test]
    fn rows_of_one_time_share_a_line_and_what_is_missing_is_empty() {
        let a = a_series(&[
            ("2019-05-01T06:00:00Z", 1.5, "A"),
            ("2019-05-01T06:15:00Z", f64::NAN, ""),
            ("2019-05-01T06:30:00Z", -9999.0, "=X, y"),
        ]);
        let b = a_series(&[("2019-05-01T06:15:00Z", 1e-7, "")]);
        let text = file(&[csv_series(&a, "Stage"), csv_series(&b, "Stage")], &about(false));
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
        let mut series = csv_series(&a, "Stage");
        series.incomplete = Some("the server stopped answering".to_owned());
        let text = file(&[series], &about(true));
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
    fn equal_times_of_one_series_keep_their_own_lines() {
        let a = a_series(&[("2019-05-01T06:00:00Z", 1.0, ""), ("2019-05-01T06:00:00Z", 2.0, "")]);
        assert_eq!(file(&[csv_series(&a, "x")], &about(false)).lines().count(), 3);
    }

    #[test]
    fn many_rows_come_in_parts_without_loss() {
        let rows = (0..10_000).map(|second| second * 60_000_000 + 1_556_700_000_000_000);
        let mut page = Columns::default();
        rows.for_each(|time_us| page.push(time_us, 1.0, 0));
        let mut series = Series::new(SeriesOptions::default());
        series.append(&page);
        let series = [csv_series(&series, "x")];
        let about = about(false);
        let all: Vec<String> = parts(&series, &about).collect();
        assert_eq!(all.len(), 3);
        assert_eq!(all.concat().lines().count(), 10_001);
    }

    #[test]
    fn file_names_hold_no_sign_that_a_system_forbids() {
        assert_eq!(file_name("A/B: \"c\"?", "csv"), "A_B_ _c__.csv");
        assert_eq!(file_name("..", "csv"), "plot.csv");
    }
}
