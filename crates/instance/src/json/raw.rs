//! The parts of an `*.instance.json` as they are written, and the instance that they make.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use serde::de::value::MapAccessDeserializer;
use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::edge::Edge;
use crate::error::{Error, ErrorKind, Result};
use crate::layer::Layer;
use crate::matrix::{Matrix, PerStage};
use crate::model::Instance;
use crate::objective::Objective;
use crate::{BoundaryIx, LayerIx, StageIx};

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawInstance {
    #[serde(rename = "format")]
    _format: String,
    name: String,
    stages: u64,
    micro_batches: u64,
    memory_limit: Vec<f64>,
    layers: Vec<Object<RawLayer>>,
    edges: Vec<Object<RawEdge>>,
    #[serde(default, deserialize_with = "present")]
    objective: Option<RawObjective>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLayer {
    name: String,
    strategies: Vec<String>,
    time: Nested,
    memory: Nested,
    #[serde(default, deserialize_with = "present")]
    sync: Option<Vec<f64>>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawEdge {
    from: u64,
    to: u64,
    reshard: Nested,
    transfer: Nested,
}

/// An optional field that, where it stands, must hold a value: `null` is refused like any other wrong type.
fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> std::result::Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// A value that stands as an object. Left to itself, serde would take a list for an object too, its elements for the
/// fields in their order.
pub(crate) struct Object<T>(pub(crate) T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        struct ObjectVisitor<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for ObjectVisitor<T> {
            type Value = Object<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> std::result::Result<Object<T>, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(Object)
            }
        }
        deserializer.deserialize_map(ObjectVisitor(PhantomData))
    }
}

/// Numbers in lists of any depth; the depth is judged later, where the place can be named.
enum Nested {
    Number(f64),
    List(Vec<Nested>),
}

impl<'de> Deserialize<'de> for Nested {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        struct NestedVisitor;
        impl<'de> Visitor<'de> for NestedVisitor {
            type Value = Nested;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number or a list of numbers")
            }

            fn visit_f64<E>(self, value: f64) -> std::result::Result<Nested, E> {
                Ok(Nested::Number(value))
            }

            fn visit_u64<E>(self, value: u64) -> std::result::Result<Nested, E> {
                Ok(Nested::Number(value as f64))
            }

            fn visit_i64<E>(self, value: i64) -> std::result::Result<Nested, E> {
                Ok(Nested::Number(value as f64))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> std::result::Result<Nested, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = list.next_element()? {
                    entries.push(entry);
                }
                Ok(Nested::List(entries))
            }
        }
        deserializer.deserialize_any(NestedVisitor)
    }
}

impl Nested {
    /// Levels of lists above the first number; an empty list counts as one level.
    fn depth(&self) -> usize {
        match self {
            Self::Number(_) => 0,
            Self::List(entries) => 1 + entries.first().map_or(0, Self::depth),
        }
    }

    fn list(self, path: &str, expected: &'static str) -> Result<Vec<Nested>> {
        match self {
            Self::List(entries) => Ok(entries),
            Self::Number(_) => Err(Error::at(
                path,
                ErrorKind::Shape {
                    found: "a number",
                    expected,
                },
            )),
        }
    }

    fn numbers(self, path: &str) -> Result<Vec<f64>> {
        let entries = self.list(path, "a list of numbers")?;
        let number = |(position, entry)| match entry {
            Nested::Number(value) => Ok(value),
            Nested::List(_) => {
                let kind = ErrorKind::Shape {
                    found: "a list",
                    expected: "a number",
                };
                Err(Error::at(format!("{path}[{position}]"), kind))
            }
        };
        entries.into_iter().enumerate().map(number).collect()
    }

    fn matrix(self, path: &str, columns: usize) -> Result<Arc<Matrix>> {
        let entries = self.list(path, "a matrix: a list of rows")?;
        let rows = entries.len();
        let mut data = Vec::with_capacity(rows);
        for (position, row) in entries.into_iter().enumerate() {
            let place = format!("{path}[{position}]");
            let row = row.numbers(&place)?;
            if row.len() != columns {
                let because = "one for each strategy of the edge's second layer";
                return Err(Error::at(
                    place,
                    ErrorKind::Length {
                        found: row.len(),
                        expected: columns,
                        because,
                    },
                ));
            }
            data.push(row);
        }
        Ok(Arc::new(Matrix::from_fn(rows, columns, |row, column| {
            data[row][column]
        })))
    }

    /// One value, or a list of one for each stage: told apart by the depth of the lists.
    fn per_stage<T>(
        self,
        path: &str,
        depth: usize,
        one: impl Fn(Nested, &str) -> Result<T>,
    ) -> Result<PerStage<T>> {
        if self.depth() <= depth {
            return Ok(PerStage::Same(one(self, path)?));
        }
        let entries = self.list(path, "a list")?;
        let each = entries.into_iter().enumerate();
        Ok(PerStage::Each(
            each.map(|(i, entry)| one(entry, &format!("{path}[{i}]")))
                .collect::<Result<_>>()?,
        ))
    }
}

