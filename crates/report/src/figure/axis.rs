//! Axes: where values lie, and which of them are marked.

use uniap_base::{text, unit};

/// How values follow one another along an axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// Equal steps are equal differences.
    Linear,
    /// Equal steps are equal ratios.
    Log,
}

/// An axis from its least to its greatest value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Axis {
    scale: Scale,
    low: f64,
    high: f64,
}

impl Axis {
    /// An axis that has room for all of `values` that can lie on it; what cannot (not finite, or not above 0 on a
    /// logarithm) is left out of account.
    pub fn around(scale: Scale, values: impl IntoIterator<Item = f64>) -> Self {
        let fits = |value: &f64| value.is_finite() && (scale == Scale::Linear || *value > 0.0);
        let mut values = values.into_iter().filter(fits);
        let first = values.next().unwrap_or(1.0);
        let (low, high) = values.fold((first, first), |(low, high), value| {
            (low.min(value), high.max(value))
        });
        Self::between(scale, low, high)
    }

    /// An axis between two values that can lie on it, the first not above the second.
    pub fn between(scale: Scale, low: f64, high: f64) -> Self {
        let (low, high) = match scale {
            // The half of the greatest number, so that no difference overflows.
            Scale::Linear => (low.max(f64::MIN / 4.0), high.min(f64::MAX / 4.0)),
            Scale::Log => (
                low.max(f64::MIN_POSITIVE),
                high.clamp(f64::MIN_POSITIVE, f64::MAX),
            ),
        };
        let (low, high) = match scale {
            _ if high > low => (low, high),
            Scale::Linear => (low - 0.5 * low.abs().max(1e-9), low + 0.5 * low.abs().max(1e-9)),
            Scale::Log => ((low / 2.0).max(f64::MIN_POSITIVE), (low * 2.0).min(f64::MAX)),
        };
        Self { scale, low, high }
    }

    /// Where `value` lies: 0 at the least and 1 at the greatest; what lies outside is moved to the nearer end.
    pub fn part(&self, value: f64) -> f64 {
        let part = match self.scale {
            Scale::Linear => (value - self.low) / (self.high - self.low),
            Scale::Log => (value.max(f64::MIN_POSITIVE) / self.low).ln() / (self.high / self.low).ln(),
        };
        if part.is_finite() {
            part.clamp(0.0, 1.0)
        } else {
            0.0
        }
    }

    /// The values to mark, about `wanted` of them, in ascending order.
    pub fn marks(&self, wanted: usize) -> Vec<f64> {
        let wanted = wanted.max(2);
        let inside = |value: &f64| {
            let slack = (self.high - self.low).abs() * 1e-9;
            (self.low - slack..=self.high + slack).contains(value)
        };
        match self.scale {
            Scale::Linear => {
                let step = round_step((self.high - self.low) / wanted as f64);
                let first = (self.low / step - 1e-9).ceil();
                (0..=2 * wanted)
                    .map(|k| (first + k as f64) * step)
                    .filter(inside)
                    .collect()
            }
            Scale::Log => {
                let (low, high) = (self.low.log10(), self.high.log10());
                // Few decades leave room for marks between the powers of ten.
                let inner: &[f64] = match wanted as f64 / (high - low) {
                    room if room < 2.0 => &[1.0],
                    room if room < 3.0 => &[1.0, 3.0],
                    _ => &[1.0, 2.0, 5.0],
                };
                let (from, to) = (low.floor() as i32, high.ceil() as i32);
                let every = ((to - from) as usize).div_ceil(wanted + 1).max(1);
                let powers = (from..=to).step_by(every).map(|power| 10.0_f64.powi(power));
                powers
                    .flat_map(|power| inner.iter().map(move |part| part * power))
                    .filter(inside)
                    .collect()
            }
        }
    }
}

/// Seconds at a mark: [`text::seconds`] without zeros at the end.
#[must_use]
pub fn seconds(value: f64) -> String {
    short(&text::seconds(value))
}

/// Seconds in as few letters as tell them apart.
#[must_use]
pub fn brief(seconds: f64) -> String {
    match seconds {
        value if value >= 99.5 => format!("{value:.0}"),
        value if value >= 9.95 => format!("{value:.1}"),
        value if value >= 0.1 => format!("{value:.2}"),
        value => self::seconds(value),
    }
}

/// Bytes at a mark: [`unit::bytes`] without zeros at the end.
#[must_use]
pub fn bytes(value: f64) -> String {
    short(&unit::bytes(value))
}

/// A number and its unit without zeros at the end of the number.
fn short(shown: &str) -> String {
    let (number, unit) = shown.split_once(' ').unwrap_or((shown, ""));
    let number = if number.contains('.') && !number.contains('e') {
        number.trim_end_matches('0').trim_end_matches('.')
    } else {
        number
    };
    format!("{number} {unit}").trim_end().to_owned()
}

/// The least of 1, 2, 2.5 and 5 times a power of ten that is not below `step`.
fn round_step(step: f64) -> f64 {
    if !(step.is_finite() && step > 0.0) {
        return 1.0;
    }
    let power = 10.0_f64.powf(step.log10().floor());
    let round = [1.0, 2.0, 2.5, 5.0]
        .into_iter()
        .find(|round| round * power >= step * (1.0 - 1e-9));
    round.unwrap_or(10.0) * power
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_round_and_inside() {
        assert_eq!(
            Axis::between(Scale::Linear, 0.0, 41.0).marks(4),
            [0.0, 20.0, 40.0]
        );
        assert_eq!(
            Axis::between(Scale::Linear, -0.3, 0.2).marks(5),
            [-0.30000000000000004, -0.2, -0.1, 0.0, 0.1, 0.2]
        );
        assert_eq!(
            Axis::between(Scale::Log, 0.5, 2000.0).marks(4),
            [1.0, 10.0, 100.0, 1000.0]
        );
        assert_eq!(Axis::between(Scale::Log, 1.0, 8.0).marks(4), [1.0, 2.0, 5.0]);
    }

    #[test]
    fn marks_are_written_short() {
        assert_eq!(
            [0.05, 0.1, 2.5, 0.0, 20.0].map(seconds),
            ["50 ms", "100 ms", "2.5 s", "0 s", "20 s"]
        );
        assert_eq!([4e10, 0.0].map(bytes), ["40 GB", "0 B"]);
    }

    #[test]
    fn whatever_the_values_an_axis_has_marks_and_places() {
        let extremes = [
            0.0,
            1.0,
            -1.0,
            1e-300,
            1e308,
            -1e308,
            f64::NAN,
            f64::INFINITY,
            f64::MAX,
            f64::MIN_POSITIVE,
        ];
        for scale in [Scale::Linear, Scale::Log] {
            for a in extremes {
                for b in extremes {
                    let axis = Axis::around(scale, [a, b]);
                    assert!(axis.low < axis.high, "{axis:?}");
                    assert!(axis.marks(5).len() < 60);
                    for value in [a, b, 3.0].into_iter().chain(axis.marks(5)) {
                        assert!((0.0..=1.0).contains(&axis.part(value)), "{axis:?} {value}");
                    }
                }
            }
            assert!(Axis::around(scale, []).marks(4).len() < 60);
        }
    }
}
