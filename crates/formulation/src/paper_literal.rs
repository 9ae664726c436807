//! `paper-literal`: the published formulation to the letter. A different problem, kept for ablation.
//!
//! **What it is.** As `paper`, without the order rule, and with
//!
//! ```text
//! o_b = sum_e sum_kl R'_e[k][l] P_ub P_v(b+1) S_uk S_vl
//! ```
//!
//! **Needs and produces.** Any instance; a binary programme of degree four, as `paper`.
//!
//! **What it lets through.** Contiguity does not order the stages: on a chain of 4 layers with 3 stages it admits 18
//! ways to cut and number them, of which 3 run forward. An edge to any stage but the same or the next one costs
//! nothing, so a solver numbers stages backward, or apart, to pay no communication. What it lets through breaks the
//! order rule, and its objective may lie below what the placement costs.
//!
//! **Proof that it is a relaxation.** A feasible placement satisfies its rows (see `paper`), and each `o_b` counts some
//! of the terms that the placement pays, none of them negative. So a bound on this model is one on the instance, and
//! where the model is infeasible so is the instance.
//!
//! **Trade-off.** None in its favour, but for what it shows. Its answers are reported as relaxed, with the rules they
//! break and what they would really cost.

use uniap_instance::Instance;

use crate::error::Result;
use crate::published::{self, Rules};
use crate::{Exactness, Formulated, Formulation};

/// The formulation; see the head of this file.
pub struct PaperLiteral;

impl Formulation for PaperLiteral {
    fn name(&self) -> &'static str {
        "paper-literal"
    }

    fn title(&self) -> &'static str {
        "the published formulation to the letter: a relaxation that may number stages backward, for ablation"
    }

    fn exactness(&self) -> Exactness {
        Exactness::Relaxed
    }

    fn build(&self, instance: &Instance) -> Result<Formulated> {
        published::build(self.name(), instance, Rules::Literal)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::correspondence;
    use uniap_base::tolerance;
    use uniap_instance::{brute, evaluate};

    const CHAIN: &[u8] =
        br#"{ "format": "uniap.instance/1", "name": "chain", "stages": 3, "micro_batches": 2,
        "memory_limit": [9, 9, 9],
        "layers": [ { "name": "a", "strategies": ["x"], "time": [1], "memory": [1] },
                    { "name": "b", "strategies": ["x"], "time": [1], "memory": [1] },
                    { "name": "c", "strategies": ["x"], "time": [1], "memory": [1] },
                    { "name": "d", "strategies": ["x"], "time": [1], "memory": [1] } ],
        "edges": [ { "from": 0, "to": 1, "reshard": [[0]], "transfer": [[1]] },
                   { "from": 1, "to": 2, "reshard": [[0]], "transfer": [[1]] },
                   { "from": 2, "to": 3, "reshard": [[0]], "transfer": [[1]] } ] }"#;

    #[test]
    fn the_toy_as_a_model() {
        insta::assert_snapshot!(correspondence::toy(&PaperLiteral));
    }

    #[test]
    fn it_lets_stages_run_backward_and_pay_nothing() {
        let instance = uniap_instance::read(CHAIN).expect("valid");
        let points = correspondence::points(&PaperLiteral, &instance);
        let ways: BTreeSet<Vec<usize>> = points.iter().map(|(placement, _)| placement.stages()).collect();
        assert_eq!((points.len(), ways.len()), (18, 18));
        let forward = |stage: &&Vec<usize>| stage.is_sorted();
        assert_eq!(ways.iter().filter(forward).count(), 3);

        let (placement, cost) = points.iter().min_by(|a, b| a.1.total_cmp(&b.1)).expect("some");
        let (_, best) = brute::solve(&instance).expect("small").expect("feasible");
        assert_eq!((*cost, best), (6.0, 8.0));
        assert!(!placement.stages().is_sorted());
        let truth = evaluate(&instance, placement, tolerance::MEMORY);
        assert!(truth.objective >= best && !truth.is_feasible());
    }
}
