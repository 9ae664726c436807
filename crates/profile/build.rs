//! Lists `datasets/{models,clusters,measurements,published}/*.json` as `(name, text)` pairs, so that a file put there is in the catalogue;
//! and the text of `datasets/workloads.json`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// The entries of one folder of datasets, as the source text of a constant.
fn list(root: &Path, folder: &str, constant: &str) -> io::Result<String> {
    let folder = root.join(folder);
    println!("cargo::rerun-if-changed={}", folder.display());
    // By name, not by path: `env-a.json` sorts after `env-a-e.json`, and `env-a` before `env-a-e`.
    let mut paths = BTreeMap::new();
    for entry in fs::read_dir(&folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "json") {
            let name = path.file_stem().unwrap_or_default().to_string_lossy();
            paths.insert(name.into_owned(), path);
        }
    }
    let mut text = format!(
        "/// Name and text of every file of the folder, sorted by name.\npub(super) static {constant}: &[(&str, &str)] = &[\n"
    );
    for (name, path) in paths {
        let path = path.to_string_lossy().into_owned();
        println!("cargo::rerun-if-changed={path}");
        writeln!(text, "    ({name:?}, include_str!({path:?})),").map_err(io::Error::other)?;
    }
    text.push_str("];\n");
    Ok(text)
}

/// One file of the datasets, as the source text of a constant.
fn one(root: &Path, file: &str, constant: &str) -> String {
    let path = root.join(file);
    println!("cargo::rerun-if-changed={}", path.display());
    format!(
        "/// The text of `{file}`.\npub(super) static {constant}: &str = include_str!({:?});\n",
        path.to_string_lossy()
    )
}

fn main() -> io::Result<()> {
    let variable = |name: &str| {
        env::var_os(name)
            .map(PathBuf::from)
            .ok_or_else(|| io::Error::other(name.to_owned()))
    };
    let root = variable("CARGO_MANIFEST_DIR")?
        .join("../../datasets")
        .canonicalize()?;
    let text = list(&root, "models", "MODELS")?
        + &list(&root, "clusters", "CLUSTERS")?
        + &list(&root, "measurements", "MEASUREMENTS")?
        + &list(&root, "published", "PUBLISHED")?
        + &one(&root, "workloads.json", "WORKLOADS");
    fs::write(variable("OUT_DIR")?.join("datasets.rs"), text)
}
