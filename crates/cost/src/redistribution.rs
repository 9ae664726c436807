//! What has to move when one layer hands a tensor to another that shares its devices differently.
//!
//! Before: `t` neighbours hold the same slice of the batch, after: `u`. The devices of a stage are numbered so that
//! slices are consecutive; with `m` the least common multiple of `t` and `u`, each `m` neighbours hold the same
//! part of the batch before and after, `m / w` of it on `w` devices.
//!
//! - Forward, where `m > t`, a device lacks samples: an all-gather among `m / t` devices `t` apart. Otherwise it
//!   has more than it needs and takes its part.
//! - Backward, where `m > u`, the same for the gradient, among `m / u` devices `u` apart.
//!
//! Degrees that divide one another, as powers of two do, have one gather at most. Of degrees that do not, each
//! gather brings the whole part of the `m` devices, of which some is dropped: an upper bound.

/// A tensor on its way, both directions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Redistribution {
    /// What the receiving side gathers in forward.
    pub forward_gather: Gather,
    /// What the sending side gathers in backward, of the gradient.
    pub backward_gather: Gather,
    /// Bytes that each device sends to its counterpart where the layers are on different stages: the smaller of
    /// what it has and what is needed; the rest is gathered there.
    pub forward_bytes: f64,
    /// The same in backward.
    pub backward_bytes: f64,
}

/// An all-gather; one device: none.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gather {
    /// Devices.
    pub size: u64,
    /// Their distance.
    pub stride: u64,
    /// Bytes each ends with.
    pub bytes: f64,
}

impl Redistribution {
    /// What moves of a tensor of `bytes` bytes (of one micro-batch, over all devices) on `width` devices from a
    /// layer computed by groups of `from` neighbours to one computed by groups of `to`; both divide `width`.
    #[must_use]
    pub fn new(bytes: f64, width: u64, from: u64, to: u64) -> Self {
        let both = from / gcd(from, to) * to;
        let part = |devices: u64| bytes * devices as f64 / width as f64;
        let gather = |stride: u64| Gather {
            size: both / stride,
            stride,
            bytes: part(both),
        };
        let (forward_gather, backward_gather) = (gather(from), gather(to));
        Self {
            forward_bytes: part(if forward_gather.size > 1 { from } else { to }),
            backward_bytes: part(if backward_gather.size > 1 { to } else { from }),
            forward_gather,
            backward_gather,
        }
    }
}

fn gcd(mut left: u64, mut right: u64) -> u64 {
    while right != 0 {
        (left, right) = (right, left % right);
    }
    left.max(1)
}
