//! Finding a time among ascending times with few looks at memory.

/// Place of the first time that is not before `time_us`; the number of times when all are.
///
/// The place is guessed from the first and the last time, as most series are regular, and the guess is
/// corrected in steps of doubling length. A binary search over a chunk that lies in no cache waits for
/// memory fifteen times, this once or twice; at worst it looks twice as often as a binary search.
pub(crate) fn first_not_before(times_us: &[i64], time_us: i64) -> usize {
    let (Some(&first_us), Some(&last_us)) = (times_us.first(), times_us.last()) else { return 0 };
    if time_us <= first_us {
        return 0;
    }
    if last_us < time_us {
        return times_us.len();
    }
    let share = time_us.abs_diff(first_us) as f64 / last_us.abs_diff(first_us) as f64;
    let last = times_us.len() - 1;
    let guess = ((share * last as f64) as usize).min(last);
    let (mut low, mut high) = (0, last);
    let mut step = 1;
    if times_us[guess] < time_us {
        low = guess + 1;
        while low + step <= last && times_us[low + step - 1] < time_us {
            low += step;
            step *= 2;
        }
        high = (low + step - 1).min(last);
    } else {
        high = high.min(guess);
        while high >= step && times_us[high - step] >= time_us {
            high -= step;
            step *= 2;
        }
        low = (high + 1).saturating_sub(step).max(low);
    }
    low + times_us[low..high].partition_point(|&row_us| row_us < time_us)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_place_is_the_one_that_looking_at_every_time_finds(
            steps in proptest::collection::vec(prop_oneof![4 => Just(10i64), 1 => 0i64..5, 1 => 1i64..100_000], 0..300),
            sought in prop_oneof![-5i64..4_000, -10i64..10_000_000, Just(i64::MIN), Just(i64::MAX)],
        ) {
            let times: Vec<i64> = steps.iter().scan(0, |at, step| { *at += step; Some(*at) }).collect();
            let expected = times.iter().take_while(|&&time| time < sought).count();
            prop_assert_eq!(first_not_before(&times, sought), expected);
            for &time in &times {
                let expected = times.iter().take_while(|&&other| other < time).count();
                prop_assert_eq!(first_not_before(&times, time), expected);
            }
        }
    }

    #[test]
    fn times_at_both_ends_of_what_can_be_written_are_found() {
        let times = [i64::MIN, -1, 0, i64::MAX - 1, i64::MAX];
        for (place, &time) in times.iter().enumerate() {
            assert_eq!(first_not_before(&times, time), place);
        }
        assert_eq!(first_not_before(&times, 1), 3);
    }
}
