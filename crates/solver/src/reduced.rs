//! The one place where a model is reduced to what a backend takes, and its answer brought back.

use uniap_miqp::Model;

use crate::backend::Backend;
use crate::checked::{self, Answer};
use crate::error::Result;
use crate::options::SolveOptions;

/// Solves `model` with `backend`, reducing it as far as needed.
///
/// # Errors
/// As [`checked::model`]; and when no reduction removes a feature that the backend does not take.
pub fn solve(
    backend: &dyn Backend,
    model: &Model,
    start: Option<&[f64]>,
    options: &SolveOptions<'_>,
) -> Result<Answer<Vec<f64>>> {
    checked::model(backend, model, start, options)
}
