//! HiGHS as a backend: linear, mixed-integer linear and convex quadratic models.
