//! Dissolved oxygen, whose right value is known without a bottle: what water holds that is saturated with air.

use super::fields::Fields;
use crate::field::entry::Entry;
use gagehouse_records::words::percent_text;
use gagehouse_records::{Body, Decimal, arithmetic, form};
use leptos::prelude::*;

/// The fields, and saturation as they stand.
#[component]
pub fn OxygenFields(entry: Entry) -> impl IntoView {
    let said = move || {
        let Some(Body::Calibration(b)) = entry.body() else { return None };
        let oxygen = b.oxygen?;
        let saturation = oxygen.saturation()?;
        let shown = oxygen.as_left.as_ref().or(oxygen.as_found.as_ref());
        let percent = shown.and_then(|shown| {
            let off = arithmetic::departure(shown.value(), saturation);
            Some(format!(
                ". The sensor shows {} % of it, {} ({})",
                Decimal::new(100.0 + off.percent?, 1).text(),
                Decimal::new(off.value, 2).signed("mg/L"),
                percent_text(off.percent?)
            ))
        });
        Some(format!(
            "Saturation {saturation:.2} mg/L (Benson and Krause; USGS 2011.03){}",
            percent.unwrap_or_default()
        ))
    };
    view! {
        <fieldset>
            <legend>"In air-saturated water or water-saturated air"</legend>
            <Fields entry fields=form::OXYGEN at="/oxygen" />
            <p class="field-result" role="status">
                {move || said().unwrap_or_else(|| "Saturation: once temperature and pressure are entered".to_owned())}
            </p>
        </fieldset>
    }
}
