//! The parts of a reading, put together into an answer.
//!
//! In: a text and the geocoder. Out: the article with its mentions and drafts. It must not look at single words: that
//! is what the parts are for.

use super::answer::{Article, ClaimFound, Confidence, DateFound, Draft, DraftLocation, PlaceRole};
use super::claims::{ClaimMention, claims};
use super::dates::{DateMention, dates};
use super::direction::way;
use super::drafts::{Choice, Group, MAX_DRAFTS, Stock};
use super::figures::Toll;
use super::kinds::kind_of;
use super::mentions::mentions;
use super::places::{Form, PlaceMention, places};
use super::resolve::{MAX_PLACES, resolve};
use super::role::Role;
use super::scan::{Span, What, dateline_of, scan};
use super::segments::{Parts, Segment, Trigger, background, triggers};
use super::text::Text;
use crate::event::{Figure, Flag, Kind, Location, PlaceContext, Precision, Reason, Status};
use crate::geocode::{Answer, Geocoder};
use jiff::civil::Date;
use std::sync::Arc;

/// Metres within which a way without a distance leads, as the geocoder takes it.
const WAY_M: f64 = 10_000.0;

/// Claims of one draft at most, and bytes of what one side is quoted with before more is added.
const MAX_CLAIMS: usize = 50;
const MAX_QUOTE_BYTES: usize = 1_200;

/// A text with all that was recognised in it.
pub(super) struct Reading<'r, 't> {
    pub(super) text: &'r Text<'t>,
    geocoder: &'r Geocoder,
    pub(super) published: Option<Date>,
    pub(super) dates: Vec<DateMention>,
    pub(super) spans: Vec<Span>,
    pub(super) places: Vec<PlaceMention>,
    pub(super) answers: Vec<Option<Arc<Answer>>>,
    pub(super) claims: Vec<ClaimMention>,
    pub(super) triggers: Vec<Trigger>,
    pub(super) beside: Vec<bool>,
    segments: Vec<Segment>,
}

