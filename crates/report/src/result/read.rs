//! From bytes to sections: what a file is, and what is said of one that is no result.

use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::error::Category;

use super::{ALL, Kind, Source, has};
use crate::error::{Error, Result};
use crate::section::Section;

/// The most bytes of a file of results. One of nothing but small objects takes a hundred times as much memory, 3 GB; results take
/// some five times as much, and a sweep of 20,000 tasks has its place.
pub const MOST_BYTES: usize = 32 << 20;

/// How much of a line is shown of what is no JSON.
const SHOWN: usize = 40;

/// How far into a file that is cut off its format is looked for.
const HEAD: usize = 4096;

/// What else the program reads and writes: the format, what it is, and what makes a result of it.
const OTHERS: [(&str, &str, &str); 19] = [
    (
        "uniap.instance/1",
        "a planning instance",
        "solve it in several ways with uniap compare FILE --json",
    ),
    (
        "uniap.solution/1",
        "a solution without what led to it",
        "race its instance with uniap compare INSTANCE --json",
    ),
    (
        "uniap.model-solution/1",
        "a solution without what led to it",
        "race its model with uniap compare MODEL --json",
    ),
    (
        "uniap.verdict/1",
        "the verdict on a solution",
        "hand over what was judged: a plan, or uniap compare INSTANCE --json",
    ),
    (
        "uniap.sweep/1",
        "a sweep file",
        "run it with uniap sweep FILE --json",
    ),
    (
        "uniap.model/1",
        "a model profile",
        "plan with it: uniap plan --model FILE --cluster C --batch B --json",
    ),
    (
        "uniap.cluster/1",
        "a cluster profile",
        "plan with it: uniap plan --cluster FILE --model M --batch B --json",
    ),
    (
        "uniap.galvatron/1",
        "tables of Galvatron's profiler",
        "plan with them: uniap galvatron --profile FILE --memory GIB --batch B --json",
    ),
    (
        "uniap.measurements/1",
        "measurements",
        "hold predictions against them: uniap validate FILE --json",
    ),
    (
        "uniap.published/1",
        "published figures",
        "do the experiment again: uniap reproduce FILE --json",
    ),
    ("uniap.models/1", "the list of models", PLAN),
    ("uniap.clusters/1", "the list of clusters", PLAN),
    ("uniap.strategies/1", "the list of strategies", PLAN),
    ("uniap.schedules/1", "the list of schedules", PLAN),
    (
        "uniap.formulations/1",
        "the list of formulations",
        "race them: uniap compare INSTANCE --formulations F,G --json",
    ),
    (
        "uniap.backends/1",
        "the list of backends",
        "race them: uniap compare INSTANCE --backends A,B --json",
    ),
    ("uniap.profile/1", "the figures of a profile", PLAN),
    ("uniap.profile-check/1", "what is implausible in a profile", PLAN),
    (
        "uniap.galvatron-planner/1",
        "answers of Galvatron's planner",
        "race it: uniap galvatron --memory GIB --batch B --json",
    ),
];

const PLAN: &str = "plan with it: uniap plan --model M --cluster C --batch B --json";

/// The same of what has no format, by fields that it has.
const SHAPES: [(&[&str], &str, &str); 3] = [
    (
        &["traceEvents"],
        "a trace for a viewer (uniap simulate --trace)",
        "run its plan again with uniap simulate PLAN --json",
    ),
    (&["backend", "model_sha256"], "a task of a sweep", TASK),
    (&["backend", "instance_sha256"], "a task of a sweep", TASK),
];

const TASK: &str = "do it with uniap sweep SPEC --json";

/// Bytes at the beginning of what is no text, and what has them.
const MAGIC: [(&[u8], &str); 6] = [
    (b"\x1f\x8b", "gzip data"),
    (b"\xfd7zXZ", "xz data"),
    (b"\x28\xb5\x2f\xfd", "zstd data"),
    (b"PK\x03\x04", "a zip archive"),
    (b"\x89PNG", "a PNG image"),
    (b"\x7fELF", "a program"),
];

