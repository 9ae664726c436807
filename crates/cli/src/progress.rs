//! One line on standard error that says how far a search is, where somebody is there to read it.

use std::io::Write as _;
use std::sync::{Mutex, PoisonError};

use crate::io::{Io, harmless};

/// The longest line that is drawn: one that wraps could not be wiped.
const WIDTH: usize = 78;

/// A line that is overwritten again and again, and gone in the end.
pub struct Line {
    active: bool,
    /// True while something stands on the line; the lock keeps threads from drawing at the same time.
    drawn: Mutex<bool>,
}

impl Line {
    /// A line for whoever watches `io`; nothing is ever drawn where nobody does.
    pub fn new(io: &Io) -> Self {
        Self {
            active: io.has_watcher(),
            drawn: Mutex::new(false),
        }
    }

    /// Replaces the line.
    pub fn show(&self, text: &str) {
        if self.active {
            let mut drawn = self.drawn.lock().unwrap_or_else(PoisonError::into_inner);
            let text: String = harmless(text).chars().take(WIDTH).collect();
            draw(&text);
            *drawn = true;
        }
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        let drawn = self.drawn.get_mut().unwrap_or_else(PoisonError::into_inner);
        if *drawn {
            draw("");
        }
    }
}

/// Wipes the line and writes `text`. Progress that cannot be drawn is no reason to stop.
fn draw(text: &str) {
    let mut err = std::io::stderr().lock();
    let _ = write!(err, "\r\u{1b}[2K{text}").and_then(|()| err.flush());
}
