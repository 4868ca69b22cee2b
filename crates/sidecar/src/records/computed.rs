//! What follows from a record and others: where an item is, what a calibration means, what the sensor showed beside a reading.

use crate::accounts::Visitor;
use crate::app::AppState;
use crate::clock::now;
use crate::http::AppError;
use crate::store::entities::record;
use crate::store::records::{self, Ask};
use gagehouse_model::{TimeRange, TimeUs};
use gagehouse_records::kinds::Reading;
use gagehouse_records::limits::Limits;
use gagehouse_records::listed::{BesideSensor, Computed, Deployed, RecordBody};
use gagehouse_records::rules::Span;
use gagehouse_records::verdict::verdict;
use gagehouse_records::{
    Body, Decimal, Kind, Precision, RecordId, When, arithmetic, nearest, rules,
};

/// Where an item is now, by these deployments.
fn deployed(spans: &[Span], item: RecordId) -> Option<Deployed> {
    let at = When::new(now(), 0, Precision::Second);
    let span = rules::whereabouts(spans, item, at)?;
    Some(Deployed {
        deployment: span.deployment.to_string(),
        site: span.site,
        since: span.begin.to_string(),
    })
}

/// What follows from each record of a list, for a visitor. `shown` are the records as they are sent.
pub async fn of_each(
    state: &AppState,
    visitor: &Visitor,
    kind: Kind,
    rows: &[record::Model],
    shown: &mut [RecordBody],
) -> Result<(), AppError> {
    if kind == Kind::Equipment {
        let id = |text: &str| text.parse::<RecordId>().ok();
        let items: Vec<RecordId> = rows.iter().filter_map(|row| id(&row.id)).collect();
        let spans = state.store.spans_of(&visitor.viewer, &items).await?;
        for item in shown {
            let there = id(&item.id).and_then(|id| deployed(&spans, id));
            item.computed = Some(Computed { deployed: there, ..Computed::default() });
        }
        return Ok(());
    }
    for (row, item) in rows.iter().zip(shown) {
        // What follows from what the visitor is shown, and from nothing else.
        let (body, _) = Body::parse(kind, &item.record);
        item.computed = Some(of(state, visitor, row, &body).await?);
    }
    Ok(())
}

/// What follows from a record, for a visitor.
pub async fn of(
    state: &AppState,
    visitor: &Visitor,
    row: &record::Model,
    body: &Body,
) -> Result<Computed, AppError> {
    let mut computed = Computed::default();
    let id: Option<RecordId> = row.id.parse().ok();
    match body {
        Body::Equipment(_) => {
            let items = id.as_slice();
            let spans = state.store.spans_of(&visitor.viewer, items).await?;
            computed.deployed = id.and_then(|id| deployed(&spans, id));
        }
        Body::Deployment(b) => {
            let items = b.equipment.as_slice();
            let spans = state.store.spans_of(&visitor.viewer, items).await?;
            let own = spans.iter().find(|span| Some(span.deployment) == id);
            computed.ended = own.and_then(|span| span.end).map(String::from);
        }
        Body::Calibration(b) => {
            let limits = limits(state, row.network_id).await?;
            let since = last_right(state, visitor, row, b.equipment, &b.output_variable).await?;
            computed.verdict = Some(verdict(b, &limits, since));
        }
        Body::Action(b) => {
            computed.clock_ahead_s = b.logger.as_ref().and_then(|check| check.clock_ahead_s());
            if b.readings.iter().any(|reading| reading.datastream.is_some()) {
                let max_lag_us = limits(state, row.network_id).await?.max_lag_us();
                for reading in &b.readings {
                    computed.readings.push(beside(state, visitor, reading, max_lag_us).await?);
                }
            }
        }
        _ => {}
    }
    Ok(computed)
}

/// A network's own limits, else the usual ones. They are no secret: they are the program's own question.
async fn limits(state: &AppState, network: i32) -> Result<Limits, AppError> {
    let ask = Ask { kind: Some(Kind::Limits), network: Some(network), limit: 1, ..Ask::default() };
    let rows = state.store.records(&gagehouse_model::Viewer::System, &ask).await?;
    match rows.first().map(records::body).transpose()? {
        Some(Body::Limits(limits)) => Ok(*limits),
        _ => Ok(Limits::usual()),
    }
}

/// When the instrument was last known to be right before a calibration: its calibration before, else its deployment.
async fn last_right(
    state: &AppState,
    visitor: &Visitor,
    row: &record::Model,
    equipment: Option<RecordId>,
    variable: &str,
) -> Result<Option<TimeUs>, AppError> {
    let (Some(equipment), Some(begin_us)) = (equipment, row.begin_us) else { return Ok(None) };
    let mut latest = None;
    for kind in [Kind::Calibration, Kind::Deployment] {
        let ask = Ask {
            kind: Some(kind),
            equipment: Some(equipment),
            to_us: Some(begin_us),
            limit: 100,
            ..Ask::default()
        };
        let rows = state.store.records(&visitor.viewer, &ask).await?;
        let is_same = |row: &&record::Model| kind == Kind::Deployment || row.title == variable;
        latest = latest.max(rows.iter().find(is_same).and_then(|row| row.begin_us));
    }
    Ok(latest.map(TimeUs))
}

async fn beside(
    state: &AppState,
    visitor: &Visitor,
    reading: &Reading,
    max_lag_us: i64,
) -> Result<BesideSensor, AppError> {
    let (Some(key), Some(when)) = (reading.datastream, reading.when) else {
        return Ok(BesideSensor::default());
    };
    // A day alone is no time at which a sensor's value could be looked up.
    if when.precision() == Precision::Day {
        return Ok(BesideSensor::default());
    }
    let at = when.earliest();
    let window = TimeRange {
        start: TimeUs(at.0.saturating_sub(max_lag_us)),
        end: TimeUs(at.0.saturating_add(max_lag_us).saturating_add(1)),
    };
    let Some(columns) = state.store.range_of_key(&visitor.viewer, key, window).await? else {
        return Ok(BesideSensor::default());
    };
    let sensor = nearest::sensor_at(columns.time_us(), columns.value(), at, max_lag_us);
    let value = reading.value.as_ref().map(Decimal::value);
    let departure = sensor.zip(value).map(|(sensor, value)| arithmetic::departure(sensor, value));
    Ok(BesideSensor {
        sensor,
        departure: departure.map(|departure| departure.value),
        departure_percent: departure.and_then(|departure| departure.percent),
    })
}
