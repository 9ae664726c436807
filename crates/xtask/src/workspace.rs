//! What cargo knows about this repository: the root, the host and the packages with their dependencies.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::error::{Error, Result};
use crate::program::Program;

/// The repository.
pub struct Workspace {
    /// The folder of the root manifest.
    pub root: PathBuf,
    /// The packages of the workspace, by name.
    pub packages: Vec<Package>,
}

/// One package of the workspace.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Package {
    /// Its name, such as `uniap-base`.
    pub name: String,
    /// Its folder relative to the root, with `/`, such as `crates/base`.
    pub folder: String,
    /// What its manifest asks for.
    pub dependencies: Vec<Dependency>,
    /// Its features and what each turns on.
    pub features: Vec<(String, Vec<String>)>,
}

/// One line of a manifest's dependencies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dependency {
    /// The package's name, not the name it may be renamed to.
    pub name: String,
    /// Which table it stands in.
    pub table: Table,
}

/// A table of dependencies in a manifest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Table {
    /// `[dependencies]`
    Normal,
    /// `[build-dependencies]`
    Build,
    /// `[dev-dependencies]`
    Dev,
}

impl Workspace {
    /// Asks cargo about the repository that this program was built from.
    pub fn load() -> Result<Self> {
        let here = std::env::var_os("CARGO_MANIFEST_DIR").ok_or(Error::Missing {
            what: "the repository",
            found: "CARGO_MANIFEST_DIR is not set".to_owned(),
            fix: "start this program as `cargo xtask`",
        })?;
        let command = ["metadata", "--no-deps", "--format-version", "1"];
        let text = Program::cargo(Path::new(&here)).args(command).output()?;
        Self::parse(&text).ok_or_else(|| Error::Output {
            command: format!("cargo {}", command.join(" ")),
            found: format!("{} bytes of another shape", text.len()),
            expected: "workspace_root and packages",
        })
    }

    /// Reads the output of `cargo metadata --no-deps`.
    fn parse(text: &str) -> Option<Self> {
        let value: Value = serde_json::from_str(text).ok()?;
        let root = PathBuf::from(value["workspace_root"].as_str()?);
        let packages = value["packages"].as_array()?;
        let mut packages = packages
            .iter()
            .map(|package| Package::parse(package, &root))
            .collect::<Option<Vec<_>>>()?;
        packages.sort_by(|a, b| a.name.cmp(&b.name));
        Some(Self { root, packages })
    }

    /// The package of that name.
    pub fn package(&self, name: &str) -> Option<&Package> {
        self.packages.iter().find(|package| package.name == name)
    }

    /// The names of the backends: the folders in `backends/`.
    pub fn backends(&self) -> Vec<&str> {
        let folders = self.packages.iter().map(|package| package.folder.as_str());
        folders
            .filter_map(|folder| folder.strip_prefix("backends/"))
            .collect()
    }

    /// The argument that turns on every backend in `packages`, wherever backends are features. Not
    /// `--all-features`: other features say where a native library comes from, and set-up has said that already.
    pub fn with_backends<'a>(&self, packages: impl IntoIterator<Item = &'a Package>) -> String {
        let backends = self.backends();
        let mut features = Vec::new();
        for package in packages {
            let named = package.features.iter().map(|(name, _)| name);
            let named = named.filter(|name| backends.contains(&name.as_str()));
            features.extend(named.map(|name| format!("{}/{name}", package.name)));
        }
        format!("--features={}", features.join(","))
    }
}

impl Package {
    fn parse(value: &Value, root: &Path) -> Option<Self> {
        let manifest = Path::new(value["manifest_path"].as_str()?);
        let folder = manifest.parent()?.strip_prefix(root).ok()?;
        let folder: Vec<_> = folder.iter().map(|part| part.to_string_lossy()).collect();
        let mut dependencies = Vec::new();
        for dependency in value["dependencies"].as_array()? {
            let table = match dependency["kind"].as_str() {
                None => Table::Normal,
                Some("build") => Table::Build,
                Some(_) => Table::Dev,
            };
            let name = dependency["name"].as_str()?.to_owned();
            dependencies.push(Dependency { name, table });
        }
        let features = value["features"].as_object()?.iter().map(|(name, list)| {
            let list = list.as_array().into_iter().flatten().filter_map(Value::as_str);
            (name.clone(), list.map(str::to_owned).collect())
        });
        Some(Self {
            name: value["name"].as_str()?.to_owned(),
            folder: folder.join("/"),
            dependencies,
            features: features.collect(),
        })
    }

    /// True if the package has a feature of that name.
    pub fn has_feature(&self, name: &str) -> bool {
        self.features.iter().any(|(feature, _)| feature == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metadata_is_read() {
        let text = r#"{"workspace_root": "/r", "packages": [
            {"name": "uniap-highs", "manifest_path": "/r/backends/highs/Cargo.toml", "features": {},
             "dependencies": [{"name": "highs", "kind": null}, {"name": "insta", "kind": "dev"}]},
            {"name": "uniap", "manifest_path": "/r/crates/uniap/Cargo.toml", "dependencies": [],
             "features": {"highs": ["dep:uniap-highs"]}}]}"#;
        let workspace = Workspace::parse(text).expect("well formed");
        assert_eq!(workspace.backends(), ["highs"]);
        let facade = workspace.package("uniap").expect("there");
        assert!(facade.has_feature("highs") && !facade.has_feature("scip"));
        assert_eq!(
            workspace.with_backends(&workspace.packages),
            "--features=uniap/highs"
        );
        let backend = workspace.package("uniap-highs").expect("there");
        assert_eq!(backend.dependencies[1].table, Table::Dev);
        assert!(Workspace::parse("{}").is_none());
    }
}
