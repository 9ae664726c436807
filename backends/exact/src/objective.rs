//! The objective along the pipeline: what of it is known after some stages and boundaries, in a few numbers.
//!
//! Stages and boundaries come in order, `p_0` with `s_0`, then `o_0`, then `p_1` with `s_1`, and so on; each is an
//! *event*. Factors are pushed down to the quantities, sums in sums and maxima in maxima are joined, so that the
//! expression is a tree of sums and maxima in turn over multiples of quantities. A node below which all quantities
//! belong to one event is worked out when the event comes. Every other node is a *slot*: what the events so far put
//! into it, added up or their largest. Both operations are associative and commutative, so the slots of a front part
//! and of a back part of the pipeline join slot by slot; a node whose events are all past is folded into the node
//! above. Multiples of one node share its slot. The slots are therefore all that the rest of the pipeline can notice of a part, and as nothing falls when a
//! quantity rises, a part no larger in any slot is no worse: labels with dominance over the slots are exact for every
//! objective. GPipe has two slots, the sum and the bottleneck.

use crate::limits::Limits;
use crate::slots::{Link, Slot, Slots, larger};

/// What a stage or boundary takes: its time, and what is due once per iteration where `K` is 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Point<const K: usize> {
    /// Seconds per micro-batch.
    pub time: f64,
    /// Seconds per iteration.
    pub sync: [f64; K],
}

impl<const K: usize> Point<K> {
    /// A point; `sync` is dropped where it does not count.
    pub fn new(time: f64, sync: f64) -> Self {
        Self {
            time,
            sync: [sync; K],
        }
    }

    /// Seconds per iteration; 0 where they do not count.
    pub fn sync(self) -> f64 {
        self.sync.first().copied().unwrap_or(0.0)
    }
}

/// Keeps of the points what no other dominates.
pub(crate) fn undominated<const K: usize>(points: &mut Vec<Point<K>>) {
    points.sort_by(|a, b| a.time.total_cmp(&b.time).then(a.sync().total_cmp(&b.sync())));
    let mut best = f64::INFINITY;
    points.retain(|point| {
        // Where nothing is due once per iteration, only the first and shortest stays.
        let kept = point.sync() < best;
        if kept {
            best = point.sync();
        }
        kept
    });
}

/// The slots of a part of a pipeline.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Part<const N: usize>(pub [f64; N]);

impl<const N: usize> Part<N> {
    /// Nothing.
    pub const NONE: Self = Self([0.0; N]);
    /// Impossible.
    pub const NEVER: Self = Self([f64::INFINITY; N]);

    /// False for a part that is impossible.
    pub fn is_possible(self) -> bool {
        self.0[0].is_finite()
    }

    /// The least of both in every slot.
    pub fn least(self, other: Self) -> Self {
        Self(std::array::from_fn(|n| self.0[n].min(other.0[n])))
    }

    fn dominates(self, other: Self) -> bool {
        self.0.iter().zip(&other.0).all(|(a, b)| a <= b)
    }
}

/// Parts compared with those kept between two looks at the clock.
const BETWEEN: usize = 1 << 9;

/// Sorts by the first slot and keeps what no other part dominates. With many slots lists grow long and this takes long:
/// once a limit is passed the rest is left as it is, and the next look at the limits ends the search.
pub(crate) fn pareto<const N: usize>(parts: &mut Vec<Part<N>>, limits: &Limits) {
    let order = |a: &Part<N>, b: &Part<N>| {
        let slots = a.0.iter().zip(&b.0).map(|(a, b)| a.total_cmp(b));
        slots.fold(std::cmp::Ordering::Equal, std::cmp::Ordering::then)
    };
    parts.sort_by(order);
    if N == 2 {
        let mut best = f64::INFINITY;
        parts.retain(|part| {
            let kept = part.0[1] < best;
            if kept {
                best = part.0[1];
            }
            kept
        });
        return;
    }
    let Some(&first) = parts.first() else { return };
    let varies = |n: &usize| parts.iter().any(|part| part.0[*n] != first.0[*n]);
    let varying: Vec<usize> = (1..N).filter(varies).collect();
    if let [x, y] = varying[..] {
        let mut stairs = Staircase::default();
        parts.retain(|part| stairs.admits((part.0[x], part.0[y]), (0.0, 0.0)));
        return;
    }
    let mut kept = 0;
    for position in 0..parts.len() {
        if position % BETWEEN == BETWEEN - 1 && limits.check().is_err() {
            return;
        }
        let part = parts[position];
        if !parts[..kept].iter().any(|other| other.dominates(part)) {
            parts[kept] = part;
            kept += 1;
        }
    }
    parts.truncate(kept);
}

