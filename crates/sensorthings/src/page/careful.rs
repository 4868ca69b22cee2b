//! The reader for every page that the single pass leaves: serde, one row at a time, numbers exact.

use super::{Group, Ids, Page, PageError, Reason, Rejected, cell, number};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use std::borrow::Cow;

/// Length at which an offending text is cut in a reason.
const SHOWN_CHARS: usize = 60;

/// A page as JSON: what is not named here is ignored.
#[derive(Deserialize)]
struct PageJson<'a> {
    #[serde(borrow)]
    value: Option<Vec<&'a RawValue>>,
    #[serde(rename = "@iot.nextLink", borrow, default)]
    next_link: Option<Cow<'a, str>>,
    #[serde(rename = "@iot.count", default, deserialize_with = "lenient_count")]
    count: Option<u64>,
}

/// An element of `value`: a dataArray group or an Observation.
#[derive(Deserialize)]
struct Element<'a> {
    #[serde(rename = "Datastream@iot.navigationLink", borrow, default)]
    datastream_link: Option<Cow<'a, str>>,
    #[serde(rename = "MultiDatastream@iot.navigationLink", borrow, default)]
    multi_link: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    components: Option<Vec<Cow<'a, str>>>,
    #[serde(rename = "dataArray", borrow, default)]
    data_array: Option<Vec<&'a RawValue>>,
    #[serde(rename = "phenomenonTime", borrow, default)]
    time: Option<&'a RawValue>,
    #[serde(borrow, default)]
    result: Option<&'a RawValue>,
    #[serde(rename = "resultQuality", borrow, default)]
    quality: Option<&'a RawValue>,
    #[serde(rename = "@iot.id", borrow, default)]
    iot_id: Option<&'a RawValue>,
    #[serde(borrow, default)]
    id: Option<&'a RawValue>,
}

/// Reads a whole page.
pub fn page(text: &str, ids: Ids) -> Result<Page, PageError> {
    match read(text, ids) {
        Err(PageError::NotJson(message)) => match without_bare_words(text) {
            Some(repaired) => read(&repaired, ids),
            None => Err(PageError::NotJson(message)),
        },
        other => other,
    }
}

fn read(text: &str, ids: Ids) -> Result<Page, PageError> {
    let json: PageJson = serde_json::from_str(text).map_err(not_json)?;
    let mut page = Page {
        next_link: json.next_link.map(Cow::into_owned).filter(|link| !link.is_empty()),
        count: json.count,
        ..Page::default()
    };
    let mut entities = Group::default();
    let (mut entity_rows, mut observations) = (0, 0);
    let value = json.value.ok_or(PageError::NoValue)?;
    for element in value {
        let Ok(element) = serde_json::from_str::<Element>(element.get()) else {
            reject(&mut page, entity_rows, Reason::Shape);
            entity_rows += 1;
            continue;
        };
        match (element.components, element.data_array) {
            (Some(components), Some(rows)) => {
                let link = element.datastream_link.or(element.multi_link);
                let datastream = link.as_deref().and_then(cell::datastream_in_link);
                let mut group = Group { datastream, ..Group::default() };
                let layout = Layout::of(&components, !rows.is_empty())?;
                for (row, cells) in rows.into_iter().enumerate() {
                    layout.row(cells, row, ids, &mut group, &mut page);
                }
                page.groups.push(group);
            }
            _ => {
                observations += usize::from(element.time.is_some() || element.result.is_some());
                let cells = Cells {
                    time: element.time,
                    result: element.result,
                    quality: element.quality,
                    id: element.iot_id.or(element.id),
                };
                cells.push(entity_rows, ids, &mut entities, &mut page);
                entity_rows += 1;
            }
        }
    }
    if entity_rows > 0 {
        if observations == 0 && page.groups.is_empty() {
            // Entities of another kind, such as the list of sets at a service's root.
            return Err(PageError::NoComponent("phenomenonTime"));
        }
        page.groups.push(entities);
    }
    for group in &mut page.groups {
        // Ids serve only when every row has one.
        if group.ids.len() != group.columns.len() {
            group.ids.clear();
        }
    }
    Ok(page)
}

/// Where the components that matter stand in a row.
struct Layout {
    width: usize,
    time: usize,
    result: usize,
    quality: Option<usize>,
    id: Option<usize>,
}

impl Layout {
    fn of(components: &[Cow<str>], needed: bool) -> Result<Self, PageError> {
        let find = |names: &[&str]| components.iter().position(|c| names.contains(&c.as_ref()));
        let must = |name: &'static str| match find(&[name]) {
            Some(position) => Ok(position),
            None if needed => Err(PageError::NoComponent(name)),
            None => Ok(0),
        };
        Ok(Self {
            width: components.len(),
            time: must("phenomenonTime")?,
            result: must("result")?,
            quality: find(&["resultQuality"]),
            id: find(&["id", "@iot.id"]),
        })
    }

    fn row(&self, row: &RawValue, index: usize, ids: Ids, group: &mut Group, page: &mut Page) {
        let cells = serde_json::from_str::<Vec<&RawValue>>(row.get());
        let Some(cells) = cells.ok().filter(|cells| cells.len() == self.width) else {
            return reject(page, index, Reason::Shape);
        };
        let at = |position: Option<usize>| position.and_then(|p| cells.get(p)).copied();
        Cells {
            time: at(Some(self.time)),
            result: at(Some(self.result)),
            quality: at(self.quality),
            id: at(self.id),
        }
        .push(index, ids, group, page);
    }
}

