//! Texts whose words do not suffice, whatever the places are; and what a text says beside its place.
//!
//! In: what is lacking. Out: a question for a person that says it. It must not guess what is lacking.

use super::Answer;
use super::decide::{Question, Verdict};
use super::phrase::{Cleaned, Lack, Named, Travel};
use super::rank::Ranking;
use super::words::{self, french};
use crate::event::{Location, Precision, Reason, Status};

/// What is left of a probability when the list itself doubts. An estimate.
const DOUBTED: f64 = 0.8;

/// How far people get in an hour, in kilometres: on foot, and by car on the tracks of the north. Upper bounds,
/// by experience of travellers.
const WALKING_KM_H: f64 = 5.0;
const DRIVING_KM_H: f64 = 60.0;

/// A time of travel that leads no farther than this is as good as "near".
const NEAR_KM: f64 = 10.0;

impl Question<'_> {
    /// The words do not tell a place.
    pub(super) fn lacking(&self, lack: Lack, named: Option<&Named>) -> Answer {
        if let (Lack::Distance(travel), Some(anchor)) = (lack, named) {
            return self.travelled(travel, anchor);
        }
        let written = words::cut(self.written);
        let why = lacks(lack, &written);
        let ranking = named.map(|named| self.rank(named)).unwrap_or_default();
        self.asked(named, &ranking, why)
    }

    /// A question for a person, with what the text does name.
    fn asked(&self, named: Option<&Named>, ranking: &Ranking, why: Reason) -> Answer {
        let nobody = Named::default();
        let named = named.unwrap_or(&nobody);
        let rivals = self.candidates(named, ranking, None);
        let location = Location { rivals, ..Location::nowhere(Status::Review, why) };
        self.answer(named, ranking, location)
    }

    /// "Two hours by road from X": near it when that is not far, else for a person.
    fn travelled(&self, travel: Travel, anchor: &Named) -> Answer {
        let speed = if travel.on_foot { WALKING_KM_H } else { DRIVING_KM_H };
        let reach_km = (travel.minutes / 60.0 * speed).ceil();
        let ranking = self.rank(anchor);
        if let (Verdict::Sure(best, _), true) = (self.verdict(&ranking), reach_km <= NEAR_KM) {
            let mut answer = self.near(anchor, None);
            let location = &mut answer.location;
            location.radius_m = location.radius_m.max(reach_km * 1_000.0 + self.extent_m(best));
            location.precision = location.precision.map(|_| Precision::azalai(2));
            location.reword(|why| why.and(reach(reach_km)));
            return answer;
        }
        let why = lacks(Lack::Distance(travel), &words::cut(self.written)).and(reach(reach_km));
        self.asked(Some(anchor), &ranking, why)
    }
}

/// Says what else the text says: that the list doubts, where coordinates came from.
pub(super) fn remark(location: &mut Location, cleaned: &Cleaned, accept_p: f64) {
    if cleaned.point.is_some() {
        location.reword(|why| {
            why.and(Reason::new("they stand in the place's name", "elles figurent dans le nom du lieu"))
        });
    }
    if cleaned.has_loose_numbers {
        if location.status == Status::Unlocated {
            location.status = Status::Review;
        }
        location.reword(|why| {
            why.and(Reason::new(
                "two numbers that look like coordinates are not used: nothing says which is the latitude",
                "deux nombres qui semblent des coordonnées ne sont pas utilisés\u{a0}: rien ne dit lequel est \
                 la latitude",
            ))
        });
    }
    if cleaned.is_doubted {
        location.p *= DOUBTED;
        let shown = matches!(location.status, Status::Located | Status::Area);
        if shown && location.p < accept_p {
            location.status = Status::Review;
        }
        location.reword(|why| {
            why.and(Reason::new("the list itself is not sure", "la liste elle-même n’est pas sûre"))
        });
    }
}

fn reach(km: f64) -> Reason {
    Reason::new(
        format!("no farther than about {km:.0} km"),
        format!("pas à plus d’environ {}", french::kilometres(km)),
    )
}

fn lacks(lack: Lack, written: &str) -> Reason {
    let quoted = french::quoted(written);
    match lack {
        Lack::Start => Reason::new(
            format!("'{written}' does not say from where it is counted"),
            format!("{quoted} ne dit pas à partir d’où l’on compte"),
        ),
        Lack::WhichEnd => Reason::new(
            format!("'{written}' does not say from which end of the road the kilometres are counted"),
            format!("{quoted} ne dit pas de quel bout de la route partent les kilomètres"),
        ),
        Lack::Number => Reason::new(
            format!("'{written}' does not say how many kilometres"),
            format!("{quoted} ne dit pas combien de kilomètres"),
        ),
        Lack::Distance(_) => Reason::new(
            format!("'{written}' says how long the way takes, not how far it is"),
            format!("{quoted} dit la durée du trajet, pas la distance"),
        ),
        Lack::Point => Reason::new(
            format!("'{written}' is told by a river or a border, which is no point"),
            format!("{quoted} se situe par un cours d’eau ou une frontière, qui n’est pas un point"),
        ),
        Lack::Limits => Reason::new(
            format!("'{written}' is a stretch of land without drawn limits"),
            format!("{quoted} est une étendue sans limites tracées"),
        ),
        Lack::OtherEnd => Reason::new(
            format!("'{written}' names only one of two ends"),
            format!("{quoted} ne nomme qu’un bout sur deux"),
        ),
    }
}
