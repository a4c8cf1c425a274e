//! Where a draft is placed.
//!
//! In: the place chosen for an event, and what the text says round it. Out: a location with its reason, never surer than
//! the text. It must not choose the place.

use super::answer::{DraftLocation, PlaceRole};
use super::assemble::Reading;
use super::direction::{Way, way};
use super::drafts::Choice;
use super::places::{Cue, Form, PlaceMention};
use super::role::Role;
use super::segments::Segment;
use crate::event::{Flag, Location, PlaceContext, Precision, Reason, Status};

/// Metres within which a way without a distance leads, as the geocoder takes it.
const WAY_M: f64 = 10_000.0;
/// Metres within which a place lies that is only known to lie near another.
const UNKNOWN_M: f64 = 25_000.0;

impl Reading<'_, '_> {
    pub(super) fn location(&self, choice: Option<Choice>, segments: &[&Segment]) -> DraftLocation {
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
        match self.unknown_before(place, segments) {
            Some(unknown) if location.status == Status::Located => {
                DraftLocation::new(about(location, unknown), written, None)
            }
            _ => DraftLocation::new(location, written, None),
        }
    }

    /// "In the village of Yirma, near Douentza": the village that nobody knows, where another place only tells where it is.
    fn unknown_before(&self, place: &PlaceMention, segments: &[&Segment]) -> Option<&str> {
        let sentence = self.text.sentence_of(place.at.start);
        let found = |number: usize| {
            self.answers
                .get(number)
                .and_then(Option::as_ref)
                .is_some_and(|answer| answer.location.point.is_some())
        };
        let numbers = segments.iter().flat_map(|segment| segment.places.clone());
        let mut unknown =
            numbers.filter(|number| !found(*number)).filter_map(|number| self.places.get(number));
        unknown
            .find(|one| {
                let is_named = !one.is_known && one.cue == Cue::Strong && one.role == PlaceRole::Event;
                is_named && sentence.contains(&one.at.start) && one.at.start < place.at.start
            })
            .map(|one| self.text.slice(&one.at))
    }

    /// The place where a camp lies that is told by the village before.
    fn on_the_way(
        &self,
        place: &PlaceMention,
        mut location: Location,
        way: &Way,
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
}

/// Round a known place, since the one that the text names is not known.
fn about(mut location: Location, unknown: &str) -> Location {
    let unknown = unknown.replace('\n', " ");
    location.status = Status::Area;
    location.precision = Some(Precision::azalai(2));
    location.radius_m = location.radius_m.max(UNKNOWN_M);
    location.reword(|why| {
        why.and(Reason::new(
            format!("the text names '{unknown}', which the gazetteer does not know: somewhere round it"),
            format!(
                "le texte nomme «\u{a0}{unknown}\u{a0}», que le répertoire ne connaît pas\u{a0}: quelque part autour"
            ),
        ))
    });
    location
}
