//! A great many small changes to whole files, the same on every run.
//!
//! Whatever comes out is refused with its line, or is a model; a model that some format can write means the same after
//! being written and read. Nothing takes long, however the changes fall.

use std::time::{Duration, Instant};

use uniap_miqp::format::{ALL, ModelFormat};
use uniap_miqp::{Error, Model};

use crate::round_trip::facts;

/// Mutated files in an ordinary run.
const FILES: usize = 6_000;

/// No file here has more than a few thousand bytes.
const LONGEST: Duration = Duration::from_secs(2);

/// Files with every construct of their formats.
const SEEDS: [&str; 5] = [
    include_str!("seeds/all.lp"),
    include_str!("seeds/all.mps"),
    include_str!("seeds/fixed.mps"),
    include_str!("seeds/mixed.qplib"),
    include_str!("seeds/binary.qplib"),
];

/// Words that mean something to some reader, and numbers at the ends of what there is.
const WORDS: [&str; 40] = [
    "nan",
    "inf",
    "-inf",
    "1e999",
    "1e308",
    "-1e308",
    "5e-324",
    "1e-320",
    "1e+",
    "1e20",
    "1000000000",
    "18446744073709551615",
    "99999999999999999999",
    "-1",
    "0",
    "0x10",
    "1e308 x + 1e308 x",
    "[",
    "]",
    "/ 2",
    "^2",
    "->",
    "= 1 ->",
    "::",
    "S1::",
    ":",
    "<=",
    ">=",
    "=",
    "free",
    "\\",
    "'MARKER' 'INTORG'",
    "\nEnd\n",
    "\nBounds\n",
    "\nENDATA\n",
    "\nQCMATRIX obj\n",
    "\u{e9}\u{301}",
    "\0",
    "\u{feff}",
    "\r\n",
];

/// Numbers without a pattern, the same on every run.
struct Noise(u64);

impl Noise {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end.max(1)
    }
}

/// One change: a byte, a word, a cut, or a piece of this or another file moved or repeated.
fn change(noise: &mut Noise, bytes: &mut Vec<u8>) {
    let at = noise.below(bytes.len() + 1);
    let piece = |noise: &mut Noise, from: &[u8]| {
        let start = noise.below(from.len() + 1);
        let end = start + noise.below((from.len() - start).min(80) + 1);
        from[start..end].to_vec()
    };
    match noise.below(9) {
        0 => bytes.truncate(at),
        1 if at < bytes.len() => bytes[at] = noise.below(256) as u8,
        2 if at < bytes.len() => bytes[at] ^= 1 << noise.below(8),
        3 => {
            let cut = piece(noise, &bytes[at..]).len();
            bytes.drain(at..at + cut);
        }
        4 => {
            let own = piece(noise, bytes);
            bytes.splice(at..at, own);
        }
        5 => {
            let from = SEEDS[noise.below(SEEDS.len())];
            let other = piece(noise, from.as_bytes());
            bytes.splice(at..at, other);
        }
        6 => {
            let word = WORDS[noise.below(WORDS.len())].repeat(1 + noise.below(50) / 49 * 200);
            bytes.splice(at..at, word.bytes());
        }
        _ => {
            // In the place of a word.
            let end = bytes[at..]
                .iter()
                .position(u8::is_ascii_whitespace)
                .map_or(bytes.len(), |n| at + n);
            let start = bytes[..at]
                .iter()
                .rposition(u8::is_ascii_whitespace)
                .map_or(0, |n| n + 1);
            bytes.splice(start..end, WORDS[noise.below(WORDS.len())].bytes());
        }
    }
}

/// Writes and reads, twice: the second time nothing changes. (The first time names may, which not every format takes.)
fn means_the_same(format: &dyn ModelFormat, model: &Model) -> bool {
    let name = format.name();
    let back = |model: &Model| {
        let text = format.write(model)?;
        let read = format.read(text.as_bytes());
        Ok::<_, Error>(read.unwrap_or_else(|error| panic!("{name} does not read its own: {error}\n{text}")))
    };
    let Ok(first) = back(model) else {
        return false;
    };
    let second =
        back(&first).unwrap_or_else(|error| panic!("{name} reads what it does not write: {error}\n{model}"));
    assert_eq!(facts(&second), facts(&first));
    true
}

/// Reads `bytes` with every format; how many models came of it, and how many of them could be written.
fn read(bytes: &[u8]) -> (usize, usize) {
    let (mut models, mut written) = (0, 0);
    let start = Instant::now();
    for format in ALL {
        match format.read(bytes) {
            Ok(model) => {
                models += 1;
                let _ = (model.features(), model.to_string());
                written += ALL.iter().filter(|other| means_the_same(**other, &model)).count();
            }
            Err(error) => assert!(error.place.line.is_some(), "{error}"),
        }
    }
    let text = || String::from_utf8_lossy(bytes).into_owned();
    assert!(start.elapsed() < LONGEST, "{:?} for\n{}", start.elapsed(), text());
    (models, written)
}

#[test]
fn changed_files_are_models_or_refused() {
    for seed in SEEDS {
        assert_eq!(read(seed.as_bytes()).0, 1, "{seed}");
    }
    let files = std::env::var("UNIAP_MUTATIONS").ok().and_then(|n| n.parse().ok());
    let mut noise = Noise(1);
    let (mut models, mut written) = (0, 0);
    for _ in 0..files.unwrap_or(FILES) {
        let mut bytes = SEEDS[noise.below(SEEDS.len())].as_bytes().to_vec();
        for _ in 0..1 + noise.below(6) {
            change(&mut noise, &mut bytes);
        }
        let (more, wrote) = read(&bytes);
        models += more;
        written += wrote;
    }
    // Enough of both for the test to mean something.
    assert!(
        models > 100 && written > 100,
        "{models} models, {written} written"
    );
}
