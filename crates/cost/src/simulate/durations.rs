//! How long each step takes: the quantities of a placement, split into forward and backward.

use crate::error::{Error, Result};
use crate::schedule::Pass;

/// How much more than a whole a part may be, relatively, for rounding.
const ROUNDING: f64 = 1e-9;

/// How the time of a stage splits. What is not forward is backward.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Split {
    /// The part of a stage's time that is forward.
    pub forward: f64,
    /// The part of backward that makes the gradients of weights.
    pub weights: f64,
    /// The part of a transfer's time that is forward.
    pub send: f64,
}

impl Split {
    /// As published: backward takes twice as long as forward, half of it for the gradients of weights, and as much is
    /// sent back as forth.
    pub const PUBLISHED: Self = Self {
        forward: 1.0 / 3.0,
        weights: 0.5,
        send: 0.5,
    };
}

/// Seconds of one micro-batch on a stage.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct StageTime {
    /// Forward.
    pub forward: f64,
    /// The gradients of inputs.
    pub input: f64,
    /// The gradients of weights.
    pub weight: f64,
}

impl StageTime {
    /// Seconds of one pass.
    #[must_use]
    pub fn of(&self, pass: Pass) -> f64 {
        match pass {
            Pass::Forward => self.forward,
            Pass::Backward => self.input + self.weight,
            Pass::Input => self.input,
            Pass::Weight => self.weight,
        }
    }
}

/// Seconds of one micro-batch over a boundary.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct TransferTime {
    /// To the next stage.
    pub forward: f64,
    /// Back to the stage before.
    pub backward: f64,
}

/// How long everything takes, in seconds.
#[derive(Debug, Clone, PartialEq)]
pub struct Durations {
    /// By stage.
    pub stages: Vec<StageTime>,
    /// By boundary.
    pub boundaries: Vec<TransferTime>,
    /// Once per iteration, by stage.
    pub once: Vec<f64>,
}

impl Durations {
    /// The quantities of a placement: `p_i`, `o_j` and `s_i`, split the same on every stage and boundary.
    ///
    /// # Errors
    /// When there is not one boundary less than stages, a time is negative or not finite, or a part is none.
    pub fn split(computation: &[f64], communication: &[f64], once: &[f64], split: Split) -> Result<Self> {
        let part = |name, value: f64| {
            let fits = (0.0..=1.0).contains(&value);
            fits.then_some(value)
                .ok_or_else(|| Error::value(name, value, "a part of the whole, from 0 to 1"))
        };
        let forward = part("the part of forward", split.forward)?;
        let weights = part("the part of weights", split.weights)?;
        let send = part("the part of sending", split.send)?;
        let stage = |seconds: &f64| {
            let backward = seconds * (1.0 - forward);
            StageTime {
                forward: seconds * forward,
                input: backward * (1.0 - weights),
                weight: backward * weights,
            }
        };
        let boundary = |seconds: &f64| TransferTime {
            forward: seconds * send,
            backward: seconds * (1.0 - send),
        };
        let durations = Self {
            stages: computation.iter().map(stage).collect(),
            boundaries: communication.iter().map(boundary).collect(),
            once: once.to_vec(),
        };
        durations.check()?;
        Ok(durations)
    }

    /// The same with `forward` seconds of each stage's time forward, the rest split between inputs and weights as before.
    ///
    /// # Errors
    /// When there is not one for each stage, or one is more than the stage takes.
    pub fn with_forward(mut self, forward: &[f64]) -> Result<Self> {
        if forward.len() != self.stages.len() {
            let expected = format!("{}, as there are stages", self.stages.len());
            return Err(Error::value("the times of forward", forward.len(), expected));
        }
        for (stage, &forward) in self.stages.iter_mut().zip(forward) {
            let (total, backward) = (
                stage.forward + stage.input + stage.weight,
                stage.input + stage.weight,
            );
            if !(0.0..=total * (1.0 + ROUNDING)).contains(&forward) {
                let expected = format!("0 to the {total} seconds of the stage");
                return Err(Error::value("the times of forward", forward, expected));
            }
            let weights = if backward > 0.0 {
                stage.weight / backward
            } else {
                0.5
            };
            let backward = (total - forward).max(0.0);
            *stage = StageTime {
                forward,
                input: backward * (1.0 - weights),
                weight: backward * weights,
            };
        }
        self.check()?;
        Ok(self)
    }

    /// Checks what a simulation relies on.
    pub(super) fn check(&self) -> Result<()> {
        let stages = self.stages.len();
        for (what, found, expected) in [
            ("the boundaries", self.boundaries.len() + 1, stages.max(1)),
            ("the times once per iteration", self.once.len(), stages),
        ] {
            if found != expected {
                return Err(Error::value(
                    what,
                    found,
                    format!("{expected}, as there are stages"),
                ));
            }
        }
        let steps = self
            .stages
            .iter()
            .flat_map(|time| [time.forward, time.input, time.weight]);
        let sends = self
            .boundaries
            .iter()
            .flat_map(|time| [time.forward, time.backward]);
        for seconds in steps.chain(sends).chain(self.once.iter().copied()) {
            if !(seconds.is_finite() && seconds >= 0.0) {
                return Err(Error::value(
                    "the times",
                    seconds,
                    "seconds, finite and at least 0",
                ));
            }
        }
        Ok(())
    }
}
