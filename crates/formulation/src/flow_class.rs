//! `flow-class`: `flow` with marginals over classes of strategies that an edge cannot tell apart.
//!
//! **What it is.** Strategies of `u` with equal rows in every `R_e` and `R'_e` of an edge `e = (u, v)` form a class
//! `a`, strategies of `v` with equal columns a class `b`. The binaries are those of `flow`; an edge has a variable
//! `y_e,(i,a),(j,b) >= 0` for each pair of classes instead of each pair of strategies, with
//!
//! ```text
//! sum over (j,b) of y_e,(i,a),(j,b) = sum_{k in a} Y_uik        sum over (i,a) of y_e,(i,a),(j,b) = sum_{l in b} Y_vjl
//! ```
//!
//! **Needs and produces.** Any instance; a mixed-integer linear programme. Classes are found by comparing costs as
//! numbers; where there are none it is `flow` itself.
//!
//! **Proof.** Its relaxation is as strong as that of `flow`: the two have the same projection onto `Y` and the costs.
//! Summing the marginals of `flow` over classes satisfies the rows above at equal cost, because `R` and `R'` are the
//! same on all pairs of two classes. Conversely, spread `y_(i,a),(j,b)` over the pairs in proportion,
//! `y_(i,k),(j,l) = y_(i,a),(j,b) * (Y_uik / Y_uia) * (Y_vjl / Y_vjb)`, where `Y_uia` is the sum over `a`, and 0 where
//! that is 0: summed over `(j, l)` this gives `Y_uik / Y_uia` times `Y_uia`, and likewise at the other end. So with
//! `Y` integer it is exact, as `flow` is.
//!
//! **Trade-off.** Fewer variables and rows at the same strength; data parallelism and sharding, say, lay tensors out
//! the same way, so of 21 strategies for 32 devices the edges see 6.

use uniap_instance::Instance;

use crate::class::Classes;
use crate::error::Result;
use crate::{Exactness, Formulated, Formulation, flow};

/// The formulation; see the head of this file.
pub struct FlowClass;

impl Formulation for FlowClass {
    fn name(&self) -> &'static str {
        "flow-class"
    }

    fn title(&self) -> &'static str {
        "flow over classes of strategies that edges cannot tell apart: smaller, and just as strong"
    }

    fn exactness(&self) -> Exactness {
        Exactness::Exact
    }

    fn build(&self, instance: &Instance) -> Result<Formulated> {
        flow::build(self.name(), instance, Classes::find)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::correspondence;

    #[test]
    fn the_toy_as_a_model() {
        insta::assert_snapshot!(correspondence::toy(&FlowClass));
    }
}
