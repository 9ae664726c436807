//! Which split to make: by what splits have been worth, tried out where that is not known.
//!
//! A split is as good as its worse child, nearly: the score is the product of what both children can be expected to
//! raise the bound by (Achterberg, Koch and Martin, Oper. Res. Lett. 33, 2005). Where a promising place has no
//! history, both of its relaxations are solved, within a budget. That is no loss where the place is taken: its first
//! child is gone on with at once.

use crate::branch::{self, Candidate, Child};
use crate::explore::Plunge;
use crate::history::Lesson;
use crate::node::Made;
use crate::relax::{self, Relaxed};

/// A place that has been tried as often as this is known.
const RELIABLE: u32 = 2;
/// So many places in a row that are no better end the trying.
const PATIENCE: usize = 3;

/// A child to go on with or to leave for later.
pub(crate) struct Branch {
    pub(crate) child: Child,
    /// No point of it is better.
    pub(crate) bound: f64,
    /// Its relaxation, where it has been solved.
    pub(crate) ready: Option<Relaxed>,
    /// How it came about, where its worth is to be learnt.
    pub(crate) made: Option<Made>,
}

/// One or two children that cover the domain, but for what has been given up.
pub(crate) struct Split {
    pub(crate) first: Branch,
    pub(crate) second: Option<Branch>,
}

/// What a child turned out to be.
enum Tried {
    /// Nothing in it is worth searching.
    Closed,
    Open {
        bound: f64,
        relaxed: Relaxed,
    },
    /// The relaxation said nothing.
    Unknown,
}

