//! Numbers as readers expect them: with the decimals of their source, never with fewer than they have.

/// No number is written with more decimals than this; smaller ones get an exponent.
const MOST_DECIMALS: usize = 12;

/// Decimals of the shortest text that reads back as the same number: 2 for 7.25.
pub fn decimals_of(value: f64) -> usize {
    if !value.is_finite() || needs_exponent(value) {
        return 0;
    }
    let text = format!("{value}");
    text.split_once('.').map_or(0, |(_, decimals)| decimals.len())
}

/// A measured number with at least `decimals` decimals (those its neighbours have), and as many more as
/// it takes to read back the same number.
pub fn exact(value: f64, decimals: usize) -> String {
    if value.is_nan() {
        return "no value".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "+∞" } else { "−∞" }.to_owned();
    }
    if needs_exponent(value) {
        return minus_sign(format!("{value:e}"));
    }
    let decimals = decimals.min(MOST_DECIMALS).max(decimals_of(value));
    minus_sign(format!("{value:.decimals$}"))
}

/// A computed number (a mean, a deviation) with one decimal more than its measurements.
pub fn computed(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return exact(value, 0);
    }
    let decimals = (decimals + 1).min(MOST_DECIMALS);
    if value != 0.0 && (value.abs() < 0.5 * 10f64.powi(-(decimals as i32)) || value.abs() >= 1e15) {
        return minus_sign(format!("{value:.3e}"));
    }
    minus_sign(format!("{value:.decimals$}"))
}

/// A whole number in groups of three, `350,000`.
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Replaces the hyphens that stand for minus by minus signs.
pub fn minus_sign(text: String) -> String {
    if text.contains('-') { text.replace('-', "\u{2212}") } else { text }
}

fn needs_exponent(value: f64) -> bool {
    value != 0.0 && (value.abs() >= 1e15 || value.abs() < 1e-9)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_have_the_decimals_of_their_neighbours() {
        assert_eq!(exact(7.4, 2), "7.40");
        assert_eq!(exact(7.4251, 2), "7.4251");
        assert_eq!(exact(-9999.0, 2), "−9999.00");
        assert_eq!(exact(1e-12, 2), "1e−12");
        assert_eq!(exact(f64::NAN, 2), "no value");
        assert_eq!(computed(7.123456, 2), "7.123");
        assert_eq!(computed(1e-9, 2), "1.000e−9");
    }

    #[test]
    fn counts_are_grouped_by_thousands() {
        let counts = [0, 999, 1_000, 350_000, 43_400_000].map(count);
        assert_eq!(counts, ["0", "999", "1,000", "350,000", "43,400,000"]);
    }

    proptest! {
        #[test]
        fn every_number_reads_back_as_itself(value in any::<f64>(), decimals in 0usize..8) {
            prop_assume!(value.is_finite());
            let text = exact(value, decimals).replace('\u{2212}', "-");
            prop_assert_eq!(text.parse::<f64>().unwrap().to_bits(), value.to_bits());
        }
    }
}
