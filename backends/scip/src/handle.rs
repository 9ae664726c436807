//! The C interface of SCIP behind a safe one. All unsafe code of this backend stands here.
//!
//! A handle lives within one call on one thread. Columns are pointers that SCIP owns; the problem keeps them alive
//! as long as the handle lives, and every one is checked to belong to it.

#![expect(unsafe_code, reason = "SCIP has a C interface")]

use std::ffi::{CStr, CString, c_char, c_int, c_uint};
use std::fmt;
use std::ptr::{self, NonNull};
use std::sync::Once;

use scip_sys::{
    SCIP, SCIP_BoundType_SCIP_BOUNDTYPE_LOWER, SCIP_BoundType_SCIP_BOUNDTYPE_UPPER, SCIP_CONS, SCIP_EVENT,
    SCIP_EVENTDATA, SCIP_EVENTHDLR, SCIP_EXPR, SCIP_ParamType_SCIP_PARAMTYPE_BOOL,
    SCIP_ParamType_SCIP_PARAMTYPE_CHAR, SCIP_ParamType_SCIP_PARAMTYPE_INT,
    SCIP_ParamType_SCIP_PARAMTYPE_LONGINT, SCIP_ParamType_SCIP_PARAMTYPE_REAL, SCIP_RETCODE,
    SCIP_Retcode_SCIP_NOMEMORY, SCIP_Retcode_SCIP_OKAY, SCIP_SOL, SCIP_Status, SCIP_VAR,
    SCIP_Vartype_SCIP_VARTYPE_BINARY, SCIP_Vartype_SCIP_VARTYPE_CONTINUOUS,
    SCIP_Vartype_SCIP_VARTYPE_INTEGER, SCIPaddCons, SCIPaddOrigObjoffset, SCIPaddSolFree, SCIPaddVar,
    SCIPcatchEvent, SCIPcreate, SCIPcreateConsBasicBounddisjunction, SCIPcreateConsBasicIndicator,
    SCIPcreateConsBasicLinear, SCIPcreateConsBasicNonlinear, SCIPcreateConsBasicSOS1,
    SCIPcreateConsBasicSOS2, SCIPcreateExprMonomial, SCIPcreateExprSum, SCIPcreateOrigSol,
    SCIPcreateProbBasic, SCIPcreateVarBasic, SCIPdropEvent, SCIPeventGetType, SCIPeventhdlrGetData, SCIPfree,
    SCIPfreeTransform, SCIPgetBestSol, SCIPgetDualbound, SCIPgetNParams, SCIPgetNTotalNodes,
    SCIPgetNegatedVar, SCIPgetParam, SCIPgetParams, SCIPgetSolOrigObj, SCIPgetSolVals, SCIPgetStatus,
    SCIPincludeDefaultPlugins, SCIPincludeEventhdlrBasic, SCIPinterruptSolve, SCIPmajorVersion,
    SCIPmessageSetErrorPrinting, SCIPminorVersion, SCIPparamGetName, SCIPparamGetType, SCIPreleaseCons,
    SCIPreleaseExpr, SCIPreleaseVar, SCIPsetBoolParam, SCIPsetCharParam, SCIPsetEventhdlrExit,
    SCIPsetEventhdlrInit, SCIPsetIntParam, SCIPsetLongintParam, SCIPsetMessagehdlrQuiet, SCIPsetObjlimit,
    SCIPsetRealParam, SCIPsetSolVals, SCIPsetStringParam, SCIPsolve, SCIPtechVersion,
};
use uniap_miqp::{SosKind, Truth};
use uniap_solver::{Progress, Watch};

/// Infinity, as SCIP has it.
const INFINITY: f64 = 1e20;

/// Events at which to ask whether the search should go on: a round of presolving, a node, an LP, a solution. These
/// are macros in SCIP's header `type_event.h`, so the bindings lack them.
const PRESOLVE_ROUND: u64 = 0x4_0000;
const NODES: u64 = 0x8_0000 | 0x10_0000 | 0x20_0000 | 0x40_0000;
const LPS: u64 = 0x200_0000 | 0x400_0000;
const BEST_SOLUTION: u64 = 0x1000_0000;
const EVENTS: u64 = PRESOLVE_ROUND | NODES | LPS | BEST_SOLUTION;

/// One instance of SCIP with one problem.
pub struct Handle {
    raw: NonNull<SCIP>,
    columns: Vec<NonNull<SCIP_VAR>>,
}

