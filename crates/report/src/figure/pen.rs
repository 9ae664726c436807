//! Shapes: the few that drawings are made of, each with its colour on paper and its class for dark screens.

use std::fmt::Write as _;

use maud::{Markup, html};

use super::ink::Ink;

/// A coordinate with at most two decimals.
pub fn at(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" {
        "0".to_owned()
    } else {
        text.to_owned()
    }
}

/// To which side of its place a text goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// To the right of it.
    Start,
    /// Around it.
    Middle,
    /// To the left of it.
    End,
}

impl Anchor {
    const fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Middle => "middle",
            Self::End => "end",
        }
    }
}

/// Where a rectangle lies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    /// Its left edge.
    pub x: f64,
    /// Its upper edge.
    pub y: f64,
    /// How wide it is.
    pub width: f64,
    /// How high it is.
    pub height: f64,
}

/// An area.
pub const fn area(x: f64, y: f64, width: f64, height: f64) -> Area {
    Area { x, y, width, height }
}

fn fill(ink: Ink) -> String {
    format!("f-{}", ink.name)
}

fn stroke(ink: Ink) -> String {
    format!("k-{}", ink.name)
}

/// A filled rectangle.
pub fn ground(of: Area, ink: Ink) -> Markup {
    html! {
        rect x=(at(of.x)) y=(at(of.y)) width=(at(of.width.max(0.0))) height=(at(of.height)) fill=(ink.light)
            class=(fill(ink)) {}
    }
}

/// A filled rectangle that stands for something, which is said where a mouse rests.
pub fn block(of: Area, ink: Ink, what: &str) -> Markup {
    html! {
        rect x=(at(of.x)) y=(at(of.y)) width=(at(of.width.max(0.0))) height=(at(of.height)) fill=(ink.light)
            class={ "mark " (fill(ink)) } { title { (what) } }
    }
}

/// The edge of a rectangle.
pub fn frame(of: Area, ink: Ink) -> Markup {
    html! {
        rect x=(at(of.x)) y=(at(of.y)) width=(at(of.width.max(0.0))) height=(at(of.height)) fill="none"
            stroke=(ink.light) class=(stroke(ink)) {}
    }
}

/// A straight line.
pub fn line(from: (f64, f64), to: (f64, f64), ink: Ink, width: f64) -> Markup {
    html! {
        line x1=(at(from.0)) y1=(at(from.1)) x2=(at(to.0)) y2=(at(to.1)) stroke=(ink.light) stroke-width=(at(width))
            class=(stroke(ink)) {}
    }
}

/// A line through `points`; `what` it stands for is said where a mouse rests.
pub fn curve(points: &[(f64, f64)], ink: Ink, dash: &str, what: &str) -> Markup {
    let mut path = String::new();
    for (position, (x, y)) in points.iter().enumerate() {
        let _ = write!(
            path,
            "{}{} {}",
            if position == 0 { "M" } else { "L" },
            at(*x),
            at(*y)
        );
    }
    html! {
        path d=(path) fill="none" stroke=(ink.light) stroke-width="2" stroke-linejoin="round"
            stroke-dasharray=[(!dash.is_empty()).then_some(dash)] class={ "mark " (stroke(ink)) } { title { (what) } }
    }
}

/// A dot that stands for something.
pub fn dot(centre: (f64, f64), radius: f64, ink: Ink, what: &str) -> Markup {
    html! {
        circle cx=(at(centre.0)) cy=(at(centre.1)) r=(at(radius)) fill=(ink.light) class={ "mark " (fill(ink)) } {
            title { (what) }
        }
    }
}

/// A ring that stands for something which is not finished.
pub fn ring(centre: (f64, f64), radius: f64, ink: Ink, what: &str) -> Markup {
    html! {
        circle cx=(at(centre.0)) cy=(at(centre.1)) r=(at(radius)) fill="none" stroke=(ink.light) stroke-width="2"
            class={ "mark " (stroke(ink)) } { title { (what) } }
    }
}

