//! The baselines against the truth, in a module of tests.

#[cfg(test)]
mod cases;
