//! For tests: the points of a model against the placements of its instance, one by one and without a solver.
//!
//! Small models only. Every combination of the discrete variables is tried; with those fixed, bounds are propagated
//! through the rows, and the point of all lower bounds must then be feasible: the rest of a formulation is sums that
//! the discrete part determines, and epigraphs that the objective presses down.

use uniap_base::tolerance;
use uniap_instance::generate::{self, Shape, Spec, Variation};
use uniap_instance::{Instance, Matrix, PerStage, Placement, brute, evaluate};
use uniap_miqp::{Constraint, Interval, Model, Var, format};

use crate::{ALL, Exactness, Formulation};

/// Rounding errors of sums of a few small numbers.
const EPSILON: f64 = 1e-9;

const TOY: &[u8] = br#"{ "format": "uniap.instance/1", "name": "toy", "stages": 2, "micro_batches": 4,
    "memory_limit": [9.0, 9.0],
    "layers": [ { "name": "emb",  "strategies": ["a", "b"], "time": [1.5, 2.0], "memory": [3.0, 2.0] },
                { "name": "head", "strategies": ["a"], "time": [0.5], "memory": [[4.0], [3.0]] } ],
    "edges": [ { "from": 0, "to": 1, "reshard": [[0.0], [0.2]], "transfer": [[0.1], [0.3]] } ] }"#;

/// The example of the file format under `formulation`, as text.
pub(crate) fn toy(formulation: &dyn Formulation) -> String {
    let instance = uniap_instance::read(TOY).expect("valid");
    format::lp::sketch(&formulation.build(&instance).expect("small").model)
}

/// The random instance of `seed`: every shape, with and without classes of strategies and free edges.
pub(crate) fn random(seed: u64) -> Instance {
    let draw = seed as usize;
    let spec = Spec {
        layers: 2 + draw % 3,
        stages: 1 + draw % 3,
        strategies: 2,
        shape: [Shape::Chain, Shape::Skip, Shape::Fan, Shape::Random][draw % 4],
        variation: [Variation::Uniform, Variation::PerStage][draw / 4 % 2],
        tightness: [0.8, 0.5][draw / 8 % 2],
    };
    let mut instance = generate::instance(seed, &spec);
    if seed.is_multiple_of(5) {
        instance.objective = Some(generate::objective(seed, &instance));
    }
    if seed.is_multiple_of(7) {
        for edge in &mut instance.edges {
            let (from, to) = (edge.from.get(), edge.to.get());
            let (rows, columns) = (instance.layers[from].width(), instance.layers[to].width());
            edge.reshard = PerStage::zero(rows, columns);
            edge.transfer = PerStage::zero(rows, columns);
        }
    }
    if seed.is_multiple_of(3) {
        share(&mut instance);
    }
    instance
}

/// Gives all layers the costs of the first one and adds a third strategy that edges cannot tell from the first.
fn share(instance: &mut Instance) {
    let mut layer = instance.layers[0].clone();
    let twin = std::iter::once("twin".to_owned());
    layer.strategies = layer.strategies.iter().cloned().chain(twin).collect();
    for values in [&mut layer.time, &mut layer.memory] {
        for (i, list) in values.values_mut().iter_mut().enumerate() {
            list.push(list[0] + 0.25 * i as f64);
        }
    }
    let width = layer.strategies.len();
    layer.sync = Some((0..width).map(|k| 0.125 * k as f64).collect());
    let class = |k: usize| if k + 1 == width { 0 } else { k };
    for edge in &mut instance.edges {
        for matrices in [&mut edge.reshard, &mut edge.transfer] {
            for matrix in matrices.values_mut() {
                let entry = |k: usize, l: usize| {
                    let (row, column) = (
                        class(k).min(matrix.rows() - 1),
                        class(l).min(matrix.columns() - 1),
                    );
                    matrix.at(row, column)
                };
                *matrix = Matrix::from_fn(width, width, entry).into();
            }
        }
    }
    for (u, other) in instance.layers.iter_mut().enumerate() {
        let name = format!("layer-{u}");
        *other = uniap_instance::Layer {
            name,
            ..layer.clone()
        };
    }
}

