//! Solving a planning instance: with a backend that takes it as it is, or through a formulation.

use uniap_base::{Deadline, tolerance};
use uniap_formulation::{Exactness, Formulated, Formulation};
use uniap_instance::{Fit, Instance, Misfit, Placement, SOLUTION_FORMAT, Solution, Violation, fit};

use crate::backend::Backend;
use crate::capabilities::OptionKind;
use crate::checked::{self, Answer};
use crate::error::{Error, ErrorKind, Result};
use crate::options::SolveOptions;
use crate::outcome::Termination;
use crate::reduced::{self, Given};
use crate::registry::nearest;
use crate::settle::{Found, Terms, settle};

/// How far the point of a formulation's model may leave that model. It is read only for the cell that each layer takes;
/// the placement is then judged by the instance itself, so this only has to exclude what cannot be read.
const READABLE: f64 = 1e-3;

/// A backend and, where it takes models, a formulation: one way to solve instances.
#[derive(Clone, Copy)]
pub struct Route {
    backend: &'static dyn Backend,
    formulation: Option<&'static dyn Formulation>,
}

impl Route {
    /// The route through `backend` and the formulation called `formulation`, or the backend's default.
    ///
    /// # Errors
    /// When there is no such formulation, or the backend takes none.
    pub fn new(backend: &'static dyn Backend, formulation: Option<&str>) -> Result<Self> {
        let name = formulation.or(backend.default_formulation());
        if backend.instance_solver().is_some() {
            return match formulation {
                Some(_) => Err(Error::new(ErrorKind::NoFormulation {
                    backend: backend.name(),
                })),
                None => Ok(Self {
                    backend,
                    formulation: None,
                }),
            };
        }
        let name = name.unwrap_or_default();
        let formulation = uniap_formulation::find(name).ok_or_else(|| {
            let known: Vec<&'static str> = uniap_formulation::ALL
                .iter()
                .map(|formulation| formulation.name())
                .collect();
            Error::new(ErrorKind::UnknownFormulation {
                nearest: nearest(name, &known),
                found: name.to_owned(),
                known,
            })
        })?;
        Ok(Self {
            backend,
            formulation: Some(formulation),
        })
    }

