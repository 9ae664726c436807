//! Reductions keep what a model says: proved on every point of small random models, without a solver.

#[cfg(test)]
mod each;
#[cfg(test)]
mod proof;
#[cfg(test)]
mod random;
#[cfg(test)]
mod strength;
