//! The model: variables, rows and an objective.

mod variable;

use crate::constraint::{Constraint, Interval, SosKind, Truth};
use crate::expr::{Expr, sum};
use crate::name::Name;
use crate::polynomial::Polynomial;
use crate::term::{Summand, Var};

use self::variable::{Block, BlockNames};

pub use self::variable::{Domain, Family, Variable};

uniap_base::index_type!(
    /// A row of a [`Model`]: its position in the order of declaration.
    Row
);

/// Which way the objective goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sense {
    /// The least value is wanted.
    Minimize,
    /// The greatest value is wanted.
    Maximize,
}

/// What is optimised.
#[derive(Debug, Clone, PartialEq)]
pub struct Objective {
    /// Which way.
    pub sense: Sense,
    /// The function, with its constant.
    pub function: Polynomial,
}

/// A row with its name.
#[derive(Debug, Clone, PartialEq)]
struct Named {
    name: Name,
    constraint: Constraint,
}

/// A mixed-integer model: variables, rows, an objective.
///
/// Building never fails; [`Model::validate`] says what is wrong with the result.
#[derive(Debug, Clone)]
pub struct Model {
    /// The name, for files and messages.
    pub name: String,
    variables: Vec<Variable>,
    blocks: Vec<Block>,
    rows: Vec<Named>,
    objective: Objective,
}

/// Building.
impl Model {
    /// A model without variables or rows, minimising 0.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            variables: Vec::new(),
            blocks: Vec::new(),
            rows: Vec::new(),
            objective: Objective {
                sense: Sense::Minimize,
                function: Polynomial::default(),
            },
        }
    }

    /// Adds a variable. Integers within 0 and 1 become binary; bounds of a binary are cut to 0 and 1.
    pub fn variable(&mut self, name: impl Into<Name>, domain: Domain, lower: f64, upper: f64) -> Var {
        let first = self.variables.len();
        self.blocks.push(Block {
            first,
            names: BlockNames::Single(name.into()),
        });
        self.variables.push(Variable::canonical(domain, lower, upper));
        Var::new(first)
    }

    /// Adds a binary variable.
    pub fn binary(&mut self, name: impl Into<Name>) -> Var {
        self.variable(name, Domain::Binary, 0.0, 1.0)
    }

    /// Adds a continuous variable.
    pub fn continuous(&mut self, name: impl Into<Name>, lower: f64, upper: f64) -> Var {
        self.variable(name, Domain::Continuous, lower, upper)
    }

    /// Adds an integer variable.
    pub fn integer(&mut self, name: impl Into<Name>, lower: f64, upper: f64) -> Var {
        self.variable(name, Domain::Integer, lower, upper)
    }

    /// Adds a variable for every tuple of indices below `dims`, the last index fastest.
    pub fn family(&mut self, name: &str, domain: Domain, lower: f64, upper: f64, dims: &[usize]) -> Family {
        let first = self.variables.len();
        let family = Family {
            first,
            dims: dims.to_vec(),
        };
        if !family.is_empty() {
            self.blocks.push(Block {
                first,
                names: BlockNames::Dense {
                    stem: name.to_owned(),
                    dims: dims.to_vec(),
                },
            });
            let variable = Variable::canonical(domain, lower, upper);
            self.variables.resize(first + family.len(), variable);
        }
        family
    }

    /// Adds a variable for every tuple of `indices`, in their order.
    pub fn ragged<const N: usize>(
        &mut self,
        name: &str,
        domain: Domain,
        lower: f64,
        upper: f64,
        indices: impl IntoIterator<Item = [usize; N]>,
    ) -> Vec<Var> {
        let first = self.variables.len();
        let variable = Variable::canonical(domain, lower, upper);
        let mut flat = Vec::new();
        for tuple in indices {
            flat.extend(tuple.map(|index| u32::try_from(index).unwrap_or(u32::MAX)));
            self.variables.push(variable);
        }
        let members: Vec<Var> = (first..self.variables.len()).map(Var::new).collect();
        if !members.is_empty() {
            self.blocks.push(Block {
                first,
                names: BlockNames::Ragged {
                    stem: name.to_owned(),
                    arity: N,
                    indices: flat,
                },
            });
        }
        members
    }

    /// Adds a row.
    pub fn add(&mut self, name: impl Into<Name>, constraint: impl Into<Constraint>) -> Row {
        let row = Row::new(self.rows.len());
        self.rows.push(Named {
            name: name.into(),
            constraint: constraint.into(),
        });
        row
    }

    /// Adds the row `sum of vars = 1`. For binary variables it is a one-hot group, see [`Model::groups`].
    pub fn one_hot(&mut self, name: impl Into<Name>, vars: &[Var]) -> Row {
        self.add(name, sum(vars.iter().copied()).eq(1.0))
    }

    /// Adds: where the binary `when` is `is`, `then` holds.
    pub fn indicator(&mut self, name: impl Into<Name>, when: Var, is: Truth, then: Interval) -> Row {
        self.add(name, Constraint::Indicator { when, is, then })
    }

    /// Adds: at most one of `members` is non-zero. Weights order the members.
    pub fn sos1(&mut self, name: impl Into<Name>, members: impl IntoIterator<Item = (Var, f64)>) -> Row {
        self.sos(name, SosKind::One, members)
    }

    /// Adds: at most two of `members` are non-zero, and they are neighbours by weight.
    pub fn sos2(&mut self, name: impl Into<Name>, members: impl IntoIterator<Item = (Var, f64)>) -> Row {
        self.sos(name, SosKind::Two, members)
    }

    /// Adds a special ordered set.
    pub fn sos(
        &mut self,
        name: impl Into<Name>,
        kind: SosKind,
        members: impl IntoIterator<Item = (Var, f64)>,
    ) -> Row {
        let mut members: Vec<(Var, f64)> = members.into_iter().collect();
        members.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
        self.add(name, Constraint::Sos { kind, members })
    }

    /// Adds: `result` equals the largest of `of`.
    pub fn max_of(&mut self, name: impl Into<Name>, result: Var, of: impl IntoIterator<Item = Expr>) -> Row {
        let of = of.into_iter().map(Expr::canonical).collect();
        self.add(name, Constraint::Max { result, of })
    }

    /// Asks for the least value of `function`.
    pub fn minimize(&mut self, function: impl Summand) {
        self.optimize(Sense::Minimize, function);
    }

    /// Asks for the greatest value of `function`.
    pub fn maximize(&mut self, function: impl Summand) {
        self.optimize(Sense::Maximize, function);
    }

    /// Sets the objective.
    pub fn optimize(&mut self, sense: Sense, function: impl Summand) {
        self.objective = Objective {
            sense,
            function: function.into_expr().canonical(),
        };
    }

    /// Replaces the domain and the bounds of a variable, by the rules of [`Model::variable`]. A variable that the
    /// model does not have is left alone.
    pub fn restrict(&mut self, var: Var, domain: Domain, lower: f64, upper: f64) {
        if let Some(variable) = self.variables.get_mut(var.get()) {
            *variable = Variable::canonical(domain, lower, upper);
        }
    }
}

