//! The program from outside: the real binary, a real store, real HTTP. Names are sentences.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod answers;
mod architecture;
mod articles;
mod bad_input;
mod batch;
mod batch_http;
mod changes;
mod crash;
mod edit;
mod events;
mod fetch;
mod filter;
mod forms;
mod gazetteer;
mod http;
mod import;
mod imports;
mod jobs;
mod overview;
mod pages;
mod reach;
mod readers;
mod review;
mod round_trip;
mod samples;
mod site;
mod support;
mod watch;
