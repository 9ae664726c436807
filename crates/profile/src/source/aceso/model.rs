//! Aceso's operator times to models.

use std::collections::BTreeMap;

use super::{DEVICE, MB, NOT_MEASURED, origin, table};
use crate::dtype::Dtype;
use crate::error::{Error, ErrorKind};
use crate::model::{FORMAT, LayerTypeFile, Measured, ModelFile, ModelProfile, Receives, Run, SampleTime};
use crate::provenance::{Origins, Provenance, Trust};
use crate::shape::{LanguageModelHead, Norm, Shape, TokenEmbedding, TransformerBlock};
use crate::source::{Input, Request, rounded};

/// The GPT models of Aceso: name in its files, name here, layers, hidden size. Both have 32 heads.
const MODELS: [(&str, &str, u64, u64); 2] = [
    ("gpt_1_3B", "gpt-1.3b", 24, 2048),
    ("gpt_2_6B", "gpt-2.6b", 32, 2560),
];

/// Tokens of a sample.
const SEQUENCE: u64 = 2048;

/// The columns that are read.
const COLUMNS: [&str; 4] = ["forward-compute", "backward-compute", "weights", "activations"];

/// The operators of a layer type, in the order of the types: embedding, block, head.
fn layer_type_of(operator: &str) -> Option<usize> {
    match operator {
        "encoder-embedding" => Some(0),
        "final-layernorm" | "gpt-post-process" => Some(2),
        _ if operator.starts_with("enc-") => Some(1),
        _ => None,
    }
}

/// The four columns, summed over the operators of a layer type; whether all of them were measured.
#[derive(Clone, Copy, Default)]
struct Sums {
    forward_us: f64,
    backward_us: f64,
    weights_mb: f64,
    activations_mb: f64,
}

impl Sums {
    fn measured(self) -> bool {
        let time = |us: f64| us > 0.0 && us < NOT_MEASURED;
        time(self.forward_us) && time(self.backward_us)
    }
}

/// Sums of a model by tensor-parallel degree, then by samples, for each layer type.
type ByTp = BTreeMap<u64, BTreeMap<u64, [Sums; 3]>>;

/// One model for every group of operator files.
pub(super) fn read(input: &Input, request: &Request) -> Result<Vec<ModelProfile>, Error> {
    let mut found: BTreeMap<&str, ByTp> = BTreeMap::new();
    for (name, middle, bytes) in input.between("", "_algo0.csv") {
        let Some((model, samples, tp)) = parse(middle) else {
            continue;
        };
        let sums = operators(bytes).map_err(|error| error.in_file(name))?;
        found
            .entry(model)
            .or_default()
            .entry(tp)
            .or_default()
            .insert(samples, sums);
    }
    let mut models = Vec::new();
    for (name, by_tp) in found {
        let mut file = description(name, request)?;
        for (layer_type, entry) in file.layer_types.iter_mut().take(3).enumerate() {
            entry.measured = by_tp
                .iter()
                .filter_map(|(&tp, by_samples)| measured(tp, by_samples, layer_type))
                .collect();
        }
        models.push(ModelProfile::new(file)?);
    }
    Ok(models)
}

/// Model, samples and tensor-parallel degree in `<model>_mbs<B>_tp<T>`.
fn parse(middle: &str) -> Option<(&str, u64, u64)> {
    let (rest, tp) = middle.rsplit_once("_tp")?;
    let (model, samples) = rest.rsplit_once("_mbs")?;
    let (samples, tp) = (samples.parse().ok()?, tp.parse().ok()?);
    (samples > 0 && tp > 0).then_some((model, samples, tp))
}

/// The sums of one file.
fn operators(bytes: &[u8]) -> Result<[Sums; 3], Error> {
    let mut result = [Sums::default(); 3];
    for row in table::named(bytes, &COLUMNS)?.rows {
        let Some(layer_type) = layer_type_of(&row.name) else {
            let found = format!("the operator {:?}", row.name);
            let expected = "encoder-embedding, enc-*, final-layernorm or gpt-post-process".to_owned();
            return Err(Error::new(
                ErrorKind::Mismatch { found, expected },
                uniap_base::Place::line(row.line),
            ));
        };
        let sums = &mut result[layer_type];
        sums.forward_us += row.numbers[0];
        sums.backward_us += row.numbers[1];
        sums.weights_mb += row.numbers[2];
        sums.activations_mb += row.numbers[3];
    }
    Ok(result)
}

