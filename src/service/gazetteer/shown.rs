//! The geocoder in use, exchanged when the store's gazetteer changes.
//!
//! In: a store. Out: the geocoder of the moment. It must not make anybody wait who only asks: a new gazetteer is built
//! aside and put in the place of the old one.

use super::geocoder_over;
use crate::geocode::Geocoder;
use crate::service::ServiceError;
use crate::store::{EventStore, StoreError};
use std::sync::{Mutex, PoisonError, RwLock};

/// The geocoder in use, and which state of the store it shows.
#[derive(Debug)]
pub(in crate::service) struct Shown {
    geocoder: RwLock<Geocoder>,
    accept_p: f64,
    /// Held by whoever builds the next one, so that it is built once.
    version: Mutex<u64>,
}

impl Shown {
    /// The geocoder over a store as it is now, which accepts a place from probability `accept_p` on.
    pub(in crate::service) fn of(store: &dyn EventStore, accept_p: f64) -> Result<Self, ServiceError> {
        let stored = store.gazetteer()?;
        let geocoder = geocoder_over(&stored)?.accepting(accept_p);
        Ok(Self { geocoder: RwLock::new(geocoder), accept_p, version: Mutex::new(stored.version) })
    }

    /// The geocoder of the moment, cheap to take. Who holds it goes on with that one.
    pub(in crate::service) fn geocoder(&self) -> Geocoder {
        self.geocoder.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Builds the gazetteer anew if the store's has changed, by whatever process, hands it to `serve` and then takes
    /// it into use; says whether it did. Asking whether it has changed costs microseconds.
    ///
    /// A state that cannot be built, such as one with a damaged pack, is told in the log once, and the gazetteer stays
    /// as it was until the next change.
    pub(in crate::service) fn follow(
        &self,
        store: &dyn EventStore,
        serve: impl FnOnce(&Geocoder) -> Result<(), ServiceError>,
    ) -> Result<bool, StoreError> {
        // A thread that panicked here was building a state; that state is given up as one that cannot be built.
        let mut version = self.version.lock().unwrap_or_else(PoisonError::into_inner);
        if *version == store.gazetteer_version()? {
            return Ok(false);
        }
        let stored = store.gazetteer()?;
        *version = stored.version;
        let built = geocoder_over(&stored)
            .map(|geocoder| geocoder.accepting(self.accept_p))
            .and_then(|geocoder| serve(&geocoder).map(|()| geocoder));
        match built {
            Ok(geocoder) => {
                *self.geocoder.write().unwrap_or_else(PoisonError::into_inner) = geocoder;
                Ok(true)
            }
            Err(error) => {
                let error: &(dyn std::error::Error + 'static) = &error;
                tracing::error!(
                    error,
                    "the gazetteer in the store cannot be used; the one before stays in use"
                );
                Ok(false)
            }
        }
    }
}
