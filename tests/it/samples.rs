//! The sample lists, end to end: where every row that matters lands, and why.

use crate::support::{Server, azalai, counts, file, folder, import, stdout};
use serde_json::Value;

fn verdict(report: &Value, line: u64) -> &Value {
    let verdicts = report["verdicts"].as_array().unwrap();
    verdicts.iter().find(|row| row["line"] == line).unwrap_or_else(|| panic!("line {line}"))
}

/// Kilometres between a row's point and where it should be (haversine, good to 0.5%).
fn km_off(row: &Value, lon: f64, lat: f64) -> f64 {
    let (x, y) = (row["lon"].as_f64().expect("a point"), row["lat"].as_f64().expect("a point"));
    let half = |a: f64, b: f64| ((a - b).to_radians() / 2.0).sin().powi(2);
    let h = half(lat, y) + half(lon, x) * lat.to_radians().cos() * y.to_radians().cos();
    2.0 * 6371.0 * h.sqrt().asin()
}

#[test]
fn the_english_list_lands_where_it_says() {
    let folder = folder();
    let report = import(&folder.path().join("a.gpkg"), &file("data/samples/incidents-2023.csv"), &[]);
    assert_eq!(counts(&report), [25, 24, 0, 0, 0, 1]);
    // S-011 and S-012: the Bamba of the story.
    for line in [12, 13] {
        let row = verdict(&report, line);
        assert_eq!((&row["status"], &row["located_as"]), (&"located".into(), &"Bamba".into()));
        assert!(km_off(row, -1.40, 17.03) < 2.0, "{row}");
    }
    // S-004: between Gourma-Rharous and the Bamba that is near it.
    assert!(km_off(verdict(&report, 5), -1.66, 16.96) < 60.0);
    // S-021: the other Bamba.
    assert!(km_off(verdict(&report, 22), -3.0984, 14.6439) < 2.0);
    // S-020: 12 km north of Bourem.
    assert!(km_off(verdict(&report, 21), -0.348, 17.064) < 3.0);
    // S-019: a region is an area.
    assert_eq!(verdict(&report, 20)["status"], "area");
    assert!(verdict(&report, 20)["radius_m"].as_f64().unwrap() > 50_000.0);
    // S-023: in review and not on the map, with its reason.
    let unknown = verdict(&report, 24);
    assert_eq!((&unknown["status"], &unknown["lon"]), (&"review".into(), &Value::Null));
    assert!(unknown["why"].as_str().unwrap().contains("Xyzabad"), "{unknown}");
    assert!(unknown["why_fr"].as_str().unwrap().starts_with("aucun lieu semblable à"), "{unknown}");
    // S-024: rejected, with line, column, value and reason.
    let rejected = verdict(&report, 25);
    assert_eq!(rejected["verdict"], "rejected");
    let problem = &rejected["problems"][0];
    assert_eq!(
        (&problem["line"], &problem["column"], &problem["value"]),
        (&25.into(), &"date".into(), &"2023-13-45".into())
    );
    assert!(!problem["reason"].as_str().unwrap().is_empty());
    // S-025: "several" is a warning, the place is found, and unknown is not zero.
    let several = verdict(&report, 26);
    assert_eq!(
        (&several["status"], &several["problems"][0]["value"]),
        (&"located".into(), &"several".into())
    );
}

#[test]
fn the_french_list_lands_where_it_says() {
    let folder = folder();
    let report = import(&folder.path().join("a.gpkg"), &file("data/samples/liste-hebdomadaire.csv"), &[]);
    assert_eq!(counts(&report), [8, 8, 0, 0, 0, 0]);
    assert_eq!(report["needs_review"], 0);
    assert_eq!(report["detected"]["delimiter"], ";");
    assert!(km_off(verdict(&report, 2), -1.40, 17.03) < 2.0, "Bamba");
    assert_eq!(verdict(&report, 2)["date"], "2023-10-02", "day first");
    assert_eq!(verdict(&report, 5)["date"], "2023-10-01", "1er octobre 2023");
    assert!(km_off(verdict(&report, 6), -1.70, 15.15) < 5.0, "15 km south of Hombori");
    assert!(km_off(verdict(&report, 9), -4.895, 13.303) < 5.0, "San");
}

#[test]
fn the_same_list_twice_adds_nothing_under_any_name() {
    let folder = folder();
    let store = folder.path().join("a.gpkg");
    let list = file("data/samples/incidents-2023.csv");
    assert_eq!(counts(&import(&store, &list, &[])), [25, 24, 0, 0, 0, 1]);
    assert_eq!(counts(&import(&store, &list, &[])), [25, 0, 0, 24, 0, 1]);
    let renamed = folder.path().join("another name.csv");
    std::fs::copy(&list, &renamed).unwrap();
    assert_eq!(counts(&import(&store, &renamed, &[])), [25, 0, 0, 24, 0, 1]);
}

#[test]
fn a_changed_row_updates_its_event() {
    let folder = folder();
    let store = folder.path().join("a.gpkg");
    let text = std::fs::read_to_string(file("data/samples/incidents-2023.csv")).unwrap();
    let list = folder.path().join("list.csv");
    std::fs::write(&list, &text).unwrap();
    import(&store, &list, &[]);
    std::fs::write(&list, text.replace("Civilians,49,", "Civilians,52,")).unwrap();
    assert_eq!(counts(&import(&store, &list, &[])), [25, 0, 1, 23, 0, 1]);
    let exported = stdout(azalai().args(["export", "--data"]).arg(&store));
    let exported: Value = serde_json::from_str(&exported).unwrap();
    let changed =
        exported["features"].as_array().unwrap().iter().find(|f| f["properties"]["source_id"] == "S-004");
    assert_eq!(changed.unwrap()["properties"]["deaths_best"], 52);
}

#[test]
fn both_claims_about_bamba_stay_visible() {
    let folder = folder();
    let store = folder.path().join("a.gpkg");
    import(&store, &file("data/samples/incidents-2023.csv"), &[]);
    let csv = stdout(
        azalai().args(["export", "--format", "csv", "--datetime", "2023-10-01", "--data"]).arg(&store),
    );
    assert!(csv.contains("took the camp") && csv.contains("repelled"), "{csv}");
}

#[test]
fn the_demo_says_what_it_located_and_why_and_serves_it() {
    let (server, said) = Server::run(azalai().args(["demo", "--listen", "127.0.0.1:0"]));
    for line in [
        "incidents-2023.csv: 25 rows, 22 placed, 1 as an area, 1 in review, 1 rejected",
        "12 km north of Bourem",
    ] {
        assert!(said.contains(line), "{said}");
    }
    assert!(said.lines().any(|line| line.contains("Xyzabad") && line.contains("in review")), "{said}");
    assert!(said.lines().any(|line| line.contains("rejected") && line.contains("2023-13-45")), "{said}");
    assert_eq!(server.json("/collections/events/items")["numberMatched"], 31);
    assert_eq!(server.json("/collections/unlocated/items")["numberMatched"], 1);
}
