//! Who solves and how: the backend asked for, or the first that takes the task, and the wishes about the way there.

use clap::{Arg, ArgAction, ArgMatches};
use uniap::base::Deadline;
use uniap::builtin::REGISTRY;
use uniap::instance::Instance;
use uniap::miqp::Model;
use uniap::miqp::reduce::{ALL, Choices, Role, by_name};
use uniap::solver::instance::{Route, Solved};
use uniap::solver::reduced::Reached;
use uniap::solver::{
    Backend, Error as SolverError, ErrorKind, Event, OptionKind, Parameter, SolveOptions, reduced,
};

use crate::args;
use crate::error::{Error, Result, chain};
use crate::names;
use crate::text;

/// What the user wants of the solver.
pub struct Wish<'a> {
    backend: Option<&'a str>,
    formulation: Option<&'a str>,
    parameters: Vec<Parameter>,
    seed: Option<u64>,
    reductions: Choices,
    hints: Option<&'a str>,
}

/// The options that only a single solve has: `--seed`, `--set`, `--hints` and those of [`reducing`].
pub fn details(command: clap::Command) -> clap::Command {
    reducing(command).args([
        Arg::new("hints")
            .long("hints")
            .value_name("NAME")
            .help("Let this backend solve the instance first and --backend begin from its answer, which is recorded"),
        Arg::new("seed")
            .long("seed")
            .value_name("N")
            .allow_negative_numbers(true)
            .value_parser(args::seed)
            .help("Seed for the solver's random choices [default: the solver's]"),
        args::node_limit(),
        args::solver_memory(),
        setting(),
    ])
}

/// The option `--set`.
pub fn setting() -> Arg {
    Arg::new("set")
        .long("set")
        .value_name("SOLVER:NAME=VALUE")
        .action(ArgAction::Append)
        .help(
            "A parameter of the solver by the solver's own name, such as highs:presolve=off; may be repeated",
        )
}

/// The parameters of `--set`, each with its solver.
pub fn parameters_of(matches: &ArgMatches) -> Result<Vec<(String, Parameter)>> {
    let each = matches.get_many::<String>("set").into_iter().flatten();
    each.map(|text| {
        let parts = text
            .split_once(':')
            .and_then(|(solver, rest)| Some((solver, rest.split_once('=')?)));
        let Some((solver, (name, value))) = parts.filter(|(_, (name, _))| !name.is_empty()) else {
            let expected = "SOLVER:NAME=VALUE such as highs:presolve=off";
            return Err(Error::usage(format!(
                "use --set: found {text:?}, expected {expected}"
            )));
        };
        let (name, value) = (name.to_owned(), value.to_owned());
        Ok((solver.to_owned(), Parameter { name, value }))
    })
    .collect()
}

/// What a search has found so far.
pub fn state(event: Event) -> String {
    let number = |value: Option<f64>| value.map_or_else(|| "none".to_owned(), text::significant);
    let (best, bound) = (number(event.objective), number(event.bound));
    format!(
        "{:.1} s: best {best}, bound {bound}, {}",
        event.seconds,
        text::count(event.nodes, "node")
    )
}

/// The names of the reductions of a kind.
pub fn reductions(role: Role) -> impl Iterator<Item = &'static str> {
    let of_the_kind = ALL.iter().filter(move |reduction| reduction.role() == role);
    of_the_kind.map(|reduction| reduction.name())
}

/// The option that asks for a reduction of a kind that users choose.
pub fn flag(role: Role) -> &'static str {
    match role {
        Role::Convexify => "convexify",
        Role::Bound => "bound",
        _ => "linearize",
    }
}

/// The reduction of a kind that is called `name`, and the wish for it.
pub fn choose(role: Role, name: &str) -> Result<(&'static str, Choices)> {
    let chosen = match role {
        Role::Convexify => Choices::new().convexify(name),
        Role::Bound => Choices::new().bound(name),
        _ => Choices::new().linearize(name),
    };
    let failed = |error| Error::input(format!("use --{}", flag(role)), &error);
    let choices = chosen.map_err(failed)?;
    let known = by_name(name).map(|reduction| reduction.name());
    Ok((known.unwrap_or_default(), choices))
}

/// The options `--linearize`, `--convexify` and `--bound`.
pub fn reducing(command: clap::Command) -> clap::Command {
    let reduction = |name: &'static str, role: Role, what: &str, unless: &str| {
        let reductions = ALL.iter().filter(|reduction| reduction.role() == role);
        let names = names::join(reductions.map(|reduction| reduction.name()));
        Arg::new(name)
            .long(name)
            .value_name("REDUCTION")
            .help(format!("{what}: {names} [default: {unless}]"))
    };
    command.args([
        reduction(
            "linearize",
            Role::Linearize,
            "How products of binary variables become linear",
            "the cheapest where one is needed",
        ),
        reduction(
            "convexify",
            Role::Convexify,
            "How quadratic forms of binary variables become convex",
            "the cheapest where one is needed",
        ),
        reduction(
            "bound",
            Role::Bound,
            "How the objective is bounded beforehand",
            "all that apply where products become linear and no reduction is asked for",
        ),
    ])
}

