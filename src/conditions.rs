//! What a site's data say now, in words: latest values and statuses. Plain functions over the catalog.

use gagehouse_catalog::{Datastream, Signs, Status};
use gagehouse_model::{SiteZone, TimeUs};

pub use gagehouse_catalog::site::{
    by_variable, end as site_end, signs as site_signs, status as site_status,
};
pub use gagehouse_chart::conditions::words::{
    number_text, over_text, time_and_zone, time_text, unit_beside, with_unit,
};
pub use gagehouse_model::age::ago_in_words as ago_text;

/// The status of one series.
pub fn series_status(series: &Datastream, now: TimeUs) -> Status {
    series.signs().status(now)
}

/// A value with its unit, or what stands in its place.
pub fn value_text(series: &Datastream, value: f64) -> String {
    if !value.is_finite() || series.no_data_value() == Some(value) {
        return "no data".to_owned();
    }
    with_unit(&number_text(value), unit_beside(series.unit_label(), series.variable_name()))
}

/// What the signs of a site or series mean now, as a sentence with times of the site's clock.
pub fn status_sentence(signs: &Signs, zone: Option<&SiteZone>, now: TimeUs) -> String {
    signs.sentence(now, |time| time_text(time, zone))
}
