//! What every instance must satisfy, whether it was read or built.

use crate::error::{Error, ErrorKind, Result};
use crate::matrix::{Matrix, PerStage};
use crate::model::Instance;
use crate::objective::Objective;

/// The most nested an objective may be; far beyond any schedule, far within the stack.
const MAX_DEPTH: usize = 64;

impl Instance {
    /// Checks every rule of the format: lengths, ranges, the order of edges, sums that fit in a number.
    ///
    /// # Errors
    /// At the first rule that is broken, with its place as in the file.
    pub fn validate(&self) -> Result<()> {
        let counts = [
            (self.stages as u64, "stages"),
            (self.micro_batches, "micro_batches"),
        ];
        for (found, path) in counts {
            if !(1..=1_000_000_000).contains(&found) {
                let expected = "a whole number from 1 to 1e9";
                return Err(Error::at(
                    path,
                    ErrorKind::Number {
                        found: found as f64,
                        expected,
                    },
                ));
            }
        }
        length(
            "memory_limit",
            self.memory_limit.len(),
            self.stages,
            "one for each stage",
        )?;
        numbers("memory_limit", &self.memory_limit)?;
        if self.layers.is_empty() {
            let kind = ErrorKind::Length {
                found: 0,
                expected: 1,
                because: "there is at least one layer",
            };
            return Err(Error::at("layers", kind));
        }
        for (u, layer) in self.layers.iter().enumerate() {
            for (values, field) in [(&layer.time, "time"), (&layer.memory, "memory")] {
                self.check_lists(values, layer.width(), &format!("layers[{u}].{field}"))?;
            }
            if let Some(sync) = &layer.sync {
                let path = format!("layers[{u}].sync");
                length(&path, sync.len(), layer.width(), "one for each strategy")?;
                numbers(&path, sync)?;
            }
        }
        for (e, edge) in self.edges.iter().enumerate() {
            let (from, to) = (edge.from.get(), edge.to.get());
            if to >= self.layers.len() {
                let because = "the number of layers";
                let kind = ErrorKind::Index {
                    found: to as u64,
                    below: self.layers.len(),
                    because,
                };
                return Err(Error::at(format!("edges[{e}].to"), kind));
            }
            if from >= to {
                let kind = ErrorKind::BackwardEdge {
                    from: from as u64,
                    to: to as u64,
                };
                return Err(Error::at(format!("edges[{e}]"), kind));
            }
            let shape = (self.layers[from].width(), self.layers[to].width());
            let (stages, boundaries) = (self.stages, self.boundaries());
            check_matrices(&edge.reshard, shape, stages, &format!("edges[{e}].reshard"))?;
            check_matrices(&edge.transfer, shape, boundaries, &format!("edges[{e}].transfer"))?;
        }
        if let Some(objective) = &self.objective {
            self.check_objective(objective, "objective", 0)?;
        }
        self.check_sums()
    }

    fn check_lists(&self, values: &PerStage<Vec<f64>>, width: usize, path: &str) -> Result<()> {
        match values {
            PerStage::Same(list) => {
                length(path, list.len(), width, "one for each strategy")?;
                numbers(path, list)
            }
            PerStage::Each(lists) => {
                length(path, lists.len(), self.stages, "one list for each stage")?;
                for (i, list) in lists.iter().enumerate() {
                    let path = format!("{path}[{i}]");
                    length(&path, list.len(), width, "one for each strategy")?;
                    numbers(&path, list)?;
                }
                Ok(())
            }
        }
    }

    fn check_objective(&self, objective: &Objective, path: &str, depth: usize) -> Result<()> {
        if depth > MAX_DEPTH {
            let (found, expected) = ("an objective nested more than 64 deep", "a flatter one");
            return Err(Error::at(path, ErrorKind::Shape { found, expected }));
        }
        let index = |found: usize, below: usize, because| {
            let kind = ErrorKind::Index {
                found: found as u64,
                below,
                because,
            };
            if found < below {
                Ok(())
            } else {
                Err(Error::at(path, kind))
            }
        };
        match objective {
            Objective::Sum(parts) | Objective::Max(parts) => {
                let key = if matches!(objective, Objective::Sum(_)) {
                    "sum"
                } else {
                    "max"
                };
                parts.iter().enumerate().try_for_each(|(position, part)| {
                    self.check_objective(part, &format!("{path}.{key}[{position}]"), depth + 1)
                })
            }
            Objective::Scale(factor, part) => {
                number(&format!("{path}.scale[0]"), *factor)?;
                self.check_objective(part, &format!("{path}.scale[1]"), depth + 1)
            }
            Objective::Const(value) => number(&format!("{path}.const"), *value),
            Objective::P(stage) | Objective::S(stage) => {
                index(stage.get(), self.stages, "the number of stages")
            }
            Objective::O(boundary) => index(boundary.get(), self.boundaries(), "the number of boundaries"),
        }
    }

