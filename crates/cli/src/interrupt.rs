//! Ctrl-C: the first ends a search as a time limit would, the second ends the program.

use uniap::base::Stop;

/// The exit status of a program that an interrupt ended, by the convention of shells.
const INTERRUPTED: i32 = 130;

/// A flag that the first interrupt sets. Where no handler can be installed, an interrupt ends the program at once.
pub fn stop() -> Stop {
    let stop = Stop::default();
    let flag = stop.clone();
    let _ = ctrlc::set_handler(move || {
        if flag.is_set() {
            std::process::exit(INTERRUPTED);
        }
        flag.set();
    });
    stop
}
