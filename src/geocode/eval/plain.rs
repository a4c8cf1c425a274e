//! The yardstick: what a table of names and a table of regions find without an engine.
//!
//! In: a gazetteer and a row. Out: a point. It must not know spellings, probabilities or doubt.

use crate::event::{LonLat, PlaceContext};
use crate::gazetteer::{Edition, Gazetteer, Locality, Place, Tier, plain_key, strip};

/// The most populous locality that is called so, but for accents and generic words, in the region told, of whatever edition;
/// without a region in the country.
pub(super) fn looked_up(gazetteer: &Gazetteer, place: &PlaceContext) -> Option<LonLat> {
    let told = plain_key(&place.region);
    let is_there = |one: &Locality| {
        let drawn = Edition::ALL.iter().filter_map(|edition| gazetteer.path_at(one.point, *edition).region);
        let own = one.region.iter().map(ToString::to_string);
        told.is_empty() || own.chain(drawn).any(|region| plain_key(&region) == told)
    };
    gazetteer
        .find(strip(&place.name).name)
        .iter()
        .filter(|hit| hit.tier <= Tier::Plain)
        .filter_map(|hit| match hit.place {
            Place::Locality(number) => gazetteer.locality(number),
            Place::Unit(_) => None,
        })
        .filter(|one| is_there(one))
        .max_by_key(|one| one.population)
        .map(|one| one.point)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(name: &str, region: &str) -> Option<(f64, f64)> {
        let place = PlaceContext { name: name.into(), region: region.into(), ..PlaceContext::default() };
        looked_up(&Gazetteer::embedded().unwrap(), &place).map(|at| (at.lon().round(), at.lat().round()))
    }

    #[test]
    fn names_are_compared_but_for_accents_and_regions_by_name() {
        assert_eq!(found("Ménaka", ""), Some((2.0, 16.0)));
        assert_eq!(found("menaka town", "gao"), Some((2.0, 16.0)));
        assert_eq!(found("Menaka", "Mopti"), None);
        assert_eq!(found("Menakka", "Gao"), None, "no spelling is known");
        assert_eq!(
            (found("Bamba", "Gao"), found("Bamba", "Mopti")),
            (Some((-1.0, 17.0)), Some((-3.0, 15.0)))
        );
    }
}
