//! The options that make a workload: a model, a cluster, a batch and the choices of a user.

use clap::{Arg, ArgMatches};
use uniap::cost::strategy::Availability;
use uniap::cost::{Choices, Workload, model, optimiser, schedule, strategy};
use uniap::planner::Setup;
use uniap::profile::{Dtype, catalog};

use crate::args;
use crate::error::{Error, Result};
use crate::names;

/// As [`define`], for a command that reads a plan, which says what is not given.
pub fn optional(command: clap::Command) -> clap::Command {
    let mut command = define(command);
    for name in ["model", "cluster", "batch"] {
        command = command.mut_arg(name, |arg| arg.required(false));
    }
    command
}

/// An option of a workload that is given, if there is one.
pub fn given(matches: &ArgMatches) -> Option<String> {
    let all = define(clap::Command::new(""))
        .get_arguments()
        .map(|arg| arg.get_id().to_string())
        .collect::<Vec<_>>();
    all.into_iter().find(|name| matches.contains_id(name))
}

/// Adds the options.
pub fn define(command: clap::Command) -> clap::Command {
    let by_default = |wanted: bool| {
        let all = strategy::ALL.iter();
        let found = all.filter(|entry| (entry.availability() == Availability::Default) == wanted);
        names::join(found.map(|entry| entry.name()))
    };
    let (strategies, others) = (by_default(true), by_default(false));
    let optimisers = names::join(optimiser::ALL.iter().map(|entry| entry.name));
    let dtypes = names::join(Dtype::ALL.iter().map(|dtype| dtype.name()));
    let schedules = names::join(schedule::ALL.iter().map(|entry| entry.name()));
    let models = names::join(model::ALL.iter().map(|entry| entry.name()));
    let first = |names: &str| names.split(',').next().unwrap_or_default().to_owned();
    command.args([
        Arg::new("model").long("model").value_name("M").required(true).help(format!(
            "The model: a file, or one of {}",
            names::join(catalog::models())
        )),
        Arg::new("cluster").long("cluster").value_name("C").required(true).help(format!(
            "The cluster: a file, or one of {}",
            names::join(catalog::clusters())
        )),
        number("batch", "B", "Samples of one iteration, over all devices").required(true),
        number("nodes", "N", "Use the first N nodes of the cluster [default: all]"),
        number("devices", "N", "Use N devices in all, shared evenly by --nodes or else node by node [default: all]"),
        args::list("strategies", "A,B", format!(
            "Ways to share the devices of a stage and to run a layer that may be combined: {strategies}, and with \
             --cost-model analytic also {others} [default: {strategies}]"
        )),
        Arg::new("memory-limit")
            .long("memory-limit")
            .value_name("SIZE")
            .allow_hyphen_values(true)
            .value_parser(args::size)
            .help("Memory a plan may use on each device: 40GB = 40e9 bytes, 40GiB = 40 x 2^30 [default: the device's less context and reserve]"),
        Arg::new("schedule").long("schedule").value_name("S").help(format!(
            "How the pipeline runs its micro-batches: {schedules}; interleaved:4 for four chunks [default: {}]",
            first(&schedules)
        )),
        Arg::new("cost-model")
            .long("cost-model")
            .value_name("K")
            .help(format!("What times and memory are computed by: {models} [default: {}]", first(&models))),
        Arg::new("optimizer")
            .long("optimizer")
            .value_name("O")
            .help(format!("What keeps states for each parameter: {optimisers} [default: {}]", first(&optimisers))),
        Arg::new("dtype").long("dtype").value_name("T").help(format!(
            "What parameters and activations are stored and matrices multiplied in: {dtypes}; tf32 is stored as fp32 \
             [default: the cluster's]"
        )),
        number("sequence", "N", "Tokens of one sample [default: the model's]"),
    ])
}

/// An option whose value is a count.
pub fn number(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    Arg::new(name)
        .long(name)
        .value_name(value)
        .allow_negative_numbers(true)
        .value_parser(args::count)
        .help(help)
}

/// A count as an index type takes it; counts are small enough for any machine.
fn small(matches: &ArgMatches, name: &str) -> Option<usize> {
    matches
        .get_one::<u64>(name)
        .and_then(|&count| usize::try_from(count).ok())
}

