//! From the runs and extra edges of a file to every layer and every edge.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::{
    Edge, ExtraEdge, Layer, LayerIndex, LayerType, LayerTypeIndex, ModelFile, ModelProfile, Receives,
    TensorIndex,
};
use crate::detail::Detail;
use crate::error::{Error, ErrorKind};
use crate::range;

/// The most edges of a model.
const EDGES: u64 = 1_000_000;

/// The layers, and where names point.
#[derive(Default)]
struct Layers {
    layers: Vec<Layer>,
    /// What each layer receives from the one before it.
    receives: Vec<Receives>,
    by_name: BTreeMap<String, usize>,
    /// The positions of every run, by its prefix.
    runs: BTreeMap<String, Range<usize>>,
}

/// The model that a checked `file` describes.
pub(super) fn expand(file: ModelFile) -> Result<ModelProfile, Error> {
    let layer_types = types(&file)?;
    let layers = write_out(&file)?;
    let elements = |layer: usize| {
        layer_types[layers.layers[layer].layer_type.get()]
            .figures
            .output_elements_per_sample
    };
    let edge = |from: usize, to: usize, elements_per_sample: f64| Edge {
        from: LayerIndex::new(from),
        to: LayerIndex::new(to),
        tensor: TensorIndex::new(from),
        elements_per_sample,
    };
    let mut edges: Vec<Edge> = (1..layers.layers.len())
        .filter_map(|to| match layers.receives[to] {
            Receives::Tensor => Some(edge(to - 1, to, elements(to - 1))),
            Receives::Order => Some(edge(to - 1, to, 0.0)),
            Receives::Nothing => None,
        })
        .collect();
    let mut seen: BTreeSet<(usize, usize)> = edges
        .iter()
        .map(|edge| (edge.from.get(), edge.to.get()))
        .collect();
    for (i, extra) in file.edges.iter().enumerate() {
        let path = format!("edges[{i}]");
        let (from, targets) = ends(&path, extra, &layers)?;
        let carried = extra.elements_per_sample.unwrap_or_else(|| elements(from));
        range::COUNT.check(format!("{path}.elements_per_sample"), carried)?;
        for to in targets {
            let name = |layer: usize| &layers.layers[layer].name;
            if to <= from {
                let found = format!(
                    "an edge from {} to {}, which is not after it",
                    name(from),
                    name(to)
                );
                let expected = "edges in the order of the layers".to_owned();
                return Err(Error::at(path, ErrorKind::Mismatch { found, expected }));
            }
            if !seen.insert((from, to)) {
                let name = format!("{} to {}", name(from), name(to));
                return Err(Error::at(path, ErrorKind::Duplicate { name }));
            }
            edges.push(edge(from, to, carried));
            range::check_count(format!("{path} (edges so far)"), edges.len() as u64, 0, EDGES)?;
        }
    }
    edges.sort_by_key(|edge| (edge.to, edge.from));
    Ok(ModelProfile {
        layer_types,
        layers: layers.layers,
        edges,
        file,
    })
}

/// The layer types with the figures of their shapes.
fn types(file: &ModelFile) -> Result<Vec<LayerType>, Error> {
    let mut result = Vec::new();
    for (i, given) in file.layer_types.iter().enumerate() {
        let (figures, detail) = match (&given.shape, &given.figures) {
            (Some(shape), None) => (shape.figures(), shape.detail()),
            (None, Some(figures)) => (figures.clone(), Detail::of_figures(figures)),
            // Refused by the check before.
            (Some(_), Some(_)) | (None, None) => continue,
        };
        // Sizes that are legal one by one can still multiply to figures beyond any model.
        figures.check(&format!("layer_types[{i}] (its figures)"))?;
        result.push(LayerType {
            name: given.name.clone(),
            from: given.from.clone(),
            shape: given.shape.clone(),
            figures,
            detail,
            measured: given.measured.clone(),
        });
    }
    Ok(result)
}

/// Every layer of the runs, in order.
fn write_out(file: &ModelFile) -> Result<Layers, Error> {
    let mut result = Layers::default();
    for (i, run) in file.layers.iter().enumerate() {
        let position = file
            .layer_types
            .iter()
            .position(|layer_type| layer_type.name == run.layer_type);
        let Some(layer_type) = position.map(LayerTypeIndex::new) else {
            continue;
        };
        let start = result.layers.len();
        for number in 0..run.count {
            let prefix = run.prefix();
            let name = if run.count == 1 {
                prefix.to_owned()
            } else {
                format!("{prefix}.{number}")
            };
            if result.by_name.insert(name.clone(), result.layers.len()).is_some() {
                return Err(Error::at(
                    format!("layers[{i}].prefix"),
                    ErrorKind::Duplicate { name },
                ));
            }
            result.layers.push(Layer { name, layer_type });
            result.receives.push(if number == 0 {
                run.receives
            } else {
                Receives::Tensor
            });
        }
        if result
            .runs
            .insert(run.prefix().to_owned(), start..result.layers.len())
            .is_some()
        {
            let name = run.prefix().to_owned();
            return Err(Error::at(
                format!("layers[{i}].prefix"),
                ErrorKind::Duplicate { name },
            ));
        }
    }
    Ok(result)
}

/// The layers at both ends of an extra edge.
fn ends(path: &str, extra: &ExtraEdge, layers: &Layers) -> Result<(usize, Range<usize>), Error> {
    let layer = |field: &str, name: &str| {
        layers.by_name.get(name).copied().ok_or_else(|| {
            // The ends of runs are what edges start and end at: a list of all layers would hide them.
            let known = layers.runs.values().flat_map(|run| {
                let last = (run.len() > 1).then_some(run.end - 1);
                std::iter::once(run.start)
                    .chain(last)
                    .map(|layer| layers.layers[layer].name.as_str())
            });
            Error::unknown(format!("{path}.{field}"), "layer", name, known)
        })
    };
    let from = layer("from", &extra.from)?;
    let targets = match (&extra.to, &extra.to_run) {
        (Some(name), None) => {
            let to = layer("to", name)?;
            to..to + 1
        }
        (None, Some(prefix)) => layers.runs.get(prefix).cloned().ok_or_else(|| {
            Error::unknown(
                format!("{path}.to_run"),
                "run",
                prefix,
                layers.runs.keys().map(String::as_str),
            )
        })?,
        (to, _) => {
            let found = if to.is_some() { "both" } else { "neither" }.to_owned();
            let expected = "\"to\" or \"to_run\", exactly one of them".to_owned();
            return Err(Error::at(path, ErrorKind::Mismatch { found, expected }));
        }
    };
    Ok((from, targets))
}
