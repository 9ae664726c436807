//! Names that are written out only when somebody asks: a stem and a list of indices, `Y_3_0_2`.

use std::borrow::Cow;
use std::fmt;

/// Most indices a name holds without being written out.
const INLINE: usize = 6;

/// The name of a variable or of a row: a stem and a list of indices, joined by `_` when shown.
///
/// A model of half a million non-zeros has as many names as columns and rows, and nobody reads most of them; so
/// `("flow", [e, i, k])` is kept as it is and becomes `flow_7_0_3` only in a file or a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    stem: Cow<'static, str>,
    indices: [u32; INLINE],
    length: u8,
}

impl Name {
    /// The name `stem` followed by `indices`.
    #[must_use]
    pub fn indexed(stem: impl Into<Cow<'static, str>>, indices: &[usize]) -> Self {
        let stem = stem.into();
        let mut inline = [0; INLINE];
        for (slot, &index) in inline.iter_mut().zip(indices) {
            match u32::try_from(index) {
                Ok(index) => *slot = index,
                Err(_) => return Self::written(&stem, indices),
            }
        }
        match u8::try_from(indices.len()) {
            Ok(length) if indices.len() <= INLINE => Self {
                stem,
                indices: inline,
                length,
            },
            _ => Self::written(&stem, indices),
        }
    }

    /// The same name as plain text, where it does not fit inline.
    fn written(stem: &str, indices: &[usize]) -> Self {
        let mut text = stem.to_owned();
        for index in indices {
            text.push('_');
            text.push_str(&index.to_string());
        }
        Self::from(text)
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.stem)?;
        for index in &self.indices[..usize::from(self.length)] {
            write!(f, "_{index}")?;
        }
        Ok(())
    }
}

impl From<Cow<'static, str>> for Name {
    fn from(stem: Cow<'static, str>) -> Self {
        Self {
            stem,
            indices: [0; INLINE],
            length: 0,
        }
    }
}

impl From<&'static str> for Name {
    fn from(stem: &'static str) -> Self {
        Self::from(Cow::Borrowed(stem))
    }
}

impl From<String> for Name {
    fn from(stem: String) -> Self {
        Self::from(Cow::Owned(stem))
    }
}

impl<const N: usize> From<(&'static str, [usize; N])> for Name {
    fn from((stem, indices): (&'static str, [usize; N])) -> Self {
        Self::indexed(stem, &indices)
    }
}

/// Writes `stem` and `indices` the way [`Name`] does.
pub(crate) fn join(stem: &str, indices: impl IntoIterator<Item = u32>) -> String {
    let mut text = stem.to_owned();
    for index in indices {
        text.push('_');
        text.push_str(&index.to_string());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indices_follow_the_stem() {
        assert_eq!(Name::from("x").to_string(), "x");
        assert_eq!(Name::from(("Y", [3, 0, 2])).to_string(), "Y_3_0_2");
        assert_eq!(
            Name::from(("Y", [1, 2, 3, 4, 5, 6, 7])).to_string(),
            "Y_1_2_3_4_5_6_7"
        );
        assert_eq!(
            Name::from(("Y", [usize::MAX])).to_string(),
            format!("Y_{}", usize::MAX)
        );
    }
}
