//! One file per command.
//!
//! In: the command line. Out: text or JSON, and an exit code: 0 done, 1 failed, 2 misused. It must not know how
//! the work is done: it asks the service.

mod accept;
mod article;
mod batch;
mod demo;
mod duplicates;
mod edits;
mod export;
mod gazetteer;
mod geocode;
mod import;
mod imports;
mod input;
mod known;
mod output;
mod page;
mod preview;
mod print;
mod reverse;
mod review;
mod serve;
mod table;
mod turn;

use clap::{Parser, Subcommand};
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;

/// Turns lists of incidents that name Malian places into a map that can be trusted.
#[derive(Debug, Parser)]
#[command(name = "azalai", version, about, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Load two sample lists into a temporary store and show them on the map
    Demo(demo::Args),
    /// Serve the map and the API
    Serve(serve::Args),
    /// Import lists of events (CSV, XLSX, GeoJSON, GeoPackage), with a verdict for every row
    Import(import::Args),
    /// List what was imported, and take it back
    Imports(imports::Args),
    /// List events of different lists that may be one, and decide
    Duplicates(duplicates::Args),
    /// List what people set of events by hand, and take it back
    Edits(edits::Args),
    /// List what waits for a person's word (drafts, places in doubt, duplicates), decide, and take it back
    Review(review::Args),
    /// Find the place that a name means, with rivals and reasons; or the places of a whole list
    Geocode(geocode::Args),
    /// Read an article or a report: what its words mean, and the draft events it tells; or all texts of a list
    Article(article::Args),
    /// Tell what lies around a point: the nearest places, how far and which way, and the units
    Reverse(reverse::Args),
    /// Show and change what the gazetteer knows
    Gazetteer(gazetteer::Args),
    /// Write events as GeoJSON, CSV or GeoPackage
    Export(export::Args),
}

/// Runs the command line of this process.
pub fn run() -> ExitCode {
    let filter = EnvFilter::try_from_env("AZALAI_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let done = match Cli::parse().command {
        Command::Demo(args) => demo::run(&args).map(|()| ExitCode::SUCCESS),
        Command::Serve(args) => serve::run(&args).map(|()| ExitCode::SUCCESS),
        Command::Import(args) => import::run(&args),
        Command::Imports(args) => imports::run(&args).map(|()| ExitCode::SUCCESS),
        Command::Duplicates(args) => duplicates::run(&args).map(|()| ExitCode::SUCCESS),
        Command::Edits(args) => edits::run(&args).map(|()| ExitCode::SUCCESS),
        Command::Review(args) => review::run(&args).map(|()| ExitCode::SUCCESS),
        Command::Geocode(args) => geocode::run(&args).map(|()| ExitCode::SUCCESS),
        Command::Article(args) => article::run(&args).map(|()| ExitCode::SUCCESS),
        Command::Reverse(args) => reverse::run(&args).map(|()| ExitCode::SUCCESS),
        Command::Gazetteer(args) => gazetteer::run(&args).map(|()| ExitCode::SUCCESS),
        Command::Export(args) => export::run(&args).map(|()| ExitCode::SUCCESS),
    };
    done.unwrap_or_else(|error| {
        if is_broken_pipe(&error) {
            // The reader of our output has seen enough (`azalai export | head`).
            return ExitCode::SUCCESS;
        }
        eprintln!("error: {}", table::harmless(&format!("{error:#}")));
        ExitCode::FAILURE
    })
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<std::io::Error>())
        .any(|cause| cause.kind() == std::io::ErrorKind::BrokenPipe)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }

    #[test]
    fn the_readme_names_every_command_and_every_flag() {
        fn check(command: &clap::Command, path: &str, readme: &str) {
            for flag in command.get_arguments().filter_map(clap::Arg::get_long) {
                assert!(readme.contains(&format!("--{flag}")), "{path} --{flag}");
            }
            for variable in command.get_arguments().filter_map(clap::Arg::get_env) {
                let variable = variable.to_string_lossy();
                assert!(readme.contains(&*variable), "{variable}");
            }
            for below in command.get_subcommands() {
                let path = format!("{path} {}", below.get_name());
                // "`local list`" stands for the whole line where that would only repeat itself.
                let end = path.split(' ').rev().take(2).collect::<Vec<_>>();
                let short = format!("{} {}", end[1], end[0]);
                assert!(readme.contains(&short), "{path}");
                check(below, &path, readme);
            }
        }
        let readme = include_str!("../../README.md");
        check(&Cli::command(), "azalai", readme);
        assert!(readme.contains("AZALAI_LOG"));
    }
}
