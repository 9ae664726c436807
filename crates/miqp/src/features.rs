//! What a model needs from whoever solves it.

use std::fmt;

use crate::constraint::{Constraint, SosKind};
use crate::convex;
use crate::model::{Domain, Model, Sense};
use crate::polynomial::Polynomial;
use crate::structure;

/// One thing a solver must take for a model to be solved as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Feature {
    /// Binary or integer variables.
    Integer,
    /// Variables that are zero or between bounds.
    SemiContinuous,
    /// Variables that are zero or an integer between bounds.
    SemiInteger,
    /// Terms of degree two in the objective.
    QuadraticObjective,
    /// Terms of degree two in the objective that are not known to be convex in the direction of optimisation.
    NonconvexObjective,
    /// Terms of degree three and more in the objective.
    PolynomialObjective,
    /// Rows with terms of degree two.
    QuadraticRow,
    /// Rows with terms of degree two whose feasible set is not known to be convex.
    NonconvexRow,
    /// Rows with terms of degree three and more.
    PolynomialRow,
    /// Discrete variables together with terms of degree two or more anywhere: a solver may take either alone.
    DiscreteQuadratic,
    /// Rows that a binary variable switches on.
    Indicator,
    /// Special ordered sets of type 1.
    Sos1,
    /// Special ordered sets of type 2.
    Sos2,
    /// Rows `result = max(..)`.
    Max,
    /// Structure, not a need: some product has binary factors only.
    BinaryProduct,
    /// Structure, not a need: some product of binaries has its factors in two one-hot groups.
    GroupProduct,
    /// Structure, not a need: some product of binaries has a factor in a linear row of binaries that is no one-hot
    /// group.
    RowProduct,
    /// Structure, not a need: some product has binary factors and one that is not.
    MixedProduct,
    /// Structure, not a need: some product has two factors that are not binary, so that it cannot be linearised.
    ContinuousProduct,
    /// Structure, not a need: some product has a factor that is neither binary nor between two finite bounds.
    UnboundedProduct,
    /// Structure, not a need: some maximum is not pressed down by the rest of the model, so that its epigraph alone
    /// would say less.
    TwoSidedMax,
}

impl Feature {
    /// Every feature, in order.
    pub const ALL: [Self; 21] = [
        Self::Integer,
        Self::SemiContinuous,
        Self::SemiInteger,
        Self::QuadraticObjective,
        Self::NonconvexObjective,
        Self::PolynomialObjective,
        Self::QuadraticRow,
        Self::NonconvexRow,
        Self::PolynomialRow,
        Self::DiscreteQuadratic,
        Self::Indicator,
        Self::Sos1,
        Self::Sos2,
        Self::Max,
        Self::BinaryProduct,
        Self::GroupProduct,
        Self::RowProduct,
        Self::MixedProduct,
        Self::ContinuousProduct,
        Self::UnboundedProduct,
        Self::TwoSidedMax,
    ];

    /// The words for it, fit for "the solver lacks ...".
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Integer => "integer variables",
            Self::SemiContinuous => "semi-continuous variables",
            Self::SemiInteger => "semi-integer variables",
            Self::QuadraticObjective => "a quadratic objective",
            Self::NonconvexObjective => "a nonconvex quadratic objective",
            Self::PolynomialObjective => "an objective of degree above two",
            Self::QuadraticRow => "quadratic constraints",
            Self::NonconvexRow => "nonconvex quadratic constraints",
            Self::PolynomialRow => "constraints of degree above two",
            Self::DiscreteQuadratic => "integer variables together with quadratic terms",
            Self::Indicator => "indicator constraints",
            Self::Sos1 => "special ordered sets of type 1",
            Self::Sos2 => "special ordered sets of type 2",
            Self::Max => "maximum constraints",
            Self::BinaryProduct => "products of binary variables",
            Self::GroupProduct => "products between one-hot groups",
            Self::RowProduct => "products of binary variables of linear rows",
            Self::MixedProduct => "products of binary and other variables",
            Self::ContinuousProduct => "products of two variables that are not binary",
            Self::UnboundedProduct => "products with an unbounded variable",
            Self::TwoSidedMax => "maxima that are not minimised",
        }
    }

    /// True where a solver must take it; false where it only describes what reductions can do.
    #[must_use]
    pub fn is_need(self) -> bool {
        !matches!(
            self,
            Self::BinaryProduct
                | Self::GroupProduct
                | Self::RowProduct
                | Self::MixedProduct
                | Self::ContinuousProduct
                | Self::UnboundedProduct
                | Self::TwoSidedMax
        )
    }
}

