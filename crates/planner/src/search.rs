//! The search over candidates.
//!
//! **Proof.** Each candidate ends in one of four ways: solved to the gap asked for; proven infeasible; excluded because
//! a lower bound on it (the planner's, or the backend's with a cutoff) is no less than the best plan found; or left
//! alone by a limit, with the planner's lower bound. The least of all bounds is a lower bound on every plan.
//!
//! **Ties.** A candidate is solved with a cutoff a hair above the best plan, so that a plan that costs the same is
//! still seen, and of equal ones the least candidate is kept: the answer does not depend on the order of the search.
//!
//! **Order.** Candidates run in rounds of a fixed size, in ascending order of their bounds; every candidate of a round
//! gets the cutoff of the rounds before. So what happens to each is the same on every run and for any number of
//! threads, as long as no time limit interferes.
//!
//! **Widths.** Stages of two widths make many candidates of which few are worth a look. Those of one width go first, and
//! the best of their plans is the cutoff of all others. These are bounded after the first look at those, so that a search
//! that a limit ends has a bound on everything.
//!
//! **Efforts.** The candidate of the least bound need not be the best, and to solve it without a good plan for a cutoff
//! can take longer than all the rest. So where the backend knows a limit on labels, every candidate that is not
//! excluded first gets a small one; what is left open then goes on with a larger one, and at last with none. (96 layers
//! on 1,024 devices with recomputation: one candidate took 52 s without a cutoff, all of them together take 2.2 s.)

use std::num::NonZeroUsize;
use std::sync::atomic::AtomicU64;

use uniap_base::{Deadline, Limit, Status};
use uniap_instance::{Instance, Misfit, Placement};
use uniap_solver::Termination;
use uniap_solver::instance::Solved;

use crate::candidate::{Candidate, Fate, Outcome};
use crate::error::{Error, Result};
use crate::handover::{self, Found, Tuning};
use crate::neighbour::Named;
use crate::parallel::parallel;
use crate::plan::{Plan, Timing};
use crate::problem::Problem;
use crate::settings::Settings;

/// Candidates of a round.
const ROUND: usize = 4;

/// Labels that a candidate may take in each pass over those still open; none in the last.
const EFFORTS: [Option<u64>; 3] = [Some(1 << 18), Some(1 << 22), None];

/// How far above the best plan the cutoff lies, relatively: room for ties and for rounding.
pub(crate) const TIE: f64 = 1e-9;

/// How far the search is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress {
    /// Candidates that are settled.
    pub done: usize,
    /// All candidates.
    pub total: usize,
    /// The best time per iteration so far, in seconds.
    pub objective: Option<f64>,
    /// The candidate that is about to be solved, if any.
    pub candidate: Option<Candidate>,
}

/// Finds the best plan for `problem`; `watch` is told how far the search is.
///
/// # Errors
/// When costs cannot be modelled, no backend takes an instance, or a backend fails.
pub fn plan(problem: &dyn Problem, settings: &Settings, watch: &(dyn Fn(Progress) + Sync)) -> Result<Plan> {
    tuned(problem, settings, &Tuning::default(), watch)
}

/// As [`plan`], with a backend that is told more: meant for [`Choice::Fixed`](crate::Choice::Fixed).
///
/// # Errors
/// As [`plan`]; and when a backend does not know what it is told.
pub fn tuned(
    problem: &dyn Problem,
    settings: &Settings,
    tuning: &Tuning,
    watch: &(dyn Fn(Progress) + Sync),
) -> Result<Plan> {
    settings.refuse_relaxations()?;
    let clock = Deadline::after(settings.time_limit);
    let threads = settings.threads();
    let mut search = Search {
        problem,
        settings,
        tuning,
        clock,
        threads,
        timing: Timing::default(),
        best: None,
        needed: AtomicU64::new(f64::INFINITY.to_bits()),
    };
    let candidates = settings
        .scope
        .candidates(problem.devices(), problem.batch(), || problem.uneven_divisions());
    let total = candidates.len();
    let (even, uneven): (Vec<_>, Vec<_>) = candidates
        .into_iter()
        .partition(|candidate| candidate.uneven.is_none());
    let before = even.len();
    let told = |progress: Progress| watch(Progress { total, ..progress });
    let mut even = search.bound_all(&even)?;
    let [first, more @ ..] = EFFORTS;
    search.pass(&mut even, first, &told)?;
    // Only now, as what does not fit takes longer where there is no plan yet; and no later, as the bound of the whole is
    // worth nothing before there is one on each.
    let mut uneven = search.bound_all(&uneven)?;
    for effort in more {
        search.pass(&mut even, effort, &told)?;
    }
    let told = |progress: Progress| {
        told(Progress {
            done: before + progress.done,
            ..progress
        });
    };
    for effort in EFFORTS {
        search.pass(&mut uneven, effort, &told)?;
    }
    let mut states = even;
    states.append(&mut uneven);
    states.sort_by_key(|state| state.candidate);
    search.conclude(states)
}

