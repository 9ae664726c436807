//! Products of binary variables by the first level of the reformulation-linearisation technique on all linear rows.
//!
//! **What it is.** Every linear row of binaries is multiplied by every binary `x` that is a factor somewhere. With a variable
//! `0 <= y_xv <= 1` for each product that arises, an equation `sum of a_v v = b` gives `sum of a_v y_xv = b x`, and an inequality
//! `g(v) >= 0` both `x g(v) >= 0` and `(1 - x) g(v) >= 0`, written in `y`. Products of two variables that share a one-hot
//! group are 0 and get no variable; `x^2` becomes `x`. Those products that somebody uses are tied to their factors as by
//! `fortet`, unless one-hot rows do it already.
//!
//! **Needs and produces.** Degree at most two; takes products of binaries away, adds continuous variables. Inapplicable
//! beyond the size [`MOST`], which is counted before anything is built, and where there is no row to multiply.
//!
//! **Proof.** Multiplying a valid row by a factor that is not negative leaves it valid, so the products satisfy the rows. At
//! a 0/1 point the ties leave the product alone, or err to the side that helps nobody. Where `x` is in the group `A`, all
//! of it factors, and `v` in the group `B`, no tie is needed: `sum over b of y_ab = a` makes `y_av = 0` for every `a` that is 0, so
//! that `y_xv = 0` where `x = 0`, and `sum over a of y_av = v` then leaves `y_xv = v` where `x = 1`. W. Adams, H. Sherali 1986.
//!
//! **Trade-off.** The strongest and the largest: of the order of rows times variables. On paths and flows, assignments and
//! knapsacks the relaxation is within a few per cent where `fortet` knows nothing. A search over it is slow, so that it is
//! left to those who ask; `rlt-bound` has the bound without the rows.

use std::collections::{BTreeMap, BTreeSet};

use crate::constraint::{Constraint, Interval};
use crate::error::{Error, ErrorKind, Result};
use crate::expr::Expr;
use crate::features::{Feature, Features};
use crate::model::{Domain, Model};
use crate::name::Name;
use crate::reduce::products::{self, Pair, Substitute};
use crate::reduce::reduced::{Definition, Link};
use crate::reduce::rewrite::{self, Wants};
use crate::reduce::{Reduced, Reduction, Role};
use crate::structure::{Groups, is_binary};
use crate::term::Var;

/// How large the result may be, before rows and products are merged.
#[derive(Debug, Clone, Copy)]
pub(super) struct Most {
    /// Variables for products.
    pub products: usize,
    /// Entries of the multiplied rows.
    pub entries: usize,
    /// Which products are tied to their factors.
    pub ties: Ties,
}

/// Which products are tied to their factors.
#[derive(Debug, Clone, Copy)]
pub(super) enum Ties {
    /// As far as their users need it.
    Needed,
    /// On both sides, which bounds better, up to so many; beyond that none, which is a smaller relaxation.
    UpTo(usize),
}

/// What a simplex method works through in some seconds. Beyond that `rlt-bound` says what the rows know.
const MOST: Most = Most {
    products: 10_000,
    entries: 200_000,
    ties: Ties::Needed,
};

/// The reduction for the list of reductions.
#[derive(Debug)]
pub struct RltRows;

impl Reduction for RltRows {
    fn name(&self) -> &'static str {
        "rlt-rows"
    }

    fn about(&self) -> &'static str {
        "products of binaries by all linear rows times all of their factors"
    }

    fn role(&self) -> Role {
        Role::Linearize
    }

    fn cost(&self) -> u32 {
        22
    }

    fn effect(&self, features: Features) -> Option<Features> {
        if !features.has(Feature::RowProduct) {
            return None;
        }
        products::without(features, Feature::BinaryProduct)
    }

    fn apply(&self, model: &Model) -> Result<Reduced> {
        multiplied(model, MOST).map_err(|because| {
            let reduction = self.name();
            Error::named("model", ErrorKind::Inapplicable { reduction, because })
        })
    }
}

