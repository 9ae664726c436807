//! A schedule as a user asks for it: its name and, where it takes one, the number of chunks.

use std::fmt;

use super::{ALL, Pipeline, Schedule};
use crate::error::{Error, Result};

/// The most chunks that may be asked for: more than any block has layers for.
const CHUNKS: usize = 64;

/// A schedule with its parameters, written `name` or `name:chunks`.
#[derive(Debug, Clone, Copy)]
pub struct Chosen {
    /// The schedule.
    pub schedule: &'static dyn Schedule,
    /// Stages on each block of devices.
    pub chunks: usize,
}

impl Chosen {
    /// Reads `gpipe`, `interleaved` or `interleaved:4`.
    ///
    /// # Errors
    /// When there is no such schedule, or the number is none that it takes.
    pub fn parse(text: &str) -> Result<Self> {
        let (name, chunks) = match text.split_once(':') {
            Some((name, chunks)) => (name, Some(chunks)),
            None => (text, None),
        };
        let schedule = *crate::named("schedule", name, ALL, |entry| entry.name())?;
        let chunks = match (schedule.default_chunks(), chunks) {
            (None, None) => 1,
            (Some(default), None) => default,
            (None, Some(_)) => {
                let expected =
                    format!("{name}: it has one stage on each block of devices and takes no number");
                return Err(Error::value("schedule", text, expected));
            }
            (Some(_), Some(chunks)) => {
                let parsed: Option<usize> = chunks.parse().ok();
                parsed
                    .filter(|chunks| (2..=CHUNKS).contains(chunks))
                    .ok_or_else(|| {
                        let expected =
                            format!("{name}:2 to {name}:{CHUNKS}, the stages on each block of devices");
                        Error::value("schedule", text, expected)
                    })?
            }
        };
        Ok(Self { schedule, chunks })
    }

    /// The pipeline it runs on `blocks` blocks of devices.
    #[must_use]
    pub fn pipeline(&self, blocks: usize, micro_batches: u64) -> Pipeline {
        Pipeline::new(blocks, self.chunks, micro_batches)
    }
}

impl fmt::Display for Chosen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.schedule.name())?;
        match self.schedule.default_chunks() {
            Some(_) => write!(f, ":{}", self.chunks),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        for text in ["gpipe", "1f1b", "interleaved:2", "interleaved:7", "zb-h1"] {
            assert_eq!(Chosen::parse(text).expect("known").to_string(), text);
        }
        assert_eq!(
            Chosen::parse("interleaved").expect("known").to_string(),
            "interleaved:2"
        );
    }

    #[test]
    fn other_numbers_are_refused() {
        let refused = |text| Chosen::parse(text).expect_err(text).to_string();
        insta::assert_snapshot!(refused("gpipe:2"), @"use schedule: found gpipe:2, expected gpipe: it has one stage on each block of devices and takes no number");
        for text in [
            "interleaved:",
            "interleaved:1",
            "interleaved:x",
            "interleaved:-2",
            "interleaved:2:2",
            "interleaved:9999999999999999999999",
        ] {
            assert!(refused(text).contains("expected interleaved:2 to"), "{text}");
        }
        assert!(refused("interlaved:2").contains("did you mean \"interleaved\""));
    }
}
