//! Work on several threads, with results in the order of the work: the same on any number of threads.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// How many threads to use.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Threads(pub usize);

impl Threads {
    /// Applies `work` to every item, on as many threads as there are; results stand in the order of the items.
    pub fn map<T: Sync, R: Send>(self, items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
        if self.0 <= 1 || items.len() <= 1 {
            return items.iter().map(work).collect();
        }
        let next = AtomicUsize::new(0);
        let slots: Vec<Mutex<Option<R>>> = items.iter().map(|_| Mutex::new(None)).collect();
        let run = || {
            while let Some((item, slot)) = {
                let position = next.fetch_add(1, Ordering::Relaxed);
                items.get(position).zip(slots.get(position))
            } {
                *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(work(item));
            }
        };
        std::thread::scope(|scope| {
            for _ in 1..self.0.min(items.len()) {
                scope.spawn(run);
            }
            run();
        });
        let results = slots.into_iter();
        results
            .filter_map(|slot| slot.into_inner().unwrap_or_else(PoisonError::into_inner))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_stand_in_order() {
        let items: Vec<usize> = (0..1000).collect();
        let squares: Vec<usize> = items.iter().map(|n| n * n).collect();
        for threads in [1, 2, 7] {
            assert_eq!(Threads(threads).map(&items, |n| n * n), squares);
        }
    }
}
