//! Random small models of binaries and a few others.

use proptest::prelude::*;
use uniap_miqp::{Domain, Expr, Interval, Model, Sense, Truth, Var};

/// What a random model is made of.
#[derive(Debug, Clone, Copy)]
pub struct Recipe {
    /// How many binaries.
    pub binaries: usize,
    /// The members of one-hot groups, from the first binary on.
    pub groups: &'static [usize],
    /// Other variables: domain and bounds.
    pub others: &'static [(Domain, f64, f64)],
    /// The largest number of factors of a product.
    pub degree: usize,
    /// How many of the factors may be variables that are not binary.
    pub other_factors: usize,
}

/// Half a whole number from -3 to 3.
fn coefficient() -> impl Strategy<Value = f64> {
    (-6..=6_i32).prop_map(|n| f64::from(n) / 2.0)
}

type Terms = Vec<(f64, Vec<usize>)>;

fn terms(degree: usize) -> impl Strategy<Value = Terms> {
    prop::collection::vec(
        (coefficient(), prop::collection::vec(0..64_usize, 1..=degree)),
        0..7,
    )
}

fn expr(recipe: Recipe, terms: &Terms, vars: &[Var]) -> Expr {
    let mut expr = Expr::new();
    for (c, picks) in terms {
        let mut factors: Vec<Var> = Vec::new();
        let mut others = 0;
        for &pick in picks {
            let mut var = vars[pick % vars.len()];
            if var.get() >= recipe.binaries {
                others += 1;
                if others > recipe.other_factors && (picks.len() > 1 || recipe.other_factors > 0) {
                    var = vars[pick % recipe.binaries];
                }
            }
            factors.push(var);
        }
        expr.push(*c, &factors);
    }
    expr
}

fn bounds() -> impl Strategy<Value = (f64, f64)> {
    let value = || (-8..=8_i32).prop_map(|n| f64::from(n) / 2.0);
    prop_oneof![
        value().prop_map(|b| (f64::NEG_INFINITY, b)),
        value().prop_map(|b| (b, f64::INFINITY)),
        (value(), value()).prop_map(|(a, b)| (a.min(b), a.max(b))),
    ]
}

/// A random model: variables, groups, an objective, up to three rows.
pub fn model(recipe: Recipe) -> impl Strategy<Value = Model> {
    model_with(recipe, |_, _, _| ())
}

/// A random model of linear rows under an objective of degree two.
pub fn under_rows(recipe: Recipe) -> impl Strategy<Value = Model> {
    (model(Recipe { degree: 1, ..recipe }), terms(2)).prop_map(move |(mut model, objective)| {
        let vars: Vec<Var> = model.variables().map(|(var, _)| var).collect();
        let sense = model.objective().sense;
        model.optimize(sense, expr(recipe, &objective, &vars));
        model
    })
}

/// Four or five groups of two or three labels; for every pair of groups a cost of choosing the same, one in three of
/// them 0, and costs of labels; labels are in another order in every other group.
pub fn partitions() -> impl Strategy<Value = Model> {
    let shape = prop_oneof![Just((5_usize, 2_usize)), Just((4, 3))];
    let costs = prop::collection::vec(-6..=6_i32, 10);
    let labels = prop::collection::vec(coefficient(), 4);
    (shape, costs, labels, any::<bool>()).prop_map(|((groups, labels), costs, linear, maximize)| {
        let mut model = Model::new("partition");
        let x = model.family("x", Domain::Binary, 0.0, 1.0, &[groups, labels]);
        let at = |u: usize, a: usize| x.at(&[u, if u.is_multiple_of(2) { a } else { labels - 1 - a }]);
        for u in 0..groups {
            let members: Vec<Var> = (0..labels).map(|a| at(u, a)).collect();
            model.one_hot(("group", [u]), &members);
        }
        let mut objective = Expr::new();
        let mut costs = costs.iter().cycle();
        for u in 0..groups {
            for v in u + 1..groups {
                let cost = costs.next().copied().filter(|cost| cost % 3 != 0).unwrap_or(0);
                for a in 0..labels {
                    objective.push(f64::from(cost), &[at(u, a), at(v, a)]);
                }
            }
        }
        // At least one pair is compared.
        (0..labels).for_each(|a| objective.push(20.0, &[at(0, a), at(1, a)]));
        linear
            .iter()
            .enumerate()
            .for_each(|(u, &c)| objective.push(c, &[at(u, 0)]));
        model.optimize(
            if maximize {
                Sense::Maximize
            } else {
                Sense::Minimize
            },
            objective,
        );
        model
    })
}

