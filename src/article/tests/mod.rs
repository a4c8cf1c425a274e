//! The two samples, and texts that say one thing each.

mod events;
mod measure;

use super::*;
use crate::event::Kind;
use crate::gazetteer::Gazetteer;
use std::sync::LazyLock;

static READER: LazyLock<Reader> =
    LazyLock::new(|| Reader::new(Geocoder::new(Gazetteer::embedded().unwrap()), Lexicon::embedded()));

fn read(text: &str, published: &str) -> Article {
    READER.read(text, published.parse().ok()).unwrap()
}

#[test]
fn the_report_that_started_it_in_english_gives_bamba() {
    let article = read(include_str!("../../../tests/fixtures/article/bamba.en.txt"), "2023-10-02");
    assert_eq!(article.language, Language::English);
    assert_eq!(article.drafts.len(), 1, "{:#?}", article.drafts);
    bamba(&article);
}

#[test]
fn the_report_that_started_it_in_french_gives_bamba_and_the_mine() {
    let article = read(include_str!("../../../tests/fixtures/article/bamba.fr.txt"), "2023-10-03");
    assert_eq!(article.language, Language::French);
    assert_eq!(article.drafts.len(), 2, "{:#?}", article.drafts);
    bamba(&article);
    let mine = &article.drafts[1];
    assert_eq!(mine.kind, Kind::Explosive);
    assert!((mine.location.lat.unwrap() - 16.85).abs() < 0.05, "{mine:#?}");
    let date = mine.date.as_ref().unwrap();
    assert_eq!((date.start.to_string(), date.end.to_string()), ("2023-09-30".into(), "2023-10-01".into()));
    assert_eq!(mine.deaths.best, Some(0));
}

fn bamba(article: &Article) {
    let draft = &article.drafts[0];
    let place = &draft.location;
    assert!((place.lat.unwrap() - 17.03).abs() < 0.02, "{draft:#?}");
    assert!((place.lon.unwrap() + 1.40).abs() < 0.02, "{draft:#?}");
    assert_eq!(place.location.precision.unwrap().code, 2);
    assert_eq!(place.direction, Some("north"));
    assert_eq!(draft.kind, Kind::Attack);
    let date = draft.date.as_ref().unwrap();
    assert_eq!((date.start.to_string(), date.end.to_string()), ("2023-10-01".into(), "2023-10-01".into()));
    let who: Vec<&str> = draft.claims.iter().map(|claim| claim.who.as_str()).collect();
    assert_eq!(who, ["FAMa", "CSP"], "{:#?}", draft.claims);
    assert_eq!(draft.actors, ["FAMa", "CSP"]);
    let taken = |text: &str| {
        let found = article.mentions.iter().find(|one| one.text.contains(text));
        found.unwrap_or_else(|| panic!("{text}: {:#?}", article.mentions))
    };
    let treaty = article.mentions.iter().find(|one| one.masked == Some(Mask::Treaty)).unwrap();
    assert!(treaty.text.contains("Alg"), "{treaty:?}");
    assert_ne!(taken("Kidal").role, Some(PlaceRole::Event));
    assert_eq!(taken("Bamako").taken_for, TakenFor::Place);
    assert!(draft.confidence.overall > 0.5, "{:?}", draft.confidence);
}

#[test]
fn positions_are_characters() {
    let text = "À Gao, le marché de Léré a été pillé. Hier, Ménaka a été attaquée.";
    for mention in read(text, "2023-10-02").mentions {
        let slice: String = text.chars().skip(mention.start).take(mention.end - mention.start).collect();
        assert_eq!(slice, mention.text);
    }
}

