//! The runs to do, and doing one.

use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};

use uniap::base::Deadline;
use uniap::formulation::{self, Exactness, Formulation};
use uniap::instance::Instance;
use uniap::miqp::reduce::Choices;
use uniap::miqp::{Model, Sense};
use uniap::solver::instance::Route;
use uniap::solver::reduced::{Given, Reached};
use uniap::solver::{
    Backend, Error as SolverError, ErrorKind, Event, OptionKind, Parameter, SolveOptions, reduced,
};

use super::integral::{Moment, Trace};
use super::row::{FAILED, REFUSED, Row};
use crate::error::chain;
use crate::input::Document;

/// What is to be compared.
pub struct Plan {
    /// The backends.
    pub backends: Vec<&'static dyn Backend>,
    /// The formulations; each backend's own where there are none.
    pub formulations: Vec<&'static dyn Formulation>,
    /// The reductions asked for by name; the cheapest chain is `None`.
    pub reductions: Vec<(Option<&'static str>, Choices)>,
    /// The seeds; the solvers' own where there are none.
    pub seeds: Vec<u64>,
    /// How often each run is repeated.
    pub repeats: NonZeroUsize,
    /// Parameters, each with the backend whose solver has it.
    pub parameters: Vec<(String, Parameter)>,
}

/// One run.
#[derive(Clone)]
pub struct Task {
    /// Who solves.
    pub backend: &'static dyn Backend,
    /// The formulation asked for.
    pub formulation: Option<&'static str>,
    /// The reduction asked for.
    pub reduction: Option<&'static str>,
    choices: Choices,
    seed: Option<u64>,
    repeat: NonZeroUsize,
    parameters: Vec<Parameter>,
}

impl Plan {
    /// The runs on a document: for each repeat and seed every way, so that what changes on the machine over time hits all
    /// of them alike. A backend that takes instances itself has neither formulation nor reduction to choose, and a model
    /// has no formulation.
    pub fn tasks(&self, document: &Document) -> Vec<Task> {
        let seeds: Vec<Option<u64>> = match self.seeds.as_slice() {
            [] => vec![None],
            seeds => seeds.iter().copied().map(Some).collect(),
        };
        let mut tasks = Vec::new();
        for repeat in (1..=self.repeats.get()).filter_map(NonZeroUsize::new) {
            for &seed in &seeds {
                for &backend in &self.backends {
                    for (formulation, reduction) in self.ways(backend, document) {
                        let own = self.parameters.iter().filter(|(name, _)| name == backend.name());
                        tasks.push(Task {
                            backend,
                            formulation,
                            reduction: reduction.0,
                            choices: reduction.1,
                            seed,
                            repeat,
                            parameters: own.map(|(_, parameter)| parameter.clone()).collect(),
                        });
                    }
                }
            }
        }
        tasks
    }

    /// The formulations and reductions that a backend is tried with.
    fn ways(&self, backend: &dyn Backend, document: &Document) -> Vec<Way> {
        let default = || (None, (None, Choices::new()));
        let is_instance = matches!(document, Document::Instance(_));
        if is_instance && backend.instance_solver().is_some() {
            return vec![default()];
        }
        let formulations: Vec<Option<&'static str>> = if self.formulations.is_empty() || !is_instance {
            vec![None]
        } else {
            self.formulations
                .iter()
                .map(|formulation| Some(formulation.name()))
                .collect()
        };
        let mut ways = Vec::new();
        for formulation in formulations {
            ways.extend(
                self.reductions
                    .iter()
                    .map(|reduction| (formulation, reduction.clone())),
            );
        }
        ways
    }
}

/// A formulation, and a reduction with its name.
type Way = (Option<&'static str>, (Option<&'static str>, Choices));

/// How a run on something went, before it is a row.
struct Run {
    status: &'static str,
    objective: Option<f64>,
    bound: Option<f64>,
    gap: Option<f64>,
    nodes: u64,
    seconds: f64,
    build_seconds: f64,
    overrun: Option<f64>,
    given: Option<Given>,
    judged: bool,
}