/// Three to three, each with one: rows and columns are groups that overlap.
pub fn assignment() -> impl Strategy<Value = Model> {
    let recipe = Recipe {
        binaries: 9,
        groups: &[3, 3, 3],
        others: &[],
        degree: 2,
        other_factors: 0,
    };
    (prop::collection::vec(terms(2), 1..3), any::<bool>()).prop_map(move |(parts, maximize)| {
        let (mut model, vars) = variables(recipe);
        for column in 0..3 {
            let members: Vec<Var> = (0..3).map(|row| vars[3 * row + column]).collect();
            model.one_hot(("column", [column]), &members);
        }
        let objective: Expr = parts
            .iter()
            .fold(Expr::new(), |all, terms| all + expr(recipe, terms, &vars));
        model.optimize(
            if maximize {
                Sense::Maximize
            } else {
                Sense::Minimize
            },
            objective,
        );
        model
    })
}

/// A random model whose rows are switched by the first binary.
pub fn switched(recipe: Recipe) -> impl Strategy<Value = Model> {
    model_with(recipe, |model, row, position| {
        let is = if position % 2 == 0 {
            Truth::One
        } else {
            Truth::Zero
        };
        model.indicator(("on", [position]), Var::new(0), is, row);
    })
}

/// A random model; where `instead` adds a row, its rows are those.
fn model_with(recipe: Recipe, instead: impl Fn(&mut Model, Interval, usize)) -> impl Strategy<Value = Model> {
    let rows = prop::collection::vec((terms(recipe.degree), bounds()), 0..4);
    (any::<bool>(), terms(recipe.degree), coefficient(), rows).prop_map(
        move |(maximize, objective, constant, rows)| {
            let (mut model, vars) = variables(recipe);
            for (position, (terms, (lower, upper))) in rows.iter().enumerate() {
                let row = || expr(recipe, terms, &vars).within(*lower, *upper);
                let before = model.num_rows();
                instead(&mut model, row(), position);
                if model.num_rows() == before {
                    model.add(("row", [position]), row());
                }
            }
            let sense = if maximize {
                Sense::Maximize
            } else {
                Sense::Minimize
            };
            model.optimize(sense, expr(recipe, &objective, &vars) + constant);
            model
        },
    )
}

/// The variables and groups alone.
pub fn variables(recipe: Recipe) -> (Model, Vec<Var>) {
    let mut model = Model::new("random");
    let mut vars: Vec<Var> = model
        .family("b", Domain::Binary, 0.0, 1.0, &[recipe.binaries])
        .iter()
        .collect();
    for (position, &(domain, lower, upper)) in recipe.others.iter().enumerate() {
        vars.push(model.variable(("x", [position]), domain, lower, upper));
    }
    let mut first = 0;
    for (position, &size) in recipe.groups.iter().enumerate() {
        model.one_hot(("group", [position]), &vars[first..first + size]);
        first += size;
    }
    (model, vars)
}

/// Functions of binaries and others, linear, for maxima.
pub fn functions(recipe: Recipe, vars: Vec<Var>) -> impl Strategy<Value = Vec<Expr>> {
    prop::collection::vec((terms(recipe.degree), coefficient()), 1..4).prop_map(move |functions| {
        functions
            .iter()
            .map(|(terms, constant)| expr(recipe, terms, &vars) + *constant)
            .collect()
    })
}
