//! The fraction of a nominal rate that is reached: one number, or a measured curve over the size of the work.

use std::fmt;

use serde::de::value::SeqAccessDeserializer;
use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

/// A fraction of a nominal rate.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Efficiency {
    /// The same for any size.
    Constant(f64),
    /// By the size of one matrix product, ascending.
    Curve(Vec<EfficiencyPoint>),
}

/// A point of a curve.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EfficiencyPoint {
    /// Operations of one matrix product on one device.
    pub call_flop: f64,
    /// Fraction of the nominal rate.
    pub fraction: f64,
}

impl Efficiency {
    /// The fraction for a product of `call_flop` operations: linear in the logarithm of the size between two
    /// points, and that of the nearest point outside of the curve.
    #[must_use]
    pub fn at(&self, call_flop: f64) -> f64 {
        let points = match self {
            Self::Constant(fraction) => return *fraction,
            Self::Curve(points) => points,
        };
        let above = points.partition_point(|point| point.call_flop < call_flop);
        match (above.checked_sub(1).map(|below| points[below]), points.get(above)) {
            (Some(low), Some(high)) => {
                let share = (call_flop / low.call_flop).ln() / (high.call_flop / low.call_flop).ln();
                low.fraction + share * (high.fraction - low.fraction)
            }
            (Some(last), None) => last.fraction,
            (None, Some(first)) => first.fraction,
            (None, None) => 1.0,
        }
    }
}

impl<'de> Deserialize<'de> for Efficiency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        /// Takes a number or a list, and keeps the place of what is wrong inside the list.
        struct NumberOrCurve;

        impl<'de> Visitor<'de> for NumberOrCurve {
            type Value = Efficiency;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a fraction, or a list of {\"call_flop\", \"fraction\"}")
            }

            fn visit_f64<E>(self, value: f64) -> Result<Efficiency, E> {
                Ok(Efficiency::Constant(value))
            }

            fn visit_u64<E>(self, value: u64) -> Result<Efficiency, E> {
                Ok(Efficiency::Constant(value as f64))
            }

            fn visit_i64<E>(self, value: i64) -> Result<Efficiency, E> {
                Ok(Efficiency::Constant(value as f64))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, access: A) -> Result<Efficiency, A::Error> {
                Vec::deserialize(SeqAccessDeserializer::new(access)).map(Efficiency::Curve)
            }
        }

        deserializer.deserialize_any(NumberOrCurve)
    }
}
