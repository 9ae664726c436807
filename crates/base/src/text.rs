//! Numbers and lists as people read them.

/// Seconds with four significant digits: `1.702 s`, `23.41 ms`.
#[must_use]
pub fn seconds(value: f64) -> String {
    let (scale, name) = match value.abs() {
        v if v >= 1.0 || v == 0.0 => (1.0, "s"),
        v if v >= 1e-3 => (1e-3, "ms"),
        _ => (1e-6, "us"),
    };
    format!("{} {name}", significant(value / scale))
}

/// Four significant digits, with an exponent only where plain digits would be many.
#[must_use]
pub fn significant(value: f64) -> String {
    match value.abs() {
        0.0 => "0".to_owned(),
        v if !(1e-4..1e7).contains(&v) => format!("{value:.3e}"),
        v if v >= 999.95 => format!("{value:.0}"),
        v if v >= 99.995 => format!("{value:.1}"),
        v if v >= 9.9995 => format!("{value:.2}"),
        v if v >= 0.99995 => format!("{value:.3}"),
        _ => format!("{value:.4}"),
    }
}

/// Seven significant digits without zeros at the end, for numbers that are to be compared.
#[must_use]
pub fn precise(value: f64) -> String {
    if value == 0.0 || !(1e-4..1e15).contains(&value.abs()) {
        return format!("{value:e}").replace("0e0", "0");
    }
    let places = (6 - value.abs().log10().floor() as i32).max(0) as usize;
    let text = format!("{value:.places$}");
    if text.contains('.') {
        return text.trim_end_matches('0').trim_end_matches('.').to_owned();
    }
    text
}

/// A fraction in percent; what is not 0 is not written as if it were.
#[must_use]
pub fn percent(fraction: f64) -> String {
    match fraction.abs() * 100.0 {
        0.0 => "0 %".to_owned(),
        v if v < 0.001 => format!("{:.1e} %", fraction * 100.0),
        v if v < 1.0 => format!("{:.3} %", fraction * 100.0),
        _ => format!("{:.1} %", fraction * 100.0),
    }
}

/// A count and its noun: `1 stage`, `2 stages`, `2 micro-batches`.
#[must_use]
pub fn count(number: u64, noun: &str) -> String {
    let ending = match (number, noun.ends_with("ch")) {
        (1, _) => "",
        (_, true) => "es",
        (_, false) => "s",
    };
    format!("{number} {noun}{ending}")
}

/// Numbers as ranges: `0-3, 8`.
#[must_use]
pub fn ranges(numbers: &[usize]) -> String {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for &number in numbers {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == number => *last = number,
            _ => runs.push((number, number)),
        }
    }
    let one = |(first, last): (usize, usize)| match last - first {
        0 => first.to_string(),
        _ => format!("{first}-{last}"),
    };
    runs.into_iter().map(one).collect::<Vec<_>>().join(", ")
}

/// Names that end in consecutive numbers as ranges: `embedding`, `block.0-15`.
#[must_use]
pub fn names(names: &[&str]) -> Vec<String> {
    let mut runs: Vec<(&str, &str, Option<u64>)> = Vec::new();
    for &name in names {
        let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
        let number: Option<u64> = name[stem.len()..].parse().ok();
        // A number with zeros in front (`l08`) does not read back from a range, so it stays as it is.
        let number = number.filter(|number| number.to_string().len() == name.len() - stem.len());
        if let (Some((first, last, Some(before))), Some(number)) = (runs.last_mut(), number) {
            let same = first.trim_end_matches(|c: char| c.is_ascii_digit()) == stem;
            if same && before.checked_add(1) == Some(number) {
                *last = name;
                *before = number;
                continue;
            }
        }
        runs.push((name, name, number));
    }
    let one = |(first, last, number): (&str, &str, Option<u64>)| match number {
        Some(number) if first != last => format!("{first}-{number}"),
        _ => first.to_owned(),
    };
    runs.into_iter().map(one).collect()
}

/// A bar of at most `width` cells for a fraction of the whole; anything above 0 is seen.
#[must_use]
pub fn bar(fraction: f64, width: usize) -> String {
    let cells = (fraction.clamp(0.0, 1.0) * width as f64).round() as usize;
    "█".repeat(if fraction > 0.0 { cells.max(1) } else { 0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_four_digits() {
        let found = [0.0, 1.702, 0.34, 12.345, 1234.5, 3.0e-9, 1e12, 99.999].map(significant);
        assert_eq!(
            found,
            [
                "0", "1.702", "0.3400", "12.35", "1234", "3.000e-9", "1.000e12", "100.0"
            ]
        );
        let found = [0.0, 6.6, 1.0 / 3.0, 123_456_789.25, 12.0, -2.5e-7].map(precise);
        assert_eq!(found, ["0", "6.6", "0.3333333", "123456789", "12", "-2.5e-7"]);
        assert_eq!(seconds(0.02341), "23.41 ms");
        assert_eq!(
            [0.0, 1e-9, 0.005, 0.123].map(percent),
            ["0 %", "1.0e-7 %", "0.500 %", "12.3 %"]
        );
    }

    #[test]
    fn runs_become_ranges() {
        assert_eq!(ranges(&[0, 1, 2, 3, 8]), "0-3, 8");
        let joined = |list: &[&str]| names(list).join(", ");
        assert_eq!(
            joined(&["embedding", "block.0", "block.1", "block.2", "head"]),
            "embedding, block.0-2, head"
        );
        assert_eq!(
            joined(&["l08", "l09", "a9", "b10", "2", "3"]),
            "l08, l09, a9, b10, 2-3"
        );
        let far = ["x18446744073709551615", "x0"];
        assert_eq!(joined(&far), "x18446744073709551615, x0");
    }

    #[test]
    fn counts_have_their_nouns() {
        assert_eq!(count(1, "micro-batch"), "1 micro-batch");
        assert_eq!(count(2, "micro-batch"), "2 micro-batches");
        assert_eq!(count(0, "stage"), "0 stages");
    }

    #[test]
    fn bars_are_seen() {
        assert_eq!(bar(1e-9, 4), "█");
        assert_eq!(bar(0.5, 4), "██");
        assert_eq!(bar(0.0, 4), "");
    }
}