/// A variable of a handle: its position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column(usize);

/// Which values a column takes between its bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// 0 and 1.
    Binary,
    /// Integers.
    Integer,
    /// All.
    Continuous,
}

/// Where a column may be if it is not zero.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Near {
    /// At this or above.
    Above(f64),
    /// At this or below.
    Below(f64),
}

/// A binary column and the value that switches a row on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Switch {
    /// The column.
    pub column: Column,
    /// The value.
    pub is: Truth,
}

/// A value of a parameter.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// For a parameter of type bool.
    Bool(bool),
    /// For a parameter of type int.
    Int(c_int),
    /// For a parameter of type longint.
    Long(i64),
    /// For a parameter of type real.
    Real(f64),
    /// For a parameter of type char.
    Char(u8),
    /// For a parameter of type string.
    Text(String),
}

/// The type of a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    /// A truth value.
    Bool,
    /// An integer.
    Int,
    /// A large integer.
    Long,
    /// A number.
    Real,
    /// One character.
    Char,
    /// A text.
    Text,
}

/// SCIP said no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refused(SCIP_RETCODE);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 == SCIP_Retcode_SCIP_NOMEMORY {
            f.write_str("no memory for SCIP")
        } else {
            write!(f, "SCIP returns the code {}", self.0)
        }
    }
}

/// What SCIP says after a run; the bound is that of the objective that was handed over.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// The status, in the numbers of SCIP.
    pub status: SCIP_Status,
    /// The best point, one value per column asked for.
    pub values: Option<Vec<f64>>,
    /// The dual bound, infinite where there is none.
    pub bound: f64,
    /// Nodes of the tree, restarts included.
    pub nodes: u64,
}

/// The version of SCIP, such as `10.0.2`.
pub fn version() -> String {
    // SAFETY: these return constants.
    let (major, minor, tech) = unsafe { (SCIPmajorVersion(), SCIPminorVersion(), SCIPtechVersion()) };
    format!("{major}.{minor}.{tech}")
}

/// The result of a call.
fn done(code: SCIP_RETCODE) -> Result<(), Refused> {
    if code == SCIP_Retcode_SCIP_OKAY {
        Ok(())
    } else {
        Err(Refused(code))
    }
}

/// A length in the integers of SCIP.
fn count(length: usize) -> Result<c_int, Refused> {
    c_int::try_from(length).map_err(|_| Refused(SCIP_Retcode_SCIP_NOMEMORY))
}

/// A number with SCIP's infinity.
fn real(value: f64) -> f64 {
    value.clamp(-INFINITY, INFINITY)
}

impl Handle {
    /// A silent instance with an empty problem.
    pub fn new() -> Result<Self, Refused> {
        static SILENCE: Once = Once::new();
        // SAFETY: sets a global of SCIP, once; the function that would print errors is none.
        SILENCE.call_once(|| unsafe { SCIPmessageSetErrorPrinting(None, ptr::null_mut()) });
        let mut raw = ptr::null_mut();
        // SAFETY: the result goes to a local.
        done(unsafe { SCIPcreate(&raw mut raw) })?;
        let raw = NonNull::new(raw).ok_or(Refused(SCIP_Retcode_SCIP_NOMEMORY))?;
        let handle = Self {
            raw,
            columns: Vec::new(),
        };
        // SAFETY: the instance is alive and has no problem yet; the name ends with zero.
        unsafe {
            SCIPsetMessagehdlrQuiet(raw.as_ptr(), 1);
            done(SCIPincludeDefaultPlugins(raw.as_ptr()))?;
            done(SCIPcreateProbBasic(raw.as_ptr(), c"model".as_ptr()))?;
        }
        Ok(handle)
    }

    /// The type of a parameter, or `None` where there is no parameter of that name.
    pub fn kind(&self, name: &str) -> Option<Type> {
        let name = CString::new(name).ok()?;
        // SAFETY: the instance is alive and the name ends with zero; the parameter lives as long as the instance.
        let kind = unsafe {
            let parameter = SCIPgetParam(self.raw.as_ptr(), name.as_ptr());
            if parameter.is_null() {
                return None;
            }
            SCIPparamGetType(parameter)
        };
        const TYPES: [(u32, Type); 5] = [
            (SCIP_ParamType_SCIP_PARAMTYPE_BOOL, Type::Bool),
            (SCIP_ParamType_SCIP_PARAMTYPE_INT, Type::Int),
            (SCIP_ParamType_SCIP_PARAMTYPE_LONGINT, Type::Long),
            (SCIP_ParamType_SCIP_PARAMTYPE_REAL, Type::Real),
            (SCIP_ParamType_SCIP_PARAMTYPE_CHAR, Type::Char),
        ];
        let known = TYPES.into_iter().find(|(number, _)| *number == kind);
        Some(known.map_or(Type::Text, |(_, kind)| kind))
    }

