//! Chains of reductions: found by what they do to features, applied to models.
//!
//! A state is a set of features and of the reductions still asked for; every reduction that has an effect leads to
//! another state, at its cost. The chain is a shortest path (Dijkstra) from what a model needs to a state of which
//! everything is taken. Features are few, so that the graph is small whatever the model. Scalings change no feature;
//! those asked for come last.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::error::{Error, ErrorKind, Result};
use crate::features::Features;
use crate::model::Model;
use crate::reduce::{ALL, Reduced, Reduction, Role, by_name};

/// Reductions that must be part of a chain. Of two that linearise, or convexify, only the one asked for is considered.
#[derive(Clone, Default)]
pub struct Choices {
    forced: Vec<&'static dyn Reduction>,
}

impl Choices {
    /// No wishes: the cheapest chain.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// True where nothing is asked for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.forced.is_empty()
    }

    /// Products of binaries are linearised by the reduction called `name`.
    ///
    /// # Errors
    /// Where no reduction that linearises is called so, with the names there are.
    pub fn linearize(self, name: &str) -> Result<Self> {
        self.with_role(name, Role::Linearize)
    }

    /// Forms of binaries are made convex by the reduction called `name`.
    ///
    /// # Errors
    /// Where no reduction that convexifies is called so, with the names there are.
    pub fn convexify(self, name: &str) -> Result<Self> {
        self.with_role(name, Role::Convexify)
    }

    /// The objective is bounded by the reduction called `name`.
    ///
    /// # Errors
    /// Where no reduction that bounds is called so, with the names there are.
    pub fn bound(self, name: &str) -> Result<Self> {
        self.with_role(name, Role::Bound)
    }

    /// The reduction called `name` is part of the chain, whatever it is for.
    ///
    /// # Errors
    /// Where no reduction is called so, with the names there are.
    pub fn with(mut self, name: &str) -> Result<Self> {
        match by_name(name) {
            Some(reduction) => {
                self.forced.push(reduction);
                Ok(self)
            }
            None => Err(unknown(name, |_| true)),
        }
    }

    fn with_role(self, name: &str, role: Role) -> Result<Self> {
        match by_name(name) {
            Some(reduction) if reduction.role() == role => self.with(name),
            _ => Err(unknown(name, |reduction| reduction.role() == role)),
        }
    }

    /// True where `reduction` may be part of a chain.
    fn allow(&self, reduction: &dyn Reduction) -> bool {
        let one_of_a_kind = matches!(reduction.role(), Role::Linearize | Role::Convexify);
        let others = self.forced.iter().any(|forced| forced.role() == reduction.role());
        match (reduction.role(), self.position(reduction)) {
            (Role::Scale, _) | (Role::Bound, None) => false,
            (_, Some(_)) => true,
            (_, None) => !(one_of_a_kind && others),
        }
    }

    /// Where a reduction stands among those asked for.
    fn position(&self, reduction: &dyn Reduction) -> Option<usize> {
        self.forced
            .iter()
            .position(|forced| forced.name() == reduction.name())
    }
}

impl fmt::Debug for Choices {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.forced.iter().map(|reduction| reduction.name()))
            .finish()
    }
}

fn unknown(name: &str, among: impl Fn(&dyn Reduction) -> bool) -> Error {
    let expected = ALL
        .iter()
        .filter(|reduction| among(**reduction))
        .map(|reduction| reduction.name())
        .collect();
    let found = name.to_owned();
    Error::named("reduction", ErrorKind::UnknownReduction { found, expected })
}