/// The measurement of a layer type at `tp`, where it has any time.
fn measured(tp: u64, by_samples: &BTreeMap<u64, [Sums; 3]>, layer_type: usize) -> Option<Measured> {
    let sums: Vec<(u64, Sums)> = by_samples
        .iter()
        .map(|(&samples, sums)| (samples, sums[layer_type]))
        .filter(|(_, sums)| sums.measured())
        .collect();
    let times = |pick: fn(&Sums) -> f64| {
        let time = |(samples, sums): &(u64, Sums)| SampleTime {
            samples: *samples,
            seconds_per_sample: rounded(pick(sums) * 1e-6 / *samples as f64),
        };
        sums.iter().map(time).collect::<Vec<_>>()
    };
    let &(samples, largest) = sums.last()?;
    Some(Measured {
        device: DEVICE.to_owned(),
        dtype: Dtype::Fp16,
        tp,
        forward: times(|sums| sums.forward_us),
        backward: times(|sums| sums.backward_us),
        activation_bytes_per_sample: Some(rounded(largest.activations_mb * MB / samples as f64)),
        parameter_bytes: Some(rounded(largest.weights_mb * MB)),
        from: "aceso".to_owned(),
    })
}

/// The model without its measurements.
fn description(name: &str, request: &Request) -> Result<ModelFile, Error> {
    let known = MODELS.iter().find(|(theirs, ..)| *theirs == name);
    let ours = known.map_or_else(
        || name.replace('_', "-").to_lowercase(),
        |(_, ours, ..)| (*ours).to_owned(),
    );
    let mut file = match (&request.architecture, known) {
        (Some(architecture), _) => architecture.file().clone(),
        (None, Some(&(_, _, layers, hidden))) => gpt(layers, hidden),
        (None, None) => {
            let known = MODELS.iter().map(|(theirs, ..)| *theirs);
            return Err(Error::unknown("the files' names", "model of Aceso", name, known));
        }
    };
    let note = "Times of single operators with algorithm 0, summed by layer, without communication and without overlap \
                between operators; activations are the outputs that the operators keep";
    file.name = format!("{ours}-aceso");
    file.title = format!(
        "{} as profiled by Aceso on V100-32GB in fp16",
        ours.to_uppercase()
    );
    file.provenance
        .insert("aceso".to_owned(), origin(Trust::Measured, note));
    Ok(file)
}

/// A GPT of Aceso.
fn gpt(layers: u64, hidden: u64) -> ModelFile {
    let note = "32 heads, feed-forward 4 x hidden, vocabulary 51200, sequence 2048, learned positions, dropout; agrees with \
                the sizes of tensors in the operator files. The number of layers is not in them";
    let origin = Provenance {
        trust: Trust::Remembered,
        source: "Aceso (EuroSys 2024), GPT-3 models".to_owned(),
        licence: None,
        note: Some(note.to_owned()),
    };
    let embedding = Shape::TokenEmbedding(TokenEmbedding {
        vocabulary: 51_200,
        hidden,
        sequence: SEQUENCE,
        positions: SEQUENCE,
        types: 0,
        norm: None,
        dropout: true,
        tied: false,
    });
    let block = Shape::TransformerBlock(TransformerBlock {
        hidden,
        heads: 32,
        kv_heads: None,
        head_dim: None,
        ffn: 4 * hidden,
        sequence: SEQUENCE,
        gated: false,
        causal: true,
        flash: false,
        norm: Norm::Layer,
        bias: true,
        dropout: true,
    });
    let head = Shape::LanguageModelHead(LanguageModelHead {
        vocabulary: 51_200,
        hidden,
        sequence: SEQUENCE,
        norm: Some(Norm::Layer),
        transform: false,
        bias: false,
        tied: true,
    });
    let layer_type = |name: &str, shape: Shape| LayerTypeFile {
        name: name.to_owned(),
        from: "architecture".to_owned(),
        shape: Some(shape),
        figures: None,
        measured: Vec::new(),
    };
    let run = |name: &str, count: u64| Run {
        layer_type: name.to_owned(),
        count,
        prefix: None,
        receives: Receives::Tensor,
    };
    ModelFile {
        format: FORMAT.to_owned(),
        name: String::new(),
        title: String::new(),
        sequence: SEQUENCE,
        provenance: Origins::from([("architecture".to_owned(), origin)]),
        layer_types: vec![
            layer_type("embedding", embedding),
            layer_type("decoder", block),
            layer_type("head", head),
        ],
        layers: vec![run("embedding", 1), run("decoder", layers), run("head", 1)],
        edges: Vec::new(),
    }
}
