//! A plan as Galvatron writes it, evaluated.

use serde::Deserialize;
use uniap_cost::galvatron::{Iteration, Setting, Tables, Way};
use uniap_profile::reader;

use super::CountedPlan;

/// The fields of a plan file that matter here; lists are texts with commas, one entry for each layer.
#[derive(Debug, Clone, Deserialize)]
pub struct Config {
    pp_deg: u64,
    tp_sizes_enc: String,
    dp_types_enc: String,
    use_sp: String,
    checkpoint: String,
    world_size: u64,
    global_bsz: u64,
    chunks: u64,
    pp_division: String,
    vtp: u64,
    vsp: u64,
    embed_sdp: u64,
}

impl Config {
    /// Reads a plan file of Galvatron (`galvatron_config_*.json`).
    ///
    /// # Errors
    /// When the bytes are no such document, with the field.
    pub fn read(bytes: &[u8]) -> Result<Self, uniap_profile::Error> {
        reader::json(reader::text(bytes)?)
    }

    /// Samples per iteration.
    #[must_use]
    pub fn batch(&self) -> u64 {
        self.global_bsz
    }

    /// What the plan costs under `tables`.
    ///
    /// # Errors
    /// When its lists do not fit together or something it needs was not measured, with what was found.
    pub fn evaluate(&self, tables: &Tables) -> Result<CountedPlan, String> {
        let setting = self.setting(tables)?;
        let lists = [
            &self.tp_sizes_enc,
            &self.dp_types_enc,
            &self.use_sp,
            &self.checkpoint,
        ];
        let [degrees, types, ulysses, again] = lists.map(|list| numbers(list));
        let (degrees, types, ulysses, again) = (degrees?, types?, ulysses?, again?);
        let count = degrees.len();
        if [types.len(), ulysses.len(), again.len()] != [count; 3] || count as u64 != tables.layers() {
            return Err(format!(
                "lists of {count} and other numbers of layers, expected {} in each",
                tables.layers()
            ));
        }
        let ways = (0..count).map(|layer| {
            let way = self.way(&setting, degrees[layer], (ulysses[layer] == 1, types[layer] == 1))?;
            Ok(Way {
                recompute: again[layer] == 1,
                ..way
            })
        });
        let ways = ways.collect::<Result<Vec<Way>, String>>()?;
        let ends = self.way(&setting, self.vtp, (self.vsp == 1, self.embed_sdp == 1))?;
        let division = numbers(&self.pp_division)?;
        if division.len() as u64 != setting.stages
            || division
                .iter()
                .try_fold(0_u64, |sum, &part| sum.checked_add(part))
                != Some(count as u64)
        {
            return Err(format!(
                "pp_division {:?}, expected {} numbers that add up to {count}",
                self.pp_division, setting.stages
            ));
        }
        self.cost(tables, setting, &ends, &ways, &division)
    }

    fn setting(&self, tables: &Tables) -> Result<Setting, String> {
        let (devices, stages) = (tables.devices(), self.pp_deg);
        if self.world_size != devices {
            return Err(format!("world_size {}, expected {devices}", self.world_size));
        }
        if stages == 0 || !devices.is_multiple_of(stages) || stages > tables.layers() {
            return Err(format!("pp_deg {stages}, expected a divisor of {devices}"));
        }
        if self.chunks < stages
            || self.global_bsz > super::MOST_SAMPLES
            || !self.global_bsz.is_multiple_of(self.chunks)
        {
            let (chunks, batch) = (self.chunks, self.global_bsz);
            return Err(format!(
                "chunks {chunks}, expected a divisor of global_bsz ({batch}) of at least {stages}"
            ));
        }
        Ok(Setting {
            batch: self.global_bsz,
            micro_batches: self.chunks,
            stages,
        })
    }

    fn way(&self, setting: &Setting, degree: u64, (ulysses, sharded): (bool, bool)) -> Result<Way, String> {
        let width = self.world_size / setting.stages;
        let samples = setting.batch / setting.micro_batches;
        if degree == 0 || !width.is_multiple_of(degree) || !samples.is_multiple_of(width / degree) {
            return Err(format!(
                "degree {degree}, expected one that divides {width} devices into replicas that share {samples} samples"
            ));
        }
        let (tensor, sequence) = if ulysses { (1, degree) } else { (degree, 1) };
        Ok(Way {
            tensor,
            sequence,
            data: width / degree,
            sharded: sharded && width > degree,
            recompute: false,
        })
    }

    fn cost(
        &self,
        tables: &Tables,
        setting: Setting,
        ends: &Way,
        ways: &[Way],
        division: &[u64],
    ) -> Result<CountedPlan, String> {
        let absent = |what: &Way| {
            format!(
                "{what} on {} stages needs what the tables do not have",
                setting.stages
            )
        };
        let times = tables.end_times(&setting, ends).ok_or_else(|| absent(ends))?;
        let most = ways.iter().map(|way| way.tensor).max().unwrap_or(1);
        let most = if most > 1 {
            most.max(ends.tensor).max(ends.sequence)
        } else {
            ends.tensor
        };
        let buffer = tables.buffer_mb(&setting, most);
        let (mut plain, mut synced, mut stage_mb, mut layers) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut rest = ways;
        for (stage, &count) in (0..setting.stages).zip(division) {
            let (here, behind) = rest.split_at((count as usize).min(rest.len()));
            rest = behind;
            let (mut c, mut r) = (0.0, 0.0);
            let mut mb = tables.end_mb(&setting, ends, stage).ok_or_else(|| absent(ends))? + buffer;
            let mut runs: Vec<(String, usize)> = Vec::new();
            for way in here {
                let time = tables.layer_times(&setting, way).ok_or_else(|| absent(way))?;
                c += time.plain;
                r += time.synced;
                mb += tables.layer_mb(&setting, way, stage).ok_or_else(|| absent(way))?;
                let name = way.to_string();
                match runs.iter_mut().find(|(known, _)| *known == name) {
                    Some((_, count)) => *count += 1,
                    None => runs.push((name, 1)),
                }
            }
            c += if stage == 0 { times.first } else { 0.0 };
            c += if stage + 1 == setting.stages {
                times.last
            } else {
                0.0
            };
            plain.push(c);
            synced.push(r);
            stage_mb.push(mb);
            layers.push(runs);
        }
        let iteration = Iteration {
            setting,
            plain: &plain,
            synced: &synced,
        };
        Ok(CountedPlan {
            objective: iteration.time(),
            stages: setting.stages,
            micro_batches: setting.micro_batches,
            ends: ends.to_string(),
            layers,
            stage_mb,
        })
    }
}

fn numbers(list: &str) -> Result<Vec<u64>, String> {
    let each = list.split(',').map(|part| {
        let number = part.trim().parse();
        number.map_err(|_| format!("{part:?} in a list, expected a whole number"))
    });
    each.collect()
}
