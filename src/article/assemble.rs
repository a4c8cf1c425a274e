//! The parts of a reading, put together into an answer.
//!
//! In: a text and the geocoder. Out: the article with its mentions and drafts. It must not look at single words: that
//! is what the parts are for.

use super::answer::{Article, ClaimFound, Confidence, DateFound, Draft, DraftLocation};
use super::claims::{ClaimMention, claims};
use super::dates::{DateMention, dates};
use super::drafts::{Group, MAX_DRAFTS, Stock};
use super::figures::Toll;
use super::kinds::kind_of;
use super::mentions::mentions;
use super::places::{Form, PlaceMention, places};
use super::resolve::{MAX_PLACES, resolve};
use super::scan::{Span, dateline, scan};
use super::segments::{Parts, Segment, Trigger, background, no_event, triggers};
use super::text::Text;
use crate::event::{Figure, Kind, Reason};
use crate::geocode::{Answer, Geocoder};
use jiff::civil::Date;
use std::ops::Range;
use std::sync::Arc;

/// Claims of one draft at most, and bytes of what one side is quoted with before more is added.
const MAX_CLAIMS: usize = 50;
const MAX_QUOTE_BYTES: usize = 1_200;

/// A text with all that was recognised in it.
pub(super) struct Reading<'r, 't> {
    pub(super) text: &'r Text<'t>,
    pub(super) geocoder: &'r Geocoder,
    pub(super) published: Option<Date>,
    pub(super) dates: Vec<DateMention>,
    pub(super) spans: Vec<Span>,
    pub(super) places: Vec<PlaceMention>,
    pub(super) answers: Vec<Option<Arc<Answer>>>,
    pub(super) claims: Vec<ClaimMention>,
    pub(super) triggers: Vec<Trigger>,
    pub(super) beside: Vec<bool>,
    segments: Vec<Segment>,
    /// The text tells of nothing but what is long past or goes on every year.
    is_past: bool,
}

impl<'r, 't> Reading<'r, 't> {
    pub(super) fn of(text: &'r Text<'t>, geocoder: &'r Geocoder, published: Option<Date>) -> Self {
        let line = dateline(text);
        let published = published.or_else(|| {
            let mut found = dates(text, None).into_iter().filter(|date| line.contains(&date.at.start));
            found.find_map(|date| date.days).map(|(day, ..)| day)
        });
        let mut dates = dates(text, published);
        for date in dates.iter_mut().filter(|date| line.contains(&date.at.start)) {
            date.is_statement = true;
        }
        let spans = scan(text, &dates, &line, geocoder.gazetteer());
        let mut reading = Self {
            text,
            geocoder,
            published,
            beside: background(text, &dates),
            dates,
            spans,
            places: Vec::new(),
            answers: Vec::new(),
            claims: Vec::new(),
            triggers: Vec::new(),
            segments: Vec::new(),
            is_past: false,
        };
        reading.take_apart();
        if !reading.segments.iter().any(Segment::tells) {
            // A text that tells nothing but what is long past still has a draft.
            reading.beside = no_event(text);
            reading.is_past = true;
            reading.take_apart();
        }
        reading.claims = claims(text, &reading.spans, &line);
        let day = reading.dates.iter().find_map(|date| date.days).map(|(day, ..)| day).or(published);
        reading.answers = resolve(text, &reading.places, geocoder, day);
        reading
    }

    /// Places, triggers and segments, by what is taken for background.
    fn take_apart(&mut self) {
        let beside = std::mem::take(&mut self.beside);
        let is_beside = |at: usize| beside.get(at).copied().unwrap_or_default();
        self.places = places(self.text, &self.spans, self.geocoder.gazetteer(), &is_beside);
        self.triggers = triggers(self.text, &self.spans, &beside);
        let parts = Parts {
            text: self.text,
            dates: &self.dates,
            places: &self.places,
            triggers: &self.triggers,
            beside: &beside,
        };
        self.segments = parts.segments();
        self.beside = beside;
    }

