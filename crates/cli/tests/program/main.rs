//! The built program as its users meet it: help, answers, files, refusals.

#[cfg(test)]
mod baselines;
#[cfg(test)]
mod common;
#[cfg(test)]
mod compare;
#[cfg(test)]
mod errors;
#[cfg(test)]
mod files;
#[cfg(test)]
mod galvatron;
#[cfg(test)]
mod guide;
#[cfg(test)]
mod help;
#[cfg(test)]
mod imports;
#[cfg(test)]
mod library;
#[cfg(test)]
mod plans;
#[cfg(test)]
mod report;
#[cfg(test)]
mod reproductions;
#[cfg(test)]
mod simulations;
#[cfg(test)]
#[cfg(feature = "slurm-tests")]
mod slurm;
#[cfg(test)]
mod sweeps;
#[cfg(test)]
mod validations;
