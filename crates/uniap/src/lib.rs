//! Plans how to train a deep network on many accelerators, and proves its plan the best one.
//!
//! This crate is the whole of uniap for a program that wants to plan: everything is re-exported here, and
//! [`builtin`] holds the one list of backends.
//!
//! ```
//! use uniap::planner::{Choice, Settings, plan};
//!
//! let model = uniap::profile::catalog::model("bert-huge")?;
//! let cluster = uniap::profile::catalog::cluster("env-a")?;
//! let choices = uniap::cost::Choices::of_batch(32);
//! let workload = uniap::cost::Workload::new(model, cluster, &choices)?;
//! let settings = Settings {
//!     choice: Choice::Auto(uniap::builtin::REGISTRY),
//!     scope: Default::default(),
//!     gap: None,
//!     time_limit: None,
//!     threads: None,
//!     stop: Default::default(),
//! };
//! let plan = plan(&workload, &settings, &|_| {})?;
//! assert_eq!(plan.gap, Some(0.0));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod builtin;

pub use uniap_base as base;
pub use uniap_cost as cost;
pub use uniap_formulation as formulation;
pub use uniap_instance as instance;
pub use uniap_miqp as miqp;
pub use uniap_planner as planner;
pub use uniap_profile as profile;
pub use uniap_report as report;
pub use uniap_solver as solver;
pub use uniap_sweep as sweep;
