//! What values a function can take between the bounds of its variables.

use crate::model::Model;
use crate::polynomial::Polynomial;
use crate::structure::Groups;
use crate::term::Var;

/// Bounds of functions by interval arithmetic, sharpened by one-hot groups: of a group exactly one member is 1, so
/// that its linear terms add up to one of their coefficients and the product of two members is 0.
#[derive(Debug)]
pub(crate) struct Ranges<'a> {
    model: &'a Model,
    groups: Groups,
    /// For every variable its group among disjoint ones.
    home: Vec<Option<usize>>,
    /// How many members a disjoint group has that may be 1.
    sizes: Vec<usize>,
}

impl<'a> Ranges<'a> {
    pub(crate) fn new(model: &'a Model) -> Self {
        let groups = Groups::of_model(model);
        let (chosen, home) = groups.disjoint();
        let free = |var: &&Var| model.get(**var).is_some_and(|variable| variable.upper >= 1.0);
        let sizes = chosen
            .iter()
            .map(|group| group.iter().filter(free).count())
            .collect();
        Self {
            model,
            groups,
            home,
            sizes,
        }
    }

    /// The least and the greatest value of a variable; with 0 where it is semi-continuous.
    pub(crate) fn of_var(&self, var: Var) -> (f64, f64) {
        match self.model.get(var) {
            Some(v) if v.domain.is_semi() => (v.lower.min(0.0), v.upper.max(0.0)),
            Some(v) => (v.lower, v.upper),
            None => (f64::NEG_INFINITY, f64::INFINITY),
        }
    }

    /// Bounds of a function; infinite where they are not known.
    pub(crate) fn of(&self, function: &Polynomial) -> (f64, f64) {
        let mut total = (function.constant(), function.constant());
        // Least and greatest coefficient and number of terms of every group that occurs.
        let mut by_group: Vec<(usize, f64, f64, usize)> = Vec::new();
        let mut linear: Vec<(Option<usize>, Var, f64)> = function
            .linear()
            .iter()
            .map(|&(var, c)| (self.home.get(var.get()).copied().flatten(), var, c))
            .collect();
        linear.sort_by_key(|&(home, var, _)| (home, var));
        for (home, var, c) in linear {
            let (lower, upper) = self.of_var(var);
            match home {
                Some(_) if upper < 1.0 => {}
                Some(home) => match by_group.last_mut() {
                    Some(last) if last.0 == home => {
                        *last = (home, last.1.min(c), last.2.max(c), last.3 + 1);
                    }
                    _ => by_group.push((home, c, c, 1)),
                },
                None => total = add(total, scaled((lower, upper), c)),
            }
        }
        for (home, mut least, mut greatest, terms) in by_group {
            if terms < self.sizes[home] {
                (least, greatest) = (least.min(0.0), greatest.max(0.0));
            }
            total = add(total, (least, greatest));
        }
        for &(x, y, c) in function.quadratic() {
            total = add(total, scaled(self.product(&[x, y]), c));
        }
        for (vars, c) in function.higher() {
            total = add(total, scaled(self.product(vars), *c));
        }
        total
    }

    /// Bounds of a product.
    pub(crate) fn product(&self, vars: &[Var]) -> (f64, f64) {
        let mut product = (1.0, 1.0);
        for power in vars.chunk_by(|a, b| a == b) {
            let factor = self.of_var(power[0]);
            if vars.iter().any(|&other| self.groups.exclude(power[0], other)) {
                return (0.0, 0.0);
            }
            let mut powered = factor;
            for _ in 1..power.len() {
                powered = times(powered, factor);
            }
            if power.len() % 2 == 0 && powered.0 < 0.0 {
                powered.0 = 0.0;
            }
            product = times(product, powered);
        }
        product
    }
}

fn add(a: (f64, f64), b: (f64, f64)) -> (f64, f64) {
    (a.0 + b.0, a.1 + b.1)
}

fn scaled(range: (f64, f64), c: f64) -> (f64, f64) {
    times(range, (c, c))
}

/// The product of two intervals, where 0 times infinity is 0.
fn times(a: (f64, f64), b: (f64, f64)) -> (f64, f64) {
    let one = |x: f64, y: f64| if x == 0.0 || y == 0.0 { 0.0 } else { x * y };
    let ends = [one(a.0, b.0), one(a.0, b.1), one(a.1, b.0), one(a.1, b.1)];
    (
        ends.into_iter().fold(f64::INFINITY, f64::min),
        ends.into_iter().fold(f64::NEG_INFINITY, f64::max),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Domain, sum};

    #[test]
    fn groups_sharpen_sums_and_products() {
        let mut m = Model::new("m");
        let y = m.family("y", Domain::Binary, 0.0, 1.0, &[3]);
        let at = |i| y.at(&[i]);
        let x = m.continuous("x", -2.0, f64::INFINITY);
        let of = |m: &Model, e: crate::Expr| Ranges::new(m).of(&e.canonical());
        let f = || sum([3.0 * at(0), 5.0 * at(1), 4.0 * at(2)]);
        assert_eq!(of(&m, f()), (0.0, 12.0));
        m.one_hot("g", &[at(0), at(1), at(2)]);
        assert_eq!(of(&m, f()), (3.0, 5.0));
        assert_eq!(of(&m, 3.0 * at(0) + 5.0 * at(1)), (0.0, 5.0));
        assert_eq!(of(&m, at(0) * at(1) * 7.0 + 1.0), (1.0, 1.0));
        assert_eq!(of(&m, at(0) * x * 2.0 + 0.0), (-4.0, f64::INFINITY));
        assert_eq!(of(&m, x * x * 1.0 + 0.0).0, 0.0);
    }
}