/// The reductions asked for.
pub fn reductions_of(matches: &ArgMatches) -> Result<Choices> {
    let failed = |option: &str, error| Error::input(format!("use --{option}"), &error);
    let mut choices = Choices::new();
    if let Some(name) = args::text_of(matches, "linearize") {
        choices = choices
            .linearize(name)
            .map_err(|error| failed("linearize", error))?;
    }
    if let Some(name) = args::text_of(matches, "convexify") {
        choices = choices
            .convexify(name)
            .map_err(|error| failed("convexify", error))?;
    }
    if let Some(name) = args::text_of(matches, "bound") {
        choices = choices.bound(name).map_err(|error| failed("bound", error))?;
    }
    Ok(choices)
}

impl<'a> Wish<'a> {
    /// Reads `--backend` and `--formulation`.
    pub fn of(matches: &'a ArgMatches) -> Self {
        Self {
            backend: args::text_of(matches, "backend"),
            formulation: args::text_of(matches, "formulation"),
            parameters: Vec::new(),
            seed: None,
            reductions: Choices::new(),
            hints: None,
        }
    }

    /// Reads these and what [`details`] adds; a parameter names its solver, which is then the backend.
    pub fn detailed(matches: &'a ArgMatches) -> Result<Self> {
        let mut wish = Self::of(matches);
        wish.reductions = reductions_of(matches)?;
        wish.hints = args::text_of(matches, "hints");
        wish.seed = matches.get_one("seed").copied();
        for (solver, parameter) in parameters_of(matches)? {
            if let Some(backend) = wish.backend.filter(|backend| *backend != solver) {
                let (name, value) = (&parameter.name, &parameter.value);
                let message = format!(
                    "use --set {solver}:{name}={value}: found a parameter of {solver}, expected one of {backend}, which solves"
                );
                return Err(Error::usage(message));
            }
            // The name as the backend has it lives as long as the program.
            wish.backend = Some(find(&solver)?.name());
            wish.parameters.push(parameter);
        }
        Ok(wish)
    }

    /// The backend whose answer another begins from.
    pub fn hints(&self) -> Option<&'a str> {
        self.hints
    }

    /// The formulation asked for.
    pub fn formulation(&self) -> Option<&'a str> {
        self.formulation
    }

    /// The options of a solve, without an observer.
    pub fn options(&self, matches: &ArgMatches) -> SolveOptions<'static> {
        SolveOptions {
            seed: self.seed,
            parameters: self.parameters.clone(),
            reductions: self.reductions.clone(),
            ..args::options_of(matches)
        }
    }

    /// The route that is asked for by a backend, a formulation or a reduction; `None` where none of them is.
    pub fn fixed(&self) -> Result<Option<Route>> {
        let backend = match self.backend {
            Some(backend) => find(backend)?,
            None if self.formulation.is_some() || !self.reductions.is_empty() => takes_models()?,
            None => return Ok(None),
        };
        let route = Route::new(backend, self.formulation);
        route
            .map(Some)
            .map_err(|error| Error::solver("choose how to solve", &error))
    }

    /// Solves an instance with the backend asked for, or the first that takes the instance and the options.
    pub fn solve_instance(
        &self,
        action: &str,
        instance: &Instance,
        options: &SolveOptions<'_>,
    ) -> Result<Solved> {
        let solve = |route: Route| {
            let solved = route.solve(instance, None, &observed(route.backend(), options));
            solved.map_err(|error| Error::solver(action, &error))
        };
        match (self.fixed()?, self.hints) {
            (Some(route), Some(hints)) => return hinted(action, instance, route, find(hints)?, options),
            (Some(route), None) => return solve(route),
            (None, Some(hints)) => {
                let message = format!(
                    "{action}: found --hints {hints}, expected --backend besides: whom the hints are for"
                );
                return Err(Error::usage(message));
            }
            (None, None) => {}
        }
        let mut refusals = Vec::new();
        for backend in REGISTRY.all() {
            let route = Route::new(*backend, None).map_err(|error| Error::solver(action, &error))?;
            match route.check(instance).and_then(|()| knows(*backend, options)) {
                Ok(()) => return solve(route),
                Err(error) => refusals.push(chain(&error)),
            }
        }
        Err(nobody(action, refusals))
    }

    /// Solves a model with the backend asked for, or the first that takes the model and the options.
    pub fn solve_model(
        &self,
        action: &str,
        model: &Model,
        options: &SolveOptions<'_>,
    ) -> Result<(&'static str, Reached)> {
        let solve = |backend: &'static dyn Backend| {
            let reached = reduced::solve(backend, model, None, &observed(backend, options))?;
            Ok((backend.name(), reached))
        };
        let failed = |error: SolverError| Error::solver(action, &error);
        if let Some(backend) = self.backend {
            return solve(find(backend)?).map_err(failed);
        }
        let mut refusals = Vec::new();
        for backend in REGISTRY.all().iter().copied() {
            match knows(backend, options).and_then(|()| solve(backend)) {
                Err(error) if is_refusal(&error) => refusals.push(chain(&error)),
                other => return other.map_err(failed),
            }
        }
        Err(nobody(action, refusals))
    }
}

