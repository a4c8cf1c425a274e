//! `azalai gazetteer`: one file per subcommand.

mod add;
mod eval;
mod fetch;
mod fit;
mod labels;
mod list;
mod local;
mod remove;

use clap::Subcommand;

/// What `gazetteer` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Add places or shapes of units from a file, in the place of its own earlier version
    Add(add::Args),
    /// List the layers of the gazetteer
    List(list::Args),
    /// Remove a pack that was added
    Remove(remove::Args),
    /// Places of the store's own: confirmed by people or learned from lists
    Local(local::Args),
    /// Measure how right the geocoder is on rows whose true place is known
    Eval(eval::Args),
    /// Fit the weights of the score to rows whose true place is known
    Fit(fit::Args),
    /// Download a country's places and boundaries, and add them
    Fetch(fetch::Args),
}

/// Runs one subcommand.
pub(super) fn run(args: &Args) -> anyhow::Result<()> {
    match &args.command {
        Command::Add(args) => add::run(args),
        Command::List(args) => list::run(args),
        Command::Remove(args) => remove::run(args),
        Command::Local(args) => local::run(args),
        Command::Eval(args) => eval::run(args),
        Command::Fit(args) => fit::run(args),
        Command::Fetch(args) => fetch::run(args),
    }
}
