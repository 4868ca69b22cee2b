//! A series answers as one would by looking at every row, whatever pages brought the rows.

use gagehouse_model::{Spacing, TimeRange, TimeUs};
use gagehouse_observations::m4::PIECES_PER_COLUMN;
use gagehouse_observations::series::ChunkRows;
use gagehouse_observations::{Columns, Piece, Point, Series, SeriesOptions, ValueKind};
use proptest::prelude::*;

const NO_DATA: f64 = -9999.0;

type RowOfPage = (i64, f64);

/// Rows of all pages in order, equal ones once: by the plainest means.
fn sorted(pages: &[Vec<RowOfPage>]) -> Vec<RowOfPage> {
    let mut rows: Vec<RowOfPage> = pages.concat();
    rows.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    rows.dedup_by(|a, b| a.0 == b.0 && a.1.total_cmp(&b.1).is_eq());
    rows
}

fn is_number(value: f64) -> bool {
    value.is_finite() && value != NO_DATA
}

fn joins(rows: &[RowOfPage], index: usize, limit_us: i64) -> bool {
    index > 0
        && index < rows.len()
        && is_number(rows[index - 1].1)
        && is_number(rows[index].1)
        && rows[index].0 - rows[index - 1].0 <= limit_us
}

fn point(row: RowOfPage) -> Point {
    Point { time: TimeUs(row.0), value: row.1 }
}

/// The pieces of one column, unlimited in number, by looking at every row.
fn pieces_of_column(
    rows: &[RowOfPage],
    column: u32,
    in_column: &[usize],
    limit_us: i64,
) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for (place, &index) in in_column.iter().enumerate() {
        let row = rows[index];
        if !is_number(row.1) {
            continue;
        }
        let here = point(row);
        let joined = joins(rows, index, limit_us);
        if place > 0
            && joined
            && let Some(piece) = pieces.last_mut()
        {
            if here.value < piece.min.value {
                piece.min = here;
            }
            if here.value > piece.max.value {
                piece.max = here;
            }
            piece.last = here;
        } else {
            pieces.push(Piece {
                column,
                first: here,
                min: here,
                max: here,
                last: here,
                joined,
                gaps_within: false,
            });
        }
    }
    pieces
}

/// Joins the pieces after the permitted number into one, as a column with endless gaps is answered.
fn limited(mut pieces: Vec<Piece>) -> Vec<Piece> {
    let rest = pieces.split_off(pieces.len().min(PIECES_PER_COLUMN - 1));
    pieces.extend(rest.into_iter().reduce(|mut all, piece| {
        if piece.min.value < all.min.value {
            all.min = piece.min;
        }
        if piece.max.value > all.max.value {
            all.max = piece.max;
        }
        all.last = piece.last;
        all.gaps_within = true;
        all
    }));
    pieces
}

fn brute_force_m4(rows: &[RowOfPage], view: TimeRange, columns: u32, limit_us: i64) -> Vec<Piece> {
    let column_of = |row: &RowOfPage| {
        let offset = i128::from(row.0) - i128::from(view.start.0);
        (offset * i128::from(columns) / i128::from(view.len_us())) as u32
    };
    let inside: Vec<usize> =
        (0..rows.len()).filter(|&index| view.contains(TimeUs(rows[index].0))).collect();
    inside
        .chunk_by(|&a, &b| column_of(&rows[a]) == column_of(&rows[b]))
        .flat_map(|in_column| {
            let column = column_of(&rows[in_column[0]]);
            limited(pieces_of_column(rows, column, in_column, limit_us))
        })
        .collect()
}

fn a_series(pages: &[Vec<RowOfPage>], spacing: Option<Spacing>) -> Series {
    a_series_in_chunks(pages, spacing, ChunkRows::default())
}

fn a_series_in_chunks(
    pages: &[Vec<RowOfPage>],
    spacing: Option<Spacing>,
    chunk_rows: ChunkRows,
) -> Series {
    let options = SeriesOptions { no_data_value: Some(NO_DATA), spacing, gap_factor: 3.0 };
    let mut series = Series::with_chunk_rows(options, chunk_rows);
    for page in pages {
        let mut columns = Columns::with_capacity(page.len());
        for &(time_us, value) in page {
            columns.push(time_us, value, 0);
        }
        series.append(&columns);
    }
    series
}

