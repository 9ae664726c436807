//! A backend that lies in a way of its choosing: the checks must catch it.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use uniap_instance::{Instance, Placement};
use uniap_miqp::{Feature, Features, Model};
use uniap_solver::{
    Backend, Capabilities, Event, InstanceOutcome, InstanceSolver, ModelOutcome, ModelSolver, OptionKind,
    Result, SolveOptions, Termination,
};

/// A backend that answers whatever it was told to.
pub struct Liar {
    /// What it answers for any model, one after the other; the last one again and again.
    models: Vec<ModelOutcome>,
    /// How many models it was asked about.
    asked: AtomicUsize,
    /// What it answers for any instance.
    instance: InstanceOutcome,
    /// What it tells on the way.
    tells: Vec<Event>,
    /// How long it takes, whatever the limit.
    takes: Duration,
}

impl Liar {
    /// One that gives this point for any model and claims this bound.
    #[must_use]
    pub fn model(termination: Termination, values: Option<Vec<f64>>, bound: Option<f64>) -> Self {
        let instance = InstanceOutcome {
            termination,
            placement: None,
            bound,
            nodes: 0,
        };
        let model = ModelOutcome {
            termination,
            values,
            bound,
            nodes: 0,
        };
        Self::of(model, instance)
    }

    /// One that gives this placement for any instance and claims this bound.
    #[must_use]
    pub fn instance(termination: Termination, placement: Option<Placement>, bound: Option<f64>) -> Self {
        let model = ModelOutcome {
            termination,
            values: None,
            bound,
            nodes: 0,
        };
        let instance = InstanceOutcome {
            termination,
            placement,
            bound,
            nodes: 0,
        };
        Self::of(model, instance)
    }

    fn of(model: ModelOutcome, instance: InstanceOutcome) -> Self {
        Self {
            models: vec![model],
            asked: AtomicUsize::new(0),
            instance,
            tells: Vec::new(),
            takes: Duration::ZERO,
        }
    }

    /// The same, with another answer for the next model.
    #[must_use]
    pub fn then(mut self, termination: Termination, values: Option<Vec<f64>>, bound: Option<f64>) -> Self {
        self.models.push(ModelOutcome {
            termination,
            values,
            bound,
            nodes: 0,
        });
        self
    }

    /// The same, telling of an incumbent of this objective before it answers.
    #[must_use]
    pub fn telling(mut self, objective: f64) -> Self {
        self.tells.push(Event {
            seconds: 0.0,
            objective: Some(objective),
            bound: None,
            nodes: 0,
        });
        self
    }

    /// The same, answering only after so long.
    #[must_use]
    pub fn late(mut self, takes: Duration) -> Self {
        self.takes = takes;
        self
    }

    /// What it does before it answers.
    fn pretend(&self, options: &SolveOptions<'_>) {
        std::thread::sleep(self.takes);
        for event in &self.tells {
            if let Some(observer) = options.observer {
                observer(*event);
            }
        }
    }
}

impl Backend for Liar {
    fn name(&self) -> &'static str {
        "liar"
    }

    fn title(&self) -> &'static str {
        "answers what it was told to"
    }

    fn version(&self) -> String {
        "liar".to_owned()
    }

    fn default_formulation(&self) -> Option<&'static str> {
        None
    }

    fn default_gap(&self) -> f64 {
        0.0
    }

    fn capabilities(&self) -> Capabilities {
        const OPTIONS: &[OptionKind] = &[
            OptionKind::TimeLimit,
            OptionKind::Cutoff,
            OptionKind::Gap,
            OptionKind::Start,
            OptionKind::Events,
        ];
        Capabilities {
            model: Some(Features::of(&[Feature::Integer])),
            instance: true,
            options: OPTIONS,
        }
    }

    fn model_solver(&self) -> Option<&dyn ModelSolver> {
        Some(self)
    }

    fn instance_solver(&self) -> Option<&dyn InstanceSolver> {
        Some(self)
    }
}

impl ModelSolver for Liar {
    fn solve(&self, _: &Model, _: Option<&[f64]>, options: &SolveOptions<'_>) -> Result<ModelOutcome> {
        self.pretend(options);
        let turn = self.asked.fetch_add(1, Ordering::Relaxed);
        let last = self.models.len() - 1;
        Ok(self.models[turn.min(last)].clone())
    }
}

impl InstanceSolver for Liar {
    fn check(&self, _: &Instance) -> Result<()> {
        Ok(())
    }

    fn solve(
        &self,
        _: &Instance,
        _: Option<&Placement>,
        options: &SolveOptions<'_>,
    ) -> Result<InstanceOutcome> {
        self.pretend(options);
        Ok(self.instance.clone())
    }
}
