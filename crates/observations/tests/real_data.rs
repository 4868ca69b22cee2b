//! Statistics, quantiles, daily and monthly values and gaps of real records against code that shares nothing with
//! ours: sorted copies, sums without rounding, and days told by the text of the file.
//!
//! The records are not part of the repository. Where they are not beside it, the tests say so and check nothing.
#![expect(clippy::unwrap_used, reason = "a test stops where something is not as it made it")]
#![expect(
    clippy::print_stdout,
    reason = "what was compared is said, to be compared with other programs"
)]

use gagehouse_model::{Quality, Spacing, TimeRange, TimeUs, ZoneOffsets};
use gagehouse_observations::budget::Method;
use gagehouse_observations::summary::PROBABILITIES;
use gagehouse_observations::{
    Aggregation, Columns, Period, Series, SeriesOptions, Stamp, Statistic, Summary,
};
use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::{Path, PathBuf};

const NO_DATA: f64 = -9999.0;
const DAY_US: i64 = 86_400_000_000;

/// A row of a file.
#[derive(Debug, Clone)]
struct Told {
    /// `2019-05-01`, as the file writes it.
    date: String,
    time_us: i64,
    /// Nothing when the file has no result.
    value: Option<f64>,
    qualifiers: Vec<String>,
}

impl Told {
    fn number(&self) -> Option<f64> {
        self.value.filter(|value| *value != NO_DATA)
    }
}

fn data(folder: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(folder);
    let is_there = path.is_dir();
    if !is_there {
        println!("{} is not there: its record is not compared", path.display());
    }
    is_there.then_some(path)
}

/// A sum without rounding to speak of: numbers in pairs of high and low parts (double-double, Dekker 1971).
fn exact_sum(numbers: impl IntoIterator<Item = f64>) -> f64 {
    let (mut high, mut low) = (0.0f64, 0.0f64);
    for number in numbers {
        let sum = high + number;
        let virtual_part = sum - high;
        low += (high - (sum - virtual_part)) + (number - virtual_part);
        high = sum + low;
        low -= high - sum;
    }
    high + low
}

fn assert_close(found: Option<f64>, expected: f64, what: &str) {
    assert!(found.is_some(), "{what} is not there");
    let found = found.unwrap();
    let is_close = (found - expected).abs() <= 1e-9 * expected.abs();
    assert!(is_close, "{what}: {found} is not {expected}");
}

fn quantile(sorted: &[f64], p: f64) -> f64 {
    let h = (sorted.len() - 1) as f64 * p;
    let (low, high) = (sorted[h.floor() as usize], sorted[h.ceil() as usize]);
    low + (h - h.floor()) * (high - low)
}

fn series_of(rows: &[Told], step_us: i64) -> Series {
    let spacing = Spacing::from_us(step_us);
    let no_data_value = Some(NO_DATA);
    let options = SeriesOptions { no_data_value, spacing, ..SeriesOptions::default() };
    let mut series = Series::new(options);
    for rows in rows.chunks(10_000) {
        let mut page = Columns::default();
        for row in rows {
            let quality = page.quality_index(&Quality::from_qualifiers(row.qualifiers.iter()));
            page.push(row.time_us, row.value.unwrap_or(f64::NAN), quality);
        }
        series.append(&page);
    }
    series
}

/// Every figure of the summary, from its definition.
fn compare_summary(name: &str, rows: &[Told], step_us: i64, found: &Summary) {
    let numbers: Vec<f64> = rows.iter().filter_map(Told::number).collect();
    let missing = rows.iter().filter(|row| row.value.is_none()).count();
    let no_data = rows.len() - missing - numbers.len();
    let counts = &found.counts;
    let told = (counts.count as usize, counts.missing as usize, counts.no_data as usize);
    assert_eq!(told, (numbers.len(), missing, no_data), "{name}");
    if numbers.is_empty() {
        assert_eq!((found.mean, found.percentiles), (None, None), "{name}");
        return println!("{name} 0");
    }
    let mut sorted = numbers.clone();
    sorted.sort_by(f64::total_cmp);
    for (row, value) in [(counts.min, sorted[0]), (counts.max, sorted[sorted.len() - 1])] {
        let first = rows.iter().find(|row| row.number() == Some(value)).unwrap();
        let row = row.unwrap();
        assert_eq!((row.value, row.time.0), (value, first.time_us), "{name}");
    }
    let n = numbers.len() as f64;
    let mean = exact_sum(numbers.iter().copied()) / n;
    let deviation = (exact_sum(numbers.iter().map(|v| (v - mean) * (v - mean))) / (n - 1.0)).sqrt();
    assert_close(found.mean, mean, &format!("{name} mean"));
    assert_close(found.standard_deviation, deviation, &format!("{name} deviation"));
    assert_close(counts.mean, mean, &format!("{name} mean of every redraw"));
    let cheap = format!("{name} deviation of every redraw");
    assert_close(counts.standard_deviation, deviation, &cheap);
    if mean > 0.0 {
        assert_close(found.coefficient_of_variation, deviation / mean, &format!("{name} ratio"));
    }
    let not_positive = sorted.iter().filter(|value| **value <= 0.0).count();
    assert_eq!(found.not_positive as usize, not_positive, "{name}");
    if not_positive == 0 {
        let geometric = (exact_sum(numbers.iter().map(|v| v.ln())) / n).exp();
        assert_close(found.geometric_mean, geometric, &format!("{name} geometric mean"));
    } else {
        assert_eq!(found.geometric_mean, None, "{name}");
    }
    let joined = rows.windows(2).filter_map(|pair| {
        let step = pair[1].time_us - pair[0].time_us;
        let (a, b) = (pair[0].number()?, pair[1].number()?);
        (step <= 3 * step_us).then_some((step as f64 / 1e6, (a + b) / 2.0))
    });
    let joined: Vec<(f64, f64)> = joined.collect();
    let length = exact_sum(joined.iter().map(|(seconds, _)| *seconds));
    let area = exact_sum(joined.iter().map(|(seconds, height)| seconds * height));
    assert_close(found.time_weighted_mean, area / length, &format!("{name} time-weighted mean"));
    let percentiles = found.percentiles.unwrap();
    for (p, found) in PROBABILITIES.into_iter().zip(percentiles) {
        assert_close(Some(found), quantile(&sorted, p), &format!("{name} {p}"));
    }
    println!("{name} {} {mean:e} {deviation:e} {percentiles:?}", numbers.len());
}

