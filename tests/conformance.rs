//! Every backend on every case, every option and every search of `uniap-conformance`, through the list of built-in backends.

use uniap::solver::{Backend, OptionKind};
use uniap_conformance::{Report, models, options, searches};

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

/// What became of the cases of a backend, in a line, and each failure in another.
fn lines(backend: &dyn Backend, what: &str, report: &Report) -> String {
    let name = backend.name();
    let Report {
        solved,
        refused,
        deviating,
        failures,
        ..
    } = report;
    let mut text =
        format!("{name}: {solved} {what} solved, {refused} refused by name, {deviating} known to deviate");
    for failure in failures {
        text.push_str(&format!("\n{name}: {failure}"));
    }
    text
}

#[test]
fn every_case_is_solved_or_refused_by_name() {
    let mut wrong = 0;
    for backend in uniap::builtin::ALL {
        let report = models(*backend, &[]);
        println!("{}", lines(*backend, "cases", &report));
        wrong += report.failures.len();
    }
    assert_eq!(wrong, 0);
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
        let report = options(backend, parameter);
        println!("{}", lines(backend, "options", &report));
        wrong += report.failures.len();
    }
    assert_eq!(wrong, 0);
}

#[test]
fn every_search_is_right_about_what_no_case_shows() {
    let mut wrong = 0;
    for backend in model_solvers() {
        let report = searches(backend);
        println!("{}", lines(backend, "searches", &report));
        wrong += report.failures.len();
    }
    assert_eq!(wrong, 0);
}
