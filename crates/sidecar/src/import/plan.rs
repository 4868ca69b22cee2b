//! Which column of which file feeds which datastream: decided, and found wanting, before anything is loaded.

use super::encoding;
use super::lines::{Fields, Lines};
use super::mapping::{Checked, Column, ColumnRef, DataFile, MappingError, Problem, matches};
use std::collections::HashMap;
use std::io;
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
    let head =
        read_head(checked, path).map_err(|error| here(format!("cannot be read: {error}")))?;
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

/// What stands before the data.
struct Head {
    lines: u64,
    names: Option<Vec<String>>,
    is_empty: bool,
}

impl Head {
    fn index(&self, column: &ColumnRef) -> Result<usize, String> {
        match (column, &self.names) {
            (ColumnRef::Number(0), _) => {
                Err("has no column 0; columns are counted from 1".to_owned())
            }
            (ColumnRef::Number(number), Some(names)) if *number > names.len() => {
                Err(format!("has {} columns, none of number {number}", names.len()))
            }
            (ColumnRef::Number(number), _) => Ok(number - 1),
            (ColumnRef::Name(name), None) => {
                Err(format!("has no header (format.header), so '{name}' has to be a number"))
            }
            (ColumnRef::Name(name), Some(names)) => {
                let mut found = names.iter().enumerate().filter(|(_, header)| *header == name);
                match (found.next(), found.next()) {
                    (Some((index, _)), None) => Ok(index),
                    (Some(_), Some(_)) => {
                        Err(format!("has two columns '{name}'; use their numbers"))
                    }
                    (None, _) => Err(format!("has no column '{name}'; it has {}", listed(names))),
                }
            }
        }
    }
}

/// A header for a message: cut, and without control characters.
fn listed(names: &[String]) -> String {
    const MOST: usize = 500;
    let all = names.join(", ");
    let mut text: String =
        all.chars().take(MOST).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    if all.chars().nth(MOST).is_some() {
        text.push('…');
    }
    if names.len() == 1 {
        text.push_str(" alone (format.delimiter says what separates columns)");
    }
    text
}

fn read_head(checked: &Checked, path: &Path) -> io::Result<Head> {
    let format = &checked.mapping.format;
    let mut lines = Lines::open(path, checked.encoding)?;
    let mut line = Vec::new();
    for _ in 0..format.skip_lines {
        lines.next_line(&mut line)?;
    }
    let mut head = Head { lines: lines.number(), names: None, is_empty: false };
    if !format.header {
        return Ok(head);
    }
    let mut fields = Fields::default();
    loop {
        if !lines.next_line(&mut line)? {
            return Ok(Head { is_empty: true, ..head });
        }
        let is_comment = checked.comment.is_some() && line.first().copied() == checked.comment;
        if is_comment || line.trim_ascii().is_empty() {
            continue;
        }
        encoding::check(&line, lines.number())?;
        fields.split(&mut line, checked.delimiter).map_err(|_| {
            io::Error::new(io::ErrorKind::InvalidData, "a quote in the header is not closed")
        })?;
        head.names = Some(fields.texts(&line));
        break;
    }
    for _ in 0..format.skip_after_header {
        lines.next_line(&mut line)?;
    }
    head.lines = lines.number();
    Ok(head)
}
