//! Units and their counts, on the gazetteer of the binary.

use super::*;
use crate::gazetteer::{Edition, Gazetteer, Level};
use crate::index::{Shape, Site};
use std::sync::Arc;

fn site(gazetteer: &Gazetteer, id: &str, count: usize) -> Site {
    let point = gazetteer.locality_by_id(id).map(|one| one.point);
    let point = point.or_else(|| gazetteer.unit(gazetteer.unit_number(id)?)?.point).expect("a place");
    Site { point: Some(point.to_array()), text: Some(id.into()), count }
}

fn bamba(gazetteer: &Gazetteer) -> String {
    let in_gao =
        |one: &&crate::gazetteer::Locality| one.name == "Bamba" && one.region.as_deref() == Some("Gao");
    gazetteer.localities().iter().find(in_gao).expect("Bamba").id.clone()
}

#[test]
fn an_event_lies_in_the_units_of_every_division() {
    let gazetteer = Gazetteer::embedded().unwrap();
    let known = Known::default();
    let sites = [site(&gazetteer, &bamba(&gazetteer), 7)];
    let counts = count(&gazetteer, &known, &sites);
    for unit in ["r-gao-1991", "r-gao-2016", "r-gao-2023", "c-bourem", "c-bourem-2016", "c-bamba-2023"] {
        assert_eq!(counts.of(unit), 7, "{unit} of {counts:?}");
    }
    assert_eq!((counts.matched, counts.of("c-bourem-2023"), counts.of("r-kayes")), (7, 0, 0));
    assert_eq!(count(&gazetteer, &known, &sites), counts, "what is remembered is the same");
}

#[test]
fn an_event_somewhere_in_a_unit_is_not_counted_in_the_units_at_its_middle() {
    let gazetteer = Gazetteer::embedded().unwrap();
    let counts = count(&gazetteer, &Known::default(), &[site(&gazetteer, "r-gao-2016", 3)]);
    assert_eq!((counts.matched, counts.of("r-gao-2016")), (3, 3));
    assert_eq!(counts.by_unit.len(), 1, "{counts:?}");
    let counts = count(&gazetteer, &Known::default(), &[site(&gazetteer, "c-bourem-2016", 3)]);
    assert_eq!((counts.of("c-bourem-2016"), counts.of("r-gao-2016"), counts.by_unit.len()), (3, 3, 2));
}

#[test]
fn counts_of_a_level_and_a_division_never_exceed_the_events() {
    let gazetteer = Gazetteer::embedded().unwrap();
    let sites: Vec<Site> = gazetteer
        .localities()
        .iter()
        .enumerate()
        .map(|(number, one)| Site {
            point: Some(one.point.to_array()),
            // Every other one is known by its point only.
            text: (number % 2 == 0).then(|| one.id.as_str().into()),
            count: number % 5 + 1,
        })
        .collect();
    let counts = count(&gazetteer, &Known::default(), &sites);
    assert_eq!(counts.matched, sites.iter().map(|site| site.count).sum::<usize>());
    for edition in Edition::ALL {
        for level in [Level::Region, Level::Cercle, Level::Commune] {
            let units = gazetteer.units().iter();
            let units = units.filter(|unit| unit.level == level && unit.in_force_on(edition.some_day()));
            let sum: usize = units.map(|unit| counts.of(&unit.id)).sum();
            assert!(sum <= counts.matched, "{edition:?} {level:?}: {sum} of {}", counts.matched);
            let is_known = !(edition == Edition::Since2023 && level == Level::Commune);
            assert!(
                !is_known || sum * 10 > counts.matched,
                "{edition:?} {level:?}: {sum} of {}",
                counts.matched
            );
        }
    }
}

#[test]
fn another_gazetteer_is_not_answered_from_memory() {
    let (one, other) = (Gazetteer::embedded().unwrap(), Gazetteer::embedded().unwrap());
    let known = Known::default();
    let here = Site { point: Some([0.0, 0.0]), text: Some("nowhere".into()), count: 1 };
    assert_eq!(count(&one, &known, std::slice::from_ref(&here)).by_unit.len(), 0);
    let here = [site(&other, "r-gao-2016", 1)];
    assert_eq!(count(&other, &known, &here), count(&one, &Known::default(), &here));
}

#[test]
fn every_unit_is_a_feature_with_the_days_it_existed() {
    let gazetteer = Gazetteer::embedded().unwrap();
    let counts = [Level::Region, Level::Cercle, Level::Commune].map(|level| {
        let features = units(&gazetteer, level).unwrap();
        for feature in &features {
            assert_eq!(feature.values.len(), UNIT_ATTRIBUTES.len());
            let properties: serde_json::Value = serde_json::from_slice(&feature.geojson).unwrap();
            let unit = gazetteer.unit(gazetteer.unit_number(&feature.id).unwrap()).unwrap();
            assert_eq!(properties["properties"]["name"], unit.name);
            for edition in Edition::ALL {
                let day = edition.some_day();
                let noon = crate::event::DateSpan::day(day, "").millis().0 + 43_200_000;
                let within = feature.span.is_none_or(|(first, last)| first <= noon && noon <= last);
                assert_eq!(within, unit.in_force_on(day), "{} on {day}", unit.id);
                let listed = properties["properties"]["editions"].as_array().unwrap();
                assert_eq!(listed.contains(&edition.span().into()), within);
            }
        }
        features.len()
    });
    assert_eq!(counts.iter().sum::<usize>(), gazetteer.units().len());
    let regions = units(&gazetteer, Level::Region).unwrap();
    let areas = regions.iter().filter(|feature| matches!(feature.shape, Shape::Area(_))).count();
    assert_eq!(areas, gazetteer.regions().len(), "the shapes that may be shipped");
    let _: Arc<Gazetteer> = gazetteer;
}