    /// The answer.
    pub(super) fn article(&self) -> Article {
        let stock = Stock {
            segments: &self.segments,
            places: &self.places,
            answers: &self.answers,
            dates: &self.dates,
        };
        let tells = self.segments.iter().any(Segment::tells_something);
        let (groups, is_cut) = if tells { stock.groups() } else { (Vec::new(), false) };
        let mut told: Vec<(usize, Draft, Group)> = groups
            .into_iter()
            .enumerate()
            .map(|(number, group)| (number, self.draft(&stock, &group), group))
            .collect();
        // The best first: the lead of a text before what is told behind, unless it is far less sure.
        let rank = |number: usize, draft: &Draft| {
            let sure = draft.confidence;
            sure.overall + 0.4 * sure.kind + 0.2 * sure.date + 0.8 / (1.0 + number as f64)
        };
        told.sort_by(|a, b| rank(b.0, &b.1).total_cmp(&rank(a.0, &a.1)));
        let groups: Vec<Vec<&Segment>> = told.iter().map(|(.., group)| self.segments_of(group)).collect();
        let mut notes = Vec::new();
        if told.is_empty() {
            notes.push(Reason::new(
                "no event was found in this text",
                "aucun événement n’a été trouvé dans ce texte",
            ));
        }
        if is_cut {
            notes.push(Reason::new(
                format!("more than {MAX_DRAFTS} events are told: those behind are not drafts"),
                format!("plus de {MAX_DRAFTS} événements sont racontés\u{a0}: les suivants ne sont pas des ébauches"),
            ));
        }
        if self.places.len() > MAX_PLACES {
            notes.push(Reason::new(
                format!("more than {MAX_PLACES} places are named: those behind were not looked up"),
                format!("plus de {MAX_PLACES} lieux sont nommés\u{a0}: les suivants n’ont pas été cherchés"),
            ));
        }
        let mentions = mentions(self, &groups, &mut notes);
        Article {
            language: self.text.language(),
            published: self.published,
            mentions,
            drafts: told.into_iter().map(|(_, draft, _)| draft).collect(),
            notes: notes.iter().map(|note| note.en.clone()).collect(),
            notes_fr: notes.into_iter().map(|note| note.fr).collect(),
        }
    }

    fn segments_of(&self, group: &Group) -> Vec<&Segment> {
        group.segments.iter().filter_map(|number| self.segments.get(*number)).collect()
    }

    fn draft(&self, stock: &Stock<'_>, group: &Group) -> Draft {
        let segments = self.segments_of(group);
        let choice = stock.choose(group);
        let speakers = self.speakers(&segments);
        let places =
            segments.iter().flat_map(|segment| self.places.get(segment.places.clone()).unwrap_or_default());
        let names = places.map(|place| place.name.clone());
        let elsewhere: Vec<Range<usize>> = speakers.iter().cloned().chain(names).collect();
        let (kind, kind_text, kind_p) = kind_of(self.text, &segments, &elsewhere);
        let date = stock.date(group);
        let location = self.location(choice, &segments);
        let (claims, toll) = self.claims_of(&segments);
        let is_abroad = choice
            .and_then(|choice| self.places.get(choice.place))
            .is_some_and(|place| matches!(place.form, Form::Abroad(_)));
        let actors = self.actors_of(&segments, &speakers, is_abroad);
        let mention_p = choice.map_or(0.0, |choice| match self.places.get(choice.place) {
            Some(place) if place.is_known => 0.98,
            _ => 0.7,
        });
        let event_p = choice.map_or(0.0, |choice| choice.p);
        let happened = happened(&segments) * if self.is_past { 0.5 } else { 1.0 };
        let confidence = Confidence {
            overall: happened * mention_p * location.location.p * event_p,
            happened,
            mention: mention_p,
            place: location.location.p,
            event_place: event_p,
            date: date.map_or(0.0, |(_, p)| p),
            kind: kind_p,
            actors: if actors.is_empty() { 0.0 } else { 0.8 },
        };
        let found: Option<DateFound> =
            date.and_then(|(number, _)| self.dates.get(number)).and_then(|date| date.found(self.text));
        let why = why(kind, &kind_text, &location, found.as_ref(), event_p);
        let words = self.first_words(&segments);
        Draft {
            location,
            date: found,
            kind,
            kind_text,
            actors,
            deaths: toll.deaths,
            injured: toll.injured,
            claims,
            confidence,
            why: why.en,
            why_fr: why.fr,
            start: words.0,
            end: words.1,
        }
    }

    /// Characters of the first segment that tells the event.
    fn first_words(&self, segments: &[&Segment]) -> (usize, usize) {
        let first = segments.iter().find(|segment| segment.tells()).or_else(|| segments.first());
        let bytes = first.map_or(0..0, |segment| self.text.bytes(&segment.at));
        let chars = |to: usize| self.text.written.get(..to).map_or(0, |before| before.chars().count());
        (chars(bytes.start), chars(bytes.end))
    }

