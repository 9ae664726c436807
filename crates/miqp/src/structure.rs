//! What a model is built like: kinds of products, one-hot groups, maxima that the rest of the model presses down.

use crate::constraint::Constraint;
use crate::features::{Feature, Features};
use crate::model::{Domain, Model, Sense};
use crate::polynomial::Polynomial;
use crate::reduce::range::Ranges;
use crate::term::Var;

/// The one-hot groups of a model, and for every variable the groups it is in.
#[derive(Debug)]
pub(crate) struct Groups {
    /// The members of every group.
    pub members: Vec<Vec<Var>>,
    /// For every variable the positions of its groups in `members`, in order.
    of: Vec<Vec<u32>>,
}

impl Groups {
    pub(crate) fn of_model(model: &Model) -> Self {
        let mut of = vec![Vec::new(); model.num_vars()];
        let mut members = Vec::new();
        for (_, group) in model.groups() {
            for var in &group {
                // More groups than `u32` counts do not fit in memory.
                of[var.get()].push(members.len() as u32);
            }
            members.push(group);
        }
        Self { members, of }
    }

    /// The groups of a variable.
    pub(crate) fn of_var(&self, var: Var) -> &[u32] {
        self.of.get(var.get()).map_or(&[], Vec::as_slice)
    }

    /// True where two different variables are in one group, so that their product is 0.
    pub(crate) fn exclude(&self, x: Var, y: Var) -> bool {
        x != y && self.of_var(x).iter().any(|group| self.of_var(y).contains(group))
    }

    /// Disjoint groups, first come first served: for every variable the position of its group in the list.
    pub(crate) fn disjoint(&self) -> (Vec<&[Var]>, Vec<Option<usize>>) {
        let mut home = vec![None; self.of.len()];
        let mut chosen: Vec<&[Var]> = Vec::new();
        for group in &self.members {
            if group.iter().all(|var| home[var.get()].is_none()) {
                for var in group {
                    home[var.get()] = Some(chosen.len());
                }
                chosen.push(group);
            }
        }
        (chosen, home)
    }
}

/// True for a binary variable of the model.
pub(crate) fn is_binary(model: &Model, var: Var) -> bool {
    model
        .get(var)
        .is_some_and(|variable| variable.domain == Domain::Binary)
}

/// Every function of the model: the objective's, then those of the rows.
pub(crate) fn functions(model: &Model) -> impl Iterator<Item = &Polynomial> {
    std::iter::once(&model.objective().function).chain(model.rows().flat_map(|(_, row)| of_row(row)))
}

/// The functions of a row.
fn of_row(constraint: &Constraint) -> Vec<&Polynomial> {
    match constraint {
        Constraint::Interval(interval) | Constraint::Indicator { then: interval, .. } => {
            vec![&interval.function]
        }
        Constraint::Sos { .. } => Vec::new(),
        Constraint::Max { of, .. } => of.iter().collect(),
    }
}

/// The features that describe structure.
pub(crate) fn features(model: &Model) -> Features {
    let mut found = Features::NONE;
    let mut groups = None;
    for function in functions(model).filter(|function| function.degree() > 1) {
        for &(x, y, _) in function.quadratic() {
            found = found.union(product_kind(model, &[x, y]));
            if found.has(Feature::BinaryProduct) && !found.has(Feature::GroupProduct) {
                let groups = groups.get_or_insert_with(|| Groups::of_model(model));
                let both = !groups.of_var(x).is_empty() && !groups.of_var(y).is_empty();
                if both && !groups.exclude(x, y) && x != y {
                    found = found.with(Feature::GroupProduct);
                }
            }
        }
        for (vars, _) in function.higher() {
            found = found.union(product_kind(model, vars));
        }
    }
    if found.has(Feature::BinaryProduct) && rows_meet_products(model) {
        found = found.with(Feature::RowProduct);
    }
    let has_max = model.rows().any(|(_, row)| matches!(row, Constraint::Max { .. }));
    if has_max && !maxima_are_pressed_down(model) {
        found = found.with(Feature::TwoSidedMax);
    }
    found
}

/// True where a factor of a product of two binaries stands in a linear row of binaries that is no one-hot group.
fn rows_meet_products(model: &Model) -> bool {
    let mut in_row = vec![false; model.num_vars()];
    for (_, row) in model.rows() {
        let Constraint::Interval(row) = row else {
            continue;
        };
        let all_binary = || row.function.vars().all(|var| is_binary(model, var));
        if row.function.degree() == 1 && !row.sums_to_one() && all_binary() {
            row.function.vars().for_each(|var| in_row[var.get()] = true);
        }
    }
    let meets = |&(x, y, _): &(Var, Var, f64)| {
        let both = x != y && is_binary(model, x) && is_binary(model, y);
        both && (in_row[x.get()] || in_row[y.get()])
    };
    functions(model).any(|function| function.quadratic().iter().any(meets))
}

/// What kind of product this is.
fn product_kind(model: &Model, vars: &[Var]) -> Features {
    let mut found = Features::NONE;
    let (mut binaries, mut others) = (0, 0);
    for &var in vars {
        if is_binary(model, var) {
            binaries += 1;
            continue;
        }
        others += 1;
        let bounded = model
            .get(var)
            .is_some_and(|v| v.lower.is_finite() && v.upper.is_finite());
        if !bounded {
            found = found.with(Feature::UnboundedProduct);
        }
    }
    match (binaries, others) {
        (_, 0) => found.with(Feature::BinaryProduct),
        (0, _) => found.with(Feature::ContinuousProduct),
        (_, 1) => found.with(Feature::MixedProduct),
        (_, _) => found.with(Feature::MixedProduct).with(Feature::ContinuousProduct),
    }
}

