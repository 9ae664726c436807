//! The optimisers: what they keep for each parameter.

use uniap_profile::Dtype;

/// An optimiser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Optimiser {
    /// The name.
    pub name: &'static str,
    /// One line for people.
    pub title: &'static str,
    /// Numbers in fp32 that it keeps for each parameter.
    pub moments: u32,
}

/// Every optimiser, in order of preference.
pub static ALL: &[Optimiser] = &[
    Optimiser {
        name: "adam",
        title: "Adam: two moments (Kingma and Ba, arXiv 1412.6980)",
        moments: 2,
    },
    Optimiser {
        name: "adamw",
        title: "AdamW: two moments, decay apart from the gradient (Loshchilov and Hutter, arXiv 1711.05101)",
        moments: 2,
    },
    Optimiser {
        name: "sgd-momentum",
        title: "stochastic gradient descent with momentum: one moment",
        moments: 1,
    },
    Optimiser {
        name: "sgd",
        title: "stochastic gradient descent: nothing",
        moments: 0,
    },
];

impl Optimiser {
    /// Bytes kept for each parameter: the moments, and a copy of the parameters in fp32 where they are stored in 16
    /// bits (Micikevicius et al., "Mixed Precision Training", arXiv 1710.03740).
    #[must_use]
    pub fn bytes_per_parameter(&self, storage: Dtype) -> f64 {
        let copy = match storage {
            Dtype::Fp32 | Dtype::Tf32 => 0.0,
            Dtype::Fp16 | Dtype::Bf16 => 4.0,
        };
        4.0 * f64::from(self.moments) + copy
    }
}
