//! What independent clients send is understood; what is wrong is named with its place.

use super::*;
use proptest::prelude::*;

fn filter(text: &str) -> Result<Expr, QueryError> {
    let mut encoded = String::from("Datastreams?$filter=");
    encode_component(text, &mut encoded);
    parse(&encoded).map(|query| query.options.filter.unwrap())
}

fn observations_filter(text: &str) -> Result<Expr, QueryError> {
    let mut encoded = String::from("Observations?$filter=");
    encode_component(text, &mut encoded);
    parse(&encoded).map(|query| query.options.filter.unwrap())
}

/// The filter as it is written back.
fn normal(text: &str) -> String {
    let mut encoded = String::from("Observations?$filter=");
    encode_component(text, &mut encoded);
    let url = parse(&encoded).unwrap_or_else(|e| panic!("{text}: {e}")).to_url();
    percent::decode(url.split_once("$filter=").unwrap().1, percent::Plus::Blank).unwrap()
}

#[test]
fn what_qgis_frost_and_hydroserver_clients_send_is_read() {
    for url in [
        "Things",
        "/Things(1)/Datastreams(2)/Observations",
        "Datastreams('5')/Thing/Locations",
        "Things(1)/properties/siteType/$value",
        "Things(1)/properties/list[1][0]",
        "Observations(7)/Datastream/$ref",
        "Datastreams?$expand=Thing($expand=Locations),Sensor,ObservedProperty&$orderby=id&$top=1000",
        "Datastreams?$expand=Sensor,ObservedProperty,Thing/Locations,Observations($select=@iot.id;$orderby=phenomenonTime%20desc),Observations/FeatureOfInterest($select=feature)",
        "Things?$top=2&$expand=Datastreams($orderby=id;$top=10;$expand=Observations($orderby=phenomenonTime desc;$top=100))",
        "Datastreams(1)/Observations?$resultFormat=dataArray&$select=id,phenomenonTime,result,resultQuality&$orderby=phenomenonTime asc,id asc&$filter=phenomenonTime ge 2024-01-01T00:00:00Z and phenomenonTime lt 2025-01-01T00:00:00Z&$top=10000",
        "Datastreams(1)/Observations?%24filter=phenomenonTime+ge+2024-01-01T00%3A00%3A00Z&$resultFormat=DataArray",
        "Observations?$filter=phenomenonTime gt now() sub duration'PT60s'",
        "Locations?$top=0&$count=true&$filter=startswith(name,'x') or substringof('CO2',name)",
        "Things?$filter=Datastreams/any(d: d/ObservedProperty/name eq 'Stage' and d/id gt 3)",
        "Things?$filter=Datastreams/Thing/Datastreams/ObservedProperty/name in ('a','b''c')",
        "Things?$filter=Datastreams/id eq null",
        "Observations?$count=true&$top=1&$skip=2&$orderby=phenomenonTime asc&$filter=result gt '3'",
        "Datastreams?$filter=properties/isPrivate eq false and unitOfMeasurement/name ne null",
    ] {
        let query = parse(url).unwrap_or_else(|e| panic!("{url}: {e}"));
        let again = parse(&query.to_url()).unwrap_or_else(|e| panic!("{}: {e}", query.to_url()));
        assert_eq!(query, again, "{url}");
    }
}

#[test]
fn precedence_is_that_of_version_1_1() {
    assert_eq!(
        normal("result eq 1 or result eq 2 and not result eq 3 or id eq 4"),
        "(result eq 1) or ((result eq 2) and (not (result eq 3))) or (id eq 4)"
    );
    assert_eq!(
        normal("result add 1 mul 2 sub -3 gt - result div 2 mod 5"),
        "((result add (1 mul 2)) sub -3) gt ((-(result) div 2) mod 5)"
    );
    assert_eq!(normal("not(result eq 1)and(id eq 2)"), "(not (result eq 1)) and (id eq 2)");
}

#[test]
fn one_navigation_expanded_twice_becomes_one() {
    let query = parse("Datastreams?$expand=Thing/Locations,Thing($select=name),Sensor").unwrap();
    assert_eq!(query.options.expand.len(), 2);
    let thing = &query.options.expand[0].options;
    assert_eq!((thing.select.len(), thing.expand.len()), (1, 1));
    let error = parse("Things?$expand=Datastreams($top=1),Datastreams($top=2)").unwrap_err();
    assert_eq!(
        error.to_string(),
        "$expand, at 21: Datastreams is expanded twice with different $top"
    );
}