/// The cells of one row that matter.
struct Cells<'a> {
    time: Option<&'a RawValue>,
    result: Option<&'a RawValue>,
    quality: Option<&'a RawValue>,
    id: Option<&'a RawValue>,
}

impl Cells<'_> {
    fn push(self, row: usize, ids: Ids, group: &mut Group, page: &mut Page) {
        let time_json = self.time.map_or("null", RawValue::get);
        let time_text = text_of(time_json);
        let Some(moment) = time_text.as_deref().and_then(|text| cell::moment(text.as_bytes()))
        else {
            let shown = time_text.as_deref().unwrap_or(time_json);
            return reject(page, row, Reason::Time(shown.chars().take(SHOWN_CHARS).collect()));
        };
        page.rows_without_zone += usize::from(!moment.zone_stated);
        page.rows_with_interval += usize::from(moment.is_interval());
        let json = self.result.map_or("null", RawValue::get);
        let result = result(json);
        let quality = match self.quality.map(RawValue::get) {
            None | Some("null") => 0,
            Some(json) => group.columns.quality_index(&cell::quality(json)),
        };
        match result {
            CellResult::Number(value) => {
                group.columns.push_interval(moment.ends_us(), value, quality);
            }
            CellResult::State(state) => group.columns.push_state(moment.ends_us(), &state, quality),
            CellResult::Other => {
                reject(page, row, Reason::Result(json.chars().take(SHOWN_CHARS).collect()));
                group.columns.push_interval(moment.ends_us(), f64::NAN, quality);
            }
        }
        if let Some(id) = self.id.filter(|_| ids == Ids::Keep).map(|json| id(json.get())) {
            group.ids.push(id);
        }
    }
}

/// What a result is.
enum CellResult<'a> {
    /// A number, or NaN for none; `true` is 1 and `false` is 0.
    Number(f64),
    /// A text that is no number.
    State(Cow<'a, str>),
    /// An object or an array.
    Other,
}

fn result(json: &str) -> CellResult<'_> {
    let number = match json.as_bytes().first() {
        Some(b'n') => Some(f64::NAN),
        Some(b't') => Some(1.0),
        Some(b'f') => Some(0.0),
        Some(b'"') => {
            return text_of(json).map_or(CellResult::Other, |text| {
                match cell::result_from_text(&text) {
                    Some(number) => CellResult::Number(number),
                    None => CellResult::State(text),
                }
            });
        }
        _ => number::leading(json.as_bytes())
            .filter(|(_, length)| *length == json.len())
            .map(|(value, _)| cell::finite(value)),
    };
    number.map_or(CellResult::Other, CellResult::Number)
}

fn id(json: &str) -> i64 {
    if let Ok(number) = json.parse() {
        return number;
    }
    cell::id_from_text(text_of(json).as_deref().unwrap_or(json))
}

/// The text of a JSON string; borrowed unless it has escapes.
fn text_of(json: &str) -> Option<Cow<'_, str>> {
    let inner = json.strip_prefix('"')?.strip_suffix('"')?;
    if inner.contains('\\') {
        return serde_json::from_str(json).ok().map(Cow::Owned);
    }
    Some(Cow::Borrowed(inner))
}

/// A row that is left out, or kept as a gap; its group is the one being read.
fn reject(page: &mut Page, row: usize, reason: Reason) {
    page.rejected.push(Rejected { group: page.groups.len(), row, reason });
}

fn not_json(error: serde_json::Error) -> PageError {
    PageError::NotJson(error.to_string())
}

/// A count that is no whole number says nothing.
fn lenient_count<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    let json = Option::<&'de RawValue>::deserialize(deserializer)?;
    Ok(json.and_then(|json| json.get().parse().ok()))
}

/// The text with bare `NaN` and `Infinity` tokens as null; `None` when there are none.
fn without_bare_words(text: &str) -> Option<String> {
    const WORDS: [&str; 3] = ["NaN", "-Infinity", "Infinity"];
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut found = false;
    while let Some(at) = rest.find(['"', 'N', 'I', '-']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let length = if rest.starts_with('"') {
            super::string_length(rest.as_bytes())
        } else if let Some(word) = WORDS.iter().find(|word| rest.starts_with(**word)) {
            found = true;
            out.push_str("null");
            rest = &rest[word.len()..];
            continue;
        } else {
            1
        };
        out.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    out.push_str(rest);
    found.then_some(out)
}
