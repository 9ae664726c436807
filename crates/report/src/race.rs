//! Runs beside one another: performance profiles and shifted geometric means.
//!
//! With `t(p, w)` the time of way `w` on run `p` (infinite where it is not solved) and `r(p, w) = t(p, w) / min t(p, .)`,
//! the profile of `w` at a factor `f` is the part of all runs with `r(p, w) <= f` (Dolan and More, Benchmarking
//! optimization software with performance profiles, Math. Prog. 91, 2002). At 1 it says how often a way is the
//! quickest, far out how many runs it solves at all.
//!
//! The shifted geometric mean of `t_1 .. t_n` with shift `s` is `(prod (t_i + s))^(1/n) - s`: large values do not drown the
//! small ones, and the shift keeps the tiniest from counting too much (Achterberg, Constraint Integer Programming, 2007,
//! appendix A).

use serde::{Deserialize, Serialize};

use crate::result::distinct;

/// Times below this are noise and count as this in a profile, in seconds.
pub const LEAST: f64 = 1e-3;

/// The status of a run that the backend refused.
pub const REFUSED: &str = "refused";

/// What a comparison has to know of a run.
pub trait Run {
    /// Backend, formulation and reduction as far as there are any: what is compared.
    fn parts(&self) -> Vec<Option<&str>>;

    /// True where it is on the same file with the same seed and of the same repeat.
    fn is_beside(&self, other: &Self) -> bool;

    /// How it ended.
    fn status(&self) -> &str;

    /// Seconds for everything.
    fn seconds(&self) -> f64;

    /// True where the answer is one to the problem itself and not to a relaxation of it.
    fn is_judged(&self) -> bool {
        true
    }

    /// What is compared, in a few words.
    fn way(&self) -> String {
        let parts: Vec<&str> = self.parts().into_iter().flatten().collect();
        parts.join(" ")
    }

    /// True where it ended with a proof about the problem itself.
    fn is_solved(&self) -> bool {
        self.is_judged() && matches!(self.status(), "optimal" | "infeasible" | "unbounded")
    }

    /// True where the backend tried.
    fn ran(&self) -> bool {
        self.status() != REFUSED
    }
}

/// The ways of `rows` in the order of their first appearance.
pub fn ways<R: Run>(rows: &[R]) -> Vec<String> {
    distinct(rows, Run::way)
}

/// The shifted geometric mean; `None` of nothing.
pub fn geometric(values: impl Iterator<Item = f64>, shift: f64) -> Option<f64> {
    let (sum, count) = values.fold((0.0, 0.0), |(sum, count), value| {
        (sum + (value + shift).ln(), count + 1.0)
    });
    (count > 0.0).then(|| ((sum / count).exp() - shift).max(0.0))
}

/// The seconds that a run counts with in a mean: those of the limit where it was not solved and there is one.
pub fn charged<R: Run>(row: &R, limit: Option<f64>) -> f64 {
    match limit {
        Some(limit) if !row.is_solved() => row.seconds().max(limit),
        _ => row.seconds(),
    }
}

/// A performance profile.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Profile {
    /// Runs that at least one way solved: what the parts are parts of.
    pub runs: usize,
    /// One curve for each way that took any run.
    pub curves: Vec<Curve>,
}

/// The curve of one way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Curve {
    /// Backend, formulation and reduction.
    pub way: String,
    /// Where the curve rises: a factor, and the part of the runs solved within it.
    pub steps: Vec<(f64, f64)>,
}

impl Curve {
    /// The part of the runs solved within `factor`.
    #[must_use]
    pub fn at(&self, factor: f64) -> f64 {
        let reached = self.steps.iter().take_while(|(step, _)| *step <= factor);
        reached.last().map_or(0.0, |(_, part)| *part)
    }
}

impl Profile {
    /// The profile of `rows`; `None` where there is nothing to compare.
    pub fn of<R: Run>(rows: &[R]) -> Option<Self> {
        let time = |row: &R| row.is_solved().then(|| row.seconds().max(LEAST));
        // One solved run of each subject, with the quickest time on it.
        let mut subjects: Vec<(&R, f64)> = Vec::new();
        for row in rows {
            let Some(seconds) = time(row) else { continue };
            match subjects.iter_mut().find(|(first, _)| first.is_beside(row)) {
                Some((_, least)) => *least = least.min(seconds),
                None => subjects.push((row, seconds)),
            }
        }
        let curve = |way: String| {
            let own: Vec<&R> = rows.iter().filter(|row| row.way() == way).collect();
            if !own.iter().any(|row| row.ran()) {
                return None;
            }
            let mut ratios: Vec<f64> = subjects
                .iter()
                .filter_map(|(subject, least)| {
                    let run = own.iter().find(|row| row.is_beside(subject))?;
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
    #[must_use]
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

    struct Row {
        file: &'static str,
        way: &'static str,
        status: &'static str,
        seconds: f64,
    }

    impl Run for Row {
        fn parts(&self) -> Vec<Option<&str>> {
            vec![Some(self.way), None]
        }

        fn is_beside(&self, other: &Self) -> bool {
            self.file == other.file
        }

        fn status(&self) -> &str {
            self.status
        }

        fn seconds(&self) -> f64 {
            self.seconds
        }
    }

    fn on(file: &'static str, way: &'static str, status: &'static str, seconds: f64) -> Row {
        Row {
            file,
            way,
            status,
            seconds,
        }
    }

    #[test]
    fn means_are_geometric_and_shifted() {
        let mean = |values: &[f64], shift| geometric(values.iter().copied(), shift).expect("some");
        assert!((mean(&[1.0, 100.0], 0.0) - 10.0).abs() < 1e-12);
        // (0 + 1) (8 + 1) = 9, its root is 3.
        assert!((mean(&[0.0, 8.0], 1.0) - 2.0).abs() < 1e-12);
        assert_eq!(geometric([].into_iter(), 1.0), None);
        assert_eq!(charged(&on("p", "a", "feasible", 2.0), Some(9.0)), 9.0);
        assert_eq!(charged(&on("p", "a", "optimal", 2.0), Some(9.0)), 2.0);
    }

    #[test]
    fn a_curve_rises_at_the_ratios() {
        let rows = [
            on("p", "a", "optimal", 1.0),
            on("p", "b", "optimal", 4.0),
            on("q", "a", "feasible", 9.0),
            on("q", "b", "infeasible", 3.0),
            on("r", "a", "unknown", 9.0),
            on("r", "c", "refused", 0.0),
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
        let rows = [on("p", "a", "optimal", 1e-6), on("p", "b", "optimal", 9e-4)];
        let profile = Profile::of(&rows).expect("two ways");
        assert!(profile.curves.iter().all(|curve| curve.steps == [(1.0, 1.0)]));
        assert_eq!(Profile::of(&rows[..1]), None);
    }
}
