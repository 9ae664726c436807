//! Reading QPLIB text.

use crate::constraint::Interval;
use crate::error::{Error, ErrorKind, Result};
use crate::expr::Expr;
use crate::format::text::{count, finite, quoted};
use crate::model::{Domain, Model, Sense};
use crate::term::Var;

/// As many variables or rows as this need no bytes in the file; beyond, every one must have a byte.
const FREE_COUNT: usize = 10_000;

/// Reads QPLIB text.
///
/// # Errors
/// With the line, what stands there and what should; and where the file announces more variables or rows than its
/// size can describe.
pub fn read(text: &str) -> Result<Model> {
    let mut records = Records {
        lines: text.lines().enumerate(),
        line: 0,
    };
    let mut model = Model::new(records.next("the name of the problem")?[0]);
    let kind = Kind::read(&mut records)?;
    let sense = records.next("minimize or maximize")?[0];
    let sense = match sense.to_ascii_lowercase().as_str() {
        "minimize" | "minimise" | "min" => Sense::Minimize,
        "maximize" | "maximise" | "max" => Sense::Maximize,
        _ => return Err(Error::syntax(records.line, quoted(sense), "minimize or maximize")),
    };
    let most = FREE_COUNT + text.len();
    let n = records.size("variables", most)?;
    let m = if kind.has_rows {
        records.size("rows", most)?
    } else {
        0
    };

    let mut objective = Expr::new();
    if kind.quadratic_objective {
        for _ in 0..records.count("the number of quadratic terms of the objective")? {
            let [i, j, value] = records.fields("row, column and value")?;
            records.product(i, j, value, n, &mut objective)?;
        }
    }
    let linear = records.values(n, "linear coefficient")?;
    for (position, &value) in linear.iter().enumerate() {
        objective.push(value, &[Var::new(position)]);
    }
    objective.push(records.number("the constant of the objective")?, &[]);

    let mut functions = vec![Expr::new(); m];
    if kind.quadratic_rows {
        for _ in 0..records.count("the number of quadratic terms of the rows")? {
            let [row, i, j, value] = records.fields("constraint, row, column and value")?;
            let row = records.index(row, m)?;
            records.product(i, j, value, n, &mut functions[row])?;
        }
    }
    if kind.has_rows {
        for _ in 0..records.count("the number of linear terms of the rows")? {
            let [row, column, value] = records.fields("row, column and value")?;
            let row = records.index(row, m)?;
            let var = Var::new(records.index(column, n)?);
            functions[row].push(finite(records.line, value)?, &[var]);
        }
    }
    let infinity = records.infinity()?;
    let unbounded =
        |values: Vec<f64>| -> Vec<f64> { values.into_iter().map(|v| clamp(v, infinity)).collect() };
    let (mut row_lower, mut row_upper) = (Vec::new(), Vec::new());
    if kind.has_rows {
        row_lower = unbounded(records.values(m, "left-hand side")?);
        row_upper = unbounded(records.values(m, "right-hand side")?);
    }
    let (mut lower, mut upper) = (vec![0.0; n], vec![1.0; n]);
    if kind.domain != Some(Domain::Binary) {
        lower = unbounded(records.values(n, "lower bound")?);
        upper = unbounded(records.values(n, "upper bound")?);
    }
    let domains = match kind.domain {
        Some(domain) => vec![domain; n],
        None => records.domains(n)?,
    };
    // Starting points of the variables, of the rows' multipliers and of the bounds' multipliers.
    records.values(n, "starting value")?;
    if kind.has_rows {
        records.values(m, "starting multiplier")?;
    }
    records.values(n, "starting multiplier of a bound")?;
    let names = records.names(n, "x")?;
    let row_names = if kind.has_rows {
        records.names(m, "c")?
    } else {
        Vec::new()
    };
    records.end()?;

    for (position, name) in names.into_iter().enumerate() {
        if domains[position] == Domain::Binary {
            // By the definition of the format, whatever bounds stand there.
            (lower[position], upper[position]) = (0.0, 1.0);
        }
        model.variable(name, domains[position], lower[position], upper[position]);
    }
    for ((position, name), function) in row_names.into_iter().enumerate().zip(functions) {
        model.add(
            name,
            Interval::new(function, row_lower[position], row_upper[position]),
        );
    }
    model.optimize(sense, objective);
    Ok(model)
}

