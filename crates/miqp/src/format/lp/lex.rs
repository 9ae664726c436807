//! From LP text to tokens: sections, names, numbers and signs, each with its line.

use crate::error::{Error, ErrorKind, Result};
use crate::format::text::quoted;

/// The parts of an LP file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    Minimize,
    Maximize,
    SubjectTo,
    Bounds,
    Generals,
    Binaries,
    SemiContinuous,
    Sos,
    End,
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Kind<'a> {
    Section(Section),
    Name(&'a str),
    Number(f64),
    Plus,
    Minus,
    Star,
    Slash,
    Caret,
    Open,
    Close,
    Colon,
    DoubleColon,
    LessEqual,
    GreaterEqual,
    Equal,
    Arrow,
    /// The end of the text.
    End,
}

/// A token and its line, counted from 1.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token<'a> {
    pub kind: Kind<'a>,
    pub line: usize,
}

/// The spellings of every section, longest first where one begins with another; `Err` names what is refused.
const SECTIONS: [(&[&str], std::result::Result<Section, &str>); 48] = [
    (&["minimize", "multi-objectives"], Err("several objectives")),
    (&["maximize", "multi-objectives"], Err("several objectives")),
    (&["minimise", "multi-objectives"], Err("several objectives")),
    (&["maximise", "multi-objectives"], Err("several objectives")),
    (&["minimize"], Ok(Section::Minimize)),
    (&["minimise"], Ok(Section::Minimize)),
    (&["minimum"], Ok(Section::Minimize)),
    (&["min"], Ok(Section::Minimize)),
    (&["maximize"], Ok(Section::Maximize)),
    (&["maximise"], Ok(Section::Maximize)),
    (&["maximum"], Ok(Section::Maximize)),
    (&["max"], Ok(Section::Maximize)),
    (&["subject", "to"], Ok(Section::SubjectTo)),
    (&["such", "that"], Ok(Section::SubjectTo)),
    (&["st"], Ok(Section::SubjectTo)),
    (&["s.t."], Ok(Section::SubjectTo)),
    (&["st."], Ok(Section::SubjectTo)),
    (&["lazy", "constraints"], Ok(Section::SubjectTo)),
    (&["user", "cuts"], Err("user cuts")),
    (&["general", "constraints"], Err("general constraints")),
    (&["gencons"], Err("general constraints")),
    (&["pwlobj"], Err("a piecewise linear objective")),
    (&["pwl"], Err("piecewise linear constraints")),
    (&["ranges"], Err("a section of ranges")),
    (&["bounds"], Ok(Section::Bounds)),
    (&["bound"], Ok(Section::Bounds)),
    (&["generals"], Ok(Section::Generals)),
    (&["general"], Ok(Section::Generals)),
    (&["gens"], Ok(Section::Generals)),
    (&["gen"], Ok(Section::Generals)),
    (&["integers"], Ok(Section::Generals)),
    (&["integer"], Ok(Section::Generals)),
    (&["ints"], Ok(Section::Generals)),
    (&["int"], Ok(Section::Generals)),
    (&["binaries"], Ok(Section::Binaries)),
    (&["binary"], Ok(Section::Binaries)),
    (&["bins"], Ok(Section::Binaries)),
    (&["bin"], Ok(Section::Binaries)),
    (&["semi-continuous"], Ok(Section::SemiContinuous)),
    (&["semi-continuouses"], Ok(Section::SemiContinuous)),
    (&["semis"], Ok(Section::SemiContinuous)),
    (&["semi"], Ok(Section::SemiContinuous)),
    (&["sec"], Ok(Section::SemiContinuous)),
    (&["sos1"], Ok(Section::Sos)),
    (&["sos2"], Ok(Section::Sos)),
    (&["sos"], Ok(Section::Sos)),
    (&["scenario"], Err("scenarios")),
    (&["end"], Ok(Section::End)),
];

/// Splits a text into tokens; the last one is [`Kind::End`]. Every token takes at least one byte of the text.
pub(super) fn tokens(text: &str) -> Result<Vec<Token<'_>>> {
    let mut tokens = Vec::new();
    let mut last = 1;
    for (index, line) in text.lines().enumerate() {
        last = index + 1;
        let line = line.split('\\').next().unwrap_or_default();
        let (section, rest) = section(last, line)?;
        if let Some(section) = section {
            tokens.push(Token {
                kind: Kind::Section(section),
                line: last,
            });
        }
        line_tokens(last, rest, &mut tokens)?;
    }
    tokens.push(Token {
        kind: Kind::End,
        line: last,
    });
    Ok(tokens)
}

/// The section a line begins, and what is left of the line.
fn section(number: usize, line: &str) -> Result<(Option<Section>, &str)> {
    for (phrase, section) in SECTIONS {
        let Some(rest) = strip_phrase(line, phrase) else {
            continue;
        };
        // `bounds: x + y <= 1` is a row of that name.
        if rest.trim_start().starts_with(':') {
            continue;
        }
        return match section {
            Ok(section) => Ok((Some(section), rest)),
            Err(what) => Err(Error::on_line(
                number,
                ErrorKind::Unsupported {
                    format: "LP",
                    what: what.to_owned(),
                },
            )),
        };
    }
    Ok((None, line))
}

