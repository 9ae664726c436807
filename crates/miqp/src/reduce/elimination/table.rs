//! Functions of a few choices as tables, and their elimination.

use super::units::Chosen;

/// A function of the choices in `scope`, the last of them fastest.
pub(super) struct Table {
    scope: Vec<usize>,
    values: Vec<f64>,
}

/// How many entries a table over `scope` has, if that can be counted.
pub(super) fn entries(scope: &[usize], sizes: &[usize]) -> Option<usize> {
    scope
        .iter()
        .try_fold(1_usize, |entries, &unit| entries.checked_mul(sizes[unit]))
}

impl Table {
    /// 0 everywhere.
    pub(super) fn zeros(scope: Vec<usize>, entries: usize) -> Self {
        Self {
            scope,
            values: vec![0.0; entries],
        }
    }

    /// Adds to the entry of these states, sorted as the scope is.
    pub(super) fn add(&mut self, states: &[Chosen], value: f64, sizes: &[usize]) {
        let entry = states
            .iter()
            .fold(0, |entry, &(unit, state)| entry * sizes[unit] + state);
        self.values[entry] += value;
    }

    /// By how many entries the next state of `unit` is away; 0 where the function does not depend on it.
    fn stride(&self, unit: usize, sizes: &[usize]) -> usize {
        match self.scope.iter().position(|&own| own == unit) {
            None => 0,
            Some(position) => self.scope[position + 1..].iter().map(|&own| sizes[own]).product(),
        }
    }
}

/// What is best for a choice, by the states of its neighbours.
struct Decision {
    unit: usize,
    scope: Vec<usize>,
    best: Vec<u8>,
}

/// The least sum of `tables` over all states of the choices in `order`, and states that attain it but for rounding; state
/// 0 for choices that do not occur.
pub(super) fn eliminate(tables: Vec<Table>, order: &[usize], sizes: &[usize]) -> (f64, Vec<usize>) {
    let mut turn = vec![usize::MAX; sizes.len()];
    for (position, &unit) in order.iter().enumerate() {
        turn[unit] = position;
    }
    let mut buckets: Vec<Vec<Table>> = order.iter().map(|_| Vec::new()).collect();
    let mut value = 0.0;
    let mut place = |buckets: &mut Vec<Vec<Table>>, table: Table| match table
        .scope
        .iter()
        .map(|&unit| turn[unit])
        .min()
    {
        Some(first) => buckets[first].push(table),
        None => value += table.values.iter().sum::<f64>(),
    };
    for table in tables {
        place(&mut buckets, table);
    }
    let mut decisions = Vec::with_capacity(order.len());
    for (position, &unit) in order.iter().enumerate() {
        let bucket = std::mem::take(&mut buckets[position]);
        let (table, decision) = without(unit, &bucket, sizes);
        place(&mut buckets, table);
        decisions.push(decision);
    }
    let mut states = vec![0; sizes.len()];
    for decision in decisions.iter().rev() {
        let entry = decision
            .scope
            .iter()
            .fold(0, |entry, &unit| entry * sizes[unit] + states[unit]);
        states[decision.unit] = usize::from(decision.best[entry]);
    }
    (value, states)
}

/// The least sum of the tables over the states of `unit`, as a function of the other choices.
fn without(unit: usize, tables: &[Table], sizes: &[usize]) -> (Table, Decision) {
    let mut scope: Vec<usize> = tables
        .iter()
        .flat_map(|table| table.scope.iter().copied())
        .collect();
    scope.sort_unstable();
    scope.dedup();
    scope.retain(|&other| other != unit);
    let entries: usize = scope.iter().map(|&other| sizes[other]).product();
    let strides: Vec<Vec<usize>> = tables
        .iter()
        .map(|table| scope.iter().map(|&other| table.stride(other, sizes)).collect())
        .collect();
    let own: Vec<usize> = tables.iter().map(|table| table.stride(unit, sizes)).collect();
    let mut at = vec![0_usize; tables.len()];
    let mut digits = vec![0_usize; scope.len()];
    let mut values = Vec::with_capacity(entries);
    let mut best = Vec::with_capacity(entries);
    for _ in 0..entries {
        let (mut least, mut choice) = (f64::INFINITY, 0);
        for state in 0..sizes[unit] {
            let total: f64 = tables
                .iter()
                .zip(&at)
                .zip(&own)
                .map(|((table, at), own)| table.values[at + state * own])
                .sum();
            if total < least {
                (least, choice) = (total, state);
            }
        }
        values.push(least);
        // A choice has at most 256 states.
        best.push(choice as u8);
        for place in (0..scope.len()).rev() {
            digits[place] += 1;
            if digits[place] < sizes[scope[place]] {
                at.iter_mut()
                    .zip(&strides)
                    .for_each(|(at, strides)| *at += strides[place]);
                break;
            }
            let back = digits[place] - 1;
            digits[place] = 0;
            at.iter_mut()
                .zip(&strides)
                .for_each(|(at, strides)| *at -= back * strides[place]);
        }
    }
    let decision = Decision {
        unit,
        scope: scope.clone(),
        best,
    };
    (Table { scope, values }, decision)
}