/// Every feasible placement is a point of the model at its own cost, or a lower one where the formulation is
/// relaxed; an exact one has no point for any other.
fn placements_are_points(formulation: &dyn Formulation, instance: &Instance) {
    let at = format!("{} of {}", formulation.name(), instance.name);
    let built = formulation.build(instance).expect("small");
    built.model.validate().expect("valid");
    let exact = formulation.exactness() == Exactness::Exact;
    brute::visit(instance, |placement| {
        let truth = evaluate(instance, placement, tolerance::MEMORY);
        let point = built.point(instance, placement);
        assert!(point.is_some() || !truth.is_feasible(), "{at}: {placement:?}");
        assert!(
            point.is_none() || truth.is_feasible() || !exact,
            "{at}: {placement:?}"
        );
        let Some(point) = point else { return };
        let found = built.model.evaluate(&point);
        assert!(found.is_feasible(EPSILON), "{at}: {:?}", found.worst);
        let below = truth.objective - found.objective;
        assert!(
            below > -EPSILON && (!exact || below < EPSILON),
            "{at}: {found:?} for {truth:?}"
        );
        // A model may not tell apart placements of the same cost.
        let back = built.placement(&point).expect("complete");
        let again = evaluate(instance, &back, tolerance::MEMORY);
        assert_eq!(again.is_feasible(), truth.is_feasible(), "{at}: {placement:?}");
        assert!(
            (again.objective - truth.objective).abs() < EPSILON,
            "{at}: {placement:?}"
        );
    })
    .expect("small");
}

/// Every point of the model with least continuous part is a placement at its own cost, feasible where the
/// formulation is exact. Returns the placements with the model's own costs.
pub(crate) fn points(formulation: &dyn Formulation, instance: &Instance) -> Vec<(Placement, f64)> {
    let at = format!("{} of {}", formulation.name(), instance.name);
    let built = formulation.build(instance).expect("small");
    let exact = formulation.exactness() == Exactness::Exact;
    let mut found = Vec::new();
    Enumeration::of(&built.model).visit(&mut |point| {
        let placement = built.placement(point).expect("complete");
        let truth = evaluate(instance, &placement, tolerance::MEMORY);
        let cost = built.model.evaluate(point).objective;
        let below = truth.objective - cost;
        assert!(
            truth.is_feasible() || !exact,
            "{at}: {placement:?}: {:?}",
            truth.violations
        );
        assert!(
            below > -EPSILON && (!exact || below < EPSILON),
            "{at}: {placement:?}: {cost}, {truth:?}"
        );
        found.push((placement, cost));
    });
    found
}

/// A search over the discrete variables of a model.
struct Enumeration<'a> {
    model: &'a Model,
    rows: Vec<&'a Interval>,
    bounds: Vec<(f64, f64)>,
}

