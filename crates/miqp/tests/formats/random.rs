//! Random small models.

use proptest::prelude::*;
use uniap_miqp::{Domain, Expr, Model, Sense, SosKind, Truth, Var};

/// What a random model may contain.
#[derive(Debug, Clone, Copy)]
pub struct Allowed {
    /// Semi-continuous and semi-integer variables, indicators and special ordered sets.
    pub special: bool,
    /// Indicators with two finite bounds.
    pub two_sided_indicators: bool,
    /// Numbers of more digits than a narrow column holds.
    pub long_numbers: bool,
}

/// A multiple of one quarter, so that sums and differences are exact.
fn quarter() -> impl Strategy<Value = f64> {
    (-40..=40_i32).prop_map(|n| f64::from(n) / 4.0)
}

/// Any finite number of moderate size, in all its digits.
fn coefficient(allowed: Allowed) -> impl Strategy<Value = f64> {
    let long = u32::from(allowed.long_numbers);
    prop_oneof![
        1 => quarter(),
        long => -1e9..1e9_f64,
        long => prop::sample::select(vec![1e-7, -3.5e12, 0.1, 1.0 / 3.0])
    ]
}

fn bounds() -> impl Strategy<Value = (f64, f64)> {
    let finite = (quarter(), quarter()).prop_map(|(a, b)| (a.min(b), a.max(b)));
    prop_oneof![
        finite,
        quarter().prop_map(|a| (a, f64::INFINITY)),
        quarter().prop_map(|a| (f64::NEG_INFINITY, a)),
        Just((0.0, f64::INFINITY)),
        Just((f64::NEG_INFINITY, f64::INFINITY)),
        Just((0.0, 1.0)),
    ]
}

fn domain(allowed: Allowed) -> impl Strategy<Value = Domain> {
    let mut domains = vec![Domain::Continuous, Domain::Integer, Domain::Binary];
    if allowed.special {
        domains.extend([Domain::SemiContinuous, Domain::SemiInteger]);
    }
    prop::sample::select(domains)
}

type Terms = Vec<(f64, Vec<usize>)>;

fn terms(allowed: Allowed) -> impl Strategy<Value = Terms> {
    prop::collection::vec(
        (coefficient(allowed), prop::collection::vec(0..100_usize, 1..=2)),
        0..6,
    )
}

fn expr(terms: &Terms, vars: &[Var]) -> Expr {
    let mut expr = Expr::new();
    for (coefficient, factors) in terms {
        let factors: Vec<Var> = factors.iter().map(|&i| vars[i % vars.len()]).collect();
        expr.push(*coefficient, &factors);
    }
    expr
}

/// Everything there is.
pub const ANYTHING: Allowed = Allowed {
    special: true,
    two_sided_indicators: true,
    long_numbers: true,
};

/// What QPLIB can say.
pub const PLAIN: Allowed = Allowed {
    special: false,
    ..ANYTHING
};

/// A random model whose names every format takes.
pub fn model(allowed: Allowed) -> impl Strategy<Value = Model> {
    let variables = prop::collection::vec((domain(allowed), bounds()), 1..6);
    let kinds = if allowed.special { 0..5_u8 } else { 0..1 };
    let rows = prop::collection::vec((kinds, terms(allowed), bounds(), 0..100_usize), 0..5);
    let objective = (any::<bool>(), terms(allowed), coefficient(allowed));
    (variables, rows, objective).prop_map(move |(variables, rows, (maximize, terms, constant))| {
        let mut model = Model::new("random");
        let mut vars = Vec::new();
        for (position, (domain, (lower, upper))) in variables.into_iter().enumerate() {
            let (lower, upper) = match domain {
                Domain::Binary => (0.0, 1.0),
                _ => (lower, upper),
            };
            vars.push(model.variable(("v", [position]), domain, lower, upper));
        }
        let switch = if allowed.special {
            Some(model.binary("switch"))
        } else {
            None
        };
        let mut sets = Vec::new();
        for (position, (kind, terms, (lower, upper), pick)) in rows.into_iter().enumerate() {
            let row = expr(&terms, &vars).within(lower, upper);
            match (kind, switch) {
                (1 | 2, Some(switch)) => {
                    let is = if kind == 1 { Truth::One } else { Truth::Zero };
                    let mut then = row;
                    if !allowed.two_sided_indicators && then.lower.is_finite() && then.lower < then.upper {
                        then.upper = f64::INFINITY;
                    }
                    model.indicator(("row", [position]), switch, is, then);
                }
                (3 | 4, Some(_)) => sets.push((position, kind, pick)),
                _ => {
                    model.add(("row", [position]), row);
                }
            }
        }
        // Last, because files have them in a section of their own.
        for (position, kind, pick) in sets {
            let kind = if kind == 3 { SosKind::One } else { SosKind::Two };
            let members = vars
                .iter()
                .enumerate()
                .map(|(i, &var)| (var, ((i + pick) % vars.len()) as f64));
            model.sos(("set", [position]), kind, members);
        }
        let sense = if maximize {
            Sense::Maximize
        } else {
            Sense::Minimize
        };
        model.optimize(sense, expr(&terms, &vars) + constant);
        model
    })
}
