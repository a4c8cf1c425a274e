//! What may be said of a place.

use super::*;
use proptest::prelude::*;
use std::sync::{Arc, LazyLock};

static GAZETTEER: LazyLock<Arc<Gazetteer>> = LazyLock::new(|| Gazetteer::embedded().unwrap());

fn said(name: &str, lon: f64, lat: f64) -> PlaceChange {
    PlaceChange {
        name: Some(name.into()),
        lon: Some(lon),
        lat: Some(lat),
        source: Some("A. Maïga".into()),
        ..PlaceChange::default()
    }
}

fn refusal(said: &PlaceChange) -> String {
    facts(None, said, &GAZETTEER).unwrap_err().to_string()
}

#[test]
fn a_place_is_kept_as_it_was_said() {
    let mut new = said("  Bouratam ", -1.25, 17.5);
    new.aliases = Some(vec!["Bou Ratam".into(), "Bou Ratam".into(), "Bouratam".into(), "بوراتام".into()]);
    new.region = Some("Gao".into());
    new.cercle = Some(" ".into());
    let kept = facts(None, &new, &GAZETTEER).unwrap();
    assert_eq!((kept.name.as_str(), kept.kind.as_str()), ("Bouratam", "other"));
    assert_eq!(kept.aliases, ["Bou Ratam", "بوراتام"], "each once, and not the name");
    assert_eq!((kept.region.as_deref(), kept.cercle), (Some("Gao"), None));
    assert_eq!(kept.point, LonLat::new(-1.25, 17.5).unwrap());
}

#[test]
fn a_change_leaves_what_it_does_not_say() {
    let before = PlaceFacts {
        aliases: vec!["Bou Ratam".into()],
        region: Some("Gao".into()),
        ..facts(None, &said("Bouratam", -1.25, 17.5), &GAZETTEER).unwrap()
    };
    let moved = PlaceChange { lat: Some(17.75), kind: Some("well".into()), ..PlaceChange::default() };
    let after = facts(Some(&before), &moved, &GAZETTEER).unwrap();
    let point = LonLat::new(-1.25, 17.75).unwrap();
    assert_eq!(after, PlaceFacts { point, kind: "well".into(), ..before.clone() });
    let cleared =
        PlaceChange { region: Some(String::new()), aliases: Some(Vec::new()), ..PlaceChange::default() };
    let after = facts(Some(&before), &cleared, &GAZETTEER).unwrap();
    assert_eq!((after.region, after.aliases), (None, Vec::new()));
}

#[test]
fn what_is_wrong_is_told_by_field_value_and_rule() {
    let long = "a".repeat(201);
    for (name, rule) in [
        ("", "name '': must not be empty"),
        ("\u{202e}?!", "must have letters"),
        ("12", "name '12': must have letters"),
        ("village", "name 'village': is a word for a kind of place and no name"),
        ("le village", "is a word for a kind of place and no name"),
        ("Bou\nratam", "must be one line without control characters"),
        (long.as_str(), "must not have more than 200 characters"),
    ] {
        assert!(refusal(&said(name, -1.0, 17.0)).contains(rule), "{}", refusal(&said(name, -1.0, 17.0)));
    }
    for (lon, lat, rule) in [
        (f64::NAN, 17.0, "lon 'NaN': longitude NaN is not within -180 and 180"),
        (-1.0, f64::INFINITY, "lat 'inf': latitude inf is not within -90 and 90"),
        (200.0, 17.0, "lon '200': longitude 200 is not within -180 and 180"),
        (17.5, -1.25, "lon and lat look exchanged: -1.25, 17.5 lies in Mali, 17.5, -1.25 far from it"),
    ] {
        assert!(refusal(&said("Bouratam", lon, lat)).contains(rule), "{}", refusal(&said("B", lon, lat)));
    }
    let with = |change: fn(&mut PlaceChange)| {
        let mut new = said("Bouratam", -1.25, 17.5);
        change(&mut new);
        refusal(&new)
    };
    assert!(
        with(|new| new.kind = Some("hamlet".into())).starts_with("kind 'hamlet': known kinds: region_seat")
    );
    assert_eq!(with(|new| new.name = None), "name is missing: the place's name");
    assert_eq!(with(|new| new.lat = None), "lat is missing: decimal degrees, WGS 84");
    assert!(with(|new| new.source = Some(" ".into())).starts_with("source is missing"));
    assert!(with(|new| new.aliases = Some(vec!["camp".into()])).starts_with("aliases 'camp'"));
    let many = (0..51).map(|number| format!("Bouratam {number}b")).collect();
    let mut new = said("Bouratam", -1.25, 17.5);
    new.aliases = Some(many);
    assert_eq!(refusal(&new), "aliases '51': must not be more than 50");
}

#[test]
fn places_across_the_border_are_places_too() {
    for (name, lon, lat) in [("Téra", 0.82, 14.01), ("Bassikounou", -5.95, 15.87), ("Timiaouine", 1.8, 20.44)]
    {
        assert!(facts(None, &said(name, lon, lat), &GAZETTEER).is_ok(), "{name}");
    }
}

#[test]
fn a_unit_that_no_edition_knows_is_kept_and_told() {
    let mut new = said("Bouratam", -1.25, 17.5);
    new.region = Some("Atlantis".into());
    new.cercle = Some("Bourem".into());
    let kept = facts(None, &new, &GAZETTEER).unwrap();
    assert_eq!(notes(&kept, &GAZETTEER), ["no edition of Mali's units has a region 'Atlantis'"]);
}

#[test]
fn every_kind_has_a_word_and_every_word_its_kind() {
    for kind in LocalityKind::ALL {
        assert_eq!(kind_of(kind.code()), Some(kind));
    }
    assert_eq!(kind_of("Village"), None);
}

proptest! {
    #[test]
    fn whatever_is_said_is_kept_whole_or_refused(
        name in any::<String>(), region in any::<String>(), lon in any::<f64>(), lat in any::<f64>(),
    ) {
        let mut new = said(&name, lon, lat);
        new.region = Some(region);
        if let Ok(kept) = facts(None, &new, &GAZETTEER) {
            prop_assert_eq!(kept.name, name.trim());
            prop_assert_eq!(Some(kept.point), LonLat::new(lon, lat).ok());
        }
    }
}
