//! Comparing texts as people do: case and accents folded, numbers inside labels by their size.

use std::cmp::Ordering;

/// Letters of Latin-1 and Latin Extended-A by the plain letters they fold to.
const FOLDED: [(&str, &str); 28] = [
    ("a", "àáâãäåāăąǎ"),
    ("ae", "æ"),
    ("c", "çćĉċč"),
    ("d", "ďđð"),
    ("e", "èéêëēĕėęě"),
    ("g", "ĝğġģ"),
    ("h", "ĥħ"),
    ("i", "ìíîïĩīĭįı"),
    ("ij", "ĳ"),
    ("j", "ĵ"),
    ("k", "ķĸ"),
    ("l", "ĺļľŀł"),
    ("n", "ñńņňŉŋ"),
    ("o", "òóôõöøōŏő"),
    ("oe", "œ"),
    ("r", "ŕŗř"),
    ("s", "śŝşšſș"),
    ("ss", "ß"),
    ("t", "ţťŧț"),
    ("th", "þ"),
    ("u", "ùúûüũūŭůűų"),
    ("w", "ŵ"),
    ("y", "ýÿŷ"),
    ("z", "źżž"),
    ("μ", "µ"),
    ("-", "‐‑‒–—−"),
    ("'", "’‘ʼ"),
    (" ", "\u{a0}\u{202f}\u{2009}"),
];

/// Appends a text without case and accents; combining marks are dropped, every control character becomes a blank.
pub fn fold_into(text: &str, out: &mut String) {
    for c in text.chars() {
        if c.is_ascii() {
            out.push(if c.is_ascii_control() { ' ' } else { c.to_ascii_lowercase() });
            continue;
        }
        for lower in c.to_lowercase() {
            match FOLDED.iter().find(|(_, letters)| letters.contains(lower)) {
                Some((plain, _)) => out.push_str(plain),
                None if ('\u{300}'..='\u{36f}').contains(&lower) => {}
                None => out.push(lower),
            }
        }
    }
}

/// A text without case and accents.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_into(text, &mut out);
    out
}

/// The order of labels: folded, with runs of digits compared by size (`Site 9` before `Site 10`).
pub fn natural_order(a: &str, b: &str) -> Ordering {
    let (folded_a, folded_b) = (fold(a), fold(b));
    natural_order_of_folded(&folded_a, &folded_b).then_with(|| a.cmp(b))
}

/// [`natural_order`] of texts that are folded already.
pub fn natural_order_of_folded(mut a: &str, mut b: &str) -> Ordering {
    loop {
        let (Some(first_a), Some(first_b)) = (a.chars().next(), b.chars().next()) else {
            return a.len().cmp(&b.len());
        };
        if first_a.is_ascii_digit() && first_b.is_ascii_digit() {
            let (digits_a, rest_a) = split_digits(a);
            let (digits_b, rest_b) = split_digits(b);
            let by_size = digits_a.len().cmp(&digits_b.len()).then_with(|| digits_a.cmp(digits_b));
            if by_size.is_ne() {
                return by_size;
            }
            (a, b) = (rest_a, rest_b);
        } else if first_a == first_b {
            (a, b) = (&a[first_a.len_utf8()..], &b[first_b.len_utf8()..]);
        } else {
            return first_a.cmp(&first_b);
        }
    }
}

/// The leading digits without leading zeros, and what follows them.
fn split_digits(text: &str) -> (&str, &str) {
    let end = text.bytes().position(|b| !b.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    (digits.trim_start_matches('0'), rest)
}

/// The place of each text in natural order: `ranks[i]` is how many texts come before text `i`.
pub fn natural_ranks<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<u32> {
    let texts: Vec<(String, &str)> = texts.map(|text| (fold(text), text)).collect();
    let mut order: Vec<u32> = (0..texts.len() as u32).collect();
    order.sort_by(|a, b| {
        let (a, b) = (&texts[*a as usize], &texts[*b as usize]);
        natural_order_of_folded(&a.0, &b.0).then_with(|| a.1.cmp(b.1))
    });
    ranks_of(&order)
}

/// The inverse of an order: where each element stands in it.
pub fn ranks_of(order: &[u32]) -> Vec<u32> {
    let mut ranks = vec![0; order.len()];
    for (rank, at) in order.iter().enumerate() {
        ranks[*at as usize] = rank as u32;
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_accents_and_typographic_signs_do_not_matter() {
        assert_eq!(fold("Río Ñandú – Œuvre"), "rio nandu - oeuvre");
        assert_eq!(fold("e\u{301}tat"), "etat");
        assert_eq!(fold("STRASSE"), fold("straße"));
        assert_eq!(fold("µS/cm"), fold("μS/cm"));
        assert_eq!(fold("a\u{1}b"), "a b");
    }

    #[test]
    fn numbers_inside_labels_are_ordered_by_size() {
        let mut labels = ["Site 10", "site 9", "Site 09b", "Åby", "aa", ""];
        labels.sort_by(|a, b| natural_order(a, b));
        assert_eq!(labels, ["", "aa", "Åby", "site 9", "Site 09b", "Site 10"]);
    }
}
