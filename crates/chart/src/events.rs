//! Records on a plot: rows of marks and spans above its data, readings among its series.
//!
//! [`Lanes`] decides which rows there are, from the events alone, so that nothing jumps while a view is moved; [`Lanes::place`]
//! puts them on a frame that has room for them; [`readings`] puts values that somebody read beside the series that they are of;
//! [`draw`] draws both on any backend; [`words`] says them.

pub mod draw;
pub mod readings;
pub mod words;

use crate::frame::Frame;
use crate::text::cut_to;
use gagehouse_model::{TimeRange, TimeUs};
use gagehouse_records::Precision;
pub use gagehouse_records::event::{Event, EventKind, EventKinds, EventReading};

/// Height of a row, in sizes of a letter.
pub const LANE: f64 = 1.25;
/// Marks of a kind that are nearer than this are one mark with their number.
const MARK_PX: f64 = 15.0;
/// Marks this near are at one place.
const SAME_PX: f64 = 3.0;
/// A cursor this near reads a mark.
const HIT_PX: f64 = 8.0;
/// Rows of spans at most: what finds no free row is counted in the last one.
const SPAN_ROWS: usize = 3;
/// Kinds that are marks of an instant, each in a row of its own.
const POINT_KINDS: [EventKind; 4] =
    [EventKind::Visits, EventKind::Calibrations, EventKind::Maintenance, EventKind::Programs];

/// The instant at which an event is marked: its begin, or the middle of the day that is all that is known.
pub fn instant(event: &Event) -> TimeUs {
    match event.begin.precision() {
        Precision::Day => TimeUs(event.begin.earliest().0.midpoint(event.begin.end().0)),
        _ => event.begin.earliest(),
    }
}

/// From when to when an event was, as far as is known.
pub fn extent(event: &Event) -> TimeRange {
    let end = event.end.unwrap_or(event.begin).end().max(event.begin.end());
    TimeRange { start: event.begin.earliest(), end }
}

fn is_span(event: &Event) -> bool {
    event.kind == EventKind::Deployments && (event.is_open || event.end.is_some())
}

/// The first instant after another, or the last before it, at which something of the shown kinds is marked, inside a range: what
/// lies outside of it, as the begin of a long deployment may, has others between.
pub fn next_instant(
    (events, within): (&[Event], TimeRange),
    shown: EventKinds,
    from: Option<TimeUs>,
    forth: bool,
) -> Option<TimeUs> {
    let instants = events.iter().filter(|event| shown.has(event.kind)).map(instant);
    let instants = instants.filter(|time| within.contains(*time));
    match (from, forth) {
        (Some(from), true) => instants.filter(|time| *time > from).min(),
        (Some(from), false) => instants.filter(|time| *time < from).max(),
        (None, true) => instants.min(),
        (None, false) => instants.max(),
    }
}

/// The rows above a plot's data.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Lanes {
    /// Kinds of marks, each with its events in the order of their times.
    points: Vec<(EventKind, Vec<usize>)>,
    /// Spans, with their row among those of spans.
    spans: Vec<Span>,
    /// Instants of deployments that no span shows, such as a retrieval's.
    ends: Vec<usize>,
    span_rows: usize,
}

#[derive(Debug, Clone, PartialEq)]
struct Span {
    row: usize,
    range: TimeRange,
    is_open: bool,
    of: Vec<usize>,
}

impl Lanes {
    /// The rows of events of the shown kinds; what lasts still lasts until `now`.
    pub fn of(events: &[Event], shown: EventKinds, now: TimeUs) -> Self {
        let mut order: Vec<usize> =
            (0..events.len()).filter(|at| shown.has(events[*at].kind)).collect();
        order.sort_by_key(|at| instant(&events[*at]));
        let of_kind = |kind: EventKind| {
            let of = order.iter().copied().filter(|at| events[*at].kind == kind);
            (kind, of.collect::<Vec<_>>())
        };
        let mut points: Vec<_> = POINT_KINDS.into_iter().map(of_kind).collect();
        points.retain(|(_, of)| !of.is_empty());
        let (_, deployments) = of_kind(EventKind::Deployments);
        let (spans, ends): (Vec<usize>, Vec<usize>) =
            deployments.into_iter().partition(|at| is_span(&events[*at]));
        let spans = rows_of(events, &spans, now);
        let rows = spans.iter().map(|span| span.row + 1).max();
        let span_rows = rows.unwrap_or(usize::from(!ends.is_empty()));
        Self { points, spans, ends, span_rows }
    }