    /// The backend.
    #[must_use]
    pub fn backend(&self) -> &'static dyn Backend {
        self.backend
    }

    /// The name of the formulation, if one is used.
    #[must_use]
    pub fn formulation(&self) -> Option<&'static str> {
        self.formulation.map(|formulation| formulation.name())
    }

    /// True where an answer is one to the instance itself; false through a formulation that is a relaxation.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.formulation
            .is_none_or(|formulation| formulation.exactness() == Exactness::Exact)
    }

    /// Whether this route takes `instance`.
    ///
    /// # Errors
    /// When it does not, with the reason.
    pub fn check(&self, instance: &Instance) -> Result<()> {
        self.backend
            .instance_solver()
            .map_or(Ok(()), |solver| solver.check(instance))
    }

    /// Solves `instance`. The time limit holds for building and solving together.
    ///
    /// # Errors
    /// When the instance is not valid, the route does not take it, the backend fails or its answer does not hold.
    pub fn solve(
        &self,
        instance: &Instance,
        start: Option<&Placement>,
        options: &SolveOptions<'_>,
    ) -> Result<Solved> {
        let clock = Deadline::after(options.time_limit);
        let start = start.filter(|_| self.backend.capabilities().knows(OptionKind::Start));
        let Some(formulation) = self.formulation else {
            let answer = checked::instance(self.backend, instance, start, options)?;
            return Ok(self.report(instance, answer, clock.seconds(), 0.0, None));
        };
        instance
            .validate()
            .map_err(|source| Error::because(ErrorKind::Instance, source))?;
        let built = formulation
            .build(instance)
            .map_err(|source| Error::because(ErrorKind::Formulation, source))?;
        let build_seconds = clock.seconds();
        let limit = options.time_limit;
        let options = SolveOptions {
            time_limit: clock.remaining(),
            ..options.clone()
        };
        let start = start.and_then(|placement| built.point(instance, placement));
        let reached =
            reduced::solve_within(self.backend, &built.model, start.as_deref(), &options, READABLE)?;
        let answer = Answer {
            overrun: checked::overrun(&clock, limit),
            ..self.recover(instance, formulation, &built, reached.answer, &options)?
        };
        Ok(self.report(
            instance,
            answer,
            clock.seconds(),
            build_seconds,
            Some(reached.given),
        ))
    }

    /// Turns a point of the model into a placement and judges it by the instance itself.
    fn recover(
        &self,
        instance: &Instance,
        formulation: &dyn Formulation,
        built: &Formulated,
        answer: Answer<Vec<f64>>,
        options: &SolveOptions<'_>,
    ) -> Result<Answer<Placement>> {
        let name = self.backend.name();
        if answer.termination == Termination::Unbounded {
            return Err(checked::never_unbounded(name));
        }
        let Some(point) = &answer.point else {
            checked::refute_infeasible(name, instance, answer.termination)?;
            return Ok(answer.without_point());
        };
        let placement = built.placement(point).ok_or_else(|| {
            Error::new(ErrorKind::Wrong {
                backend: name,
                reason: "a layer has no cell to stand on".to_owned(),
            })
        })?;
        let Answer {
            termination,
            bound,
            nodes,
            ..
        } = answer;
        let objective = match formulation.exactness() {
            Exactness::Exact => checked::cost(name, instance, &placement)?,
            Exactness::Relaxed => {
                // The model's bound is one on the instance too, but an optimum of the model closes no gap here.
                let truth = checked::judge(name, instance, &placement)?;
                return Ok(Answer {
                    termination,
                    gap: bound.map(|bound| tolerance::gap(truth.objective, bound)),
                    point: Some(placement),
                    objective: Some(truth.objective),
                    bound,
                    nodes,
                    violations: Some(truth.violations),
                    overrun: None,
                });
            }
        };
        let found = Found {
            termination,
            point: Some(placement),
            objective: Some(objective),
            bound,
            nodes,
        };
        let terms = Terms {
            sign: 1.0,
            gap: checked::gap_of(self.backend, options),
            cutoff: options.cutoff,
            known: None,
        };
        settle(name, found, terms)
    }

    fn report(
        &self,
        instance: &Instance,
        answer: Answer<Placement>,
        seconds: f64,
        build_seconds: f64,
        given: Option<Given>,
    ) -> Solved {
        let misfit = match answer.termination {
            Termination::Infeasible => match fit(instance) {
                Fit::No(misfit) => Some(misfit),
                Fit::Yes(_) | Fit::Undecided => None,
            },
            _ => None,
        };
        Solved {
            backend: self.backend.name(),
            formulation: self.formulation(),
            answer,
            misfit,
            seconds,
            build_seconds,
            given,
        }
    }
}

/// A checked answer for an instance, and how it came about.
#[derive(Debug, Clone, PartialEq)]
pub struct Solved {
    /// The backend that answered.
    pub backend: &'static str,
    /// The formulation it was given.
    pub formulation: Option<&'static str>,
    /// The answer.
    pub answer: Answer<Placement>,
    /// For an infeasible instance: what does not fit, where memory and order alone say so.
    pub misfit: Option<Misfit>,
    /// Seconds for everything.
    pub seconds: f64,
    /// Seconds of these spent building the model.
    pub build_seconds: f64,
    /// What the backend was given, where it takes models.
    pub given: Option<Given>,
}

impl Solved {
    /// The rules that the placement breaks; only the answer to a relaxation may break any.
    #[must_use]
    pub fn violations(&self) -> &[Violation] {
        self.answer.violations.as_deref().unwrap_or_default()
    }

    /// Why there is no proven optimum: what does not fit, or what ended the search.
    #[must_use]
    pub fn reason(&self) -> Option<String> {
        let misfit = self.misfit.as_ref().map(ToString::to_string);
        misfit.or_else(|| self.answer.termination.reason())
    }

    /// The answer in the format of the files.
    #[must_use]
    pub fn solution(&self, instance: &Instance) -> Solution {
        let point = self.answer.point.as_ref();
        Solution {
            format: SOLUTION_FORMAT.to_owned(),
            instance: instance.name.clone(),
            backend: self.backend.to_owned(),
            formulation: self.formulation.map(str::to_owned),
            status: self.answer.status(),
            objective: self.answer.objective,
            bound: self.answer.bound,
            gap: self.answer.gap,
            seconds: self.seconds,
            build_seconds: self.build_seconds,
            nodes: self.answer.nodes,
            stage: point.map(Placement::stages),
            strategy: point.map(Placement::strategies),
            violations: self.violations().iter().map(ToString::to_string).collect(),
            hints: None,
            reason: self.reason(),
        }
    }
}
