//! The bounds of a node, with a trail to take changes back, and what rows say about them.

use crate::problem::{Col, Line, Problem};

/// How much nearer than this two bounds of a column count as one value.
const SNAP: f64 = 1e-9;
/// How near to an integer a derived bound of an integer column must be to be that integer.
const INTEGRALITY: f64 = 1e-6;
/// How often a row is looked at in one propagation, on average.
const ROUNDS: usize = 12;

/// What became of a change of bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// Points may be left.
    Open,
    /// Nothing is left.
    Empty,
}

impl Fate {
    pub(crate) fn is_empty(self) -> bool {
        self == Self::Empty
    }
}

/// A limit on the objective of a linear problem, used as one more row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Ceiling(pub(crate) f64);

/// The bounds of all columns at some node.
#[derive(Debug, Clone)]
pub(crate) struct Domain {
    pub(crate) lower: Vec<f64>,
    pub(crate) upper: Vec<f64>,
    trail: Vec<(Col, f64, f64)>,
    queue: Vec<Line>,
    queued: Vec<bool>,
    care: Care,
}

/// Which steps of continuous bounds are worth their work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Care {
    /// Those that shrink the box noticeably: steps can become smaller for ever.
    Coarse,
    /// All but rounding.
    Fine,
}

/// A point of the trail to come back to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mark(usize);

impl Domain {
    /// The bounds of the problem itself, with every row waiting to be looked at.
    pub(crate) fn new(problem: &Problem) -> Self {
        let mut domain = Self {
            lower: problem.lower.clone(),
            upper: problem.upper.clone(),
            trail: Vec::new(),
            queue: Vec::new(),
            queued: vec![false; problem.num_rows()],
            care: Care::Coarse,
        };
        domain.enqueue_all(problem);
        domain
    }

    /// These bounds for the same columns with other rows.
    pub(crate) fn over(&self, problem: &Problem) -> Self {
        let mut domain = Self {
            lower: self.lower.clone(),
            upper: self.upper.clone(),
            ..Self::new(problem)
        };
        domain.enqueue_all(problem);
        domain
    }

    /// From now on takes steps as small as `care` says.
    pub(crate) fn set_care(&mut self, care: Care) {
        self.care = care;
    }

    /// Makes every row wait to be looked at.
    pub(crate) fn enqueue_all(&mut self, problem: &Problem) {
        for i in 0..problem.num_rows() {
            self.enqueue(Line::new(i));
        }
    }

    /// True where the column has one value left.
    pub(crate) fn is_fixed(&self, j: Col) -> bool {
        self.lower[j.get()] == self.upper[j.get()]
    }

    /// Where the trail stands.
    pub(crate) fn mark(&self) -> Mark {
        Mark(self.trail.len())
    }

    /// Takes back every change since `mark`.
    pub(crate) fn undo(&mut self, mark: Mark) {
        while self.trail.len() > mark.0 {
            if let Some((j, lower, upper)) = self.trail.pop() {
                self.lower[j.get()] = lower;
                self.upper[j.get()] = upper;
            }
        }
        self.drain();
    }

    /// Forgets the trail: what stands now cannot be taken back.
    pub(crate) fn commit(&mut self) {
        self.trail.clear();
    }

    /// Asks for `lower <= column <= upper` beside what is known. Integers are rounded inwards.
    pub(crate) fn tighten(&mut self, problem: &Problem, j: Col, lower: f64, upper: f64) -> Fate {
        let k = j.get();
        let (mut low, mut high) = (self.lower[k].max(lower), self.upper[k].min(upper));
        if problem.integral[k] {
            // Adding zero turns -0 into 0.
            low = (low - INTEGRALITY).ceil() + 0.0;
            high = (high + INTEGRALITY).floor() + 0.0;
        }
        let scale = low.abs().max(1.0);
        if low > high {
            if low - high > 1e-6 * scale || problem.integral[k] {
                return Fate::Empty;
            }
            // Crossed by rounding only: one value is left, the one that was a bound before.
            let value = if self.lower[k] >= high {
                self.lower[k]
            } else {
                self.upper[k]
            };
            (low, high) = (value, value);
        } else if high - low <= SNAP * scale && high != low {
            let value = if high == self.upper[k] { high } else { low };
            (low, high) = (value, value);
        }
        if low == self.lower[k] && high == self.upper[k] {
            return Fate::Open;
        }
        self.trail.push((j, self.lower[k], self.upper[k]));
        self.lower[k] = low;
        self.upper[k] = high;
        for (i, _) in problem.columns.row(k) {
            self.enqueue(Line::new(i));
        }
        Fate::Open
    }

