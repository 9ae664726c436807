//! What a sweep came to.

use serde::Serialize;
use uniap::sweep::{DIED, FAILED, Outcome, REFUSED};

use crate::table::{Align, Table};
use crate::text;
use uniap::report::race::geometric;

/// The shift of the geometric mean of the times, in seconds.
const SHIFT: f64 = 1.0;

/// How one way to solve did over all tasks that are done.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Line {
    /// Backend, formulation and reductions.
    pub way: String,
    /// Tasks.
    pub tasks: usize,
    /// Those with a proven optimum.
    pub optimal: usize,
    /// Those proven to have no answer.
    pub infeasible: usize,
    /// Those that a limit ended, with an answer or without, and answers to relaxations.
    pub open: usize,
    /// Those that were not taken.
    pub refused: usize,
    /// Those in which the backend failed.
    pub failed: usize,
    /// Those whose process ended without an answer.
    pub died: usize,
    /// The shifted geometric mean of the seconds of all that ran.
    pub seconds: Option<f64>,
    /// The most memory that one of them held, in bytes.
    pub peak_bytes: Option<u64>,
}

/// A line for each way, in the order of their first appearance.
pub fn lines(outcomes: &[Outcome]) -> Vec<Line> {
    let mut ways: Vec<(String, Vec<&Outcome>)> = Vec::new();
    for outcome in outcomes {
        let way = outcome.task.way();
        match ways.iter_mut().find(|(known, _)| *known == way) {
            Some((_, own)) => own.push(outcome),
            None => ways.push((way, vec![outcome])),
        }
    }
    ways.into_iter().map(|(way, own)| line(way, &own)).collect()
}

fn line(way: String, own: &[&Outcome]) -> Line {
    let count = |status: &str| own.iter().filter(|outcome| outcome.status == status).count();
    let (optimal, infeasible) = (count("optimal"), count("infeasible"));
    let (refused, failed, died) = (count(REFUSED), count(FAILED), count(DIED));
    let ran = own.iter().filter(|outcome| outcome.status != REFUSED);
    Line {
        way,
        tasks: own.len(),
        optimal,
        infeasible,
        open: own.len() - optimal - infeasible - refused - failed - died,
        refused,
        failed,
        died,
        seconds: geometric(ran.map(|outcome| outcome.run.seconds), SHIFT),
        peak_bytes: own.iter().filter_map(|outcome| outcome.run.peak_bytes).max(),
    }
}

/// The lines as a table.
pub fn table(lines: &[Line]) -> String {
    let mut table = Table::new([
        ("way", Align::Left),
        ("tasks", Align::Right),
        ("optimal", Align::Right),
        ("infeasible", Align::Right),
        ("open", Align::Right),
        ("refused", Align::Right),
        ("failed", Align::Right),
        ("died", Align::Right),
        ("time", Align::Right),
        ("peak memory", Align::Right),
    ]);
    let some = |count: usize| {
        if count == 0 {
            String::new()
        } else {
            count.to_string()
        }
    };
    for line in lines {
        table.row([
            line.way.clone(),
            line.tasks.to_string(),
            some(line.optimal),
            some(line.infeasible),
            some(line.open),
            some(line.refused),
            some(line.failed),
            some(line.died),
            line.seconds.map(text::seconds).unwrap_or_default(),
            line.peak_bytes
                .map(|bytes| uniap::base::unit::bytes(bytes as f64))
                .unwrap_or_default(),
        ]);
    }
    let mut text = table.render();
    text.push_str("\ntime: shifted geometric mean of what ran, shift 1 s\n");
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use uniap::sweep::Task;

    #[test]
    fn every_task_counts_once() {
        let outcome = |backend: &str, status: &str, seconds: f64, peak: Option<u64>| {
            let task = Task {
                backend: backend.to_owned(),
                ..Task::default()
            };
            let mut outcome = Outcome::of(&task, status);
            outcome.run.seconds = seconds;
            outcome.run.peak_bytes = peak;
            outcome
        };
        let found = lines(&[
            outcome("a", "optimal", 1.0, Some(10)),
            outcome("b", REFUSED, 0.0, None),
            outcome("a", "feasible", 1.0, Some(30)),
            outcome("a", DIED, 1.0, None),
            outcome("a", "infeasible", 1.0, Some(20)),
        ]);
        assert_eq!(found.len(), 2);
        let a = &found[0];
        assert_eq!(
            (
                a.tasks,
                a.optimal,
                a.infeasible,
                a.open,
                a.refused,
                a.failed,
                a.died
            ),
            (4, 1, 1, 1, 0, 0, 1)
        );
        assert_eq!((a.seconds, a.peak_bytes), (Some(1.0), Some(30)));
        assert_eq!((found[1].refused, found[1].seconds), (1, None));
    }
}
