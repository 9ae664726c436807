//! Galvatron on its own ground, in a module of tests.

#[cfg(test)]
mod cases;
