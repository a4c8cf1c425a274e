//! The background of the small maps: borders, rivers, lakes and towns, as the big map has them.
//!
//! In: the basemap in the binary. Out: its lines as numbers, read once. It must not know how they are drawn.

use crate::http::assets;
use serde_json::Value;
use std::sync::LazyLock;

/// A line or ring; longitude and latitude of each corner, in degrees.
pub(super) type Line = Vec<[f64; 2]>;

/// All that lies under the events.
#[derive(Debug, Default)]
pub(super) struct Ground {
    /// Rings of the countries.
    pub(super) countries: Vec<Line>,
    /// Their borders: the rings without the edge of the box that they were cut to.
    pub(super) borders: Vec<Line>,
    /// Rings of Mali.
    pub(super) mali: Vec<Line>,
    /// Rings of its regions.
    pub(super) regions: Vec<Line>,
    /// Rings of the lakes.
    pub(super) lakes: Vec<Line>,
    /// The Niger.
    pub(super) niger: Vec<Line>,
    /// The other rivers.
    pub(super) rivers: Vec<Line>,
    /// Towns, the most important first.
    pub(super) towns: Vec<Town>,
}

/// A town.
#[derive(Debug)]
pub(super) struct Town {
    /// Its name.
    pub(super) name: String,
    /// Where it is.
    pub(super) at: [f64; 2],
}

/// The background; empty in a build that lacks it.
pub(super) static GROUND: LazyLock<Ground> = LazyLock::new(|| {
    let (niger, rivers) = features("rivers").into_iter().partition::<Vec<_>, _>(|feature| {
        feature.pointer("/properties/name").is_some_and(|name| name == "Niger")
    });
    let countries = all_lines(&features("countries"));
    Ground {
        borders: countries.iter().flat_map(|ring| within_box(ring)).collect(),
        countries,
        mali: all_lines(&features("mali")),
        regions: all_lines(&features("regions")),
        lakes: all_lines(&features("lakes")),
        niger: all_lines(&niger),
        rivers: all_lines(&rivers),
        towns: towns(),
    }
});

fn features(name: &str) -> Vec<Value> {
    let document = assets::basemap(name).and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok());
    match document.as_ref().and_then(|document| document.get("features")?.as_array()) {
        Some(features) => features.clone(),
        None => Vec::new(),
    }
}

/// The box that the countries were cut to: west, south, east, north.
const DATA_BOX: [f64; 4] = [-13.5, 9.0, 5.5, 26.0];

/// The parts of a ring that do not run along an edge of the box.
fn within_box(ring: &[[f64; 2]]) -> Vec<Line> {
    let [west, south, east, north] = DATA_BOX;
    let along = |from: [f64; 2], to: [f64; 2]| {
        let on = |axis: usize, edge: f64| (from[axis] - edge).abs() < 1e-3 && (to[axis] - edge).abs() < 1e-3;
        on(0, west) || on(0, east) || on(1, south) || on(1, north)
    };
    ring.chunk_by(|from, to| !along(*from, *to)).filter(|part| part.len() > 1).map(<[_]>::to_vec).collect()
}

fn towns() -> Vec<Town> {
    let number = |feature: &Value, name: &str| feature.get("properties").and_then(|p| p.get(name)?.as_f64());
    let mut ranked: Vec<_> = features("towns")
        .iter()
        .filter_map(|feature| {
            let name = feature.pointer("/properties/name")?.as_str()?.to_owned();
            let at = position(feature.pointer("/geometry/coordinates")?)?;
            let rank = number(feature, "rank").unwrap_or(f64::MAX);
            Some((rank, -number(feature, "pop").unwrap_or(0.0), Town { name, at }))
        })
        .collect();
    ranked.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    ranked.into_iter().map(|(.., town)| town).collect()
}

fn all_lines(features: &[Value]) -> Vec<Line> {
    features.iter().filter_map(|feature| feature.get("geometry")).flat_map(lines).collect()
}

/// The lines and rings of a `GeoJSON` geometry; none of a point.
pub(super) fn lines(geometry: &Value) -> Vec<Line> {
    fn collect(coordinates: &Value, found: &mut Vec<Line>) {
        let Some(parts) = coordinates.as_array() else { return };
        let line: Option<Line> = parts.iter().map(position).collect();
        match line {
            Some(line) if !line.is_empty() => found.push(line),
            _ => parts.iter().for_each(|part| collect(part, found)),
        }
    }
    let mut found = Vec::new();
    if geometry.get("type").is_some_and(|kind| kind != "Point") {
        collect(&geometry["coordinates"], &mut found);
    }
    found
}

/// Longitude and latitude.
pub(super) fn position(coordinates: &Value) -> Option<[f64; 2]> {
    let [lon, lat, ..] = coordinates.as_array()?.as_slice() else { return None };
    Some([lon.as_f64()?, lat.as_f64()?])
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_basemap_is_there() {
        let ground = &*GROUND;
        let counts =
            [&ground.countries, &ground.mali, &ground.regions, &ground.lakes, &ground.niger, &ground.rivers]
                .map(Vec::is_empty);
        assert_eq!(counts, [false; 6]);
        assert_eq!(ground.towns.first().map(|town| town.name.as_str()), Some("Bamako"));
    }

    #[test]
    fn borders_leave_out_where_the_data_end() {
        let square = [[-13.5, 9.0], [5.5, 9.0], [5.5, 12.0], [0.0, 12.0], [-13.5, 10.0], [-13.5, 9.0]];
        assert_eq!(within_box(&square), [vec![[5.5, 12.0], [0.0, 12.0], [-13.5, 10.0]]]);
        let inside = [[0.0, 10.0], [1.0, 10.0], [1.0, 11.0], [0.0, 10.0]];
        assert_eq!(within_box(&inside), [inside.to_vec()]);
    }

    #[test]
    fn every_geometry_gives_its_lines() {
        let ring = json!([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 0.0]]);
        let count =
            |kind: &str, coordinates: Value| lines(&json!({"type": kind, "coordinates": coordinates})).len();
        assert_eq!(count("Point", json!([1.0, 2.0])), 0);
        assert_eq!(count("LineString", ring.clone()), 1);
        assert_eq!(count("Polygon", json!([ring, ring])), 2);
        assert_eq!(count("MultiPolygon", json!([[ring, ring], [ring]])), 3);
        assert_eq!(count("Polygon", json!("nonsense")), 0);
    }
}
