//! The programme over stages: consecutive layers on each, least sum of times and a multiple of the slowest.
//!
//! Alpa sweeps the bottleneck and minimises the sum for each (Zheng et al., OSDI 2022, section 5.2). Labels of sum and bottleneck, those
//! that another beats in both left out, give the same optimum in one pass.

/// A way to put the first layers on the first stages.
#[derive(Debug, Clone, Copy)]
struct Label {
    sum: f64,
    most: f64,
    /// Where the last stage begins, and the label it extends there.
    back: (usize, usize),
}

/// The first layer of each stage and the number of layers, where that is possible: `cost` is the time of a stage with the layers from the
/// second to before the third, infinite where they cannot run there, and the sum of all plus `weight` times the largest is least.
pub(super) fn split(
    (layers, stages): (usize, usize),
    weight: f64,
    cost: &dyn Fn(usize, usize, usize) -> f64,
) -> Option<Vec<usize>> {
    let start = Label {
        sum: 0.0,
        most: 0.0,
        back: (0, 0),
    };
    let mut rows: Vec<Vec<Vec<Label>>> = vec![(0..=layers).map(|_| Vec::new()).collect()];
    rows[0][0].push(start);
    for stage in 0..stages {
        let before = &rows[stage];
        let row = (0..=layers).map(|end| {
            let mut labels = Vec::new();
            for (from, list) in before.iter().enumerate().take(end) {
                if list.is_empty() {
                    continue;
                }
                let time = cost(stage, from, end);
                if time.is_finite() {
                    labels.extend(list.iter().enumerate().map(|(position, label)| Label {
                        sum: label.sum + time,
                        most: label.most.max(time),
                        back: (from, position),
                    }));
                }
            }
            undominated(labels)
        });
        let row = row.collect();
        rows.push(row);
    }
    let value = |label: &Label| label.sum + weight * label.most;
    let last = rows[stages][layers]
        .iter()
        .min_by(|left, right| value(left).total_cmp(&value(right)))?;
    let mut starts = vec![layers];
    let mut label = *last;
    for stage in (0..stages).rev() {
        let (from, position) = label.back;
        starts.push(from);
        label = rows[stage][from][position];
    }
    starts.reverse();
    Some(starts)
}

/// Those that no other beats in sum and bottleneck, in ascending order of sums.
fn undominated(mut labels: Vec<Label>) -> Vec<Label> {
    labels.sort_by(|left, right| {
        left.sum
            .total_cmp(&right.sum)
            .then(left.most.total_cmp(&right.most))
            .then(left.back.cmp(&right.back))
    });
    let mut least = f64::INFINITY;
    labels.retain(|label| {
        let better = label.most < least;
        least = least.min(label.most);
        better
    });
    labels
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::{RngExt, SeedableRng};

    #[test]
    fn the_split_is_the_best_of_all() {
        let mut rng = rand_pcg::Pcg64Mcg::seed_from_u64(7);
        let mut impossible = 0;
        for round in 0..300 {
            let weight = f64::from(round % 7);
            let table: Vec<f64> = (0..3 * 7 * 7)
                .map(|_| match rng.random_range(0..10_u32) {
                    0..=3 => f64::INFINITY,
                    time => f64::from(time),
                })
                .collect();
            let cost = |stage: usize, from: usize, end: usize| table[(stage * 7 + from) * 7 + end];
            let mut least = f64::INFINITY;
            for first in 1..5 {
                for second in first + 1..6 {
                    let times = [cost(0, 0, first), cost(1, first, second), cost(2, second, 6)];
                    let most = times.iter().copied().fold(0.0, f64::max);
                    least = least.min(times.iter().sum::<f64>() + weight * most);
                }
            }
            let Some(starts) = split((6, 3), weight, &cost) else {
                assert!(least.is_nan() || least.is_infinite());
                impossible += 1;
                continue;
            };
            let times: Vec<f64> = (0..3).map(|s| cost(s, starts[s], starts[s + 1])).collect();
            let most = times.iter().copied().fold(0.0, f64::max);
            assert_eq!(times.iter().sum::<f64>() + weight * most, least, "round {round}");
        }
        assert!((5..200).contains(&impossible), "{impossible}");
    }
}