/// True where a smaller result of every maximum is never worse: it is continuous, stands in the objective and in rows
/// only where lowering it helps, is the result of one maximum only and part only of later ones, and its lower bound
/// never binds. Then `result >= f` for every function is enough.
pub(crate) fn maxima_are_pressed_down(model: &Model) -> bool {
    // For every variable the maximum that it is the result of, counted from 0.
    let mut result_of: Vec<Option<usize>> = vec![None; model.num_vars()];
    let mut seen = 0;
    let ranges = Ranges::new(model);
    for (_, constraint) in model.rows() {
        let Constraint::Max { result, of } = constraint else {
            continue;
        };
        let Some(variable) = model.get(*result) else {
            return false;
        };
        let least = of
            .iter()
            .map(|f| ranges.of(f).0)
            .fold(f64::NEG_INFINITY, f64::max);
        let slot = &mut result_of[result.get()];
        if variable.domain != Domain::Continuous || slot.is_some() || variable.lower > least {
            return false;
        }
        *slot = Some(seen);
        seen += 1;
    }
    let is_result = |var: Var| result_of.get(var.get()).is_some_and(Option::is_some);
    let linear_only = |function: &Polynomial| {
        let mut factors = function.vars().skip(function.linear().len());
        !factors.any(is_result)
    };
    let objective = model.objective();
    let sign = match objective.sense {
        Sense::Minimize => 1.0,
        Sense::Maximize => -1.0,
    };
    let pressed = |function: &Polynomial, wants_small: bool, wants_large: bool| {
        linear_only(function)
            && function
                .linear()
                .iter()
                .filter(|(var, _)| is_result(*var))
                .all(|&(_, c)| if c > 0.0 { !wants_large } else { !wants_small })
    };
    if !pressed(&objective.function, sign > 0.0, sign < 0.0) {
        return false;
    }
    let mut current = 0;
    model.rows().all(|(_, constraint)| match constraint {
        Constraint::Interval(i) => pressed(&i.function, i.upper.is_finite(), i.lower.is_finite()),
        Constraint::Indicator { when, then, .. } => {
            !is_result(*when) && pressed(&then.function, then.upper.is_finite(), then.lower.is_finite())
        }
        Constraint::Sos { members, .. } => !members.iter().any(|&(var, _)| is_result(var)),
        Constraint::Max { of, .. } => {
            let earlier = |var: Var| {
                result_of
                    .get(var.get())
                    .copied()
                    .flatten()
                    .is_none_or(|position| position < current)
            };
            let fits = of
                .iter()
                .all(|f| pressed(f, true, false) && f.vars().all(earlier));
            current += 1;
            fits
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Expr;

    #[test]
    fn products_are_told_apart() {
        let mut m = Model::new("m");
        let y = m.family("y", Domain::Binary, 0.0, 1.0, &[2, 2]);
        let at = |u, k| y.at(&[u, k]);
        let x = m.continuous("x", 0.0, f64::INFINITY);
        m.minimize(at(0, 0) * at(1, 1));
        assert_eq!(features(&m), Features::of(&[Feature::BinaryProduct]));
        m.one_hot("a", &[at(0, 0), at(0, 1)]);
        m.one_hot("b", &[at(1, 0), at(1, 1)]);
        assert!(features(&m).has(Feature::GroupProduct));
        m.minimize(at(0, 0) * x + at(0, 0) * at(0, 1));
        let expected = [
            Feature::BinaryProduct,
            Feature::MixedProduct,
            Feature::UnboundedProduct,
        ];
        assert_eq!(features(&m), Features::of(&expected));
        m.minimize(x * x);
        assert_eq!(
            features(&m),
            Features::of(&[Feature::ContinuousProduct, Feature::UnboundedProduct])
        );
    }

    #[test]
    fn a_maximum_is_pressed_down_by_an_objective_and_not_by_a_row_from_above() {
        let mut m = Model::new("m");
        let b = m.binary("b");
        let top = m.continuous("top", 0.0, f64::INFINITY);
        let peak = m.continuous("peak", 0.0, f64::INFINITY);
        m.max_of("a", top, [3.0 * b + 0.0, Expr::from(1.0)]);
        m.max_of("b", peak, [Expr::from(top), b + 1.0]);
        m.add("cap", (top - 2.0 * b).le(9.0));
        m.minimize(3.0 * peak + b);
        assert!(maxima_are_pressed_down(&m));
        let mut other = m.clone();
        other.add("floor", top.ge(2.0));
        assert!(!maxima_are_pressed_down(&other));
        m.maximize(peak);
        assert!(!maxima_are_pressed_down(&m));
        let mut low = Model::new("low");
        let z = low.continuous("z", 0.0, 9.0);
        let x = low.continuous("x", -1.0, 1.0);
        low.max_of("a", z, [Expr::from(x)]);
        low.minimize(z);
        assert!(
            !maxima_are_pressed_down(&low),
            "the bound of z forbids x below 0, the epigraph would not"
        );
    }
}
