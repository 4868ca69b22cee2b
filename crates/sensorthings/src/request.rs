//! URLs of the requests a client makes, fully percent-encoded.

use crate::id::{self, Quoting};
use crate::percent;
use gagehouse_model::TimeUs;

/// The root of a service, such as `https://host/sensorthings/v1.1`, or a path on the page's own origin.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ServiceRoot(String);

impl ServiceRoot {
    /// From configuration or a manifest; a trailing slash, query and fragment are dropped.
    pub fn new(url: &str) -> Self {
        let url = url.split(['?', '#']).next().unwrap_or_default();
        Self(url.trim().trim_end_matches('/').to_owned())
    }

    /// The root without a trailing slash.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The URL of a resource path (`/Things`) with a query that is already encoded.
    pub fn url(&self, resource: &str, query: &str) -> String {
        let separator = if query.is_empty() { "" } else { "?" };
        format!("{}{resource}{separator}{query}", self.0)
    }
}

/// A half-open window; `None` on a side leaves it open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Window {
    /// First instant inside.
    pub from: Option<TimeUs>,
    /// First instant after.
    pub until: Option<TimeUs>,
}

impl Window {
    /// Everything.
    pub const ALL: Self = Self { from: None, until: None };

    /// Whether an instant lies inside.
    #[inline]
    pub fn contains(self, time_us: i64) -> bool {
        self.from.is_none_or(|from| from.0 <= time_us)
            && self.until.is_none_or(|until| time_us < until.0)
    }
}

impl From<gagehouse_model::TimeRange> for Window {
    fn from(range: gagehouse_model::TimeRange) -> Self {
        Self { from: Some(range.start), until: Some(range.end) }
    }
}

/// What a service understands of the observation request: simplified step by step when it refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dialect {
    /// Rows asked for per page.
    pub top: u32,
    /// Order by id after time.
    pub order_by_id: bool,
    /// Name the wanted properties.
    pub select: bool,
    /// Ask for columns.
    pub data_array: bool,
    /// How the id is written.
    pub quoting: Quoting,
    /// Ask for every interval that touches the window, not only those inside.
    pub touching: bool,
}

impl Default for Dialect {
    fn default() -> Self {
        Self {
            top: 10_000,
            order_by_id: true,
            select: true,
            data_array: true,
            quoting: Quoting::Standard,
            touching: false,
        }
    }
}

/// Resource path of a datastream's Observations.
pub fn observations_path(datastream: &str, quoting: Quoting) -> String {
    format!("/Datastreams({})/Observations", id::in_url(datastream, quoting))
}

/// The page of Observations of a window, oldest first.
///
/// ```
/// use gagehouse_sensorthings::request::{Dialect, ServiceRoot, Window, observations_url};
/// let window = Window { from: Some("2019-05-01".parse()?), until: None };
/// assert_eq!(
///     observations_url(&ServiceRoot::new("https://x/v1.1/"), "7", window, 0, Dialect::default()),
///     "https://x/v1.1/Datastreams(7)/Observations?$resultFormat=dataArray\
///      &$select=id,phenomenonTime,result,resultQuality&$orderby=phenomenonTime%20asc,id%20asc\
///      &$filter=phenomenonTime%20ge%202019-05-01T00:00:00Z&$top=10000"
/// );
/// # Ok::<(), gagehouse_model::time::TimeParseError>(())
/// ```
pub fn observations_url(
    root: &ServiceRoot,
    datastream: &str,
    window: Window,
    skip: usize,
    dialect: Dialect,
) -> String {
    let mut options = Vec::with_capacity(6);
    if dialect.data_array {
        options.push("$resultFormat=dataArray".to_owned());
    }
    if dialect.select {
        options.push("$select=id,phenomenonTime,result,resultQuality".to_owned());
    }
    let order =
        if dialect.order_by_id { "phenomenonTime asc,id asc" } else { "phenomenonTime asc" };
    options.push(format!("$orderby={}", percent::encode_option(order)));
    if let Some(filter) = window_filter(window, dialect.touching) {
        options.push(format!("$filter={}", percent::encode_option(&filter)));
    }
    options.push(format!("$top={}", dialect.top));
    if skip > 0 {
        options.push(format!("$skip={skip}"));
    }
    root.url(&observations_path(datastream, dialect.quoting), &options.join("&"))
}

