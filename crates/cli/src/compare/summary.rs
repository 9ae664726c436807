//! What each way did over all runs, in one line: how many were solved, and shifted geometric means.
//!
//! A run that was not solved counts with the time limit, or with its own time where there is no limit.

use std::time::Duration;

use serde::Serialize;

use uniap::report::race::{Run, charged, geometric, ways};

use super::row::{FAILED, Row};

/// How one way did.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Summary {
    /// Backend, formulation and reduction.
    pub way: String,
    /// Runs that it took.
    pub runs: usize,
    /// Runs that it refused.
    pub refused: usize,
    /// Runs in which it failed.
    pub failed: usize,
    /// Runs that ended with a proof about the problem itself.
    pub solved: usize,
    /// The shifted geometric mean of the seconds.
    pub seconds: Option<f64>,
    /// That of the nodes, with a shift of [`NODES`].
    pub nodes: Option<f64>,
    /// The mean primal integral in seconds, over the runs that have one.
    pub primal_integral: Option<f64>,
    /// The mean dual integral in seconds.
    pub dual_integral: Option<f64>,
}

/// The shift of the mean of nodes.
pub const NODES: f64 = 100.0;

/// A line for each way; `shift` is in seconds.
pub fn summaries(rows: &[Row], shift: f64, limit: Option<Duration>) -> Vec<Summary> {
    let limit = limit.map(|limit| limit.as_secs_f64());
    ways(rows)
        .into_iter()
        .map(|way| summary(way, rows, shift, limit))
        .collect()
}

fn summary(way: String, rows: &[Row], shift: f64, limit: Option<f64>) -> Summary {
    let own: Vec<&Row> = rows.iter().filter(|row| row.way() == way).collect();
    let ran = || own.iter().filter(|row| row.ran());
    let count = |test: &dyn Fn(&Row) -> bool| own.iter().filter(|row| test(row)).count();
    Summary {
        runs: ran().count(),
        refused: count(&|row| !row.ran()),
        failed: count(&|row| row.status == FAILED),
        solved: count(&Row::is_solved),
        seconds: geometric(ran().map(|row| charged(*row, limit)), shift),
        nodes: geometric(ran().map(|row| row.nodes as f64), NODES),
        primal_integral: mean(ran().filter_map(|row| row.primal_integral)),
        dual_integral: mean(ran().filter_map(|row| row.dual_integral)),
        way,
    }
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = values.fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
    (count > 0.0).then(|| sum / count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::row::{REFUSED, sample};

    #[test]
    fn what_is_not_solved_counts_with_the_limit() {
        let rows = [
            sample("a", "optimal", 2.0),
            sample("a", "feasible", 9.0),
            sample("a", FAILED, 0.1),
            sample("b", REFUSED, 0.0),
        ];
        let limit = Some(Duration::from_secs(10));
        let found = summaries(&rows, 1.0, limit);
        assert_eq!(found.len(), 2);
        let a = &found[0];
        assert_eq!((a.runs, a.refused, a.failed, a.solved), (3, 0, 1, 1));
        let expected = (3.0_f64 * 11.0 * 11.0).cbrt() - 1.0;
        assert!(
            a.seconds
                .is_some_and(|seconds| (seconds - expected).abs() < 1e-12)
        );
        assert_eq!((found[1].runs, found[1].refused, found[1].seconds), (0, 1, None));
    }
}