#[test]
fn errors_say_what_is_wrong_and_where() {
    for (url, kind, text) in [
        ("Thingz", ErrorKind::NotFound, "path, at 1: there is no entity set 'Thingz'"),
        (
            "Things(1)/nope",
            ErrorKind::NotFound,
            "path, at 11: a Thing has no property or navigation 'nope'",
        ),
        (
            "Things/Datastreams",
            ErrorKind::NotFound,
            "path, at 8: 'Datastreams' follows a set; pick one entity by its id first",
        ),
        (
            "Things/$count",
            ErrorKind::NotSupported,
            "path, at 8: there is no '/$count'; ask the set with ?$count=true&$top=0 for its '@iot.count'",
        ),
        ("Things(1", ErrorKind::Bad, "path, at 9: expected ')', but it ends here"),
        (
            "Things?$top=-1",
            ErrorKind::Bad,
            "$top, at 1: expected a whole number of 0 or more, found '-1'",
        ),
        ("Things?$top=5x", ErrorKind::Bad, "$top, at 2: expected the end of the option, found 'x'"),
        (
            "Things?$foo=1",
            ErrorKind::Bad,
            "options, at 1: there is no option '$foo'; known are $top $skip $count $filter $orderby $select $expand $resultFormat $skiptoken",
        ),
        ("Things?$top=1&$top=2", ErrorKind::Bad, "$top, at 1: $top is given twice"),
        (
            "Things?$filter=name%20eq%20'x",
            ErrorKind::Bad,
            "$filter, at 9: the text that begins here has no closing quote",
        ),
        (
            "Things?$filter=name like 'x'",
            ErrorKind::Bad,
            "$filter, at 6: expected the end of the option, found 'like 'x''",
        ),
        (
            "Things?$filter=soundslike(name)",
            ErrorKind::Bad,
            "$filter, at 1: there is no function 'soundslike'",
        ),
        (
            "Things?$filter=length(name,1) eq 2",
            ErrorKind::Bad,
            "$filter, at 1: length() takes 1 arguments, not 2",
        ),
        (
            "Locations?$filter=geo.intersects(location,1)",
            ErrorKind::NotSupported,
            "$filter, at 1: geo.intersects() is not supported yet",
        ),
        (
            "Locations?$filter=geography'POINT(1 2)' eq 1",
            ErrorKind::NotSupported,
            "$filter, at 1: geography literals are not supported yet",
        ),
        (
            "Things?$filter=Datastreams eq 1",
            ErrorKind::Bad,
            "$filter, at 1: 'Datastreams' is an entity; compare one of its properties",
        ),
        ("Things?$filter=name/first eq 1", ErrorKind::Bad, "$filter, at 5: 'name' has no parts"),
        (
            "Things?$orderby=Datastreams/name",
            ErrorKind::Bad,
            "$orderby, at 1: 'Datastreams/name' has several values and gives no order",
        ),
        (
            "Things(1)?$top=1",
            ErrorKind::Bad,
            "$top, at 1: $top applies to a set, and the path addresses one entity",
        ),
        (
            "Things?$resultFormat=dataArray",
            ErrorKind::Bad,
            "$resultFormat, at 1: dataArray is a format of Observations only",
        ),
        (
            "Things?$expand=Thing",
            ErrorKind::Bad,
            "$expand, at 1: 'Thing' is no navigation of a Thing",
        ),
        (
            "MultiDatastreams",
            ErrorKind::NotSupported,
            "path, at 1: MultiDatastreams are not supported yet",
        ),
    ] {
        let error = parse(url).unwrap_err();
        assert_eq!((error.kind, error.to_string().as_str()), (kind, text), "{url}");
    }
}

#[test]
fn an_id_is_an_integer_whether_quoted_or_not() {
    for (url, id) in [
        ("Things(5)", Id::Integer(5)),
        ("Things('5')", Id::Integer(5)),
        ("Things(9223372036854775808)", Id::Text("9223372036854775808".into())),
        ("Things('a''b%2Fc')", Id::Text("a'b/c".into())),
        ("Things(27c7-11)", Id::Text("27c7-11".into())),
    ] {
        assert_eq!(parse(url).unwrap().path.id, Some(id), "{url}");
    }
}

