//! The LP format in CPLEX's dialect: models as people read them.
//!
//! [`write`] refuses what the format cannot say; [`sketch`] writes everything, in the same notation with products
//! of any degree inside the brackets and rows `z = max ( .. )`, for people and for snapshots.

mod write;

pub use write::{sketch, write};
