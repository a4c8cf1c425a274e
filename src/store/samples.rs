//! Events and places for tests: one plain, any number of strange ones.

use super::PlaceFacts;
use crate::event::{
    Candidate, Claim, DatePrecision, DateSpan, Event, EventId, Figure, Fingerprint, Flag, Identity, Kind,
    Location, LonLat, Method, Origin, PlaceContext, Precision, PrecisionScheme, Reason, Status, UnitPath,
};
use jiff::civil::{Date, date};
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

/// A row as the importer hands it to the store.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Sample {
    pub(crate) identity: Identity,
    pub(crate) fingerprint: Fingerprint,
    pub(crate) event: Event,
}

/// The event of row `number` in a list, at a point of its own.
pub(crate) fn sample(number: u32) -> Sample {
    let identity = Identity::of_source_id("test", &number.to_string());
    let mut event = Event {
        id: EventId::from(&identity),
        kind: Kind::Attack,
        kind_text: "Attack on military position".into(),
        when: Some(DateSpan::day(date(2023, 10, 1), "2023-10-01")),
        place: PlaceContext { name: "Bamba".into(), region: "Gao".into(), ..PlaceContext::default() },
        location: Location {
            point: LonLat::new(-1.4 + f64::from(number % 1000) / 1000.0, 17.03).ok(),
            radius_m: 1500.0,
            precision: Some(Precision::azalai(1)),
            p: 0.98,
            method: Method::Exact,
            place_id: Some("l-bamba-bourem".into()),
            name: Some("Bamba".into()),
            place_kind: Some("village".into()),
            units: UnitPath {
                region: Some("Gao".into()),
                cercle: Some("Bourem".into()),
                commune: Some("Bamba".into()),
                edition: Some("2016-01-19/2023-03-13".into()),
            },
            layer: Some("seed".into()),
            ..Location::nowhere(
                Status::Located,
                Reason::new("The only Bamba in the region of Gao.", "Le seul Bamba de la région de Gao."),
            )
        },
        actors: vec!["CSP".into(), "Malian Armed Forces (FAMa)".into()],
        deaths: Figure::UNKNOWN,
        claims: vec![
            Claim {
                source: "CSP statement".into(),
                text: "Took the camp north of the village.".into(),
                deaths: Figure::range(20, 80),
                injured: Figure::UNKNOWN,
            },
            Claim { source: "FAMa".into(), text: "Repelled the attackers.".into(), ..Claim::default() },
        ],
        origin: Origin {
            list: "test.csv".into(),
            source: Some("OCHA".into()),
            line: u64::from(number) + 2,
            source_id: Some(number.to_string()),
            licence: Some("CC BY 4.0".into()),
            restricted: false,
        },
        attributes: [("note".to_owned(), "example".to_owned())].into(),
        parts: Vec::new(),
    };
    event.derive_deaths();
    Sample { fingerprint: fingerprint(&event), identity, event }
}

impl Sample {
    /// The same row with other content.
    pub(crate) fn changed(&self, change: impl FnOnce(&mut Event)) -> Self {
        let mut event = self.event.clone();
        change(&mut event);
        Self { identity: self.identity.clone(), fingerprint: fingerprint(&event), event }
    }
}

fn fingerprint(event: &Event) -> Fingerprint {
    Fingerprint::of_cells([("event", format!("{event:?}").as_str())])
}

/// Text as hostile lists hold it: quotes, control characters, right-to-left, long.
fn text() -> impl Strategy<Value = String> + Clone {
    prop_oneof![
        8 => "\\PC{0,24}",
        4 => "[a-zA-Zéèçôï '’-]{0,24}",
        2 => select(vec![
            "'; DROP TABLE events; --", "\"", "\0", "a\0b", "\u{202E}gnp.exe", "تمبكتو", "=cmd|' /C calc'!A0",
            "<script>alert(1)</script>", "\r\n\t", "{\"a\":[", "%s?1:x@x$x",
        ]).prop_map(str::to_owned),
        1 => Just("É".repeat(4000)),
    ]
}

fn word(words: &'static [&'static str]) -> impl Strategy<Value = String> + Clone {
    select(words).prop_map(str::to_owned)
}

fn point() -> impl Strategy<Value = LonLat> {
    (-180.0..=180.0_f64, -90.0..=90.0_f64).prop_map(|(lon, lat)| LonLat::new(lon, lat).unwrap())
}

fn day() -> impl Strategy<Value = Date> {
    (1900..=2100_i16, 1..=12_i8, 1..=28_i8).prop_map(|(year, month, day)| date(year, month, day))
}

fn when() -> impl Strategy<Value = DateSpan> {
    prop_oneof![
        (day(), text()).prop_map(|(day, text)| DateSpan::day(day, &text)),
        (day(), 0..24_i8, 0..60_i8)
            .prop_map(|(day, hour, minute)| { DateSpan::moment(day.at(hour, minute, 0, 0), "") }),
        (day(), day())
            .prop_map(|(a, b)| { DateSpan::new(a.min(b), a.max(b), DatePrecision::Range, "a - b").unwrap() }),
    ]
}