impl Plunge<'_> {
    /// Splits the domain at `x`, the point of its relaxation. `bound` is what is known,
    /// `raw` what the relaxation alone proves.
    pub(crate) fn choose(&mut self, x: &[f64], bound: f64, raw: f64) -> Choice {
        let problem = self.explorer.problem;
        let mut candidates = branch::candidates(problem, &self.domain, x);
        if candidates.is_empty() {
            return self.plain(Some(x), bound);
        }
        let history = &self.history;
        let smallest = 1e-6 * (self.goal.prune - raw).abs().clamp(1e-9, 1e9);
        let product = |a: f64, b: f64| a.max(smallest) * b.max(smallest);
        let expected = |candidate: &Candidate| {
            let gain = |k: usize| history.expected(candidate.place, k) * candidate.taken[k];
            product(gain(0), gain(1))
        };
        let mut scores: Vec<f64> = candidates.iter().map(expected).collect();
        let mut order: Vec<usize> = (0..candidates.len()).collect();
        // The order of the candidates, the least integral first, decides between equals.
        order.sort_by(|&a, &b| scores[b].total_cmp(&scores[a]).then(a.cmp(&b)));
        let mut best: Option<(usize, [Tried; 2])> = None;
        let mut vain = 0;
        for &k in order.iter().take(self.explorer.tuning.strong_branching) {
            if vain > PATIENCE || self.trials < 2 || self.found.limited {
                break;
            }
            if self.history.count(candidates[k].place) >= RELIABLE {
                if best.is_none() {
                    break;
                }
                continue;
            }
            let tried = [0, 1].map(|child| self.try_out(&candidates[k], child, raw));
            match &tried {
                [Tried::Closed, Tried::Closed] => return Choice::Closed,
                [Tried::Closed, _] | [_, Tried::Closed] => {
                    // Only one child is left: no other split can be better.
                    best = Some((k, tried));
                    break;
                }
                [Tried::Open { bound: a, .. }, Tried::Open { bound: b, .. }] => {
                    scores[k] = product(a - raw, b - raw);
                }
                _ => continue,
            }
            if best.as_ref().is_none_or(|(other, _)| scores[k] > scores[*other]) {
                best = Some((k, tried));
                vain = 0;
            } else {
                vain += 1;
            }
        }
        let (k, tried) = match best {
            Some((k, tried)) => (k, tried),
            None => (order[0], [Tried::Unknown, Tried::Unknown]),
        };
        let candidate = candidates.swap_remove(k);
        self.split(candidate, tried, bound, raw)
    }

    /// The children of a candidate, as far as they are open, the nearer first.
    fn split(&mut self, candidate: Candidate, tried: [Tried; 2], bound: f64, raw: f64) -> Choice {
        let problem = self.explorer.problem;
        let nearer = candidate.nearer();
        let Candidate {
            place,
            children,
            taken,
            ..
        } = candidate;
        let mut open: Vec<Branch> = Vec::new();
        for (k, (child, tried)) in children.into_iter().zip(tried).enumerate() {
            let made = Made {
                place,
                child: k,
                taken: taken[k],
                bound: raw,
            };
            let branch = match tried {
                Tried::Closed => continue,
                Tried::Open {
                    bound: found,
                    relaxed,
                } => Branch {
                    child,
                    bound: problem.lift(found).max(bound),
                    ready: Some(relaxed),
                    made: None,
                },
                Tried::Unknown => Branch {
                    child,
                    bound,
                    ready: None,
                    made: Some(made),
                },
            };
            if k == nearer {
                open.insert(0, branch);
            } else {
                open.push(branch);
            }
        }
        let mut open = open.into_iter();
        match open.next() {
            None => Choice::Closed,
            Some(first) => Choice::Split(Box::new(Split {
                first,
                second: open.next(),
            })),
        }
    }

    /// Any split, where the relaxation gives no reason for one.
    pub(crate) fn plain(&self, x: Option<&[f64]>, bound: f64) -> Choice {
        let plain = |child| Branch {
            child,
            bound,
            ready: None,
            made: None,
        };
        match branch::any(self.explorer.problem, &self.domain, x) {
            None => Choice::Decided,
            Some([first, second]) => Choice::Split(Box::new(Split {
                first: plain(first),
                second: Some(plain(second)),
            })),
        }
    }

    /// Solves the relaxation of one child and learns from it.
    fn try_out(&mut self, candidate: &Candidate, child: usize, raw: f64) -> Tried {
        let problem = self.explorer.problem;
        let mark = self.domain.mark();
        let mut empty = false;
        for &(j, lower, upper) in &candidate.children[child] {
            empty = empty || self.domain.tighten(problem, j, lower, upper).is_empty();
        }
        if empty || self.domain.propagate(problem, self.goal.ceiling).is_empty() {
            self.domain.undo(mark);
            return Tried::Closed;
        }
        let relaxed = relax::solve(problem, &self.domain, &self.goal.request);
        self.domain.undo(mark);
        self.found.nodes += 1;
        self.found.tried += 1;
        self.trials = self.trials.saturating_sub(1);
        let gained = match &relaxed {
            Relaxed::Point { lagrangian, .. } => lagrangian.bound,
            Relaxed::Hopeless { bound } => {
                let bound = *bound;
                self.give_up(bound);
                if bound.is_finite() {
                    self.learn(candidate.place, child, candidate.taken[child], bound - raw);
                }
                return Tried::Closed;
            }
            // What a limit leaves open is left to whoever looks at the child itself.
            Relaxed::Stopped | Relaxed::Ray(_) | Relaxed::Failed => return Tried::Unknown,
        };
        self.learn(candidate.place, child, candidate.taken[child], gained - raw);
        Tried::Open {
            bound: gained,
            relaxed,
        }
    }

    /// Notes what a child was worth.
    pub(crate) fn learn(&mut self, place: usize, child: usize, taken: f64, rise: f64) {
        let lesson = Lesson {
            place,
            child,
            gain: rise.max(0.0) / taken.max(1e-6),
        };
        self.history.learn(lesson);
        self.found.lessons.push(lesson);
    }
}

/// What can be done with a domain.
pub(crate) enum Choice {
    Split(Box<Split>),
    /// Every integer is fixed.
    Decided,
    /// Nothing in it is worth searching.
    Closed,
}
