//! CSV files of the window, written a slice at a time so that millions of rows do not stop the page.

use super::aggregation::short_words;
use super::export::{address, file_name, incomplete, service_url};
use super::series_info::SeriesInfo;
use super::state::PlotState;
use super::store::Held;
use crate::api::http::sleep;
use crate::browser;
use crate::chart::deflate::deflated;
use crate::chart::download::{blob_of, save};
use gagehouse_chart::export::aggregated::{self, AggregatedSeries};
use gagehouse_chart::export::csv::{self, CsvAbout, CsvSeries, Lines};
use gagehouse_chart::export::reduced::{Reduced, reduced};
use gagehouse_chart::export::zip::{Crc32, Entry, TooLarge, Zip};
use gagehouse_model::{TimeRange, TimeUs};
use gagehouse_observations::Series;
use gagehouse_observations::budget::Method;
use js_sys::{Array, Uint8Array};
use leptos::prelude::*;
use std::collections::BTreeSet;
use web_sys::Blob;

/// The page waits no longer than this for a slice of the work, and a page that nobody sees so long.
const SLICE_MS: f64 = 24.0;
const HIDDEN_SLICE_MS: f64 = 500.0;
/// Lines between two looks at the clock.
const LINES: usize = 1_024;
/// Text that is kept in the module before the browser gets it.
const PART_BYTES: usize = 4_000_000;

/// Which values are written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Which {
    /// All of the window, as they came.
    Raw,
    /// Put together as they are drawn.
    Drawn,
    /// At most so many of each series.
    Reduced(u32, Method),
}

/// How it ended.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Outcome {
    /// The reader has the file.
    Saved,
    /// The browser did not take it.
    Refused,
    /// The reader did not want it any more.
    Cancelled,
    /// An archive cannot hold so much.
    TooLarge,
}

/// What is to be written.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    /// The stretch of time.
    pub window: TimeRange,
    /// Which values.
    pub which: Which,
    /// Whether each series has a file of its own in a ZIP archive, instead of all being one wide table.
    pub zip: bool,
    /// Whether the lines that say what the values are are written.
    pub with_header: bool,
}

/// Writes what is wanted and hands it over. Tells how many rows are written after each slice, and stops when
/// that is answered with `false`.
pub async fn save_csv(state: PlotState, wanted: Wanted, goes_on: impl Fn(u64) -> bool) -> Outcome {
    let shown = untrack(|| state.shown());
    let mut writing = Writing { state, wanted, goes_on, rows: 0 };
    if !wanted.zip {
        let name = file_name(&shown, "csv");
        let file = writing.file(&shown).await.and_then(|file| file.blob().ok_or(Outcome::Refused));
        return match file {
            Ok(blob) => outcome_of(save(&Array::of1(&blob), "text/csv;charset=utf-8", &name)),
            Err(outcome) => outcome,
        };
    }
    match writing.archive(&shown).await {
        Ok(parts) => outcome_of(save(&parts, "application/zip", &file_name(&shown, "zip"))),
        Err(outcome) => outcome,
    }
}

fn outcome_of(is_saved: bool) -> Outcome {
    if is_saved { Outcome::Saved } else { Outcome::Refused }
}

struct Writing<G> {
    state: PlotState,
    wanted: Wanted,
    goes_on: G,
    rows: u64,
}

impl<G: Fn(u64) -> bool> Writing<G> {
    /// The parts of an archive with a file for each series.
    async fn archive(&mut self, shown: &[SeriesInfo]) -> Result<Array, Outcome> {
        let names: Vec<String> = shown.iter().map(name_of).collect();
        let names = csv::unique(names.iter().map(String::as_str));
        let now = TimeUs((browser::now_ms() * 1e3) as i64);
        let too_large = |_: TooLarge| Outcome::TooLarge;
        let (mut zip, parts) = (Zip::default(), Array::new());
        for (info, name) in shown.iter().zip(names) {
            let file = self.file(std::slice::from_ref(info)).await?;
            let (crc32, size) = (file.crc32.of_all(), file.bytes);
            let plain = file.blob().ok_or(Outcome::Refused)?;
            let packed = deflated(&plain).await;
            let is_deflated = packed.is_some();
            let packed = packed.unwrap_or(plain);
            let name = csv::file_name(&name, "csv");
            let packed_size = packed.size() as u64;
            let entry = Entry { name, crc32, size, packed_size, is_deflated };
            let before = zip.before(&entry, now).map_err(too_large)?;
            parts.push(&Uint8Array::from(before.as_slice()));
            parts.push(&packed);
        }
        parts.push(&Uint8Array::from(zip.end().map_err(too_large)?.as_slice()));
        Ok(parts)
    }

