//! Typed indices: a position in one kind of list cannot be mistaken for a position in another.

/// Declares a `Copy` index type over `u32` with `new`, `get` and a plain `Display`.
///
/// `new` takes a `usize` because positions come from `enumerate`; lists longer than `u32::MAX` do not fit in
/// the memory this program plans with, and `new` saturates instead of wrapping around, so that an impossible
/// index is out of bounds and never another element.
#[macro_export]
macro_rules! index_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u32);

        impl $name {
            /// The index of position `position`.
            #[must_use]
            pub const fn new(position: usize) -> Self {
                if position < u32::MAX as usize { Self(position as u32) } else { Self(u32::MAX) }
            }

            /// The position, to look something up in a slice.
            #[must_use]
            pub const fn get(self) -> usize {
                self.0 as usize
            }
        }

        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                write!(f, "{}", self.0)
            }
        }
    };
}

#[cfg(test)]
mod tests {
    index_type!(
        /// A test index.
        Ix
    );

    #[test]
    fn round_trip_and_saturation() {
        assert_eq!(Ix::new(7).get(), 7);
        assert_eq!(Ix::new(usize::MAX).get(), u32::MAX as usize);
        assert_eq!(Ix::new(3).to_string(), "3");
    }
}
