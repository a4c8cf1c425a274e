//! From a name with its context to a location that can say why.
//!
//! In: a place as a list names it. Out: a location with its probability, its reason and its rivals, or a
//! question for a person. It must not know lists, files or events.

mod abroad;
mod apart;
mod around;
mod beside;
mod context;
mod decide;
pub mod eval;
mod fallback;
mod fit;
mod given;
mod heed;
mod lacking;
mod model;
mod near;
mod offset;
mod phrase;
mod radius;
mod rank;
mod review;
mod road;
mod several;
mod towards;
mod turns;
mod unread;
mod weights;
mod wider;
mod words;

pub use beside::beside;
pub use turns::Turns;

use crate::event::{Candidate, Location, LonLat, PlaceContext, Precision, Reason, Status};
use crate::gazetteer::{Gazetteer, Hint, Hit, Level, Place, Tier, numbered, strip};
pub use fit::{Fitted, fit};
pub use model::{DEFAULT_ACCEPT_P, Model, ModelError, ScoreTerm};

use around::Around;
use context::{Context, is_mali};
use decide::Question;
use jiff::civil::Date;
use phrase::{Cleaned, Named, Phrase};
use serde::Serialize;
use std::sync::Arc;
use words::french;

/// A place text longer than this is no place: it goes to review unread.
const MAX_NAME_CHARS: usize = 300;

/// Finds places by name. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Geocoder {
    gazetteer: Arc<Gazetteer>,
    model: Arc<Model>,
    accept_p: f64,
    around: Option<Arc<Around>>,
    /// See [`Context::lacks`].
    lacks: Option<LonLat>,
}

/// What the names of a row mean, whatever coordinates it gives: rows of a list that differ in their coordinates only
/// need not ask twice.
#[derive(Debug)]
pub struct Resolved {
    context: Context,
    named: Answer,
}

/// What was found for one place name.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Answer {
    /// The decision.
    pub location: Location,
    /// Every candidate considered, best first.
    pub candidates: Vec<Candidate>,
    /// For each candidate, in that order: the terms of its score.
    pub terms: Vec<Vec<ScoreTerm>>,
}

impl Geocoder {
    /// A geocoder over a gazetteer.
    pub fn new(gazetteer: Arc<Gazetteer>) -> Self {
        Self {
            gazetteer,
            model: Arc::new(Model::embedded().clone()),
            accept_p: DEFAULT_ACCEPT_P,
            around: None,
            lacks: None,
        }
    }

    /// The same with other weights.
    #[must_use]
    pub fn with_model(self, model: Model) -> Self {
        Self { model: Arc::new(model), ..self }
    }

    /// The same that shows a place without asking from another probability on.
    #[must_use]
    pub fn accepting(self, accept_p: f64) -> Self {
        Self { accept_p, ..self }
    }

    /// The same as if the gazetteer had no place within 10 km of a point.
    pub(in crate::geocode) fn lacking(&self, at: Option<LonLat>) -> Self {
        Self { lacks: at, ..self.clone() }
    }

    /// How sure a place must be to be accepted.
    pub fn accept_p(&self) -> f64 {
        self.accept_p
    }

    /// The weights it scores by.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// The gazetteer it looks into.
    pub fn gazetteer(&self) -> &Arc<Gazetteer> {
        &self.gazetteer
    }

    /// Ranks the places that a name may mean and decides, or says that it cannot.
    pub fn geocode(&self, place: &PlaceContext, on: Option<Date>) -> Answer {
        let context = self.context(place, on);
        self.answer(&self.question(&context, &place.name))
    }

    /// Where a place is, as [`Self::geocode`] has it, without all that its name may mean.
    pub fn locate(&self, place: &PlaceContext, on: Option<Date>) -> Location {
        let context = self.context(place, on);
        self.answer(&Question { is_brief: true, ..self.question(&context, &place.name) }).location
    }

