//! Clarabel itself, run within limits.
//!
//! Clarabel asks between two iterations whether to go on. One iteration factorises a matrix, which takes seconds
//! where the matrix fills in; a limit that passes meanwhile would be passed by as much. So a large programme is
//! solved on a thread of its own: when a limit is reached the search goes on at once, and the thread ends by itself
//! when the iteration under way does.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use clarabel::algebra::CscMatrix;
use clarabel::solver::{DefaultSettings, DefaultSolver, IPSolver, SolverStatus, SupportedConeT};
use uniap_base::{Deadline, Stop};

/// Programmes with more columns and rows together may take long for one iteration: a dense factorisation of this
/// order takes about a third of a second.
const LARGE: usize = 1000;

/// How often the limits are looked at while a large programme is solved.
const WATCH: Duration = Duration::from_millis(20);

/// How long an iteration under way may go on after a limit: most end by then, and leave nothing behind.
const GRACE: Duration = Duration::from_millis(100);

/// Minimise `cost' x + x' hessian x / 2` subject to `sides - matrix x` in the cones.
pub(crate) struct Program {
    pub(crate) hessian: CscMatrix<f64>,
    pub(crate) cost: Vec<f64>,
    pub(crate) matrix: CscMatrix<f64>,
    pub(crate) sides: Vec<f64>,
    pub(crate) cones: Vec<SupportedConeT<f64>>,
}

/// How a programme is solved.
#[derive(Debug, Clone)]
pub(crate) struct Terms {
    /// The relative accuracy asked for.
    pub(crate) accuracy: f64,
    /// The most iterations.
    pub(crate) iterations: u32,
    /// Whether Clarabel equilibrates the matrix.
    pub(crate) equilibrate: bool,
    pub(crate) deadline: Deadline,
    pub(crate) stop: Stop,
    /// Also stop once the dual objective passes this.
    pub(crate) target: Option<f64>,
}

/// What Clarabel came back with.
pub(crate) enum Verdict {
    /// It ended by itself or at the target.
    Ended(Ended),
    /// A limit ended it.
    Limited,
    /// It refused the programme.
    Refused,
}

/// An iterate, and why it is the last.
pub(crate) struct Ended {
    pub(crate) status: SolverStatus,
    pub(crate) x: Vec<f64>,
    pub(crate) z: Vec<f64>,
    /// Whether it stopped because its dual objective passed the target.
    pub(crate) early: bool,
}

/// Solves `program`.
pub(crate) fn solve(program: &Arc<Program>, terms: &Terms) -> Verdict {
    if program.cost.len() + program.sides.len() <= LARGE {
        return work(program, terms, &Arc::default());
    }
    let (sender, receiver) = mpsc::channel();
    let abandoned: Arc<AtomicBool> = Arc::default();
    let (theirs, flag, own) = (program.clone(), abandoned.clone(), terms.clone());
    let spawned = std::thread::Builder::new().spawn(move || {
        // Nobody may be waiting any more.
        let _ = sender.send(work(&theirs, &own, &flag));
    });
    if spawned.is_err() {
        return work(program, terms, &abandoned);
    }
    loop {
        let limited = terms.deadline.passed() || terms.stop.is_set();
        match receiver.recv_timeout(if limited { GRACE } else { WATCH }) {
            Ok(verdict) => return verdict,
            Err(RecvTimeoutError::Disconnected) => return Verdict::Refused,
            Err(RecvTimeoutError::Timeout) if limited => {
                abandoned.store(true, Ordering::Relaxed);
                return Verdict::Limited;
            }
            Err(RecvTimeoutError::Timeout) => {}
        }
    }
}

/// Solves `program` on this thread, until `abandoned` at the latest.
fn work(program: &Program, terms: &Terms, abandoned: &Arc<AtomicBool>) -> Verdict {
    let settings = DefaultSettings {
        verbose: false,
        presolve_enable: false,
        max_iter: terms.iterations,
        equilibrate_enable: terms.equilibrate,
        tol_gap_abs: terms.accuracy * 1e-2,
        tol_gap_rel: terms.accuracy,
        tol_feas: terms.accuracy.max(1e-9),
        tol_infeas_rel: 1e-9,
        max_threads: 1,
        ..DefaultSettings::default()
    };
    let Ok(mut solver) = DefaultSolver::new(
        &program.hessian,
        &program.cost,
        &program.matrix,
        &program.sides,
        &program.cones,
        settings,
    ) else {
        return Verdict::Refused;
    };
    let (limited, early): (Arc<AtomicBool>, Arc<AtomicBool>) = Default::default();
    let flags = (limited.clone(), early.clone(), abandoned.clone());
    let (deadline, stop, target) = (terms.deadline, terms.stop.clone(), terms.target);
    solver.set_termination_callback(move |info| {
        let limit = deadline.passed() || stop.is_set() || flags.2.load(Ordering::Relaxed);
        let cut = target.is_some_and(|target| {
            info.iterations > 0 && info.cost_dual > target && info.res_dual < 1e-7 && info.ktratio < 1e-2
        });
        flags.0.store(limit, Ordering::Relaxed);
        flags.1.store(cut, Ordering::Relaxed);
        limit || cut
    });
    solver.solve();
    if limited.load(Ordering::Relaxed) {
        return Verdict::Limited;
    }
    let solution = &mut solver.solution;
    Verdict::Ended(Ended {
        status: solution.status,
        x: std::mem::take(&mut solution.x),
        z: std::mem::take(&mut solution.z),
        early: early.load(Ordering::Relaxed),
    })
}
