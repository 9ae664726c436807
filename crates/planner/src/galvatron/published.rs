//! What Galvatron's own planner answered where it was run, beside what is found here.

use serde::{Deserialize, Serialize};
use uniap_cost::galvatron::{Tables, llama2_7b};

use super::{Config, CountedPlan};

/// Its answers for the profile that comes with the program.
const ANSWERS: &[u8] = include_bytes!("../../../../datasets/galvatron/llama2-7b-8gpu-planner.json");

#[derive(Debug, Deserialize)]
struct Answers {
    source: String,
    plans: Vec<Row>,
}

#[derive(Debug, Deserialize)]
struct Row {
    memory_gb: f64,
    time_s: f64,
    wall_s: f64,
    optimum_s: f64,
    config: Config,
}

/// An answer of its planner for one budget and batch.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Published {
    /// Seconds of an iteration of its plan, as it says.
    pub objective: f64,
    /// Seconds that it searched, on another machine of 2 cores.
    pub seconds: f64,
    /// Seconds of an iteration of the best plan of its model, found by somebody else.
    pub optimum: f64,
    /// Its plan, evaluated here.
    pub plan: CountedPlan,
    /// Who says all this.
    pub source: String,
}

/// What its planner answered for `tables` with so many GiB and samples; `None` where nobody ran it, as on every profile but
/// that which comes with the program.
///
/// # Errors
/// When the file of its answers cannot be read or one of them not evaluated: never for the file as it is, a test reads it.
pub fn published(tables: &Tables, gibibytes: f64, batch: u64) -> Result<Option<Published>, String> {
    let own = llama2_7b().map_err(|error| error.to_string())?;
    if !own.measures_as(tables) {
        return Ok(None);
    }
    let answers: Answers = serde_json::from_slice(ANSWERS).map_err(|error| error.to_string())?;
    let is_asked = |row: &&Row| row.memory_gb == gibibytes && row.config.batch() == batch;
    let Some(row) = answers.plans.iter().find(is_asked) else {
        return Ok(None);
    };
    Ok(Some(Published {
        objective: row.time_s,
        seconds: row.wall_s,
        optimum: row.optimum_s,
        plan: row.config.evaluate(tables)?,
        source: answers.source,
    }))
}
