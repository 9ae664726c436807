//! Pages of whole results.

#[cfg(test)]
mod whole;
