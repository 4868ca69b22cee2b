//! What an action holds, but for what was read in it.

use super::Teller;
use super::words::{Lines, joined, of, with_unit};
use crate::event::{Event, EventKind};
use crate::kinds::{Action, LoggerCheck};

impl Teller<'_> {
    pub(super) fn action(&self, action: &Action, events: &mut Vec<Event>) {
        let Some(begin) = action.begin else { return };
        let site = self.told.site;
        let items = self.items(&action.equipment);
        let mut lines = Lines::default();
        lines.add("By", &self.people(&action.by));
        if let Some(maintenance) = &action.maintenance {
            lines.add("Why", &maintenance.reason);
            lines.add("Code", &maintenance.code);
        }
        if let Some(logger) = &action.logger {
            logger_lines(logger, &mut lines);
        }
        lines.add("", &action.description);
        let item = self.known_item(action.equipment.first().copied());
        let event = Event { end: action.end, item, ..self.event(begin) };
        if action.is_retrieval() {
            let placed = action.deployment.and_then(|id| self.among.placed.get(&id));
            let fed = placed.into_iter().flat_map(|placed| &placed.deployment.datastreams);
            let keys: Vec<i32> = fed.filter_map(|fed| fed.datastream).collect();
            let about = self.among.of_datastreams(site, &keys);
            let item = placed.and_then(|placed| placed.deployment.equipment);
            let title = of("Retrieval", &item.map(|id| self.item(id)).unwrap_or_default());
            let event = Event { item: self.known_item(item), ..event };
            events.extend(self.of(event, EventKind::Deployments, title, lines, about));
        } else if action.action_type == "equipmentMaintenance" {
            let maintenance = action.maintenance.as_ref();
            let what = match maintenance {
                Some(it) if it.is_factory_service => "Factory service",
                Some(it) if it.is_cleaning => "Cleaning",
                _ if action.logger.is_some() => "Check of the logger",
                _ => "Maintenance",
            };
            let about = self.among.of_items(site, &action.equipment, begin);
            let title =
                if action.logger.is_some() { joined(what, &items) } else { of(what, &items) };
            events.extend(self.of(event, EventKind::Maintenance, title, lines, about));
        } else if action.action_type == "equipmentProgramming" {
            let about = self.among.of_items(site, &action.equipment, begin);
            let title = of("Programming", &items);
            events.extend(self.of(event, EventKind::Programs, title, lines, about));
        }
        self.readings(action, events);
        self.discharge(action, begin, events);
    }
}

/// How a logger was found.
fn logger_lines(check: &LoggerCheck, lines: &mut Lines) {
    if let (Some(clock), Some(ahead)) = (check.clock, check.clock_ahead_s()) {
        let set = if check.clock_was_set { ", set" } else { "" };
        lines.add("Its clock", &format!("{clock}, {ahead:+.0} s against the right time{set}"));
    }
    for (name, volts) in [
        ("Battery", &check.battery_v),
        ("Battery under load", &check.battery_under_load_v),
        ("Backup battery", &check.backup_battery_v),
    ] {
        let volts = volts.as_ref().map(|volts| with_unit(volts.text(), "V"));
        lines.add(name, &volts.unwrap_or_default());
    }
    if check.desiccant_was_changed {
        lines.add("", "Desiccant changed");
    }
}
