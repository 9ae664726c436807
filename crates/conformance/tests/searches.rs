//! The checks of searches see what is wrong.

use uniap_base::Limit;
use uniap_conformance::liar::Liar;
use uniap_conformance::{knapsack, searches};
use uniap_solver::Termination;

#[test]
fn whoever_gives_up_or_makes_things_up_fails_every_check() {
    for termination in [
        Termination::Limit(Limit::Time),
        Termination::Infeasible,
        Termination::Unbounded,
    ] {
        let report = searches(&Liar::model(termination, None, None));
        assert_eq!(report.solved, 0, "{termination:?}: {report:?}");
        assert!(report.failures.len() >= 4, "{termination:?}: {report:?}");
        assert_eq!(report.failures.len() + report.refused, 6);
    }
}

#[test]
fn a_knapsack_is_the_same_on_every_call_and_takes_nothing_or_something_but_not_all() {
    let (one, other) = (knapsack(12, 2), knapsack(12, 2));
    let takes = |point: &[f64]| one.evaluate(point).is_feasible(1e-9);
    assert!(takes(&[0.0; 12]) && !takes(&[1.0; 12]));
    assert!((0..12).all(|i| takes(&std::array::from_fn::<f64, 12, _>(|j| f64::from(i == j)))));
    assert_eq!(
        one.evaluate(&[1.0; 12]).objective,
        other.evaluate(&[1.0; 12]).objective
    );
}
