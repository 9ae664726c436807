//! Is a quadratic form convex? Answered with a certificate or not at all.
//!
//! A symmetric matrix `A` is positive semidefinite where a Cholesky factorisation of `A + shift * I` goes through,
//! for a shift of the size of the rounding errors of the factorisation itself: `n * eps * trace(A)` bounds what it
//! can hide (Higham 2002, Theorem 10.3). The form is split into the connected components of its variables first;
//! one that is not diagonal and has more than [`LARGEST`] variables is not certified.

use std::collections::BTreeMap;

use crate::Var;

/// The largest component that is factorised, in variables: a third of a second.
const LARGEST: usize = 1000;

/// True where `sign` times the form is certified convex. Terms are `c * x * y` with `x <= y`.
#[must_use]
pub(crate) fn is_convex(terms: &[(Var, Var, f64)], sign: f64) -> bool {
    let mut diagonal: BTreeMap<Var, f64> = BTreeMap::new();
    for &(x, y, c) in terms {
        if x == y {
            if sign * c < 0.0 || c.is_nan() {
                return false;
            }
            diagonal.insert(x, sign * c);
        }
    }
    // A variable with a product but without a square makes the form indefinite: no factorisation is needed.
    let off: Vec<(Var, Var, f64)> = terms
        .iter()
        .copied()
        .filter(|(x, y, c)| x != y && *c != 0.0)
        .collect();
    if off
        .iter()
        .any(|(x, y, _)| !diagonal.contains_key(x) || !diagonal.contains_key(y))
    {
        return false;
    }
    if off.is_empty() {
        return true;
    }
    let vars: Vec<Var> = diagonal.keys().copied().collect();
    let position = |var: Var| vars.binary_search(&var).unwrap_or(0);
    let mut parent: Vec<usize> = (0..vars.len()).collect();
    for &(x, y, _) in &off {
        let (a, b) = (root(&mut parent, position(x)), root(&mut parent, position(y)));
        parent[a.max(b)] = a.min(b);
    }
    let mut components: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for i in 0..vars.len() {
        components.entry(root(&mut parent, i)).or_default().push(i);
    }
    if components.values().any(|members| members.len() > LARGEST) {
        return false;
    }
    let mut entries: BTreeMap<usize, Vec<(usize, usize, f64)>> = BTreeMap::new();
    for &(x, y, c) in &off {
        let (i, j) = (position(x), position(y));
        entries
            .entry(root(&mut parent, i))
            .or_default()
            .push((i, j, sign * c / 2.0));
    }
    components
        .iter()
        .filter(|(_, members)| members.len() > 1)
        .all(|(key, members)| {
            let n = members.len();
            let local = |i: usize| members.binary_search(&i).unwrap_or(0);
            let mut matrix = vec![0.0; n * n];
            for (i, &member) in members.iter().enumerate() {
                matrix[i * n + i] = diagonal[&vars[member]];
            }
            for &(i, j, c) in entries.get(key).map_or(&[][..], Vec::as_slice) {
                let (i, j) = (local(i), local(j));
                matrix[i * n + j] = c;
                matrix[j * n + i] = c;
            }
            is_semidefinite(matrix, n)
        })
}

/// The representative of `i`, with the path to it shortened.
fn root(parent: &mut [usize], mut i: usize) -> usize {
    while parent[i] != i {
        parent[i] = parent[parent[i]];
        i = parent[i];
    }
    i
}

/// True where the symmetric `n` by `n` matrix is positive semidefinite up to the rounding of its factorisation.
pub(crate) fn is_semidefinite(mut a: Vec<f64>, n: usize) -> bool {
    let trace: f64 = (0..n).map(|i| a[i * n + i]).sum();
    if !trace.is_finite() || a.iter().any(|c| !c.is_finite()) {
        return false;
    }
    let shift = 4.0 * n as f64 * f64::EPSILON * trace.max(f64::MIN_POSITIVE);
    for j in 0..n {
        a[j * n + j] += shift;
        for i in j..n {
            let (head, tail) = a.split_at_mut(i * n);
            let row_j = if i == j {
                &tail[..j]
            } else {
                &head[j * n..j * n + j]
            };
            let dot: f64 = row_j.iter().zip(&tail[..j]).map(|(x, y)| x * y).sum();
            let rest = tail[j] - dot;
            if i == j {
                if rest <= 0.0 || rest.is_nan() {
                    return false;
                }
                tail[j] = rest.sqrt();
            } else {
                tail[j] = rest / head[j * n + j];
            }
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(terms: &[(usize, usize, f64)]) -> Vec<(Var, Var, f64)> {
        terms
            .iter()
            .map(|&(x, y, c)| (Var::new(x), Var::new(y), c))
            .collect()
    }

    #[test]
    fn small_forms_are_decided() {
        assert!(is_convex(&form(&[(0, 0, 1.0), (0, 1, -2.0), (1, 1, 1.0)]), 1.0));
        assert!(!is_convex(
            &form(&[(0, 0, 1.0), (0, 1, -2.001), (1, 1, 1.0)]),
            1.0
        ));
        assert!(!is_convex(&form(&[(0, 1, 1.0)]), 1.0));
        assert!(is_convex(&form(&[(0, 0, -1.0), (4, 4, -3.0)]), -1.0));
        assert!(!is_convex(&form(&[(0, 0, f64::NAN)]), 1.0));
        assert!(is_convex(&[], 1.0));
    }

    #[test]
    fn a_square_of_a_sum_is_convex_and_less_is_not() {
        let n = 60;
        let mut terms = Vec::new();
        for i in 0..n {
            terms.push((i, i, 1.0));
            terms.extend((i + 1..n).map(|j| (i, j, 2.0)));
        }
        assert!(is_convex(&form(&terms), 1.0));
        terms[0].2 = 0.999;
        assert!(!is_convex(&form(&terms), 1.0));
    }
}
