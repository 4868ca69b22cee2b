//! A visit of a site: the parent of what was done there.

use super::{CODE, NAME, TEXT, check_interval, check_term, records};
use crate::fault::Faults;
use crate::vocabulary::{COMPLETED_WORK, VISIT_STATUS};
use crate::{Decimal, RecordId, When};

records! {
    /// A visit of a site.
    pub struct Visit {
        /// Our key of the site.
        pub site: Option<i32>,
        /// Arrival.
        pub begin: Option<When>,
        /// Departure; nothing yet while the visit lasts.
        pub end: Option<When>,
        /// Who was there.
        pub crew: Vec<RecordId>,
        /// Who of them led.
        pub lead: Option<RecordId>,
        /// Who was there as an older record writes it, such as `WHE/CLC`.
        pub party: String,
        /// Weather.
        pub weather: String,
        /// Remarks.
        pub remarks: String,
        /// Where the device was at check-in.
        pub position: Option<Position>,
        /// Terms of `completedWork`.
        pub completed_work: Vec<String>,
        /// Term of `visitStatus`; a draft may be incomplete.
        pub status: String,
        /// The device's clock minus the server's, seconds, as last compared.
        pub clock_offset_s: Option<Decimal>,
        /// Version of the form it was written in.
        pub form_version: String,
        /// Version of the app it was written in.
        pub app_version: String,
    }

    /// A position of a device.
    pub struct Position {
        /// Degrees north, WGS 84.
        pub latitude: Option<Decimal>,
        /// Degrees east, WGS 84.
        pub longitude: Option<Decimal>,
        /// Radius in which the device believes itself, m.
        pub accuracy_m: Option<Decimal>,
        /// From the site, m.
        pub distance_to_site_m: Option<Decimal>,
    }
}

impl Visit {
    pub(crate) fn check(&self, faults: &mut Faults) {
        faults.need_some("site", &self.site);
        faults.need_some("begin", &self.begin);
        check_interval(faults, self.begin, self.end);
        check_term(faults, "status", &self.status, VISIT_STATUS);
        if !self.is_draft() && self.crew.is_empty() && self.party.trim().is_empty() {
            faults.need_any("crew", &self.crew);
        }
        if let Some(lead) = self.lead.filter(|lead| !self.crew.contains(lead)) {
            faults.error("lead", "not-in-crew", format!("{lead} leads and is not in the crew"));
        }
        faults.at_most("party", &self.party, NAME);
        faults.at_most("weather", &self.weather, NAME);
        faults.at_most("remarks", &self.remarks, TEXT);
        faults.at_most("form_version", &self.form_version, CODE);
        faults.at_most("app_version", &self.app_version, CODE);
        faults.at("completed_work", |faults| {
            for (at, work) in self.completed_work.iter().enumerate() {
                check_term(faults, &at.to_string(), work, COMPLETED_WORK);
            }
        });
        if let Some(position) = &self.position {
            faults.at("position", |faults| {
                degrees(faults, "latitude", &position.latitude, 90.0);
                degrees(faults, "longitude", &position.longitude, 180.0);
            });
        }
    }

    /// Whether it may still be incomplete.
    pub fn is_draft(&self) -> bool {
        self.status == "draft"
    }
}

fn degrees(faults: &mut Faults, field: &str, degrees: &Option<Decimal>, most: f64) {
    match degrees {
        None => faults.need_some(field, degrees),
        Some(degrees) if degrees.value().abs() > most => {
            let message = format!("{} is not within ±{most} degrees", degrees.text());
            faults.error(field, "range", message);
        }
        Some(_) => {}
    }
}