    /// How many there are.
    pub fn rows(&self) -> usize {
        self.points.len() + self.span_rows
    }

    /// Where everything stands in a frame that was arranged with room for these rows.
    pub fn place(&self, events: &[Event], frame: &Frame) -> EventLayout {
        let y_px = |row: usize| {
            let above = (self.rows() - row) as f64 - 0.5;
            frame.data.top_px - frame.font_px * (LANE * above + 0.15)
        };
        let mut layout = EventLayout::default();
        for (row, (kind, of)) in self.points.iter().enumerate() {
            layout.marks.extend(marks(events, of, *kind, y_px(row), frame));
        }
        let first = self.points.len();
        for span in &self.spans {
            layout.spans.extend(placed_span(events, span, y_px(first + span.row), frame));
        }
        // A retrieval stands where the span that it ends stands.
        for row in 0..self.span_rows {
            let is_of_row = |at: &usize| self.row_of_end(events, *at) == row;
            let of: Vec<usize> = self.ends.iter().copied().filter(is_of_row).collect();
            layout.marks.extend(marks(
                events,
                &of,
                EventKind::Deployments,
                y_px(first + row),
                frame,
            ));
        }
        let edges = layout.spans.iter().flat_map(|span| {
            [span.is_begun.then_some(span.left_px), span.is_ended.then_some(span.right_px)]
        });
        let of_marks = layout.marks.iter().filter(|mark| mark.is_one_place).map(|mark| mark.x_px);
        let mut lines: Vec<f64> = of_marks.chain(edges.flatten()).map(f64::round).collect();
        lines.sort_by(f64::total_cmp);
        lines.dedup();
        layout.lines_px = lines;
        layout
    }

    fn row_of_end(&self, events: &[Event], end: usize) -> usize {
        let time = events[end].begin;
        let ends_here = |at: &usize| events[*at].end == Some(time);
        self.spans.iter().find(|span| span.of.iter().any(ends_here)).map_or(0, |span| span.row)
    }
}

/// Gives each span the first row that is free, told their order.
fn rows_of(events: &[Event], order: &[usize], now: TimeUs) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    // The last span of each row.
    let mut last: Vec<usize> = Vec::new();
    for &at in order {
        let mut range = extent(&events[at]);
        let is_open = events[at].is_open;
        if is_open {
            range.end = now.max(range.start);
        }
        let free = last.iter().position(|last| spans[*last].range.end <= range.start);
        match free {
            Some(row) => {
                last[row] = spans.len();
                spans.push(Span { row, range, is_open, of: vec![at] });
            }
            None if last.len() < SPAN_ROWS => {
                last.push(spans.len());
                spans.push(Span { row: last.len() - 1, range, is_open, of: vec![at] });
            }
            None => {
                let span = &mut spans[last[SPAN_ROWS - 1]];
                span.range.end = span.range.end.max(range.end);
                span.is_open |= is_open;
                span.of.push(at);
            }
        }
    }
    spans
}

/// Marks of a kind in a row: those that have no room beside each other are one.
fn marks(
    events: &[Event],
    order: &[usize],
    kind: EventKind,
    y_px: f64,
    frame: &Frame,
) -> Vec<EventMark> {
    let px = |at: usize| frame.time.px(instant(&events[at]));
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for &at in order {
        match groups.last_mut() {
            Some(group) if px(at) - px(group[0]) < MARK_PX => group.push(at),
            _ => groups.push(vec![at]),
        }
    }
    let inside = frame.data.left_px..=frame.data.right_px;
    let marks = groups.into_iter().map(|of| {
        let (first, last) = (px(of[0]), px(of[of.len() - 1]));
        let is_one_place = last - first < SAME_PX;
        let x_px = if is_one_place { first } else { f64::midpoint(first, last) };
        let reach_px = of.iter().map(|at| extent(&events[*at])).fold((x_px, x_px), |all, range| {
            (all.0.min(frame.time.px(range.start)), all.1.max(frame.time.px(range.end)))
        });
        EventMark { kind, x_px, y_px, reach_px, is_one_place, of }
    });
    marks.filter(|mark| inside.contains(&mark.x_px)).collect()
}