    /// A table of some series.
    async fn file(&mut self, infos: &[SeriesInfo]) -> Result<File, Outcome> {
        let (series, mut about) = untrack(|| self.about(infos));
        let mut file = File::default();
        match self.wanted.which {
            Which::Raw => {
                let held = |state: PlotState, read: &mut dyn FnMut(&[Option<&Series>])| {
                    state.store.with_all(|held| {
                        let rows =
                            infos.iter().map(|info| held.get(&info.name).map(Held::measured));
                        read(&rows.collect::<Vec<_>>());
                    });
                };
                self.rows(&mut file, (&series, &about), held).await?;
            }
            Which::Drawn => {
                let series =
                    infos.iter().zip(series).map(|(info, about)| self.put_together(info, about));
                file.add(&aggregated::file(&series.collect::<Vec<_>>(), &about));
            }
            Which::Reduced(most, method) => {
                let mut chosen: Vec<Option<Reduced>> = Vec::new();
                for info in infos {
                    let window = self.wanted.window;
                    let few = |held: &Held| reduced(held.measured(), window, most, method);
                    chosen.push(self.state.store.with(&info.name, few));
                    self.rest().await?;
                }
                let mut series = series;
                for (about_series, chosen) in series.iter_mut().zip(&chosen) {
                    let Some(chosen) = chosen else { continue };
                    let (blocks, caution) = chosen.said(&about_series.column);
                    about_series.blocks.extend(blocks);
                    about.cautions.extend(caution);
                }
                let rows: Vec<Option<&Series>> =
                    chosen.iter().map(|few| few.as_ref().map(|few| &few.series)).collect();
                let few = |_: PlotState, read: &mut dyn FnMut(&[Option<&Series>])| read(&rows);
                self.rows(&mut file, (&series, &about), few).await?;
            }
        }
        Ok(file)
    }

    /// Writes rows, which `with` lends for each slice anew.
    async fn rows(
        &mut self,
        file: &mut File,
        (series, about): (&[CsvSeries], &CsvAbout),
        with: impl Fn(PlotState, &mut dyn FnMut(&[Option<&Series>])),
    ) -> Result<(), Outcome> {
        with(self.state, &mut |rows| file.add(&csv::top(series, rows, about)));
        let mut next = Some(about.window.start);
        while let Some(mut from) = next {
            let begin_ms = browser::now_ms();
            let slice_ms = if browser::is_hidden() { HIDDEN_SLICE_MS } else { SLICE_MS };
            while browser::now_ms() - begin_ms < slice_ms {
                let mut lines = Lines::default();
                with(self.state, &mut |rows| lines = csv::lines(rows, about, from, LINES));
                file.add(&lines.text);
                self.rows += lines.rows;
                next = lines.next;
                match next {
                    Some(time) => from = time,
                    None => break,
                }
            }
            self.rest().await?;
        }
        Ok(())
    }

    /// Lets the page do something else.
    async fn rest(&self) -> Result<(), Outcome> {
        sleep(0).await;
        if (self.goes_on)(self.rows) { Ok(()) } else { Err(Outcome::Cancelled) }
    }

    fn put_together(&self, info: &SeriesInfo, mut about: CsvSeries) -> AggregatedSeries {
        let held = |held: &Held| {
            let bins = held.bins_as_measured(self.wanted.window);
            (held.aggregation().cloned(), bins, held.has_intervals(), held.decimals)
        };
        let held = self.state.store.with(&info.name, held);
        let (how, bins, has_intervals, decimals) = held.unwrap_or((None, Vec::new(), false, 0));
        if let Some(how) = &how {
            about.column = format!("{}, {}", about.column, short_words(how));
        }
        AggregatedSeries { about, how, bins, has_intervals, decimals }
    }

    /// What a file of some series says about them and about itself.
    fn about(&self, infos: &[SeriesInfo]) -> (Vec<CsvSeries>, CsvAbout) {
        let window = self.wanted.window;
        let mut cautions: BTreeSet<String> =
            infos.iter().filter_map(|info| info.disclaimer.clone()).collect();
        if infos.iter().any(|info| info.unreviewed) {
            let text =
                "Raw or provisional data have not been reviewed and may be wrong or revised.";
            cautions.insert(text.to_owned());
        }
        let several = infos.len() > 1;
        let series = infos.iter().map(|info| CsvSeries {
            column: if several {
                format!("{}, {}", info.label(), info.measured_unit)
            } else {
                gagehouse_chart::axes::title(&info.variable, &info.measured_unit)
            },
            blocks: blocks(info),
            incomplete: incomplete(self.state, info, window),
        });
        let about = CsvAbout {
            window,
            zone: self.state.zone.get_untracked(),
            cautions: cautions.into_iter().collect(),
            address: address(),
            with_header: self.wanted.with_header,
        };
        (series.collect(), about)
    }
}

/// A file in the making; the browser holds all but its end.
#[derive(Default)]
struct File {
    parts: Array,
    end: String,
    crc32: Crc32,
    bytes: u64,
}

impl File {
    fn add(&mut self, text: &str) {
        self.crc32.add(text.as_bytes());
        self.bytes += text.len() as u64;
        self.end.push_str(text);
        if self.end.len() > PART_BYTES {
            self.hand_over();
        }
    }

    fn hand_over(&mut self) {
        let bytes = Uint8Array::from(self.end.as_bytes());
        self.end.clear();
        // As a blob the browser may keep it outside of memory.
        let part = blob_of(&Array::of1(&bytes), "").map_or_else(|| bytes.into(), Into::into);
        self.parts.push(&part);
    }

    fn blob(mut self) -> Option<Blob> {
        self.hand_over();
        blob_of(&self.parts, "text/csv;charset=utf-8")
    }
}

/// What a file in an archive is called.
fn name_of(info: &SeriesInfo) -> String {
    let parts = [&info.site, &info.variable, &info.level];
    let parts = parts.into_iter().filter(|part| !part.is_empty());
    parts.map(String::as_str).collect::<Vec<_>>().join(" - ")
}

/// What the file says of a series, with the request that repeats it.
fn blocks(info: &SeriesInfo) -> csv::Blocks {
    let mut blocks = info.blocks.clone();
    if let Some((_, entries)) = blocks.last_mut() {
        entries.push(("ServiceUrl", service_url(info)));
    }
    blocks
}
