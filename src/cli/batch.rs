//! Lists that go through a command and come out with answers: what `--csv` and `--out` mean wherever they are.
//!
//! In: two paths. Out: a list to read, a file to write, a summary. It must not know what is answered.

use super::import::delimiter;
use super::output::Output;
use super::print::{json_of, print};
use super::table;
use crate::config::DataArgs;
use crate::service::{BatchError, Limits, Options};
use anyhow::{Context, bail};
use serde::Serialize;
use std::fs::{self, File};
use std::io::{BufWriter, Read, Seek, Write, stdin};
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
        let file = open(list)?;
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

fn is_standard(path: &Path) -> bool {
    path == Path::new("-")
}

/// The path under which a list can be told from other files.
fn path_of(list: &Path) -> PathBuf {
    let stdin = Path::new("/dev/stdin");
    // Only a file can be written over: a terminal is both ends of itself.
    let is_file = || fs::metadata(stdin).is_ok_and(|file| file.is_file());
    if is_standard(list) && is_file() { stdin.to_owned() } else { list.to_owned() }
}

/// Opens a list; what can be read but once is copied first, since a list is read more than once.
fn open(path: &Path) -> anyhow::Result<File> {
    if is_standard(path) {
        return spool(stdin().lock()).context("cannot read the list from standard input");
    }
    let cannot = || format!("cannot open the list '{}'", path.display());
    let file = File::open(path).with_context(cannot)?;
    let metadata = file.metadata().with_context(cannot)?;
    if metadata.is_dir() {
        bail!("{}: it is a folder", cannot());
    }
    if metadata.is_file() { Ok(file) } else { spool(file).with_context(cannot) }
}

fn spool(reader: impl Read) -> std::io::Result<File> {
    let mut file = tempfile::tempfile()?;
    // One byte more than is allowed, by which the reader of lists sees that it is too large.
    let most = Limits::default().max_bytes.saturating_add(1);
    std::io::copy(&mut reader.take(most), &mut file)?;
    file.rewind()?;
    Ok(file)
}
