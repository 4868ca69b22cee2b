//! Pointers on the plot's surface, told apart into gestures.
//!
//! Mouse and pen: a drag selects a stretch to zoom to; with Shift, or the middle button, it moves the view.
//! Touch: one finger moves the view, two zoom it. A tap or click places the cursor.

use gagehouse_chart::TimeScale;
use gagehouse_chart::navigate::{between, panned_px, zoomed};
use gagehouse_model::{TimeRange, TimeUs};

/// A press that moves less than this is a click.
const CLICK_PX: f64 = 4.0;

/// A pointer that is down.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Down {
    id: i32,
    from_px: f64,
    at_px: f64,
}

/// What a press is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Kind {
    #[default]
    None,
    Select,
    Pan,
    Pinch,
}

/// The pointers that are down and what they do.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Gestures {
    down: Vec<Down>,
    kind: Kind,
}

/// What a move or a release of a pointer asks for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Asked {
    /// Nothing.
    Nothing,
    /// Read the rows at this instant.
    Cursor(TimeUs),
    /// Show that this stretch, in pixels, is being selected.
    Selecting(f64, f64),
    /// Show this.
    View(TimeRange),
}

impl Gestures {
    /// A pointer goes down.
    pub fn press(&mut self, id: i32, px: f64, moves_view: bool) {
        self.down.retain(|down| down.id != id);
        self.down.push(Down { id, from_px: px, at_px: px });
        self.kind = match (self.down.len(), moves_view) {
            (1, false) => Kind::Select,
            (1, true) => Kind::Pan,
            _ => Kind::Pinch,
        };
    }

    /// A pointer moves, down or not, over so many columns of pixels.
    pub fn drag(&mut self, id: i32, px: f64, (scale, columns): (TimeScale, u32)) -> Asked {
        let Some(number) = self.down.iter().position(|down| down.id == id) else {
            return Asked::Cursor(scale.time(px));
        };
        let before_px = self.down[number].at_px;
        self.down[number].at_px = px;
        let width = (scale.right_px - scale.left_px).max(1.0);
        match self.kind {
            Kind::None => Asked::Nothing,
            Kind::Select => Asked::Selecting(self.down[number].from_px, px),
            Kind::Pan => {
                let column_px = width / f64::from(columns.max(1));
                let by = ((before_px - px) / column_px).round();
                // What is less than a column waits for the next move.
                self.down[number].at_px = before_px - by * column_px;
                if by == 0.0 {
                    return Asked::Nothing;
                }
                Asked::View(panned_px(scale.window, by as i64, columns))
            }
            Kind::Pinch => {
                let Some(other) = self.down.iter().find(|down| down.id != id) else {
                    return Asked::Nothing;
                };
                let apart = |px: f64| (px - other.at_px).abs().max(8.0);
                let factor = apart(before_px) / apart(px);
                Asked::View(zoomed(
                    scale.window,
                    scale.time(f64::midpoint(px, other.at_px)),
                    factor,
                ))
            }
        }
    }

    /// A pointer is released.
    pub fn release(&mut self, id: i32, px: f64, scale: TimeScale) -> Asked {
        let Some(number) = self.down.iter().position(|down| down.id == id) else {
            return Asked::Nothing;
        };
        let released = self.down.remove(number);
        let kind = self.kind;
        // The finger that stays after a pinch goes on moving the view.
        self.kind = if self.down.is_empty() { Kind::None } else { Kind::Pan };
        let is_click = (px - released.from_px).abs() < CLICK_PX;
        match kind {
            Kind::Select | Kind::Pan if is_click => Asked::Cursor(scale.time(px)),
            Kind::Select => {
                let inside = |px: f64| scale.time(px.clamp(scale.left_px, scale.right_px));
                Asked::View(between(inside(released.from_px), inside(px)))
            }
            _ => Asked::Nothing,
        }
    }

    /// All pointers are forgotten.
    pub fn cancel(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scale() -> TimeScale {
        let window = TimeRange { start: TimeUs(0), end: TimeUs(1_000_000_000) };
        TimeScale { window, left_px: 0.0, right_px: 1_000.0 }
    }

    #[test]
    fn a_drag_selects_and_a_click_reads() {
        let mut gestures = Gestures::default();
        gestures.press(1, 400.0, false);
        assert_eq!(gestures.drag(1, 200.0, (scale(), 1_000)), Asked::Selecting(400.0, 200.0));
        let Asked::View(view) = gestures.release(1, 200.0, scale()) else { panic!("no view") };
        assert_eq!((view.start, view.end), (TimeUs(200_000_000), TimeUs(400_000_000)));
        gestures.press(1, 400.0, false);
        assert_eq!(gestures.release(1, 401.0, scale()), Asked::Cursor(TimeUs(401_000_000)));
    }

    #[test]
    fn two_fingers_zoom_and_the_one_that_stays_moves() {
        let mut gestures = Gestures::default();
        gestures.press(1, 400.0, true);
        gestures.press(2, 600.0, true);
        let Asked::View(view) = gestures.drag(2, 800.0, (scale(), 1_000)) else {
            panic!("no view")
        };
        assert_eq!(view.len_us(), 500_000_000);
        assert_eq!(gestures.release(2, 800.0, scale()), Asked::Nothing);
        let Asked::View(view) = gestures.drag(1, 300.0, (scale(), 1_000)) else {
            panic!("no view")
        };
        assert_eq!(view.start, TimeUs(100_000_000));
    }
}
