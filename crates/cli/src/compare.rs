//! What `uniap compare` is made of: the runs to do, one row for each, and what is made of all rows.

pub mod clash;
pub mod integral;
pub mod row;
pub mod sink;
pub mod summary;
pub mod task;
