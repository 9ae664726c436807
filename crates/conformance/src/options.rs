//! What every backend must do with each option: honour it, or refuse it by its name.

use std::num::NonZeroUsize;
use std::sync::Mutex;
use std::time::Duration;

use uniap_base::{Deadline, Limit};
use uniap_miqp::{Model, sum};
use uniap_solver::checked::Answer;
use uniap_solver::{
    Backend, Error, ErrorKind, Event, OptionKind, Parameter, Result, SolveOptions, Termination, checked,
};

use crate::Report;
use crate::knapsack::knapsack;

/// Far beyond what an easy model takes; a backend that hangs fails instead.
const LIMIT: Duration = Duration::from_secs(60);

/// The optimum of [`easy`].
const BEST: f64 = 12.0;

/// A trial of one option.
struct Trial<'a> {
    backend: &'a dyn Backend,
    report: Report,
}

/// Tries every option of [`SolveOptions`] on `backend`, which must take binary variables and linear rows: values that
/// help, values that mislead, values that make no sense. `parameter` is a parameter of the solver with a value that it
/// takes and one of a wrong type, for a backend that knows parameters.
#[must_use]
pub fn options(backend: &dyn Backend, parameter: Option<[&str; 3]>) -> Report {
    let mut trial = Trial {
        backend,
        report: Report::default(),
    };
    trial.cutoffs();
    trial.starts();
    trial.gaps();
    trial.seeds_and_threads();
    trial.limits();
    trial.node_limits();
    trial.memory_limits();
    trial.events();
    trial.parameters(parameter);
    trial.report
}

/// Items of weight 7, 5, 4, 3 of which at least 11 are wanted, at least weight: 7 + 4 = 11 or 7 + 5 = 12; with 7 and 4
/// excluding each other 12 is least (5 + 4 + 3 is 12 too).
fn easy() -> Model {
    let mut model = Model::new("easy");
    let x: Vec<_> = (0..4).map(|i| model.binary(("x", [i]))).collect();
    let weights = [7.0, 5.0, 4.0, 3.0];
    let weight = || sum(x.iter().zip(weights).map(|(&x, w)| w * x));
    model.add("enough", weight().ge(11.0));
    model.add("clash", (x[0] + x[2]).le(1.0));
    model.minimize(weight());
    model
}

/// What no solver finishes in seconds. Nothing taken is feasible.
fn hard() -> Model {
    knapsack(300, 30)
}

/// An answer in a few words.
fn shown(answer: &Answer<Vec<f64>>) -> String {
    format!(
        "{:?} with objective {:?} and bound {:?}",
        answer.termination, answer.objective, answer.bound
    )
}

fn is_best(answer: &Answer<Vec<f64>>) -> bool {
    answer.termination == Termination::Optimal
        && answer
            .objective
            .is_some_and(|found| (found - BEST).abs() <= 1e-5 * BEST)
}

fn base() -> SolveOptions<'static> {
    SolveOptions {
        gap: Some(0.0),
        ..SolveOptions::default()
    }
}

