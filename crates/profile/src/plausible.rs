//! What is possible, and still hard to believe: figures of a profile that do not fit together.
//!
//! Reading a profile refuses what cannot be. The rules here look at several figures at once and find those that a
//! slip explains better than any hardware: a time that falls with the size of the work, a rate above that of the
//! device or the link, parameters that do not fill the bytes they were measured to take, units a thousand times off.
//! Every rule says what it holds for possible; all rules stand in [`CLUSTER`] and [`MODEL`]. Where a model meets a
//! cluster, [`check_together`] refuses what no measurement on its devices can be.

mod cluster;
mod model;
mod together;

use uniap_base::Place;

use crate::cluster::Cluster;
use crate::model::ModelProfile;

pub use together::check as check_together;

/// Figures that do not fit together.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The rule that found it.
    pub rule: &'static str,
    /// Where one of the figures stands.
    pub place: Place,
    /// What stands there, with the figure it is compared to.
    pub found: String,
    /// What would be believed.
    pub expected: String,
}

/// A rule about profiles of type `P`.
pub struct Rule<P> {
    /// Its name.
    pub name: &'static str,
    /// What it holds for possible, in one sentence.
    pub says: &'static str,
    find: fn(&P, &mut Findings),
}

/// The rules about clusters.
pub static CLUSTER: &[Rule<Cluster>] = &[
    cluster::MESSAGE_TIMES,
    cluster::RATES_OF_TIMES,
    cluster::LINK_RATES,
    cluster::LINKS_AND_MEMORY,
    cluster::LATENCIES,
    cluster::ROOFLINE,
    cluster::MEMORY,
    cluster::FORMATS,
];

/// The rules about models.
pub static MODEL: &[Rule<ModelProfile>] = &[
    model::CALL_TIMES,
    model::DEGREES,
    model::BACKWARD,
    model::RATES,
    model::PARAMETERS,
    model::ACTIVATIONS,
];

/// What was found so far, by which rule.
struct Findings {
    rule: &'static str,
    all: Vec<Finding>,
}

impl Findings {
    fn add(&mut self, path: impl Into<String>, found: impl Into<String>, expected: impl Into<String>) {
        self.all.push(Finding {
            rule: self.rule,
            place: Place::path(path),
            found: found.into(),
            expected: expected.into(),
        });
    }
}

/// What is hard to believe about `cluster`, in the order of the rules.
#[must_use]
pub fn of_cluster(cluster: &Cluster) -> Vec<Finding> {
    apply(CLUSTER, cluster)
}

/// What is hard to believe about `model`, in the order of the rules.
#[must_use]
pub fn of_model(model: &ModelProfile) -> Vec<Finding> {
    apply(MODEL, model)
}

fn apply<P>(rules: &[Rule<P>], profile: &P) -> Vec<Finding> {
    let mut findings = Findings {
        rule: "",
        all: Vec::new(),
    };
    for rule in rules {
        findings.rule = rule.name;
        (rule.find)(profile, &mut findings);
    }
    findings.all
}

/// A figure as people write it.
fn short(value: f64) -> String {
    if (1e-3..1e5).contains(&value.abs()) {
        format!("{value:.3}")
    } else {
        format!("{value:.3e}")
    }
}
