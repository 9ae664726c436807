//! What a backend takes natively.

use uniap_miqp::Features;

/// An option of [`crate::SolveOptions`] that a backend may or may not know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum OptionKind {
    /// A limit on time, kept to within a tenth and a second.
    TimeLimit,
    /// A relative gap at which to stop.
    Gap,
    /// A limit on nodes, or labels.
    Nodes,
    /// A limit on memory.
    Memory,
    /// A number of threads.
    Threads,
    /// A seed for random choices.
    Seed,
    /// A value that answers must beat to matter.
    Cutoff,
    /// A point to begin from.
    Start,
    /// Incumbents and bounds as they are found.
    Events,
    /// Parameters of the solver itself, by its own names.
    Parameters,
}

impl OptionKind {
    /// Every option.
    pub const ALL: [Self; 10] = [
        Self::TimeLimit,
        Self::Gap,
        Self::Nodes,
        Self::Memory,
        Self::Threads,
        Self::Seed,
        Self::Cutoff,
        Self::Start,
        Self::Events,
        Self::Parameters,
    ];

    /// The name shown to people; that of the command's flag where there is one.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::TimeLimit => "time-limit",
            Self::Gap => "gap",
            Self::Nodes => "node-limit",
            Self::Memory => "solver-memory",
            Self::Threads => "threads",
            Self::Seed => "seed",
            Self::Cutoff => "cutoff",
            Self::Start => "start",
            Self::Events => "events",
            Self::Parameters => "set",
        }
    }
}

/// What a backend takes natively: nothing here is emulated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capabilities {
    /// The features of symbolic models; linear rows and continuous variables go without saying. `None` for a
    /// backend that takes planning instances only.
    pub model: Option<Features>,
    /// True for one that takes planning instances.
    pub instance: bool,
    /// The options it knows. One that it does not know is refused, not ignored.
    pub options: &'static [OptionKind],
}

impl Capabilities {
    /// True where the backend knows `option`.
    #[must_use]
    pub fn knows(&self, option: OptionKind) -> bool {
        self.options.contains(&option)
    }
}
