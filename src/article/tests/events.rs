//! Precision and recall over all events of a text, not only of the first.
//!
//! `fourth.jsonl` was written with its answers before anything was run over it. It was looked at since, as the others were.

use super::READER;
use super::measure::Share;
use crate::article::Draft;
use crate::event::{Claim, Dispute, Figure, LonLat, disputes};
use crate::gazetteer::distance_m;
use serde::Deserialize;

#[derive(Deserialize)]
struct Expected {
    id: String,
    published: String,
    text: String,
    events: Vec<Told>,
}

#[derive(Deserialize)]
struct Told {
    /// Longitude, latitude, kilometres.
    place: [f64; 3],
    start: String,
    end: String,
    /// Any of these.
    kind: Vec<String>,
    actors: Vec<String>,
    /// Low, best, high; none where the text gives no figure.
    deaths: Option<[Option<u32>; 3]>,
    /// Who says something, or the noun for it.
    claimants: Vec<String>,
    contested: bool,
}

impl Told {
    fn is_at(&self, draft: &Draft) -> bool {
        let [lon, lat, km] = self.place;
        let point = draft.location.location.point;
        point.is_some_and(|at| distance_m(at, LonLat::new(lon, lat).unwrap()) <= km * 1000.0)
    }

    fn is_on(&self, draft: &Draft) -> bool {
        let days = draft.date.as_ref().map(|date| (date.start.to_string(), date.end.to_string()));
        days.is_some_and(|days| days == (self.start.clone(), self.end.clone()))
    }

    fn is_of(&self, draft: &Draft) -> bool {
        self.kind.iter().any(|kind| kind == draft.kind.as_str())
    }
}

const PARTS: [&str; 8] = ["drafts", "place", "date", "kind", "actors", "deaths", "claimants", "contested"];

fn measure(table: &str) -> [Share; 8] {
    let mut shares = [Share::default(); 8];
    let mut whole = 0;
    for line in table.lines() {
        let Expected { id, published, text, events } = serde_json::from_str(line).unwrap();
        let article = READER.read(&text, published.parse().ok()).unwrap();
        let mut left: Vec<&Draft> =
            article.drafts.iter().filter(|draft| draft.confidence.happened >= 0.5).collect();
        let mut wrong = Vec::new();
        let mut judge = |part: usize, told: bool, wanted: bool, right: bool, shown: String| {
            shares[part].add(told, wanted, right);
            if told != wanted || (told && !right) {
                wrong.push(format!("{} {shown}", PARTS[part]));
            }
        };
        for event in &events {
            let fits = |draft: &Draft| {
                2 * u8::from(event.is_at(draft))
                    + 2 * u8::from(event.is_on(draft))
                    + u8::from(event.is_of(draft))
            };
            let best = (0..left.len()).rev().max_by_key(|at| fits(left[*at]));
            let Some(draft) = best.map(|at| left.remove(at)) else {
                judge(0, false, true, false, format!("none for {}", event.start));
                continue;
            };
            judge(0, true, true, true, String::new());
            let place = &draft.location;
            judge(1, place.location.point.is_some(), true, event.is_at(draft), place.text.clone());
            judge(2, draft.date.is_some(), true, event.is_on(draft), format!("{:?}", draft.date));
            judge(3, !draft.kind_text.is_empty(), true, event.is_of(draft), draft.kind.as_str().to_owned());
            for actor in &draft.actors {
                judge(4, true, event.actors.contains(actor), true, format!("+{actor}"));
            }
            for actor in event.actors.iter().filter(|actor| !draft.actors.contains(actor)) {
                judge(4, false, true, false, format!("-{actor}"));
            }
            let Figure { low, best, high } = draft.deaths;
            let is_right = event.deaths.is_some_and(|wanted| wanted == [low, best, high]);
            judge(
                5,
                !draft.deaths.is_unknown(),
                event.deaths.is_some(),
                is_right,
                format!("{:?}", draft.deaths),
            );
            let is_meant = |who: &str, name: &String| who.to_lowercase().contains(&name.to_lowercase());
            for claim in &draft.claims {
                let meant = event.claimants.iter().any(|name| is_meant(&claim.who, name));
                judge(6, true, meant, true, format!("+{}", claim.who));
            }
            for name in &event.claimants {
                if !draft.claims.iter().any(|claim| is_meant(&claim.who, name)) {
                    judge(6, false, true, false, format!("-{name}"));
                }
            }
            let claims: Vec<Claim> = draft.claims.iter().map(Claim::from).collect();
            let contested: Vec<Dispute> = disputes(&claims);
            judge(7, !contested.is_empty(), event.contested, true, format!("{contested:?}"));
        }
        for draft in left {
            judge(0, true, false, false, format!("too many: {:?} '{}'", draft.kind, draft.kind_text));
        }
        whole += usize::from(wrong.is_empty());
        if !wrong.is_empty() {
            println!("{id}: {}", wrong.join("; "));
        }
    }
    println!("part, precision, recall; {whole} texts with nothing wrong");
    for (part, share) in PARTS.iter().zip(shares) {
        println!("{part}\t{:.2}\t{:.2}", share.precision(), share.recall());
    }
    shares
}

#[test]
fn every_event_of_a_text_is_told_and_no_other() {
    let shares = measure(include_str!("../../../tests/fixtures/article/fourth.jsonl"));
    for (part, share) in PARTS.iter().zip(shares) {
        assert!(share.precision() >= 0.85 && share.recall() >= 0.85, "{part}");
    }
}
