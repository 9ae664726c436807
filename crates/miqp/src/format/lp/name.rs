//! Names that every reader of LP takes.

/// Names longer than this are cut: readers allow 255 characters.
const LONGEST_NAME: usize = 200;

/// Words that begin a section or mean a number somewhere in the dialects, in lower case.
const RESERVED: [&str; 37] = [
    "bin", "binaries", "binary", "bound", "bounds", "end", "free", "gen", "general", "generals", "inf",
    "infinity", "int", "integer", "integers", "max", "maximise", "maximize", "maximum", "min", "minimise",
    "minimize", "minimum", "nan", "s.t.", "sec", "semi", "semis", "sin", "sos", "sos1", "sos2", "st", "st.",
    "subject", "such", "that",
];

/// A name that every reader of LP takes: legal characters, no digit or period in front, no reserved word, nothing
/// that could be read as an exponent.
pub(super) fn legal(name: &str) -> String {
    let mut out: String = name
        .chars()
        .take(LONGEST_NAME)
        .map(|c| {
            if c.is_ascii_alphanumeric() || "_.#$%&!?@~'(){},".contains(c) {
                c
            } else {
                '_'
            }
        })
        .collect();
    let mut chars = out.chars();
    let first = chars.next();
    let second = chars.next();
    let exponent = matches!(first, Some('e' | 'E'))
        && second.is_none_or(|c| c.is_ascii_digit() || matches!(c, 'e' | 'E' | '.'));
    let wrong_start = first.is_none_or(|c| !c.is_ascii_alphabetic() && c != '_');
    if exponent || wrong_start || RESERVED.contains(&out.to_ascii_lowercase().as_str()) {
        out.insert(0, '_');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_made_legal() {
        for (name, expected) in [
            ("Y_0_1", "Y_0_1"),
            ("3x", "_3x"),
            ("e", "_e"),
            ("E5", "_E5"),
            ("emb", "emb"),
            ("Free", "_Free"),
            ("a b+c", "a_b_c"),
            ("", "_"),
            ("größe", "gr__e"),
        ] {
            assert_eq!(legal(name), expected);
        }
    }
}
