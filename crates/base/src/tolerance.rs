//! The tolerances of the whole program, in one place.

/// Memory holds on a stage when the sum is at most `limit * (1 + MEMORY)`.
pub const MEMORY: f64 = 1e-9;

/// `verify` accepts memory up to `limit * (1 + VERIFY)`, and a claimed objective within this relative error.
pub const VERIFY: f64 = 1e-6;

/// The relative gap a MIP solver is asked for by default.
pub const MIP_GAP: f64 = 1e-4;

/// How far a solver's point may leave a bound, a row or integrality, relative to `max(1, |right-hand side|)`.
pub const FEASIBILITY: f64 = 1e-6;

/// Relative gap between an objective and a bound: `|objective - bound| / max(|objective|, 1e-10)`.
#[must_use]
pub fn gap(objective: f64, bound: f64) -> f64 {
    (objective - bound).abs() / objective.abs().max(1e-10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gap_is_relative_to_the_objective() {
        assert_eq!(gap(2.0, 1.0), 0.5);
        assert_eq!(gap(0.0, 0.0), 0.0);
        assert_eq!(gap(-4.0, -5.0), 0.25);
    }
}
