//! Whole numbers.

/// The divisors of `number` in ascending order; none of 0.
#[must_use]
pub fn divisors(number: u64) -> Vec<u64> {
    let root = (1..).take_while(|d: &u64| d.checked_mul(*d).is_some_and(|square| square <= number));
    let small: Vec<u64> = root.filter(|d| number.is_multiple_of(*d)).collect();
    let large = small
        .iter()
        .rev()
        .map(|d| number / d)
        .filter(|d| u128::from(*d) * u128::from(*d) > u128::from(number));
    small.iter().copied().chain(large).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn divisors_are_complete_and_ascending() {
        assert_eq!(divisors(36), [1, 2, 3, 4, 6, 9, 12, 18, 36]);
        assert_eq!(divisors(1), [1]);
        assert_eq!(divisors(97), [1, 97]);
        assert_eq!(divisors(0), []);
        for number in 1..200_u64 {
            let tried: Vec<u64> = (1..=number).filter(|d| number.is_multiple_of(*d)).collect();
            assert_eq!(divisors(number), tried);
        }
    }
}