/// Values of days and months, grouped by the text of the date.
fn compare_aggregation(
    name: &str,
    rows: &[Told],
    step_us: i64,
    zone: &ZoneOffsets,
    series: &Series,
) {
    let window = series.extent().unwrap();
    for (period, letters) in [(Period::Day, 10), (Period::Month, 7)] {
        let groups: Vec<(&str, Vec<f64>)> = rows
            .chunk_by(|a, b| a.date[..letters] == b.date[..letters])
            .map(|rows| (&rows[0].date[..letters], rows.iter().filter_map(Told::number).collect()))
            .filter(|(_, numbers): &(_, Vec<f64>)| !numbers.is_empty())
            .collect();
        for statistic in [Statistic::Mean, Statistic::Median, Statistic::Sum] {
            let how = Aggregation {
                period,
                zone: zone.clone(),
                stamp: Stamp::Instant,
                statistic,
                least_complete: 0.8,
            };
            let bins = series.aggregated(window, &how);
            let named = bins.iter().filter(|bin| bin.count > 0);
            let named: Vec<_> = named.map(|bin| (period.name(bin.span, zone), bin)).collect();
            assert_eq!(named.len(), groups.len(), "{name} {period:?}");
            for ((found_name, bin), (date, numbers)) in named.iter().zip(&groups) {
                assert_eq!(
                    (found_name.as_str(), bin.count as usize),
                    (*date, numbers.len()),
                    "{name}"
                );
                let mut sorted = numbers.clone();
                sorted.sort_by(f64::total_cmp);
                let sum = exact_sum(numbers.iter().copied());
                let expected = match statistic {
                    Statistic::Mean => sum / numbers.len() as f64,
                    Statistic::Median => quantile(&sorted, 0.5),
                    _ => sum,
                };
                let what = format!("{name} {date} {statistic:?}");
                // Near zero, sums of opposite signs have fewer digits: they are compared to what was summed.
                let size = exact_sum(numbers.iter().map(|v| v.abs()));
                let found = bin.value.unwrap();
                assert!((found - expected).abs() <= 1e-9 * expected.abs() + 1e-15 * size, "{what}");
                if statistic == Statistic::Mean {
                    assert_eq!(bin.band, Some((sorted[0], sorted[sorted.len() - 1])), "{what}");
                }
                let days = bin.span.len_us() as f64 / DAY_US as f64;
                let share = numbers.len() as f64 / (days * DAY_US as f64 / step_us as f64);
                assert_eq!(bin.is_complete, share > 0.8 - 1e-9, "{what}: {share}");
            }
        }
    }
}

/// A line joins two numbers exactly where no row without a number and no long step lies between.
fn compare_gaps(name: &str, rows: &[Told], step_us: i64, series: &Series) -> usize {
    let shown = series.budgeted(series.extent().unwrap(), u32::MAX, Method::Lttb);
    let mut before: Option<i64> = None;
    let mut expected = Vec::new();
    for row in rows {
        if row.number().is_some() {
            let joined = before.is_some_and(|before| row.time_us - before <= 3 * step_us);
            expected.push((row.time_us, joined));
        }
        before = row.number().map(|_| row.time_us);
    }
    let found = shown.points.iter().map(|shown| (shown.point.time.0, shown.joined));
    assert!(found.eq(expected.iter().copied()), "{name}");
    // The first number begins a line and ends no gap.
    expected.iter().skip(1).filter(|(_, joined)| !joined).count()
}

fn whole(series: &Series) -> Summary {
    series.summary(series.extent().unwrap_or(TimeRange { start: TimeUs(0), end: TimeUs(1) }))
}

