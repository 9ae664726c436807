//! What was measured of a layer, and what follows from it for degrees that were not.

use uniap_profile::Dtype;
use uniap_profile::model::{LayerType, Measured};

/// A figure of a layer at the tensor-parallel degree `ways`: as measured on `device` in `dtype`, or else estimated.
///
/// Where the figure was measured at other degrees only, the estimate is scaled by what the nearest of them was
/// in truth over what it would have been estimated at (the next lower degree, or the lowest there is): an
/// estimate beside a measurement would make one of the two degrees look better than it is.
pub(crate) fn figure(
    layer: &LayerType,
    (device, dtype): (&str, Dtype),
    ways: u64,
    pick: impl Fn(&Measured) -> Option<f64>,
    estimate: impl Fn(u64) -> f64,
) -> f64 {
    let entries = layer.measured.iter();
    let of_device = entries.filter(|entry| entry.device == device && entry.dtype == dtype);
    let values: Vec<(u64, f64)> = of_device
        .filter_map(|entry| Some((entry.tp, pick(entry)?)))
        .collect();
    let lower = values
        .iter()
        .filter(|(tp, _)| *tp <= ways)
        .max_by_key(|(tp, _)| *tp);
    let nearest = lower.or_else(|| values.iter().min_by_key(|(tp, _)| *tp));
    match nearest {
        Some((tp, value)) if *tp == ways => *value,
        Some((tp, value)) if estimate(*tp) > 0.0 => value * estimate(ways) / estimate(*tp),
        Some(_) | None => estimate(ways),
    }
}
