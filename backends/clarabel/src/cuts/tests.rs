//! Every cut, at any point, keeps every point that the model allows.

use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use uniap_miqp::{Domain as Kind, Expr, Model, Var, sum};

use super::*;
use crate::lower;

/// A model around some points, so that all of them are feasible and rows are tight at some: one-hot groups,
/// binaries, integers, reals under variable bounds, rows of every kind.
fn draw(seed: u64) -> (Model, Vec<Vec<f64>>) {
    let mut rng = Pcg64Mcg::seed_from_u64(seed);
    let rng = &mut rng;
    let mut model = Model::new("cuts");
    let mut vars: Vec<Var> = Vec::new();
    let groups = rng.random_range(0..=3_usize);
    for g in 0..groups {
        let members: Vec<Var> = (0..3).map(|k| model.binary(("g", [g, k]))).collect();
        model.one_hot(("pick", [g]), &members);
        vars.extend(members);
    }
    let first = vars.len();
    vars.extend((0..4).map(|i| model.binary(("b", [i]))));
    vars.extend((0..2).map(|i| model.variable(("n", [i]), Kind::Integer, -2.0, 5.0)));
    let reals = vars.len();
    for i in 0..3 {
        let x = model.continuous(("x", [i]), 0.0, 9.0);
        model.add(("on", [i]), (x - 7.0 * vars[first + i]).le(0.0));
        vars.push(x);
    }
    let free = model.continuous("free", -4.0, 4.0);
    vars.push(free);
    let mut points: Vec<Vec<f64>> = Vec::new();
    for _ in 0..40 {
        let mut point = vec![0.0; vars.len()];
        for g in 0..groups {
            point[3 * g + rng.random_range(0..3_usize)] = 1.0;
        }
        for value in &mut point[first..first + 4] {
            *value = f64::from(rng.random_range(0..=1_i32));
        }
        for value in &mut point[first + 4..first + 6] {
            *value = f64::from(rng.random_range(-2..=5_i32));
        }
        for i in 0..3 {
            point[reals + i] = point[first + i] * f64::from(rng.random_range(0..=14_i32)) / 2.0;
        }
        point[reals + 3] = f64::from(rng.random_range(-8..=8_i32)) / 2.0;
        points.push(point);
    }
    for r in 0..6_usize {
        let pure = rng.random_range(0..2) == 0;
        let mut row = Expr::new();
        for &var in &vars[..if pure { first + 4 } else { vars.len() }] {
            if rng.random_range(0..3) > 0 {
                let scale = if r.is_multiple_of(2) { 1.0 } else { 0.37 };
                row += scale * f64::from(rng.random_range(-9..=20_i32)) * var;
            }
        }
        let function = row.clone().canonical();
        // Only some of the points need to keep the row: the others go.
        let side = function.evaluate(&points[rng.random_range(0..points.len())]);
        let flip = if rng.random_range(0..3) == 0 { -1.0 } else { 1.0 };
        points.retain(|point| flip * function.evaluate(point) <= flip * side);
        if flip > 0.0 {
            model.add(("r", [r]), row.le(side));
        } else {
            model.add(("r", [r]), row.ge(side));
        }
    }
    model.minimize(sum(vars));
    (model, points)
}

fn patience() -> Patience {
    Patience {
        left: usize::MAX,
        deadline: Deadline::after(None),
    }
}

#[test]
fn no_cut_takes_a_point_away() {
    let (mut cuts, mut checked, mut tight) = (0, 0, 0);
    for seed in 0..1500 {
        let (model, points) = draw(seed);
        let problem = lower::lower(&model).expect("intervals");
        let root = Domain::new(&problem);
        let mut rng = Pcg64Mcg::seed_from_u64(seed + 77);
        for _ in 0..6 {
            let x: Vec<f64> = (0..problem.num_columns())
                .map(|j| rng.random_range(problem.lower[j]..=problem.upper[j]))
                .collect();
            let found = [
                cover::separate(&problem, &root, &x, &mut patience()),
                mir::separate(&problem, &root, &x, &mut patience()),
                Inequality::all(&problem, &root)
                    .map(|(_, row)| row.cut())
                    .collect(),
            ];
            for cut in found.iter().flatten() {
                cuts += 1;
                for point in &points {
                    assert!(problem.accepts(point), "seed {seed}");
                    checked += 1;
                    let value = cut.value(point);
                    assert!(
                        value <= cut.side + 1e-12 * cut.norm(),
                        "seed {seed}: {value} above {cut:?}"
                    );
                    tight += u32::from(value >= cut.side - 1e-4);
                }
            }
        }
    }
    assert!(
        cuts > 3000 && checked > 10_000 && tight > 100,
        "{cuts} {checked} {tight}"
    );
}

/// A row of one knapsack: the point half way is cut off.
#[test]
fn a_cover_cuts_off_a_fractional_point() {
    let mut model = Model::new("knapsack");
    let x: Vec<Var> = (0..4).map(|i| model.binary(("x", [i]))).collect();
    model.add("r", sum(x.iter().map(|&x| 3.0 * x)).le(7.0));
    model.maximize(sum(x));
    let problem = lower::lower(&model).expect("intervals");
    let point = [7.0 / 12.0; 4];
    let cuts = cover::separate(&problem, &Domain::new(&problem), &point, &mut patience());
    let [cut] = &cuts[..] else { panic!("{cuts:?}") };
    assert_eq!((cut.value(&[1.0; 4]), cut.side), (4.0, 2.0));
}

/// A lot under a switch: what is made beyond the demand does not matter.
#[test]
fn rounding_cuts_off_a_switch_that_is_half_on() {
    let mut model = Model::new("switch");
    let made = model.continuous("made", 0.0, 100.0);
    let stock = model.continuous("stock", 0.0, 100.0);
    let on = model.binary("on");
    model.add("demand", (made - stock).eq(25.0));
    model.add("off", (made - 100.0 * on).le(0.0));
    model.minimize(on);
    let problem = lower::lower(&model).expect("intervals");
    let cuts = mir::separate(
        &problem,
        &Domain::new(&problem),
        &[25.0, 0.0, 0.25],
        &mut patience(),
    );
    // With the switch off, the whole demand comes from elsewhere, which nothing allows: on = 1.
    assert!(
        cuts.iter().any(|cut| cut.violation(&[25.0, 0.0, 0.25]) > 0.1),
        "{cuts:?}"
    );
    for point in [[25.0, 0.0, 1.0], [100.0, 75.0, 1.0]] {
        assert!(cuts.iter().all(|cut| cut.value(&point) <= cut.side));
    }
}
