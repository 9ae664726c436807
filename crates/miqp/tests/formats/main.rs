//! Model files: what is written reads back as the same model, and no bytes make a reader panic, hang or grow.

#[cfg(test)]
mod malformed;
#[cfg(test)]
mod mutated;
#[cfg(test)]
mod quirks;
#[cfg(test)]
mod random;
#[cfg(test)]
mod round_trip;
