//! Answers that contradict each other.

use uniap::miqp::Sense;
use uniap::report::race::Run;

use super::row::Row;

/// How far two proven answers may differ before they contradict each other, relative to the larger.
const AGREE: f64 = 1e-6;

/// Pairs of runs on one file that cannot both be right: a bound of one lies beyond the objective of the other, or one
/// proves that nothing is feasible, or nothing bounded, where the other knows better.
pub fn contradictions(rows: &[Row]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for (position, left) in rows.iter().enumerate() {
        for right in &rows[position + 1..] {
            if left.file != right.file || !left.judged || !right.judged {
                continue;
            }
            let pairs = [(left, right), (right, left)];
            let clash = pairs
                .into_iter()
                .find_map(|(bounding, solving)| clash(bounding, solving));
            let text = clash.map(|clash| format!("failed to agree on {}: {clash}", left.file));
            // Runs with other seeds say the same again.
            found.extend(text.filter(|text| !found.contains(text)));
        }
    }
    found
}

fn clash(bounding: &Row, solving: &Row) -> Option<String> {
    let (one, other) = (bounding.way(), solving.way());
    if bounding.status == "infeasible" && solving.status == "unbounded" {
        return Some(format!("{one} proves it infeasible, {other} unbounded"));
    }
    if bounding.status == "unbounded"
        && let Some(bound) = solving.bound
    {
        return Some(format!(
            "{one} proves it unbounded, {other} has a bound of {bound}"
        ));
    }
    let objective = solving.objective?;
    if bounding.status == "infeasible" {
        return Some(format!(
            "{one} proves it infeasible, {other} has an answer of {objective}"
        ));
    }
    let bound = bounding.bound?;
    let beyond = match bounding.sense {
        Sense::Minimize => bound - objective,
        Sense::Maximize => objective - bound,
    };
    let scale = objective.abs().max(bound.abs()).max(1e-9);
    (beyond > AGREE * scale)
        .then(|| format!("the bound {bound} of {one} lies beyond the objective {objective} of {other}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::row::sample;

    fn row(backend: &'static str, status: &'static str, objective: Option<f64>, bound: Option<f64>) -> Row {
        Row {
            objective,
            bound,
            ..sample(backend, status, 0.5)
        }
    }

    #[test]
    fn contradictions_are_found_and_rounding_is_none() {
        let good = || row("a", "optimal", Some(2.0), Some(2.0));
        let near = row("b", "optimal", Some(2.0 + 1e-7), Some(1.9998));
        assert!(contradictions(&[good(), near]).is_empty());
        let worse = || row("b", "optimal", Some(2.1), Some(2.1));
        assert_eq!(
            contradictions(&[good(), worse(), worse()]),
            ["failed to agree on x.json: the bound 2.1 of b lies beyond the objective 2 of a"]
        );
        let none = || row("b", "infeasible", None, None);
        assert_eq!(contradictions(&[none(), good()]).len(), 1);
        let relaxed = Row {
            judged: false,
            ..row("b", "relaxed", Some(1.0), Some(9.0))
        };
        assert!(contradictions(&[good(), relaxed]).is_empty());
        let upside = |bound| Row {
            sense: Sense::Maximize,
            ..row("a", "optimal", Some(2.0), Some(bound))
        };
        assert!(contradictions(&[upside(2.0), upside(3.0)]).is_empty());
        assert_eq!(contradictions(&[upside(2.0), upside(1.0)]).len(), 1);
        let endless = || row("c", "unbounded", None, None);
        assert_eq!(contradictions(&[endless(), good()]).len(), 1);
        assert_eq!(contradictions(&[endless(), none()]).len(), 1);
        assert!(contradictions(&[endless(), endless()]).is_empty());
    }
}
