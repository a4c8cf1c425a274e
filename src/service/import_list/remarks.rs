//! What a person is told of a row beside its verdict: of its id, and of what its event has or has no more.
//!
//! In: two tellings of an event. Out: reasons in English and French. It must not know stores.

use crate::event::{Event, Reason};
use crate::import::Problem;

/// A remark on a row's identity.
pub(super) fn note(event: &Event, line: u64, Reason { en: reason, fr: reason_fr }: Reason) -> Problem {
    let value = event.origin.source_id.clone().unwrap_or_default();
    let column = if value.is_empty() { String::new() } else { "id".to_owned() };
    Problem { line, column, value, reason, reason_fr }
}

/// What is told of a row of an export that says otherwise than its event here.
pub(super) fn changes_none() -> Reason {
    Reason::new(
        "an export adds the events that are not here yet and changes none that is: change the list it came from, and \
         import that",
        "un export ajoute les événements qui ne sont pas encore là et n’en change aucun\u{a0}: changez la liste d’où il \
         vient, et importez-la",
    )
}

/// Tells that a row which was found by what it says has an id that is known under another source.
pub(super) fn other_source(found: &Event, event: &Event, line: u64) -> Option<Problem> {
    let (known, new) = (&found.origin, &event.origin);
    if found.id == event.id
        || new.source_id.is_none()
        || known.source_id != new.source_id
        || known.source == new.source
    {
        return None;
    }
    let (list, (under, sous)) = (
        &known.list,
        known.source.as_ref().map_or(("without a source".to_owned(), "sans source".to_owned()), |name| {
            (format!("under source '{name}'"), format!("sous la source «\u{a0}{name}\u{a0}»"))
        }),
    );
    let reason = Reason::new(
        format!(
            "known from '{list}' {under}, and left so; once this row changes it will be another event: import the list \
             under the source it had, or take that import back first"
        ),
        format!(
            "connu de «\u{a0}{list}\u{a0}» {sous}, et laissé ainsi\u{202f}; quand cette ligne changera, ce sera un autre \
             événement\u{a0}: importez la liste sous la source qu’elle avait, ou annulez d’abord cet import"
        ),
    );
    Some(note(event, line, reason))
}

/// Says that a joined row counts the dead otherwise than those before it.
pub(super) fn other_deaths(found: &Event, joined: &Event) -> Option<Reason> {
    let is_new =
        !joined.deaths.is_unknown() && found.claims.iter().all(|claim| claim.deaths != joined.deaths);
    (is_new && !found.deaths.is_unknown()).then(|| {
        let (here, there) = (joined.deaths, found.deaths);
        Reason::new(
            format!("it says {here} dead and what was there {there}: both are kept as claims"),
            format!(
                "elle compte {here} morts, contre {there}\u{a0}: les deux sont gardés comme déclarations"
            ),
        )
    })
}

/// Says what of actors and claims is in an event no more, since the rows of this list do not tell it.
pub(super) fn withdrawn(known: &Event, new: &Event) -> Option<Reason> {
    let mut gone: Vec<[String; 2]> = Vec::new();
    for actor in known.actors.iter().filter(|actor| !new.actors.contains(actor)) {
        gone.push([actor.clone(), actor.clone()]);
    }
    match known.claims.iter().filter(|claim| !new.claims.contains(claim)).count() {
        0 => {}
        1 => gone.push(["1 claim".to_owned(), "1 déclaration".to_owned()]),
        many => gone.push([format!("{many} claims"), format!("{many} déclarations")]),
    }
    if gone.is_empty() {
        return None;
    }
    let told =
        |language: usize| gone.iter().map(|words| words[language].as_str()).collect::<Vec<_>>().join(", ");
    let (list, en, fr) = (&known.origin.list, told(0), told(1));
    Some(Reason::new(
        format!("told by '{list}' and not by this list, and now only in the event's history: {en}"),
        format!(
            "dit par «\u{a0}{list}\u{a0}» et non par cette liste, et désormais seulement dans l’histoire de l’événement\u{a0}: {fr}"
        ),
    ))
}
