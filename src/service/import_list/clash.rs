//! In what a row and the event that has its id differ, and whether they are plainly two events.
//!
//! In: two tellings. Out: date, place and kind as both have them where they cannot both be right. It must not know stores.
//!
//! Of an id that a source gave nothing of this is asked: what it says otherwise is a correction. Other ids are given twice:
//! partners number alike, and next week's list begins at 1 again. There one of date, place and kind may have been corrected;
//! where two say otherwise it is taken for another event, which is the safe side: nothing is lost, and a person is told. Where
//! more rows before it were taken for others than were found as they are known, one is enough: it is another list.

use crate::event::{Event, Kind, PlaceContext, Reason, fold};
use crate::gazetteer::distance_m;
use crate::import::{Reach, stem};
use crate::service::duplicates::FLOOR_KM;

/// So many of date, place and kind that differ make two events.
const PLAIN: usize = 2;

/// How many rows of a list say what is known under their ids, and how many are events of their own.
#[derive(Default)]
pub(super) struct Tally {
    pub(super) agreeing: u64,
    pub(super) contrary: u64,
}

impl Tally {
    /// So many of date, place and kind that differ make two events.
    fn plain(&self) -> usize {
        if self.contrary > self.agreeing { 1 } else { PLAIN }
    }
}

/// What two tellings of one id do not agree in.
pub(super) struct Clash {
    list: String,
    differences: Vec<Difference>,
}

/// One of date, place and kind: its name in both languages, as it is known, and as the row has it.
struct Difference {
    name: [&'static str; 2],
    known: String,
    new: String,
}

impl Clash {
    /// What an event and a row with its id do not agree in. What one of them leaves open is no disagreement.
    pub(super) fn between(known: &Event, new: &Event) -> Self {
        let mut differences = Vec::new();
        let mut differ = |name, known, new| differences.push(Difference { name, known, new });
        if let (Some(one), Some(other)) = (&known.when, &new.when)
            && (one.days().1 < other.days().0 || other.days().1 < one.days().0)
        {
            differ(["date", "date"], one.iso_days(), other.iso_days());
        }
        if is_another_place(known, new) {
            differ(["place", "lieu"], words(&known.place), words(&new.place));
        }
        if known.kind != new.kind && known.kind != Kind::Other && new.kind != Kind::Other {
            differ(["kind", "type"], known.kind.as_str().to_owned(), new.kind.as_str().to_owned());
        }
        Self { list: known.origin.list.clone(), differences }
    }

    /// How many of date, place and kind differ.
    pub(super) fn count(&self) -> usize {
        self.differences.len()
    }

    /// Whether they are plainly two events, of ids that hold so far. In another edition of its list, by the name of the file,
    /// an id that is not merely the number of a row is what it was.
    pub(super) fn is_plain(&self, reach: Reach, list: &str, tally: &Tally) -> bool {
        self.count() >= tally.plain()
            && match reach {
                Reach::Source => false,
                Reach::Lists => stem(list) != stem(&self.list),
                Reach::Rows => true,
            }
    }

    /// Tells that the row changed its event in this; `None` where that is its source's affair.
    pub(super) fn changed(&self, reach: Reach) -> Option<Reason> {
        let least = if reach == Reach::Source { PLAIN } else { 1 };
        if self.count() < least {
            return None;
        }
        let (list, [en, fr]) = (&self.list, self.told(["was", "and is now"], ["était", "et est maintenant"]));
        let changed = [format!("since '{list}' {en}"), format!("depuis «\u{a0}{list}\u{a0}», {fr}")];
        let advice = match reach {
            Reach::Source => return Some(Reason::new(&changed[0], &changed[1])),
            Reach::Lists => [
                "if this is another list with ids of its own, name its source when importing it",
                "si c’est une autre liste, avec ses propres identifiants, importez-la en nommant sa source",
            ],
            Reach::Rows => [
                "if this is another list, import it under another name or another source",
                "si c’est une autre liste, importez-la sous un autre nom ou une autre source",
            ],
        };
        Some(Reason::new(
            format!("{}: {}", changed[0], advice[0]),
            format!("{}\u{a0}: {}", changed[1], advice[1]),
        ))
    }

    /// Tells that the row is an event of its own, although its id is taken.
    pub(super) fn kept_apart(&self) -> Reason {
        let (list, [en, fr]) = (&self.list, self.told(["is", "and is here"], ["est", "et est ici"]));
        Reason::new(
            format!(
                "in '{list}' another event has this id ({en}): kept apart; if this row corrects that one, remove it"
            ),
            format!(
                "dans «\u{a0}{list}\u{a0}», un autre événement a cet identifiant ({fr})\u{a0}: les deux sont gardés\u{202f}; si \
                 cette ligne corrige l’autre, supprimez-le"
            ),
        )
    }

    /// The differences in English and in French; the verbs are those of the known and the new value.
    fn told(&self, en: [&str; 2], fr: [&str; 2]) -> [String; 2] {
        let told = |language: usize, verbs: [&str; 2]| {
            let one = |Difference { name, known, new }: &Difference| {
                format!("{} {} '{known}' {} '{new}'", name[language], verbs[0], verbs[1])
            };
            self.differences.iter().map(one).collect::<Vec<_>>().join(", ")
        };
        [told(0, en), told(1, fr)]
    }
}

/// A place with its region, as the list names them.
fn words(place: &PlaceContext) -> String {
    match (place.name.as_str(), place.region.as_str()) {
        (name, "") => name.to_owned(),
        ("", region) => region.to_owned(),
        (name, region) => format!("{name}, {region}"),
    }
}

/// Whether two places are not one: not by their names, nor by the place that was found, nor by where that is.
fn is_another_place(known: &Event, new: &Event) -> bool {
    let (one, other) = (&known.location, &new.location);
    if one.place_id.is_some() && one.place_id == other.place_id {
        return false;
    }
    let near = one
        .point
        .zip(other.point)
        .map(|(here, there)| distance_m(here, there) <= FLOOR_KM * 1_000.0 + one.radius_m + other.radius_m);
    let (one, other) = (&known.place, &new.place);
    if one.name.is_empty() || other.name.is_empty() {
        return near == Some(false);
    }
    let is_one_name = fold(&one.name) == fold(&other.name);
    let is_one_region =
        one.region.is_empty() || other.region.is_empty() || fold(&one.region) == fold(&other.region);
    !(is_one_name && is_one_region) && near != Some(true)
}
