//! From bytes to a document: bounded, never panicking, every refusal with its place.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uniap_base::{Place, complaint};

use crate::error::{Error, ErrorKind};

/// The most bytes that are read from a file or, together, from a folder.
pub const LIMIT_BYTES: u64 = 64 << 20;

/// Reads a regular file of at most [`LIMIT_BYTES`].
///
/// # Errors
/// When it cannot be read, is no regular file (a pipe could block for ever), or is larger.
pub fn bytes(path: &Path) -> Result<Vec<u8>, Error> {
    let place = || Place::default().in_file(path.display().to_string());
    let unreadable = |source: std::io::Error| Error {
        source: Some(Box::new(source)),
        ..Error::new(ErrorKind::Unreadable, place())
    };
    let metadata = std::fs::metadata(path).map_err(|source| match source.kind() {
        std::io::ErrorKind::NotFound => Error::new(
            ErrorKind::NotAFile {
                found: "no such file",
                expected: "one that exists",
            },
            place(),
        ),
        _ => unreadable(source),
    })?;
    if !metadata.is_file() {
        let found = if metadata.is_dir() {
            "a folder"
        } else {
            "a pipe or a device"
        };
        return Err(Error::new(
            ErrorKind::NotAFile {
                found,
                expected: "a regular file",
            },
            place(),
        ));
    }
    let mut content = Vec::new();
    File::open(path)
        .and_then(|file| file.take(LIMIT_BYTES + 1).read_to_end(&mut content))
        .map_err(unreadable)?;
    if content.len() as u64 > LIMIT_BYTES {
        return Err(Error::new(ErrorKind::TooLarge { limit: LIMIT_BYTES }, place()));
    }
    Ok(content)
}

/// The text of a document, without a byte order mark.
///
/// # Errors
/// When the bytes are too many, or binary, or no UTF-8.
pub fn text(bytes: &[u8]) -> Result<&str, Error> {
    let refuse = |found| Err(Error::new(ErrorKind::NotText { found }, Place::default()));
    if bytes.len() as u64 > LIMIT_BYTES {
        return Err(Error::new(
            ErrorKind::TooLarge { limit: LIMIT_BYTES },
            Place::default(),
        ));
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return refuse("a zip archive");
    }
    if bytes.starts_with(&[0x1f, 0x8b]) {
        return refuse("gzip-compressed data");
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return refuse("an empty file");
    }
    if bytes.contains(&0) {
        return refuse("binary data");
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.strip_prefix('\u{feff}').unwrap_or(text)),
        Err(_) => refuse("bytes that are no UTF-8"),
    }
}

/// The JSON document in `text`, with the path and line of what does not fit.
///
/// # Errors
/// When the text is cut off, is no JSON, nests too deeply, or has other fields than the type.
pub fn json<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        // A question mark stands for what was not read yet, a full stop for the document.
        let path = error.path().to_string();
        let path = path.trim_end_matches('?').trim_end_matches('.');
        json_error(text, shorten(path), error.inner())
    })?;
    reader
        .end()
        .map_err(|error| json_error(text, String::new(), &error))?;
    Ok(value)
}

/// What the document in `text` says its format is.
///
/// # Errors
/// When it is no JSON object with a text under `"format"`.
pub fn format(text: &str) -> Result<String, Error> {
    /// The one field every document has.
    #[derive(Deserialize)]
    struct Probe {
        format: String,
    }
    // What is derived would take the first entry of a list for the format.
    if text.trim_start().starts_with('[') {
        let (found, expected) = ("a list".to_owned(), "an object with named fields".to_owned());
        return Err(Error::new(
            ErrorKind::Mismatch { found, expected },
            Place::line(1),
        ));
    }
    json::<Probe>(text).map(|probe| probe.format)
}

/// The document of format `expected` in `text`; a document of another format is named instead of taken apart.
///
/// # Errors
/// Like [`json`], and when `"format"` is missing or another one.
pub fn document<T: DeserializeOwned + Serialize>(text: &str, expected: &'static str) -> Result<T, Error> {
    // What only looks for the format passes over the rest in one go, and so does not know where in it something is wrong.
    let found = format(text).map_err(|error| match json::<Value>(text) {
        Err(deeper) if deeper.kind == error.kind => deeper,
        _ => error,
    })?;
    if found == expected {
        let document: T = json(text)?;
        let written =
            serde_json::to_value(&document).map_err(|error| json_error(text, String::new(), &error))?;
        check_objects("", &written, &json(text)?)?;
        return Ok(document);
    }
    let found = format!("{:?}", shorten(&found));
    Err(Error::at("format", ErrorKind::Format { found, expected }))
}

