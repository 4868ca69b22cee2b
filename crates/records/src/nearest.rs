//! A reading beside a sensor's record: the sensor's value at that very time, or none.

use gagehouse_model::TimeUs;

/// The sensor's value at a time, on a straight line between the values around it. `None` ("not available") when one of
/// them is further away than `max_lag_us`, is missing, or is no data. Times ascend.
pub fn sensor_at(times_us: &[i64], values: &[f64], at: TimeUs, max_lag_us: i64) -> Option<f64> {
    let after = times_us.partition_point(|time| *time < at.0);
    let point = |index: usize| Some((*times_us.get(index)?, *values.get(index)?));
    if let Some((_, value)) = point(after).filter(|(time, _)| *time == at.0) {
        return Some(value).filter(|value| value.is_finite());
    }
    let (t0, v0) = point(after.checked_sub(1)?)?;
    let (t1, v1) = point(after)?;
    let near = at.0 - t0 <= max_lag_us && t1 - at.0 <= max_lag_us;
    let value = v0 + (v1 - v0) * ((at.0 - t0) as f64 / (t1 - t0) as f64);
    Some(value).filter(|value| near && value.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const MINUTE: i64 = 60_000_000;

    #[test]
    fn between_two_values_it_is_on_the_line_and_beyond_the_lag_not_available() {
        let (times, values) = ([0, 15 * MINUTE, 120 * MINUTE], [6.20, 6.26, 6.50]);
        let at = |minutes: i64| sensor_at(&times, &values, TimeUs(minutes * MINUTE), 15 * MINUTE);
        assert!((at(5).unwrap() - 6.22).abs() < 1e-12);
        assert_eq!(at(15), Some(6.26));
        // The value before is 5 minutes away, the one after 100.
        assert_eq!(at(20), None);
        assert_eq!((at(-1), at(121)), (None, None));
        assert_eq!(sensor_at(&[], &[], TimeUs(0), MINUTE), None);
    }

    #[test]
    fn no_data_is_not_a_value_to_interpolate() {
        let times = [0, 10 * MINUTE];
        assert_eq!(sensor_at(&times, &[1.0, f64::NAN], TimeUs(MINUTE), 15 * MINUTE), None);
        assert_eq!(sensor_at(&times, &[f64::NAN, 1.0], TimeUs(0), 15 * MINUTE), None);
    }

    proptest! {
        #[test]
        fn it_lies_between_its_neighbours(
            values in proptest::collection::vec(-50.0f64..50.0, 2..30), at in 0i64..29 * 900,
        ) {
            let times: Vec<i64> = (0..values.len() as i64).map(|n| n * 900).collect();
            if let Some(value) = sensor_at(&times, &values, TimeUs(at), 900) {
                let index = (at / 900) as usize;
                let next = values[(index + 1).min(values.len() - 1)];
                let (low, high) = (values[index].min(next), values[index].max(next));
                prop_assert!(value >= low - 1e-9 && value <= high + 1e-9);
            }
        }
    }
}
