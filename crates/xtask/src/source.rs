//! Rust source as the checks see it: code without its comments and texts, line for line.

/// Source text in which comments, or comments and string literals, are blank. Lines keep their numbers and
/// columns, so that whatever is found can be pointed at.
pub struct Source {
    /// Without comments.
    pub uncommented: String,
    /// Without comments, and with every string and character literal emptied.
    pub code: String,
}

impl Source {
    /// Reads Rust source. Source that does not parse is read as far as it goes; the compiler refuses it anyway.
    pub fn parse(text: &str) -> Self {
        let mut reader = Reader {
            bytes: text.as_bytes(),
            uncommented: Vec::with_capacity(text.len()),
            code: Vec::with_capacity(text.len()),
        };
        reader.read();
        Self {
            uncommented: String::from_utf8_lossy(&reader.uncommented).into_owned(),
            code: String::from_utf8_lossy(&reader.code).into_owned(),
        }
    }

    /// The code before the first `#[cfg(test)]`: by convention tests stand last in a file.
    pub fn library_code(&self) -> &str {
        self.code.split("#[cfg(test)]").next().unwrap_or(&self.code)
    }
}

/// What a byte belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Code,
    Comment,
    Literal,
}

struct Reader<'a> {
    bytes: &'a [u8],
    uncommented: Vec<u8>,
    code: Vec<u8>,
}

impl Reader<'_> {
    fn read(&mut self) {
        while let Some(&byte) = self.rest().first() {
            match byte {
                b'/' if self.rest().starts_with(b"//") => {
                    let length = self.rest().iter().position(|&b| b == b'\n');
                    self.take(length.unwrap_or(self.rest().len()), Kind::Comment);
                }
                b'/' if self.rest().starts_with(b"/*") => {
                    let length = block_comment(self.rest());
                    self.take(length, Kind::Comment);
                }
                b'"' => self.literal(1, quoted(&self.rest()[1..], b'"'), 1),
                b'r' if self.starts_word() => match raw_string(self.rest()) {
                    Some((open, inside)) => self.literal(open, inside, open - 1),
                    None => self.take(1, Kind::Code),
                },
                b'\'' => match character(self.rest()) {
                    Some(inside) => self.literal(1, inside, 1),
                    None => self.take(1, Kind::Code),
                },
                _ => self.take(1, Kind::Code),
            }
        }
    }

    fn rest(&self) -> &[u8] {
        &self.bytes[self.code.len()..]
    }

    /// True if the next byte starts a word, a prefix of byte and C strings left aside.
    fn starts_word(&self) -> bool {
        let before = self
            .code
            .strip_suffix(b"b")
            .or_else(|| self.code.strip_suffix(b"c"))
            .unwrap_or(&self.code);
        before
            .last()
            .is_none_or(|&b| !b.is_ascii_alphanumeric() && b != b'_')
    }

    /// Takes a literal: `open` bytes, what is `inside`, and `close` bytes.
    fn literal(&mut self, open: usize, inside: usize, close: usize) {
        self.take(open, Kind::Code);
        self.take(inside, Kind::Literal);
        self.take(close.min(self.rest().len()), Kind::Code);
    }

    /// Copies the next `count` bytes, or blanks where they do not belong.
    fn take(&mut self, count: usize, kind: Kind) {
        let start = self.code.len();
        for &byte in &self.bytes[start..start + count] {
            let blank = if byte == b'\n' { b'\n' } else { b' ' };
            self.uncommented
                .push(if kind == Kind::Comment { blank } else { byte });
            self.code.push(if kind == Kind::Code { byte } else { blank });
        }
    }
}

/// The length of the block comment at the start of `bytes`; such comments nest.
fn block_comment(bytes: &[u8]) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while at < bytes.len() {
        if bytes[at..].starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if bytes[at..].starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    bytes.len()
}

/// The number of bytes before the closing `quote`.
fn quoted(bytes: &[u8], quote: u8) -> usize {
    let mut at = 0;
    while at < bytes.len() && bytes[at] != quote {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    at.min(bytes.len())
}

/// For a raw string at the start of `bytes`: the length of its opening and of what is inside.
fn raw_string(bytes: &[u8]) -> Option<(usize, usize)> {
    let hashes = bytes[1..].iter().take_while(|&&b| b == b'#').count();
    let open = hashes + 2;
    if bytes.get(open - 1) != Some(&b'"') {
        return None;
    }
    let mut close = vec![b'"'];
    close.resize(hashes + 1, b'#');
    let inside = &bytes[open..];
    let length = inside.windows(close.len()).position(|window| window == close);
    Some((open, length.unwrap_or(inside.len())))
}

/// The length of the character literal at the start of `bytes`, or `None` for a lifetime.
fn character(bytes: &[u8]) -> Option<usize> {
    let inside = &bytes[1..];
    if inside.first() == Some(&b'\\') {
        return Some(quoted(inside, b'\''));
    }
    // A character of at most four bytes, then the closing quote; a lifetime has no such quote.
    let text = std::str::from_utf8(&inside[..inside.len().min(8)]);
    let text = text
        .or_else(|error| std::str::from_utf8(&inside[..error.valid_up_to()]))
        .ok()?;
    let mut chars = text.chars();
    let first = chars.next()?;
    (first != '\'' && chars.next() == Some('\'')).then_some(first.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> String {
        Source::parse(text).code
    }

    #[test]
    fn comments_are_blank_and_lines_stay() {
        assert_eq!(code("a // b\nc"), "a     \nc");
        assert_eq!(code("a /* b /* c\n */ d */ e"), "a          \n         e");
        assert_eq!(code("a /* never closed"), "a                ");
    }

    #[test]
    fn literals_are_empty() {
        assert_eq!(code(r#"f("a // b\" c", d)"#), r#"f("          ", d)"#);
        assert_eq!(code(r##"f(r#"a " b"#, br"\")"##), r##"f(r#"     "#, br" ")"##);
        assert_eq!(
            code("'\"' 'x' '\\'' 'é' \"never closed"),
            "' ' ' ' '  ' '  ' \"            "
        );
        assert_eq!(code("r#type for\"x\""), "r#type for\" \"");
    }

    #[test]
    fn lifetimes_are_code() {
        assert_eq!(
            code("fn f<'a>(x: &'a str, y: &'static str)"),
            "fn f<'a>(x: &'a str, y: &'static str)"
        );
    }

    #[test]
    fn uncommented_source_keeps_its_texts() {
        assert_eq!(Source::parse("\"// a\" // b").uncommented, "\"// a\"     ");
    }

    #[test]
    fn tests_are_no_library_code() {
        assert_eq!(
            Source::parse("a\n#[cfg(test)]\nmod tests {}").library_code(),
            "a\n"
        );
    }
}
