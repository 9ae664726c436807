//! Number formats that tensors are stored in and matrix units compute in.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, de};

/// A number format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Dtype {
    /// 32 bits, IEEE single precision.
    Fp32,
    /// Stored in 32 bits, multiplied with a 10-bit mantissa: a way to compute, not to store.
    Tf32,
    /// 16 bits, IEEE half precision.
    Fp16,
    /// 16 bits, the exponent of single precision.
    Bf16,
}

impl Dtype {
    /// Every format.
    pub const ALL: [Self; 4] = [Self::Fp32, Self::Tf32, Self::Fp16, Self::Bf16];

    /// Bytes of one element in memory.
    #[must_use]
    pub const fn bytes(self) -> f64 {
        match self {
            Self::Fp32 | Self::Tf32 => 4.0,
            Self::Fp16 | Self::Bf16 => 2.0,
        }
    }

    /// What is stored where it is computed in: `tf32` is no way to store.
    #[must_use]
    pub const fn stored(self) -> Self {
        match self {
            Self::Fp32 | Self::Tf32 => Self::Fp32,
            Self::Fp16 => Self::Fp16,
            Self::Bf16 => Self::Bf16,
        }
    }

    /// The name in files and on screen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fp32 => "fp32",
            Self::Tf32 => "tf32",
            Self::Fp16 => "fp16",
            Self::Bf16 => "bf16",
        }
    }

    /// The format of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|dtype| dtype.name() == name)
    }
}

impl<'de> Deserialize<'de> for Dtype {
    /// Reads the name as a text, so that places in maps by dtype have their key.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        /// Takes a name.
        struct Name;

        impl de::Visitor<'_> for Name {
            type Value = Dtype;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of a number format")
            }

            fn visit_str<E: de::Error>(self, name: &str) -> Result<Dtype, E> {
                Dtype::from_name(name).ok_or_else(|| E::unknown_variant(name, &NAMES))
            }
        }

        deserializer.deserialize_str(Name)
    }
}

/// The names, for messages.
const NAMES: [&str; 4] = [
    Dtype::ALL[0].name(),
    Dtype::ALL[1].name(),
    Dtype::ALL[2].name(),
    Dtype::ALL[3].name(),
];

impl fmt::Display for Dtype {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
