//! Azalai.

pub mod encode;
pub mod event;
pub mod gazetteer;
pub mod geocode;
pub mod import;
pub mod index;
pub mod store;
