//! What one device computes and keeps of a layer that a combination shares: kernel by kernel.
//!
//! | part of a layer | `tp` | `cp` | `ulysses` | `sp` | `ep` |
//! |---|---|---|---|---|---|
//! | products with weights | one side | rows | rows | | |
//! | scores of attention | heads | queries | heads | | |
//! | networks of experts | one side | rows | rows | | fewer experts, more rows each |
//! | what belongs to heads or columns | divided | divided | divided | | |
//! | what each token has once | repeated | divided | divided | divides what `tp` repeats | |

use uniap_profile::detail::{Divided, Kept, Part, Pass, Product, ProductKernel, Samples, Side, Traffic};

use crate::combination::Combination;
use crate::strategy::Effect;

/// How a device shares a layer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Sharing {
    /// Samples that it computes, alone or together with others.
    pub(crate) samples: f64,
    /// Devices that divide the layer.
    pub(crate) tensor: f64,
    /// Devices that divide the tokens, and pass keys and values around.
    pub(crate) queries: f64,
    /// Devices that divide the tokens, and for attention the heads.
    pub(crate) heads: f64,
    /// Devices that divide what tensor parallelism repeats.
    pub(crate) tokens: f64,
    /// Devices that divide the experts.
    pub(crate) experts: f64,
}

/// Products of one device.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Call {
    /// Rows of the first matrix.
    pub rows: f64,
    /// Columns of the first, rows of the second.
    pub inner: f64,
    /// Columns of the second.
    pub columns: f64,
    /// How many in one call.
    pub count: f64,
    /// Whether what is between two products stays in the kernel.
    pub kernel: ProductKernel,
}

impl Call {
    /// Operations of all of them; a multiply-add is two.
    #[must_use]
    pub fn flop(&self) -> f64 {
        2.0 * self.count * self.rows * self.inner * self.columns
    }

    /// Elements read and written. A fused kernel reads queries, keys and values and writes as much as the queries:
    /// its columns count each key twice, for both of its products.
    #[must_use]
    pub fn elements(&self) -> f64 {
        let (rows, inner, columns) = (self.rows, self.inner, self.columns);
        let each = match self.kernel {
            ProductKernel::Plain => rows * inner + inner * columns + rows * columns,
            ProductKernel::Fused => 2.0 * rows * inner + inner * columns,
        };
        self.count * each
    }

    /// The calls of backward: of a plain product one for the gradient of each factor, of a fused one a call that
    /// computes the scores again, five products for two.
    pub(crate) fn backward(&self) -> [Self; 2] {
        let Self {
            rows,
            inner,
            columns,
            count,
            kernel,
        } = *self;
        match kernel {
            ProductKernel::Plain => [
                Self {
                    rows,
                    inner: columns,
                    columns: inner,
                    count,
                    kernel,
                },
                Self {
                    rows: inner,
                    inner: rows,
                    columns,
                    count,
                    kernel,
                },
            ],
            ProductKernel::Fused => [
                *self,
                Self {
                    columns: 1.5 * columns,
                    ..*self
                },
            ],
        }
    }
}

impl Sharing {
    /// That of `combination`, with `samples` samples.
    pub(crate) fn of(combination: &Combination, samples: f64) -> Self {
        let tensor = combination.tensor_ways() as f64;
        let shared = combination.has(Effect::SharesTokens);
        Self {
            samples,
            tensor,
            queries: combination.degree_of(Effect::DividesQueries) as f64,
            heads: combination.degree_of(Effect::DividesHeads) as f64,
            tokens: if shared { tensor } else { 1.0 },
            experts: combination.degree_of(Effect::DividesExperts) as f64,
        }
    }

    /// That of tensor parallelism alone among `tensor` devices: what layers are measured under.
    pub(crate) fn plain(tensor: u64, samples: f64) -> Self {
        Self {
            samples,
            tensor: tensor as f64,
            queries: 1.0,
            heads: 1.0,
            tokens: 1.0,
            experts: 1.0,
        }
    }