/// Reading.
impl Model {
    /// How many variables there are.
    #[must_use]
    pub fn num_vars(&self) -> usize {
        self.variables.len()
    }

    /// How many rows there are.
    #[must_use]
    pub fn num_rows(&self) -> usize {
        self.rows.len()
    }

    /// Every variable with its domain and bounds, in order.
    pub fn variables(&self) -> impl ExactSizeIterator<Item = (Var, &Variable)> {
        self.variables
            .iter()
            .enumerate()
            .map(|(i, variable)| (Var::new(i), variable))
    }

    /// The domain and bounds of a variable, if the model has it.
    #[must_use]
    pub fn get(&self, var: Var) -> Option<&Variable> {
        self.variables.get(var.get())
    }

    /// The name of a variable; `?7` for one that the model does not have.
    #[must_use]
    pub fn name_of(&self, var: Var) -> String {
        let position = var.get();
        let after = self.blocks.partition_point(|block| block.first <= position);
        match self.blocks[..after].last() {
            Some(block) if position < self.variables.len() => block.member_name(position - block.first),
            _ => format!("?{position}"),
        }
    }

    /// Every row, in order.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = (Row, &Constraint)> {
        self.rows
            .iter()
            .enumerate()
            .map(|(i, row)| (Row::new(i), &row.constraint))
    }

    /// A row, if the model has it.
    #[must_use]
    pub fn row(&self, row: Row) -> Option<&Constraint> {
        self.rows.get(row.get()).map(|row| &row.constraint)
    }

    /// The name of a row; `?7` for one that the model does not have.
    #[must_use]
    pub fn row_name(&self, row: Row) -> String {
        match self.rows.get(row.get()) {
            Some(named) => named.name.to_string(),
            None => format!("?{row}"),
        }
    }

    /// Every row with its name as it was given.
    pub(crate) fn named_rows(&self) -> impl ExactSizeIterator<Item = (&Name, &Constraint)> {
        self.rows.iter().map(|row| (&row.name, &row.constraint))
    }

    /// The same variables, without rows and minimising 0.
    pub(crate) fn without_rows(&self) -> Self {
        Self {
            variables: self.variables.clone(),
            blocks: self.blocks.clone(),
            ..Self::new(self.name.clone())
        }
    }

    /// The objective.
    #[must_use]
    pub fn objective(&self) -> &Objective {
        &self.objective
    }

    /// The one-hot groups: rows which say that exactly one of several binary variables is one, with their members.
    /// Recognised by what they say, so that a model read from a file has them too.
    pub fn groups(&self) -> impl Iterator<Item = (Row, Vec<Var>)> {
        self.rows().filter_map(|(row, constraint)| {
            let Constraint::Interval(interval) = constraint else {
                return None;
            };
            let members = interval.function.linear();
            let binary = |var: Var| self.get(var).is_some_and(|v| v.domain == Domain::Binary);
            let is_group = interval.sums_to_one() && members.iter().all(|&(var, _)| binary(var));
            is_group.then(|| (row, members.iter().map(|&(var, _)| var).collect()))
        })
    }
}

