//! How the parameters of solvers are read, which every solver writes alike.

use crate::error::Result;
use crate::options::Parameter;

/// A truth value.
#[must_use]
pub fn switch(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "on" | "1" => Some(true),
        "false" | "off" | "0" => Some(false),
        _ => None,
    }
}

/// A number, which NaN is not.
#[must_use]
pub fn number(text: &str) -> Option<f64> {
    text.parse().ok().filter(|value: &f64| !value.is_nan())
}

impl Parameter {
    /// Refuses a parameter that belongs to `backend` itself: one of `reserved`, which says why.
    ///
    /// # Errors
    /// When it is reserved.
    pub fn check_reserved(&self, backend: &'static str, reserved: &[(&str, &str)]) -> Result<()> {
        match reserved.iter().find(|(name, _)| *name == self.name) {
            Some((_, why)) => Err(self.refused(backend, format!("it is reserved: {why}"))),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_or_none() {
        for (text, value) in [
            ("true", true),
            ("TRUE", true),
            ("on", true),
            ("0", false),
            ("Off", false),
        ] {
            assert_eq!(switch(text), Some(value), "{text}");
        }
        assert_eq!((switch("2"), switch(""), switch("yes")), (None, None, None));
        assert_eq!((number("1e-9"), number("inf")), (Some(1e-9), Some(f64::INFINITY)));
        assert_eq!((number("nan"), number(""), number("1,5")), (None, None, None));
    }

    #[test]
    fn what_is_reserved_is_refused_with_the_reason() {
        let of = |name: &str| Parameter {
            name: name.to_owned(),
            value: "1".to_owned(),
        };
        let reserved = [("quiet", "the output belongs to the results")];
        assert!(of("loud").check_reserved("x", &reserved).is_ok());
        let error = of("quiet").check_reserved("x", &reserved).expect_err("reserved");
        assert_eq!(
            error.to_string(),
            "backend x refuses parameter quiet=1: it is reserved: the output belongs to the results"
        );
    }
}
