//! Words that differ by a slip of the fingers.

/// How many slips a word of so many letters may hold; in short words a slip makes another word.
pub fn slips_allowed(letters: usize) -> usize {
    match letters {
        0..4 => 0,
        4..8 => 1,
        _ => 2,
    }
}

/// Whether two folded words differ by at most `most` slips: a letter left out, put in, changed, or two in a row
/// exchanged. A slip in the first letter is not looked for.
pub fn is_slip(a: &[u8], b: &[u8], most: usize) -> bool {
    if a.first() != b.first() || a.len().abs_diff(b.len()) > most || a.len() > 60 {
        return false;
    }
    // Rows of the table of distances: the last two and the one at work.
    let mut rows = [[0usize; 64]; 3];
    for (at, slot) in rows[1].iter_mut().enumerate() {
        *slot = at;
    }
    let width = b.len().min(62);
    for (i, letter) in a.iter().enumerate() {
        let [before_last, last, now] = &mut rows;
        now[0] = i + 1;
        let mut least = now[0];
        for j in 0..width {
            let changed = last[j] + usize::from(*letter != b[j]);
            let mut cost = changed.min(last[j + 1] + 1).min(now[j] + 1);
            if i > 0 && j > 0 && *letter == b[j - 1] && a[i - 1] == b[j] {
                cost = cost.min(before_last[j - 1] + 1);
            }
            now[j + 1] = cost;
            least = least.min(cost);
        }
        if least > most {
            return false;
        }
        rows.rotate_left(1);
    }
    rows[1][width] <= most
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_the_fingers_are_found_and_other_words_are_not() {
        for (typed, meant) in [
            ("turbidty", "turbidity"),
            ("tempreature", "temperature"),
            ("dischrage", "discharge"),
            ("mendn", "mendon"),
            ("logann", "logan"),
        ] {
            assert!(
                is_slip(typed.as_bytes(), meant.as_bytes(), slips_allowed(typed.len())),
                "{typed}"
            );
        }
        for (typed, other) in [("stage", "snag"), ("ph", "pt"), ("logan", "mogan"), ("", "a")] {
            assert!(
                !is_slip(typed.as_bytes(), other.as_bytes(), slips_allowed(typed.len())),
                "{typed}"
            );
        }
    }
}