    /// No placement's cost or memory can overflow: even the sum of the largest entries is a number.
    fn check_sums(&self) -> Result<()> {
        let lists = |values: &PerStage<Vec<f64>>| values.values().flatten().copied().fold(0.0, f64::max);
        let matrices = |values: &PerStage<std::sync::Arc<Matrix>>| {
            values.values().map(|matrix| matrix.largest()).fold(0.0, f64::max)
        };
        let memory: f64 = self.layers.iter().map(|layer| lists(&layer.memory)).sum();
        let time: f64 = self.layers.iter().map(|layer| lists(&layer.time)).sum();
        let sync: f64 = self
            .layers
            .iter()
            .filter_map(|layer| layer.sync.as_ref())
            .flatten()
            .sum();
        let reshard: f64 = self.edges.iter().map(|edge| matrices(&edge.reshard)).sum();
        let transfer: f64 = self.edges.iter().map(|edge| matrices(&edge.transfer)).sum();
        let (p, o, s) = (time + reshard, transfer, sync);
        let worst = if self.stages <= 1_000_000 {
            let (ps, os) = (vec![p; self.stages], vec![o; self.boundaries()]);
            self.objective().value(&ps, &os, &vec![s; self.stages])
        } else {
            (p + o) * (self.stages as f64 + self.micro_batches as f64)
        };
        for (sum, path, what) in [
            (memory, "layers", "bytes of the layers"),
            (p + o + s, "layers", "times of layers and edges"),
            (worst, "objective", "terms of the objective at the largest times"),
        ] {
            if !sum.is_finite() {
                return Err(Error::at(path, ErrorKind::Overflow { what }));
            }
        }
        Ok(())
    }
}

fn check_matrices(
    values: &PerStage<std::sync::Arc<Matrix>>,
    shape: (usize, usize),
    count: usize,
    path: &str,
) -> Result<()> {
    let check = |matrix: &Matrix, path: &str| {
        length(
            path,
            matrix.rows(),
            shape.0,
            "one row for each strategy of the edge's first layer",
        )?;
        if matrix.rows() > 0 {
            let because = "one for each strategy of the edge's second layer";
            length(&format!("{path}[0]"), matrix.columns(), shape.1, because)?;
        }
        for row in 0..matrix.rows() {
            numbers_at(matrix.row(row), |column| format!("{path}[{row}][{column}]"))?;
        }
        Ok(())
    };
    match values {
        PerStage::Same(matrix) => check(matrix, path),
        PerStage::Each(matrices) => {
            length(
                path,
                matrices.len(),
                count,
                "one matrix for each stage (reshard) or boundary (transfer)",
            )?;
            let mut each = matrices.iter().enumerate();
            each.try_for_each(|(i, matrix)| check(matrix, &format!("{path}[{i}]")))
        }
    }
}

fn length(path: &str, found: usize, expected: usize, because: &'static str) -> Result<()> {
    if found == expected {
        return Ok(());
    }
    Err(Error::at(
        path,
        ErrorKind::Length {
            found,
            expected,
            because,
        },
    ))
}

fn number(path: &str, found: f64) -> Result<()> {
    if found.is_finite() && found >= 0.0 {
        return Ok(());
    }
    Err(Error::at(
        path,
        ErrorKind::Number {
            found,
            expected: "a finite number, at least 0",
        },
    ))
}

fn numbers(path: &str, values: &[f64]) -> Result<()> {
    numbers_at(values, |position| format!("{path}[{position}]"))
}

/// As [`number`] for each of `values`; the place is put into words only where it is needed.
fn numbers_at(values: &[f64], place: impl Fn(usize) -> String) -> Result<()> {
    match values
        .iter()
        .position(|value| !(value.is_finite() && *value >= 0.0))
    {
        None => Ok(()),
        Some(position) => number(&place(position), values[position]),
    }
}