    /// The names of all parameters.
    pub fn parameter_names(&self) -> Vec<String> {
        // SAFETY: the instance is alive; SCIP keeps an array of as many parameters as it says, each with a name that
        // ends with zero.
        unsafe {
            let (all, length) = (
                SCIPgetParams(self.raw.as_ptr()),
                SCIPgetNParams(self.raw.as_ptr()),
            );
            let length = usize::try_from(length).unwrap_or(0);
            let name = |i| {
                CStr::from_ptr(SCIPparamGetName(*all.add(i)))
                    .to_string_lossy()
                    .into_owned()
            };
            (0..length).map(name).collect()
        }
    }

    /// Sets a parameter.
    pub fn set_parameter(&mut self, name: &str, value: &Value) -> Result<(), Refused> {
        let text = |text: &str| CString::new(text).map_err(|_| Refused(0));
        let (raw, name) = (self.raw.as_ptr(), text(name)?);
        let name = name.as_ptr();
        // SAFETY: the instance is alive and all texts end with zero; SCIP checks the type and the range and copies
        // what it keeps.
        done(match value {
            Value::Bool(value) => unsafe { SCIPsetBoolParam(raw, name, c_uint::from(*value)) },
            Value::Int(value) => unsafe { SCIPsetIntParam(raw, name, *value) },
            Value::Long(value) => unsafe { SCIPsetLongintParam(raw, name, *value) },
            Value::Real(value) => unsafe { SCIPsetRealParam(raw, name, *value) },
            Value::Char(value) => unsafe { SCIPsetCharParam(raw, name, c_char::from_ne_bytes([*value])) },
            Value::Text(value) => unsafe { SCIPsetStringParam(raw, name, text(value)?.as_ptr()) },
        })
    }

    /// Adds a column.
    pub fn column(&mut self, lower: f64, upper: f64, cost: f64, kind: Kind) -> Result<Column, Refused> {
        let kind = match kind {
            Kind::Binary => SCIP_Vartype_SCIP_VARTYPE_BINARY,
            Kind::Integer => SCIP_Vartype_SCIP_VARTYPE_INTEGER,
            Kind::Continuous => SCIP_Vartype_SCIP_VARTYPE_CONTINUOUS,
        };
        let (raw, mut var) = (self.raw.as_ptr(), ptr::null_mut());
        // SAFETY: the instance is alive and has a problem that is not being solved; without a name SCIP makes one.
        unsafe {
            done(SCIPcreateVarBasic(
                raw,
                &raw mut var,
                ptr::null(),
                real(lower),
                real(upper),
                cost,
                kind,
            ))?;
            done(SCIPaddVar(raw, var))?;
        }
        let kept = NonNull::new(var).ok_or(Refused(SCIP_Retcode_SCIP_NOMEMORY))?;
        // SAFETY: the problem holds the variable now, so that it outlives this release.
        done(unsafe { SCIPreleaseVar(raw, &raw mut var) })?;
        self.columns.push(kept);
        Ok(Column(self.columns.len() - 1))
    }

    /// Adds a constant to the objective.
    pub fn offset(&mut self, constant: f64) -> Result<(), Refused> {
        // SAFETY: the instance is alive and has a problem that is not being solved.
        done(unsafe { SCIPaddOrigObjoffset(self.raw.as_ptr(), constant) })
    }

    /// Nothing below this matters any more.
    pub fn cutoff(&mut self, objective: f64) -> Result<(), Refused> {
        // SAFETY: as above.
        done(unsafe { SCIPsetObjlimit(self.raw.as_ptr(), objective) })
    }

    /// Adds `lower <= sum of values * columns <= upper`.
    pub fn linear(
        &mut self,
        columns: &[Column],
        values: &[f64],
        lower: f64,
        upper: f64,
    ) -> Result<(), Refused> {
        let (mut vars, mut values) = self.terms(columns, values)?;
        let length = count(vars.len())?;
        self.constraint(|raw, cons, name| {
            let (vars, values) = (vars.as_mut_ptr(), values.as_mut_ptr());
            // SAFETY: see `constraint`; there are as many variables and values as is said.
            unsafe {
                SCIPcreateConsBasicLinear(raw, cons, name, length, vars, values, real(lower), real(upper))
            }
        })
    }

