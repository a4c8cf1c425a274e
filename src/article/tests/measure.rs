//! Precision and recall by part, over short texts with the answers that a person expects.
//!
//! `first.jsonl` was written before the lexicons were tuned, `second.jsonl` after, `third.jsonl` and `no-event.jsonl` by
//! somebody who had not read them. All were looked at since: what they show is that nothing is lost, not how texts are
//! read that nobody tuned on.

use super::READER;
use crate::event::LonLat;
use crate::gazetteer::distance_m;
use serde::Deserialize;

#[derive(Deserialize)]
struct Expected {
    id: String,
    published: String,
    language: String,
    text: String,
    /// Longitude, latitude, kilometres; none where no place in Mali is told.
    place: Option<[f64; 3]>,
    start: Option<String>,
    end: Option<String>,
    kind: Option<String>,
    actors: Vec<String>,
    /// The exact number; unknown where the text gives none or a bound.
    deaths: Option<u32>,
    drafts: usize,
}

/// Told rightly, told, expected.
#[derive(Default, Clone, Copy)]
pub(super) struct Share {
    right: usize,
    told: usize,
    expected: usize,
}

impl Share {
    pub(super) fn add(&mut self, told: bool, expected: bool, right: bool) {
        self.told += usize::from(told);
        self.expected += usize::from(expected);
        self.right += usize::from(told && expected && right);
    }

    pub(super) fn precision(self) -> f64 {
        self.right as f64 / self.told.max(1) as f64
    }

    pub(super) fn recall(self) -> f64 {
        self.right as f64 / self.expected.max(1) as f64
    }
}

const PARTS: [&str; 7] = ["language", "place", "date", "kind", "actors", "deaths", "drafts"];

fn measure(name: &str, table: &str) -> [Share; 7] {
    let mut shares = [Share::default(); 7];
    for line in table.lines() {
        let expected: Expected = serde_json::from_str(line).unwrap();
        let article = READER.read(&expected.text, expected.published.parse().ok()).unwrap();
        let draft = article.drafts.first();
        let mut wrong = Vec::new();
        let mut judge = |part: usize, told: bool, wanted: bool, right: bool, shown: String| {
            shares[part].add(told, wanted, right);
            if told != wanted || (told && !right) {
                wrong.push(format!("{} {shown}", PARTS[part]));
            }
        };
        let language = serde_json::to_value(article.language).unwrap();
        judge(0, true, true, language == expected.language.as_str(), language.to_string());
        let point = draft.and_then(|draft| draft.location.location.point);
        let near = |[lon, lat, km]: [f64; 3]| {
            point.is_some_and(|at| distance_m(at, LonLat::new(lon, lat).unwrap()) <= km * 1000.0)
        };
        let shown = format!("{:?} '{}'", point, draft.map_or("", |draft| &draft.location.text));
        judge(1, point.is_some(), expected.place.is_some(), expected.place.is_some_and(near), shown);
        let days = draft
            .and_then(|draft| draft.date.as_ref())
            .map(|date| (date.start.to_string(), date.end.to_string()));
        let wanted = expected.start.clone().zip(expected.end.clone());
        judge(2, days.is_some(), wanted.is_some(), days == wanted, format!("{days:?}"));
        let kind = draft.map_or("other", |draft| draft.kind.as_str());
        if let Some(wanted) = &expected.kind {
            judge(3, kind != "other", true, kind == wanted, kind.to_owned());
        }
        let actors = draft.map_or(&[][..], |draft| &draft.actors);
        for actor in actors {
            judge(4, true, expected.actors.contains(actor), true, format!("+{actor}"));
        }
        for actor in expected.actors.iter().filter(|actor| !actors.contains(actor)) {
            judge(4, false, true, false, format!("-{actor}"));
        }
        let deaths = draft.map(|draft| draft.deaths);
        let best = deaths.and_then(|deaths| deaths.best);
        let (is_told, wanted) = (best.is_some(), expected.deaths.is_some());
        judge(5, is_told, wanted, best == expected.deaths, format!("{deaths:?}"));
        judge(6, true, true, article.drafts.len() == expected.drafts, article.drafts.len().to_string());
        if !wrong.is_empty() {
            println!("{name} {}: {}", expected.id, wrong.join("; "));
        }
    }
    println!("{name}: part, precision, recall");
    for (part, share) in PARTS.iter().zip(shares) {
        println!("{part}\t{:.2}\t{:.2}", share.precision(), share.recall());
    }
    shares
}

#[test]
fn short_texts_are_read_as_a_person_reads_them() {
    let first = measure("first half", include_str!("../../../tests/fixtures/article/first.jsonl"));
    let second = measure("second half", include_str!("../../../tests/fixtures/article/second.jsonl"));
    let third = measure("third part", include_str!("../../../tests/fixtures/article/third.jsonl"));
    for (shares, floor) in [(first, 0.85), (second, 0.85), (third, 0.9)] {
        for (part, share) in PARTS.iter().zip(shares) {
            assert!(share.precision() >= floor && share.recall() >= floor, "{part}");
        }
    }
}

#[derive(Deserialize)]
struct Nothing {
    id: String,
    published: String,
    text: String,
}

#[test]
fn a_match_a_prize_and_a_denied_rumour_are_no_event() {
    for line in include_str!("../../../tests/fixtures/article/no-event.jsonl").lines() {
        let Nothing { id, published, text } = serde_json::from_str(line).unwrap();
        let article = READER.read(&text, published.parse().ok()).unwrap();
        for draft in &article.drafts {
            assert!(draft.confidence.overall < 0.5, "{id}: {draft:#?}");
        }
    }
}
