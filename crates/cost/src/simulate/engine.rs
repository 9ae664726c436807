//! The run: a queue of what happens next, in the order of time.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, VecDeque};

use super::durations::Durations;
use super::timeline::{Event, Lane, Timeline, Work};
use crate::error::{Error, Result};
use crate::schedule::{Pass, Pipeline, Schedule, Step};

/// The most steps that are run: some hundred bytes each.
pub const STEPS: u64 = 2_000_000;

/// Runs one iteration of `pipeline` under `schedule`.
///
/// # Errors
/// When the schedule cannot run the pipeline or lets its blocks wait for each other, `durations` are not those of its
/// stages, or there are more than [`STEPS`] steps.
pub fn simulate(schedule: &dyn Schedule, pipeline: &Pipeline, durations: &Durations) -> Result<Timeline> {
    if let Some(expected) = schedule.refuses(pipeline) {
        return Err(Error::value("micro-batches", pipeline.micro_batches, expected));
    }
    durations.check()?;
    let (found, stages) = (durations.stages.len(), pipeline.stages());
    if found != stages {
        let expected = format!(
            "{stages}: {} on each of {} blocks",
            pipeline.chunks, pipeline.blocks
        );
        return Err(Error::value("the stages", found, expected));
    }
    let steps = (stages as u64)
        .saturating_mul(pipeline.micro_batches)
        .saturating_mul(3);
    if steps > STEPS {
        let expected = format!("at most {STEPS}, three for each stage and micro-batch");
        return Err(Error::value("the steps", steps, expected));
    }
    let mut run = Run::new(schedule, pipeline, durations);
    run.go();
    run.finish(schedule)
}

/// What may let a step begin: the end of another event, or the beginning of the iteration.
type Cause = Option<usize>;

/// A message that waits for its link.
struct Message {
    pass: Pass,
    boundary: usize,
    micro_batch: u64,
    cause: Cause,
}

/// One block of devices.
struct Block {
    steps: Vec<Step>,
    next: usize,
    /// The step that it last began; it is over when `free`.
    last: Cause,
    free: bool,
}

#[derive(Default)]
struct Link {
    waiting: VecDeque<Message>,
    busy: bool,
}

/// The state of a run. Whatever ends is in the queue by its time, then by its position among the events, so that the
/// same run is made every time.
struct Run<'a> {
    pipeline: &'a Pipeline,
    durations: &'a Durations,
    blocks: Vec<Block>,
    links: BTreeMap<(usize, usize), Link>,
    /// By stage and micro-batch: what made a forward and a backward ready, where they are.
    ready: [Vec<Option<Cause>>; 2],
    /// Steps that each stage has still to take before its exchange.
    left: Vec<u64>,
    /// The last exchange of each block.
    exchanges: Vec<Cause>,
    events: Vec<Event>,
    queue: BinaryHeap<Reverse<(Instant, usize)>>,
}

/// Seconds that are ordered; none is NaN.
#[derive(PartialEq)]
struct Instant(f64);

impl Eq for Instant {}

impl PartialOrd for Instant {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Instant {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

const FORWARD: usize = 0;
const BACKWARD: usize = 1;

impl<'a> Run<'a> {
    fn new(schedule: &dyn Schedule, pipeline: &'a Pipeline, durations: &'a Durations) -> Self {
        let stages = pipeline.stages();
        let places = stages * pipeline.micro_batches as usize;
        let mut left = vec![0; stages];
        let block = |block| {
            let steps = schedule.steps(pipeline, block);
            for step in &steps {
                left[pipeline.stage_of(block, step.chunk)] += 1;
            }
            Block {
                steps,
                next: 0,
                last: None,
                free: true,
            }
        };
        let blocks = (0..pipeline.blocks).map(block).collect();
        let mut ready = [vec![None; places], vec![None; places]];
        // The first stage reads the samples, which are there.
        ready[FORWARD][..pipeline.micro_batches as usize].fill(Some(None));
        Self {
            pipeline,
            durations,
            blocks,
            links: BTreeMap::new(),
            ready,
            left,
            exchanges: vec![None; pipeline.blocks],
            events: Vec::new(),
            queue: BinaryHeap::new(),
        }
    }

    fn go(&mut self) {
        for block in 0..self.pipeline.blocks {
            self.begin(block, 0.0);
        }
        while let Some(Reverse((Instant(now), event))) = self.queue.pop() {
            self.end(event, now);
        }
    }

    fn finish(self, schedule: &dyn Schedule) -> Result<Timeline> {
        if let Some(stuck) = self
            .blocks
            .iter()
            .position(|block| block.next < block.steps.len())
        {
            let step = self.blocks[stuck].steps[self.blocks[stuck].next];
            let found = format!("{step:?} of block {stuck} waiting for ever");
            return Err(Error::value(
                schedule.name(),
                found,
                "an order in which every step comes",
            ));
        }
        let seconds = self.events.iter().map(|event| event.end).fold(0.0, f64::max);
        if !seconds.is_finite() {
            return Err(Error::value(
                "the times",
                seconds,
                "an iteration of a finite time",
            ));
        }
        Ok(Timeline {
            pipeline: *self.pipeline,
            events: self.events,
            seconds,
        })
    }

    fn place(&self, stage: usize, micro_batch: u64) -> usize {
        stage * self.pipeline.micro_batches as usize + micro_batch as usize
    }

