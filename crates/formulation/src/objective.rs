//! The objective of an instance as part of a model: one variable per quantity, one epigraph per maximum.
//!
//! The variables are times, in a unit that makes an even share of a stage about a thousand: a solver keeps a row to an
//! absolute 1e-6, and a step of a pipeline may take as little as a millisecond. The objective itself is in seconds.

use uniap_instance::{Evaluation, Instance, Layer, Objective};
use uniap_miqp::{Expr, Model, Summand, Var};

use crate::bottleneck::Bottleneck;
use crate::bundle::Bundle;

/// The quantities of an instance as expressions of a model.
pub(crate) struct Expressions {
    /// `p_i`, by stage.
    pub(crate) computation: Vec<Expr>,
    /// `o_j`, by boundary.
    pub(crate) communication: Vec<Expr>,
    /// `s_i`, by stage.
    pub(crate) sync: Vec<Expr>,
}

impl Expressions {
    /// Nothing on any of the stages and boundaries.
    pub(crate) fn new(stages: usize) -> Self {
        Self {
            computation: vec![Expr::new(); stages],
            communication: vec![Expr::new(); stages - 1],
            sync: vec![Expr::new(); stages],
        }
    }

    /// Adds what `bundle` costs where its ends stand on stages `(i, j)` with strategies `(k, l)`; `term` makes the
    /// summand of a cost in seconds.
    pub(crate) fn add_edge<S: Summand>(
        &mut self,
        bundle: &Bundle<'_>,
        (i, j): (usize, usize),
        (k, l): (usize, usize),
        term: impl Fn(f64) -> S,
    ) {
        let add = |sum: &mut Expr, seconds: f64| {
            if seconds != 0.0 {
                *sum += term(seconds);
            }
        };
        if i == j {
            add(&mut self.computation[i], bundle.reshard(i, k, l));
        }
        for b in i..j {
            add(&mut self.communication[b], bundle.transfer(b, k, l));
        }
    }
}

/// How a quantity enters a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Entry {
    /// As a variable equal to its expression: right for linear expressions, which presolve puts in again.
    Equal,
    /// As a variable at least its expression. No objective falls when a quantity rises, so an optimal point presses
    /// it down; and a row with one side needs each product from one side only, once.
    Above,
    /// As the expression itself: the objective and the rows of its maxima become as curved as the expression. One
    /// that the objective names more than twice becomes a variable above it, so that the model stays small.
    Inline,
}

/// The variables that stand for the quantities and for the maxima of the objective.
pub(crate) struct Quantities {
    computation: Vec<Quantity>,
    communication: Vec<Quantity>,
    sync: Vec<Quantity>,
    maxima: Vec<(Var, Vec<Objective>)>,
    /// Seconds; a power of two, so that nothing is rounded.
    unit: f64,
}

/// A quantity in the model.
enum Quantity {
    /// In units.
    Variable(Var),
    /// In seconds.
    Expression(Expr),
}

impl Quantity {
    /// The quantity in units.
    fn expr(&self, unit: f64) -> Expr {
        match self {
            Self::Variable(var) => (*var).into(),
            Self::Expression(expr) => expr.clone() * (1.0 / unit),
        }
    }
}

impl Quantities {
    /// Adds each `p_i`, `o_j` and, where the objective asks for them, `s_i`, and minimises the objective of
    /// `instance` over them.
    ///
    /// Each maximum becomes a variable `t` above its parts. No factor of an objective is negative, so an optimal
    /// point presses `t` down onto the largest part, and the epigraph is exact.
    pub(crate) fn add(
        model: &mut Model,
        instance: &Instance,
        expressions: Expressions,
        entry: Entry,
    ) -> Self {
        let objective = instance.objective();
        let sync = if mentions_sync(&objective) {
            expressions.sync
        } else {
            Vec::new()
        };
        let mut uses = Uses::new(instance.stages);
        uses.count(&objective);
        let unit = unit(instance);
        let enter = |model: &mut Model, names, values, uses: &[usize]| {
            let seconds = Entering { names, entry, unit };
            seconds.enter(model, values, uses)
        };
        let mut quantities = Self {
            computation: enter(
                model,
                ("p", "computation"),
                expressions.computation,
                &uses.computation,
            ),
            communication: enter(
                model,
                ("o", "communication"),
                expressions.communication,
                &uses.communication,
            ),
            sync: enter(model, ("s", "sync"), sync, &uses.sync),
            maxima: Vec::new(),
            unit,
        };
        let function = quantities.lower(model, &objective);
        model.minimize(function * unit);
        quantities
    }

    /// Adds the rows by which cuts between stages bound the maxima; see [`Bottleneck`].
    pub(crate) fn add_bottleneck(
        &self,
        model: &mut Model,
        bottleneck: &Bottleneck<'_>,
        before: impl Fn(usize, usize) -> Expr,
    ) {
        for (number, (top, parts)) in self.maxima.iter().enumerate() {
            bottleneck.add(model, (number, *top, parts), self.unit, &before);
        }
    }

