//! The command line of Azalai.

fn main() {}