#[test]
fn dates_count_from_the_day_of_publication() {
    // 2023-10-04 is a Wednesday.
    for (text, start, end) in [
        ("Gunmen attacked Gao this Sunday.", "2023-10-01", "2023-10-01"),
        ("Gunmen attacked Gao on Wednesday.", "2023-10-04", "2023-10-04"),
        ("Gunmen attacked Gao last Wednesday.", "2023-09-27", "2023-09-27"),
        ("Gunmen attacked Gao yesterday.", "2023-10-03", "2023-10-03"),
        ("Gunmen attacked Gao overnight.", "2023-10-03", "2023-10-04"),
        ("Gunmen attacked Gao last week.", "2023-09-25", "2023-10-01"),
        ("Gunmen attacked Gao three days ago.", "2023-10-01", "2023-10-01"),
        ("Gunmen attacked Gao on October 1, 2023.", "2023-10-01", "2023-10-01"),
        ("Gunmen attacked Gao on the 1st of October.", "2023-10-01", "2023-10-01"),
        ("Gunmen attacked Gao on December 31.", "2022-12-31", "2022-12-31"),
        ("Gunmen attacked Gao on 2023-09-30.", "2023-09-30", "2023-09-30"),
        ("Gunmen attacked Gao between 1 and 3 September.", "2023-09-01", "2023-09-03"),
        ("Gunmen attacked Gao on September 1-3, 2023.", "2023-09-01", "2023-09-03"),
        ("Gunmen attacked Gao in September.", "2023-09-01", "2023-09-30"),
        ("Gao a été attaquée hier soir.", "2023-10-03", "2023-10-03"),
        ("Gao a été attaquée ce dimanche 1er octobre.", "2023-10-01", "2023-10-01"),
        ("Gao a été attaquée dimanche dernier.", "2023-10-01", "2023-10-01"),
        ("Gao a été attaquée dans la nuit de samedi à dimanche.", "2023-09-30", "2023-10-01"),
        ("Gao a été attaquée dans la nuit du 30 septembre au 1er octobre 2023.", "2023-09-30", "2023-10-01"),
        ("Gao a été attaquée du 1er au 3 septembre.", "2023-09-01", "2023-09-03"),
        ("Gao a été attaquée le 01/10/2023.", "2023-10-01", "2023-10-01"),
        ("Gao a été attaquée il y a deux jours.", "2023-10-02", "2023-10-02"),
        ("Gao a été attaquée fin septembre.", "2023-09-21", "2023-09-30"),
        ("Gao a été attaquée la semaine dernière.", "2023-09-25", "2023-10-01"),
        ("Gao a été attaquée le 30/09.", "2023-09-30", "2023-09-30"),
        ("Heavy clashes since dawn in Gao.", "2023-10-04", "2023-10-04"),
        ("L'ONU a condamné lundi l'attaque qui a tué dix soldats samedi à Gao.", "2023-09-30", "2023-09-30"),
        ("Le Stade du 26 Mars de Bamako a été attaqué dimanche.", "2023-10-01", "2023-10-01"),
    ] {
        let article = read(text, "2023-10-04");
        let date = article.drafts[0].date.as_ref().unwrap_or_else(|| panic!("{text}"));
        assert_eq!(
            (date.start.to_string(), date.end.to_string()),
            (start.to_owned(), end.to_owned()),
            "{text}"
        );
        assert!(text.contains(&date.text), "{text}");
    }
    let undated = READER.read("Gunmen attacked Gao this Sunday.", None).unwrap();
    assert_eq!(undated.drafts[0].date, None, "nobody knows which Sunday");
}

#[test]
fn a_date_counts_from_the_one_told_before() {
    let text = "Gunmen attacked Boni on 3 February 2023. Two days later, the camp in Tessit was attacked.";
    let days: Vec<String> = read(text, "2023-02-10")
        .drafts
        .iter()
        .map(|draft| draft.date.as_ref().unwrap().start.to_string())
        .collect();
    assert_eq!(days, ["2023-02-03", "2023-02-05"]);
}

#[test]
fn incidents_between_semicolons_are_events_of_their_own() {
    let text = "Incidents: 02 Aug, Konna, an army vehicle hit an IED, 1 soldier killed; 04 Aug, Boni, a convoy was \
                ambushed; 07 Aug, Tessit, attack on the camp, 42 soldiers killed.";
    let mut told: Vec<(String, Option<u32>)> = (read(text, "2022-08-09").drafts.into_iter())
        .map(|draft| (draft.location.location.name.unwrap(), draft.deaths.best))
        .collect();
    told.sort();
    assert_eq!(told, [("Boni".into(), None), ("Konna".into(), Some(1)), ("Tessit".into(), Some(42))]);
}

