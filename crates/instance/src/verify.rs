//! The judge: recomputes what a solution claims, without any solver.

use std::fmt;

use uniap_base::{Status, tolerance};

use crate::evaluate::{Evaluation, evaluate};
use crate::fit::{Fit, fit};
use crate::model::Instance;
use crate::placement::Placement;
use crate::solution::Solution;

/// What the judge found.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// What is wrong; empty when every claim that can be checked holds.
    pub findings: Vec<Finding>,
    /// What was claimed and cannot be checked without a solver.
    pub unchecked: Vec<String>,
    /// The placement's cost, where there is a placement of this instance.
    pub evaluation: Option<Evaluation>,
}

impl Verdict {
    /// True when nothing was refuted.
    #[must_use]
    pub fn is_confirmed(&self) -> bool {
        self.findings.is_empty()
    }
}

/// One claim that does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What is claimed.
    pub claim: String,
    /// What is true.
    pub truth: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "claimed: {}; true: {}", self.claim, self.truth)
    }
}

/// Recomputes feasibility, objective, gap and the side of the bound of `solution` on `instance`.
///
/// That a bound is valid, or that nothing better exists, takes a solver to know; such claims are listed in
/// [`Verdict::unchecked`]. A claim of infeasibility is refuted by showing a placement that fits.
#[must_use]
pub fn verify(instance: &Instance, solution: &Solution) -> Verdict {
    let mut judge = Judge {
        findings: Vec::new(),
        unchecked: Vec::new(),
    };
    if solution.instance != instance.name {
        judge.refute(
            format!("instance {:?}", solution.instance),
            format!("this instance is {:?}", instance.name),
        );
    }
    let evaluation = match (&solution.stage, &solution.strategy) {
        (Some(stage), Some(strategy)) => judge.placement(instance, solution, stage, strategy),
        _ => {
            judge.no_placement(instance, solution);
            None
        }
    };
    Verdict {
        findings: judge.findings,
        unchecked: judge.unchecked,
        evaluation,
    }
}

struct Judge {
    findings: Vec<Finding>,
    unchecked: Vec<String>,
}

impl Judge {
    fn refute(&mut self, claim: impl Into<String>, truth: impl Into<String>) {
        self.findings.push(Finding {
            claim: claim.into(),
            truth: truth.into(),
        });
    }

    fn placement(
        &mut self,
        instance: &Instance,
        solution: &Solution,
        stage: &[usize],
        strategy: &[usize],
    ) -> Option<Evaluation> {
        if !matches!(
            solution.status,
            Status::Optimal | Status::Feasible | Status::Relaxed
        ) {
            self.refute(format!("status {}", solution.status), "a placement is given");
        }
        if !self.is_of(instance, stage, strategy) {
            return None;
        }
        let placement = Placement::from_positions(stage, strategy);
        let evaluation = evaluate(instance, &placement, tolerance::VERIFY);
        if solution.status == Status::Relaxed {
            if evaluation.is_feasible() && !solution.violations.is_empty() {
                self.refute(solution.violations.join("; "), "the placement violates nothing");
            }
        } else {
            for violation in &evaluation.violations {
                self.refute("the placement is feasible", violation.to_string());
            }
        }
        self.numbers(solution, evaluation.objective);
        Some(evaluation)
    }

    /// The lists describe a placement of this instance: lengths and ranges.
    fn is_of(&mut self, instance: &Instance, stage: &[usize], strategy: &[usize]) -> bool {
        let layers = instance.layers.len();
        let before = self.findings.len();
        for (list, name) in [(stage, "stage"), (strategy, "strategy")] {
            if list.len() != layers {
                self.refute(
                    format!("{name} has {} entries", list.len()),
                    format!("there are {layers} layers"),
                );
            }
        }
        for (u, &i) in stage.iter().enumerate() {
            if i >= instance.stages {
                self.refute(
                    format!("stage[{u}] is {i}"),
                    format!("there are {} stages", instance.stages),
                );
            }
        }
        for (u, (&k, layer)) in strategy.iter().zip(&instance.layers).enumerate() {
            if k >= layer.width() {
                let truth = format!("layer {} has {} strategies", layer.name, layer.width());
                self.refute(format!("strategy[{u}] is {k}"), truth);
            }
        }
        self.findings.len() == before
    }

