//! Model descriptions of Hugging Face transformers: a `config.json`, turned into layers from shapes alone.
//!
//! One file per family of architectures, all in [`FAMILIES`]; `model_type` says which. What a configuration leaves
//! out has the default of the class it configures. Nothing is measured: times and memory follow from the shapes.
//!
//! | field of every family | meaning here |
//! |---|---|
//! | `model_type` | the family |
//! | `_name_or_path` | the name of the model, unless another is asked for |
//! | `attn_implementation`, `_attn_implementation` | `eager`: scores are stored; otherwise the family's default |

mod bert;
mod build;
mod clip;
mod config;
mod decoder;
mod gpt2;
mod swin;
mod t5;
mod vit;

use serde_json::Value;

use self::build::Draft;
use self::config::Config;
use super::{Imported, Input, Request, Source, Wish, in_keys};
use crate::error::{Error, ErrorKind};
use crate::reader;

/// Hugging Face configurations.
pub(super) struct HuggingFace;

impl Source for HuggingFace {
    fn name(&self) -> &'static str {
        "huggingface"
    }

    fn title(&self) -> &'static str {
        "a config.json of Hugging Face transformers, turned into layers from shapes"
    }

    fn wishes(&self) -> &'static [Wish] {
        &[Wish::Sequence, Wish::Name]
    }

    fn detects(&self, input: &Input) -> bool {
        let describes = |bytes: &[u8]| {
            let text = reader::text(bytes).ok()?;
            let value: Value = reader::json(text).ok()?;
            Some(value.get("model_type").is_some() || value.get("architectures").is_some())
        };
        let mut files = described(input).peekable();
        files.peek().is_some() && files.all(|(_, bytes)| describes(bytes) == Some(true))
    }

    fn read(&self, input: &Input, request: &Request) -> Result<Imported, Error> {
        let mut imported = Imported::default();
        for (name, bytes) in described(input) {
            let model = model(bytes, request).map_err(|error| error.in_file(name))?;
            imported.models.push(model);
        }
        if imported.models.is_empty() {
            let found: Vec<&str> = input.files().map(|(name, _)| name).take(SHOWN).collect();
            let kind = ErrorKind::Mismatch {
                found: match found.as_slice() {
                    [] => "no such file".to_owned(),
                    names => format!("no such file beside {}", names.join(", ")),
                },
                expected: "it in the folder, or the file itself where it has another name".to_owned(),
            };
            return Err(Error::at("", kind).in_file(CONFIG));
        }
        Ok(imported)
    }
}

/// The file of a folder that describes the model; its neighbours are about tokens and how texts are made.
const CONFIG: &str = "config.json";

/// How many names of other files a message has.
const SHOWN: usize = 5;

/// The files that describe models: whatever is named, and of a folder the one that has the name.
fn described(input: &Input) -> impl Iterator<Item = (&str, &[u8])> {
    input
        .files()
        .filter(|(name, _)| *name == CONFIG || !input.is_from_folder(name))
}

/// Every family, by `model_type`.
static FAMILIES: &[&dyn Family] = &[
    &bert::Bert,
    &clip::Clip,
    &decoder::LLAMA,
    &decoder::MISTRAL,
    &decoder::MIXTRAL,
    &decoder::QWEN2,
    &decoder::QWEN3,
    &gpt2::Gpt2,
    &swin::Swin,
    &t5::T5,
    &vit::Vit,
];

/// What most families call the sizes of the shapes that are made of them.
static KEYS: &[(&str, &str)] = &[
    ("hidden", "hidden_size"),
    ("heads", "num_attention_heads"),
    ("kv_heads", "num_key_value_heads"),
    ("head_dim", "head_dim"),
    ("ffn", "intermediate_size"),
    ("vocabulary", "vocab_size"),
    ("types", "type_vocab_size"),
    ("experts", "num_local_experts"),
    ("chosen", "num_experts_per_tok"),
    ("patch", "patch_size"),
    ("channels", "num_channels"),
    ("classes", "num_labels"),
    ("count", "num_hidden_layers"),
    ("positions", "max_position_embeddings"),
    ("sequence", "max_position_embeddings"),
];

/// Models of one `model_type`.
trait Family: Sync {
    /// The `model_type`.
    fn name(&self) -> &'static str;

    /// The keys for sizes of shapes that it calls otherwise than most families do.
    fn keys(&self) -> &'static [(&'static str, &'static str)] {
        &[]
    }

    /// The layers that `config` describes.
    ///
    /// # Errors
    /// A field that is missing or cannot be, with its name.
    fn draft(&self, config: &Config, request: &Request) -> Result<Draft, Error>;
}

/// The model that one file describes.
fn model(bytes: &[u8], request: &Request) -> Result<crate::ModelProfile, Error> {
    let config: Config = reader::json(reader::text(bytes)?)?;
    let model_type = config.text("model_type")?.ok_or_else(|| {
        let kind = ErrorKind::Mismatch {
            found: "no such field".to_owned(),
            expected: format!("one of {}", known().collect::<Vec<_>>().join(", ")),
        };
        Error::at("model_type", kind)
    })?;
    let family = FAMILIES.iter().find(|family| family.name() == model_type);
    let family =
        family.ok_or_else(|| Error::unknown("model_type", "family of models", model_type, known()))?;
    let draft = family.draft(&config, request)?;
    draft.finish(&config, request).map_err(|error| {
        let error = in_keys(error, family.keys());
        in_keys(error, KEYS)
    })
}

fn known() -> impl Iterator<Item = &'static str> {
    FAMILIES.iter().map(|family| family.name())
}
