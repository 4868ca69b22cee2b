//! Ids made on the device: UUIDs of version 7.

use crate::browser;
use gagehouse_records::RecordId;

/// An id that was never used.
pub fn fresh() -> RecordId {
    let mut random = [0; 10];
    let crypto = browser::window().and_then(|window| window.crypto().ok());
    let filled =
        crypto.is_some_and(|crypto| crypto.get_random_values_with_u8_array(&mut random).is_ok());
    if !filled {
        random.iter_mut().for_each(|byte| *byte = (js_sys::Math::random() * 256.0) as u8);
    }
    RecordId::new(browser::now_ms() as u64, random)
}
