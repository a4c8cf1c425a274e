//! Builds the map in `web/`.

fn main() {}
