//! SCIP as a backend: mixed-integer linear and non-convex quadratic models.
