//! A solution as one JSON object, format `uniap.solution/1`.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use uniap_base::Status;

use crate::error::{Error, ErrorKind, Result};
use crate::json;

/// The name and version of the format.
pub const SOLUTION_FORMAT: &str = "uniap.solution/1";

/// What a backend answers for an instance. Numbers that do not exist are `None` here and `null` in the file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Solution {
    /// Always [`SOLUTION_FORMAT`].
    pub format: String,
    /// The name of the instance.
    pub instance: String,
    /// The backend that answered.
    pub backend: String,
    /// The formulation it was given; absent for `exact`.
    #[serde(default)]
    pub formulation: Option<String>,
    /// What is known.
    #[serde(serialize_with = "status_out", deserialize_with = "status_in")]
    pub status: Status,
    /// Time per iteration in seconds, recomputed from the placement.
    #[serde(default)]
    pub objective: Option<f64>,
    /// A proven lower bound on the time per iteration in seconds.
    #[serde(default)]
    pub bound: Option<f64>,
    /// `|objective - bound| / max(|objective|, 1e-10)`.
    #[serde(default)]
    pub gap: Option<f64>,
    /// Seconds for everything: building, reducing and solving.
    #[serde(default)]
    pub seconds: f64,
    /// Seconds of these spent building the model.
    #[serde(default)]
    pub build_seconds: f64,
    /// Nodes or labels the search looked at.
    #[serde(default)]
    pub nodes: u64,
    /// The stage of each layer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<Vec<usize>>,
    /// The strategy of each layer, an index into its list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub strategy: Option<Vec<usize>>,
    /// For status `relaxed`: the rules that the placement breaks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub violations: Vec<String>,
    /// Another backend that was allowed to help.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hints: Option<String>,
    /// Why nothing fits, where that is proven.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// Reads a solution. Fields this version does not know are left alone; the format may grow.
///
/// # Errors
/// When the bytes are not such a document, or a number in it is not finite.
pub fn read_solution(bytes: &[u8]) -> Result<Solution> {
    let json::Object(solution): json::Object<Solution> = json::parse(bytes, SOLUTION_FORMAT)?;
    if solution.stage.is_some() != solution.strategy.is_some() {
        let place = if solution.stage.is_some() {
            "strategy"
        } else {
            "stage"
        };
        let (found, expected) = (
            "nothing",
            "a list as long as its counterpart, or neither of the two",
        );
        return Err(Error::at(place, ErrorKind::Shape { found, expected }));
    }
    Ok(solution)
}

fn status_out<S: Serializer>(status: &Status, serializer: S) -> std::result::Result<S::Ok, S::Error> {
    serializer.serialize_str(status.name())
}

fn status_in<'de, D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Status, D::Error> {
    let name = String::deserialize(deserializer)?;
    Status::from_name(&name).ok_or_else(|| {
        let known: Vec<&str> = Status::ALL.iter().map(|status| status.name()).collect();
        de::Error::custom(format!(
            "found status {name:?}, expected one of {}",
            known.join(", ")
        ))
    })
}
