//! From a symbolic model to the arrays that HiGHS reads.
//!
//! What reaches HiGHS means exactly what the model means:
//! - The objective is always minimised: `h = factor * f`, where `factor` is a power of two, negative for a
//!   maximisation; with the factor 0 there is no objective.
//! - A row with a large bound is scaled by a power of two, because the feasibility tolerance of HiGHS is absolute.
//! - HiGHS drops matrix entries below [`SMALLEST`], reads bounds from [`INFINITE`] on as infinite and tightens the
//!   upper bound of a semi-continuous variable to [`SEMI_UPPER`]. A model that it would change is refused.

use highs_sys::{
    HighsInt, kHighsVarTypeContinuous, kHighsVarTypeInteger, kHighsVarTypeSemiContinuous,
    kHighsVarTypeSemiInteger,
};
use uniap_miqp::{Constraint, Domain, Interval, Model, Polynomial, Variable};
use uniap_solver::search::Question;
use uniap_solver::{Error, ErrorKind, Result};

use crate::NAME;

/// HiGHS keeps matrix entries above this; it is the smallest value of its option `small_matrix_value`.
pub const SMALLEST: f64 = 1e-12;

/// HiGHS refuses matrix entries from here on.
const LARGEST: f64 = 1e15;

/// HiGHS reads bounds from here on as infinite.
const INFINITE: f64 = 1e20;

/// The largest upper bound of a semi-continuous variable that HiGHS leaves alone.
const SEMI_UPPER: f64 = 1e5;

/// Rows with larger bounds are scaled down to below this.
const ROW_BOUND: f64 = 1024.0;

/// A model as HiGHS reads it: minimise `offset + costs' x + x' H x / 2` within rows and bounds.
#[derive(Debug, Clone, PartialEq)]
pub struct Program {
    /// What the objective was multiplied by.
    pub factor: f64,
    /// The constant of the objective, times `factor`.
    pub offset: f64,
    /// The linear objective, times `factor`.
    pub costs: Vec<f64>,
    /// The least value of every column.
    pub lower: Vec<f64>,
    /// The greatest value of every column.
    pub upper: Vec<f64>,
    /// The kind of every column, in the numbers of HiGHS.
    pub kinds: Vec<HighsInt>,
    /// The least value of every row.
    pub row_lower: Vec<f64>,
    /// The greatest value of every row.
    pub row_upper: Vec<f64>,
    /// The rows of the matrix.
    pub matrix: Sparse,
    /// The columns of the lower triangle of the Hessian, times `factor`.
    pub hessian: Sparse,
}

/// A compressed sparse matrix: line `i` holds the entries from `starts[i]` to `starts[i + 1]`.
#[derive(Debug, Clone, PartialEq)]
pub struct Sparse {
    /// Where each line starts, and where the last one ends.
    pub starts: Vec<HighsInt>,
    /// The position of each entry in its line.
    pub indices: Vec<HighsInt>,
    /// The value of each entry.
    pub values: Vec<f64>,
}

impl Sparse {
    /// A matrix without lines.
    fn new() -> Self {
        Self {
            starts: vec![0],
            indices: Vec::new(),
            values: Vec::new(),
        }
    }

    /// Adds a line.
    fn push(&mut self, line: impl IntoIterator<Item = (usize, f64)>) -> Result<()> {
        for (index, value) in line {
            self.indices.push(int(index)?);
            self.values.push(value);
        }
        self.starts.push(int(self.indices.len())?);
        Ok(())
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.values.len()
    }
}

impl Program {
    /// Lowers `model` for what `question` asks.
    ///
    /// # Errors
    /// When HiGHS would change what the model says: which variable or row, and why.
    pub fn lower(model: &Model, question: &Question<'_>) -> Result<Self> {
        let factor = question.factor;
        let mut program = Self {
            factor,
            offset: 0.0,
            costs: vec![0.0; model.num_vars()],
            lower: Vec::with_capacity(model.num_vars()),
            upper: Vec::with_capacity(model.num_vars()),
            kinds: Vec::with_capacity(model.num_vars()),
            row_lower: Vec::with_capacity(model.num_rows()),
            row_upper: Vec::with_capacity(model.num_rows()),
            matrix: Sparse::new(),
            hessian: Sparse::new(),
        };
        for (var, variable) in model.variables() {
            let column = column(&question.variable(var, variable));
            let column = column.map_err(|reason| refused(&model.name_of(var), &reason))?;
            program.lower.push(column.0);
            program.upper.push(column.1);
            program.kinds.push(column.2);
        }
        if factor != 0.0 {
            program.objective(&model.objective().function)?;
        }
        for (row, constraint) in model.rows() {
            let name = || model.row_name(row);
            let Constraint::Interval(interval) = constraint else {
                return Err(refused(&name(), "HiGHS takes linear rows only"));
            };
            program
                .row(interval)
                .map_err(|reason| refused(&name(), &reason))?;
        }
        Ok(program)
    }

