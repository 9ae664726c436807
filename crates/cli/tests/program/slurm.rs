//! Sweeps on a Slurm that the test starts itself: controller and node on the loopback, all their files in one folder.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use crate::common::{Folder, sweep_of_instances, sweep_results};

/// A program of Slurm. Its daemons lie where not every search path leads.
fn program(name: &str) -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    folders.push("/usr/sbin".into());
    let found = folders
        .iter()
        .map(|folder| folder.join(name))
        .find(|file| file.is_file());
    found.unwrap_or_else(|| panic!("found no {name}: `cargo xtask setup` installs it on Debian"))
}

fn text_of(command: &mut Command) -> String {
    let output = command.output().expect("the program starts");
    String::from_utf8(output.stdout).expect("text").trim().to_owned()
}

/// A cluster of one node. What it runs ends with it.
struct Cluster {
    folder: tempfile::TempDir,
    daemons: Vec<Child>,
}

impl Cluster {
    fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = |name: &str| folder.path().join(name).display().to_string();
        for name in ["state", "spool"] {
            std::fs::create_dir(folder.path().join(name)).expect("a folder");
        }
        let host = text_of(Command::new("hostname").arg("-s"));
        let user = text_of(Command::new("id").arg("-un"));
        // Ports that are free now; both are held until both are known.
        let held = [(); 2].map(|()| TcpListener::bind("127.0.0.1:0").expect("a port"));
        let [controller, node] = held
            .each_ref()
            .map(|held| held.local_addr().expect("an address").port());
        drop(held);
        let lines = [
            "ClusterName=uniap".to_owned(),
            format!("SlurmctldHost={host}(127.0.0.1)"),
            format!("SlurmUser={user}"),
            format!("SlurmdUser={user}"),
            "AuthType=auth/none".to_owned(),
            "CredType=cred/none".to_owned(),
            format!("SlurmctldPort={controller}"),
            format!("SlurmdPort={node}"),
            format!("StateSaveLocation={}", path("state")),
            format!("SlurmdSpoolDir={}", path("spool")),
            format!("SlurmctldPidFile={}", path("slurmctld.pid")),
            format!("SlurmdPidFile={}", path("slurmd.pid")),
            format!("SlurmctldLogFile={}", path("slurmctld.log")),
            format!("SlurmdLogFile={}", path("slurmd.log")),
            "ProctrackType=proctrack/linuxproc".to_owned(),
            "TaskPlugin=task/none".to_owned(),
            "SelectType=select/cons_tres".to_owned(),
            "SelectTypeParameters=CR_CPU".to_owned(),
            "SwitchType=switch/none".to_owned(),
            "MpiDefault=none".to_owned(),
            "ReturnToService=2".to_owned(),
            "JobAcctGatherType=jobacct_gather/none".to_owned(),
            "MessageTimeout=2".to_owned(),
            "SchedulerParameters=batch_sched_delay=0,sched_interval=1,sched_min_interval=0".to_owned(),
            format!("NodeName=n1 NodeHostname={host} NodeAddr=127.0.0.1 CPUs=2 RealMemory=500 State=UNKNOWN"),
            "PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP".to_owned(),
        ];
        std::fs::write(path("slurm.conf"), lines.join("\n") + "\n").expect("a file");
        let mut cluster = Self {
            folder,
            daemons: Vec::new(),
        };
        for (name, arguments) in [("slurmctld", "-D"), ("slurmd", "-D -N n1")] {
            let daemon = Command::new(program(name))
                .args(arguments.split(' '))
                .env("SLURM_CONF", cluster.configuration())
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn();
            cluster.daemons.push(daemon.expect("the daemon starts"));
        }
        cluster.wait("an idle node", |cluster| {
            cluster.ask("sinfo --noheader --format=%T") == "idle"
        });
        cluster
    }

    fn configuration(&self) -> PathBuf {
        self.folder.path().join("slurm.conf")
    }

    fn ask(&self, line: &str) -> String {
        let mut words = line.split(' ');
        let name = words.next().expect("a program");
        text_of(
            Command::new(program(name))
                .args(words)
                .env("SLURM_CONF", self.configuration()),
        )
    }

    fn wait(&self, what: &str, mut is: impl FnMut(&Self) -> bool) {
        let begun = Instant::now();
        while !is(self) {
            let log = std::fs::read_to_string(self.folder.path().join("slurmctld.log")).unwrap_or_default();
            assert!(
                begun.elapsed() < Duration::from_secs(120),
                "{what} never came:\n{log}"
            );
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    fn sweep(&self, folder: &Path, line: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_uniap"));
        command
            .args(line.split(' '))
            .current_dir(folder)
            .env("SLURM_CONF", self.configuration())
            .stdin(Stdio::null());
        command
    }

    fn stop(&mut self) {
        for mut daemon in self.daemons.drain(..).rev() {
            // By its own number; what it has started ends with it.
            let _ = Command::new("kill").arg(daemon.id().to_string()).status();
            let begun = Instant::now();
            while begun.elapsed() < Duration::from_secs(10)
                && daemon.try_wait().is_ok_and(|end| end.is_none())
            {
                std::thread::sleep(Duration::from_millis(20));
            }
            let _ = daemon.kill();
            let _ = daemon.wait();
        }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.stop();
    }
}

fn words(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_sweep_runs_as_a_job_array() {
    let mut cluster = Cluster::start();
    // A folder with a name that a shell would take apart.
    let outer = Folder::new();
    std::fs::create_dir(outer.path("it's $HOME here")).expect("a folder");
    let folder = outer.inside("it's $HOME here");
    sweep_of_instances(&folder, 24, "memory = \"100MB\"");
    let local = folder.run("sweep s.toml -o local.jsonl");
    assert_eq!(local.status, 0, "{}", local.text());
    let expected = sweep_results(&folder, "local.jsonl");
    let here = folder.path("");

    let output = cluster
        .sweep(&here, "sweep s.toml --on slurm --elements 5")
        .output()
        .expect("it ends");
    assert_eq!(output.status.code(), Some(0), "{}", words(&output));
    assert!(
        words(&output).contains("of 5 elements is submitted"),
        "{}",
        words(&output)
    );
    assert_eq!(sweep_results(&folder, "s.results.jsonl"), expected);
    // Its elements do a list of their own, and their results are those of the sweep.
    let lines = std::fs::read_to_string(folder.path("s.results.jsonl")).expect("results");
    assert!(
        lines.lines().all(|line| line.contains(r#""sweep":"s.toml""#)),
        "{lines}"
    );
    assert!(!folder.path("s.results.jsonl.slurm").exists());

    // Whoever waits is killed as soon as there are results; the array goes on, and the next one finds it.
    let start = || {
        cluster
            .sweep(
                &here,
                "sweep s.toml -o killed.jsonl --on slurm --elements 12 --jobs 1",
            )
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("it starts")
    };
    let mut child = start();
    let parts = folder.path("killed.jsonl.slurm");
    let results = || {
        let entries = std::fs::read_dir(&parts).into_iter().flatten().flatten();
        let parts = entries.filter(|entry| entry.file_name().to_string_lossy().starts_with("part-"));
        parts
            .filter_map(|part| std::fs::read_to_string(part.path()).ok())
            .filter(|text| text.ends_with('\n'))
            .count()
    };
    cluster.wait("a result", |_| results() > 0);
    child.kill().expect("it still runs");
    child.wait().expect("it ends");
    assert!(sweep_results(&folder, "killed.jsonl").is_empty());
    // Elements may also be lost: those that still wait are taken away.
    let jobs = cluster.ask("squeue --noheader --states=PENDING --array --format=%i");
    assert!(!jobs.is_empty(), "some elements still wait");
    let last = jobs.lines().last().expect("one");
    cluster.ask(&format!("scancel {last}"));
    let again = cluster
        .sweep(&here, "sweep s.toml -o killed.jsonl --on slurm")
        .output()
        .expect("it ends");
    assert_eq!(again.status.code(), Some(0), "{}", words(&again));
    assert!(
        words(&again).contains("is at work on it already"),
        "{}",
        words(&again)
    );
    assert!(
        words(&again).contains("of 2 elements is submitted"),
        "{}",
        words(&again)
    );
    assert_eq!(sweep_results(&folder, "killed.jsonl"), expected);

    // What Slurm does not take is said in its own words.
    let refused = cluster
        .sweep(
            &here,
            "sweep s.toml -o other.jsonl --on slurm --sbatch --partition=none",
        )
        .output()
        .expect("it ends");
    assert_eq!(refused.status.code(), Some(1));
    assert!(
        words(&refused).contains("invalid partition"),
        "{}",
        words(&refused)
    );

    // Nobody at the other end: what is done is kept, and what is missing can be done here.
    cluster.stop();
    let some = folder.run("sweep s.toml -o some.jsonl --part 1/2");
    assert_eq!(some.status, 0, "{}", some.text());
    let before = std::fs::read(folder.path("some.jsonl")).expect("results");
    let alone = cluster
        .sweep(&here, "sweep s.toml -o some.jsonl --on slurm")
        .output()
        .expect("it ends");
    assert_eq!(alone.status.code(), Some(1), "{}", words(&alone));
    let text = words(&alone);
    assert!(
        text.contains("failed to submit the job array with sbatch")
            && text.contains("Unable to contact slurm controller"),
        "{text}"
    );
    assert!(text.contains("12 of 24 tasks are done"), "{text}");
    assert_eq!(std::fs::read(folder.path("some.jsonl")).expect("results"), before);
    assert_eq!(folder.run("sweep s.toml -o some.jsonl").status, 0);
    assert_eq!(sweep_results(&folder, "some.jsonl"), expected);
}
