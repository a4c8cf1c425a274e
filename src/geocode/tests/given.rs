//! Coordinates given in a list are kept, and checked.

use super::*;
use crate::event::PrecisionScheme;

fn given(lon: f64, lat: f64, code: Option<u8>, row: &PlaceContext) -> Location {
    let precision = code.map(|code| Precision { code, scheme: PrecisionScheme::UcdpGed });
    let location = geocoder().given(at(lon, lat), precision, row, Some(date(2023, 10, 1)));
    assert_eq!(location.point, Some(at(lon, lat)), "coordinates are never moved");
    assert_eq!(location.method, Method::Given);
    location
}

#[test]
fn coordinates_at_the_named_place_take_its_name_and_units() {
    let location = given(-1.40, 17.03, Some(1), &place("Bamba", "Gao", ""));
    assert_eq!(location.place_id.as_deref(), Some("l-bamba-bourem"));
    assert_eq!((location.status, location.flags.as_slice()), (Status::Located, &[][..]));
    assert_eq!(location.units.region.as_deref(), Some("Gao"));
    assert_eq!(location.precision.unwrap().scheme, PrecisionScheme::UcdpGed);
}

#[test]
fn coordinates_decide_between_places_of_one_name() {
    let location = given(-3.10, 14.64, None, &place("Bamba", "", ""));
    assert_eq!(location.place_id.as_deref(), Some("l-bamba-koro"));
    assert_eq!(location.flags, []);
}

#[test]
fn coordinates_far_from_the_named_place_are_kept_with_a_warning() {
    let location = given(-7.15, 10.3833, Some(1), &place("Bamba", "Gao", ""));
    // A place called Bamba is there, and not in the region that the row names: one of the two is wrong.
    assert_eq!(
        (location.status, location.flags.as_slice()),
        (Status::Review, &[Flag::ContradictsRegion][..])
    );
    assert!(location.why.ends_with("but outside Gao region, which the row names"), "{}", location.why);
    let location = given(-7.15, 12.3833, Some(1), &place("Bamba", "Gao", ""));
    assert_eq!(location.flags, [Flag::FarFromNamedPlace]);
    assert!(location.why.contains("km from Bamba, the place named"), "{}", location.why);
    assert!(location.p <= 0.5);
    let location = given(-7.15, 12.3833, Some(1), &place("Bamba", "", ""));
    assert_eq!(location.flags, [Flag::FarFromNamedPlace]);
}

#[test]
fn exchanged_coordinates_are_told_and_not_exchanged() {
    let location = given(17.0336, -1.4038, None, &place("Bamba", "Gao", ""));
    assert!(location.flags.contains(&Flag::SwappedCoordinates), "{:?}", location.flags);
    assert!(location.flags.contains(&Flag::OutsideMali));
    assert!(location.why.contains("the other way round they lie at the place named"), "{}", location.why);
}

#[test]
fn places_abroad_are_kept() {
    let location = given(92.98, 20.43, Some(2), &place("Maungdaw town", "Rakhine state", ""));
    assert_eq!(location.status, Status::Located);
    assert!(location.flags.contains(&Flag::OutsideMali));
    assert!(!location.flags.contains(&Flag::SwappedCoordinates));
    assert_eq!(location.units.region, None);
}

#[test]
fn rough_codes_are_areas() {
    for (code, status) in [
        (1, Status::Located),
        (2, Status::Located),
        (3, Status::Area),
        (4, Status::Area),
        (5, Status::Located),
    ] {
        let location = given(-0.04, 16.27, Some(code), &place("", "", ""));
        assert_eq!(location.status, status, "{code}");
        assert_eq!(location.flags.contains(&Flag::Area), status == Status::Area);
    }
    let region = given(-0.04, 16.27, Some(4), &place("Gao region", "", ""));
    let unit = ask("Gao region", "", "").location;
    assert!((region.radius_m - unit.radius_m).abs() < 1.0);
    assert_eq!(region.place_id.as_deref(), Some("r-gao-2023"));
}

#[test]
fn a_point_beside_the_name_of_a_unit_is_an_area_even_without_a_precision_code() {
    let cercle = given(1.75, 19.1167, None, &place("Abeïbara cercle", "", ""));
    assert_eq!((cercle.status, cercle.precision.map(|p| p.code)), (Status::Area, Some(3)));
    assert!(cercle.radius_m >= 40_000.0, "{}", cercle.radius_m);
    let country = given(-4.0, 17.0, None, &place("Mali", "", ""));
    assert_eq!((country.status, country.precision.map(|p| p.code)), (Status::Area, Some(6)));
    let town = given(-0.0447, 16.2717, None, &place("Gao", "Gao", ""));
    assert_eq!((town.status, town.precision.map(|p| p.code)), (Status::Located, Some(1)));
}

#[test]
fn rounded_coordinates_are_as_wide_as_their_rounding() {
    let row = place("", "", "");
    // A tenth of a degree is 11 km from the next: half of that each way.
    for (lon, lat, radius_m, code) in [
        (-1.0, 17.0, 78_700.0, 2),
        (-1.4, 17.0, 7_900.0, 2),
        (-1.4, 17.03, 1_500.0, 1),
        (-1.0, 17.03, 1_500.0, 1),
    ] {
        let location = given(lon, lat, None, &row);
        assert!((location.radius_m - radius_m).abs() < 1.0, "{lon} {lat}: {}", location.radius_m);
        assert_eq!(location.precision.map(|precision| precision.code), Some(code), "{lon} {lat}");
        assert_eq!(location.why.contains("in round degrees"), code == 2, "{}", location.why);
        assert_eq!(location.why_fr.contains("en degrés arrondis"), code == 2, "{}", location.why_fr);
    }
    // What the list says of its own exactness stays beside the circle, and a wider one is not narrowed.
    let stated = given(-1.0, 17.0, Some(1), &row);
    assert!((stated.radius_m - 78_700.0).abs() < 1.0 && stated.precision.unwrap().code == 1, "{stated:#?}");
    let wide = given(-1.0, 17.0, Some(4), &row);
    assert!((wide.radius_m - 150_000.0).abs() < 1.0 && !wide.why.contains("round"), "{wide:#?}");
}

proptest! {
    #[test]
    fn a_rounded_point_is_so_far_from_the_true_one_at_most(
        lon in -12.0..12.0, lat in -25.0..25.0, tenths in any::<bool>(),
    ) {
        let parts = if tenths { 10.0 } else { 1.0 };
        let round = |degrees: f64| (degrees * parts).round() / parts;
        let (truth, written) = (at(lon, lat), at(round(lon), round(lat)));
        let rounding_m = written.rounding_m();
        prop_assert!(rounding_m.is_some_and(|metres| distance_m(truth, written) <= metres), "{rounding_m:?}");
    }
}
