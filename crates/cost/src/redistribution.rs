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
//! Where the neighbours hold the tokens of their samples in slices, nothing moves to a layer that takes them in the
//! same slices. To any other layer the sender first puts the tokens together, forward and, of the gradient, in
//! backward the receiver: an upper bound where both are in slices.
//!
//! Degrees that divide one another, as powers of two do, have one gather at most. Of degrees that do not, each
//! gather brings the whole part of the `m` devices, of which some is dropped: an upper bound.
//!
//! Where the stage behind a boundary is `f` times as wide as the one before it, each device before stands for `f` of
//! the wider stage, next to one another, and exchanges with each of them what it would exchange with its one
//! counterpart. What these bring it in backward it need not gather: of the `m / u` parts that it lacks, `f / u` are
//! there already where `u < f`, and otherwise its group has as many devices as parts. From wide to narrow, the same
//! in the other direction.

/// Who holds what of a tensor that is divided among the devices of a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Holding {
    /// Neighbours that hold the same slice of the batch.
    pub neighbours: u64,
    /// In how many slices of tokens they hold it, a divisor of `neighbours`; 1: each holds all tokens.
    pub slices: u64,
}

impl Holding {
    /// What puts the tokens together, where they are in slices.
    fn assembly(self, bytes: f64, width: u64) -> Gather {
        Gather {
            size: self.slices,
            stride: self.neighbours / self.slices.max(1),
            bytes: bytes * self.neighbours as f64 / width as f64,
        }
    }
}

/// A tensor on its way, both directions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Redistribution {
    /// What the sending side gathers in forward before, to have all tokens of its samples.
    pub forward_assembly: Gather,
    /// What the receiving side gathers of the gradient in backward before.
    pub backward_assembly: Gather,
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
    /// Every gather inside one stage, in the order in which they happen.
    #[must_use]
    pub fn gathers(&self) -> [Gather; 4] {
        [
            self.forward_assembly,
            self.forward_gather,
            self.backward_assembly,
            self.backward_gather,
        ]
    }

    /// What moves of a tensor of `bytes` bytes (of one micro-batch, over all devices) on `width` devices from a
    /// layer whose output is held as `from` to one that takes it as `to`; the neighbours of both divide `width`.
    #[must_use]
    pub fn new(bytes: f64, width: u64, from: Holding, to: Holding) -> Self {
        let part = |devices: u64| bytes * devices as f64 / width as f64;
        let none = |holding: Holding| Gather {
            size: 1,
            stride: 1,
            bytes: part(holding.neighbours),
        };
        if from == to {
            let sent = part(from.neighbours) / from.slices.max(1) as f64;
            return Self {
                forward_assembly: none(from),
                backward_assembly: none(to),
                forward_gather: none(from),
                backward_gather: none(to),
                forward_bytes: sent,
                backward_bytes: sent,
            };
        }
        let (before, after) = (from.neighbours, to.neighbours);
        let both = before / gcd(before, after) * after;
        let gather = |stride: u64| Gather {
            size: both / stride,
            stride,
            bytes: part(both),
        };
        let (forward_gather, backward_gather) = (gather(before), gather(after));
        Self {
            forward_assembly: from.assembly(bytes, width),
            backward_assembly: to.assembly(bytes, width),
            forward_bytes: part(if forward_gather.size > 1 { before } else { after }),
            backward_bytes: part(if backward_gather.size > 1 { after } else { before }),
            forward_gather,
            backward_gather,
        }
    }

    /// The same from a stage of `before` devices to one of `after`, of which one divides the other.
    #[must_use]
    pub fn between(bytes: f64, (before, from): (u64, Holding), (after, to): (u64, Holding)) -> Self {
        if before == after {
            return Self::new(bytes, after, from, to);
        }
        if before > after {
            return Self::between(bytes, (after, to), (before, from)).reversed();
        }
        let fan = after / before;
        // Slices of tokens are put together on either side.
        let whole = |neighbours: u64| Holding {
            neighbours,
            slices: 1,
        };
        let wide = Self::new(bytes, after, whole(from.neighbours * fan), whole(to.neighbours));
        let gather = wide.backward_gather;
        let (size, stride) = if gather.size == 1 {
            (gather.size, gather.stride)
        } else if to.neighbours.is_multiple_of(fan) {
            (gather.size, to.neighbours / fan)
        } else {
            // Among all devices that the parts of the group stand for; each has parts of its own where `to` divides
            // `fan`, and else some are brought twice: an upper bound.
            (gather.size * gather.stride / fan, 1)
        };
        let backward_gather = Gather {
            size,
            stride,
            ..gather
        };
        Self {
            forward_assembly: from.assembly(bytes, before),
            backward_assembly: to.assembly(bytes, after),
            backward_gather,
            ..wide
        }
    }

    /// What moves when the two sides change places.
    fn reversed(self) -> Self {
        Self {
            forward_assembly: self.backward_assembly,
            backward_assembly: self.forward_assembly,
            forward_gather: self.backward_gather,
            backward_gather: self.forward_gather,
            forward_bytes: self.backward_bytes,
            backward_bytes: self.forward_bytes,
        }
    }
}

