//! The candidates of the search: every pair of stages and micro-batches, and what became of it.

use serde::Deserialize;
use uniap_base::text;

use super::View;
use crate::figure::Figure;
use crate::figure::axis;
use crate::figure::grid::{Cell, Grid, Look};
use crate::result::signed;
use crate::section::{Side, Table};

/// What is said of a pair.
#[derive(Debug, Deserialize)]
pub(super) struct Candidate {
    stages: u64,
    micro_batches: u64,
    #[serde(default)]
    division: Option<String>,
    status: String,
    #[serde(default)]
    reason: Option<String>,
    #[serde(default)]
    objective: Option<f64>,
    #[serde(default)]
    bound: Option<f64>,
    #[serde(default)]
    backend: Option<String>,
    #[serde(default)]
    seconds: f64,
}

/// What became of a candidate: how its cell looks, what stands in it, and the same in words.
struct Fate {
    look: Look,
    written: String,
    told: String,
}

impl Candidate {
    /// The row: stages, and how the devices are divided where that is not evenly.
    fn row(&self) -> (u64, String) {
        let name = match &self.division {
            None => self.stages.to_string(),
            Some(division) => format!("{} ({division})", self.stages),
        };
        (self.stages, name)
    }

    fn column(&self) -> (u64, String) {
        (self.micro_batches, self.micro_batches.to_string())
    }

    /// A bound that says something: no time is below 0 anyway.
    fn told_bound(&self) -> Option<f64> {
        self.bound.filter(|bound| *bound > 0.0)
    }

    fn fate(&self, is_plan: bool) -> Fate {
        let bound = self.told_bound();
        let no_quicker = bound.map_or_else(String::new, |bound| {
            format!("; no plan of it is quicker than {}", text::seconds(bound))
        });
        let by = self.backend.as_deref().unwrap_or("a bound");
        let took = text::seconds(self.seconds);
        let fate = |look, written: &str, told: String| Fate {
            look,
            written: written.to_owned(),
            told,
        };
        match (self.status.as_str(), self.objective, bound) {
            ("not-run", ..) => {
                let told = format!("not run: a limit ended the search before its turn{no_quicker}");
                fate(Look::Unknown, "not run", told)
            }
            ("unknown", None, _) => {
                let told = format!("{by} was stopped after {took} with no plan found{no_quicker}");
                fate(Look::Unknown, "stopped", told)
            }
            ("infeasible", ..) => {
                let reason = self.reason.as_deref().unwrap_or("nothing fits");
                fate(
                    Look::Impossible,
                    "no plan",
                    format!("no plan, says {by}: {reason}"),
                )
            }
            ("cut-off", _, Some(bound)) => {
                let shown = text::seconds(bound);
                let told = if by == "bound" {
                    format!(
                        "excluded before it was solved: its lower bound of {shown} is no less than the best plan"
                    )
                } else {
                    format!("excluded by {by} after {took}: nothing in it is quicker than {shown}")
                };
                fate(Look::Bound, &format!("≥ {shown}"), told)
            }
            ("feasible", Some(objective), _) => {
                let shown = text::seconds(objective);
                let told = format!("{by} was stopped after {took} at {shown}{no_quicker}");
                let look = if is_plan { Look::Best } else { Look::Value };
                fate(look, &format!("≤ {shown}"), told)
            }
            (status, Some(objective), _) => {
                let shown = text::seconds(objective);
                let look = if is_plan { Look::Best } else { Look::Value };
                fate(look, &shown, format!("{status}: {shown}, by {by} in {took}"))
            }
            (status, None, _) => {
                let reason = self
                    .reason
                    .as_deref()
                    .map_or_else(String::new, |reason| format!(": {reason}"));
                fate(Look::Unknown, status, format!("{status}{reason}{no_quicker}"))
            }
        }
    }
}

