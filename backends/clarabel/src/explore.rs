//! One node and the plunge below it: relax, bound, round, split, go on with the better half.

use crate::bound::{self, Lagrangian};
use crate::branch;
use crate::domain::{Ceiling, Domain, Fate};
use crate::heuristic;
use crate::history::{History, Lesson};
use crate::node::{Made, Node};
use crate::polish;
use crate::problem::{Col, Problem};
use crate::relax::{self, Relaxed, Request};
use crate::select::{Branch, Choice, Split};
use crate::tuning::Tuning;

/// How many splits one plunge makes at most once a point is known.
const PLUNGE: usize = 12;
/// How often a plunge without a point begins again at the last child left behind.
const RETURNS: usize = 20;
/// The share of the gap between bound and incumbent within which a plunge goes on.
const NEAR: f64 = 0.3;

/// What a node must promise to be worth searching.
#[derive(Debug, Clone)]
pub(crate) struct Goal {
    /// Points must be better than this, as a row.
    pub(crate) ceiling: Option<Ceiling>,
    /// Nodes whose bound reaches this are given up.
    pub(crate) prune: f64,
    /// The relative gap that counts as closed.
    pub(crate) gap: f64,
    /// Whether a point is known.
    pub(crate) found: bool,
    /// How relaxations are solved.
    pub(crate) request: Request,
}

impl Goal {
    /// The goal once a point of this objective is known.
    pub(crate) fn below(&self, problem: &Problem, objective: f64) -> Self {
        let noise = 1e-9 * objective.abs().max(1.0);
        let step = problem.step.map_or(0.0, |step| 0.999 * step);
        let ceiling = objective - step.max(noise);
        // Steps and gap do not add up: what is within the gap need not be a step below as well.
        let prune = ceiling.min(objective - 0.9 * self.gap * objective.abs());
        Self {
            ceiling: Some(Ceiling(ceiling)),
            prune,
            gap: self.gap,
            found: true,
            request: Request {
                cutoff: prune,
                ..self.request.clone()
            },
        }
    }
}

/// What became of a node.
#[derive(Debug, Clone, Default)]
pub(crate) struct Found {
    /// Points that hold, in the order they were found.
    pub(crate) points: Vec<Vec<f64>>,
    /// Parts still to be searched.
    pub(crate) open: Vec<Node>,
    /// The least bound of a part that was given up.
    pub(crate) floor: f64,
    /// Relaxations solved.
    pub(crate) nodes: u64,
    /// Whether a limit interrupted it.
    pub(crate) limited: bool,
    /// At the root: the ray along which the relaxation falls.
    pub(crate) ray: Option<Vec<f64>>,
    /// Relaxations of these that were solved to try splits out.
    pub(crate) tried: u64,
    /// Relaxations of these that were solved to dive.
    pub(crate) dived: u64,
    /// What splits were worth, in the order in which it was learnt.
    pub(crate) lessons: Vec<Lesson>,
}

impl Found {
    fn new() -> Self {
        Self {
            floor: f64::INFINITY,
            ..Self::default()
        }
    }

    /// A node that was not looked at.
    pub(crate) fn given_back(node: Node) -> Self {
        Self {
            open: vec![node],
            limited: true,
            ..Self::new()
        }
    }
}

/// Explores nodes of one round.
pub(crate) struct Explorer<'a> {
    pub(crate) problem: &'a Problem,
    pub(crate) root: &'a Domain,
    pub(crate) goal: Goal,
    /// The bound on everything when the round began.
    pub(crate) bound: f64,
    /// What splits have been worth until then.
    pub(crate) history: &'a History,
    pub(crate) tuning: &'a Tuning,
    /// How many relaxations a node may solve to try splits out.
    pub(crate) trials: u64,
    /// How many relaxations a node may solve to dive for a point.
    pub(crate) dives: u64,
}

impl Explorer<'_> {
    /// Explores `node` and a path below it.
    pub(crate) fn explore(&self, node: Node) -> Found {
        self.explore_from(node, None)
    }

    /// Explores `node`, whose relaxation may have been solved already, and a path below it.
    pub(crate) fn explore_from(&self, node: Node, ready: Option<Relaxed>) -> Found {
        let mut plunge = Plunge {
            explorer: self,
            domain: self.root.clone(),
            goal: self.goal.clone(),
            found: Found::new(),
            ready,
            history: self.history.clone(),
            trials: self.trials,
            dives: self.dives,
        };
        plunge.run(node);
        plunge.found
    }
}

pub(crate) struct Plunge<'a> {
    pub(crate) explorer: &'a Explorer<'a>,
    pub(crate) domain: Domain,
    pub(crate) goal: Goal,
    pub(crate) found: Found,
    /// The relaxation of the node to be looked at next.
    ready: Option<Relaxed>,
    pub(crate) history: History,
    /// How many relaxations may still be solved to try splits out.
    pub(crate) trials: u64,
    /// How many relaxations may still be solved to dive for a point.
    dives: u64,
}

