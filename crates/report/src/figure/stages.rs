//! A plan as a picture: a row for each stage, its layers as cells coloured by strategy, from the first to the last.

use maud::{Markup, html};
use uniap_base::text;

use super::ink::{self, GROUND, Ink, MUTED, ON, TEXT};
use super::pen::{self, Anchor, Area, SIZE, area};
use super::{Figure, WIDTH};
use crate::section::{Panel, Side, Table};

/// Sizes in pixels.
const ROW: f64 = 40.0;

/// Room for a row where there are more than [`MANY`].
const THIN: f64 = 20.0;
const MANY: usize = 24;

/// The most stages that are drawn.
pub const STAGES: usize = 512;

/// A cell at least this wide has an edge of its own; thinner ones are drawn as runs.
const SEEN: f64 = 3.0;

/// A layer where it runs.
#[derive(Debug, Clone, Copy)]
pub struct Layer<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its strategy.
    pub strategy: &'a str,
}

/// A stage.
#[derive(Debug, Clone)]
pub struct Stage<'a> {
    /// Its devices as ranges; may be empty.
    pub devices: String,
    /// Its layers in order.
    pub layers: Vec<Layer<'a>>,
}

/// The strategies of stages in the order of their first appearance.
#[must_use]
pub fn strategies<'a>(stages: &[Stage<'a>]) -> Vec<&'a str> {
    let mut found: Vec<&str> = Vec::new();
    for layer in stages.iter().flat_map(|stage| &stage.layers) {
        if found.last() != Some(&layer.strategy) && !found.contains(&layer.strategy) {
            found.push(layer.strategy);
        }
    }
    found
}

