//! What a race holds, and what must fit together in it.

use serde::Deserialize;
use uniap_base::text;

use crate::error::{Error, Result};
use crate::figure::ink::{Ink, SERIES};

/// What the plan is called that Galvatron's planner answered.
pub(super) const PLANNER: &str = "its planner";

/// The most layers and devices that are drawn one by one.
pub(super) const MOST: u64 = 100_000;

#[derive(Debug, Deserialize)]
pub(super) struct Race {
    pub(super) profile: String,
    #[serde(default)]
    pub(super) devices: Option<u64>,
    /// GiB, as Galvatron counts them.
    pub(super) memory_gb: f64,
    pub(super) batch: u64,
    #[serde(default)]
    pub(super) enough_memory_gb: Option<f64>,
    pub(super) optimum: Answer,
    pub(super) own_search: Answer,
    #[serde(default)]
    pub(super) published: Option<Published>,
    #[serde(default)]
    pub(super) plan: Option<Plan>,
    #[serde(default)]
    pub(super) command: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Answer {
    pub(super) status: String,
    #[serde(default)]
    pub(super) plan: Option<Plan>,
    #[serde(default)]
    pub(super) bound: Option<f64>,
    pub(super) usable_mb: f64,
    #[serde(default)]
    pub(super) seconds: f64,
}

/// What its planner answered elsewhere.
#[derive(Debug, Deserialize)]
pub(super) struct Published {
    pub(super) objective: f64,
    pub(super) seconds: f64,
    pub(super) optimum: f64,
    pub(super) plan: Plan,
    pub(super) source: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Plan {
    pub(super) objective: f64,
    pub(super) stages: u64,
    pub(super) micro_batches: u64,
    pub(super) ends: String,
    /// For each stage, its strategies and how many layers have each.
    pub(super) layers: Vec<Vec<(String, u64)>>,
    pub(super) stage_mb: Vec<f64>,
}

/// A plan of a race: whose it is, the seconds that it took to find, and how it is drawn.
pub(super) struct Entry<'a> {
    pub(super) who: &'static str,
    pub(super) plan: &'a Plan,
    pub(super) seconds: Option<f64>,
    pub(super) ink: Ink,
    /// Its time per iteration as others say it.
    pub(super) published: Option<f64>,
}

impl Race {
    pub(super) fn made_by(&self) -> String {
        format!(
            "uniap galvatron --memory {} --batch {} --json",
            self.memory_gb, self.batch
        )
    }

    /// The budget and the batch.
    pub(super) fn setting(&self) -> String {
        format!("{}, batch {}", gibibytes(self.memory_gb), self.batch)
    }

    /// Every plan, the best first where one was found.
    pub(super) fn entries(&self) -> Vec<Entry<'_>> {
        let known = self.published.as_ref();
        let best = self.optimum.plan.as_ref().map(|plan| Entry {
            who: if self.is_proven() { "optimum" } else { "best found" },
            plan,
            seconds: Some(self.optimum.seconds),
            ink: SERIES[2],
            published: known.map(|known| known.optimum).filter(|_| self.is_proven()),
        });
        let own = self.own_search.plan.as_ref().map(|plan| Entry {
            who: "its own search",
            plan,
            seconds: Some(self.own_search.seconds),
            ink: SERIES[0],
            published: None,
        });
        let planner = known.map(|known| Entry {
            who: PLANNER,
            plan: &known.plan,
            seconds: Some(known.seconds),
            ink: SERIES[1],
            published: Some(known.objective),
        });
        let given = self.plan.as_ref().map(|plan| Entry {
            who: "plan given",
            plan,
            seconds: None,
            ink: SERIES[3],
            published: None,
        });
        [best, own, planner, given].into_iter().flatten().collect()
    }

    /// True where nothing in this model is better.
    pub(super) fn is_proven(&self) -> bool {
        self.optimum.status == "optimal"
    }

    /// How far a plan lies above the best.
    pub(super) fn above(&self, plan: &Plan) -> Option<f64> {
        let best = self.optimum.plan.as_ref()?.objective;
        Some(plan.objective / best - 1.0).filter(|above| best > 0.0 && *above > 1e-9)
    }

    /// Refuses plans whose lists do not fit together or are too long to draw.
    pub(super) fn check(&self, prefix: &str) -> Result<()> {
        let place = |name: &str| format!("{prefix}{name}");
        let plans = [
            ("optimum.plan", self.optimum.plan.as_ref()),
            ("own_search.plan", self.own_search.plan.as_ref()),
            ("published.plan", self.published.as_ref().map(|known| &known.plan)),
            ("plan", self.plan.as_ref()),
        ];
        for (name, plan) in plans {
            let Some(plan) = plan else { continue };
            if plan.stage_mb.len() != plan.layers.len() || plan.layers.is_empty() {
                return Err(Error::Field {
                    place: place(&format!("{name}.stage_mb")),
                    found: text::count(plan.stage_mb.len() as u64, "stage"),
                    expected: "as many as layers has, and at least one".to_owned(),
                });
            }
            let counts = plan.layers.iter().flatten().map(|(_, count)| *count);
            let whole = counts.fold(0_u64, u64::saturating_add);
            if whole > MOST {
                return Err(Error::Field {
                    place: place(&format!("{name}.layers")),
                    found: text::count(whole, "layer"),
                    expected: "at most 100000".to_owned(),
                });
            }
        }
        Ok(())
    }
}

/// GiB with their unit.
pub(super) fn gibibytes(value: f64) -> String {
    format!("{} GiB", text::precise(value))
}

/// MiB in GiB, with four digits.
pub(super) fn shown_mb(value: f64) -> String {
    format!("{} GiB", text::significant(value / 1024.0))
}
