//! What is known about clusters and models: two native formats, readers of other tools' profiles, and the
//! catalogue of datasets.
//!
//! Facts only: what a layer needs, what a device and a link do, who says so and how far it can be trusted. How
//! long something takes under some strategy is for a cost model to say.

mod asked;
pub mod catalog;
pub mod cluster;
pub mod detail;
mod dtype;
mod efficiency;
mod error;
mod figures;
pub mod galvatron;
mod head;
pub mod measurement;
pub mod model;
pub mod plausible;
mod provenance;
pub mod published;
mod range;
pub mod reader;
pub mod shape;
pub mod source;
mod unique;

pub use cluster::{Cluster, DeviceKindIndex, NodeGroupIndex, Span};
pub use detail::Detail;
pub use dtype::Dtype;
pub use error::{Error, ErrorKind};
pub use figures::{AllReduces, ExpertFigures, Figures, Split};
pub use model::{Edge, Layer, LayerIndex, LayerType, LayerTypeIndex, ModelProfile, TensorIndex};
pub use provenance::{Origins, Provenance, Trust};
