//! Bytes that are no model, or nearly one.

use proptest::prelude::*;
use uniap_miqp::format::{ALL, by_name};

use crate::random::{ANYTHING, PLAIN, model};

/// One change to a text.
#[derive(Debug, Clone)]
enum Change {
    Cut(usize),
    DropLine(usize),
    RepeatLine(usize),
    Replace(usize, u8),
    Insert(usize, &'static str),
}

fn change() -> impl Strategy<Value = Change> {
    let words = vec![
        "nan",
        "inf",
        "-inf",
        "1e999",
        "99999999999",
        "-1",
        "[",
        "]",
        "/",
        "->",
        "::",
        ":",
        "<=",
        "=",
        "free",
        "^ 3",
        "\\",
        " \n",
        "\nEnd\n",
        "\nBounds\n",
        "\nENDATA\n",
        "\nRANGES\n",
        "'MARKER'",
        "INTORG",
        "\u{e9}",
        "\0",
    ];
    prop_oneof![
        any::<usize>().prop_map(Change::Cut),
        any::<usize>().prop_map(Change::DropLine),
        any::<usize>().prop_map(Change::RepeatLine),
        (any::<usize>(), any::<u8>()).prop_map(|(at, byte)| Change::Replace(at, byte)),
        (any::<usize>(), prop::sample::select(words)).prop_map(|(at, word)| Change::Insert(at, word)),
    ]
}

fn apply(bytes: &mut Vec<u8>, change: &Change) {
    let lines = |bytes: &[u8]| {
        bytes
            .split(|&b| b == b'\n')
            .map(<[u8]>::to_vec)
            .collect::<Vec<_>>()
    };
    match *change {
        Change::Cut(at) => bytes.truncate(at % (bytes.len() + 1)),
        Change::Replace(at, byte) if !bytes.is_empty() => {
            let at = at % bytes.len();
            bytes[at] = byte;
        }
        Change::Replace(..) => {}
        Change::Insert(at, word) => {
            let at = at % (bytes.len() + 1);
            bytes.splice(at..at, word.bytes());
        }
        Change::DropLine(at) => {
            let mut all = lines(bytes);
            all.remove(at % all.len());
            *bytes = all.join(&b'\n');
        }
        Change::RepeatLine(at) => {
            let mut all = lines(bytes);
            let line = all[at % all.len()].clone();
            all.push(line);
            *bytes = all.join(&b'\n');
        }
    }
}

/// Reads with every format; what is read must be something that can be looked at and written.
fn read_all(bytes: &[u8]) {
    for format in ALL {
        match format.read(bytes) {
            Ok(model) => {
                let _ = (model.features(), model.validate().is_ok(), model.to_string());
                for other in ALL {
                    let _ = other.write(&model);
                }
            }
            Err(error) => assert!(error.place.line.is_some(), "{error}"),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        read_all(&bytes);
    }

    #[test]
    fn words_of_the_formats_in_any_order(words in prop::collection::vec(prop::sample::select(vec![
        "Minimize\n", "Maximize", "st\n", "Bounds\n", "Generals\n", "SOS\n", "End", "obj:", "x", "y", "3", "2.5e1", "+", "-",
        "<=", ">", "=", "[", "]", "/ 2", "*", "^2", "->", "s1: S1::", "x:1", "free", "inf", "\nROWS", "\n N c", "\n L r",
        "\nCOLUMNS", "\n x c 1", "\nRHS", "\nBOUNDS", "\n UP b x 4", "\nENDATA", "\n", "NAME", "QBL\n", "minimize\n", "0\n", "1\n",
    ]), 0..60)) {
        read_all(words.join(" ").as_bytes());
    }

    #[test]
    fn files_with_mistakes(
        model in model(ANYTHING),
        plain in model(PLAIN),
        changes in prop::collection::vec(change(), 1..5),
    ) {
        for (format, model) in [("lp", &model), ("mps", &model), ("qplib", &plain)] {
            let format = by_name(format).expect("a format");
            let mut bytes = format.write(model).expect("expressible").into_bytes();
            for change in &changes {
                apply(&mut bytes, change);
            }
            read_all(&bytes);
        }
    }
}

#[test]
fn announced_sizes_do_not_allocate() {
    for (text, line) in [
        ("x\nLCL\nminimize\n4000000000\n1\n", 4),
        ("x\nLCL\nminimize\n1\n18446744073709551615\n", 5),
        ("x\nQCN\nminimize\n2\n18446744073709551615\n1 1 1\n", 6),
        ("x\nLCL\nminimize\n99999999999999999999999\n", 4),
    ] {
        let error = by_name("qplib")
            .expect("a format")
            .read(text.as_bytes())
            .expect_err("refused");
        assert_eq!(error.place.line, Some(line), "{error}");
    }
}

#[test]
fn long_lines_and_deep_brackets_are_only_long() {
    let deep = format!("Minimize\n obj: {}", "[".repeat(100_000));
    let signs = format!("Minimize\n obj: {} x\nEnd\n", "- ".repeat(100_001));
    let wide = format!("Minimize\n obj: {}\nEnd\n", "+ x ".repeat(100_000));
    read_all(deep.as_bytes());
    read_all(signs.as_bytes());
    read_all(wide.as_bytes());
    let model = by_name("lp")
        .expect("a format")
        .read(signs.as_bytes())
        .expect("a model");
    assert_eq!(model.evaluate(&[1.0]).objective, -1.0);
}
