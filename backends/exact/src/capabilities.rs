//! What the solver takes: planning instances whose structure [`crate::supports`] accepts, and no symbolic model.

use uniap_solver::{Capabilities, OptionKind};

/// The capabilities.
pub(crate) const CAPABILITIES: Capabilities = Capabilities {
    model: None,
    instance: true,
    options: &[
        OptionKind::TimeLimit,
        OptionKind::Gap,
        OptionKind::Nodes,
        OptionKind::Memory,
        OptionKind::Threads,
        OptionKind::Cutoff,
        OptionKind::Start,
        OptionKind::Events,
    ],
};
