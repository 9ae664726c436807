//! The domain and bounds of a column, from markers and bound entries in any order.

use crate::model::Domain;

/// A column as far as it is known.
#[derive(Debug)]
pub(super) struct Column {
    pub name: String,
    integer: bool,
    semi: bool,
    lower: Option<f64>,
    upper: Option<f64>,
    /// True once some entry of `BOUNDS` speaks of the column.
    bounded: bool,
}

impl Column {
    pub(super) fn new(name: &str, integer: bool) -> Self {
        Self {
            name: name.to_owned(),
            integer,
            semi: false,
            lower: None,
            upper: None,
            bounded: false,
        }
    }

    /// Applies a bound entry; false where there is no such type.
    pub(super) fn bound(&mut self, kind: &str, value: f64) -> bool {
        match kind {
            "LO" => self.lower = Some(value),
            "UP" => self.upper = Some(value),
            "FX" => (self.lower, self.upper) = (Some(value), Some(value)),
            "FR" => (self.lower, self.upper) = (Some(f64::NEG_INFINITY), Some(f64::INFINITY)),
            "MI" => self.lower = Some(f64::NEG_INFINITY),
            "PL" => self.upper = Some(f64::INFINITY),
            "BV" => {
                self.integer = true;
                (self.lower, self.upper) = (Some(0.0), Some(1.0));
            }
            "LI" => {
                self.integer = true;
                self.lower = Some(value);
            }
            "UI" => {
                self.integer = true;
                self.upper = Some(value);
            }
            "SC" | "SI" => {
                self.semi = true;
                self.integer |= kind == "SI";
                self.upper = Some(value);
            }
            _ => return false,
        }
        self.bounded = true;
        true
    }

    /// The domain and the bounds, defaults filled in.
    pub(super) fn finish(&self) -> (Domain, f64, f64) {
        let upper = match self.upper {
            Some(upper) => upper,
            None if self.integer && !self.bounded => 1.0,
            None => f64::INFINITY,
        };
        let lower = match self.lower {
            Some(lower) => lower,
            None if upper < 0.0 => f64::NEG_INFINITY,
            None => 0.0,
        };
        let domain = match (self.semi, self.integer) {
            (true, true) => Domain::SemiInteger,
            (true, false) => Domain::SemiContinuous,
            (false, true) => Domain::Integer,
            (false, false) => Domain::Continuous,
        };
        (domain, lower, upper)
    }
}
