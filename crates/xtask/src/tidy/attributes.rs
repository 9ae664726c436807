//! A lint is expected with a reason, never allowed: an expectation that no longer holds is reported.

use super::tree::{Tree, line_at, words};
use super::{Check, Problem};

/// See the file's opening.
pub struct Attributes;

impl Check for Attributes {
    fn name(&self) -> &'static str {
        "attributes"
    }

    fn about(&self) -> &'static str {
        "Write `#[expect(lint, reason = \"...\")]`; no lint is allowed silently."
    }

    fn problems(&self, tree: &Tree) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (path, _, source) in tree.rust() {
            let code = &source.code;
            for at in words(code, "allow").filter(|&at| in_attribute(code, at)) {
                let message = "an allowed lint, expected `#[expect(lint, reason = \"...\")]`";
                problems.push(Problem::new(path, line_at(code, at), message));
            }
            for at in words(code, "expect").filter(|&at| in_attribute(code, at)) {
                let end = code[at..].find(']').map_or(code.len(), |length| at + length);
                if !code[at..end].contains("reason") {
                    let message = "an expected lint without a reason, expected `reason = \"...\"`";
                    problems.push(Problem::new(path, line_at(code, at), message));
                }
            }
        }
        problems
    }
}

/// True if the word at `at` opens an attribute or follows the condition of a `cfg_attr`.
fn in_attribute(code: &str, at: usize) -> bool {
    let before = code[..at].trim_end();
    if before.ends_with("#[") || before.ends_with("#![") {
        return true;
    }
    let attribute = before.rfind("#[").or_else(|| before.rfind("#!["));
    attribute.is_some_and(|start| before[start..].contains("cfg_attr") && !before[start..].contains(']'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_expectations_with_a_reason_pass() {
        let text = "#[allow(dead_code)]\nfn allow() { allow(); x.expect(\"\"); }\n\
                    #![allow(x)]\n#[cfg_attr(test, allow(x))]\n// #[allow(x)]\n\
                    #[expect(x)]\n#[expect(x, reason = \"y\")]\n";
        let found = Attributes.problems(&Tree::of(&[("a.rs", text)]));
        let lines: Vec<_> = found.iter().map(|problem| problem.line).collect();
        assert_eq!(lines, [1, 3, 4, 6]);
    }
}
