//! Measures the geocoder on the place strings of UCDP GED 20.1 for Mali, by name only.
//!
//! The file is development data and not in the repository: `AZALAI_DEV_DATA` names the folder that has it.
//! Most of its localities have the same GeoNames point as ours, so this measures names, not coordinates.

use super::*;
use std::collections::BTreeSet;
use std::path::PathBuf;

fn development_data() -> PathBuf {
    std::env::var_os("AZALAI_DEV_DATA")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data/dev"), PathBuf::from)
}

#[derive(Default)]
struct Tally {
    rows: usize,
    right: usize,
    areas: usize,
    areas_right: usize,
    abstained: usize,
    wrong: Vec<String>,
}

impl Tally {
    fn add(&mut self, text: &str, truth: LonLat, location: &Location) {
        self.rows += 1;
        let away = location.point.map(|point| distance_m(point, truth) / 1_000.0);
        match (location.status, away) {
            (Status::Located, Some(km)) if km <= 10.0 => self.right += 1,
            (Status::Located, Some(km)) if km > 25.0 && location.radius_m < km * 1_000.0 => {
                self.wrong.push(format!("{text} p={:.2} {km:.0} km: {}", location.p, location.why));
            }
            (Status::Area, Some(km)) => {
                self.areas += 1;
                self.areas_right += usize::from(km * 1_000.0 <= location.radius_m);
            }
            (Status::Review | Status::Unlocated, _) => self.abstained += 1,
            _ => {}
        }
    }

    fn print(&self, what: &str) {
        let share = |count: usize| 100.0 * count as f64 / self.rows.max(1) as f64;
        println!(
            "{what}: {} rows, within 10 km {:.1}%, areas {:.1}% ({} of {} hold the point), abstained {:.1}%, \
             sure and more than 25 km off {} ({:.1}%)",
            self.rows,
            share(self.right),
            share(self.areas),
            self.areas_right,
            self.areas,
            share(self.abstained),
            self.wrong.len(),
            share(self.wrong.len()),
        );
    }
}

#[test]
fn place_strings_of_ucdp_are_found_or_left_open() {
    let path = development_data().join("ucdp/ged201_reduced_mali.csv");
    let Ok(text) = std::fs::read_to_string(&path) else {
        println!("SKIPPED: {} is not there (set AZALAI_DEV_DATA)", path.display());
        return;
    };
    let (mut rows, mut places) = (Tally::default(), Tally::default());
    let mut seen = BTreeSet::new();
    for record in csv::Reader::from_reader(text.as_bytes()).deserialize() {
        let (year, lon, lat, text, _, _): (i16, f64, f64, String, u32, u32) = record.unwrap();
        let answer = geocoder().geocode(&place(&text, "", ""), Some(date(year, 7, 1)));
        let truth = at(lon, lat);
        rows.add(&text, truth, &answer.location);
        if seen.insert(text.clone()) {
            places.add(&text, truth, &answer.location);
            if std::env::var_os("AZALAI_SHOW").is_some() {
                let location = &answer.location;
                let km = location.point.map_or(0.0, |point| distance_m(point, truth) / 1_000.0);
                println!(
                    "  {:?} {km:.0} km of {:.0}: {text}: {}",
                    location.status,
                    location.radius_m / 1_000.0,
                    location.why
                );
            }
        }
    }
    rows.print("rows");
    places.print("distinct strings");
    for wrong in &places.wrong {
        println!("  wrong: {wrong}");
    }
    // Sure and wrong is the one thing that must not happen often. The rest is a figure to watch.
    assert!(rows.wrong.len() * 100 <= rows.rows * 3, "{} of {} sure and wrong", rows.wrong.len(), rows.rows);
    assert!(rows.right * 100 >= rows.rows * 60, "only {} of {} within 10 km", rows.right, rows.rows);
}