/// What a file holds, as the sections of a page; `name` is the file as the user names it.
///
/// # Errors
/// When the bytes are no result of a kind that is known, or a field does not fit.
pub fn read(bytes: &[u8], name: &str) -> Result<Vec<Section>> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.len() > MOST_BYTES {
        return Err(Error::TooLong {
            found: bytes.len(),
            most: MOST_BYTES,
        });
    }
    let text = text(bytes)?;
    let mut documents: Vec<Value> = Vec::new();
    for document in serde_json::Deserializer::from_str(text).into_iter::<Value>() {
        documents.push(document.map_err(|error| no_json(text, &error))?);
    }
    let source = Source {
        name,
        bytes,
        documents,
    };
    let kind = kind_of(&source)?;
    if let Some(other) = source.documents.iter().position(|document| {
        let format = document.get("format").and_then(Value::as_str);
        format.is_some_and(|format| format != kind.format())
    }) {
        return Err(Error::Field {
            place: format!("value {}", other + 1),
            found: said(&source.documents[other]),
            expected: kind.format().to_owned(),
        });
    }
    if source.documents.len() > 1 && !kind.takes_lines(source.document()) {
        return Err(Error::Field {
            place: "the file".to_owned(),
            found: format!("{} JSON values", source.documents.len()),
            expected: format!("one {}, each in a file of its own", kind.format()),
        });
    }
    kind.sections(&source)
}

/// The bytes as text.
fn text(bytes: &[u8]) -> Result<&str> {
    let utf16 = [b"\xff\xfe", b"\xfe\xff"];
    if utf16.iter().any(|mark| bytes.starts_with(*mark)) {
        return Err(Error::NotText {
            found: "text in UTF-16, as > writes it in PowerShell".to_owned(),
        });
    }
    if let Some((_, what)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(Error::NotText {
            found: (*what).to_owned(),
        });
    }
    std::str::from_utf8(bytes).map_err(|error| Error::NotText {
        found: format!("a byte that is not UTF-8 at offset {}", error.valid_up_to()),
    })
}

/// What is said of a text that is not JSON.
fn no_json(text: &str, error: &serde_json::Error) -> Error {
    let place = format!("line {}, column {}", error.line(), error.column());
    if error.classify() == Category::Eof {
        let head: String = text.chars().take(HEAD).collect();
        let kind = ALL
            .iter()
            .find(|kind| head.contains(&format!("\"{}\"", kind.format())));
        return Error::CutOff {
            place,
            expected: kind.map_or_else(
                || "the rest of a JSON value".to_owned(),
                |kind| format!("the rest of a {}, as {} writes it", kind.format(), kind.made_by()),
            ),
        };
    }
    let line = text
        .lines()
        .nth(error.line().saturating_sub(1))
        .unwrap_or_default();
    // Where a word is wrong, the column is behind it: what stands before shows where one is.
    let from = error.column().saturating_sub(1 + SHOWN / 2);
    let from = (0..=from)
        .rev()
        .find(|at| line.is_char_boundary(*at))
        .unwrap_or(0);
    let rest = &line[from..];
    let shown: String = rest.chars().take(SHOWN).collect();
    let whole = error.to_string();
    let reason = whole.split(" at line ").next().unwrap_or_default();
    Error::NotJson {
        place,
        found: format!(
            "{:?} ({reason})",
            if shown.len() < rest.len() {
                shown + "..."
            } else {
                shown
            }
        ),
        expected: makers(),
    }
}

/// What writes results of every kind, in one line.
fn makers() -> String {
    let makers: Vec<&str> = ALL.iter().map(|kind| kind.made_by()).collect();
    format!("what one of these writes: {}", makers.join("; "))
}

/// What a document says it is.
fn said(document: &Value) -> String {
    let format = document.get("format").and_then(Value::as_str);
    match (format, document) {
        (Some(format), _) => format!("format {format:?}"),
        (None, Value::Object(fields)) => match fields.keys().next() {
            None => "an empty object".to_owned(),
            Some(first) => format!("an object without a format that is known, which begins with {first:?}"),
        },
        (None, Value::Array(list)) => format!("a list of {}", list.len()),
        (None, Value::String(_)) => "a text".to_owned(),
        (None, Value::Number(_)) => "a number".to_owned(),
        (None, _) => "true, false or null".to_owned(),
    }
}