/// The cells of a line; commas in quotes part none.
fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    for letter in line.trim_end().chars() {
        match letter {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            _ => cells.last_mut().unwrap().push(letter),
        }
    }
    cells
}

/// The instant of `2019-05-01 12:15…` by a clock that is so many hours behind UTC.
fn time_us(text: &str, hours_behind: i64) -> i64 {
    let number = |from: usize, to: usize| text[from..to].parse::<i64>().unwrap();
    let (year, month, day) = (number(0, 4), number(5, 7) as u32, number(8, 10) as u32);
    let minutes = (number(11, 13) + hours_behind) * 60 + number(14, 16);
    TimeUs::from_civil(year, month, day, 0).0 + minutes * 60_000_000
}

#[test]
fn three_years_at_five_minutes_are_summed_up_as_their_definitions_say() {
    let Some(folder) = data("usgs_high_frequency") else { return };
    let file = std::fs::File::open(folder.join("USGS_01581752_5min_2016_2018.csv.gz")).unwrap();
    let mut text = String::new();
    flate2::read::MultiGzDecoder::new(file).read_to_string(&mut text).unwrap();
    let lines: Vec<Vec<String>> = text.lines().skip(1).map(cells).collect();
    assert_eq!(lines.len(), 315_648);
    let step_us = 300_000_000;
    for (column, name) in
        [(1, "temperature"), (3, "discharge"), (5, "stage"), (7, "conductance"), (9, "turbidity")]
    {
        let rows: Vec<Told> = lines
            .iter()
            .map(|cells| Told {
                date: cells[0][..10].to_owned(),
                time_us: time_us(&cells[0], 0),
                value: Some(cells[column + 1].parse().unwrap()),
                qualifiers: cells[column].split(',').map(str::to_owned).collect(),
            })
            .collect();
        let series = series_of(&rows, step_us);
        compare_summary(name, &rows, step_us, &whole(&series));
        compare_aggregation(name, &rows, step_us, &ZoneOffsets::utc(), &series);
        let mut told: BTreeMap<String, u64> = BTreeMap::new();
        rows.iter().for_each(|row| *told.entry(row.qualifiers.join(",")).or_default() += 1);
        let mut found: BTreeMap<String, u64> = BTreeMap::new();
        for row in series.rows(0..series.len()) {
            let quality = &series.quality_words()[usize::from(row.quality)];
            *found.entry(quality.qualifiers.join(",")).or_default() += 1;
        }
        assert_eq!(found, told, "{name}");
        // The file fills what its station missed, and says so: without those values they are gaps.
        let filled = |row: &Told| row.qualifiers == ["hf.missing"];
        let honest: Vec<Told> = rows
            .iter()
            .map(|row| Told { value: row.value.filter(|_| !filled(row)), ..row.clone() })
            .collect();
        let series = series_of(&honest, step_us);
        compare_summary(&format!("{name}, as measured"), &honest, step_us, &whole(&series));
        compare_aggregation(name, &honest, step_us, &ZoneOffsets::utc(), &series);
        let gaps = compare_gaps(name, &honest, step_us, &series);
        let runs = rows.windows(2).filter(|pair| filled(&pair[1]) && !filled(&pair[0])).count();
        assert!(gaps == runs && gaps > 0, "{name}: {gaps} gaps, {runs} runs of filled values");
        println!("{name}: {told:?}, {gaps} gaps");
    }
}

#[test]
fn all_of_a_real_network_is_summed_up_as_its_definitions_say() {
    let Some(folder) = data("logan") else { return };
    let mut files: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "csv") {
            let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
            files.entry(stem[..stem.len() - 4].to_owned()).or_default().push(path);
        }
    }
    let zone = ZoneOffsets::fixed("UTC−07:00", -420);
    let step_us = 900_000_000;
    let (mut series_count, mut numbers) = (0, 0);
    for (site, mut paths) in files {
        paths.sort();
        let text: Vec<String> =
            paths.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect();
        let lines = text.iter().flat_map(|text| text.lines().skip(1));
        let lines: Vec<Vec<String>> =
            lines.filter(|line| !line.trim().is_empty()).map(cells).collect();
        let head = cells(text[0].lines().next().unwrap());
        for column in (1..head.len()).filter(|column| !head[*column].ends_with("_qual")) {
            let name = format!("{site} {}", head[column]);
            let mut rows: Vec<Told> = lines
                .iter()
                .map(|cells| Told {
                    date: cells[0][..10].to_owned(),
                    time_us: time_us(&cells[0], 7),
                    value: cells[column].parse().ok(),
                    qualifiers: Vec::new(),
                })
                .collect();
            rows.sort_by_key(|row| row.time_us);
            let series = series_of(&rows, step_us);
            assert_eq!(series.len(), rows.len(), "{name}");
            compare_summary(&name, &rows, step_us, &whole(&series));
            compare_aggregation(&name, &rows, step_us, &zone, &series);
            compare_gaps(&name, &rows, step_us, &series);
            series_count += 1;
            numbers += rows.iter().filter_map(Told::number).count();
        }
    }
    assert_eq!((series_count, numbers), (60, 2_367_087));
}
