//! The single pass over `dataArray` pages; `None` means "not in a form I know", never "wrong".
//!
//! Whatever it accepts must be JSON and must mean what `careful` reads in it; the law tests hold it to that.
//! No memory is taken per row.

use super::{Group, Ids, Page, cell, number};
use gagehouse_model::time;
use gagehouse_observations::Columns;

/// More components than this, or deeper nesting, is left to the careful reader.
const MAX_COMPONENTS: usize = 16;
const MAX_DEPTH: usize = 32;
/// Rows for which room is made ahead: a page's usual maximum.
const MAX_ROOM: usize = 10_000;

/// What a component's cells are read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Component {
    Id,
    Time,
    Result,
    Quality,
    Other,
}

/// What a row's cells say.
struct Row {
    ends_us: (i64, i64),
    value: f64,
    quality: u16,
    id: i64,
}

/// Reads a whole page.
pub fn page(bytes: &[u8], ids: Ids) -> Option<Page> {
    let mut scanner = Scanner { bytes, at: 0, ids, day: (0, 0), midnight_us: 0 };
    let page = scanner.page()?;
    scanner.blanks();
    (scanner.at == scanner.bytes.len()).then_some(page)
}

struct Scanner<'a> {
    bytes: &'a [u8],
    at: usize,
    ids: Ids,
    /// The date read last and its midnight: neighbouring rows share it.
    day: (u64, u16),
    midnight_us: i64,
}

impl<'a> Scanner<'a> {
    fn page(&mut self) -> Option<Page> {
        let mut page = Page::default();
        let (mut value_seen, mut link_seen, mut count_seen) = (false, false, false);
        self.object(|scanner, key| match key {
            b"value" => {
                scanner.once(&mut value_seen)?;
                scanner.array(|scanner| scanner.group(&mut page))
            }
            b"@iot.nextLink" => {
                scanner.once(&mut link_seen)?;
                page.next_link = scanner.text_or_null()?.filter(|link| !link.is_empty());
                Some(())
            }
            b"@iot.count" => {
                scanner.once(&mut count_seen)?;
                page.count = Some(scanner.whole_number()?);
                Some(())
            }
            _ => scanner.skip_value(0).map(drop),
        })?;
        value_seen.then_some(page)
    }

    fn group(&mut self, page: &mut Page) -> Option<()> {
        let mut group = Group::default();
        let mut components = [Component::Other; MAX_COMPONENTS];
        let (mut width, mut rows_seen, mut link_seen) = (None, false, false);
        self.object(|scanner, key| {
            match key {
                b"Datastream@iot.navigationLink" | b"MultiDatastream@iot.navigationLink" => {
                    scanner.once(&mut link_seen)?;
                    let link = scanner.text_or_null()?;
                    group.datastream = link.as_deref().and_then(cell::datastream_in_link);
                    Some(())
                }
                b"components" if width.is_none() => {
                    width = Some(scanner.components(&mut components)?);
                    Some(())
                }
                b"dataArray" => {
                    scanner.once(&mut rows_seen)?;
                    // An array before its components is rare: the careful reader takes it.
                    let components = &components[..width?];
                    scanner.rows(components, &mut group, page)
                }
                b"components" | b"phenomenonTime" | b"result" => None,
                _ => scanner.skip_value(0).map(drop),
            }
        })?;
        rows_seen.then(|| page.groups.push(group))
    }

    fn components(&mut self, components: &mut [Component; MAX_COMPONENTS]) -> Option<usize> {
        let (mut width, mut times, mut results, mut ids, mut qualities) = (0, 0, 0, 0, 0);
        self.array(|scanner| {
            *components.get_mut(width)? = match scanner.plain_string()? {
                b"phenomenonTime" => {
                    times += 1;
                    Component::Time
                }
                b"result" => {
                    results += 1;
                    Component::Result
                }
                b"id" | b"@iot.id" => {
                    ids += 1;
                    Component::Id
                }
                b"resultQuality" => {
                    qualities += 1;
                    Component::Quality
                }
                _ => Component::Other,
            };
            width += 1;
            Some(())
        })?;
        (times == 1 && results == 1 && ids <= 1 && qualities <= 1).then_some(width)
    }

