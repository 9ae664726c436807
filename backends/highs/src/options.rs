//! From the options of a solve to those of HiGHS.

use highs_sys::HighsInt;
use uniap_solver::parameter::{number, switch};
use uniap_solver::search::Question;
use uniap_solver::{Error, ErrorKind, OptionKind, Parameter, Result};

use crate::NAME;
use crate::handle::{Handle, Kind, Value};
use crate::lower::{Program, SMALLEST};

/// More threads than any machine has that this is run on; starting as many as one likes would end the program.
const MOST_THREADS: usize = 1024;

/// Options that belong to this backend, and why: what they say would not be seen by the checks on the answer.
const RESERVED: [(&str, &str); 8] = [
    ("output_flag", OUTPUT),
    ("log_to_console", OUTPUT),
    ("small_matrix_value", "it drops terms of the model"),
    ("infinite_bound", "it drops bounds of the model"),
    ("infinite_cost", "it drops costs of the model"),
    (
        "objective_bound",
        "it cuts off answers, and what is cut off would be called infeasible",
    ),
    ("qp_regularization_value", "it changes the objective"),
    ("solve_relaxation", "it solves another problem"),
];

/// The standard output belongs to the results.
const OUTPUT: &str = "use log_file to see what HiGHS does";

/// The loosest tolerance: with a dual feasibility of 1e300 every vertex is optimal, and no check on the point sees that it
/// is not.
const LOOSEST: f64 = 1e-6;

/// Sets everything that `question` asks for.
///
/// # Errors
/// When HiGHS refuses a parameter or a value is out of its range.
pub fn apply(handle: &mut Handle, program: &Program, question: &Question<'_>) -> Result<()> {
    let options = question.options;
    let mut settings = vec![
        ("small_matrix_value", Value::Double(SMALLEST)),
        ("mip_rel_gap", Value::Double(question.gap)),
        // Only the relative gap decides.
        ("mip_abs_gap", Value::Double(0.0)),
        // The regularisation would change the objective.
        ("qp_regularization_value", Value::Double(0.0)),
    ];
    if let Some(left) = question.clock.remaining() {
        settings.push(("time_limit", Value::Double(left.as_secs_f64())));
    }
    if let Some(nodes) = options.nodes {
        let nodes = HighsInt::try_from(nodes).unwrap_or(HighsInt::MAX);
        settings.push(("mip_max_nodes", Value::Int(nodes)));
    }
    if let Some(threads) = options.threads {
        let found = threads.get();
        let threads = HighsInt::try_from(found).ok().filter(|_| found <= MOST_THREADS);
        let threads = threads.ok_or_else(|| OptionKind::Threads.out_of_range(found, "1 to 1024"))?;
        settings.push(("threads", Value::Int(threads)));
    }
    if let Some(seed) = options.seed {
        let seed = HighsInt::try_from(seed);
        let seed = seed.map_err(|_| {
            OptionKind::Seed.out_of_range(
                options.seed.unwrap_or_default(),
                "an integer from 0 to 2147483647",
            )
        })?;
        settings.push(("random_seed", Value::Int(seed)));
    }
    // In a tree a node worse than the cutoff is pruned; an LP is compared with it afterwards.
    if let Some(cutoff) = question.cutoff.filter(|_| program.is_discrete()) {
        settings.push(("objective_bound", Value::Double(cutoff)));
    }
    for (name, value) in settings {
        handle.set(name, &value).map_err(|_| {
            Error::new(ErrorKind::Failed {
                backend: NAME,
                reason: format!("HiGHS refuses {name} = {value:?}"),
            })
        })?;
    }
    options
        .parameters
        .iter()
        .try_for_each(|parameter| set(handle, parameter))
}