/// The drawing; choosing a stage shows its layers.
#[must_use]
pub fn figure(stages: &[Stage<'_>]) -> Figure {
    let shown = &stages[..stages.len().min(STAGES)];
    let strategies = strategies(shown);
    let colour = |strategy: &str| {
        let position = strategies.iter().position(|known| *known == strategy);
        ink::series(position.unwrap_or(0)).0
    };
    let longest = shown
        .iter()
        .map(|stage| pen::width_of(&stage.devices, 11.0))
        .fold(56.0, f64::max);
    let left = 22.0 + longest.min(170.0);
    let widest = shown
        .iter()
        .map(|stage| stage.layers.len())
        .max()
        .unwrap_or(0)
        .max(1);
    let cell = (WIDTH - left - 12.0) / widest as f64;
    let named = strategies
        .iter()
        .map(|strategy| (colour(strategy), (*strategy).to_owned()));
    let (legend, top) = pen::legend((left, 4.0), WIDTH - left - 12.0, &named.collect::<Vec<_>>());
    let top = top + 10.0;
    let high = if shown.len() > MANY { THIN } else { ROW };
    let rows = shown.iter().enumerate().map(|(position, stage)| {
        let y = top + high * position as f64;
        let name = format!("stage {position}");
        html! {
            g class="choice" data-panel=(position) tabindex="0" role="button"
                aria-label={ "stage " (position) ": show its layers" } {
                (pen::ground(area(0.0, y, WIDTH, high - 2.0), GROUND))
                @if high == THIN {
                    (pen::text((10.0, y + 13.5), Anchor::Start, TEXT, 12.0, &name))
                } @else {
                    (pen::text((10.0, y + 16.0), Anchor::Start, TEXT, SIZE, &name))
                    (pen::text((10.0, y + 31.0), Anchor::Start, MUTED, 11.0,
                        &pen::fitting(&stage.devices, 11.0, left - 16.0)))
                }
                (row(stage, area(left, y + 2.0, cell, high - 6.0), &colour))
            }
        }
    });
    let drawing = html! { (legend) @for row in rows { (row) } };
    let mut table = Table::new([
        ("stage", Side::Right),
        ("devices", Side::Left),
        ("layers", Side::Left),
        ("strategy", Side::Left),
    ]);
    let mut panels = Vec::new();
    for (position, stage) in stages.iter().enumerate() {
        for run in stage.layers.chunk_by(|a, b| a.strategy == b.strategy) {
            let names: Vec<&str> = run.iter().map(|layer| layer.name).collect();
            table.row([
                position.to_string(),
                stage.devices.clone(),
                text::names(&names).join(", "),
                run[0].strategy.to_owned(),
            ]);
        }
        if position < STAGES {
            panels.push(panel(position, stage));
        }
    }
    let mut figure =
        Figure::new("stages", "The plan", (WIDTH, top + high * shown.len() as f64), drawing).table(table).caption(
            "A row is a stage of the pipeline, a cell a layer, its colour the strategy. Choose a stage to see its layers.",
        );
    figure.panels = panels;
    figure
}

fn panel(position: usize, stage: &Stage<'_>) -> Panel {
    let mut table = Table::new([("layer", Side::Left), ("strategy", Side::Left)]);
    for layer in &stage.layers {
        table.row([layer.name.to_owned(), layer.strategy.to_owned()]);
    }
    let count = text::count(stage.layers.len() as u64, "layer");
    let devices = if stage.devices.is_empty() {
        String::new()
    } else {
        format!(" on {}", stage.devices)
    };
    Panel {
        key: position.to_string(),
        title: format!("Stage {position}: {count}{devices}"),
        table,
    }
}

/// The cells of a stage; the first lies at `first`.
fn row(stage: &Stage<'_>, first: Area, colour: &dyn Fn(&str) -> Ink) -> Markup {
    let (y, cell, height) = (first.y, first.width, first.height);
    let mut x = first.x;
    let runs: Vec<(f64, &[Layer<'_>])> = stage
        .layers
        .chunk_by(|a, b| a.strategy == b.strategy)
        .map(|run| {
            let begins = x;
            x += cell * run.len() as f64;
            (begins, run)
        })
        .collect();
    html! {
        @for (x, run) in &runs {
            @let ink = colour(run[0].strategy);
            @let names: Vec<&str> = run.iter().map(|layer| layer.name).collect();
            @let names = text::names(&names).join(", ");
            @let width = cell * run.len() as f64;
            @let longest = pen::width_of(&names, 12.0).max(pen::width_of(run[0].strategy, 11.0));
            // Names run over narrow cells, whose edges must not cut their letters.
            @let gap = if longest + 8.0 > cell { 0.4 } else { 1.0 };
            @if cell >= SEEN {
                @for (position, layer) in run.iter().enumerate() {
                    (pen::block(area(x + cell * position as f64, y, cell - gap, height), ink,
                        &format!("{}: {}", layer.name, layer.strategy)))
                }
            } @else {
                (pen::block(area(*x, y, (width - 1.0).max(0.75), height), ink, &format!("{names}: {}", run[0].strategy)))
            }
            @if height < THIN {
                (pen::text((x + 6.0, y + 11.0), Anchor::Start, ON, 11.0,
                    &pen::fitting(&format!("{names}: {}", run[0].strategy), 11.0, width - 12.0)))
            } @else {
                (pen::text((x + 6.0, y + 15.0), Anchor::Start, ON, 12.0, &pen::fitting(&names, 12.0, width - 12.0)))
                (pen::text((x + 6.0, y + 28.0), Anchor::Start, ON, 11.0, &pen::fitting(run[0].strategy, 11.0, width - 12.0)))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::tests::count;

    #[test]
    fn every_layer_is_a_cell_and_every_stage_a_choice() {
        let names: Vec<String> = (0..6).map(|number| format!("decoder.{number}")).collect();
        let layer = |position: usize, strategy| Layer {
            name: &names[position],
            strategy,
        };
        let stages = [
            Stage {
                devices: "devices 0-3".to_owned(),
                layers: vec![layer(0, "dp4"), layer(1, "dp4"), layer(2, "tp4"), layer(3, "dp4")],
            },
            Stage {
                devices: String::new(),
                layers: vec![layer(4, "dp2 <tp2>"), layer(5, "tp4")],
            },
        ];
        assert_eq!(strategies(&stages), ["dp4", "tp4", "dp2 <tp2>"]);
        let figure = figure(&stages);
        let svg = figure.svg();
        assert_eq!(svg.matches("class=\"mark").count(), 6);
        assert_eq!(svg.matches("data-panel").count(), 2);
        assert!(count(&svg, "rect") >= 8 && svg.contains("dp2 &lt;tp2&gt;"));
        assert_eq!(figure.panels.len(), 2);
        assert_eq!(figure.panels[0].title, "Stage 0: 4 layers on devices 0-3");
        assert_eq!(figure.panels[0].table.rows.len(), 4);
        let table = figure.table.expect("a table");
        assert_eq!(table.rows[0][2], "decoder.0-1");
        assert_eq!(table.rows.len(), 5);
    }

    #[test]
    fn thousands_of_layers_are_drawn_as_runs() {
        let names: Vec<String> = (0..5000).map(|number| format!("decoder.{number}")).collect();
        let layers = names
            .iter()
            .map(|name| Layer {
                name,
                strategy: "dp4",
            })
            .collect();
        let stage = Stage {
            devices: String::new(),
            layers,
        };
        let svg = figure(&[stage]).svg();
        assert_eq!(svg.matches("class=\"mark").count(), 1);
        assert!(svg.contains("decoder.0-4999: dp4"));
    }
}