impl<'a> Enumeration<'a> {
    fn of(model: &'a Model) -> Self {
        let interval = |constraint: &'a Constraint| match constraint {
            Constraint::Interval(interval) => interval,
            other => panic!("formulations write intervals only, found {other:?}"),
        };
        Self {
            model,
            rows: model.rows().map(|(_, constraint)| interval(constraint)).collect(),
            bounds: model.variables().map(|(_, var)| (var.lower, var.upper)).collect(),
        }
    }

    /// Shows every completed point.
    fn visit(&mut self, look: &mut impl FnMut(&[f64])) {
        if !self.propagate() {
            return;
        }
        let open = |(var, variable): (Var, &uniap_miqp::Variable)| {
            let (lower, upper) = self.bounds[var.get()];
            (variable.domain.is_integral() && lower < upper).then_some((var, lower, upper))
        };
        let Some((var, lower, upper)) = self.model.variables().find_map(open) else {
            let point: Vec<f64> = self.bounds.iter().map(|(lower, _)| *lower).collect();
            let found = self.model.evaluate(&point);
            assert!(found.is_feasible(EPSILON), "undecided: {:?}", found.worst);
            look(&point);
            return;
        };
        let mut value = lower.ceil();
        while value <= upper {
            let before = self.bounds.clone();
            self.bounds[var.get()] = (value, value);
            self.visit(look);
            self.bounds = before;
            value += 1.0;
        }
    }

    /// Tightens bounds until nothing changes; false where a row cannot hold.
    fn propagate(&mut self) -> bool {
        loop {
            let before = self.bounds.clone();
            for row in 0..self.rows.len() {
                if !self.tighten(self.rows[row]) {
                    return false;
                }
            }
            if before == self.bounds {
                return true;
            }
        }
    }

    fn tighten(&mut self, row: &Interval) -> bool {
        let terms = self.terms(row);
        let ends = |&(product, c): &(Product, f64), bounds: &[(f64, f64)]| {
            let (low, high) = product.range(bounds);
            if c > 0.0 {
                (c * low, c * high)
            } else {
                (c * high, c * low)
            }
        };
        let total = terms.iter().fold((0.0, 0.0), |sum, term| {
            let (low, high) = ends(term, &self.bounds);
            (sum.0 + low, sum.1 + high)
        });
        if total.0 > row.upper + EPSILON || total.1 < row.lower - EPSILON {
            return false;
        }
        for term in &terms {
            let (Product::Of(var), c) = *term else { continue };
            let (low, high) = ends(term, &self.bounds);
            // An infinite sum without its infinite term is computed afresh.
            let rest = |all: f64, own: f64, pick: fn((f64, f64)) -> f64| {
                if own.is_finite() {
                    return all - own;
                }
                let others = terms.iter().filter(|other| other.0 != term.0);
                others.map(|other| pick(ends(other, &self.bounds))).sum()
            };
            let (least, most) = (rest(total.0, low, |e| e.0), rest(total.1, high, |e| e.1));
            let (mut from, mut to) = ((row.lower - most) / c, (row.upper - least) / c);
            if c < 0.0 {
                (from, to) = (to, from);
            }
            let bounds = &mut self.bounds[var.get()];
            if from > bounds.0 + EPSILON {
                bounds.0 = from.min(bounds.1.max(from - EPSILON));
            }
            if to < bounds.1 - EPSILON {
                bounds.1 = to.max(bounds.0.min(to + EPSILON));
            }
            if bounds.0 > bounds.1 + EPSILON {
                return false;
            }
            if self
                .model
                .get(var)
                .is_some_and(|variable| variable.domain.is_integral())
            {
                *bounds = ((bounds.0 - EPSILON).ceil(), (bounds.1 + EPSILON).floor());
            }
            if bounds.0 > bounds.1 {
                *bounds = (bounds.1, bounds.1);
            }
        }
        true
    }

    /// The terms of a row with fixed variables put in; products of several open ones are ranges only.
    fn terms(&self, row: &Interval) -> Vec<(Product, f64)> {
        let function = &row.function;
        let linear = function.linear().iter().map(|&(x, c)| (vec![x], c));
        let quadratic = function.quadratic().iter().map(|&(x, y, c)| (vec![x, y], c));
        let higher = function.higher().iter().map(|(vars, c)| (vars.to_vec(), *c));
        let all = linear.chain(quadratic).chain(higher);
        let mut merged: std::collections::BTreeMap<Var, f64> = std::collections::BTreeMap::new();
        let mut rest = Vec::new();
        for (vars, mut c) in all {
            let mut open = Vec::new();
            for var in vars {
                let (lower, upper) = self.bounds[var.get()];
                if lower == upper {
                    c *= lower;
                } else {
                    open.push(var);
                }
            }
            match *open {
                [] => rest.push((Product::Fixed, c)),
                [var] => *merged.entry(var).or_default() += c,
                _ => rest.push((Product::Binaries, c)),
            }
        }
        let single = merged.into_iter().map(|(var, c)| (Product::Of(var), c));
        single.chain(rest).filter(|(_, c)| *c != 0.0).collect()
    }
}

/// What is left of a product.
#[derive(Clone, Copy, PartialEq)]
enum Product {
    Fixed,
    Of(Var),
    /// Of several open binaries.
    Binaries,
}

impl Product {
    fn range(self, bounds: &[(f64, f64)]) -> (f64, f64) {
        match self {
            Self::Fixed => (1.0, 1.0),
            Self::Of(var) => bounds[var.get()],
            Self::Binaries => (0.0, 1.0),
        }
    }
}

/// Both ways, for every formulation.
#[test]
fn points_and_placements_correspond() {
    for seed in 0..120 {
        let instance = random(seed);
        let best = brute::solve(&instance).expect("small").map(|(_, cost)| cost);
        for formulation in ALL {
            placements_are_points(*formulation, &instance);
            if instance.layers.len() * instance.stages > 8 {
                continue;
            }
            let costs = points(*formulation, &instance).into_iter().map(|(_, cost)| cost);
            let least = costs.fold(f64::INFINITY, f64::min);
            let best = best.unwrap_or(f64::INFINITY);
            let at = format!("{} of {}", formulation.name(), instance.name);
            match formulation.exactness() {
                Exactness::Exact => assert!(
                    least == best || (least - best).abs() < EPSILON,
                    "{at}: {least}, {best}"
                ),
                Exactness::Relaxed => assert!(least <= best + EPSILON, "{at}: {least}, {best}"),
            }
        }
    }
}
