//! Every backend on every case and every option of `uniap-conformance`, through the list of built-in backends.

use uniap::solver::{Backend, OptionKind};
use uniap_conformance::{Report, models, options};

/// A parameter of each solver that knows parameters: its name, a value that it takes, and one of a wrong type.
const PARAMETERS: [(&str, [&str; 3]); 3] = [
    ("clarabel", ["max_iter", "300", "many"]),
    ("highs", ["mip_max_nodes", "100000", "many"]),
    ("scip", ["limits/nodes", "100000", "many"]),
];

fn model_solvers() -> impl Iterator<Item = &'static dyn Backend> {
    let all = uniap::builtin::ALL.iter().copied();
    all.filter(|backend| backend.model_solver().is_some())
}

fn conforms(backend: &dyn Backend, what: &str, report: &Report) -> usize {
    println!(
        "{}: {} {what} solved, {} refused by name, {} known to deviate",
        backend.name(),
        report.solved,
        report.refused,
        report.deviating
    );
    for failure in &report.failures {
        println!("{}: {failure}", backend.name());
    }
    report.failures.len()
}

#[test]
fn every_case_is_solved_or_refused_by_name() {
    let wrong = uniap::builtin::ALL
        .iter()
        .map(|backend| conforms(*backend, "cases", &models(*backend, &[])));
    assert_eq!(wrong.sum::<usize>(), 0);
}

#[test]
fn every_option_is_honoured_or_refused_by_name() {
    let mut wrong = 0;
    for backend in model_solvers() {
        let known = PARAMETERS.iter().find(|(name, _)| *name == backend.name());
        let parameter = known.map(|(_, parameter)| *parameter);
        assert_eq!(
            parameter.is_some(),
            backend.capabilities().knows(OptionKind::Parameters),
            "{} has a parameter in the list",
            backend.name()
        );
        wrong += conforms(backend, "options", &options(backend, parameter));
    }
    assert_eq!(wrong, 0);
}