fn placed_span(events: &[Event], span: &Span, y_px: f64, frame: &Frame) -> Option<EventSpan> {
    let (from, to) = (frame.time.px(span.range.start), frame.time.px(span.range.end));
    let data = frame.data;
    if to < data.left_px || from > data.right_px {
        return None;
    }
    let (left_px, right_px) = (from.max(data.left_px), to.min(data.right_px));
    let font_px = frame.font_px * SPAN_FONT;
    let text = match span.of.as_slice() {
        [one] => events[*one].label.clone(),
        many => format!("{} deployments", many.len()),
    };
    let room_px = right_px - left_px - font_px;
    // A letter and an ellipsis say nothing.
    let text =
        if room_px < font_px * 2.5 { String::new() } else { cut_to(&text, font_px, room_px) };
    Some(EventSpan {
        left_px,
        right_px,
        y_px,
        is_begun: from >= data.left_px,
        is_ended: to <= data.right_px && !span.is_open,
        text,
        of: span.of.clone(),
    })
}

/// Size of the letters in spans and marks, to that of the plot.
pub(crate) const SPAN_FONT: f64 = 0.85;

/// Marks and spans in their places.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct EventLayout {
    /// Marks.
    pub marks: Vec<EventMark>,
    /// Spans.
    pub spans: Vec<EventSpan>,
    /// Where a line goes down through the data.
    pub lines_px: Vec<f64>,
}

/// A mark, of one event or of several that have no room beside each other.
#[derive(Debug, Clone, PartialEq)]
pub struct EventMark {
    /// Kind of its events.
    pub kind: EventKind,
    /// Its middle.
    pub x_px: f64,
    /// Its middle.
    pub y_px: f64,
    /// From where to where they were: a visit of hours, a day that is all that is known.
    pub reach_px: (f64, f64),
    /// Whether they are at one place, so that a line through the data tells no lie.
    pub is_one_place: bool,
    /// Its events by their number.
    pub of: Vec<usize>,
}

/// A span inside the data's edges.
#[derive(Debug, Clone, PartialEq)]
pub struct EventSpan {
    /// Left edge.
    pub left_px: f64,
    /// Right edge.
    pub right_px: f64,
    /// Its middle.
    pub y_px: f64,
    /// Whether it begins at its left edge.
    pub is_begun: bool,
    /// Whether it ends at its right edge.
    pub is_ended: bool,
    /// What stands in it, as far as there is room.
    pub text: String,
    /// Its events by their number.
    pub of: Vec<usize>,
}