impl<'r, 't> Reading<'r, 't> {
    pub(super) fn of(text: &'r Text<'t>, geocoder: &'r Geocoder, published: Option<Date>) -> Self {
        let line = dateline_of(text);
        let published = published.or_else(|| {
            let mut found = dates(text, None).into_iter().filter(|date| line.contains(&date.at.start));
            found.find_map(|date| date.days).map(|(day, ..)| day)
        });
        let mut dates = dates(text, published);
        for date in dates.iter_mut().filter(|date| line.contains(&date.at.start)) {
            date.is_statement = true;
        }
        let spans = scan(text, &dates, geocoder.gazetteer());
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
        };
        reading.take_apart();
        if !reading.segments.iter().any(Segment::tells) {
            // A text that tells nothing but what is long past still has a draft.
            let beside = std::mem::take(&mut reading.beside);
            reading.beside = vec![false; beside.len()];
            reading.take_apart();
        }
        reading.claims = claims(text, &reading.spans);
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
        let (groups, is_cut) = stock.groups();
        let mut told: Vec<(usize, Draft, Group)> = groups
            .into_iter()
            .enumerate()
            .map(|(number, group)| (number, self.draft(&stock, &group), group))
            .collect();
        if told.is_empty() {
            let group = Group::whole(self.segments.len());
            told.push((0, self.draft(&stock, &group), group));
        }
        // The best first: the lead of a text before what is told behind, unless it is far less sure.
        let rank = |number: usize, draft: &Draft| {
            let sure = draft.confidence;
            sure.overall + 0.4 * sure.kind + 0.2 * sure.date + 0.8 / (1.0 + number as f64)
        };
        told.sort_by(|a, b| rank(b.0, &b.1).total_cmp(&rank(a.0, &a.1)));
        let groups: Vec<Vec<&Segment>> = told.iter().map(|(.., group)| self.segments_of(group)).collect();
        let mut notes = Vec::new();
        if is_cut {
            notes.push(format!("more than {MAX_DRAFTS} events are told: those behind are not drafts"));
        }
        if self.places.len() > MAX_PLACES {
            notes.push(format!("more than {MAX_PLACES} places are named: those behind were not looked up"));
        }
        let mentions = mentions(self, &groups, &mut notes);
        Article {
            language: self.text.language(),
            published: self.published,
            mentions,
            drafts: told.into_iter().map(|(_, draft, _)| draft).collect(),
            notes,
        }
    }

    fn segments_of(&self, group: &Group) -> Vec<&Segment> {
        group.segments.iter().filter_map(|number| self.segments.get(*number)).collect()
    }

    fn draft(&self, stock: &Stock<'_>, group: &Group) -> Draft {
        let segments = self.segments_of(group);
        let choice = stock.choose(group);
        let (kind, kind_text, kind_p) = kind_of(self.text, &segments);
        let date = stock.date(group);
        let location = self.location(choice, &segments);
        let (claims, toll) = self.claims_of(&segments);
        let actors = self.actors_of(&segments);
        let mention_p = choice.map_or(0.0, |choice| match self.places.get(choice.place) {
            Some(place) if place.is_known => 0.98,
            _ => 0.7,
        });
        let event_p = choice.map_or(0.0, |choice| choice.p);
        let confidence = Confidence {
            overall: mention_p * location.location.p * event_p,
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

    fn location(&self, choice: Option<Choice>, segments: &[&Segment]) -> DraftLocation {
        let Some((place, number)) = choice.and_then(|one| Some((self.places.get(one.place)?, one.place)))
        else {
            return self.no_place(segments);
        };
        let written = self.text.slice(&place.at).to_owned();
        if let Form::Abroad(code) = &place.form {
            let why = Reason::new(
                format!("'{written}' lies in another country ({code}): outside Mali, and not placed"),
                format!(
                    "«\u{a0}{written}\u{a0}» est dans un autre pays ({code})\u{a0}: hors du Mali, non placé"
                ),
            );
            let mut location = Location::nowhere(Status::Unlocated, why);
            location.flags.push(Flag::OutsideMali);
            return DraftLocation::new(location, written, None);
        }
        let Some(answer) = self.answers.get(number).and_then(Option::as_ref) else {
            let why = Reason::new("not looked up", "non recherché");
            return DraftLocation::new(Location::nowhere(Status::Review, why), written, None);
        };
        let location = answer.location.clone();
        if place.form == Form::Name
            && location.status == Status::Located
            && let Some(way) = segments.iter().find_map(|segment| way(self.text, &segment.at))
        {
            return self.on_the_way(place, location, &way, written);
        }
        DraftLocation::new(location, written, None)
    }

    /// The place where a camp lies that is told by the village before.
    fn on_the_way(
        &self,
        place: &PlaceMention,
        mut location: Location,
        way: &super::direction::Way,
        written: String,
    ) -> DraftLocation {
        if way.has_distance {
            let units = |value: &Option<String>| value.clone().unwrap_or_default();
            let asked = PlaceContext {
                name: format!("{} {}", way.words, self.text.slice(&place.name)),
                region: units(&location.units.region),
                cercle: units(&location.units.cercle),
                commune: String::new(),
            };
            let found = self.geocoder.geocode(&asked, None).location;
            if found.status == Status::Located {
                return DraftLocation::new(found, written, Some(way.name));
            }
        }
        location.precision = Some(Precision::azalai(2));
        location.radius_m = location.radius_m.max(WAY_M);
        let name = way.name;
        let fr = match name {
            "north" => "au nord",
            "south" => "au sud",
            "east" => "à l’est",
            "west" => "à l’ouest",
            "north-east" => "au nord-est",
            "north-west" => "au nord-ouest",
            "south-east" => "au sud-est",
            _ => "au sud-ouest",
        };
        location.reword(|why| {
            why.and(Reason::new(
                format!("the text says {name} of it, without a distance: near it"),
                format!("le texte dit {fr} de là, sans distance\u{a0}: près du lieu"),
            ))
        });
        DraftLocation::new(location, written, Some(name))
    }

    /// Where no place is named.
    fn no_place(&self, segments: &[&Segment]) -> DraftLocation {
        let part = segments.iter().find_map(|segment| self.text.within(segment.at.clone(), Role::Part));
        let country = || {
            let mut words = segments.iter().flat_map(|segment| segment.at.clone());
            words.find(|at| self.text.word(*at) == "mali").map(|at| at..at + 1)
        };
        if let Some(at) = part.map(|part| part.at.clone()).or_else(country) {
            let written = self.text.slice(&at).to_owned();
            let place = PlaceContext { name: written.replace('\n', " "), ..PlaceContext::default() };
            return DraftLocation::new(self.geocoder.geocode(&place, None).location, written, None);
        }
        let why = Reason::new("the text names no place", "le texte ne nomme aucun lieu");
        DraftLocation::new(Location::nowhere(Status::Unlocated, why), String::new(), None)
    }

    /// The claims of a group and the figures over them and the text's own.
    fn claims_of(&self, segments: &[&Segment]) -> (Vec<ClaimFound>, Toll) {
        let mut found: Vec<&ClaimMention> = Vec::new();
        let mut toll: Option<Toll> = None;
        let mut add = |one: Toll| {
            if !one.is_unknown() {
                toll = Some(toll.map_or(one, |toll| toll.across(one)));
            }
        };
        for segment in segments {
            let from = self.claims.partition_point(|claim| claim.verb.start < segment.at.start);
            let here: Vec<&ClaimMention> = self
                .claims
                .get(from..)
                .into_iter()
                .flatten()
                .take_while(|claim| claim.verb.start < segment.at.end)
                .filter(|claim| !self.beside.get(claim.verb.start).copied().unwrap_or_default())
                .collect();
            let claimed =
                here.iter().any(|one| !one.claim.deaths.is_unknown() || !one.claim.injured.is_unknown());
            if !claimed {
                add(segment.toll);
            }
            for one in &here {
                add(Toll { deaths: one.claim.deaths, injured: one.claim.injured });
            }
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
        let none = Toll { deaths: Figure::UNKNOWN, injured: Figure::UNKNOWN };
        (claims, toll.unwrap_or(none))
    }

    /// Who takes part, by the names of the lexicon; "gunmen" only where nobody with a name fights.
    fn actors_of(&self, segments: &[&Segment]) -> Vec<String> {
        let mut named: Vec<&str> = Vec::new();
        let mut unnamed: Option<&str> = None;
        let mut has_opponent = false;
        for segment in segments {
            let from = self.spans.partition_point(|span| span.at.start < segment.at.start);
            for span in
                self.spans.get(from..).into_iter().flatten().take_while(|span| span.at.start < segment.at.end)
            {
                let What::Actor(hit) = &span.what else { continue };
                if self.beside.get(span.at.start).copied().unwrap_or_default()
                    || self.only_reports(hit.at.clone(), hit.entry.role)
                {
                    continue;
                }
                let name: &str = &hit.entry.value;
                if hit.entry.role == Role::Unidentified {
                    unnamed = unnamed.or(Some(name));
                } else if !named.contains(&name) {
                    has_opponent |= matches!(hit.entry.role, Role::Armed | Role::Militia);
                    named.push(name);
                }
            }
        }
        if !has_opponent {
            named.extend(unnamed);
        }
        named.into_iter().map(str::to_owned).collect()
    }

    /// Whether the United Nations only tell of it.
    fn only_reports(&self, at: std::ops::Range<usize>, role: Role) -> bool {
        let said = (at.end..at.end + 3).any(|at| self.text.at(at, Role::Speech).is_some());
        let according = self.text.before(at.start, Role::According).is_some();
        role == Role::Un && (said || according)
    }

    /// Whether a place does something in the text that keeps it from being the event's.
    pub(super) fn role_of(&self, number: usize) -> Option<PlaceRole> {
        self.places.get(number).map(|place| place.role)
    }
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
