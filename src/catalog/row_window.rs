//! Which rows of a long table are in the document: those in view and some around, all of one height.

/// Rows kept above and below the view, so that the keyboard finds the next one there.
const OVERSCAN: usize = 5;

/// A stretch of rows, with the room that stands for the rest.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct RowWindow {
    /// First row in the document.
    pub first: usize,
    /// Row after the last in the document.
    pub end: usize,
    /// Height of the rows before, in CSS pixels.
    pub before_px: f64,
    /// Height of the rows after, in CSS pixels.
    pub after_px: f64,
}

/// The window for a scroll position.
pub fn row_window(scroll_top_px: f64, view_px: f64, row_px: f64, rows: usize) -> RowWindow {
    if row_px <= 0.0 || rows == 0 {
        return RowWindow::default();
    }
    // A filter may have left fewer rows than were scrolled past.
    let last_px = (rows as f64 * row_px - view_px).max(0.0);
    let scroll_top_px = scroll_top_px.min(last_px);
    let at = |px: f64| (px.max(0.0) / row_px) as usize;
    let first = at(scroll_top_px).saturating_sub(OVERSCAN).min(rows.saturating_sub(1));
    let end = (at(scroll_top_px + view_px) + 1 + OVERSCAN).clamp(first + 1, rows);
    RowWindow {
        first,
        end,
        before_px: first as f64 * row_px,
        after_px: (rows - end) as f64 * row_px,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_height_is_always_that_of_all_rows_and_the_view_is_covered() {
        for rows in [1, 5, 30, 1_000] {
            for scroll_top_px in [-20.0, 0.0, 13.0, 400.0, 39_000.0, 1e9] {
                let window = row_window(scroll_top_px, 500.0, 40.0, rows);
                let inside_px = (window.end - window.first) as f64 * 40.0;
                assert_eq!(window.before_px + inside_px + window.after_px, rows as f64 * 40.0);
                assert!(window.first < window.end && window.end <= rows);
                let last_px = (rows as f64 * 40.0 - 500.0).max(0.0);
                let seen_px = scroll_top_px.clamp(0.0, last_px);
                assert!(window.before_px <= seen_px);
                assert!(window.before_px + inside_px >= (seen_px + 500.0).min(rows as f64 * 40.0));
            }
        }
    }

    #[test]
    fn no_rows_need_no_room() {
        assert_eq!(row_window(100.0, 500.0, 40.0, 0), RowWindow::default());
    }
}