/// The model with products by variables and the multiplied rows; why not where that is too large.
pub(super) fn multiplied(model: &Model, most: Most) -> std::result::Result<Reduced, String> {
    let used = products::of_binaries(model);
    let groups = Groups::of_model(model);
    let factors: BTreeSet<Var> = used.keys().flat_map(|&(x, y)| [x, y]).collect();
    let rows: Vec<&Interval> = rows_of_binaries(model).collect();
    let pairs = all_pairs(&used.keys().copied().collect(), &factors, &rows, &groups, most)?;

    let mut link = Link::keeping(model);
    let mut substitutes = BTreeMap::new();
    for (position, &pair) in pairs.iter().enumerate() {
        let var = Var::new(link.originals + position);
        substitutes.insert(pair, Substitute::Var(var));
        link.added.push(Definition::Value(products::product(pair)));
    }
    for &pair in used.keys() {
        // Whatever got no variable shares a group.
        substitutes.entry(pair).or_insert(Substitute::Zero);
    }
    let mut out = rewrite::map(model, |_, _, function| {
        products::substitute(model, function, &substitutes)
    });
    for &pair in &pairs {
        products::stand_in(&mut out, pair, Domain::Continuous);
    }
    for (position, row) in rows.iter().enumerate() {
        for &x in &factors {
            let name = |stem| Name::indexed(stem, &[position, x.get()]);
            let product = times(x, row, &substitutes);
            if row.lower == row.upper {
                // A group times one of its members says nothing.
                let equation = (product - row.lower * x).canonical();
                if equation.num_terms() > 0 {
                    out.add(name("rlt"), Expr::from(&equation).eq(0.0));
                }
                continue;
            }
            for (bound, sign, on, off) in [
                (row.lower, 1.0, "rlt_low", "rlt_low_off"),
                (row.upper, -1.0, "rlt_high", "rlt_high_off"),
            ] {
                if bound.is_finite() {
                    let product = sign * (times(x, row, &substitutes) - bound * x);
                    let rest = sign * (Expr::from(&row.function) - bound);
                    out.add(name(off), (rest - product.clone()).ge(0.0));
                    out.add(name(on), product.ge(0.0));
                }
            }
        }
    }
    for (&pair, &wants) in &used {
        let implied = tied_by_groups(pair, &groups, &factors);
        if let (Some(Substitute::Var(var)), false) = (substitutes.get(&pair), implied) {
            let wants = match most.ties {
                Ties::Needed => wants,
                Ties::UpTo(many) if pairs.len() <= many => Wants::BOTH,
                Ties::UpTo(_) => continue,
            };
            products::tie(&mut out, pair, *var, wants);
        }
    }
    Ok(Reduced::step(out, link))
}

/// True where the multiplied one-hot rows leave a product of factors no other value.
fn tied_by_groups((x, v): Pair, groups: &Groups, factors: &BTreeSet<Var>) -> bool {
    let grouped = |var: Var| !groups.of_var(var).is_empty();
    let whole = |var: Var| {
        let mut of = groups.of_var(var).iter();
        of.any(|&group| {
            groups.members[group as usize]
                .iter()
                .all(|member| factors.contains(member))
        })
    };
    grouped(x) && grouped(v) && (whole(x) || whole(v))
}

/// The linear rows between bounds whose variables are all binary.
fn rows_of_binaries(model: &Model) -> impl Iterator<Item = &Interval> {
    model.rows().filter_map(|(_, constraint)| match constraint {
        Constraint::Interval(row) if row.function.degree() == 1 => {
            let binary = row
                .function
                .linear()
                .iter()
                .all(|&(var, _)| is_binary(model, var));
            binary.then_some(row)
        }
        _ => None,
    })
}

/// The pair in order; `None` where its product needs no variable.
fn pair(x: Var, v: Var, groups: &Groups) -> Option<Pair> {
    (x != v && !groups.exclude(x, v)).then(|| (x.min(v), x.max(v)))
}

/// The products that are used or arise; why not where they are too many.
fn all_pairs(
    used: &BTreeSet<Pair>,
    factors: &BTreeSet<Var>,
    rows: &[&Interval],
    groups: &Groups,
    most: Most,
) -> std::result::Result<BTreeSet<Pair>, String> {
    if rows.is_empty() {
        return Err("no linear row has binary variables only".to_owned());
    }
    let sides = |row: &Interval| if row.lower == row.upper { 1 } else { 4 };
    let entries = rows
        .iter()
        .map(|row| row.function.num_terms().saturating_mul(sides(row)))
        .fold(0_usize, usize::saturating_add)
        .saturating_mul(factors.len());
    if entries > most.entries {
        return Err(format!(
            "the rows times their factors have {entries} entries, expected at most {}",
            most.entries
        ));
    }
    let mut pairs: BTreeSet<Pair> = used.iter().filter_map(|&(x, y)| pair(x, y, groups)).collect();
    let in_rows: BTreeSet<Var> = rows.iter().flat_map(|row| row.function.vars()).collect();
    // Every variable of a row meets every factor, so that this is the number up to those that share a group.
    for &x in factors {
        pairs.extend(in_rows.iter().filter_map(|&v| pair(x, v, groups)));
        if pairs.len() > most.products {
            return Err(format!("more than {} products arise", most.products));
        }
    }
    Ok(pairs)
}

/// `x` times the function of a row, in the stand-ins.
fn times(x: Var, row: &Interval, substitutes: &BTreeMap<Pair, Substitute>) -> Expr {
    let mut product = Expr::new();
    for &(v, c) in row.function.linear() {
        if v == x {
            product.push(c, &[x]);
        } else if let Some(Substitute::Var(y)) = substitutes.get(&(x.min(v), x.max(v))) {
            product.push(c, &[*y]);
        }
    }
    product
}
