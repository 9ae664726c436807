//! Statistics over hand-made candidates: a uniform grid, as people write it down for Megatron-LM.

use uniap_base::tolerance;
use uniap_cost::Workload;
use uniap_instance::{Instance, evaluate};
use uniap_profile::published::{Published, Quantity};

use super::cell::{baseline_named, workload};
use super::row::{Finding, Ours, Row};
use super::{Conditions, Experiment};
use crate::baseline::megatron;
use crate::candidate::Scope;
use crate::error::{Error, Result};

/// The shares between which "most of them fail" is said to lie.
const MOST: std::ops::RangeInclusive<f64> = 0.5..=0.9;

/// Every candidate of the grid is evaluated. It fails where it does not fit in memory; what cannot be written down, because
/// the repeated layers do not share out evenly over the stages, is none.
pub(super) struct HandMade;

impl Experiment for HandMade {
    fn kind(&self) -> &'static str {
        "hand-made"
    }

    fn title(&self) -> &'static str {
        "how many candidates of a uniform grid fail, and how far the best is from the others"
    }

    fn knows(&self, quantity: Quantity) -> bool {
        matches!(
            quantity,
            Quantity::FailedShare | Quantity::BestToMedian | Quantity::BestToWorst
        )
    }

    fn again(&self, published: &Published, conditions: &Conditions<'_>) -> Result<(Vec<Row>, Vec<Finding>)> {
        let (mut rows, mut findings) = (Vec::new(), Vec::new());
        let mut like: Vec<&str> = Vec::new();
        for cell in &published.cells {
            let grid = Grid::of(&workload(published, cell, conditions)?, conditions)?;
            for figure in &cell.figures {
                baseline_named(published, &figure.by)?;
                let ours = match figure.quantity {
                    Quantity::FailedShare => grid.failed_share(),
                    Quantity::BestToMedian => grid.best_to(grid.median()),
                    _ => grid.best_to(grid.seconds.last().copied()),
                };
                let ours = ours.map_or_else(|| grid.without(), |value| Ours::Value { value });
                let remark = (figure.quantity == Quantity::FailedShare).then(|| grid.describe());
                rows.push(Row::new(published, cell, figure, ours, remark));
            }
            let share = grid.failed_share();
            let of_cell = rows.iter().filter(|row: &&Row| row.cell == cell.name);
            let verdicts: Vec<bool> = of_cell.filter_map(|row| row.agrees).collect();
            if !verdicts.is_empty() && !verdicts.contains(&false) {
                like.push(&cell.name);
            }
            let claim = format!(
                "between half and nine tenths of the candidates fail: {}",
                cell.name
            );
            findings.push(Finding::new(
                claim,
                share.map(|share| MOST.contains(&share)),
                grid.describe(),
            ));
        }
        let found = if like.is_empty() {
            "none".to_owned()
        } else {
            like.join("; ")
        };
        findings.push(Finding::new(
            "the cells in which every figure is in its published range",
            None,
            found,
        ));
        Ok((rows, findings))
    }
}

/// What became of the candidates.
struct Grid {
    /// Seconds per iteration of those that fit, the fastest first.
    seconds: Vec<f64>,
    /// Those that do not.
    failed: usize,
    /// Pairs of stages and micro-batches that cannot be written down.
    uneven: usize,
    /// True where a limit ended it early.
    stopped: bool,
}

impl Grid {
    fn of(workload: &Workload, conditions: &Conditions<'_>) -> Result<Self> {
        let clock = uniap_base::Deadline::after(conditions.settings.time_limit);
        let mut grid = Self {
            seconds: Vec::new(),
            failed: 0,
            uneven: 0,
            stopped: false,
        };
        let all = Scope::Full.candidates(workload.devices(), workload.batch(), Vec::new);
        for candidate in all {
            if clock.passed() || conditions.settings.stop.is_set() {
                grid.stopped = true;
                break;
            }
            let (stages, micro_batches) = (candidate.stages, candidate.micro_batches);
            if workload.pipeline(stages, micro_batches).is_err() {
                grid.uneven += 1;
                continue;
            }
            let instance = workload
                .instance(stages, micro_batches)
                .map_err(|source| Error::cost(candidate, source))?;
            grid.count(&instance);
        }
        grid.seconds.sort_by(f64::total_cmp);
        Ok(grid)
    }

    fn count(&mut self, instance: &Instance) {
        let Some(placements) = megatron::uniform(instance) else {
            self.uneven += 1;
            return;
        };
        for placement in placements {
            let evaluation = evaluate(instance, &placement, tolerance::MEMORY);
            if evaluation.is_feasible() {
                self.seconds.push(evaluation.objective);
            } else {
                self.failed += 1;
            }
        }
    }

    fn all(&self) -> usize {
        self.seconds.len() + self.failed
    }

    fn failed_share(&self) -> Option<f64> {
        (self.all() > 0 && !self.stopped).then(|| self.failed as f64 / self.all() as f64)
    }

