//! The odd corners of LP, one by one.

use uniap_miqp::format::lp;

fn read(text: &str) -> String {
    lp::sketch(&lp::read(text).unwrap_or_else(|error| panic!("{error}")))
}

fn refusal(text: &str) -> String {
    lp::read(text).expect_err("refused").to_string()
}

#[test]
fn spellings() {
    insta::assert_snapshot!(read("\
MAXIMISE cost: 3x + 2 e1 - 0.5 E2 + 1e2 emb - 2e
such that
 c1: x + 2 y < 4   c2: x - y => 1
 - x + - 2 y =< 3
 c4: 2 x \\ a comment
   + 3 y = 5
BOUND
 -inf <= x <= 5  y free
 e1 >= -Infinity
 -1 >= E2
int
 y
BINARY
 emb e
END
"), @r"
    Maximize
     obj: 3 x + 2 _e1 - 0.5 _E2 + 100 emb - 2 _e
    Subject To
     c1: x + 2 y <= 4
     c2: x - y >= 1
     R3: -x - 2 y <= 3
     c4: 2 x + 3 y = 5
    Bounds
     -inf <= x <= 5
     _e1 free
     _E2 <= -1
     y free
    Generals
     y
    Binaries
     emb _e
    End
    ");
}

#[test]
fn ranges_and_constants() {
    insta::assert_snapshot!(read("\
Minimize
 obj: 2 x + 7 - 3
st
 a: -1 <= x + y <= 4
 b: 4 >= x - y >= -1
 c: 3 <= x + 2 y - 1
 d: x + y + 2 >= 5
 e: 0 x >= -2
 f: 1 <= 2
 g: x + y >= -inf
 h: -inf <= x <= inf
End
"), @r"
    Minimize
     obj: 2 x + 4
    Subject To
     a: -1 <= x + y <= 4
     b: -1 <= x - y <= 4
     c: x + 2 y >= 4
     d: x + y >= 3
     _e: 0 x >= -2
     f: 0 x <= 1
     g: x + y >= -inf
     h: x >= -inf
    End
    ");
}

#[test]
fn brackets_are_halved_where_they_say_so() {
    insta::assert_snapshot!(read("\
Minimize
 obj: x + [ 2 x^2 + 4 x*y - y ^ 2 ] / 2 - [ x * z ]
Subject To
 q: [ x^2 + 3 x * y ] + z <= 1
 h: [ 3 x * y ] / 2 >= -1
End
"), @r"
    Minimize
     obj: x + [ 2 x ^2 + 4 x * y - 2 x * z - y ^2 ] / 2
    Subject To
     q: z + [ x ^2 + 3 x * y ] <= 1
     h: [ 1.5 x * y ] >= -1
    End
    ");
}

#[test]
fn indicators_sets_and_semi_variables() {
    insta::assert_snapshot!(read("\
Minimize
 obj: s + t + x
Subject To
 on: b = 1 -> x + s <= 3
 off: b = 0 -> x >= 1
Bounds
 2 <= s <= 9
 t <= 4
Generals
 t
Binaries
 b
Semi-Continuous
 s t
SOS
 first: S1:: x:1 s:3 t:2
 S2:: s:1 x:2
End
"), @r"
    Minimize
     obj: s + t + x + 0 b
    Subject To
     on: b = 1 -> s + x <= 3
     off: b = 0 -> x >= 1
    Bounds
     2 <= s <= 9
     t <= 4
    Generals
     t
    Binaries
     b
    Semi-Continuous
     s t
    SOS
     first: S1:: x:1 t:2 s:3
     R4: S2:: s:1 x:2
    End
    ");
}

#[test]
fn sections_without_content_and_names_like_sections() {
    insta::assert_snapshot!(read("\\Problem name: empty\nminimum\nsubject to\n bounds: end_x + binary1 <= 1\nend"), @r"
    \Problem name: empty
    Minimize
     obj:
    Subject To
     _bounds: end_x + binary1 <= 1
    End
    ");
}

#[test]
fn refusals() {
    insta::assert_snapshot!(refusal(""), @"line 1: found the end of the file, expected Minimize or Maximize");
    insta::assert_snapshot!(refusal("\\^%(^%(T&*)(lksz\nT&*"), @r#"line 2: found "T&", expected Minimize or Maximize"#);
    insta::assert_snapshot!(refusal("Minimize\n obj: x\nSubject To\n c: x <= y\nEnd"), @r#"line 4: found "y", expected a number on the right-hand side; variables stand on the left"#);
    insta::assert_snapshot!(refusal("Minimize\n obj: x\nSubject To\n c: x + 2\nEnd"), @"line 5: found the section End, expected <=, >= or =");
    insta::assert_snapshot!(refusal("Minimize\n obj: x * y\nEnd"), @r#"line 2: found "*", expected products and powers inside brackets [ .. ]"#);
    insta::assert_snapshot!(refusal("Minimize\n obj: [ x ^3 ]\nEnd"), @"line 2: found 3, expected the power 2 (LP has no other)");
    insta::assert_snapshot!(refusal("Minimize\n obj: [ x * y * z ]\nEnd"), @r#"line 2: found "*", expected at most two factors (LP has no higher degree)"#);
    insta::assert_snapshot!(refusal("Minimize\n obj: nan x\nEnd"), @r#"line 2: found "nan", expected a finite number"#);
    insta::assert_snapshot!(refusal("Minimize\n obj: x + inf\nEnd"), @r#"line 2: found "inf", expected the name of a variable"#);
    insta::assert_snapshot!(refusal("Minimize\n obj: x\nSubject To\n c: 1 <= x >= 0\nEnd"), @r#"line 4: found ">=", expected a range such as -1 <= x + y <= 4"#);
    insta::assert_snapshot!(refusal("Minimize\n obj: x\nEnd\nx"), @r#"line 4: found "x", expected nothing after End"#);
    insta::assert_snapshot!(refusal("Minimize\n obj: x\n"), @"line 2: found the end of the file, expected End");
    insta::assert_snapshot!(refusal("Minimize\n obj: x\nSubject To\n c: b = 2 -> x <= 1\nEnd"), @"line 4: found 2, expected 0 or 1 before ->");
    insta::assert_snapshot!(refusal("Minimize\n obj: x\nGeneral Constraints\n r = MAX ( x , y )\nEnd"), @"line 3: found general constraints, which this reader of LP does not take");
}
