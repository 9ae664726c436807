//! The C interface of HiGHS behind a safe one. All unsafe code of this backend stands here.
//!
//! A handle lives within one call on one thread: HiGHS keeps a scheduler per thread, which is released with it.

#![expect(unsafe_code, reason = "HiGHS has a C interface")]

use std::ffi::{CStr, CString, c_char, c_int, c_void};
use std::ptr::{self, NonNull};

use highs_sys::{
    Highs_create, Highs_destroy, Highs_getDoubleInfoValue, Highs_getInt64InfoValue, Highs_getIntInfoValue,
    Highs_getModelStatus, Highs_getNumOptions, Highs_getOptionName, Highs_getOptionType, Highs_getSolution,
    Highs_passModel, Highs_resetThreadScheduler, Highs_run, Highs_setBoolOptionValue, Highs_setCallback,
    Highs_setDoubleOptionValue, Highs_setIntOptionValue, Highs_setSolution, Highs_setStringOptionValue,
    Highs_startCallback, Highs_version, HighsCallbackDataIn, HighsCallbackDataOut, HighsInt,
    kHighsCallbackIpmInterrupt, kHighsCallbackMipImprovingSolution, kHighsCallbackMipInterrupt,
    kHighsCallbackQpInterrupt, kHighsCallbackSimplexInterrupt, kHighsHessianFormatTriangular,
    kHighsMatrixFormatRowwise, kHighsObjSenseMinimize, kHighsOptionTypeBool, kHighsOptionTypeDouble,
    kHighsOptionTypeInt, kHighsOptionTypeString, kHighsSolutionStatusFeasible, kHighsStatusError,
};

use uniap_solver::{Progress, Watch};

use crate::lower::Program;

/// The callbacks that a run asks for.
const CALLBACKS: [HighsInt; 5] = [
    kHighsCallbackMipImprovingSolution,
    kHighsCallbackMipInterrupt,
    kHighsCallbackSimplexInterrupt,
    kHighsCallbackIpmInterrupt,
    kHighsCallbackQpInterrupt,
];

/// One instance of HiGHS.
pub struct Handle {
    raw: NonNull<c_void>,
    columns: usize,
}

/// A value of an option.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// For an option of type bool.
    Bool(bool),
    /// For an option of type integer.
    Int(HighsInt),
    /// For an option of type double.
    Double(f64),
    /// For an option of type string.
    Text(String),
}

/// The type of an option.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A truth value.
    Bool,
    /// An integer.
    Int,
    /// A number.
    Double,
    /// A text.
    Text,
}

/// HiGHS said no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refused;

/// What HiGHS says after a run; objective and bound are the program's.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// The status of the model, in the numbers of HiGHS.
    pub status: HighsInt,
    /// A point, if HiGHS calls it feasible.
    pub values: Option<Vec<f64>>,
    /// The objective of the point.
    pub objective: f64,
    /// The bound of the tree; meaningless where there is no integer column.
    pub bound: f64,
    /// Nodes of the tree; negative where there is none.
    pub nodes: i64,
}

/// The version of HiGHS, such as `1.16.0`.
pub fn version() -> String {
    // SAFETY: HiGHS returns a constant text that ends with zero.
    let text = unsafe { CStr::from_ptr(Highs_version()) };
    text.to_string_lossy().into_owned()
}

impl Handle {
    /// A silent instance without a model; `None` where there is no memory for it.
    pub fn new() -> Option<Self> {
        // SAFETY: no argument; the result is either null or owned by the caller.
        let raw = NonNull::new(unsafe { Highs_create() })?;
        let mut handle = Self { raw, columns: 0 };
        handle.set("output_flag", &Value::Bool(false)).ok()?;
        handle.set("log_to_console", &Value::Bool(false)).ok()?;
        Some(handle)
    }

    /// The type of an option, or `None` where there is no option of that name.
    pub fn kind(&self, name: &str) -> Option<Kind> {
        let name = CString::new(name).ok()?;
        let mut kind = 0;
        // SAFETY: the handle is alive, the name ends with zero, the result goes to a local.
        let status = unsafe { Highs_getOptionType(self.raw.as_ptr(), name.as_ptr(), &raw mut kind) };
        if status == kHighsStatusError {
            return None;
        }
        [
            (kHighsOptionTypeBool, Kind::Bool),
            (kHighsOptionTypeInt, Kind::Int),
            (kHighsOptionTypeDouble, Kind::Double),
            (kHighsOptionTypeString, Kind::Text),
        ]
        .into_iter()
        .find_map(|(number, name)| (number == kind).then_some(name))
    }

