//! `azalai gazetteer remove`: a pack leaves the gazetteer.

use crate::cli::table;
use crate::config::DataArgs;
use crate::service::{open_to_change, remove_pack};
use std::io::{Write, stdout};

/// What `gazetteer remove` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Name of the layer, as `azalai gazetteer list` has it
    #[arg(value_name = "NAME")]
    name: String,
    #[command(flatten)]
    data: DataArgs,
}

/// Removes the pack. Events that were placed by it stay where they are.
pub(super) fn run(args: &Args) -> anyhow::Result<()> {
    remove_pack(&*open_to_change(&args.data.data)?, &args.name)?;
    writeln!(
        stdout(),
        "{}: removed; events that it placed stay where they are",
        table::harmless(&args.name)
    )?;
    Ok(())
}
