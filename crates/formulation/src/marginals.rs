//! The joint distribution of the choices at both ends of an edge: what makes its costs linear.

use std::collections::BTreeMap;

use uniap_instance::Placement;
use uniap_miqp::{Domain, Expr, Model, Var, sum};

use crate::bundle::Bundle;
use crate::cells::Cell;
use crate::class::Classes;
use crate::objective::Expressions;

/// Choices of one end of an edge that the edge cannot tell apart: the same stage, and strategies of one class.
#[derive(Debug, Clone)]
struct Choice {
    stage: usize,
    class: usize,
    /// A strategy that stands for all of the class.
    strategy: usize,
    vars: Vec<Var>,
}

impl Choice {
    /// The cells of one end, those of equal stage and class together.
    fn group(cells: &[Cell], class_of: &[usize]) -> Vec<Self> {
        let mut choices: BTreeMap<(usize, usize), Self> = BTreeMap::new();
        for cell in cells {
            let (stage, class, strategy) = (cell.stage, class_of[cell.strategy], cell.strategy);
            let vars = Vec::new();
            let choice = choices.entry((stage, class)).or_insert(Self {
                stage,
                class,
                strategy,
                vars,
            });
            choice.vars.push(cell.var);
        }
        choices.into_values().collect()
    }
}

/// The marginals of one edge: a variable `y >= 0` for each pair of choices that its ends may make together.
pub(crate) struct Marginals {
    ends: (usize, usize),
    classes: Classes,
    from: Vec<Choice>,
    to: Vec<Choice>,
    pairs: Vec<(usize, usize, Var)>,
}

impl Marginals {
    /// Adds the variables and, for each choice of either end, the row "the marginals with it sum to it". The cells of
    /// either end may each stand for several strategies, as long as these are of one class.
    pub(crate) fn add(
        model: &mut Model,
        bundle: &Bundle<'_>,
        number: usize,
        stages: usize,
        classes: Classes,
        (from, to): (&[Cell], &[Cell]),
    ) -> Self {
        let (from, to) = (Choice::group(from, &classes.from), Choice::group(to, &classes.to));
        let mut chosen = Vec::new();
        for (i, j) in bundle.stage_pairs(stages) {
            for (a, _) in on(&from, i) {
                chosen.extend(on(&to, j).map(|(b, _)| (a, b)));
            }
        }
        let indices: Vec<[usize; 5]> = chosen
            .iter()
            .map(|&(a, b)| {
                let (from, to) = (&from[a], &to[b]);
                [number, from.stage, from.strategy, to.stage, to.strategy]
            })
            .collect();
        let vars = model.ragged("y", Domain::Continuous, 0.0, f64::INFINITY, indices);
        let pairs: Vec<(usize, usize, Var)> = chosen
            .into_iter()
            .zip(vars)
            .map(|((a, b), var)| (a, b, var))
            .collect();
        let mut out = vec![Expr::new(); from.len()];
        let mut into = vec![Expr::new(); to.len()];
        for &(a, b, var) in &pairs {
            out[a] += var;
            into[b] += var;
        }
        // A choice without partners gets the row 0 = choice: it cannot be made.
        for (name, choices, totals) in [("out", &from, out), ("in", &to, into)] {
            for (choice, total) in choices.iter().zip(totals) {
                let own = sum(choice.vars.iter().copied());
                model.add(
                    (name, [number, choice.stage, choice.strategy]),
                    (total - own).eq(0.0),
                );
            }
        }
        Self {
            ends: (bundle.from, bundle.to),
            classes,
            from,
            to,
            pairs,
        }
    }

    /// Adds what `bundle`, whose marginals these are, costs.
    pub(crate) fn charge(&self, bundle: &Bundle<'_>, expressions: &mut Expressions) {
        for &(a, b, var) in &self.pairs {
            let (from, to) = (&self.from[a], &self.to[b]);
            let strategies = (from.strategy, to.strategy);
            expressions.add_edge(bundle, (from.stage, to.stage), strategies, |seconds| {
                seconds * var
            });
        }
    }

    /// Sets the marginal of `placement` to 1 at `point`; false where there is none.
    pub(crate) fn mark(&self, placement: &Placement, point: &mut [f64]) -> bool {
        let (stage, strategy) = (placement.stages(), placement.strategies());
        let (u, v) = self.ends;
        let from = (stage[u], self.classes.from[strategy[u]]);
        let to = (stage[v], self.classes.to[strategy[v]]);
        let is = |choice: &Choice, made: (usize, usize)| (choice.stage, choice.class) == made;
        let mut pairs = self.pairs.iter();
        let chosen = pairs.find(|(a, b, _)| is(&self.from[*a], from) && is(&self.to[*b], to));
        chosen.is_some_and(|&(_, _, var)| {
            point[var.get()] = 1.0;
            true
        })
    }
}

/// The choices on one stage, with their positions.
fn on(choices: &[Choice], stage: usize) -> impl Iterator<Item = (usize, &Choice)> {
    choices
        .iter()
        .enumerate()
        .filter(move |(_, choice)| choice.stage == stage)
}
