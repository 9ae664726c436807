//! From single runs of a floating-point solver to an honest outcome: what every such backend has to get right.
//!
//! - **Scale.** Branch-and-bound codes do not tell improvements below an absolute tolerance from none. A search that
//!   ends on an objective too small for the gap asked for is repeated with the objective multiplied by a power of
//!   two, from the point found.
//! - **Rays.** A solver that meets an unbounded relaxation has not shown that anything is feasible; that question is
//!   asked in a run without an objective. (With rational data an unbounded relaxation and one feasible point make
//!   the mixed-integer problem unbounded: Meyer 1974.)
//! - **Cutoff.** What is not better than the cutoff may have been pruned, so nothing is claimed beyond it.
//! - **Integers.** Values that are integers up to the solver's tolerance become integers. Where that breaks a row, a
//!   last run chooses the continuous values anew, with the integers fixed.

use std::time::Duration;

use uniap_base::{Deadline, Limit, Stop, tolerance};
use uniap_miqp::{Domain, Model, Sense, Var, Variable};

use crate::error::Result;
use crate::options::SolveOptions;
use crate::outcome::{ModelOutcome, Termination};

/// The absolute improvement that a solver may take for none.
const PRECISION: f64 = 1e-6;

/// How much more than needed an objective is scaled up.
const MARGIN: f64 = 1024.0;

/// The greatest size of a coefficient of a scaled objective.
const LARGEST: f64 = 1e9;

/// A rounded point with larger violations is chosen anew. Far below what solvers keep to: what a product in a
/// reduced model is off by counts times its coefficient in the original.
const NEGLIGIBLE: f64 = 1e-9;

/// The least time that the last run gets, so that a search which used up its own leaves a sound point.
const GRACE: Duration = Duration::from_millis(500);

/// What one run is asked.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// Minimise this times the objective: a power of two, negative for a maximisation; 0 to ask for any feasible
    /// point.
    pub factor: f64,
    /// A point to begin from.
    pub start: Option<&'a [f64]>,
    /// Only an objective times the factor below this matters.
    pub cutoff: Option<f64>,
    /// Variables that are not continuous keep their value in this point.
    pub fixed: Option<&'a [f64]>,
    /// The options of this run, but for the cutoff, the gap and the time limit.
    pub options: &'a SolveOptions<'a>,
    /// The relative gap to close.
    pub gap: f64,
    /// When this run must end.
    pub clock: &'a Deadline,
}

impl<'a> Question<'a> {
    /// The plain question: no point to begin from, no cutoff, nothing fixed.
    #[must_use]
    pub fn new(factor: f64, options: &'a SolveOptions<'a>, gap: f64, clock: &'a Deadline) -> Self {
        Self {
            factor,
            start: None,
            cutoff: None,
            fixed: None,
            options,
            gap,
            clock,
        }
    }

    /// Bounds and domain of a variable in this run.
    #[must_use]
    pub fn variable(&self, var: Var, variable: &Variable) -> Variable {
        let value = self.fixed.and_then(|fixed| fixed.get(var.get()).copied());
        match value.filter(|_| variable.domain != Domain::Continuous) {
            None => *variable,
            Some(value) => Variable {
                domain: match variable.domain {
                    Domain::Binary | Domain::Integer => variable.domain,
                    Domain::Continuous | Domain::SemiContinuous | Domain::SemiInteger => Domain::Continuous,
                },
                lower: value,
                upper: value,
            },
        }
    }
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// The gap is closed.
    Optimal,
    /// Nothing is feasible, or nothing below the cutoff.
    Infeasible,
    /// The objective has no bound on some relaxation; whether anything is feasible is another question.
    Ray,
    /// A limit, or the wish of the caller.
    Limit(Limit),
}

/// What a run came back with. Objective and bound are multiplied by the factor.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// How it ended.
    pub ending: Ending,
    /// The best point, by variable of the model.
    pub values: Option<Vec<f64>>,
    /// A proven bound; infinite or NaN where there is none.
    pub bound: f64,
    /// Nodes of the search tree.
    pub nodes: u64,
}

