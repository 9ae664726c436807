//! Libraries do not print, exit, or read the clock and the environment.

use super::tree::{Tree, line_at, words};
use super::{Check, Problem};

/// What a library must not say, and who may.
const FORBIDDEN: [(&str, &str); 12] = [
    ("print!", "a library does not print: return what is to be said"),
    ("println!", "a library does not print: return what is to be said"),
    ("eprint!", "a library does not print: return what is to be said"),
    ("eprintln!", "a library does not print: return what is to be said"),
    ("process::exit", "a library does not exit: return an error"),
    ("process::abort", "a library does not exit: return an error"),
    (
        "Instant::now",
        "the clock is read in the deadline of the base crate alone",
    ),
    (
        "SystemTime::now",
        "the clock is read in the deadline of the base crate alone",
    ),
    (
        "env::var",
        "a library does not read the environment: take an argument",
    ),
    (
        "env::var_os",
        "a library does not read the environment: take an argument",
    ),
    (
        "env::args",
        "a library does not read the command line: take an argument",
    ),
    (
        "env::current_dir",
        "a library does not read the environment: take an argument",
    ),
];

/// Where the world outside may be seen: the programs, whatever is not a library, and the one clock.
const OUTSIDE: [&str; 5] = [
    "crates/cli/",
    "crates/xtask/",
    "benches/",
    "tests/",
    "crates/base/src/limit.rs",
];

/// See the file's opening.
pub struct Effects;

impl Check for Effects {
    fn name(&self) -> &'static str {
        "effects"
    }

    fn about(&self) -> &'static str {
        "No library prints, exits, reads the clock or the environment outside the one place for it."
    }

    fn problems(&self, tree: &Tree) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (path, _, source) in tree.rust().filter(|(path, _, _)| is_library(path)) {
            let code = source.library_code();
            for (word, message) in FORBIDDEN {
                for at in words(code, word) {
                    problems.push(Problem::new(
                        path,
                        line_at(code, at),
                        format!("`{word}`: {message}"),
                    ));
                }
            }
        }
        problems
    }
}

/// True for the source of a library.
fn is_library(path: &str) -> bool {
    let inside = ["/tests/", "/benches/", "/examples/"];
    !OUTSIDE.iter().any(|outside| path.starts_with(outside))
        && !inside.iter().any(|part| path.contains(part))
        && !path.ends_with("/build.rs")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn effects_are_found_in_libraries_only() {
        let text = "fn f() {\n    println!(\"\");\n    let t = Instant::now();\n}\n// print!()\n\
                    #[cfg(test)]\nmod tests { fn g() { print!(\"\"); } }\n";
        let tree = Tree::of(&[
            ("crates/a/src/lib.rs", text),
            ("crates/a/tests/b.rs", text),
            ("crates/cli/src/main.rs", text),
            ("crates/a/build.rs", text),
        ]);
        let found = Effects.problems(&tree);
        let places: Vec<_> = found
            .iter()
            .map(|problem| (problem.file.as_str(), problem.line))
            .collect();
        assert_eq!(places, [("crates/a/src/lib.rs", 2), ("crates/a/src/lib.rs", 3)]);
    }
}
