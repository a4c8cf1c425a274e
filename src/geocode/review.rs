//! Questions for a person: names in doubt, and names that nobody knows.
//!
//! In: a ranking that decides nothing. Out: a `Location` for review, with what may be meant. It must not guess.

use super::decide::Question;
use super::phrase::Named;
use super::radius::{HELD_P, ONE_NEIGHBOURHOOD_M};
use super::rank::{Ranked, Ranking};
use super::words::{self, french};
use crate::event::{Flag, Location, Precision, Reason, Status};
use crate::gazetteer::{Hint, Place, Tier, distance_m};

/// A candidate is plausible from this probability on, where a person must choose.
pub(super) const PLAUSIBLE_P: f64 = 0.05;

impl Question<'_> {
    /// There are candidates, and none is sure enough.
    pub(super) fn doubt(&self, named: &Named, ranking: &Ranking) -> Location {
        let plausible: Vec<&Ranked> = ranking.candidates.iter().filter(|one| one.p >= PLAUSIBLE_P).collect();
        let written = words::cut(&named.shown());
        let best = ranking.candidates.first();
        // The place of that very name, when there is none inside: that others inside are called nearly so is no answer.
        let called_so = || ranking.candidates.iter().filter(|one| one.tier < Tier::Near(0));
        let is_outside = |one: &Ranked| one.is_contradicted() || self.is_far_outside_cercle(one);
        let outside = called_so().next().filter(|_| called_so().all(is_outside));
        // A text that names a unit, which nobody knows, says nothing of a village called nearly so.
        let is_unit = matches!(named.hint, Some(Hint::Unit(_)));
        if is_unit
            && best.is_some_and(|best| matches!(best.place, Place::Locality(_)) && best.tier > Tier::Plain)
        {
            return Location { rivals: self.rivals(named, ranking, None), ..unknown(named) };
        }
        let mut location = Location::nowhere(Status::Review, Reason::default());
        let why = if let Some(best) = outside {
            location.flags.extend(self.contradicted(best));
            let path = self.units(best.place);
            let shown = words::place_with_units(words::name_of(self.gazetteer, best.place), &path);
            let contradiction = words::outside(self.context, best).unwrap_or_default();
            let (only, only_fr, plural_fr) = if called_so().nth(1).is_some() {
                ("the likeliest", "le plus probable des", "s")
            } else {
                ("the only", "le seul", "")
            };
            Reason::new(
                format!("{only} '{written}' that may be meant is {shown}; it lies {}", contradiction.en),
                format!(
                    "{only_fr} {} possible{plural_fr} est {shown}\u{202f}; il se trouve {}",
                    french::quoted(&written),
                    contradiction.fr
                ),
            )
        } else if best.is_some_and(|best| best.tier >= Tier::Near(0)) {
            let close: Vec<&Ranked> = ranking.candidates.iter().take(3).collect();
            let listed = self.listed(&close);
            Reason::new(
                format!("no place called '{written}' in the gazetteer; close to it: {listed}"),
                format!(
                    "aucun lieu nommé {} dans le répertoire\u{202f}; noms proches\u{a0}: {listed}",
                    french::quoted(&written)
                ),
            )
        } else if plausible.len() > 1 {
            location.flags.push(Flag::Ambiguous);
            let (many, listed) = (plausible.len(), self.listed(&plausible));
            // Where the row's units tell them apart, they say something, and not enough.
            let all_inside = |one: &&Ranked| one.positions.iter().all(|position| position.is_inside());
            let inside = plausible.iter().filter(|one| all_inside(one)).count();
            let (decides, decides_fr) = if inside == 0 || inside == many {
                ("nothing in the row decides", "rien dans la ligne ne tranche")
            } else {
                (
                    "what the row says does not suffice to decide",
                    "ce que dit la ligne ne suffit pas à trancher",
                )
            };
            Reason::new(
                format!("{many} places may be meant by '{written}' and {decides}: {listed}"),
                format!(
                    "{} peut désigner {many} lieux et {decides_fr}\u{a0}: {listed}",
                    french::quoted(&written)
                ),
            )
        } else {
            let known: Vec<&Ranked> = best.into_iter().collect();
            let (listed, written) = (self.listed(&known), words::cut(self.written));
            if best.is_some_and(|best| best.p >= self.accept_p) {
                Reason::new(
                    format!(
                        "'{written}' is likely {listed}, yet not surely enough to be shown without asking"
                    ),
                    format!(
                        "{} est sans doute {listed}, mais pas assez sûrement pour être montré sans question",
                        french::quoted(&written)
                    ),
                )
            } else {
                Reason::new(
                    format!("'{written}' is hardly the place that is known: {listed}"),
                    format!(
                        "{} n’est sans doute pas le lieu connu\u{a0}: {listed}",
                        french::quoted(&written)
                    ),
                )
            }
        };
        location.reword(|_| why);
        location.p = plausible.first().map_or(0.0, |best| best.p);
        self.one_neighbourhood(&mut location, &plausible, ranking);
        self.fall_back(&mut location, ranking);
        location.rivals = self.rivals(named, ranking, None);
        location
    }

    /// Where all that is plausible lies close together, the circle round it may be shown, for review.
    fn one_neighbourhood(&self, location: &mut Location, plausible: &[&Ranked], ranking: &Ranking) {
        let Some(best) = plausible.first().filter(|_| plausible.len() > 1) else { return };
        let farthest = plausible.iter().map(|one| distance_m(best.point, one.point)).fold(0.0, f64::max);
        if farthest <= ONE_NEIGHBOURHOOD_M && ranking.none_p <= 1.0 - HELD_P {
            location.point = Some(best.point);
            location.radius_m = farthest + 2_000.0;
            location.precision = Some(Precision::azalai(2));
            location.units = self.units(best.place);
        }
    }

    /// "Bamba (Bourem, Gao), Bamba (Koro, Mopti)".
    fn listed(&self, some: &[&Ranked]) -> String {
        const MAX_LISTED: usize = 5;
        let mut listed: Vec<String> = some
            .iter()
            .take(MAX_LISTED)
            .map(|one| {
                words::place_with_units(words::name_of(self.gazetteer, one.place), &self.units(one.place))
            })
            .collect();
        if some.len() > MAX_LISTED {
            listed.push("…".to_owned());
        }
        listed.join(", ")
    }
}

/// Nothing in the gazetteer is called so.
pub(super) fn unknown(named: &Named) -> Location {
    let written = words::cut(&named.shown());
    let quoted = french::quoted(&written);
    match named.hint {
        Some(_) if named.names.is_empty() => {
            let why = Reason::new(
                format!("'{written}' is a kind of place, not a name"),
                format!("{quoted} est un type de lieu, pas un nom"),
            );
            Location::nowhere(Status::Review, why)
        }
        Some(Hint::Unit(level)) => {
            let why = words::unknown_unit(level, &written);
            Location { flags: vec![Flag::UnknownUnit], ..Location::nowhere(Status::Review, why) }
        }
        _ => {
            let why = Reason::new(
                format!("no place like '{written}' in the gazetteer"),
                format!("aucun lieu semblable à {quoted} dans le répertoire"),
            );
            Location::nowhere(Status::Review, why)
        }
    }
}
