//! The process that does one task: it is told which on standard input and ends when that ends.

use std::io::{BufRead as _, Read as _};

use uniap::builtin::REGISTRY;
use uniap::sweep::work::{Order, work};

use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::io::Io;

/// The most bytes of an order.
const LIMIT: u64 = 16 << 20;

/// Does the task of the order on standard input, within `share` bytes of memory.
///
/// # Errors
/// When there is no order, or the outcome cannot be written.
pub fn run(share: Option<u64>, io: &mut Io) -> Result<Exit> {
    if let Some(share) = share {
        confine(share)?;
    }
    let mut line = String::new();
    let read = std::io::stdin().lock().take(LIMIT).read_line(&mut line);
    read.map_err(|error| Error::unexpected("read the order", &error))?;
    let order: Order = serde_json::from_str(&line)
        .map_err(|error| Error::input("read the order on standard input", &error))?;
    // Whoever gave the order holds the other end: when it is gone, nobody waits for the outcome.
    std::thread::spawn(|| {
        let _ = std::io::copy(&mut std::io::stdin().lock(), &mut std::io::sink());
        std::process::exit(Exit::Failed as i32);
    });
    let mut outcome = work(&order, &REGISTRY).line();
    outcome.push('\n');
    io.raw(outcome.as_bytes())?;
    Ok(Exit::Solved)
}

/// More memory than its share is refused to this process by the system, at the very moment it is asked for.
#[cfg(target_os = "linux")]
fn confine(share: u64) -> Result<()> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let Rlimit { current, maximum } = getrlimit(Resource::Data);
    let most = [Some(share), current, maximum].into_iter().flatten().min();
    let limit = Rlimit {
        current: most,
        maximum,
    };
    setrlimit(Resource::Data, limit)
        .map_err(|error| Error::unexpected("limit memory", &std::io::Error::from(error)))
}

/// Elsewhere the pool looks at what its processes hold, and that is all.
#[cfg(not(target_os = "linux"))]
fn confine(_: u64) -> Result<()> {
    Ok(())
}