/// A candidate in the course of the search.
pub(crate) struct State {
    pub candidate: Candidate,
    /// A lower bound in seconds; infinite for one that is infeasible.
    pub bound: f64,
    pub misfit: Option<Misfit>,
    /// For one that does not fit: the bytes per device with which it would.
    pub needed: Option<f64>,
    pub outcome: Option<Outcome>,
    /// False as long as more effort is to go on from the outcome.
    pub is_settled: bool,
    /// Where it stays open: who was stopped by what.
    pub limits: Vec<(&'static str, Limit)>,
}

/// A plan found.
pub(crate) struct Best {
    pub candidate: Candidate,
    pub objective: f64,
    pub placement: Placement,
    /// The placement by names, for the candidates beside it.
    named: Option<Named>,
    pub backend: &'static str,
    pub formulation: Option<&'static str>,
}

pub(crate) struct Search<'a> {
    pub problem: &'a dyn Problem,
    pub settings: &'a Settings,
    tuning: &'a Tuning,
    pub clock: Deadline,
    pub threads: usize,
    pub timing: Timing,
    pub best: Option<Best>,
    /// The least memory that any candidate would fit in of those that do not, as the bits of bytes per device: whoever
    /// needs more is of no interest.
    pub needed: AtomicU64,
}

impl Search<'_> {
    /// The instance of a candidate.
    pub fn instance(&self, candidate: Candidate) -> Result<Instance> {
        let instance = self.problem.instance(candidate);
        instance.map_err(|source| Error::cost(candidate, source))
    }

    /// True once a limit ends the whole search.
    pub fn is_over(&self) -> bool {
        self.clock.passed() || self.settings.stop.is_set()
    }

    /// Goes over all candidates that are not settled, with `effort` labels for each.
    fn pass(
        &mut self,
        states: &mut [State],
        effort: Option<u64>,
        watch: &(dyn Fn(Progress) + Sync),
    ) -> Result<()> {
        let total = states.len();
        let mut order: Vec<usize> = (0..total).filter(|&n| !states[n].is_settled).collect();
        order.sort_by(|&a, &b| {
            let key = |n: usize| (states[n].bound, states[n].candidate);
            key(a).0.total_cmp(&key(b).0).then(key(a).1.cmp(&key(b).1))
        });
        let mut done = total - order.len();
        for round in order.chunks(ROUND) {
            let cutoff = self.best.as_ref().map(|best| best.objective * (1.0 + TIE));
            let (hopeless, open): (Vec<usize>, Vec<usize>) = round
                .iter()
                .partition(|&&n| cutoff.is_some_and(|cutoff| states[n].bound > cutoff));
            for n in hopeless {
                let State { candidate, bound, .. } = states[n];
                let before = states[n].outcome.take();
                states[n].outcome = Some(Outcome {
                    status: Fate::CutOff,
                    objective: None,
                    bound: Some(bound),
                    ..before.unwrap_or(Outcome {
                        backend: Some("bound"),
                        ..blank(candidate)
                    })
                });
                states[n].is_settled = true;
                done += 1;
            }
            if self.is_over() {
                continue;
            }
            let next = open.first().map(|&n| states[n].candidate);
            watch(Progress {
                done,
                total,
                objective: self.best.as_ref().map(|best| best.objective),
                candidate: next,
            });
            let jobs: Vec<Candidate> = open.iter().map(|&n| states[n].candidate).collect();
            // Side by side, one thread for each; a candidate on its own gets what its backend would take anyway, but
            // never more than was asked for.
            let share = NonZeroUsize::new(self.threads / jobs.len().max(1)).unwrap_or(NonZeroUsize::MIN);
            let share = Some(share).filter(|share| share.get() == 1 || self.settings.threads.is_some());
            let solved = parallel(&jobs, self.threads, |&candidate| {
                self.solve_one(candidate, cutoff, (share, effort))
            });
            for (n, solved) in open.into_iter().zip(solved) {
                let Some(run) = solved? else { continue };
                done += usize::from(!run.is_partial);
                self.record(&mut states[n], run, cutoff);
            }
            watch(Progress {
                done,
                total,
                objective: self.best.as_ref().map(|best| best.objective),
                candidate: None,
            });
        }
        Ok(())
    }

    /// Solves one candidate; `None` when a limit leaves no time for it.
    fn solve_one(
        &self,
        candidate: Candidate,
        cutoff: Option<f64>,
        share: (Option<NonZeroUsize>, Option<u64>),
    ) -> Result<Option<Run>> {
        if self.is_over() {
            return Ok(None);
        }
        let clock = Deadline::after(None);
        let instance = self.instance(candidate)?;
        let cost = clock.seconds();
        let beside = self.best.as_ref().and_then(|best| best.named.as_ref());
        let Found {
            solved,
            is_partial,
            limits,
        } = handover::solve(
            (self.settings, self.tuning),
            self.clock,
            (candidate, &instance),
            cutoff,
            beside,
            share,
        )?;
        let point = solved.answer.point.as_ref();
        Ok(Some(Run {
            is_partial,
            limits,
            named: point.map(|placement| Named::of(&instance, placement)),
            solved,
            cost,
            seconds: clock.seconds(),
        }))
    }

    fn record(&mut self, state: &mut State, run: Run, cutoff: Option<f64>) {
        let Run {
            is_partial,
            limits,
            solved,
            named,
            cost,
            seconds,
        } = run;
        self.timing.cost += cost;
        self.timing.build += solved.build_seconds;
        self.timing.solve += solved.seconds - solved.build_seconds;
        let answer = &solved.answer;
        let fate = match answer.termination {
            Termination::CutOff => Fate::CutOff,
            _ => Fate::Solved(answer.status()),
        };
        let proven = match answer.termination {
            Termination::CutOff => cutoff,
            _ => answer.bound,
        };
        if answer.termination == Termination::Infeasible {
            state.bound = f64::INFINITY;
        } else if let Some(proven) = proven {
            state.bound = state.bound.max(proven);
        }
        let reason = solved.misfit.as_ref().map(ToString::to_string);
        let infeasible = answer.termination == Termination::Infeasible;
        let is_open = answer.termination.is_limit();
        let before = state.outcome.take().unwrap_or_else(|| blank(state.candidate));
        let objective = match (answer.objective, before.objective) {
            // What less effort found stands where more of it ended before it came that far.
            (Some(now), Some(before)) if is_open => Some(now.min(before)),
            (None, before) if is_open => before,
            (now, _) => now,
        };
        let fate = match fate {
            Fate::Solved(Status::Unknown) if objective.is_some() => Fate::Solved(Status::Feasible),
            fate => fate,
        };
        state.is_settled = !is_partial;
        state.limits = limits;
        state.outcome = Some(Outcome {
            status: fate,
            reason: if infeasible {
                Some(reason.unwrap_or_else(|| "no placement fits in memory".to_owned()))
            } else {
                None
            },
            objective,
            bound: if infeasible {
                None
            } else {
                Some(state.bound.min(objective.unwrap_or(f64::INFINITY)))
            },
            backend: Some(solved.backend),
            seconds: before.seconds + seconds,
            nodes: before.nodes + answer.nodes,
            ..blank(state.candidate)
        });
        state.misfit = solved.misfit;
        let (Some(placement), Some(objective)) = (solved.answer.point, solved.answer.objective) else {
            return;
        };
        let better = self.best.as_ref().is_none_or(|best| {
            let tie = (objective - best.objective).abs() <= TIE * best.objective;
            if tie {
                // More effort on the same candidate ends in its least placement of this cost.
                state.candidate <= best.candidate
            } else {
                objective < best.objective
            }
        });
        if better {
            let (backend, formulation) = (solved.backend, solved.formulation);
            self.best = Some(Best {
                candidate: state.candidate,
                objective,
                placement,
                named,
                backend,
                formulation,
            });
        }
    }
}

/// A solved candidate and how long it took.
struct Run {
    is_partial: bool,
    limits: Vec<(&'static str, Limit)>,
    named: Option<Named>,
    solved: Solved,
    cost: f64,
    seconds: f64,
}

/// What is known of a candidate that nothing has been done about.
pub(crate) fn blank(candidate: Candidate) -> Outcome {
    Outcome {
        stages: candidate.stages,
        micro_batches: candidate.micro_batches,
        division: candidate.uneven,
        status: Fate::NotRun,
        reason: None,
        objective: None,
        bound: None,
        backend: None,
        seconds: 0.0,
        nodes: 0,
    }
}
