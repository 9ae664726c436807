//! More small models whose optimum is known: what is empty, fixed, free, doubled, unused, badly scaled, or without a
//! bound. Each says why its answer is right.

mod curved;
mod linear;
mod special;

use crate::case::{Case, Expected};

const INF: f64 = f64::INFINITY;

/// Every one of them.
pub static CORNERS: &[Case] = &[
    Case {
        name: "lp-no-variables-infeasible",
        build: linear::nothing_to_decide,
        expected: Expected::Infeasible,
    },
    Case {
        name: "lp-no-objective",
        build: linear::no_objective,
        expected: Expected::Optimal(0.0),
    },
    Case {
        name: "lp-fixed-variables",
        build: linear::fixed,
        expected: Expected::Optimal(2.0),
    },
    Case {
        name: "lp-free-rows",
        build: linear::free_rows,
        expected: Expected::Optimal(1.0),
    },
    Case {
        name: "lp-duplicates",
        build: linear::duplicates,
        expected: Expected::Optimal(4.0),
    },
    Case {
        name: "lp-contradicting-duplicates",
        build: linear::contradicting,
        expected: Expected::Infeasible,
    },
    Case {
        name: "lp-unused-variables",
        build: linear::unused,
        expected: Expected::Optimal(3.0),
    },
    Case {
        name: "lp-negative-bounds",
        build: linear::negative_bounds,
        expected: Expected::Optimal(-7.0),
    },
    Case {
        name: "lp-one-free-direction",
        build: linear::one_free_direction,
        expected: Expected::Unbounded,
    },
    Case {
        name: "lp-infeasible-with-a-ray",
        build: linear::infeasible_with_a_ray,
        expected: Expected::Infeasible,
    },
    Case {
        name: "milp-unbounded",
        build: linear::milp_unbounded,
        expected: Expected::Unbounded,
    },
    Case {
        name: "milp-unbounded-maximise",
        build: linear::milp_unbounded_maximise,
        expected: Expected::Unbounded,
    },
    Case {
        name: "milp-infeasible-with-a-ray",
        build: linear::milp_infeasible_with_a_ray,
        expected: Expected::Infeasible,
    },
    Case {
        name: "milp-scaled",
        build: linear::scaled,
        expected: Expected::Optimal(3e-3),
    },
    Case {
        name: "milp-fixed-binaries",
        build: linear::fixed_binaries,
        expected: Expected::Optimal(3.0),
    },
    Case {
        name: "milp-wide-integers",
        build: linear::wide_integers,
        expected: Expected::Optimal(333_334.0),
    },
    Case {
        name: "milp-offset",
        build: linear::offset,
        expected: Expected::Optimal(1e6 + 2.0),
    },
    Case {
        name: "milp-maximise",
        build: linear::milp_maximise,
        expected: Expected::Optimal(21.0),
    },
    Case {
        name: "qp-ray-beside-a-curve",
        build: curved::ray_beside_a_curve,
        expected: Expected::Unbounded,
    },
    Case {
        name: "qp-ray-in-a-valley",
        build: curved::ray_in_a_valley,
        expected: Expected::Unbounded,
    },
    Case {
        name: "qp-equality",
        build: curved::qp_equality,
        expected: Expected::Optimal(2.0),
    },
    Case {
        name: "qp-nonconvex",
        build: curved::qp_nonconvex,
        expected: Expected::Optimal(-4.0),
    },
    Case {
        name: "qp-infeasible",
        build: curved::qp_infeasible,
        expected: Expected::Infeasible,
    },
    Case {
        name: "qcp-maximise",
        build: curved::qcp_maximise,
        expected: Expected::Optimal(std::f64::consts::SQRT_2),
    },
    Case {
        name: "qcp-equality",
        build: curved::qcp_equality,
        expected: Expected::Optimal(-2.0),
    },
    Case {
        name: "qcp-integer-product",
        build: curved::integer_product,
        expected: Expected::Optimal(5.0),
    },
    Case {
        name: "qcp-infeasible",
        build: curved::qcp_infeasible,
        expected: Expected::Infeasible,
    },
    Case {
        name: "polynomial-row",
        build: curved::polynomial_row,
        expected: Expected::Optimal(2.0),
    },
    Case {
        name: "max-two-sided",
        build: special::max_two_sided,
        expected: Expected::Optimal(4.0),
    },
    Case {
        name: "indicator-of-zero",
        build: special::indicator_of_zero,
        expected: Expected::Optimal(-5.0),
    },
    Case {
        name: "indicator-equality",
        build: special::indicator_equality,
        expected: Expected::Optimal(2.0),
    },
    Case {
        name: "indicator-never",
        build: special::indicator_never,
        expected: Expected::Optimal(0.0),
    },
    Case {
        name: "semi-continuous-at-zero",
        build: special::semi_at_zero,
        expected: Expected::Optimal(0.0),
    },
    Case {
        name: "semi-continuous-between",
        build: special::semi_between,
        expected: Expected::Infeasible,
    },
    Case {
        name: "semi-integer-maximise",
        build: special::semi_integer_maximise,
        expected: Expected::Optimal(4.0),
    },
    Case {
        name: "sos1-of-integers",
        build: special::sos1_of_integers,
        expected: Expected::Optimal(-8.0),
    },
    Case {
        name: "sos2-order-by-weight",
        build: special::sos2_order,
        expected: Expected::Optimal(-6.0),
    },
];
