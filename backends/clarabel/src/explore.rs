//! One node and the plunge below it: relax, bound, round, split, go on with the better half.

use crate::bound::{self, Lagrangian};
use crate::branch;
use crate::domain::{Ceiling, Domain, Fate};
use crate::heuristic;
use crate::node::Node;
use crate::polish;
use crate::problem::{Col, Problem};
use crate::relax::{self, Relaxed, Request};

/// How many splits one plunge makes at most once a point is known.
const PLUNGE: usize = 12;
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
        };
        plunge.run(node);
        plunge.found
    }
}

struct Plunge<'a> {
    explorer: &'a Explorer<'a>,
    domain: Domain,
    goal: Goal,
    found: Found,
    /// The relaxation of the node to be looked at next.
    ready: Option<Relaxed>,
}

impl Plunge<'_> {
    fn run(&mut self, node: Node) {
        let problem = self.explorer.problem;
        let mut fate = Fate::Open;
        for &(j, lower, upper) in &node.changes {
            if fate == Fate::Open {
                fate = self.domain.tighten(problem, j, lower, upper);
            }
        }
        let (mut bound, mut depth, mut steps) = (node.bound, node.depth, 0);
        loop {
            if fate.is_empty() || self.domain.propagate(problem, self.goal.ceiling).is_empty() {
                return;
            }
            self.domain.commit();
            let Some((next, children)) = self.visit(bound, depth) else {
                return;
            };
            bound = next;
            depth += 1;
            steps += 1;
            let [first, second] = children;
            self.keep(&second, bound, depth);
            for &(j, lower, upper) in &first {
                if fate == Fate::Open {
                    fate = self.domain.tighten(problem, j, lower, upper);
                }
            }
            if !fate.is_empty() && !self.goes_on(bound, steps) {
                let node = Node::new(problem, self.explorer.root, &self.domain, bound, depth);
                self.found.open.push(node);
                return;
            }
        }
    }

    /// True where the plunge should go on below a node of this bound.
    fn goes_on(&self, bound: f64, steps: usize) -> bool {
        if self.goal.ceiling.is_none() {
            return true;
        }
        let gap = self.goal.prune - self.explorer.bound;
        steps < PLUNGE && bound <= self.explorer.bound + NEAR * gap
    }

    /// Leaves a child for later.
    fn keep(&mut self, child: &branch::Child, bound: f64, depth: u32) {
        let problem = self.explorer.problem;
        let mark = self.domain.mark();
        let mut fate = Fate::Open;
        for &(j, lower, upper) in child {
            if fate == Fate::Open {
                fate = self.domain.tighten(problem, j, lower, upper);
            }
        }
        if !fate.is_empty() {
            let node = Node::new(problem, self.explorer.root, &self.domain, bound, depth);
            self.found.open.push(node);
        }
        self.domain.undo(mark);
    }

    /// Gives up a part that has no point better than `bound`.
    fn give_up(&mut self, bound: f64) {
        self.found.floor = self.found.floor.min(bound);
    }

    /// Solves the relaxation of the domain. What comes back are the bound below and the two halves; nothing where
    /// the part is done with.
    fn visit(&mut self, bound: f64, depth: u32) -> Option<(f64, [branch::Child; 2])> {
        let problem = self.explorer.problem;
        self.found.nodes += 1;
        if branch::is_decided(problem, &self.domain) {
            self.leaf(bound, depth);
            return None;
        }
        let relaxed = match self.ready.take() {
            Some(relaxed) => relaxed,
            None => relax::solve(problem, &self.domain, &self.goal.request),
        };
        let (x, lagrangian) = match relaxed {
            Relaxed::Point { x, lagrangian, .. } => (x, lagrangian),
            Relaxed::Failed | Relaxed::Ray(_) if depth > 0 => {
                return branch::split(problem, &self.domain, None).map(|children| (bound, children));
            }
            other => {
                self.conclude(other, bound, depth);
                return None;
            }
        };
        let bound = problem.lift(lagrangian.bound).max(bound);
        self.round(&x, depth);
        if bound >= self.goal.prune {
            self.give_up(bound);
            return None;
        }
        let fate = self.fix_by_cost(&lagrangian, bound);
        if fate.is_empty() || self.domain.propagate(problem, self.goal.ceiling).is_empty() {
            // Only points that are not better than the incumbent were taken out.
            return None;
        }
        match branch::split(problem, &self.domain, Some(&x)) {
            Some(children) => Some((bound, children)),
            None => self.visit(bound, depth),
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
            let (better, y) = polish::polish(problem, &self.domain, (&x, &y), &lagrangian.reduced, terms);
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
