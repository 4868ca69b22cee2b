//! What a reader of pages is owed, form by form.

use super::*;

fn page(body: &str) -> Page {
    decode(body.as_bytes(), Ids::Keep).unwrap()
}

fn rows(components: &str, rows: &str) -> Page {
    page(&format!("{{\"value\":[{{\"components\":[{components}],\"dataArray\":[{rows}]}}]}}"))
}

#[test]
fn blank_separated_times_with_and_without_microseconds_are_read() {
    let page = rows(
        r#""phenomenonTime","result""#,
        r#"["2025-02-10 08:15:00.250000+00:00",1],["2025-02-10 08:15:00+00:00",2],["2025-02-10T08:15:00.25Z",3]"#,
    );
    let times = page.groups[0].columns.time_us();
    assert_eq!(times[0], times[2]);
    assert_eq!(times[0] - times[1], 250_000);
}

#[test]
fn columns_are_found_by_name_in_any_order() {
    for id in ["id", "@iot.id"] {
        let page = rows(
            &format!(r#""result","parameters","{id}","phenomenonTime""#),
            r#"[2.5,{"a":1},77,"2024-01-01T00:00:00Z"]"#,
        );
        assert_eq!(page.groups[0].columns.value(), [2.5]);
        assert_eq!(page.groups[0].ids, [77]);
    }
}

#[test]
fn every_datastream_of_a_page_is_kept() {
    let group = |id| {
        format!(
            r#"{{"Datastream@iot.navigationLink":"http://x/v1.1/Datastreams({id})","components":["phenomenonTime","result"],"dataArray":[["2024-01-01T00:00:00Z",{id}]]}}"#
        )
    };
    let page = page(&format!(r#"{{"value":[{},{}]}}"#, group(1), group(2)));
    let ids: Vec<_> = page.groups.iter().map(|g| g.datastream.as_deref().unwrap()).collect();
    assert_eq!(ids, ["1", "2"]);
    assert_eq!(page.rows(), 2);
}

#[test]
fn a_page_that_lost_its_format_is_read_as_entities() {
    let page = page(
        r#"{"value":[{"@iot.id":1,"phenomenonTime":"2024-01-01T00:00:00Z","result":"70.4000","resultTime":null,
            "Datastream@iot.navigationLink":"http://x/v1.1/Observations(1)/Datastream"},
            {"@iot.id":2,"phenomenonTime":"2024-01-01T01:00:00Z"}]}"#,
    );
    assert_eq!(page.groups[0].columns.value()[0], 70.4);
    assert!(page.groups[0].columns.value()[1].is_nan());
    assert_eq!(page.groups[0].ids, [1, 2]);
}

#[test]
fn rows_that_cannot_be_read_are_reported_and_the_rest_is_kept() {
    let page = rows(
        r#""phenomenonTime","result""#,
        r#"["2024-01-01T00:00:00-0700Z",1],["2024-01-01T00:00:00Z",{"a":1}],[7],["2024-01-01T01:00:00Z",3],[null,4]"#,
    );
    let reasons: Vec<(usize, String)> =
        page.rejected.iter().map(|r| (r.row, r.reason.to_string())).collect();
    assert_eq!(
        reasons,
        [
            (0, "'2024-01-01T00:00:00-0700Z' is not a time".to_owned()),
            (1, "the result {\"a\":1} is neither a number nor a text".to_owned()),
            (2, "the row does not fit its components".to_owned()),
            (4, "'null' is not a time".to_owned()),
        ]
    );
    assert_eq!(page.groups[0].columns.len(), 2);
    assert!(page.groups[0].columns.value()[0].is_nan(), "an unreadable result is a gap");
    assert_eq!(page.groups[0].columns.value()[1], 3.0);
}