    /// A location for coordinates given in the list, checked against the named place.
    pub fn given(
        &self,
        point: LonLat,
        precision: Option<Precision>,
        place: &PlaceContext,
        on: Option<Date>,
    ) -> Location {
        self.given_for(&self.resolve(place, on), point, precision)
    }

    /// What the names of a row mean, to be compared with coordinates by [`Self::given_for`].
    pub fn resolve(&self, place: &PlaceContext, on: Option<Date>) -> Resolved {
        let context = self.context(place, on);
        let question = self.question(&context, &place.name);
        // The list's own columns count: coordinates inside the name are not asked too.
        let named = self.by_name(&question, &cleaned(question.written));
        Resolved { context, named }
    }

    /// A location for coordinates given, checked against what the row's names mean.
    pub fn given_for(&self, row: &Resolved, point: LonLat, precision: Option<Precision>) -> Location {
        let question = self.question(&row.context, "");
        question.given(point, precision, &row.named)
    }

    /// The name in a place text that is one name and nothing else, without its generic word, and what that says:
    /// "village de Bamba" is Bamba, a village. `None` for places told by others ("12 km north of Bourem"), for
    /// units, for what lies around a place, and for texts without a name.
    pub fn plain_name(&self, written: &str) -> Option<(String, Option<Hint>)> {
        let cleaned = cleaned(written.trim());
        let says_more = cleaned.is_unnamed || cleaned.is_doubted || cleaned.point.is_some();
        if says_more || cleaned.has_loose_numbers || is_mali(&cleaned.text) {
            return None;
        }
        let Phrase::Place(named) = self.phrase(&cleaned.text) else { return None };
        let [name] = named.names.as_slice() else { return None };
        let is_plain = named.beside.is_empty()
            && !is_mali(name)
            && !matches!(named.hint, Some(Hint::Unit(_) | Hint::AnyUnit | Hint::Around | Hint::Feature(_)));
        is_plain.then(|| (name.clone(), named.hint))
    }

    fn context(&self, place: &PlaceContext, on: Option<Date>) -> Context {
        Context {
            around: self.around.clone(),
            lacks: self.lacks,
            ..Context::read(&self.gazetteer, place, on)
        }
    }

