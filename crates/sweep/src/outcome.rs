//! What became of a task, as one line of text that shows whether it is whole.

use serde::{Deserialize, Serialize};

use crate::sha256;
use crate::task::{Id, Task};

/// The name and version of the format.
pub const OUTCOME_FORMAT: &str = "uniap.outcome/1";

/// The status of a task that the backend, the cost model or the planner does not take.
pub const REFUSED: &str = "refused";

/// The status of a task in which a backend gives an answer that does not hold, or fails.
pub const FAILED: &str = "failed";

/// The status of a task whose process ended without an answer.
pub const DIED: &str = "died";

/// Every other status of a task, which is that of its answer.
const ANSWERS: [&str; 6] = [
    "optimal",
    "feasible",
    "infeasible",
    "unbounded",
    "unknown",
    "relaxed",
];

/// How a line of results begins.
pub(crate) const HEAD: &str = "{\"format\":\"uniap.outcome/1\",";

/// What comes between a line's content and the digits of its seal.
const SEAL: &str = ",\"seal\":\"";

/// Digits of a seal: 64 bits.
const DIGITS: usize = 16;

/// What became of a task. Everything but `run` is the same whenever and wherever the task is done, unless a time limit
/// ends it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// Always [`OUTCOME_FORMAT`].
    pub format: String,
    /// The id of the task.
    pub id: Id,
    /// The task.
    pub task: Task,
    /// As in a solution or a plan, or [`REFUSED`], [`FAILED`] or [`DIED`].
    pub status: String,
    /// The objective in seconds, recomputed.
    pub objective: Option<f64>,
    /// The bound on it in seconds.
    pub bound: Option<f64>,
    /// The relative gap between the two.
    pub gap: Option<f64>,
    /// Stages of the best placement.
    pub stages: Option<usize>,
    /// Its micro-batches.
    pub micro_batches: Option<u64>,
    /// The stage of every layer.
    pub stage: Option<Vec<usize>>,
    /// The strategy of every layer.
    pub strategy: Option<Vec<String>>,
    /// Nodes or labels, over all candidates.
    pub nodes: u64,
    /// The reductions that were applied to the model of an instance.
    pub chain: Vec<String>,
    /// Variables of the model that the backend was given.
    pub variables: Option<usize>,
    /// Rows of it.
    pub rows: Option<usize>,
    /// Terms of its rows.
    pub nonzeros: Option<usize>,
    /// For the plan of a workload: candidates that were solved, cut off by a bound, proven infeasible, or left open.
    pub candidates: Option<[usize; 4]>,
    /// Why there is no answer.
    pub reason: Option<String>,
    /// What differs from run to run.
    pub run: Run,
}

/// What differs from run to run.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Run {
    /// The sweep that it was done for: the name of its file, or what the file calls itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sweep: Option<String>,
    /// Seconds for everything.
    pub seconds: f64,
    /// Seconds of these to model costs.
    pub cost_seconds: f64,
    /// Seconds of these to build models.
    pub build_seconds: f64,
    /// Seconds by which the time limit was passed, where that is more than a tenth and a second.
    pub overrun_seconds: Option<f64>,
    /// The most memory that the task's process held, in bytes, where the system tells.
    pub peak_bytes: Option<u64>,
    /// The solver and its version.
    pub version: String,
}

impl Outcome {
    /// The outcome of `task` before anything is known.
    #[must_use]
    pub fn of(task: &Task, status: &str) -> Self {
        Self {
            format: OUTCOME_FORMAT.to_owned(),
            id: task.id(),
            task: task.clone(),
            status: status.to_owned(),
            objective: None,
            bound: None,
            gap: None,
            stages: None,
            micro_batches: None,
            stage: None,
            strategy: None,
            nodes: 0,
            chain: Vec::new(),
            variables: None,
            rows: None,
            nonzeros: None,
            candidates: None,
            reason: None,
            run: Run::default(),
        }
    }

    /// True where the task ended with a proof.
    #[must_use]
    pub fn is_solved(&self) -> bool {
        matches!(self.status.as_str(), "optimal" | "infeasible")
    }

    /// True where the task might do better if it were done again: its process died or its backend failed.
    #[must_use]
    pub fn is_broken(&self) -> bool {
        matches!(self.status.as_str(), DIED | FAILED)
    }

