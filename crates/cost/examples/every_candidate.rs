//! Times building the instances of every number of stages and micro-batches:
//! `cargo run --release -p uniap-cost --example every_candidate -- MODEL CLUSTER BATCH`.

#![expect(clippy::print_stdout, reason = "a program for people")]

use std::time::Instant;

use uniap_cost::{Choices, Workload};
use uniap_profile::catalog;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [model, cluster, batch] = arguments.as_slice() else {
        return Err("expected MODEL CLUSTER BATCH, two names of datasets and a number".into());
    };
    let batch: u64 = batch.parse()?;
    let (model, cluster) = (catalog::model(model)?, catalog::cluster(cluster)?);
    let start = Instant::now();
    let workload = Workload::new(model, cluster, &Choices::of_batch(batch))?;
    let devices = workload.devices();
    let mut count = 0;
    println!("stages  candidates  seconds");
    for stages in (1..=devices).filter(|stages| devices.is_multiple_of(*stages)) {
        let start = Instant::now();
        let mut candidates = 0;
        for micro_batches in (1..=batch).filter(|count| batch.is_multiple_of(*count)) {
            workload.instance(stages, micro_batches)?;
            candidates += 1;
        }
        println!(
            "{stages:6}  {candidates:10}  {:7.3}",
            start.elapsed().as_secs_f64()
        );
        count += candidates;
    }
    println!("{count} instances in {:.3} s", start.elapsed().as_secs_f64());
    Ok(())
}
