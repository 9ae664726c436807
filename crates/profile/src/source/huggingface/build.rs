//! From the layers of a family to a model profile.

use super::config::{Config, mismatch};
use crate::error::Error;
use crate::model::{ExtraEdge, FORMAT, LayerTypeFile, ModelFile, ModelProfile, Receives, Run};
use crate::provenance::{Origins, Provenance, Trust};
use crate::shape::Shape;
use crate::source::Request;

/// The key of the one origin.
const ORIGIN: &str = "config";

/// The longest sample of a text model unless another is asked for: what a configuration allows at most is often
/// far longer than what anybody trains on.
const TOKENS: u64 = 4096;

/// What a family makes of a configuration.
pub(super) struct Draft {
    /// Tokens (or patches) of a sample.
    pub(super) sequence: u64,
    /// The layers, in order, as runs of equal ones.
    pub(super) runs: Vec<DraftRun>,
    /// Edges besides the chain.
    pub(super) edges: Vec<ExtraEdge>,
    /// Parameters of the model that no layer's shape has, with what they are.
    pub(super) left_out: Vec<(&'static str, f64)>,
    /// What else to know about the figures.
    pub(super) notes: Vec<String>,
}

/// A run of equal layers.
pub(super) struct DraftRun {
    name: &'static str,
    shape: Shape,
    count: u64,
    receives: Receives,
}

impl DraftRun {
    /// `count` layers of `shape`, each handing its output to the next.
    pub(super) fn new(name: &'static str, shape: Shape, count: u64) -> Self {
        Self {
            name,
            shape,
            count,
            receives: Receives::Tensor,
        }
    }

    /// One layer of `shape`.
    pub(super) fn one(name: &'static str, shape: Shape) -> Self {
        Self::new(name, shape, 1)
    }

    /// One layer that begins a branch of its own.
    pub(super) fn branch(name: &'static str, shape: Shape) -> Self {
        Self {
            receives: Receives::Nothing,
            ..Self::one(name, shape)
        }
    }

    /// One layer that only runs after those before it.
    pub(super) fn apart(name: &'static str, shape: Shape) -> Self {
        Self {
            receives: Receives::Order,
            ..Self::one(name, shape)
        }
    }
}

/// Tokens of a sample: those asked for, at most what the configuration allows; else what it allows up to 4096.
pub(super) fn sequence(config: &Config, field: &str, default: u64, request: &Request) -> Result<u64, Error> {
    let most = config.size_or(field, default)?;
    match request.sequence {
        None => Ok(most.min(TOKENS)),
        Some(asked) if asked <= most => Ok(asked),
        Some(asked) => Err(config.mismatch(
            field,
            &format!("{most}, and a sequence of {asked} asked for"),
            "a sequence of at most what the model has positions for",
        )),
    }
}

/// Refuses a sequence that was asked of a model whose images decide it.
pub(super) fn fixed(sequence: u64, request: &Request) -> Result<u64, Error> {
    match request.sequence {
        Some(asked) if asked != sequence => Err(mismatch(
            "image_size",
            &format!("{sequence} patches, and a sequence of {asked} asked for"),
            "no sequence: the image decides it",
        )),
        _ => Ok(sequence),
    }
}

impl Draft {
    /// The profile of the model.
    pub(super) fn finish(self, config: &Config, request: &Request) -> Result<ModelProfile, Error> {
        let model_type = config.text("model_type")?.unwrap_or_default();
        let name = match &request.name {
            Some(name) => name.clone(),
            None => legal(config.text("_name_or_path")?.unwrap_or_default(), model_type),
        };
        let mut layer_types: Vec<LayerTypeFile> = Vec::new();
        for run in &self.runs {
            layer_types.push(LayerTypeFile {
                name: run.name.to_owned(),
                from: ORIGIN.to_owned(),
                shape: Some(run.shape.clone()),
                figures: None,
                measured: Vec::new(),
            });
        }
        let layers = self.runs.iter().map(|run| Run {
            layer_type: run.name.to_owned(),
            count: run.count,
            prefix: None,
            receives: run.receives,
        });
        let mut file = ModelFile {
            format: FORMAT.to_owned(),
            name,
            title: String::new(),
            sequence: self.sequence,
            provenance: Origins::from([(ORIGIN.to_owned(), origin(String::new()))]),
            layer_types,
            layers: layers.collect(),
            edges: self.edges,
        };
        // The count of parameters, which the title tells, needs the figures first.
        let parameters = ModelProfile::new(file.clone())?.parameters();
        let blocks: u64 = self.runs.iter().map(|run| run.count).sum();
        file.title = format!("{model_type}, {} parameters, {blocks} layers", amount(parameters));
        let mut notes = vec![format!(
            "Read from a config.json (model_type {model_type}); nothing is measured. Attention {}.",
            if config.fused()? {
                "is fused where the library fuses it"
            } else {
                "stores its scores"
            }
        )];
        notes.extend(self.notes);
        for (what, count) in self.left_out {
            if count > 0.0 {
                let share = 100.0 * count / (parameters + count);
                notes.push(format!(
                    "Left out: {what}, {count:.0} parameters ({share:.2} % of the model)."
                ));
            }
        }
        file.provenance = Origins::from([(ORIGIN.to_owned(), origin(notes.join(" ")))]);
        ModelProfile::new(file)
    }
}

fn origin(note: String) -> Provenance {
    Provenance {
        trust: Trust::Derived,
        source: "the model's config.json (Hugging Face transformers), by the shapes of its layers".to_owned(),
        licence: None,
        note: Some(note),
    }
}

/// The last part of a repository's name with the characters that names may have, or `other` where none are left.
fn legal(path: &str, other: &str) -> String {
    let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let name: String = last
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || "-_.+".contains(*c))
        .take(100)
        .collect();
    if name.chars().any(|c| c.is_ascii_alphanumeric()) {
        name.to_lowercase()
    } else {
        other.to_owned()
    }
}

/// A number of parameters in millions or billions.
fn amount(count: f64) -> String {
    if count >= 1e9 {
        format!("{:.2} B", count / 1e9)
    } else {
        format!("{:.1} M", count / 1e6)
    }
}
