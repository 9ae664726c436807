//! What the embedding and the head take and hold: together on one stage, or on the first and the last.

use uniap_profile::galvatron::Ends;

use super::layer::kept;
use super::tables::Tables;
use super::way::{Setting, Way};

/// MiB that every stage keeps for the context of its program.
const CONTEXT: f64 = 1024.0;

/// Seconds for one micro-batch, without the exchange of gradients.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EndTimes {
    /// On the first stage.
    pub first: f64,
    /// On the last stage; 0 where that is the first.
    pub last: f64,
}

impl Tables {
    /// The times of the embedding and the head; `None` where something was not measured.
    ///
    /// Half of the forward time falls to each. With ZeRO-3 parameters are gathered under the forward pass and again under the
    /// backward pass, and tensor parallelism adds an all-gather for each of the two.
    #[must_use]
    pub fn end_times(&self, setting: &Setting, way: &Way) -> Option<EndTimes> {
        let samples = setting.samples(way);
        let forward = self.other_forward(samples / way.shares() as f64);
        let replicas = way.replicas() as f64;
        let rate = self.exchange(way.replicas(), way.tensor)? * (replicas - 1.0) / replicas;
        let gather = if way.tensor > 1 {
            self.allreduce(way.tensor, self.message(samples))? / 2.0
        } else {
            0.0
        };
        let share = if way.sharded { 0.5 } else { 0.0 };
        let of = |ends: &Ends, forward: f64, gathers: f64| {
            let gathered = ends.states_mb.get(&way.tensor)? / 4.0 * 0.5 * rate * share;
            let time = self.hidden_under(forward, gathered) + self.hidden_under(2.0 * forward, gathered);
            Some((time + gathers) / 1e3)
        };
        if setting.stages == 1 {
            let first = of(&self.of.ends_alone, forward, 2.0 * gather)?;
            return Some(EndTimes { first, last: 0.0 });
        }
        Some(EndTimes {
            first: of(&self.of.ends_first, forward / 2.0, gather)?,
            last: of(&self.of.ends_last, forward / 2.0, gather)?,
        })
    }

    /// Milliseconds of a computation with an exchange under it: the computation is slower meanwhile.
    fn hidden_under(&self, computation: f64, exchange: f64) -> f64 {
        let slow = computation * self.of.overlap;
        if slow > exchange {
            exchange + (slow - exchange) / self.of.overlap
        } else {
            exchange
        }
    }

    /// MiB of `stage` besides its layers and the buffer, rounded up; `None` where something was not measured.
    #[must_use]
    pub fn end_mb(&self, setting: &Setting, way: &Way, stage: u64) -> Option<u64> {
        let ends = match stage {
            _ if setting.stages == 1 => &self.of.ends_alone,
            0 => &self.of.ends_first,
            last if last + 1 == setting.stages => &self.of.ends_last,
            _ => return Some(CONTEXT as u64),
        };
        let states = ends.states_mb.get(&way.tensor)? * kept(setting, way);
        let each = ends.activation_mb.get(&way.shares())?;
        let activations = each * setting.samples(way) * setting.in_flight(stage);
        Some((states + activations + CONTEXT).ceil() as u64)
    }
}
