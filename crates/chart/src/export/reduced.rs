//! A window in a number of rows that was asked for, with what they may hide.

use super::csv::Blocks;
use crate::format::count;
use gagehouse_model::{TimeRange, TimeUs};
use gagehouse_observations::budget::Method;
use gagehouse_observations::{Columns, Series};

/// Methods by their words, with what readers call them.
pub const METHODS: [(Method, &str, &str); 2] =
    [(Method::MinMaxLttb, "minmaxlttb", "MinMaxLTTB"), (Method::Lttb, "lttb", "LTTB")];

/// The fewest rows that can be asked for: the ends and the extremes.
pub const FEWEST: u32 = 4;

/// What readers call a method.
pub fn method_name(method: Method) -> &'static str {
    METHODS.iter().find(|(known, ..)| *known == method).map_or("", |(.., name)| *name)
}

/// Rows of a series, chosen among those of a window.
#[derive(Debug, Clone)]
pub struct Reduced {
    /// The rows, with what is said about them.
    pub series: Series,
    /// Numbers among which they were chosen.
    pub numbers: u64,
    /// How; `None` when every number is there.
    pub method: Option<Method>,
}

/// A window of a series in at most so many rows.
pub fn reduced(series: &Series, window: TimeRange, most: u32, method: Method) -> Reduced {
    let budgeted = series.budgeted(window, most, method);
    let mut page = Columns::with_capacity(budgeted.points.len());
    for point in budgeted.points.iter().map(|chosen| chosen.point) {
        let at = TimeRange { start: point.time, end: TimeUs(point.time.0.saturating_add(1)) };
        let Some(row) = series.rows(series.indices(at)).find(|row| row.value == point.value) else {
            continue;
        };
        let quality = series.quality_words().get(usize::from(row.quality));
        let quality = quality.map_or(0, |quality| page.quality_index(quality));
        page.push_interval((row.time.0, row.end().0), row.value, quality);
    }
    let mut rows = Series::new(series.options());
    rows.append(&page);
    Reduced { series: rows, numbers: budgeted.numbers, method: budgeted.method }
}

impl Reduced {
    /// What a file must say about the rows, and a sentence for its top when some were left out.
    pub fn said(&self, column: &str) -> (Blocks, Option<String>) {
        let rows = self.series.len() as u64;
        let Some(method) = self.method else { return (Vec::new(), None) };
        let of = format!("{} of {}", count(rows), count(self.numbers));
        let block = vec![
            ("Method", method_name(method).to_owned()),
            ("Rows", of.clone()),
            ("Hides", format!("{}; missing and no-data rows are left out", method.hides())),
        ];
        let caution = format!(
            "REDUCED: {column}: {of} values, chosen by {}, which {}. Statistics of them are not those of the window.",
            method_name(method),
            method.hides()
        );
        (vec![("Reduction", block)], Some(caution))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gagehouse_model::Quality;
    use gagehouse_observations::SeriesOptions;

    #[test]
    fn chosen_rows_keep_what_is_said_about_them_and_the_file_says_what_they_hide() {
        let mut page = Columns::default();
        let spike = page.quality_index(&Quality::from_qualifiers(["e"]));
        for row in 0..10_000i64 {
            let is_spike = row == 7_777;
            let value = if is_spike { 99.0 } else { (row as f64 / 500.0).sin() };
            page.push(row * 1_000_000, value, if is_spike { spike } else { 0 });
        }
        let mut series = Series::new(SeriesOptions::default());
        series.append(&page);
        let window = series.extent().unwrap();
        let few = reduced(&series, window, 50, Method::MinMaxLttb);
        assert!(few.series.len() <= 50 && few.numbers == 10_000);
        let row = few.series.rows(0..50).find(|row| row.value == 99.0).unwrap();
        let words = &few.series.quality_words()[usize::from(row.quality)];
        assert_eq!(words.qualifiers, ["e"]);
        let (blocks, caution) = few.said("Stage (m)");
        assert!(caution.unwrap().contains("by MinMaxLTTB, which keeps the extremes of the window"));
        assert!(blocks[0].1[1].1.ends_with(" of 10,000"));
        let all = reduced(&series, window, 20_000, Method::Lttb);
        assert_eq!((all.series.len(), all.said("Stage (m)")), (10_000, (Vec::new(), None)));
    }
}
