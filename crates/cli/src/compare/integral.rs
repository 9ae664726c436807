//! How good a search was on its way: primal and dual integral.
//!
//! The primal gap of a value `v` beside a reference `r` is 0 where both are 0, 1 where their signs differ, and
//! `|r - v| / max(|r|, |v|)` otherwise; without a value it is 1. The primal integral is its integral over the run, in
//! seconds (Berthold, Measuring the impact of primal heuristics, Oper. Res. Lett. 41, 2013). The dual integral is the same
//! with the bound in the place of the objective. Both are 0 for a search that knows the optimum at once, and the time
//! itself for one that finds nothing. The area between the two is the primal-dual integral of Achterberg, Berthold and
//! Hendel (Rounding and propagation heuristics for mixed integer programming, OR Proceedings 2011), which needs no
//! reference but cannot tell which of the two sides was slow.

use serde::Serialize;

/// Objective and bound from a point in time on.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Moment {
    /// Seconds since the run began, building and reducing included.
    pub seconds: f64,
    /// The best objective from then on.
    pub objective: Option<f64>,
    /// The best bound from then on.
    pub bound: Option<f64>,
}

/// What became of objective and bound over a run, in order of time.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Trace(Vec<Moment>);

impl Trace {
    /// Adds a moment, where it says anything new.
    pub fn push(&mut self, moment: Moment) {
        let last = self.0.last();
        let same = last.is_some_and(|last| (last.objective, last.bound) == (moment.objective, moment.bound));
        let nothing = moment.objective.is_none() && moment.bound.is_none();
        if !(same || (last.is_none() && nothing)) {
            let seconds = last.map_or(moment.seconds, |last| moment.seconds.max(last.seconds));
            self.0.push(Moment { seconds, ..moment });
        }
    }

    /// The same, everything later by so many seconds.
    #[must_use]
    pub fn later(mut self, seconds: f64) -> Self {
        for moment in &mut self.0 {
            moment.seconds += seconds;
        }
        self
    }

    /// The integral of the gap of the objective beside `reference` until `end` seconds.
    pub fn primal(&self, reference: f64, end: f64) -> f64 {
        self.integral(reference, end, |moment| moment.objective)
    }

    /// The integral of the gap of the bound.
    pub fn dual(&self, reference: f64, end: f64) -> f64 {
        self.integral(reference, end, |moment| moment.bound)
    }

    fn integral(&self, reference: f64, end: f64, of: impl Fn(&Moment) -> Option<f64>) -> f64 {
        let (mut area, mut since, mut height) = (0.0, 0.0, 1.0);
        for moment in &self.0 {
            let until = moment.seconds.min(end);
            area += height * (until - since);
            (since, height) = (until, gap(of(moment), reference));
        }
        area + height * (end - since)
    }
}

/// The primal gap of Berthold.
fn gap(value: Option<f64>, reference: f64) -> f64 {
    match value {
        None => 1.0,
        Some(value) if value == reference => 0.0,
        Some(value) if value * reference < 0.0 => 1.0,
        Some(value) => (value - reference).abs() / value.abs().max(reference.abs()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(seconds: f64, objective: Option<f64>, bound: Option<f64>) -> Moment {
        Moment {
            seconds,
            objective,
            bound,
        }
    }

    #[test]
    fn integrals_are_areas_under_the_gap() {
        let mut trace = Trace::default();
        trace.push(moment(0.5, None, None));
        trace.push(moment(1.0, None, Some(5.0)));
        trace.push(moment(2.0, Some(20.0), Some(5.0)));
        trace.push(moment(3.0, Some(20.0), Some(5.0)));
        trace.push(moment(4.0, Some(10.0), Some(10.0)));
        assert_eq!(trace.0.len(), 3);
        // Two seconds without a point, two at half the gap; one second without a bound, three at half.
        assert_eq!(trace.primal(10.0, 6.0), 2.0 + 2.0 * 0.5);
        assert_eq!(trace.dual(10.0, 6.0), 1.0 + 3.0 * 0.5);
        assert_eq!(trace.clone().later(1.0).primal(10.0, 7.0), 3.0 + 1.0);
        // What is told after the end does not count.
        assert_eq!(trace.primal(10.0, 1.5), 1.5);
        assert_eq!(Trace::default().primal(10.0, 2.0), 2.0);
    }

    #[test]
    fn gaps_are_between_zero_and_one() {
        assert_eq!(gap(Some(0.0), 0.0), 0.0);
        assert_eq!(gap(Some(1.0), 0.0), 1.0);
        assert_eq!(gap(Some(-1.0), 3.0), 1.0);
        assert_eq!(gap(Some(2.0), 4.0), 0.5);
        assert_eq!(gap(Some(-4.0), -2.0), 0.5);
    }
}
