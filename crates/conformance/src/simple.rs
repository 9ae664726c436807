//! Simple backends, for tests of what calls a backend: one that tries every placement, one that gives up, and one that
//! stops whoever asks it.

use uniap_base::Limit;
use uniap_instance::{Fit, Instance, Placement, brute, fit};
use uniap_solver::{
    Backend, Capabilities, Error, ErrorKind, InstanceOutcome, InstanceSolver, OptionKind, Result,
    SolveOptions, Termination,
};

/// A backend that takes instances and answers as a function does.
#[derive(Debug, Clone, Copy)]
pub struct Simple {
    name: &'static str,
    title: &'static str,
    options: &'static [OptionKind],
    answer: fn(&Instance, &SolveOptions<'_>) -> Result<InstanceOutcome>,
}

/// The options of most.
const FEW: &[OptionKind] = &[OptionKind::Cutoff, OptionKind::Gap, OptionKind::TimeLimit];

/// Tries every placement, and respects the cutoff.
pub static BRUTE: Simple = Simple {
    name: "brute",
    title: "every placement",
    options: FEW,
    answer: every_placement,
};

/// Finds a placement where that is easy, and gives up: a megabyte is all it takes.
pub static QUITTER: Simple = Simple {
    name: "quitter",
    title: "gives up",
    options: FEW,
    answer: a_placement,
};

/// Finds nothing in however many nodes it is given, and without a limit on them stops the whole search.
pub static STOPPER: Simple = Simple {
    name: "stopper",
    title: "stops the search",
    options: &[
        OptionKind::Cutoff,
        OptionKind::Gap,
        OptionKind::TimeLimit,
        OptionKind::Nodes,
    ],
    answer: stopped,
};

fn every_placement(instance: &Instance, options: &SolveOptions<'_>) -> Result<InstanceOutcome> {
    let found = brute::solve(instance).map_err(|count| {
        Error::new(ErrorKind::Structure {
            backend: BRUTE.name,
            reason: format!(
                "{count} placements, and {} are the most that are tried",
                brute::MOST
            ),
        })
    })?;
    let cutoff = options.cutoff.unwrap_or(f64::INFINITY);
    let (termination, placement, bound) = match found {
        None => (Termination::Infeasible, None, None),
        Some((_, cost)) if cost >= cutoff => (Termination::CutOff, None, Some(cutoff)),
        Some((placement, cost)) => (Termination::Optimal, Some(placement), Some(cost)),
    };
    Ok(InstanceOutcome {
        termination,
        placement,
        bound,
        nodes: 1,
    })
}

fn a_placement(instance: &Instance, _: &SolveOptions<'_>) -> Result<InstanceOutcome> {
    let placement = match fit(instance) {
        Fit::Yes(placement) => Some(placement),
        Fit::No(_) | Fit::Undecided => None,
    };
    Ok(InstanceOutcome {
        termination: Termination::Limit(Limit::Memory(Some(1_000_000))),
        placement,
        bound: Some(0.0),
        nodes: 1,
    })
}

fn stopped(_: &Instance, options: &SolveOptions<'_>) -> Result<InstanceOutcome> {
    let limit = match options.nodes {
        Some(_) => Limit::Nodes,
        None => {
            options.stop.set();
            Limit::Interrupt
        }
    };
    Ok(InstanceOutcome {
        termination: Termination::Limit(limit),
        placement: None,
        bound: None,
        nodes: options.nodes.unwrap_or(1),
    })
}

impl Backend for Simple {
    fn name(&self) -> &'static str {
        self.name
    }

    fn title(&self) -> &'static str {
        self.title
    }

    fn version(&self) -> String {
        "1".to_owned()
    }

    fn default_formulation(&self) -> Option<&'static str> {
        None
    }

    fn default_gap(&self) -> f64 {
        0.0
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities {
            model: None,
            instance: true,
            options: self.options,
        }
    }

    fn instance_solver(&self) -> Option<&dyn InstanceSolver> {
        Some(self)
    }
}

impl InstanceSolver for Simple {
    fn check(&self, _: &Instance) -> Result<()> {
        Ok(())
    }

    fn solve(
        &self,
        instance: &Instance,
        _: Option<&Placement>,
        options: &SolveOptions<'_>,
    ) -> Result<InstanceOutcome> {
        (self.answer)(instance, options)
    }
}
