//! Plans of Galvatron's own cost model: its proven optimum beside what its own search and its planner come to.

mod draw;
mod race;

use serde_json::Value;
use uniap_base::text;

use self::race::{PLANNER, Race, gibibytes, shown_mb};
use super::{Kind, Source, distinct, has, shell, typed};
use crate::error::Result;
use crate::section::{Fact, Section};

/// See the file's opening.
pub struct Galvatron;

impl Kind for Galvatron {
    fn format(&self) -> &'static str {
        "uniap.galvatron-race/1"
    }

    fn made_by(&self) -> &'static str {
        "uniap galvatron --json"
    }

    fn has_shape(&self, document: &Value) -> bool {
        has(document, &["optimum", "own_search", "memory_gb"])
    }

    fn takes_lines(&self, _: &Value) -> bool {
        true
    }

    fn sections(&self, source: &Source<'_>) -> Result<Vec<Section>> {
        let several = source.documents.len() > 1;
        let each = source.documents.iter().enumerate();
        let races = each.map(|(line, race)| {
            let prefix = if several {
                format!("line {}, ", line + 1)
            } else {
                String::new()
            };
            let race: Race = typed(race, &prefix)?;
            race.check(&prefix)?;
            Ok(race)
        });
        let races: Vec<Race> = races.collect::<Result<_>>()?;
        let made = |race: &Race| {
            let command = race.command.clone().unwrap_or_else(|| race.made_by());
            let into = if several { ">>" } else { ">" };
            if source.name == "-" {
                command
            } else {
                format!("{command} {into} {}", shell(source.name))
            }
        };
        let commands = |races: &[Race]| -> Vec<String> {
            let mut commands: Vec<String> = races.iter().map(made).collect();
            commands.push(source.drawn_by());
            commands
        };
        let mut sections = Vec::new();
        if several {
            sections.push(overview(&races, commands(&races)));
        }
        for race in &races {
            sections.push(section(race, several, commands(std::slice::from_ref(race))));
        }
        Ok(sections)
    }
}

/// All races beside one another.
fn overview(races: &[Race], commands: Vec<String>) -> Section {
    let proven = races.iter().filter(|race| race.is_proven()).count();
    let better = races.iter().filter(|race| {
        race.published
            .as_ref()
            .is_some_and(|known| race.above(&known.plan).is_some())
    });
    let known = races.iter().filter(|race| race.published.is_some()).count();
    let mut lead = format!(
        "{proven} of {} proven",
        text::count(races.len() as u64, "optimum").replace("optimums", "optima")
    );
    if known > 0 {
        lead += &format!(
            "; in {} of {known} its planner's plan takes longer",
            better.count()
        );
    }
    Section {
        title: format!(
            "{} in Galvatron's own cost model",
            distinct(races, |race| race.profile.as_str()).join(", ")
        ),
        kind: "Galvatron's own model",
        lead: lead + ".",
        facts: Vec::new(),
        figures: vec![draw::times(races), draw::searches(races)],
        tables: vec![("Every plan".to_owned(), draw::table(races))],
        notes: notes(races),
        commands,
    }
}

/// One race; `beside` others its times stand in the overview.
fn section(race: &Race, beside: bool, commands: Vec<String>) -> Section {
    let one = std::slice::from_ref(race);
    let mut figures = if beside {
        Vec::new()
    } else {
        vec![draw::times(one), draw::searches(one)]
    };
    let entries = race.entries();
    let optimum = entries.iter().take(1).filter(|_| race.optimum.plan.is_some());
    let others = entries.iter().filter(|entry| race.above(entry.plan).is_some());
    // Of plans that are worse the published one says the most; the search that is done here stands in for it.
    let other = others.max_by_key(|entry| race.published.is_some() && entry.who == PLANNER);
    for (name, entry) in optimum
        .map(|entry| ("stages", entry))
        .chain(other.map(|entry| ("other", entry)))
    {
        figures.push(draw::picture(race, name, entry));
    }
    figures.extend(draw::memory(race, &entries));
    let mut facts = Vec::new();
    if let Some(plan) = &race.optimum.plan {
        facts.push(Fact::new(
            "time per iteration",
            text::seconds(plan.objective),
            race.optimum.status.clone(),
        ));
        let rate = race.batch as f64 / plan.objective;
        if rate.is_finite() {
            facts.push(Fact::new(
                "throughput",
                format!("{} samples/s", text::significant(rate)),
                "",
            ));
        }
        let most = plan.stage_mb.iter().copied().fold(0.0, f64::max);
        facts.push(Fact::new(
            "most memory of a device",
            shown_mb(most),
            format!("of {} usable", shown_mb(race.optimum.usable_mb)),
        ));
    }
    facts.push(Fact::new("proven in", text::seconds(race.optimum.seconds), ""));
    if let Some(known) = &race.published {
        facts.push(Fact::new(
            "its planner searched",
            text::seconds(known.seconds),
            "published, on another machine",
        ));
    }
    Section {
        title: format!("{}, {}", race.profile, race.setting()),
        kind: "Galvatron's own model",
        lead: lead(race),
        facts,
        figures,
        tables: if beside {
            Vec::new()
        } else {
            vec![("Every plan".to_owned(), draw::table(one))]
        },
        notes: if beside { Vec::new() } else { notes(one) },
        commands,
    }
}

fn lead(race: &Race) -> String {
    let Some(plan) = &race.optimum.plan else {
        let enough = race.enough_memory_gb.map_or_else(String::new, |enough| {
            format!("; {} would be enough", gibibytes(enough))
        });
        return format!("No plan: {}{enough}.", race.optimum.status);
    };
    let shape = format!(
        "{} x {}",
        text::count(plan.stages, "stage"),
        text::count(plan.micro_batches, "micro-batch")
    );
    let proof = race.optimum.bound.map_or_else(
        || format!("{} without a bound", race.optimum.status),
        |bound| format!("no plan of this model takes less than {}", text::seconds(bound)),
    );
    let beside = race
        .published
        .as_ref()
        .map(|known| match race.above(&known.plan) {
            Some(above) => format!("; the plan of its planner takes {} longer", text::percent(above)),
            None => "; so does the plan of its planner".to_owned(),
        });
    format!("{shape}; {proof}{}.", beside.unwrap_or_default())
}

fn notes(races: &[Race]) -> Vec<String> {
    let mut notes: Vec<String> = Vec::new();
    for known in races.iter().filter_map(|race| race.published.as_ref()) {
        let note = format!("As published: {}.", known.source);
        if !notes.contains(&note) {
            notes.push(note);
        }
    }
    notes
}