/// Solves an instance with `helper` and then through `route`, which begins from the helper's answer. The time limit
/// and the seconds reported are those of both together.
fn hinted(
    action: &str,
    instance: &Instance,
    route: Route,
    helper: &'static dyn Backend,
    options: &SolveOptions<'_>,
) -> Result<Solved> {
    let failed = |error: SolverError| Error::solver(action, &error);
    let backend = route.backend();
    if !backend.capabilities().knows(OptionKind::Start) {
        let (backend, option) = (backend.name(), OptionKind::Start.name());
        return Err(failed(SolverError::new(ErrorKind::Option { backend, option })));
    }
    let clock = Deadline::after(options.time_limit);
    let first = SolveOptions {
        time_limit: options
            .time_limit
            .filter(|_| helper.capabilities().knows(OptionKind::TimeLimit)),
        stop: options.stop.clone(),
        ..SolveOptions::default()
    };
    let hint = Route::new(helper, None)
        .and_then(|helper| helper.solve(instance, None, &first))
        .map_err(failed)?;
    let spent = clock.seconds();
    let then = SolveOptions {
        time_limit: clock.remaining(),
        ..observed(backend, options)
    };
    let mut solved = route
        .solve(instance, hint.answer.point.as_ref(), &then)
        .map_err(failed)?;
    solved.seconds += spent;
    Ok(solved)
}

/// The backend of that name.
pub fn find(name: &str) -> Result<&'static dyn Backend> {
    REGISTRY
        .find(name)
        .map_err(|error| Error::solver("choose the backend", &error))
}

/// The first backend that takes models, and so formulations and reductions.
fn takes_models() -> Result<&'static dyn Backend> {
    let mut backends = REGISTRY.all().iter().copied();
    backends
        .find(|backend| backend.model_solver().is_some())
        .ok_or_else(|| nobody("choose how to solve", Vec::new()))
}

/// True where a backend says that it does not take the task, which another may.
fn is_refusal(error: &SolverError) -> bool {
    matches!(
        error.kind,
        ErrorKind::InstancesOnly { .. }
            | ErrorKind::Unsupported { .. }
            | ErrorKind::Structure { .. }
            | ErrorKind::Option { .. }
            | ErrorKind::Reduction { .. }
    )
}

/// The options without an observer where the backend tells nothing.
fn observed<'o>(backend: &dyn Backend, options: &SolveOptions<'o>) -> SolveOptions<'o> {
    let observer = options
        .observer
        .filter(|_| backend.capabilities().knows(OptionKind::Events));
    SolveOptions {
        observer,
        ..options.clone()
    }
}

/// Whether the backend knows every option that the user gives.
fn knows(backend: &dyn Backend, options: &SolveOptions<'_>) -> std::result::Result<(), SolverError> {
    let given = [
        (options.time_limit.is_some(), OptionKind::TimeLimit),
        (options.gap.is_some(), OptionKind::Gap),
        (options.threads.is_some(), OptionKind::Threads),
        (options.seed.is_some(), OptionKind::Seed),
        (!options.parameters.is_empty(), OptionKind::Parameters),
    ];
    let unknown = given
        .iter()
        .find(|(given, option)| *given && !backend.capabilities().knows(*option));
    match unknown {
        None => Ok(()),
        Some((_, option)) => Err(SolverError::new(ErrorKind::Option {
            backend: backend.name(),
            option: option.name(),
        })),
    }
}

/// Nobody takes the task: everybody's reason, and who is not built in.
fn nobody(action: &str, refusals: Vec<String>) -> Error {
    let absent = REGISTRY
        .absent()
        .iter()
        .map(|(name, how)| format!("backend {name} is not built in ({how})"));
    let reasons: Vec<String> = refusals.into_iter().chain(absent).collect();
    Error::usage(format!(
        "{action}: found no backend that takes it: {}",
        reasons.join("; ")
    ))
}
