//! A calibration's standards: in date, of its variable, of the value that they state.

use super::placing::{check_at_site, check_method, check_output};
use super::{Known, Other};
use crate::Body;
use crate::fault::Faults;
use crate::kinds::Calibration;

pub(super) fn check_calibration(b: &Calibration, known: &Known, faults: &mut Faults) {
    check_method(b.method, "instrumentCalibration", known, faults);
    check_output(b.equipment, &b.output_variable, &b.unit, known, faults);
    if let Some(item) = b.equipment {
        check_at_site(item, b.site, b.begin, known, "equipment", faults);
    }
    for (at, check) in b.standards.iter().enumerate() {
        let Some(Other { body: Body::ReferenceMaterial(material), .. }) =
            check.material.and_then(|id| known.records.get(&id))
        else {
            continue;
        };
        let field = format!("standards/{at}/material");
        let used = check.when.or(b.begin);
        if let (Some(expires), Some(used)) = (material.expires, used)
            && expires.is_before(used)
        {
            let message = format!("'{}' lot {} expired {expires}", material.name, material.lot);
            faults.warn(&field, "standard-expired", message);
        }
        if material.values.iter().all(|value| value.variable != b.output_variable) {
            let message = format!("'{}' has no value of '{}'", material.name, b.output_variable);
            faults.error(&field, "other-variable", message);
            continue;
        }
        let temperature = check.temperature_c.as_ref().map(crate::Decimal::value);
        let stated = material.value_at(&b.output_variable, temperature);
        if let (Some(stated), Some(value)) = (stated, &check.value)
            && (stated - value.value()).abs() > 0.005_f64.max(stated.abs() * 0.005)
        {
            let message = format!(
                "'{}' has {stated:.3} at that temperature, not {}",
                material.name,
                value.text()
            );
            faults.warn(&format!("standards/{at}/value"), "differs", message);
        }
    }
}