impl fmt::Display for Feature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A set of features.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Features(u32);

impl Features {
    /// The empty set: a linear program.
    pub const NONE: Self = Self(0);

    /// The set of `features`.
    #[must_use]
    pub const fn of(features: &[Feature]) -> Self {
        let mut bits = 0;
        let mut i = 0;
        while i < features.len() {
            bits |= 1 << features[i] as u8;
            i += 1;
        }
        Self(bits)
    }

    /// True where `feature` is in the set.
    #[must_use]
    pub const fn has(self, feature: Feature) -> bool {
        self.0 & (1 << feature as u8) != 0
    }

    /// The set with `feature`.
    #[must_use]
    pub const fn with(self, feature: Feature) -> Self {
        Self(self.0 | (1 << feature as u8))
    }

    /// The set without `feature`.
    #[must_use]
    pub const fn without(self, feature: Feature) -> Self {
        Self(self.0 & !(1 << feature as u8))
    }

    /// Every feature of either set.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What a solver that takes `taken` lacks for a model with these features, descriptions of structure aside.
    #[must_use]
    pub fn missing_from(self, taken: Self) -> Self {
        let lacking = Self(self.0 & !taken.0);
        Self(
            lacking
                .iter()
                .filter(|f| f.is_need())
                .fold(0, |bits, f| bits | (1 << f as u8)),
        )
    }

    /// The set with what follows from the rest: discrete variables together with curved functions are a need of
    /// their own, and a product kind is there only while some function is curved.
    pub(crate) fn settled(self) -> Self {
        let curved = [
            Feature::QuadraticObjective,
            Feature::PolynomialObjective,
            Feature::QuadraticRow,
            Feature::PolynomialRow,
        ];
        let discrete = [Feature::Integer, Feature::SemiContinuous, Feature::SemiInteger];
        let has = |some: &[Feature]| some.iter().any(|&feature| self.has(feature));
        if has(&curved) && has(&discrete) {
            self.with(Feature::DiscreteQuadratic)
        } else {
            self.without(Feature::DiscreteQuadratic)
        }
    }

    /// True where nothing is in the set.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The features in order.
    pub fn iter(self) -> impl Iterator<Item = Feature> {
        Feature::ALL.into_iter().filter(move |&feature| self.has(feature))
    }
}

impl FromIterator<Feature> for Features {
    fn from_iter<I: IntoIterator<Item = Feature>>(features: I) -> Self {
        features.into_iter().fold(Self::NONE, Self::with)
    }
}

impl fmt::Display for Features {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return f.write_str("none");
        }
        let names: Vec<&str> = self.iter().map(Feature::name).collect();
        f.write_str(&names.join(", "))
    }
}

