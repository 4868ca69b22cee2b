//! What a plot's URL says, read and written without loss.

mod encoding;
pub mod period;
pub mod window;

pub use period::{Period, PeriodUnit};
pub use window::Window;

use gagehouse_model::{DatastreamRef, TimeUs};
use std::fmt::Write as _;

/// Whose clock the times are shown by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ZoneChoice {
    /// Civil time at the first series' site, daylight saving included; its standard time when the site
    /// names no zone.
    #[default]
    Site,
    /// The standard time of the first series' site, all year.
    Standard,
    /// UTC.
    Utc,
    /// The reader's own zone.
    Browser,
}

impl ZoneChoice {
    /// All choices with the words that the URL uses.
    pub const WORDS: [(Self, &'static str); 4] = [
        (Self::Site, "site"),
        (Self::Standard, "standard"),
        (Self::Utc, "utc"),
        (Self::Browser, "browser"),
    ];

    /// The word that the URL uses.
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(choice, _)| *choice == self).map_or("site", |(_, word)| word)
    }

    /// The choice of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(_, known)| *known == word).map(|(choice, _)| *choice)
    }
}

/// A plot, as its URL names it. Defaults are not written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlotQuery {
    /// The datastreams, each once, in the order of their colours (`d=source:id`, repeated).
    pub series: Vec<DatastreamRef>,
    /// Those of them that are not drawn now (`hide=source:id`, repeated).
    pub hidden: Vec<DatastreamRef>,
    /// What stretch of time is shown (`from=`, `to=` or `p=`).
    pub window: Window,
    /// Whose clock (`tz=`).
    pub zone: ZoneChoice,
}

/// A part of a URL that could not be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryProblem {
    /// Name of the parameter.
    pub name: String,
    /// Its value, as it was written.
    pub value: String,
    /// Why it cannot be used.
    pub reason: String,
}

impl std::fmt::Display for QueryProblem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}={}: {}", self.name, self.value, self.reason)
    }
}

impl PlotQuery {
    /// Reads the query part of a URL, with or without its `?`. What is broken is left at its default and
    /// reported.
    pub fn parse(text: &str) -> (Self, Vec<QueryProblem>) {
        let mut query = Self::default();
        let mut problems = Vec::new();
        let mut hidden = Vec::new();
        let mut window = window::WindowParts::default();
        for (name, value) in encoding::pairs(text) {
            let mut refuse = |reason: String| {
                let (name, value) = (name.clone(), value.clone());
                problems.push(QueryProblem { name, value, reason });
            };
            match name.as_str() {
                "d" => match value.parse::<DatastreamRef>() {
                    Ok(name) if query.series.contains(&name) => {}
                    Ok(name) => query.series.push(name),
                    Err(error) => refuse(error.to_string()),
                },
                "hide" => match value.parse::<DatastreamRef>() {
                    Ok(name) => hidden.push(name),
                    Err(error) => refuse(error.to_string()),
                },
                "from" | "to" => match value.parse::<TimeUs>() {
                    Ok(time) if name == "from" => window.from = Some(time),
                    Ok(time) => window.to = Some(time),
                    Err(error) => refuse(error.to_string()),
                },
                "p" => match value.parse::<Period>() {
                    Ok(period) => window.period = Some(period),
                    Err(error) => refuse(error.to_string()),
                },
                "tz" => match ZoneChoice::from_word(&value) {
                    Some(zone) => query.zone = zone,
                    None => refuse("expected site, standard, utc or browser".to_owned()),
                },
                _ => refuse("a plot has no such parameter".to_owned()),
            }
        }
        let (window, problem) = window.window();
        query.window = window;
        problems.extend(problem);
        for name in hidden {
            if !query.series.contains(&name) {
                problems.push(QueryProblem {
                    name: "hide".to_owned(),
                    value: name.to_string(),
                    reason: "no such series on this plot".to_owned(),
                });
            } else if !query.hidden.contains(&name) {
                query.hidden.push(name);
            }
        }
        (query, problems)
    }

    /// Writes the query part of a URL, without `?`; empty when everything is at its default.
    pub fn render(&self) -> String {
        let mut text = String::new();
        let mut add = |name: &str, value: &str| {
            let joint = if text.is_empty() { "" } else { "&" };
            let _ = write!(text, "{joint}{name}={}", encoding::encoded(value));
        };
        for name in &self.series {
            add("d", &name.to_string());
        }
        for name in &self.hidden {
            add("hide", &name.to_string());
        }
        match self.window {
            Window::Period(period) if period == Period::default() => {}
            Window::Period(period) => add("p", &period.to_string()),
            Window::Span { from, to } => {
                for (name, time) in [("from", from), ("to", to)] {
                    if let Some(time) = time {
                        add(name, &time.to_rfc3339());
                    }
                }
            }
        }
        if self.zone != ZoneChoice::default() {
            add("tz", self.zone.word());
        }
        text
    }

    /// Whether a series is drawn.
    pub fn is_shown(&self, series: &DatastreamRef) -> bool {
        !self.hidden.contains(series)
    }

    /// Takes a series off the plot.
    pub fn remove(&mut self, series: &DatastreamRef) {
        self.series.retain(|name| name != series);
        self.hidden.retain(|name| name != series);
    }

    /// Shows a series that is hidden, hides one that is shown.
    pub fn toggle(&mut self, series: &DatastreamRef) {
        if self.is_shown(series) {
            self.hidden.push(series.clone());
        } else {
            self.hidden.retain(|name| name != series);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
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
            "d=12&d=local:1&from=yesterday&p=P7D&tz=mars&hide=local:9&d=%ff&zoom=3",
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
                ("hide", "local:9"),
            ]
        );
        assert!(problems[0].to_string().starts_with("d=12: '12' names no source"));
    }

    #[test]
    fn a_datastream_named_twice_is_one_series() {
        let (query, problems) = PlotQuery::parse("d=local:1&d=local:1");
        assert_eq!((query.series.len(), problems.len()), (1, 0));
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

    fn query() -> impl Strategy<Value = PlotQuery> {
        let name = ("[a-z0-9][a-z0-9_-]{0,8}", "\\PC{1,12}")
            .prop_map(|(source, id)| DatastreamRef { source: source.parse().unwrap(), id });
        let series = prop::collection::btree_set(name, 0..6);
        let zone = prop::sample::select(ZoneChoice::WORDS.map(|(choice, _)| choice).to_vec());
        (series, window(), zone, any::<u8>()).prop_map(|(series, window, zone, hide)| {
            let series: Vec<DatastreamRef> = series.into_iter().collect();
            let is_hidden = |at: &usize| hide & (1 << at) != 0;
            let hidden = (0..series.len()).filter(is_hidden).map(|at| series[at].clone()).collect();
            PlotQuery { series, hidden, window, zone }
        })
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
}