impl Plunge<'_> {
    /// Plunges below `node`. While no point is known, goes back to the last child left behind where a plunge ends.
    fn run(&mut self, node: Node) {
        let mut next = Some(node);
        for _ in 0..=RETURNS {
            let Some(node) = next else { return };
            self.plunge(node);
            if self.goal.found || self.found.limited || self.found.ray.is_some() {
                return;
            }
            next = self.found.open.pop();
            self.domain = self.explorer.root.clone();
        }
        self.found.open.extend(next);
    }

    fn plunge(&mut self, node: Node) {
        let problem = self.explorer.problem;
        let mut fate = Fate::Open;
        for &(j, lower, upper) in &node.changes {
            if fate == Fate::Open {
                fate = self.domain.tighten(problem, j, lower, upper);
            }
        }
        let (mut bound, mut depth, mut made, mut steps) = (node.bound, node.depth, node.split, 0);
        loop {
            if fate.is_empty() || self.domain.propagate(problem, self.goal.ceiling).is_empty() {
                return;
            }
            self.domain.commit();
            let Some(split) = self.visit(bound, depth, made, steps == 0) else {
                return;
            };
            depth += 1;
            steps += 1;
            let Split { first, second } = *split;
            let alone = second.is_none();
            if let Some(second) = second {
                self.keep(&second, depth);
            }
            bound = first.bound;
            self.ready = first.ready;
            made = first.made;
            for &(j, lower, upper) in &first.child {
                if fate == Fate::Open {
                    fate = self.domain.tighten(problem, j, lower, upper);
                }
            }
            if !fate.is_empty() && !self.goes_on(bound, steps) && !alone {
                let node = Node {
                    split: made,
                    ..Node::new(problem, self.explorer.root, &self.domain, bound, depth)
                };
                self.found.open.push(node);
                self.ready = None;
                return;
            }
        }
    }

    /// True where the plunge should go on below a node of this bound.
    fn goes_on(&self, bound: f64, steps: usize) -> bool {
        if !self.goal.found {
            return true;
        }
        let gap = self.goal.prune - self.explorer.bound;
        steps < PLUNGE && bound <= self.explorer.bound + NEAR * gap
    }

    /// Leaves a child for later.
    fn keep(&mut self, branch: &Branch, depth: u32) {
        let problem = self.explorer.problem;
        let mark = self.domain.mark();
        let mut fate = Fate::Open;
        for &(j, lower, upper) in &branch.child {
            if fate == Fate::Open {
                fate = self.domain.tighten(problem, j, lower, upper);
            }
        }
        if !fate.is_empty() {
            let node = Node {
                split: branch.made,
                ..Node::new(problem, self.explorer.root, &self.domain, branch.bound, depth)
            };
            self.found.open.push(node);
        }
        self.domain.undo(mark);
    }

    /// Gives up a part that has no point better than `bound`.
    pub(crate) fn give_up(&mut self, bound: f64) {
        self.found.floor = self.found.floor.min(bound);
    }

    /// Solves the relaxation of the domain and splits it; nothing comes back where the part is done with.
    fn visit(&mut self, bound: f64, depth: u32, made: Option<Made>, first: bool) -> Option<Box<Split>> {
        let problem = self.explorer.problem;
        if branch::is_decided(problem, &self.domain) {
            self.found.nodes += 1;
            self.ready = None;
            self.leaf(bound, depth);
            return None;
        }
        let relaxed = match self.ready.take() {
            // Counted where it was solved; the root's not yet.
            Some(relaxed) => {
                self.found.nodes += u64::from(depth == 0);
                relaxed
            }
            None => {
                self.found.nodes += 1;
                relax::solve(problem, &self.domain, &self.goal.request)
            }
        };
        if let (Some(made), Some(found)) = (made, bound_of(&relaxed)) {
            self.learn(made.place, made.child, made.taken, found - made.bound);
        }
        let (x, lagrangian) = match relaxed {
            Relaxed::Point { x, lagrangian, .. } => (x, lagrangian),
            Relaxed::Failed | Relaxed::Ray(_) if depth > 0 => {
                return match self.plain(None, bound) {
                    Choice::Split(split) => Some(split),
                    Choice::Decided | Choice::Closed => None,
                };
            }
            other => {
                self.conclude(other, bound, depth);
                return None;
            }
        };
        let bound = problem.lift(lagrangian.bound).max(bound);
        self.round(&x, depth);
        if first && !self.goal.found {
            self.dive(&x);
        }
        if bound >= self.goal.prune {
            self.give_up(bound);
            return None;
        }
        let fate = self.fix_by_cost(&lagrangian, bound);
        if fate.is_empty() || self.domain.propagate(problem, self.goal.ceiling).is_empty() {
            // Only points that are not better than the incumbent were taken out.
            return None;
        }
        match self.choose(&x, bound, lagrangian.bound) {
            Choice::Split(split) => Some(split),
            Choice::Closed => None,
            Choice::Decided => self.visit(bound, depth, None, false),
        }
    }

    /// What a relaxation without a point means for this part.
    fn conclude(&mut self, relaxed: Relaxed, bound: f64, depth: u32) {
        match relaxed {
            Relaxed::Hopeless { bound: found } => self.give_up(found.max(bound)),
            Relaxed::Stopped => {
                let node = Node::new(
                    self.explorer.problem,
                    self.explorer.root,
                    &self.domain,
                    bound,
                    depth,
                );
                self.found.open.push(node);
                self.found.limited = true;
            }
            Relaxed::Ray(ray) if depth == 0 => self.found.ray = Some(ray),
            Relaxed::Point { .. } | Relaxed::Ray(_) | Relaxed::Failed => self.give_up(bound),
        }
    }

    /// Solves a part in which every integer is fixed, ever more accurately until its bound meets its point.
    fn leaf(&mut self, bound: f64, depth: u32) {
        let problem = self.explorer.problem;
        let mut bound = bound;
        for accuracy in [1e-9, 1e-11, 1e-13] {
            let request = Request {
                accuracy,
                ..self.goal.request.clone()
            };
            let (x, y, lagrangian) = match relax::solve(problem, &self.domain, &request) {
                Relaxed::Point { x, y, lagrangian } => (x, y, lagrangian),
                Relaxed::Failed if accuracy < 1e-9 => break,
                other => return self.conclude(other, bound, depth),
            };
            bound = bound.max(problem.lift(lagrangian.bound));
            let terms = (request.sizes.scale, request.deadline);
            let (better, y) = if problem.curves.is_empty() {
                polish::polish(problem, &self.domain, (&x, &y), &lagrangian.reduced, terms)
            } else {
                // The conditions on curves are not linear.
                (x.clone(), y)
            };
            let proof = bound::lagrangian(problem, &self.domain, &better, &y);
            bound = bound.max(problem.lift(proof.bound));
            for point in [better, x] {
                if problem.accepts(&point) {
                    self.take(point);
                }
            }
            if bound >= self.goal.prune {
                break;
            }
        }
        self.give_up(bound);
    }

    /// Rounds the relaxation's point.
    fn round(&mut self, x: &[f64], depth: u32) {
        let problem = self.explorer.problem;
        if depth > 4 && !depth.is_multiple_of(4) && !branch::is_integral(problem, x) {
            return;
        }
        let request = &self.goal.request;
        let Some(point) = heuristic::round(problem, &mut self.domain, x, self.goal.ceiling, request) else {
            return;
        };
        self.take(point);
    }

    /// Dives for a point, as far as the budget goes.
    fn dive(&mut self, x: &[f64]) {
        let problem = self.explorer.problem;
        if self.dives == 0 {
            return;
        }
        let mut budget = self.dives;
        let found = heuristic::dive(problem, &mut self.domain, x, &self.goal, &mut budget);
        self.found.nodes += self.dives - budget;
        self.found.dived += self.dives - budget;
        self.dives = 0;
        if let Some(point) = found {
            self.take(point);
        }
    }

    /// Notes a point that holds and aims at better ones from now on.
    fn take(&mut self, point: Vec<f64>) {
        let problem = self.explorer.problem;
        let objective = problem.objective(&point);
        if self.goal.ceiling.is_none_or(|ceiling| objective < ceiling.0) {
            self.goal = self.goal.below(problem, objective);
        }
        self.found.points.push(point);
    }

    /// Tightens integer columns whose reduced cost says that a step away from their better bound costs more than
    /// the incumbent: by the claim of `bound.rs`, moving column `j` by `t` raises the bound by `|r_j| t`.
    fn fix_by_cost(&mut self, lagrangian: &Lagrangian, bound: f64) -> Fate {
        let problem = self.explorer.problem;
        let Some(Ceiling(ceiling)) = self.goal.ceiling else {
            return Fate::Open;
        };
        let room = ceiling - lagrangian.bound;
        if !room.is_finite() || bound >= ceiling {
            return Fate::Open;
        }
        for (j, &r) in lagrangian.reduced.iter().enumerate() {
            if !problem.integral[j] || self.domain.is_fixed(Col::new(j)) || r == 0.0 {
                continue;
            }
            let steps = (room / r.abs() * (1.0 + 1e-9) + 1e-9).floor();
            let (lower, upper) = (self.domain.lower[j], self.domain.upper[j]);
            let fate = if r > 0.0 && lower.is_finite() && lower + steps < upper {
                self.domain.tighten(problem, Col::new(j), lower, lower + steps)
            } else if r < 0.0 && upper.is_finite() && upper - steps > lower {
                self.domain.tighten(problem, Col::new(j), upper - steps, upper)
            } else {
                Fate::Open
            };
            if fate.is_empty() {
                return fate;
            }
        }
        Fate::Open
    }
}

/// The bound that a relaxation proves, where it says anything.
fn bound_of(relaxed: &Relaxed) -> Option<f64> {
    match relaxed {
        Relaxed::Point { lagrangian, .. } => Some(lagrangian.bound),
        Relaxed::Hopeless { bound } if bound.is_finite() => Some(*bound),
        _ => None,
    }
}
