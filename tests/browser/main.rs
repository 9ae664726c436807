//! Pages in a real browser.

#[cfg(test)]
mod devtools;
#[cfg(test)]
mod pages;