    /// The line: JSON with a seal as its last field, without a line break.
    #[must_use]
    pub fn line(&self) -> String {
        // An outcome is numbers and texts by name, which JSON always takes; what is not finite becomes null.
        seal(&serde_json::to_string(self).unwrap_or_default())
    }

    /// Reads a line.
    ///
    /// # Errors
    /// What is wrong with it: a line is whole and says what its seal says, or it is nothing.
    pub fn read(line: &str) -> Result<Self, String> {
        let content = unseal(line)?;
        let outcome: Self = serde_json::from_str(&content).map_err(|error| error.to_string())?;
        if outcome.format != OUTCOME_FORMAT {
            return Err(format!(
                "found format {:?}, expected {OUTCOME_FORMAT:?}",
                outcome.format
            ));
        }
        let expected = outcome.task.id();
        if outcome.id != expected {
            return Err(format!(
                "found id {}, expected {expected}, which is that of its task",
                outcome.id
            ));
        }
        let known = [REFUSED, FAILED, DIED];
        if !ANSWERS
            .iter()
            .chain(&known)
            .any(|status| *status == outcome.status)
        {
            return Err(format!(
                "found status {:?}, expected one of {} or {}",
                outcome.status,
                ANSWERS.join(", "),
                known.join(", ")
            ));
        }
        Ok(outcome)
    }
}

/// The JSON object `content` with a checksum of it as its last field.
fn seal(content: &str) -> String {
    let digits = &sha256(content.as_bytes())[..DIGITS];
    let open = content.strip_suffix('}').unwrap_or(content);
    format!("{open}{SEAL}{digits}\"}}")
}

/// The JSON object that was sealed, if nothing in the line has changed since.
fn unseal(line: &str) -> Result<String, String> {
    let broken = || "the line is cut off, or no line of results".to_owned();
    let (open, rest) = line.rsplit_once(SEAL).ok_or_else(broken)?;
    let digits = rest.strip_suffix("\"}").ok_or_else(broken)?;
    let content = format!("{open}}}");
    if digits == &sha256(content.as_bytes())[..DIGITS] {
        Ok(content)
    } else {
        Err("its seal does not fit: the line is damaged".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome() -> Outcome {
        let task = Task {
            model: Some("näme \"x\"".to_owned()),
            backend: "exact".to_owned(),
            gap: Some(0.1),
            ..Task::default()
        };
        Outcome {
            objective: Some(1.25e-300),
            stage: Some(vec![0, 1]),
            ..Outcome::of(&task, "optimal")
        }
    }

    #[test]
    fn a_line_comes_back() {
        let line = outcome().line();
        assert!(line.starts_with(HEAD) && !line.contains('\n'), "{line}");
        assert_eq!(Outcome::read(&line), Ok(outcome()));
        let value: serde_json::Value = serde_json::from_str(&line).expect("JSON with the seal");
        assert!(value["seal"].is_string());
    }

    #[test]
    fn no_change_of_a_line_goes_unnoticed() {
        let line = outcome().line().into_bytes();
        for at in 0..line.len() {
            for flip in [1_u8, 4, 32] {
                let mut changed = line.clone();
                changed[at] ^= flip;
                if let Ok(text) = String::from_utf8(changed) {
                    assert!(Outcome::read(&text).is_err(), "{text}");
                }
            }
            let cut = String::from_utf8_lossy(&line[..at]);
            assert!(Outcome::read(&cut).is_err(), "{cut}");
        }
    }

    #[test]
    fn a_sealed_line_must_also_make_sense() {
        let with = |from: &str, to: &str| {
            let content = serde_json::to_string(&outcome()).expect("JSON");
            assert!(content.contains(from), "{content}");
            Outcome::read(&seal(&content.replacen(from, to, 1))).expect_err("refused")
        };
        assert!(with("\"status\":\"optimal\"", "\"status\":\"best\"").contains("found status \"best\""));
        assert!(with("outcome/1", "outcome/2").contains("expected \"uniap.outcome/1\""));
        assert!(with("\"backend\":\"exact\"", "\"backend\":\"highs\"").contains("which is that of its task"));
        assert!(with("\"nodes\"", "\"knots\"").contains("unknown field"));
    }
}