fn value() -> impl Strategy<Value = f64> {
    prop_oneof![
        20 => (-50i32..50).prop_map(|v| f64::from(v) / 4.0),
        1 => Just(f64::NAN),
        1 => Just(f64::INFINITY),
        1 => Just(f64::NEG_INFINITY),
        1 => Just(-0.0),
        1 => Just(0.0),
        1 => Just(NO_DATA),
        1 => Just(f64::MAX),
        1 => Just(f64::MIN_POSITIVE),
    ]
}

fn step_us() -> impl Strategy<Value = i64> {
    prop_oneof![12 => Just(10i64), 3 => 0i64..30, 1 => 31i64..2_000, 1 => Just(0i64)]
}

/// Rows at irregular times, cut into overlapping pages in random order.
fn pages() -> impl Strategy<Value = Vec<Vec<RowOfPage>>> {
    let rows = proptest::collection::vec((step_us(), value()), 0..600);
    let cuts = proptest::collection::vec((any::<prop::sample::Index>(), 0usize..300), 1..8);
    (rows, cuts, any::<bool>()).prop_flat_map(|(steps, cuts, reversed_page)| {
        let mut time_us = -700;
        let rows: Vec<RowOfPage> = steps
            .into_iter()
            .map(|(step_us, value)| {
                time_us += step_us;
                (time_us, value)
            })
            .collect();
        // Pages that share rows with others, and at last a page with every row that is in none.
        let mut pages: Vec<Vec<RowOfPage>> = Vec::new();
        let mut covered = 0;
        for (at, len) in cuts {
            if rows.is_empty() {
                break;
            }
            let from = at.index(rows.len());
            pages.push(rows[from..(from + len).min(rows.len())].to_vec());
            pages.push(rows[covered.min(from)..from].to_vec());
            covered = covered.max(from);
        }
        pages.push(rows[covered.min(rows.len())..].to_vec());
        if reversed_page {
            pages[0].reverse();
        }
        Just(pages).prop_shuffle()
    })
}

/// Chunks small enough that a few hundred rows make many of them.
fn chunk_rows() -> impl Strategy<Value = ChunkRows> {
    prop_oneof![
        (0usize..200, 1usize..300).prop_map(|(joined, most)| ChunkRows { joined, most }),
        Just(ChunkRows::default()),
    ]
}

fn view() -> impl Strategy<Value = TimeRange> {
    prop_oneof![
        4 => (-900i64..9_000, 1i64..12_000),
        1 => (-900i64..9_000, 1i64..12),
        1 => Just((i64::MIN / 2, i64::MAX)),
    ]
    .prop_map(|(start, len)| TimeRange {
        start: TimeUs(start),
        end: TimeUs(start.saturating_add(len)),
    })
}

type PointBits = (i64, u64);

