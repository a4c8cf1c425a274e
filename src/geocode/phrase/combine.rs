//! What clauses say together: "Tabankort | 12 km north of Bourem | on the Kidal road" is one place.
//!
//! In: clauses. Out: a phrase. It must not know which places there are.

use super::bearing::Bearing;
use super::clause::{Clause, What};
use super::cuts::{and_cuts, cuts, has_or, joined, space_cuts};
use super::lexicon::Role;
use super::names::Named;
use super::number::{Far, Stated};
use super::token::{Token, covered};
use super::{Lack, Phrase, Reach, Span};
use crate::gazetteer::{Hint, Level, plain_key, sahel_key, strip};

/// More clauses than this are no place: the text is taken as a name.
const MAX_CLAUSES: usize = 12;

/// Reads clauses together.
pub(super) fn combine(text: &str, clauses: &[Clause<'_>]) -> Phrase {
    if clauses.len() > MAX_CLAUSES {
        return Phrase::Place(Named::read(text));
    }
    let said = Said::new(text, clauses);
    said.post()
        .or_else(|| said.distance())
        .or_else(|| said.travel())
        .or_else(|| said.round())
        .or_else(|| said.between())
        .or_else(|| said.quarter())
        .or_else(|| said.several())
        .unwrap_or_else(|| said.place())
}

/// The clauses of a text, sorted by what they do.
struct Said<'a> {
    text: &'a str,
    clauses: &'a [Clause<'a>],
    /// Names with their position among the clauses; without words that name nothing.
    names: Vec<(usize, &'a [Token])>,
    /// "Commune de X": what holds the place.
    units: Vec<&'a str>,
}

impl<'a> Said<'a> {
    fn new(text: &'a str, clauses: &'a [Clause<'a>]) -> Self {
        let mut units: Vec<(Level, &str)> = Vec::new();
        let mut names = Vec::new();
        for (at, clause) in clauses.iter().enumerate() {
            let words = trimmed(clause.words);
            let shown = covered(text, words);
            match (clause.what, level(shown)) {
                (What::Unit, level) => units.push((level.unwrap_or(Level::Region), shown)),
                (What::Name, Some(level)) => units.push((level, shown)),
                (What::Name, None) if Role::Filler.skip(words).is_empty() || Role::Country.is(words) => {}
                (What::Name, None) => names.push((at, words)),
                _ => {}
            }
        }
        // The smallest first: it is the place, where there is no other.
        units.sort_by_key(|(level, _)| std::cmp::Reverse(*level));
        Self { text, clauses, names, units: units.into_iter().map(|(_, shown)| shown).collect() }
    }

    fn find(&self, wanted: impl Fn(What) -> bool) -> Option<(usize, &'a Clause<'a>)> {
        self.clauses.iter().enumerate().find(|(_, one)| wanted(one.what))
    }

    /// A name, with the units of the text beside it.
    fn named(&self, words: &[Token]) -> Named {
        Named::read(covered(self.text, Role::CountryAfter.trim_but_all(words)))
            .beside(self.units.iter().copied())
    }

    /// The name before a clause; its own kind apart: "village" is none.
    fn name_before(&self, at: usize) -> Option<&'a [Token]> {
        self.names.iter().rev().find(|(name, words)| *name < at && self.is_name(words)).map(|(_, words)| *words)
    }