    /// The claims of a group and the figures over them and the text's own.
    fn claims_of(&self, segments: &[&Segment]) -> (Vec<ClaimFound>, Toll) {
        let mut found: Vec<&ClaimMention> = Vec::new();
        let mut tolls: Vec<Toll> = Vec::new();
        for segment in segments {
            let here: Vec<&ClaimMention> = self
                .claims_in(&segment.at)
                .iter()
                .filter(|claim| !self.beside.get(claim.verb.start).copied().unwrap_or_default())
                .collect();
            let claimed = here.iter().any(|one| !one.toll.is_unknown());
            if !claimed {
                tolls.push(segment.toll);
            }
            tolls.extend(here.iter().map(|one| one.toll));
            found.extend(here);
        }
        let has_named = found.iter().any(|claim| claim.is_named);
        let mut claims: Vec<ClaimFound> = Vec::new();
        for one in found {
            // Unnamed sources that give no figures add nothing to what the parties claim.
            if !one.is_named && has_named && !one.has_substance {
                continue;
            }
            let has_room = claims.len() < MAX_CLAIMS;
            match claims.iter_mut().find(|known| known.who == one.claim.who) {
                Some(known)
                    if one.has_substance && known.deaths.is_unknown() && known.injured.is_unknown() =>
                {
                    if known.quote.len() < MAX_QUOTE_BYTES {
                        known.quote = format!("{} … {}", known.quote, one.claim.quote);
                    }
                    (known.deaths, known.injured) = (one.claim.deaths, one.claim.injured);
                }
                None if has_room => claims.push(one.claim.clone()),
                _ => {}
            }
        }
        let mut toll = Toll::across(&tolls);
        let single = one_of(segments.iter().map(|segment| segment.single));
        if toll.deaths.is_unknown() {
            toll.deaths = single.deaths;
        }
        toll.deaths = toll.deaths_at_most();
        if toll.injured.is_unknown() {
            toll.injured = single.injured;
        }
        (claims, toll)
    }

    /// The claims whose verb is among some words.
    fn claims_in(&self, words: &Range<usize>) -> &[ClaimMention] {
        let from = self.claims.partition_point(|claim| claim.verb.start < words.start);
        let to = self.claims.partition_point(|claim| claim.verb.start < words.end);
        self.claims.get(from..to).unwrap_or_default()
    }

    /// The words of those who only speak of what segments tell.
    fn speakers(&self, segments: &[&Segment]) -> Vec<Range<usize>> {
        let claims = segments.iter().flat_map(|segment| self.claims_in(&segment.at));
        claims.filter_map(|claim| claim.speaker.clone()).collect()
    }
}

/// Somebody without a number: one, and of several who may be the same at least one.
fn one_of(singles: impl Iterator<Item = Toll>) -> Toll {
    let at_least = |one: Figure| Figure { low: one.low, ..Figure::UNKNOWN };
    let join = |a: Figure, b: Figure| match (a.is_unknown(), b.is_unknown()) {
        (true, _) => b,
        (_, true) => a,
        _ => at_least(a),
    };
    singles.fold(Toll::default(), |all, one| Toll {
        deaths: join(all.deaths, one.deaths),
        injured: join(all.injured, one.injured),
        neutralised: 0,
    })
}

/// That what is told happened: by the strongest word that tells it.
fn happened(segments: &[&Segment]) -> f64 {
    let told = segments.iter().flat_map(|segment| &segment.triggers);
    told.map(|trigger| if trigger.is_strong { 0.98 } else { 0.8 }).fold(0.2, f64::max)
}

fn why(kind: Kind, words: &str, location: &DraftLocation, date: Option<&DateFound>, event_p: f64) -> Reason {
    let what = if words.is_empty() {
        Reason::new("no word says what happened", "aucun mot ne dit ce qui s’est passé")
    } else {
        Reason::new(
            format!("'{words}' tells of the kind {}", kind.as_str()),
            format!("«\u{a0}{words}\u{a0}» dit le type {}", kind.as_str()),
        )
    };
    let place = if location.text.is_empty() {
        Reason::new("no place is named", "aucun lieu n’est nommé")
    } else {
        let text = location.text.split_whitespace().collect::<Vec<_>>().join(" ");
        Reason::new(
            format!("placed by '{text}', the event's place with p {event_p:.2}"),
            format!("placé d’après «\u{a0}{text}\u{a0}», lieu des faits avec p {event_p:.2}"),
        )
    };
    let when = match date {
        Some(date) => {
            Reason::new(format!("dated by '{}'", date.text), format!("daté par «\u{a0}{}\u{a0}»", date.text))
        }
        None => Reason::new("not dated", "non daté"),
    };
    what.and(place).and(when)
}