    /// Adds `lower <= sum of coefficients * products of powers <= upper`.
    pub fn polynomial(
        &mut self,
        monomials: &[(f64, Vec<(Column, f64)>)],
        lower: f64,
        upper: f64,
    ) -> Result<(), Refused> {
        let mut terms = Expressions::new(self.raw);
        for (_, factors) in monomials {
            let (mut vars, mut powers) = (Vec::new(), Vec::new());
            for &(column, power) in factors {
                vars.push(self.var(column)?);
                powers.push(power);
            }
            let (length, mut term) = (count(vars.len())?, ptr::null_mut());
            let (vars, powers) = (vars.as_mut_ptr(), powers.as_mut_ptr());
            // SAFETY: the instance is alive; there are as many variables and powers as is said; nobody owns the
            // expression but the list that releases it.
            done(unsafe {
                SCIPcreateExprMonomial(
                    self.raw.as_ptr(),
                    &raw mut term,
                    length,
                    vars,
                    powers,
                    None,
                    ptr::null_mut(),
                )
            })?;
            terms.list.push(term);
        }
        let mut coefficients: Vec<f64> = monomials.iter().map(|(coefficient, _)| *coefficient).collect();
        let (length, mut sum) = (count(terms.list.len())?, ptr::null_mut());
        let (children, factors) = (terms.list.as_mut_ptr(), coefficients.as_mut_ptr());
        // SAFETY: as above, for terms and coefficients; the sum holds its terms itself.
        done(unsafe {
            let raw = self.raw.as_ptr();
            SCIPcreateExprSum(
                raw,
                &raw mut sum,
                length,
                children,
                factors,
                0.0,
                None,
                ptr::null_mut(),
            )
        })?;
        terms.list.push(sum);
        self.constraint(|raw, cons, name| {
            // SAFETY: see `constraint`; the constraint holds the expression itself.
            unsafe { SCIPcreateConsBasicNonlinear(raw, cons, name, sum, real(lower), real(upper)) }
        })
    }

    /// Adds: where the switch is on, `sum of values * columns <= upper`.
    pub fn indicator(
        &mut self,
        switch: Switch,
        columns: &[Column],
        values: &[f64],
        upper: f64,
    ) -> Result<(), Refused> {
        let mut binary = self.var(switch.column)?;
        if switch.is == Truth::Zero {
            let plain = binary;
            // SAFETY: the instance is alive and the variable is its own; the negation lives as long as the variable.
            done(unsafe { SCIPgetNegatedVar(self.raw.as_ptr(), plain, &raw mut binary) })?;
        }
        let (mut vars, mut values) = self.terms(columns, values)?;
        let length = count(vars.len())?;
        self.constraint(|raw, cons, name| {
            let (vars, values) = (vars.as_mut_ptr(), values.as_mut_ptr());
            // SAFETY: see `constraint`; there are as many variables and values as is said.
            unsafe {
                SCIPcreateConsBasicIndicator(raw, cons, name, binary, length, vars, values, real(upper))
            }
        })
    }

    /// Adds a special ordered set.
    pub fn set(&mut self, kind: SosKind, columns: &[Column], weights: &[f64]) -> Result<(), Refused> {
        let (mut vars, mut weights) = self.terms(columns, weights)?;
        let length = count(vars.len())?;
        self.constraint(|raw, cons, name| {
            let (vars, weights) = (vars.as_mut_ptr(), weights.as_mut_ptr());
            // SAFETY: see `constraint`; there are as many variables and weights as is said.
            unsafe {
                match kind {
                    SosKind::One => SCIPcreateConsBasicSOS1(raw, cons, name, length, vars, weights),
                    SosKind::Two => SCIPcreateConsBasicSOS2(raw, cons, name, length, vars, weights),
                }
            }
        })
    }

