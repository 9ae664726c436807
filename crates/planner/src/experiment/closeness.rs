//! How close a cost model comes to what is published.

use serde::Serialize;
use uniap_profile::published::Quantity;

use super::row::Reproduction;

/// How far predicted rates are from published ones.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Closeness {
    /// Rates that are known on both sides.
    pub figures: usize,
    /// The geometric mean of the factors between the two, whichever is larger: 1 is a perfect match.
    pub mean_factor: f64,
    /// The greatest of these factors.
    pub worst_factor: f64,
}

/// How far the rates of `reproductions` are from the published ones; each published figure counts once, however many
/// experiments show it. `None` where no rate is known on both sides.
#[must_use]
pub fn closeness<'a>(reproductions: impl IntoIterator<Item = &'a Reproduction>) -> Option<Closeness> {
    let mut counted: Vec<(&str, &str)> = Vec::new();
    let mut logarithms: Vec<f64> = Vec::new();
    for row in reproductions
        .into_iter()
        .flat_map(|reproduction| &reproduction.rows)
    {
        let key = (row.cell.as_str(), row.by.as_str());
        let ratio = row.ratio.filter(|_| row.quantity == Quantity::SamplesPerSecond);
        if let Some(ratio) = ratio
            && !counted.contains(&key)
        {
            counted.push(key);
            logarithms.push(ratio.ln().abs());
        }
    }
    let figures = logarithms.len();
    (figures > 0).then(|| Closeness {
        figures,
        mean_factor: (logarithms.iter().sum::<f64>() / figures as f64).exp(),
        worst_factor: logarithms.iter().copied().fold(0.0, f64::max).exp(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::{Ours, Row};
    use uniap_profile::published::Reading;

    #[test]
    fn factors_count_alike_in_both_directions_and_every_figure_once() {
        let row = |cell: &str, ours: f64| Row {
            cell: cell.to_owned(),
            system: "UniAP".to_owned(),
            by: "joint".to_owned(),
            quantity: Quantity::SamplesPerSecond,
            published: Reading::Value { value: 1.0 },
            trust: "verified",
            source: String::new(),
            ours: Ours::Value { value: ours },
            ratio: Some(ours),
            agrees: None,
            remark: None,
        };
        let of = |rows: Vec<Row>| Reproduction {
            experiment: "x".to_owned(),
            kind: "throughput",
            title: String::new(),
            cost_model: "published".to_owned(),
            assumptions: Vec::new(),
            rows,
            findings: Vec::new(),
            seconds: 0.0,
        };
        let twice = [of(vec![row("a", 2.0), row("b", 0.125)]), of(vec![row("a", 2.0)])];
        let found = closeness(&twice).expect("two figures");
        assert_eq!(found.figures, 2);
        assert!((found.mean_factor - 4.0).abs() < 1e-12 && (found.worst_factor - 8.0).abs() < 1e-12);
        assert_eq!(closeness(&[of(Vec::new())]), None);
    }
}
