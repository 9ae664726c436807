//! The words in which a backend refuses an option or a parameter.

use std::cmp::Reverse;

use crate::capabilities::OptionKind;
use crate::error::{Error, ErrorKind};
use crate::options::Parameter;

impl Parameter {
    /// The error for a parameter that the solver of `backend` refuses, and why.
    #[must_use]
    pub fn refused(&self, backend: &'static str, reason: impl Into<String>) -> Error {
        Error::new(ErrorKind::Parameter {
            backend,
            name: self.name.clone(),
            value: self.value.clone(),
            reason: reason.into(),
        })
    }

    /// The error for a parameter that the solver of `backend` has not got, with those of the `known` ones that begin
    /// most like it.
    #[must_use]
    pub fn unknown(&self, backend: &'static str, mut known: Vec<String>) -> Error {
        let shared = |other: &str| {
            let pairs = other.bytes().zip(self.name.bytes());
            pairs.take_while(|(a, b)| a == b).count()
        };
        known.sort_by_key(|other| (Reverse(shared(other)), other.len()));
        known.retain(|other| shared(other) >= 4);
        known.truncate(3);
        let reason = "there is none of that name";
        if known.is_empty() {
            self.refused(backend, reason)
        } else {
            self.refused(backend, format!("{reason}; near are {}", known.join(", ")))
        }
    }
}

impl OptionKind {
    /// The error for a value of this option that is outside its range.
    #[must_use]
    pub fn out_of_range(self, found: impl ToString, expected: &'static str) -> Error {
        Error::new(ErrorKind::OptionValue {
            option: self.name(),
            found: found.to_string(),
            expected,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names_are_told() {
        let parameter = Parameter {
            name: "limits/nods".to_owned(),
            value: "1".to_owned(),
        };
        let known = ["lp/freq", "limits/time", "limits/nodes"].map(str::to_owned);
        let error = parameter.unknown("scip", known.to_vec()).to_string();
        assert!(error.ends_with("near are limits/nodes, limits/time"), "{error}");
        let error = parameter.unknown("scip", Vec::new()).to_string();
        assert!(error.ends_with("there is none of that name"), "{error}");
    }
}
