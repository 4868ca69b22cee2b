//! JSON numbers to `f64`, exactly rounded.

/// Powers of ten that an `f64` holds exactly.
const EXACT: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
];

/// Reads the JSON number at the start of `text`; gives it with its length, `None` when there is none.
#[inline]
pub fn leading(text: &[u8]) -> Option<(f64, usize)> {
    at_one_look(text).or_else(|| digit_by_digit(text))
}

/// A number like `-12.345` of at most seven characters after its sign, before a comma or a bracket, in one look at
/// eight bytes; `None` says nothing about others.
#[inline]
fn at_one_look(text: &[u8]) -> Option<(f64, usize)> {
    let sign = usize::from(text.first() == Some(&b'-'));
    let digits = u64::from_le_bytes(*text.get(sign..)?.first_chunk()?) ^ EIGHT_ZEROS;
    // Every byte up to the second that is no digit is judged rightly: a point carries nothing into the next one.
    let others = not_digits(digits);
    let whole = others.trailing_zeros() & !7;
    let byte_at = |bits: u32| (digits >> bits) as u8 ^ b'0';
    if whole == 0 || whole == 64 || (whole > 8 && byte_at(0) == b'0') {
        return None;
    }
    let (end, fraction) = if byte_at(whole) == b'.' {
        let end = (others & !(0xFF << whole)).trailing_zeros() & !7;
        (end, end.wrapping_sub(whole + 8))
    } else {
        (whole, 0)
    };
    let has_fraction = end > whole;
    if end == 64 || (has_fraction && fraction == 0) || !matches!(byte_at(end), b',' | b']') {
        return None;
    }
    // The digits side by side, the last one in the highest byte, zeros before the first.
    let low = digits & ((1 << whole) - 1);
    let high = if has_fraction { digits >> (whole + 8) << whole } else { 0 };
    let count = whole + fraction;
    let mantissa = f64::from(number_of((low | high) << (64 - count)));
    let magnitude = mantissa / EXACT[(fraction / 8) as usize];
    Some((if sign == 1 { -magnitude } else { magnitude }, sign + (end / 8) as usize))
}

/// Reads any JSON number.
///
/// An integer of at most 2^53 times or divided by an exact power of ten is one correctly rounded
/// operation; everything else goes to the standard library, which is exact but slower.
#[inline(never)]
fn digit_by_digit(text: &[u8]) -> Option<(f64, usize)> {
    let negative = text.first() == Some(&b'-');
    let first = usize::from(negative);
    let mut at = first;
    let mut mantissa: u64 = 0;
    while let Some(digit) = digit_at(text, at) {
        mantissa = mantissa.wrapping_mul(10).wrapping_add(u64::from(digit));
        at += 1;
    }
    let whole_digits = at - first;
    if whole_digits == 0 || (whole_digits > 1 && text[first] == b'0') {
        return None;
    }
    let mut digits = whole_digits;
    let mut exponent = 0i32;
    if text.get(at) == Some(&b'.') {
        at += 1;
        let from = at;
        while let Some(digit) = digit_at(text, at) {
            mantissa = mantissa.wrapping_mul(10).wrapping_add(u64::from(digit));
            at += 1;
        }
        if at == from {
            return None;
        }
        digits += at - from;
        exponent = -i32::try_from(at - from).ok()?;
    }
    if matches!(text.get(at), Some(b'e' | b'E')) {
        let (power, end) = power_at(text, at + 1)?;
        exponent = exponent.saturating_add(power);
        at = end;
    }
    let exact = digits <= 19 && mantissa <= 1 << 53 && (-22..=22).contains(&exponent);
    let value = if exact {
        let power = EXACT[exponent.unsigned_abs() as usize];
        let magnitude = mantissa as f64;
        let magnitude = if exponent < 0 { magnitude / power } else { magnitude * power };
        if negative { -magnitude } else { magnitude }
    } else {
        by_standard_library(&text[..at])?
    };
    Some((value, at))
}

#[cold]
#[inline(never)]
fn by_standard_library(number: &[u8]) -> Option<f64> {
    std::str::from_utf8(number).ok()?.parse().ok()
}

/// Reads the whole number of at most 18 digits at the start of `text`, with its length.
#[inline]
pub fn leading_integer(text: &[u8]) -> Option<(i64, usize)> {
    let first = usize::from(text.first() == Some(&b'-'));
    let mut at = first;
    let mut number = 0i64;
    if let Some(eight) = text.get(at..).and_then(eight_digits) {
        number = i64::from(eight);
        at += 8;
    }
    while let Some(digit) = digit_at(text, at) {
        number = number.wrapping_mul(10).wrapping_add(i64::from(digit));
        at += 1;
    }
    let digits = at - first;
    let plain = !matches!(text.get(at), Some(b'.' | b'e' | b'E'));
    let valid = (1..=18).contains(&digits) && (digits == 1 || text[first] != b'0') && plain;
    valid.then_some((if first == 1 { -number } else { number }, at))
}