/// Refuses a list where the format has an object. `serde` would take its elements for the fields in their order,
/// and figures without the names that carry their units are what these formats are there to prevent.
fn check_objects(path: &str, written: &Value, given: &Value) -> Result<(), Error> {
    match (written, given) {
        (Value::Object(written), Value::Object(given)) => {
            for (key, value) in written {
                if let Some(given) = given.get(key) {
                    let path = if path.is_empty() {
                        key.clone()
                    } else {
                        format!("{path}.{key}")
                    };
                    check_objects(&path, value, given)?;
                }
            }
        }
        (Value::Array(written), Value::Array(given)) => {
            for (i, (written, given)) in written.iter().zip(given).enumerate() {
                check_objects(&format!("{path}[{i}]"), written, given)?;
            }
        }
        (Value::Object(_), _) => {
            let expected = "an object with named fields".to_owned();
            return Err(Error::at(
                path,
                ErrorKind::Mismatch {
                    found: "a list".to_owned(),
                    expected,
                },
            ));
        }
        _ => {}
    }
    Ok(())
}

/// Where the JSON reader stopped and why.
fn json_error(text: &str, path: String, error: &serde_json::Error) -> Error {
    let line = (error.line() > 0).then_some(error.line());
    let kind = if error.is_eof() {
        ErrorKind::Truncated
    } else {
        let message = error.to_string();
        let end = message.rfind(" at line ").unwrap_or(message.len());
        let bare = in_words_of_json(&message[..end]);
        let message = if error.is_syntax() {
            complaint(text, error.line(), error.column(), &bare)
        } else {
            bare
        };
        ErrorKind::Json {
            message: shorten(&message),
        }
    };
    Error::new(
        kind,
        Place {
            file: None,
            line,
            path,
        },
    )
}

/// A message of the JSON reader without the names of types of this program.
fn in_words_of_json(message: &str) -> String {
    let message = message
        .replace("expected f64", "expected a number")
        .replace("expected u64", "expected a whole number");
    match message.split_once("expected struct ") {
        Some((before, _)) => format!("{before}expected an object"),
        None => message,
    }
}

/// At most 300 characters of a text that may quote the input.
pub(crate) fn shorten(text: &str) -> String {
    if text.chars().count() <= 300 {
        text.to_owned()
    } else {
        text.chars().take(300).chain("...".chars()).collect()
    }
}

/// A document as JSON text that ends with a line break; lists and objects that fit stand on one line.
///
/// # Errors
/// When the value cannot be written as JSON.
pub(crate) fn write<T: Serialize>(value: &T) -> Result<String, Error> {
    let pretty =
        serde_json::to_string_pretty(value).map_err(|error| json_error("", String::new(), &error))?;
    Ok(join_short(&pretty))
}

/// The longest line that joining makes.
const WIDTH: usize = 118;

/// Joins the lines of every list and object of an indented document that then fits into [`WIDTH`]. A line break
/// cannot stand inside a JSON text, so that lines are enough to go by.
fn join_short(pretty: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for line in pretty.lines() {
        lines.push(line.to_owned());
        if line.ends_with(['{', '[']) {
            open.push(lines.len() - 1);
        } else if line.trim_start().starts_with(['}', ']'])
            && let Some(start) = open.pop()
        {
            let inner: Vec<&str> = lines[start + 1..lines.len() - 1]
                .iter()
                .map(|line| line.trim_start())
                .collect();
            let joined = format!("{}{}{}", lines[start], inner.join(" "), line.trim_start());
            // A list or object inside that did not fit keeps its lines, and so does what it stands in.
            if joined.len() <= WIDTH && !inner.iter().any(|line| line.ends_with(['{', '['])) {
                lines.truncate(start);
                lines.push(joined);
            }
        }
    }
    lines.join("\n") + "\n"
}
