//! The law of the two readers: whatever the single pass accepts, serde reads the same way.

use super::*;
use proptest::prelude::*;

/// JSON blanks as servers and proxies put them.
fn blank() -> impl Strategy<Value = &'static str> {
    prop_oneof![8 => Just(""), 1 => Just(" "), 1 => Just("\r\n\t")]
}

fn time() -> impl Strategy<Value = String> {
    let us = -60_000_000_000_000_000i64..250_000_000_000_000_000;
    let instant = us.prop_map(|us| gagehouse_model::TimeUs(us).to_rfc3339());
    prop_oneof![
        6 => "20[0-2][0-9]-0[1-9]-[0-2][1-9][T ]([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?(Z|\\+00:00|-07:00|\\+0530)?"
            .prop_map(|t| format!("\"{t}\"")),
        2 => instant.prop_map(|t| format!("\"{t}\"")),
        1 => Just("\"2024-01-01T00:00:00Z/2024-01-01T01:00:00Z\"".to_owned()),
        1 => prop_oneof![
            Just("null"), Just("\"NULL\""), Just("\"2024-02-30T00:00:00Z\""), Just("12"), Just("\"\""),
            Just("\"2024-01-01T24:00:00Z\""), Just("\"2024-01-01T00:00:00-0700Z\""), Just("\"2024\\u002d01-01\""),
            Just("\"2024-01-01T00:0:00.Z\""), Just("\"2024-01-01T12:61:00Z\""),
        ].prop_map(str::to_owned),
    ]
}

fn result() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => "-?(0|[1-9][0-9]{0,5})(\\.[0-9]{1,4})?",
        2 => "-?(0|[1-9][0-9]{0,20})(\\.[0-9]{1,20})?([eE][+-]?[0-9]{1,3})?",
        1 => any::<f64>().prop_map(|v| serde_json::to_string(&v).unwrap()),
        1 => prop_oneof![
            Just("null"), Just("\"12.50\""), Just("\"NaN\""), Just("\"-Inf\""), Just("true"), Just("{\"a\":[1]}"),
            Just("[1,2]"), Just("\"Ice\""), Just("\"1\\u0032\""), Just("NaN"), Just("-Infinity"), Just("01"), Just("-"),
        ].prop_map(str::to_owned),
    ]
}

fn quality() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("null".to_owned()),
        Just(r#"{"quality_code":null,"result_qualifiers":["A"]}"#.to_owned()),
        Just(r#"{"qualityCode":"good","resultQualifiers":["A","e"]}"#.to_owned()),
        Just(r#"{"result_qualifiers": ["\u00e9"]}"#.to_owned()),
        "[0-9]{1,3}",
        "\"[a-z\\\\n\"]{0,3}\"",
    ]
}

fn id() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<i64>().prop_map(|n| n.to_string()),
        "\"[a-f0-9-]{0,12}\"",
        Just("1.5".to_owned()),
        Just("null".to_owned()),
    ]
}

fn cells() -> impl Strategy<Value = [String; 5]> {
    let other = prop_oneof![Just("null"), Just("[{\"a\":\"]\"}]"), Just("\"x\\\"y\""), Just("1e5")];
    (id(), time(), result(), quality(), other)
        .prop_map(|(i, t, r, q, o)| [i, t, r, q, o.to_owned()])
}

/// Component names in any order, some left out.
fn order() -> impl Strategy<Value = Vec<usize>> {
    let all = Just(vec![0usize, 1, 2, 3, 4]).prop_shuffle();
    (all, 2usize..=5).prop_map(|(order, keep)| {
        let must = |i: &usize| *i == 1 || *i == 2;
        let mut kept: Vec<usize> = order.iter().copied().take(keep).collect();
        kept.extend(order.iter().copied().filter(must).filter(|i| !order[..keep].contains(i)));
        kept
    })
}

fn group() -> impl Strategy<Value = String> {
    let names = prop_oneof![
        Just(["id", "phenomenonTime", "result", "resultQuality", "parameters"]),
        Just(["@iot.id", "phenomenonTime", "result", "resultQuality", "validTime"]),
    ];
    (names, order(), proptest::collection::vec(cells(), 0..6), blank(), any::<bool>(), 0u8..12)
        .prop_map(|(names, order, rows, blank, link_first, defect)| {
            let components: Vec<String> =
                order.iter().map(|i| format!("\"{}\"", names[*i])).collect();
            let rows: Vec<String> = rows
                .iter()
                .map(|cells| {
                    let row: Vec<&str> = order.iter().map(|i| cells[*i].as_str()).collect();
                    let extra = if defect == 0 { ",7" } else { "" };
                    format!("[{blank}{}{extra}{blank}]", row.join(&format!("{blank},{blank}")))
                })
                .collect();
            let link = r#""Datastream@iot.navigationLink":"http://x\/v1.1/Datastreams(7)""#;
            let array = format!("\"dataArray\"{blank}:{blank}[{}]", rows.join(","));
            let components = format!("\"components\":[{}]", components.join(blank_comma(blank)));
            match (link_first, defect) {
                (_, 1) => format!("{{{array},{components},{link}}}"),
                (true, _) => format!(
                    "{{{link},{components},\"dataArray@iot.count\":{},{array}}}",
                    rows.len()
                ),
                (false, _) => format!("{{{components}{blank},{array},{link}}}"),
            }
        })
}

