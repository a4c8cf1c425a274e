//! Azalai: turns lists of incidents that name places into a map that can be trusted.

pub mod event;
pub mod gazetteer;
pub mod geocode;
pub mod import;
