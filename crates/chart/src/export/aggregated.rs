//! Values put together as CSV: one line for each period, with how much of it is there.
//!
//! A value is written where its period is complete enough to be drawn; how many values it is made of and which
//! share of the period they cover stand beside it, so that another threshold can be applied. Periods of series
//! whose sites keep different clocks begin at different instants and have lines of their own.

use super::csv::{CsvAbout, CsvSeries, clocks, header, text_cell, unique};
use crate::format::computed_plain;
use crate::query::agg::period_word;
use crate::query::stamp;
use crate::words::ENGLISH;
use gagehouse_observations::{Aggregation, Bin, Statistic};
use std::fmt::Write as _;

/// A series to write.
#[derive(Debug, Clone)]
pub struct AggregatedSeries {
    /// What is said about it.
    pub about: CsvSeries,
    /// How it was put together; `None` when nothing of it could be read.
    pub how: Option<Aggregation>,
    /// The periods, in order.
    pub bins: Vec<Bin>,
    /// Whether its rows are intervals with both ends.
    pub has_intervals: bool,
    /// With how many decimals its rows are measured.
    pub decimals: usize,
}

/// The block that says how values were put together.
pub fn block(how: &Aggregation, has_intervals: bool) -> Vec<(&'static str, String)> {
    let stamps = if has_intervals {
        "values are intervals with both ends; each counts where its middle lies".to_owned()
    } else {
        stamp::in_words(how.stamp).to_owned()
    };
    vec![
        ("AggregationPeriod", period_word(how.period).to_owned()),
        ("AggregationStatistic", ENGLISH.put_together(how.period, how.statistic)),
        ("PeriodBoundaryZone", how.zone.name.clone()),
        ("TimeStamps", stamps),
        (
            "CompletenessThreshold",
            format!("{} (periods with less have no value)", how.least_complete),
        ),
        (
            "Coverage",
            "share of the period that is there, 0 to 1; empty where it is not known".to_owned(),
        ),
    ]
}

/// The file.
pub fn file(series: &[AggregatedSeries], about: &CsvAbout) -> String {
    let mut text = String::new();
    if about.with_header {
        let named: Vec<CsvSeries> = series.iter().map(with_block).collect();
        header(&mut text, &named, about, |_, _| {});
    }
    text.push_str("Period,LocalStart,UTCOffset,StartUTC,EndUTC");
    let names = series.iter().map(|series| series.about.column.as_str());
    for column in unique(names) {
        for name in [column.clone(), format!("{column} Count"), format!("{column} Coverage")] {
            let _ = write!(text, ",{}", text_cell(&name));
        }
    }
    text.push('\n');
    let mut readers: Vec<_> = series.iter().map(|series| series.bins.iter().peekable()).collect();
    let key = |bin: &Bin| (bin.span.start, bin.span.end);
    while let Some((first, next)) = readers
        .iter_mut()
        .enumerate()
        .filter_map(|(number, bins)| Some((number, key(bins.peek()?))))
        .min_by_key(|(_, next)| *next)
    {
        let how = series.get(first).and_then(|series| series.how.as_ref());
        let span = readers.get_mut(first).and_then(|bins| Some(bins.peek()?.span));
        let name = how.zip(span).map(|(how, span)| how.period.name(span, &how.zone));
        let _ = write!(text, "{},", name.unwrap_or_default());
        clocks(&mut text, &about.zone, next.0);
        let _ = write!(text, ",{}", next.1.to_local_text(0));
        for (bins, series) in readers.iter_mut().zip(series) {
            match bins.next_if(|bin| key(bin) == next) {
                Some(bin) => cells(&mut text, bin, series),
                None => text.push_str(",,,"),
            }
        }
        text.push('\n');
    }
    text
}

fn with_block(series: &AggregatedSeries) -> CsvSeries {
    let mut about = series.about.clone();
    if let Some(how) = &series.how {
        about.blocks.push(("Aggregation", block(how, series.has_intervals)));
    }
    about
}

