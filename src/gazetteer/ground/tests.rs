//! Polygons of packs: whose ground they are in which edition.

use crate::event::LonLat;
use crate::gazetteer::{Edition, Gazetteer, Level, Pack, PackFormat, PackShape, distance_m};
use geo::{Coord, MultiPolygon, Rect};
use std::sync::Arc;

fn at(lon: f64, lat: f64) -> LonLat {
    LonLat::new(lon, lat).unwrap()
}

fn boxed(level: Level, name: &str, parents: &[&str], [west, south, east, north]: [f64; 4]) -> PackShape {
    let corners = Rect::new(Coord { x: west, y: south }, Coord { x: east, y: north });
    PackShape {
        name: name.to_owned(),
        aliases: Vec::new(),
        level,
        parents: parents.iter().map(|one| (*one).to_owned()).collect(),
        edition: None,
        shape: MultiPolygon(vec![corners.to_polygon()]),
    }
}

/// As the usual files have it: the commune of Salam of before 2016 reaches to the border, and holds what became
/// the region of Taoudénit.
fn with_the_old_shapes() -> Arc<Gazetteer> {
    let name = "old".to_owned();
    let salam = boxed(Level::Commune, "Salam", &["Tombouctou", "Tombouctou"], [-6.0, 17.1, 0.0, 25.0]);
    let bourem_inaly =
        boxed(Level::Commune, "Bourem Inaly", &["Tombouctou", "Tombouctou"], [-2.9, 16.3, -2.0, 17.1]);
    let region = boxed(Level::Region, "Tombouctou", &[], [-6.0, 15.0, 0.0, 25.0]);
    let shapes = vec![region, salam, bourem_inaly];
    let pack =
        Pack { attribution: name.clone(), name, format: PackFormat::Units, places: Vec::new(), shapes };
    Gazetteer::layered(vec![pack]).unwrap()
}

#[test]
fn an_old_shape_says_nothing_of_what_became_a_region_of_its_own() {
    let (old, embedded) = (with_the_old_shapes(), Gazetteer::embedded().unwrap());
    let taoudenit = at(-3.98, 22.67);
    for gazetteer in [&old, &embedded] {
        let region = |edition| gazetteer.path_at(taoudenit, edition).region;
        assert_eq!(region(Edition::Before2016).as_deref(), Some("Tombouctou"));
        assert_eq!(region(Edition::Until2023).as_deref(), Some("Taoudénit"));
        assert_eq!(region(Edition::Since2023).as_deref(), Some("Taoudénit"));
    }
    // Far from every place nobody knows whose the sand is; before 2016 it was Tombouctou's.
    let sand = at(-5.5, 21.7);
    assert_eq!(old.path_at(sand, Edition::Before2016).commune.as_deref(), Some("Salam"));
    for edition in [Edition::Until2023, Edition::Since2023] {
        assert_eq!(old.path_at(sand, edition).region, None, "{edition:?}");
    }
}

#[test]
fn the_region_that_lost_a_part_is_not_as_wide_as_it_was() {
    let (old, embedded) = (with_the_old_shapes(), Gazetteer::embedded().unwrap());
    let area = |gazetteer: &Gazetteer, id: &str| {
        gazetteer.unit_number(id).and_then(|number| gazetteer.unit(number)?.area).unwrap()
    };
    let taoudenit = at(-3.98, 22.67);
    for id in ["r-tombouctou-2016", "r-tombouctou-2023"] {
        for gazetteer in [&old, &embedded] {
            let area = area(gazetteer, id);
            assert!(distance_m(area.centre, taoudenit) > area.radius_m, "{id} {area:?}");
            // And none of its own places is left outside.
            let unit = gazetteer.unit_number(id).unwrap();
            for place in gazetteer.localities_in(unit) {
                let place = gazetteer.locality(*place).unwrap();
                let away = distance_m(area.centre, place.point);
                assert!(away <= area.radius_m * 1.01, "{id} {} {away} {area:?}", place.id);
            }
        }
    }
    let before = area(&old, "r-tombouctou");
    assert!(distance_m(before.centre, taoudenit) <= before.radius_m, "before 2016 it was in it");
}

#[test]
fn a_shape_that_no_place_contradicts_serves_the_later_editions() {
    let old = with_the_old_shapes();
    let within = old.path_at(at(-2.5, 16.8), Edition::Until2023);
    assert_eq!(within.commune.as_deref(), Some("Bourem Inaly"));
    assert_eq!(within.region.as_deref(), Some("Tombouctou"));
}

fn joined(shapes: Vec<PackShape>) -> (usize, Vec<String>) {
    let name = "drawn".to_owned();
    let pack =
        Pack { attribution: name.clone(), name, format: PackFormat::Units, places: Vec::new(), shapes };
    let gazetteer = Gazetteer::layered(vec![pack]).unwrap();
    let told = &gazetteer.merge_report().packs[0];
    (told.shapes, told.unknown_shapes.clone())
}

#[test]
fn two_communes_by_their_names_alone_are_communes() {
    let drawn = [
        boxed(Level::Commune, "Gossi", &[], [-1.6, 15.5, -1.0, 16.1]),
        boxed(Level::Commune, "Mondoro", &[], [-2.2, 14.4, -1.7, 14.9]),
    ];
    assert_eq!(joined(drawn.to_vec()), (2, Vec::new()));
}

#[test]
fn a_shape_is_of_the_unit_that_lies_in_it_where_several_are_called_so() {
    let number_of = |name: &str| {
        let gazetteer = Gazetteer::embedded().unwrap();
        let units = gazetteer.units_named(name, Some(Level::Commune));
        units.into_iter().filter_map(|unit| gazetteer.unit(unit)?.point).collect::<Vec<_>>()
    };
    // Two communes are called Bamba: one in Bourem, one in Koro.
    let north = number_of("Bamba").into_iter().find(|at| at.lat() > 16.0).unwrap();
    let [lon, lat] = [north.lon(), north.lat()];
    let round = boxed(Level::Commune, "Bamba", &[], [lon - 0.2, lat - 0.2, lon + 0.2, lat + 0.2]);
    assert_eq!(joined(vec![round]), (1, Vec::new()));
    let elsewhere = boxed(Level::Commune, "Bamba", &[], [-9.0, 11.0, -8.9, 11.1]);
    let (used, told) = joined(vec![elsewhere]);
    assert_eq!(used, 0);
    assert!(told[0].starts_with("commune Bamba (2 are called so"), "{told:?}");
    let nowhere = boxed(Level::Commune, "Xyzzy", &[], [-9.0, 11.0, -8.9, 11.1]);
    assert_eq!(joined(vec![nowhere]), (0, vec!["commune Xyzzy".to_owned()]));
}

#[test]
fn the_communes_of_bamako_are_told_apart_by_their_numbers() {
    let numbers = ["I", "II", "III", "IV", "V", "VI"];
    // As readers of files leave them: without the word for the level.
    let drawn = numbers.map(|number| boxed(Level::Commune, number, &["Bamako"], [-8.1, 12.5, -7.9, 12.7]));
    assert_eq!(joined(drawn.to_vec()), (6, Vec::new()));
}
