//! Which names meet, at which tier; and that nothing within the edits is missed.

use super::super::keys::exact_key;
use super::*;
use proptest::prelude::*;

fn index(names: &[&str]) -> Names {
    let mut index = Names::default();
    for (number, name) in (0..).zip(names) {
        index.add(name, Place::Locality(number), false);
    }
    index
}

/// The tier at which a written name meets one of the gazetteer, by folds or nearly.
fn meets(written: &str, name: &str) -> Option<Tier> {
    let index = index(&[name, "Gossi", "Hombori", "Koygouma"]);
    let of = |hits: Vec<Hit<'_>>| hits.into_iter().find(|hit| hit.name == name).map(|hit| hit.tier);
    of(index.find(written)).or_else(|| of(index.find_near(written)))
}

#[test]
fn pairs_of_spellings_meet_at_a_tier_that_says_how() {
    for (written, name, tier) in [
        ("Ber", "Bèr", Tier::Plain),
        ("BER", "Ber", Tier::Exact),
        ("Timbuktu", "Tombouctou", Tier::Near(1)),
        ("تمبكتو", "Tombouctou", Tier::Skeleton),
        ("تمبكتو", "Timbuktu", Tier::Skeleton),
        ("Tombouctou", "تمبكتو", Tier::Skeleton),
        ("ⵜⵏⴱⴾⵜ", "Tombouctou", Tier::Skeleton),
        ("ⵜⵏⴱⴾⵜ", "تمبكتو", Tier::Skeleton),
        ("غاو", "Gao", Tier::Skeleton),
        ("Aguel'hoc", "Aguelhoc", Tier::Plain),
        ("Aguelhok", "Aguel'hoc", Tier::Sahel),
        ("Adjelhoc", "Aguelhok", Tier::Near(1)),
        ("Indelimane", "In-Delimane", Tier::Plain),
        ("I-n-Delimane", "Indelimane", Tier::Plain),
        ("Delimane", "I-n-Delimane", Tier::Bare),
        ("Tin-Essako", "Ti-n-Essako", Tier::Plain),
        ("Tinessako", "Ti-n-Essako", Tier::Plain),
        ("Essako", "Tinessako", Tier::Bare),
        ("Ntillit", "N'Tillit", Tier::Plain),
        ("Tillit", "N'Tillit", Tier::Bare),
        ("Mallane", "An-Mallane", Tier::Bare),
        ("Boulkessi", "Boulikessi", Tier::Near(1)),
        ("Boulekessi", "Boulikessi", Tier::Near(1)),
        ("Boulekessi", "Boulkessi", Tier::Near(1)),
        ("Anefif", "Anéfis", Tier::Near(1)),
        ("Anefis", "Anéfis", Tier::Plain),
        ("Anefif", "Anefis", Tier::Near(1)),
        ("Menaka", "Ménaka", Tier::Plain),
        ("Ansogo", "Ansongo", Tier::Near(1)),
        ("Gundam", "Goundam", Tier::Sahel),
        ("Labézanga", "Labbezanga", Tier::Sahel),
        ("Gharous", "Rharous", Tier::Sahel),
        ("Ste Marie", "Sainte-Marie", Tier::Sahel),
        ("Farakoro II", "Farakoro 2", Tier::Plain),
        ("Gumra Rahrous", "Gourma-Rharous", Tier::Near(2)),
        ("Koulikurro Bha", "Koulikoro-Ba", Tier::Near(1)),
        ("Rharous Gourma", "Gourma-Rharous", Tier::Words),
        ("Hama Tin", "Tin Hama", Tier::Words),
        ("Bamba Bamba", "Bamba", Tier::Words),
        ("Rharous", "Gourma-Rharous", Tier::Part),
        ("Bamba Gao", "Bamba", Tier::Part),
        ("Bamba I", "Bamba", Tier::Part),
        ("Bamba 2", "Bamba 1", Tier::Part),
        ("Bamba", "Bamba II", Tier::Part),
        ("Bamba 1/2", "Bamba", Tier::Part),
    ] {
        assert_eq!(meets(written, name), Some(tier), "{written} and {name}");
    }
}

#[test]
fn names_that_are_not_alike_do_not_meet() {
    for (written, name) in [
        ("Gao", "Gaoua"),
        ("Gaa", "Gao"),
        ("Mopti", "Sévaré"),
        ("Inari", "Ari"),
        ("Koura", "Bamba"),
        ("Ber", "Ber Koura Markala"),
        // Latin letters are never compared by consonants alone.
        ("Kodala", "Kidal"),
    ] {
        assert_eq!(meets(written, name), None, "{written} and {name}");
    }
}