/// Equal in what they say and in how everything is called, however it was declared.
impl PartialEq for Model {
    fn eq(&self, other: &Self) -> bool {
        let vars = |model: &Self| (0..model.num_vars()).map(Var::new);
        let rows = |model: &Self| (0..model.num_rows()).map(Row::new);
        self.name == other.name
            && self.variables == other.variables
            && self.objective == other.objective
            && self.rows().map(|r| r.1).eq(other.rows().map(|r| r.1))
            && vars(self).all(|v| self.name_of(v) == other.name_of(v))
            && rows(self).all(|r| self.row_name(r) == other.row_name(r))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_families_are_made_when_asked_for() {
        let mut model = Model::new("names");
        let x = model.continuous("x", 0.0, 1.0);
        let y = model.family("Y", Domain::Binary, 0.0, 1.0, &[4, 2, 3]);
        let empty = model.family("E", Domain::Binary, 0.0, 1.0, &[0, 2]);
        let r = model.ragged("R", Domain::Integer, 0.0, 9.0, [[7, 1], [0, 3]]);
        assert_eq!(y.len(), 24);
        assert!(empty.is_empty());
        assert_eq!(model.name_of(x), "x");
        assert_eq!(model.name_of(y.at(&[3, 0, 2])), "Y_3_0_2");
        assert_eq!(
            y.iter().map(|v| model.name_of(v)).last().as_deref(),
            Some("Y_3_1_2")
        );
        assert_eq!(
            r.iter().map(|&v| model.name_of(v)).collect::<Vec<_>>(),
            ["R_7_1", "R_0_3"]
        );
        assert_eq!(model.name_of(Var::new(999)), "?999");
    }

    #[test]
    fn binaries_are_integers_within_zero_and_one() {
        let mut model = Model::new("domains");
        let a = model.integer("a", 0.0, 1.0);
        let b = model.variable("b", Domain::Binary, -5.0, f64::INFINITY);
        assert_eq!(model.get(a), model.get(b));
        assert_eq!(model.get(a).map(|v| v.domain), Some(Domain::Binary));
    }

    #[test]
    fn groups_are_recognised_by_what_they_say() {
        let mut model = Model::new("groups");
        let b = model.family("b", Domain::Binary, 0.0, 1.0, &[3]);
        let x = model.continuous("x", 0.0, 1.0);
        let members: Vec<Var> = b.iter().collect();
        let group = model.one_hot("pick", &members);
        model.add("mixed", (members[0] + x).eq(1.0));
        model.add("twice", (2.0 * members[0] + members[1]).eq(1.0));
        assert_eq!(model.groups().collect::<Vec<_>>(), [(group, members)]);
    }
}
