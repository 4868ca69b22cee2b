//! What a plot's URL says, read and written without loss.

pub mod agg;
pub mod axis;
pub mod compare;
pub mod curve;
pub mod derived;
pub mod drawn_as;
pub mod encoding;
pub mod kind;
pub mod period;
pub mod stamp;
#[cfg(test)]
mod tests;
pub mod threshold;
pub mod units;
pub mod window;
pub mod zone;

pub use axis::{AxisChoice, AxisPlace, Reach};
pub use compare::Compare;
pub use curve::CurveChoice;
pub use derived::Derived;
pub use drawn_as::DrawnAs;
pub use kind::{BoxesBy, PlotKind};
pub use period::{Period, PeriodUnit};
pub use threshold::Threshold;
pub use units::UnitsChoice;
pub use window::Window;
pub use zone::ZoneChoice;

use gagehouse_model::address::is_added_by_others;
use gagehouse_model::unit::UnitPreference;
use gagehouse_model::{DatastreamRef, TimeUs};
use gagehouse_observations::{Period as AggregationPeriod, Stamp};
use gagehouse_records::event::EventKinds;
use std::fmt::Write as _;

/// A plot, as its URL names it. Defaults are not written.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PlotQuery {
    /// The datastreams, each once, in the order of their colours (`d=source:id`, repeated).
    pub series: Vec<DatastreamRef>,
    /// Those of them that are not drawn now (`hide=source:id`, repeated).
    pub hidden: Vec<DatastreamRef>,
    /// What is computed from two of them (`derive=difference,1,2`, repeated), each once.
    pub derived: Vec<Derived>,
    /// What stretch of time is shown (`from=`, `to=` or `p=`).
    pub window: Window,
    /// Whose clock (`tz=`).
    pub zone: ZoneChoice,
    /// What was decided about axes, each once (`axis=log,left:Discharge (cfs)`, repeated).
    pub axes: Vec<AxisChoice>,
    /// Values that are marked (`th=12.5,Flood stage:Stage (ft)`, repeated), each once.
    pub thresholds: Vec<Threshold>,
    /// As what series are drawn that are not drawn as suits them (`as=bars,source:id`, repeated).
    pub drawn_as: Vec<(DatastreamRef, DrawnAs)>,
    /// Into how long periods values are put together, by the statistic that fits (`agg=day`); nothing for
    /// values as they are.
    pub agg: Option<AggregationPeriod>,
    /// With which other years the window is compared (`compare=1` to `10`, `compare=all`); none when nothing is said.
    pub compare: Option<Compare>,
    /// Whether what is normal for each date lies behind the series (`band=normal`).
    pub band: bool,
    /// What the times of series mean where that was said (`stamp=end,source:id`, repeated).
    pub stamps: Vec<(DatastreamRef, Stamp)>,
    /// What kind of plot is shown (`kind=`).
    pub kind: PlotKind,
    /// By what boxes are grouped (`by=`).
    pub by: BoxesBy,
    /// Of which values curves of exceedance and probability are made (`of=`).
    pub curve: CurveChoice,
    /// Which kinds of records are shown (`events=visits,readings` or `none`); all when nothing is said.
    pub events: EventKinds,
    /// In which units values are shown (`units=`); what the device prefers when nothing is said.
    pub units: Option<UnitPreference>,
}

