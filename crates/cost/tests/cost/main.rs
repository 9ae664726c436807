//! The cost models against numbers computed by hand, against laws that hold whatever the numbers, and on every
//! dataset.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod analytic;
mod by_hand;
mod chunks;
mod common;
mod consumers;
mod datasets;
mod guide;
mod hygon;
mod laws;
mod mixed;
mod refusals;
mod simulate;
mod snapshot;
mod straddling;
mod tied;
mod uneven;
