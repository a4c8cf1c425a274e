//! `azalai gazetteer`: one file per subcommand.

mod fetch;
mod list;

use clap::Subcommand;

/// What `gazetteer` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List the layers of the gazetteer
    List(list::Args),
    /// Download a country's places and boundaries, and add them
    Fetch(fetch::Args),
}

/// Runs one subcommand.
pub(super) fn run(args: &Args) -> anyhow::Result<()> {
    match &args.command {
        Command::List(args) => list::run(args),
        Command::Fetch(args) => fetch::run(args),
    }
}
