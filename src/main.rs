//! The command line of Azalai.

use mimalloc::MiMalloc;
use std::process::ExitCode;

// Events are read on all cores and kept as many small pieces: an allocator whose threads do not wait for each other.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    azalai::cli::run()
}
