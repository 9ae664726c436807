//! Model files.

pub mod lp;
mod naming;
mod number;
