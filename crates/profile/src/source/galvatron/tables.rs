//! A model's files and a cluster's to the tables of Galvatron's own cost model.

use serde_json::json;

use super::cluster::{Hardware, Ranks};
use super::model::{Files, LayerMemory, OtherMemory, is_block};
use crate::error::{Error, ErrorKind};
use crate::galvatron::{Bandwidth, By, Ends, FORMAT, Series, Tables};
use crate::model::LayerTypeFile;
use crate::shape::Shape;
use crate::source::LeftOut;

/// The tables of `files` on `hardware`; what is missing where the files do not say enough, which leaves both good for
/// profiles of their own.
pub(super) fn of(files: &Files, hardware: &Hardware) -> Result<Result<Tables, LeftOut>, Error> {
    let name = format!("{}-{}gpu", files.model, hardware.world());
    match made(&name, files, hardware) {
        Ok(tables) => Ok(Ok(tables)),
        Err(error) if matches!(*error.kind, ErrorKind::Mismatch { .. }) => Ok(Err(LeftOut {
            name,
            reason: error.to_string(),
        })),
        Err(error) => Err(error),
    }
}

fn made(name: &str, files: &Files, hardware: &Hardware) -> Result<Tables, Error> {
    for file in [&hardware.times, &hardware.p2p] {
        if file.numbers.is_empty() {
            return Err(absent(&file.name));
        }
    }
    let overlap = hardware
        .overlap
        .ok_or_else(|| absent("overlap_coefficient.json"))?;
    let in_times = |error: Error| error.in_file(&files.times_name);
    let Layers { count, hidden } = layers(files).map_err(in_times)?;
    let sequence = files.architecture.sequence();
    let times = |prefix: &str| -> Result<Series, Error> {
        let times = files.milliseconds_of(prefix, sequence).map_err(in_times)?;
        Ok(series(times))
    };
    let layer: LayerMemory = files.memory_of("layertype_0", sequence)?;
    let activation = &layer.tp_activation_per_bsz_dict;
    let recomputed = activation.recomputed().ok_or_else(|| {
        let place = format!("layertype_0.{sequence}.tp_activation_per_bsz_dict.checkpoint");
        let expected = "what is kept under recomputation, MiB";
        lacking(&place, "no such entry", expected).in_file(&files.memory_name)
    })?;
    let ends = |key: &str| -> Result<Ends, Error> {
        let memory: OtherMemory = files.memory_of(&format!("other_memory_pp_{key}"), sequence)?;
        Ok(Ends {
            states_mb: memory.model_states.degrees(),
            activation_mb: memory.activation.degrees(),
        })
    };
    let collective = |operation: &str| {
        let groups = hardware.groups_of(operation).into_iter();
        groups
            .map(|group| Ok((group, series(hardware.milliseconds_of(operation, group)?))))
            .collect::<Result<_, Error>>()
    };
    let bandwidths = hardware.bandwidths()?;
    let among = |ranks: Ranks| -> By {
        let chosen = bandwidths.iter().filter(|(_, of, _)| *of == ranks);
        chosen.map(|(size, _, rate)| (*size, *rate)).collect()
    };
    let tables = Tables {
        format: FORMAT.to_owned(),
        name: name.to_owned(),
        provenance: json!({
            "source": format!(
                "Hetu-Galvatron's profiler: {}, {}, {}, {}, {}, overlap_coefficient.json",
                files.times_name, files.memory_name, hardware.name, hardware.p2p.name, hardware.times.name
            ),
            "note": format!(
                "{} x {} GPUs, which the files do not name; training in {}; numbers of layers, hidden elements and \
                 tokens are those of {}; sizes are in MiB, times in ms, bandwidths in GB/s as the source has them",
                hardware.nodes, hardware.devices, files.dtype, files.architecture.name()
            ),
        }),
        devices: hardware.world(),
        layers: count,
        hidden,
        sequence,
        layer_forward_ms_per_sample: times("layertype_0")?,
        other_forward_ms_per_sample: times("layertype_other")?,
        layer_parameter_mb: layer.parameter_size,
        layer_activation_mb: activation.degrees(),
        layer_recomputed_activation_mb: recomputed,
        ends_alone: ends("off")?,
        ends_first: ends("on_first")?,
        ends_last: ends("on_last")?,
        allreduce_gb_per_s: Bandwidth {
            neighbours: among(Ranks::Neighbours),
            strided: among(Ranks::Strided),
        },
        p2p_gb_per_s: hardware.rates()?,
        allreduce_ms_by_mb: collective("allreduce")?,
        all_to_all_ms_by_mb: collective("all2all")?,
        overlap,
    };
    tables.validate()?;
    Ok(tables)
}

/// The layers between the embedding and the head.
struct Layers {
    count: u64,
    hidden: u64,
}

/// Those of the architecture, which has to have one kind of them: the cost model knows no other.
fn layers(files: &Files) -> Result<Layers, Error> {
    let file = files.architecture.file();
    let blocks: Vec<&LayerTypeFile> = file.layer_types.iter().filter(|kind| is_block(kind)).collect();
    if let [kind] = &blocks[..]
        && let Some(Shape::TransformerBlock(block)) = &kind.shape
    {
        let runs = file.layers.iter().filter(|run| run.layer_type == kind.name);
        return Ok(Layers {
            count: runs.fold(0, |count, run| count.saturating_add(run.count)),
            hidden: block.hidden,
        });
    }
    let found = format!("{} kinds of layers in {}", blocks.len(), file.name);
    Err(lacking("", &found, "one, of transformer blocks"))
}

fn series(by: impl IntoIterator<Item = (u64, f64)>) -> Series {
    by.into_iter().map(|(at, value)| (at as f64, value)).collect()
}

fn absent(file: &str) -> Error {
    lacking("", "no such file or no such figures", "them beside the others").in_file(file)
}

fn lacking(place: &str, found: &str, expected: &str) -> Error {
    Error::at(
        place,
        ErrorKind::Mismatch {
            found: found.to_owned(),
            expected: expected.to_owned(),
        },
    )
}
