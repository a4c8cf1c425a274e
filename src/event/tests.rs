//! Units and properties of the types.

use super::*;
use jiff::civil::date;
use proptest::prelude::*;

proptest! {
    #[test]
    fn plain_letters_are_folded_as_others_are(text in "[ -~]{0,40}") {
        let folded = format!("e {}", fold(&text));
        prop_assert_eq!(folded.trim_end(), fold(&format!("é {text}")));
    }

    #[test]
    fn fold_is_idempotent(text in "\\PC{0,40}") {
        prop_assert_eq!(fold(&fold(&text)), fold(&text));
    }

    #[test]
    fn a_box_contains_what_its_parts_contain(
        w in -180.0..=180.0_f64, e in -180.0..=180.0_f64, s in -90.0..0.0_f64, n in 0.0..=90.0_f64,
        lon in -180.0..=180.0_f64, lat in -90.0..=90.0_f64,
    ) {
        let bbox = Bbox::new(w, s, e, n).unwrap();
        let in_lon = if w <= e { w <= lon && lon <= e } else { lon >= w || lon <= e };
        let inside = in_lon && s <= lat && lat <= n;
        prop_assert_eq!(bbox.contains(LonLat::new(lon, lat).unwrap()), inside);
    }

    #[test]
    fn any_text_is_a_box_or_an_error(text in "\\PC{0,40}") {
        let _ = text.parse::<Bbox>();
    }

    #[test]
    fn an_id_reads_back(text in "\\PC{0,40}") {
        let id = EventId::from(&Identity::of_source_id("test", &text));
        prop_assert_eq!(&id.as_str().parse::<EventId>().unwrap(), &id);
        prop_assert_eq!(EventId::from(&Identity::of_event(&id)), id, "an export names the event itself");
    }
}

#[test]
fn fold_drops_accents_apostrophes_and_case() {
    assert_eq!(fold("Type d'incident"), "type d incident");
    assert_eq!(fold("  TYPE D’INCIDENT "), "type d incident");
    assert_eq!(fold("Décès (nº)"), "deces no");
}

#[test]
fn kinds_are_recognised_in_english_and_french() {
    let expected = [
        ("Attack on military position", Kind::Attack),
        ("Attack on civilians", Kind::Civilians),
        ("Armed clash", Kind::Clash),
        ("Vehicle bomb", Kind::Explosive),
        ("Roadside bomb", Kind::Explosive),
        ("Engin explosif", Kind::Explosive),
        ("Vol de véhicule", Kind::Crime),
        ("Enlèvement", Kind::Abduction),
        ("Withdrawal", Kind::Control),
        ("Embuscade", Kind::Attack),
        ("Manifestations", Kind::Protest),
        ("Violation of airspace", Kind::Other),
        ("", Kind::Other),
        // ACLED codebook of 2017: the layout before sub-events.
        ("Battle-No change of territory", Kind::Clash),
        ("Battle-Government regains territory", Kind::Clash),
        ("Battle-Non-state actor overtakes territory", Kind::Clash),
        ("Headquarters or base established", Kind::Control),
        ("Non-violent transfer of territory", Kind::Control),
        ("Strategic development", Kind::Control),
        ("Remote violence", Kind::Explosive),
        ("Violence against civilians", Kind::Civilians),
        ("Riots/Protests", Kind::Protest),
        // Since: sub-events of "Battles", and so of the same kind as before.
        ("Government regains territory", Kind::Clash),
        ("Non-state actor overtakes territory", Kind::Clash),
    ];
    for (text, kind) in expected {
        assert_eq!(Kind::recognise(text), kind, "{text}");
    }
}

#[test]
fn the_lexicon_names_only_kinds_and_every_kind_but_other() {
    let lexicon = include_str!("../../data/lexicon/kinds.csv");
    let named: Vec<Kind> =
        lexicon.lines().skip(1).map(|line| line.split(',').next().unwrap().parse().unwrap()).collect();
    for kind in Kind::ALL {
        assert_eq!(named.contains(&kind), kind != Kind::Other, "{kind}");
    }
}

#[test]
fn a_box_of_five_numbers_nan_or_bad_latitude_is_refused() {
    for (text, error) in [
        ("1,2,3", BboxError::Count(3)),
        ("1,2,3,4,5", BboxError::Count(5)),
        ("NaN,2,3,4", BboxError::Number("NaN".into())),
        ("1,2,inf,4", BboxError::Number("inf".into())),
        ("1,-91,3,4", BboxError::Latitude(-91.0)),
        ("-181,2,3,4", BboxError::Longitude(-181.0)),
        ("1,5,3,4", BboxError::Reversed { south: 5.0, north: 4.0 }),
    ] {
        assert_eq!(text.parse::<Bbox>(), Err(error), "{text}");
    }
    assert_eq!("-4,15,0,2,19,9".parse::<Bbox>(), Bbox::new(-4.0, 15.0, 2.0, 19.0));
}

#[test]
fn a_day_lasts_to_its_last_millisecond() {
    let (start, end) = DateSpan::day(date(1970, 1, 2), "").millis();
    assert_eq!((start, end), (86_400_000, 2 * 86_400_000 - 1));
}

