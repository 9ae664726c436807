//! Is a model one that a solver may be given?

use crate::constraint::{Constraint, Interval};
use crate::error::{Error, ErrorKind, Result};
use crate::model::{Domain, Model};
use crate::polynomial::Polynomial;
use crate::term::Var;

impl Model {
    /// Checks that every coefficient is finite, bounds are ordered and on the right side of infinity, every
    /// variable is one of this model, switches are binary, and sets have distinct members.
    ///
    /// # Errors
    /// The first defect, variables first, with the name of its variable or row.
    pub fn validate(&self) -> Result<()> {
        for (var, variable) in self.variables() {
            bounds(variable.lower, variable.upper).map_err(|kind| Error::named(self.name_of(var), kind))?;
        }
        self.check_function(&self.objective().function)
            .map_err(|kind| Error::named("objective", kind))?;
        for (row, constraint) in self.rows() {
            self.check_constraint(constraint)
                .map_err(|kind| Error::named(self.row_name(row), kind))?;
        }
        Ok(())
    }

    fn check_constraint(&self, constraint: &Constraint) -> std::result::Result<(), ErrorKind> {
        match constraint {
            Constraint::Interval(interval) => self.check_interval(interval),
            Constraint::Indicator { when, then, .. } => {
                let switch = self.known(*when)?;
                if switch != Domain::Binary {
                    return Err(ErrorKind::WrongDomain {
                        name: self.name_of(*when),
                        found: switch.name(),
                        expected: Domain::Binary.name(),
                    });
                }
                self.check_interval(then)
            }
            Constraint::Sos { members, .. } => self.check_members(members),
            Constraint::Max { result, of } => {
                self.known(*result)?;
                if of.is_empty() {
                    return Err(ErrorKind::Empty {
                        what: "function to take the maximum of",
                    });
                }
                of.iter().try_for_each(|function| self.check_function(function))
            }
        }
    }

    fn check_interval(&self, interval: &Interval) -> std::result::Result<(), ErrorKind> {
        self.check_function(&interval.function)?;
        bounds(interval.lower, interval.upper)
    }

    fn check_function(&self, function: &Polynomial) -> std::result::Result<(), ErrorKind> {
        if let Some(found) = function.coefficients().find(|c| !c.is_finite()) {
            return Err(ErrorKind::Number {
                what: "coefficient",
                found,
                expected: "a finite number",
            });
        }
        function.vars().try_for_each(|var| self.known(var).map(|_| ()))
    }

    fn check_members(&self, members: &[(Var, f64)]) -> std::result::Result<(), ErrorKind> {
        if members.is_empty() {
            return Err(ErrorKind::Empty {
                what: "member of the set",
            });
        }
        let mut vars = Vec::with_capacity(members.len());
        for &(var, weight) in members {
            self.known(var)?;
            if !weight.is_finite() {
                return Err(ErrorKind::Number {
                    what: "weight",
                    found: weight,
                    expected: "a finite number",
                });
            }
            vars.push(var);
        }
        vars.sort_unstable();
        match vars.windows(2).find(|pair| pair[0] == pair[1]) {
            Some(pair) => Err(ErrorKind::Repeated {
                name: self.name_of(pair[0]),
            }),
            None => Ok(()),
        }
    }

    /// The domain of `var`, or that there is no such variable.
    fn known(&self, var: Var) -> std::result::Result<Domain, ErrorKind> {
        self.get(var)
            .map(|variable| variable.domain)
            .ok_or(ErrorKind::UnknownVariable {
                found: var.get(),
                variables: self.num_vars(),
            })
    }
}

/// Checks a pair of bounds.
fn bounds(lower: f64, upper: f64) -> std::result::Result<(), ErrorKind> {
    if lower.is_nan() || lower == f64::INFINITY {
        Err(ErrorKind::Number {
            what: "lower bound",
            found: lower,
            expected: "a number below infinity",
        })
    } else if upper.is_nan() || upper == f64::NEG_INFINITY {
        Err(ErrorKind::Number {
            what: "upper bound",
            found: upper,
            expected: "a number above minus infinity",
        })
    } else if lower > upper {
        Err(ErrorKind::CrossedBounds { lower, upper })
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Truth, sum};

    fn refusal(build: impl FnOnce(&mut Model, Var, Var)) -> String {
        let mut model = Model::new("m");
        let x = model.continuous("x", 0.0, 1.0);
        let b = model.binary("b");
        build(&mut model, x, b);
        model.validate().expect_err("a defect").to_string()
    }

    #[test]
    fn defects_are_reported_with_their_names() {
        insta::assert_snapshot!(refusal(|m, _, _| { m.continuous("y", 2.0, 1.0); }), @"y: found lower bound 2 above upper bound 1, expected lower <= upper");
        insta::assert_snapshot!(refusal(|m, _, _| { m.continuous("y", f64::NAN, 1.0); }), @"y: found lower bound NaN, expected a number below infinity");
        insta::assert_snapshot!(refusal(|m, _, _| { m.continuous("y", 0.0, f64::NEG_INFINITY); }), @"y: found upper bound -inf, expected a number above minus infinity");
        insta::assert_snapshot!(refusal(|m, x, _| { m.add("r", (f64::NAN * x).le(1.0)); }), @"r: found coefficient NaN, expected a finite number");
        insta::assert_snapshot!(refusal(|m, x, _| { m.add("r", x.within(2.0, 1.0)); }), @"r: found lower bound 2 above upper bound 1, expected lower <= upper");
        insta::assert_snapshot!(refusal(|m, x, b| m.minimize(f64::INFINITY * x * b)), @"objective: found coefficient inf, expected a finite number");
        insta::assert_snapshot!(refusal(|m, _, _| { m.add("r", sum([Var::new(7)]).le(1.0)); }), @"r: found variable number 7, expected one of the 2 variables of this model");
        insta::assert_snapshot!(refusal(|m, x, _| { m.indicator("i", x, Truth::One, x.le(0.5)); }), @"i: found the continuous variable x, expected a binary variable");
        insta::assert_snapshot!(refusal(|m, x, _| { m.sos1("s", [(x, 1.0), (x, 2.0)]); }), @"s: found variable x twice, expected each member once");
        insta::assert_snapshot!(refusal(|m, x, _| { m.max_of("t", x, []); }), @"t: found no function to take the maximum of, expected at least one");
    }

    #[test]
    fn a_sound_model_passes() {
        let mut model = Model::new("m");
        let x = model.continuous("x", f64::NEG_INFINITY, f64::INFINITY);
        model.add("r", x.ge(0.0));
        assert!(model.validate().is_ok());
    }
}
