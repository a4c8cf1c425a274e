//! The tile matrix set of the web, `WebMercatorQuad` (OGC 17-083r4, annex D.1).
//!
//! In: the highest zoom. Out: its document. It must not know what tiles hold.

use super::DOCUMENT;
use crate::http::routes::link;
use serde_json::{Value, json};

/// Its name.
pub(in crate::http) const MATRIX_SET: &str = "WebMercatorQuad";

pub(super) const URI: &str = "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad";
pub(super) const CRS: &str = "http://www.opengis.net/def/crs/EPSG/0/3857";

/// Metres from the middle of the square to its edge, as the standard writes them.
const HALF_SIDE_M: f64 = 20_037_508.342_789_2;
/// Metres of a pixel at zoom 0, as the standard writes them.
const CELL_M: f64 = 156_543.033_928_041;
/// Metres of a pixel of the standardised display (17-083r4, 6.1.1.1).
const DISPLAY_PIXEL_M: f64 = 0.000_28;
const TILE_PIXELS: u32 = 256;

/// What sets there are.
pub(super) fn list(root: &str) -> Value {
    let here = format!("{root}/tileMatrixSets");
    json!({
        "tileMatrixSets": [{
            "id": MATRIX_SET,
            "title": "Google Maps Compatible for the World",
            "uri": URI,
            "crs": CRS,
            "links": [link("self", DOCUMENT, "The tile matrix set", format!("{here}/{MATRIX_SET}"))],
        }],
        "links": [link("self", DOCUMENT, "This document", here)],
    })
}

/// The set, up to a zoom.
pub(super) fn document(max_zoom: u8) -> Value {
    let matrices: Vec<Value> = (0..=max_zoom)
        .map(|zoom| {
            let tiles = 1_u32 << zoom;
            let cell = CELL_M / f64::from(tiles);
            json!({
                "id": zoom.to_string(),
                "scaleDenominator": cell / DISPLAY_PIXEL_M,
                "cellSize": cell,
                "cornerOfOrigin": "topLeft",
                "pointOfOrigin": [-HALF_SIDE_M, HALF_SIDE_M],
                "tileWidth": TILE_PIXELS,
                "tileHeight": TILE_PIXELS,
                "matrixWidth": tiles,
                "matrixHeight": tiles,
            })
        })
        .collect();
    json!({
        "id": MATRIX_SET,
        "title": "Google Maps Compatible for the World",
        "uri": URI,
        "crs": CRS,
        "orderedAxes": ["X", "Y"],
        "wellKnownScaleSet": "http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible",
        "tileMatrices": matrices,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_are_those_of_the_standard() {
        let set = document(22);
        let matrices = set["tileMatrices"].as_array().unwrap();
        assert_eq!(matrices.len(), 23);
        // 17-083r4, table D.1.
        for (zoom, scale, cell, tiles) in [
            (0, 559_082_264.028_717, 156_543.033_928_041, 1),
            (6, 8_735_660.375_448_7, 2_445.984_905_125_64, 64),
            (18, 2_132.729_583_849_84, 0.597_164_283_477_938, 262_144),
        ] {
            let close = |name: &str, expected: f64| {
                let found = matrices[zoom][name].as_f64().unwrap();
                assert!((found / expected - 1.0).abs() < 1e-12, "{name} at {zoom}: {found}");
            };
            close("scaleDenominator", scale);
            close("cellSize", cell);
            assert_eq!(matrices[zoom]["matrixWidth"], tiles);
        }
    }
}
