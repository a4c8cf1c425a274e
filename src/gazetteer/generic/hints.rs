//! The generic words of Malian lists, in French, English and Arabic.
//!
//! In: a folded word. Out: what it says of the place. It must not know names.

use super::super::Level;
use super::{Feature, Hint};

/// The kind a generic word names; the word folded by `event::fold`, which takes the hamza off Arabic ones.
/// Bir (well) is left to names: Ber is written so.
pub fn hint_of(word: &str) -> Option<Hint> {
    Some(match word {
        "region" | "regions" | "reg" | "rgn" | "gouvernorat" | "governorate" | "province" | "منطقة"
        | "اقليم" | "ولاية" => Hint::Unit(Level::Region),
        "cercle" | "cercles" | "circle" | "prefecture" | "دايرة" => Hint::Unit(Level::Cercle),
        "commune" | "communes" | "cne" | "municipality" | "mairie" | "بلدية" => {
            Hint::Unit(Level::Commune)
        }
        "district" | "arrondissement" | "arrdt" | "arrt" | "county" | "dist" => Hint::AnyUnit,
        "town" | "city" | "ville" | "cite" | "مدينة" => Hint::Town,
        "village" | "villages" | "vge" | "vlge" | "vill" | "hameau" | "hamlet" | "قرية" => Hint::Village,
        "camp" | "camps" | "campement" | "base" | "garnison" | "garrison" | "caserne" | "barracks"
        | "مخيم" => Hint::Camp,
        "well" | "wells" | "waterhole" | "puits" | "forage" | "borehole" | "point d eau" => Hint::Well,
        "mare" | "mares" | "pond" | "ponds" | "marais" | "marsh" | "swamp" => Hint::Feature(Feature::Pond),
        "quartier" | "qtier" | "qrtier" | "qtr" | "qrt" | "qt" | "neighbourhood" | "neighborhood"
        | "suburb" | "حي" => Hint::Neighbourhood,
        "mine" | "placer" | "orpaillage" => Hint::Mine,
        "poste" | "post" | "checkpoint" => Hint::BorderPost,
        "locality" | "localite" | "location" | "lieu" | "place" | "site" | "settlement" | "centre"
        | "ctre" | "center" | "fraction" | "fract"
        // What stands in a place and is named after it: the place is what the list means.
        | "cscom" | "cscoms" | "csref" | "asaco" | "hopital" | "hospital" | "dispensaire" | "dispensary"
        | "maternite" | "clinique" | "clinic" | "ecole" | "ecoles" | "school" | "lycee" | "medersa"
        | "marche" | "market" | "foire" | "mosquee" | "mosque" | "eglise" | "church" | "gendarmerie"
        | "commissariat" | "brigade" | "peloton" | "station" | "aeroport" | "airport" | "aerodrome"
        | "airfield" | "مطار" => Hint::Place,
        "area" | "zone" | "secteur" | "sector" | "surroundings" | "vicinity" | "sortie" | "entree" => Hint::Around,
        "lake" | "lac" | "river" | "fleuve" | "riviere" | "marigot" => Hint::Feature(Feature::Water),
        "valley" | "vallee" | "wadi" | "oued" | "وادي" => Hint::Feature(Feature::Valley),
        "mount" | "mont" | "monts" | "mountain" | "mountains" | "montagne" | "montagnes" | "hill" | "hills"
        | "colline" | "collines" | "massif" => Hint::Feature(Feature::Height),
        "dunes" | "dune" | "plateau" | "plain" | "plaine" | "desert" | "island" | "ile" | "falaise"
        | "falaises" | "cliff" | "cliffs" | "escarpment" => {
            Hint::Feature(Feature::Land)
        }
        "forest" | "foret" => Hint::Feature(Feature::Wood),
        "bridge" | "pont" | "border" | "frontiere" => Hint::Feature(Feature::Structure),
        _ => return None,
    })
}

/// The kind that a word names at the head of a name only: Tamasheq and Arabic ones, which are part of names elsewhere, as
/// in "Ti-n-Adrar".
pub(super) fn hint_of_head(word: &str) -> Option<Hint> {
    Some(match word {
        "adrar" | "djebel" | "jebel" | "جبل" => Hint::Feature(Feature::Height),
        "erg" => Hint::Feature(Feature::Land),
        _ => return None,
    })
}

/// The kind that a word names at the end of a name only: the Songhay one for a mountain, as in "Hombori Tondo".
pub(super) fn hint_of_tail(word: &str) -> Option<Hint> {
    (word == "tondo").then_some(Hint::Feature(Feature::Height))
}

/// The kind that a letter and a dot stand for before a name ("V. Bamba"). C. is a commune, a cercle or a camp,
/// and N. opens names: those are left alone.
pub(super) fn hint_of_initial(letter: &str) -> Option<Hint> {
    Some(match letter {
        "q" => Hint::Neighbourhood,
        "v" => Hint::Village,
        "r" => Hint::Unit(Level::Region),
        _ => return None,
    })
}

/// Words that tell more of a generic word before them, and are no part of a name there: "commune rurale de",
/// "camp militaire de la garde", "site des déplacés de".
pub(in crate::gazetteer) fn qualifies(word: &str) -> bool {
    matches!(
        word,
        "rurale"
            | "rural"
            | "urbaine"
            | "urbain"
            | "urban"
            | "administrative"
            | "administratif"
            | "militaire"
            | "military"
            | "fama"
            | "famas"
            | "minusma"
            | "barkhane"
            | "gtia"
            | "army"
            | "armee"
            | "gendarmerie"
            | "police"
            | "garde"
            | "nationale"
            | "national"
            | "douane"
            | "douanes"
            | "securite"
            | "security"
            | "controle"
            | "control"
            | "peage"
            | "avance"
            | "frontalier"
            | "sante"
            | "health"
            | "communautaire"
            | "community"
            | "reference"
            | "medical"
            | "deplaces"
            | "deplacees"
            | "displaced"
            | "pdi"
            | "idp"
            | "idps"
            | "internes"
            | "refugies"
            | "refugees"
            | "retournes"
            | "nomade"
            | "nomades"
            | "accueil"
            | "transit"
            | "fondamentale"
            | "fondamental"
            | "primaire"
            | "primary"
            | "secondaire"
            | "secondary"
            | "publique"
            | "public"
            | "privee"
            | "prive"
            | "franco"
            | "arabe"
            | "cycle"
            | "catholique"
            | "hebdomadaire"
            | "weekly"
            | "betail"
            | "cattle"
            | "orpaillage"
            | "miniere"
            | "minier"
            | "mining"
            | "artisanal"
            | "artisanale"
            | "aurifere"
            | "or"
            | "classee"
            | "domaniale"
            | "forestiere"
    )
}

/// Small words that join a generic word to its name, or open a phrase. Not the English "in": Tamasheq names
/// begin with it.
pub fn is_joining(word: &str) -> bool {
    matches!(
        word,
        "de" | "du"
            | "des"
            | "d"
            | "of"
            | "the"
            | "le"
            | "la"
            | "les"
            | "l"
            | "a"
            | "au"
            | "aux"
            | "in"
            | "at"
            | "dans"
            | "en"
            | "sur"
            | "on"
            | "vers"
    )
}
