//! Lakes, mountains and forests by their names less the word that says what they are.
//!
//! In: localities. Out: those of nature whose name begins or ends with such a word, by the rest of it. It must not know
//! what is asked of it beside the name.
//!
//! Apart from all other names: "Débo" is the lake where a text says "lake", in whatever language, and no namesake of a
//! village elsewhere.

use super::generic::feature_name;
use super::names::{Hit, Names, Place};
use super::{Gazetteer, Locality, LocalityKind};

impl Gazetteer {
    /// Features of nature whose name, less the word for what they are, is the one written but for spelling: best tier
    /// first, each place once.
    pub fn find_feature(&self, bare: &str) -> Vec<Hit<'_>> {
        // Made when first asked for: few lists name any.
        self.features.get_or_init(|| bare_names(&self.localities)).find(bare)
    }

    /// The kind of a locality; `None` of a unit.
    pub fn kind_of(&self, place: Place) -> Option<LocalityKind> {
        match place {
            Place::Locality(number) => self.locality(number).map(|locality| locality.kind),
            Place::Unit(_) => None,
        }
    }
}

fn bare_names(localities: &[Locality]) -> Names {
    use LocalityKind as K;
    let mut names = Names::default();
    let of_nature = |one: &Locality| matches!(one.kind, K::Water | K::Relief | K::Tract);
    for (number, locality) in (0..).zip(localities).filter(|(_, one)| of_nature(one)) {
        for (place, name) in locality.names().enumerate() {
            if let Some((bare, _)) = feature_name(name) {
                names.add(bare, Place::Locality(number), place > 0);
            }
        }
    }
    names
}