#[test]
fn who_only_speaks_is_no_actor_and_claims() {
    for (text, who) in [
        ("Ten people were killed in Gao on Sunday, the army said.", "FAMa"),
        ("Ten people were killed in Gao, MINUSMA said in a statement on Sunday.", "MINUSMA"),
        ("Dix personnes ont été tuées à Gao, dénonce le CSP.", "CSP"),
        ("Dix personnes ont été tuées à Gao, a annoncé Bamako.", "Bamako"),
    ] {
        let article = read(text, "2023-10-04");
        let draft = &article.drafts[0];
        let claims: Vec<&str> = draft.claims.iter().map(|claim| claim.who.as_str()).collect();
        assert_eq!((claims, draft.kind, draft.actors.len()), (vec![who], Kind::Civilians, 0), "{text}");
        assert_eq!(draft.claims[0].deaths.best, Some(10), "{text}");
    }
    let claimed =
        read("Un convoi a été attaqué à Gao. L'attaque a été revendiquée par le GSIM.", "2023-10-04");
    assert_eq!(claimed.drafts[0].actors, ["JNIM"], "who claims an attack took part");
}

#[test]
fn a_village_that_nobody_knows_is_said() {
    let article =
        read("Gunmen attacked the village of Yirmaqq in the Douentza area on Sunday.", "2023-10-04");
    let place = &article.drafts[0].location.location;
    assert_ne!(place.status, crate::event::Status::Located, "{place:#?}");
    assert!(place.why.contains("Yirmaqq") && place.why_fr.contains("Yirmaqq"), "{}", place.why);
}

#[test]
fn names_without_capitals_are_found_behind_words_that_lead_to_them() {
    let draft = read("attaque ce matin a gossi, 2 morts. dans la foret pres du marche", "2023-10-04");
    assert_eq!(draft.drafts[0].location.location.name.as_deref(), Some("Gossi"));
}

#[test]
fn of_two_armies_the_one_of_the_year_is_meant() {
    let text = "French soldiers clashed with jihadists in Gao.";
    assert!(read(text, "2013-04-04").drafts[0].actors.contains(&"Serval".to_owned()));
    assert!(read(text, "2019-04-04").drafts[0].actors.contains(&"Barkhane".to_owned()));
}

#[test]
fn figures_are_what_the_words_say() {
    for (text, low, best, high) in [
        ("Five soldiers were killed near Gao.", Some(5), Some(5), Some(5)),
        ("At least 5 soldiers were killed near Gao.", Some(5), None, None),
        ("An attack near Gao killed twenty-five soldiers and wounded 3.", Some(25), Some(25), Some(25)),
        ("Between 10 and 12 soldiers were killed near Gao.", Some(10), None, Some(12)),
        ("Une attaque près de Gao a fait une dizaine de morts.", None, Some(10), None),
        ("Cinq soldats et deux civils ont été tués près de Gao.", Some(7), Some(7), Some(7)),
        ("Une attaque près de Gao a fait trois morts et huit blessés.", Some(3), Some(3), Some(3)),
        ("Une attaque près de Gao n'a fait aucune victime.", Some(0), Some(0), Some(0)),
        ("Une attaque près de Gao a fait huit blessés.", None, None, None),
        ("Plus de 40 soldats tués à Gao.", Some(41), None, None),
        ("Seven people, including two women, were killed in Gao.", Some(7), Some(7), Some(7)),
        ("Sept personnes, dont deux femmes, ont été tuées à Gao.", Some(7), Some(7), Some(7)),
        (
            "Three soldiers were killed and five wounded when they hit a mine near Gao.",
            Some(3),
            Some(3),
            Some(3),
        ),
        ("Un orpailleur a été tué et deux autres blessés à Gao.", Some(1), Some(1), Some(1)),
        ("Un soldat a été tué à Gao, ainsi que 21 assaillants.", Some(22), Some(22), Some(22)),
        ("Armed men raided two villages near Gao, killing 132 civilians.", Some(132), Some(132), Some(132)),
        ("Le CSP dit avoir abattu un avion près de Gao.", None, None, None),
        ("Un douanier a été tué et deux policiers ont été blessés à Gao.", Some(1), Some(1), Some(1)),
        ("Attaque mardi à Gao. Le bilan est de sept morts.", Some(7), Some(7), Some(7)),
        (
            "JNIM says it killed more than 100 soldiers in Gao. The army said 30 were killed.",
            Some(30),
            None,
            Some(101),
        ),
    ] {
        let deaths = read(text, "2023-10-04").drafts[0].deaths;
        assert_eq!((deaths.low, deaths.best, deaths.high), (low, best, high), "{text}");
    }
}

