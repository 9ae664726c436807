//! The search: a tree of nodes, the best bound first, with a plunge below each node taken up.
//!
//! The nodes of one round are explored side by side from the same incumbent and merged in their order, so that the
//! tree does not depend on how many threads there are.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use uniap_base::{Deadline, Limit, Stop};

use crate::branch;
use crate::cuts::{self, Strengthened};
use crate::domain::{Ceiling, Domain};
use crate::explore::{Explorer, Found, Goal};
use crate::history::History;
use crate::local;
use crate::node::{Node, Queue};
use crate::problem::Problem;
use crate::relax::{Relaxed, Request};
use crate::sizes::Sizes;
use crate::tuning::Tuning;

/// Relaxations that may be solved to try splits out: at first, and for every other relaxation.
const TRIALS: (u64, f64) = (0, 0.25);
/// The share of all relaxations that may be solved to dive, once the budget for the first of them is spent.
const DIVES: f64 = 0.1;

/// Limits and wishes.
pub(crate) struct Limits<'a> {
    pub(crate) deadline: Deadline,
    pub(crate) stop: Stop,
    /// The relative gap that counts as closed.
    pub(crate) gap: f64,
    /// Rounds are begun as long as there are fewer nodes than this.
    pub(crate) nodes: u64,
    /// Rounds are begun as long as open nodes take no more bytes than this.
    pub(crate) memory: u64,
    pub(crate) threads: usize,
    pub(crate) tuning: Tuning,
    /// Only points better than this matter.
    pub(crate) cutoff: Option<f64>,
    /// Told of incumbent, bound and nodes.
    pub(crate) observer: &'a dyn Fn(Option<f64>, f64, u64),
}

/// How the search ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// Everything has been looked at.
    Exhausted,
    /// A limit stopped it.
    Limit(Limit),
    /// The relaxation at the root has no bound.
    Unbounded,
}

/// What the search found.
#[derive(Debug, Clone)]
pub(crate) struct Result {
    pub(crate) ending: Ending,
    pub(crate) point: Option<Vec<f64>>,
    /// A bound on the objective over all points that the cutoff leaves.
    pub(crate) bound: f64,
    pub(crate) nodes: u64,
    /// The ray along which the relaxation falls.
    pub(crate) ray: Option<Vec<f64>>,
}

/// Searches `problem`. `starts` are points to begin from: those that hold are taken.
pub(crate) fn run(problem: &Problem, starts: &[Vec<f64>], limits: &Limits<'_>) -> Result {
    let mut search = Search {
        problem,
        limits,
        incumbent: None,
        queue: Queue::default(),
        floor: f64::INFINITY,
        nodes: 0,
        proven: f64::NEG_INFINITY,
        sizes: Arc::new(Sizes::guess(problem)),
        history: History::new(branch::places(problem)),
        tried: 0,
        dived: 0,
    };
    for start in starts {
        search.offer(start.clone());
    }
    let mut root = Domain::new(problem);
    let consistent = (0..problem.num_columns()).all(|j| root.lower[j] <= root.upper[j]);
    if !consistent || root.propagate(problem, search.goal().ceiling).is_empty() {
        return search.finish(Ending::Exhausted, None);
    }
    root.commit();
    let mut request = search.goal().request;
    let discrete = problem.integral.iter().any(|&whole| whole);
    let rounds = if discrete { limits.tuning.cuts } else { 0 };
    let Strengthened {
        problem: strong,
        relaxed,
    } = cuts::strengthen(problem, &root, &mut request, rounds);
    let mut root = root.over(&strong);
    search.sizes = request.sizes;
    if root.propagate(&strong, search.goal().ceiling).is_empty() {
        return search.finish(Ending::Exhausted, None);
    }
    root.commit();
    let search = Search {
        problem: &strong,
        ..search
    };
    search.run(&root, relaxed)
}

