//! Which of day and month comes first, and that it is still so when a few rows of a list stand alone.

use super::*;

fn days(loaded: &Loaded) -> Vec<String> {
    let day = |event: &&Event| event.when.as_ref().map(|when| when.first_day().to_string());
    loaded.events().iter().filter_map(day).collect()
}

/// The rejected rows with the place that each lacked.
fn mended(loaded: &Loaded) -> String {
    let mut out = Vec::new();
    write_rejects(&mut out, &loaded.shape, &loaded.rows).unwrap();
    String::from_utf8(out).unwrap().replace(",,", ",Kidal,")
}

const MONTH_FIRST: &str =
    "date,place,type,deaths\n05/25/2023,Gao,attack,2\n05/10/2023,,attack,1\n04/03/2023,,attack,7\n";

#[test]
fn rejected_rows_of_a_list_that_puts_the_month_first_are_the_same_rows_when_they_come_back_mended() {
    let loaded = load(MONTH_FIRST.as_bytes()).unwrap();
    let file = mended(&loaded);
    assert!(file.contains("05/10/2023,Kidal,attack,1,3,"), "cells stay as they were written: {file}");
    let again = load(file.as_bytes()).unwrap();
    assert_eq!(days(&again), ["2023-05-10", "2023-04-03"]);
    assert_eq!(again.detected.day_first_why, "the column azalai_dates says so, row by row");
    assert!(!again.detected.day_first && !again.detected.day_first_assumed);
    let whole = load(MONTH_FIRST.replace(",,", ",Kidal,").as_bytes()).unwrap();
    let identities =
        |loaded: &Loaded| loaded.parsed().iter().map(|parsed| parsed.identity.clone()).collect::<Vec<_>>();
    assert_eq!(identities(&again), identities(&whole)[1..]);
    // Mended by halves, and so rejected once more.
    let half = load(file.replacen("Kidal", "", 1).as_bytes()).unwrap();
    assert_eq!(days(&load(mended(&half).as_bytes()).unwrap()), ["2023-05-10"]);
    // Whoever opens the file may know better.
    let stated = Options { day_first: Some(true), ..options("rej.csv") };
    let other = load_from(Cursor::new(file.as_bytes()), stated).unwrap();
    assert_eq!(days(&other), ["2023-10-05", "2023-03-04"]);
}

#[test]
fn an_order_that_was_stated_or_assumed_or_is_none_goes_with_rejected_rows_too() {
    let open = "date,place,type,deaths\n05/10/2023,,attack,1\n";
    let slip = "date,lieu,type,morts\n10/25/2023,Gao,attack,1\n05/10/2023,,attack,1\n";
    for (text, stated, day, told) in [
        (open, Some(false), "2023-05-10", "mm/dd/yyyy"),
        (open, Some(true), "2023-10-05", "dd/mm/yyyy"),
        (open, None, "2023-10-05", "dd/mm/yyyy"),
        (slip, None, "2023-10-05", "dd/mm/yyyy or mm/dd/yyyy"),
    ] {
        let options = Options { day_first: stated, ..options("list.csv") };
        let loaded = load_from(Cursor::new(text.as_bytes()), options).unwrap();
        assert_eq!(loaded.detected.date_order, Some(told));
        let file = mended(&loaded);
        assert!(file.lines().last().unwrap().ends_with(told), "{file}");
        assert_eq!(days(&load(file.as_bytes()).unwrap()), [day], "{stated:?} {file}");
    }
    // The shape as the store keeps it.
    let shape = load(MONTH_FIRST.as_bytes()).unwrap().shape.to_json().unwrap();
    assert_eq!(Shape::from_json(&shape).unwrap().to_json().unwrap(), shape);
    let older = shape.replace(",\"order\":\"mm/dd/yyyy\"", "");
    assert_ne!(older, shape);
    assert!(Shape::from_json(&older).unwrap().to_json().unwrap().contains("\"order\":null"));
}

