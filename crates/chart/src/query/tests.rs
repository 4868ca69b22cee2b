//! What holds for every address of a plot.

use super::*;
use gagehouse_records::event::EventKind;
use proptest::prelude::*;

fn a_ref(text: &str) -> DatastreamRef {
    text.parse().unwrap()
}

#[test]
fn a_plot_reads_as_it_is_written() {
    let (query, problems) = PlotQuery::parse(
        "?d=local:12&d=usgs:a%20b%26c&hide=local:12&from=2019-05-01T00:00:00Z&to=2019-05-02T06:00:00-07:00&tz=utc",
    );
    assert_eq!(problems, []);
    assert_eq!(query.series, [a_ref("local:12"), a_ref("usgs:a b&c")]);
    assert!(!query.is_shown(&a_ref("local:12")));
    assert_eq!(
        query.render(),
        "d=local:12&d=usgs:a%20b%26c&hide=local:12&from=2019-05-01T00:00:00Z&to=2019-05-02T13:00:00Z&tz=utc"
    );
}

#[test]
fn defaults_are_left_out() {
    assert_eq!(PlotQuery::default().render(), "");
    assert_eq!(PlotQuery::parse("p=P30D&tz=site").0, PlotQuery::default());
}

#[test]
fn what_is_broken_is_named_with_its_value_and_the_rest_is_used() {
    let (query, problems) = PlotQuery::parse(
        "d=12&d=local:1&from=yesterday&p=P7D&tz=mars&hide=local:9&d=%ff&zoom=3&agg=fortnight&compare=99&derive=sum,1,2&derive=ratio,1,2&band=wide&th=high:pH&units=cubits&kind=pie&by=fortnight&of=weeks&events=floods&axis=wide:pH&as=bars,local:7&as=pie,local:1&stamp=middle,local:1&stamp=end,local:7",
    );
    assert_eq!(query.series, [a_ref("local:1")]);
    assert_eq!(query.window, Window::Period("P7D".parse().unwrap()));
    let named: Vec<(&str, &str)> =
        problems.iter().map(|p| (p.name.as_str(), p.value.as_str())).collect();
    assert_eq!(
        named,
        [
            ("d", "12"),
            ("from", "yesterday"),
            ("tz", "mars"),
            ("d", "\u{fffd}"),
            ("zoom", "3"),
            ("agg", "fortnight"),
            ("compare", "99"),
            ("derive", "sum,1,2"),
            ("band", "wide"),
            ("th", "high:pH"),
            ("units", "cubits"),
            ("kind", "pie"),
            ("by", "fortnight"),
            ("of", "weeks"),
            ("events", "floods"),
            ("axis", "wide:pH"),
            ("as", "pie,local:1"),
            ("stamp", "middle,local:1"),
            ("derive", "ratio,1,2"),
            ("hide", "local:9"),
            ("as", "bars,local:7"),
            ("stamp", "end,local:7"),
        ]
    );
    assert!(problems[0].to_string().starts_with("d=12: '12' names no source"));
}

#[test]
fn a_datastream_named_twice_is_one_series() {
    let (query, problems) = PlotQuery::parse("d=local:1&d=local:1");
    assert_eq!((query.series.len(), problems.len()), (1, 0));
}

#[test]
fn what_is_computed_is_hidden_like_a_series_and_goes_when_one_of_its_series_goes() {
    let address = "d=local:1&d=local:2&d=local:3&derive=difference,1,3&derive=ratio,2,3&hide=computed:difference,1,3";
    let (mut query, problems) = PlotQuery::parse(address);
    assert_eq!((problems, query.render().as_str()), (vec![], address));
    query.remove(&a_ref("local:2"));
    assert_eq!(
        query.render(),
        "d=local:1&d=local:3&derive=difference,1,2&hide=computed:difference,1,2"
    );
    query.remove(&query.derived[0].name());
    assert_eq!(query.render(), "d=local:1&d=local:3");
}

fn window() -> impl Strategy<Value = Window> {
    let time = || (-60_000_000_000_000_000i64..250_000_000_000_000_000).prop_map(TimeUs);
    prop_oneof![
        Just(Window::Period(Period::All)),
        (1u32..5_000, prop::sample::select(PeriodUnit::ALL.to_vec()))
            .prop_map(|(count, unit)| Window::Period(Period::Last { count, unit })),
        time().prop_map(|t| Window::Span { from: Some(t), to: None }),
        time().prop_map(|t| Window::Span { from: None, to: Some(t) }),
        (time(), 1i64..1_000_000_000_000)
            .prop_map(|(t, len)| Window::Span { from: Some(t), to: Some(TimeUs(t.0 + len)) }),
    ]
}