/// The undominated among pairs of numbers, the first number rising and the second falling.
#[derive(Debug, Default)]
pub(crate) struct Staircase(Vec<(f64, f64)>);

impl Staircase {
    /// Takes a pair in unless one that is there already is larger in neither number by more than the grain; true where
    /// it was taken in.
    pub fn admits(&mut self, pair: (f64, f64), grain: (f64, f64)) -> bool {
        let steps = &mut self.0;
        let at = steps.partition_point(|step| step.0 <= pair.0 + grain.0);
        if at > 0 && steps[at - 1].1 <= pair.1 + grain.1 {
            return false;
        }
        let from = steps.partition_point(|step| step.0 < pair.0);
        let covered = steps[from..].iter().take_while(|step| step.1 >= pair.1).count();
        steps.splice(from..from + covered, [pair]);
        true
    }
}

/// Which quantity of a stage changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Along {
    /// `p_i`.
    Time,
    /// `s_i`.
    Sync,
}

/// An objective in at most `N` slots.
#[derive(Debug)]
pub(crate) struct Costs<const N: usize> {
    slots: Slots,
    is_sum: [bool; N],
    /// By event the links of the nodes that end there, and of those that begin there.
    ends: Vec<Vec<Link>>,
    begins: Vec<Vec<Link>>,
}

impl<const N: usize> Costs<N> {
    /// The objective; slots beyond those it has stay 0.
    pub fn new(slots: Slots) -> Self {
        let at = |event: &dyn Fn(&Slot) -> usize| {
            let mut lists = vec![Vec::new(); slots.shares.len()];
            for link in &slots.links {
                lists[event(&slots.list[link.slot])].push(*link);
            }
            lists
        };
        Self {
            is_sum: std::array::from_fn(|n| slots.list.get(n).is_some_and(|slot| slot.is_sum)),
            ends: at(&|slot| slot.last),
            begins: at(&|slot| slot.first),
            slots,
        }
    }

    /// What stage `i` puts into the slots.
    pub fn stage<const K: usize>(&self, i: usize, point: Point<K>) -> Part<N> {
        self.event(2 * i, (point.time, point.sync()))
    }

    /// What boundary `j` puts into the slots.
    pub fn boundary(&self, j: usize, time: f64) -> Part<N> {
        self.event(2 * j + 1, (time, 0.0))
    }

    fn event(&self, event: usize, x: (f64, f64)) -> Part<N> {
        let mut part = Part::NONE;
        for share in &self.slots.shares[event] {
            part.0[share.slot] = share.what.value(x, (0.0, 0.0)).0;
        }
        part
    }

    /// Two parts that lie apart, slot by slot.
    pub fn join(&self, a: Part<N>, b: Part<N>) -> Part<N> {
        Part(std::array::from_fn(|n| {
            if self.is_sum[n] {
                a.0[n] + b.0[n]
            } else {
                a.0[n].max(b.0[n])
            }
        }))
    }

    /// A front part with stage `i` behind it.
    pub fn then_stage(&self, front: Part<N>, i: usize, stage: Part<N>) -> Part<N> {
        self.fold(self.join(front, stage), &self.ends[2 * i])
    }

    /// A front part with boundary `j` behind it.
    pub fn then_boundary(&self, front: Part<N>, j: usize, boundary: Part<N>) -> Part<N> {
        self.fold(self.join(front, boundary), &self.ends[2 * j + 1])
    }

