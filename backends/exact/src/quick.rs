//! A first placement, fast: strategies first, cuts second.
//!
//! For each price of memory one shortest path through all layers fixes the strategies; a dynamic programme over
//! (stage, cut) then places the cuts, once for the least bottleneck and once for the least sum. It only has to be good
//! enough to keep hopelessly long stages out of the tries.

use uniap_instance::{Instance, Placement, evaluate};

use crate::chain::Chain;
use crate::limits::{Interrupted, Limits};
use crate::price::prices;
use crate::trie::Paths;

/// What the cuts are placed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Aim {
    /// The least bottleneck.
    Max,
    /// The least sum.
    Sum,
}

impl Aim {
    fn join(self, value: f64, time: f64) -> f64 {
        match self {
            Self::Max => value.max(time),
            Self::Sum => value + time,
        }
    }
}

/// The best placement met, with its cost: also where a limit ended the search for better ones.
pub(crate) fn placement(
    instance: &Instance,
    chain: &Chain,
    limits: &Limits,
) -> Result<Option<(Placement, f64)>, Interrupted> {
    let mut best: Option<(Placement, f64)> = None;
    let mut tried: Vec<Vec<usize>> = Vec::new();
    for strategies in strategy_lists(chain) {
        if tried.contains(&strategies) {
            continue;
        }
        for aim in [Aim::Max, Aim::Sum] {
            let stages = match limits
                .check()
                .and_then(|()| cut(instance, &strategies, aim, limits))
            {
                Ok(Some(stages)) => stages,
                Ok(None) => break,
                Err(interrupted) => return best.map(Some).ok_or(interrupted),
            };
            let placement = Placement::from_positions(&stages, &strategies);
            let found = evaluate(instance, &placement, uniap_base::tolerance::MEMORY);
            if found.is_feasible() && best.as_ref().is_none_or(|(_, cost)| found.objective < *cost) {
                best = Some((placement, found.objective));
            }
        }
        tried.push(strategies);
    }
    Ok(best)
}

/// The strategies of a shortest path through all layers on the middle stage's costs, for each price.
fn strategy_lists(chain: &Chain) -> Vec<Vec<usize>> {
    let kind = chain.kind_of[chain.stages / 2];
    let prices = prices(chain, &chain.kinds[kind]);
    let whole = chain.path(kind, (0, chain.cuts.len() - 1));
    let steps: Vec<_> = whole.into_iter().map(|(_, step)| chain.step(step)).collect();
    let mut paths = vec![Paths::<0>::start(
        steps[0],
        &prices,
        &vec![true; steps[0].width()],
    )];
    for u in 1..chain.layers {
        let next = paths[u - 1].extend(steps[u], &prices);
        paths.push(next);
    }
    let trace = |q: usize| {
        let value = |u: usize, state: usize| paths[u].value(state, q, prices.len());
        let least = |u: usize, on: &dyn Fn(usize) -> f64| {
            let cost = |state: usize| value(u, state) + on(state);
            (0..steps[u].width())
                .min_by(|&k, &l| cost(k).total_cmp(&cost(l)))
                .unwrap_or(0)
        };
        let last = chain.layers - 1;
        let mut states = vec![0; chain.layers];
        states[last] = least(last, &|_| 0.0);
        for u in (0..last).rev() {
            let to = states[u + 1];
            let on = |state: usize| steps[u + 1].cost(state, to).unwrap_or(f64::INFINITY) * prices[q].time;
            states[u] = least(u, &on);
        }
        states
            .iter()
            .zip(&steps)
            .map(|(&state, step)| state / step.spread)
            .collect()
    };
    (0..prices.len()).map(trace).collect()
}

/// The stage of each layer under given strategies, if any split fits.
fn cut(
    instance: &Instance,
    strategies: &[usize],
    aim: Aim,
    limits: &Limits,
) -> Result<Option<Vec<usize>>, Interrupted> {
    let (layers, stages) = (instance.layers.len(), instance.stages);
    let mut into = vec![Vec::new(); layers];
    let mut across = vec![Vec::new(); layers];
    for edge in &instance.edges {
        let (from, to) = (edge.from.get(), edge.to.get());
        into[to].push(edge);
        if instance.boundaries() > 0 {
            across[from + 1..=to].iter_mut().for_each(|list| list.push(edge));
        }
    }
    let ends = |edge: &uniap_instance::Edge| (strategies[edge.from.get()], strategies[edge.to.get()]);
    // value[b]: best way to put the layers before b on the stages up to the present one.
    let mut value = vec![f64::INFINITY; layers + 1];
    value[0] = 0.0;
    let mut from = vec![vec![usize::MAX; layers + 1]; stages];
    for (i, from) in from.iter_mut().enumerate() {
        let mut next = vec![f64::INFINITY; layers + 1];
        for a in i..layers {
            if !value[a].is_finite() {
                continue;
            }
            // Where memory is ample a stage may hold any number of layers, and layers can be a hundred thousand.
            limits.check()?;
            let mut before = value[a];
            if i > 0 {
                let times = across[a].iter().map(|edge| {
                    let (k, l) = ends(edge);
                    edge.transfer.on(i - 1).at(k, l)
                });
                before = aim.join(before, times.sum());
            }
            let (mut time, mut memory) = (0.0, 0.0);
            for b in a + 1..=layers - (stages - 1 - i) {
                let (layer, k) = (&instance.layers[b - 1], strategies[b - 1]);
                for edge in into[b - 1].iter().filter(|edge| edge.from.get() >= a) {
                    let (k, l) = ends(edge);
                    time += edge.reshard.on(i).at(k, l);
                }
                time += layer.time.on(i)[k];
                memory += layer.memory.on(i)[k];
                if memory > instance.memory_cap(i) {
                    break;
                }
                let candidate = aim.join(before, time);
                if candidate < next[b] {
                    (next[b], from[b]) = (candidate, a);
                }
            }
        }
        value = next;
    }
    if !value[layers].is_finite() {
        return Ok(None);
    }
    let mut stage = vec![0; layers];
    let mut end = layers;
    for i in (0..stages).rev() {
        let start = from[i][end];
        stage[start..end].fill(i);
        end = start;
    }
    Ok(Some(stage))
}