#[test]
fn sources_that_disagree_leave_no_best_figure() {
    let figures = [Figure::exact(3), Figure::UNKNOWN, Figure::exact(7)];
    assert_eq!(Figure::across(&figures), Figure { low: Some(3), best: None, high: Some(7) });
    assert_eq!(Figure::across(&[Figure::UNKNOWN]), Figure::UNKNOWN);
    // UCDP has highs below best, and lows above it.
    let odd = Figure { low: Some(6), best: Some(5), high: Some(3) };
    assert_eq!(Figure::across(&[Figure::UNKNOWN, odd]), odd);
    let best = Figure { low: None, best: Some(5), high: None };
    assert_eq!(Figure::across(&[best]), Figure::exact(5));
    assert_eq!(Figure::across(&[Figure::exact(0), Figure::exact(0)]), Figure::exact(0));
}

#[test]
fn what_is_contested_is_so_on_the_map_and_in_the_api() {
    // The page's own tests read the same cases.
    let cases: serde_json::Value =
        serde_json::from_str(include_str!("../../tests/fixtures/contested.json")).unwrap();
    for case in cases.as_array().unwrap() {
        let claims: Vec<Claim> = serde_json::from_value(case["claims"].clone()).unwrap();
        let event = Event { claims, ..example("CSP") };
        assert_eq!(event.is_contested(), case["contested"], "{}", case["why"]);
        assert_eq!(serde_json::to_value(event.disputes()).unwrap(), case["contested_in"], "{}", case["why"]);
    }
}

proptest! {
    #[test]
    fn the_order_of_claims_and_one_that_says_nothing_new_change_nothing(
        figures in prop::collection::vec((0..3_u8, prop::option::of(0..6_u32), prop::option::of(0..6_u32), 0..4_usize), 0..5),
        turn in 0..5_usize,
    ) {
        let claim = |(source, low, high, says): &(u8, Option<u32>, Option<u32>, usize)| Claim {
            source: source.to_string(),
            text: ["", "repelled it", "took the camp", "denied it"][*says].into(),
            deaths: Figure { low: *low, best: None, high: *high },
            ..Claim::default()
        };
        let mut event = Event { claims: figures.iter().map(claim).collect(), ..example("CSP") };
        let contested = event.is_contested();
        if !event.claims.is_empty() {
            let at = turn % event.claims.len();
            event.claims.rotate_left(at);
            event.claims.push(event.claims[0].clone());
        }
        prop_assert_eq!(event.is_contested(), contested);
    }
}

#[test]
fn rows_of_one_event_join_actors_and_claims() {
    let mut first = example("CSP");
    let second = example("FAMa");
    first.join(&second).unwrap();
    assert_eq!(first.actors, ["CSP", "FAMa"]);
    assert_eq!(first.claims.len(), 2);
    let mut elsewhere = example("CSP");
    elsewhere.place.name = "Gao".into();
    assert_eq!(first.join(&elsewhere), Err("place"));
}

fn example(actor: &str) -> Event {
    Event {
        id: EventId::from(&Identity::of_source_id("test", "1")),
        kind: Kind::Attack,
        kind_text: "Attack".into(),
        when: Some(DateSpan::day(date(2023, 10, 1), "2023-10-01")),
        place: PlaceContext { name: "Bamba".into(), ..PlaceContext::default() },
        location: Location::nowhere(Status::Review, Reason::new("test", "essai")),
        actors: vec![actor.into()],
        deaths: Figure::UNKNOWN,
        claims: vec![Claim { source: actor.into(), ..Claim::default() }],
        origin: Origin {
            list: "test".into(),
            source: None,
            line: 2,
            source_id: Some("1".into()),
            licence: None,
            restricted: false,
        },
        attributes: BTreeMap::new(),
        parts: Vec::new(),
    }
}

#[test]
fn a_location_of_an_older_version_has_no_french_reason_and_still_loads() {
    let location =
        Location::nowhere(Status::Review, Reason::new("no place is named", "aucun lieu n’est nommé"));
    let mut stored = serde_json::to_value(&location).unwrap();
    assert_eq!(stored["why"], "no place is named");
    assert_eq!(stored["why_fr"], "aucun lieu n’est nommé");
    stored.as_object_mut().unwrap().remove("why_fr");
    let old: Location = serde_json::from_value(stored).unwrap();
    assert_eq!((old.why.as_str(), old.why_fr.as_str()), ("no place is named", ""));
}

#[test]
fn a_reason_is_joined_alike_in_both_languages() {
    let clause = |en: &str, fr: &str| Reason::new(en, fr);
    let joined = clause("a", "à").and(clause("b", "bé")).but(clause("c", "cé"));
    assert_eq!(joined, clause("a; b, but c", "à\u{202f}; bé, mais cé"));
    assert_eq!(Reason::all([]), None);
}

#[test]
fn a_number_that_is_given_again_is_another_identity_of_a_scope_of_its_own() {
    let once = Identity::of_source_id("week", "1");
    let again = once.again(2).unwrap();
    assert!(again != once && Some(&again) != once.again(3).as_ref());
    assert_eq!((once.scope(), again.scope()), (Some("week"), Some("2\u{1f}week")));
    // Whatever an id is made of.
    assert_eq!(Identity::of_source_id("a", "2\u{1f}b").scope(), Some("a"));
    let unstated = Identity::of_source_id(Identity::UNSTATED, "S-1").again(2).unwrap();
    let source = |list| Identity::source_of(unstated.scope().unwrap(), list).into_owned();
    assert!(source("a.csv") != source("b.csv") && unstated.again(2).is_none());
    assert_eq!(Identity::source_of("us", "a.csv"), "us");
}