    /// Adds: the column is zero, or where `near` says.
    pub fn zero_or(&mut self, column: Column, near: Near) -> Result<(), Refused> {
        let (below, above) = (
            SCIP_BoundType_SCIP_BOUNDTYPE_UPPER,
            SCIP_BoundType_SCIP_BOUNDTYPE_LOWER,
        );
        let (mut kinds, mut bounds) = match near {
            Near::Above(bound) => ([below, above], [0.0, bound]),
            Near::Below(bound) => ([above, below], [0.0, bound]),
        };
        let mut vars = [self.var(column)?; 2];
        self.constraint(|raw, cons, name| {
            let (vars, kinds, bounds) = (vars.as_mut_ptr(), kinds.as_mut_ptr(), bounds.as_mut_ptr());
            // SAFETY: see `constraint`; all three arrays have two entries.
            unsafe { SCIPcreateConsBasicBounddisjunction(raw, cons, name, 2, vars, kinds, bounds) }
        })
    }

    /// Gives a point to begin from. SCIP looks at it when it solves and drops it where it is not feasible.
    pub fn start(&mut self, columns: &[Column], values: &[f64]) -> Result<(), Refused> {
        let (mut vars, mut values) = self.terms(columns, values)?;
        let (raw, mut solution, mut stored) = (self.raw.as_ptr(), ptr::null_mut(), 0);
        let length = count(vars.len())?;
        // SAFETY: the instance is alive and not solving; there are as many variables and values as is said; SCIP
        // takes the solution back in the last call.
        unsafe {
            done(SCIPcreateOrigSol(raw, &raw mut solution, ptr::null_mut()))?;
            done(SCIPsetSolVals(
                raw,
                solution,
                length,
                vars.as_mut_ptr(),
                values.as_mut_ptr(),
            ))?;
            done(SCIPaddSolFree(raw, &raw mut solution, &raw mut stored))
        }
    }

    /// Solves the problem; the point has one value for each of `columns`. A handle solves once.
    pub fn run(mut self, columns: &[Column], watch: &Watch<'_>) -> Result<Report, Refused> {
        let report = self.solve(columns, watch);
        // SAFETY: the instance is alive and not solving. Its handler gives up the events here, while `watch` is
        // still there.
        let freed = done(unsafe { SCIPfreeTransform(self.raw.as_ptr()) });
        report.and_then(|report| freed.map(|()| report))
    }

    fn solve(&mut self, columns: &[Column], watch: &Watch<'_>) -> Result<Report, Refused> {
        let raw = self.raw.as_ptr();
        let mut handler = ptr::null_mut();
        let data = ptr::from_ref(watch).cast_mut().cast();
        let (name, about) = (
            c"uniap".as_ptr(),
            c"tells of incumbents and ends the search".as_ptr(),
        );
        // SAFETY: the instance is alive and not solving. `watch` outlives the events that the handler asks for, see
        // `run`.
        unsafe {
            done(SCIPincludeEventhdlrBasic(
                raw,
                &raw mut handler,
                name,
                about,
                Some(happened),
                data,
            ))?;
            done(SCIPsetEventhdlrInit(raw, handler, Some(begin)))?;
            done(SCIPsetEventhdlrExit(raw, handler, Some(end)))?;
            done(SCIPsolve(raw))?;
        }
        let mut vars = columns
            .iter()
            .map(|&column| self.var(column))
            .collect::<Result<Vec<_>, _>>()?;
        // SAFETY: the instance is alive and has been solved.
        let (status, best, bound, nodes) = unsafe {
            (
                SCIPgetStatus(raw),
                SCIPgetBestSol(raw),
                SCIPgetDualbound(raw),
                SCIPgetNTotalNodes(raw),
            )
        };
        let values = if best.is_null() {
            None
        } else {
            Some(self.values(best, &mut vars)?)
        };
        Ok(Report {
            status,
            values,
            bound: if bound.abs() >= INFINITY {
                f64::INFINITY.copysign(bound)
            } else {
                bound
            },
            nodes: u64::try_from(nodes).unwrap_or(0),
        })
    }

    /// The values of `vars` in a solution of this instance.
    fn values(&self, solution: *mut SCIP_SOL, vars: &mut [*mut SCIP_VAR]) -> Result<Vec<f64>, Refused> {
        let mut values = vec![0.0; vars.len()];
        let length = count(vars.len())?;
        let (from, to) = (vars.as_mut_ptr(), values.as_mut_ptr());
        // SAFETY: the instance is alive, the solution its own, and there is room for as many values as is said.
        done(unsafe { SCIPgetSolVals(self.raw.as_ptr(), solution, length, from, to) })?;
        Ok(values)
    }

