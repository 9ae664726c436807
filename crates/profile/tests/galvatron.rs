//! From the folder that Galvatron's profiler leaves to the tables of its own cost model.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

use uniap_profile::galvatron::Tables;
use uniap_profile::source::{Imported, Input, LeftOut, Request, by_name};
use uniap_profile::{Error, catalog};

type Files = BTreeMap<String, Vec<u8>>;

/// What the profiler left, see the README there.
fn left() -> io::Result<Files> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/galvatron");
    let mut files = Files::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        files.insert(name, fs::read(entry.path())?);
    }
    Ok(files)
}

fn import(files: Files, request: &Request) -> Result<Imported, Error> {
    by_name("galvatron")?.read(&Input::from_files(files), request)
}

fn committed() -> Result<Tables, Error> {
    Tables::from_bytes(include_bytes!("../../../datasets/galvatron/llama2-7b-8gpu.json"))
}

#[test]
fn what_the_profiler_left_is_the_committed_profile() {
    let imported = import(left().unwrap(), &Request::default()).unwrap();
    let [tables] = &imported.tables[..] else {
        panic!("{:?}", imported.tables)
    };
    let mut figures = tables.clone();
    let committed = committed().unwrap();
    figures.provenance = committed.provenance.clone();
    assert_eq!(figures, committed);
    // They come back from their own file as they were.
    let text = tables.to_json().unwrap();
    assert_eq!(&Tables::from_bytes(text.as_bytes()).unwrap(), tables);
    // The files of four devices have no times of collectives.
    let LeftOut { name, reason } = &imported.left_out[0];
    assert_eq!((name.as_str(), imported.left_out.len()), ("llama2-7b-4gpu", 1));
    assert!(
        reason.contains("sp_time_1nodes_4gpus_per_node.json: found no such file or no such figures"),
        "{reason}"
    );
}

#[test]
fn an_architecture_gives_layers_and_sizes() {
    let request = Request {
        architecture: Some(catalog::model("llama-13b").unwrap()),
        ..Request::default()
    };
    let tables = import(left().unwrap(), &request).unwrap().tables.remove(0);
    assert_eq!((tables.layers, tables.hidden, tables.sequence), (40, 5120, 2048));
}

/// One edit of the folder at a time; whatever comes of it, nothing is left out without a word.
#[test]
fn what_is_missing_or_impossible_is_said() {
    let (memory, times) = (
        "memory_profiling_bf16_llama2-7b_all.json",
        "computation_profiling_bf16_llama2-7b_all.json",
    );
    let edits = [
        (memory, "\"other_memory_pp_off_sp\"", "\"other\""),
        (memory, "4130.34765625", "-1"),
        (memory, "4130.34765625", "\"much\""),
        (memory, "\"checkpoint\"", "\"again\""),
        (memory, "layertype_0_sp", "layertype_9_sp"),
        (times, "_seq2048", "_seq4096"),
        ("sp_time_1nodes_8gpus_per_node.json", "_1MB_time", "_oneMB_time"),
        ("overlap_coefficient.json", "overlap_coe\"", "overlap\""),
        ("overlap_coefficient.json", "1.125", "0.125"),
    ];
    let mut text = String::new();
    let mut say = |what: &str, files: Files| {
        let said = match import(files, &Request::default()) {
            Err(error) => format!("refused: {error}"),
            Ok(imported) => {
                assert!(imported.tables.is_empty(), "{what}");
                let left = imported
                    .left_out
                    .iter()
                    .find(|left| left.name == "llama2-7b-8gpu");
                format!("left out: {}", left.unwrap().reason)
            }
        };
        writeln!(text, "{what}\n    {said}").unwrap();
    };
    for (file, from, to) in edits {
        let mut files = left().unwrap();
        let before = String::from_utf8(files[file].clone()).unwrap();
        let after = before.replace(from, to);
        assert_ne!(before, after, "{from}");
        files.insert(file.to_owned(), after.into_bytes());
        say(&format!("{file}: {from} -> {to}"), files);
    }
    for file in [
        "sp_time_1nodes_8gpus_per_node.json",
        "overlap_coefficient.json",
        "p2p_bandwidth_1nodes_8gpus_per_node.json",
        memory,
    ] {
        let mut files = left().unwrap();
        files.remove(file).unwrap();
        say(&format!("without {file}"), files);
    }
    let mut files = left().unwrap();
    let once = "{\"layertype_0_bsz1_seq2048\": 4.4, \"layertype_other_bsz1_seq2048\": 6.3}";
    files.insert(times.to_owned(), once.as_bytes().to_vec());
    say("one batch", files);
    insta::assert_snapshot!(text);
}

/// One edit of the tables at a time.
#[test]
fn tables_that_cannot_be_are_refused_with_their_place() {
    let good = committed().unwrap().to_json().unwrap();
    let mut text = String::new();
    for (from, to) in [
        ("uniap.galvatron/1", "uniap.galvatron/9"),
        ("\"devices\": 8", "\"devices\": 6"),
        ("\"layers\": 32", "\"layers\": 0"),
        ("\"hidden\": 4096", "\"hidden\": 1e99"),
        ("\"2\": 163.671", "\"2\": 0"),
        ("\"2\": 163.671", "\"8\": 163.671"),
        ("\"2\": 163.671", "\"two\": 163.671"),
        ("4130.34765625", "1e999"),
        ("\"overlap\": 1.1", "\"overlap\": 0.1"),
        ("[1.0, 6.286115455627439]", "[1.0, -6.2]"),
        ("\"strided\"", "\"striding\""),
    ] {
        let edited = good.replacen(from, to, 1);
        assert_ne!(edited, good, "{from}");
        let error = Tables::from_bytes(edited.as_bytes()).unwrap_err();
        writeln!(text, "{from} -> {to}\n    {error}").unwrap();
    }
    insta::assert_snapshot!(text);
}

/// Whatever stands for any number, or wherever a file ends: an error, or tables that are good.
#[test]
fn hostile_files_are_refused_or_good() {
    let hostile = [
        "0", "-1", "1e308", "-1e308", "5e-324", "1e999", "NaN", "null", "\"1\"", "[1]", "{}", "1e-9", "1e9",
    ];
    for (name, bytes) in left().unwrap() {
        let text = String::from_utf8(bytes).unwrap();
        let numbers: Vec<(usize, usize)> = text
            .match_indices(": ")
            .map(|(at, _)| at + 2)
            .filter(|at| text[*at..].starts_with(|first: char| first.is_ascii_digit()))
            .map(|at| (at, at + text[at..].find([',', '\n', '}']).unwrap()))
            .collect();
        let edited = numbers.iter().flat_map(|(from, to)| {
            hostile.map(|number| format!("{}{number}{}", &text[..*from], &text[*to..]))
        });
        let cut = numbers.iter().map(|(from, _)| text[..*from].to_owned());
        for edited in edited.chain(cut) {
            let mut files = left().unwrap();
            files.insert(name.clone(), edited.into_bytes());
            if let Ok(imported) = import(files, &Request::default()) {
                assert_eq!(imported.tables.len() + imported.left_out.len(), 2, "{name}");
                for tables in imported.tables {
                    tables.validate().unwrap();
                }
            }
        }
    }
}