/// The number in the first eight bytes, when all of them are digits.
#[inline]
fn eight_digits(text: &[u8]) -> Option<u32> {
    let digits = u64::from_le_bytes(*text.first_chunk()?) ^ EIGHT_ZEROS;
    (not_digits(digits) == 0).then(|| number_of(digits))
}

/// What is left of eight digits, as a little-endian integer, when zeros are taken away from them.
const EIGHT_ZEROS: u64 = u64::from_le_bytes(*b"00000000");

/// Bits in every byte that is no digit 0–9, zeros taken away, up to the first such byte.
#[inline]
fn not_digits(digits: u64) -> u64 {
    // A digit has an empty high half, and still has after adding 6.
    (digits | digits.wrapping_add(0x0606_0606_0606_0606)) & 0xF0F0_F0F0_F0F0_F0F0
}

/// The number of eight digits, zeros taken away, the first one in the lowest byte.
#[inline]
fn number_of(digits: u64) -> u32 {
    // Neighbours are put together: digits to pairs, pairs to fours, fours to all.
    let pairs = digits.wrapping_mul(10).wrapping_add(digits >> 8) & 0x00FF_00FF_00FF_00FF;
    let fours = pairs.wrapping_mul(100).wrapping_add(pairs >> 16) & 0x0000_FFFF_0000_FFFF;
    let all = fours.wrapping_mul(10_000).wrapping_add(fours >> 32) & 0xFFFF_FFFF;
    all as u32
}

/// The signed digits of an exponent and where they end; large ones saturate.
fn power_at(text: &[u8], mut at: usize) -> Option<(i32, usize)> {
    let negative = text.get(at) == Some(&b'-');
    if matches!(text.get(at), Some(b'-' | b'+')) {
        at += 1;
    }
    let from = at;
    let mut power = 0i32;
    while let Some(digit) = digit_at(text, at) {
        power = power.saturating_mul(10).saturating_add(i32::from(digit));
        at += 1;
    }
    (at > from).then_some((if negative { -power } else { power }, at))
}

#[inline]
fn digit_at(text: &[u8], at: usize) -> Option<u8> {
    text.get(at).map(|b| b.wrapping_sub(b'0')).filter(|digit| *digit < 10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_no_json_number_is_refused() {
        for text in ["", "-", ".5", "01", "-01", "1.", "1.e3", "1e", "1e+", "+1", "NaN", "x"] {
            assert_eq!(leading(text.as_bytes()), None, "{text}");
        }
        assert_eq!(leading(b"0,1"), Some((0.0, 1)));
        assert_eq!(
            leading(b"-0.0]").map(|(v, n)| (v.to_bits(), n)),
            Some(((-0.0f64).to_bits(), 4))
        );
        assert_eq!(leading(b"1e-07,").map(|(v, n)| (v.to_bits(), n)), Some((1e-7f64.to_bits(), 5)));
    }

    fn same_as_std(text: &str) {
        let (value, length) = leading(text.as_bytes()).unwrap();
        assert_eq!(length, text.len(), "{text}");
        assert_eq!(value.to_bits(), text.parse::<f64>().unwrap().to_bits(), "{text}");
    }

    proptest! {
        #[test]
        fn every_whole_number_is_read_as_the_standard_library_reads_it(text in "-?(0|[1-9][0-9]{0,17})[,\\]]?") {
            let digits = text.trim_end_matches([',', ']']);
            let expected = (digits.parse::<i64>().unwrap(), digits.len());
            prop_assert_eq!(leading_integer(text.as_bytes()), Some(expected));
        }

        #[test]
        fn a_number_that_is_read_at_one_look_is_the_one_that_is_read_digit_by_digit(
            text in "-?[0-9]{0,9}(\\.[0-9]{0,8})?[,\\]eE.:/ x-]?[-0-9.,eE\\]:/\u{80}\u{ff}]{0,12}"
        ) {
            let bits = |read: Option<(f64, usize)>| read.map(|(value, length)| (value.to_bits(), length));
            prop_assert_eq!(bits(leading(text.as_bytes())), bits(digit_by_digit(text.as_bytes())));
        }

        #[test]
        fn every_decimal_is_rounded_as_the_standard_library_rounds_it(
            text in "-?(0|[1-9][0-9]{0,20})(\\.[0-9]{1,20})?([eE][+-]?[0-9]{1,3})?"
        ) {
            same_as_std(&text);
        }

        #[test]
        fn every_double_survives_being_printed(bits in any::<u64>()) {
            let value = f64::from_bits(bits);
            if value.is_finite() {
                same_as_std(&format!("{value:e}"));
                same_as_std(&format!("{value}"));
            }
        }
    }
}
