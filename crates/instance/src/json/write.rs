//! The parts of an instance as they are written into an `*.instance.json`.

use serde::ser::{SerializeMap, SerializeSeq, SerializeStruct};
use serde::{Serialize, Serializer};

use super::FORMAT;
use crate::edge::Edge;
use crate::layer::Layer;
use crate::matrix::{Matrix, PerStage};
use crate::model::Instance;
use crate::objective::Objective;

impl Serialize for Instance {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let fields = 7 + usize::from(self.objective.is_some());
        let mut out = serializer.serialize_struct("Instance", fields)?;
        out.serialize_field("format", FORMAT)?;
        out.serialize_field("name", &self.name)?;
        out.serialize_field("stages", &self.stages)?;
        out.serialize_field("micro_batches", &self.micro_batches)?;
        out.serialize_field("memory_limit", &self.memory_limit)?;
        out.serialize_field("layers", &self.layers)?;
        out.serialize_field("edges", &self.edges)?;
        if let Some(objective) = &self.objective {
            out.serialize_field("objective", objective)?;
        }
        out.end()
    }
}

impl Serialize for Layer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("Layer", 4 + usize::from(self.sync.is_some()))?;
        out.serialize_field("name", &self.name)?;
        out.serialize_field("strategies", &self.strategies)?;
        out.serialize_field("time", &self.time)?;
        out.serialize_field("memory", &self.memory)?;
        if let Some(sync) = &self.sync {
            out.serialize_field("sync", sync)?;
        }
        out.end()
    }
}

impl Serialize for Edge {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("Edge", 4)?;
        out.serialize_field("from", &self.from.get())?;
        out.serialize_field("to", &self.to.get())?;
        out.serialize_field("reshard", &self.reshard)?;
        out.serialize_field("transfer", &self.transfer)?;
        out.end()
    }
}

impl<T: Serialize> Serialize for PerStage<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Same(value) => value.serialize(serializer),
            Self::Each(values) => values.serialize(serializer),
        }
    }
}

impl Serialize for Matrix {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_seq(Some(self.rows()))?;
        for row in 0..self.rows() {
            out.serialize_element(self.row(row))?;
        }
        out.end()
    }
}

impl Serialize for Objective {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_map(Some(1))?;
        match self {
            Self::Sum(parts) => out.serialize_entry("sum", parts)?,
            Self::Max(parts) => out.serialize_entry("max", parts)?,
            Self::Scale(factor, part) => out.serialize_entry("scale", &(factor, part))?,
            Self::Const(value) => out.serialize_entry("const", value)?,
            Self::P(stage) => out.serialize_entry("p", &stage.get())?,
            Self::O(boundary) => out.serialize_entry("o", &boundary.get())?,
            Self::S(stage) => out.serialize_entry("s", &stage.get())?,
        }
        out.end()
    }
}
