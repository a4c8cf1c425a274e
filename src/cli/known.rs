//! The geocoder that a command asks, over what its store knows.
//!
//! In: where the store is. Out: the geocoder, and a word where the store that was named is not there. It must not make one.

use super::table;
use crate::config::DataArgs;
use crate::service::{Geocoder, ServiceError, geocoder_at};

/// The geocoder over the store's gazetteer, or over the one in the binary where there is no store: which is said where one
/// was named.
pub(super) fn geocoder(data: &DataArgs) -> Result<Geocoder, ServiceError> {
    if data.is_missing() {
        let path = data.data.display();
        let told = format!("there is no store at '{path}': answered from the gazetteer in the program");
        eprintln!("{}", table::harmless(&told));
    }
    geocoder_at(&data.data)
}