fn figure() -> impl Strategy<Value = Figure> {
    (any::<Option<u32>>(), any::<Option<u32>>(), any::<Option<u32>>()).prop_map(|(low, best, high)| Figure {
        low,
        best,
        high,
    })
}

fn claim() -> impl Strategy<Value = Claim> {
    (text(), text(), figure(), figure()).prop_map(|(source, text, deaths, injured)| Claim {
        source,
        text,
        deaths,
        injured,
    })
}

fn units() -> impl Strategy<Value = UnitPath> {
    (option::of(text()), option::of(text()), option::of(text()), option::of(text()))
        .prop_map(|(region, cercle, commune, edition)| UnitPath { region, cercle, commune, edition })
}

fn reason() -> impl Strategy<Value = Reason> {
    (text(), text()).prop_map(|(en, fr)| Reason { en, fr })
}

fn rival() -> impl Strategy<Value = Candidate> {
    ((text(), text(), point(), units()), (-1e6..1e6_f64, 0.0..=1.0_f64, option::of(0.0..2e4_f64), reason()))
        .prop_map(|((id, name, point, units), (score, p, distance_km, why))| Candidate {
            id,
            name,
            kind: "village".into(),
            point,
            units,
            score,
            p,
            distance_km,
            why: why.en,
            why_fr: why.fr,
            layer: Some("seed".into()),
        })
}

fn location() -> impl Strategy<Value = Location> {
    let statuses = vec![Status::Located, Status::Area, Status::Review, Status::Unlocated];
    let schemes = vec![PrecisionScheme::UcdpGed, PrecisionScheme::Acled, PrecisionScheme::Azalai];
    let found = (select(statuses), option::of(point()), 0.0..1e6_f64, 0.0..=1.0_f64);
    let precision = option::of((1..=7_u8, select(schemes)));
    let names = (option::of(text()), option::of(text()), units(), reason());
    let rest = (vec(rival(), 0..3), vec(select(vec![Flag::Ambiguous, Flag::Area]), 0..3));
    (found, precision, names, rest).prop_map(
        |((status, point, radius_m, p), precision, (place_id, name, units, why), (rivals, flags))| Location {
            point,
            radius_m,
            precision: precision.map(|(code, scheme)| Precision { code, scheme }),
            p,
            method: Method::Folded,
            place_id,
            name,
            place_kind: None,
            units,
            rivals,
            flags,
            ..Location::nowhere(status, why)
        },
    )
}

/// Any event that an importer may make, with an identity of its own in most cases.
pub(crate) fn any_sample() -> impl Strategy<Value = Sample> {
    let what =
        (select(Kind::ALL.to_vec()), text(), option::of(when()), vec(text(), 0..4), vec(claim(), 0..4));
    let place = (text(), text(), text(), text(), location());
    let origin = (
        (text(), option::of(text())),
        0..=u64::MAX >> 1,
        option::of(text()),
        option::of(word(&["CC BY 4.0", ""])),
    );
    let identity = prop_oneof![
        (text(), text()).prop_map(|(scope, id)| Identity::of_source_id(&scope, &id)),
        text().prop_map(|row| Identity::of_content(&Fingerprint::of_cells([("row", row.as_str())]))),
    ];
    (identity, what, place, origin, btree_map(text(), text(), 0..4)).prop_map(
        |(identity, (kind, kind_text, when, actors, claims), place, origin, attributes)| {
            let (name, region, cercle, commune, location) = place;
            let ((list, source), line, source_id, licence) = origin;
            let mut event = Event {
                id: EventId::from(&identity),
                kind,
                kind_text,
                when,
                place: PlaceContext { name, region, cercle, commune },
                location,
                actors,
                deaths: Figure::UNKNOWN,
                claims,
                origin: Origin {
                    list,
                    source,
                    line,
                    source_id,
                    restricted: licence.is_none() && line % 2 == 0,
                    licence,
                },
                attributes,
                parts: Vec::new(),
            };
            event.derive_deaths();
            Sample { fingerprint: fingerprint(&event), identity, event }
        },
    )
}

/// A plain local place.
pub(crate) fn facts(name: &str) -> PlaceFacts {
    PlaceFacts {
        name: name.into(),
        aliases: vec!["Bou-Ratam".into(), "\"x\"; y".into()],
        kind: "village".into(),
        point: LonLat::new(-1.25, 17.5).unwrap(),
        region: Some("Gao".into()),
        cercle: None,
        commune: None,
        source: "week-40.csv".into(),
    }
}

/// Any local place.
pub(crate) fn any_facts() -> impl Strategy<Value = PlaceFacts> {
    let units = (option::of(text()), option::of(text()), option::of(text()));
    (text(), vec(text(), 0..4), text(), point(), units, text()).prop_map(
        |(name, aliases, kind, point, (region, cercle, commune), source)| PlaceFacts {
            name,
            aliases,
            kind,
            point,
            region,
            cercle,
            commune,
            source,
        },
    )
}
