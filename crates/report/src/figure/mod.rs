//! Drawings: one file for each way to draw, and what a drawing is.

pub mod axis;
pub mod bars;
pub mod grid;
pub mod ink;
pub mod means;
pub mod pen;
pub mod plot;
pub mod profile;
pub mod scatter;
pub mod stages;
pub mod timeline;

use maud::{Markup, PreEscaped, html};

use crate::section::{Panel, Table};

/// How wide most drawings are, in pixels.
pub const WIDTH: f64 = 900.0;

/// A drawing with what belongs to it.
#[derive(Debug, Clone)]
pub struct Figure {
    /// A short name for files, of letters, digits and `-`.
    pub name: String,
    /// What is seen.
    pub title: String,
    /// How to read it.
    pub caption: String,
    /// Width and height in pixels.
    pub size: (f64, f64),
    /// The shapes.
    pub drawing: Markup,
    /// The same as numbers, for whoever cannot see them or wants them.
    pub table: Option<Table>,
    /// What its parts show when they are chosen.
    pub panels: Vec<Panel>,
}

impl Figure {
    /// A drawing of that size without a table or panels.
    #[must_use]
    pub fn new(name: impl Into<String>, title: impl Into<String>, size: (f64, f64), drawing: Markup) -> Self {
        Self {
            name: name.into(),
            title: title.into(),
            caption: String::new(),
            size,
            drawing,
            table: None,
            panels: Vec::new(),
        }
    }

    /// The same with a sentence on how to read it.
    #[must_use]
    pub fn caption(mut self, caption: impl Into<String>) -> Self {
        self.caption = caption.into();
        self
    }

    /// The same with its numbers.
    #[must_use]
    pub fn table(mut self, table: Table) -> Self {
        self.table = Some(table);
        self
    }

    /// The drawing as a file of its own, with its title: SVG without scripts, fonts or anything from elsewhere.
    #[must_use]
    pub fn svg(&self) -> String {
        const HEAD: f64 = 36.0;
        let (width, height) = (self.size.0, self.size.1 + HEAD);
        let drawn = html! {
            svg xmlns="http://www.w3.org/2000/svg" width=(pen::at(width)) height=(pen::at(height))
                viewBox={ "0 0 " (pen::at(width)) " " (pen::at(height)) } font-family="system-ui, sans-serif" {
                title { (self.title) }
                style { (PreEscaped(ink::style())) }
                (pen::ground(pen::area(0.0, 0.0, width, height), ink::PAPER))
                (pen::text((12.0, 23.0), pen::Anchor::Start, ink::TEXT, 15.0, &pen::fitting(&self.title, 15.0, width - 24.0)))
                g transform={ "translate(0 " (pen::at(HEAD)) ")" } { (self.drawing) }
            }
        };
        clean(&drawn.into_string()) + "\n"
    }

    /// The drawing inside of a page, which holds the style sheet.
    pub(crate) fn inline(&self) -> Markup {
        let (width, height) = self.size;
        // What has parts to choose is a group to whoever listens, everything else one picture.
        let role = if self.panels.is_empty() { "img" } else { "group" };
        // A drawing that is narrower than others stays so.
        let narrow =
            (width < WIDTH).then(|| format!("max-width:{0}px;min-width:min(100%,{0}px)", pen::at(width)));
        html! {
            svg style=[narrow] viewBox={ "0 0 " (pen::at(width)) " " (pen::at(height)) } width=(pen::at(width)) height=(pen::at(height))
                role=(role) aria-label={ (self.title) ". " (self.caption) } { (self.drawing) }
        }
    }
}

/// The text without the characters that XML and HTML do not take.
pub(crate) fn clean(text: &str) -> String {
    let one = |c: char| match c {
        '\n' | '\t' => c,
        '\u{fffe}' | '\u{ffff}' => '\u{fffd}',
        c if c.is_control() => '\u{fffd}',
        c => c,
    };
    text.chars().map(one).collect()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// The drawing as XML, with the names of its elements counted by `count`.
    pub fn count(svg: &str, element: &str) -> usize {
        let document = roxmltree::Document::parse(svg).unwrap_or_else(|error| panic!("{error}: {svg}"));
        assert!(!svg.contains("NaN") && !svg.contains("inf\""), "{svg}");
        document
            .descendants()
            .filter(|node| node.has_tag_name(("http://www.w3.org/2000/svg", element)))
            .count()
    }

    #[test]
    fn a_file_of_its_own_is_well_formed_whatever_it_is_called() {
        let what = "a <b> & \"c\" 'd' \u{1b}\u{ffff}";
        let figure = Figure::new(
            "x",
            what,
            (100.0, 50.0),
            pen::dot((1.0, 2.0), 3.0, ink::TEXT, what),
        );
        let svg = figure.svg();
        assert_eq!((count(&svg, "circle"), count(&svg, "title")), (1, 2));
        assert!(svg.contains("a &lt;b&gt; &amp; ") && svg.ends_with("</svg>\n"));
        assert!(svg.contains("prefers-color-scheme:dark"));
    }
}
