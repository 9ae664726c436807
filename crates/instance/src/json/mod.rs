//! Reading and writing `*.instance.json`, format `uniap.instance/1`.

mod raw;
mod write;

use serde::de::DeserializeOwned;
use uniap_base::complaint;

use self::raw::RawInstance;
use crate::error::{Error, ErrorKind, Result};
use crate::model::Instance;

pub(crate) use self::raw::Object;

/// The name and version of the format.
pub const FORMAT: &str = "uniap.instance/1";

/// Reads an instance from the bytes of an `*.instance.json`.
///
/// # Errors
/// When the bytes are not such a document; the error says where, what was found and what is expected.
pub fn read(bytes: &[u8]) -> Result<Instance> {
    let Object(raw): Object<RawInstance> = parse(bytes, FORMAT)?;
    let instance = raw.build()?;
    instance.validate()?;
    Ok(instance)
}

/// Writes an instance as an `*.instance.json`; what `read` makes of it equals `instance`.
///
/// # Errors
/// When the instance is not valid.
pub fn write(instance: &Instance) -> Result<String> {
    instance.validate()?;
    serde_json::to_string(instance).map_err(|source| Error {
        kind: ErrorKind::Syntax {
            message: source.to_string(),
        },
        place: uniap_base::Place::default(),
        source: Some(source),
    })
}

/// Reads a document of another format by the same rules: an object whose `format` is `expected`, errors with their place.
///
/// # Errors
/// When the bytes are not such a document; the error says where, what was found and what is expected.
pub fn read_document<T: DeserializeOwned>(bytes: &[u8], expected: &'static str) -> Result<T> {
    let Object(document): Object<T> = parse(bytes, expected)?;
    Ok(document)
}

/// Parses a JSON document whose first concern is its `format`.
pub(crate) fn parse<T: DeserializeOwned>(bytes: &[u8], expected: &'static str) -> Result<T> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        Error::at(
            "",
            ErrorKind::NotText {
                offset: error.valid_up_to(),
            },
        )
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    // A document of another format is told so before its fields are judged by the rules of this one.
    if let Ok(Tag { format: Some(found) }) = serde_json::from_str::<Tag>(text)
        && found != expected
    {
        return Err(Error::at("format", ErrorKind::Format { found, expected }));
    }
    let mut reader = serde_json::Deserializer::from_str(text);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        syntax(
            text,
            if path == "." { String::new() } else { path },
            error.into_inner(),
        )
    })?;
    reader.end().map_err(|error| syntax(text, String::new(), error))?;
    Ok(value)
}

fn syntax(text: &str, path: String, source: serde_json::Error) -> Error {
    let (line, column) = (source.line(), source.column());
    let message = source.to_string();
    let bare = message
        .find(" at line ")
        .map_or(message.as_str(), |end| &message[..end]);
    let reworded = if source.is_eof() {
        Some("found the end of the text, expected the rest of the document".to_owned())
    } else if source.is_syntax() {
        Some(complaint(text, line, column, bare))
    } else {
        None
    };
    let place = uniap_base::Place::path(path);
    match reworded {
        // The words of the parser would only say the same again.
        Some(reworded) => Error {
            kind: ErrorKind::Syntax {
                message: format!("{reworded} at line {line} column {column}"),
            },
            place,
            source: None,
        },
        None => Error {
            kind: ErrorKind::Syntax { message },
            place,
            source: Some(source),
        },
    }
}

#[derive(serde::Deserialize)]
struct Tag {
    format: Option<String>,
}
