//! The proof that a reduction keeps the optimum.
//!
//! For every point of a grid over the variables of the original:
//! - where it is feasible, its counterpart is feasible in the reduced model, has the same objective and comes back as
//!   itself; and no values of the added variables give a better objective, by a bound from interval arithmetic;
//! - where it is not, no values of the added variables make it feasible, by the same means.

use uniap_miqp::reduce::by_name;
use uniap_miqp::{Constraint, Domain, ErrorKind, Interval, Model, Polynomial, Sense, Var};

const TOLERANCE: f64 = 1e-6;

/// As [`check`], where the reduction has something to do and says that it applies to this very model.
pub fn check_where_it_applies(name: &str, model: &Model) -> Option<usize> {
    let reduction = by_name(name).expect("a reduction");
    reduction.effect(model.features())?;
    match reduction.apply(model).map_err(|error| *error.kind) {
        Err(ErrorKind::Inapplicable { .. }) => None,
        _ => Some(check(name, model)),
    }
}

/// Checks the reduction called `name` on every point of the grid. Returns how many points were feasible.
pub fn check(name: &str, model: &Model) -> usize {
    let reduction = by_name(name).expect("a reduction");
    let features = model.features();
    let reduced = reduction
        .apply(model)
        .unwrap_or_else(|error| panic!("{error}\n{model}"));
    let show = || format!("{model}\n{}", reduced.model);
    if let Some(predicted) = reduction.effect(features) {
        let actual = reduced.model.features();
        assert_eq!(
            actual.missing_from(predicted).to_string(),
            "none",
            "needs more than was said\n{}",
            show()
        );
    }
    reduced
        .model
        .validate()
        .unwrap_or_else(|error| panic!("{error}\n{}", show()));

    let results = if name == "max-epigraph" {
        results(model)
    } else {
        Vec::new()
    };
    if let Some(start) = &reduced.start {
        assert!(
            reduced.model.evaluate(start).is_feasible(TOLERANCE),
            "{start:?}\n{}",
            show()
        );
    }
    let mut feasible = 0;
    for mut point in grid(model, &results) {
        for (var, of) in &results {
            point[var.get()] = of
                .iter()
                .map(|f| f.evaluate(&point))
                .fold(f64::NEG_INFINITY, f64::max);
        }
        let original = model.evaluate(&point);
        let lifted = reduced.lift(&point);
        let mut boxes: Vec<(f64, f64)> = reduced
            .model
            .variables()
            .map(|(_, v)| (v.lower, v.upper))
            .collect();
        for i in 0..model.num_vars() {
            if !results.iter().any(|(var, _)| var.get() == i) {
                boxes[i] = (lifted[i], lifted[i]);
            }
        }
        let possible = propagate(&reduced.model, &mut boxes);
        if original.is_feasible(1e-9) {
            feasible += 1;
            let image = reduced.model.evaluate(&lifted);
            assert!(
                image.is_feasible(TOLERANCE),
                "{point:?} -> {lifted:?}: {:?}\n{}",
                image.worst,
                show()
            );
            let value = reduced.objective(image.objective);
            assert!(
                close(value, original.objective),
                "{point:?}: {value} for {}\n{}",
                original.objective,
                show()
            );
            if let Some(bound) = reduced.bound {
                let beyond = match model.objective().sense {
                    Sense::Minimize => bound - original.objective,
                    Sense::Maximize => original.objective - bound,
                };
                assert!(
                    beyond <= 0.0,
                    "{point:?} is {beyond} beyond the bound {bound}\n{}",
                    show()
                );
            }
            assert_eq!(reduced.recover(&lifted), point, "{}", show());
            // Its image is a witness. Where propagation loses it all the same, that is rounding, which adds up over rows
            // that are tight, and the boxes say nothing.
            if !possible {
                continue;
            }
            let (low, high) = range(&reduced.model.objective().function, &boxes);
            let best = match model.objective().sense {
                Sense::Minimize => reduced.objective(low) >= original.objective - slack(original.objective),
                Sense::Maximize => reduced.objective(high) <= original.objective + slack(original.objective),
            };
            assert!(
                best,
                "{point:?}: {low} to {high} for {}\n{}",
                original.objective,
                show()
            );
        } else {
            assert!(
                !possible,
                "{point:?} is not feasible: {:?}, boxes {boxes:?}\n{}",
                original.worst,
                show()
            );
        }
    }
    feasible
}

fn slack(value: f64) -> f64 {
    TOLERANCE * value.abs().max(1.0)
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= slack(b)
}

/// The results of the maxima and what they are the largest of.
fn results(model: &Model) -> Vec<(Var, Vec<Polynomial>)> {
    model
        .rows()
        .filter_map(|(_, constraint)| match constraint {
            Constraint::Max { result, of } => Some((*result, of.clone())),
            _ => None,
        })
        .collect()
}