/// The kind whose format or shape a file has.
fn kind_of(source: &Source<'_>) -> Result<&'static dyn Kind> {
    let Some(first) = source.documents.first() else {
        return Err(Error::Unknown {
            found: "an empty file".to_owned(),
            expected: makers(),
        });
    };
    let format = first.get("format").and_then(Value::as_str);
    let found = match format {
        Some(format) => ALL.iter().find(|kind| kind.format() == format),
        None => ALL.iter().find(|kind| kind.has_shape(first)),
    };
    if let Some(found) = found {
        return Ok(*found);
    }
    if let Some(format) = format {
        if let Some((_, what, advice)) = OTHERS.iter().find(|(known, _, _)| *known == format) {
            return Err(Error::NoResult {
                found: format!("{what} ({format})"),
                advice,
            });
        }
        let stem = |format: &str| format.split('/').next().unwrap_or_default().to_owned();
        if let Some(kind) = ALL.iter().find(|kind| stem(kind.format()) == stem(format)) {
            return Err(Error::Field {
                place: "format".to_owned(),
                found: format!("{format:?}"),
                expected: format!("{:?}, as {} writes it", kind.format(), kind.made_by()),
            });
        }
    }
    let shape = SHAPES.iter().find(|(fields, _, _)| has(first, fields));
    if let Some((_, what, advice)) = shape.filter(|_| format.is_none()) {
        return Err(Error::NoResult {
            found: (*what).to_owned(),
            advice,
        });
    }
    Err(Error::Unknown {
        found: said(first),
        expected: makers(),
    })
}

/// A document as `T`, whose fields may be fewer than those of the file. What stands before the path of a field, with what
/// separates it, is `prefix`: `plan.`, `line 2, ` or nothing.
///
/// # Errors
/// When a field does not fit; the error says which.
pub(crate) fn typed<T: DeserializeOwned>(document: &Value, prefix: &str) -> Result<T> {
    serde_path_to_error::deserialize(document).map_err(|error| {
        let path = error.path().to_string();
        let place = match path.as_str() {
            "." => prefix.trim_end_matches(['.', ',', ' ']).to_owned(),
            path => format!("{prefix}{path}"),
        };
        let message = error.into_inner().to_string();
        let (found, expected) = match message.split_once(", expected ") {
            Some((found, expected)) => (found, expected.to_owned()),
            None => (message.as_str(), "a value that fits".to_owned()),
        };
        let kind = ["invalid type: ", "invalid value: ", "invalid length "];
        let found = kind
            .iter()
            .find_map(|kind| found.strip_prefix(kind))
            .unwrap_or(found);
        match found.strip_prefix("missing field ") {
            Some(field) => Error::Field {
                place: if place.is_empty() {
                    "the file".to_owned()
                } else {
                    place
                },
                found: format!("no field {field}"),
                expected: "one".to_owned(),
            },
            None => Error::Field {
                place: if place.is_empty() {
                    "the file".to_owned()
                } else {
                    place
                },
                found: found.to_owned(),
                expected,
            },
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(bytes: &[u8]) -> String {
        read(bytes, "x.json").expect_err("no result").to_string()
    }

    #[test]
    fn what_is_no_result_is_named_with_what_would_be_one() {
        assert_eq!(
            refusal(br#"{"format": "uniap.solution/1"}"#),
            "found a solution without what led to it (uniap.solution/1), which is no result: race its instance with uniap \
             compare INSTANCE --json"
        );
        assert_eq!(
            refusal(br#"{"traceEvents": []}"#),
            "found a trace for a viewer (uniap simulate --trace), which is no result: run its plan again with uniap simulate \
             PLAN --json"
        );
        assert_eq!(
            refusal(br#"{"model_sha256": "", "backend": "exact"}"#),
            "found a task of a sweep, which is no result: do it with uniap sweep SPEC --json"
        );
        assert_eq!(
            refusal(br#"{"format": "uniap.plan/9"}"#),
            r#"format: found "uniap.plan/9", expected "uniap.plan/1", as uniap plan --json writes it"#
        );
        for (bytes, found) in [
            (&b"[1, 2]"[..], "found a list of 2, expected"),
            (b"{}", "found an empty object, expected"),
            (
                br#"{"a": 1}"#,
                "found an object without a format that is known, which begins with \"a\", expected",
            ),
            (br#"{"format": "mine"}"#, "found format \"mine\", expected"),
            (b"\"text\"", "found a text, expected"),
            (b"null", "found true, false or null, expected"),
            (b" \n", "found an empty file, expected"),
        ] {
            let said = refusal(bytes);
            assert!(said.starts_with(found), "{said}");
            assert!(ALL.iter().all(|kind| said.contains(kind.made_by())), "{said}");
        }
    }

    #[test]
    fn what_else_the_program_knows_is_no_kind() {
        for (format, _, _) in OTHERS {
            assert!(ALL.iter().all(|kind| kind.format() != format), "{format}");
        }
    }

    #[test]
    fn a_file_that_is_cut_off_says_where_and_what_it_was() {
        assert_eq!(
            refusal(b"{\"format\": \"uniap.plan/1\",\n \"model\""),
            "line 2, column 8: found the end of the file within a value, expected the rest of a uniap.plan/1, as uniap \
             plan --json writes it"
        );
        assert_eq!(
            refusal(b"{\"a\": [1, "),
            "line 1, column 10: found the end of the file within a value, expected the rest of a JSON value"
        );
    }

    #[test]
    fn what_is_no_json_is_shown() {
        for (bytes, found) in [
            (
                &b"<!DOCTYPE html>"[..],
                "line 1, column 1: found \"<!DOCTYPE html>\" (expected value), expected",
            ),
            (
                b"format = \"uniap.sweep/1\"\n",
                "line 1, column 2: found \"format = \\\"uniap.sweep/1\\\"\" (expected ident), expected",
            ),
            (
                b"{\"a\": 1,\n \"b\": 0x1}",
                "line 2, column 8: found \" \\\"b\\\": 0x1}\" (expected `,` or `}`), expected",
            ),
            (
                "{\"ä\": ärger und noch viel mehr davon, bis die Zeile lang ist".as_bytes(),
                "line 1, column 8: found \"{\\\"ä\\\": ärger und noch viel mehr davon, bi...\" (expected value), expected",
            ),
        ] {
            let said = refusal(bytes);
            assert!(said.starts_with(found), "{said}");
            assert!(said.contains("uniap plan --json; "), "{said}");
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_called_what_they_are() {
        for (bytes, found) in [
            (&b"\x1f\x8b\x08\x00"[..], "gzip data"),
            (
                b"\xff\xfe{\x00}\x00",
                "text in UTF-16, as > writes it in PowerShell",
            ),
            (b"{\xff}", "a byte that is not UTF-8 at offset 1"),
        ] {
            assert_eq!(
                refusal(bytes),
                format!("found {found}, expected JSON in UTF-8, as commands print it with --json")
            );
        }
        // A mark of UTF-8 at the beginning is none of the text.
        assert!(refusal(b"\xef\xbb\xbf[]").starts_with("found a list of 0"));
    }

    #[test]
    fn fields_say_what_they_hold() {
        assert_eq!(
            refusal(b"{\"format\": \"uniap.baselines/1\", \"plan\": {}, \"baselines\": [{\"baseline\": 7}]}"),
            "baselines[0].baseline: found integer `7`, expected a string"
        );
        assert_eq!(
            refusal(b"{\"format\": \"uniap.growth/1\", \"series\": [{}]}"),
            "series[0]: found no field `name`, expected one"
        );
        assert_eq!(
            refusal(b"{\"format\": \"uniap.growth/1\"}"),
            "the file: found no field `series`, expected one"
        );
    }

    #[test]
    fn values_after_the_first_are_not_left_out() {
        let whole = r#"{"format": "uniap.comparison/1", "rows": []}"#;
        assert_eq!(
            refusal(format!("{whole}\n{whole}").as_bytes()),
            "the file: found 2 JSON values, expected one uniap.comparison/1, each in a file of its own"
        );
        assert_eq!(
            refusal(format!("{whole}\n{{\"format\": \"uniap.plan/1\"}}").as_bytes()),
            "value 2: found format \"uniap.plan/1\", expected uniap.comparison/1"
        );
    }
}