#[test]
fn words_for_no_number_are_gaps() {
    let page = rows(
        r#""phenomenonTime","result""#,
        r#"["2024-01-01T00:00:00Z",null],["2024-01-01T00:01:00Z","NaN"],["2024-01-01T00:02:00Z","Inf"],["2024-01-01T00:03:00Z",NaN],["2024-01-01T00:04:00Z",-Infinity]"#,
    );
    assert!(page.groups[0].columns.value().iter().all(|v| v.is_nan()));
    assert_eq!((page.rows(), page.rejected.len()), (5, 0));
}

#[test]
fn truth_is_a_number_and_a_text_is_a_state() {
    let page = rows(
        r#""phenomenonTime","result""#,
        r#"["2024-01-01T00:00:00Z",true],["2024-01-01T00:01:00Z",false],["2024-01-01T00:02:00Z","Ice"],["2024-01-01T00:03:00Z","1.5"],["2024-01-01T00:04:00Z","\u0049ce"]"#,
    );
    let columns = &page.groups[0].columns;
    assert_eq!((columns.value()[0], columns.value()[1], columns.value()[3]), (1.0, 0.0, 1.5));
    assert!(columns.value()[2].is_nan() && columns.state_at(0).is_none());
    assert_eq!((columns.state_at(2), columns.state_at(4)), (Some("Ice"), Some("Ice")));
    assert_eq!(page.rejected, []);
}

#[test]
fn an_interval_keeps_both_ends() {
    for result in ["2", "\"Ice\""] {
        let page = rows(
            r#""phenomenonTime","result""#,
            &format!(
                r#"["2024-03-30T11:00:00Z",1],["2024-03-30T11:35:00Z/2024-03-30T12:35:00Z",{result}]"#
            ),
        );
        let columns = &page.groups[0].columns;
        assert_eq!((columns.duration_us_at(0), columns.duration_us_at(1)), (0, 3_600_000_000));
    }
}

#[test]
fn times_without_zone_and_intervals_are_counted() {
    let page = rows(
        r#""phenomenonTime","result""#,
        r#"["2024-03-30T11:35:00",1],["2024-03-30T11:35:00Z/2024-03-30T12:35:00Z",2],["2024-03-30T11:35:00Z/2024-03-30T11:35:00Z",3]"#,
    );
    assert_eq!((page.rows_without_zone, page.rows_with_interval), (1, 1));
    assert_eq!(page.groups[0].columns.time_us()[0], page.groups[0].columns.time_us()[1]);
}

#[test]
fn quality_of_either_spelling_is_in_the_dictionary_once() {
    let page = rows(
        r#""phenomenonTime","result","resultQuality""#,
        r#"["2024-01-01T00:00:00Z",1,{"quality_code":null,"result_qualifiers":["A"]}],
           ["2024-01-01T00:01:00Z",1,{"qualityCode":null,"resultQualifiers":["A"]}],
           ["2024-01-01T00:02:00Z",1,null]"#,
    );
    let columns = &page.groups[0].columns;
    assert_eq!(columns.quality()[0], columns.quality()[1]);
    assert_eq!(columns.quality_at(0).unwrap().label(), "A");
    assert!(columns.quality_at(2).unwrap().is_empty());
}

#[test]
fn an_empty_link_is_no_link() {
    for link in [r#""@iot.nextLink":null,"#, r#""@iot.nextLink":"","#, ""] {
        let page = page(&format!("{{{link}\"value\":[]}}"));
        assert_eq!(page.next_link, None);
        assert!(page.is_empty());
    }
}

#[test]
fn what_is_no_page_says_so() {
    assert!(matches!(decode(b"<html>", Ids::Drop), Err(PageError::NotJson(_))));
    assert_eq!(decode(br#"{"message":"x"}"#, Ids::Drop), Err(PageError::NoValue));
    assert_eq!(decode(b"{\"value\":[\xff]}", Ids::Drop), Err(PageError::NotUtf8(10)));
    assert_eq!(
        decode(br#"{"value":[{"components":["id"],"dataArray":[[1]]}]}"#, Ids::Drop),
        Err(PageError::NoComponent("phenomenonTime"))
    );
}