#[test]
fn rows_rejected_of_several_lists_are_read_each_as_its_own() {
    let text = "date,place,azalai_line,azalai_reason,azalai_dates\n05/10/2023,Gao,7,none,mm/dd/yyyy\n\
                05/10/2023,Ber,8,none,dd/mm/yyyy\n05/10/2023,Bamba,9,none,\n";
    assert_eq!(days(&load(text.as_bytes()).unwrap()), ["2023-05-10", "2023-10-05", "2023-05-10"]);
}

#[test]
fn dates_that_can_be_read_in_one_way_only_need_no_column_of_their_own() {
    for date in ["2023-10-05", "5 octobre 2023", "45204", "05/05/2023"] {
        let text = format!("date,place,type,deaths\n{date},,attack,1\n{date},Gao,attack,1\n");
        let loaded = load(text.as_bytes()).unwrap();
        let file = mended(&loaded);
        assert!(!file.contains("azalai_dates"), "{file}");
        assert_eq!(days(&load(file.as_bytes()).unwrap()), days(&loaded), "{date}");
    }
}

#[test]
fn an_order_that_is_only_assumed_is_told_once_and_one_that_is_proved_or_stated_is_not() {
    let told = |head: &str, dates: &[&str], day_first| {
        let rows = dates.iter().fold(String::new(), |rows, date| format!("{rows}{date},Gao\n"));
        let options = Options { day_first, ..options("list.csv") };
        let loaded = load_from(Cursor::new(format!("{head},place\n{rows}")), options).unwrap();
        let (en, fr) = (loaded.detected.notes, loaded.detected.notes_fr);
        assert!(en.len() <= 1 && en.len() == fr.len(), "{en:?} {fr:?}");
        let is_told = en.iter().any(|note| note.contains("nothing in the list proves it"));
        assert_eq!(is_told, fr.iter().any(|note| note.contains("rien dans la liste ne le prouve")));
        assert_eq!(is_told, loaded.detected.day_first_assumed);
        is_told
    };
    assert!(told("date", &["05/10/2023", "03/04/2022"], None));
    assert!(told("date", &["2023-10-01", "03-04-22"], None));
    assert!(!told("date", &["05/10/2023", "25/10/2023"], None));
    assert!(!told("date", &["05/10/2023"], Some(true)));
    assert!(!told("date", &["05/10/2023"], Some(false)));
    assert!(!told("Date (jj/mm/aaaa)", &["05/10/2023"], None));
    assert!(!told("date", &["05/05/2023", "2023-10-01", "5 May 2023", "05/2023"], None));
}

#[test]
fn a_single_date_proves_the_month_where_nothing_speaks_for_the_day() {
    let october: String = (1..=13).fold("id,date,place,type\n".to_owned(), |rows, day| {
        format!("{rows}U-{day},10/{day:02}/2023,Gao,Attack\n")
    });
    let loaded = load(october.as_bytes()).unwrap();
    let expected: Vec<String> = (1..=13).map(|day| format!("2023-10-{day:02}")).collect();
    assert_eq!(days(&loaded), expected);
    assert_eq!(loaded.detected.day_first_why, "line 14 has 10/13/2023");
    // Where dates prove both, the day comes first in those that prove neither.
    let both = load(format!("{october}U-14,14/10/2023,Gao,Attack\n").as_bytes()).unwrap();
    assert_eq!(days(&both)[0], "2023-01-10");
    assert!(both.detected.day_first_why.contains("mixes both"));
    // French names of columns speak for the day against one date, not against all that prove anything.
    let french = october.replace("place", "lieu");
    assert_eq!(days(&load(french.as_bytes()).unwrap())[0], "2023-01-10");
    let proved = format!("{french}U-14,10/14/2023,Gao,Attack\nU-15,10/15/2023,Gao,Attack\n");
    assert_eq!(days(&load(proved.as_bytes()).unwrap())[0], "2023-10-01");
}
