//! Why a list as a whole cannot be read, told to whoever gave it to the service.
//!
//! In: an [`ImportError`]. Out: its words in both languages, without the flags of a command line that is nowhere near. It
//! must not know who reads them.

use super::error::ImportError;
use super::stated::MappingError;
use crate::event::Reason;

impl ImportError {
    /// For a person at the service: what the error itself says is for the terminal.
    pub fn told(&self) -> Reason {
        let english = match self {
            Self::NoPlace { found, understood, .. } => format!(
                "no column says where the events happened: say which one does. Columns found: {found}. \
                 Understood as a place: {understood}"
            ),
            other => other.to_string(),
        };
        Reason::new(english, self.in_french())
    }

    fn in_french(&self) -> String {
        let allowed = |what: &str, limit: &dyn std::fmt::Display, unit: &str| {
            format!("{what} dépasse {limit} {unit}, le maximum permis")
        };
        match self {
            Self::Io(_) => "la liste ne peut être lue".to_owned(),
            Self::TooLarge { limit } => allowed("la liste", limit, "octets") + "\u{a0}: divisez-la",
            Self::Binary { what, advice } => {
                format!("ce n’est pas une liste mais, semble-t-il, {}\u{a0}: {}", what.fr, advice.fr)
            }
            Self::NoFeatures => "la liste est vide\u{a0}: elle ne contient aucun objet".to_owned(),
            Self::NoSheet { sheet, found } => {
                format!("il n’y a ni feuille ni couche «\u{a0}{sheet}\u{a0}»\u{a0}; il y a {found}")
            }
            Self::Workbook { .. } => "le classeur ne peut être lu\u{a0}; ouvrez-le dans un tableur, enregistrez la \
                                      feuille en CSV (UTF-8) et importez-la"
                .to_owned(),
            Self::Archive { .. } => "le classeur ne peut être décompressé\u{a0}: il est abîmé ou incomplet\u{a0}; \
                                     ouvrez-le dans un tableur et enregistrez-le de nouveau, ou en CSV (UTF-8)"
                .to_owned(),
            Self::ArchiveEntries { limit } => {
                format!("le classeur a plus de {limit} parties\u{a0}: ce n’est pas une liste")
            }
            Self::ArchiveRatio { limit } => format!(
                "décompressé, le classeur fait plus de {limit} fois sa taille\u{a0}: aucune liste ne le fait, il reste \
                 fermé"
            ),
            Self::UnpacksTooLarge { limit } => {
                allowed("décompressée, la liste", limit, "octets")
                    + "\u{a0}: enregistrez-la en CSV, ou divisez-la"
            }
            Self::SharedTooLarge { limit } => {
                allowed("le texte du classeur", limit, "octets") + "\u{a0}: enregistrez-le en CSV"
            }
            Self::FeatureTooLong { number, limit } => allowed(&format!("l’objet {number}"), limit, "octets"),
            Self::Json { source } => format!(
                "les objets ne peuvent être lus\u{a0}: quelque chose ne va pas à la ligne {}, colonne {}",
                source.line(),
                source.column()
            ),
            Self::Database { .. } => "le GeoPackage ne peut être lu\u{a0}: ouvrez-le, exportez la couche en GeoJSON ou \
                                      CSV et importez-la"
                .to_owned(),
            Self::ViewTooSlow { layer, limit } => format!(
                "la couche «\u{a0}{layer}\u{a0}» est une vue qui demande plus de {limit} s de calcul, le maximum \
                 permis\u{a0}: exportez-la en GeoJSON ou CSV et importez-la"
            ),
            Self::Projected { layer, system } => format!(
                "la couche «\u{a0}{layer}\u{a0}» est dans le système de référence {system}\u{a0}: enregistrez-la en \
                 EPSG:4326 (WGS 84) et importez-la"
            ),
            Self::UnknownEncoding { label } => format!(
                "«\u{a0}{label}\u{a0}» n’est pas un encodage\u{a0}: prenez par exemple utf-8, utf-16le ou windows-1252"
            ),
            Self::Empty => "la liste est vide\u{a0}: il faut une première ligne avec le nom des colonnes et une ligne \
                            par événement"
                .to_owned(),
            Self::NoLayer => "le GeoPackage n’a aucune table de points lisible\u{a0}: son gpkg_contents n’en annonce \
                              aucune comme features ou attributes qui soit une table ou une vue\u{a0}; exportez la \
                              couche en GeoJSON ou CSV et importez-la"
                .to_owned(),
            Self::HeaderOnly { line, columns } => {
                format!("la ligne {line} nomme {columns} colonnes, et aucune ligne ne la suit")
            }
            Self::Mapping(error) => error.in_french(),
            Self::NoPlace { found, understood, .. } => format!(
                "aucune colonne ne dit où les événements ont eu lieu\u{a0}: indiquez laquelle. Colonnes \
                 trouvées\u{a0}: {found}. Compris comme un lieu\u{a0}: {understood}"
            ),
            Self::NoColumn { found, understood, .. } => format!(
                "une colonne manque. Colonnes trouvées\u{a0}: {found}. Comprises aussi\u{a0}: {understood}"
            ),
            Self::TooManyColumns { line, count, limit } => {
                format!("la ligne {line} a {count} colonnes, plus que les {limit} permises")
            }
            Self::TooManyRows { limit } => allowed("la liste", limit, "lignes") + "\u{a0}: divisez-la",
            Self::RecordTooLong { line, limit } => format!(
                "la ligne de liste qui commence à la ligne {line} dépasse {limit} octets\u{a0}: un guillemet y est-il \
                 ouvert et jamais fermé, ou n’est-ce pas une liste\u{202f}?"
            ),
            Self::Record { line, .. } => format!("la liste ne peut être lue à partir de la ligne {line}"),
        }
    }
}

impl MappingError {
    fn in_french(&self) -> String {
        match self {
            Self::Form { text } => format!(
                "«\u{a0}{text}\u{a0}» n’est pas CHAMP=COLONNE, comme place=Lieu dit, ou none=Lieu dit pour une colonne \
                 à garder seulement"
            ),
            Self::UnknownField { field, known } => {
                format!("«\u{a0}{field}\u{a0}» n’est pas un champ\u{a0}; les champs sont {known}, et none")
            }
            Self::UnknownColumn { column, found } => {
                format!("la liste n’a pas de colonne «\u{a0}{column}\u{a0}»\u{a0}; ses colonnes sont {found}")
            }
            Self::Twice { field, first, second } => format!(
                "{field} ne se lit que d’une colonne, et «\u{a0}{first}\u{a0}» et «\u{a0}{second}\u{a0}» sont données"
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_at_the_service_hears_of_no_flags() {
        let missing = ImportError::NoPlace {
            found: "a, b".into(),
            understood: "place, lieu".into(),
            example: "a".into(),
            detected: None,
        };
        assert!(missing.to_string().contains("--map"));
        let Reason { en, fr } = missing.told();
        assert!(!en.contains("--") && !fr.contains("--"), "{en} {fr}");
        assert!(en.contains("a, b") && fr.contains("a, b"), "{en} {fr}");
    }
}
