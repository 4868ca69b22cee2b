//! Numbers as readers expect them: with the decimals of their source, never with fewer than they have.

/// No number is written with more decimals than this; smaller ones get an exponent.
const MOST_DECIMALS: usize = 12;
/// Rows that are looked at to learn with how many decimals their source writes.
const ROWS_FOR_DECIMALS: usize = 40;
/// Values with more decimals than this were computed; they say nothing about how others are written.
const MOST_WRITTEN: usize = 4;
/// A computed number in a file has at least so many digits that say something.
const DIGITS_OF_COMPUTED: i32 = 4;

/// Decimals of the shortest text that reads back as the same number: 2 for 7.25.
pub fn decimals_of(value: f64) -> usize {
    if !value.is_finite() || needs_exponent(value) {
        return 0;
    }
    let text = format!("{value}");
    text.split_once('.').map_or(0, |(_, decimals)| decimals.len())
}

/// With how many decimals a source writes, as its first rows here tell: the most that one of them has.
pub fn decimals_of_rows(values: impl IntoIterator<Item = f64>) -> usize {
    let decimals = values.into_iter().take(ROWS_FOR_DECIMALS).map(decimals_of);
    decimals.filter(|decimals| *decimals <= MOST_WRITTEN).max().unwrap_or(0)
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

/// A computed number for a file that programs read: two decimals more than its measurements have, more where it is so
/// small that these would say little, a hyphen for minus.
pub fn computed_plain(value: f64, decimals: usize) -> String {
    if value == 0.0 || !value.is_finite() || needs_exponent(value) {
        return value.to_string();
    }
    let digits = DIGITS_OF_COMPUTED - 1 - value.abs().log10().floor() as i32;
    let decimals = (decimals + 2).max(digits.max(0) as usize).min(MOST_DECIMALS);
    // What was rounded is written as short as it goes, as measured values are.
    let text = format!("{value:.decimals$}");
    text.parse::<f64>().map_or(text, |rounded| rounded.to_string())
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

    #[test]
    fn a_source_writes_with_the_most_decimals_of_its_rows_but_for_computed_ones() {
        assert_eq!(decimals_of_rows([0.48, 0.5, 0.494, f64::NAN]), 3);
        assert_eq!(decimals_of_rows([2.406_041_666_666_666_4, 2.4]), 1);
        assert_eq!(decimals_of_rows([]), 0);
    }

    #[test]
    fn computed_numbers_in_files_have_digits_that_mean_something() {
        assert_eq!(computed_plain(2.406_041_666_666_666_4, 3), "2.40604");
        assert_eq!(computed_plain(-0.000_123_456_7, 2), "-0.0001235");
        assert_eq!(computed_plain(24.0, 1), "24");
        assert_eq!(computed_plain(0.1 + 0.2, 1), "0.3");
        assert_eq!(computed_plain(0.0, 1), "0");
    }

    proptest! {
        #[test]
        fn a_computed_number_stays_within_a_hundredth_of_the_last_decimal(
            value in -1e6f64..1e6, decimals in 0usize..5,
        ) {
            let written: f64 = computed_plain(value, decimals).parse().unwrap();
            let tolerance = 0.500_001 * 10f64.powi(-(decimals as i32) - 2);
            prop_assert!((written - value).abs() <= tolerance, "{} as {}", value, written);
        }

        #[test]
        fn every_number_reads_back_as_itself(value in any::<f64>(), decimals in 0usize..8) {
            prop_assume!(value.is_finite());
            let text = exact(value, decimals).replace('\u{2212}', "-");
            prop_assert_eq!(text.parse::<f64>().unwrap().to_bits(), value.to_bits());
        }
    }
}
