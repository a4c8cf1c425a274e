//! What is written can be read, by the libraries that others read it with.

use super::csv::{COLUMNS, Cells, EventWriter};
use super::geojson::{self, DocumentWriter, Geometry, Link, document};
use crate::event::{
    Candidate, Claim, DatePrecision, DateSpan, Event, EventId, Figure, Flag, Identity, Kind, Location,
    LonLat, Method, Origin, PlaceContext, Precision, Reason, Status, UnitPath,
};
use geo::{MultiPolygon, polygon};
use jiff::Timestamp;
use jiff::civil::date;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;

fn units(region: &str, cercle: &str, commune: Option<&str>) -> UnitPath {
    UnitPath {
        region: Some(region.into()),
        cercle: Some(cercle.into()),
        commune: commune.map(str::to_owned),
        edition: Some("2016-01-19/2023-03-13".into()),
    }
}

/// The story that Azalai starts from.
fn bamba() -> Event {
    let mut event = Event {
        id: EventId::from(&Identity::of_source_id("incidents-2023.csv", "S-011")),
        kind: Kind::Attack,
        kind_text: "Attack on military position".into(),
        when: Some(DateSpan::day(date(2023, 10, 1), "2023-10-01")),
        place: PlaceContext { name: "Bamba".into(), region: "Gao".into(), ..PlaceContext::default() },
        location: Location {
            status: Status::Located,
            point: LonLat::new(-1.403_800_049, 17.0336).ok(),
            radius_m: 1500.0,
            precision: Some(Precision::azalai(1)),
            p: 0.98,
            method: Method::Exact,
            place_id: Some("l-bamba-bourem".into()),
            name: Some("Bamba".into()),
            place_kind: Some("village".into()),
            units: units("Gao", "Bourem", Some("Bamba")),
            why: "the only Bamba in Gao".into(),
            why_fr: "le seul Bamba de Gao".into(),
            rivals: vec![Candidate {
                id: "l-bamba-koro".into(),
                name: "Bamba".into(),
                kind: "village".into(),
                point: LonLat::new(-3.09, 14.64).unwrap(),
                units: units("Mopti", "Koro", None),
                score: 0.2,
                p: 0.01,
                distance_km: Some(306.127),
                why: "outside Gao".into(),
                why_fr: "hors de Gao".into(),
                layer: Some("seed".into()),
            }],
            flags: vec![Flag::OutsideMali],
            layer: Some("seed".into()),
        },
        actors: vec!["CSP".into(), "Malian Armed Forces (FAMa)".into()],
        deaths: Figure::UNKNOWN,
        claims: vec![
            Claim { source: "CSP statement".into(), text: "took the camp".into(), ..Claim::default() },
            Claim {
                source: "army".into(),
                text: "repelled \"them\"".into(),
                deaths: Figure::range(2, 4),
                injured: Figure::exact(0),
            },
        ],
        origin: Origin {
            list: "incidents-2023.csv".into(),
            source: Some("OCHA".into()),
            line: 12,
            source_id: Some("S-011".into()),
            licence: None,
            restricted: false,
        },
        attributes: BTreeMap::from([("week".into(), "39".into())]),
        parts: Vec::new(),
    };
    event.derive_deaths();
    event
}

fn nowhere() -> Event {
    Event {
        when: None,
        location: Location::nowhere(
            Status::Unlocated,
            Reason::new("no place was given", "aucun lieu n’est donné"),
        ),
        place: PlaceContext::default(),
        claims: vec![],
        attributes: BTreeMap::new(),
        parts: Vec::new(),
        ..bamba()
    }
}

fn csv_text(events: &[Event], cells: Cells) -> String {
    let mut writer = EventWriter::new(Vec::new(), cells).unwrap();
    for event in events {
        writer.event(event).unwrap();
    }
    String::from_utf8(writer.finish().unwrap()).unwrap()
}

