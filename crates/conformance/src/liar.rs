//! A backend that lies in a way of its choosing: the checks must catch it.

use uniap_instance::{Instance, Placement};
use uniap_miqp::{Feature, Features, Model};
use uniap_solver::{
    Backend, Capabilities, InstanceOutcome, InstanceSolver, ModelOutcome, ModelSolver, OptionKind, Result,
    SolveOptions, Termination,
};

/// A backend that answers whatever it was told to.
pub struct Liar {
    /// What it answers for any model.
    pub model: ModelOutcome,
    /// What it answers for any instance.
    pub instance: InstanceOutcome,
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
        Self {
            model: ModelOutcome {
                termination,
                values,
                bound,
                nodes: 0,
            },
            instance,
        }
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
        Self {
            model,
            instance: InstanceOutcome {
                termination,
                placement,
                bound,
                nodes: 0,
            },
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
        const OPTIONS: &[OptionKind] = &[OptionKind::Cutoff, OptionKind::Gap];
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
    fn solve(&self, _: &Model, _: Option<&[f64]>, _: &SolveOptions<'_>) -> Result<ModelOutcome> {
        Ok(self.model.clone())
    }
}

impl InstanceSolver for Liar {
    fn check(&self, _: &Instance) -> Result<()> {
        Ok(())
    }

    fn solve(&self, _: &Instance, _: Option<&Placement>, _: &SolveOptions<'_>) -> Result<InstanceOutcome> {
        Ok(self.instance.clone())
    }
}