    /// Takes over the objective.
    fn objective(&mut self, function: &Polynomial) -> Result<()> {
        if function.degree() > 2 {
            return Err(refused("the objective", "HiGHS takes degree two at most"));
        }
        self.offset = self.factor * function.constant();
        for &(var, cost) in function.linear() {
            self.costs[var.get()] = self.factor * cost;
        }
        if function.quadratic().is_empty() {
            return Ok(());
        }
        // Terms are sorted by their first variable, which is the column of the lower triangle.
        let mut terms = function.quadratic().iter().peekable();
        for column in 0..self.costs.len() {
            let mut line = Vec::new();
            while let Some(&(x, y, value)) = terms.next_if(|term| term.0.get() == column) {
                let value = self.factor * value;
                line.push((y.get(), if x == y { 2.0 * value } else { value }));
            }
            self.hessian.push(line)?;
        }
        Ok(())
    }

    /// Takes over a row, or says why HiGHS would change it.
    fn row(&mut self, interval: &Interval) -> std::result::Result<(), String> {
        if interval.function.degree() > 1 {
            return Err("HiGHS takes linear rows only".to_owned());
        }
        let sizes = || interval.function.linear().iter().map(|&(_, value)| value.abs());
        let largest = sizes().fold(0.0, f64::max);
        let smallest = sizes().fold(f64::INFINITY, f64::min);
        let scale = row_scale(interval, smallest);
        if largest * scale >= LARGEST {
            return Err(format!(
                "its coefficients reach from {smallest:e} to {largest:e}, which is further than HiGHS tells apart"
            ));
        }
        let (lower, upper) = (interval.lower * scale, interval.upper * scale);
        finite_enough(lower, upper)?;
        let line = interval.function.linear();
        let line = line.iter().map(|&(var, value)| (var.get(), value * scale));
        self.matrix.push(line).map_err(|error| error.to_string())?;
        self.row_lower.push(lower);
        self.row_upper.push(upper);
        Ok(())
    }

    /// True where some column is not continuous.
    pub fn is_discrete(&self) -> bool {
        self.kinds.iter().any(|&kind| kind != kHighsVarTypeContinuous)
    }
}

/// Bounds and kind of a column, or why HiGHS would change it.
fn column(variable: &Variable) -> std::result::Result<(f64, f64, HighsInt), String> {
    let (lower, upper) = (variable.lower, variable.upper);
    finite_enough(lower, upper)?;
    // A fixed integer needs no tree.
    let fixed = lower == upper && lower.fract() == 0.0;
    let plain = if variable.domain.is_integral() && !fixed {
        kHighsVarTypeInteger
    } else {
        kHighsVarTypeContinuous
    };
    if !variable.domain.is_semi() {
        return Ok((lower, upper, plain));
    }
    if lower <= 0.0 && upper >= 0.0 {
        // Zero lies between the bounds, so the variable is an ordinary one.
        return Ok((lower, upper, plain));
    }
    if lower < 0.0 || upper > SEMI_UPPER {
        return Err(format!(
            "its bounds are {lower:e} and {upper:e}, HiGHS takes {} variables between 0 and {SEMI_UPPER:e}",
            variable.domain.name()
        ));
    }
    let kind = match variable.domain {
        Domain::SemiInteger => kHighsVarTypeSemiInteger,
        _ => kHighsVarTypeSemiContinuous,
    };
    Ok((lower, upper, kind))
}

/// Makes sure that HiGHS does not read a finite bound as an infinite one.
fn finite_enough(lower: f64, upper: f64) -> std::result::Result<(), String> {
    match [lower, upper]
        .into_iter()
        .find(|bound| bound.is_finite() && bound.abs() >= INFINITE)
    {
        None => Ok(()),
        Some(bound) => Err(format!(
            "its bound {bound:e} is infinite to HiGHS, which takes less than {INFINITE:e}"
        )),
    }
}