/// The records without the header, as another program reads them.
fn cells(text: &str) -> Vec<BTreeMap<String, String>> {
    ::csv::Reader::from_reader(text.as_bytes()).deserialize().collect::<Result<_, _>>().unwrap()
}

#[test]
fn nothing_added_to_a_feature_leaves_it_as_it_is() {
    let feature = br#"{"type":"Feature","id":"1","properties":{"a":1}}"#;
    assert_eq!(geojson::with_added(feature, "1", &serde_json::json!({})).unwrap(), feature);
    let bare = br#"{"type":"Feature","id":"1","properties":{}}"#;
    let added = geojson::with_added(bare, "1", &serde_json::json!({ "b": 2 })).unwrap();
    assert_eq!(added, br#"{"type":"Feature","id":"1","properties":{"b":2}}"#);
}

#[test]
fn an_event_is_written_as_the_contract_has_it() {
    insta::assert_snapshot!(String::from_utf8(geojson::event(&bamba())).unwrap(), @r#"{"type":"Feature","id":"7h35mj8jd3a71","geometry":{"type":"Point","coordinates":[-1.4038,17.0336]},"properties":{"title":"Attack on military position, Bamba","kind":"attack","kind_text":"Attack on military position","status":"located","date_start":"2023-10-01","date_end":"2023-10-01","date_precision":"day","date_text":"2023-10-01","place_text":"Bamba","region_text":"Gao","cercle_text":null,"commune_text":null,"place":"Bamba","place_id":"l-bamba-bourem","place_kind":"village","region":"Gao","cercle":"Bourem","commune":"Bamba","edition":"2016-01-19/2023-03-13","p":0.98,"precision":1,"precision_scheme":"azalai","radius_m":1500,"method":"exact","why":"the only Bamba in Gao","why_fr":"le seul Bamba de Gao","flags":["outside_mali"],"layer":"seed","rivals":[{"id":"l-bamba-koro","name":"Bamba","kind":"village","lon":-3.09,"lat":14.64,"region":"Mopti","cercle":"Koro","p":0.01,"distance_km":306.1,"why":"outside Gao","why_fr":"hors de Gao","layer":"seed"}],"actors":["CSP","Malian Armed Forces (FAMa)"],"deaths_low":2,"deaths_best":null,"deaths_high":4,"contested":true,"contested_in":["outcome"],"claims":[{"source":"CSP statement","text":"took the camp","deaths_low":null,"deaths_best":null,"deaths_high":null,"injured_low":null,"injured_best":null,"injured_high":null},{"source":"army","text":"repelled \"them\"","deaths_low":2,"deaths_best":null,"deaths_high":4,"injured_low":0,"injured_best":0,"injured_high":0}],"list":"incidents-2023.csv","list_source":"OCHA","line":12,"source_id":"S-011","licence":null,"restricted":false,"attributes":{"week":"39"}}}"#);
}

#[test]
fn an_event_without_a_place_has_a_null_geometry_and_every_property() {
    let value: Value = serde_json::from_slice(&geojson::event(&nowhere())).unwrap();
    assert_eq!(value["geometry"], Value::Null);
    let full: Value = serde_json::from_slice(&geojson::event(&bamba())).unwrap();
    let names = |value: &Value| value["properties"].as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&value), names(&full));
    for name in ["date_start", "date_end", "date_precision", "place_text", "place", "precision"] {
        assert_eq!(value["properties"][name], Value::Null, "{name}");
    }
}

#[test]
fn a_time_is_written_in_utc_and_a_month_as_its_days() {
    let at = |when| {
        let value: Value =
            serde_json::from_slice(&geojson::event(&Event { when: Some(when), ..bamba() })).unwrap();
        let properties = &value["properties"];
        json!([properties["date_start"], properties["date_end"], properties["date_precision"]])
    };
    let moment = DateSpan::moment(date(2023, 10, 1).at(18, 30, 0, 0), "18h30");
    assert_eq!(at(moment), json!(["2023-10-01T18:30:00Z", "2023-10-01T18:30:00Z", "time"]));
    let month = DateSpan::new(date(2023, 10, 1), date(2023, 10, 31), DatePrecision::Month, "").unwrap();
    assert_eq!(at(month), json!(["2023-10-01", "2023-10-31", "month"]));
}

