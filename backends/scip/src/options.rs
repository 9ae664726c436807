//! From the options of a solve to the parameters of SCIP.

use uniap_base::tolerance;
use uniap_solver::parameter::{number, switch};
use uniap_solver::search::Question;
use uniap_solver::{OptionKind, Parameter, Result};

use crate::NAME;
use crate::handle::{Handle, Type, Value};
use crate::lower::failed;

/// Parameters that belong to this backend, and why: what they say would not be seen by the checks on the answer.
const RESERVED: [(&str, &str); 4] = [
    ("display/verblevel", "the standard output belongs to the results"),
    ("numerics/infinity", "it drops bounds of the model"),
    (
        "numerics/hugeval",
        "it changes which values SCIP takes for infinite",
    ),
    (
        "constraints/countsols/active",
        "it counts solutions instead of looking for the best",
    ),
];

/// The loosest value of a tolerance: with larger ones SCIP calls infeasible what is not.
const LOOSEST: [(&str, f64); 7] = [
    ("numerics/epsilon", 1e-9),
    ("numerics/sumepsilon", 1e-6),
    ("numerics/feastol", 1e-6),
    ("numerics/dualfeastol", 1e-6),
    ("numerics/barrierconvtol", 1e-6),
    ("numerics/checkfeastolfac", 1.0),
    ("numerics/lpfeastolfactor", 1.0),
];

/// Bytes of the unit in which SCIP limits memory.
const MEGABYTE: f64 = 1_048_576.0;

/// The most that SCIP takes for that limit.
const MOST_MEMORY: f64 = 8_796_093_022_207.0;

/// Sets everything that `question` asks for.
///
/// # Errors
/// When SCIP refuses a parameter or a value is out of its range.
pub fn apply(handle: &mut Handle, question: &Question<'_>) -> Result<()> {
    let options = question.options;
    let mut settings = vec![
        ("display/verblevel", Value::Int(0)),
        // An interrupt from the keyboard is the program's business.
        ("misc/catchctrlc", Value::Bool(false)),
        // Limits are in seconds of the clock on the wall.
        ("timing/clocktype", Value::Int(2)),
        ("limits/gap", Value::Real(question.gap)),
        // SCIP keeps a quadratic row to its tolerance after presolving, and the row as it was given to a little more:
        // a tenth of what the answer is checked with leaves room for that.
        ("numerics/feastol", Value::Real(tolerance::FEASIBILITY / 10.0)),
    ];
    if let Some(left) = question.clock.remaining() {
        settings.push(("limits/time", Value::Real(left.as_secs_f64().min(1e19))));
    }
    if let Some(nodes) = options.nodes {
        let nodes = i64::try_from(nodes).unwrap_or(i64::MAX);
        settings.push(("limits/totalnodes", Value::Long(nodes)));
    }
    if let Some(bytes) = options.memory {
        settings.push((
            "limits/memory",
            Value::Real((bytes as f64 / MEGABYTE).min(MOST_MEMORY)),
        ));
    }
    if let Some(threads) = options.threads.filter(|threads| threads.get() > 1) {
        return Err(OptionKind::Threads.out_of_range(threads, "1, for SCIP searches on one"));
    }
    if let Some(seed) = options.seed {
        let value = i32::try_from(seed);
        let value =
            value.map_err(|_| OptionKind::Seed.out_of_range(seed, "an integer from 0 to 2147483647"))?;
        settings.push(("randomization/randomseedshift", Value::Int(value)));
    }
    for (name, value) in settings {
        handle.set_parameter(name, &value).map_err(failed)?;
    }
    if let Some(cutoff) = question.cutoff {
        handle.cutoff(cutoff).map_err(failed)?;
    }
    options
        .parameters
        .iter()
        .try_for_each(|parameter| set(handle, parameter))
}

/// Sets a parameter by the name that SCIP has for it.
fn set(handle: &mut Handle, parameter: &Parameter) -> Result<()> {
    let Parameter { name, value } = parameter;
    let refused = |reason: &str| parameter.refused(NAME, reason);
    parameter.check_reserved(NAME, &RESERVED)?;
    let Some(kind) = handle.kind(name) else {
        return Err(parameter.unknown(NAME, handle.parameter_names()));
    };
    let parsed = parse(kind, value).ok_or_else(|| refused(&format!("expected {}", expected(kind))))?;
    if let (Value::Real(value), Some((_, most))) =
        (&parsed, LOOSEST.iter().find(|(tolerance, _)| tolerance == name))
        && value > most
    {
        let reason = format!("expected at most {most:e}, beyond which nothing is proven");
        return Err(refused(&reason));
    }
    handle
        .set_parameter(name, &parsed)
        .map_err(|_| refused("the value is outside its range"))
}

/// The value that `text` means for a parameter of type `kind`.
fn parse(kind: Type, text: &str) -> Option<Value> {
    match kind {
        Type::Bool => switch(text).map(Value::Bool),
        Type::Int => text.parse().ok().map(Value::Int),
        Type::Long => text.parse().ok().map(Value::Long),
        Type::Real => number(text).map(Value::Real),
        Type::Char => match text.as_bytes() {
            [character] => Some(Value::Char(*character)),
            _ => None,
        },
        Type::Text => Some(Value::Text(text.to_owned())),
    }
}

/// What a value of type `kind` looks like.
fn expected(kind: Type) -> &'static str {
    match kind {
        Type::Bool => "true or false",
        Type::Int | Type::Long => "an integer",
        Type::Real => "a number",
        Type::Char => "one character",
        Type::Text => "a text",
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
            ("limits/nodes", "7"),
            ("limits/gap", "0.01"),
            ("presolving/maxrounds", "0"),
            ("misc/printreason", "false"),
            ("branching/scorefunc", "p"),
            ("visual/vbcfilename", "-"),
        ] {
            assert_eq!(attempt(name, value), Ok(()), "{name}");
        }
    }

    #[test]
    fn unknown_names_and_wrong_values_are_refused_with_the_reason() {
        let reason = |name: &str, value: &str| attempt(name, value).expect_err("refused");
        insta::assert_snapshot!(reason("limits/nods", "1"), @"backend scip refuses parameter limits/nods=1: there is none of that name; near are limits/nodes, limits/gap, limits/time");
        insta::assert_snapshot!(reason("nonsense", "1"), @"backend scip refuses parameter nonsense=1: there is none of that name");
        insta::assert_snapshot!(reason("limits/nodes", "many"), @"backend scip refuses parameter limits/nodes=many: expected an integer");
        insta::assert_snapshot!(reason("limits/gap", "-1"), @"backend scip refuses parameter limits/gap=-1: the value is outside its range");
        insta::assert_snapshot!(reason("branching/scorefunc", "pq"), @"backend scip refuses parameter branching/scorefunc=pq: expected one character");
        for (name, value) in [
            ("numerics/epsilon", "0.001"),
            ("numerics/dualfeastol", "0.001"),
            ("numerics/hugeval", "1"),
            ("numerics/infinity", "1e10"),
            ("constraints/countsols/active", "true"),
        ] {
            assert!(attempt(name, value).is_err(), "{name}");
        }
        assert_eq!(attempt("numerics/epsilon", "1e-12"), Ok(()));
        insta::assert_snapshot!(reason("display/verblevel", "5"), @"backend scip refuses parameter display/verblevel=5: it is reserved: the standard output belongs to the results");
    }
}
