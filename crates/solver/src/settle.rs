//! The claims of a backend held against each other and against what is known: the rules that every answer passes,
//! whatever its point is.

use uniap_base::{Limit, tolerance};

use crate::checked::{Answer, wrong};
use crate::error::Result;
use crate::outcome::Termination;

/// How far beyond the gap asked for a solver may stop and still be called optimal: the accuracy to which
/// floating-point solvers know their own objective.
const NUMERICAL: f64 = 1e-6;

/// What a backend found, its objective recomputed and nothing else checked yet.
pub(crate) struct Found<P> {
    pub(crate) termination: Termination,
    pub(crate) point: Option<P>,
    pub(crate) objective: Option<f64>,
    pub(crate) bound: Option<f64>,
    pub(crate) nodes: u64,
}

/// What an answer is held against.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Terms {
    /// 1 for a minimisation and -1 for a maximisation.
    pub(crate) sign: f64,
    /// The relative gap that counts as closed.
    pub(crate) gap: f64,
    /// What answers must beat to matter.
    pub(crate) cutoff: Option<f64>,
    /// The objective of a point that is known to be feasible.
    pub(crate) known: Option<f64>,
}

/// An answer of nothing but a word.
pub(crate) fn settled<P>(termination: Termination) -> Answer<P> {
    Answer {
        termination,
        point: None,
        objective: None,
        bound: None,
        gap: None,
        nodes: 0,
        violations: None,
        overrun: None,
    }
}

/// Compares the claims of `found` with each other and with what is known.
pub(crate) fn settle<P>(backend: &'static str, found: Found<P>, terms: Terms) -> Result<Answer<P>> {
    let Terms {
        sign,
        gap,
        cutoff,
        known,
    } = terms;
    let (point, objective, nodes) = (found.point, found.objective, found.nodes);
    let error = |reason: &str| Err(wrong(backend, reason.to_owned()));
    // How much better than `than` a value is, beyond what solvers tell apart.
    let better =
        |value: f64, than: f64| sign * (than - value) > NUMERICAL * value.abs().max(than.abs()).max(1.0);
    let mut termination = found.termination;
    if found.bound.is_some_and(f64::is_nan) {
        return error("its bound is not a number");
    }
    if found.bound == Some(sign * f64::INFINITY) && objective.is_some() {
        return error("its bound is infinite and on the far side of its point");
    }
    let mut bound = found.bound.filter(|bound| bound.is_finite());
    // With a cutoff a solver may call "nothing below it" infeasible; only without one is that word taken.
    if termination == Termination::Infeasible && cutoff.is_some() {
        termination = Termination::CutOff;
    }
    match (termination, cutoff) {
        (Termination::Infeasible, _) if point.is_some() => {
            return error("it calls the problem infeasible and gives a feasible point");
        }
        (Termination::Infeasible, _) if known.is_some() => {
            return error("it calls the problem infeasible, and the point it was given is feasible");
        }
        (Termination::CutOff, None) => {
            return error("it claims that nothing is better than a cutoff, and there is none");
        }
        (Termination::CutOff, Some(cutoff))
            if [objective, known]
                .into_iter()
                .flatten()
                .any(|value| better(value, cutoff)) =>
        {
            return error("it claims that nothing is better than the cutoff, and a point is known that is");
        }
        (Termination::Infeasible, _) => {
            return Ok(Answer {
                nodes,
                ..settled(termination)
            });
        }
        (Termination::Unbounded, _) => {
            return Ok(Answer {
                point,
                nodes,
                ..settled(termination)
            });
        }
        (Termination::CutOff, Some(_)) => {
            return Ok(Answer {
                bound: cutoff,
                nodes,
                ..settled(termination)
            });
        }
        (Termination::Optimal, _) if point.is_none() => {
            return error("it claims an optimum and gives no point");
        }
        (Termination::Optimal | Termination::Limit(_), _) => {}
    }
    // What is no better than the cutoff may have been left out, so that nothing is known beyond it.
    if let Some(cutoff) = cutoff {
        bound = bound.map(|bound| {
            if sign * (bound - cutoff) > 0.0 {
                cutoff
            } else {
                bound
            }
        });
    }
    if let (Some(bound), Some(known)) = (bound, known)
        && better(known, bound)
    {
        return Err(wrong(
            backend,
            format!("its bound {bound} lies beyond the objective {known} of the point it was given"),
        ));
    }
    let Some(objective) = objective else {
        return Ok(Answer {
            point,
            bound,
            nodes,
            ..settled(termination)
        });
    };
    if !objective.is_finite() {
        return Err(wrong(
            backend,
            format!("the objective of its point is {objective}"),
        ));
    }
    if let Some(claim) = bound {
        let above = sign * (claim - objective);
        if above > NUMERICAL * objective.abs().max(1.0) {
            return Err(wrong(
                backend,
                format!("its bound {claim} lies beyond the objective {objective} of its point"),
            ));
        }
        if above > 0.0 {
            bound = Some(objective);
        }
    }
    let closed = bound.map(|bound| tolerance::gap(objective, bound));
    if termination == Termination::Optimal && closed.is_none_or(|closed| closed > gap + NUMERICAL) {
        termination = Termination::Limit(Limit::Accuracy);
    }
    if termination.is_limit() && closed.is_some_and(|closed| closed <= gap) {
        termination = Termination::Optimal;
    }
    Ok(Answer {
        point,
        objective: Some(objective),
        bound,
        gap: closed,
        nodes,
        ..settled(termination)
    })
}
