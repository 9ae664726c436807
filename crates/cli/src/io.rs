//! Where everything that the program says goes: results to standard output, the rest to standard error.

use std::io::{self, IsTerminal, Write};

use anstream::AutoStream;
use anstyle::{AnsiColor, Style};
use serde::Serialize;

use uniap::report::result::shell;

use crate::error::{Error, Result};

/// The ends of the program.
pub struct Io {
    out: AutoStream<io::Stdout>,
    err: AutoStream<io::Stderr>,
    closed: bool,
    verbose: bool,
    terminal: bool,
    command: String,
}

/// A result with the command that made it.
#[derive(Serialize)]
struct Made<'a, T> {
    #[serde(flatten)]
    result: &'a T,
    command: &'a str,
}

impl Io {
    /// Standard output and standard error; colours where they are terminals and nobody asked for none.
    pub fn standard(verbose: bool) -> Self {
        Self {
            out: AutoStream::auto(io::stdout()),
            err: AutoStream::auto(io::stderr()),
            closed: false,
            verbose,
            terminal: io::stderr().is_terminal(),
            command: command(std::env::args_os().skip(1)),
        }
    }

    /// True where the user asked for more.
    pub fn is_verbose(&self) -> bool {
        self.verbose
    }

    /// True where somebody may watch a progress line.
    pub fn has_watcher(&self) -> bool {
        self.terminal
    }

    /// Writes a result for a person, with a line break at the end.
    pub fn say(&mut self, text: &str) -> Result<()> {
        let written = writeln!(self.out, "{}", text.trim_end());
        self.settle(written)
    }

    /// Writes a result as one line of JSON.
    pub fn json<T: Serialize>(&mut self, value: &T) -> Result<()> {
        let mut text = serde_json::to_vec(value).map_err(|error| Error::unexpected("write JSON", &error))?;
        text.push(b'\n');
        self.raw(&text)
    }

    /// Writes a result as one line of JSON that also says which command made it.
    pub fn result<T: Serialize>(&mut self, result: &T) -> Result<()> {
        let command = std::mem::take(&mut self.command);
        let written = self.json(&Made {
            result,
            command: &command,
        });
        self.command = command;
        written
    }

    /// The command line, as a shell takes it.
    pub fn command(&self) -> &str {
        &self.command
    }

    /// Writes a result as it is.
    pub fn raw(&mut self, bytes: &[u8]) -> Result<()> {
        let mut out = io::stdout().lock();
        let written = out.write_all(bytes).and_then(|()| out.flush());
        drop(out);
        self.settle(written)
    }

    /// A warning or a note for whoever reads standard error. Nothing can be done when that cannot be written.
    pub fn note(&mut self, label: &str, text: &str) {
        let style = match label {
            "error" => AnsiColor::Red.on_default().bold(),
            "warning" => AnsiColor::Yellow.on_default().bold(),
            _ => Style::new().bold(),
        };
        let _ = writeln!(self.err, "{style}{label}:{style:#} {}", harmless(text));
    }

    /// Whoever reads the output may stop reading: that is no error, and the exit status stays what it is.
    fn settle(&mut self, written: io::Result<()>) -> Result<()> {
        match written {
            _ if self.closed => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.closed = true;
                Ok(())
            }
            Err(error) => Err(Error::unexpected("write to standard output", &error)),
            Ok(()) => Ok(()),
        }
    }
}

/// A command of this program with `arguments`, as a shell takes it.
fn command(arguments: impl Iterator<Item = std::ffi::OsString>) -> String {
    let words = arguments.map(|word| shell(&word.to_string_lossy()));
    std::iter::once("uniap".to_owned())
        .chain(words)
        .collect::<Vec<_>>()
        .join(" ")
}

/// The text without control characters, which names from files may hold and terminals obey.
pub fn harmless(text: &str) -> String {
    let one = |c: char| {
        if c.is_control() && c != '\n' {
            '\u{fffd}'
        } else {
            c
        }
    };
    text.chars().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_can_be_given_again() {
        let words = ["plan", "--model", "my model.json", "--json"].map(Into::into);
        assert_eq!(
            command(words.into_iter()),
            "uniap plan --model 'my model.json' --json"
        );
    }

    #[test]
    fn control_characters_do_not_reach_a_terminal() {
        assert_eq!(harmless("a\u{1b}[2Jb\n"), "a\u{fffd}[2Jb\n");
    }
}
