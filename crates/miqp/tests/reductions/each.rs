//! Every reduction on random models.

use proptest::prelude::*;
use uniap_miqp::reduce::{ALL, Choices, chain};
use uniap_miqp::{Domain, Feature, Features, Model, Var};

use crate::proof::{check, check_where_it_applies};
use crate::random::{Recipe, assignment, functions, model, partitions, switched, under_rows, variables};

const BINARY: Recipe = Recipe {
    binaries: 5,
    groups: &[],
    others: &[],
    degree: 2,
    other_factors: 0,
};

const GROUPED: Recipe = Recipe {
    binaries: 6,
    groups: &[2, 3],
    ..BINARY
};

const POLYNOMIAL: Recipe = Recipe { degree: 5, ..BINARY };

const MIXED: Recipe = Recipe {
    binaries: 3,
    others: &[(Domain::Continuous, -1.5, 2.0), (Domain::Integer, -1.0, 2.0)],
    degree: 2,
    other_factors: 1,
    ..BINARY
};

const HIGH_AND_MIXED: Recipe = Recipe {
    degree: 4,
    other_factors: 2,
    ..MIXED
};

const SEMI: Recipe = Recipe {
    binaries: 1,
    others: &[
        (Domain::SemiContinuous, 1.0, 3.0),
        (Domain::SemiInteger, 2.0, 3.0),
        (Domain::SemiContinuous, -2.0, 1.0),
        (Domain::SemiContinuous, -3.0, -0.5),
    ],
    degree: 1,
    other_factors: 1,
    ..BINARY
};

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config(150))]

    #[test]
    fn fortet(model in model(BINARY)) {
        check("fortet", &model);
    }

    #[test]
    fn glover(plain in model(BINARY), grouped in model(GROUPED)) {
        check("glover", &plain);
        check("glover", &grouped);
    }

    #[test]
    fn rlt(model in model(GROUPED)) {
        check("rlt", &model);
    }

    #[test]
    fn rlt_on_overlapping_groups(model in assignment()) {
        check("rlt", &model);
    }

    #[test]
    fn rlt_bound(plain in under_rows(BINARY), grouped in under_rows(GROUPED), overlapping in assignment()) {
        for model in [&plain, &grouped, &overlapping] {
            check_where_it_applies("rlt-bound", model);
        }
    }

    #[test]
    fn partition(model in partitions()) {
        check("partition", &model);
    }

    #[test]
    fn rlt_rows(
        plain in under_rows(BINARY),
        grouped in under_rows(GROUPED),
        curved in model(GROUPED),
        overlapping in assignment(),
    ) {
        for model in [&plain, &grouped, &curved, &overlapping] {
            check_where_it_applies("rlt-rows", model);
        }
    }

    #[test]
    fn quadratize(model in model(POLYNOMIAL), mixed in model(HIGH_AND_MIXED)) {
        check("quadratize", &model);
        check("quadratize", &mixed);
    }

    #[test]
    fn binary_continuous(model in model(MIXED)) {
        check("binary-continuous", &model);
    }

    #[test]
    fn objective_epigraph(model in model(POLYNOMIAL), mixed in model(HIGH_AND_MIXED)) {
        check("objective-epigraph", &model);
        check("objective-epigraph", &mixed);
    }

    #[test]
    fn big_m(model in switched(GROUPED), mixed in switched(MIXED)) {
        check("big-m", &model);
        check("big-m", &mixed);
    }

    #[test]
    fn semi_to_binary(model in model(SEMI)) {
        check("semi-to-binary", &model);
    }

    #[test]
    fn diagonal_shift(model in model(BINARY), grouped in model(GROUPED)) {
        check("diagonal-shift", &model);
        check("diagonal-shift", &grouped);
    }

    #[test]
    fn elimination(plain in model(BINARY), grouped in model(GROUPED), mixed in model(MIXED), high in model(POLYNOMIAL)) {
        for model in [&plain, &grouped, &mixed, &high] {
            check_where_it_applies("elimination", model);
        }
    }

    #[test]
    fn qcr(model in model(BINARY), grouped in model(GROUPED)) {
        check("qcr", &model);
        check("qcr", &grouped);
    }

    #[test]
    fn scaling(model in model(HIGH_AND_MIXED), semi in model(SEMI)) {
        check("scaling", &model);
        check("scaling", &semi);
    }

    #[test]
    fn max_epigraph((first, second, costs) in maxima()) {
        let (mut model, vars) = variables(MAX);
        let top = model.continuous("top", -100.0, 100.0);
        let peak = model.continuous("peak", f64::NEG_INFINITY, 100.0);
        model.max_of("first", top, first);
        model.max_of("second", peak, second.into_iter().chain([2.0 * top + 1.0]));
        model.add("cap", (top - 2.0 * vars[0]).le(2.0));
        model.minimize(costs.0 * top + costs.1 * peak + costs.2 * vars[1]);
        check("max-epigraph", &model);
    }

    #[test]
    fn max_selection((first, _, costs) in maxima()) {
        let (mut model, vars) = variables(MAX);
        let top = model.continuous("top", -2.0, 2.0);
        model.max_of("first", top, first);
        model.maximize(costs.0 * top + costs.2 * vars[1]);
        check("max-selection", &model);
        model.add("floor", top.ge(0.5));
        check("max-selection", &model);
    }

    #[test]
    fn sos_to_binary(weights in prop::collection::vec(0..9_u8, 4), two in any::<bool>(), model in model(MIXED)) {
        let mut model = model;
        let members = weights.iter().enumerate().map(|(i, &w)| (Var::new(i), f64::from(w)));
        if two {
            model.sos2("set", members);
        } else {
            model.sos1("set", members);
        }
        check("sos-to-binary", &model);
    }
}

