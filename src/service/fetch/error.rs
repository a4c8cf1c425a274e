//! Why a download failed, and what to do by hand.

use crate::gazetteer::PackError;
use std::io;
use std::path::PathBuf;
use thiserror::Error;

/// Why something could not be fetched. `url` is where from.
#[derive(Debug, Error)]
pub enum FetchError {
    /// The folder for the files cannot be used.
    #[error("cannot use the folder '{}' for downloads", path.display())]
    Folder {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// A file cannot be read or written.
    #[error("cannot keep the download '{}'", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// Another process is fetching the same file.
    #[error("'{}' is being downloaded by another process", path.display())]
    Busy {
        /// Which.
        path: PathBuf,
    },
    /// An address that is not on the web.
    #[error("cannot download from '{url}': an address has to begin with http:// or https://")]
    Address {
        /// The address.
        url: String,
    },
    /// The server cannot be reached, or does not speak HTTP as it should.
    #[error(
        "cannot download {url} ({source}); without a network, bring the file from {by_hand} on another \
         machine and run: azalai gazetteer add FILE"
    )]
    Unreachable {
        /// Where from.
        url: String,
        /// Where a person finds the file.
        by_hand: &'static str,
        /// Why; in the message, since what to do comes after it.
        source: Box<ureq::Error>,
    },
    /// The transfer broke off again and again; what came is kept.
    #[error(
        "the download of {url} breaks off after {bytes} bytes ({source}); run the command again to go on from there"
    )]
    BrokenOff {
        /// Where from.
        url: String,
        /// How much there is.
        bytes: u64,
        /// Why; in the message, since what to do comes after it.
        source: io::Error,
    },
    /// The server answers, and not with the file.
    #[error("the server answers {url} with {status}; the file may have moved: look at {by_hand}")]
    Status {
        /// Where from.
        url: String,
        /// The status, as in `404 Not Found`.
        status: String,
        /// Where a person finds the file.
        by_hand: &'static str,
    },
    /// More bytes than such a file can have.
    #[error("{url} holds more than {limit} bytes, which such a file never has: nothing was kept")]
    TooLarge {
        /// Where from.
        url: String,
        /// The limit.
        limit: u64,
    },
    /// The file is not the one that was expected.
    #[error("'{file}' has SHA-256 {found} instead of {expected}: nothing was kept")]
    Checksum {
        /// Which file.
        file: String,
        /// What it has.
        found: String,
        /// What it should have.
        expected: String,
    },
    /// A checksum for a file that is not fetched.
    #[error("there is no file '{name}' to check: the files are {known}")]
    NoSuchFile {
        /// The name.
        name: String,
        /// Names of those that are fetched.
        known: String,
    },
    /// geoBoundaries' answer does not say where the file is.
    #[error("the answer of {url} does not say where the boundaries are: {reason}")]
    Answer {
        /// Where from.
        url: String,
        /// What is wrong with it.
        reason: String,
    },
    /// What came is no pack.
    #[error("what came as '{file}' cannot be used, and was not kept")]
    Unreadable {
        /// Which file.
        file: String,
        /// Why.
        #[source]
        source: PackError,
    },
}
