//! What SCIP takes natively: everything but a quadratic objective and maxima. Its objective is linear; the framework
//! moves a quadratic one into a row.

use uniap_miqp::{Feature, Features};
use uniap_solver::{Capabilities, OptionKind};

/// The capabilities of SCIP 10.
pub const CAPABILITIES: Capabilities = Capabilities {
    model: Some(Features::of(&[
        Feature::Integer,
        Feature::SemiContinuous,
        Feature::SemiInteger,
        Feature::QuadraticRow,
        Feature::NonconvexRow,
        Feature::PolynomialRow,
        Feature::DiscreteQuadratic,
        Feature::Indicator,
        Feature::Sos1,
        Feature::Sos2,
    ])),
    instance: false,
    options: &OptionKind::ALL,
};