    /// `objective` in units.
    fn lower(&mut self, model: &mut Model, objective: &Objective) -> Expr {
        match objective {
            Objective::Sum(parts) => {
                let mut total = Expr::default();
                for part in parts {
                    total += self.lower(model, part);
                }
                total
            }
            Objective::Max(parts) => {
                let top = model.continuous(("t", [self.maxima.len()]), 0.0, f64::INFINITY);
                let number = self.maxima.len();
                self.maxima.push((top, parts.clone()));
                for (position, part) in parts.iter().enumerate() {
                    let part = self.lower(model, part);
                    model.add(("max", [number, position]), (part - top).le(0.0));
                }
                top.into()
            }
            Objective::Scale(factor, part) => self.lower(model, part) * *factor,
            Objective::Const(value) => Expr::default() + *value / self.unit,
            Objective::P(stage) => self.computation[stage.get()].expr(self.unit),
            Objective::O(boundary) => self.communication[boundary.get()].expr(self.unit),
            Objective::S(stage) => self.sync[stage.get()].expr(self.unit),
        }
    }

    /// Sets the variables of the quantities and maxima at `point` to their values for a placement.
    pub(crate) fn mark(&self, values: &Evaluation, point: &mut [f64]) {
        let families = [
            (&self.computation, &values.computation),
            (&self.communication, &values.communication),
            (&self.sync, &values.sync),
        ];
        for (quantities, values) in families {
            for (quantity, value) in quantities.iter().zip(values) {
                if let Quantity::Variable(var) = quantity {
                    point[var.get()] = *value / self.unit;
                }
            }
        }
        for (var, parts) in &self.maxima {
            let value =
                |part: &Objective| part.value(&values.computation, &values.communication, &values.sync);
            point[var.get()] = parts.iter().map(value).fold(0.0, f64::max) / self.unit;
        }
    }
}

/// How a family of quantities enters a model.
struct Entering {
    /// What its variables and its rows are called.
    names: (&'static str, &'static str),
    entry: Entry,
    /// The unit of its variables, in seconds.
    unit: f64,
}

impl Entering {
    /// Enters those of `values`, in seconds, that the objective names; `uses` says how often it names each.
    fn enter(&self, model: &mut Model, values: Vec<Expr>, uses: &[usize]) -> Vec<Quantity> {
        let (name, row) = self.names;
        let each = values.into_iter().zip(uses).enumerate();
        each.map(|(i, (value, &uses))| {
            if uses == 0 || (self.entry == Entry::Inline && uses <= 2) {
                return Quantity::Expression(value);
            }
            let var = model.continuous((name, [i]), 0.0, f64::INFINITY);
            let excess = value * (1.0 / self.unit) - var;
            let interval = match self.entry {
                Entry::Equal => excess.eq(0.0),
                Entry::Above | Entry::Inline => excess.le(0.0),
            };
            model.add((row, [i]), interval);
            Quantity::Variable(var)
        })
        .collect()
    }
}

/// The unit of the times of `instance`, in seconds: an even share of the fastest layers is between 1024 and 2048.
fn unit(instance: &Instance) -> f64 {
    let fastest = |layer: &Layer| {
        let all = layer.time.values().flatten().copied();
        all.reduce(f64::min).unwrap_or(0.0)
    };
    let share = instance.layers.iter().map(fastest).sum::<f64>() / instance.stages as f64;
    if share <= 0.0 {
        return 1.0;
    }
    // Far from where powers of two end, so that their inverses exist.
    (share.log2().floor() - 10.0).clamp(-500.0, 500.0).exp2()
}

/// How often an objective names each quantity.
struct Uses {
    computation: Vec<usize>,
    communication: Vec<usize>,
    sync: Vec<usize>,
}

impl Uses {
    fn new(stages: usize) -> Self {
        Self {
            computation: vec![0; stages],
            communication: vec![0; stages - 1],
            sync: vec![0; stages],
        }
    }

    fn count(&mut self, objective: &Objective) {
        match objective {
            Objective::Sum(parts) | Objective::Max(parts) => parts.iter().for_each(|part| self.count(part)),
            Objective::Scale(_, part) => self.count(part),
            Objective::Const(_) => {}
            Objective::P(stage) => self.computation[stage.get()] += 1,
            Objective::O(boundary) => self.communication[boundary.get()] += 1,
            Objective::S(stage) => self.sync[stage.get()] += 1,
        }
    }
}

fn mentions_sync(objective: &Objective) -> bool {
    match objective {
        Objective::Sum(parts) | Objective::Max(parts) => parts.iter().any(mentions_sync),
        Objective::Scale(_, part) => mentions_sync(part),
        Objective::S(_) => true,
        Objective::Const(_) | Objective::P(_) | Objective::O(_) => false,
    }
}