    /// The variable behind a column.
    fn var(&self, column: Column) -> Result<*mut SCIP_VAR, Refused> {
        self.columns
            .get(column.0)
            .map(|var| var.as_ptr())
            .ok_or(Refused(0))
    }

    /// The variables behind columns, and a copy of their values that SCIP may write to.
    fn terms(&self, columns: &[Column], values: &[f64]) -> Result<(Vec<*mut SCIP_VAR>, Vec<f64>), Refused> {
        if columns.len() != values.len() {
            return Err(Refused(0));
        }
        let vars = columns
            .iter()
            .map(|&column| self.var(column))
            .collect::<Result<Vec<_>, _>>()?;
        Ok((vars, values.to_vec()))
    }

    /// Adds the constraint that `create` makes. It is called with the living instance, a place for the constraint
    /// and a name that ends with zero, while nothing is being solved.
    fn constraint(
        &mut self,
        create: impl FnOnce(*mut SCIP, *mut *mut SCIP_CONS, *const c_char) -> SCIP_RETCODE,
    ) -> Result<(), Refused> {
        let (raw, mut cons) = (self.raw.as_ptr(), ptr::null_mut());
        done(create(raw, &raw mut cons, c"".as_ptr()))?;
        // SAFETY: the instance is alive and the constraint its own; the problem holds it after it is added.
        unsafe {
            done(SCIPaddCons(raw, cons))?;
            done(SCIPreleaseCons(raw, &raw mut cons))
        }
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        let mut raw = self.raw.as_ptr();
        // SAFETY: the instance is alive and not used again; it frees everything it owns.
        unsafe { SCIPfree(&raw mut raw) };
    }
}

/// Expressions that are released together.
struct Expressions {
    raw: NonNull<SCIP>,
    list: Vec<*mut SCIP_EXPR>,
}

impl Expressions {
    fn new(raw: NonNull<SCIP>) -> Self {
        Self {
            raw,
            list: Vec::new(),
        }
    }
}

impl Drop for Expressions {
    fn drop(&mut self) {
        for expression in &mut self.list {
            // SAFETY: the instance outlives the list, which lives within one call on it; each expression was created
            // by it and is released once.
            unsafe { SCIPreleaseExpr(self.raw.as_ptr(), expression) };
        }
    }
}

/// Asks for events when the solving begins.
///
/// # Safety
/// Called by SCIP with a living instance and its handler.
unsafe extern "C" fn begin(scip: *mut SCIP, handler: *mut SCIP_EVENTHDLR) -> SCIP_RETCODE {
    // SAFETY: see above; the problem is transformed by now.
    unsafe { SCIPcatchEvent(scip, EVENTS, handler, ptr::null_mut(), ptr::null_mut()) }
}

/// Gives the events up when the solving ends.
///
/// # Safety
/// As for `begin`.
unsafe extern "C" fn end(scip: *mut SCIP, handler: *mut SCIP_EVENTHDLR) -> SCIP_RETCODE {
    // SAFETY: see above.
    unsafe { SCIPdropEvent(scip, EVENTS, handler, ptr::null_mut(), -1) }
}

/// Called by SCIP at every event.
///
/// # Safety
/// Called by SCIP with a living instance, its handler and an event; the handler's data is the `Watch` given to
/// [`Handle::run`], alive until the solving ends.
unsafe extern "C" fn happened(
    scip: *mut SCIP,
    handler: *mut SCIP_EVENTHDLR,
    event: *mut SCIP_EVENT,
    _data: *mut SCIP_EVENTDATA,
) -> SCIP_RETCODE {
    // SAFETY: see above.
    let (watch, kind) = unsafe {
        let watch = SCIPeventhdlrGetData(handler).cast::<Watch<'_>>().as_ref();
        (watch, SCIPeventGetType(event))
    };
    let Some(watch) = watch else {
        return SCIP_Retcode_SCIP_OKAY;
    };
    if kind & BEST_SOLUTION != 0 {
        // SAFETY: see above; there is a best solution, for it has just been found.
        watch.incumbent(unsafe {
            Progress {
                objective: SCIPgetSolOrigObj(scip, SCIPgetBestSol(scip)),
                bound: SCIPgetDualbound(scip),
                nodes: u64::try_from(SCIPgetNTotalNodes(scip)).unwrap_or(0),
            }
        });
    }
    if watch.is_over() {
        // SAFETY: see above.
        return unsafe { SCIPinterruptSolve(scip) };
    }
    SCIP_Retcode_SCIP_OKAY
}