    fn name_after(&self, at: usize) -> Option<&'a [Token]> {
        self.names.iter().find(|(name, words)| *name > at && self.is_name(words)).map(|(_, words)| *words)
    }

    fn is_name(&self, words: &[Token]) -> bool {
        !Named::read(covered(self.text, words)).names.is_empty()
    }

    /// The place that the clause's anchor is told beside: the first name before it.
    fn beside(&self, at: usize) -> Option<Named> {
        let first = self.names.iter().find(|(name, words)| *name < at && self.is_name(words));
        first.map(|(_, words)| self.named(words))
    }

    /// An anchor with the names behind its clause, which say where it lies: "12 km north of Bourem, Gao".
    fn anchor(&self, at: usize, words: &[Token]) -> Named {
        let behind = self.names.iter().filter(|(name, _)| *name > at).map(|(_, words)| covered(self.text, words));
        self.named(words).beside(behind)
    }

    /// "PK 30 route X-Y", "PK 30 de X".
    fn post(&self) -> Option<Phrase> {
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
            Some((_, road)) => {
                Phrase::Lacking { lack: Lack::WhichEnd, named: Some(self.named(road.words)) }
            }
            None => Phrase::Lacking { lack: Lack::Start, named: None },
        })
    }

    /// "12 km north of X", "X 50km W", "30 km from X on the Y road".
    fn distance(&self) -> Option<Phrase> {
        let (at, clause) = self.find(|what| matches!(what, What::Distance(..)))?;
        let What::Distance(far, bearing) = clause.what else { return None };
        // "80 km (50 miles) from X" has the place behind the second.
        let is_distance = |one: &&Clause<'a>| matches!(one.what, What::Distance(..)) && self.is_name(one.words);
        let own = self.clauses.iter().find(is_distance).map(|one| one.words);
        let other = self.find(|what| matches!(what, What::Direction(_) | What::Edge(_) | What::Near));
        let bearing = bearing.or_else(|| self.bearing_of(other)).or_else(|| self.bearing_towards());
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

    fn offset(&self, far: Far, bearing: Option<Bearing>, anchor: Named, named: Option<Named>) -> Phrase {
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

    fn bearing_of(&self, clause: Option<(usize, &Clause<'_>)>) -> Option<Bearing> {
        match clause?.1.what {
            What::Direction(bearing) => Some(bearing),
            What::Edge(bearing) => bearing,
            _ => None,
        }
    }

    /// "15 km from X towards the north".
    fn bearing_towards(&self) -> Option<Bearing> {
        let (_, towards) = self.find(|what| what == What::Towards)?;
        let words = Role::ToThe.skip(towards.words);
        let (bearing, rest) = super::bearing::read(words, super::bearing::Spelling::Words)?;
        rest.is_empty().then_some(bearing)
    }

    /// From a place to the other end of the road that the text names.
    fn ways_from(&self, anchor: &Named) -> Vec<(Named, Named)> {
        let is_way = |what| matches!(what, What::Towards | What::Road | What::Between(_));
        let Some((_, way)) = self.clauses.iter().enumerate().rev().find(|(_, one)| {
            is_way(one.what) && self.is_name(one.words)
        }) else {
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
                let other = if is_same(anchor, &left) { Some(right) } else { is_same(anchor, &right).then_some(left) };
                Some((anchor.clone(), other?))
            })
            .collect()
    }

    /// "Two hours by road from X".
    fn travel(&self) -> Option<Phrase> {
        let (at, clause) = self.find(|what| matches!(what, What::Travel(_)))?;
        let What::Travel(travel) = clause.what else { return None };
        let own = Some(clause.words).filter(|words| self.is_name(words));
        let words = own.or_else(|| self.name_before(at)).or_else(|| self.name_after(at));
        let named = words.map(|words| self.named(words));
        Some(Phrase::Lacking { lack: Lack::Distance(travel), named })
    }

    /// "Near X", "north of X", "northern X", "sortie nord de X".
    fn round(&self) -> Option<Phrase> {
        let is_round =
            |what| matches!(what, What::Near | What::Direction(_) | What::Edge(_) | What::Part);
        let (at, clause) = self.find(is_round)?;
        let words = clause.words;
        let beside = self.beside(at);
        // "Bamba, nord du Mali", "Bamba, nord de la région de Gao": where the place lies, roughly.
        if Role::Country.is(words) {
            return match beside {
                Some(_) => Some(self.without(at)),
                None => Some(Phrase::Part(self.named(words))),
            };
        }
        if !self.is_name(words) {
            if let Some(unit) = self.units.first().filter(|_| beside.is_none()) {
                return Some(Phrase::Part(Named::read(unit)));
            }
            return beside.map(|_| self.without(at));
        }
        if let Some(lack) = lack(words) {
            return Some(match beside {
                Some(_) => self.without(at),
                None => Phrase::Lacking { lack, named: None },
            });
        }
        let anchor = self.anchor(at, words);
        if matches!(clause.what, What::Near | What::Edge(_)) && joined(words).len() > 1 && beside.is_none() {
            return Some(self.all(&joined(words), has_or(words)));
        }
        // "Bamba, nord Gao": a name, and where it lies, roughly.
        if let (What::Part, Some(_), Phrase::Place(named)) = (clause.what, &beside, self.without(at)) {
            return Some(Phrase::Place(named.beside([covered(self.text, words)])));
        }
        let ways = self.ways_from(&anchor);
        if !ways.is_empty() {
            return Some(Phrase::Along { distance: None, ways, named: beside });
        }
        Some(match clause.what {
            What::Direction(bearing) => {
                Phrase::Offset { reach: Reach::Unstated, bearing: Some(bearing), anchor, named: beside }
            }
            What::Edge(Some(bearing)) => {
                Phrase::Offset { reach: Reach::Edge, bearing: Some(bearing), anchor, named: beside }
            }
            What::Part if beside.is_none() => Phrase::Part(anchor),
            _ => Phrase::Near { anchor, named: beside },
        })
    }

    /// The phrase as it is without one clause.
    fn without(&self, at: usize) -> Phrase {
        let rest: Vec<Clause<'_>> =
            self.clauses.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, one)| *one).collect();
        combine(self.text, &rest)
    }

    /// "Between X and Y", "route X-Y", "from X to Y", "X towards Y".
    fn between(&self) -> Option<Phrase> {
        let is_way = |what| matches!(what, What::Between(_) | What::Road | What::Towards);
        let all = || self.clauses.iter().enumerate().filter(|(_, one)| is_way(one.what));
        // "Road between X and Y" is two clauses, of which the second has the names.
        let (at, way) = all().find(|(_, one)| self.is_name(one.words)).or_else(|| all().next())?;
        let is_halfway = self.clauses.iter().any(|one| one.what == What::Between(true));
        let span = if is_halfway { Span::Halfway } else { Span::Any };
        let between = self.clauses.iter().any(|one| matches!(one.what, What::Between(_)));
        if let Some(phrase) = self.section(way) {
            return Some(phrase);
        }
        let before = self.name_before(at);
        let after: Vec<&[Token]> = self.names.iter().filter(|(name, _)| *name > at).map(|(_, words)| *words).collect();
        if !self.is_name(way.words) {
            // "RN 17" and a name.
            return match (before, after.first().copied()) {
                (Some(name), _) | (None, Some(name)) if way.what == What::Road && !between => {
                    Some(Phrase::Near { anchor: self.named(name), named: None })
                }
                _ => Some(Phrase::Lacking { lack: Lack::Start, named: None }),
            };
        }
        let first = if between { and_cuts(self.text, way.words) } else { Vec::new() };
        // "Between X, Y and Z", "between X, and Y".
        if between && first.is_empty() && !after.is_empty() {
            let words: Vec<&[Token]> =
                std::iter::once(way.words).chain(after.iter().flat_map(|words| joined(words))).collect();
            return Some(match words.as_slice() {
                [one, other] => self.ends(vec![(self.named(one), self.named(other))], span, None, None),
                _ => self.all(&words, false),
            });
        }
        let cuts = if first.is_empty() { cuts(self.text, way.words) } else { first };
        if cuts.is_empty() {
            return Some(self.one_end(at, way, before, between, span));
        }
        let whole = (!between).then(|| self.named(way.words));
        let named = before.map(|words| self.named(words));
        Some(self.ends(cuts, span, named, whole))
    }

    /// A road of which one end is named.
    fn one_end(
        &self,
        at: usize,
        way: &Clause<'_>,
        before: Option<&[Token]>,
        between: bool,
        span: Span,
    ) -> Phrase {
        let end = self.named(way.words);
        if let Some(before) = before {
            let start = self.named(before);
            return if is_same(&start, &end) {
                Phrase::Near { anchor: end, named: None }
            } else {
                self.ends(vec![(start, end)], span, None, None)
            };
        }
        // "De Gao vers Bourem": the start stands in a clause of the same kind.
        let other = self.clauses.iter().enumerate().find(|(other, one)| {
            *other != at && matches!(one.what, What::Road | What::Towards) && self.is_name(one.words)
        });
        if let Some((_, other)) = other {
            return self.ends(vec![(end, self.named(other.words))], span, None, None);
        }
        if between || span == Span::Halfway {
            return Phrase::Lacking { lack: Lack::OtherEnd, named: Some(end) };
        }
        let cuts = space_cuts(self.text, way.words);
        if cuts.is_empty() || way.what == What::Towards {
            return Phrase::Near { anchor: end, named: None };
        }
        self.ends(cuts, span, None, Some(end))
    }

    /// "The X section of the X-Y road": the half that is X's.
    fn section(&self, road: &Clause<'a>) -> Option<Phrase> {
        let at = (0..road.words.len())
            .find(|at| road.words.get(*at..).is_some_and(|rest| Role::Section.at_start(rest).is_some()))?;
        let (start, rest) = road.words.split_at_checked(at)?;
        let rest = Role::Of.skip(Role::Section.skip_one(rest));
        if !self.is_name(start) || !self.is_name(rest) {
            return None;
        }
        let start = self.named(start);
        let ways: Vec<_> = cuts(self.text, rest)
            .into_iter()
            .filter_map(|(left, right)| {
                if is_same(&start, &left) { Some(right) } else { is_same(&start, &right).then_some(left) }
            })
            .map(|other| (start.clone(), other))
            .collect();
        (!ways.is_empty()).then(|| self.ends(ways, Span::FirstHalf, None, None))
    }

    fn ends(
        &self,
        mut cuts: Vec<(Named, Named)>,
        span: Span,
        named: Option<Named>,
        whole: Option<Named>,
    ) -> Phrase {
        for (left, right) in &mut cuts {
            *left = std::mem::take(left).beside(self.units.iter().copied());
            *right = std::mem::take(right).beside(self.units.iter().copied());
        }
        Phrase::Between { cuts, span, named, whole }
    }

    /// "Quartier Y, X", "quartier Y à X", "Y, quartier de X".
    fn quarter(&self) -> Option<Phrase> {
        let (at, clause) = self.find(|what| what == What::Quarter)?;
        let words = clause.words;
        let is_of = |token: &Token| token.is(&["de", "d", "du", "of"]);
        let before = self.name_before(at);
        if words.first().is_some_and(is_of) {
            let town = self.named(Role::Of.skip(words));
            return Some(match before {
                Some(quarter) => Phrase::Quarter { quarter: self.named(quarter), town },
                // "Quartier de X" alone: a part of X, or one of that name.
                None => Phrase::Place(self.named(words)),
            });
        }
        let cut = (1..words.len())
            .find(|at| words.get(*at).is_some_and(|token| is_of(token) || token.is(&["a", "in", "at", "dans"])));
        if let Some((quarter, town)) = cut.and_then(|cut| words.split_at_checked(cut)) {
            let town = Role::Of.skip(town.get(1..)?);
            if self.is_name(town) {
                return Some(Phrase::Quarter { quarter: self.named(quarter), town: self.named(town) });
            }
        }
        let town = before.or_else(|| self.name_after(at));
        let quarter = self.named(words);
        Some(match town {
            Some(town) => Phrase::Quarter { quarter, town: self.named(town) },
            None => Phrase::Place(quarter),
        })
    }

    /// "X and Y", "X, Y et Z", "X ou Y"; "de X à Y".
    fn several(&self) -> Option<Phrase> {
        let (_, last) = self.names.last()?;
        if let Some(phrase) = self.from_to() {
            return Some(phrase);
        }
        let names = joined(last);
        if names.len() < 2 || !names.iter().all(|words| self.is_name(words)) {
            return None;
        }
        let before = self.names.iter().take(self.names.len() - 1).map(|(_, words)| *words);
        let all: Vec<&[Token]> = before.chain(names).collect();
        Some(self.all(&all, has_or(last)))
    }

    fn all(&self, places: &[&[Token]], is_either: bool) -> Phrase {
        let places = places.iter().map(|words| self.named(Role::Of.skip(words))).collect();
        Phrase::Several { places, is_either }
    }

    /// "De X à Y", "from X to Y".
    fn from_to(&self) -> Option<Phrase> {
        let [(_, words)] = self.names.as_slice() else { return None };
        let (from, rest) = words.split_first()?;
        let to: &[&str] = match from.word.as_str() {
            "from" => &["to"],
            "de" | "d" | "du" | "depuis" => &["a", "au", "jusqu"],
            _ => return None,
        };
        let cuts: Vec<_> = (1..rest.len())
            .filter(|at| rest.get(*at).is_some_and(|token| token.is(to)))
            .filter_map(|at| rest.split_at_checked(at))
            .map(|(left, right)| (left, right.get(1..).unwrap_or_default()))
            .filter(|(left, right)| self.is_name(left) && self.is_name(right))
            .map(|(left, right)| (self.named(left), self.named(right)))
            .take(4)
            .collect();
        (!cuts.is_empty()).then(|| self.ends(cuts, Span::Any, None, None))
    }

    /// A place by its name.
    fn place(&self) -> Phrase {
        let mut names = self.names.iter().map(|(_, words)| *words).filter(|words| self.is_name(words));
        let Some(first) = names.next() else { return self.without_name() };
        if let Some(lack) = lack(first) {
            return Phrase::Lacking { lack, named: None };
        }
        let beside: Vec<&str> = names.map(|words| covered(self.text, words)).collect();
        let named = Named::read(covered(self.text, first)).beside(beside).beside(self.units.iter().copied());
        if named.is_by { Phrase::Near { anchor: named, named: None } } else { Phrase::Place(named) }
    }

    /// Units alone, or words that name nothing.
    fn without_name(&self) -> Phrase {
        let mut units = self.units.iter().copied();
        match units.next() {
            Some(first) => Phrase::Place(Named::read(first).beside(units)),
            None => Phrase::Place(Named::read(self.text)),
        }
    }
}