/// The newest Observation; some services answer with the oldest, so compare it with the extent.
pub fn latest_url(root: &ServiceRoot, datastream: &str, quoting: Quoting) -> String {
    let query =
        "$select=id,phenomenonTime,result,resultQuality&$orderby=phenomenonTime%20desc&$top=1";
    root.url(&observations_path(datastream, quoting), query)
}

/// Half-open on instants. `touching` keeps intervals that lie across an edge: the same rows for instants.
fn window_filter(window: Window, touching: bool) -> Option<String> {
    let from = window.from.map(|t| match touching {
        true => format!("not phenomenonTime lt {t}"),
        false => format!("phenomenonTime ge {t}"),
    });
    let until = window.until.map(|t| match touching {
        true => format!("not phenomenonTime ge {t}"),
        false => format!("phenomenonTime lt {t}"),
    });
    let parts: Vec<String> = from.into_iter().chain(until).collect();
    (!parts.is_empty()).then(|| parts.join(" and "))
}

/// The catalog of a service: Things with their Locations, and Datastreams with what describes them.
///
/// Two walks with expands one level deep, joined by Thing id, instead of one with nested expands: nesting is
/// what services cut, refuse or time out on. Each set lists the ways of asking, the leanest first.
pub mod catalog {
    /// Entities asked for per page.
    pub const TOP: u32 = 1_000;

    /// Queries of `/Things`, without `$top`.
    pub const THINGS: [&str; 2] = ["$expand=Locations&$orderby=id", "$expand=Locations"];

    /// Queries of `/Datastreams`, without `$top`.
    pub const DATASTREAMS: [&str; 3] = [
        "$expand=Thing($select=id),Sensor,ObservedProperty&$orderby=id",
        "$expand=Thing,Sensor,ObservedProperty&$orderby=id",
        "$expand=Thing,Sensor,ObservedProperty",
    ];

    /// Queries of `/Datastreams` that bring the newest Observation along; for services that do so quickly.
    pub const DATASTREAMS_WITH_LATEST: [&str; 1] = [
        "$expand=Thing($select=id),Sensor,ObservedProperty,Observations($orderby=phenomenonTime%20desc;$top=1)&$orderby=id",
    ];

    /// Queries of `/Things(id)/Datastreams`, for services that cannot expand the Thing.
    pub const DATASTREAMS_OF_THING: [&str; 2] =
        ["$expand=Sensor,ObservedProperty&$orderby=id", "$expand=Sensor,ObservedProperty"];
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(window: Window, dialect: Dialect) -> String {
        observations_url(&ServiceRoot::new("http://x/v1.1"), "a b", window, 3, dialect)
    }

    #[test]
    fn a_refused_request_can_be_simplified_to_what_every_service_knows() {
        let dialect = Dialect {
            top: 100,
            order_by_id: false,
            select: false,
            data_array: false,
            quoting: Quoting::Reversed,
            touching: false,
        };
        assert_eq!(
            url(Window::ALL, dialect),
            "http://x/v1.1/Datastreams(a%20b)/Observations?$orderby=phenomenonTime%20asc&$top=100&$skip=3"
        );
    }

    #[test]
    fn windows_are_half_open_and_in_utc() {
        let window = Window {
            from: "2024-01-01T00:00:00+07:00".parse().ok(),
            until: "2024-02-01".parse().ok(),
        };
        let plain = url(window, Dialect::default());
        assert!(plain.contains(
            "$filter=phenomenonTime%20ge%202023-12-31T17:00:00Z%20and%20phenomenonTime%20lt%202024-02-01T00:00:00Z"
        ));
        let touching = url(window, Dialect { touching: true, ..Dialect::default() });
        assert!(touching.contains("not%20phenomenonTime%20lt%202023-12-31T17:00:00Z"));
        assert!(touching.contains("not%20phenomenonTime%20ge%202024-02-01T00:00:00Z"));
    }

    #[test]
    fn a_root_may_be_written_in_any_way() {
        for url in ["http://x/v1.1", "http://x/v1.1/", " http://x/v1.1//?a#b"] {
            assert_eq!(ServiceRoot::new(url).as_str(), "http://x/v1.1");
        }
    }
}