/// The word that asks for the normal range.
const BAND_WORD: &str = "normal";

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
        let mut drawn_as_given = Vec::new();
        let mut stamps_given = Vec::new();
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
                "derive" => match value.parse::<Derived>() {
                    Ok(derived) if query.derived.contains(&derived) => {}
                    Ok(derived) => query.derived.push(derived),
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
                "axis" => match value.parse::<AxisChoice>() {
                    Ok(axis) => query.set_axis(axis),
                    Err(error) => refuse(error.to_string()),
                },
                "th" => match value.parse::<Threshold>() {
                    Ok(threshold) => query.add_threshold(threshold),
                    Err(error) => refuse(error.to_string()),
                },
                "as" => match drawn_as::of_series(&value) {
                    Ok(drawn_as) => drawn_as_given.push(drawn_as),
                    Err(reason) => refuse(reason),
                },
                "agg" => match agg::period_from_word(&value) {
                    Some(period) => query.agg = Some(period),
                    None => refuse(one_of(agg::PERIOD_WORDS.iter().map(|(_, word)| *word))),
                },
                "compare" => match Compare::from_word(&value) {
                    Some(compare) => query.compare = Some(compare),
                    None => refuse(format!("expected 1 to {} years, or all", compare::MOST_YEARS)),
                },
                "band" if value == BAND_WORD => query.band = true,
                "band" => refuse(format!("expected {BAND_WORD}")),
                "stamp" => match stamp::of_series(&value) {
                    Ok(stamp) => stamps_given.push(stamp),
                    Err(reason) => refuse(reason),
                },
                "events" => match value.parse() {
                    Ok(events) => query.events = events,
                    Err(error) => refuse(error.to_string()),
                },
                "units" => match UnitsChoice::from_word(&value) {
                    Some(units) => query.units = Some(units),
                    None => refuse(one_of(UnitsChoice::WORDS.iter().map(|(_, word)| *word))),
                },
                "kind" => match PlotKind::from_word(&value) {
                    Some(kind) => query.kind = kind,
                    None => refuse(one_of(PlotKind::WORDS.iter().map(|(_, word)| *word))),
                },
                "of" => match CurveChoice::from_word(&value) {
                    Some(curve) => query.curve = curve,
                    None => refuse(one_of(CurveChoice::WORDS.iter().map(|(_, word)| *word))),
                },
                "by" => match BoxesBy::from_word(&value) {
                    Some(by) => query.by = by,
                    None => refuse(one_of(BoxesBy::WORDS.iter().map(|(_, word)| *word))),
                },
                other if is_added_by_others(other) => {}
                _ => refuse("a plot has no such parameter".to_owned()),
            }
        }
        let (window, problem) = window.window();
        query.window = window;
        problems.extend(problem);
        let unknown = |name: &str, value: String| QueryProblem {
            name: name.to_owned(),
            value,
            reason: "no such series on this plot".to_owned(),
        };
        let places = query.series.len();
        let (known, others): (Vec<_>, Vec<_>) =
            query.derived.drain(..).partition(|it| it.first.max(it.second) < places);
        query.derived = known;
        problems.extend(others.into_iter().map(|it| unknown("derive", it.to_string())));
        for name in hidden {
            if !query.names(&name) {
                problems.push(unknown("hide", name.to_string()));
            } else if !query.hidden.contains(&name) {
                query.hidden.push(name);
            }
        }
        for (name, drawn_as) in drawn_as_given {
            if query.names(&name) {
                query.draw_as(&name, Some(drawn_as));
            } else {
                problems.push(unknown("as", format!("{},{name}", drawn_as.word())));
            }
        }
        for (name, stamp) in stamps_given {
            if query.series.contains(&name) {
                query.set_stamp(&name, Some(stamp));
            } else {
                problems.push(unknown("stamp", format!("{},{name}", stamp::stamp_word(stamp))));
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
        for derived in &self.derived {
            add("derive", &derived.to_string());
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
        for axis in self.axes.iter().filter(|axis| !axis.is_default()) {
            add("axis", &axis.to_string());
        }
        for threshold in &self.thresholds {
            add("th", &threshold.to_string());
        }
        if let Some(period) = self.agg {
            add("agg", agg::period_word(period));
        }
        if let Some(compare) = self.compare {
            add("compare", &compare.word());
        }
        if self.band {
            add("band", BAND_WORD);
        }
        for (name, stamp) in &self.stamps {
            add("stamp", &format!("{},{name}", stamp::stamp_word(*stamp)));
        }
        if self.events != EventKinds::default() {
            add("events", &self.events.to_string());
        }
        if let Some(units) = self.units {
            add("units", UnitsChoice::word(units));
        }
        if self.kind != PlotKind::default() {
            add("kind", self.kind.word());
        }
        if self.by != BoxesBy::default() {
            add("by", self.by.word());
        }
        if self.curve != CurveChoice::default() {
            add("of", self.curve.word());
        }
        for (name, drawn_as) in &self.drawn_as {
            add("as", &format!("{},{name}", drawn_as.word()));
        }
        text
    }

    /// Whether a series is drawn.
    pub fn is_shown(&self, series: &DatastreamRef) -> bool {
        !self.hidden.contains(series)
    }

    /// Whether a series is on the plot, read or computed.
    pub fn names(&self, series: &DatastreamRef) -> bool {
        self.series.contains(series) || self.derived.iter().any(|it| it.name() == *series)
    }

    /// Takes a series off the plot, with what is computed from it.
    pub fn remove(&mut self, series: &DatastreamRef) {
        self.derived.retain(|it| it.name() != *series);
        if let Some(place) = self.series.iter().position(|name| name == series) {
            self.series.remove(place);
            let moved = |it: &Derived| (it.name(), it.without(place));
            let moved: Vec<_> = self.derived.iter().map(moved).collect();
            let new_name = |name: &DatastreamRef| match moved.iter().find(|(old, _)| old == name) {
                Some((_, now)) => now.map(Derived::name),
                None => Some(name.clone()),
            };
            self.hidden = self.hidden.iter().filter_map(new_name).collect();
            let drawn_as = self.drawn_as.iter();
            self.drawn_as =
                drawn_as.filter_map(|(name, it)| Some((new_name(name)?, *it))).collect();
            self.derived = moved.into_iter().filter_map(|(_, now)| now).collect();
        }
        self.hidden.retain(|name| name != series);
        self.drawn_as.retain(|(name, _)| name != series);
        self.stamps.retain(|(name, _)| name != series);
    }

    /// Adds what is computed from two series; nothing happens when it is there already.
    pub fn derive(&mut self, derived: Derived) {
        if !self.derived.contains(&derived) {
            self.derived.push(derived);
        }
    }

    /// What was decided about an axis.
    pub fn axis(&self, title: &str) -> AxisChoice {
        let found = self.axes.iter().find(|axis| axis.title == title);
        found.cloned().unwrap_or_else(|| AxisChoice::of(title))
    }

    /// Decides about an axis, in place of what was decided before.
    pub fn set_axis(&mut self, choice: AxisChoice) {
        match self.axes.iter_mut().find(|axis| axis.title == choice.title) {
            _ if choice.is_default() => self.axes.retain(|axis| axis.title != choice.title),
            Some(axis) => *axis = choice,
            None => self.axes.push(choice),
        }
    }

    /// Marks a value; nothing happens when it is marked already.
    pub fn add_threshold(&mut self, threshold: Threshold) {
        if !self.thresholds.contains(&threshold) {
            self.thresholds.push(threshold);
        }
    }

    /// As what a series is to be drawn; `None` for what suits it.
    pub fn draw_as(&mut self, series: &DatastreamRef, drawn_as: Option<DrawnAs>) {
        self.drawn_as.retain(|(name, _)| name != series);
        self.drawn_as.extend(drawn_as.map(|drawn_as| (series.clone(), drawn_as)));
    }

    /// As what a series was said to be drawn.
    pub fn drawn_as(&self, series: &DatastreamRef) -> Option<DrawnAs> {
        self.drawn_as.iter().find(|(name, _)| name == series).map(|(_, drawn_as)| *drawn_as)
    }

    /// Says what the times of a series mean; `None` for nothing said.
    pub fn set_stamp(&mut self, series: &DatastreamRef, stamp: Option<Stamp>) {
        self.stamps.retain(|(name, _)| name != series);
        self.stamps.extend(stamp.map(|stamp| (series.clone(), stamp)));
    }

    /// What the times of a series were said to mean.
    pub fn stamp(&self, series: &DatastreamRef) -> Option<Stamp> {
        self.stamps.iter().find(|(name, _)| name == series).map(|(_, stamp)| *stamp)
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

fn one_of(words: impl Iterator<Item = &'static str>) -> String {
    format!("expected one of {}", words.collect::<Vec<_>>().join(", "))
}
