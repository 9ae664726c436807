//! Numbers in files: the shortest text that reads back as the same number.

/// Writes a number so that reading it gives the same bits; an exponent where plain digits would be long.
pub(crate) fn number(value: f64) -> String {
    let size = value.abs();
    if value.is_infinite() {
        if value > 0.0 {
            "inf".to_owned()
        } else {
            "-inf".to_owned()
        }
    } else if value == 0.0 {
        "0".to_owned()
    } else if (1e-5..1e16).contains(&size) || value.is_nan() {
        format!("{value}")
    } else {
        format!("{value:e}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_exact() {
        for (value, text) in [
            (1.0, "1"),
            (-0.0, "0"),
            (0.1, "0.1"),
            (-2.5e-7, "-2.5e-7"),
            (1e300, "1e300"),
            (123_456_789.0, "123456789"),
            (f64::NEG_INFINITY, "-inf"),
            (f64::MIN_POSITIVE, "2.2250738585072014e-308"),
        ] {
            assert_eq!(number(value), text);
            assert_eq!(text.parse::<f64>(), Ok(value));
        }
    }
}
