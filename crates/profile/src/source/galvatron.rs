//! Profiles of Hetu-Galvatron (PKU-DAIR/Hetu-Galvatron, Apache-2.0): a folder of JSON files.
//!
//! | file | keys | unit |
//! |---|---|---|
//! | `allreduce_bandwidth_<N>nodes_<G>gpus_per_node` | `allreduce_size_<g>_consec_<0\|1>`: bus bandwidth; 1 neighbouring ranks, 0 strided | GB/s |
//! | `p2p_bandwidth_<N>nodes_<G>gpus_per_node` | `pp_size_<P>` | GB/s |
//! | `sp_time_<N>nodes_<G>gpus_per_node` | `allreduce_size_<g>_<S>MB_time`, `all2all_size_<g>_<S>MB_time` | ms, MiB |
//! | `overlap_coefficient` | `overlap_coe` | |
//! | `computation_profiling_<dtype>_<model>` | `layertype_<i>_bsz<B>_seq<S>`, `layertype_other_bsz<B>_seq<S>` | ms per sample |
//! | `memory_profiling_<dtype>_<model>` | `layertype_<i>[_sp]`, `other_memory_pp_{off,on_first,on_last}[_sp]` | MiB |
//!
//! They say neither the GPU nor the shape of the layers: the first is a stand-in marked as such, the second is
//! taken from a native model of the same architecture. A model and a cluster together are also tables of its own cost
//! model ([`crate::galvatron`]).

mod cluster;
mod model;
mod tables;

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Imported, Input, Request, Source, Wish};
use crate::error::{Error, ErrorKind};
use crate::provenance::{Provenance, Trust};
use crate::{reader, unique};
use cluster::Hardware;
use model::Files;

/// Hetu-Galvatron's profiles.
pub(super) struct Galvatron;

/// The name of the device that the files never name.
const DEVICE: &str = "galvatron-gpu";

impl Source for Galvatron {
    fn name(&self) -> &'static str {
        "galvatron"
    }

    fn title(&self) -> &'static str {
        "a folder of Hetu-Galvatron's hardware and model profiles"
    }

    fn wishes(&self) -> &'static [Wish] {
        &[Wish::Architecture]
    }

    fn detects(&self, input: &Input) -> bool {
        let prefixes = [
            "allreduce_bandwidth_",
            "computation_profiling_",
            "memory_profiling_",
            "p2p_bandwidth_",
        ];
        input.files().any(|(name, _)| {
            name.ends_with(".json") && prefixes.iter().any(|prefix| name.starts_with(prefix))
        })
    }

    fn read(&self, input: &Input, request: &Request) -> Result<Imported, Error> {
        let (hardware, models) = (cluster::measured(input)?, model::measured(input, request)?);
        let mut imported = Imported {
            clusters: hardware.iter().map(Hardware::cluster).collect::<Result<_, _>>()?,
            models: models.iter().map(Files::profile).collect::<Result<_, _>>()?,
            ..Imported::default()
        };
        for model in &models {
            for hardware in &hardware {
                match tables::of(model, hardware)? {
                    Ok(tables) => imported.tables.push(tables),
                    Err(left_out) => imported.left_out.push(left_out),
                }
            }
        }
        Ok(imported)
    }
}

/// Where the files come from.
fn origin(trust: Trust, note: &str) -> Provenance {
    Provenance {
        trust,
        source: "PKU-DAIR/Hetu-Galvatron, main at cea12ff, its profiling files".to_owned(),
        licence: Some("Apache-2.0".to_owned()),
        note: Some(note.to_owned()),
    }
}

/// A flat object of numbers.
#[derive(Deserialize)]
#[serde(transparent)]
struct Numbers {
    #[serde(deserialize_with = "unique::map")]
    map: BTreeMap<String, f64>,
}

/// The numbers of the file `name`: all finite and above 0.
fn numbers(name: &str, bytes: &[u8]) -> Result<BTreeMap<String, f64>, Error> {
    let read = || {
        let Numbers { map } = reader::json(reader::text(bytes)?)?;
        map.iter().try_for_each(|(key, value)| positive(key, *value))?;
        Ok(map)
    };
    read().map_err(|error: Error| error.in_file(name))
}

/// Refuses a figure under `key` that is not above 0.
fn positive(key: &str, value: f64) -> Result<(), Error> {
    if value.is_finite() && value > 0.0 {
        return Ok(());
    }
    let expected = "a number above 0".to_owned();
    Err(Error::at(
        key,
        ErrorKind::Value {
            found: value,
            expected,
            hint: None,
        },
    ))
}

/// The whole number that `text` is.
fn whole(text: &str) -> Option<u64> {
    text.parse().ok()
}
