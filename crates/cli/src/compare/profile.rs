//! A performance profile: for each way, the part of the runs that it solves within a factor of the quickest.
//!
//! With `t(p, w)` the time of way `w` on run `p` (infinite where it is not solved) and `r(p, w) = t(p, w) / min t(p, .)`,
//! the profile of `w` at a factor `f` is the part of all runs with `r(p, w) <= f` (Dolan and More, Benchmarking
//! optimization software with performance profiles, Math. Prog. 91, 2002). At 1 it says how often a way is the
//! quickest, far out how many runs it solves at all.

use serde::Serialize;

use super::row::Row;
use super::summary::ways;

/// Times below this are noise and count as this, in seconds.
pub const LEAST: f64 = 1e-3;

/// A performance profile.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Profile {
    /// Runs that at least one way solved: what the parts are parts of.
    pub runs: usize,
    /// One curve for each way that took any run.
    pub curves: Vec<Curve>,
}

/// The curve of one way.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Curve {
    /// Backend, formulation and reduction.
    pub way: String,
    /// Where the curve rises: a factor, and the part of the runs solved within it.
    pub steps: Vec<(f64, f64)>,
}

impl Curve {
    /// The part of the runs solved within `factor`.
    pub fn at(&self, factor: f64) -> f64 {
        let reached = self.steps.iter().take_while(|(step, _)| *step <= factor);
        reached.last().map_or(0.0, |(_, part)| *part)
    }
}

impl Profile {
    /// The profile of `rows`; `None` where there is nothing to compare.
    pub fn of(rows: &[Row]) -> Option<Self> {
        let time = |row: &Row| row.is_solved().then(|| row.seconds.max(LEAST));
        let mut subjects = Vec::new();
        for row in rows.iter().filter(|row| row.is_solved()) {
            if !subjects.contains(&row.subject()) {
                subjects.push(row.subject());
            }
        }
        let quickest: Vec<f64> = subjects
            .iter()
            .map(|subject| {
                let own = rows.iter().filter(|row| row.subject() == *subject);
                own.filter_map(time).fold(f64::INFINITY, f64::min)
            })
            .collect();
        let curve = |way: String| {
            let own: Vec<&Row> = rows.iter().filter(|row| row.way() == way).collect();
            if !own.iter().any(|row| row.ran()) {
                return None;
            }
            let mut ratios: Vec<f64> = subjects
                .iter()
                .zip(&quickest)
                .filter_map(|(subject, least)| {
                    let run = own.iter().find(|row| row.subject() == *subject)?;
                    Some(time(run)? / least)
                })
                .collect();
            ratios.sort_by(f64::total_cmp);
            let mut steps: Vec<(f64, f64)> = Vec::new();
            for (position, ratio) in ratios.into_iter().enumerate() {
                let part = (position + 1) as f64 / subjects.len() as f64;
                match steps.last_mut() {
                    Some((last, solved)) if *last == ratio => *solved = part,
                    _ => steps.push((ratio, part)),
                }
            }
            Some(Curve { way, steps })
        };
        let curves: Vec<Curve> = ways(rows).into_iter().filter_map(curve).collect();
        let runs = subjects.len();
        (curves.len() > 1 && runs > 0).then_some(Self { runs, curves })
    }

    /// Factors at which all curves are worth looking at: powers of two up to the largest step.
    pub fn factors(&self) -> Vec<f64> {
        let steps = self.curves.iter().flat_map(|curve| &curve.steps);
        let largest = steps.fold(1.0, |most: f64, (factor, _)| most.max(*factor));
        let mut factors = vec![1.0];
        while factors.last().is_some_and(|last| *last < largest) {
            factors.push(factors.last().copied().unwrap_or(1.0) * 2.0);
        }
        factors
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::row::{REFUSED, sample};

    fn on(file: &str, row: Row) -> Row {
        Row {
            file: file.to_owned(),
            ..row
        }
    }

    #[test]
    fn a_curve_rises_at_the_ratios() {
        let rows = [
            on("p", sample("a", "optimal", 1.0)),
            on("p", sample("b", "optimal", 4.0)),
            on("q", sample("a", "feasible", 9.0)),
            on("q", sample("b", "infeasible", 3.0)),
            on("r", sample("a", "unknown", 9.0)),
            on("r", sample("c", REFUSED, 0.0)),
        ];
        let profile = Profile::of(&rows).expect("two ways");
        assert_eq!(profile.runs, 2);
        assert_eq!(profile.curves.len(), 2, "who takes nothing has no curve");
        assert_eq!(profile.curves[0].steps, [(1.0, 0.5)]);
        assert_eq!(profile.curves[1].steps, [(1.0, 0.5), (4.0, 1.0)]);
        assert_eq!(profile.factors(), [1.0, 2.0, 4.0]);
        let at = |factor| profile.curves[1].at(factor);
        assert_eq!(
            (at(0.5), at(1.0), at(3.9), at(4.0), at(1e9)),
            (0.0, 0.5, 0.5, 1.0, 1.0)
        );
    }

    #[test]
    fn the_tiniest_times_are_equal() {
        let rows = [sample("a", "optimal", 1e-6), sample("b", "optimal", 9e-4)];
        let profile = Profile::of(&rows).expect("two ways");
        assert!(profile.curves.iter().all(|curve| curve.steps == [(1.0, 1.0)]));
        assert_eq!(Profile::of(&rows[..1]), None);
    }
}
