//! Reading before there is anything to read.
//!
//! A browser compiles a function well only after it has run for a while, and for a loop over rows that takes as
//! long as the first million rows. A worker that nobody asks yet reads made-up pages, so that this is done by then.

use crate::timer;
use gagehouse_model::TimeUs;
use gagehouse_model::time::MINUTE_US;
use gagehouse_sensorthings::page::{Ids, decode};
use std::cell::Cell;
use std::fmt::Write as _;

/// Rows of a made-up page: few, so that nobody who asks waits for long.
const ROWS: i64 = 5_000;
/// So many are enough for Chromium 156 to compile all that a page needs.
const PAGES: usize = 40;

/// Reads pages and forgets them, until somebody asks for something.
pub async fn warm_up(is_asked: &Cell<bool>) {
    let page = page();
    for _ in 0..PAGES {
        timer::sleep(0).await;
        if is_asked.get() {
            return;
        }
        let read = decode(page.as_bytes(), Ids::Keep);
        let groups = read.map(|page| page.groups).unwrap_or_default();
        groups.iter().for_each(|group| drop(group.columns.pack()));
    }
}

/// A page in the form that services send.
fn page() -> String {
    let components = r#""components":["id","phenomenonTime","result","resultQuality"]"#;
    let mut page = format!(r#"{{"value":[{{{components},"dataArray":["#);
    for row in 0..ROWS {
        let comma = if row > 0 { "," } else { "" };
        let time = TimeUs(row * MINUTE_US).to_rfc3339();
        // Writing to a text does not fail.
        let _ = write!(page, r#"{comma}[{row},"{time}",{}.{},null]"#, row % 90, row % 10);
    }
    page.push_str("]}]}");
    page
}

#[cfg(test)]
mod tests {
    use super::*;
    use gagehouse_sensorthings::page::is_scanned;

    #[test]
    fn what_is_read_is_a_page_in_the_form_that_is_read_fast() {
        assert!(is_scanned(page().as_bytes()));
    }
}
