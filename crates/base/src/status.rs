//! What is known about an answer.

use std::fmt;

/// What is known about an answer; never a guess.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// The gap is closed to the tolerance asked for.
    Optimal,
    /// A limit stopped the search; objective and bound are honest.
    Feasible,
    /// Proven: no feasible point exists.
    Infeasible,
    /// Proven: the objective has no bound on the feasible set.
    Unbounded,
    /// A limit stopped the search with nothing found.
    Unknown,
    /// The point solves a relaxation that lets through what the problem forbids.
    Relaxed,
}

impl Status {
    /// Every status, in the order of the documentation.
    pub const ALL: [Self; 6] = [
        Self::Optimal,
        Self::Feasible,
        Self::Infeasible,
        Self::Unbounded,
        Self::Unknown,
        Self::Relaxed,
    ];

    /// The name used in files and on screen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Optimal => "optimal",
            Self::Feasible => "feasible",
            Self::Infeasible => "infeasible",
            Self::Unbounded => "unbounded",
            Self::Unknown => "unknown",
            Self::Relaxed => "relaxed",
        }
    }

    /// The status of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.name() == name)
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_round_trip() {
        for status in Status::ALL {
            assert_eq!(Status::from_name(status.name()), Some(status));
        }
        assert_eq!(Status::from_name("Optimal"), None);
    }
}