/// All integers between the bounds of a discrete variable; ends, middle and 0 of another, and between 0 and a bound.
fn grid(model: &Model, results: &[(Var, Vec<Polynomial>)]) -> Vec<Vec<f64>> {
    let mut points = vec![Vec::new()];
    for (var, v) in model.variables() {
        let (lower, upper) = (v.lower.max(-4.0), v.upper.min(4.0));
        let values: Vec<f64> = match v.domain {
            _ if results.iter().any(|(result, _)| *result == var) => vec![0.0],
            Domain::Binary | Domain::Integer => (lower.ceil() as i64..=upper.floor() as i64)
                .map(|i| i as f64)
                .collect(),
            Domain::Continuous => vec![lower, 0.5 * (lower + upper), upper],
            Domain::SemiContinuous => vec![0.0, 0.5 * lower, lower, upper],
            Domain::SemiInteger => (lower.min(0.0).ceil() as i64..=upper.max(0.0).floor() as i64)
                .map(|i| i as f64)
                .collect(),
        };
        points = points
            .iter()
            .flat_map(|point: &Vec<f64>| {
                values
                    .iter()
                    .map(move |&value| [point.as_slice(), &[value]].concat())
            })
            .collect();
    }
    points
}

/// Narrows the boxes by the linear rows until nothing moves; false where a row cannot hold.
fn propagate(model: &Model, boxes: &mut [(f64, f64)]) -> bool {
    let rows: Vec<&Interval> = model
        .rows()
        .filter_map(|(_, constraint)| match constraint {
            Constraint::Interval(interval) => Some(interval),
            _ => None,
        })
        .collect();
    for _ in 0..50 {
        let before = boxes.to_vec();
        for (var, v) in model.variables() {
            let slot = &mut boxes[var.get()];
            if v.domain.is_integral() && slot.0 < slot.1 {
                *slot = ((slot.0 - TOLERANCE).ceil(), (slot.1 + TOLERANCE).floor());
            }
            let fixed_in = slot.0 == slot.1 && v.domain.is_semi() && slot.0 == 0.0;
            if !fixed_in && (slot.0 < v.lower - slack(v.lower) || slot.1 > v.upper + slack(v.upper)) {
                return false;
            }
            if slot.0 > slot.1 {
                if slot.0 > slot.1 + TOLERANCE {
                    return false;
                }
                *slot = (slot.1, slot.1);
            }
        }
        for row in &rows {
            let (low, high) = range(&row.function, boxes);
            if low > row.upper + slack(row.upper) || high < row.lower - slack(row.lower) {
                return false;
            }
            for &(x, c) in row.function.linear() {
                let curved = row
                    .function
                    .vars()
                    .skip(row.function.linear().len())
                    .any(|other| other == x);
                let (from, to) = boxes[x.get()];
                if curved || from == to {
                    continue;
                }
                let own = if c > 0.0 {
                    (c * from, c * to)
                } else {
                    (c * to, c * from)
                };
                let rest = (low - own.0, high - own.1);
                let (mut from_row, mut to_row) = ((row.lower - rest.1) / c, (row.upper - rest.0) / c);
                if c < 0.0 {
                    (from_row, to_row) = (to_row, from_row);
                }
                if from_row.is_finite() && from_row > from {
                    boxes[x.get()].0 = from_row;
                }
                if to_row.is_finite() && to_row < to {
                    boxes[x.get()].1 = to_row;
                }
            }
        }
        if before == boxes {
            break;
        }
    }
    if boxes.iter().all(|(low, high)| low == high) {
        let point: Vec<f64> = boxes.iter().map(|b| b.0).collect();
        return model.evaluate(&point).is_feasible(TOLERANCE);
    }
    true
}

/// Bounds of a function over boxes.
fn range(function: &Polynomial, boxes: &[(f64, f64)]) -> (f64, f64) {
    let times = |a: (f64, f64), b: (f64, f64)| {
        let one = |x: f64, y: f64| if x == 0.0 || y == 0.0 { 0.0 } else { x * y };
        let ends = [one(a.0, b.0), one(a.0, b.1), one(a.1, b.0), one(a.1, b.1)];
        (
            ends.into_iter().fold(f64::INFINITY, f64::min),
            ends.into_iter().fold(f64::NEG_INFINITY, f64::max),
        )
    };
    let mut total = (function.constant(), function.constant());
    let mut add = |c: f64, vars: &[Var]| {
        let term = vars
            .iter()
            .fold((c, c), |product, x| times(product, boxes[x.get()]));
        total = (total.0 + term.0, total.1 + term.1);
    };
    function.linear().iter().for_each(|&(x, c)| add(c, &[x]));
    function.quadratic().iter().for_each(|&(x, y, c)| add(c, &[x, y]));
    function.higher().iter().for_each(|(vars, c)| add(*c, vars));
    total
}