/// The level of a unit, if the words name one; that of a district is not known, and taken for a cercle's.
fn level(words: &str) -> Option<Level> {
    let stripped = strip(words);
    match stripped.hint? {
        Hint::Unit(level) if !stripped.name.is_empty() => Some(level),
        Hint::AnyUnit if !stripped.name.is_empty() => Some(Level::Cercle),
        _ => None,
    }
}

/// Without the small words that belong to what follows: "Tabankort, situé à".
fn trimmed(words: &[Token]) -> &[Token] {
    let trimmed = Role::About.trim(words);
    if trimmed.is_empty() { words } else { trimmed }
}

/// What a name lacks to be a place, if it is no place: a river, a border, a stretch of land.
fn lack(words: &[Token]) -> Option<Lack> {
    let words = Role::Of.skip(Role::Part.skip_one(words));
    let words = Role::Of.skip(words);
    if Role::Tract.is(words) {
        return Some(Lack::Limits);
    }
    let is_line = Role::Line.at_start(words).is_some() || Role::Line.at_end(words).is_some();
    is_line.then_some(Lack::Point)
}

/// Whether two names are one but for spelling.
fn is_same(one: &Named, other: &Named) -> bool {
    let keys = |named: &Named| -> Vec<String> {
        named.names.iter().map(|name| sahel_key(&plain_key(name))).filter(|key| !key.is_empty()).collect()
    };
    let others = keys(other);
    keys(one).iter().any(|key| others.contains(key))
}
