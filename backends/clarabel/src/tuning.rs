//! The parameters of the search: `--set clarabel:NAME=VALUE`.

use uniap_solver::parameter::switch;
use uniap_solver::{Parameter, Result};

/// The name of the backend in messages.
const BACKEND: &str = "clarabel";

/// What the search can be told about itself.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Tuning {
    /// The relative accuracy to which the relaxation of a node is solved.
    pub(crate) accuracy: f64,
    /// The most iterations of one relaxation.
    pub(crate) iterations: u32,
    /// How many relaxations are solved to dive for points, at first; later it is a share of all.
    pub(crate) dives: u64,
    /// Whether Clarabel equilibrates the rows and columns of a relaxation.
    pub(crate) equilibrate: bool,
    /// The most rounds of cutting planes at the root.
    pub(crate) cuts: u32,
    /// Whether better points are looked for around every new one.
    pub(crate) local_search: bool,
    /// The most places that a node tries splits at.
    pub(crate) strong_branching: usize,
    /// How many nodes are explored side by side; the tree depends on it, and not on the number of threads.
    pub(crate) round: usize,
}

impl Default for Tuning {
    fn default() -> Self {
        Self {
            accuracy: 1e-8,
            iterations: 200,
            equilibrate: true,
            cuts: 20,
            dives: 20,
            local_search: true,
            strong_branching: 4,
            round: 8,
        }
    }
}

/// A parameter: its name, what values it takes, and how it is read. `None` for a value out of its range.
struct Knob {
    name: &'static str,
    expected: &'static str,
    set: fn(&mut Tuning, &str) -> Option<()>,
}

/// Every parameter, by name. Those that Clarabel has too carry Clarabel's name.
const ALL: &[Knob] = &[
    Knob {
        name: "cuts",
        expected: "an integer from 0 to 1000",
        set: |tuning, text| within(text, 0, 1000).map(|rounds| tuning.cuts = rounds),
    },
    Knob {
        name: "dives",
        expected: "an integer from 0 to 1000000",
        set: |tuning, text| within(text, 0, 1_000_000).map(|most| tuning.dives = most),
    },
    Knob {
        name: "equilibrate_enable",
        expected: "true or false",
        set: |tuning, text| switch(text).map(|on| tuning.equilibrate = on),
    },
    Knob {
        name: "local_search",
        expected: "true or false",
        set: |tuning, text| switch(text).map(|on| tuning.local_search = on),
    },
    Knob {
        name: "max_iter",
        expected: "an integer from 1 to 10000",
        set: |tuning, text| within(text, 1, 10_000).map(|most| tuning.iterations = most),
    },
    Knob {
        name: "round",
        expected: "an integer from 1 to 1024",
        set: |tuning, text| within(text, 1, 1024).map(|round| tuning.round = round),
    },
    Knob {
        name: "strong_branching",
        expected: "an integer from 0 to 1000",
        set: |tuning, text| within(text, 0, 1000).map(|most| tuning.strong_branching = most),
    },
    Knob {
        name: "tol_gap_rel",
        expected: "a number from 1e-12 to 1",
        set: |tuning, text| within(text, 1e-12, 1.0).map(|accuracy| tuning.accuracy = accuracy),
    },
];

impl Tuning {
    /// The defaults with `parameters` put over them.
    pub(crate) fn read(parameters: &[Parameter]) -> Result<Self> {
        let mut tuning = Self::default();
        for parameter in parameters {
            let Some(knob) = ALL.iter().find(|knob| knob.name == parameter.name) else {
                let names = ALL.iter().map(|knob| knob.name.to_owned()).collect();
                return Err(parameter.unknown(BACKEND, names));
            };
            (knob.set)(&mut tuning, &parameter.value)
                .ok_or_else(|| parameter.refused(BACKEND, format!("expected {}", knob.expected)))?;
        }
        Ok(tuning)
    }
}

/// The number that `text` says, where it lies between `least` and `most`.
fn within<T: std::str::FromStr + PartialOrd>(text: &str, least: T, most: T) -> Option<T> {
    let value = text.parse().ok()?;
    (least <= value && value <= most).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str, value: &str) -> Result<Tuning> {
        Tuning::read(&[Parameter {
            name: name.to_owned(),
            value: value.to_owned(),
        }])
    }

    #[test]
    fn names_are_in_order() {
        assert!(ALL.is_sorted_by(|a, b| a.name < b.name));
    }

    #[test]
    fn parameters_are_read_or_refused_with_what_is_expected() {
        assert_eq!(read("tol_gap_rel", "0.5").expect("in range").accuracy, 0.5);
        assert_eq!(read("max_iter", "7").expect("in range").iterations, 7);
        for (name, value) in [
            ("max_iter", "0"),
            ("max_iter", "1.5"),
            ("max_iter", "99999999999999999999"),
            ("tol_gap_rel", "NaN"),
            ("tol_gap_rel", "inf"),
            ("equilibrate_enable", "perhaps"),
            ("round", ""),
        ] {
            let error = read(name, value).expect_err(value).to_string();
            assert!(error.contains(name) && error.contains("expected"), "{error}");
        }
        let error = read("max_iterations", "7").expect_err("no such name").to_string();
        assert!(error.contains("near are max_iter"), "{error}");
    }
}
