//! From what SCIP reports to how a run ended.

use scip_sys::{
    SCIP_Status, SCIP_Status_SCIP_STATUS_BESTSOLLIMIT, SCIP_Status_SCIP_STATUS_DUALLIMIT,
    SCIP_Status_SCIP_STATUS_GAPLIMIT, SCIP_Status_SCIP_STATUS_INFEASIBLE, SCIP_Status_SCIP_STATUS_INFORUNBD,
    SCIP_Status_SCIP_STATUS_MEMLIMIT, SCIP_Status_SCIP_STATUS_NODELIMIT, SCIP_Status_SCIP_STATUS_OPTIMAL,
    SCIP_Status_SCIP_STATUS_PRIMALLIMIT, SCIP_Status_SCIP_STATUS_RESTARTLIMIT,
    SCIP_Status_SCIP_STATUS_SOLLIMIT, SCIP_Status_SCIP_STATUS_STALLNODELIMIT,
    SCIP_Status_SCIP_STATUS_TERMINATE, SCIP_Status_SCIP_STATUS_TIMELIMIT,
    SCIP_Status_SCIP_STATUS_TOTALNODELIMIT, SCIP_Status_SCIP_STATUS_UNBOUNDED,
    SCIP_Status_SCIP_STATUS_USERINTERRUPT,
};
use uniap_base::Limit;
use uniap_solver::search::{Ending, Run};
use uniap_solver::{Error, ErrorKind, Result};

use crate::NAME;
use crate::handle::Report;

/// How a run ended.
///
/// # Errors
/// When SCIP does not know.
pub fn run(report: Report) -> Result<Run> {
    Ok(Run {
        ending: ending(report.status)?,
        values: report.values,
        bound: report.bound,
        nodes: report.nodes,
    })
}

/// How a run ended that SCIP calls `status`.
fn ending(status: SCIP_Status) -> Result<Ending> {
    const CLOSED: [SCIP_Status; 2] = [SCIP_Status_SCIP_STATUS_OPTIMAL, SCIP_Status_SCIP_STATUS_GAPLIMIT];
    const RAYS: [SCIP_Status; 2] = [
        SCIP_Status_SCIP_STATUS_UNBOUNDED,
        SCIP_Status_SCIP_STATUS_INFORUNBD,
    ];
    const LIMITS: [(SCIP_Status, Limit); 12] = [
        (SCIP_Status_SCIP_STATUS_TIMELIMIT, Limit::Time),
        (SCIP_Status_SCIP_STATUS_NODELIMIT, Limit::Nodes),
        (SCIP_Status_SCIP_STATUS_TOTALNODELIMIT, Limit::Nodes),
        (SCIP_Status_SCIP_STATUS_STALLNODELIMIT, Limit::Own),
        (SCIP_Status_SCIP_STATUS_MEMLIMIT, Limit::Memory(None)),
        (SCIP_Status_SCIP_STATUS_SOLLIMIT, Limit::Own),
        (SCIP_Status_SCIP_STATUS_BESTSOLLIMIT, Limit::Own),
        (SCIP_Status_SCIP_STATUS_RESTARTLIMIT, Limit::Own),
        (SCIP_Status_SCIP_STATUS_PRIMALLIMIT, Limit::Own),
        (SCIP_Status_SCIP_STATUS_DUALLIMIT, Limit::Own),
        (SCIP_Status_SCIP_STATUS_USERINTERRUPT, Limit::Interrupt),
        (SCIP_Status_SCIP_STATUS_TERMINATE, Limit::Interrupt),
    ];
    if CLOSED.contains(&status) {
        Ok(Ending::Optimal)
    } else if status == SCIP_Status_SCIP_STATUS_INFEASIBLE {
        Ok(Ending::Infeasible)
    } else if RAYS.contains(&status) {
        Ok(Ending::Ray)
    } else if let Some((_, limit)) = LIMITS.iter().find(|(known, _)| *known == status) {
        Ok(Ending::Limit(*limit))
    } else {
        Err(Error::new(ErrorKind::Failed {
            backend: NAME,
            reason: format!("SCIP ends with status {status}, which proves nothing"),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_proves_nothing_is_a_failure() {
        assert!(ending(0).is_err() && ending(99).is_err());
        assert_eq!(ending(25).expect("gap"), Ending::Optimal);
        assert_eq!(ending(4).expect("ray"), Ending::Ray);
        assert_eq!(ending(23).expect("time"), Ending::Limit(Limit::Time));
    }
}
