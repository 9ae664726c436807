//! Files that come in: bounded, and every refusal says which file and why.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use serde::Deserialize;
use uniap::instance::{Instance, Solution};
use uniap::miqp::Model;
use uniap::miqp::format::{self, ModelFormat};

use crate::error::{Error, Result};
use crate::names;

/// The most bytes that are read from one file.
const LIMIT: u64 = 1 << 30;

/// How many files of a folder are looked at for a name that may be meant.
const NEIGHBOURS: usize = 10_000;

/// U+FEFF in UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// What a file holds.
pub enum Document {
    /// A planning instance.
    Instance(Instance),
    /// A symbolic model.
    Model(Model),
}

/// Reads a planning instance.
pub fn instance(path: &Path) -> Result<Instance> {
    parse_instance(&bytes(path)?, &shown(path))
}

/// The solution in `content`, which came from the file called `name`.
pub fn parse_solution(content: &[u8], name: String) -> Result<Solution> {
    uniap::instance::read_solution(content)
        .map_err(|error| Error::input("read the solution", &error.in_file(name)))
}

/// Reads whatever the name of the file says it is; standard input is an instance where it begins like one.
pub fn document(path: &Path) -> Result<Document> {
    let name = shown(path);
    let extension = path
        .extension()
        .and_then(|extension| extension.to_str())
        .unwrap_or_default();
    if let Some(format) = format::by_extension(extension) {
        return model(format, &bytes(path)?, name).map(Document::Model);
    }
    let known = || {
        let models = format::ALL.iter().flat_map(|format| format.extensions());
        let models: Vec<String> = models.map(|extension| format!(".{extension}")).collect();
        format!(".instance.json or a model file ({})", models.join(", "))
    };
    if is_standard(path) || extension.eq_ignore_ascii_case("json") {
        return parse_instance(&bytes(path)?, &name).map(Document::Instance);
    }
    // A file without a telling name: what is missing is said before the file is judged by the wrong rules.
    let content = bytes(path)?;
    if content.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'{') {
        return parse_instance(&content, &name).map(Document::Instance);
    }
    Err(Error::usage(format!(
        "read {name}: found a file of unknown kind, expected {}",
        known()
    )))
}

fn parse_instance(content: &[u8], name: &str) -> Result<Instance> {
    uniap::instance::read(content).map_err(|error| Error::input("read the instance", &error.in_file(name)))
}

fn model(format: &dyn ModelFormat, content: &[u8], name: String) -> Result<Model> {
    let mut model = format
        .read(content)
        .map_err(|error| Error::input("read the model", &error.in_file(name.clone())))?;
    if model.name.is_empty() {
        model.name = name;
    }
    Ok(model)
}

/// The `format` of the JSON document in `content`, if it says one.
pub fn format_of(content: &[u8]) -> Option<String> {
    #[derive(Deserialize)]
    struct Tag {
        format: Option<String>,
    }
    serde_json::from_slice::<Tag>(content).ok()?.format
}

/// Refuses standard input for more than one of the files: the second would find it empty.
pub fn once<P: AsRef<Path>>(paths: &[P]) -> Result<()> {
    let count = paths.iter().filter(|path| is_standard(path.as_ref())).count();
    if count <= 1 {
        return Ok(());
    }
    Err(Error::usage(format!(
        "read standard input: found - for {count} files, expected it for one: give the others by name"
    )))
}

/// The name of a file as the user gave it.
pub fn shown(path: &Path) -> String {
    if is_standard(path) {
        "standard input".to_owned()
    } else {
        path.display().to_string()
    }
}

fn is_standard(path: &Path) -> bool {
    path == Path::new("-")
}

/// The bytes of a file, or of standard input for `-`.
pub fn bytes(path: &Path) -> Result<Vec<u8>> {
    bytes_within(path, LIMIT)
}

/// As [`bytes`], of a file of at most `most` bytes.
pub fn bytes_within(path: &Path, most: u64) -> Result<Vec<u8>> {
    let mut content = Vec::new();
    let read = if is_standard(path) {
        io::stdin().lock().take(most + 1).read_to_end(&mut content)
    } else {
        open(path)?.take(most + 1).read_to_end(&mut content)
    };
    read.map_err(|error| Error::input(format!("read {}", shown(path)), &error))?;
    if content.len() as u64 > most {
        let name = shown(path);
        return Err(Error::usage(format!(
            "read {name}: found more than {most} bytes, expected a smaller file"
        )));
    }
    // Some editors and shells begin every text with a byte order mark, which says nothing.
    if content.starts_with(BYTE_ORDER_MARK) {
        content.drain(..BYTE_ORDER_MARK.len());
    }
    Ok(content)
}

/// Opens a file or a pipe, not a folder.
fn open(path: &Path) -> Result<File> {
    let name = shown(path);
    if path.is_dir() {
        return Err(Error::usage(format!(
            "read {name}: found a folder, expected a file"
        )));
    }
    File::open(path).map_err(|error| {
        if error.kind() != io::ErrorKind::NotFound {
            return Error::input(format!("read {name}"), &error);
        }
        let hint = neighbour(path)
            .map(|near| format!("; did you mean {near}?"))
            .unwrap_or_default();
        Error::usage(format!("read {name}: found no such file{hint}"))
    })
}

/// The file in the same folder whose name is nearest to the one that is missing.
fn neighbour(path: &Path) -> Option<String> {
    let wanted = path.file_name()?.to_str()?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let entries = fs::read_dir(folder.unwrap_or(Path::new("."))).ok()?;
    let files = entries
        .take(NEIGHBOURS)
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let files: Vec<String> = files.collect();
    let near = names::nearest(wanted, files.iter().map(String::as_str))?;
    Some(path.with_file_name(near).display().to_string())
}
