//! Round values along a value axis.

use crate::format::minus_sign;

/// A labelled value.
#[derive(Debug, Clone, PartialEq)]
pub struct Tick {
    /// Where.
    pub value: f64,
    /// What is written there.
    pub label: String,
}

/// About `wanted` ticks (at most about twice that many) at multiples of 1, 2 or 5 times a power of ten.
pub fn value_ticks((min, max): (f64, f64), wanted: usize) -> Vec<Tick> {
    let half = max / 2.0 - min / 2.0;
    if !(half > 0.0 && half.is_finite()) {
        return Vec::new();
    }
    let rough = half / (wanted.max(1) as f64 / 2.0);
    let exponent = rough.log10().floor();
    let power = 10f64.powf(exponent);
    let factor = match rough / power {
        near if near < 2f64.sqrt() => 1.0,
        near if near < 10f64.sqrt() => 2.0,
        near if near < 50f64.sqrt() => 5.0,
        _ => 10.0,
    };
    let exponent = if factor == 10.0 { exponent + 1.0 } else { exponent };
    let step = factor * power;
    let (first, last) = ((min / step).ceil(), (max / step).floor());
    // Where a step is less than the numbers can tell apart, or beyond them, there is nothing to label.
    let tells_apart = first.abs().max(last.abs()) < 1e15 && step.is_normal();
    if !tells_apart || last - first > 4.0 * wanted.max(1) as f64 + 4.0 {
        return Vec::new();
    }
    (0..=(last - first).max(-1.0) as i64)
        .map(|number| {
            let value = multiple(first + number as f64, factor, exponent);
            Tick { value, label: label(value, exponent, min.abs().max(max.abs())) }
        })
        .filter(|tick| (min..=max).contains(&tick.value))
        .collect()
}

/// Ticks of a logarithmic axis: powers of ten, with 2 and 5 between them where there is room; where it spans
/// less than one power of ten, those of [`value_ticks`].
pub fn log_ticks((min, max): (f64, f64), wanted: usize) -> Vec<Tick> {
    if !(min > 0.0 && max > min && max.is_finite()) {
        return Vec::new();
    }
    let (first, last) = (min.log10().floor() as i32, max.log10().ceil() as i32);
    let decades = max.log10() - min.log10();
    if decades < 1.0 {
        return value_ticks((min, max), wanted);
    }
    let factors: &[f64] = match wanted as f64 / decades {
        many if many >= 3.0 => &[1.0, 2.0, 5.0],
        many if many >= 2.0 => &[1.0, 3.0],
        _ => &[1.0],
    };
    let every = (decades / wanted.max(1) as f64).round().max(1.0) as usize;
    let powers = (first..=last).step_by(every);
    powers
        .flat_map(|power| factors.iter().map(move |factor| (power, *factor)))
        .map(|(power, factor)| Tick {
            value: multiple(factor, 1.0, f64::from(power)),
            label: log_label(factor, power),
        })
        .filter(|tick| (min..=max).contains(&tick.value))
        .collect()
}

fn log_label(factor: f64, power: i32) -> String {
    match power {
        0..=6 => format!("{:.0}", factor * 10f64.powi(power)),
        -4..=-1 => format!("{:.*}", power.unsigned_abs() as usize, factor * 10f64.powi(power)),
        _ => minus_sign(format!("{factor:.0}e{power}")),
    }
}

/// A multiple of `factor × 10^exponent`, by a division when the exponent is negative: 3 × 0.1 is 0.3 then.
fn multiple(number: f64, factor: f64, exponent: f64) -> f64 {
    let factor = if factor == 10.0 { 1.0 } else { factor };
    if exponent < 0.0 && exponent > -300.0 {
        number * factor / 10f64.powf(-exponent)
    } else {
        number * factor * 10f64.powf(exponent)
    }
}

fn label(value: f64, exponent: f64, largest: f64) -> String {
    if !(1e-6..1e7).contains(&largest) {
        let digits = (largest.log10().floor() - exponent).clamp(0.0, 12.0) as usize;
        return minus_sign(if value == 0.0 {
            "0".to_owned()
        } else {
            format!("{value:.digits$e}")
        });
    }
    let decimals = (-exponent).clamp(0.0, 12.0) as usize;
    // A zero that came out of −0.04 would carry its sign.
    minus_sign(format!("{:.decimals$}", if value == 0.0 { 0.0 } else { value }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn labels(range: (f64, f64), wanted: usize) -> Vec<String> {
        value_ticks(range, wanted).into_iter().map(|tick| tick.label).collect()
    }

    #[test]
    fn ticks_are_round_and_alike() {
        assert_eq!(labels((7.83, 8.91), 5), ["8.0", "8.2", "8.4", "8.6", "8.8"]);
        assert_eq!(labels((-1.0, 1.0), 4), ["−1.0", "−0.5", "0.0", "0.5", "1.0"]);
        assert_eq!(labels((0.0, 350_000.0), 4), ["0", "100000", "200000", "300000"]);
        assert_eq!(labels((0.0, 9e9), 3), ["0", "2e9", "4e9", "6e9", "8e9"]);
        assert_eq!(labels((1.0, 1.0), 3), Vec::<String>::new());
    }

    #[test]
    fn a_logarithmic_axis_is_labelled_at_powers_of_ten_and_between_them_where_there_is_room() {
        let labels = |range, wanted| -> Vec<String> {
            log_ticks(range, wanted).into_iter().map(|tick| tick.label).collect()
        };
        assert_eq!(
            labels((0.05, 20.0), 9),
            ["0.05", "0.1", "0.2", "0.5", "1", "2", "5", "10", "20"]
        );
        assert_eq!(labels((0.5, 2e4), 4), ["1", "10", "100", "1000", "10000"]);
        assert_eq!(labels((1e-9, 1e9), 5), ["1e−9", "1e−5", "0.1", "1000", "1e7"]);
        assert_eq!(labels((2.0, 6.0), 4), ["2", "3", "4", "5", "6"]);
        assert_eq!(labels((0.0, 6.0), 4), Vec::<String>::new());
    }

    proptest! {
        #[test]
        fn ticks_lie_inside_ascending_and_are_not_too_many(
            a in any::<f64>(), b in any::<f64>(), wanted in 1usize..20,
        ) {
            prop_assume!(a.is_finite() && b.is_finite());
            let range = (a.min(b), a.max(b));
            let ticks = value_ticks(range, wanted);
            prop_assert!(ticks.len() <= 4 * wanted + 5);
            prop_assert!(ticks.iter().all(|t| range.0 <= t.value && t.value <= range.1));
            prop_assert!(ticks.windows(2).all(|pair| pair[0].value < pair[1].value));
        }

        #[test]
        fn ordinary_ranges_have_ticks(low in -1e6f64..1e6, span in 1e-6f64..1e6, wanted in 2usize..12) {
            let ticks = value_ticks((low, low + span), wanted);
            prop_assert!(ticks.len() * 3 >= wanted, "{} of {}", ticks.len(), wanted);
            prop_assert!(ticks.windows(2).all(|pair| pair[0].label != pair[1].label));
        }
    }
}
