//! The candidates of the search and what happened to each.

use std::fmt;

use serde::{Serialize, Serializer};
use uniap_base::{Status, divisors};
use uniap_cost::Division;

/// A number of stages and of micro-batches, and how wide the stages are. Ordered as ties between plans are decided:
/// fewer stages first, then fewer micro-batches, then stages of one width.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Candidate {
    /// Stages of the pipeline.
    pub stages: usize,
    /// Micro-batches per iteration.
    pub micro_batches: u64,
    /// The devices of the stages where these are not all as wide.
    pub uneven: Option<Division>,
}

impl Candidate {
    /// Stages that are all as wide.
    #[must_use]
    pub fn even(stages: usize, micro_batches: u64) -> Self {
        Self {
            stages,
            micro_batches,
            uneven: None,
        }
    }

    /// How `devices` devices are divided among the stages.
    ///
    /// # Errors
    /// When the stages do not divide the devices.
    pub fn division(&self, devices: usize) -> uniap_cost::Result<Division> {
        self.uneven
            .map_or_else(|| Division::even(devices, self.stages), Ok)
    }
}

impl fmt::Display for Candidate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} stage{}", self.stages, plural(self.stages as u64))?;
        if let Some(division) = self.uneven {
            write!(f, " of {division} devices")?;
        }
        write!(f, " x {} micro-batch", self.micro_batches)?;
        f.write_str(if self.micro_batches == 1 { "" } else { "es" })
    }
}

fn plural(count: u64) -> &'static str {
    if count == 1 { "" } else { "s" }
}

/// Which candidates are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scope {
    /// Every divisor of the devices with every divisor of the batch. Beyond the published enumeration these are
    /// gradient accumulation (one stage, several micro-batches) and one micro-batch on several stages.
    #[default]
    Full,
    /// The published enumeration (problem.md, section 5): one stage only with one micro-batch, several stages only
    /// with several micro-batches.
    Published,
    /// Those of `Full`, and every number of micro-batches with stages of two widths, of which the narrower divides the
    /// wider: also numbers of stages that do not divide the devices.
    Uneven,
}

impl Scope {
    /// Every scope, the default first.
    pub const ALL: [Self; 3] = [Self::Full, Self::Published, Self::Uneven];

    /// The name used on the command line and in files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Published => "published",
            Self::Uneven => "uneven",
        }
    }

    /// The scope of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.name() == name)
    }

    /// The candidates for so many devices and samples, in the order that decides between equal plans; `uneven` lists
    /// the divisions into stages of two widths.
    pub(crate) fn candidates(
        self,
        devices: usize,
        batch: u64,
        uneven: impl FnOnce() -> Vec<Division>,
    ) -> Vec<Candidate> {
        let counts = divisors(batch);
        let even = divisors(devices as u64).into_iter().flat_map(|stages| {
            counts
                .iter()
                .map(move |&count| Candidate::even(stages as usize, count))
        });
        let mut candidates: Vec<Candidate> = even.filter(|candidate| self.includes(*candidate)).collect();
        if self == Self::Uneven {
            let divisions = uneven();
            candidates.extend(divisions.iter().flat_map(|division| {
                counts.iter().map(|&micro_batches| Candidate {
                    stages: division.stages(),
                    micro_batches,
                    uneven: Some(*division),
                })
            }));
            candidates.sort_unstable();
        }
        candidates
    }

    fn includes(self, candidate: Candidate) -> bool {
        match self {
            Self::Full | Self::Uneven => true,
            Self::Published => (candidate.stages == 1) == (candidate.micro_batches == 1),
        }
    }
}

/// How a candidate ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Solved, with this status.
    Solved(Status),
    /// A bound shows that it cannot beat the plan.
    CutOff,
    /// A limit left it alone.
    NotRun,
}

impl Fate {
    /// The name used in files and on screen.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Solved(status) => status.name(),
            Self::CutOff => "cut-off",
            Self::NotRun => "not-run",
        }
    }
}

impl Serialize for Fate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// What happened to one candidate.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Outcome {
    /// Stages of the pipeline.
    pub stages: usize,
    /// Micro-batches per iteration.
    pub micro_batches: u64,
    /// The devices of the stages where these are not all as wide, such as `4+2x2`.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "division_out")]
    pub division: Option<Division>,
    /// How it ended.
    pub status: Fate,
    /// Why, where it is infeasible.
    pub reason: Option<String>,
    /// Time per iteration in seconds of the best plan found for it.
    pub objective: Option<f64>,
    /// A proven lower bound on that time in seconds; absent for an infeasible one.
    pub bound: Option<f64>,
    /// Who proved it: a backend, `memory` (the layers do not fit), `schedule` (it
    /// cannot run them) or `bound` (the planner's own lower bound).
    pub backend: Option<&'static str>,
    /// Seconds spent on it.
    pub seconds: f64,
    /// Nodes or labels of its search.
    pub nodes: u64,
}

impl Outcome {
    /// The candidate.
    #[must_use]
    pub fn candidate(&self) -> Candidate {
        Candidate {
            stages: self.stages,
            micro_batches: self.micro_batches,
            uneven: self.division,
        }
    }
}

/// Writes a division that is there as it is displayed.
pub(crate) fn division_out<S: Serializer>(
    division: &Option<Division>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match division {
        Some(division) => serializer.collect_str(division),
        None => serializer.serialize_none(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(scope: Scope, devices: usize, batch: u64) -> Vec<(usize, u64)> {
        let candidates = scope.candidates(devices, batch, || Division::uneven(devices, 3));
        candidates
            .into_iter()
            .map(|candidate| (candidate.stages, candidate.micro_batches))
            .collect()
    }

    #[test]
    fn the_scopes() {
        let published = pairs(Scope::Published, 4, 6);
        assert_eq!(
            published,
            [(1, 1), (2, 2), (2, 3), (2, 6), (4, 2), (4, 3), (4, 6)]
        );
        assert_eq!(pairs(Scope::Published, 1, 7), [(1, 1)]);
        assert_eq!(pairs(Scope::Full, 2, 3), [(1, 1), (1, 3), (2, 1), (2, 3)]);
        let both = pairs(Scope::Uneven, 4, 2);
        let even = [(1, 1), (1, 2), (2, 1), (2, 2), (4, 1), (4, 2)];
        assert!(even.iter().all(|pair| both.contains(pair)));
        // 1 + 3, 3 + 1; 2 + 1 + 1, 1 + 1 + 2.
        assert_eq!(both.len(), even.len() + 2 * 4);
        assert!(both.is_sorted());
        assert!(
            Scope::ALL
                .iter()
                .all(|scope| Scope::from_name(scope.name()) == Some(*scope))
        );
    }
}
