//! Where a point is, said by a place beside it.
//!
//! In: a place, how far from it and which way. Out: "12 km NNE of Bourem", in English and French. It must not look
//! anything up.

use super::words::french;
use crate::event::Reason;
use crate::gazetteer::Beside;

/// "12 km NNE of Bourem", "12 km au NNE de Bourem"; within the place's own extent "at Bourem", "à Bourem".
pub fn beside(near: &Beside<'_>) -> Reason {
    let name = near.locality.name.as_str();
    match near.direction.filter(|_| near.distance_m > near.locality.kind.extent_m()) {
        None => Reason::new(format!("at {name}"), at(name)),
        Some(direction) => {
            let (far, letters) = (distance(near.distance_m), direction.letters_fr());
            // The letters are read as the words they stand for: "à l’est-nord-est".
            let towards = if letters.starts_with(['E', 'O']) {
                format!("à l’{letters}")
            } else {
                format!("au {letters}")
            };
            Reason::new(
                format!("{far} {} of {name}", direction.letters()),
                format!("{} {towards} {}", far.replace(' ', "\u{a0}").replace('.', ","), french::of(name)),
            )
        }
    }
}

/// "à Gao", "au Gourma" for "Le Gourma".
fn at(name: &str) -> String {
    if let Some(rest) = name.strip_prefix("Le ") {
        format!("au {rest}")
    } else if let Some(rest) = name.strip_prefix("Les ") {
        format!("aux {rest}")
    } else {
        format!("à {name}")
    }
}

/// "850 m", "4.2 km", "12 km": no more digits than a gazetteer is good for.
fn distance(metres: f64) -> String {
    let tens = (metres / 10.0).round() * 10.0;
    if tens < 1_000.0 {
        return format!("{tens:.0} m");
    }
    let tenths = (metres / 100.0).round() / 10.0;
    if tenths < 10.0 { format!("{tenths} km") } else { format!("{:.0} km", metres / 1_000.0) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::LonLat;
    use crate::gazetteer::{Direction, Gazetteer, Locality};

    fn said(locality: &Locality, distance_m: f64, degrees: f64) -> (String, String) {
        let near = Beside { locality, distance_m, direction: Some(Direction { degrees }) };
        let said = beside(&near);
        (said.en, said.fr)
    }

    #[test]
    fn distance_and_direction_are_said_as_people_say_them() {
        let gazetteer = Gazetteer::embedded().unwrap();
        let bourem = gazetteer.locality_by_id("l-bourem").unwrap();
        let ansongo = gazetteer.locality_by_id("l-ansongo").unwrap();
        let told = |en: &str, fr: &str| (en.to_owned(), fr.to_owned());
        assert_eq!(said(bourem, 12_000.0, 22.5), told("12 km NNE of Bourem", "12\u{a0}km au NNE de Bourem"));
        assert_eq!(said(bourem, 4_240.0, 270.0), told("4.2 km W of Bourem", "4,2\u{a0}km à l’O de Bourem"));
        assert_eq!(
            said(ansongo, 321_400.0, 70.0),
            told("321 km ENE of Ansongo", "321\u{a0}km à l’ENE d’Ansongo")
        );
        assert_eq!(said(bourem, 850.0, 0.0), told("at Bourem", "à Bourem"));
        assert_eq!(at("Le Gourma"), "au Gourma");
    }

    #[test]
    fn digits_are_no_more_than_known() {
        for (metres, said) in [
            (4.0, "0 m"),
            (847.0, "850 m"),
            (994.9, "990 m"),
            (995.1, "1 km"),
            (1_049.0, "1 km"),
            (9_940.0, "9.9 km"),
            (9_960.0, "10 km"),
            (12_499.0, "12 km"),
        ] {
            assert_eq!(distance(metres), said);
        }
    }

    #[test]
    fn the_place_itself_is_at_it() {
        let gazetteer = Gazetteer::embedded().unwrap();
        let gao = LonLat::new(-0.05, 16.27).unwrap();
        let around = gazetteer.around(gao, 1);
        assert_eq!(beside(&around.nearest[0]).en, "at Gao");
    }
}
