//! One event of what several sources tell.
//!
//! In: events. Out: one that says what each of them says, and of place, date and kind whose they are. It must not know
//! whether they are one event: a person decided that.

use super::{Claim, DateSpan, Event, Location, LonLat, Origin, PlaceContext, Status};
use std::collections::BTreeMap;

impl Event {
    /// One event of what several sources tell of it; `None` of nothing.
    ///
    /// It is the first with the actors, claims and columns of the others. Its place is that of the one whose place a person
    /// set (`placed`, its number in `told`), else of whoever knows it most exactly, the first of those that know it alike. What the others say of date, place and kind stands among the
    /// attributes under the names of their lists. The deaths span all claims, and the terms are those of all.
    pub fn united(told: &[&Self], placed: Option<usize>) -> Option<Self> {
        let (first, others) = told.split_first()?;
        let most_exact = (0..told.len()).reduce(|best, at| {
            if is_more_exact(&told[at].location, &told[best].location) { at } else { best }
        })?;
        let placed = placed.filter(|at| *at < told.len()).unwrap_or(most_exact);
        let mut event = (*first).clone();
        for other in others {
            event.add_accounts(other);
            let label = label(other);
            for (name, value) in &other.attributes {
                match event.attributes.get(name) {
                    None => drop(event.attributes.insert(name.clone(), value.clone())),
                    Some(same) if same == value => {}
                    Some(_) => event.add_attribute(format!("{label}: {name}"), value),
                }
            }
            event.origin.add_terms(&other.origin);
        }
        for (at, one) in told.iter().enumerate() {
            for (what, value) in said(one) {
                let shown = if matches!(what, PLACE | COORDINATES) { placed } else { 0 };
                if at != shown {
                    event.add_attribute(format!("{}: {what}", label(one)), &value);
                }
            }
        }
        event.place.clone_from(&told[placed].place);
        event.location.clone_from(&told[placed].location);
        event.derive_deaths();
        Some(event)
    }

    /// Adds who took part and what is claimed, each once.
    pub(super) fn add_accounts(&mut self, other: &Self) {
        for actor in &other.actors {
            if !self.actors.contains(actor) {
                self.actors.push(actor.clone());
            }
        }
        for claim in &other.claims {
            if !self.claims.contains(claim) {
                self.claims.push(claim.clone());
            }
        }
    }

    /// Takes who took part, what is claimed and the columns from another telling of it.
    pub fn take_accounts(&mut self, told: Self) {
        (self.actors, self.claims, self.attributes) = (told.actors, told.claims, told.attributes);
        self.derive_deaths();
    }

    /// What is told of it beside date, place and kind: two events of which these are the same say the same, in whatever
    /// order rows were [joined](Self::join).
    pub fn accounts(&self) -> impl Iterator<Item = Account<'_>> {
        let columns = self.attributes.iter();
        let values = columns.flat_map(|(name, told)| values(told).map(move |one| Account::Column(name, one)));
        let actors = self.actors.iter().map(|actor| Account::Actor(actor));
        actors.chain(self.claims.iter().map(Account::Claim)).chain(values)
    }

    /// Keeps those of its [accounts](Self::accounts) that are wanted by their numbers, and forgets the others.
    pub fn keep_accounts(&mut self, is_wanted: impl Fn(usize) -> bool) {
        let mut kept =
            Self { actors: Vec::new(), claims: Vec::new(), attributes: BTreeMap::new(), ..self.clone() };
        for (_, account) in self.accounts().enumerate().filter(|(at, _)| is_wanted(*at)) {
            match account {
                Account::Actor(actor) => kept.actors.push(actor.to_owned()),
                Account::Claim(claim) => kept.claims.push(claim.clone()),
                Account::Column(name, value) => kept.add_attribute(name.to_owned(), value),
            }
        }
        self.take_accounts(kept);
    }

    /// Adds a value to a column, beside those that it has.
    pub(super) fn add_attribute(&mut self, name: String, value: &str) {
        let kept = self.attributes.entry(name).or_default();
        if kept.is_empty() {
            value.clone_into(kept);
            return;
        }
        for value in values(value) {
            if !values(kept).any(|one| one == value) {
                kept.push_str(BETWEEN);
                kept.push_str(value);
            }
        }
    }
}

/// One thing that is told of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Account<'e> {
    /// Who took part.
    Actor(&'e str),
    /// What is claimed.
    Claim(&'e Claim),
    /// A value in a column of the list.
    Column(&'e str, &'e str),
}

/// What stands between two values of a column.
const BETWEEN: &str = " | ";

fn values(told: &str) -> impl Iterator<Item = &str> {
    told.split(BETWEEN)
}

impl Origin {
    /// Adds the terms of another source: what either forbids is forbidden.
    pub(super) fn add_terms(&mut self, other: &Self) {
        self.restricted |= other.restricted;
        if let Some(terms) = &other.licence {
            let kept = self.licence.get_or_insert_default();
            if kept.is_empty() {
                kept.clone_from(terms);
            } else if !kept.split("; ").any(|one| one == terms) {
                kept.push_str("; ");
                kept.push_str(terms);
            }
        }
    }
}

/// Whether a location is known, and within fewer metres than another.
fn is_more_exact(one: &Location, other: &Location) -> bool {
    let is_known = |location: &Location| {
        location.point.is_some() && matches!(location.status, Status::Located | Status::Area)
    };
    is_known(one) && (!is_known(other) || one.radius_m < other.radius_m)
}

const PLACE: &str = "place";
const COORDINATES: &str = "coordinates";

/// What a source's own columns are called beside those of others.
fn label(event: &Event) -> String {
    let origin = &event.origin;
    match &origin.source_id {
        Some(id) => format!("{} {id}", origin.list),
        None => format!("{} line {}", origin.list, origin.line),
    }
}

/// What a source says of date, place and kind, in words.
fn said(event: &Event) -> impl Iterator<Item = (&'static str, String)> {
    let PlaceContext { name, region, cercle, commune } = &event.place;
    let named: Vec<&str> = [name, commune, cercle, region]
        .into_iter()
        .map(String::as_str)
        .filter(|text| !text.is_empty())
        .collect();
    let found = &event.location;
    let point = found.point.map(|point: LonLat| {
        format!("{:.5} {:.5}, within {:.1} km", point.lon(), point.lat(), found.radius_m / 1000.0)
    });
    let kind = if event.kind_text.is_empty() { event.kind.label() } else { &event.kind_text };
    [
        ("date", event.when.as_ref().map(DateSpan::iso_days)),
        (PLACE, Some(named.join(", ")).filter(|text| !text.is_empty())),
        (COORDINATES, point),
        ("type", Some(kind.to_owned())),
    ]
    .into_iter()
    .filter_map(|(what, value)| Some((what, value?)))
}