    /// A back part with stage `i` before it.
    pub fn before_stage(&self, back: Part<N>, i: usize, stage: Part<N>) -> Part<N> {
        self.fold(self.join(back, stage), &self.begins[2 * i])
    }

    /// A back part with boundary `j` before it.
    pub fn before_boundary(&self, back: Part<N>, j: usize, boundary: Part<N>) -> Part<N> {
        self.fold(self.join(back, boundary), &self.begins[2 * j + 1])
    }

    fn fold(&self, mut part: Part<N>, links: &[Link]) -> Part<N> {
        self.lift(&mut part, links);
        for link in links {
            part.0[link.slot] = 0.0;
        }
        part
    }

    fn lift(&self, part: &mut Part<N>, links: &[Link]) {
        for link in links {
            let value = link.factor * part.0[link.slot];
            let above = &mut part.0[link.above];
            *above = if self.is_sum[link.above] {
                *above + value
            } else {
                above.max(value)
            };
        }
    }

    /// The value where `part` is the whole pipeline.
    pub fn value(&self, mut part: Part<N>) -> f64 {
        self.lift(&mut part, &self.slots.links);
        part.0[0]
    }

    /// The value of a front part and a back part that meet.
    pub fn cost(&self, front: Part<N>, back: Part<N>) -> f64 {
        self.value(self.join(front, back))
    }

    /// The longest time (or once-per-iteration time) of stage `i` within `cost` where `rest` is the rest of the
    /// pipeline and the other of the two is `other`, or a little more; negative where there is none.
    ///
    /// The value is convex and piecewise linear in it, so Newton's method from above comes down to it piece by piece.
    pub fn room(&self, rest: Part<N>, i: usize, along: Along, other: f64, cost: f64) -> f64 {
        if !rest.is_possible() {
            return f64::NEG_INFINITY;
        }
        let heaviest = match along {
            Along::Time => self.slots.heaviest[i].0,
            Along::Sync => self.slots.heaviest[i].1,
        };
        if !cost.is_finite() {
            return f64::INFINITY;
        }
        let most = if heaviest > 0.0 { cost / heaviest } else { 0.0 };
        let mut room = most;
        let mut last = f64::INFINITY;
        while room < last && room >= 0.0 {
            let (value, slope) = self.slope(rest, i, along, (room, other));
            if value <= cost {
                break;
            }
            last = room;
            room -= (value - cost) / slope;
        }
        if heaviest == 0.0 && room == 0.0 {
            return f64::INFINITY;
        }
        // Rounding must not take away what is there.
        let room = room + 1e-14 * most;
        if room.is_nan() || room < 0.0 {
            f64::NEG_INFINITY
        } else {
            room
        }
    }

