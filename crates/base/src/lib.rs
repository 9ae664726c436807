//! Words every floor of uniap shares: status, limits, tolerances, places in files, units, numbers as people read them.
//!
//! Nothing here knows what is being planned or solved.

mod index;
mod limit;
mod number;
mod place;
mod status;
pub mod text;
pub mod tolerance;
pub mod unit;

pub use limit::{Deadline, Limit, Stop};
pub use number::divisors;
pub use place::{Place, complaint};
pub use status::Status;