#[test]
fn nesting_bombs_are_refused_not_followed() {
    let deep = format!("Things?$filter={}1 eq 1{}", "(".repeat(5000), ")".repeat(5000));
    assert!(parse(&deep).unwrap_err().message.starts_with("nested deeper"));
    let nots = format!("Things?$filter={}name eq 'a'", "not ".repeat(2000));
    assert!(parse(&nots).unwrap_err().message.starts_with("nested deeper"));
    let minus = format!("Things?$filter={}id eq 1", "- ".repeat(2000));
    assert!(parse(&minus).unwrap_err().message.starts_with("nested deeper"));
    let wide = format!("Things?$filter={}id eq 1", "id eq 1 or ".repeat(1000));
    assert!(parse(&wide).unwrap_err().message.starts_with("more than 600"));
    let navs = format!("Things?$filter={}Thing/id eq 1", "Datastreams/Thing/".repeat(400));
    assert!(parse(&navs).is_err());
    let slash = format!("Things?$expand={}Datastreams", "Datastreams/Thing/".repeat(300));
    assert!(parse(&slash).unwrap_err().message.starts_with("expanded deeper"));
    let expand = "Datastreams($expand=Thing($expand=".repeat(300);
    assert!(parse(&format!("Things?$expand={expand}")).is_err());
    assert!(parse(&"x".repeat(MAX_URL_BYTES + 1)).is_err());
}

#[test]
fn times_with_an_offset_survive_form_encoding() {
    let plus = observations_filter("phenomenonTime ge 2024-01-01T00:00:00+01:00").unwrap();
    let form = parse("Observations?$filter=phenomenonTime+ge+2024-01-01T00:00:00+01:00").unwrap();
    assert_eq!(form.options.filter, Some(plus));
}

fn operand() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("name".to_owned()),
        Just("Thing/properties/a/b[2]".to_owned()),
        Just("Observations/result".to_owned()),
        Just("phenomenonTime".to_owned()),
        any::<i64>().prop_map(|n| n.to_string()),
        any::<f64>().prop_filter("finite", |n| n.is_finite()).prop_map(|n| format!("{n:?}")),
        "[a-z'ü&+ ]{0,6}".prop_map(|t| format!("'{}'", t.replace('\'', "''"))),
        Just("2024-02-03T04:05:06.5Z".to_owned()),
        Just("2024-02-03/2024-02-04T00:00:00Z".to_owned()),
        (-1_000_000_000i64..1_000_000_000).prop_map(|s| {
            format!("duration'{}PT{}S'", if s < 0 { "-" } else { "" }, s.unsigned_abs())
        }),
        Just("null".to_owned()),
        Just("now()".to_owned()),
    ]
}

fn expression_text() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        (operand(), 0usize..6, operand())
            .prop_map(|(a, op, b)| format!("{a} {} {b}", Comparison::ALL[op].word())),
        (operand(), operand()).prop_map(|(a, b)| format!("startswith({a},{b})")),
        (operand(), operand(), operand()).prop_map(|(a, b, c)| format!("{a} in ({b}, {c})")),
        (operand(), operand()).prop_map(|(a, b)| format!("{a} add 2 mul ({b} sub 1) eq - 3")),
        Just(
            "Observations/any(o: o/result gt 3 and o/FeatureOfInterest/any(f:f/id eq 1))"
                .replace("o/FeatureOfInterest/any(f:f/id eq 1)", "o/FeatureOfInterest/id eq 1")
        ),
    ];
    leaf.prop_recursive(4, 24, 3, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("{a} and {b}")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} or {b})")),
            inner.prop_map(|a| format!("not ({a})")),
        ]
    })
}

proptest! {
    #[test]
    fn a_filter_written_back_reads_as_the_same_filter(text in expression_text()) {
        let mut url = String::from("Datastreams?$filter=");
        encode_component(&text, &mut url);
        let query = parse(&url).map_err(|e| TestCaseError::fail(format!("{text}: {e}")))?;
        let again = parse(&query.to_url()).map_err(|e| TestCaseError::fail(format!("{text}: {e}")))?;
        prop_assert_eq!(&query, &again);
        prop_assert_eq!(query.to_url(), again.to_url());
    }

    #[test]
    fn no_text_makes_the_parser_panic(text in "\\PC{0,60}") {
        let _ = parse(&text);
        let _ = filter(&text);
        let _ = parse(&format!("Things?$expand={text}"));
        let _ = parse(&format!("Things?$orderby={text}"));
        let _ = parse(&format!("Things({text})/{text}"));
    }

    #[test]
    fn no_almost_correct_filter_makes_the_parser_panic(
        text in "([(),/:;'$\\[\\] -]|name|id|Thing|any|d|not|and|eq|in|duration'|2024-01-01|T|é|[0-9]|e){0,24}",
    ) {
        let _ = filter(&text);
        let _ = parse(&format!("Datastreams?$expand=Observations($filter={text}"));
    }
}