#[test]
fn numbers_that_json_cannot_say_are_null() {
    let mut event = bamba();
    event.location.p = f64::NAN;
    event.location.radius_m = f64::INFINITY;
    let value: Value = serde_json::from_slice(&geojson::event(&event)).unwrap();
    assert_eq!((&value["properties"]["p"], &value["properties"]["radius_m"]), (&Value::Null, &Value::Null));
    assert!(cells(&csv_text(&[event], Cells::Guarded))[0]["p"].is_empty());
}

#[test]
fn rings_turn_as_the_standard_wants_and_one_polygon_is_one() {
    // Clockwise outside, counter-clockwise inside: both the wrong way round.
    let polygon = polygon!(
        exterior: [(x: 0.0, y: 0.0), (x: 0.0, y: 4.0), (x: 4.0, y: 0.0)],
        interiors: [[(x: 1.0, y: 1.0), (x: 2.0, y: 1.0), (x: 1.0, y: 2.000_000_04)]],
    );
    let written = |area: &MultiPolygon| -> Value {
        let bytes = geojson::feature("r", &Geometry::Area(area), &json!({"name": "Gao"})).unwrap();
        let parsed: ::geojson::Feature = String::from_utf8(bytes).unwrap().parse().unwrap();
        serde_json::to_value(parsed.geometry).unwrap()
    };
    let rings = json!([[[0, 0], [4, 0], [0, 4], [0, 0]], [[1, 1], [1, 2], [2, 1], [1, 1]]]);
    let as_floats = |value: &Value| value.to_string().replace(".0", "");
    let one = written(&MultiPolygon::new(vec![polygon.clone()]));
    assert_eq!((one["type"].as_str(), as_floats(&one["coordinates"])), (Some("Polygon"), as_floats(&rings)));
    let two = written(&MultiPolygon::new(vec![polygon.clone(), polygon]));
    assert_eq!(two["type"], "MultiPolygon");
    assert_eq!(as_floats(&two["coordinates"]), as_floats(&json!([rings, rings])));
    assert_eq!(written(&MultiPolygon::new(vec![])), Value::Null);
}

#[test]
fn properties_that_are_no_json_are_an_error_that_names_the_feature() {
    let keys = BTreeMap::from([(vec![1], 1)]);
    let error = geojson::feature("l-gao", &Geometry::None, &keys).unwrap_err();
    insta::assert_snapshot!(error, @"could not encode the properties of 'l-gao'");
}

#[test]
fn a_document_carries_links_and_numbers_and_both_writers_agree_on_the_features() {
    let features = [geojson::event(&bamba()), geojson::event(&nowhere())];
    let link = Link {
        href: "http://127.0.0.1/?a=\"".into(),
        rel: "next".into(),
        media_type: "application/geo+json".into(),
        title: None,
    };
    let parsed =
        |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().parse::<::geojson::FeatureCollection>().unwrap();
    let whole = parsed(document(&[link], 9, Timestamp::UNIX_EPOCH, &features));
    let members = whole.foreign_members.unwrap();
    assert_eq!(
        Value::Object(members),
        json!({
            "links": [{"href": "http://127.0.0.1/?a=\"", "rel": "next", "type": "application/geo+json"}],
            "numberMatched": 9, "numberReturned": 2, "timeStamp": "1970-01-01T00:00:00Z",
        })
    );
    let mut writer = DocumentWriter::new(Vec::new(), Timestamp::UNIX_EPOCH).unwrap();
    for feature in &features {
        writer.feature(feature).unwrap();
    }
    let streamed = parsed(writer.finish().unwrap());
    assert_eq!(streamed.features, whole.features);
    assert_eq!(streamed.foreign_members.unwrap()["numberReturned"], 2);
    let none: [&[u8]; 0] = [];
    assert!(parsed(document(&[], 0, Timestamp::UNIX_EPOCH, &none)).features.is_empty());
    assert!(
        parsed(DocumentWriter::new(Vec::new(), Timestamp::UNIX_EPOCH).unwrap().finish().unwrap())
            .features
            .is_empty()
    );
}

