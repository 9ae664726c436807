//! Writes the profiles of a file or folder, in whichever format, as native files into a folder:
//! `cargo run -p uniap-profile --example import -- FROM DATASETS`. This is how `datasets/` takes over what others
//! measured, and how its files get their layout.

use std::path::Path;
use std::process::ExitCode;
use std::{env, fs};

use uniap_profile::source::{self, Request};

fn import(from: &Path, datasets: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let imported = source::read(from, &Request::default())?;
    for cluster in &imported.clusters {
        fs::write(
            datasets.join("clusters").join(format!("{}.json", cluster.name)),
            cluster.to_json()?,
        )?;
    }
    for model in &imported.models {
        fs::write(
            datasets.join("models").join(format!("{}.json", model.name())),
            model.to_json()?,
        )?;
    }
    Ok(())
}

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let result = match &arguments[..] {
        [from, datasets] => {
            import(Path::new(from), Path::new(datasets)).map_err(|error| format!("failed to {error}"))
        }
        _ => Err("expected two arguments: the file or folder to read, and the folder of datasets".to_owned()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            let _ = std::io::Write::write_all(&mut std::io::stderr(), format!("{message}\n").as_bytes());
            ExitCode::FAILURE
        }
    }
}