/// Every pair of stages and micro-batches with what became of it.
pub(super) fn figure(plan: &View) -> Figure {
    let names = |of: fn(&Candidate) -> (u64, String)| {
        let mut all: Vec<(u64, String)> = plan.candidates.iter().map(of).collect();
        all.sort();
        all.dedup();
        all
    };
    let (rows, columns) = (names(Candidate::row), names(Candidate::column));
    let mut table = Table::new([
        ("stages", Side::Right),
        ("micro-batches", Side::Right),
        ("status", Side::Left),
        ("time", Side::Right),
        ("bound", Side::Right),
        ("by", Side::Left),
        ("took", Side::Right),
        ("what became of it", Side::Left),
    ]);
    let best = plan.objective;
    let mut cells = Vec::new();
    for candidate in &plan.candidates {
        let (row, column) = (candidate.row(), candidate.column());
        let own = (
            Some(candidate.stages),
            Some(candidate.micro_batches),
            candidate.objective,
        );
        let is_plan = own == (plan.stages, plan.micro_batches, best) && candidate.division == plan.division;
        let Fate { look, written, told } = candidate.fate(is_plan);
        table.row([
            row.1.clone(),
            column.1.clone(),
            candidate.status.clone(),
            candidate.objective.map(text::seconds).unwrap_or_default(),
            candidate.told_bound().map(text::seconds).unwrap_or_default(),
            candidate.backend.clone().unwrap_or_default(),
            text::seconds(candidate.seconds),
            told.clone(),
        ]);
        let more = match (candidate.objective, best) {
            (Some(objective), Some(best)) if best > 0.0 && !is_plan => {
                format!(", {}", signed(objective / best - 1.0))
            }
            _ => String::new(),
        };
        let place =
            |list: &[(u64, String)], name: &(u64, String)| list.iter().position(|known| known == name);
        cells.push(Cell {
            row: place(&rows, &row).unwrap_or(0),
            column: place(&columns, &column).unwrap_or(0),
            look,
            what: format!("{} x {}: {told}{more}", row.1, column.1),
            short: match look {
                Look::Impossible => "×".to_owned(),
                Look::Unknown => "–".to_owned(),
                _ => candidate
                    .objective
                    .or(candidate.bound)
                    .map(axis::brief)
                    .unwrap_or_default(),
            },
            text: written,
        });
    }
    let grid = Grid {
        down: "stages",
        across: "micro-batches",
        rows: rows.into_iter().map(|(_, name)| name).collect(),
        columns: columns.into_iter().map(|(_, name)| name).collect(),
        cells,
        legend: |look| match look {
            Look::Best => "the plan",
            Look::Value => "time per iteration",
            Look::Bound => "excluded: cannot be quicker than this",
            Look::Impossible => "no plan is possible",
            Look::Unknown => "not run, or stopped with nothing found",
        },
    };
    grid.figure("candidates", "The candidates of the search")
        .caption(
            "Every pair of stages and micro-batches with what became of it; numbers without a unit are seconds. Rest the \
             mouse on one, or open the numbers, to read why.",
        )
        .table(table)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fate(
        status: &str,
        objective: Option<f64>,
        bound: Option<f64>,
        backend: Option<&str>,
    ) -> (String, String) {
        let candidate = Candidate {
            stages: 2,
            micro_batches: 4,
            division: None,
            status: status.to_owned(),
            reason: Some("more stages than layers".to_owned()).filter(|_| status == "infeasible"),
            objective,
            bound,
            backend: backend.map(str::to_owned),
            seconds: 0.5,
        };
        let Fate { written, told, .. } = candidate.fate(false);
        (written, told)
    }

    #[test]
    fn what_was_not_run_and_what_was_excluded_are_told_apart() {
        for (status, objective, bound, backend, written, told) in [
            (
                "not-run",
                None,
                Some(0.0),
                None,
                "not run",
                "not run: a limit ended the search before its turn",
            ),
            (
                "not-run",
                None,
                Some(1.5),
                None,
                "not run",
                "not run: a limit ended the search before its turn; no plan of it is quicker than 1.500 s",
            ),
            (
                "cut-off",
                None,
                Some(1.5),
                Some("bound"),
                "≥ 1.500 s",
                "excluded before it was solved: its lower bound of 1.500 s is no less than the best plan",
            ),
            (
                "cut-off",
                None,
                Some(1.5),
                Some("exact"),
                "≥ 1.500 s",
                "excluded by exact after 500.0 ms: nothing in it is quicker than 1.500 s",
            ),
            (
                "unknown",
                None,
                Some(1.5),
                Some("highs"),
                "stopped",
                "highs was stopped after 500.0 ms with no plan found; no plan of it is quicker than 1.500 s",
            ),
            (
                "feasible",
                Some(2.0),
                Some(1.5),
                Some("highs"),
                "≤ 2.000 s",
                "highs was stopped after 500.0 ms at 2.000 s; no plan of it is quicker than 1.500 s",
            ),
            (
                "infeasible",
                None,
                None,
                Some("memory"),
                "no plan",
                "no plan, says memory: more stages than layers",
            ),
            (
                "optimal",
                Some(2.0),
                Some(2.0),
                Some("exact"),
                "2.000 s",
                "optimal: 2.000 s, by exact in 500.0 ms",
            ),
        ] {
            assert_eq!(
                fate(status, objective, bound, backend),
                (written.to_owned(), told.to_owned())
            );
        }
    }
}