/// An infinity where the value is at least the file's own.
fn clamp(value: f64, infinity: f64) -> f64 {
    if value >= infinity {
        f64::INFINITY
    } else if value <= -infinity {
        f64::NEG_INFINITY
    } else {
        value
    }
}

/// What the three letters say about the sections of the file.
struct Kind {
    quadratic_objective: bool,
    /// The domain of all variables; `None` where the file lists them.
    domain: Option<Domain>,
    has_rows: bool,
    quadratic_rows: bool,
}

impl Kind {
    fn read(records: &mut Records<'_>) -> Result<Self> {
        let word = records.next("a problem type of three letters")?[0];
        let refuse = |expected| Err(Error::syntax(records.line, quoted(word), expected));
        let letters: Vec<char> = word.chars().collect();
        let [objective, variables, constraints] = letters[..] else {
            return refuse("a problem type of three letters, such as QBL");
        };
        let quadratic_objective = match objective {
            'L' => false,
            'D' | 'C' | 'Q' => true,
            _ => return refuse("L, D, C or Q as the first letter of the problem type"),
        };
        let domain = match variables {
            'C' => Some(Domain::Continuous),
            'B' => Some(Domain::Binary),
            'I' => Some(Domain::Integer),
            'M' | 'G' => None,
            _ => return refuse("C, B, M, I or G as the second letter of the problem type"),
        };
        let (has_rows, quadratic_rows) = match constraints {
            'N' | 'B' => (false, false),
            'L' => (true, false),
            'D' | 'C' | 'Q' => (true, true),
            _ => return refuse("N, B, L, D, C or Q as the third letter of the problem type"),
        };
        Ok(Self {
            quadratic_objective,
            domain,
            has_rows,
            quadratic_rows,
        })
    }
}

/// The lines of a file that are no comments.
struct Records<'a> {
    lines: std::iter::Enumerate<std::str::Lines<'a>>,
    line: usize,
}