fn cells(text: &mut String, bin: &Bin, series: &AggregatedSeries) {
    text.push(',');
    // The smallest and the largest were measured and stay as they are; all else is computed.
    let statistic = series.how.as_ref().map(|how| how.statistic);
    let is_measured = matches!(statistic, Some(Statistic::Minimum | Statistic::Maximum));
    match bin.complete_value() {
        Some(value) if is_measured => {
            let _ = write!(text, "{value}");
        }
        Some(value) => text.push_str(&computed_plain(value, series.decimals)),
        None => {}
    }
    let _ = write!(text, ",{},", bin.count);
    if let Some(share) = bin.completeness {
        let _ = write!(text, "{}", (share * 1e4).round() / 1e4);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gagehouse_model::{Spacing, TimeRange, TimeUs, ZoneOffsets};
    use gagehouse_observations::{Columns, Period, Series, SeriesOptions, Stamp};

    const HOUR_US: i64 = 3_600_000_000;

    fn hours(from: &str, count: i64) -> Series {
        let start_us = from.parse::<TimeUs>().unwrap().0;
        let mut page = Columns::default();
        (0..count).for_each(|hour| page.push(start_us + hour * HOUR_US, 1.0, 0));
        let spacing = Spacing::from_us(HOUR_US);
        let mut series = Series::new(SeriesOptions { spacing, ..SeriesOptions::default() });
        series.append(&page);
        series
    }

    fn aggregated(series: &Series, column: &str, stamp: Stamp, offset: i32) -> AggregatedSeries {
        let how = Aggregation {
            period: Period::Day,
            zone: ZoneOffsets::fixed("UTC−07:00", offset),
            stamp,
            statistic: Statistic::Sum,
            least_complete: 0.8,
        };
        AggregatedSeries {
            about: CsvSeries { column: column.to_owned(), blocks: Vec::new(), incomplete: None },
            bins: series.aggregated(series.extent().unwrap(), &how),
            how: Some(how),
            has_intervals: false,
            decimals: 0,
        }
    }

    fn about(with_header: bool) -> CsvAbout {
        CsvAbout {
            window: TimeRange {
                start: "2019-05-01T00:00:00Z".parse().unwrap(),
                end: "2019-06-01T00:00:00Z".parse().unwrap(),
            },
            zone: ZoneOffsets::fixed("UTC−07:00", -420),
            cautions: Vec::new(),
            address: "https://gages.example/plot".to_owned(),
            with_header,
        }
    }

    #[test]
    fn a_total_stamped_at_the_end_of_its_hour_at_midnight_belongs_to_yesterday() {
        // 24 totals stamped 01:00 to 24:00 of 1 May, and one of 2 May, by a clock at UTC−7.
        let series = hours("2019-05-01T08:00:00Z", 25);
        let text = file(&[aggregated(&series, "Rain", Stamp::End, -420)], &about(false));
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(
            lines[0],
            "Period,LocalStart,UTCOffset,StartUTC,EndUTC,Rain,Rain Count,Rain Coverage"
        );
        assert_eq!(
            lines[1],
            "2019-05-01,2019-05-01 00:00:00,-7,2019-05-01 07:00:00,2019-05-02 07:00:00,24,24,1"
        );
        assert_eq!(
            lines[2],
            "2019-05-02,2019-05-02 00:00:00,-7,2019-05-02 07:00:00,2019-05-03 07:00:00,,1,0.0417"
        );
        let text = file(&[aggregated(&series, "Rain", Stamp::Beginning, -420)], &about(false));
        assert!(text.lines().nth(1).unwrap().ends_with(",23,23,0.9583"), "{text}");
    }

    #[test]
    fn a_mean_has_two_decimals_more_than_its_rows_and_an_extreme_is_as_measured() {
        let start_us = "2019-05-01T07:00:00Z".parse::<TimeUs>().unwrap().0;
        let mut page = Columns::default();
        (0..24).for_each(|hour| page.push(start_us + hour * HOUR_US, 2.4 + hour as f64 / 7.0, 0));
        let spacing = Spacing::from_us(HOUR_US);
        let mut rows = Series::new(SeriesOptions { spacing, ..SeriesOptions::default() });
        rows.append(&page);
        let written = |statistic| {
            let mut series = aggregated(&rows, "Stage", Stamp::Instant, -420);
            let how = Aggregation { statistic, ..series.how.unwrap() };
            series.bins = rows.aggregated(rows.extent().unwrap(), &how);
            (series.how, series.decimals) = (Some(how), 1);
            let text = file(&[series], &about(false));
            text.lines().nth(1).unwrap().split(',').nth(5).unwrap().to_owned()
        };
        assert_eq!(written(Statistic::Mean), "4.043");
        assert_eq!(written(Statistic::Maximum), (2.4 + 23.0 / 7.0).to_string());
    }

    #[test]
    fn series_of_one_clock_share_lines_and_those_of_another_have_their_own() {
        let series = hours("2019-05-01T07:00:00Z", 24);
        let west = || aggregated(&series, "Rain", Stamp::Instant, -420);
        let both = file(&[west(), west()], &about(false));
        assert_eq!(both.lines().count(), 2);
        assert!(both.lines().nth(1).unwrap().ends_with(",24,24,1,24,24,1"));
        let apart = file(&[west(), aggregated(&series, "Rain", Stamp::Instant, 0)], &about(false));
        assert_eq!(apart.lines().count(), 4, "{apart}");
        assert!(apart.lines().next().unwrap().contains(",Rain (2),"));
    }

    #[test]
    fn the_head_lines_say_how_values_were_put_together() {
        let series = hours("2019-05-01T07:00:00Z", 24);
        let text = file(&[aggregated(&series, "Rain", Stamp::End, -420)], &about(true));
        for line in [
            "# AggregationPeriod: day",
            "# AggregationStatistic: daily sum",
            "# PeriodBoundaryZone: UTC−07:00",
            "# CompletenessThreshold: 0.8 (periods with less have no value)",
        ] {
            assert!(text.lines().any(|l| l == line), "{line} is missing in\n{text}");
        }
        assert!(
            text.contains("# TimeStamps: each value stands for the interval that ends at its time")
        );
    }
}