impl Trial<'_> {
    /// Solves `model`; a limit is set where the backend knows one and none is given.
    fn solve(
        &self,
        model: &Model,
        start: Option<&[f64]>,
        options: SolveOptions<'_>,
    ) -> Result<Answer<Vec<f64>>> {
        let knows = |option| self.backend.capabilities().knows(option);
        let options = SolveOptions {
            time_limit: options
                .time_limit
                .or(knows(OptionKind::TimeLimit).then_some(LIMIT)),
            gap: options.gap.filter(|gap| knows(OptionKind::Gap) || *gap != 0.0),
            ..options
        };
        checked::model(self.backend, model, start, &options)
    }

    /// Notes what became of a try: refused by name where the backend does not know `option`, otherwise as `judge` says,
    /// which returns what is wrong.
    fn note(
        &mut self,
        what: &str,
        option: OptionKind,
        result: Result<Answer<Vec<f64>>>,
        judge: impl FnOnce(Result<Answer<Vec<f64>>>) -> Option<String>,
    ) {
        let refused = matches!(
            result.as_ref().err().map(|error| &error.kind),
            Some(ErrorKind::Option { option: named, .. }) if *named == option.name()
        );
        match (self.backend.capabilities().knows(option), refused) {
            (false, true) => self.report.refused += 1,
            (false, false) => self
                .report
                .failures
                .push(format!("{what}: option {option:?} is not known and not refused")),
            (true, _) => match judge(result) {
                None => self.report.solved += 1,
                Some(failure) => self.report.failures.push(format!("{what}: {failure}")),
            },
        }
    }

    /// As [`Self::note`], for a try that must be answered as `right` says.
    fn expect(
        &mut self,
        what: &str,
        option: OptionKind,
        result: Result<Answer<Vec<f64>>>,
        right: impl FnOnce(&Answer<Vec<f64>>) -> bool,
    ) {
        self.note(what, option, result, |result| match result {
            Err(error) => Some(error.to_string()),
            Ok(answer) if right(&answer) => None,
            Ok(answer) => Some(format!("found {}", shown(&answer))),
        });
    }

    /// As [`Self::note`], for a try that must be refused as `right` says.
    fn refuse(
        &mut self,
        what: &str,
        option: OptionKind,
        result: Result<Answer<Vec<f64>>>,
        right: impl FnOnce(&Error) -> bool,
    ) {
        self.note(what, option, result, |result| match result {
            Err(error) if right(&error) => None,
            Err(error) => Some(error.to_string()),
            Ok(answer) => Some(format!("accepted, found {}", shown(&answer))),
        });
    }

    fn cutoffs(&mut self) {
        let option = OptionKind::Cutoff;
        let with = |trial: &Self, model: &Model, cutoff: f64| {
            let options = SolveOptions {
                cutoff: Some(cutoff),
                ..base()
            };
            trial.solve(model, None, options)
        };
        let result = with(self, &easy(), BEST + 0.5);
        self.expect("cutoff above the optimum", option, result, is_best);
        for (what, cutoff) in [("at", BEST), ("below", BEST - 1.0)] {
            let result = with(self, &easy(), cutoff);
            self.expect(&format!("cutoff {what} the optimum"), option, result, |answer| {
                answer.termination == Termination::CutOff && answer.bound == Some(cutoff)
            });
        }
        let mut nothing = easy();
        let x = nothing.variables().map(|(var, _)| var).collect::<Vec<_>>();
        nothing.add("nothing", sum(x).le(0.0));
        let result = with(self, &nothing, 1e6);
        self.expect("cutoff where nothing is feasible", option, result, |answer| {
            matches!(answer.termination, Termination::CutOff | Termination::Infeasible)
        });
        for cutoff in [f64::NAN, f64::INFINITY] {
            let result = with(self, &easy(), cutoff);
            self.refuse(&format!("cutoff {cutoff}"), option, result, |error| {
                matches!(error.kind, ErrorKind::OptionValue { .. })
            });
        }
    }

    fn starts(&mut self) {
        let option = OptionKind::Start;
        for (what, start) in [
            ("the optimum", [1.0, 1.0, 0.0, 0.0]),
            ("a feasible point", [1.0, 1.0, 0.0, 1.0]),
            ("a point that breaks a row", [1.0, 1.0, 1.0, 1.0]),
            ("a point outside the bounds", [-7.0, 0.5, 1e9, 0.0]),
        ] {
            let result = self.solve(&easy(), Some(&start), base());
            self.expect(&format!("start from {what}"), option, result, is_best);
        }
        for (what, start) in [
            ("too few values", &[1.0][..]),
            ("NaN", &[f64::NAN, 1.0, 0.0, 0.0]),
        ] {
            let result = self.solve(&easy(), Some(start), base());
            self.refuse(&format!("start from {what}"), option, result, |error| {
                matches!(error.kind, ErrorKind::OptionValue { .. })
            });
        }
    }

    fn gaps(&mut self) {
        let option = OptionKind::Gap;
        let with = |trial: &Self, gap: f64| {
            let options = SolveOptions {
                gap: Some(gap),
                ..SolveOptions::default()
            };
            checked::model(trial.backend, &easy(), None, &options)
        };
        let result = with(self, 0.0);
        self.expect("gap 0", option, result, is_best);
        let result = with(self, 1e3);
        self.expect("gap 1000", option, result, |answer| {
            answer.termination == Termination::Optimal && answer.gap.is_some_and(|gap| gap <= 1e3)
        });
        for gap in [-1.0, f64::NAN, f64::INFINITY] {
            let result = with(self, gap);
            self.refuse(&format!("gap {gap}"), option, result, |error| {
                matches!(error.kind, ErrorKind::OptionValue { .. })
            });
        }
    }

    fn seeds_and_threads(&mut self) {
        for seed in [0, 1, 2_147_483_647, u64::MAX] {
            let options = SolveOptions {
                seed: Some(seed),
                ..base()
            };
            let result = self.solve(&easy(), None, options);
            self.honoured_or_out_of_range(&format!("seed {seed}"), OptionKind::Seed, result);
        }
        for threads in [1, 2, 1_000_000] {
            let options = SolveOptions {
                threads: NonZeroUsize::new(threads),
                ..base()
            };
            let result = self.solve(&easy(), None, options);
            self.honoured_or_out_of_range(&format!("threads {threads}"), OptionKind::Threads, result);
        }
    }

    /// The optimum, or an error that says which values the backend takes.
    fn honoured_or_out_of_range(&mut self, what: &str, option: OptionKind, result: Result<Answer<Vec<f64>>>) {
        self.note(what, option, result, |result| match result {
            Ok(answer) if is_best(&answer) => None,
            Ok(answer) => Some(format!("found {}", shown(&answer))),
            Err(error) => match error.kind {
                ErrorKind::OptionValue { option: named, .. } if named == option.name() => None,
                _ => Some(error.to_string()),
            },
        });
    }

    fn limits(&mut self) {
        let option = OptionKind::TimeLimit;
        for limit in [
            Duration::ZERO,
            Duration::from_millis(10),
            Duration::from_millis(500),
        ] {
            let options = SolveOptions {
                time_limit: Some(limit),
                ..base()
            };
            let result = self.solve(&hard(), None, options);
            self.expect(&format!("time limit {limit:?}"), option, result, |answer| {
                answer.termination == Termination::Limit(Limit::Time) && answer.overrun.is_none()
            });
        }
        let options = SolveOptions {
            time_limit: Some(Duration::MAX),
            ..base()
        };
        let result = self.solve(&easy(), None, options);
        self.expect("time limit beyond every clock", option, result, is_best);

        // The wish to stop is no option: everybody keeps it.
        let options = base();
        options.stop.set();
        let clock = Deadline::after(None);
        let early = self.solve(&hard(), None, options);
        self.stopped("a stop before the start", early, clock.elapsed());
        let options = base();
        let stop = options.stop.clone();
        let clock = Deadline::after(None);
        let fired = std::thread::scope(|scope| {
            scope.spawn(move || {
                std::thread::sleep(Duration::from_millis(300));
                stop.set();
            });
            self.solve(&hard(), None, options)
        });
        self.stopped("a stop on the way", fired, clock.elapsed());
    }

    fn node_limits(&mut self) {
        let option = OptionKind::Nodes;
        let with = |trial: &Self, model: &Model, nodes: u64| {
            let options = SolveOptions {
                nodes: Some(nodes),
                ..base()
            };
            trial.solve(model, None, options)
        };
        let result = with(self, &hard(), 1);
        self.expect("one node for a hard model", option, result, |answer| {
            answer.termination == Termination::Limit(Limit::Nodes)
        });
        let result = with(self, &easy(), u64::MAX);
        self.expect("more nodes than there are", option, result, is_best);
    }

    fn memory_limits(&mut self) {
        let option = OptionKind::Memory;
        let with = |trial: &Self, model: &Model, bytes: u64| {
            let options = SolveOptions {
                memory: Some(bytes),
                ..base()
            };
            trial.solve(model, None, options)
        };
        let result = with(self, &hard(), 1);
        self.expect("one byte for a hard model", option, result, |answer| {
            answer.termination == Termination::Limit(Limit::Memory(Some(1)))
        });
        let result = with(self, &easy(), u64::MAX);
        self.expect("more memory than there is", option, result, is_best);
    }

    fn stopped(&mut self, what: &str, result: Result<Answer<Vec<f64>>>, took: Duration) {
        let failure = match result {
            Err(error) => error.to_string(),
            Ok(answer) if answer.termination != Termination::Limit(Limit::Interrupt) => {
                format!("found {}", shown(&answer))
            }
            Ok(_) if took > LIMIT / 4 => format!("it took {took:?}"),
            Ok(_) => {
                self.report.solved += 1;
                return;
            }
        };
        self.report.failures.push(format!("{what}: {failure}"));
    }

    fn events(&mut self) {
        let told = Mutex::new(Vec::new());
        let observer = |event: Event| {
            if let Ok(mut told) = told.lock() {
                told.push(event);
            }
        };
        // From the second on there is something to tell for every solver.
        let options = SolveOptions {
            time_limit: Some(Duration::from_secs(2)),
            observer: Some(&observer),
            ..base()
        };
        let result = checked::model(self.backend, &hard(), None, &options);
        let told = told.into_inner().unwrap_or_default();
        self.note("events", OptionKind::Events, result, |result| {
            let answer = match result {
                Err(error) => return Some(error.to_string()),
                Ok(answer) => answer,
            };
            let objectives: Vec<f64> = told.iter().filter_map(|event| event.objective).collect();
            let last = objectives.last().copied();
            let tolerance = 1e-6 * answer.objective.unwrap_or_default().abs();
            match answer.objective {
                None => None,
                Some(_) if told.is_empty() => Some("an incumbent is found and nothing told".to_owned()),
                Some(found) if last.is_some_and(|last| last > found + tolerance) => Some(format!(
                    "told of {last:?} and came back with {found}, which is worse"
                )),
                Some(_) if objectives.windows(2).any(|pair| pair[1] < pair[0] - tolerance) => {
                    Some(format!("incumbents get worse: {objectives:?}"))
                }
                Some(_) if told.windows(2).any(|pair| pair[1].seconds < pair[0].seconds) => {
                    Some("time runs backwards".to_owned())
                }
                Some(_) => None,
            }
        });
    }

    fn parameters(&mut self, parameter: Option<[&str; 3]>) {
        let option = OptionKind::Parameters;
        let with = |trial: &Self, name: &str, value: &str| {
            let options = SolveOptions {
                parameters: vec![Parameter {
                    name: name.to_owned(),
                    value: value.to_owned(),
                }],
                ..base()
            };
            trial.solve(&easy(), None, options)
        };
        let refused = |error: &Error| matches!(error.kind, ErrorKind::Parameter { .. });
        let [name, right, wrong] = parameter.unwrap_or(["any", "1", "1"]);
        let result = with(self, name, right);
        self.expect("a parameter of the solver", option, result, is_best);
        for (name, value) in [
            (name, wrong),
            ("no/such_parameter", "1"),
            ("", "1"),
            ("nul\0byte", "1"),
            (name, ""),
            (name, "\u{1f980}"),
        ] {
            let result = with(self, name, value);
            self.refuse(
                &format!("parameter {name:?} = {value:?}"),
                option,
                result,
                refused,
            );
        }
    }
}