impl<'a> Records<'a> {
    /// The next line that says something, without the space around it.
    fn line(&mut self) -> Option<&'a str> {
        for (index, line) in self.lines.by_ref() {
            self.line = index + 1;
            let line = line.trim();
            if !line.is_empty() && !line.starts_with(['!', '%', '#']) {
                return Some(line);
            }
        }
        None
    }

    /// Refuses anything more: a count that is too small would drop the rest unsaid.
    fn end(&mut self) -> Result<()> {
        match self.line() {
            None => Ok(()),
            Some(more) => {
                let expected = "nothing after the last of the names that are counted";
                Err(Error::syntax(self.line, quoted(more), expected))
            }
        }
    }

    /// The words of the next record; at least one.
    fn next(&mut self, expected: &'static str) -> Result<Vec<&'a str>> {
        match self.line() {
            Some(line) => Ok(line.split_whitespace().take(4).collect()),
            None => Err(Error::syntax(self.line.max(1), "the end of the file", expected)),
        }
    }

    /// The first `N` words of the next record.
    fn fields<const N: usize>(&mut self, expected: &'static str) -> Result<[&'a str; N]> {
        let words = self.next(expected)?;
        match words.get(..N).and_then(|words| words.try_into().ok()) {
            Some(fields) => Ok(fields),
            None => Err(Error::syntax(self.line, quoted(&words.join(" ")), expected)),
        }
    }

    fn count(&mut self, expected: &'static str) -> Result<usize> {
        let [word] = self.fields(expected)?;
        count(self.line, word)
    }

    /// A count that decides how much is allocated.
    fn size(&mut self, what: &'static str, most: usize) -> Result<usize> {
        let found = self.count("a number of variables or rows")?;
        if found > most {
            return Err(Error::on_line(
                self.line,
                ErrorKind::TooMany { what, found, most },
            ));
        }
        Ok(found)
    }

    fn number(&mut self, expected: &'static str) -> Result<f64> {
        let [word] = self.fields(expected)?;
        finite(self.line, word)
    }

    /// The size from which on bounds are infinite.
    fn infinity(&mut self) -> Result<f64> {
        let expected = "the value of infinity, a positive number";
        let [word] = self.fields(expected)?;
        match finite(self.line, word)? {
            value if value > 0.0 => Ok(value),
            _ => Err(Error::syntax(self.line, quoted(word), expected)),
        }
    }

    /// A position from 1, as one from 0.
    fn index(&self, word: &str, length: usize) -> Result<usize> {
        let found = count(self.line, word)?;
        if found == 0 || found > length {
            let expected = "an index from 1 to the number of variables or rows";
            return Err(Error::syntax(self.line, format!("{found} of {length}"), expected));
        }
        Ok(found - 1)
    }

    /// Adds the entry `i j value` of a halved symmetric matrix.
    fn product(&self, i: &str, j: &str, value: &str, n: usize, function: &mut Expr) -> Result<()> {
        let (i, j) = (self.index(i, n)?, self.index(j, n)?);
        let value = finite(self.line, value)?;
        let value = if i == j { value / 2.0 } else { value };
        function.push(value, &[Var::new(i), Var::new(j)]);
        Ok(())
    }

    /// A default and the entries that differ from it.
    fn values(&mut self, length: usize, what: &'static str) -> Result<Vec<f64>> {
        let mut values = vec![self.number(what)?; length];
        for _ in 0..self.count("a number of entries")? {
            let [index, value] = self.fields("index and value")?;
            let index = self.index(index, length)?;
            values[index] = finite(self.line, value)?;
        }
        Ok(values)
    }

    /// The domains of a mixed problem: 0 continuous, 1 integer, 2 binary.
    fn domains(&mut self, n: usize) -> Result<Vec<Domain>> {
        let expected = "0 (continuous), 1 (integer) or 2 (binary)";
        let domain = |line: usize, word: &str| match word {
            "0" => Ok(Domain::Continuous),
            "1" => Ok(Domain::Integer),
            "2" => Ok(Domain::Binary),
            _ => Err(Error::syntax(line, quoted(word), expected)),
        };
        let [word] = self.fields(expected)?;
        let mut domains = vec![domain(self.line, word)?; n];
        for _ in 0..self.count("a number of entries")? {
            let [index, word] = self.fields("index and type")?;
            let index = self.index(index, n)?;
            domains[index] = domain(self.line, word)?;
        }
        Ok(domains)
    }

    /// The names that differ from `x1`, `x2`, ...
    fn names(&mut self, length: usize, stem: &str) -> Result<Vec<String>> {
        let mut names: Vec<String> = (1..=length).map(|position| format!("{stem}{position}")).collect();
        for _ in 0..self.count("a number of names")? {
            let [index, name] = self.fields("index and name")?;
            let index = self.index(index, length)?;
            name.clone_into(&mut names[index]);
        }
        Ok(names)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::lp;

    /// Every record of the letters `type`, in order, for two variables and one row.
    fn file(kind: &str) -> String {
        let letters: Vec<char> = kind.chars().collect();
        let mut text = format!("! a comment\nTINY of its kind\n{kind}  # type\nmaximize\n2 # variables\n");
        let rows = !matches!(letters[2], 'N' | 'B');
        if rows {
            text += "1 # rows\n";
        }
        if letters[0] != 'L' {
            text += "2\n1 1 2.0\n2 1 -1\n";
        }
        text += "0.5\n1\n2 -1.5\n\n7 # constant\n";
        if matches!(letters[2], 'D' | 'C' | 'Q') {
            text += "1\n1 2 2 4\n";
        }
        if rows {
            text += "2\n1 1 1\n1 2 3\n";
        }
        text += "1e20\n";
        if rows {
            text += "-1e20\n0\n4.5\n0\n";
        }
        if letters[1] != 'B' {
            text += "-2\n1\n2 0\n3\n0\n";
        }
        if matches!(letters[1], 'M' | 'G') {
            text += "0\n1\n2 2\n";
        }
        text += "0\n1\n1 0.5\n";
        if rows {
            text += "0\n0\n";
        }
        text += "0\n0\n1\n2 second\n";
        if rows {
            text += "1\n1 limit\n";
        }
        text
    }

    #[test]
    fn every_letter_has_its_sections() {
        for objective in "LDCQ".chars() {
            for variables in "CBMIG".chars() {
                for constraints in "NBLDCQ".chars() {
                    let kind = format!("{objective}{variables}{constraints}");
                    let model = read(&file(&kind)).unwrap_or_else(|error| panic!("{kind}: {error}"));
                    assert_eq!(
                        model.num_rows(),
                        usize::from(!matches!(constraints, 'N' | 'B')),
                        "{kind}"
                    );
                    assert_eq!(
                        model.objective().function.degree() == 2,
                        objective != 'L',
                        "{kind}"
                    );
                }
            }
        }
    }

    #[test]
    fn matrices_are_halved_on_the_diagonal_only() {
        insta::assert_snapshot!(lp::sketch(&read(&file("QGQ")).expect("a model")), @r"
        \Problem name: TINY
        Maximize
         obj: 0.5 x1 - 1.5 second + [ 2 x1 ^2 - 2 x1 * second ] / 2 + 7
        Subject To
         limit: x1 + 3 second + [ 2 second ^2 ] <= 4.5
        Bounds
         -2 <= x1 <= 3
        Binaries
         second
        End
        ");
    }

    #[test]
    fn refusals_have_a_line() {
        let refusal = |text: &str| read(text).expect_err("refused").to_string();
        insta::assert_snapshot!(refusal(""), @"line 1: found the end of the file, expected the name of the problem");
        insta::assert_snapshot!(refusal("x\nQXL"), @r#"line 2: found "QXL", expected C, B, M, I or G as the second letter of the problem type"#);
        insta::assert_snapshot!(refusal("x\nQBL\nmin\n1000000000\n1000000000\n0\n"), @"line 4: found 1000000000 variables, expected at most 10034 in a file of this size");
        insta::assert_snapshot!(refusal("x\nQBN\nmin\n2\n1\n3 1 5\n"), @"line 6: found 3 of 2, expected an index from 1 to the number of variables or rows");
        insta::assert_snapshot!(refusal("x\nQBN\nmin\n2\n1\n1 1 nan\n"), @r#"line 6: found "nan", expected a finite number"#);
        insta::assert_snapshot!(refusal("x\nQBN\nmin\n2\n99999999999999\n1 1 1\n"), @"line 6: found the end of the file, expected row, column and value");
        insta::assert_snapshot!(refusal("x\nLBN\nmin\n1\n1\n0\n0\n-1e20\n"), @r#"line 8: found "-1e20", expected the value of infinity, a positive number"#);
        insta::assert_snapshot!(refusal("x\nQBN\nmin\n-2\n"), @r#"line 4: found "-2", expected a whole number that is not negative"#);
        let whole = "x\nLBN\nmin\n1\n0\n1\n1 2.5\n0\n1e20\n0\n0\n0\n0\n1\n1 a\n";
        assert!(read(&format!("{whole}\n! a remark\n")).is_ok());
        insta::assert_snapshot!(refusal(&format!("{whole}2 b\n")), @r#"line 16: found "2 b", expected nothing after the last of the names that are counted"#);
    }
}
