//! The planning instance.
