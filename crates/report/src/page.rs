//! One page for several results: HTML that needs nothing else, neither network nor fonts nor files.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::figure::{Figure, clean, ink};
use crate::section::{Panel, Section, Shown, Side, Table};

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// What stands at the head and the foot of a page.
#[derive(Debug, Clone)]
pub struct Head {
    /// The title; that of the only section where there is none.
    pub title: Option<String>,
    /// The command that wrote the page.
    pub command: String,
    /// The version of the program.
    pub version: &'static str,
}

/// The page of `sections`.
#[must_use]
pub fn page(head: &Head, sections: &[Section]) -> String {
    let title = match (&head.title, sections) {
        (Some(title), _) => title.clone(),
        (None, [only]) => format!("{}: {}", only.title, only.kind),
        (None, _) => "Report".to_owned(),
    };
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="generator" content={ "uniap " (head.version) };
                // Without one of its own, a browser would ask a server for an icon.
                link rel="icon" href="data:,";
                title { (title) }
                style { (PreEscaped(STYLE)) (PreEscaped(ink::style())) }
            }
            body {
                header {
                    p class="brand" { "uniap report" }
                    h1 { (title) }
                    @if sections.len() > 1 {
                        nav aria-label="Results" {
                            ol {
                                @for (position, section) in sections.iter().enumerate() {
                                    li { a href={ "#r" (position + 1) } { (section.title) " " span class="kind" { (section.kind) } } }
                                }
                            }
                        }
                    }
                }
                main {
                    @for (position, section) in sections.iter().enumerate() { (draw(section, position + 1)) }
                }
                footer { p { "Written by uniap " (head.version) ":" } (command(std::slice::from_ref(&head.command))) }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    };
    clean(&page.into_string()) + "\n"
}

fn draw(section: &Section, number: usize) -> Markup {
    html! {
        section id={ "r" (number) } aria-labelledby={ "r" (number) "-title" } {
            p class="kind" { (section.kind) }
            h2 id={ "r" (number) "-title" } { (section.title) }
            p class="lead" { (section.lead) }
            @if !section.facts.is_empty() {
                dl class="facts" {
                    @for fact in &section.facts {
                        div {
                            dt { (fact.name) }
                            dd { (fact.value) @if !fact.more.is_empty() { " " small { (fact.more) } } }
                        }
                    }
                }
            }
            @for (position, figure) in section.figures.iter().enumerate() {
                (draw_figure(figure, &format!("r{number}-f{}", position + 1), &section.commands))
            }
            @for (title, table) in &section.tables {
                details class="data" open[table.shown == Shown::Open] { summary { (title) } (draw_table(table)) }
            }
            @if !section.notes.is_empty() {
                ul class="notes" { @for note in &section.notes { li { (note) } } }
            }
        }
    }
}

fn draw_figure(figure: &Figure, id: &str, commands: &[String]) -> Markup {
    html! {
        figure id=(id) {
            figcaption { h3 { (figure.title) } @if !figure.caption.is_empty() { p { (figure.caption) } } }
            // What is wider than the window is moved inside of its frame, also with the keys.
            div class="frame" tabindex="0" role="region" aria-label=(figure.title) { (figure.inline()) }
            @if !figure.panels.is_empty() {
                div class="panels" { @for panel in &figure.panels { (draw_panel(panel, id)) } }
            }
            @if let Some(table) = &figure.table {
                details class="data" { summary { "The numbers" } (draw_table(table)) }
            }
            (command(commands))
        }
    }
}

fn draw_panel(panel: &Panel, id: &str) -> Markup {
    html! {
        details class="panel" id={ (id) "-" (panel.key) } { summary { (panel.title) } (draw_table(&panel.table)) }
    }
}

fn draw_table(table: &Table) -> Markup {
    let side = |side: Side| (side == Side::Right).then_some("number");
    // A column without a single entry says nothing.
    let used: Vec<usize> = (0..table.columns.len())
        .filter(|column| {
            table
                .rows
                .iter()
                .any(|row| row.get(*column).is_some_and(|cell| !cell.is_empty()))
        })
        .collect();
    html! {
        div class="frame" tabindex="0" {
            table {
                thead { tr { @for column in &used { th scope="col" class=[side(table.columns[*column].1)] { (table.columns[*column].0) } } } }
                tbody {
                    @for row in table.rows.iter().take(Table::SHOWN) {
                        tr { @for column in &used {
                            td class=[side(table.columns[*column].1)] { (row.get(*column).map_or("", String::as_str)) }
                        } }
                    }
                }
            }
        }
        @if table.rows.len() > Table::SHOWN {
            p { (table.rows.len() - Table::SHOWN) " more rows are in the file." }
        }
    }
}

fn command(commands: &[String]) -> Markup {
    html! {
        pre class="command" { code { @for command in commands { @if !command.is_empty() { "$ " (command) "\n" } } } }
    }
}