    /// The time in the middle: of an even number, the mean of the two.
    fn median(&self) -> Option<f64> {
        let middle = self.seconds.len() / 2;
        let upper = *self.seconds.get(middle)?;
        if self.seconds.len().is_multiple_of(2) {
            let lower = *self.seconds.get(middle.checked_sub(1)?)?;
            return Some(lower + (upper - lower) / 2.0);
        }
        Some(upper)
    }

    /// How many times as long `seconds` are as the least.
    fn best_to(&self, seconds: Option<f64>) -> Option<f64> {
        (!self.stopped).then_some(seconds? / self.seconds.first()?)
    }

    fn without(&self) -> Ours {
        if self.stopped {
            Ours::Stopped
        } else {
            Ours::NoSolution
        }
    }

    fn describe(&self) -> String {
        let stopped = if self.stopped {
            "; a limit ended it early"
        } else {
            ""
        };
        let uneven = match self.uneven {
            0 => String::new(),
            1 => "; 1 more pair of stages and micro-batches cannot be split evenly".to_owned(),
            count => format!("; {count} more pairs of stages and micro-batches cannot be split evenly"),
        };
        let (failed, all) = (self.failed, self.all());
        format!("{failed} of {all} candidates do not fit{uneven}{stopped}")
    }
}

#[cfg(test)]
mod tests {
    use uniap_base::divisors;

    use super::*;

    #[test]
    fn the_middle_is_the_middle() {
        let grid = |seconds: &[f64], failed| Grid {
            seconds: seconds.to_vec(),
            failed,
            uneven: 0,
            stopped: false,
        };
        let odd = grid(&[1.0, 2.0, 8.0], 1);
        assert_eq!(
            (odd.median(), odd.failed_share(), odd.best_to(Some(8.0))),
            (Some(2.0), Some(0.25), Some(8.0))
        );
        assert_eq!(grid(&[2.0, 4.0], 0).median(), Some(3.0));
        let none = grid(&[], 3);
        assert_eq!(
            (none.median(), none.failed_share(), none.best_to(None)),
            (None, Some(1.0), None)
        );
        assert_eq!(grid(&[], 0).failed_share(), None);
    }

    #[test]
    fn a_remark_says_only_what_there_is() {
        let said = |uneven, stopped| {
            Grid {
                seconds: vec![1.0],
                failed: 2,
                uneven,
                stopped,
            }
            .describe()
        };
        assert_eq!(said(0, false), "2 of 3 candidates do not fit");
        assert_eq!(
            said(1, true),
            "2 of 3 candidates do not fit; 1 more pair of stages and micro-batches cannot be split evenly; a limit ended it early"
        );
        assert!(said(8, false).contains("; 8 more pairs of stages"));
    }

    /// Every uniform candidate of a model whose layers are alike: `dp x tp` devices, `dp` dividing the micro-batch and
    /// `tp` the heads.
    fn counted(devices: u64, batch: u64, (layers, heads): (u64, u64)) -> (usize, usize) {
        let (mut candidates, mut uneven) = (0, 0);
        let counts = divisors(batch);
        let pairs = divisors(devices)
            .into_iter()
            .flat_map(|s| counts.iter().map(move |&m| (s, m)));
        for (stages, micro_batches) in pairs {
            if layers.is_multiple_of(stages) {
                let width = devices / stages;
                let divides = |ways: &u64| {
                    (batch / micro_batches).is_multiple_of(*ways) && heads.is_multiple_of(width / ways)
                };
                candidates += divisors(width).iter().filter(|ways| divides(ways)).count();
            } else {
                uneven += 1;
            }
        }
        (candidates, uneven)
    }

    #[test]
    fn every_candidate_is_counted_and_the_best_is_that_of_the_baseline() {
        use uniap_base::Stop;
        use uniap_cost::Choices;
        use uniap_profile::catalog;
        use uniap_solver::Registry;

        for (model, sizes) in [("llama-7b", (32, 32)), ("llama-13b", (40, 40))] {
            let (model, cluster) = (catalog::model(model), catalog::cluster("env-e"));
            let choices = Choices {
                memory_limit: Some(33_159_738_368.0),
                schedule: "1f1b",
                ..Choices::of_batch(32)
            };
            let workload = Workload::new(model.expect("built in"), cluster.expect("built in"), &choices);
            let workload = workload.expect("fits together");
            let settings = crate::Settings {
                choice: crate::Choice::Auto(Registry::new(&[], &[])),
                scope: Scope::Full,
                gap: None,
                time_limit: None,
                threads: None,
                stop: Stop::default(),
            };
            let conditions = Conditions {
                cost_model: "published",
                settings: settings.clone(),
                seed: 1,
            };
            let grid = Grid::of(&workload, &conditions).expect("costs");
            assert_eq!((grid.all(), grid.uneven), counted(32, 32, sizes));
            let baseline = crate::baseline::find("megatron").expect("known");
            let standing = crate::baseline::run(&workload, baseline, &settings, 1).expect("runs");
            assert_eq!(standing.objective, grid.seconds.first().copied());
            assert!(grid.failed > 0 && grid.best_to(grid.median()) >= Some(1.0));
        }
    }
}