    /// Begins the next step of a block where it can.
    fn begin(&mut self, block: usize, now: f64) {
        let at = &self.blocks[block];
        let Some(step) = at.steps.get(at.next).filter(|_| at.free).copied() else {
            return;
        };
        let stage = self.pipeline.stage_of(block, step.chunk);
        let place = self.place(stage, step.micro_batch);
        let ready = match step.pass {
            Pass::Forward => self.ready[FORWARD][place],
            Pass::Backward | Pass::Input => self.ready[BACKWARD][place],
            // The gradients of inputs stand before it on the same block.
            Pass::Weight => Some(None),
        };
        let Some(cause) = ready else { return };
        let work = Work::Step {
            pass: step.pass,
            stage,
            micro_batch: step.micro_batch,
        };
        let causes = [self.blocks[block].last, cause];
        let event = self.start(
            Lane::Block(block),
            work,
            now,
            causes,
            self.durations.stages[stage].of(step.pass),
        );
        let at = &mut self.blocks[block];
        (at.next, at.last, at.free) = (at.next + 1, Some(event), false);
    }

    /// Puts an event in that begins now; of its causes that which ended last is why it did not begin earlier.
    fn start(&mut self, lane: Lane, work: Work, now: f64, causes: [Cause; 2], seconds: f64) -> usize {
        let causes = causes.into_iter().flatten();
        let after = causes.max_by(|a, b| self.events[*a].end.total_cmp(&self.events[*b].end));
        let (start, end) = (now, now + seconds);
        self.events.push(Event {
            lane,
            work,
            start,
            end,
            after,
        });
        let event = self.events.len() - 1;
        self.queue.push(Reverse((Instant(end), event)));
        event
    }

    /// What follows from the end of an event.
    fn end(&mut self, event: usize, now: f64) {
        let Event { lane, work, .. } = self.events[event];
        match work {
            Work::Step {
                pass,
                stage,
                micro_batch,
            } => {
                self.stepped(event, (pass, stage, micro_batch), now);
                let block = self.pipeline.block_of(stage);
                self.blocks[block].free = true;
                self.begin(block, now);
            }
            Work::Transfer {
                pass,
                boundary,
                micro_batch,
            } => {
                let (stage, direction) = match pass {
                    Pass::Forward => (boundary + 1, FORWARD),
                    _ => (boundary, BACKWARD),
                };
                self.arrive(direction, stage, micro_batch, event, now);
                if let Lane::Link { from, to } = lane {
                    self.links.entry((from, to)).or_default().busy = false;
                    self.send((from, to), Some(event), now);
                }
            }
            Work::Exchange { .. } => {}
        }
    }

    /// What follows from a step besides the next one of its block.
    fn stepped(&mut self, event: usize, (pass, stage, micro_batch): (Pass, usize, u64), now: f64) {
        let last = self.pipeline.stages() - 1;
        match pass {
            Pass::Forward if stage == last => self.arrive(BACKWARD, stage, micro_batch, event, now),
            Pass::Forward => self.post(Pass::Forward, stage, micro_batch, event, now),
            Pass::Backward | Pass::Input if stage > 0 => {
                self.post(Pass::Backward, stage - 1, micro_batch, event, now);
            }
            Pass::Backward | Pass::Input | Pass::Weight => {}
        }
        self.left[stage] -= 1;
        if self.left[stage] == 0 && self.durations.once[stage] > 0.0 {
            let block = self.pipeline.block_of(stage);
            let before = self.exchanges[block];
            let free = before.map_or(0.0, |before| self.events[before].end);
            let seconds = self.durations.once[stage];
            let work = Work::Exchange { stage };
            let start = now.max(free);
            let exchange = self.start(Lane::Exchange(block), work, start, [before, Some(event)], seconds);
            self.exchanges[block] = Some(exchange);
        }
    }

    /// Makes a step ready.
    fn arrive(&mut self, direction: usize, stage: usize, micro_batch: u64, event: usize, now: f64) {
        let place = self.place(stage, micro_batch);
        self.ready[direction][place] = Some(Some(event));
        self.begin(self.pipeline.block_of(stage), now);
    }

    /// Hands a message to its link.
    fn post(&mut self, pass: Pass, boundary: usize, micro_batch: u64, event: usize, now: f64) {
        let ends = (
            self.pipeline.block_of(boundary),
            self.pipeline.block_of(boundary + 1),
        );
        let ends = match pass {
            Pass::Forward => ends,
            _ => (ends.1, ends.0),
        };
        let link = self.links.entry(ends).or_default();
        link.waiting.push_back(Message {
            pass,
            boundary,
            micro_batch,
            cause: Some(event),
        });
        self.send(ends, None, now);
    }

    /// Sends the next message of a link where it is free; `before` is what it carried until now.
    fn send(&mut self, (from, to): (usize, usize), before: Cause, now: f64) {
        let link = self.links.entry((from, to)).or_default();
        if link.busy {
            return;
        }
        let Some(message) = link.waiting.pop_front() else {
            return;
        };
        link.busy = true;
        let Message {
            pass,
            boundary,
            micro_batch,
            cause,
        } = message;
        let time = self.durations.boundaries[boundary];
        let seconds = match pass {
            Pass::Forward => time.forward,
            _ => time.backward,
        };
        let work = Work::Transfer {
            pass,
            boundary,
            micro_batch,
        };
        self.start(Lane::Link { from, to }, work, now, [before, cause], seconds);
    }
}
