//! The terms of the score.
//!
//! In: nothing. Out: their names, in one list that the table of weights, the fit and the answers share. It must not
//! know what they are worth.

use serde::Serialize;

/// Makes the list of terms with their names in tables and answers.
macro_rules! terms {
    ($($(#[doc = $doc:literal])+ $term:ident = $name:literal,)+) => {
        /// One reason for or against a candidate; its value is multiplied by its weight.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub(in crate::geocode) enum Term {
            $($(#[doc = $doc])+ $term,)+
        }

        impl Term {
            /// All of them, in the order of the table.
            pub(in crate::geocode) const ALL: &[Self] = &[$(Self::$term),+];

            /// Its name in the table of weights and in answers.
            pub(in crate::geocode) fn name(self) -> &'static str {
                match self {
                    $(Self::$term => $name,)+
                }
            }
        }
    };
}

terms! {
    /// The name without accents and signs.
    NamePlain = "name_plain",
    /// Another usual spelling.
    NameSahel = "name_sahel",
    /// The name without a leading "In", "Tin", "Ouan", "N'".
    NameBare = "name_bare",
    /// The consonants of another script.
    NameSkeleton = "name_skeleton",
    /// The same words but for order, number or a word more or less.
    NameWords = "name_words",
    /// The name is a part of the other: from 1, when it has nearly all letters of it, to 3.
    NamePart = "name_part",
    /// Nobody bears the name as it is written: letters are different.
    NameNear = "name_near",
    /// Letters that are different, accents and signs aside.
    LettersOff = "letters_off",
    /// How far apart the two are spelt, in letters' worth: less than one for what is often mistaken.
    LettersApart = "letters_apart",
    /// The same as a share of the name, times ten.
    ShareApart = "share_apart",
    /// How unlike the two names are: ten times one minus their likeness.
    Unlike = "unlike",
    /// The best candidate's likeness less this one's, times ten.
    BehindBestName = "behind_best_name",
    /// How much farther apart it is spelt than the nearest spelling where the row says.
    BehindBestSpelling = "behind_best_spelling",
    /// Another name than the one shown.
    Alias = "alias",
    /// The second of two names, in brackets or after a comma.
    Beside = "beside",
    /// The other of two names is near by, or the unit it lies in.
    Supported = "supported",
    /// In the region that the row names; less than one some kilometres outside.
    InRegion = "in_region",
    /// In the cercle that the row names.
    InCercle = "in_cercle",
    /// In the commune that the row names.
    InCommune = "in_commune",
    /// Outside that region: from 0 at its border to 1 far away.
    OutRegion = "out_region",
    /// Outside that cercle.
    OutCercle = "out_cercle",
    /// Outside that commune.
    OutCommune = "out_commune",
    /// In a unit that stands in brackets or after a comma, or outside of it, from 1 to -1.
    UnitBeside = "unit_beside",
    /// Seat of a region.
    RegionSeat = "region_seat",
    /// Seat of a cercle.
    CercleSeat = "cercle_seat",
    /// Seat of a commune.
    CommuneSeat = "commune_seat",
    /// A town that is no seat.
    Town = "town",
    /// A camp, mine, border post or part of a town.
    LesserPlace = "lesser_place",
    /// A well or waterhole.
    Well = "well",
    /// Water, a hill, a tract, a building or a unit known as a point: no settlement on record.
    NoSettlement = "no_settlement",
    /// Logarithm of thousands of inhabitants, plus one.
    Population = "population",
    /// Sources that agree on it, beyond the first; at most three.
    Sources = "sources",
    /// Known from a pack only, not from the curated seed.
    FromPack = "from_pack",
    /// Learned from a person or a list.
    Learned = "learned",
    /// In another country.
    Foreign = "foreign",
    /// The row's generic word says its kind.
    KindAgrees = "kind_agrees",
    /// The row's generic word says another kind.
    KindDiffers = "kind_differs",
    /// The row's words name a lake, a mountain, a forest, and this is one.
    FeatureAgrees = "feature_agrees",
    /// They do, and people live here: a village called after it. Of nature of another sort, half.
    FeatureDiffers = "feature_differs",
    /// The row says "village" and this is the capital of a region.
    VillageNotCapital = "village_not_capital",
    /// A unit of the level that the row's words say.
    UnitOfLevel = "unit_of_level",
    /// A unit of another level.
    UnitOfOtherLevel = "unit_of_other_level",
    /// A region.
    UnitRegion = "unit_region",
    /// A cercle.
    UnitCercle = "unit_cercle",
    /// A unit in force on the day.
    UnitInForce = "unit_in_force",
    /// Near places that the same list names without doubt: from 0 for the candidate with most of them to -1.
    NearTheList = "near_the_list",
    /// "None of these": what every candidate must beat.
    None = "none",
    /// "None of these", when the row names a unit.
    NoneInUnit = "none_in_unit",
}

/// Values of all terms for one candidate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::geocode) struct Values([f32; Term::ALL.len()]);

impl Default for Values {
    fn default() -> Self {
        Self([0.0; Term::ALL.len()])
    }
}

impl Values {
    /// Adds to a term.
    pub(in crate::geocode) fn add(&mut self, term: Term, value: f64) {
        if let Some(slot) = self.0.get_mut(term as usize) {
            *slot += value as f32;
        }
    }

    /// The value of a term.
    pub(in crate::geocode) fn get(&self, term: Term) -> f64 {
        self.0.get(term as usize).copied().map_or(0.0, f64::from)
    }

    /// Sum of the values, each times its weight.
    pub(in crate::geocode) fn dot(&self, weights: &[f64]) -> f64 {
        self.0.iter().zip(weights).map(|(value, weight)| f64::from(*value) * weight).sum()
    }

    /// Those that are not 0.
    pub(in crate::geocode) fn given(&self) -> impl Iterator<Item = (Term, f64)> + '_ {
        Term::ALL.iter().map(|term| (*term, self.get(*term))).filter(|(_, value)| *value != 0.0)
    }
}

/// A term of a candidate's score, for people.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ScoreTerm {
    /// Its name, as in the table of weights.
    pub term: &'static str,
    /// Its value for this candidate.
    pub value: f64,
    /// What the value is multiplied by.
    pub weight: f64,
}