    /// Parts of the tokens of a sample.
    fn sequence(&self) -> f64 {
        self.queries * self.heads
    }

    /// Its part of `product`.
    pub(crate) fn call(&self, product: &Product) -> Call {
        let mut call = Call {
            rows: product.rows,
            inner: product.inner,
            columns: product.columns,
            count: product.count,
            kernel: product.kernel,
        };
        match product.samples {
            Samples::Rows => call.rows *= self.samples,
            Samples::Count => call.count *= self.samples,
        }
        match product.divided {
            Side::Columns => call.columns /= self.tensor,
            Side::Inner => call.inner /= self.tensor,
            Side::Count => call.count /= self.tensor,
            Side::None => {}
        }
        match product.part {
            Part::Core => {
                call.rows /= self.queries;
                call.count /= self.heads;
            }
            Part::Experts => {
                call.rows *= self.experts / self.sequence();
                call.count /= self.experts;
            }
            Part::Rest => call.rows /= self.sequence(),
        }
        call
    }

    /// By how much a tensor is less than that of a sample on one device, times the samples.
    fn factor(&self, divided: Divided) -> f64 {
        let shared = match divided {
            Divided::Tensor => self.tensor,
            Divided::Tokens => self.tokens,
        };
        self.samples / self.sequence() / shared
    }

    /// Bytes of `traffic` of `pass` on this device.
    pub(crate) fn traffic_bytes(&self, pass: &Pass, traffic: &Traffic, element_bytes: f64) -> f64 {
        (traffic.elements * element_bytes + traffic.bytes) * self.factor(pass.divided)
    }

    /// Bytes of `kept` on this device, of one micro-batch.
    pub(crate) fn kept_bytes(&self, kept: &Kept, element_bytes: f64) -> f64 {
        (kept.elements * element_bytes + kept.bytes) * self.factor(kept.divided)
    }

    /// Bytes of `elements` elements per sample that each token has once.
    pub(crate) fn token_bytes(&self, elements: f64, element_bytes: f64) -> f64 {
        elements * element_bytes * self.factor(Divided::Tokens)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_of_all_devices_add_up_to_the_whole() {
        let whole = Sharing::plain(1, 4.0);
        let shared = Sharing {
            samples: 4.0,
            tensor: 2.0,
            queries: 3.0,
            heads: 5.0,
            tokens: 2.0,
            experts: 1.0,
        };
        for (samples, divided, part) in [
            (Samples::Rows, Side::Columns, Part::Rest),
            (Samples::Rows, Side::Inner, Part::Rest),
            (Samples::Count, Side::Count, Part::Core),
            (Samples::Rows, Side::Columns, Part::Experts),
        ] {
            let product = Product {
                rows: 60.0,
                inner: 8.0,
                columns: 10.0,
                count: 30.0,
                samples,
                divided,
                part,
                kernel: ProductKernel::Plain,
            };
            let (all, one) = (whole.call(&product).flop(), shared.call(&product).flop());
            assert!((all / 30.0 - one).abs() < 1e-9 * all, "{divided:?}");
            // Devices that divide the experts compute more samples in all: each as many operations as before.
            let experts = Sharing {
                experts: 6.0,
                ..whole
            };
            assert!((experts.call(&product).flop() - all).abs() < 1e-9 * all);
        }
    }

    #[test]
    fn backward_is_two_products_for_one() {
        let call = Call {
            rows: 3.0,
            inner: 5.0,
            columns: 7.0,
            count: 2.0,
            kernel: ProductKernel::Plain,
        };
        let backward = call.backward().map(|call| call.flop());
        assert_eq!(backward, [call.flop(), call.flop()]);
        let fused = Call {
            kernel: ProductKernel::Fused,
            ..call
        };
        assert_eq!(
            fused.backward().map(|call| call.flop()).iter().sum::<f64>(),
            2.5 * fused.flop()
        );
    }
}
