//! What the program says when something goes wrong: one line that completes "failed to ...".

use std::error::Error as StdError;
use std::fmt;

use crate::exit::Exit;

/// The result of a command.
pub type Result<T> = std::result::Result<T, Error>;

/// Why a command could not do its work.
#[derive(Debug)]
pub struct Error {
    message: String,
    exit: Exit,
}

impl Error {
    /// The input or the usage is at fault; `message` completes "failed to ...".
    pub fn usage(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            exit: Exit::Usage,
        }
    }

    /// The input is at fault: while doing `action`, `source` came up.
    pub fn input(action: impl fmt::Display, source: &(dyn StdError + 'static)) -> Self {
        Self::usage(format!("{action}: {}", chain(source)))
    }

    /// The input is at fault, and the message of `source` itself completes "failed to ...".
    pub fn of(source: &(dyn StdError + 'static)) -> Self {
        Self::usage(chain(source))
    }

    /// Nobody's input is at fault, and the message of `source` itself completes "failed to ...".
    pub fn unexpected_of(source: &(dyn StdError + 'static)) -> Self {
        Self {
            message: chain(source),
            exit: Exit::Failed,
        }
    }

    /// Nobody's input is at fault: while doing `action`, `source` came up.
    pub fn unexpected(action: impl fmt::Display, source: &(dyn StdError + 'static)) -> Self {
        Self {
            message: format!("{action}: {}", chain(source)),
            exit: Exit::Failed,
        }
    }

    /// What a solver says while doing `action`: its user or the solver itself may be at fault.
    pub fn solver(action: impl fmt::Display, source: &uniap::solver::Error) -> Self {
        let wrap = if source.is_usage() {
            Self::input
        } else {
            Self::unexpected
        };
        wrap(action, source)
    }

    /// What the planner says while doing `action`: its user or a solver may be at fault.
    pub fn planner(action: impl fmt::Display, source: &uniap::planner::Error) -> Self {
        let wrap = if source.usage {
            Self::input
        } else {
            Self::unexpected
        };
        wrap(action, source)
    }

    /// The exit status it leads to.
    pub fn exit(&self) -> Exit {
        self.exit
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "failed to {}", self.message)
    }
}

/// The messages of `error` and of all that lies beneath it; what a message already quotes is not said twice.
pub fn chain(error: &(dyn StdError + 'static)) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(source) = next {
        let message = source.to_string();
        // Some messages begin with what was being done ("read x: ..."), which a quotation leaves out.
        let quoted = message.split_once(' ').map_or(message.as_str(), |(_, rest)| rest);
        if !text.contains(quoted) {
            text = format!("{text}: {message}");
        }
        next = source.source();
    }
    shorten(&text)
}

/// A text that may quote its input, its middle left out where it is longer than anybody reads.
fn shorten(text: &str) -> String {
    const ENDS: usize = 300;
    let count = text.chars().count();
    if count <= 2 * ENDS {
        return text.to_owned();
    }
    let head = text.chars().take(ENDS);
    let tail = text.chars().skip(count - ENDS);
    head.chain(" ... ".chars()).chain(tail).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug)]
    struct Layered(&'static str, Option<Box<Layered>>);

    impl fmt::Display for Layered {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(self.0)
        }
    }

    impl StdError for Layered {
        fn source(&self) -> Option<&(dyn StdError + 'static)> {
            self.1.as_deref().map(|source| source as _)
        }
    }

    #[test]
    fn a_message_never_fills_the_screen() {
        let text = shorten(&"ä".repeat(100_000));
        assert_eq!(text.chars().count(), 605);
    }

    #[test]
    fn the_whole_chain_is_said_and_nothing_twice() {
        let root = Layered("no such file", None);
        let middle = Layered("cannot be read: no such file", Some(Box::new(root)));
        let top = Layered("a.json", Some(Box::new(middle)));
        assert_eq!(
            Error::input("read the instance", &top).to_string(),
            "failed to read the instance: a.json: cannot be read: no such file"
        );
    }
}