    fn numbers(&mut self, solution: &Solution, truth: f64) {
        let close =
            |claim: f64, truth: f64| (claim - truth).abs() <= tolerance::VERIFY * truth.abs().max(1e-9);
        let Some(objective) = solution.objective else {
            self.refute("no objective", format!("the placement costs {truth} s"));
            return;
        };
        if !close(objective, truth) {
            self.refute(
                format!("objective {objective}"),
                format!("the placement costs {truth}"),
            );
        }
        let Some(bound) = solution.bound else {
            if matches!(solution.status, Status::Optimal) {
                self.refute("status optimal", "no bound is given");
            }
            return;
        };
        if bound > objective && !close(bound, objective) {
            let truth = format!("the placement given costs {truth}, so no bound lies above it");
            self.refute(format!("bound {bound}"), truth);
        }
        self.unchecked
            .push(format!("that no placement costs less than {bound} (bound)"));
        let gap = tolerance::gap(objective, bound);
        if solution
            .gap
            .is_some_and(|claim| (claim - gap).abs() > tolerance::VERIFY)
        {
            self.refute(
                format!("gap {}", solution.gap.unwrap_or_default()),
                format!("the gap is {gap}"),
            );
        }
    }

    fn no_placement(&mut self, instance: &Instance, solution: &Solution) {
        if let Some(objective) = solution.objective {
            self.refute(format!("objective {objective}"), "no placement is given");
        }
        match solution.status {
            Status::Infeasible => match fit(instance) {
                Fit::Yes(placement) => {
                    let (stage, strategy) = (placement.stages(), placement.strategies());
                    self.refute(
                        "status infeasible",
                        format!("stage {stage:?}, strategy {strategy:?} fits"),
                    );
                }
                Fit::No(_) => {}
                Fit::Undecided => self.unchecked.push("that nothing fits".to_owned()),
            },
            Status::Unknown => {}
            status => self.refute(format!("status {status}"), "no placement is given"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::solution::read_solution;

    const INSTANCE: &str = include_str!("../tests/toy.instance.json");

    fn judge(solution: &str) -> Vec<String> {
        let instance = crate::read(INSTANCE.as_bytes()).expect("valid");
        let solution = read_solution(solution.as_bytes()).expect("valid");
        verify(&instance, &solution)
            .findings
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    fn solution(fields: &str) -> String {
        format!(r#"{{"format": "uniap.solution/1", "instance": "toy", "backend": "x", "status": {fields}}}"#)
    }

    #[test]
    fn a_true_claim_is_confirmed() {
        // p = (1.5, 0.5), o = 0.1, and three more micro-batches at 1.5.
        let text =
            r#""optimal", "objective": 6.6, "bound": 6.6, "gap": 0, "stage": [0, 1], "strategy": [0, 0]"#;
        assert_eq!(judge(&solution(text)), Vec::<String>::new());
    }

    #[test]
    fn false_claims_are_refuted_with_the_truth() {
        insta::assert_snapshot!(
            judge(&solution(r#""optimal", "objective": 6, "bound": 7, "gap": 0, "stage": [0, 1], "strategy": [0, 0]"#)).join("\n"),
            @r"
        claimed: objective 6; true: the placement costs 6.6
        claimed: bound 7; true: the placement given costs 6.6, so no bound lies above it
        claimed: gap 0; true: the gap is 0.16666666666666666
        "
        );
        insta::assert_snapshot!(
            judge(&solution(r#""optimal", "objective": 6.6, "bound": 6.6, "stage": [1, 0], "strategy": [0, 0]"#)).join("\n"),
            @r"
        claimed: the placement is feasible; true: layer 1 stands on an earlier stage than layer 0, which it reads
        "
        );
        insta::assert_snapshot!(
            judge(&solution(r#""feasible", "stage": [0, 2, 1], "strategy": [0, 1]"#)).join("\n"),
            @r"
        claimed: stage has 3 entries; true: there are 2 layers
        claimed: stage[1] is 2; true: there are 2 stages
        claimed: strategy[1] is 1; true: layer head has 1 strategies
        "
        );
        insta::assert_snapshot!(
            judge(&solution(r#""infeasible""#)).join("\n"),
            @"claimed: status infeasible; true: stage [0, 1], strategy [1, 0] fits"
        );
        insta::assert_snapshot!(
            judge(&solution(r#""optimal", "objective": 6.6"#)).join("\n"),
            @r"
        claimed: objective 6.6; true: no placement is given
        claimed: status optimal; true: no placement is given
        "
        );
    }
}
