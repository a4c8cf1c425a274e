//! Files that a command reads, also those that can be read but once: standard input, a pipe.
//!
//! In: a path as it was given. Out: a file that can be read again from its beginning. It must not know what is in it.

use crate::service::Limits;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Seek, stdin};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

/// Who has given nothing for so long is told that it is waited for.
const SILENT_FOR: Duration = Duration::from_secs(2);

/// Whether a path is the sign for standard input or output.
pub(super) fn is_standard(path: &Path) -> bool {
    path == Path::new("-")
}

/// The path under which a list can be told from other files.
pub(super) fn path_of(list: &Path) -> PathBuf {
    let stdin = Path::new("/dev/stdin");
    // Only a file can be written over: a terminal is both ends of itself.
    let is_file = || fs::metadata(stdin).is_ok_and(|file| file.is_file());
    if is_standard(list) && is_file() { stdin.to_owned() } else { list.to_owned() }
}

/// Opens a list; what can be read but once is copied first, since a list is read more than once.
pub(super) fn open(path: &Path) -> io::Result<File> {
    if is_standard(path) {
        return waited_for("standard input", || spool(stdin()));
    }
    let metadata = fs::metadata(path)?;
    if metadata.is_dir() {
        return Err(io::Error::new(ErrorKind::IsADirectory, "it is a folder; name the files in it"));
    }
    if metadata.is_file() {
        return File::open(path);
    }
    // Opening a pipe takes until somebody writes to it.
    waited_for(&format!("'{}'", path.display()), || {
        let mut file = File::open(path)?;
        if file.stream_position().is_ok() { Ok(file) } else { spool(file) }
    })
}

/// Does what may take for ever, and says so when nothing has come of it for a while.
fn waited_for(what: &str, read: impl FnOnce() -> io::Result<File> + Send) -> io::Result<File> {
    thread::scope(|scope| {
        let (sender, receiver) = channel::<()>();
        let reader = scope.spawn(move || {
            let file = read();
            // Whoever waits hears that it is over by the end of the channel.
            drop(sender);
            file
        });
        if let Err(RecvTimeoutError::Timeout) = receiver.recv_timeout(SILENT_FOR) {
            eprintln!("waiting for the end of {}", super::table::harmless(what));
        }
        reader.join().unwrap_or_else(|_| Err(io::Error::other("reading it was broken off")))
    })
}

fn spool(reader: impl Read) -> io::Result<File> {
    let mut file = tempfile::tempfile()?;
    // One byte more than is allowed, by which the reader of lists sees that it is too large.
    let most = Limits::default().max_bytes.saturating_add(1);
    io::copy(&mut reader.take(most), &mut file)?;
    file.rewind()?;
    Ok(file)
}
