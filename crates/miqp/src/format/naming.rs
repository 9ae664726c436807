//! Legal and distinct names for files that are picky about both.

use std::collections::{BTreeMap, BTreeSet};

/// Gives every name a legal form, all of them different. A name that `legalize` leaves alone keeps its form where
/// it comes first; every other one gets `_2`, `_3`, ... until nobody else has it. The same names always give the
/// same result.
pub(crate) fn distinct(
    names: impl Iterator<Item = String>,
    reserved: &[&str],
    legalize: impl Fn(&str) -> String,
) -> Vec<String> {
    let names: Vec<String> = names.collect();
    let mut taken: BTreeSet<String> = reserved.iter().map(|&name| name.to_owned()).collect();
    let kept: Vec<bool> = names
        .iter()
        .map(|name| legalize(name) == *name && taken.insert(name.clone()))
        .collect();
    let mut next: BTreeMap<String, usize> = BTreeMap::new();
    names
        .into_iter()
        .zip(kept)
        .map(|(name, keep)| {
            if keep {
                return name;
            }
            let legal = legalize(&name);
            if taken.insert(legal.clone()) {
                return legal;
            }
            let counter = next.entry(legal.clone()).or_insert(2);
            loop {
                let candidate = format!("{legal}_{counter}");
                *counter += 1;
                if taken.insert(candidate.clone()) {
                    return candidate;
                }
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn collisions_are_resolved_in_order() {
        let names = ["a b", "a_b", "a_b", "a_b_2", "obj"].map(str::to_owned);
        let legal = distinct(names.into_iter(), &["obj"], |name| name.replace(' ', "_"));
        assert_eq!(legal, ["a_b_3", "a_b", "a_b_4", "a_b_2", "obj_2"]);
    }
}