#[test]
fn a_text_that_tells_of_no_event_has_no_draft_and_says_so() {
    for text in [
        "",
        "The Minister of Transport inaugurated a 12-kilometre road in San on Thursday.",
        "Il fera 41 degrés à Gao dimanche, et un vent de sable est attendu à Tombouctou.",
        "Le Stade Malien a battu le Djoliba 3-1 dimanche à Bamako.",
        "Aucune victime n'est à déplorer après les pluies de lundi à Mopti.",
    ] {
        let article = read(text, "2023-10-04");
        assert_eq!(article.drafts, [], "{text}");
        assert_eq!(article.notes, ["no event was found in this text"]);
        assert_eq!(article.notes_fr, ["aucun événement n’a été trouvé dans ce texte"]);
    }
    let san = read("The Minister of Transport inaugurated a road in San on Thursday.", "2023-10-04");
    assert!(san.mentions.iter().any(|one| one.text == "San"), "{:#?}", san.mentions);
    // Somebody dead is an event, whatever the words for it.
    for text in [
        "Bilan à Gao : 5 morts.",
        "The village chief was shot dead in Bamba.",
        "Deux blessés dimanche à Gossi.",
    ] {
        assert_eq!(read(text, "2023-10-04").drafts.len(), 1, "{text}");
    }
}

#[test]
fn what_is_too_much_is_left_and_told() {
    assert_eq!(read("", "").language, Language::Unknown);
    assert_eq!(
        READER.read(&"a".repeat(MAX_TEXT_BYTES + 1), None),
        Err(ArticleError::TooLong(MAX_TEXT_BYTES + 1))
    );
    let many =
        "Attack in Gao on 1 October 2023. In another incident, on 5 October 2023, an attack in Kidal. "
            .repeat(300);
    let article = read(&many, "2023-10-06");
    assert!(article.drafts.len() <= drafts::MAX_DRAFTS && !article.notes.is_empty());
}

#[test]
fn long_texts_end() {
    for piece in [
        "Bamba ",
        "Gao, ",
        "Ag ",
        "1 et ",
        "in the village of X ",
        "« said ",
        "- a\n\n",
        "entre ",
        "Xx-",
        "é́",
    ] {
        let text = piece.repeat(120_000 / piece.len());
        let article = read(&text, "2023-10-06");
        assert_eq!(article.drafts.is_empty(), article.notes.iter().any(|note| note.contains("no event")));
        assert_eq!(article.notes.len(), article.notes_fr.len());
    }
}

mod any_text {
    use super::*;
    use proptest::prelude::*;

    const WORDS: [&str; 42] = [
        "Bamba", "Gao", "in", "the", "région", "de", "village", "attaque", "killed", "12", "km", "au",
        "nord", "du", "hier", "dimanche", "1er", "octobre", "2023", "FAMa", "CSP", "said", "selon", ".", ",",
        "«", "»", "(", ")", "-", "et", "Alger", "cinq", "soldats", "tués", "Kidal", "depuis", "between",
        "and", "Ag", "\n\n", "İ",
    ];

    fn holds(text: &str) {
        let article = read(text, "2023-10-04");
        assert_eq!(article.drafts.is_empty(), article.notes.iter().any(|note| note.contains("no event")));
        let mut end = 0;
        for mention in &article.mentions {
            assert!(mention.start >= end && mention.end > mention.start, "{mention:?}");
            end = mention.end;
            let slice: String = text.chars().skip(mention.start).take(mention.end - mention.start).collect();
            assert_eq!(slice, mention.text);
        }
        for draft in &article.drafts {
            let sure = draft.confidence;
            for p in
                [sure.overall, sure.mention, sure.place, sure.event_place, sure.date, sure.kind, sure.actors]
            {
                assert!((0.0..=1.0).contains(&p), "{sure:?}");
            }
            assert!(draft.date.as_ref().is_none_or(|date| date.start <= date.end));
            assert!(draft.start <= draft.end && draft.end <= text.chars().count());
        }
        assert_eq!(article, read(text, "2023-10-04"), "the same text is read the same");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(150))]

        #[test]
        fn any_text_is_read(text in any::<String>()) {
            holds(&text);
        }

        #[test]
        fn any_words_are_read(words in prop::collection::vec(prop::sample::select(WORDS.to_vec()), 0..60)) {
            holds(&words.join(" "));
        }

        #[test]
        fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            holds(&String::from_utf8_lossy(&bytes));
        }
    }
}
