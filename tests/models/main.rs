//! Models of others with known answers, on every backend.

#[cfg(test)]
mod known;
