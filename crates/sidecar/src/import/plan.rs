//! Which column of which file feeds which datastream: decided, and found wanting, before anything is loaded.

use super::head::Head;
use super::mapping::{Checked, Column, ColumnRef, DataFile, MappingError, Problem, matches};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use toml::Spanned;

/// Everything an import will do.
#[derive(Debug)]
pub struct Plan {
    /// The datastreams, in the order of files and columns.
    pub series: Vec<Series>,
    pub files: Vec<FilePlan>,
}

/// A datastream that some file feeds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// Its code within the network: `site:variable:level`, then the label if there is one.
    pub code: String,
    pub site: String,
    /// Index into the mapping's columns.
    pub column: usize,
}

/// What is to be read from one file.
#[derive(Debug)]
pub struct FilePlan {
    pub path: PathBuf,
    /// Lines before the first row of data.
    pub lines_before_data: u64,
    /// Fields of a whole row; `None` without a header: the first row decides.
    pub width: Option<usize>,
    pub time: Vec<usize>,
    pub cells: Vec<Cell>,
}

impl FilePlan {
    /// Fewer fields than this cannot hold every column that is read.
    pub fn least_width(&self) -> usize {
        let of_cell = |cell: &Cell| {
            let when = cell.when.iter().map(|(column, _)| *column).max();
            when.max(cell.qualifier).max(Some(cell.value)).unwrap_or(0)
        };
        let last = self.time.iter().copied().chain(self.cells.iter().map(of_cell)).max();
        last.map_or(0, |last| last + 1)
    }
}

/// A cell of each row.
#[derive(Debug)]
pub struct Cell {
    /// Index into [`Plan::series`].
    pub series: usize,
    pub value: usize,
    pub qualifier: Option<usize>,
    /// Fields that have to hold a text for the cell to count.
    pub when: Vec<(usize, String)>,
    pub no_data_value: Option<f64>,
}

/// Opens every file as far as its header and lays out what to read.
pub fn plan(checked: &Checked, files: &[PathBuf]) -> Result<Plan, MappingError> {
    let mut plan = Plan { series: Vec::new(), files: Vec::new() };
    let mut index_of_series = HashMap::new();
    let mut problems = Vec::new();
    for path in files {
        let laid_out = lay_out(checked, path, &mut plan.series, &mut index_of_series);
        match laid_out {
            Ok(file) => plan.files.push(file),
            Err(found) => problems.extend(found),
        }
    }
    if problems.is_empty() { Ok(plan) } else { Err(MappingError(problems)) }
}

fn lay_out(
    checked: &Checked,
    path: &Path,
    series: &mut Vec<Series>,
    index_of_series: &mut HashMap<String, usize>,
) -> Result<FilePlan, Vec<Problem>> {
    let name = path.display().to_string();
    let here = |message: String| {
        vec![Problem { file: name.clone(), line: None, key: String::new(), message }]
    };
    let entry = file_entry(checked, path).map_err(here)?;
    let head = Head::read(&checked.written, path)
        .map_err(|error| here(format!("cannot be read: {error}")))?;
    let mut plan = FilePlan {
        path: path.to_owned(),
        lines_before_data: head.lines,
        width: head.names.as_ref().map(Vec::len),
        time: Vec::new(),
        cells: Vec::new(),
    };
    if head.is_empty {
        return Ok(plan);
    }
    let mut problems = Vec::new();
    let mut find = |key: &str, column: &Spanned<ColumnRef>| match head.index(column.get_ref()) {
        Ok(index) => Some(index),
        Err(reason) => {
            problems.push(checked.problem(key, column, format!("{name} {reason}")));
            None
        }
    };
    plan.time =
        checked.mapping.time.columns.iter().filter_map(|c| find("time.columns", c)).collect();
    for (n, column) in checked.mapping.columns.iter().enumerate() {
        if column.optional && head.index(column.column.get_ref()).is_err() {
            continue;
        }
        let value = find("column.column", &column.column);
        let qualifier =
            column.qualifier.as_ref().map(|qualifier| find("column.qualifier", qualifier));
        let mut when = Vec::new();
        for (name, text) in &column.when {
            let place = Spanned::new(column.column.span(), ColumnRef::Name(name.clone()));
            when.extend(find("column.when", &place).map(|index| (index, text.clone())));
        }
        let (Some(value), Some(site)) = (value, site_of(checked, column, entry)) else { continue };
        let code = series_code(site, column);
        let index = *index_of_series.entry(code.clone()).or_insert_with(|| {
            series.push(Series { code, site: site.to_owned(), column: n });
            series.len() - 1
        });
        let no_data_value = checked.no_data_value(column);
        plan.cells.push(Cell {
            series: index,
            value,
            qualifier: qualifier.flatten(),
            when,
            no_data_value,
        });
    }
    for (n, cell) in plan.cells.iter().enumerate() {
        if let Some(first) = plan.cells[..n].iter().find(|first| first.series == cell.series) {
            let code = &series[cell.series].code;
            let message =
                format!("columns {} and {} both feed {code}", first.value + 1, cell.value + 1);
            problems.extend(here(message));
        }
    }
    if problems.is_empty() { Ok(plan) } else { Err(problems) }
}

fn file_entry<'a>(checked: &'a Checked, path: &Path) -> Result<Option<&'a DataFile>, String> {
    let entries = &checked.mapping.files;
    if entries.is_empty() {
        return Ok(None);
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let fitting: Vec<&DataFile> =
        entries.iter().filter(|entry| matches(entry.pattern.get_ref(), &name)).collect();
    match fitting.as_slice() {
        [entry] => Ok(Some(entry)),
        [] => Err(format!("no [[file]] pattern of {} fits its name", checked.file)),
        [first, second, ..] => Err(format!(
            "two [[file]] patterns of {} fit its name: '{}' and '{}'",
            checked.file,
            first.pattern.get_ref(),
            second.pattern.get_ref()
        )),
    }
}

/// A column's own site, else the file's, else the only one.
fn site_of<'a>(
    checked: &'a Checked,
    column: &'a Column,
    entry: Option<&'a DataFile>,
) -> Option<&'a str> {
    let own = column.site.as_ref().or(entry.map(|entry| &entry.site));
    own.or(checked.mapping.sites.first().map(|site| &site.code)).map(|site| site.get_ref().as_str())
}

fn series_code(site: &str, column: &Column) -> String {
    let mut code = format!("{site}:{}", column.variable.get_ref());
    for part in
        [column.level.as_ref().map(Spanned::get_ref), column.label.as_ref()].into_iter().flatten()
    {
        code.push(':');
        code.push_str(part);
    }
    code
}