/// Answers `model` by as many runs as it takes; `gap` is the relative gap that a run closes.
///
/// # Errors
/// When a run fails.
pub fn solve(
    model: &Model,
    start: Option<&[f64]>,
    options: &SolveOptions<'_>,
    gap: f64,
    mut run: impl FnMut(Question<'_>) -> Result<Run>,
) -> Result<ModelOutcome> {
    let search = Search::new(model, options, gap);
    let known = options
        .cutoff
        .or_else(|| start.map(|start| model.evaluate(start).objective));
    let scale = known.and_then(|size| search.scale_for(size, 1.0)).unwrap_or(1.0);
    let first = search.ask(scale, start, &mut run)?;
    let again = first
        .values
        .as_ref()
        .filter(|_| first.termination == Termination::Optimal)
        .and_then(|values| search.scale_for(model.evaluate(values).objective, scale));
    let found = match again {
        None => first,
        Some(scale) => {
            let second = search.ask(scale, first.values.as_deref(), &mut run)?;
            combine(first, second)
        }
    };
    search.sound(found, &mut run)
}

/// What stays the same over the runs of one solve.
struct Search<'a> {
    model: &'a Model,
    options: &'a SolveOptions<'a>,
    /// The same, for runs that nobody watches and that are not ended early.
    quiet: SolveOptions<'a>,
    clock: Deadline,
    sign: f64,
    gap: f64,
    /// The largest coefficient of the objective.
    largest: f64,
    discrete: bool,
}

impl<'a> Search<'a> {
    fn new(model: &'a Model, options: &'a SolveOptions<'a>, gap: f64) -> Self {
        let objective = model.objective();
        let sizes = objective.function.coefficients().map(f64::abs);
        Self {
            model,
            options,
            quiet: SolveOptions {
                observer: None,
                stop: Stop::default(),
                ..options.clone()
            },
            clock: Deadline::after(options.time_limit),
            sign: match objective.sense {
                Sense::Minimize => 1.0,
                Sense::Maximize => -1.0,
            },
            gap,
            largest: sizes.fold(0.0, f64::max),
            discrete: model
                .variables()
                .any(|(_, variable)| variable.domain != Domain::Continuous),
        }
    }

    /// A power of two to multiply the objective by, so that the gap can be closed on one of the size of
    /// `objective`; `None` where it can with the scale at hand.
    fn scale_for(&self, objective: f64, at_hand: f64) -> Option<f64> {
        // Beyond the gap, the accuracy to which an objective is known at all.
        let needed = PRECISION / ((self.gap + tolerance::FEASIBILITY) * objective.abs());
        if !self.discrete || !needed.is_finite() || needed <= at_hand {
            return None;
        }
        let scale = (MARGIN * needed)
            .min(LARGEST / self.largest)
            .log2()
            .floor()
            .exp2();
        (scale > at_hand).then_some(scale)
    }

