//! What a command answers: words for people, JSON for programs.
//!
//! In: a value and how it is told. Out: either form on standard output. It must not know what the value means.

use serde::Serialize;
use std::io::{Write, stdout};

/// Prints a value as JSON, or else what is told of it.
pub(super) fn print<T: Serialize>(
    value: &T,
    json: bool,
    told: impl FnOnce(&T) -> String,
) -> anyhow::Result<()> {
    let text = if json { json_of(value)? } else { told(value) };
    stdout().write_all(text.as_bytes())?;
    Ok(())
}

/// A value as JSON that people can read too, and a line end.
pub(super) fn json_of(value: &impl Serialize) -> serde_json::Result<String> {
    Ok(serde_json::to_string_pretty(value)? + "\n")
}
