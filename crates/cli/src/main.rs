//! The program uniap.

fn main() {}
