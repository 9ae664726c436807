//! How the devices are divided among the stages of a pipeline.
//!
//! Stages take consecutive blocks of devices, all of one width, or of two: first some of one width, then some of
//! another, of which the narrower divides the wider. So a device of the narrower side of a boundary faces the same
//! number of neighbours of the wider side everywhere, and the number of divisions stays small: about `n log n` for `n`
//! devices, where there are `2^(n-1)` ways to cut them in blocks.

use std::fmt;
use std::str::FromStr;

use crate::error::{Error, ErrorKind, Result};

/// Stages of one width, one after another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Run {
    stages: usize,
    width: usize,
}

/// The number of devices of every stage: one width, or two, one after the other.
///
/// Written `4x2` (four stages of two devices) or `4+2x2` (one of four, then two of two).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Division {
    first: Run,
    /// What follows, if anything.
    then: Option<Run>,
}

impl Division {
    /// `devices` devices in `stages` stages of equal width.
    ///
    /// # Errors
    /// When `stages` does not divide the devices.
    pub fn even(devices: usize, stages: usize) -> Result<Self> {
        if stages == 0 || !devices.is_multiple_of(stages) {
            let kind = ErrorKind::Divisor {
                found: stages as u64,
                of: devices as u64,
                what: "devices",
            };
            return Err(Error::at("stages", kind));
        }
        let width = devices / stages;
        Ok(Self {
            first: Run { stages, width },
            then: None,
        })
    }

    /// Every division of `devices` devices into at most `most` stages of two widths, in order: the fewest stages first.
    #[must_use]
    pub fn uneven(devices: usize, most: usize) -> Vec<Self> {
        let mut found = Vec::new();
        for wide in 2..devices {
            for narrow in (1..wide).filter(|narrow| wide.is_multiple_of(*narrow)) {
                for stages in 1..=(devices - 1) / wide {
                    let left = devices - stages * wide;
                    if !left.is_multiple_of(narrow) || stages + left / narrow > most {
                        continue;
                    }
                    let (wide, narrow) = (
                        Run { stages, width: wide },
                        Run {
                            stages: left / narrow,
                            width: narrow,
                        },
                    );
                    for (first, then) in [(wide, narrow), (narrow, wide)] {
                        let then = Some(then);
                        found.push(Self { first, then });
                    }
                }
            }
        }
        found.sort_by_key(|division| (division.stages(), *division));
        found
    }

    /// Stages.
    #[must_use]
    pub fn stages(&self) -> usize {
        self.first.stages + self.then.map_or(0, |run| run.stages)
    }

    /// Devices in all.
    #[must_use]
    pub fn devices(&self) -> usize {
        let of = |run: Run| run.stages * run.width;
        of(self.first) + self.then.map_or(0, of)
    }

    /// True where all stages have the same width.
    #[must_use]
    pub fn is_even(&self) -> bool {
        self.then.is_none()
    }

    /// Devices of stage `stage`.
    #[must_use]
    pub fn width(&self, stage: usize) -> usize {
        match self.then {
            Some(then) if stage >= self.first.stages => then.width,
            _ => self.first.width,
        }
    }

    /// The first device of stage `stage`, and the one after its last.
    #[must_use]
    pub fn block(&self, stage: usize) -> (usize, usize) {
        let before = stage.min(self.first.stages) * self.first.width;
        let after = stage.saturating_sub(self.first.stages) * self.width(stage);
        (before + after, before + after + self.width(stage))
    }

    /// The devices of every stage, numbered node by node from 0.
    #[must_use]
    pub fn stage_devices(&self) -> Vec<Vec<usize>> {
        let of = |stage| {
            let (first, end) = self.block(stage);
            (first..end).collect()
        };
        (0..self.stages()).map(of).collect()
    }

    /// The different widths, in order of the stages.
    #[must_use]
    pub fn widths(&self) -> Vec<usize> {
        let runs = std::iter::once(self.first).chain(self.then);
        runs.map(|run| run.width).collect()
    }
}

impl fmt::Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.stages {
            1 => write!(f, "{}", self.width),
            stages => write!(f, "{stages}x{}", self.width),
        }
    }
}

impl fmt::Display for Division {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.first)?;
        self.then.map_or(Ok(()), |run| write!(f, "+{run}"))
    }
}

