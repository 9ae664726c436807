//! The objective of an instance as part of a model: one variable per quantity, one epigraph per maximum.

use uniap_instance::{Evaluation, Instance, Objective};
use uniap_miqp::{Expr, Model, Var};

/// The quantities of an instance as expressions of a model.
pub(crate) struct Expressions {
    /// `p_i`, by stage.
    pub(crate) computation: Vec<Expr>,
    /// `o_j`, by boundary.
    pub(crate) communication: Vec<Expr>,
    /// `s_i`, by stage.
    pub(crate) sync: Vec<Expr>,
}

/// The variables that stand for the quantities and for the maxima of the objective.
pub(crate) struct Quantities {
    computation: Vec<Var>,
    communication: Vec<Var>,
    sync: Vec<Var>,
    maxima: Vec<(Var, Vec<Objective>)>,
}

impl Quantities {
    /// Adds a variable for each `p_i`, `o_j` and, where the objective asks for them, `s_i`, equal to the given
    /// expressions, and minimises the objective of `instance` over them.
    ///
    /// Each maximum becomes a variable `t` above its parts. No factor of an objective is negative, so an optimal
    /// point presses `t` down onto the largest part, and the epigraph is exact.
    pub(crate) fn add(model: &mut Model, instance: &Instance, expressions: Expressions) -> Self {
        let objective = instance.objective();
        let sync = if mentions_sync(&objective) {
            expressions.sync
        } else {
            Vec::new()
        };
        let mut quantities = Self {
            computation: define(model, ("p", "computation"), expressions.computation),
            communication: define(model, ("o", "communication"), expressions.communication),
            sync: define(model, ("s", "sync"), sync),
            maxima: Vec::new(),
        };
        let function = quantities.lower(model, &objective);
        model.minimize(function);
        quantities
    }

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
            Objective::Const(value) => Expr::default() + *value,
            Objective::P(stage) => self.computation[stage.get()].into(),
            Objective::O(boundary) => self.communication[boundary.get()].into(),
            Objective::S(stage) => self.sync[stage.get()].into(),
        }
    }

    /// Sets the variables of the quantities and maxima at `point` to their values for a placement.
    pub(crate) fn mark(&self, values: &Evaluation, point: &mut [f64]) {
        let families = [
            (&self.computation, &values.computation),
            (&self.communication, &values.communication),
            (&self.sync, &values.sync),
        ];
        for (vars, values) in families {
            for (var, value) in vars.iter().zip(values) {
                point[var.get()] = *value;
            }
        }
        for (var, parts) in &self.maxima {
            let value =
                |part: &Objective| part.value(&values.computation, &values.communication, &values.sync);
            point[var.get()] = parts.iter().map(value).fold(0.0, f64::max);
        }
    }
}

fn define(model: &mut Model, (name, row): (&'static str, &'static str), values: Vec<Expr>) -> Vec<Var> {
    let each = values.into_iter().enumerate();
    each.map(|(i, value)| {
        let var = model.continuous((name, [i]), 0.0, f64::INFINITY);
        model.add((row, [i]), (value - var).eq(0.0));
        var
    })
    .collect()
}

fn mentions_sync(objective: &Objective) -> bool {
    match objective {
        Objective::Sum(parts) | Objective::Max(parts) => parts.iter().any(mentions_sync),
        Objective::Scale(_, part) => mentions_sync(part),
        Objective::S(_) => true,
        Objective::Const(_) | Objective::P(_) | Objective::O(_) => false,
    }
}
