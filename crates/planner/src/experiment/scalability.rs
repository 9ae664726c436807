//! Scalability: the same model on more and more devices.

use uniap_profile::published::{Published, Quantity};

use super::cell::Searched;
use super::row::{Finding, Row};
use super::throughput::{is_searched, rows};
use super::{Conditions, Experiment};
use crate::error::Result;

/// Every cell is searched; cells of one model are set beside the one with the fewest devices that has a plan.
pub(super) struct Scalability;

impl Experiment for Scalability {
    fn kind(&self) -> &'static str {
        "scalability"
    }

    fn title(&self) -> &'static str {
        "throughput and search on more and more devices"
    }

    fn knows(&self, quantity: Quantity) -> bool {
        is_searched(quantity)
    }

    fn again(&self, published: &Published, conditions: &Conditions<'_>) -> Result<(Vec<Row>, Vec<Finding>)> {
        let (rows, searched) = rows(published, conditions)?;
        let mut models: Vec<&str> = Vec::new();
        for of_cell in &searched {
            if !models.contains(&of_cell.workload.model_name()) {
                models.push(of_cell.workload.model_name());
            }
        }
        let findings = models.into_iter().map(|model| growth(model, &searched)).collect();
        Ok((rows, findings))
    }
}

/// How throughput and the time of the search grow with the devices.
fn growth(model: &str, searched: &[Searched<'_>]) -> Finding {
    let claim = format!("how the throughput of {model} grows with the devices");
    let mut cells: Vec<(usize, f64, f64)> = searched
        .iter()
        .filter(|of_cell| of_cell.workload.model_name() == model)
        .filter_map(|of_cell| {
            let rate = of_cell.workload.batch() as f64 / of_cell.joint.objective?;
            Some((of_cell.workload.devices(), rate, of_cell.joint.seconds))
        })
        .collect();
    cells.sort_by_key(|(devices, ..)| *devices);
    let Some(&(fewest, least, _)) = cells.first() else {
        return Finding::new(claim, None, "no number of devices has a plan");
    };
    let each = cells.iter().map(|(devices, rate, seconds)| {
        let share = 100.0 * (rate / least) / (*devices as f64 / fewest as f64);
        format!(
            "{devices} devices: {:.3} times ({share:.0} % of linear), found in {seconds:.3} s",
            rate / least
        )
    });
    Finding::new(claim, None, each.collect::<Vec<_>>().join("; "))
}
