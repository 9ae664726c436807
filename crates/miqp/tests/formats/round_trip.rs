//! Reading what was written.

use std::collections::BTreeSet;

use proptest::prelude::*;
use uniap_miqp::format::{ALL, ModelFormat, by_extension, by_name};
use uniap_miqp::{Constraint, Interval, Model, Polynomial};

use crate::random::{ANYTHING, Allowed, PLAIN, model};

/// Everything a model says, by the names of its variables, whatever their order.
pub fn facts(model: &Model) -> BTreeSet<String> {
    let function = |function: &Polynomial| {
        let name = |var| model.name_of(var);
        let mut terms: Vec<String> = function
            .linear()
            .iter()
            .map(|&(x, c)| format!("{c:?} {}", name(x)))
            .collect();
        for &(x, y, c) in function.quadratic() {
            let mut pair = [name(x), name(y)];
            pair.sort();
            terms.push(format!("{c:?} {pair:?}"));
        }
        terms.sort();
        format!("{:?} {terms:?}", function.constant())
    };
    let interval = |i: &Interval| format!("{:?} <= {} <= {:?}", i.lower, function(&i.function), i.upper);
    let mut facts: BTreeSet<String> = model
        .variables()
        .map(|(var, variable)| format!("{} {variable:?}", model.name_of(var)))
        .collect();
    facts.insert(format!(
        "{:?} {}",
        model.objective().sense,
        function(&model.objective().function)
    ));
    for (row, constraint) in model.rows() {
        let said = match constraint {
            Constraint::Interval(i) => interval(i),
            Constraint::Indicator { when, is, then } => {
                format!("{} = {is:?} -> {}", model.name_of(*when), interval(then))
            }
            Constraint::Sos { kind, members } => {
                let members: Vec<_> = members
                    .iter()
                    .map(|&(var, weight)| (model.name_of(var), weight))
                    .collect();
                format!("{kind:?} {members:?}")
            }
            Constraint::Max { .. } => unreachable!("no format has it"),
        };
        facts.insert(format!("{} {}: {said}", row, model.row_name(row)));
    }
    facts
}

fn there_and_back(format: &str, model: &Model) -> Model {
    let format = by_name(format).expect("a format");
    let text = format.write(model).expect("expressible");
    format
        .read(text.as_bytes())
        .unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// Free MPS text laid out in fixed columns, with a blank in every name where there was an underscore.
fn fixed(free: &str) -> String {
    let mut out = String::new();
    for line in free.lines() {
        let mut laid_out = String::new();
        if line.starts_with(' ') {
            let columns: &[usize] = if line.starts_with("    ") {
                &[4, 14, 24]
            } else {
                &[1, 4, 14, 24]
            };
            for (field, &column) in line.split_whitespace().zip(columns) {
                laid_out = format!("{laid_out:column$}{}", field.replace('_', " "));
            }
        } else {
            laid_out = line.replace('_', " ");
        }
        out += &laid_out;
        out.push('\n');
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn lp_up_to_the_order_of_variables(model in model(Allowed { two_sided_indicators: false, ..ANYTHING })) {
        let back = there_and_back("lp", &model);
        prop_assert_eq!(facts(&back), facts(&model));
        prop_assert_eq!(back.name, model.name);
    }

    #[test]
    fn mps(model in model(ANYTHING)) {
        let back = there_and_back("mps", &model);
        prop_assert_eq!(facts(&back), facts(&model));
        prop_assert_eq!(back, model);
    }

    #[test]
    fn fixed_mps(model in model(Allowed { long_numbers: false, ..ANYTHING })) {
        let mps = by_name("mps").expect("a format");
        let text = fixed(&mps.write(&model).expect("expressible"));
        let back = mps.read(text.as_bytes()).unwrap_or_else(|error| panic!("{error}\n{text}"));
        prop_assert_eq!(facts(&back).into_iter().map(|fact| fact.replace("v ", "v_")).collect::<BTreeSet<_>>(),
            facts(&model).into_iter().map(|fact| fact.replace("row_", "row ").replace("set_", "set ")).collect());
    }

    #[test]
    fn qplib(model in model(PLAIN)) {
        let back = there_and_back("qplib", &model);
        prop_assert_eq!(facts(&back), facts(&model));
        prop_assert_eq!(back, model);
    }
}

#[test]
fn formats_are_found_by_name_and_by_extension() {
    let names: Vec<&str> = ALL.iter().map(|format| format.name()).collect();
    assert_eq!(names, ["lp", "mps", "qplib"]);
    assert_eq!(by_extension("MPS").map(ModelFormat::name), Some("mps"));
    assert!(by_extension("json").is_none() && by_name("LP ").is_none());
}