/// Reductions to be applied one after the other.
#[derive(Clone)]
pub struct Chain {
    from: Features,
    steps: Vec<(&'static dyn Reduction, Features)>,
}

/// Finds the cheapest chain from a model that needs `features` to one of which all is in `taken`.
///
/// # Errors
/// Where there is none, with what is left over at best; and where something asked for has nothing to do.
pub fn find(features: Features, taken: Features, choices: &Choices) -> Result<Chain> {
    find_without(features, taken, choices, &[])
}

/// As [`find`], without some reductions.
fn find_without(features: Features, taken: Features, choices: &Choices, without: &[&str]) -> Result<Chain> {
    let allowed =
        |reduction: &dyn Reduction| choices.allow(reduction) && !without.contains(&reduction.name());
    // More wishes than bits are more than there are reductions.
    let mut all = 0;
    for (position, reduction) in choices.forced.iter().enumerate().take(32) {
        if reduction.role() != Role::Scale {
            all |= 1 << position;
        }
    }
    let mut best: BTreeMap<State, u32> = BTreeMap::new();
    let mut before: BTreeMap<State, (State, &'static dyn Reduction)> = BTreeMap::new();
    let mut open: BTreeSet<(u32, State)> = BTreeSet::new();
    let start = (features, all);
    best.insert(start, 0);
    open.insert((0, start));
    let mut closest = (features.missing_from(taken), all);
    while let Some((cost, state)) = open.pop_first() {
        let (features, wanted) = state;
        let missing = features.missing_from(taken);
        if wanted == 0 && missing.is_empty() {
            let mut chain = Chain::to(state, start, &before);
            let scalings = choices
                .forced
                .iter()
                .filter(|reduction| reduction.role() == Role::Scale);
            chain.steps.extend(scalings.map(|&scaling| (scaling, features)));
            return Ok(chain);
        }
        let left = |missing: Features, wanted: u32| (missing.iter().count(), wanted.count_ones());
        if left(missing, wanted) < left(closest.0, closest.1) {
            closest = (missing, wanted);
        }
        for &reduction in ALL.iter().filter(|reduction| allowed(**reduction)) {
            let Some(after) = reduction.effect(features) else {
                continue;
            };
            let done = choices.position(reduction).map_or(0, |position| 1 << position);
            let next = (after, wanted & !done);
            let total = cost + reduction.cost();
            if next != state && best.get(&next).is_none_or(|&known| total < known) {
                if let Some(&known) = best.get(&next) {
                    open.remove(&(known, next));
                }
                best.insert(next, total);
                before.insert(next, (state, reduction));
                open.insert((total, next));
            }
        }
    }
    let (missing, wanted) = closest;
    let unused = choices
        .forced
        .iter()
        .enumerate()
        .find(|(position, _)| wanted & (1 << position) != 0);
    let kind = match unused {
        Some((_, reduction)) if missing.is_empty() => ErrorKind::Useless {
            reduction: reduction.name(),
            features,
        },
        _ => ErrorKind::NoChain {
            missing,
            forced: choices.forced.iter().map(|reduction| reduction.name()).collect(),
        },
    };
    Err(Error::named("model", kind))
}

/// What is needed and which of the reductions asked for are still to come, as bits.
type State = (Features, u32);

impl Chain {
    /// The steps that lead to `state`.
    fn to(mut state: State, start: State, before: &BTreeMap<State, (State, &'static dyn Reduction)>) -> Self {
        let mut steps = Vec::new();
        while state != start {
            let Some(&(previous, reduction)) = before.get(&state) else {
                break;
            };
            steps.push((reduction, state.0));
            state = previous;
        }
        steps.reverse();
        Self { from: start.0, steps }
    }

    /// The names of the steps, in order.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.steps.iter().map(|(reduction, _)| reduction.name())
    }

    /// True where nothing is to be done.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// Applies the steps to a model.
    ///
    /// # Errors
    /// Where a step does not apply to this very model, with what stands in its way.
    pub fn apply(&self, model: &Model) -> Result<Reduced> {
        let mut reduced = Reduced::unchanged(model.clone());
        for (reduction, _) in &self.steps {
            let next = reduction.apply(&reduced.model)?;
            reduced = reduced.then(next);
        }
        Ok(reduced)
    }
}

/// One line per step: what it is called, what it does, what is needed afterwards.
impl fmt::Display for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let needs = |features: Features| -> Features {
            features.iter().filter(|feature| feature.is_need()).collect()
        };
        writeln!(f, "model: {}", needs(self.from))?;
        for (reduction, features) in &self.steps {
            writeln!(f, "{}: {}", reduction.name(), reduction.about())?;
            writeln!(f, "  leaves {}", needs(*features))?;
        }
        Ok(())
    }
}

impl fmt::Debug for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.names()).finish()
    }
}

