//! Builds the map in `web/`, which the binary embeds.
//!
//! In: `web/` and the basemap. Out: `web/dist`, and `web/node_modules` when it is missing or older than the lock.
//! It must not touch anything else, nor know what the map is made of.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::SystemTime;

/// What the built map depends on. Not `dist` and `node_modules`: they are written here.
const SOURCES: [&str; 7] =
    ["src", "static", "package.json", "package-lock.json", ".npmrc", "build.mjs", "tsconfig.json"];

/// The basemap, of which compressed forms are built.
const BASEMAP: [&str; 2] = ["data/basemap", "data/boundaries"];

fn main() -> ExitCode {
    match build() {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("\nThe map in web/ could not be built: {message}\n");
            ExitCode::FAILURE
        }
    }
}

fn build() -> Result<(), String> {
    let root = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let root = root.ok_or("cargo did not say where the package is")?;
    let web = root.join("web");
    println!("cargo::rerun-if-changed=build.rs");
    for source in SOURCES {
        println!("cargo::rerun-if-changed=web/{source}");
    }
    for source in BASEMAP {
        println!("cargo::rerun-if-changed={source}");
    }
    // Cargo may run two of these at a time, for two target folders; npm must run once. This very file is
    // locked because it is surely there, and nobody else locks it.
    let lock = File::open(root.join("build.rs")).map_err(|error| format!("build.rs: {error}"))?;
    lock.lock().map_err(|error| format!("build.rs can not be locked: {error}"))?;
    if !is_installed(&web) {
        // Development packages too, whatever NODE_ENV says: the compiler is one.
        npm(&web, &["ci", "--include=dev", "--no-audit", "--no-fund"])?;
    }
    npm(&web, &["run", "--silent", "build"])
}

/// Whether `node_modules` is there and at least as new as the lock.
fn is_installed(web: &Path) -> bool {
    let modified = |path: PathBuf| -> Option<SystemTime> { fs::metadata(path).ok()?.modified().ok() };
    match (modified(web.join("node_modules/.package-lock.json")), modified(web.join("package-lock.json"))) {
        (Some(installed), Some(locked)) => installed >= locked,
        _ => false,
    }
}

fn npm(web: &Path, arguments: &[&str]) -> Result<(), String> {
    let program = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let command = format!("npm {}", arguments.join(" "));
    let output = Command::new(program).args(arguments).current_dir(web).output().map_err(|error| {
        format!(
            "{command}: {error}\nNode.js 20 or newer with npm is needed: \
             https://nodejs.org, or `apt install nodejs npm` on Debian and Ubuntu"
        )
    })?;
    if output.status.success() {
        return Ok(());
    }
    let said = [output.stdout, output.stderr].concat();
    Err(format!("{command} in web/ failed:\n{}", String::from_utf8_lossy(&said)))
}