#[test]
fn two_towns_that_lists_write_together_are_two_places() {
    let index = index(&["Mopti", "Sévaré"]);
    assert_eq!(index.find("Mopti/Sévaré"), []);
    assert_eq!(index.find_near("Mopti/Sévaré"), []);
    assert_eq!(index.find("Mopti").len(), 1);
    assert_eq!(index.find("Sevare")[0].tier, Tier::Plain);
}

#[test]
fn a_place_is_found_once_by_its_best_name() {
    let mut index = Names::default();
    index.add("Tombouctou", Place::Locality(7), false);
    index.add("Timbuktu", Place::Locality(7), true);
    index.add("Tombouctou", Place::Unit(7), false);
    index.add("  ", Place::Unit(8), false);
    assert_eq!(index.len(), 3);
    let hits = index.find("timbuktu");
    assert_eq!(hits.len(), 1);
    assert!(hits[0].is_alias && hits[0].tier == Tier::Exact && hits[0].likeness > 0.999);
    let near = index.find_near("Tomboctou");
    assert_eq!(near.iter().map(|hit| hit.place).collect::<Vec<_>>(), [Place::Locality(7), Place::Unit(7)]);
    assert!(near.iter().all(|hit| !hit.is_alias && hit.edits == 1 && hit.same_first));
}

#[test]
fn likeness_falls_with_the_letters_that_differ() {
    let index = index(&["Tombouctou", "Tombokoto", "Gossi"]);
    let likeness = |written: &str| -> Vec<f64> {
        let mut hits = index.find(written);
        hits.extend(index.find_near(written));
        hits.iter().map(|hit| hit.likeness).collect()
    };
    assert!(likeness("tombouctou")[0] > 0.999);
    let (folded, near, far) = (likeness("Tombuktu")[0], likeness("Tomboctou")[0], likeness("Tomboctoua")[0]);
    assert!(folded > near && near > far && far > 0.8, "{folded} {near} {far}");
}

#[test]
fn long_names_may_have_three_letters_wrong_where_nothing_else_is_near() {
    let index = index(&["Tinagarouma Koura", "Gossi"]);
    let near = index.find_near("Dinagaromma Kora");
    assert_eq!((near.len(), near[0].tier), (1, Tier::Near(3)));
    assert!(!near[0].same_first);
    assert!(index.find_near("Gotti").iter().all(|hit| hit.tier < Tier::Near(3)));
}

#[test]
fn names_added_later_are_found_too() {
    let mut index = index(&["Ansongo"]);
    assert_eq!(index.find_near("Anssongou").len(), 1);
    assert!(index.find("تساليت").is_empty());
    index.add("Tessalit", Place::Locality(9), false);
    assert_eq!(index.find("تساليت").len(), 1);
    assert_eq!(index.find_near("Tesalot").len(), 1);
    assert_eq!(index.opening("tess").len(), 2, "by its letters and by the Sahel fold");
}

#[test]
fn texts_that_are_no_names_are_answered() {
    let index = index(&["Gao", "Bamba"]);
    let long = "Bamba ".repeat(2_000);
    for text in [
        "",
        " ",
        "\u{0}\u{1b}[2J",
        "\u{202e}\u{200f}",
        "🐪🐪🐪",
        "'; DROP TABLE names; --",
        "<b>",
        long.as_str(),
    ] {
        assert!(index.find(text).is_empty(), "{text:?}");
        index.find_near(text);
        index.opening(text);
        index.opening_misspelt(text);
    }
}

/// Names of few letters, so that many are near each other.
fn any_name() -> impl Strategy<Value = String> {
    prop_oneof!["[abou]{3,12}", "[a-z]{3,14}", "[gkst]{4,9}[12]?", "[abɛتم]{4,9}"]
}

/// A name with letters added, taken, changed and exchanged.
fn misspelt(name: &str, edits: &[(usize, u8, char)]) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    for (at, what, letter) in edits {
        let at = at % letters.len().max(1);
        match what {
            0 => letters.insert(at, *letter),
            1 if at < letters.len() => drop(letters.remove(at)),
            2 if at + 1 < letters.len() => letters.swap(at, at + 1),
            _ if at < letters.len() => letters[at] = *letter,
            _ => {}
        }
    }
    letters.into_iter().collect()
}

