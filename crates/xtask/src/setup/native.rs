//! `.cargo/native.toml`: how cargo finds the native solvers on this machine.

use std::fs;
use std::path::Path;

use super::Found;
use crate::error::{Error, Result};

/// Writes the file unless it stands there already, word for word: a changed one makes cargo build anew.
pub fn write(path: &Path, found: &Found) -> Result<()> {
    let text = text(found);
    if fs::read_to_string(path).is_ok_and(|there| there == text) {
        eprintln!("{}: up to date", path.display());
        return Ok(());
    }
    fs::write(path, text).map_err(Error::file("write", path))?;
    eprintln!("{}: written", path.display());
    Ok(())
}

/// The text of the file. SCIP's crate declares the library it links, so cargo lets us say what its build script
/// would have said; the run path makes the library found from any folder, by the examples in the documentation as well.
fn text(found: &Found) -> String {
    let host = &found.host;
    let library = found.scip_library.display();
    let run_path = quoted(&format!("link-arg=-Wl,-rpath,{library}"));
    let mut text = format!(
        "# Written by `cargo xtask setup` for this machine.\n\n\
         [target.{host}.scip]\n\
         rustc-link-search = [{}]\n\
         rustc-link-lib = [\"dylib=scip\"]\n\
         rustc-env = {{ OUT_DIR = {} }}\n\n\
         [target.{host}]\n\
         rustflags = [\"-C\", {run_path}]\n\
         rustdocflags = [\"-C\", {run_path}]\n\n\
         [env]\n",
        quoted(&format!("native={library}")),
        quoted(&found.scip_bindings.display().to_string()),
    );
    if let Some(cmake) = &found.cmake {
        text.push_str(&format!("CMAKE = {}\n", quoted(&cmake.display().to_string())));
    }
    let libclang = quoted(&found.libclang.display().to_string());
    text.push_str(&format!("LIBCLANG_PATH = {libclang}\n"));
    text
}

/// A TOML string: its escapes are those of JSON.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_says_where_everything_is() {
        let found = Found {
            host: "x86_64-unknown-linux-gnu".to_owned(),
            cmake: None,
            libclang: "/c/clang \"18\"".into(),
            scip_library: "/c/scip/lib".into(),
            scip_bindings: "/c/scip/bindings".into(),
        };
        let expected = r#"# Written by `cargo xtask setup` for this machine.

[target.x86_64-unknown-linux-gnu.scip]
rustc-link-search = ["native=/c/scip/lib"]
rustc-link-lib = ["dylib=scip"]
rustc-env = { OUT_DIR = "/c/scip/bindings" }

[target.x86_64-unknown-linux-gnu]
rustflags = ["-C", "link-arg=-Wl,-rpath,/c/scip/lib"]
rustdocflags = ["-C", "link-arg=-Wl,-rpath,/c/scip/lib"]

[env]
LIBCLANG_PATH = "/c/clang \"18\""
"#;
        assert_eq!(text(&found), expected);
    }
}
