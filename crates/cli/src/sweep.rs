//! What `uniap sweep` is made of besides the library: this machine's means, a process that does one task, and a report.

pub mod means;
pub mod report;
pub mod worker;
