//! A first placement, fast: strategies first, cuts second.
//!
//! For each price of memory one shortest path through the whole chain fixes the strategies; a dynamic programme over
//! (stage, cut) then places the cuts, once for the least bottleneck and once for the least sum. It only has to be good
//! enough to keep hopelessly long stages out of the tries.

use uniap_instance::{Instance, Placement, evaluate};

use crate::chain::Chain;
use crate::limits::{Interrupted, Limits};
use crate::price::prices;
use crate::trie::Paths;

/// The best placement met, with its cost.
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
        for bottleneck in [1.0, 0.0] {
            limits.check()?;
            let Some(stages) = cut(chain, &strategies, bottleneck) else {
                break;
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
    let kind = &chain.kinds[chain.kind_of[chain.stages / 2]];
    let prices = prices(chain, kind);
    let all: Vec<bool> = vec![true; chain.widths[0]];
    let mut paths = vec![Paths::start(chain.step(kind.start[0]), &prices, &all)];
    for u in 1..chain.layers {
        let next = paths[u - 1].extend(chain.step(kind.forward[u]), &prices);
        paths.push(next);
    }
    let trace = |q: usize| {
        let count = prices.len();
        let value = |u: usize, k: usize| paths[u].value(k, q, count);
        let last = chain.layers - 1;
        let mut strategies = vec![0; chain.layers];
        let least = |u: usize, into: &dyn Fn(usize) -> f64| {
            let cost = |k: usize| value(u, k) + into(k);
            (0..chain.widths[u])
                .min_by(|&k, &l| cost(k).total_cmp(&cost(l)))
                .unwrap_or(0)
        };
        strategies[last] = least(last, &|_| 0.0);
        for u in (0..last).rev() {
            let step = chain.step(kind.forward[u + 1]);
            let to = strategies[u + 1];
            strategies[u] = least(u, &|k| prices[q].time * step.reshard_from(step.from.class(k))[to]);
        }
        strategies
    };
    (0..prices.len()).map(trace).collect()
}

/// The stage of each layer under given strategies: least bottleneck (`bottleneck` 1) or least sum (0), if any split
/// fits.
fn cut(chain: &Chain, strategies: &[usize], bottleneck: f64) -> Option<Vec<usize>> {
    let (layers, stages) = (chain.layers, chain.stages);
    let join = |sum: f64, time: f64| {
        if bottleneck > 0.0 {
            sum.max(time)
        } else {
            sum + time
        }
    };
    // value[b]: best way to put the layers before b on the stages up to the present one.
    let mut value = vec![f64::INFINITY; layers + 1];
    value[0] = 0.0;
    let mut from = vec![vec![usize::MAX; layers + 1]; stages];
    for (i, from) in from.iter_mut().enumerate() {
        let kind = &chain.kinds[chain.kind_of[i]];
        let mut next = vec![f64::INFINITY; layers + 1];
        for a in i..layers {
            let before = if i == 0 || a == 0 {
                value[a]
            } else {
                let cut = &chain.cuts[a];
                let (exit, entry) = (cut.exit.class(strategies[a - 1]), cut.entry.class(strategies[a]));
                join(value[a], cut.cost(i - 1, exit, entry))
            };
            if !before.is_finite() {
                continue;
            }
            let (mut time, mut memory) = (0.0, 0.0);
            for b in a + 1..=layers - (stages - 1 - i) {
                let k = strategies[b - 1];
                let step = chain.step(kind.forward[b - 1]);
                if b - 1 > a {
                    time += step.reshard_from(step.from.class(strategies[b - 2]))[k];
                }
                time += step.time[k];
                memory += step.memory[k];
                if memory > kind.cap {
                    break;
                }
                let candidate = join(before, time);
                if candidate < next[b] {
                    (next[b], from[b]) = (candidate, a);
                }
            }
        }
        value = next;
    }
    if !value[layers].is_finite() {
        return None;
    }
    let mut stage = vec![0; layers];
    let mut end = layers;
    for i in (0..stages).rev() {
        let start = from[i][end];
        stage[start..end].fill(i);
        end = start;
    }
    Some(stage)
}