/// Reduces `model` to what is taken: finds a chain for its features and applies it. Where a step turns out not to apply to
/// this very model, the next best chain without it is taken, unless it was asked for. Where nothing is asked for and
/// products are to become linear, which loses most of what is known about the objective, it is bounded first by every
/// reduction for that which applies.
///
/// # Errors
/// Where no chain applies: that of the first one that failed, or that there is none.
pub fn reduce(model: &Model, taken: Features, choices: &Choices) -> Result<(Chain, Reduced)> {
    let features = model.features();
    let linearizes = |chain: &Chain| chain.steps.iter().any(|(step, _)| step.role() == Role::Linearize);
    if !choices.is_empty() || !find(features, taken, choices).is_ok_and(|chain| linearizes(&chain)) {
        return reduce_as_wished(model, features, taken, choices);
    }
    let bounds = ALL.iter().filter(|reduction| reduction.role() == Role::Bound);
    let mut wished = Choices {
        forced: bounds
            .copied()
            .filter(|bound| bound.unasked(features) && bound.effect(features).is_some())
            .collect(),
    };
    while !wished.is_empty() {
        match reduce_as_wished(model, features, taken, &wished).map_err(|error| *error.kind) {
            Ok(done) => return Ok(done),
            Err(ErrorKind::Inapplicable { reduction, .. }) => {
                wished.forced.retain(|bound| bound.name() != reduction);
            }
            Err(_) => wished.forced.clear(),
        }
    }
    reduce_as_wished(model, features, taken, choices)
}