/// The greatest common divisor of two numbers, at least 1.
pub(crate) fn gcd(mut left: u64, mut right: u64) -> u64 {
    while right != 0 {
        (left, right) = (right, left % right);
    }
    left.max(1)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn whole(neighbours: u64) -> Holding {
        Holding {
            neighbours,
            slices: 1,
        }
    }

    /// Samples, of `width`, that device `device` holds where groups of `ways` neighbours hold the same.
    fn slice(device: u64, ways: u64) -> BTreeSet<u64> {
        let first = device / ways * ways;
        (first..first + ways).collect()
    }

    /// What `device` has after gathering what the devices of its group held.
    fn gathered(device: u64, gather: Gather, ways: u64) -> BTreeSet<u64> {
        let block = device / (gather.size * gather.stride) * gather.size * gather.stride;
        let first = block + device % gather.stride;
        let members = (0..gather.size).map(|member| first + member * gather.stride);
        members.flat_map(|member| slice(member, ways)).collect()
    }

    /// What device `device` of `narrow` has after gathering what the `fan` devices it faces sent to each of its group.
    fn gathered_narrow(device: u64, gather: Gather, fan: u64, ways: u64) -> BTreeSet<u64> {
        let block = device / (gather.size * gather.stride) * gather.size * gather.stride;
        let first = block + device % gather.stride;
        let members = (0..gather.size).map(|member| first + member * gather.stride);
        let faced = members.flat_map(|member| member * fan..(member + 1) * fan);
        faced.flat_map(|wide| slice(wide, ways)).collect()
    }

    #[test]
    fn a_narrow_stage_gathers_what_the_wide_one_did_not_bring() {
        for (narrow, fan) in [
            (1, 2),
            (1, 4),
            (2, 2),
            (2, 4),
            (4, 2),
            (2, 3),
            (3, 2),
            (4, 3),
            (6, 2),
            (1, 6),
        ] {
            let wide: u64 = narrow * fan;
            let ways = |width: u64| (1..=width).filter(move |ways| width.is_multiple_of(*ways));
            for (from, to) in ways(narrow).flat_map(|from| ways(wide).map(move |to| (from, to))) {
                let (a, b) = (whole(from), whole(to));
                let moved = Redistribution::between(wide as f64, (narrow, a), (wide, b));
                for device in 0..wide {
                    // What it was sent is a slice of its narrow counterpart.
                    let forward = gathered(device, moved.forward_gather, from * fan);
                    assert!(
                        forward.is_superset(&slice(device, to)),
                        "{narrow} {from} {wide} {to}"
                    );
                }
                for device in 0..narrow {
                    let backward = gathered_narrow(device, moved.backward_gather, fan, to);
                    let needed = slice(device * fan, from * fan);
                    assert!(backward.is_superset(&needed), "{narrow} {from} {wide} {to}");
                    if moved.backward_gather.size > 1 {
                        assert!(backward.len() as f64 <= moved.backward_gather.bytes);
                    }
                }
                let back = Redistribution::between(wide as f64, (wide, b), (narrow, a));
                assert_eq!(back.reversed(), moved);
            }
        }
        // Equal widths are the common case.
        for (from, to) in [(1, 4), (4, 1), (2, 4), (2, 2)] {
            assert_eq!(
                Redistribution::between(8.0, (4, whole(from)), (4, whole(to))),
                Redistribution::new(8.0, 4, whole(from), whole(to))
            );
        }
        // Tokens in slices are put together by those who hold them, on the links of their own stage.
        let sliced = |neighbours: u64| Holding {
            neighbours,
            slices: neighbours,
        };
        let moved = Redistribution::between(8.0, (2, sliced(2)), (4, sliced(4)));
        let assembled = |size: u64| Gather {
            size,
            stride: 1,
            bytes: 8.0,
        };
        assert_eq!(
            (moved.forward_assembly, moved.backward_assembly),
            (assembled(2), assembled(4))
        );
        assert_eq!((moved.forward_gather.size, moved.backward_gather.size), (1, 1));
    }

    #[test]
    fn what_is_gathered_is_what_was_missing() {
        for width in [1_u64, 2, 4, 6, 8, 12, 16] {
            let divisors: Vec<u64> = (1..=width).filter(|ways| width.is_multiple_of(*ways)).collect();
            for (from, to) in divisors
                .iter()
                .flat_map(|from| divisors.iter().map(move |to| (*from, *to)))
            {
                let moved = Redistribution::new(width as f64, width, whole(from), whole(to));
                let nested = from.is_multiple_of(to) || to.is_multiple_of(from);
                for device in 0..width {
                    let forward = gathered(device, moved.forward_gather, from);
                    assert!(forward.is_superset(&slice(device, to)));
                    let backward = gathered(device, moved.backward_gather, to);
                    assert!(backward.is_superset(&slice(device, from)));
                    if moved.forward_gather.size > 1 {
                        assert_eq!(forward.len() as f64, moved.forward_gather.bytes);
                    }
                    if nested {
                        // One gather at most, and nothing too much.
                        assert!(moved.forward_gather.size == 1 || moved.backward_gather.size == 1);
                        assert!(forward == slice(device, from.max(to)) || moved.forward_gather.size == 1);
                        assert_eq!(moved.forward_bytes, from.min(to) as f64);
                        assert_eq!(moved.backward_bytes, from.min(to) as f64);
                    }
                }
            }
        }
    }
}
