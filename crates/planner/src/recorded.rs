//! A plan read back from its file: what it takes to run its schedule again.

use serde::Deserialize;
use uniap_instance::{Error, ErrorKind, Result};

use crate::plan::FORMAT;

/// The part of a plan file that says how its pipeline runs. The rest is left alone; the format may grow.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Recorded {
    /// The name of the model.
    pub model: String,
    /// The name of the cluster.
    pub cluster: String,
    /// Samples per iteration.
    pub batch: u64,
    /// The schedule: its name and, where it takes one, the number of chunks.
    pub schedule: String,
    /// The number format that was trained in, where it is recorded.
    #[serde(default)]
    pub dtype: Option<String>,
    /// Tokens of one sample, where they are recorded.
    #[serde(default)]
    pub sequence: Option<u64>,
    /// What keeps states for each parameter, where it is recorded.
    #[serde(default)]
    pub optimizer: Option<String>,
    /// What is known.
    pub status: String,
    /// Time per iteration in seconds; absent where there is no plan.
    #[serde(default)]
    pub objective: Option<f64>,
    /// Samples per second; absent where there is no plan.
    #[serde(default)]
    pub throughput: Option<f64>,
    /// Blocks of devices.
    #[serde(default)]
    pub stages: Option<u64>,
    /// Micro-batches per iteration.
    #[serde(default)]
    pub micro_batches: Option<u64>,
    /// Seconds of computation per micro-batch, by stage.
    #[serde(default)]
    pub stage_time: Vec<f64>,
    /// Seconds of communication per micro-batch, by boundary.
    #[serde(default)]
    pub transfer_time: Vec<f64>,
    /// Seconds once per iteration, by stage; absent where none are due.
    #[serde(default)]
    pub sync_time: Vec<f64>,
    /// Seconds of `stage_time` that are forward, by stage; empty where that is not known.
    #[serde(default)]
    pub forward_time: Vec<f64>,
    /// The devices of every stage, where they are known.
    #[serde(default)]
    pub devices: Vec<Vec<u64>>,
}

/// Reads a plan file.
///
/// # Errors
/// When the bytes are no plan, it holds none, or its lists do not fit together; the error says where.
pub fn read(bytes: &[u8]) -> Result<Recorded> {
    let mut plan: Recorded = uniap_instance::read_document(bytes, FORMAT)?;
    let positive = |place: &str, value: Option<u64>| {
        let found = value.unwrap_or(0);
        if (1..=1_000_000_000).contains(&found) {
            return Ok(());
        }
        let expected = "a plan that was found, with a whole number from 1 to 1e9 here";
        Err(Error::at(
            place,
            ErrorKind::Number {
                found: found as f64,
                expected,
            },
        ))
    };
    positive("stages", plan.stages)?;
    positive("micro_batches", plan.micro_batches)?;
    let stages = plan.stage_time.len();
    if plan.sync_time.is_empty() {
        plan.sync_time = vec![0.0; stages];
    }
    if plan.devices.is_empty() {
        plan.devices = vec![Vec::new(); stages];
    }
    let forward = if plan.forward_time.is_empty() {
        stages
    } else {
        plan.forward_time.len()
    };
    if stages == 0 {
        let (found, expected) = ("no stage", "the seconds of every stage");
        return Err(Error::at("stage_time", ErrorKind::Shape { found, expected }));
    }
    for (place, found, expected, because) in [
        (
            "transfer_time",
            plan.transfer_time.len(),
            stages - 1,
            "one between each two of stage_time",
        ),
        (
            "sync_time",
            plan.sync_time.len(),
            stages,
            "one for each of stage_time",
        ),
        (
            "forward_time",
            forward,
            stages,
            "one for each of stage_time, or none",
        ),
        (
            "devices",
            plan.devices.len(),
            stages,
            "one for each of stage_time",
        ),
    ] {
        if found != expected {
            let kind = ErrorKind::Length {
                found,
                expected,
                because,
            };
            return Err(Error::at(place, kind));
        }
    }
    for (place, values) in [
        ("stage_time", &plan.stage_time),
        ("transfer_time", &plan.transfer_time),
        ("sync_time", &plan.sync_time),
        ("forward_time", &plan.forward_time),
    ] {
        for (position, &found) in values.iter().enumerate() {
            if !(found.is_finite() && found >= 0.0) {
                let expected = "seconds, finite and at least 0";
                return Err(Error::at(
                    format!("{place}[{position}]"),
                    ErrorKind::Number { found, expected },
                ));
            }
        }
    }
    Ok(plan)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAN: &str = r#"{ "format": "uniap.plan/1", "model": "m", "cluster": "c", "batch": 8, "schedule": "gpipe",
        "status": "optimal", "objective": 6.6, "stages": 2, "micro_batches": 4, "stage_time": [1.5, 0.5],
        "transfer_time": [0.1], "layers": [], "new_field": 7 }"#;

    #[test]
    fn a_plan_is_read_and_what_is_new_left_alone() {
        let plan = read(PLAN.as_bytes()).expect("a plan");
        assert_eq!((plan.stages, plan.micro_batches), (Some(2), Some(4)));
        assert_eq!(
            (plan.stage_time, plan.sync_time),
            (vec![1.5, 0.5], vec![0.0, 0.0])
        );
    }

    #[test]
    fn what_does_not_fit_together_is_refused_with_its_place() {
        let mut refusals = Vec::new();
        for (from, to) in [
            ("plan/1", "plan/2"),
            ("\"stages\": 2", "\"stages\": null"),
            ("\"stages\": 2", "\"stages\": -2"),
            ("\"micro_batches\": 4", "\"micro_batches\": 0"),
            ("[1.5, 0.5]", "[]"),
            ("[1.5, 0.5]", "[1.5, -0.5]"),
            ("[1.5, 0.5]", "[1.5, 1e999]"),
            ("[1.5, 0.5]", "[1.5, \"x\"]"),
            ("[0.1]", "[0.1, 0.2]"),
            ("\"layers\": []", "\"sync_time\": [1]"),
            ("\"layers\": []", "\"forward_time\": [1]"),
            ("\"layers\": []", "\"forward_time\": [0.5, -0.1]"),
            ("\"batch\": 8,", ""),
            ("\"layers\"", "\"batch\": 9, \"layers\""),
            ("] , ", "]"),
            ("7 }", "7"),
        ] {
            let text = PLAN.replace(from, to);
            match read(text.as_bytes()) {
                Ok(_) => assert_eq!(text, PLAN, "{from}"),
                Err(error) => refusals.push(error.to_string()),
            }
        }
        insta::assert_snapshot!(refusals.join("\n"));
    }
}
