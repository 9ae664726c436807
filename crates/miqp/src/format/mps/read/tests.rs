//! What the reader takes and refuses.

use super::*;
use crate::format::lp;

#[test]
fn every_section_is_understood() {
    let text = "\
* a comment
NAME          every section
OBJSENSE
    MAX
ROWS
 N  cost
 L  lim1
 G  lim2
 E  eq
 N  spare
 L  quad
 G  when
COLUMNS
    x         cost         1.0   lim1         1.0
    x         lim2         1.0
    MARKER                 'MARKER'                 'INTORG'
    b         lim1         1.0
    n         lim2         2.0   eq           1.0
    MARKER                 'MARKER'                 'INTEND'
    y         eq          -1.0   spare        1.0
    z         quad         1.0   when         1.0
    s         cost         1.0
    t         cost         1.0
RHS
    rhs       lim1         4.0   lim2         1.0
    rhs       cost        -2.5   eq           7.0
RANGES
    rng       lim1         2.5   eq          -3.0
BOUNDS
 UP bnd       x            4.0
 LO bnd       n           -1
 UP bnd       y           -2.0
 MI bnd       z
 SC bnd       s            8
 LI bnd       t            2
 SC bnd       t            1e30
QUADOBJ
    x         x            2.0
    x         y           -1.0
QCMATRIX   quad
    x         x            1.0
    x         z            0.5
    z         x            0.5
SOS
 S2 SOS       pair
    SOS       x            1
    SOS       y            2
INDICATORS
 IF when      b            0
ENDATA
";
    insta::assert_snapshot!(lp::sketch(&read(text).expect("a model")), @r"
    \Problem name: every section
    Maximize
     obj: x + s + t + [ 2 x ^2 - 2 x * y ] / 2 + 2.5
    Subject To
     lim1: 1.5 <= x + b <= 4
     lim2: x + 2 n >= 1
     eq: 4 <= n - y <= 7
     spare: y >= -inf
     quad: z + [ x ^2 + x * z ] <= 0
     when: b = 0 -> z >= 0
    Bounds
     x <= 4
     n >= -1
     -inf <= y <= -2
     z free
     s <= 8
     t >= 2
    Generals
     n t
    Binaries
     b
    Semi-Continuous
     s t
    SOS
     pair: S2:: x:1 y:2
    End
    ");
}

#[test]
fn fixed_columns_take_names_with_blanks() {
    let text = "NAME          FIX\nROWS\n N  OBJ\n L  MY ROW\nCOLUMNS\n    A COL     OBJ                1.0   MY ROW             1.0\n\
                RHS\n    RHS       MY ROW           4.0\nENDATA\n";
    let model = read(text).expect("a model");
    assert_eq!(model.name_of(Var::new(0)), "A COL");
    assert_eq!(
        model.evaluate(&[5.0]).worst.map(|v| (v.name, v.amount)),
        Some(("MY ROW".to_owned(), 1.0))
    );
}

#[test]
fn refusals_have_a_line() {
    let refusal = |text: &str| read(text).expect_err("refused").to_string();
    insta::assert_snapshot!(refusal("hello"), @r#"line 1: found "hello", expected a section such as NAME or ROWS"#);
    insta::assert_snapshot!(refusal("ROWS\n N c\nCOLUMNS\n x c nan\nENDATA\n"), @r#"line 4: found "nan", expected a finite number"#);
    insta::assert_snapshot!(refusal("ROWS\n N c\nCOLUMNS\n x d 1\nENDATA\n"), @r#"line 4: found the unknown row "d", expected one that is declared"#);
    insta::assert_snapshot!(refusal("ROWS\n N c\nCOLUMNS\n x c 1\n x c 1\nENDATA\n"), @r#"line 5: found the entry of the column in row "c" again, expected it once"#);
    insta::assert_snapshot!(refusal("ROWS\n N c\n N c\nENDATA\n"), @r#"line 3: found the row "c" again, expected it once"#);
    insta::assert_snapshot!(refusal("ROWS\n N c\nCOLUMNS\n x c 1\n"), @"line 4: found the end of the file, expected ENDATA");
    insta::assert_snapshot!(refusal("ROWS\n N c\nENDATA\n* a remark\n\nNAME two\n"), @r#"line 6: found "NAME two", expected nothing after ENDATA"#);
    insta::assert_snapshot!(refusal("ROWS\n N c\nCSECTION\nENDATA\n"), @r#"line 3: found the section "CSECTION", which this reader of MPS does not take"#);
    insta::assert_snapshot!(refusal("ROWS\n N c\nCOLUMNS\n x c 1\nBOUNDS\n XX b x 1\nENDATA\n"), @r#"line 6: found "XX", expected LO, UP, FX, FR, MI, PL, BV, LI, UI, SC or SI"#);
}