impl Task {
    /// Does the run. `options` holds what all runs share; `watch` is told what happens.
    pub fn run(
        &self,
        file: &str,
        document: &Document,
        options: &SolveOptions<'_>,
        watch: &(dyn Fn(Event) + Sync),
    ) -> (Row, Option<SolverError>) {
        let trace = Mutex::new(Trace::default());
        let observer = |event: Event| {
            let mut trace = trace.lock().unwrap_or_else(PoisonError::into_inner);
            trace.push(Moment {
                seconds: event.seconds,
                objective: event.objective,
                bound: event.bound,
            });
            watch(event);
        };
        let tells = self.backend.capabilities().knows(OptionKind::Events);
        let options = SolveOptions {
            seed: self.seed,
            reductions: self.choices.clone(),
            parameters: self.parameters.clone(),
            observer: tells.then_some(&observer as _),
            ..options.clone()
        };
        let clock = Deadline::after(None);
        // A backend that panics must not take the rows of the others with it.
        let ended = catch_unwind(AssertUnwindSafe(|| match document {
            Document::Instance(instance) => self.on_instance(instance, &options),
            Document::Model(model) => self.on_model(model, &options),
        }));
        let seconds = clock.seconds();
        let trace = trace.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut row = self.blank(file, document);
        match ended {
            Err(_) => {
                row.status = FAILED;
                row.seconds = seconds;
                row.error = Some("the backend panicked: this is a defect of uniap".to_owned());
                (row, None)
            }
            Ok(Err(error)) => {
                row.status = if error.is_usage() { REFUSED } else { FAILED };
                row.seconds = seconds;
                row.error = Some(chain(&error));
                (row, Some(error))
            }
            Ok(Ok(run)) => (run.into_row(row, trace), None),
        }
    }

    fn on_instance(&self, instance: &Instance, options: &SolveOptions<'_>) -> Result<Run, SolverError> {
        let route = Route::new(self.backend, self.formulation)?;
        let solved = route.solve(instance, None, options)?;
        let answer = &solved.answer;
        Ok(Run {
            status: answer.status().name(),
            objective: answer.objective,
            bound: answer.bound,
            gap: answer.gap,
            nodes: answer.nodes,
            seconds: solved.seconds,
            build_seconds: solved.build_seconds,
            overrun: answer.overrun.map(|late| late.as_secs_f64()),
            judged: route.is_exact(),
            given: solved.given,
        })
    }

    fn on_model(&self, model: &Model, options: &SolveOptions<'_>) -> Result<Run, SolverError> {
        let clock = Deadline::after(None);
        let Reached { answer, given } = reduced::solve(self.backend, model, None, options)?;
        Ok(Run {
            status: answer.status().name(),
            objective: answer.objective,
            bound: answer.bound,
            gap: answer.gap,
            nodes: answer.nodes,
            seconds: clock.seconds(),
            build_seconds: 0.0,
            overrun: answer.overrun.map(|late| late.as_secs_f64()),
            judged: true,
            given: Some(given),
        })
    }

    /// The row of this run without an answer.
    fn blank(&self, file: &str, document: &Document) -> Row {
        let (instance, formulation, sense) = match document {
            Document::Instance(instance) => {
                let formulation = self.formulation.or(self.backend.default_formulation());
                (instance.name.clone(), formulation, Sense::Minimize)
            }
            Document::Model(model) => (model.name.clone(), None, model.objective().sense),
        };
        let judged = formulation
            .and_then(formulation::find)
            .is_none_or(|formulation| formulation.exactness() == Exactness::Exact);
        Row {
            file: file.to_owned(),
            instance,
            backend: self.backend.name(),
            version: self.backend.version(),
            formulation,
            reduction: self.reduction,
            chain: Vec::new(),
            seed: self.seed,
            repeat: self.repeat,
            status: REFUSED,
            objective: None,
            bound: None,
            gap: None,
            seconds: 0.0,
            build_seconds: 0.0,
            reduce_seconds: 0.0,
            solve_seconds: 0.0,
            overrun_seconds: None,
            nodes: 0,
            variables: None,
            rows: None,
            nonzeros: None,
            reference: None,
            primal_integral: None,
            dual_integral: None,
            error: None,
            trace: Trace::default(),
            judged,
            sense,
        }
    }
}

impl Run {
    fn into_row(self, row: Row, trace: Trace) -> Row {
        let given = self.given;
        let reduce_seconds = given.as_ref().map_or(0.0, |given| given.reduce_seconds);
        // Backends count from when they were given the model.
        let mut trace = trace.later(self.build_seconds + reduce_seconds);
        trace.push(Moment {
            seconds: self.seconds,
            objective: self.objective,
            bound: self.bound,
        });
        Row {
            status: self.status,
            objective: self.objective,
            bound: self.bound,
            gap: self.gap,
            seconds: self.seconds,
            build_seconds: self.build_seconds,
            reduce_seconds,
            solve_seconds: (self.seconds - self.build_seconds - reduce_seconds).max(0.0),
            overrun_seconds: self.overrun,
            nodes: self.nodes,
            variables: given.as_ref().map(|given| given.variables),
            rows: given.as_ref().map(|given| given.rows),
            nonzeros: given.as_ref().map(|given| given.nonzeros),
            chain: given.map(|given| given.chain).unwrap_or_default(),
            trace,
            judged: self.judged,
            ..row
        }
    }
}

/// True where a refusal says nothing about other seeds: all others are the same for each run of a way.
pub fn is_of_this_run(error: &SolverError) -> bool {
    matches!(&error.kind, ErrorKind::OptionValue { option, .. } if *option == OptionKind::Seed.name())
}