/// The size of letters unless another is wanted.
pub const SIZE: f64 = 13.0;

/// How wide a text is, about: letters of most fonts are 0.56 of their size on average, and less in the lower case.
pub fn width_of(text: &str, size: f64) -> f64 {
    text.chars().count() as f64 * size * 0.58
}

/// A text whose base line begins, lies around or ends at a place; nothing where there are no letters.
pub fn text(place: (f64, f64), anchor: Anchor, ink: Ink, size: f64, what: &str) -> Markup {
    html! {
        @if !what.is_empty() {
            text x=(at(place.0)) y=(at(place.1)) text-anchor=(anchor.name()) font-size=(at(size)) fill=(ink.light)
                class=(fill(ink)) { (what) }
        }
    }
}

/// A text that goes upwards, with its middle at a place; nothing where there are no letters.
pub fn upright(place: (f64, f64), ink: Ink, what: &str) -> Markup {
    html! {
        @if !what.is_empty() {
            text transform={ "translate(" (at(place.0)) " " (at(place.1)) ") rotate(-90)" } text-anchor="middle"
                font-size=(at(SIZE)) fill=(ink.light) class=(fill(ink)) { (what) }
        }
    }
}

/// As much of a text as fits into `width`, with an ellipsis where something is missing; nothing where too little fits.
pub fn fitting(text: &str, size: f64, width: f64) -> String {
    if width_of(text, size) <= width {
        return text.to_owned();
    }
    let letters = (width / (size * 0.58)).floor() as usize;
    if letters < 4 {
        return String::new();
    }
    let head: String = text.chars().take(letters - 1).collect();
    head + "…"
}

/// A list of colours with what they stand for, in lines as wide as `width`; also how high it is.
pub fn legend(origin: (f64, f64), width: f64, entries: &[(Ink, String)]) -> (Markup, f64) {
    const LINE: f64 = 20.0;
    let (mut x, mut y) = origin;
    let mut placed = Vec::new();
    for (ink, name) in entries {
        let name = fitting(name, SIZE, width - 24.0);
        let needs = 34.0 + width_of(&name, SIZE);
        if x > origin.0 && x + needs > origin.0 + width {
            (x, y) = (origin.0, y + LINE);
        }
        placed.push((*ink, name, x, y));
        x += needs;
    }
    let height = if entries.is_empty() {
        0.0
    } else {
        y - origin.1 + LINE
    };
    let drawn = html! {
        @for (ink, name, x, y) in &placed {
            (ground(area(*x, *y, 12.0, 12.0), *ink))
            // The colour of the ground is hardly seen on paper.
            @if *ink == super::ink::GROUND { (frame(area(x + 0.5, y + 0.5, 11.0, 11.0), super::ink::MUTED)) }
            (text((x + 18.0, y + 11.0), Anchor::Start, super::ink::TEXT, SIZE, name))
        }
    };
    (drawn, height)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::ink::SERIES;

    #[test]
    fn coordinates_are_short() {
        let shown = [1.0, 0.0, -0.0001, 12.345_6, 1e3].map(at);
        assert_eq!(shown, ["1", "0", "0", "12.35", "1000"]);
    }

    #[test]
    fn texts_are_cut_where_they_do_not_fit() {
        assert_eq!(fitting("short", 10.0, 100.0), "short");
        assert_eq!(fitting("a long name of a layer", 10.0, 58.0), "a long na…");
        assert_eq!(fitting("a long name", 10.0, 10.0), "");
    }

    #[test]
    fn a_legend_breaks_its_lines_and_text_is_escaped() {
        let entries = ["first entry", "second <entry>", "third"].map(|name| (SERIES[0], name.to_owned()));
        let (drawn, height) = legend((0.0, 0.0), 220.0, &entries);
        assert_eq!(height, 40.0);
        assert!(drawn.into_string().contains("second &lt;entry&gt;"));
    }
}