    fn enqueue(&mut self, line: Line) {
        if !self.queued[line.get()] {
            self.queued[line.get()] = true;
            self.queue.push(line);
        }
    }

    /// Draws conclusions from rows whose columns changed until nothing changes, or enough has been tried.
    ///
    /// Every bound derived holds for all points of the domain that satisfy the rows exactly: activities are least
    /// and greatest sums over the bounds, and a continuous bound is widened by more than they can be rounded by.
    pub(crate) fn propagate(&mut self, problem: &Problem, ceiling: Option<Ceiling>) -> Fate {
        let mut left = ROUNDS * problem.num_rows() + 100;
        loop {
            let mut next: Vec<Line> = std::mem::take(&mut self.queue);
            // In the order of rows, so that the result does not depend on who enqueued them.
            next.sort_unstable();
            for (done, line) in next.iter().enumerate() {
                self.queued[line.get()] = false;
                let fate = if left == 0 {
                    Fate::Open
                } else {
                    self.row(problem, *line)
                };
                if left == 0 || fate.is_empty() {
                    for line in &next[done..] {
                        self.queued[line.get()] = false;
                    }
                    self.drain();
                    return fate;
                }
                left -= 1;
            }
            if self.queue.is_empty() {
                let before = self.trail.len();
                if let Some(ceiling) = ceiling.filter(|_| !problem.is_quadratic())
                    && self.objective(problem, ceiling).is_empty()
                {
                    self.drain();
                    return Fate::Empty;
                }
                if self.trail.len() == before {
                    return Fate::Open;
                }
            }
        }
    }

    fn drain(&mut self) {
        while let Some(line) = self.queue.pop() {
            self.queued[line.get()] = false;
        }
    }

    fn row(&mut self, problem: &Problem, line: Line) -> Fate {
        let i = line.get();
        let sides = (problem.row_lower[i], problem.row_upper[i]);
        let tolerance = problem.row_tolerance[i];
        if self
            .side(problem, problem.rows.row(i), sides, tolerance)
            .is_empty()
        {
            return Fate::Empty;
        }
        let Some(blocked) = problem.blocked.get(i).and_then(Option::as_ref) else {
            return Fate::Open;
        };
        for side in [(sides.1, 1.0), (-sides.0, -1.0)] {
            if side.0.is_finite() && blocked.propagate(problem, self, side, tolerance).is_empty() {
                return Fate::Empty;
            }
        }
        Fate::Open
    }

    fn objective(&mut self, problem: &Problem, ceiling: Ceiling) -> Fate {
        let terms = problem
            .cost
            .iter()
            .enumerate()
            .filter(|(_, c)| **c != 0.0)
            .map(|(j, c)| (j, *c));
        let room = ceiling.0 - problem.offset;
        self.side(
            problem,
            terms,
            (f64::NEG_INFINITY, room),
            1e-9 * room.abs().max(1.0),
        )
    }

