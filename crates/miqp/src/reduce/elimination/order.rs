//! An order of elimination whose tables are small.
//!
//! Finding the best one is hard (S. Arnborg, D. Corneil, A. Proskurowski 1987). Two rules are tried and the cheaper order
//! is taken: the choice whose neighbours have the fewest states together next (min-degree, good on trees and patches), and a
//! front that sweeps over each component from an end of it, closing what it can (good on strips and layers).

use std::collections::{BTreeSet, VecDeque};

use super::{ALTOGETHER, LARGEST};

/// From how many starts the front sweeps.
const SWEEPS: usize = 6;

type Graph = Vec<BTreeSet<usize>>;

/// An order of all choices that occur in `scopes`, if one is found within the limits.
pub(super) fn find<'a>(sizes: &[usize], scopes: impl Iterator<Item = &'a [usize]>) -> Option<Vec<usize>> {
    let mut graph: Graph = vec![BTreeSet::new(); sizes.len()];
    let mut occurs = vec![false; sizes.len()];
    for scope in scopes {
        for (i, &a) in scope.iter().enumerate() {
            occurs[a] = true;
            for &b in &scope[i + 1..] {
                graph[a].insert(b);
                graph[b].insert(a);
            }
        }
    }
    let mut order = Vec::new();
    let mut total = 0.0;
    for component in components(&graph, &occurs) {
        let mut best: Option<(f64, Vec<usize>)> = None;
        let mut consider = |candidate: Option<(f64, Vec<usize>)>| {
            if let Some((cost, order)) = candidate
                && best.as_ref().is_none_or(|(known, _)| cost < *known)
            {
                best = Some((cost, order));
            }
        };
        consider(smallest_first(&graph, &component, sizes));
        for start in starts(&graph, &component) {
            let order = front(&graph, start, component.len());
            consider(cost(&graph, &order, sizes).map(|cost| (cost, order)));
        }
        let (cost, mut part) = best?;
        total += cost;
        if total > ALTOGETHER as f64 {
            return None;
        }
        order.append(&mut part);
    }
    Some(order)
}

/// The connected components of the choices that occur.
fn components(graph: &Graph, occurs: &[bool]) -> Vec<Vec<usize>> {
    let mut seen = vec![false; graph.len()];
    let mut components = Vec::new();
    for start in (0..graph.len()).filter(|&unit| occurs[unit]) {
        if seen[start] {
            continue;
        }
        seen[start] = true;
        let mut component = vec![start];
        let mut next = 0;
        while let Some(&unit) = component.get(next) {
            next += 1;
            for &other in &graph[unit] {
                if !std::mem::replace(&mut seen[other], true) {
                    component.push(other);
                }
            }
        }
        components.push(component);
    }
    components
}

/// The entries of the table that is made when a choice with these neighbours goes, times its states.
fn work(unit: usize, neighbours: &BTreeSet<usize>, sizes: &[usize]) -> Option<f64> {
    let entries: f64 = neighbours.iter().map(|&other| sizes[other] as f64).product();
    (entries <= LARGEST as f64).then(|| entries * sizes[unit] as f64)
}

/// Takes a choice out; its neighbours become neighbours of each other.
fn take(graph: &mut Graph, unit: usize) {
    let neighbours = std::mem::take(&mut graph[unit]);
    for &a in &neighbours {
        graph[a].remove(&unit);
        graph[a].extend(neighbours.iter().filter(|&&b| b != a));
    }
}

/// The order by the rule of the smallest table, with its cost.
fn smallest_first(graph: &Graph, component: &[usize], sizes: &[usize]) -> Option<(f64, Vec<usize>)> {
    let mut graph = graph.clone();
    let size = |graph: &Graph, unit: usize| {
        let entries = graph[unit].iter().map(|&other| (sizes[other] as f64).ln());
        // Compared as whole numbers, so that equals are equal whatever the order of the sum.
        (entries.sum::<f64>() * 1024.0) as u64
    };
    let mut open: BTreeSet<(u64, usize)> = component.iter().map(|&unit| (size(&graph, unit), unit)).collect();
    let (mut total, mut order) = (0.0, Vec::new());
    while let Some((_, unit)) = open.pop_first() {
        total += work(unit, &graph[unit], sizes)?;
        let neighbours: Vec<usize> = graph[unit].iter().copied().collect();
        for &other in &neighbours {
            open.remove(&(size(&graph, other), other));
        }
        take(&mut graph, unit);
        for &other in &neighbours {
            open.insert((size(&graph, other), other));
        }
        order.push(unit);
    }
    Some((total, order))
}

/// The cost of an order; `None` where a table is too large.
fn cost(graph: &Graph, order: &[usize], sizes: &[usize]) -> Option<f64> {
    let mut graph = graph.clone();
    let mut total = 0.0;
    for &unit in order {
        total += work(unit, &graph[unit], sizes)?;
        take(&mut graph, unit);
    }
    Some(total)
}

/// The distances from a choice, and the last one reached.
fn last_from(graph: &Graph, start: usize) -> usize {
    let mut seen = BTreeSet::from([start]);
    let mut queue = VecDeque::from([start]);
    let mut last = start;
    while let Some(unit) = queue.pop_front() {
        last = unit;
        queue.extend(graph[unit].iter().copied().filter(|&other| seen.insert(other)));
    }
    last
}

/// Ends of a component, to sweep from: each is farthest from the one before, the first from some others.
fn starts(graph: &Graph, component: &[usize]) -> BTreeSet<usize> {
    let mut starts = BTreeSet::new();
    let step = component.len().div_ceil(SWEEPS / 2).max(1);
    for &from in component.iter().step_by(step) {
        let far = last_from(graph, from);
        starts.insert(far);
        starts.insert(last_from(graph, far));
    }
    starts
}

/// Sweeps a front of reached choices over the component of `start`. Next comes whoever lets most of the front go, then
/// who brings the fewest new neighbours; who has no neighbour left to be reached goes.
fn front(graph: &Graph, start: usize, size: usize) -> Vec<usize> {
    let mut reached = vec![false; graph.len()];
    let mut left: Vec<usize> = graph.iter().map(BTreeSet::len).collect();
    let mut front: BTreeSet<usize> = BTreeSet::new();
    let mut border: BTreeSet<usize> = BTreeSet::from([start]);
    let mut order = Vec::with_capacity(size);
    while !border.is_empty() {
        let value = |unit: usize| {
            let closed = graph[unit]
                .iter()
                .filter(|&&other| reached[other] && left[other] == 1)
                .count();
            let own = usize::from(left[unit] == 0);
            let new = graph[unit]
                .iter()
                .filter(|&&other| !reached[other] && !border.contains(&other))
                .count();
            (closed + own, std::cmp::Reverse(new), std::cmp::Reverse(unit))
        };
        let Some(unit) = border.iter().copied().max_by_key(|&unit| value(unit)) else {
            break;
        };
        border.remove(&unit);
        reached[unit] = true;
        front.insert(unit);
        for &other in &graph[unit] {
            left[other] -= 1;
            if !reached[other] {
                border.insert(other);
            }
        }
        let gone: Vec<usize> = front.iter().copied().filter(|&unit| left[unit] == 0).collect();
        for unit in gone {
            front.remove(&unit);
            order.push(unit);
        }
    }
    order
}
