//! The best plan of all tasks, with the proof.
//!
//! Tasks are taken in ascending order of their lower bounds until the next one is no better than the best plan. Within a task,
//! the fills of every stage that no other beats are joined stage by stage. That is exact for
//! [`Iteration::monotone_bound`], which is the time of an iteration but for pipelines where a slower middle stage hides an
//! exchange; the bound reported is that, and the plan is optimal where the two meet.

use uniap_base::{Status, tolerance};
use uniap_cost::galvatron::{Iteration, usable_mb};

use super::bound::{Least, prices};
use super::frontier::{Fill, fills};
use super::stage::{Price, Stage};
use super::task::{Task, tasks};
use super::{CountedAnswer, CountedPlan, Request};

/// How close two times are that count as equal, relatively: rounding.
const TIE: f64 = 1e-12;

/// Joined fills beyond which a task keeps its lower bound.
const JOINED: usize = 200_000;

/// See [`super::optimum`].
pub(super) fn optimum(request: &Request<'_>) -> CountedAnswer {
    let all: Vec<Open> = tasks(request).into_iter().map(Open::new).collect();
    let mut order: Vec<&Open> = all.iter().collect();
    order.sort_by(|left, right| left.bound.total_cmp(&right.bound));
    let mut best: Option<CountedPlan> = None;
    for open in &order {
        if best.as_ref().is_none_or(|known| open.bound < known.objective) {
            keep(&mut best, open.first_plan());
        }
    }
    let (mut looked_at, mut bound) = (0, f64::INFINITY);
    for open in &order {
        let limit = best.as_ref().map_or(f64::INFINITY, |known| known.objective);
        if open.bound >= limit * (1.0 - TIE) {
            // So are all that follow.
            bound = bound.min(open.bound);
            break;
        }
        if request.is_over() {
            bound = bound.min(open.bound);
            break;
        }
        looked_at += 1;
        let (plan, least) = open.solve(limit);
        keep(&mut best, plan);
        bound = bound.min(least);
    }
    let objective = best.as_ref().map(|known| known.objective);
    // What no task bounds lower is bounded by the plan itself.
    let bound = objective.map_or(bound, |objective| bound.min(objective));
    let proven = objective.is_some_and(|objective| tolerance::gap(objective, bound) <= TIE);
    CountedAnswer {
        status: match (&best, proven) {
            (None, _) if all.is_empty() => Status::Infeasible,
            (None, _) => Status::Unknown,
            (Some(_), true) => Status::Optimal,
            (Some(_), false) => Status::Feasible,
        },
        plan: best,
        bound: Some(bound).filter(|bound| bound.is_finite()),
        usable_mb: usable_mb(request.gibibytes),
        tasks: (all.len(), looked_at),
        seconds: request.clock.seconds(),
    }
}

fn keep(best: &mut Option<CountedPlan>, plan: Option<CountedPlan>) {
    let Some(plan) = plan else { return };
    if best.as_ref().is_none_or(|known| plan.objective < known.objective) {
        *best = Some(plan);
    }
}

/// A task with what is known of it.
struct Open {
    task: Task,
    stages: Vec<Stage>,
    prices: Vec<Vec<Price>>,
    least: Least,
    bound: f64,
}

/// Fills of the first stages.
#[derive(Debug, Clone)]
struct Joined {
    plain: Vec<f64>,
    synced: Vec<f64>,
    /// What the exchange leaves over on the first two stages and on all.
    over: (f64, f64),
    sum: f64,
    picks: Vec<usize>,
}

impl Open {
    fn new(task: Task) -> Self {
        let stages: Vec<Stage> = (0..task.layers.len())
            .map(|stage| Stage::new(&task, stage))
            .collect();
        let prices: Vec<Vec<Price>> = stages.iter().map(prices).collect();
        let least = Least::new(&task, &stages, &prices);
        // Sums of many terms: a hair below what they come to is certain to be a bound.
        let bound = least.iteration() * (1.0 - TIE);
        Self {
            task,
            stages,
            prices,
            least,
            bound,
        }
    }