    /// Tightens the columns of one function between `lower` and `upper`.
    fn side(
        &mut self,
        problem: &Problem,
        terms: impl Iterator<Item = (usize, f64)> + Clone,
        (lower, upper): (f64, f64),
        tolerance: f64,
    ) -> Fate {
        let mut least = Activity::default();
        let mut most = Activity::default();
        for (j, a) in terms.clone() {
            let (low, high) = ends(a, self.lower[j], self.upper[j]);
            least.add(low);
            most.add(high);
        }
        let rounding = 1e-13 * least.size.max(most.size);
        let tolerance = tolerance + rounding;
        if (least.infinite == 0 && least.sum > upper + tolerance)
            || (most.infinite == 0 && most.sum < lower - tolerance)
        {
            return Fate::Empty;
        }
        let upper_bites =
            upper.is_finite() && least.infinite <= 1 && !(most.infinite == 0 && most.sum <= upper);
        let lower_bites =
            lower.is_finite() && most.infinite <= 1 && !(least.infinite == 0 && least.sum >= lower);
        if !upper_bites && !lower_bites {
            return Fate::Open;
        }
        for (j, a) in terms {
            let (old_low, old_high) = (self.lower[j], self.upper[j]);
            if old_low == old_high {
                continue;
            }
            let (low, high) = ends(a, old_low, old_high);
            let mut bounds = (f64::NEG_INFINITY, f64::INFINITY);
            if upper_bites && let Some(rest) = least.without(low) {
                let value = (upper - rest) / a;
                if a > 0.0 {
                    bounds.1 = value;
                } else {
                    bounds.0 = value;
                }
            }
            if lower_bites && let Some(rest) = most.without(high) {
                let value = (lower - rest) / a;
                if a > 0.0 {
                    bounds.0 = bounds.0.max(value);
                } else {
                    bounds.1 = bounds.1.min(value);
                }
            }
            let slack = if problem.integral[j] {
                tolerance / a.abs()
            } else {
                rounding / a.abs()
            };
            let (new_low, new_high) = (bounds.0 - slack, bounds.1 + slack);
            if self.is_progress(problem, j, new_low, new_high)
                && self.tighten(problem, Col::new(j), new_low, new_high).is_empty()
            {
                return Fate::Empty;
            }
        }
        Fate::Open
    }

    /// True where the new bounds are worth the work they cause. Tiny steps of continuous columns are not: they
    /// can go on for ever.
    fn is_progress(&self, problem: &Problem, j: usize, low: f64, high: f64) -> bool {
        let (old_low, old_high) = (self.lower[j], self.upper[j]);
        if low.is_nan() || high.is_nan() || (low <= old_low && high >= old_high) {
            return false;
        }
        // Bounds beyond this are no news in floating point.
        if (low > old_low && low < -1e15) || (high < old_high && high > 1e15) {
            return false;
        }
        if problem.integral[j] {
            return low > old_low + INTEGRALITY || high < old_high - INTEGRALITY;
        }
        let (step_low, step_high) = match self.care {
            Care::Fine => (1e-12 * old_low.abs().max(1.0), 1e-12 * old_high.abs().max(1.0)),
            Care::Coarse if (old_high - old_low).is_finite() => {
                let step = 0.05 * (old_high - old_low);
                (step, step)
            }
            Care::Coarse => (1e-3 * old_low.abs().max(1.0), 1e-3 * old_high.abs().max(1.0)),
        };
        (low > old_low && (!old_low.is_finite() || low > old_low + step_low))
            || (high < old_high && (!old_high.is_finite() || high < old_high - step_high))
    }
}

/// The least and the greatest value of `a * x` for `x` between bounds.
fn ends(a: f64, lower: f64, upper: f64) -> (f64, f64) {
    if a > 0.0 {
        (a * lower, a * upper)
    } else {
        (a * upper, a * lower)
    }
}

/// A sum of which some parts may be infinite.
#[derive(Default)]
struct Activity {
    sum: f64,
    size: f64,
    infinite: usize,
}

impl Activity {
    fn add(&mut self, value: f64) {
        if value.is_finite() {
            self.sum += value;
            self.size += value.abs();
        } else {
            self.infinite += 1;
        }
    }

    /// The sum without one of its parts; `None` where it is infinite still.
    fn without(&self, value: f64) -> Option<f64> {
        match (value.is_finite(), self.infinite) {
            (true, 0) => Some(self.sum - value),
            (false, 1) => Some(self.sum),
            _ => None,
        }
    }
}
