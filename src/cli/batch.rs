//! Lists that go through a command and come out with answers: what `--csv` and `--out` mean wherever they are.
//!
//! In: two paths. Out: a list to read, a file to write, a summary. It must not know what is answered.

use super::import::delimiter;
use super::input::{self, is_standard, path_of};
use super::output::Output;
use super::print::{json_of, print};
use super::table;
use crate::config::DataArgs;
use crate::service::{BatchError, Options};
use anyhow::Context;
use serde::Serialize;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// A list to be answered row by row.
#[derive(Debug, clap::Args)]
pub(super) struct ListArgs {
    /// Answer every row of this list instead; - for standard input
    #[arg(long, value_name = "FILE", requires = "out")]
    csv: Option<PathBuf>,
    /// Where the list goes with the answers appended; - for standard output
    #[arg(long, value_name = "FILE", requires = "csv")]
    out: Option<PathBuf>,
    /// Column separator, when it is not recognised: a character, or "tab"
    #[arg(long, value_name = "CHARACTER", value_parser = delimiter, requires = "csv")]
    delimiter: Option<u8>,
    /// Encoding, when it is not recognised, such as windows-1252
    #[arg(long, value_name = "NAME", requires = "csv")]
    encoding: Option<String>,
}

/// The flags of a list, none of which goes with a single place. clap drops `requires = "csv"` where `csv` itself is ruled
/// out, so that every one must be named.
pub(super) const LIST_FLAGS: [&str; 4] = ["csv", "out", "delimiter", "encoding"];

/// How much is written at a time.
const BUFFER_BYTES: usize = 256 * 1024;

impl ListArgs {
    /// The list and the file for the answers, if the command is to answer a list.
    pub(super) fn paths(&self) -> Option<(&Path, &Path)> {
        self.csv.as_deref().zip(self.out.as_deref())
    }

    /// Answers a list, and tells how many rows became what: on standard error, or as JSON where the list does not go.
    pub(super) fn run<S: Serialize>(
        &self,
        (list, out): (&Path, &Path),
        data: &DataArgs,
        json: bool,
        answer: impl FnOnce(File, Options, &mut dyn Write) -> Result<S, BatchError>,
        told: impl FnOnce(&S) -> Vec<String>,
    ) -> anyhow::Result<()> {
        let cannot = || format!("cannot open the list '{}'", list.display());
        let file = input::open(list).with_context(cannot)?;
        let to_standard = is_standard(out);
        let read = [path_of(list)];
        let output = if to_standard {
            Output::standard(&data.data, &read)?
        } else {
            Output::create(out, &data.data, &read)?
        };
        let mut output = BufWriter::with_capacity(BUFFER_BYTES, output);
        let options = Options {
            list: list.display().to_string(),
            delimiter: self.delimiter,
            encoding: self.encoding.clone(),
            ..Options::default()
        };
        let summary = answer(file, options, &mut output)
            .with_context(|| format!("cannot answer the list '{}'", list.display()))?;
        output.into_inner().map_err(std::io::IntoInnerError::into_error)?.finish()?;
        if json && !to_standard {
            return print(&summary, json, |_| String::new());
        }
        if json {
            eprint!("{}", json_of(&summary)?);
        } else {
            for line in told(&summary) {
                eprintln!("{}", table::harmless(&line));
            }
        }
        Ok(())
    }
}

/// What is said of columns and lines that do not come out as they went in.
pub(super) fn notes(replaced_columns: &[String], titles_left_out: usize) -> Vec<String> {
    let replaced = || format!("  note: replaced the columns {} of the list", replaced_columns.join(", "));
    let titles = || format!("  note: left out {titles_left_out} lines above the names of the columns");
    let notes = [(!replaced_columns.is_empty()).then(replaced), (titles_left_out > 0).then(titles)];
    notes.into_iter().flatten().collect()
}
