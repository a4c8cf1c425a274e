//! Figures as lists write them.

use super::*;
use proptest::prelude::*;

fn told(text: &str) -> String {
    let Reading { figure, doubt } = read(text, Counted::Dead);
    let show = |part: Option<u32>| part.map_or("·".into(), |count| count.to_string());
    let mark = if doubt.is_some() { "?" } else { "" };
    format!("{} {} {}{mark}", show(figure.low), show(figure.best), show(figure.high))
}

#[test]
fn figures_are_read_as_reports_give_them() {
    for (text, expected) in [
        ("", "· · ·"),
        ("NA", "· · ·"),
        ("-", "· · ·"),
        ("n/a", "· · ·"),
        ("unknown", "· · ·"),
        ("Inconnu", "· · ·"),
        ("0", "0 0 0"),
        ("12", "12 12 12"),
        ("12.0", "12 12 12"),
        ("1 200", "1200 1200 1200"),
        ("1\u{202f}200", "1200 1200 1200"),
        ("1,200", "1200 1200 1200?"),
        ("1 000", "1000 1000 1000"),
        ("1,000", "1000 1000 1000?"),
        ("1'000", "1000 1000 1000"),
        ("1.000", "· · ·?"),
        ("250.000", "· · ·?"),
        ("environ 1.000 morts", "· · ·?"),
        ("2.500 à 3.000", "· · ·?"),
        ("2.500", "2500 2500 2500?"),
        ("2.500 à 3.100", "2500 · 3100?"),
        ("1.000.000", "1000000 1000000 1000000"),
        ("1,200.000", "1200 1200 1200"),
        ("1.200,00", "1200 1200 1200"),
        ("5.0", "5 5 5"),
        ("5.00", "5 5 5"),
        ("0.000", "0 0 0"),
        ("0.500", "· · ·?"),
        ("-1.000", "· · ·?"),
        ("2 à 4", "2 · 4"),
        ("10-12", "10 · 12"),
        ("10–12", "10 · 12"),
        ("10 to 12", "10 · 12"),
        ("between 3 and 5", "3 · 5"),
        ("entre 3 et 5", "3 · 5"),
        ("12-10", "10 · 12?"),
        ("~10", "· 10 ·?"),
        ("environ 10", "· 10 ·?"),
        (">5", "6 · ·?"),
        ("5+", "5 · ·?"),
        ("at least 5", "5 · ·?"),
        ("Au moins 5", "5 · ·?"),
        ("plus de 5", "6 · ·?"),
        ("5?", "· 5 ·?"),
        ("5 ?", "· 5 ·?"),
        ("3-5?", "3 · 5?"),
        ("-5", "· · ·?"),
        ("- 5", "· · ·?"),
        ("−5", "· · ·?"),
        ("– 5", "· · ·?"),
        ("2 blessés", "· · ·?"),
        ("trois blessés", "· · ·?"),
        ("2 wounded soldiers", "· · ·?"),
        ("2 soldats tués", "2 2 2"),
        ("<5", "· · 4?"),
        ("jusqu'à 5", "· · 5?"),
        ("3 morts", "3 3 3"),
        ("au moins 3 civils tués", "3 · ·?"),
        ("trois", "3 3 3"),
        ("aucun", "0 0 0"),
        ("dizaine", "· 10 ·?"),
        ("une dizaine", "· 10 ·?"),
        ("une dizaine de morts", "· 10 ·?"),
        ("dozens", "24 · ·?"),
        ("plusieurs dizaines", "20 · ·?"),
        ("several", "· · ·?"),
        ("plusieurs", "· · ·?"),
        ("-3", "· · ·?"),
        ("2.5", "· · ·?"),
        ("3 civils et 2 chèvres", "· · ·?"),
        ("5 (dont 2 civils)", "5 5 5?"),
        ("5 morts, dont 2 civils", "5 5 5?"),
        ("12 killed, including 3 children", "12 12 12?"),
        ("10-12 (dont 2 enfants)", "10 · 12?"),
        ("dont 2 civils", "· · ·?"),
        ("5 dontistes", "· · ·?"),
        ("10-Dec", "· · ·?"),
        ("99999999999999999999", "· · ·?"),
        ("4294967296", "· · ·?"),
    ] {
        assert_eq!(told(text), expected, "{text}");
    }
}

#[test]
fn a_doubt_names_the_value() {
    for (text, en, fr) in [
        (
            "1.000",
            "this may be 1 or 1000: write it without the point (left unknown)",
            "ce peut être 1 ou 1000\u{a0}: écrivez-le sans point (laissé inconnu)",
        ),
        (
            "2.500",
            "the point is read as a mark of thousands: 2500",
            "le point est lu comme séparateur de milliers\u{a0}: 2500",
        ),
        ("10+", "read as at least 10", "lu comme au moins 10"),
        (
            "5 (dont 2 civils)",
            "\"dont 2 civils\" is part of the number before it, and not counted again",
            "«\u{a0}dont 2 civils\u{a0}» fait partie du nombre qui précède et n’est pas compté de nouveau",
        ),
        (
            "several",
            "\"several\" is not a number: left unknown",
            "«\u{a0}several\u{a0}» n’est pas un nombre\u{a0}: laissé inconnu",
        ),
    ] {
        assert_eq!(read(text, Counted::Dead).doubt, Some(Reason::new(en, fr)));
    }
}

proptest! {
    #[test]
    fn any_text_is_a_figure(text in "\\PC{0,40}") {
        let _ = read(&text, Counted::Dead);
    }

    #[test]
    fn every_count_reads_back(count in 0_u32..10_000_000) {
        prop_assert_eq!(read(&count.to_string(), Counted::Dead).figure, Figure::exact(count));
        prop_assert_eq!(read(&format!("{count}.0"), Counted::Dead).figure, Figure::exact(count));
    }
}

#[test]
fn a_column_counts_whom_it_is_of() {
    let injured = |text: &str| read(text, Counted::Injured);
    assert_eq!(injured("2 blessés").figure, Figure::exact(2));
    assert_eq!(injured("deux blessés").figure, Figure::exact(2));
    assert_eq!(injured("5 civils").figure, Figure::exact(5));
    let others = injured("5 tués");
    assert_eq!(others.figure, Figure::UNKNOWN);
    let why = "c’est un nombre de morts et non de blessés\u{a0}: laissé inconnu";
    assert_eq!(others.doubt.map(|doubt| doubt.fr).as_deref(), Some(why));
}
