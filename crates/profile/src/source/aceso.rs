//! Profiles of Aceso (microsoft/SuperScaler, branch Aceso, MIT): a folder of CSV files on V100-32GB.
//!
//! | file | columns | unit |
//! |---|---|---|
//! | `<model>_mbs<B>_tp<T>_algo0.csv` | `op_name`, `forward-compute`, `backward-compute`, `weights`, `activations` and more | us per call of `B` samples, MiB |
//! | `prim_<model>_all_reduce_<g>gpus.csv` | size, time | MiB, ms |
//! | `p2p_intra_node.csv` | sizes in the first line, rates in the second | MiB, GB/s |
//!
//! A layer is the sum of its operators. `algo1` divides some products along the other side and is not read;
//! neither are all-gather, reduce-scatter and all-to-all, whose times include copies around them, and
//! `p2p_inter_node.csv`, which is the rate of a pair that has the network card for itself. A time of 1e9 marks
//! what did not fit into memory.

mod cluster;
mod model;
mod table;

use super::{Imported, Input, Request, Source, Wish};
use crate::error::Error;
use crate::provenance::{Provenance, Trust};

/// Aceso's profiles.
pub(super) struct Aceso;

/// The device they are of, by the name that clusters of the catalogue use too.
const DEVICE: &str = "v100-sxm2-32gb";

/// Times from here on mark what could not be measured.
const NOT_MEASURED: f64 = 1e9;

/// Bytes of what its files call a megabyte.
const MB: f64 = 1_048_576.0;

impl Source for Aceso {
    fn name(&self) -> &'static str {
        "aceso"
    }

    fn title(&self) -> &'static str {
        "a folder of Aceso's operator, collective and p2p times on V100"
    }

    fn wishes(&self) -> &'static [Wish] {
        &[Wish::Architecture]
    }

    fn detects(&self, input: &Input) -> bool {
        input.files().any(|(name, _)| {
            let operators = name.contains("_mbs") && name.ends_with("_algo0.csv");
            operators || (name.starts_with("prim_") && name.ends_with("gpus.csv"))
        })
    }

    fn read(&self, input: &Input, request: &Request) -> Result<Imported, Error> {
        let clusters = cluster::read(input)?;
        let models = model::read(input, request)?;
        Ok(Imported {
            clusters: clusters.into_iter().collect(),
            models,
            ..Imported::default()
        })
    }
}

/// Where the files come from.
fn origin(trust: Trust, note: &str) -> Provenance {
    Provenance {
        trust,
        source: "microsoft/SuperScaler, branch Aceso, its profiled times on V100-32GB".to_owned(),
        licence: Some("MIT".to_owned()),
        note: Some(note.to_owned()),
    }
}