/// As [`reduce`], with what is wished for and no more.
fn reduce_as_wished(
    model: &Model,
    features: Features,
    taken: Features,
    choices: &Choices,
) -> Result<(Chain, Reduced)> {
    let mut without: Vec<&'static str> = Vec::new();
    let mut first = None;
    loop {
        let chain = match find_without(features, taken, choices, &without) {
            Ok(chain) => chain,
            Err(error) => return Err(first.unwrap_or(error)),
        };
        match chain.apply(model) {
            Ok(reduced) => return Ok((chain, reduced)),
            Err(error) => {
                let failed = match *error.kind {
                    ErrorKind::Unbounded { reduction, .. } | ErrorKind::Inapplicable { reduction, .. } => {
                        reduction
                    }
                    _ => return Err(error),
                };
                if without.contains(&failed) || choices.forced.iter().any(|forced| forced.name() == failed) {
                    return Err(error);
                }
                without.push(failed);
                first.get_or_insert(error);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::Feature as F;

    fn names(features: &[F], taken: &[F], choices: Choices) -> String {
        match find(Features::of(features), Features::of(taken), &choices) {
            Ok(chain) => format!("{chain:?}"),
            Err(error) => error.to_string(),
        }
    }

    const BINARY_QP: [F; 5] = [
        F::Integer,
        F::QuadraticObjective,
        F::NonconvexObjective,
        F::DiscreteQuadratic,
        F::BinaryProduct,
    ];

    /// Two groups of two and their products at these costs.
    fn grouped(at: impl Fn(usize, usize) -> f64) -> Model {
        let mut model = Model::new("grouped");
        let x = model.family("x", crate::Domain::Binary, 0.0, 1.0, &[2, 2]);
        for u in 0..2 {
            model.one_hot(("one", [u]), &[x.at(&[u, 0]), x.at(&[u, 1])]);
        }
        let pairs = (0..2).flat_map(|a| (0..2).map(move |b| (a, b)));
        model.minimize(crate::sum(
            pairs.map(|(a, b)| at(a, b) * x.at(&[0, a]) * x.at(&[1, b])),
        ));
        model
    }

    #[test]
    fn what_does_not_apply_makes_room_for_the_next_best() {
        let chain = |model: &Model, choices: &Choices| {
            let (chain, _) = reduce(model, Features::of(&[F::Integer]), choices).expect("a chain");
            format!("{chain:?}")
        };
        let unasked = Choices::new();
        let labels = grouped(|a, b| if a == b { -1.0 } else { 0.0 });
        insta::assert_snapshot!(chain(&labels, &unasked), @r#"["elimination", "partition"]"#);
        let others = grouped(|a, b| (a + 2 * b) as f64 - 3.0);
        insta::assert_snapshot!(chain(&others, &unasked), @r#"["elimination", "rlt"]"#);
        // Whoever asks for something gets that and no more.
        let fortet = Choices::new().linearize("fortet").expect("exists");
        insta::assert_snapshot!(chain(&others, &fortet), @r#"["fortet"]"#);
        let bound = Choices::new().bound("rlt-bound").expect("exists");
        insta::assert_snapshot!(chain(&others, &bound), @r#"["rlt-bound", "rlt"]"#);
    }

    #[test]
    fn chains_are_the_cheapest() {
        let mip = [F::Integer];
        insta::assert_snapshot!(names(&BINARY_QP, &mip, Choices::new()), @r#"["fortet"]"#);
        let grouped: Vec<F> = BINARY_QP.into_iter().chain([F::GroupProduct]).collect();
        insta::assert_snapshot!(names(&grouped, &mip, Choices::new()), @r#"["partition"]"#);
        let rows: Vec<F> = BINARY_QP.into_iter().chain([F::RowProduct]).collect();
        insta::assert_snapshot!(names(&rows, &mip, Choices::new()), @r#"["fortet"]"#);
        let scip = [F::Integer, F::QuadraticRow, F::NonconvexRow, F::DiscreteQuadratic];
        insta::assert_snapshot!(names(&BINARY_QP, &scip, Choices::new()), @r#"["objective-epigraph"]"#);
        let polynomial = [
            F::Integer,
            F::PolynomialObjective,
            F::DiscreteQuadratic,
            F::BinaryProduct,
            F::Max,
        ];
        insta::assert_snapshot!(names(&polynomial, &mip, Choices::new()), @r#"["max-epigraph", "quadratize", "fortet"]"#);
        insta::assert_snapshot!(names(&[F::Max, F::TwoSidedMax], &mip, Choices::new()), @r#"["max-selection"]"#);
        insta::assert_snapshot!(names(&[F::SemiInteger, F::Sos2, F::Indicator], &mip, Choices::new()), @r#"["semi-to-binary", "sos-to-binary", "big-m"]"#);
        insta::assert_snapshot!(names(&[], &[], Choices::new()), @"[]");
    }

    #[test]
    fn wishes_are_kept_or_refused() {
        let mip = [F::Integer];
        let choice = |choices: Result<Choices>| choices.expect("a name");
        insta::assert_snapshot!(names(&BINARY_QP, &mip, choice(Choices::new().linearize("glover"))), @r#"["glover"]"#);
        insta::assert_snapshot!(names(&BINARY_QP, &mip, choice(Choices::new().with("scaling"))), @r#"["fortet", "scaling"]"#);
        let miqp: Vec<F> = BINARY_QP.to_vec();
        insta::assert_snapshot!(names(&BINARY_QP, &miqp, choice(Choices::new().convexify("qcr"))), @r#"["qcr"]"#);
        insta::assert_snapshot!(names(&mip, &mip, choice(Choices::new().linearize("rlt"))), @"model: the reduction rlt was asked for and has nothing to do on this model (it has integer variables)");
        insta::assert_snapshot!(Choices::new().linearize("qcr").expect_err("not one").to_string(), @r#"reduction: found "qcr", expected one of fortet, glover, partition, rlt, rlt-rows"#);
    }

    #[test]
    fn what_cannot_be_reduced_is_named() {
        insta::assert_snapshot!(names(&[F::Integer, F::Sos1], &[], Choices::new()), @"model: no chain of reductions leads to a model without integer variables");
        let product = [F::QuadraticObjective, F::NonconvexObjective, F::ContinuousProduct];
        insta::assert_snapshot!(names(&product, &[F::Integer], Choices::new()), @"model: no chain of reductions leads to a model without a quadratic objective, a nonconvex quadratic objective");
        let unbounded = [
            F::Integer,
            F::QuadraticRow,
            F::NonconvexRow,
            F::DiscreteQuadratic,
            F::MixedProduct,
            F::UnboundedProduct,
        ];
        insta::assert_snapshot!(names(&unbounded, &[F::Integer], Choices::new()), @"model: no chain of reductions leads to a model without quadratic constraints, nonconvex quadratic constraints, integer variables together with quadratic terms");
    }

    #[test]
    fn chains_explain_themselves() {
        let chain = find(
            Features::of(&BINARY_QP),
            Features::of(&[F::Integer]),
            &Choices::new(),
        )
        .expect("a chain");
        insta::assert_snapshot!(chain, @"
        model: integer variables, a quadratic objective, a nonconvex quadratic objective, integer variables together with quadratic terms
        fortet: products of binaries by one variable and up to three rows each
          leaves integer variables
        ");
    }
}
