//! The command line of Azalai.

use std::process::ExitCode;

fn main() -> ExitCode {
    azalai::cli::run()
}
