//! So far from a place: distances, kilometre posts, times of travel.
//!
//! In: the clauses of a text. Out: an offset, or what it lacks. It must not know which places there are.

use super::super::bearing::{self, Bearing, Spelling};
use super::super::clause::{Clause, What};
use super::super::cuts::cuts;
use super::super::lexicon::Role;
use super::super::names::Named;
use super::super::number::{Far, Stated};
use super::super::token::{Token, covered};
use super::super::{Lack, Phrase, Reach};
use super::{Said, is_same, lack};

impl<'a> Said<'a> {
    /// "PK 30 route X-Y", "PK 30 de X".
    pub(super) fn post(&self) -> Option<Phrase> {
        let (at, clause) = self.find(|what| matches!(what, What::Post(_)))?;
        let What::Post(km) = clause.what else { return None };
        let ends = self.find(|what| matches!(what, What::Road | What::Between(_) | What::Towards));
        let ways = ends.map(|(_, road)| cuts(self.text, road.words)).unwrap_or_default();
        let own = Role::Of.skip(clause.words);
        let start = Some(own).filter(|own| self.is_name(own)).or_else(|| self.name_before(at));
        if let Some(start) = start {
            let start = self.named(start);
            let ways = self.ways_from(&start);
            return Some(if ways.is_empty() {
                Phrase::Offset { reach: Reach::Stated(km), bearing: None, anchor: start, named: None }
            } else {
                Phrase::Along { distance: Some(km), ways, named: None }
            });
        }
        if !ways.is_empty() {
            // Posts are counted from the end that is named first.
            return Some(Phrase::Along { distance: Some(km), ways, named: None });
        }
        Some(match ends.filter(|(_, road)| self.is_name(road.words)) {
            Some((_, road)) => Phrase::Lacking { lack: Lack::WhichEnd, named: Some(self.named(road.words)) },
            None => Phrase::Lacking { lack: Lack::Start, named: None },
        })
    }

    /// "12 km north of X", "X 50km W", "30 km from X on the Y road".
    pub(super) fn distance(&self) -> Option<Phrase> {
        let (at, clause) = self.find(|what| matches!(what, What::Distance(..)))?;
        let What::Distance(far, bearing) = clause.what else { return None };
        // "80 km (50 miles) from X" has the place behind the second.
        let is_distance =
            |one: &&Clause<'a>| matches!(one.what, What::Distance(..)) && self.is_name(one.words);
        let is_from =
            |words: &&[Token]| words.first().is_some_and(|one| one.is(&["from", "of", "de", "d", "du"]));
        let own = self.clauses.iter().find(is_distance).map(|one| one.words);
        let own = own.or_else(|| self.name_after(at).filter(is_from).map(|words| Role::Of.skip(words)));
        let other = self.find(|what| matches!(what, What::Direction(_) | What::Edge(_) | What::Near));
        let bearing = bearing
            .or_else(|| other.and_then(|(_, one)| one.what.bearing()))
            .or_else(|| self.bearing_towards());
        let (words, named) = match (own, other) {
            (Some(own), _) => (Some(own), self.beside(at)),
            (None, Some((_, other))) => (Some(other.words), self.beside(at)),
            (None, None) => (self.name_before(at).or_else(|| self.name_after(at)), None),
        };
        let Some(words) = words else {
            let unit = self.units.first().map(|unit| Named::read(unit));
            return Some(match unit {
                Some(anchor) => self.offset(far, bearing, anchor, None),
                None => Phrase::Lacking { lack: Lack::Start, named: None },
            });
        };
        if let Some(lack) = lack(words) {
            return Some(Phrase::Lacking { lack, named: None });
        }
        let anchor = if own.is_some() { self.anchor(at, words) } else { self.named(words) };
        Some(self.offset(far, bearing, anchor, named))
    }

    pub(super) fn offset(
        &self,
        far: Far,
        bearing: Option<Bearing>,
        anchor: Named,
        named: Option<Named>,
    ) -> Phrase {
        let stated: Option<Stated> = match far {
            Far::Many => return Phrase::Lacking { lack: Lack::Number, named: Some(anchor) },
            Far::Few => None,
            Far::Stated(stated) => Some(stated),
        };
        let ways = if bearing.is_some() { Vec::new() } else { self.ways_from(&anchor) };
        match stated {
            _ if !ways.is_empty() => Phrase::Along { distance: stated, ways, named },
            Some(stated) => Phrase::Offset { reach: Reach::Stated(stated), bearing, anchor, named },
            None if bearing.is_some() => Phrase::Offset { reach: Reach::Unstated, bearing, anchor, named },
            None => Phrase::Near { anchor, named },
        }
    }

    /// "15 km from X towards the north".
    pub(super) fn bearing_towards(&self) -> Option<Bearing> {
        let (_, towards) = self.find(|what| what == What::Towards)?;
        let words = Role::ToThe.skip(towards.words);
        let (bearing, rest) = bearing::read(words, Spelling::Words)?;
        rest.is_empty().then_some(bearing)
    }

    /// From a place to the other end of the road that the text names.
    pub(super) fn ways_from(&self, anchor: &Named) -> Vec<(Named, Named)> {
        let is_way = |what| matches!(what, What::Towards | What::Road | What::Between(_));
        let Some((_, way)) = self
            .clauses
            .iter()
            .enumerate()
            .rev()
            .find(|(_, one)| is_way(one.what) && self.is_name(one.words))
        else {
            return Vec::new();
        };
        if way.what == What::Towards {
            return vec![(anchor.clone(), Named::read(covered(self.text, way.words)))];
        }
        let pairs = cuts(self.text, way.words);
        if pairs.is_empty() {
            let end = Named::read(covered(self.text, way.words));
            return if is_same(anchor, &end) { Vec::new() } else { vec![(anchor.clone(), end)] };
        }
        pairs
            .into_iter()
            .filter_map(|(left, right)| {
                let other = if is_same(anchor, &left) {
                    Some(right)
                } else {
                    is_same(anchor, &right).then_some(left)
                };
                Some((anchor.clone(), other?))
            })
            .collect()
    }

    /// "Two hours by road from X".
    pub(super) fn travel(&self) -> Option<Phrase> {
        let (at, clause) = self.find(|what| matches!(what, What::Travel(_)))?;
        let What::Travel(travel) = clause.what else { return None };
        let own = Some(clause.words).filter(|words| self.is_name(words));
        let words = own.or_else(|| self.name_before(at)).or_else(|| self.name_after(at));
        let named = words.map(|words| self.named(words));
        Some(Phrase::Lacking { lack: Lack::Distance(travel), named })
    }
}