fn axis() -> impl Strategy<Value = AxisChoice> {
    let place = prop::sample::select(AxisPlace::WORDS.map(|(place, _)| place).to_vec());
    let reach = prop_oneof![
        Just(Reach::Window),
        Just(Reach::All),
        (-1e9f64..1e9, 1e-3f64..1e12).prop_map(|(min, length)| Reach::Fixed(min, min + length)),
    ];
    ("\\PC{1,12}", place, any::<bool>(), reach).prop_map(|(title, place, log, reach)| AxisChoice {
        title,
        place,
        log,
        reach,
    })
}

fn query() -> impl Strategy<Value = PlotQuery> {
    let name = ("[a-z0-9][a-z0-9_-]{0,8}", "\\PC{1,12}")
        .prop_map(|(source, id)| DatastreamRef { source: source.parse().unwrap(), id });
    let drawn_as = prop::option::of(prop::sample::select(DrawnAs::WORDS.map(|(k, _)| k).to_vec()));
    let stamp = stamp::STAMP_WORDS.map(|(stamp, _)| stamp).to_vec();
    let stamp = prop::option::of(prop::sample::select(stamp));
    let series = prop::collection::btree_map(name, (any::<bool>(), drawn_as, stamp), 0..6);
    let zone = prop::sample::select(ZoneChoice::WORDS.map(|(choice, _)| choice).to_vec());
    let kind = prop::sample::select(PlotKind::WORDS.map(|(kind, _)| kind).to_vec());
    let by = prop::sample::select(BoxesBy::WORDS.map(|(by, _)| by).to_vec());
    let curve = prop::sample::select(CurveChoice::WORDS.map(|(of, _)| of).to_vec());
    let units = UnitsChoice::WORDS.map(|(units, _)| units).to_vec();
    let units = prop::option::of(prop::sample::select(units));
    let threshold = ("\\PC{1,12}", -1e12f64..1e12, "[a-zA-Z ,]{0,10}")
        .prop_map(|(title, value, label)| Threshold { title, value, label });
    let thresholds = prop::collection::vec(threshold, 0..3);
    let agg = agg::PERIOD_WORDS.map(|(period, _)| period).to_vec();
    let agg = prop::option::of(prop::sample::select(agg));
    let compare = prop_oneof![(1u8..=10).prop_map(Compare::Before), Just(Compare::All)];
    let operation = prop::sample::select(Derived::WORDS.map(|(operation, _)| operation).to_vec());
    let derived = prop::collection::vec((operation, 0usize..6, 0usize..6), 0..3);
    let kinds = prop::sample::subsequence(EventKind::ALL.to_vec(), 0..=6);
    let events = kinds
        .prop_map(|kinds| kinds.into_iter().fold(EventKinds::NONE, |all, kind| all.toggled(kind)));
    let beside = (prop::option::of(compare), any::<bool>(), derived, events);
    let axes = (prop::collection::vec(axis(), 0..4), thresholds, agg, beside);
    (series, window(), zone, axes, kind, (by, curve), units).prop_map(
        |(
            series,
            window,
            zone,
            (axes, thresholds, agg, (compare, band, derived, events)),
            kind,
            (by, curve),
            units,
        )| {
            let mut query = PlotQuery {
                window,
                zone,
                kind,
                by,
                curve,
                units,
                agg,
                compare,
                band,
                events,
                ..PlotQuery::default()
            };
            for (name, (is_hidden, drawn_as, stamp)) in series {
                query.draw_as(&name, drawn_as);
                query.set_stamp(&name, stamp);
                query.hidden.extend(is_hidden.then(|| name.clone()));
                query.series.push(name);
            }
            let places = query.series.len();
            for (operation, first, second) in derived {
                if first != second && first.max(second) < places {
                    query.derive(Derived { operation, first, second });
                }
            }
            axes.into_iter().for_each(|axis| query.set_axis(axis));
            thresholds.into_iter().for_each(|threshold| query.add_threshold(threshold));
            query
        },
    )
}

proptest! {
    #[test]
    fn every_plot_comes_back_from_its_url(query in query()) {
        prop_assert_eq!(PlotQuery::parse(&query.render()), (query, vec![]));
    }

    #[test]
    fn no_url_makes_the_reader_panic_and_what_it_understood_is_stable(text in "\\PC{0,60}") {
        let (query, _) = PlotQuery::parse(&text);
        prop_assert_eq!(PlotQuery::parse(&query.render()).0, query);
    }
}