/// The power of two to multiply a row by: large bounds come down, and coefficients stay above the smallest that
/// HiGHS keeps.
fn row_scale(interval: &Interval, smallest: f64) -> f64 {
    let bounds = [interval.lower, interval.upper]
        .into_iter()
        .filter(|bound| bound.is_finite());
    let bound = bounds.fold(0.0, |largest: f64, bound| largest.max(bound.abs()));
    let down = if bound > ROW_BOUND {
        (ROW_BOUND / bound).log2().floor().exp2()
    } else {
        1.0
    };
    // An empty row has no smallest coefficient.
    if smallest.is_finite() && smallest * down <= SMALLEST {
        (2.0 * SMALLEST / smallest).log2().ceil().exp2()
    } else {
        down
    }
}

/// A count in the integers of HiGHS.
fn int(count: usize) -> Result<HighsInt> {
    HighsInt::try_from(count).map_err(|_| refused("the model", "it has more entries than HiGHS can count"))
}

/// The error for something that HiGHS would not take as it is.
fn refused(name: &str, reason: &str) -> Error {
    Error::new(ErrorKind::Structure {
        backend: NAME,
        reason: format!("{name}: {reason}"),
    })
}

#[cfg(test)]
pub mod tests {
    use uniap_base::Deadline;
    use uniap_solver::SolveOptions;

    use super::*;

    pub fn lower(model: &Model, factor: f64) -> Result<Program> {
        let (options, clock) = (SolveOptions::default(), Deadline::after(None));
        Program::lower(model, &Question::new(factor, &options, 0.0, &clock))
    }

    #[test]
    fn a_maximisation_is_turned_round() {
        let mut model = Model::new("max");
        let x = model.continuous("x", 0.0, 4.0);
        let y = model.continuous("y", 0.0, f64::INFINITY);
        model.add("r", (x + 2.0 * y).le(8.0));
        model.maximize(3.0 * x - 0.5 * x * x - 2.0 * y * y - x * y + 7.0);
        let program = lower(&model, -1.0).expect("linear rows");
        assert_eq!(program.offset, -7.0);
        assert_eq!(program.costs, [-3.0, 0.0]);
        assert_eq!(program.hessian.starts, [0, 2, 3]);
        assert_eq!(program.hessian.indices, [0, 1, 1]);
        assert_eq!(program.hessian.values, [1.0, 1.0, 4.0]);
        assert_eq!(program.row_upper, [8.0]);
        assert!(!program.is_discrete());
    }

    #[test]
    fn large_bounds_come_down_by_a_power_of_two() {
        let mut model = Model::new("memory");
        let x = model.binary("x");
        model.add("fits", (3e10 * x).le(4e10));
        let program = lower(&model, 1.0).expect("fits");
        let scale = program.row_upper[0] / 4e10;
        assert_eq!(scale.log2().fract(), 0.0);
        assert!(program.row_upper[0] <= 1024.0 && program.row_upper[0] > 512.0);
        assert_eq!(program.matrix.values[0], 3e10 * scale);
    }

    #[test]
    fn small_coefficients_are_kept_or_refused() {
        let mut model = Model::new("small");
        let x = model.binary("x");
        let y = model.binary("y");
        model.add("r", (1e-13 * x + y).le(1.0));
        let program = lower(&model, 1.0).expect("scaled up");
        assert!(program.matrix.values.iter().all(|value| *value > SMALLEST));
        model.add("s", (1e-13 * x + 1e15 * y).le(1.0));
        let error = lower(&model, 1.0).expect_err("too wide").to_string();
        assert!(
            error.contains("s: its coefficients reach from 1e-13 to 1e15"),
            "{error}"
        );
    }

    #[test]
    fn semi_continuous_variables_are_taken_where_highs_takes_them() {
        let lowered = |low, high| {
            let mut model = Model::new("semi");
            model.variable("x", Domain::SemiContinuous, low, high);
            lower(&model, 1.0).map(|program| (program.lower[0], program.upper[0], program.kinds[0]))
        };
        assert_eq!(
            lowered(1.0, 5.0).expect("semi"),
            (1.0, 5.0, kHighsVarTypeSemiContinuous)
        );
        assert_eq!(
            lowered(-1.0, 5.0).expect("plain"),
            (-1.0, 5.0, kHighsVarTypeContinuous)
        );
        assert!(lowered(1.0, f64::INFINITY).is_err());
        assert!(lowered(-5.0, -1.0).is_err());
    }

    #[test]
    fn what_is_infinite_to_highs_alone_is_refused() {
        let mut model = Model::new("far");
        model.continuous("x", 0.0, 1e21);
        assert!(
            lower(&model, 1.0)
                .expect_err("far")
                .to_string()
                .contains("x: its bound 1e21")
        );
    }
}
