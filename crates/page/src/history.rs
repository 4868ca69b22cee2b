//! What was done at a site and what hangs there now: the part of its field records that whoever asks may see.
//!
//! The sidecar makes it from records; it goes to the app as JSON and into the sent page as HTML.

use crate::html::escaped;
use serde::{Deserialize, Serialize};
use std::fmt::Write as _;

/// Field visits and equipment of a site.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct History {
    /// The latest visits, the newest first.
    pub visits: Vec<Visit>,
    /// How many there were in all.
    pub visit_count: u64,
    /// What is deployed now, by name.
    pub equipment: Vec<Item>,
}

/// A field visit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Visit {
    /// When it began, by the clock it was read from, with that clock's offset.
    pub begin: String,
    /// What was done, in words.
    pub done: Vec<String>,
    /// What the crew noted; possibly empty.
    pub remarks: String,
}

/// An item that is deployed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// Its name.
    pub name: String,
    /// Its model.
    pub model: Option<String>,
    /// Its serial number.
    pub serial_number: Option<String>,
    /// Since when, by the clock it was read from, with that clock's offset.
    pub since: String,
}

impl Visit {
    /// What was done as a sentence; empty when nothing was noted.
    pub fn done_text(&self) -> String {
        let text = self.done.join(", ");
        let mut letters = text.chars();
        letters
            .next()
            .map_or(String::new(), |first| format!("{}{}.", first.to_uppercase(), letters.as_str()))
    }
}

impl Item {
    /// Name, model and serial number.
    pub fn label(&self) -> String {
        let serial = self.serial_number.as_ref().map(|number| format!("no. {number}"));
        let parts = [Some(self.name.clone()), self.model.clone(), serial];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

impl History {
    /// Whether there is nothing to tell.
    pub fn is_empty(&self) -> bool {
        self.visits.is_empty() && self.equipment.is_empty()
    }

    /// How many visits are not told; `None` when all are.
    pub fn earlier_text(&self) -> Option<String> {
        match self.visit_count.saturating_sub(self.visits.len() as u64) {
            0 => None,
            1 => Some("One earlier visit is on record.".to_owned()),
            count => Some(format!("{count} earlier visits are on record.")),
        }
    }

    /// As a part of the page; empty when there is nothing to tell.
    pub fn html(&self) -> String {
        if self.is_empty() {
            return String::new();
        }
        let mut out = String::from(
            "<section aria-labelledby=\"history-title\"><h2 id=\"history-title\">Field visits and equipment</h2>",
        );
        if !self.equipment.is_empty() {
            out.push_str("<h3>Deployed now</h3><ul>");
            for item in &self.equipment {
                let _ = write!(
                    out,
                    "<li><span dir=\"auto\">{}</span>, since <span class=\"figures\">{}</span></li>",
                    escaped(&item.label()),
                    escaped(&item.since)
                );
            }
            out.push_str("</ul>");
        }
        if !self.visits.is_empty() {
            out.push_str("<h3>Latest visits</h3><ul class=\"visit-list\">");
            for visit in &self.visits {
                let _ = write!(
                    out,
                    "<li><span class=\"figures\">{}</span> {} <span dir=\"auto\">{}</span></li>",
                    escaped(&visit.begin),
                    escaped(&visit.done_text()),
                    escaped(&visit.remarks)
                );
            }
            out.push_str("</ul>");
        }
        if let Some(text) = self.earlier_text() {
            let _ = write!(out, "<p class=\"quiet small\">{text}</p>");
        }
        out.push_str("</section>");
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn visits_and_equipment_are_told_and_nothing_is_told_of_nothing() {
        assert_eq!(History::default().html(), "");
        let history = History {
            visits: vec![Visit {
                begin: "2026-05-03 09:55 UTC−07:00".into(),
                done: vec!["cleaning".into(), "calibration of pH".into()],
                remarks: "Ice <gone>".into(),
            }],
            visit_count: 3,
            equipment: vec![Item {
                name: "Sonde".into(),
                model: Some("Maker S-1".into()),
                serial_number: Some("007".into()),
                since: "2024-01-05 UTC−07:00".into(),
            }],
        };
        let html = history.html();
        for part in [
            "Sonde, Maker S-1, no. 007</span>, since",
            "Cleaning, calibration of pH.",
            "Ice &lt;gone&gt;",
            "2 earlier visits are on record.",
        ] {
            assert!(html.contains(part), "{part} is not in {html}");
        }
        assert_eq!(
            serde_json::from_str::<History>(&serde_json::to_string(&history).unwrap()).unwrap(),
            history
        );
    }
}
