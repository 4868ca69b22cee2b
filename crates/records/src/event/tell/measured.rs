//! Discharge measurements and level surveys.

use super::Teller;
use super::words::{Lines, of, with_unit};
use crate::event::about::About;
use crate::event::{Event, EventKind};
use crate::kinds::{Action, Discharge, ElevationPeriod, LevelSurvey, ReferencePoint};
use crate::vocabulary::{ACTION_TYPE, CONTROL_CONDITION, DISCHARGE_METHOD, QUALITY_RATING};
use crate::{Body, Decimal, RecordId, When};

impl Teller<'_> {
    /// An action as one step of its visit, with all that was measured in it.
    pub(super) fn measurement(&self, action: &Action) -> Option<Event> {
        let begin = action.begin?;
        let mut lines = Lines::default();
        let what = ACTION_TYPE.name(&action.action_type).unwrap_or(&action.action_type);
        let items = self.items(&action.equipment);
        let title = match &action.discharge {
            Some(discharge) => match &discharge.value {
                Some(value) => format!("{what}: {}", with_unit(value.text(), &discharge.unit)),
                None => what.to_owned(),
            },
            None if action.levels.is_some() => what.to_owned(),
            None => of(what, &items),
        };
        if let Some(discharge) = &action.discharge {
            let unit = &discharge.gage_height_unit;
            lines.add("Mean gage height", &valued(&discharge.gage_height, unit));
            self.discharge_lines(discharge, &mut lines);
        }
        if let Some(levels) = &action.levels {
            self.level_lines(levels, begin, &mut lines);
        }
        if action.discharge.is_some() || action.levels.is_some() {
            lines.add("Method", &self.method(action.method));
            lines.add("With", &items);
        }
        lines.add("By", &self.people(&action.by));
        lines.add("", &action.description);
        let mut read = Vec::new();
        self.readings(action, &mut read);
        lines.0.extend(read.into_iter().flat_map(|it| std::iter::once(it.title).chain(it.details)));
        let event = Event { end: action.end, ..self.event(begin) };
        self.of(event, EventKind::Visits, title, lines, About::Site)
    }

    /// How a discharge was measured, and how good that is.
    pub(super) fn discharge_lines(&self, discharge: &Discharge, lines: &mut Lines) {
        let unit = &discharge.gage_height_unit;
        lines.add("Change of gage height meanwhile", &valued(&discharge.gage_height_change, unit));
        lines.add("Number", &discharge.number);
        lines.add("How it was measured", &self.term(DISCHARGE_METHOD, &discharge.discharge_method));
        lines.add("Quality rating", &self.term(QUALITY_RATING, &discharge.quality_rating));
        lines.add("Uncertainty", &valued(&discharge.uncertainty_percent, "%"));
        lines.add("Control condition", &self.term(CONTROL_CONDITION, &discharge.control_condition));
        lines.add("It took", &valued(&discharge.duration_h, "h"));
        lines.add("Agency", &discharge.agency);
        if discharge.is_excluded {
            lines.add("Not used for the stage–discharge rating", &discharge.excluded_reason);
        }
    }

    /// The heights that were found, each beside the one that is recorded.
    fn level_lines(&self, levels: &LevelSurvey, begin: When, lines: &mut Lines) {
        if let Some(origin) = self.point(levels.origin) {
            let height = origin.height_before(begin).and_then(ElevationPeriod::text);
            let height = height.map(|height| format!(", {height} recorded")).unwrap_or_default();
            lines.add("Height held", &format!("{}{height}", origin.name));
        }
        lines.add("How", &levels.method);
        for found in &levels.points {
            let point = self.point(found.reference_point);
            let name = point.map_or(found.name.as_str(), |point| point.name.as_str());
            let height = valued(&found.elevation, &found.unit);
            let recorded = point.and_then(|point| point.height_before(begin));
            let beside = recorded.and_then(|recorded| {
                let above = found.above(recorded)?;
                let above =
                    with_unit(&format!("{:+.*}", above.decimals(), above.value()), &found.unit);
                Some(format!(", {above} against {} recorded", recorded.text()?))
            });
            let name = if name.is_empty() { "Point" } else { name };
            lines.add(name, &format!("{height}{}", beside.unwrap_or_default()));
        }
    }

    fn point(&self, id: Option<RecordId>) -> Option<&ReferencePoint> {
        match self.names.body(id?)? {
            Body::ReferencePoint(point) => Some(point),
            _ => None,
        }
    }

    fn method(&self, id: Option<RecordId>) -> String {
        match id.and_then(|id| self.names.body(id)) {
            Some(Body::Method(method)) => method.name.clone(),
            _ => String::new(),
        }
    }
}

fn valued(value: &Option<Decimal>, unit: &str) -> String {
    value.as_ref().map(|value| with_unit(value.text(), unit)).unwrap_or_default()
}
