//! The fields of a `config.json`, read one by one: each is what its family takes it to be, or an error with its name.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use crate::error::{Error, ErrorKind};
use crate::reader::shorten;
use crate::unique;

/// The largest size of a field.
const LARGEST: u64 = 1 << 32;

/// A configuration: names to values.
#[derive(Deserialize)]
#[serde(transparent)]
pub(super) struct Config {
    #[serde(deserialize_with = "unique::map")]
    fields: BTreeMap<String, Value>,
    /// What stands before the names of its fields in errors: of a part of a configuration, the name of the part.
    #[serde(skip)]
    prefix: String,
}

impl Config {
    /// The field `name`, unless it is absent or `null`, which mean the same.
    fn field(&self, name: &str) -> Option<&Value> {
        self.fields.get(name).filter(|value| !value.is_null())
    }

    /// The configuration of a part, an object under `name`; empty where there is none.
    pub(super) fn part(&self, name: &str) -> Result<Self, Error> {
        let prefix = format!("{}.", self.path(name));
        let fields = match self.field(name) {
            None => BTreeMap::new(),
            Some(value) => value
                .as_object()
                .map(|object| object.clone().into_iter().collect())
                .ok_or_else(|| self.mismatch(name, &shown(value), "an object"))?,
        };
        Ok(Self { fields, prefix })
    }

    /// The name of a field from the outermost object on.
    pub(super) fn path(&self, name: &str) -> String {
        format!("{}{name}", self.prefix)
    }

    /// The error that the field `name` is not what is expected.
    pub(super) fn mismatch(&self, name: &str, found: &str, expected: &str) -> Error {
        mismatch(&self.path(name), found, expected)
    }

    /// A size that the family cannot do without.
    pub(super) fn size(&self, name: &str) -> Result<u64, Error> {
        self.optional(name)?.ok_or_else(|| {
            self.mismatch(
                name,
                "no such field",
                &format!("a whole number from 1 to {LARGEST}"),
            )
        })
    }

    /// A size, or `default` where there is none.
    pub(super) fn size_or(&self, name: &str, default: u64) -> Result<u64, Error> {
        Ok(self.optional(name)?.unwrap_or(default))
    }

    /// A size, if it is there.
    pub(super) fn optional(&self, name: &str) -> Result<Option<u64>, Error> {
        self.field(name)
            .map(|value| whole(&self.path(name), value))
            .transpose()
    }

    /// A list of sizes that the family cannot do without.
    pub(super) fn sizes(&self, name: &str) -> Result<Vec<u64>, Error> {
        let expected = "a list of whole numbers";
        let value = self
            .field(name)
            .ok_or_else(|| self.mismatch(name, "no such field", expected))?;
        let list = value
            .as_array()
            .filter(|list| !list.is_empty() && list.len() <= 1000)
            .ok_or_else(|| self.mismatch(name, &shown(value), expected))?;
        let entries = list.iter().enumerate();
        entries
            .map(|(i, value)| whole(&self.path(&format!("{name}[{i}]")), value))
            .collect()
    }

    /// A number of at least 0, or `default` where there is none.
    pub(super) fn number_or(&self, name: &str, default: f64) -> Result<f64, Error> {
        let Some(value) = self.field(name) else {
            return Ok(default);
        };
        value
            .as_f64()
            .filter(|number| (0.0..=1e9).contains(number))
            .ok_or_else(|| self.mismatch(name, &shown(value), "a number from 0 to 1e9"))
    }

    /// A switch, or `default` where there is none.
    pub(super) fn flag_or(&self, name: &str, default: Switch) -> Result<bool, Error> {
        let Some(value) = self.field(name) else {
            return Ok(default == Switch::On);
        };
        value
            .as_bool()
            .ok_or_else(|| self.mismatch(name, &shown(value), "true or false"))
    }

    /// A text, if it is there.
    pub(super) fn text(&self, name: &str) -> Result<Option<&str>, Error> {
        let Some(value) = self.field(name) else {
            return Ok(None);
        };
        let text = value
            .as_str()
            .ok_or_else(|| self.mismatch(name, &shown(value), "a text"))?;
        Ok(Some(text))
    }

    /// How many entries the object `name` has, if it is there.
    pub(super) fn entries(&self, name: &str) -> Result<Option<u64>, Error> {
        let Some(value) = self.field(name) else {
            return Ok(None);
        };
        let object = value
            .as_object()
            .ok_or_else(|| self.mismatch(name, &shown(value), "an object"))?;
        Ok(Some(object.len() as u64))
    }

    /// Whether attention is one fused kernel, which is what the library chooses by itself where a family has one.
    pub(super) fn fused(&self) -> Result<bool, Error> {
        for name in ["attn_implementation", "_attn_implementation"] {
            if let Some(kind) = self.text(name)? {
                return Ok(kind != "eager");
            }
        }
        Ok(true)
    }
}

/// A switch of a configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Switch {
    /// On where nothing is said.
    On,
    /// Off where nothing is said.
    Off,
}

fn whole(name: &str, value: &Value) -> Result<u64, Error> {
    // Some writers put a fraction of 0 behind every number.
    let number = value.as_u64().or_else(|| {
        let number = value.as_f64()?;
        (number.fract() == 0.0 && (1.0..=LARGEST as f64).contains(&number)).then_some(number as u64)
    });
    number
        .filter(|number| (1..=LARGEST).contains(number))
        .ok_or_else(|| {
            mismatch(
                name,
                &shown(value),
                &format!("a whole number from 1 to {LARGEST}"),
            )
        })
}

/// The error that the field `name` is not what is expected.
pub(super) fn mismatch(name: &str, found: &str, expected: &str) -> Error {
    let kind = ErrorKind::Mismatch {
        found: found.to_owned(),
        expected: expected.to_owned(),
    };
    Error::at(name, kind)
}

fn shown(value: &Value) -> String {
    shorten(&value.to_string()).chars().take(60).collect()
}