    /// A plan of mixes of two ways on every stage.
    fn first_plan(&self) -> Option<CountedPlan> {
        let mut best = None;
        for weight in [0.0, 0.5, 1.0] {
            let counts = self.stages.iter().map(|stage| {
                let mut counts = vec![0; self.task.ways.len()];
                for (item, count) in stage.mix(weight)? {
                    counts[stage.items[item].way] += count;
                }
                Some(counts)
            });
            let plan = counts
                .collect::<Option<Vec<_>>>()
                .map(|counts| self.task.plan(&counts));
            keep(&mut best, plan);
        }
        best
    }

    /// The best plan of at most `limit` seconds, and a lower bound on all of the task that is at most `limit`.
    fn solve(&self, limit: f64) -> (Option<CountedPlan>, f64) {
        let room_for_rounding = limit * (1.0 + 1e-9);
        let mut frontiers = Vec::with_capacity(self.stages.len());
        for (number, stage) in self.stages.iter().enumerate() {
            let most = self.least.most(number, room_for_rounding) - stage.end;
            let mut limits = vec![(self.prices[number][0], most)];
            if number == 0 {
                // What the exchange leaves over on the first stage is paid in full: C_0 + w G_0 instead of C_0, where
                // G_0 is without the end.
                let most = self.least.most_exchanged(room_for_rounding) - stage.end;
                let over = self.prices[0].iter().skip(1);
                limits.extend(over.map(|price| (*price, most + price.weight * stage.end)));
            }
            let Some(found) = fills(stage, &limits) else {
                return (None, self.bound);
            };
            frontiers.push(found);
        }
        self.join(&frontiers, limit)
    }

    fn join(&self, frontiers: &[Vec<Fill>], limit: f64) -> (Option<CountedPlan>, f64) {
        let mut joined = vec![Joined {
            plain: Vec::new(),
            synced: Vec::new(),
            over: (0.0, 0.0),
            sum: 0.0,
            picks: Vec::new(),
        }];
        for (number, frontier) in frontiers.iter().enumerate() {
            let stage = &self.stages[number];
            let mut next = Vec::new();
            for before in &joined {
                // What is spent beyond the least on the stages so far is not left for the others.
                let beyond = before.sum - self.least.plain[..number].iter().sum::<f64>();
                let most = self.least.most(number, limit * (1.0 + 1e-9) - beyond);
                for (pick, fill) in frontier.iter().enumerate() {
                    let plain = fill.plain + stage.end;
                    if plain > most {
                        continue;
                    }
                    let mut now = before.clone();
                    let left = fill.plain + fill.extra - before.sum - plain;
                    now.over.1 = now.over.1.max(left);
                    if number < 2 {
                        now.over.0 = now.over.0.max(left);
                    }
                    now.plain.push(plain);
                    now.synced.push(fill.plain + fill.extra);
                    now.sum += plain;
                    now.picks.push(pick);
                    next.push(now);
                }
            }
            let last = number + 1 == frontiers.len();
            if !last {
                undominated(&mut next);
            }
            if next.len() > JOINED {
                return (None, self.bound);
            }
            joined = next;
        }
        let (mut bound, mut best): (f64, Option<(f64, &Joined)>) = (limit, None);
        for done in &joined {
            let iteration = Iteration {
                setting: self.task.setting,
                plain: &done.plain,
                synced: &done.synced,
            };
            bound = bound.min(iteration.monotone_bound());
            let time = iteration.time();
            if best.is_none_or(|(known, _)| time < known) {
                best = Some((time, done));
            }
        }
        let plan = best.map(|(_, done)| {
            let counts = done.picks.iter().enumerate().map(|(number, &pick)| {
                let mut counts = vec![0; self.task.ways.len()];
                for (item, &count) in self.stages[number]
                    .items
                    .iter()
                    .zip(&frontiers[number][pick].counts)
                {
                    counts[item.way] += usize::from(count);
                }
                counts
            });
            self.task.plan(&counts.collect::<Vec<_>>())
        });
        (plan, bound)
    }
}

/// Keeps those that no other beats in the time of the first stage, the sum so far and what is left over.
fn undominated(joined: &mut Vec<Joined>) {
    joined.sort_by(|left, right| left.sum.total_cmp(&right.sum));
    let mut kept: Vec<Joined> = Vec::new();
    for next in joined.drain(..) {
        let beaten = kept.iter().any(|known| {
            known.plain[0] <= next.plain[0]
                && known.sum <= next.sum
                && known.over.0 <= next.over.0
                && known.over.1 <= next.over.1
        });
        if !beaten {
            kept.push(next);
        }
    }
    *joined = kept;
}