impl FromStr for Division {
    type Err = Error;

    /// Reads what is displayed; `2+2+4` is `2x2+4`.
    fn from_str(text: &str) -> Result<Self> {
        let expected = "blocks of devices of one width or two, one after the other, such as 4+2x2 for stages of 4, 2 and \
                        2 devices; the narrower divides the wider";
        let wrong = || Error::value("division", text, expected);
        let count = |text: &str| {
            let count: Option<usize> = text.trim().parse().ok();
            count
                .filter(|count| (1..=1_000_000).contains(count))
                .ok_or_else(wrong)
        };
        let mut runs: Vec<Run> = Vec::new();
        for part in text.split('+') {
            let (stages, width) = part.split_once('x').unwrap_or(("1", part));
            let (stages, width) = (count(stages)?, count(width)?);
            match runs.last_mut() {
                Some(last) if last.width == width => last.stages += stages,
                _ => runs.push(Run { stages, width }),
            }
            if runs.len() > 2 {
                return Err(wrong());
            }
        }
        let (first, then) = match runs[..] {
            [first] => (first, None),
            [first, then] => (first, Some(then)),
            _ => return Err(wrong()),
        };
        let nested = |then: Run| {
            let (a, b) = (first.width, then.width);
            a.is_multiple_of(b) || b.is_multiple_of(a)
        };
        if then.is_some_and(|then| !nested(then)) {
            return Err(wrong());
        }
        Ok(Self { first, then })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn widths(division: &Division) -> Vec<usize> {
        (0..division.stages())
            .map(|stage| division.width(stage))
            .collect()
    }

    /// Every way to cut `devices` devices in blocks.
    fn cuts(devices: usize) -> Vec<Vec<usize>> {
        (0..1_u32 << (devices - 1))
            .map(|borders| {
                let mut blocks = vec![1];
                for device in 0..devices - 1 {
                    match blocks.last_mut() {
                        Some(last) if borders >> device & 1 == 0 => *last += 1,
                        _ => blocks.push(1),
                    }
                }
                blocks
            })
            .collect()
    }

    #[test]
    fn uneven_divisions_are_those_of_the_definition() {
        for devices in 1..=12 {
            for most in [1, 3, devices] {
                let wanted = |blocks: &Vec<usize>| {
                    let mut runs = blocks.clone();
                    runs.dedup();
                    let nested = |a: usize, b: usize| a.is_multiple_of(b) || b.is_multiple_of(a);
                    runs.len() == 2 && nested(runs[0], runs[1]) && blocks.len() <= most
                };
                let mut expected: Vec<Vec<usize>> = cuts(devices).into_iter().filter(wanted).collect();
                let found = Division::uneven(devices, most);
                assert!(found.is_sorted_by_key(Division::stages));
                let mut found: Vec<Vec<usize>> = found.iter().map(widths).collect();
                expected.sort();
                found.sort();
                assert_eq!(found, expected, "{devices} devices, {most} stages");
            }
        }
    }

    #[test]
    fn blocks_follow_one_another_and_are_read_as_they_are_written() {
        let even = (1..=12).filter_map(|stages| Division::even(12, stages).ok());
        for division in even.chain(Division::uneven(12, 12)) {
            let devices: Vec<usize> = division.stage_devices().concat();
            assert_eq!(devices, (0..12).collect::<Vec<_>>(), "{division}");
            assert_eq!(division.devices(), 12);
            assert_eq!(division.to_string().parse::<Division>().unwrap(), division);
        }
        assert_eq!("2+2+4".parse::<Division>().unwrap().to_string(), "2x2+4");
        assert_eq!("8".parse::<Division>().unwrap(), Division::even(8, 1).unwrap());
        assert!(Division::even(8, 3).is_err() && Division::even(8, 0).is_err());
    }

    #[test]
    fn what_is_no_division_is_refused() {
        for text in [
            "",
            "x",
            "0",
            "2x0",
            "3+2",
            "4+2+1",
            "4+2+4",
            "4++2",
            "-4",
            "9999999x2",
            "4x2x2",
        ] {
            let error = text.parse::<Division>().unwrap_err().to_string();
            assert!(error.contains("such as 4+2x2"), "{error}");
        }
    }
}