    fn question<'a>(&'a self, context: &'a Context, written: &'a str) -> Question<'a> {
        Question {
            gazetteer: &self.gazetteer,
            model: &self.model,
            accept_p: self.accept_p,
            context,
            written: written.trim(),
            is_brief: false,
        }
    }

    fn answer(&self, question: &Question<'_>) -> Answer {
        let cleaned = cleaned(question.written);
        // Coordinates are compared with all that the name may mean.
        let question = &Question { is_brief: question.is_brief && cleaned.point.is_none(), ..*question };
        let mut answer = self.by_name(question, &cleaned);
        if let Some(point) = cleaned.point {
            answer.location = question.given(point, None, &answer);
        }
        lacking::remark(&mut answer.location, &cleaned, question.accept_p);
        answer
    }

    /// The answer for what is left of a text without notes and coordinates.
    fn by_name(&self, question: &Question<'_>, cleaned: &Cleaned) -> Answer {
        let written = question.written;
        if is_long(written) {
            let long = written.chars().count();
            let why = Reason::new(
                format!("the place text has {long} characters, more than a place's name can have"),
                format!("le texte du lieu compte {long} caractères, plus qu’un nom de lieu n’en peut avoir"),
            );
            return question.nothing(Status::Review, why);
        }
        let text = cleaned.text.as_str();
        if text.is_empty() || cleaned.is_unnamed {
            return Self::unit_only(question);
        }
        if is_mali(text) {
            return question.country();
        }
        match self.phrase(text) {
            Phrase::Nothing => {
                let written = words::cut(written);
                let why = Reason::new(
                    format!("'{written}' has no name in it"),
                    format!("{} ne contient aucun nom", french::quoted(&written)),
                );
                question.nothing(Status::Review, why)
            }
            Phrase::Place(named) if is_mali(&named.shown()) => question.country(),
            Phrase::Place(named) => {
                // A country in a column is told as well as one beside the name.
                let named = named.beside(question.context.country.as_deref());
                question.abroad(&named).unwrap_or_else(|| {
                    let mut answer = question.place(&named);
                    question.remark_unread(&named, &mut answer.location);
                    answer
                })
            }
            Phrase::Offset { reach, bearing, anchor, named } => {
                question.offset(reach, bearing, &anchor, named.as_ref())
            }
            Phrase::Along { distance, ways, named } => question.along(distance, &ways, named.as_ref()),
            Phrase::Near { anchor, named } => question.near(&anchor, named.as_ref()),
            Phrase::Part(part) => question.part(&part, &Named::whole(text)),
            Phrase::Between { cuts, span, named, whole } => {
                question.between(&cuts, span, named.as_ref(), whole.as_ref())
            }
            Phrase::Several { places, is_either } => question.several(&places, is_either),
            Phrase::Quarter { quarter, town } => question.quarter(&quarter, &town),
            Phrase::Lacking { lack, named } => question.lacking(lack, named.as_ref()),
        }
    }

    /// What the text says. A text that is a name as it stands is never taken apart: there are places called
    /// "Camp" and "La", and names with "sur" and "de" in them.
    fn phrase(&self, written: &str) -> Phrase {
        if let Some(commune) = self.numbered_commune(written) {
            return Phrase::Place(commune);
        }
        let hits = self.gazetteer.find(written);
        let mut called_so = hits.iter().take_while(|hit| hit.tier <= Tier::Plain).peekable();
        if called_so.peek().is_some()
            && let stripped = strip(written)
            && !stripped.says_unit()
        {
            // "Lac Débo" is on record with its word, which says what is meant all the same.
            let feature = stripped.feature().filter(|feature| {
                called_so.any(|hit| self.gazetteer.kind_of(hit.place).is_some_and(|kind| feature.is(kind)))
            });
            return Phrase::Place(Named { hint: feature.map(Hint::Feature), ..Named::whole(written) });
        }
        match phrase::parse(written) {
            Phrase::Place(named) => Phrase::Place(self.with_units_apart(named)),
            other => other,
        }
    }

    /// "Commune V", "Commune 5, Bamako": the number is the name.
    fn numbered_commune(&self, written: &str) -> Option<Named> {
        let (name, rest) = numbered(written)?;
        let is_known = |hit: &Hit<'_>| matches!(hit.place, Place::Unit(_)) && hit.tier <= Tier::Plain;
        let known = self.gazetteer.find(name).into_iter().find(is_known)?;
        let rest = rest.split([',', ';', '(', ')', '/']).map(str::trim).filter(|part| !part.is_empty());
        Some(Named::unit(known.name, Level::Commune).beside(rest))
    }

    /// A row without a place that names units: the smallest of them, as an area.
    fn unit_only(question: &Question<'_>) -> Answer {
        let Some(smallest) = question.context.given.iter().max_by_key(|given| given.level) else {
            let status = if question.context.unknown.is_empty() { Status::Unlocated } else { Status::Review };
            return question.nothing(status, Reason::new("no place is named", "aucun lieu n’est nommé"));
        };
        let named = Named::unit(&smallest.name, smallest.level);
        let mut answer = question.decide(&named, &question.rank(&named));
        let units =
            Reason::new("no place is named, only units", "aucun lieu n’est nommé, seulement des unités");
        answer.location.reword(|why| units.and(why));
        answer
    }
}

/// Whether a text is too long to be read.
fn is_long(written: &str) -> bool {
    written.chars().nth(MAX_NAME_CHARS).is_some()
}

/// A text without notes and coordinates; empty when it is too long to be read.
fn cleaned(written: &str) -> Cleaned {
    if is_long(written) { Cleaned::default() } else { phrase::clean(written) }
}

#[cfg(test)]
mod tests;