/// What follows `phrase` at the start of `line`, if the line begins with these whole words in any case.
fn strip_phrase<'a>(line: &'a str, phrase: &[&str]) -> Option<&'a str> {
    let mut rest = line;
    for word in phrase {
        rest = rest.trim_start();
        let head = rest.get(..word.len())?;
        if !head.eq_ignore_ascii_case(word) {
            return None;
        }
        rest = &rest[word.len()..];
        if rest
            .chars()
            .next()
            .is_some_and(|c| !c.is_whitespace() && c != ':')
        {
            return None;
        }
    }
    Some(rest)
}

fn line_tokens<'a>(line: usize, text: &'a str, tokens: &mut Vec<Token<'a>>) -> Result<()> {
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if first.is_whitespace() {
            rest = rest.trim_start();
            continue;
        }
        let (kind, length) = token(line, rest, first)?;
        tokens.push(Token { kind, line });
        rest = &rest[length..];
    }
    Ok(())
}

/// The token at the start of `rest` and its length in bytes.
fn token(line: usize, rest: &str, first: char) -> Result<(Kind<'_>, usize)> {
    let second = rest[first.len_utf8()..].chars().next();
    let signs = [
        ("<=", Kind::LessEqual),
        ("=<", Kind::LessEqual),
        (">=", Kind::GreaterEqual),
        ("=>", Kind::GreaterEqual),
        ("->", Kind::Arrow),
        ("::", Kind::DoubleColon),
        ("<", Kind::LessEqual),
        (">", Kind::GreaterEqual),
        ("=", Kind::Equal),
        (":", Kind::Colon),
        ("+", Kind::Plus),
        ("-", Kind::Minus),
        ("*", Kind::Star),
        ("/", Kind::Slash),
        ("^", Kind::Caret),
        ("[", Kind::Open),
        ("]", Kind::Close),
    ];
    if let Some((sign, kind)) = signs.into_iter().find(|(sign, _)| rest.starts_with(sign)) {
        return Ok((kind, sign.len()));
    }
    if first.is_ascii_digit() || (first == '.' && second.is_some_and(|c| c.is_ascii_digit())) {
        let length = number_length(rest);
        return match rest[..length].parse::<f64>() {
            Ok(value) if value.is_finite() => Ok((Kind::Number(value), length)),
            _ => Err(Error::syntax(line, quoted(&rest[..length]), "a finite number")),
        };
    }
    let length = rest.find(|c: char| !is_name_char(c)).unwrap_or(rest.len());
    if length == 0 {
        return Err(Error::syntax(
            line,
            quoted(&rest[..first.len_utf8()]),
            "a name, a number or an operator",
        ));
    }
    let name = &rest[..length];
    if name.eq_ignore_ascii_case("nan") {
        return Err(Error::syntax(line, quoted(name), "a finite number"));
    }
    Ok((Kind::Name(name), length))
}

/// How many bytes at the start of `text` are a number: digits, a point, and an exponent only where digits follow.
fn number_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let digits = |mut at: usize| {
        while bytes.get(at).is_some_and(u8::is_ascii_digit) {
            at += 1;
        }
        at
    };
    let mut end = digits(0);
    if bytes.get(end) == Some(&b'.') {
        end = digits(end + 1);
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        let exponent = digits(end + 1 + sign);
        if exponent > end + 1 + sign {
            end = exponent;
        }
    }
    end
}

/// Characters of names: those of CPLEX, and letters of any script.
fn is_name_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || "!\"#$%&(),.;?@_`'{}~|".contains(c) || (!c.is_ascii() && c.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<Kind<'_>> {
        tokens(text)
            .expect("tokens")
            .into_iter()
            .map(|token| token.kind)
            .collect()
    }

    #[test]
    fn exponents_need_digits() {
        use Kind::{Name, Number};
        assert_eq!(
            kinds("2e5 2emb 3.5E-2x .5y"),
            [
                Number(2e5),
                Number(2.0),
                Name("emb"),
                Number(0.035),
                Name("x"),
                Number(0.5),
                Name("y"),
                Kind::End
            ]
        );
    }

    #[test]
    fn sections_stand_at_the_start_of_a_line_and_are_no_labels() {
        use Kind::{Colon, Name, Section as S};
        assert_eq!(
            kinds("  SUBJECT   TO \\ comment\nst: bounds\nsemi-continuous\nSt.\nstx"),
            [
                S(Section::SubjectTo),
                Name("st"),
                Colon,
                Name("bounds"),
                S(Section::SemiContinuous),
                S(Section::SubjectTo),
                Name("stx"),
                Kind::End
            ]
        );
    }

    #[test]
    fn refused_sections_are_named() {
        let error = tokens("\nUser Cuts\n").expect_err("refused");
        assert_eq!(
            error.to_string(),
            "line 2: found user cuts, which this reader of LP does not take"
        );
    }
}