    fn rows(&mut self, components: &[Component], group: &mut Group, page: &mut Page) -> Option<()> {
        let keep_ids = self.ids == Ids::Keep && components.contains(&Component::Id);
        let room = if page.groups.is_empty() { self.room() } else { 0 };
        group.columns = Columns::with_capacity(room);
        if keep_ids {
            group.ids.reserve(room);
        }
        let mut qualities = QualityCache::default();
        self.array(|scanner| {
            let start = scanner.at;
            let told = (page.rows_without_zone, page.rows_with_interval);
            let row = scanner.row::<true>(components, keep_ids, page, (&mut qualities, group));
            let row = match row {
                Some(row) => row,
                None => {
                    scanner.at = start;
                    (page.rows_without_zone, page.rows_with_interval) = told;
                    scanner.airy_row(components, keep_ids, page, (&mut qualities, group))?
                }
            };
            group.columns.push_interval(row.ends_us, row.value, row.quality);
            if keep_ids {
                group.ids.push(row.id);
            }
            Some(())
        })
    }

    /// One row with blanks between its cells.
    #[inline(never)]
    fn airy_row(
        &mut self,
        components: &[Component],
        keep_ids: bool,
        page: &mut Page,
        said: (&mut QualityCache<'a>, &mut Group),
    ) -> Option<Row> {
        self.row::<false>(components, keep_ids, page, said)
    }

    /// One row. `TIGHT` knows no blanks between its cells, as nearly all services write none.
    ///
    /// What is unusual in a cell is read by functions of its own: a browser compiles the loop over rows anew once
    /// it has run for a while, and the larger it is, the more rows have passed by then.
    #[inline]
    fn row<const TIGHT: bool>(
        &mut self,
        components: &[Component],
        keep_ids: bool,
        page: &mut Page,
        (qualities, group): (&mut QualityCache<'a>, &mut Group),
    ) -> Option<Row> {
        let mut row = Row { ends_us: (0, 0), value: f64::NAN, quality: 0, id: 0 };
        let mut before = b'[';
        for component in components {
            if !TIGHT {
                self.blanks();
            }
            if !self.take(before) {
                return None;
            }
            before = b',';
            if !TIGHT {
                self.blanks();
            }
            match component {
                Component::Time => row.ends_us = self.time(page)?,
                Component::Result => row.value = self.result()?,
                Component::Id if keep_ids => row.id = self.id()?,
                Component::Quality => row.quality = self.quality(qualities, &mut group.columns)?,
                Component::Id => drop(self.id()?),
                Component::Other => drop(self.skip_value(0)?),
            }
        }
        if !TIGHT {
            self.blanks();
        }
        self.take(b']').then_some(row)
    }

    /// Rows to make room for, from the length of the first one.
    fn room(&self) -> usize {
        let rest = &self.bytes[self.at..];
        let row = rest.iter().take(400).position(|b| *b == b']').map_or(400, |end| end.max(8));
        (rest.len() / row).min(MAX_ROOM)
    }

    #[inline]
    fn time(&mut self, page: &mut Page) -> Option<(i64, i64)> {
        match self.usual_time() {
            Some(time_us) => Some((time_us, time_us)),
            None => self.unusual_time(page),
        }
    }

    #[cold]
    #[inline(never)]
    fn unusual_time(&mut self, page: &mut Page) -> Option<(i64, i64)> {
        let moment = cell::moment(self.plain_string()?)?;
        page.rows_without_zone += usize::from(!moment.zone_stated);
        page.rows_with_interval += usize::from(moment.is_interval());
        Some(moment.ends_us())
    }

    /// `"YYYY-MM-DD?HH:MM:SS[.f…](Z|+00:00)"`; anything else leaves the position where it was.
    #[inline]
    fn usual_time(&mut self) -> Option<i64> {
        let bytes = self.bytes.get(self.at..)?;
        let head: &[u8; 20] = bytes.first_chunk()?;
        let date: &[u8; 10] = head[1..].first_chunk()?;
        // As two numbers it is compared faster than as ten bytes.
        let day =
            (u64::from_le_bytes(*date.first_chunk()?), u16::from_le_bytes([date[8], date[9]]));
        if head[0] != b'"' || (head[11] != b'T' && head[11] != b' ') {
            return None;
        }
        let clock = u64::from_le_bytes(*head[12..].first_chunk()?);
        let seconds = seconds_of_day(clock)?;
        if day != self.day {
            self.midnight_us = midnight_us(date)?;
            self.day = day;
        }
        let mut at = 20;
        let mut fraction_us = 0;
        if bytes.get(at) == Some(&b'.') {
            at += 1;
            let from = at;
            let mut scale = time::SECOND_US / 10;
            while let Some(digit) = bytes.get(at).map(|b| b.wrapping_sub(b'0')).filter(|d| *d < 10)
            {
                fraction_us += i64::from(digit) * scale;
                scale /= 10;
                at += 1;
            }
            if at == from {
                return None;
            }
        }
        let rest = bytes.get(at..)?;
        let zone = if rest.starts_with(b"Z\"") {
            2
        } else if rest.starts_with(b"+00:00\"") {
            7
        } else {
            return None;
        };
        self.at += at + zone;
        Some(self.midnight_us + i64::from(seconds) * time::SECOND_US + fraction_us)
    }

    #[inline]
    fn result(&mut self) -> Option<f64> {
        match number::leading(self.bytes.get(self.at..)?) {
            Some((value, length)) => {
                self.at += length;
                Some(cell::finite(value))
            }
            None => self.unusual_result(),
        }
    }

    #[cold]
    #[inline(never)]
    fn unusual_result(&mut self) -> Option<f64> {
        match self.bytes.get(self.at)? {
            b'"' => cell::result_from_text(std::str::from_utf8(self.plain_string()?).ok()?),
            b'n' => self.word(b"null").map(|()| f64::NAN),
            b't' => self.word(b"true").map(|()| 1.0),
            b'f' => self.word(b"false").map(|()| 0.0),
            _ => None,
        }
    }

    #[inline]
    fn id(&mut self) -> Option<i64> {
        if let Some((number, length)) = number::leading_integer(&self.bytes[self.at..]) {
            self.at += length;
            return Some(number);
        }
        self.text_id()
    }

    #[cold]
    #[inline(never)]
    fn text_id(&mut self) -> Option<i64> {
        let text = std::str::from_utf8(self.plain_string()?).ok()?;
        Some(cell::id_from_text(text))
    }

    #[inline]
    fn quality(&mut self, cache: &mut QualityCache<'a>, columns: &mut Columns) -> Option<u16> {
        let rest = self.bytes.get(self.at..)?;
        if cache.last.len() > 1 && rest.starts_with(cache.last) {
            self.at += cache.last.len();
            return Some(cache.last_index);
        }
        if rest.starts_with(b"null") {
            self.at += 4;
            return Some(0);
        }
        self.other_quality(cache, columns)
    }

    /// A quality that is not that of the row before.
    #[inline(never)]
    fn other_quality(
        &mut self,
        cache: &mut QualityCache<'a>,
        columns: &mut Columns,
    ) -> Option<u16> {
        let delimited = matches!(self.bytes.get(self.at)?, b'{' | b'[' | b'"');
        let json = self.skip_value(0)?;
        let index = match cache.known.iter().find(|(known, _)| *known == json.as_bytes()) {
            Some((_, index)) => *index,
            None => {
                let index = columns.quality_index(&cell::quality(json));
                if cache.known.len() < 64 {
                    cache.known.push((json.as_bytes(), index));
                }
                index
            }
        };
        // Only text that shows its own end may be recognised by its beginning.
        if delimited {
            (cache.last, cache.last_index) = (json.as_bytes(), index);
        }
        Some(index)
    }

    /// `{ "key": …, … }`; `each` reads the value.
    fn object(&mut self, mut each: impl FnMut(&mut Self, &'a [u8]) -> Option<()>) -> Option<()> {
        self.expect(b'{')?;
        self.blanks();
        if self.take(b'}') {
            return Some(());
        }
        loop {
            self.blanks();
            let key = self.plain_string()?;
            self.expect(b':')?;
            self.blanks();
            each(self, key)?;
            self.blanks();
            if !self.take(b',') {
                return self.expect(b'}');
            }
        }
    }

    /// `[ …, … ]`; `each` reads an element.
    #[inline]
    fn array(&mut self, mut each: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.expect(b'[')?;
        self.blanks();
        if self.take(b']') {
            return Some(());
        }
        loop {
            self.blanks();
            each(self)?;
            self.blanks();
            if !self.take(b',') {
                return self.expect(b']');
            }
        }
    }

    /// A string without escapes, as the bytes between its quotes.
    #[inline]
    fn plain_string(&mut self) -> Option<&'a [u8]> {
        let bytes = self.bytes;
        let from = self.at + 1;
        if bytes.get(self.at) != Some(&b'"') {
            return None;
        }
        let length = bytes[from..].iter().position(|b| matches!(b, b'"' | b'\\' | 0..0x20))?;
        self.at = from + length + 1;
        let string = &bytes[from..from + length];
        (bytes[from + length] == b'"' && is_utf8(string)).then_some(string)
    }

    /// A string, escapes resolved, or null.
    fn text_or_null(&mut self) -> Option<Option<String>> {
        if self.bytes.get(self.at) != Some(&b'"') {
            return self.word(b"null").map(|()| None);
        }
        // Every escape, `\u0026` for `&` included, is resolved and judged by serde.
        let json = &self.bytes[self.at..];
        let json = &json[..super::string_length(json)];
        self.at += json.len();
        serde_json::from_slice(json).ok().map(Some)
    }

    fn whole_number(&mut self) -> Option<u64> {
        let from = self.at;
        self.skip_number()?;
        std::str::from_utf8(&self.bytes[from..self.at]).ok()?.parse().ok()
    }

    /// Passes over any JSON value and gives its text. Strings with `\u` are left to serde.
    fn skip_value(&mut self, depth: usize) -> Option<&'a str> {
        let from = self.at;
        match self.bytes.get(from)? {
            b'"' => self.skip_string()?,
            b'n' => self.word(b"null")?,
            b't' => self.word(b"true")?,
            b'f' => self.word(b"false")?,
            b'{' if depth < MAX_DEPTH => self.object_of_any(depth)?,
            b'[' if depth < MAX_DEPTH => {
                self.array(|scanner| scanner.skip_value(depth + 1).map(drop))?;
            }
            _ => self.skip_number()?,
        }
        std::str::from_utf8(&self.bytes[from..self.at]).ok()
    }

    fn object_of_any(&mut self, depth: usize) -> Option<()> {
        self.object(|scanner, _| scanner.skip_value(depth + 1).map(drop))
    }

    fn skip_string(&mut self) -> Option<()> {
        let mut at = self.at + 1;
        loop {
            match self.bytes.get(at)? {
                b'"' => break,
                b'\\' => {
                    if !matches!(
                        self.bytes.get(at + 1)?,
                        b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't'
                    ) {
                        return None;
                    }
                    at += 2;
                }
                0..0x20 => return None,
                _ => at += 1,
            }
        }
        let from = std::mem::replace(&mut self.at, at + 1);
        is_utf8(&self.bytes[from..at]).then_some(())
    }

    fn skip_number(&mut self) -> Option<()> {
        let (_, length) = number::leading(&self.bytes[self.at..])?;
        self.at += length;
        Some(())
    }

    fn word(&mut self, word: &[u8]) -> Option<()> {
        self.bytes[self.at..].starts_with(word).then(|| self.at += word.len())
    }

    /// Blanks, then the byte.
    #[inline]
    fn expect(&mut self, byte: u8) -> Option<()> {
        self.blanks();
        self.take(byte).then_some(())
    }

    #[inline]
    fn take(&mut self, byte: u8) -> bool {
        let there = self.bytes.get(self.at) == Some(&byte);
        self.at += usize::from(there);
        there
    }

    #[inline]
    fn blanks(&mut self) {
        while matches!(self.bytes.get(self.at), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    /// A key that comes twice is left to the careful reader.
    fn once(&self, seen: &mut bool) -> Option<()> {
        (!std::mem::replace(seen, true)).then_some(())
    }
}

/// Qualities of a page seen so far, by their JSON text.
#[derive(Default)]
struct QualityCache<'a> {
    last: &'a [u8],
    last_index: u16,
    known: Vec<(&'a [u8], u16)>,
}

/// Whether the bytes of a string are UTF-8. Nothing else of a page needs to be asked: outside of strings any
/// byte that is not ASCII is no JSON.
#[inline]
fn is_utf8(string: &[u8]) -> bool {
    string.is_ascii() || std::str::from_utf8(string).is_ok()
}

/// The midnight that begins a day of UTC.
#[cold]
#[inline(never)]
fn midnight_us(date: &[u8; 10]) -> Option<i64> {
    Some(time::parse(date)?.time.0)
}

/// Seconds since midnight of the eight bytes `HH:MM:SS`, read as a little-endian integer.
#[inline]
fn seconds_of_day(clock: u64) -> Option<u32> {
    let digits = clock ^ u64::from_le_bytes(*b"00:00:00");
    // Each byte must be a digit 0–9 (its high half is zero, and still is after adding 6); each colon zero.
    let high = 0xF0F0_FFF0_F0FF_F0F0;
    if digits & high != 0 || (digits + 0x0606_0006_0600_0606) & high != 0 {
        return None;
    }
    let two = |shift: u32| {
        let (tens, ones) = ((digits >> shift) & 0xF, (digits >> (shift + 8)) & 0xF);
        (tens * 10 + ones) as u32
    };
    let (hour, minute, second) = (two(0), two(24), two(48));
    (hour < 24 && minute < 60 && second < 60).then_some(hour * 3600 + minute * 60 + second)
}