/// Points compared bit for bit, so that −0 is not 0.
fn bits(pieces: &[Piece]) -> Vec<(u32, [PointBits; 4], bool, bool)> {
    let bits_of = |p: Point| (p.time.0, p.value.to_bits());
    pieces
        .iter()
        .map(|p| {
            let points = [p.first, p.min, p.max, p.last].map(bits_of);
            (p.column, points, p.joined, p.gaps_within)
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn m4_shows_what_a_look_at_every_row_shows(
        pages in pages(),
        chunk_rows in chunk_rows(),
        view in view(),
        columns in prop_oneof![1u32..60, Just(1_000u32)],
        spacing in proptest::option::of(1i64..40),
    ) {
        let rows = sorted(&pages);
        let series = a_series_in_chunks(&pages, spacing.and_then(Spacing::from_us), chunk_rows);
        let limit_us = series.longest_step_us().unwrap_or(i64::MAX);
        let expected = brute_force_m4(&rows, view, columns, limit_us);
        let reduced = series.m4(view, columns);
        prop_assert_eq!(bits(&reduced.pieces), bits(&expected));

        let inside: Vec<usize> =
            (0..rows.len()).filter(|&i| view.contains(TimeUs(rows[i].0))).collect();
        let first = rows.partition_point(|row| row.0 < view.start.0);
        let end = rows.partition_point(|row| row.0 < view.end.0);
        prop_assert_eq!(reduced.rows, inside.len() as u64);
        let before = joins(&rows, first, limit_us).then(|| point(rows[first - 1]));
        let after = joins(&rows, end, limit_us).then(|| point(rows[end]));
        prop_assert_eq!((reduced.before, reduced.after), (before, after));
    }

    #[test]
    fn a_view_that_moves_shows_what_it_shows_when_it_is_seen_first(
        pages in pages(),
        late in proptest::collection::vec((0i64..3_000, -5.0f64..5.0), 1..30),
        columns in 1u32..40,
        column_us in 1i64..60,
        moves in proptest::collection::vec((-50i64..50, prop_oneof![5 => Just(0i64), 1 => 0i64..3]), 1..8),
    ) {
        let mut series = a_series(&pages, None);
        let length_us = column_us * i64::from(columns);
        let (mut start_us, mut seen) = (0, None);
        for (number, (by_columns, odd_us)) in moves.into_iter().enumerate() {
            start_us += by_columns * column_us + odd_us;
            let view = TimeRange { start: TimeUs(start_us), end: TimeUs(start_us + length_us) };
            if number == 4 {
                let mut page = Columns::default();
                late.iter().for_each(|(time_us, value)| page.push(*time_us, *value, 0));
                series.append(&page);
            }
            let next = series.reduced_after(seen.take(), view, columns);
            let expected = series.reduced(view, columns);
            prop_assert_eq!(bits(&next.reduced().pieces), bits(&expected.pieces));
            prop_assert_eq!(next.reduced().before, expected.before);
            prop_assert_eq!(next.reduced().after, expected.after);
            prop_assert_eq!((next.reduced().rows, next.reduced().bin_us), (expected.rows, expected.bin_us));
            seen = Some(next);
        }
    }

    #[test]
    fn a_view_of_few_rows_shows_each_of_them(pages in pages(), chunk_rows in chunk_rows(), view in view()) {
        let rows = sorted(&pages);
        let series = a_series_in_chunks(&pages, None, chunk_rows);
        let limit_us = series.longest_step_us().unwrap_or(i64::MAX);
        let reduced = series.reduced(view, 1_000);
        let expected: Vec<(i64, u64, bool)> = (0..rows.len())
            .filter(|&i| view.contains(TimeUs(rows[i].0)) && is_number(rows[i].1))
            .map(|i| (rows[i].0, rows[i].1.to_bits(), joins(&rows, i, limit_us)))
            .collect();
        let shown: Vec<(i64, u64, bool)> = reduced
            .pieces
            .iter()
            .map(|p| (p.first.time.0, p.last.value.to_bits(), p.joined))
            .collect();
        prop_assert_eq!(shown, expected);
        prop_assert_eq!(reduced.bin_us, None);
    }

    #[test]
    fn the_order_of_pages_changes_nothing(pages in pages(), chunk_rows in chunk_rows()) {
        let rows = sorted(&pages);
        let series = a_series_in_chunks(&pages, None, chunk_rows);
        let in_one_page = a_series(std::slice::from_ref(&rows), None);
        prop_assert_eq!(series.len(), rows.len());
        for (index, expected) in rows.iter().enumerate() {
            let row = series.row(index).unwrap();
            prop_assert_eq!((row.time.0, row.value.to_bits()), (expected.0, expected.1.to_bits()));
        }
        prop_assert_eq!(series.longest_step_us(), in_one_page.longest_step_us());
        let mut steps: Vec<i64> =
            rows.windows(2).map(|pair| pair[1].0 - pair[0].0).filter(|step| *step > 0).collect();
        steps.sort_unstable();
        // Steps here are short enough not to be rounded.
        let median = steps.get(steps.len().saturating_sub(1) / 2);
        prop_assert_eq!(series.longest_step_us(), median.map(|step| step * 3));
    }

    #[test]
    fn statistics_are_those_of_the_rows_in_the_window(pages in pages(), chunk_rows in chunk_rows(), view in view()) {
        let rows = sorted(&pages);
        let series = a_series_in_chunks(&pages, None, chunk_rows);
        let inside: Vec<f64> =
            rows.iter().filter(|row| view.contains(TimeUs(row.0))).map(|row| row.1).collect();
        let mut numbers: Vec<f64> = inside.iter().copied().filter(|v| is_number(*v)).collect();
        let statistics = series.statistics(view);
        let count_of = |kind| {
            inside.iter().filter(|v| ValueKind::of(**v, Some(NO_DATA)) == kind).count() as u64
        };
        prop_assert_eq!(statistics.count, count_of(ValueKind::Number));
        prop_assert_eq!(statistics.missing, count_of(ValueKind::Missing));
        prop_assert_eq!(statistics.no_data, count_of(ValueKind::NoData));
        prop_assert_eq!(statistics.non_finite, count_of(ValueKind::NonFinite));
        prop_assert_eq!(
            statistics.min.map(|row| row.value),
            numbers.iter().copied().reduce(|a, b| if b < a { b } else { a })
        );
        prop_assert_eq!(
            statistics.max.map(|row| row.value),
            numbers.iter().copied().reduce(|a, b| if b > a { b } else { a })
        );
        if numbers.iter().all(|v| v.abs() < 1e9) && numbers.len() > 1 {
            numbers.sort_by(f64::total_cmp);
            let n = numbers.len() as f64;
            let mean = numbers.iter().sum::<f64>() / n;
            let sd = (numbers.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / (n - 1.0)).sqrt();
            prop_assert!((statistics.mean.unwrap() - mean).abs() <= 1e-9 * mean.abs().max(1.0));
            prop_assert!((statistics.standard_deviation.unwrap() - sd).abs() <= 1e-9 * sd.max(1.0));
        }
    }

    #[test]
    fn the_nearest_row_is_the_nearest(pages in pages(), chunk_rows in chunk_rows(), time_us in -1_500i64..20_000) {
        let rows = sorted(&pages);
        let nearest = a_series_in_chunks(&pages, None, chunk_rows).nearest(TimeUs(time_us));
        let distance = rows.iter().map(|row| row.0.abs_diff(time_us)).min();
        prop_assert_eq!(nearest.map(|row| row.time.0.abs_diff(time_us)), distance);
    }
}

#[test]
fn a_spike_of_one_row_among_a_million_is_kept_and_found() {
    let mut pages: Vec<Vec<RowOfPage>> = (0..100i64)
        .map(|page| {
            (page * 10_000..(page + 1) * 10_000).map(|i| (i * 900, (i % 100) as f64)).collect()
        })
        .collect();
    pages[73][4_321].1 = 1e6;
    let series = a_series(&pages, None);
    let view = series.extent().unwrap();
    let reduced = series.m4(view, 1_200);
    let spike_us = (73 * 10_000 + 4_321) * 900;
    let largest = reduced.pieces.iter().map(|p| p.max).max_by(|a, b| a.value.total_cmp(&b.value));
    assert_eq!(largest, Some(point((spike_us, 1e6))));
    assert!(reduced.pieces.iter().skip(1).all(|piece| piece.joined));
    assert_eq!(series.statistics(view).max.map(|row| row.index), Some(734_321));
}

#[test]
fn an_empty_series_answers_everything_with_nothing() {
    let series = a_series(&[vec![]], None);
    let view = TimeRange { start: TimeUs(0), end: TimeUs(10) };
    assert!(series.is_empty());
    assert_eq!((series.extent(), series.nearest(TimeUs(5)), series.row(0)), (None, None, None));
    assert!(series.m4(view, 10).pieces.is_empty());
    assert_eq!(series.statistics(view).mean, None);
}

#[test]
fn one_row_is_one_lone_piece() {
    let series = a_series(&[vec![(5, 2.0)]], None);
    let reduced = series.reduced(TimeRange { start: TimeUs(0), end: TimeUs(10) }, 10);
    assert_eq!(reduced.pieces.len(), 1);
    assert!(!reduced.pieces[0].joined && reduced.before.is_none() && reduced.after.is_none());
    assert_eq!(reduced.pieces[0].column, 5);
}

#[test]
fn a_view_between_two_samples_is_crossed_by_their_line() {
    let series = a_series(&[vec![(0, 1.0), (100, 2.0), (200, 3.0)]], None);
    let reduced = series.reduced(TimeRange { start: TimeUs(120), end: TimeUs(130) }, 10);
    assert!(reduced.pieces.is_empty());
    assert_eq!((reduced.before, reduced.after), (Some(point((100, 2.0))), Some(point((200, 3.0)))));
}

#[test]
fn small_pages_do_not_leave_a_series_in_splinters() {
    let pages: Vec<Vec<RowOfPage>> = (0..500i64)
        .map(|page| (page * 100..(page + 1) * 100).map(|i| (i, i as f64)).collect())
        .collect();
    let series = a_series(&pages, None);
    assert_eq!(series.len(), 50_000);
    let view = series.extent().unwrap();
    assert_eq!(series.m4(view, 3).value_range(), Some((0.0, 49_999.0)));
}