    /// The names of all options.
    pub fn option_names(&self) -> Vec<String> {
        // SAFETY: the handle is alive.
        let count = unsafe { Highs_getNumOptions(self.raw.as_ptr()) };
        let name = |index| {
            let mut text: *mut c_char = ptr::null_mut();
            // SAFETY: the handle is alive and the index is below the number of options. HiGHS allocates the text
            // with malloc and hands it over; it is freed below.
            unsafe {
                Highs_getOptionName(self.raw.as_ptr(), index, &raw mut text);
                if text.is_null() {
                    return None;
                }
                let name = CStr::from_ptr(text).to_string_lossy().into_owned();
                free(text.cast());
                Some(name)
            }
        };
        (0..count).filter_map(name).collect()
    }

    /// Sets an option.
    pub fn set(&mut self, name: &str, value: &Value) -> Result<(), Refused> {
        let name = CString::new(name).map_err(|_| Refused)?;
        let (raw, name) = (self.raw.as_ptr(), name.as_ptr());
        let status = match value {
            // SAFETY: the handle is alive and the name ends with zero; HiGHS copies what it keeps.
            Value::Bool(value) => unsafe { Highs_setBoolOptionValue(raw, name, HighsInt::from(*value)) },
            // SAFETY: as above.
            Value::Int(value) => unsafe { Highs_setIntOptionValue(raw, name, *value) },
            // SAFETY: as above.
            Value::Double(value) => unsafe { Highs_setDoubleOptionValue(raw, name, *value) },
            Value::Text(value) => {
                let value = CString::new(value.as_str()).map_err(|_| Refused)?;
                // SAFETY: as above, and the value ends with zero.
                unsafe { Highs_setStringOptionValue(raw, name, value.as_ptr()) }
            }
        };
        if status == kHighsStatusError {
            Err(Refused)
        } else {
            Ok(())
        }
    }

    /// Hands over a program.
    pub fn pass(&mut self, program: &Program) -> Result<(), Refused> {
        let count = |length: usize| HighsInt::try_from(length).map_err(|_| Refused);
        let (columns, rows) = (program.costs.len(), program.row_lower.len());
        let kinds = if program.is_discrete() {
            program.kinds.as_ptr()
        } else {
            ptr::null()
        };
        let (matrix, hessian) = (&program.matrix, &program.hessian);
        // SAFETY: the handle is alive. Columns, rows and both matrices have as many entries as is said: `lower`
        // makes one entry per column and per row, and one start per line. HiGHS copies everything.
        let status = unsafe {
            Highs_passModel(
                self.raw.as_ptr(),
                count(columns)?,
                count(rows)?,
                count(matrix.len())?,
                count(hessian.len())?,
                kHighsMatrixFormatRowwise,
                kHighsHessianFormatTriangular,
                kHighsObjSenseMinimize,
                program.offset,
                program.costs.as_ptr(),
                program.lower.as_ptr(),
                program.upper.as_ptr(),
                program.row_lower.as_ptr(),
                program.row_upper.as_ptr(),
                matrix.starts.as_ptr(),
                matrix.indices.as_ptr(),
                matrix.values.as_ptr(),
                hessian.starts.as_ptr(),
                hessian.indices.as_ptr(),
                hessian.values.as_ptr(),
                kinds,
            )
        };
        self.columns = columns;
        if status == kHighsStatusError {
            Err(Refused)
        } else {
            Ok(())
        }
    }

    /// Gives a point to begin from, one value per column.
    pub fn start(&mut self, values: &[f64]) -> Result<(), Refused> {
        if values.len() != self.columns {
            return Err(Refused);
        }
        let none = ptr::null();
        // SAFETY: the handle is alive, the values are as many as the columns, and the rest may be null.
        let status = unsafe { Highs_setSolution(self.raw.as_ptr(), values.as_ptr(), none, none, none) };
        if status == kHighsStatusError {
            Err(Refused)
        } else {
            Ok(())
        }
    }