#[test]
fn csv_has_a_column_for_everything_and_no_number_where_nothing_is_known() {
    let text = csv_text(&[bamba(), nowhere()], Cells::Guarded);
    let bodies: Vec<Event> =
        cells(&text).iter().map(|cells| serde_json::from_str(&cells["body"]).unwrap()).collect();
    assert_eq!(bodies, [bamba(), nowhere()]);
    // The body is of the event's own making.
    let lines: Vec<&str> =
        text.lines().map(|line| line.split_once(",\"{\"\"id").map_or(line, |cut| cut.0)).collect();
    insta::assert_snapshot!(lines.join("\n"), @r#"
    id,date_start,date_end,date_precision,kind,type,place,region,cercle,commune,lon,lat,status,p,precision,precision_scheme,radius_m,method,why,actors,deaths_low,deaths_best,deaths_high,source,notes,list,list_source,line,source_id,licence,restricted,attributes,body
    7h35mj8jd3a71,2023-10-01,2023-10-01,day,attack,Attack on military position,Bamba,Gao,Bourem,Bamba,-1.4038,17.0336,located,0.98,1,azalai,1500,exact,the only Bamba in Gao,CSP; Malian Armed Forces (FAMa),2,,4,CSP statement | army,"took the camp | repelled ""them""",incidents-2023.csv,OCHA,12,S-011,,false,"{""week"":""39""}"
    7h35mj8jd3a71,,,,attack,Attack on military position,,,,,,,unlocated,0,,,,none,no place was given,CSP; Malian Armed Forces (FAMa),2,,4,,,incidents-2023.csv,OCHA,12,S-011,,false,
    "#);
}

#[test]
fn formulas_are_guarded_and_numbers_stay_numbers() {
    for (told, guarded) in [
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ("@SUM(1)", "'@SUM(1)"),
        ("+223 76 00", "'+223 76 00"),
        ("-", "'-"),
        ("--1", "'--1"),
        ("-inf", "'-inf"),
        ("\t=1", "'\t=1"),
        ("\r\n=1", "'\r\n=1"),
        ("＝1+1", "'＝1+1"),
        ("'=1", "''=1"),
        ("-1.5", "-1.5"),
        ("+3", "+3"),
        ("-2e3", "-2e3"),
        ("N'Tillit", "N'Tillit"),
        ("'Ber'", "'Ber'"),
        ("a=b", "a=b"),
    ] {
        let event = Event { kind_text: told.into(), claims: vec![], ..nowhere() };
        assert_eq!(cells(&csv_text(std::slice::from_ref(&event), Cells::Guarded))[0]["type"], guarded);
        assert_eq!(cells(&csv_text(&[event], Cells::Raw))[0]["type"], told, "{told:?}");
    }
    // West of Greenwich is no formula.
    assert_eq!(cells(&csv_text(&[bamba()], Cells::Guarded))[0]["lon"], "-1.4038");
}

/// Texts as lists have them, and as those who mean harm write them.
fn hostile() -> impl Strategy<Value = String> {
    prop_oneof![
        ".{0,12}",
        "[=+@\\-\t\r\n'＝＠][^a]{0,12}",
        "[+-]?[0-9]{1,4}(\\.[0-9]{1,3})?",
        prop::sample::select(vec![
            "</script><img src=x onerror=alert(1)>",
            "\u{202e}txt.exe",
            "\0",
            "\u{2028}",
            "\"\\"
        ])
        .prop_map(str::to_owned),
    ]
}

prop_compose! {
    fn events()(
        texts in prop::collection::vec(hostile(), 14),
        lon in -180.0..=180.0_f64, lat in -90.0..=90.0_f64,
        located in any::<bool>(),
        deaths in prop::option::of(any::<u32>()),
    ) -> Event {
        let mut event = if located { bamba() } else { nowhere() };
        if located {
            event.location.point = LonLat::new(lon, lat).ok();
        }
        event.kind_text.clone_from(&texts[0]);
        event.place = PlaceContext {
            name: texts[1].clone(), region: texts[2].clone(), cercle: texts[3].clone(), commune: texts[4].clone(),
        };
        event.location.why.clone_from(&texts[5]);
        event.location.name = Some(texts[6].clone());
        event.actors = vec![texts[7].clone()];
        event.deaths.best = deaths;
        event.claims = vec![Claim { source: texts[8].clone(), text: texts[9].clone(), ..Claim::default() }];
        event.origin.list.clone_from(&texts[10]);
        event.origin.licence = Some(texts[11].clone());
        event.origin.source_id = Some(texts[12].clone());
        event.attributes.insert(texts[13].clone(), texts[0].clone());
        event
    }
}

proptest! {
    #[test]
    fn any_event_reads_back_from_geojson(event in events()) {
        let bytes = geojson::event(&event);
        let feature: ::geojson::Feature = String::from_utf8(bytes).unwrap().parse().unwrap();
        prop_assert_eq!(feature.id.clone(), Some(::geojson::feature::Id::String(event.id.to_string())));
        match (&feature.geometry, event.location.point) {
            (None, None) => {}
            (Some(geometry), Some(point)) => {
                let ::geojson::GeometryValue::Point { coordinates } = &geometry.value else {
                    return Err(TestCaseError::fail("not a point"));
                };
                prop_assert!((coordinates[0] - point.lon()).abs() <= 0.500_001e-6);
                prop_assert!((coordinates[1] - point.lat()).abs() <= 0.500_001e-6);
            }
            other => prop_assert!(false, "{:?}", other),
        }
        let told = |name: &str| feature.property(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        prop_assert_eq!(told("kind_text"), event.kind_text.clone());
        prop_assert_eq!(told("place_text"), event.place.name.clone());
        prop_assert_eq!(told("title"), event.title());
        prop_assert_eq!(feature.property("actors"), Some(&json!(event.actors)));
        prop_assert_eq!(feature.property("attributes"), Some(&json!(event.attributes)));
        prop_assert_eq!(feature.property("deaths_best"), Some(&json!(event.deaths.best)));
    }

    #[test]
    fn no_exported_cell_is_a_formula_and_raw_cells_are_what_was_told(event in events()) {
        let guarded = csv_text(std::slice::from_ref(&event), Cells::Guarded);
        let raw = csv_text(std::slice::from_ref(&event), Cells::Raw);
        let (guarded, raw) = (cells(&guarded).remove(0), cells(&raw).remove(0));
        prop_assert_eq!(guarded.len(), COLUMNS.len());
        for (column, cell) in &guarded {
            let number = cell.parse::<f64>().is_ok_and(f64::is_finite);
            prop_assert!(number || !cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{}: {:?}", column, cell);
            // The apostrophe is all that is added, and numbers are left alone.
            let was = &raw[column];
            let bare = cell.strip_prefix('\'').filter(|_| cell != was).unwrap_or(cell);
            prop_assert_eq!(bare, was, "{}", column);
            prop_assert!(was.parse::<f64>().is_err() || cell == was || was.parse::<f64>().is_ok_and(|n| !n.is_finite()));
        }
        prop_assert_eq!(&raw["type"], &event.kind_text);
        prop_assert_eq!(&raw["why"], &event.location.why);
        prop_assert_eq!(&raw["actors"], &event.actors[0]);
        prop_assert_eq!(&raw["notes"], &event.claims[0].text);
        let attributes: BTreeMap<String, String> = serde_json::from_str(&raw["attributes"]).unwrap();
        prop_assert_eq!(attributes, event.attributes);
    }
}
