//! Azalai turns lists of incidents that name Malian places into a map that can be trusted.
//!
//! Data flows one way:
//!
//! ```text
//! lists ── import ── geocode ─▶ events ─▶ store ─▶ index ── http ── map in the browser, QGIS, scripts
//!                      ▲               (durable)  (memory)  encode: GeoJSON, CSV, KML, tiles...
//!                  gazetteer
//! ```
//!
//! | module | what it is |
//! |---|---|
//! | [`event`] | what an event is; the types that every other module speaks |
//! | [`gazetteer`] | localities and administrative units: by name, by point, by unit |
//! | [`geocode`] | a place name with its context becomes a location that can say why |
//! | [`article`] | the text of an article becomes draft events |
//! | [`import`] | lists become rows, rows become events, each with its problems |
//! | [`store`] | where events last: a GeoPackage with a change log |
//! | [`index`] | the store's live picture in memory: R-tree, columns, filters, pages, clusters, summaries |
//! | [`encode`] | events become bytes: GeoJSON, CSV, KML, GeoPackage, FlatGeobuf, vector tiles |
//! | [`service`] | the one place where the parts are joined |
//! | [`http`] | the service over HTTP |
//! | [`cli`] | the command line |
//! | [`config`] | settings, checked once |

pub mod article;
pub mod cli;
pub mod config;
pub mod encode;
pub mod event;
pub mod gazetteer;
pub mod geocode;
pub mod http;
pub mod import;
pub mod index;
pub mod service;
pub mod store;
