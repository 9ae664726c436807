//! What the search takes as it is.

use uniap_miqp::{Feature, Features};
use uniap_solver::{Capabilities, OptionKind};

/// Linear and convex quadratic objectives over linear and convex quadratic rows, with integer variables or without. No seed: nothing in
/// the search is drawn at random.
pub(crate) const CAPABILITIES: Capabilities = Capabilities {
    model: Some(Features::of(&[
        Feature::Integer,
        Feature::QuadraticObjective,
        Feature::QuadraticRow,
        Feature::DiscreteQuadratic,
    ])),
    instance: false,
    options: &[
        OptionKind::TimeLimit,
        OptionKind::Gap,
        OptionKind::Nodes,
        OptionKind::Memory,
        OptionKind::Threads,
        OptionKind::Cutoff,
        OptionKind::Start,
        OptionKind::Events,
        OptionKind::Parameters,
    ],
};
