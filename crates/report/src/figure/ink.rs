//! Colours: one list for light paper, dark screens and print.
//!
//! A drawing carries the light colours as attributes, which every program that shows SVG knows, and a class; a style sheet
//! changes the colours of the classes where a dark scheme is preferred, and never in print.

use std::fmt::Write as _;

/// A colour by what it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ink {
    /// Its name in classes.
    pub name: &'static str,
    /// On light paper.
    pub light: &'static str,
    /// On a dark screen.
    pub dark: &'static str,
}

const fn ink(name: &'static str, light: &'static str, dark: &'static str) -> Ink {
    Ink { name, light, dark }
}

/// What everything is drawn on.
pub const PAPER: Ink = ink("paper", "#ffffff", "#14181d");
/// Text.
pub const TEXT: Ink = ink("text", "#1b2026", "#e6e9ed");
/// Text that matters less.
pub const MUTED: Ink = ink("muted", "#5a636e", "#a3adb8");
/// Lines that guide the eye.
pub const GRID: Ink = ink("grid", "#dde1e6", "#333b45");
/// The ground of a bar or a row.
pub const GROUND: Ink = ink("ground", "#f0f2f5", "#1f252d");
/// Text on a filled shape.
pub const ON: Ink = ink("on", "#ffffff", "#10141a");
/// A limit.
pub const LIMIT: Ink = ink("limit", "#b3261e", "#ff8a80");
/// What idles.
pub const IDLE: Ink = ink("idle", "#c3cad2", "#48525e");

/// Colours of series: white text is read on the light ones and dark text on the dark ones (contrast above 4.5), and
/// people with any kind of colour vision tell neighbours apart by lightness or hue.
pub const SERIES: [Ink; 8] = [
    ink("s0", "#0b6bab", "#5aa9e6"),
    ink("s1", "#b5480f", "#f08a4b"),
    ink("s2", "#0a7553", "#3fbf93"),
    ink("s3", "#8b4a9c", "#c58fd6"),
    ink("s4", "#7a6200", "#d9b93b"),
    ink("s5", "#b0336f", "#ef86b5"),
    ink("s6", "#0f6f80", "#4fc3d6"),
    ink("s7", "#565d66", "#b3bac2"),
];

const OTHERS: [Ink; 8] = [PAPER, TEXT, MUTED, GRID, GROUND, ON, LIMIT, IDLE];

/// The dashes that tell series of one colour apart, also in print.
pub const DASHES: [&str; 3] = ["", "7 4", "2 3"];

/// The colour and the dashes of the series at a position: no two of the first 24 have both in common.
#[must_use]
pub fn series(position: usize) -> (Ink, &'static str) {
    let dash = DASHES[position % DASHES.len()];
    (SERIES[position % SERIES.len()], dash)
}

/// The style sheet for dark screens.
#[must_use]
pub fn style() -> String {
    let mut rules = String::new();
    for Ink { name, dark, .. } in SERIES.iter().chain(&OTHERS) {
        let _ = write!(rules, ".f-{name}{{fill:{dark}}}.k-{name}{{stroke:{dark}}}");
    }
    format!("@media screen and (prefers-color-scheme:dark){{{rules}}}")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The relative luminance of WCAG 2.
    fn luminance(colour: &str) -> f64 {
        let part = |at: usize| {
            let value = u8::from_str_radix(&colour[at..at + 2], 16).expect("hexadecimal");
            let value = f64::from(value) / 255.0;
            if value <= 0.04045 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
    }

    fn contrast(a: &str, b: &str) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn text_is_readable_and_shapes_are_seen() {
        for text in [TEXT, MUTED, LIMIT] {
            for ground in [PAPER, GROUND] {
                assert!(contrast(text.light, ground.light) >= 4.5, "{text:?}");
                assert!(contrast(text.dark, ground.dark) >= 4.5, "{text:?}");
            }
        }
        for series in SERIES {
            assert!(contrast(series.light, ON.light) >= 4.5, "{series:?}");
            assert!(contrast(series.dark, ON.dark) >= 4.5, "{series:?}");
            assert!(contrast(series.light, PAPER.light) >= 3.0, "{series:?}");
            assert!(contrast(series.dark, PAPER.dark) >= 3.0, "{series:?}");
        }
    }

    #[test]
    fn every_colour_has_a_dark_rule() {
        let style = style();
        for ink in SERIES.iter().chain(&OTHERS) {
            assert!(style.contains(&format!(".f-{}{{fill:{}}}", ink.name, ink.dark)));
        }
        for position in 0..24 {
            assert!((0..position).all(|other| series(other) != series(position)));
        }
    }
}
