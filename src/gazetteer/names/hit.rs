//! What a look-up answers: places, and how well their names agree.
//!
//! In: nothing. Out: types, and the order among answers. It must not know how names are found.

/// A place that has names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// Number of a locality in `Gazetteer::localities`.
    Locality(u32),
    /// Number of a unit in `Gazetteer::units`.
    Unit(u32),
}

/// How a written name agrees with a name of the gazetteer, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Tier {
    /// The same but for case (K0).
    Exact,
    /// The same but for accents, apostrophes, hyphens and spaces (K1).
    Plain,
    /// The same after the Sahel fold (K2), or with an abbreviation spelt out.
    Sahel,
    /// The same but for the particle that opens one of them (K3): In, Tin, Tan, Ouan, An, N'.
    Bare,
    /// The same consonants, one of the two in Arabic or Tifinagh (K4).
    Skeleton,
    /// So many letters must be changed, after the Sahel fold. Three only in long names that nothing else
    /// comes near.
    Near(u8),
    /// The same words in another order, or one of them twice.
    Words,
    /// One has all the words of the other, and more: "Rharous" and "Gourma-Rharous", "Bamba 2" and "Bamba".
    Part,
}

/// A place whose name agrees with the one written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit<'a> {
    /// Which place.
    pub place: Place,
    /// How well the names agree.
    pub tier: Tier,
    /// The name that agrees, as the gazetteer writes it.
    pub name: &'a str,
    /// Whether that is another name than the one shown.
    pub is_alias: bool,
    /// Likeness of the two names, 0..=1: Jaro-Winkler without accents or after the Sahel fold, whichever is
    /// more; of [`Tier::Words`] and [`Tier::Part`] the share of letters that are in words of both.
    pub likeness: f64,
    /// Letters that must be changed, accents and signs aside; 0 where the tier is neither [`Tier::Sahel`] nor
    /// [`Tier::Near`].
    pub edits: u8,
    /// How far apart the two are spelt, in letters' worth: less than one for a letter that is often mistaken for the
    /// other. 0 where the tier is better than [`Tier::Sahel`], and for scripts, words and parts.
    pub apart: f64,
    /// Whether both begin with the same letter, accents aside. People rarely mistake the first one.
    pub same_first: bool,
}

/// One hit per place: the best tier, then the likest, then the name shown.
pub(super) fn best_per_place(mut hits: Vec<Hit<'_>>) -> Vec<Hit<'_>> {
    if hits.len() > 1 {
        hits.sort_by(|a, b| {
            a.place
                .cmp(&b.place)
                .then(a.tier.cmp(&b.tier))
                .then(b.likeness.total_cmp(&a.likeness))
                .then(a.is_alias.cmp(&b.is_alias))
                .then(a.name.cmp(b.name))
        });
        hits.dedup_by_key(|hit| hit.place);
        hits.sort_by(|a, b| {
            a.tier.cmp(&b.tier).then(b.likeness.total_cmp(&a.likeness)).then(a.place.cmp(&b.place))
        });
    }
    hits
}
