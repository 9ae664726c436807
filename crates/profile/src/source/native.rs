//! This project's own formats, `uniap.cluster/1` and `uniap.model/1`.

use super::{Imported, Input, Request, Source};
use crate::cluster::{self, Cluster};
use crate::error::{Error, ErrorKind};
use crate::model::{self, ModelProfile};
use crate::reader;

/// The native formats.
pub(super) struct Native;

impl Source for Native {
    fn name(&self) -> &'static str {
        "native"
    }

    fn title(&self) -> &'static str {
        "clusters and models as this project writes them"
    }

    fn detects(&self, input: &Input) -> bool {
        input.files().count() > 0 && input.files().all(|(_, bytes)| format_of(bytes).is_ok())
    }

    fn read(&self, input: &Input, _: &Request) -> Result<Imported, Error> {
        let mut result = Imported::default();
        for (name, bytes) in input.files() {
            let in_file = |error: Error| error.in_file(name);
            match format_of(bytes).map_err(in_file)?.as_str() {
                cluster::FORMAT => result.clusters.push(Cluster::from_bytes(bytes).map_err(in_file)?),
                model::FORMAT => result
                    .models
                    .push(ModelProfile::from_bytes(bytes).map_err(in_file)?),
                found => {
                    let kind = ErrorKind::Format {
                        found: format!("{found:?}"),
                        expected: "uniap.cluster/1 or uniap.model/1",
                    };
                    return Err(in_file(Error::at("format", kind)));
                }
            }
        }
        Ok(result)
    }
}

/// What a document says its format is.
fn format_of(bytes: &[u8]) -> Result<String, Error> {
    reader::format(reader::text(bytes)?)
}