impl fmt::Debug for Features {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

impl Model {
    /// What the model needs. Convexity is claimed only where it is certified (see `convex.rs`).
    #[must_use]
    pub fn features(&self) -> Features {
        let mut found = Features::NONE;
        for (_, variable) in self.variables() {
            found = match variable.domain {
                Domain::Continuous => found,
                Domain::Integer | Domain::Binary => found.with(Feature::Integer),
                Domain::SemiContinuous => found.with(Feature::SemiContinuous),
                Domain::SemiInteger => found.with(Feature::SemiInteger),
            };
        }
        let objective = self.objective();
        let function = &objective.function;
        if function.degree() > 2 {
            found = found.with(Feature::PolynomialObjective);
        }
        if !function.quadratic().is_empty() {
            found = found.with(Feature::QuadraticObjective);
            let sign = match objective.sense {
                Sense::Minimize => 1.0,
                Sense::Maximize => -1.0,
            };
            if !convex::is_convex(function.quadratic(), sign) {
                found = found.with(Feature::NonconvexObjective);
            }
        }
        for (_, constraint) in self.rows() {
            found = found.union(row_features(constraint));
        }
        found.union(structure::features(self)).settled()
    }
}

/// What one row needs.
fn row_features(constraint: &Constraint) -> Features {
    match constraint {
        Constraint::Interval(interval) => {
            function_features(&interval.function, interval.lower, interval.upper)
        }
        Constraint::Indicator { then, .. } => {
            function_features(&then.function, then.lower, then.upper).with(Feature::Indicator)
        }
        Constraint::Sos {
            kind: SosKind::One, ..
        } => Features::of(&[Feature::Sos1]),
        Constraint::Sos {
            kind: SosKind::Two, ..
        } => Features::of(&[Feature::Sos2]),
        // After the epigraph every function stands below the result.
        Constraint::Max { of, .. } => of.iter().fold(Features::of(&[Feature::Max]), |found, function| {
            found.union(function_features(function, f64::NEG_INFINITY, 0.0))
        }),
    }
}

/// What a function between bounds needs.
fn function_features(function: &Polynomial, lower: f64, upper: f64) -> Features {
    let mut found = Features::NONE;
    if function.degree() > 2 {
        found = found.with(Feature::PolynomialRow);
    }
    if !function.quadratic().is_empty() {
        found = found.with(Feature::QuadraticRow);
        let below = lower == f64::NEG_INFINITY && convex::is_convex(function.quadratic(), 1.0);
        let above = upper == f64::INFINITY && convex::is_convex(function.quadratic(), -1.0);
        if !below && !above {
            found = found.with(Feature::NonconvexRow);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Expr;

    #[test]
    fn a_linear_program_needs_nothing() {
        let mut model = Model::new("lp");
        let x = model.continuous("x", 0.0, 1.0);
        model.add("r", (2.0 * x).le(1.0));
        model.minimize(x);
        assert!(model.features().is_empty());
        assert_eq!(model.features().to_string(), "none");
    }

    #[test]
    fn every_need_is_seen() {
        let mut model = Model::new("all");
        let b = model.binary("b");
        let x = model.continuous("x", 0.0, f64::INFINITY);
        let s = model.variable("s", Domain::SemiContinuous, 1.0, 2.0);
        let t = model.variable("t", Domain::SemiInteger, 1.0, 2.0);
        model.minimize(b * x + b * b * s * 1.0);
        model.add("q", (x * x + s).ge(1.0));
        model.add("p", (b * b * b).le(1.0));
        model.indicator("i", b, crate::Truth::One, x.le(1.0));
        model.sos1("s1", [(x, 1.0), (s, 2.0)]);
        model.sos2("s2", [(x, 1.0), (s, 2.0)]);
        model.max_of("m", x, [Expr::from(s), Expr::from(t)]);
        let all: Features = Feature::ALL.into_iter().collect();
        let all = all.without(Feature::GroupProduct).without(Feature::RowProduct);
        assert_eq!(model.features(), all);
        let taken = all.without(Feature::Max).without(Feature::ContinuousProduct);
        assert_eq!(
            model.features().missing_from(taken).to_string(),
            "maximum constraints"
        );
    }

    #[test]
    fn convexity_follows_the_direction() {
        let mut model = Model::new("qp");
        let x = model.continuous("x", -1.0, 1.0);
        let y = model.continuous("y", -1.0, 1.0);
        let form = || x * x + y * y - 1.5 * x * y;
        model.minimize(form());
        assert!(!model.features().has(Feature::NonconvexObjective));
        model.maximize(form());
        assert!(model.features().has(Feature::NonconvexObjective));
        model.maximize(-form());
        model.add("ball", form().le(1.0));
        assert!(!model.features().has(Feature::NonconvexObjective));
        assert!(!model.features().has(Feature::NonconvexRow));
        model.add("shell", form().within(0.5, 1.0));
        assert!(model.features().has(Feature::NonconvexRow));
    }
}