    fn slope(&self, rest: Part<N>, i: usize, along: Along, (x, other): (f64, f64)) -> (f64, f64) {
        let (at, direction) = match along {
            Along::Time => ((x, other), (1.0, 0.0)),
            Along::Sync => ((other, x), (0.0, 1.0)),
        };
        let mut values: [(f64, f64); N] = std::array::from_fn(|n| (rest.0[n], 0.0));
        let put = |n: usize, value: (f64, f64), values: &mut [(f64, f64); N]| {
            values[n] = if self.is_sum[n] {
                (values[n].0 + value.0, values[n].1 + value.1)
            } else {
                larger(values[n], value)
            };
        };
        for share in &self.slots.shares[2 * i] {
            put(share.slot, share.what.value(at, direction), &mut values);
        }
        for link in &self.slots.links {
            let (value, slope) = values[link.slot];
            put(
                link.above,
                (link.factor * value, link.factor * slope),
                &mut values,
            );
        }
        values[0]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::slots::{MOST_SLOTS, Once};
    use uniap_base::{Deadline, Stop};
    use uniap_instance::Objective;
    use uniap_instance::generate::{self, Shape, Spec, Variation};

    fn unlimited() -> Limits {
        Limits::new(Deadline::after(None), Stop::default(), u64::MAX, None)
    }

    fn gpipe() -> Costs<2> {
        Costs::new(Slots::new(&Objective::gpipe(3, 5), 3))
    }

    #[test]
    fn what_is_due_once_is_added_to_the_time_where_it_counts_alike() {
        use uniap_instance::StageIx;
        let (p, s) = (
            |i| Objective::P(StageIx::new(i)),
            |i| Objective::S(StageIx::new(i)),
        );
        // Four micro-batches on one stage, and the exchange of gradients: 4 p + s = 4 (p + s / 4).
        let one = Objective::Sum(vec![
            Objective::gpipe(1, 4),
            Objective::Max(vec![Objective::Sum(vec![s(0)])]),
        ]);
        let slots = Slots::new(&one, 1);
        assert_eq!(
            (slots.once(), slots.heaviest.clone()),
            (Once::Added(0.25), vec![(4.0, 0.0)])
        );
        // The longest of two stages counts three times more, what is due once does not.
        let two = Objective::Sum(vec![Objective::gpipe(2, 4), Objective::Max(vec![s(0), s(1)])]);
        assert_eq!(Slots::new(&two, 2).once(), Once::Apart);
        let alike = Objective::Max((0..2).map(|i| Objective::Sum(vec![p(i), s(i)])).collect());
        assert_eq!(Slots::new(&alike, 2).once(), Once::Added(1.0));
        assert_eq!(Slots::new(&s(0), 1).once(), Once::Apart);
    }

    #[test]
    fn gpipe_has_a_sum_and_a_bottleneck() {
        let costs = gpipe();
        assert_eq!((costs.slots.len(), costs.slots.once()), (2, Once::Never));
        let rest = costs.join(costs.stage(0, Point::<0>::new(2.0, 0.0)), costs.boundary(0, 3.0));
        assert_eq!(
            costs.value(costs.join(rest, costs.stage(1, Point::<0>::new(4.0, 0.0)))),
            9.0 + 4.0 * 4.0
        );
        // Up to 3 s no longer than the bottleneck, then five times as dear.
        let room = |cost: f64| costs.room(rest, 1, Along::Time, 0.0, cost);
        assert!((room(19.0) - 2.0).abs() < 1e-12);
        assert!((room(25.0) - 4.0).abs() < 1e-12);
        assert!(room(16.0) < 0.0);
    }

    #[test]
    fn multiples_of_a_sum_share_a_slot() {
        let stage = |i: usize| Objective::P(uniap_instance::StageIx::new(i));
        let block = |i: usize| Objective::Sum(vec![stage(i), stage(i + 2)]);
        let slowest = || Objective::Max(vec![block(0), block(1)]);
        let fourth = |part: Objective| Objective::Scale(0.25, Box::new(part));
        let either = Objective::Max(vec![
            slowest(),
            fourth(Objective::Sum((0..4).map(stage).collect())),
        ]);
        let slots = Slots::new(&Objective::Sum(vec![fourth(slowest()), either]), 4);
        // The sum, two maxima, two blocks and the sum of all.
        assert_eq!(slots.len(), 6);
        let costs: Costs<MOST_SLOTS> = Costs::new(slots);
        let mut front = Part::NONE;
        for (i, time) in [1.0, 3.0, 2.0, 5.0].into_iter().enumerate() {
            front = costs.then_stage(front, i, costs.stage(i, Point::<0>::new(time, 0.0)));
        }
        assert_eq!(costs.value(front), 0.25 * 8.0 + 8.0);
    }

    #[test]
    fn dominated_parts_are_dropped() {
        let mut two = vec![
            Part([3.0, 1.0]),
            Part([1.0, 2.0]),
            Part([2.0, 2.0]),
            Part([3.0, 1.0]),
        ];
        pareto(&mut two, &unlimited());
        assert_eq!(two, [Part([1.0, 2.0]), Part([3.0, 1.0])]);
        let mut three = vec![
            Part([1.0, 2.0, 3.0]),
            Part([1.0, 2.0, 2.0]),
            Part([2.0, 1.0, 9.0]),
        ];
        pareto(&mut three, &unlimited());
        assert_eq!(three, [Part([1.0, 2.0, 2.0]), Part([2.0, 1.0, 9.0])]);
        let number = |seed: usize, n: usize| ((seed * 31 + n * n * 17 + n * 5) % 11) as f64;
        for seed in 0..400 {
            let fourth = |n: usize| if seed % 2 == 0 { 3.0 } else { number(seed, n + 300) };
            let part = |n: usize| {
                Part([
                    number(seed, n),
                    number(seed, n + 100),
                    number(seed, n + 200),
                    fourth(n),
                ])
            };
            let all: Vec<Part<4>> = (0..40).map(part).collect();
            let mut kept = all.clone();
            pareto(&mut kept, &unlimited());
            assert!(
                all.iter().all(|b| kept.iter().any(|a| a.dominates(*b))),
                "seed {seed}"
            );
            for (n, b) in kept.iter().enumerate() {
                let others = kept.iter().enumerate().filter(|(m, _)| *m != n);
                assert!(others.into_iter().all(|(_, a)| !a.dominates(*b)), "seed {seed}");
            }
        }
    }

    /// Wherever a pipeline is parted, both parts together are worth what the objective says.
    #[test]
    fn parts_meet_at_the_value_of_the_objective() {
        for seed in 0..400 {
            let stages = 1 + seed as usize % 5;
            let spec = Spec {
                layers: 6,
                stages,
                strategies: 1,
                shape: Shape::Chain,
                variation: Variation::Uniform,
                tightness: 1.0,
            };
            let instance = generate::instance(seed, &spec);
            let objective = match seed % 3 {
                0 => generate::objective(seed, &instance),
                _ => generate::tree(seed, &instance),
            };
            let slots = Slots::new(&objective, stages);
            slots.check().expect("few");
            let once = slots.once();
            let costs: Costs<MOST_SLOTS> = Costs::new(slots);
            let number = |n: usize| ((seed as usize * 31 + n * 17) % 23) as f64 / 4.0;
            let mut p: Vec<f64> = (0..stages).map(number).collect();
            let o: Vec<f64> = (1..stages).map(|j| number(j + 40)).collect();
            let s: Vec<f64> = (0..stages).map(|i| number(i + 80)).collect();
            let truth = objective.value(&p, &o, &s);
            if let Once::Added(ratio) = once {
                p.iter_mut().zip(&s).for_each(|(p, s)| *p += ratio * s);
            }
            let stage = |i: usize| costs.stage(i, Point::<1>::new(p[i], s[i]));
            for meet in 0..stages {
                let mut front = Part::NONE;
                for (i, &o) in o.iter().enumerate().take(meet) {
                    front = costs.then_stage(front, i, stage(i));
                    front = costs.then_boundary(front, i, costs.boundary(i, o));
                }
                let mut back = Part::NONE;
                for i in (meet + 1..stages).rev() {
                    back = costs.before_stage(back, i, stage(i));
                    back = costs.before_boundary(back, i - 1, costs.boundary(i - 1, o[i - 1]));
                }
                let rest = costs.join(front, back);
                let value = costs.value(costs.join(rest, stage(meet)));
                assert!(
                    (value - truth).abs() <= 1e-12 * truth,
                    "seed {seed}: {value} and {truth}"
                );
                for along in [Along::Time, Along::Sync] {
                    let (own, other) = match along {
                        Along::Time => (p[meet], s[meet]),
                        Along::Sync => (s[meet], p[meet]),
                    };
                    let room = costs.room(rest, meet, along, other, truth);
                    assert!(room >= own * (1.0 - 1e-12), "seed {seed}: {room} < {own}");
                    let more = costs.slope(rest, meet, along, (room * (1.0 + 1e-6) + 1e-6, other));
                    assert!(room.is_infinite() || more.0 > truth, "seed {seed}");
                }
            }
        }
    }
}
