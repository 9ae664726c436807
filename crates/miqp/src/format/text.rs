//! What every reader needs: text from bytes, numbers from words, words for messages; and what writers owe to readers.

use crate::constraint::Constraint;
use crate::error::{Error, ErrorKind, Result};
use crate::model::Model;

/// A bound of at least this size is infinite, by the convention of LP and MPS and of most solvers.
pub(crate) const INFINITE: f64 = 1e20;

/// The text of a file, without a byte order mark.
pub(crate) fn text(bytes: &[u8]) -> Result<&str> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|error| {
        let line = 1 + bytes[..error.valid_up_to()]
            .iter()
            .filter(|&&b| b == b'\n')
            .count();
        Error::on_line(line, ErrorKind::NotText)
    })
}

/// A word in quotes, cut where it is long.
pub(crate) fn quoted(word: &str) -> String {
    const LONGEST: usize = 40;
    if word.chars().count() <= LONGEST {
        format!("{word:?}")
    } else {
        let head: String = word.chars().take(LONGEST).collect();
        format!("{head:?}...")
    }
}

/// A finite number. Exponents may be marked by `d` as Fortran does.
pub(crate) fn finite(line: usize, word: &str) -> Result<f64> {
    match parse(word) {
        Some(value) if value.is_finite() => Ok(value),
        _ => Err(Error::syntax(line, quoted(word), "a finite number")),
    }
}

/// A number or an infinity; what is at least [`INFINITE`] in size becomes infinite.
pub(crate) fn bound(line: usize, word: &str) -> Result<f64> {
    match parse(word) {
        Some(value) if !value.is_nan() => Ok(with_infinity(value)),
        _ => Err(Error::syntax(line, quoted(word), "a number or an infinity")),
    }
}

/// The value, or an infinity where it is at least [`INFINITE`] in size.
pub(crate) fn with_infinity(value: f64) -> f64 {
    if value >= INFINITE {
        f64::INFINITY
    } else if value <= -INFINITE {
        f64::NEG_INFINITY
    } else {
        value
    }
}

/// Refuses finite bounds that a reader of `format` would take for infinite ones: those of the size `infinite` and more.
///
/// # Errors
/// With the variable or the row.
pub(crate) fn refuse_huge_bounds(model: &Model, format: &'static str, infinite: f64) -> Result<()> {
    let huge = |bound: f64| bound.is_finite() && bound.abs() >= infinite;
    let check = |bounds: [f64; 2], name: &dyn Fn() -> String| {
        if !bounds.into_iter().any(huge) {
            return Ok(());
        }
        let kind = ErrorKind::Inexpressible {
            format,
            feature: "a finite bound of such a size",
            fix: "; readers take it for infinite, so leave it out or use another unit",
        };
        Err(Error::named(name(), kind))
    };
    for (var, variable) in model.variables() {
        check([variable.lower, variable.upper], &|| model.name_of(var))?;
    }
    for (row, constraint) in model.rows() {
        if let Constraint::Interval(interval) | Constraint::Indicator { then: interval, .. } = constraint {
            check([interval.lower, interval.upper], &|| model.row_name(row))?;
        }
    }
    Ok(())
}

/// A count or an index.
pub(crate) fn count(line: usize, word: &str) -> Result<usize> {
    word.parse()
        .map_err(|_| Error::syntax(line, quoted(word), "a whole number that is not negative"))
}

fn parse(word: &str) -> Option<f64> {
    if word.contains(['d', 'D']) {
        return word.replace(['d', 'D'], "e").parse().ok();
    }
    word.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_infinities() {
        assert_eq!(finite(1, "1.5D+2").ok(), Some(150.0));
        assert!(finite(1, "nan").is_err());
        assert!(finite(1, "1e999").is_err());
        assert_eq!(bound(1, "-1e30").ok(), Some(f64::NEG_INFINITY));
        assert_eq!(bound(1, "Inf").ok(), Some(f64::INFINITY));
        assert!(bound(1, "nan").is_err());
        assert!(count(1, "-1").is_err());
    }

    #[test]
    fn bounds_that_would_be_read_as_infinite_are_refused() {
        let mut m = Model::new("m");
        let x = m.continuous("x", -1e19, f64::INFINITY);
        m.add("r", (2.0 * x).le(1e20));
        let error = refuse_huge_bounds(&m, "LP", INFINITE)
            .expect_err("huge")
            .to_string();
        assert!(
            error.starts_with("r: ") && error.contains("a finite bound"),
            "{error}"
        );
        m.restrict(x, crate::Domain::Continuous, -2e20, 0.0);
        let error = refuse_huge_bounds(&m, "LP", INFINITE)
            .expect_err("huge")
            .to_string();
        assert!(error.starts_with("x: "), "{error}");
    }

    #[test]
    fn bytes_that_are_no_text_have_a_line() {
        let error = text(b"a\nb\n\xff").expect_err("not text");
        assert_eq!(
            error.to_string(),
            "line 3: found a byte that is not UTF-8, expected a text file"
        );
        assert_eq!(text(b"\xef\xbb\xbfx").ok(), Some("x"));
    }
}
