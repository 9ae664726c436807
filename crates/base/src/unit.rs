//! Sizes and times as people write and read them. `GB` = 1e9 bytes, `GiB` = 2^30 bytes.

use thiserror::Error;

/// Suffixes of a size and their bytes.
const SUFFIXES: [(&str, f64); 9] = [
    ("B", 1.0),
    ("kB", 1e3),
    ("MB", 1e6),
    ("GB", 1e9),
    ("TB", 1e12),
    ("KiB", 1024.0),
    ("MiB", 1_048_576.0),
    ("GiB", 1_073_741_824.0),
    ("TiB", 1_099_511_627_776.0),
];

/// Why a text is not a size.
#[derive(Debug, Clone, PartialEq, Error)]
#[error(
    "{found:?} is not a size: expected a number followed by B, kB, MB, GB, TB, KiB, MiB, GiB or TiB, such as 40GB"
)]
pub struct SizeError {
    /// The text as given.
    pub found: String,
}

/// Parses a size such as `40GB`, `39.5 GiB` or `1000` (bytes) into bytes.
///
/// # Errors
/// When the number is missing, negative, not finite or followed by an unknown unit.
pub fn parse_size(text: &str) -> Result<f64, SizeError> {
    let error = || SizeError {
        found: text.to_owned(),
    };
    let trimmed = text.trim();
    let split = trimmed
        .find(|c: char| c.is_ascii_alphabetic() && c != 'e' && c != 'E')
        .unwrap_or(trimmed.len());
    let (number, suffix) = trimmed.split_at(split);
    let number: f64 = number.trim().parse().map_err(|_| error())?;
    let suffix = suffix.trim();
    let unit = if suffix.is_empty() {
        1.0
    } else {
        let found = SUFFIXES
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(suffix));
        found.ok_or_else(error)?.1
    };
    let bytes = number * unit;
    if bytes.is_finite() && bytes >= 0.0 {
        Ok(bytes)
    } else {
        Err(error())
    }
}

/// Writes bytes with three significant digits in decimal units: `40.0 GB`.
#[must_use]
pub fn bytes(value: f64) -> String {
    let (scale, name) = match value.abs() {
        v if v >= 1e12 => (1e12, "TB"),
        v if v >= 1e9 => (1e9, "GB"),
        v if v >= 1e6 => (1e6, "MB"),
        v if v >= 1e3 => (1e3, "kB"),
        _ => (1.0, "B"),
    };
    format!("{} {name}", significant(value / scale))
}

/// Writes seconds with three significant digits: `1.70 s`, `23.4 ms`, `120 us`.
#[must_use]
pub fn seconds(value: f64) -> String {
    let (scale, name) = match value.abs() {
        v if v >= 1.0 || v == 0.0 => (1.0, "s"),
        v if v >= 1e-3 => (1e-3, "ms"),
        _ => (1e-6, "us"),
    };
    format!("{} {name}", significant(value / scale))
}

/// Three significant digits, without an exponent.
fn significant(value: f64) -> String {
    match value.abs() {
        v if v >= 99.95 || v == 0.0 => format!("{value:.0}"),
        v if v >= 9.995 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_in_both_systems() {
        assert_eq!(parse_size("40GB"), Ok(40e9));
        assert_eq!(parse_size("1 GiB"), Ok(1_073_741_824.0));
        assert_eq!(parse_size("1.5e3"), Ok(1500.0));
        assert_eq!(parse_size("2e1 kb"), Ok(20e3));
        assert_eq!(parse_size("0"), Ok(0.0));
    }

    #[test]
    fn other_texts_are_refused() {
        for text in [
            "", "GB", "-1GB", "nan", "inf", "1e999", "3 apples", "1GBx", "１GB",
        ] {
            assert!(parse_size(text).is_err(), "{text}");
        }
    }

    #[test]
    fn numbers_are_written_for_people() {
        assert_eq!(bytes(40e9), "40.0 GB");
        assert_eq!(bytes(123.4e6), "123 MB");
        assert_eq!(seconds(1.702), "1.70 s");
        assert_eq!(seconds(0.0234), "23.4 ms");
        assert_eq!(seconds(0.0), "0 s");
    }
}
