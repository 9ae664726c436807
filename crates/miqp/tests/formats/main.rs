//! Model files: what is written reads back as the same model, and no bytes make a reader panic, hang or grow.

mod malformed;
mod quirks;
mod random;
mod round_trip;
