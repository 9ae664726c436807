//! The exit status: the one thing a script looks at.

use std::process::ExitCode;

use uniap::base::Status;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Solved, confirmed or written.
    Solved = 0,
    /// Anything unexpected; for `verify`: refuted.
    Failed = 1,
    /// Bad input or usage, or a feature that the backend lacks.
    Usage = 2,
    /// Proven infeasible or unbounded.
    Proven = 3,
    /// A limit ended the search with nothing found.
    Limit = 4,
}

impl From<Status> for Exit {
    fn from(status: Status) -> Self {
        match status {
            Status::Optimal | Status::Feasible | Status::Relaxed => Self::Solved,
            Status::Infeasible | Status::Unbounded => Self::Proven,
            Status::Unknown => Self::Limit,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}
