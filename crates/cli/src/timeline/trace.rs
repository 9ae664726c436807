//! A trace in the Trace Event Format, which Perfetto and `chrome://tracing` open
//! (<https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU>).
//!
//! Each block of devices is a process, with threads for its steps, its exchanges and each of its links; every piece of work
//! is a complete event (`ph` is `X`) with `ts` and `dur` in microseconds.

use serde::Serialize;
use uniap::cost::schedule::Pipeline;
use uniap::cost::simulate::{Event, Lane, Timeline};

use uniap::report::figure::timeline::{kind, label, lane_name, micro_batch};

/// The whole file.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Trace {
    display_time_unit: &'static str,
    trace_events: Vec<Entry>,
}

#[derive(Serialize)]
struct Entry {
    name: String,
    ph: &'static str,
    pid: usize,
    tid: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    cat: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ts: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dur: Option<f64>,
    args: Args,
}

#[derive(Serialize)]
struct Args {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sort_index: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    micro_batch: Option<u64>,
}

impl Trace {
    /// The trace of a timeline; `devices` says what each block runs on.
    pub fn of(timeline: &Timeline, devices: &[String]) -> Self {
        let pipeline = &timeline.pipeline;
        let mut entries = Vec::new();
        for block in 0..pipeline.blocks {
            let mut name = lane_name(pipeline, Lane::Block(block));
            if let Some(devices) = devices.get(block).filter(|devices| !devices.is_empty()) {
                name = format!("{name}, devices {devices}");
            }
            entries.push(named("process_name", (block, 0), name));
            entries.push(sorted("process_sort_index", (block, 0), block));
        }
        for lane in timeline.lanes() {
            let at = place(lane);
            entries.push(named("thread_name", at, thread(pipeline, lane)));
            entries.push(sorted("thread_sort_index", at, at.1));
        }
        entries.extend(timeline.events.iter().map(complete));
        Self {
            display_time_unit: "ms",
            trace_events: entries,
        }
    }
}

/// The process and the thread of a lane.
fn place(lane: Lane) -> (usize, usize) {
    match lane {
        Lane::Block(block) => (block, 0),
        Lane::Exchange(block) => (block, 1),
        Lane::Link { from, to } => (from, 2 + to),
    }
}

fn thread(pipeline: &Pipeline, lane: Lane) -> String {
    match lane {
        Lane::Block(_) => "steps".to_owned(),
        Lane::Exchange(_) => "exchange".to_owned(),
        Lane::Link { to, .. } => format!("send to {}", lane_name(pipeline, Lane::Block(to))),
    }
}

fn metadata(what: &str, (pid, tid): (usize, usize), args: Args) -> Entry {
    Entry {
        name: what.to_owned(),
        ph: "M",
        pid,
        tid,
        cat: None,
        ts: None,
        dur: None,
        args,
    }
}

fn named(what: &str, at: (usize, usize), name: String) -> Entry {
    let args = Args {
        name: Some(name),
        sort_index: None,
        micro_batch: None,
    };
    metadata(what, at, args)
}

fn sorted(what: &str, at: (usize, usize), index: usize) -> Entry {
    let args = Args {
        name: None,
        sort_index: Some(index),
        micro_batch: None,
    };
    metadata(what, at, args)
}

fn complete(event: &Event) -> Entry {
    let (pid, tid) = place(event.lane);
    // Viewers count whole nanoseconds: both ends are rounded, so that what follows each other still does.
    let nanoseconds = |seconds: f64| (seconds * 1e9).round();
    let (start, end) = (nanoseconds(event.start), nanoseconds(event.end));
    Entry {
        name: label(event.work),
        ph: "X",
        pid,
        tid,
        cat: Some(kind(event.work)),
        ts: Some(start / 1e3),
        dur: Some((end - start) / 1e3),
        args: Args {
            name: None,
            sort_index: None,
            micro_batch: micro_batch(event.work),
        },
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::timeline::tests::timeline;

    #[test]
    fn a_trace_is_what_viewers_expect() {
        for schedule in ["gpipe", "1f1b", "interleaved:2", "zb-h1"] {
            let timeline = timeline(schedule, 2, 4);
            let devices = vec!["0-3".to_owned(), "4-7".to_owned()];
            let text = serde_json::to_string(&Trace::of(&timeline, &devices)).expect("JSON");
            let trace: serde_json::Value = serde_json::from_str(&text).expect("JSON");
            let entries = trace["traceEvents"].as_array().expect("a list");
            let mut names: BTreeMap<(u64, Option<u64>), &str> = BTreeMap::new();
            let mut spans: BTreeMap<(u64, u64), Vec<(f64, f64)>> = BTreeMap::new();
            for entry in entries {
                let number = |key: &str| entry[key].as_u64().expect("a whole number");
                let (pid, tid) = (number("pid"), number("tid"));
                let name = entry["name"].as_str().expect("a name");
                match entry["ph"].as_str() {
                    Some("M") if name.ends_with("sort_index") => {}
                    Some("M") => {
                        let of = if name == "process_name" { None } else { Some(tid) };
                        names.insert((pid, of), entry["args"]["name"].as_str().expect("a name"));
                    }
                    Some("X") => {
                        let time = |key: &str| entry[key].as_f64().expect("microseconds");
                        let (ts, dur) = (time("ts"), time("dur"));
                        assert!(ts >= 0.0 && dur >= 0.0 && ts + dur <= timeline.seconds * 1e6 + 1e-3);
                        spans.entry((pid, tid)).or_default().push((ts, ts + dur));
                    }
                    other => panic!("{other:?} is none of the phases used"),
                }
            }
            let complete: usize = spans.values().map(Vec::len).sum();
            assert_eq!(complete, timeline.events.len());
            for ((pid, tid), spans) in &mut spans {
                assert!(names.contains_key(&(*pid, None)) && names.contains_key(&(*pid, Some(*tid))));
                spans.sort_by(|a, b| a.0.total_cmp(&b.0));
                assert!(
                    spans.windows(2).all(|pair| pair[0].1 <= pair[1].0 + 1e-6),
                    "{schedule}"
                );
            }
            assert_eq!(names[&(1, None)].split(", ").nth(1), Some("devices 4-7"));
        }
    }

    #[test]
    fn a_small_trace() {
        let trace = Trace::of(&timeline("1f1b", 2, 1), &[]);
        insta::assert_snapshot!(serde_json::to_string_pretty(&trace).expect("JSON"));
    }
}
