//! Galvatron's own search.

use uniap_base::Status;
use uniap_cost::galvatron::usable_mb;

use super::stage::Stage;
use super::task::{Task, tasks};
use super::{CountedAnswer, CountedPlan, Request};

/// See [`super::own_search`].
pub(super) fn search(request: &Request<'_>) -> CountedAnswer {
    let tasks = tasks(request);
    let mut best: Option<CountedPlan> = None;
    let (mut looked_at, mut over) = (0, false);
    for task in &tasks {
        over |= request.is_over();
        if over {
            break;
        }
        let Some(counts) = (0..task.layers.len())
            .map(|stage| fill(task, stage))
            .collect::<Option<Vec<_>>>()
        else {
            continue;
        };
        looked_at += 1;
        let plan = task.plan(&counts);
        if best.as_ref().is_none_or(|known| plan.objective < known.objective) {
            best = Some(plan);
        }
    }
    CountedAnswer {
        status: if best.is_some() {
            Status::Feasible
        } else {
            Status::Unknown
        },
        plan: best,
        bound: None,
        usable_mb: usable_mb(request.gibibytes),
        tasks: (tasks.len(), looked_at),
        seconds: request.clock.seconds(),
    }
}

/// Layers by way: the least sum of times with the exchange of gradients that fits, all layers with one degree.
///
/// A dynamic programme over MiB, as published; since layers are alike, over how many of them rather than which.
fn fill(task: &Task, number: usize) -> Option<Vec<usize>> {
    let stage = Stage::new(task, number);
    let mut degrees: Vec<(u64, u64)> = task
        .ways
        .iter()
        .map(|option| (option.way.tensor, option.way.sequence))
        .collect();
    degrees.dedup();
    degrees.sort_unstable();
    degrees.dedup();
    let mut best: Option<(f64, Vec<usize>)> = None;
    for degree in degrees {
        let of = task.ways.iter().enumerate();
        let of = of.filter(|(_, option)| (option.way.tensor, option.way.sequence) == degree);
        let ways: Vec<(usize, f64, u64)> = of
            .map(|(way, option)| (way, option.times.synced, option.mb[number]))
            .collect();
        let mut counts = vec![0; task.ways.len()];
        spread(&ways, (stage.layers, stage.room), 0.0, &mut counts, &mut best);
    }
    best.map(|(_, counts)| counts)
}

/// Every way to share `layers` out over `ways` (there are at most four of one degree) within `room`.
fn spread(
    ways: &[(usize, f64, u64)],
    (layers, room): (usize, u64),
    time: f64,
    counts: &mut Vec<usize>,
    best: &mut Option<(f64, Vec<usize>)>,
) {
    let Some((&(way, each, mb), rest)) = ways.split_first() else {
        return;
    };
    let least = if rest.is_empty() { layers } else { 0 };
    for count in least..=layers {
        let (more, needed) = (time + count as f64 * each, count as u64 * mb);
        if needed > room || best.as_ref().is_some_and(|(known, _)| more >= *known) {
            break;
        }
        counts[way] = count;
        if count == layers {
            *best = Some((more, counts.clone()));
        } else {
            spread(rest, (layers - count, room - needed), more, counts, best);
        }
    }
    counts[way] = 0;
}