    /// One run with the objective multiplied by `scale`, and another one where it meets a ray.
    fn ask(
        &self,
        scale: f64,
        start: Option<&[f64]>,
        run: &mut impl FnMut(Question<'_>) -> Result<Run>,
    ) -> Result<ModelOutcome> {
        let factor = self.sign * scale;
        let found = run(Question {
            start,
            cutoff: self.options.cutoff.map(|cutoff| cutoff * factor),
            ..Question::new(factor, self.options, self.gap, &self.clock)
        })?;
        if found.ending != Ending::Ray {
            return Ok(self.outcome(found, factor));
        }
        let feasible = run(Question::new(0.0, self.options, self.gap, &self.clock))?;
        let termination = match feasible.ending {
            Ending::Optimal | Ending::Ray => Termination::Unbounded,
            Ending::Infeasible => Termination::Infeasible,
            Ending::Limit(limit) => Termination::Limit(limit),
        };
        // The point is one half of the certificate that whoever asked for the answer wants to see.
        let values = feasible.values.filter(|_| termination == Termination::Unbounded);
        Ok(ModelOutcome {
            values,
            ..nothing(termination, found.nodes + feasible.nodes)
        })
    }

    /// The outcome of a run that met no ray.
    fn outcome(&self, found: Run, factor: f64) -> ModelOutcome {
        let values = found.values;
        let objective = values
            .as_ref()
            .map(|values| self.model.evaluate(values).objective);
        let worse = |cutoff: f64| objective.is_some_and(|objective| self.sign * (objective - cutoff) >= 0.0);
        let bound = Some(found.bound)
            .filter(|bound| bound.is_finite())
            .map(|bound| bound / factor);
        let nearer = |a: f64, b: f64| if self.sign * (a - b) <= 0.0 { a } else { b };
        match (found.ending, self.options.cutoff) {
            (Ending::Infeasible, None) => nothing(Termination::Infeasible, found.nodes),
            (Ending::Infeasible, cutoff) => ModelOutcome {
                bound: cutoff,
                ..nothing(Termination::CutOff, found.nodes)
            },
            (Ending::Optimal, Some(cutoff)) if worse(cutoff) => ModelOutcome {
                bound: Some(cutoff),
                ..nothing(Termination::CutOff, found.nodes)
            },
            (ending, cutoff) => ModelOutcome {
                termination: match ending {
                    Ending::Optimal => Termination::Optimal,
                    Ending::Limit(limit) => Termination::Limit(limit),
                    Ending::Infeasible | Ending::Ray => Termination::Limit(Limit::Accuracy),
                },
                values,
                bound: bound.map(|bound| cutoff.map_or(bound, |cutoff| nearer(bound, cutoff))),
                nodes: found.nodes,
            },
        }
    }

    /// `outcome` with integers for integer variables: rounded, or with the continuous values chosen anew, whichever
    /// leaves the rows least.
    fn sound(
        &self,
        outcome: ModelOutcome,
        run: &mut impl FnMut(Question<'_>) -> Result<Run>,
    ) -> Result<ModelOutcome> {
        let Some(values) = outcome.values.as_ref().filter(|_| self.discrete) else {
            return Ok(outcome);
        };
        let rounded = self.rounded(values);
        let violation = |point: &[f64]| self.model.evaluate(point).max_violation();
        let mut points = vec![
            (violation(&rounded), rounded),
            (violation(values), values.clone()),
        ];
        if points[0].0 > NEGLIGIBLE {
            let left = self.clock.remaining().map(|left| left.max(GRACE));
            let clock = Deadline::after(left);
            let found = run(Question {
                fixed: Some(&points[0].1),
                ..Question::new(self.sign, &self.quiet, self.gap, &clock)
            })?;
            let polished = found.values.map(|values| self.rounded(&values));
            points.extend(polished.map(|polished| (violation(&polished), polished)));
        }
        // The first of the least, so that an exact integer wins a tie.
        let best = points.into_iter().min_by(|a, b| a.0.total_cmp(&b.0));
        Ok(ModelOutcome {
            values: best.map(|(_, values)| values),
            ..outcome
        })
    }

    /// `values` with integers for integer variables.
    fn rounded(&self, values: &[f64]) -> Vec<f64> {
        let round = |(&value, (_, variable)): (&f64, (Var, &Variable))| {
            if variable.domain.is_integral() {
                value.round()
            } else {
                value
            }
        };
        values.iter().zip(self.model.variables()).map(round).collect()
    }
}

/// The outcome of a search that was repeated with a larger objective from the optimum of the first.
fn combine(first: ModelOutcome, second: ModelOutcome) -> ModelOutcome {
    let nodes = first.nodes + second.nodes;
    if second.values.is_some() {
        return ModelOutcome { nodes, ..second };
    }
    // The second run was stopped before it took up the point. What the first one has proven is not exact enough.
    ModelOutcome {
        termination: Termination::Limit(second.termination.limit().unwrap_or(Limit::Accuracy)),
        values: first.values,
        bound: second.bound.filter(|_| second.termination.is_limit()),
        nodes,
    }
}

/// An outcome without a point or a bound.
fn nothing(termination: Termination, nodes: u64) -> ModelOutcome {
    ModelOutcome {
        termination,
        values: None,
        bound: None,
        nodes,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `max 3 x` over an integer `x` from 0 to 4, the objective multiplied by `size`.
    fn model(size: f64) -> Model {
        let mut model = Model::new("search");
        let x = model.integer("x", 0.0, 4.0);
        model.maximize(3.0 * size * x);
        model
    }

    fn found(ending: Ending, value: Option<f64>, bound: f64) -> Run {
        Run {
            ending,
            values: value.map(|value| vec![value]),
            bound,
            nodes: 1,
        }
    }

    fn with_cutoff(cutoff: Option<f64>, run: Run) -> ModelOutcome {
        let options = SolveOptions {
            cutoff,
            ..SolveOptions::default()
        };
        solve(&model(1.0), None, &options, 0.0, |_| Ok(run.clone())).expect("no run fails")
    }

    #[test]
    fn bounds_come_back_on_the_side_of_the_model() {
        let outcome = with_cutoff(None, found(Ending::Limit(Limit::Time), Some(2.0 + 1e-7), -15.0));
        assert_eq!(outcome.termination, Termination::Limit(Limit::Time));
        assert_eq!((outcome.values, outcome.bound), (Some(vec![2.0]), Some(15.0)));
        assert_eq!(
            with_cutoff(None, found(Ending::Limit(Limit::Time), None, f64::NEG_INFINITY)).bound,
            None
        );
        assert_eq!(
            with_cutoff(None, found(Ending::Limit(Limit::Time), None, f64::NAN)).bound,
            None
        );
    }

    #[test]
    fn nothing_is_claimed_beyond_the_cutoff() {
        let outcome = with_cutoff(Some(9.0), found(Ending::Infeasible, None, f64::INFINITY));
        assert_eq!(
            (outcome.termination, outcome.bound),
            (Termination::CutOff, Some(9.0))
        );
        let outcome = with_cutoff(Some(9.0), found(Ending::Optimal, Some(3.0), -9.0));
        assert_eq!((outcome.termination, outcome.values), (Termination::CutOff, None));
        let outcome = with_cutoff(Some(9.0), found(Ending::Limit(Limit::Time), Some(1.0), -4.0));
        assert_eq!(
            (outcome.termination, outcome.bound),
            (Termination::Limit(Limit::Time), Some(9.0))
        );
        let outcome = with_cutoff(Some(9.0), found(Ending::Optimal, Some(4.0), -12.0));
        assert_eq!(
            (outcome.termination, outcome.bound),
            (Termination::Optimal, Some(12.0))
        );
    }

    #[test]
    fn continuous_values_are_chosen_anew_where_rounding_breaks_a_row() {
        let mut model = Model::new("switch");
        let on = model.binary("on");
        let x = model.continuous("x", 0.0, 1000.0);
        model.add("off", (x - 1000.0 * on).le(0.0));
        model.maximize(x - 500.0 * on);
        let mut questions = 0;
        let outcome = solve(&model, None, &SolveOptions::default(), 1e-4, |question| {
            questions += 1;
            // A millionth of the switch lets a thousandth of x through.
            let values = if question.fixed.is_none() {
                vec![1e-6, 1e-3]
            } else {
                vec![0.0, 0.0]
            };
            assert_eq!(
                question.variable(on, model.get(on).expect("on")).upper,
                if question.fixed.is_none() { 1.0 } else { 0.0 }
            );
            Ok(Run {
                ending: Ending::Limit(Limit::Time),
                values: Some(values),
                bound: -600.0,
                nodes: 1,
            })
        });
        let outcome = outcome.expect("no run fails");
        assert_eq!((outcome.values, questions), (Some(vec![0.0, 0.0]), 2));
    }

    #[test]
    fn a_ray_needs_a_feasible_point() {
        for (ending, expected) in [
            (Ending::Optimal, Termination::Unbounded),
            (Ending::Infeasible, Termination::Infeasible),
            (Ending::Limit(Limit::Time), Termination::Limit(Limit::Time)),
        ] {
            let outcome = solve(&model(1.0), None, &SolveOptions::default(), 0.0, |question| {
                let ending = if question.factor == 0.0 {
                    ending
                } else {
                    Ending::Ray
                };
                Ok(found(ending, None, f64::NAN))
            });
            assert_eq!(outcome.expect("no run fails").termination, expected);
        }
    }

    #[test]
    fn a_small_objective_is_asked_for_again() {
        let mut factors = Vec::new();
        let outcome = solve(&model(1e-6), None, &SolveOptions::default(), 1e-4, |question| {
            factors.push(question.factor);
            // The first run takes 3 for the optimum, the second begins there and finds 4.
            let value = if question.start.is_none() { 3.0 } else { 4.0 };
            Ok(found(
                Ending::Optimal,
                Some(value),
                3e-6 * value * question.factor,
            ))
        });
        let outcome = outcome.expect("no run fails");
        assert_eq!((outcome.values, outcome.nodes), (Some(vec![4.0]), 2));
        assert_eq!(factors.len(), 2);
        assert!(
            factors[1] < -1000.0 && factors[1].abs().log2().fract() == 0.0,
            "{factors:?}"
        );
    }

    #[test]
    fn a_second_run_that_is_stopped_leaves_the_point_and_no_proof() {
        let outcome = solve(&model(1e-6), None, &SolveOptions::default(), 1e-4, |question| {
            let (ending, value) = match question.start {
                None => (Ending::Optimal, Some(4.0)),
                Some(_) => (Ending::Limit(Limit::Time), None),
            };
            Ok(found(ending, value, f64::NAN))
        });
        let outcome = outcome.expect("no run fails");
        assert_eq!(
            (outcome.termination, outcome.bound),
            (Termination::Limit(Limit::Time), None)
        );
        assert_eq!(outcome.values, Some(vec![4.0]));
    }

    #[test]
    fn an_objective_of_ordinary_size_is_asked_for_once() {
        for size in [0.0, 1.0, 1e9] {
            let mut runs = 0;
            let outcome = solve(&model(size), None, &SolveOptions::default(), 1e-4, |question| {
                runs += 1;
                Ok(found(Ending::Optimal, Some(4.0), 12.0 * size * question.factor))
            });
            assert_eq!(
                (outcome.expect("no run fails").termination, runs),
                (Termination::Optimal, 1)
            );
        }
    }
}