    /// Solves what was handed over.
    pub fn run(&mut self, watch: &Watch<'_>) -> Report {
        let raw = self.raw.as_ptr();
        // SAFETY: the handle is alive. `watch` outlives the run, after which HiGHS is told to forget it.
        unsafe {
            Highs_setCallback(raw, Some(callback), ptr::from_ref(watch).cast_mut().cast());
            for kind in CALLBACKS {
                Highs_startCallback(raw, kind);
            }
            Highs_run(raw);
            Highs_setCallback(raw, None, ptr::null_mut());
        }
        Report {
            // SAFETY: the handle is alive.
            status: unsafe { Highs_getModelStatus(raw) },
            values: self.values(),
            objective: self.double(c"objective_function_value"),
            bound: self.double(c"mip_dual_bound"),
            nodes: self.long(c"mip_node_count"),
        }
    }

    /// The point found, if HiGHS calls it feasible.
    fn values(&self) -> Option<Vec<f64>> {
        let mut status = 0;
        let name = c"primal_solution_status";
        // SAFETY: the handle is alive, the name ends with zero, the result goes to a local.
        unsafe { Highs_getIntInfoValue(self.raw.as_ptr(), name.as_ptr(), &raw mut status) };
        if status != kHighsSolutionStatusFeasible {
            return None;
        }
        let mut values = vec![0.0; self.columns];
        let none = ptr::null_mut();
        // SAFETY: the handle is alive, there is room for a value per column, and the rest may be null.
        let status = unsafe { Highs_getSolution(self.raw.as_ptr(), values.as_mut_ptr(), none, none, none) };
        (status != kHighsStatusError).then_some(values)
    }

    /// A number that HiGHS knows after a run, NaN where it does not.
    fn double(&self, name: &CStr) -> f64 {
        let mut value = f64::NAN;
        // SAFETY: the handle is alive, the name ends with zero, the result goes to a local.
        let status = unsafe { Highs_getDoubleInfoValue(self.raw.as_ptr(), name.as_ptr(), &raw mut value) };
        if status == kHighsStatusError {
            f64::NAN
        } else {
            value
        }
    }

    /// A count that HiGHS knows after a run, -1 where it does not.
    fn long(&self, name: &CStr) -> i64 {
        let mut value = -1;
        // SAFETY: the handle is alive, the name ends with zero, the result goes to a local.
        let status = unsafe { Highs_getInt64InfoValue(self.raw.as_ptr(), name.as_ptr(), &raw mut value) };
        if status == kHighsStatusError { -1 } else { value }
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        // SAFETY: the handle is alive and not used again. It has not left its thread, nothing runs on it any more,
        // and so the scheduler of this thread is free; the next handle may ask for another number of threads.
        unsafe {
            Highs_destroy(self.raw.as_ptr());
            Highs_resetThreadScheduler(1);
        }
    }
}

unsafe extern "C" {
    /// Frees what `malloc` gave, in the C library that HiGHS uses.
    fn free(memory: *mut c_void);
}

/// Called by HiGHS while it runs.
///
/// # Safety
/// `data` is the `Watch` given to [`Handle::run`], alive until the run ends; `output` and `input` are null or valid
/// during the call.
unsafe extern "C" fn callback(
    kind: c_int,
    _message: *const c_char,
    output: *const HighsCallbackDataOut,
    input: *mut HighsCallbackDataIn,
    data: *mut c_void,
) {
    // SAFETY: see above.
    let (watch, output, input) =
        unsafe { (data.cast::<Watch<'_>>().as_ref(), output.as_ref(), input.as_mut()) };
    let Some(watch) = watch else { return };
    if kind == kHighsCallbackMipImprovingSolution {
        if let Some(output) = output {
            watch.incumbent(Progress {
                objective: output.objective_function_value,
                bound: output.mip_dual_bound,
                nodes: u64::try_from(output.mip_node_count).unwrap_or(0),
            });
        }
        return;
    }
    if let Some(input) = input {
        input.user_interrupt = c_int::from(watch.is_over());
    }
}
