//! Tiles, read back and by GDAL.

use super::read::{self, Value};
use super::*;
use proptest::collection::vec;
use proptest::prelude::*;
use std::process::Command;

proptest! {
    #[test]
    fn a_tile_reads_back_as_it_was_written(
        points in vec((any::<u64>(), any::<[i32; 2]>(), "\\PC{0,200}", prop::option::of(0..4_u8), any::<u64>()), 1..60),
    ) {
        let mut layer = PointLayer::new("events", 4096, &["id", "kind", "p", "precision"]);
        for (id, at, text, kind, whole) in &points {
            let values = [
                Some(layer.unique_text(text)),
                kind.map(|kind| layer.text(["attack", "clash", "", "attaque à Gao"][usize::from(kind)])),
                kind.map(|kind| layer.double(f64::from(kind) / 3.0)),
                Some(layer.whole(*whole)),
            ];
            layer.point(*id, *at, &values);
        }
        prop_assert_eq!(layer.len(), points.len());
        let read = read::layer(&layer.into_tile()).unwrap();
        prop_assert_eq!((read.version, read.name.as_str(), read.extent), (2, "events", 4096));
        prop_assert_eq!(read.points.len(), points.len());
        for (point, (id, at, text, kind, whole)) in read.points.iter().zip(&points) {
            prop_assert_eq!((point.id, point.at), (*id, *at));
            prop_assert_eq!(&point.tags["id"], &Value::Text(text.clone()));
            prop_assert_eq!(&point.tags["precision"], &Value::Whole(*whole));
            let expected = kind.map(|kind| Value::Double(f64::from(kind) / 3.0));
            prop_assert_eq!(point.tags.get("p"), expected.as_ref());
            prop_assert_eq!(point.tags.len(), if kind.is_some() { 4 } else { 2 });
        }
    }
}

#[test]
fn a_value_that_comes_again_is_written_once() {
    let mut layer = PointLayer::new("events", 4096, &[]);
    let first = (layer.text("attack"), layer.double(0.5), layer.whole(1));
    let length = layer.values.len();
    assert_eq!((layer.text("attack"), layer.double(0.5), layer.whole(1)), first);
    assert_eq!(layer.values.len(), length);
    assert_ne!(layer.unique_text("attack"), first.0);
}

#[test]
fn a_tile_without_points_has_no_byte() {
    let mut layer = PointLayer::new("events", 4096, &["id"]);
    layer.unique_text("nobody's");
    assert_eq!(layer.into_tile(), b"");
}

#[test]
fn gdal_reads_a_tile() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("0.pbf");
    let mut layer = PointLayer::new("events", 4096, &["id", "kind", "p", "precision"]);
    let values = [
        Some(layer.unique_text("0k3")),
        Some(layer.text("clash")),
        Some(layer.double(0.75)),
        Some(layer.whole(1)),
    ];
    layer.point(7, [2048, 1024], &values);
    let values = [Some(layer.unique_text("0k4")), Some(layer.text("clash")), None, None];
    layer.point(8, [-64, 4100], &values);
    std::fs::write(&path, layer.into_tile()).unwrap();
    let Ok(output) = Command::new("ogrinfo").args(["-ro", "-al", "-oo", "CLIP=NO"]).arg(&path).output()
    else {
        println!("SKIPPED: ogrinfo is not installed");
        return;
    };
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said} {}", String::from_utf8_lossy(&output.stderr));
    for line in [
        "Layer name: events",
        "Feature Count: 2",
        "mvt_id (Integer64) = 7",
        "id (String) = 0k3",
        "kind (String) = clash",
        "p (Real) = 0.75",
        "precision (Integer) = 1",
        "POINT (2048 3072)",
        "POINT (-64 -4)",
    ] {
        assert!(said.contains(line), "{line} in {said}");
    }
}
