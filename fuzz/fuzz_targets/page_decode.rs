//! Any bytes as a page of Observations: both readers give one answer, and neither panics.
#![no_main]

use gagehouse_sensorthings::page::{Ids, decode, decode_with_serde};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &[u8]| {
    for ids in [Ids::Keep, Ids::Drop] {
        assert_eq!(decode(body, ids), decode_with_serde(body, ids));
    }
});
