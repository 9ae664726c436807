//! Results as figures: SVG drawings, and one HTML page that needs nothing else.
//!
//! [`read`] takes a file that a command of uniap wrote and says what it holds ([`result::ALL`] is the list of what is known);
//! [`page`] puts the sections of several files onto one page; [`Figure::svg`] is a drawing by itself. The same drawings serve
//! the commands that draw one thing ([`figure`]).
//!
//! Nothing here solves, plans or reads files; what a file says is drawn, and only the timeline of a plan is computed anew,
//! by the simulator of `uniap-cost`. Every text that comes from a file passes through the escaping of `maud`.

mod error;
pub mod figure;
mod page;
pub mod race;
pub mod result;
mod section;

pub use error::{Error, Result};
pub use figure::Figure;
pub use page::{Head, page};
pub use result::read;
pub use section::{Fact, Panel, Section, Shown, Side, Table};
