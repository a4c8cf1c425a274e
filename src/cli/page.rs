//! What every listing takes.
//!
//! In: the command line. Out: which store, how much of it, in which form. It must not know what is listed.

use crate::config::DataArgs;

/// A store, how much of it to list, and how.
#[derive(Debug, clap::Args)]
pub(super) struct PageArgs {
    #[command(flatten)]
    pub(super) data: DataArgs,
    /// So many at most
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub(super) limit: usize,
    /// Print one JSON object
    #[arg(long)]
    pub(super) json: bool,
}
