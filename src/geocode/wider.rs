//! What is wider than the point that stands for it, or lies somewhere near it.
//!
//! In: the word that says what kind of thing is named, and the place that was found. Out: how far the thing may reach from
//! the point, and why. It must not decide which place is meant.

use super::phrase::Named;
use super::rank::Ranked;
use crate::event::Reason;
use crate::gazetteer::{Feature, Hint};

/// A thing that is more than its point.
pub(super) struct Wider {
    /// How far it may reach from it, in metres.
    pub(super) radius_m: f64,
    /// The precision code.
    pub(super) precision: u8,
    /// In words.
    pub(super) why: Reason,
}

/// The well, pond or mine of a village is no farther than people walk or ride there and back in a day. An estimate.
const NAMED_AFTER_M: f64 = 10_000.0;

/// What the words say of the place found, where that is more than its point.
pub(super) fn wider(named: &Named, best: &Ranked) -> Option<Wider> {
    match named.hint? {
        Hint::Feature(feature) if best.is_no_feature() => Some(Wider {
            radius_m: feature.extent_m().max(NAMED_AFTER_M),
            ..if feature == Feature::Pond {
                named_after("the pond or marsh", "la mare ou le marais")
            } else {
                named_after("the lake, mountain or forest", "le lac, la montagne ou la forêt")
            }
        }),
        Hint::Feature(feature) => of_nature(feature),
        Hint::Well if best.is_of_another_kind() => Some(named_after("the well", "le puits")),
        Hint::Mine if best.is_of_another_kind() => Some(named_after("the mine", "la mine")),
        _ => None,
    }
}

fn of_nature(feature: Feature) -> Option<Wider> {
    let (en, fr) = match feature {
        Feature::Pond => ("a pond or a marsh is wider", "une mare ou un marais est plus étendu"),
        Feature::Water => ("a lake or a river is wider", "un lac ou un cours d’eau est plus étendu"),
        Feature::Valley => ("a valley is longer", "une vallée est plus étendue"),
        Feature::Height => ("a mountain is wider", "une montagne est plus étendue"),
        Feature::Land => ("such land is wider", "un tel terrain est plus étendu"),
        Feature::Wood => ("a forest is wider", "une forêt est plus étendue"),
        Feature::Structure => return None,
    };
    Some(Wider {
        radius_m: feature.extent_m(),
        precision: if feature.is_linear_or_fuzzy() { 5 } else { 2 },
        why: Reason::new(format!("{en} than its point"), format!("{fr} que son point")),
    })
}

fn named_after(en: &str, fr: &str) -> Wider {
    Wider {
        radius_m: NAMED_AFTER_M,
        precision: 2,
        why: Reason::new(
            format!("{en} is named after it: somewhere near"),
            format!("{fr} porte son nom\u{a0}: quelque part à proximité"),
        ),
    }
}
