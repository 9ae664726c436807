//! The exact structured solver.
