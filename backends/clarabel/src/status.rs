//! What Clarabel's word for the end of a solve means here.

use clarabel::solver::SolverStatus;

/// How a relaxation ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// To the accuracy asked for.
    Solved,
    /// With a point and multipliers that are less exact.
    Rough,
    /// With a certificate that nothing is feasible.
    Infeasible,
    /// With a direction in which the objective falls for ever.
    Unbounded,
    /// With nothing to go on.
    Nothing,
}

/// Reads Clarabel's status. Its iterate is worth looking at whenever it stopped between two iterations: the bound
/// computed from it holds in any case.
pub(crate) fn read(status: SolverStatus) -> End {
    match status {
        SolverStatus::Solved => End::Solved,
        SolverStatus::AlmostSolved
        | SolverStatus::MaxIterations
        | SolverStatus::MaxTime
        | SolverStatus::NumericalError
        | SolverStatus::InsufficientProgress
        | SolverStatus::CallbackTerminated => End::Rough,
        SolverStatus::PrimalInfeasible | SolverStatus::AlmostPrimalInfeasible => End::Infeasible,
        SolverStatus::DualInfeasible | SolverStatus::AlmostDualInfeasible => End::Unbounded,
        SolverStatus::Unsolved => End::Nothing,
    }
}