fn blank_comma(blank: &str) -> &'static str {
    if blank.is_empty() { "," } else { " , " }
}

fn entity() -> impl Strategy<Value = String> {
    cells().prop_map(|[id, time, result, quality, other]| {
        format!(
            "{{\"@iot.id\":{id},\"phenomenonTime\":{time},\"result\":{result},\"resultQuality\":{quality},\"parameters\":{other}}}"
        )
    })
}

fn document() -> impl Strategy<Value = String> {
    let value = prop_oneof![
        4 => proptest::collection::vec(group(), 0..4),
        1 => proptest::collection::vec(entity(), 0..6),
        1 => proptest::collection::vec(prop_oneof![group(), entity(), Just("7".to_owned())], 0..4),
    ];
    let link = prop_oneof![
        Just(""),
        Just("null"),
        Just("\"\""),
        Just("\"http://x/v1.1/Observations?$skip=1\""),
        Just("\"http://x?a\\u0026b\""),
        Just("\"\\ud800\""),
        Just("5"),
    ];
    (value, link, blank(), any::<bool>(), "[ -~]{0,8}").prop_map(
        |(value, link, blank, first, text)| {
            let value = format!("\"value\":{blank}[{}]", value.join(&format!("{blank},")));
            let link =
                if link.is_empty() { String::new() } else { format!("\"@iot.nextLink\":{link},") };
            let text = serde_json::to_string(&text).unwrap();
            if first {
                format!("{blank}{{{link}\"@iot.count\":12,\"text\":{text},{value}}}{blank}")
            } else {
                format!("{{{link}{value},\"x\":{{\"dataArray\":[[1]],\"t\":{text}}}}}")
            }
        },
    )
}

fn readers_agree(body: &[u8]) -> Result<(), TestCaseError> {
    for ids in [Ids::Keep, Ids::Drop] {
        let fast = decode(body, ids);
        let reference = decode_with_serde(body, ids);
        // A NaN differs from itself in an error's text alone, so compare what is compared by bits.
        prop_assert_eq!(&fast, &reference, "{}", String::from_utf8_lossy(body));
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn any_page_reads_the_same_in_one_pass_and_with_serde(text in document()) {
        readers_agree(text.as_bytes())?;
    }

    #[test]
    fn a_damaged_page_reads_the_same_in_one_pass_and_with_serde(
        text in document(), at in any::<prop::sample::Index>(), byte in any::<u8>(), how in 0u8..3
    ) {
        let mut bytes = text.into_bytes();
        let at = at.index(bytes.len());
        match how {
            0 => bytes[at] = byte,
            1 => { bytes.remove(at); }
            _ => bytes.insert(at, byte % 128),
        }
        readers_agree(&bytes)?;
    }
}

/// A page in the form that services really send.
fn usual_page(rows: usize) -> String {
    let rows: Vec<String> = (0..rows)
        .map(|i| format!("[{i},\"2024-01-01T{:02}:{:02}:00.000Z\",{}.25]", i / 60 % 24, i % 60, i))
        .collect();
    format!(
        "{{\"@iot.nextLink\":\"http://x/v1.1/Datastreams(7)/Observations?$skip=9\",\"value\":[{{\"Datastream@iot.navigationLink\":\"http://x/v1.1/Datastreams(7)\",\"components\":[\"id\",\"phenomenonTime\",\"result\"],\"dataArray@iot.count\":{},\"dataArray\":[{}]}}]}}",
        rows.len(),
        rows.join(",")
    )
}

#[test]
fn a_page_cut_anywhere_is_an_error_and_never_a_short_page() {
    let whole = usual_page(5);
    assert!(is_scanned(whole.as_bytes()));
    for end in 0..whole.len() {
        assert!(decode(&whole.as_bytes()[..end], Ids::Keep).is_err(), "cut at {end}");
    }
    assert_eq!(decode(whole.as_bytes(), Ids::Keep).unwrap().rows(), 5);
}

#[test]
fn the_usual_forms_are_read_in_one_pass() {
    for (name, body) in [
        ("FROST", usual_page(3)),
        ("HydroServer", "{\"value\":[{\"Datastream@iot.navigationLink\":\"https://h/v1.1/Datastreams('a-b')\",\"components\":[\"phenomenonTime\",\"result\",\"resultQuality\"],\"dataArray\":[[\"2025-02-10 08:15:00.250000+00:00\",1.5,{\"quality_code\":null,\"result_qualifiers\":[\"A\"]}],[\"2025-02-10 08:30:00+00:00\",null,null]]}]}".to_owned()),
        ("pretty", usual_page(3).replace(',', " ,\n  ").replace(":\"", ": \"")),
        ("empty", "{\"value\": []}".to_owned()),
    ] {
        assert!(is_scanned(body.as_bytes()), "{name}");
    }
}
