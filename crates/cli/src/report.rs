//! A pipeline for people: its stages as a table, with what each takes and holds.

use crate::table::{Align, Table};
use crate::text;

/// Cells of the longest bar.
const BAR: usize = 16;

/// Characters of layer names in one line, unless a single range is longer.
const LAYERS: usize = 40;

/// One stage of a pipeline.
pub struct Stage<'a> {
    /// Its devices, where they are known.
    pub devices: Option<&'a [usize]>,
    /// Its layers in order, each with its strategy.
    pub layers: Vec<(&'a str, &'a str)>,
    /// Seconds of computation for one micro-batch.
    pub time: f64,
    /// Seconds to hand one micro-batch on; absent for the last stage.
    pub send: Option<f64>,
    /// Bytes held on each device.
    pub memory: f64,
    /// Bytes available on each device.
    pub limit: f64,
}

/// The stages as a table: layers as ranges, a new line for each run of layers with the same strategy. The bar shows
/// the time of a stage beside that of the slowest stage or transfer, which sets the pace of the pipeline.
pub fn stages(stages: &[Stage<'_>]) -> String {
    let mut table = Table::new([
        ("stage", Align::Right),
        ("devices", Align::Left),
        ("layers", Align::Left),
        ("strategy", Align::Left),
        ("time", Align::Right),
        ("", Align::Left),
        ("send", Align::Right),
        ("memory", Align::Right),
        ("of limit", Align::Right),
        ("", Align::Right),
    ]);
    let slowest = stages
        .iter()
        .flat_map(|stage| [stage.time, stage.send.unwrap_or(0.0)])
        .fold(0.0, f64::max);
    for (i, stage) in stages.iter().enumerate() {
        let mut runs = runs(&stage.layers).into_iter();
        let (layers, strategy) = runs.next().unwrap_or_default();
        table.row([
            i.to_string(),
            stage.devices.map(text::ranges).unwrap_or_default(),
            layers,
            strategy,
            text::seconds(stage.time),
            text::bar(stage.time / slowest, BAR),
            stage.send.map(text::seconds).unwrap_or_default(),
            uniap::base::unit::bytes(stage.memory),
            uniap::base::unit::bytes(stage.limit),
            share(stage.memory, stage.limit),
        ]);
        for (layers, strategy) in runs {
            table.row([String::new(), String::new(), layers, strategy]);
        }
    }
    table.render() + "(time and send: of one micro-batch; bar: beside the slowest)\n"
}

/// Runs of layers with the same strategy: lines of their names as ranges, the first with the strategy.
fn runs(layers: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut lines = Vec::new();
    for run in layers.chunk_by(|left, right| left.1 == right.1) {
        let names: Vec<&str> = run.iter().map(|(name, _)| *name).collect();
        let mut strategy = run[0].1.to_owned();
        let mut line = String::new();
        for range in text::names(&names) {
            if !line.is_empty() && line.len() + range.len() > LAYERS {
                lines.push((std::mem::take(&mut line) + ",", std::mem::take(&mut strategy)));
            }
            line = if line.is_empty() {
                range
            } else {
                format!("{line}, {range}")
            };
        }
        lines.push((line, strategy));
    }
    lines
}

/// How much of a limit is used, in whole percent.
fn share(held: f64, limit: f64) -> String {
    if limit > 0.0 {
        format!("{:.0} %", held / limit * 100.0)
    } else {
        String::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stage_has_a_line_for_each_run() {
        let layers = vec![
            ("emb", "dp2-tp2"),
            ("block.0", "dp2-tp2"),
            ("block.1", "dp2-tp2"),
            ("block.2", "dp4"),
            ("merging", "dp4"),
            ("a-layer-with-a-long-name", "dp4"),
        ];
        let first = Stage {
            devices: Some(&[0, 1, 2, 3]),
            layers,
            time: 0.34,
            send: Some(0.002),
            memory: 31e9,
            limit: 41e9,
        };
        let last = Stage {
            devices: Some(&[4, 5, 6, 7]),
            layers: vec![("head", "tp4")],
            time: 0.17,
            send: None,
            memory: 2e9,
            limit: 41e9,
        };
        let text = anstream::adapter::strip_str(&stages(&[first, last])).to_string();
        insta::assert_snapshot!(text, @r"
        stage  devices  layers                                      strategy      time                        send   memory  of limit
            0  0-3      emb, block.0-1                              dp2-tp2   340.0 ms  ████████████████  2.000 ms  31.0 GB   41.0 GB  76 %
                        block.2, merging, a-layer-with-a-long-name  dp4
            1  4-7      head                                        tp4       170.0 ms  ████████                    2.00 GB   41.0 GB   5 %
        (time and send: of one micro-batch; bar: beside the slowest)
        ");
    }
}
