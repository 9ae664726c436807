//! What a layer costs, as functions of the tensor-parallel degree, free of any device, dtype or strategy.

use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorKind};
use crate::range;

/// A figure of which tensor parallelism divides one part among its devices and repeats the other on each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Split {
    /// The part that is divided.
    #[serde(default)]
    pub split: f64,
    /// The part that every device has.
    #[serde(default)]
    pub replicated: f64,
}

impl Split {
    /// Both parts.
    #[must_use]
    pub const fn new(split: f64, replicated: f64) -> Self {
        Self { split, replicated }
    }

    /// The figure of one device out of `tp`.
    #[must_use]
    pub fn at(self, tp: u64) -> f64 {
        self.split / tp.max(1) as f64 + self.replicated
    }

    /// The figure without tensor parallelism.
    #[must_use]
    pub fn total(self) -> f64 {
        self.split + self.replicated
    }

    fn check(self, path: &str) -> Result<(), Error> {
        range::COUNT.check(format!("{path}.split"), self.split)?;
        range::COUNT.check(format!("{path}.replicated"), self.replicated)
    }
}

impl std::ops::Add for Split {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self::new(self.split + other.split, self.replicated + other.replicated)
    }
}

/// All-reduces of one size.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AllReduces {
    /// How many.
    pub count: u64,
    /// Elements of the tensor that each one sums, per sample.
    pub elements_per_sample: f64,
}

/// What one layer costs for one sample. "Elements" are those of the training dtype: times [`crate::Dtype::bytes`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figures {
    /// Parameters that the layer holds while it runs.
    pub parameters: Split,
    /// The part of them that are a copy of another layer's (tied embeddings): held, but not counted twice in
    /// the size of the model.
    #[serde(default)]
    pub tied_parameters: f64,
    /// Operations of the forward matrix products; a multiply-add is two.
    pub forward_matmul_flop_per_sample: Split,
    /// The largest of these products, which says where on an efficiency curve the layer is.
    #[serde(default)]
    pub largest_matmul_flop_per_sample: Split,
    /// Elements that the forward element-wise work (norms, softmax, activations, residuals) reads and writes.
    pub forward_memory_elements_per_sample: Split,
    /// Elements kept from forward to backward.
    pub activation_elements_per_sample: Split,
    /// Bytes kept from forward to backward whatever the dtype (masks of one byte, statistics in fp32).
    #[serde(default)]
    pub activation_fixed_bytes_per_sample: Split,
    /// Elements of the tensor the layer hands on: what crosses a stage boundary, what resharding moves.
    pub output_elements_per_sample: f64,
    /// All-reduces of the tensor-parallel group in forward; none where tp is 1.
    #[serde(default)]
    pub forward_all_reduces: Vec<AllReduces>,
    /// The same in backward.
    #[serde(default)]
    pub backward_all_reduces: Vec<AllReduces>,
    /// A tensor-parallel degree is possible where it divides this number (the heads); 1: no tensor parallelism.
    pub tp_divides: u64,
    /// The experts of the layer, where it has some.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub experts: Option<ExpertFigures>,
}

/// A mixture of experts: what devices share that hold different ones.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpertFigures {
    /// How many there are; expert parallelism is possible where its degree divides this number.
    pub count: u64,
    /// Parameters of all of them, a part of those of the layer.
    pub parameters: Split,
    /// Elements that are sent to the experts, and as many back: each token's vector once for each expert it goes to.
    pub routed_elements_per_sample: f64,
}

impl Figures {
    /// Whether the layer can be divided among `tp` devices.
    #[must_use]
    pub fn allows_tp(&self, tp: u64) -> bool {
        tp > 0 && self.tp_divides.is_multiple_of(tp)
    }

    /// Bytes of parameters on one device out of `tp`, in a dtype of `element_bytes` bytes.
    #[must_use]
    pub fn parameter_bytes(&self, tp: u64, element_bytes: f64) -> f64 {
        self.parameters.at(tp) * element_bytes
    }

    /// Bytes kept for backward per sample on one device out of `tp`, in a dtype of `element_bytes` bytes.
    #[must_use]
    pub fn activation_bytes_per_sample(&self, tp: u64, element_bytes: f64) -> f64 {
        self.activation_elements_per_sample.at(tp) * element_bytes
            + self.activation_fixed_bytes_per_sample.at(tp)
    }

    /// Elements per sample that the tensor-parallel group all-reduces in forward.
    #[must_use]
    pub fn forward_all_reduce_elements_per_sample(&self) -> f64 {
        total(&self.forward_all_reduces)
    }

    /// Elements per sample that the tensor-parallel group all-reduces in backward.
    #[must_use]
    pub fn backward_all_reduce_elements_per_sample(&self) -> f64 {
        total(&self.backward_all_reduces)
    }

    /// Checks every figure.
    pub(crate) fn check(&self, path: &str) -> Result<(), Error> {
        self.parameters.check(&format!("{path}.parameters"))?;
        range::COUNT.check(format!("{path}.tied_parameters"), self.tied_parameters)?;
        self.forward_matmul_flop_per_sample
            .check(&format!("{path}.forward_matmul_flop_per_sample"))?;
        self.largest_matmul_flop_per_sample
            .check(&format!("{path}.largest_matmul_flop_per_sample"))?;
        self.forward_memory_elements_per_sample
            .check(&format!("{path}.forward_memory_elements_per_sample"))?;
        self.activation_elements_per_sample
            .check(&format!("{path}.activation_elements_per_sample"))?;
        self.activation_fixed_bytes_per_sample
            .check(&format!("{path}.activation_fixed_bytes_per_sample"))?;
        range::COUNT.check(
            format!("{path}.output_elements_per_sample"),
            self.output_elements_per_sample,
        )?;
        for (field, list) in [
            ("forward_all_reduces", &self.forward_all_reduces),
            ("backward_all_reduces", &self.backward_all_reduces),
        ] {
            for (i, entry) in list.iter().enumerate() {
                range::check_count(format!("{path}.{field}[{i}].count"), entry.count, 1, 1_000_000)?;
                range::COUNT.check(
                    format!("{path}.{field}[{i}].elements_per_sample"),
                    entry.elements_per_sample,
                )?;
            }
        }
        range::check_count(format!("{path}.tp_divides"), self.tp_divides, 1, 1 << 40)?;
        let Some(experts) = &self.experts else {
            return Ok(());
        };
        let path = format!("{path}.experts");
        range::check_count(format!("{path}.count"), experts.count, 1, 1 << 32)?;
        experts.parameters.check(&format!("{path}.parameters"))?;
        range::COUNT.check(
            format!("{path}.routed_elements_per_sample"),
            experts.routed_elements_per_sample,
        )?;
        let (found, all) = (experts.parameters, self.parameters);
        if found.split <= all.split && found.replicated <= all.replicated {
            return Ok(());
        }
        Err(Error::at(
            format!("{path}.parameters"),
            ErrorKind::Mismatch {
                found: format!("{:e} parameters of experts", found.total()),
                expected: format!("at most the {:e} of the layer, part by part", all.total()),
            },
        ))
    }
}

fn total(list: &[AllReduces]) -> f64 {
    list.iter()
        .map(|entry| entry.count as f64 * entry.elements_per_sample)
        .sum()
}
