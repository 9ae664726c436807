//! Every placement, one by one: slow, simple, and the truth that tests compare solvers with.

use crate::evaluate::evaluate;
use crate::model::Instance;
use crate::placement::Placement;
use uniap_base::tolerance;

/// The most placements that are looked at before [`solve`] refuses.
pub const MOST: u128 = 20_000_000;

/// The best placement and its cost; `Ok(None)` when none is feasible.
///
/// Of placements whose costs are equal as numbers, the lexicographically least (stage, then strategy).
///
/// # Errors
/// The number of placements, when it exceeds [`MOST`].
pub fn solve(instance: &Instance) -> Result<Option<(Placement, f64)>, u128> {
    let mut best: Option<(Placement, f64)> = None;
    visit(instance, |placement| {
        let found = evaluate(instance, placement, tolerance::MEMORY);
        if found.is_feasible() && best.as_ref().is_none_or(|(_, cost)| found.objective < *cost) {
            best = Some((placement.clone(), found.objective));
        }
    })?;
    Ok(best)
}

/// Shows every placement, feasible or not, in lexicographic order (stage, then strategy).
///
/// # Errors
/// The number of placements, when it exceeds [`MOST`].
pub fn visit(instance: &Instance, mut look: impl FnMut(&Placement)) -> Result<(), u128> {
    let layers = instance.layers.len();
    let choices = |layer: &crate::layer::Layer| (instance.stages as u128) * (layer.width() as u128);
    let total = instance
        .layers
        .iter()
        .map(choices)
        .fold(1_u128, u128::saturating_mul);
    if total > MOST {
        return Err(total);
    }
    if total == 0 {
        return Ok(());
    }
    let (mut stage, mut strategy) = (vec![0; layers], vec![0; layers]);
    // Counting with the strategies as low digits visits placements in lexicographic order.
    loop {
        look(&Placement::from_positions(&stage, &strategy));
        let more = increment(&mut strategy, |u| instance.layers[u].width())
            || increment(&mut stage, |_| instance.stages);
        if !more {
            return Ok(());
        }
    }
}

/// Counts on, the last digit fastest; false (and all zeros) after the last number.
fn increment(digits: &mut [usize], base: impl Fn(usize) -> usize) -> bool {
    for u in (0..digits.len()).rev() {
        digits[u] += 1;
        if digits[u] < base(u) {
            return true;
        }
        digits[u] = 0;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_toy_is_solved() {
        let instance = crate::read(include_bytes!("../tests/toy.instance.json")).expect("valid");
        let (placement, cost) = solve(&instance).expect("small").expect("feasible");
        assert_eq!(
            (placement.stages(), placement.strategies()),
            (vec![0, 1], vec![0, 0])
        );
        assert!((cost - 6.6).abs() < 1e-12);
    }
}
