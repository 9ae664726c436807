//! The one list of backends: a new one is a line here and two in the manifest.

use uniap_solver::{Backend, Registry};

/// The backends of this program, in order of preference.
pub static ALL: &[&dyn Backend] = &[
    #[cfg(feature = "exact")]
    &uniap_exact::Exact,
    #[cfg(feature = "highs")]
    &uniap_highs::Highs,
    #[cfg(feature = "scip")]
    &uniap_scip::Scip,
    #[cfg(feature = "clarabel")]
    &uniap_clarabel::Clarabel,
];

/// Those that exist but are not built in, with what builds them in.
static ABSENT: &[(&str, &str)] = &[
    #[cfg(not(feature = "clarabel"))]
    ("clarabel", "build with `--features clarabel`"),
    #[cfg(not(feature = "exact"))]
    ("exact", "build with `--features exact`"),
    #[cfg(not(feature = "highs"))]
    (
        "highs",
        "`cargo xtask setup` fetches what it needs, then build with `--features highs`",
    ),
    #[cfg(not(feature = "scip"))]
    (
        "scip",
        "`cargo xtask setup` fetches what it needs, then build with `--features scip`",
    ),
];

/// The registry of this program.
pub static REGISTRY: Registry = Registry::new(ALL, ABSENT);