/// Sets a parameter by the name that HiGHS has for it.
fn set(handle: &mut Handle, parameter: &Parameter) -> Result<()> {
    let Parameter { name, value } = parameter;
    let refused = |reason: &str| parameter.refused(NAME, reason);
    parameter.check_reserved(NAME, &RESERVED)?;
    let Some(kind) = handle.kind(name) else {
        return Err(parameter.unknown(NAME, handle.option_names()));
    };
    let parsed = parse(kind, value).ok_or_else(|| refused(&format!("expected {}", expected(kind))))?;
    match parsed {
        Value::Double(value) if name.ends_with("_tolerance") && value > LOOSEST => {
            let reason = format!("expected at most {LOOSEST:e}, beyond which nothing is proven");
            return Err(refused(&reason));
        }
        Value::Int(value) if name == "threads" && usize::try_from(value).is_ok_and(|n| n > MOST_THREADS) => {
            return Err(refused(&format!("expected at most {MOST_THREADS}")));
        }
        _ => {}
    }
    handle
        .set(name, &parsed)
        .map_err(|_| refused("the value is outside its range"))?;
    if name == "log_file" {
        let on = handle.set("output_flag", &Value::Bool(true));
        on.map_err(|_| refused("the log cannot be switched on"))?;
    }
    Ok(())
}

/// The value that `text` means for an option of type `kind`.
fn parse(kind: Kind, text: &str) -> Option<Value> {
    match kind {
        Kind::Bool => switch(text).map(Value::Bool),
        Kind::Int => text.parse().ok().map(Value::Int),
        Kind::Double => number(text).map(Value::Double),
        Kind::Text => Some(Value::Text(text.to_owned())),
    }
}

/// What a value of type `kind` looks like.
fn expected(kind: Kind) -> &'static str {
    match kind {
        Kind::Bool => "true or false",
        Kind::Int => "an integer",
        Kind::Double => "a number",
        Kind::Text => "a text",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attempt(name: &str, value: &str) -> std::result::Result<(), String> {
        let mut handle = Handle::new().expect("memory");
        let parameter = Parameter {
            name: name.to_owned(),
            value: value.to_owned(),
        };
        set(&mut handle, &parameter).map_err(|error| error.to_string())
    }

    #[test]
    fn parameters_are_taken_by_their_type() {
        for (name, value) in [
            ("mip_rel_gap", "0.01"),
            ("mip_max_nodes", "7"),
            ("mip_detect_symmetry", "false"),
            ("presolve", "off"),
        ] {
            assert_eq!(attempt(name, value), Ok(()), "{name}");
        }
    }

    #[test]
    fn unknown_names_and_wrong_values_are_refused_with_the_reason() {
        let reason = |name: &str, value: &str| attempt(name, value).expect_err("refused");
        insta::assert_snapshot!(reason("mip_rel_gaps", "1"), @"backend highs refuses parameter mip_rel_gaps=1: there is none of that name; near are mip_rel_gap, mip_report_level, mip_root_presolve_only");
        for (name, value) in [
            ("objective_bound", "-1"),
            ("infinite_bound", "1e15"),
            ("dual_feasibility_tolerance", "1e300"),
            ("threads", "99999999"),
        ] {
            assert!(attempt(name, value).is_err(), "{name}");
        }
        assert_eq!(attempt("mip_feasibility_tolerance", "1e-9"), Ok(()));
        insta::assert_snapshot!(reason("nonsense", "1"), @"backend highs refuses parameter nonsense=1: there is none of that name");
        insta::assert_snapshot!(reason("mip_max_nodes", "many"), @"backend highs refuses parameter mip_max_nodes=many: expected an integer");
        insta::assert_snapshot!(reason("mip_rel_gap", "-1"), @"backend highs refuses parameter mip_rel_gap=-1: the value is outside its range");
        insta::assert_snapshot!(reason("presolve", "perhaps"), @"backend highs refuses parameter presolve=perhaps: the value is outside its range");
        insta::assert_snapshot!(reason("output_flag", "true"), @"backend highs refuses parameter output_flag=true: it is reserved: use log_file to see what HiGHS does");
    }
}
