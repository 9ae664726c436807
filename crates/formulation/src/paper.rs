//! `paper`: the published variables and constraints, with the order of stages and the communication that are meant.
//!
//! **What it is.** Binary `P_ui` (layer `u` on stage `i`) and `S_uk` (strategy `k`), `sum_i P_ui = 1`,
//! `sum_k S_uk = 1`, `sum_u P_ui >= 1`, contiguity by `Z` (see `published.rs`), and
//!
//! ```text
//! p_i  = sum A P_ui S_uk + sum_e sum_kl R_e[k][l] P_ui P_vi S_uk S_vl
//! o_b  = sum_e sum_{i <= b < j} sum_kl R'_e[k][l] P_ui P_vj S_uk S_vl
//! m_i >= sum M P_ui S_uk
//! ```
//!
//! The order rule `stage(u) <= stage(v)` is added, and each edge pays on every boundary that it crosses; without
//! them it is `paper-literal`, another problem.
//!
//! **Needs and produces.** Any instance; a binary programme whose rows for `p_i` and `o_b` have degree four and whose
//! memory rows have degree two. Each `p_i` and `o_b` is a variable at least its polynomial, so every product stands
//! in the model once and is needed from one side only.
//!
//! **Proof.** On binary `P` and `S` each product is 1 exactly on the placement's own choices, so the polynomials are
//! the `p_i`, `o_b` and memory of the placement. The order rule implies contiguity, and the rows of `Z` cut nothing
//! off then: on an ordered placement the `Z` that says what can be reached satisfies them. In a total order an edge
//! between neighbours never skips a stage, so its products with `j > i + 1` are left out; elsewhere they stay.
//!
//! **Trade-off.** The fewest variables of all, `stages + strategies` a layer, and the worst bounds: a product of four
//! may vanish in a relaxation as soon as its factors sum to three or less. It is here for comparison with what is
//! published; `assignment` says the same at degree two and `flow` at degree one.

use uniap_instance::Instance;

use crate::error::Result;
use crate::published::{self, Rules};
use crate::{Exactness, Formulated, Formulation};

/// The formulation; see the head of this file.
pub struct Paper;

impl Formulation for Paper {
    fn name(&self) -> &'static str {
        "paper"
    }

    fn title(&self) -> &'static str {
        "the published variables and products of degree four, with ordered stages: polynomial, weak bounds"
    }

    fn exactness(&self) -> Exactness {
        Exactness::Exact
    }

    fn build(&self, instance: &Instance) -> Result<Formulated> {
        published::build(self.name(), instance, Rules::Meant)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::correspondence;

    #[test]
    fn the_toy_as_a_model() {
        insta::assert_snapshot!(correspondence::toy(&Paper));
    }
}
