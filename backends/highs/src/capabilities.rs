//! What HiGHS takes natively: linear rows; continuous, integer and semi-continuous variables; a convex quadratic
//! objective where every variable is continuous. It refuses a quadratic objective with integer variables.

use uniap_miqp::{Feature, Features};
use uniap_solver::{Capabilities, OptionKind};

/// The capabilities of HiGHS 1.16.
pub const CAPABILITIES: Capabilities = Capabilities {
    model: Some(Features::of(&[
        Feature::Integer,
        Feature::SemiContinuous,
        Feature::SemiInteger,
        Feature::QuadraticObjective,
    ])),
    instance: false,
    // It has no limit on memory.
    options: &[
        OptionKind::TimeLimit,
        OptionKind::Gap,
        OptionKind::Nodes,
        OptionKind::Threads,
        OptionKind::Seed,
        OptionKind::Cutoff,
        OptionKind::Start,
        OptionKind::Events,
        OptionKind::Parameters,
    ],
};
