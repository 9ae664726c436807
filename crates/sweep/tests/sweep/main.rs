//! Sweep files, tasks, journals and single tasks, without the program.

#[cfg(test)]
mod journal;
#[cfg(test)]
mod spec;
#[cfg(test)]
mod work;