proptest! {
    #[test]
    fn every_name_within_the_edits_is_found(
        names in prop::collection::vec(any_name(), 1..40),
        which in any::<prop::sample::Index>(),
        edits in prop::collection::vec((0..14_usize, 0..4_u8, prop::char::range('a', 'z')), 0..3),
    ) {
        let written = misspelt(which.get::<String>(&names), &edits);
        let plain = plain_key(&written);
        let sahel = sahel_key(&plain);
        let allowed = near::edits_allowed(plain.chars().count(), sahel.chars().count());
        let index = index(&names.iter().map(String::as_str).collect::<Vec<_>>());
        let found = index.find_near(&written);
        for (number, name) in (0..).zip(&names) {
            let plain = plain_key(name);
            let keys = [Some(sahel_key(&plain)), swapped_sahel_key(&plain)];
            let least = keys.iter().flatten().map(|key| (strsim::osa_distance(key, &sahel), key));
            let least = least
                .filter(|(edits, key)| (1..=usize::from(allowed)).contains(edits) && near::same_digits(key, &sahel))
                .map(|(edits, _)| edits as u8)
                .min();
            let hit = found.iter().find(|hit| hit.place == Place::Locality(number));
            match least {
                Some(edits) => prop_assert_eq!(hit.map(|hit| hit.tier), Some(Tier::Near(edits)), "{} {}", written, name),
                None => prop_assert!(
                    hit.is_none_or(|hit| hit.tier >= Tier::Near(LOOSE)), "{} {} {:?}", written, name, hit
                ),
            }
        }
    }

    #[test]
    fn a_name_is_found_by_itself_and_by_each_of_its_keys(
        names in prop::collection::vec(any_name(), 1..20), which in any::<prop::sample::Index>(),
    ) {
        let index = index(&names.iter().map(String::as_str).collect::<Vec<_>>());
        let name = which.get::<String>(&names);
        let plain = plain_key(name);
        for (key, tier) in [
            (name.clone(), Tier::Exact),
            (exact_key(name), Tier::Exact),
            (plain.clone(), Tier::Plain),
            (sahel_key(&plain), Tier::Sahel),
            (bare_key(&sahel_key(&plain)).to_owned(), Tier::Bare),
        ] {
            let hits = index.find(&key);
            prop_assert!(hits.iter().any(|hit| hit.name == name && hit.tier <= tier), "{} {} {:?}", key, name, hits);
            prop_assert!(hits.is_sorted_by_key(|hit| hit.tier));
            prop_assert!(hits.iter().all(|hit| (0.0..=1.0).contains(&hit.likeness)));
        }
    }

    #[test]
    fn names_that_begin_so_are_what_a_scan_finds(
        names in prop::collection::vec("[abk]{1,7}", 1..40), typed in "[abk]{1,7}",
    ) {
        let index = index(&names.iter().map(String::as_str).collect::<Vec<_>>());
        let mut found: Vec<u32> = index.opening(&typed).into_iter().map(|one| one.name).collect();
        found.sort_unstable();
        found.dedup();
        let folded = sahel_key(&typed);
        let is_folded = typed.len() >= 3 || !names.iter().any(|name| name.starts_with(&typed));
        let begins =
            |name: &String| name.starts_with(&typed) || (is_folded && sahel_key(name).starts_with(&folded));
        let scan: Vec<u32> = (0..).zip(&names).filter(|(_, name)| begins(name)).map(|(number, _)| number).collect();
        prop_assert_eq!(found, scan);

        let allowed = match folded.len() { 0..4 => 0, 4..8 => 1, _ => 2 };
        let mut found: Vec<u32> = index.opening_misspelt(&typed).into_iter().map(|one| one.name).collect();
        found.extend(index.opening(&typed).into_iter().map(|one| one.name));
        found.sort_unstable();
        found.dedup();
        let nearly = |name: &String| {
            let key = sahel_key(name);
            allowed > 0 && (0..=key.len()).any(|end| strsim::osa_distance(&key[..end], &folded) <= allowed)
        };
        let scan: Vec<u32> =
            (0..).zip(&names).filter(|(_, name)| begins(name) || nearly(name)).map(|(number, _)| number).collect();
        prop_assert_eq!(found, scan);
    }

    #[test]
    fn any_text_is_answered(text in any::<String>(), typed in "\\PC{0,60}") {
        let index = index(&["Gao", "تمبكتو", "Ti-n-Essako", "Gourma-Rharous"]);
        for text in [text, typed] {
            index.find(&text);
            index.find_near(&text);
            index.opening(&text);
            index.opening_misspelt(&text);
        }
    }
}

/// Edits beyond which a name is only a last resort.
const LOOSE: u8 = 3;