/// What a plan file says of the workload it is of: what holds where no option says anything else.
#[derive(Debug, Default, serde::Deserialize)]
pub struct Recorded {
    model: String,
    cluster: String,
    batch: u64,
    cost_model: Option<String>,
    /// The schedule.
    pub schedule: Option<String>,
    #[serde(flatten)]
    setup: Setup,
}

/// The workload that the options describe.
pub fn read(matches: &ArgMatches) -> Result<Workload> {
    read_over(matches, &Recorded::default())
}

/// The workload that the options describe, under another schedule.
pub fn read_under(matches: &ArgMatches, schedule: &str) -> Result<Workload> {
    described(matches, &Recorded::default(), Some(schedule))
}

/// The workload that a plan file records, with what the options say in its place.
pub fn read_over(matches: &ArgMatches, plan: &Recorded) -> Result<Workload> {
    described(matches, plan, None)
}

fn described(matches: &ArgMatches, plan: &Recorded, schedule: Option<&str>) -> Result<Workload> {
    let Recorded { setup, .. } = plan;
    let recorded = |option: &str| match option {
        "model" => Some(&plan.model),
        "cluster" => Some(&plan.cluster),
        "cost-model" => plan.cost_model.as_ref(),
        "schedule" => plan.schedule.as_ref(),
        "dtype" => setup.dtype.as_ref(),
        "optimizer" => setup.optimizer.as_ref(),
        _ => None,
    };
    let text = |option: &str| args::text_of(matches, option).or(recorded(option).map(String::as_str));
    let name = |option: &str| text(option).unwrap_or_default();
    let failed = |option: &str, error: &uniap::profile::Error| {
        if matches.contains_id(option) {
            return Error::of(error);
        }
        // A plan records a name; where that was one of a file, the nearest built-in name is no help at all.
        Error::usage(format!(
            "find the {option} that the plan is of: found {:?}, which is none of those built in, expected \
             --{option} FILE: the file that it was planned with",
            name(option)
        ))
    };
    let model = catalog::model(name("model")).map_err(|error| failed("model", &error))?;
    let cluster = catalog::cluster(name("cluster")).map_err(|error| failed("cluster", &error))?;
    let cluster_name = name("cluster");
    let cluster = match text("dtype") {
        None => cluster,
        Some(name) => {
            let dtype = names::find("dtype", name, &Dtype::ALL, |dtype| dtype.name())?;
            let given = if matches.contains_id("dtype") {
                "use --dtype"
            } else {
                "use the recorded dtype"
            };
            let asked = cluster.with_dtype(dtype);
            asked.map_err(|error| Error::input(format!("{given} {name}"), &error.in_file(cluster_name)))?
        }
    };
    let tokens = matches.get_one::<u64>("sequence").copied().or(setup.sequence);
    // A model that is known for one length alone takes no other, but has its own.
    let model = match tokens.filter(|tokens| *tokens != model.sequence()) {
        None => model,
        Some(tokens) => model.with_sequence(tokens).map_err(|error| Error::of(&error))?,
    };
    let batch = matches.get_one::<u64>("batch").copied().unwrap_or(plan.batch);
    let mut choices = Choices::of_batch(batch);
    let count = |count: Option<u64>| count.and_then(|count| usize::try_from(count).ok());
    choices.nodes = small(matches, "nodes").or(count(setup.asked.nodes));
    choices.devices = small(matches, "devices").or(count(setup.asked.devices));
    choices.memory_limit = matches
        .get_one("memory-limit")
        .copied()
        .or(setup.asked.memory_limit);
    if let Some(names) = args::list_of(matches, "strategies") {
        choices.strategies = Some(names);
    } else if !setup.strategies.is_empty() {
        choices.strategies = Some(setup.strategies.iter().map(String::as_str).collect());
    }
    if let Some(schedule) = schedule.or(text("schedule")) {
        choices.schedule = schedule;
    }
    if let Some(cost_model) = text("cost-model") {
        choices.cost_model = cost_model;
    }
    if let Some(optimiser) = text("optimizer") {
        choices.optimiser = optimiser;
    }
    let workload = Workload::new(model, cluster, &choices);
    workload.map_err(|error| Error::of(&error.in_model_file(name("model"))))
}
