//! Running the built program as a user would.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use uniap::profile::catalog::{self, Work};

/// What a run left behind.
pub struct Ran {
    /// The exit status.
    pub status: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Ran {
    /// Everything in one text, for snapshots.
    pub fn text(&self) -> String {
        format!("{}{}exit status {}\n", self.out, self.err, self.status)
    }

    /// Standard output as the one JSON value that it has to be.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}{}", self.out, self.err))
    }
}

/// A folder of one test, with the paths in it. Commands run inside, so that outputs name files alone.
pub struct Folder {
    /// Removed with the last that lies inside.
    _whole: std::rc::Rc<tempfile::TempDir>,
    path: PathBuf,
}

impl Folder {
    /// An empty folder.
    pub fn new() -> Self {
        let whole = tempfile::tempdir().expect("a temporary folder");
        let path = whole.path().to_owned();
        let _whole = std::rc::Rc::new(whole);
        Self { _whole, path }
    }

    /// The folder `name` in it.
    #[cfg(feature = "slurm-tests")]
    pub fn inside(&self, name: &str) -> Self {
        let (_whole, path) = (self._whole.clone(), self.path(name));
        Self { _whole, path }
    }

    /// The path of `name` in it.
    pub fn path(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// Writes a file.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        std::fs::write(self.path(name), content).expect("a file");
    }

    /// Runs the program with the arguments in `line`, separated by spaces.
    pub fn run(&self, line: &str) -> Ran {
        run(&self.path, line, b"")
    }

    /// Runs the program with `input` on standard input.
    pub fn pipe(&self, line: &str, input: &[u8]) -> Ran {
        run(&self.path, line, input)
    }
}

/// The published workloads on NVIDIA devices whose models are chains.
pub fn chains() -> Vec<Work> {
    let mut works = catalog::workloads().expect("reads");
    works.retain(|work| {
        let model = catalog::model(&work.model).expect("built in");
        let ends = model.edges().iter().map(|edge| (edge.from.get(), edge.to.get()));
        work.cluster != "env-e" && ends.eq((1..model.layers().len()).map(|to| (to - 1, to)))
    });
    assert_eq!(works.len(), 6);
    works
}

/// A sweep file `s.toml` of so many tasks on instances that are all different; `more` stands at its top.
pub fn sweep_of_instances(folder: &Folder, count: usize, more: &str) {
    let mut names = Vec::new();
    for n in 0..count {
        let name = format!("toy-{n}.instance.json");
        let time = format!("[{}, {}]", 1.5 + n as f64 / 64.0, 2.0 + n as f64 / 128.0);
        folder.write(&name, TOY.replace("[1.5, 2.0]", &time));
        names.push(format!("{name:?}"));
    }
    let list = names.join(", ");
    folder.write(
        "s.toml",
        format!(
            "format = \"uniap.sweep/1\"\n{more}\n[[grid]]\ninstances = [{list}]\nbackends = [\"exact\"]\n"
        ),
    );
}

/// The results of a sweep in a file without what differs from run to run, in the order of the file.
pub fn sweep_results(folder: &Folder, name: &str) -> Vec<serde_json::Value> {
    let text = std::fs::read_to_string(folder.path(name)).expect("results");
    let one = |line: &str| {
        let mut value: serde_json::Value = serde_json::from_str(line).expect("a line of JSON");
        let fields = value.as_object_mut().expect("an object");
        assert!(fields.remove("run").is_some() && fields.remove("seal").is_some());
        value
    };
    text.lines().map(one).collect()
}

/// Runs the program anywhere.
pub fn uniap(line: &str) -> Ran {
    run(Path::new("."), line, b"")
}

fn run(folder: &Path, line: &str, input: &[u8]) -> Ran {
    let mut child = Command::new(env!("CARGO_BIN_EXE_uniap"))
        .args(line.split_whitespace())
        .current_dir(folder)
        .env_remove("COLUMNS")
        .env_remove("CLICOLOR_FORCE")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    // A program that refuses its arguments never reads: that is its right.
    let _ = child.stdin.take().map(|mut stdin| stdin.write_all(input));
    let output = child.wait_with_output().expect("the program ends");
    Ran {
        status: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).expect("text"),
        err: String::from_utf8(output.stderr).expect("text"),
    }
}

/// The example of the file format.
pub const TOY: &str = r#"{ "format": "uniap.instance/1", "name": "toy",
  "stages": 2, "micro_batches": 4,
  "memory_limit": [9.0, 9.0],
  "layers": [ { "name": "emb",  "strategies": ["dp4", "dp2-tp2"], "time": [1.5, 2.0], "memory": [3.0, 2.0] },
              { "name": "head", "strategies": ["dp4"],            "time": [0.5],      "memory": [[4.0], [3.0]] } ],
  "edges":  [ { "from": 0, "to": 1, "reshard": [[0.0], [0.2]], "transfer": [[0.1], [0.3]] } ] }
"#;

/// Its solution.
pub const SOLUTION: &str = r#"{ "format": "uniap.solution/1", "instance": "toy", "backend": "highs", "formulation": "flow",
  "status": "optimal", "objective": 6.6, "bound": 6.6, "gap": 0.0,
  "seconds": 0.013, "build_seconds": 0.002, "nodes": 1,
  "stage": [0, 1], "strategy": [0, 0] }
"#;
