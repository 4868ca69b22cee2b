//! From instants and values to pixels and back.

use gagehouse_model::{TimeRange, TimeUs};

/// Instants of a window laid out from left to right.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TimeScale {
    /// The instants shown.
    pub window: TimeRange,
    /// Pixel of the window's start.
    pub left_px: f64,
    /// Pixel of the window's end.
    pub right_px: f64,
}

impl TimeScale {
    /// Where an instant lies; outside the window, outside the pixels.
    pub fn px(self, time: TimeUs) -> f64 {
        let offset_us = time.0 as i128 - self.window.start.0 as i128;
        let share = offset_us as f64 / self.length_us();
        self.left_px + share * (self.right_px - self.left_px)
    }

    /// The instant at a pixel.
    pub fn time(self, px: f64) -> TimeUs {
        let share = (px - self.left_px) / (self.right_px - self.left_px).max(1e-9);
        // A float to integer cast saturates; beyond the range of times there is nothing to show.
        let offset_us = (share * self.length_us()).round() as i64;
        TimeUs(self.window.start.0.saturating_add(offset_us))
    }

    fn length_us(self) -> f64 {
        (self.window.end.0 as i128 - self.window.start.0 as i128).max(1) as f64
    }
}

/// Values of a range laid out from bottom to top.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ValueScale {
    /// Value at the bottom.
    pub min: f64,
    /// Value at the top, larger than `min`.
    pub max: f64,
    /// Pixel of the top.
    pub top_px: f64,
    /// Pixel of the bottom.
    pub bottom_px: f64,
    /// Whether equal ratios are equally far apart; `min` is above zero then.
    pub log: bool,
}

impl ValueScale {
    /// Whether the scale has a place for the value: a logarithmic one has none for zero and below.
    pub fn has(self, value: f64) -> bool {
        !self.log || value > 0.0
    }

    /// Where a value lies; far outside the range it is held a screen away, where no canvas overflows, and
    /// so is a value for which the scale has no place.
    pub fn px(self, value: f64) -> f64 {
        let share = if self.log {
            (value.max(0.0).ln() - self.min.ln()) / (self.max.ln() - self.min.ln())
        } else {
            // Halved, so that a range from −f64::MAX to f64::MAX does not overflow.
            (value / 2.0 - self.min / 2.0) / (self.max / 2.0 - self.min / 2.0)
        };
        let height = self.bottom_px - self.top_px;
        let screen = height.abs().max(1.0) * 8.0;
        (self.bottom_px - share * height).clamp(self.top_px - screen, self.bottom_px + screen)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pixels_and_instants_are_each_others_inverse() {
        let window = TimeRange { start: TimeUs(1_000_000), end: TimeUs(11_000_000) };
        let scale = TimeScale { window, left_px: 50.0, right_px: 1_050.0 };
        assert_eq!(scale.px(TimeUs(6_000_000)), 550.0);
        assert_eq!(scale.time(550.0), TimeUs(6_000_000));
        assert_eq!(scale.time(scale.px(TimeUs(3_333_333))), TimeUs(3_333_333));
    }

    #[test]
    fn a_logarithmic_scale_puts_ten_halfway_between_one_and_a_hundred() {
        let scale = ValueScale { min: 1.0, max: 100.0, top_px: 0.0, bottom_px: 100.0, log: true };
        assert!((scale.px(10.0) - 50.0).abs() < 1e-9);
        assert_eq!((scale.px(0.0), scale.px(-5.0)), (900.0, 900.0));
        assert!(!scale.has(0.0) && scale.has(1e-300));
    }

    #[test]
    fn values_at_the_limits_of_a_number_stay_on_the_canvas() {
        let scale =
            ValueScale { min: f64::MIN, max: f64::MAX, top_px: 0.0, bottom_px: 100.0, log: false };
        assert_eq!(scale.px(0.0), 50.0);
        let scale = ValueScale { min: 0.0, max: 1.0, top_px: 0.0, bottom_px: 100.0, log: false };
        assert_eq!(scale.px(f64::MAX), -800.0);
    }
}
