//! The program from outside: the real binary, a real store, real HTTP. Names are sentences.

mod architecture;
mod bad_input;
mod crash;
mod http;
mod import;
mod readers;
mod samples;
mod support;