impl RawInstance {
    /// The instance, not yet validated.
    pub(super) fn build(self) -> Result<Instance> {
        let count = |value: u64, path: &str| {
            let kind = ErrorKind::Number {
                found: value as f64,
                expected: "a whole number from 1 to 1e9",
            };
            if (1..=1_000_000_000).contains(&value) {
                Ok(value)
            } else {
                Err(Error::at(path, kind))
            }
        };
        let stages = count(self.stages, "stages")? as usize;
        let micro_batches = count(self.micro_batches, "micro_batches")?;
        let mut layers = Vec::with_capacity(self.layers.len());
        for (u, Object(raw)) in self.layers.into_iter().enumerate() {
            let list = |nested: Nested, field: &str| {
                nested.per_stage(&format!("layers[{u}].{field}"), 1, |nested, path| {
                    nested.numbers(path)
                })
            };
            layers.push(Layer {
                time: list(raw.time, "time")?,
                memory: list(raw.memory, "memory")?,
                name: raw.name,
                strategies: raw.strategies.into(),
                sync: raw.sync,
            });
        }
        let mut edges = Vec::with_capacity(self.edges.len());
        for (e, Object(raw)) in self.edges.into_iter().enumerate() {
            for (value, field) in [(raw.from, "from"), (raw.to, "to")] {
                if value >= layers.len() as u64 {
                    let kind = ErrorKind::Index {
                        found: value,
                        below: layers.len(),
                        because: "the number of layers",
                    };
                    return Err(Error::at(format!("edges[{e}].{field}"), kind));
                }
            }
            if raw.from >= raw.to {
                return Err(Error::at(
                    format!("edges[{e}]"),
                    ErrorKind::BackwardEdge {
                        from: raw.from,
                        to: raw.to,
                    },
                ));
            }
            let columns = layers[raw.to as usize].width();
            let matrix = |nested: Nested, field: &str| {
                nested.per_stage(&format!("edges[{e}].{field}"), 2, |nested, path| {
                    nested.matrix(path, columns)
                })
            };
            edges.push(Edge {
                from: LayerIx::new(raw.from as usize),
                to: LayerIx::new(raw.to as usize),
                reshard: matrix(raw.reshard, "reshard")?,
                // With one stage there is no boundary, and an empty list is a list for none of them.
                transfer: match raw.transfer {
                    Nested::List(entries) if stages == 1 && entries.is_empty() => {
                        PerStage::Each(Arc::new([]))
                    }
                    nested => matrix(nested, "transfer")?,
                },
            });
        }
        let objective = self.objective.map(|raw| raw.0);
        Ok(Instance {
            name: self.name,
            stages,
            micro_batches,
            memory_limit: self.memory_limit,
            layers,
            edges,
            objective,
        })
    }
}

/// An objective as it stands in a file: an object with exactly one key.
struct RawObjective(Objective);

impl<'de> Deserialize<'de> for RawObjective {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        struct ObjectiveVisitor;
        const KEYS: &[&str] = &["sum", "max", "scale", "const", "p", "o", "s"];
        impl<'de> Visitor<'de> for ObjectiveVisitor {
            type Value = RawObjective;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object with one of the keys sum, max, scale, const, p, o, s")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<RawObjective, A::Error> {
                let Some(key) = map.next_key::<String>()? else {
                    return Err(de::Error::invalid_length(0, &self));
                };
                let parts = |raw: Vec<RawObjective>| raw.into_iter().map(|part| part.0).collect();
                let position = |value: u32| value as usize;
                let value = match key.as_str() {
                    "sum" => Objective::Sum(parts(map.next_value()?)),
                    "max" => Objective::Max(parts(map.next_value()?)),
                    "scale" => {
                        let (factor, part): (f64, RawObjective) = map.next_value()?;
                        Objective::Scale(factor, Box::new(part.0))
                    }
                    "const" => Objective::Const(map.next_value()?),
                    "p" => Objective::P(StageIx::new(position(map.next_value()?))),
                    "o" => Objective::O(BoundaryIx::new(position(map.next_value()?))),
                    "s" => Objective::S(StageIx::new(position(map.next_value()?))),
                    _ => return Err(de::Error::unknown_field(&key, KEYS)),
                };
                if let Some(second) = map.next_key::<String>()? {
                    return Err(de::Error::custom(format!(
                        "found a second key {second:?}, expected one key alone"
                    )));
                }
                Ok(RawObjective(value))
            }
        }
        deserializer.deserialize_map(ObjectiveVisitor)
    }
}