impl EventLayout {
    /// The events marked at the place nearest to a pixel, if it is near; those of spans at their ends.
    pub fn near(&self, x_px: f64) -> Vec<usize> {
        let edges = self.spans.iter().flat_map(|span| {
            let begin = span.is_begun.then_some((span.left_px, &span.of));
            [begin, span.is_ended.then_some((span.right_px, &span.of))]
        });
        let marks = self.marks.iter().map(|mark| (mark.x_px, &mark.of));
        let all: Vec<_> = marks.chain(edges.flatten()).collect();
        let away = |px: f64| (px - x_px).abs();
        let nearest = all.iter().map(|(px, _)| *px).min_by(|a, b| away(*a).total_cmp(&away(*b)));
        let Some(nearest) = nearest.filter(|px| away(*px) <= HIT_PX) else { return Vec::new() };
        let here = all.iter().filter(|(px, _)| (px - nearest).abs() <= SAME_PX);
        let mut of: Vec<usize> = here.flat_map(|(_, of)| of.iter().copied()).collect();
        of.sort_unstable();
        of.dedup();
        of
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::frame::{PlotSpec, arrange};
    use gagehouse_model::ZoneOffsets;
    use gagehouse_records::{Kind, RecordId};
    use proptest::prelude::*;

    /// An event of a record of its own.
    pub fn an_event(kind: EventKind, begin: &str, end: Option<&str>) -> Event {
        Event {
            record: RecordId::new(0, [0; 10]),
            record_kind: Kind::Visit,
            kind,
            visit: None,
            site: 1,
            begin: begin.parse().unwrap(),
            end: end.map(|end| end.parse().unwrap()),
            item: None,
            is_open: false,
            label: String::new(),
            title: kind.name().to_owned(),
            details: Vec::new(),
            reading: None,
            datastreams: Vec::new(),
        }
    }

    /// A frame over 2026, one day of which is about 2.2 px.
    pub fn a_frame(rows: usize) -> Frame {
        let window =
            TimeRange { start: time("2026-01-01T00:00:00Z"), end: time("2027-01-01T00:00:00Z") };
        arrange(&PlotSpec {
            width_px: 824.0,
            height_px: 400.0,
            font_px: 12.0,
            window,
            zone: ZoneOffsets::utc(),
            lanes: rows,
            axes: Vec::new(),
        })
    }

    fn time(text: &str) -> TimeUs {
        text.parse().unwrap()
    }

    const NOW: &str = "2026-09-01T00:00:00Z";

    fn layout(events: &[Event]) -> (Lanes, EventLayout) {
        let lanes = Lanes::of(events, EventKinds::default(), time(NOW));
        let layout = lanes.place(events, &a_frame(lanes.rows()));
        (lanes, layout)
    }

    #[test]
    fn each_kind_has_its_row_and_what_is_not_shown_has_none() {
        let events = [
            an_event(EventKind::Visits, "2026-05-03T10:00Z", Some("2026-05-03T12:00Z")),
            an_event(EventKind::Calibrations, "2026-05-03T10:30Z", None),
            an_event(EventKind::Readings, "2026-05-03T10:30Z", None),
        ];
        let (lanes, layout) = layout(&events);
        assert_eq!(lanes.rows(), 2);
        assert!(layout.marks[0].y_px < layout.marks[1].y_px);
        assert!(layout.marks[1].y_px < a_frame(2).data.top_px - 2.0);
        let fewer = EventKinds::default().toggled(EventKind::Visits);
        assert_eq!(Lanes::of(&events, fewer, time(NOW)).rows(), 1);
        assert_eq!(Lanes::of(&events, EventKinds::NONE, time(NOW)).rows(), 0);
        assert_eq!(Lanes::of(&[], EventKinds::default(), time(NOW)), Lanes::default());
    }

    #[test]
    fn checks_of_one_hour_are_one_mark_with_their_number_and_a_line_where_they_are() {
        let check = |minute: u32| {
            an_event(EventKind::Calibrations, &format!("2026-05-03T10:{minute}Z"), None)
        };
        let events = [check(10), check(20), check(30)];
        let (_, layout) = layout(&events);
        assert_eq!(layout.marks.len(), 1);
        assert_eq!(layout.marks[0].of, [0, 1, 2]);
        assert_eq!(layout.lines_px, [layout.marks[0].x_px.round()]);
    }

    #[test]
    fn days_apart_that_have_no_room_are_counted_without_a_line_that_would_lie() {
        let events = [
            an_event(EventKind::Visits, "2026-05-03T10:00Z", None),
            an_event(EventKind::Visits, "2026-05-06T10:00Z", None),
            an_event(EventKind::Visits, "2026-06-06T10:00Z", None),
        ];
        let (_, layout) = layout(&events);
        let of: Vec<usize> = layout.marks.iter().map(|mark| mark.of.len()).collect();
        assert_eq!((of, layout.lines_px.len()), (vec![2, 1], 1));
    }

    #[test]
    fn a_day_alone_is_marked_at_its_middle_and_reaches_over_all_of_it() {
        let events = [an_event(EventKind::Visits, "2026-05-03-07:00", None)];
        assert_eq!(instant(&events[0]), time("2026-05-03T19:00:00Z"));
        let (_, layout) = layout(&events);
        let EventMark { x_px, reach_px, .. } = layout.marks[0];
        assert!((reach_px.1 - reach_px.0 - 2.2).abs() < 0.2, "{reach_px:?}");
        assert!(reach_px.0 < x_px && x_px < reach_px.1);
    }

    fn deployed(serial: &str, begin: &str, end: Option<&str>) -> Event {
        let event = an_event(EventKind::Deployments, begin, end);
        Event { label: serial.to_owned(), is_open: end.is_none(), ..event }
    }

    #[test]
    fn a_deployment_is_a_span_with_its_serial_number_and_an_open_one_ends_now() {
        let events = [
            deployed("S-1", "2025-05-01T10:00Z", Some("2026-03-01T10:00Z")),
            deployed("S-2", "2026-03-01T10:35Z", None),
        ];
        let (lanes, layout) = layout(&events);
        assert_eq!(lanes.rows(), 1);
        let [first, second] = layout.spans.as_slice() else { panic!("{layout:?}") };
        assert_eq!((first.text.as_str(), second.text.as_str()), ("S-1", "S-2"));
        assert_eq!((first.is_begun, first.is_ended), (false, true));
        assert_eq!((second.is_begun, second.is_ended), (true, false));
        assert_eq!(second.right_px, a_frame(1).time.px(time(NOW)));
    }

    #[test]
    fn items_at_once_have_rows_below_each_other_and_too_many_are_counted() {
        let items: Vec<Event> = (0..6)
            .map(|n| deployed(&format!("S-{n}"), &format!("2026-03-0{}T10:00Z", n + 1), None))
            .collect();
        let (lanes, layout) = layout(&items);
        assert_eq!((lanes.rows(), layout.spans.len()), (SPAN_ROWS, SPAN_ROWS));
        assert_eq!(layout.spans[2].text, "4 deployments");
    }

    #[test]
    fn a_retrieval_stands_in_the_row_of_the_span_that_it_ends() {
        let events = [
            deployed("S-1", "2026-02-01T10:00Z", None),
            deployed("S-2", "2026-03-01T10:00Z", Some("2026-04-01T10:00Z")),
            an_event(EventKind::Deployments, "2026-04-01T10:00Z", None),
        ];
        let (lanes, layout) = layout(&events);
        assert_eq!(lanes.rows(), 2);
        assert_eq!(layout.marks[0].y_px, layout.spans[1].y_px);
        // The end of the span and the retrieval are read together.
        assert_eq!(layout.near(layout.spans[1].right_px + 5.0), [1, 2]);
        assert_eq!(layout.near(layout.spans[1].right_px + 20.0), Vec::<usize>::new());
    }

    #[test]
    fn keys_go_from_one_instant_to_the_next_among_the_kinds_shown() {
        let events = [
            an_event(EventKind::Visits, "2026-05-03T10:00Z", None),
            an_event(EventKind::Calibrations, "2026-05-03T10:30Z", None),
            an_event(EventKind::Visits, "2026-06-03T10:00Z", None),
        ];
        let all = EventKinds::default();
        let year =
            TimeRange { start: time("2026-01-01T00:00:00Z"), end: time("2027-01-01T00:00:00Z") };
        let next = |shown, from, forth| next_instant((&events, year), shown, from, forth);
        let first = next(all, None, true).unwrap();
        assert_eq!(next(all, Some(first), true), Some(instant(&events[1])));
        let visits = all.toggled(EventKind::Calibrations);
        assert_eq!(next(visits, Some(first), true), Some(instant(&events[2])));
        assert_eq!(next(all, Some(first), false), None);
        assert_eq!(next(all, None, false), Some(instant(&events[2])));
        let may = TimeRange { end: time("2026-06-01T00:00:00Z"), ..year };
        assert_eq!(next_instant((&events, may), visits, Some(first), true), None);
    }

    proptest! {
        #[test]
        fn whatever_the_times_every_event_in_the_window_is_in_one_mark_and_marks_keep_apart(
            minutes in proptest::collection::vec(-200_000i64..800_000, 0..200),
        ) {
            let start = time("2026-01-01T00:00:00Z").0;
            let events: Vec<Event> = minutes.iter().map(|minute| {
                let at = TimeUs(start + minute * 60_000_000).to_rfc3339();
                an_event(EventKind::Visits, &at, None)
            }).collect();
            let (_, layout) = layout(&events);
            let mut seen: Vec<usize> = layout.marks.iter().flat_map(|mark| mark.of.clone()).collect();
            let count = seen.len();
            seen.sort_unstable();
            seen.dedup();
            prop_assert_eq!(seen.len(), count);
            let frame = a_frame(1);
            for (at, event) in events.iter().enumerate() {
                let px = frame.time.px(instant(event));
                let is_well_inside = px > frame.data.left_px + MARK_PX && px < frame.data.right_px - MARK_PX;
                prop_assert!(!is_well_inside || seen.contains(&at));
            }
            for pair in layout.marks.windows(2) {
                prop_assert!(pair[1].x_px - pair[0].x_px >= MARK_PX / 2.0);
            }
        }
    }
}