const MAX: Recipe = Recipe {
    binaries: 2,
    others: &[(Domain::Continuous, -1.0, 2.0)],
    degree: 1,
    other_factors: 1,
    ..BINARY
};

fn maxima() -> impl Strategy<Value = (Vec<uniap_miqp::Expr>, Vec<uniap_miqp::Expr>, (f64, f64, f64))> {
    let vars: Vec<Var> = (0..3).map(Var::new).collect();
    let costs = (0.0..3.0_f64, 0.0..3.0_f64, -2.0..2.0_f64);
    (functions(MAX, vars.clone()), functions(MAX, vars), costs)
}

#[test]
fn every_reduction_is_proved_here() {
    let proved = [
        "big-m",
        "binary-continuous",
        "diagonal-shift",
        "elimination",
        "fortet",
        "glover",
        "max-epigraph",
        "max-selection",
        "objective-epigraph",
        "partition",
        "qcr",
        "quadratize",
        "rlt",
        "rlt-bound",
        "rlt-rows",
        "scaling",
        "semi-to-binary",
        "sos-to-binary",
    ];
    let names: Vec<&str> = ALL.iter().map(|reduction| reduction.name()).collect();
    assert_eq!(names, proved);
}

/// Everything at once, down to a mixed-integer linear program.
#[test]
fn chains_compose_and_come_back() {
    let mut m = Model::new("all");
    let y = m.family("y", Domain::Binary, 0.0, 1.0, &[2, 2]);
    let at = |u, k| y.at(&[u, k]);
    let s = m.variable("s", Domain::SemiContinuous, 1.0, 2.0);
    let top = m.continuous("top", 0.0, 50.0);
    for u in 0..2 {
        m.one_hot(("one", [u]), &[at(u, 0), at(u, 1)]);
    }
    m.indicator("on", at(0, 1), uniap_miqp::Truth::One, s.ge(1.5));
    m.max_of("peak", top, [3.0 * at(0, 0) + 1.0, 2.0 * s + at(1, 0)]);
    m.minimize(top + 4.0 * at(0, 0) * at(1, 0) * at(0, 0) + at(0, 1) * s - at(0, 0) * at(1, 1) * at(1, 1));
    let taken = Features::of(&[Feature::Integer]);
    let (chain, reduced) = chain::reduce(&m, taken, &Choices::new()).expect("a chain");
    assert_eq!(
        reduced.model.features().missing_from(taken),
        Features::NONE,
        "{chain}"
    );
    insta::assert_snapshot!(chain, @"
    model: integer variables, semi-continuous variables, a quadratic objective, a nonconvex quadratic objective, an objective of degree above two, integer variables together with quadratic terms, indicator constraints, maximum constraints
    max-epigraph: a maximum that is minimised by one row per function
      leaves integer variables, semi-continuous variables, a quadratic objective, a nonconvex quadratic objective, an objective of degree above two, integer variables together with quadratic terms, indicator constraints
    semi-to-binary: semi-continuous and semi-integer variables by a binary and two rows each
      leaves integer variables, a quadratic objective, a nonconvex quadratic objective, an objective of degree above two, integer variables together with quadratic terms, indicator constraints
    quadratize: products of three and more variables by shared products of two
      leaves integer variables, a quadratic objective, a nonconvex quadratic objective, integer variables together with quadratic terms, indicator constraints
    binary-continuous: a binary times a bounded variable by one variable and up to four rows
      leaves integer variables, a quadratic objective, a nonconvex quadratic objective, integer variables together with quadratic terms, indicator constraints
    big-m: a switched row by a number large enough to switch it off
      leaves integer variables, a quadratic objective, a nonconvex quadratic objective, integer variables together with quadratic terms
    fortet: products of binaries by one variable and up to three rows each
      leaves integer variables
    ");
    insta::assert_snapshot!(reduced.model, @r"
    \Problem name: all
    Minimize
     obj: top + part_1_4 + 4 and_0_2 - and_0_3
    Subject To
     one_0: y_0_0 + y_0_1 = 1
     one_1: y_1_0 + y_1_1 = 1
     on_ge: -1.5 y_0_1 + s >= 0
     peak_0: 3 y_0_0 - top <= -1
     peak_1: y_1_0 + 2 s - top <= 0
     on_low_4: s - on_4 >= 0
     on_high_4: s - 2 on_4 <= 0
     part_on_low_1_4: -2 y_0_1 - s + part_1_4 >= -2
     and_both_0_2: y_0_0 + y_1_0 - and_0_2 <= 1
     and_first_0_3: -y_0_0 + and_0_3 <= 0
     and_second_0_3: -y_1_1 + and_0_3 <= 0
    Bounds
     s <= 2
     top <= 50
     part_1_4 <= 2
     and_0_2 <= 1
     and_0_3 <= 1
    Binaries
     y_0_0 y_0_1 y_1_0 y_1_1 on_4
    End
    ");
    let point = [1.0, 0.0, 0.0, 1.0, 0.0, 4.0];
    let lifted = reduced.lift(&point);
    assert!(
        reduced.model.evaluate(&lifted).is_feasible(1e-9),
        "{:?}",
        reduced.model.evaluate(&lifted).worst
    );
    assert_eq!(
        reduced.model.evaluate(&lifted).objective,
        m.evaluate(&point).objective
    );
    assert_eq!(reduced.recover(&lifted), point);
}

#[test]
fn a_step_without_its_need_says_so() {
    // No finite bound: big-M cannot; and nothing else removes an indicator.
    let mut m = Model::new("m");
    let b = m.binary("b");
    let x = m.continuous("x", 0.0, f64::INFINITY);
    m.indicator("on", b, uniap_miqp::Truth::One, x.le(3.0));
    let error = chain::reduce(&m, Features::of(&[Feature::Integer]), &Choices::new()).expect_err("no bound");
    insta::assert_snapshot!(error, @"on: the reduction big-m found a switched row <= without a finite bound, expected bounds on all its variables");
}
