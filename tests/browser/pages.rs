//! The page of `uniap report` in a real browser: every figure is drawn, nothing is complained about or fetched, a click on
//! a stage shows its layers; on a wide screen and a telephone, light and dark, and on paper.
//!
//! The results are those of the tests of `uniap-report`, printed by the commands that they name.

use std::path::PathBuf;

use crate::devtools::Browser;
use uniap::report::{Head, Section, page, read};

/// Every result that is kept.
fn results() -> Vec<PathBuf> {
    let folder = PathBuf::from(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../crates/report/tests/page/results"
    ));
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("a file").path())
        .collect();
    paths.sort();
    paths
}

fn sections() -> Vec<Section> {
    let each = results().into_iter().map(|path| {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let bytes = std::fs::read(&path).expect("a file");
        read(&bytes, &name).unwrap_or_else(|error| panic!("{name}: {error}"))
    });
    each.flatten().collect()
}

/// The page of all results, in a folder of its own.
fn report() -> (tempfile::TempDir, PathBuf, usize) {
    let sections = sections();
    let figures = sections.iter().map(|section| section.figures.len()).sum();
    let head = Head {
        title: None,
        command: "uniap report *.json -o report.html".to_owned(),
        version: "0",
    };
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("report.html");
    std::fs::write(&path, page(&head, &sections)).expect("a file");
    (folder, path, figures)
}

#[test]
fn every_kind_of_result_is_kept() {
    let kinds: Vec<&str> = sections().iter().map(|section| section.kind).collect();
    for expected in [
        "plan",
        "plan of the joint search",
        "comparison of solvers",
        "simulated iteration",
        "validation",
        "baselines",
        "growth",
        "Galvatron's own model",
        "library of instances",
        "sweep",
        "published experiment",
    ] {
        assert!(kinds.contains(&expected), "{expected}: {kinds:?}");
    }
}

#[test]
fn every_figure_is_drawn_and_nobody_complains() {
    let (_folder, path, figures) = report();
    let mut browser = Browser::start();
    let mut grounds = Vec::new();
    for (width, scheme) in [(1100, "light"), (1100, "dark"), (390, "light"), (390, "dark")] {
        browser.see(width, scheme);
        browser.open(&path);
        let drawn = browser.value(
            "Array.from(document.querySelectorAll('figure'), f => { \
               const svg = f.querySelector('svg').getBoundingClientRect(); \
               const marks = Array.from(f.querySelectorAll('svg .mark'), m => m.getBoundingClientRect()); \
               const seen = marks.filter(m => m.width + m.height > 0 && m.left >= svg.left - 3 && m.right <= svg.right + 3 \
                 && m.top >= svg.top - 3 && m.bottom <= svg.bottom + 3); \
               return [f.querySelector('h3').textContent, svg.width, svg.height, marks.length, seen.length]; })",
        );
        let drawn = drawn.as_array().expect("a list");
        assert_eq!(drawn.len(), figures);
        for figure in drawn {
            let size = |at: usize| figure[at].as_f64().expect("a number");
            assert!(size(1) > 300.0 && size(2) > 50.0, "{figure}");
            assert!(size(3) > 0.0, "{figure} has nothing in it");
            assert_eq!(size(3), size(4), "{figure}: everything is seen and inside");
        }
        // Nothing but the frames moves sideways.
        let overflow = browser.value("document.documentElement.scrollWidth - window.innerWidth");
        assert!(
            overflow.as_f64().is_some_and(|overflow| overflow <= 0.0),
            "{width}: {overflow}"
        );
        let small = browser.value(
            "Array.from(document.querySelectorAll('svg text')) \
               .filter(t => t.textContent === '' || t.getBoundingClientRect().height < 8).map(t => t.outerHTML)",
        );
        assert_eq!(
            small,
            serde_json::json!([]),
            "letters that are too small on {width}"
        );
        let text = "getComputedStyle(document.querySelector('svg text')).fill";
        let paper = "getComputedStyle(document.querySelector('section')).backgroundColor";
        grounds.push((browser.value(text), browser.value(paper)));
    }
    assert!(
        grounds[0] != grounds[1] && grounds[0].0 != grounds[0].1 && grounds[1].0 != grounds[1].1,
        "{grounds:?}"
    );
    assert_eq!(grounds[..2], grounds[2..]);
    assert_eq!(browser.complaints, [""; 0]);
    let foreign: Vec<&String> = browser
        .requests
        .iter()
        .filter(|address| !address.starts_with("file:") && !address.starts_with("data:"))
        .collect();
    assert_eq!(foreign, [""; 0]);
}

#[test]
fn a_click_on_a_stage_shows_its_layers() {
    let (_folder, path, _) = report();
    let mut browser = Browser::start();
    browser.see(1100, "light");
    browser.open(&path);
    let open = "Array.from(document.querySelectorAll('details.panel[open]'), d => d.innerText)";
    assert_eq!(browser.value(open).as_array().map(Vec::len), Some(0));
    browser.click("[data-panel='1'] .mark");
    let shown = browser.value(open);
    let text = shown[0].as_str().expect("a panel");
    assert!(
        text.starts_with("Stage 1: ") && text.contains("decoder.4"),
        "{text}"
    );
    let visible = "document.querySelector('details.panel[open] td').getBoundingClientRect().height > 0";
    assert_eq!(browser.value(visible), true);
    // Another stage takes its place, by the keys as well, and once more closes it.
    browser.value("document.querySelector(\"[data-panel='2']\").focus()");
    browser.press("Enter");
    let shown = browser.value(open);
    assert_eq!(shown.as_array().map(Vec::len), Some(1));
    assert!(
        shown[0].as_str().expect("a panel").starts_with("Stage 2: "),
        "{shown}"
    );
    assert_eq!(
        browser.value("document.querySelector(\"[data-panel='2']\").getAttribute('aria-expanded')"),
        "true"
    );
    browser.click("[data-panel='2'] .mark");
    assert_eq!(browser.value(open).as_array().map(Vec::len), Some(0));
    assert_eq!(browser.complaints, [""; 0]);
}

#[test]
fn a_page_prints() {
    let (_folder, path, _) = report();
    let mut browser = Browser::start();
    browser.see(390, "dark");
    browser.open(&path);
    let printed = browser.ask(
        "Page.printToPDF",
        serde_json::json!({"printBackground": false, "preferCSSPageSize": true}),
    );
    let size = printed["data"].as_str().expect("a document").len();
    assert!(size > 100_000, "{size}");
    // On paper it is light whatever the screen is.
    browser.ask(
        "Emulation.setEmulatedMedia",
        serde_json::json!({"media": "print"}),
    );
    let dark = browser.value("getComputedStyle(document.querySelector('svg text')).fill");
    assert_eq!(dark, "rgb(27, 32, 38)");
}
