//! One event of what several sources tell.
//!
//! In: events. Out: one that says what each of them says, and of the place and the date whose they are. It must not know
//! whether they are one event: a person decided that.

use super::{DateSpan, Event, LonLat, Origin, PlaceContext};

impl Event {
    /// Joins what another source tells of this event: its actors, claims and columns are added, and its date, place and
    /// kind stand among the attributes under its list's name. Nothing that this event says is changed, but for the
    /// deaths, which span all claims, and the terms, which are those of both.
    pub fn unite(&mut self, other: &Self) {
        self.add_accounts(other);
        let label = label(other);
        for (name, value) in &other.attributes {
            match self.attributes.get(name) {
                None => drop(self.attributes.insert(name.clone(), value.clone())),
                Some(same) if same == value => {}
                Some(_) => self.add_attribute(format!("{label}: {name}"), value),
            }
        }
        for (what, value) in said(other) {
            self.add_attribute(format!("{label}: {what}"), &value);
        }
        self.origin.add_terms(&other.origin);
        self.derive_deaths();
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

    /// Adds a value to a column, beside those that it has.
    pub(super) fn add_attribute(&mut self, name: String, value: &str) {
        let kept = self.attributes.entry(name).or_default();
        if kept.is_empty() {
            value.clone_into(kept);
        } else if !kept.split(" | ").any(|one| one == value) {
            kept.push_str(" | ");
            kept.push_str(value);
        }
    }
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
        ("date", event.when.as_ref().map(dates)),
        ("place", Some(named.join(", ")).filter(|text| !text.is_empty())),
        ("coordinates", point),
        ("type", Some(kind.to_owned())),
    ]
    .into_iter()
    .filter_map(|(what, value)| Some((what, value?)))
}

fn dates(when: &DateSpan) -> String {
    let (first, last) = when.days();
    if first == last { first.to_string() } else { format!("{first}/{last}") }
}
