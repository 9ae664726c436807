//! Lists of names in help texts and suggestions, made from the lists of the libraries.

use crate::error::{Error, Result};

/// The names with commas between them.
pub fn join<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    names.into_iter().collect::<Vec<_>>().join(", ")
}

/// The name nearest to `found`, if any is near enough to be meant.
pub fn nearest<'a>(found: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let rank = |name: &'a str| (strsim::damerau_levenshtein(found, name), name);
    let (distance, name) = known.into_iter().map(rank).min()?;
    (distance <= 1 + name.len() / 3).then_some(name)
}

/// The entry of `all` that is called `wanted`.
pub fn find<T: Copy>(what: &str, wanted: &str, all: &[T], name: impl Fn(T) -> &'static str) -> Result<T> {
    let known = || all.iter().map(|entry| name(*entry));
    let found = all.iter().copied().find(|entry| name(*entry) == wanted);
    found.ok_or_else(|| unknown(what, wanted, known()))
}

/// A name that a list does not have.
pub fn unknown<'a>(what: &str, found: &str, known: impl Iterator<Item = &'a str> + Clone) -> Error {
    let hint = nearest(found, known.clone()).map(|near| format!("; did you mean {near}?"));
    let (hint, all) = (hint.unwrap_or_default(), join(known));
    Error::usage(format!(
        "choose the {what}: found {what} {found:?}, expected one of {all}{hint}"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_near_names_are_suggested() {
        assert_eq!(nearest("lama-7b", ["llama-7b", "llama-13b"]), Some("llama-7b"));
        assert_eq!(nearest("qwerty", ["llama-7b"]), None);
    }
}