struct Search<'a> {
    problem: &'a Problem,
    limits: &'a Limits<'a>,
    incumbent: Option<(Vec<f64>, f64)>,
    queue: Queue,
    /// The least bound of a part that was given up because it cannot improve by more than the gap.
    floor: f64,
    nodes: u64,
    /// The best bound proven, for everything.
    proven: f64,
    /// How large things are.
    sizes: Arc<Sizes>,
    /// What splits have been worth.
    history: History,
    /// Relaxations solved to try splits out.
    tried: u64,
    /// Relaxations solved to dive.
    dived: u64,
}

impl Search<'_> {
    fn run(mut self, root: &Domain, relaxed: Relaxed) -> Result {
        let first = Node {
            bound: f64::NEG_INFINITY,
            depth: 0,
            changes: Vec::new(),
            split: None,
        };
        let mut found = vec![self.explorer(root).explore_from(first, Some(relaxed))];
        let ray = found.iter_mut().find_map(|found| found.ray.take());
        if ray.is_some() {
            return self.finish(Ending::Unbounded, ray);
        }
        loop {
            let mut limited = false;
            for found in found {
                limited |= found.limited;
                self.merge(found);
            }
            self.prove();
            if let Some(limit) = self.ended_by(limited) {
                return self.finish(Ending::Limit(limit), None);
            }
            let round = self.next_round();
            if round.is_empty() {
                return self.finish(Ending::Exhausted, None);
            }
            found = self.explore(root, round);
        }
    }

    /// The limit that has been met, if any; `interrupted` where one ended a relaxation on the way.
    fn ended_by(&self, interrupted: bool) -> Option<Limit> {
        let limits = self.limits;
        if limits.stop.is_set() {
            Some(Limit::Interrupt)
        } else if interrupted || limits.deadline.passed() {
            Some(Limit::Time)
        } else if self.nodes >= limits.nodes && self.queue.bound().is_finite() {
            Some(Limit::Nodes)
        } else if self.queue.bytes() > limits.memory {
            Some(Limit::Memory(Some(limits.memory)))
        } else {
            None
        }
    }

    /// The nodes to take up next.
    fn next_round(&mut self) -> Vec<Node> {
        let prune = self.goal().prune;
        let size = if self.incumbent.is_some() {
            self.limits.tuning.round
        } else {
            1
        };
        let mut round = Vec::new();
        while round.len() < size {
            let Some(node) = self.queue.pop() else { break };
            if node.bound >= prune {
                self.floor = self.floor.min(node.bound);
            } else {
                round.push(node);
            }
        }
        round
    }

    fn explorer<'b>(&'b self, root: &'b Domain) -> Explorer<'b> {
        Explorer {
            problem: self.problem,
            root,
            goal: self.goal(),
            bound: self.proven,
            history: &self.history,
            tuning: &self.limits.tuning,
            trials: self.share(TRIALS, self.tried),
            dives: match self.limits.tuning.dives {
                0 => 0,
                first => self.share((first, DIVES), self.dived),
            },
        }
    }

    /// What each node of the next round may spend on something, of which `spent` relaxations have been solved.
    fn share(&self, (first, rate): (u64, f64), spent: u64) -> u64 {
        let allowed = first + (rate * self.nodes as f64) as u64;
        let nodes = if self.nodes == 0 || self.incumbent.is_none() {
            1
        } else {
            self.limits.tuning.round as u64
        };
        allowed.saturating_sub(spent).div_ceil(nodes)
    }

    /// Explores nodes side by side. The answers stand in the order of the nodes.
    fn explore(&self, root: &Domain, nodes: Vec<Node>) -> Vec<Found> {
        let explorer = self.explorer(root);
        let threads = self.limits.threads.min(nodes.len());
        if threads <= 1 {
            return nodes.into_iter().map(|node| explorer.explore(node)).collect();
        }
        let next = AtomicUsize::new(0);
        let found: Vec<Mutex<Option<Found>>> = nodes.iter().map(|_| Mutex::new(None)).collect();
        std::thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    loop {
                        let i = next.fetch_add(1, Ordering::Relaxed);
                        let Some(node) = nodes.get(i) else { break };
                        let answer = explorer.explore(node.clone());
                        if let Ok(mut slot) = found[i].lock() {
                            *slot = Some(answer);
                        }
                    }
                });
            }
        });
        let given_back = |node: Node| Found::given_back(node);
        found
            .into_iter()
            .zip(nodes)
            .map(|(slot, node)| {
                slot.into_inner()
                    .ok()
                    .flatten()
                    .unwrap_or_else(|| given_back(node))
            })
            .collect()
    }

    fn merge(&mut self, found: Found) {
        self.nodes += found.nodes;
        self.floor = self.floor.min(found.floor);
        self.tried += found.tried;
        self.dived += found.dived;
        for lesson in found.lessons {
            self.history.learn(lesson);
        }
        for point in found.points {
            self.offer(point);
        }
        for node in found.open {
            self.queue.push(node);
        }
    }

    /// Takes a point that holds and is better than the incumbent and the cutoff.
    fn offer(&mut self, mut point: Vec<f64>) {
        if point.len() != self.problem.num_columns() {
            return;
        }
        for (j, x) in point.iter_mut().enumerate() {
            if self.problem.integral[j] && (*x - x.round()).abs() <= 1e-5 {
                *x = x.round() + 0.0;
            }
        }
        if !self.problem.accepts(&point) {
            return;
        }
        if self.limits.tuning.local_search
            && let Some(better) = local::improve(self.problem, &point)
            && self.problem.accepts(&better)
        {
            point = better;
        }
        let objective = self.problem.objective(&point);
        let best = self
            .incumbent
            .as_ref()
            .map_or(f64::INFINITY, |(_, best)| *best)
            .min(self.limits.cutoff.unwrap_or(f64::INFINITY));
        if objective < best {
            self.incumbent = Some((point, objective));
            (self.limits.observer)(Some(objective), self.proven, self.nodes);
        }
    }

    /// What a node must promise to be worth searching.
    fn goal(&self) -> Goal {
        let limit = self.limits.cutoff.unwrap_or(f64::INFINITY);
        let goal = Goal {
            ceiling: limit.is_finite().then_some(Ceiling(limit)),
            prune: limit,
            gap: self.limits.gap,
            found: false,
            request: Request {
                accuracy: self.limits.tuning.accuracy,
                iterations: self.limits.tuning.iterations,
                equilibrate: self.limits.tuning.equilibrate,
                cutoff: limit,
                sizes: self.sizes.clone(),
                deadline: self.limits.deadline,
                stop: self.limits.stop.clone(),
            },
        };
        match &self.incumbent {
            Some((_, objective)) => goal.below(self.problem, *objective),
            None => goal,
        }
    }

    /// The bound on everything: open, given up or found. Holds while no node is being explored.
    fn bound(&self) -> f64 {
        let found = self
            .incumbent
            .as_ref()
            .map_or(f64::INFINITY, |(_, objective)| *objective);
        self.problem.lift(self.queue.bound().min(self.floor)).min(found)
    }

    /// Notes what the open nodes prove, and tells the observer where it is news.
    fn prove(&mut self) {
        let bound = self.bound();
        if bound > self.proven {
            self.proven = bound;
            let objective = self.incumbent.as_ref().map(|(_, objective)| *objective);
            (self.limits.observer)(objective, bound, self.nodes);
        }
    }

    fn finish(self, ending: Ending, ray: Option<Vec<f64>>) -> Result {
        let mut bound = self.bound();
        if let Some((_, objective)) = &self.incumbent
            && objective - bound <= 1e-9 * objective.abs().max(1.0)
        {
            // The accuracy to which the objective itself is known.
            bound = *objective;
        }
        Result {
            ending,
            bound,
            nodes: self.nodes,
            point: self.incumbent.map(|(point, _)| point),
            ray,
        }
    }
}
