//! Sweeps: many planning tasks declared in a file, done one by one and never twice.
//!
//! A [`Spec`] says what is combined with what and becomes a list of [`Task`]s. A task is all that its answer depends on,
//! and its id is a hash of that; whoever does it, anywhere, finds the same. An [`Outcome`] is one line of text that is
//! sealed by a checksum, and a [`Journal`] is a file of such lines: what stands in it is done, whatever happened to the
//! program that wrote it. [`pool`] does tasks in processes of their own, [`work`] is what such a process does, and
//! [`slurm`] spreads them over a cluster.

mod clash;
mod error;
mod expand;
pub mod journal;
mod outcome;
pub mod pool;
pub mod slurm;
mod spec;
mod subject;
mod task;
pub mod work;

pub use clash::contradictions;
pub use error::{Error, ErrorKind, Result};
pub use expand::{Expanded, TASKS};
pub use journal::Journal;
pub use outcome::{DIED, FAILED, OUTCOME_FORMAT, Outcome, REFUSED, Run};
pub use spec::{SPEC_FORMAT, Spec};
pub use task::{Id, Part, Task};

use sha2::{Digest as _, Sha256};

/// The SHA-256 of `bytes` in hexadecimal digits.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    Sha256::digest(bytes)
        .iter()
        .fold(String::with_capacity(64), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_hash_is_the_one_of_the_standard() {
        // FIPS 180-4, the example of one block.
        assert_eq!(
            super::sha256(b"abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
