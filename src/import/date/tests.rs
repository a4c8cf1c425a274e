//! Dates as lists write them.

use super::*;
use proptest::prelude::*;

/// `start/end precision`, `unknown`, or the reason.
fn told(text: &str, order: Order) -> String {
    match read(text, order) {
        Ok(None) => "unknown".into(),
        Ok(Some(Reading { span, doubt })) => {
            let mark = if doubt.is_some() { "?" } else { "" };
            match span.precision {
                DatePrecision::Time => format!("{}{mark}", span.start()),
                DatePrecision::Day => format!("{}{mark}", span.first_day()),
                precision => format!("{}/{} {precision:?}{mark}", span.days().0, span.days().1),
            }
        }
        Err(reason) => reason.en,
    }
}

#[test]
fn dates_are_read_as_people_write_them() {
    for (text, expected) in [
        ("2023-10-01", "2023-10-01"),
        ("2023/10/01", "2023-10-01"),
        ("20231001", "2023-10-01"),
        ("2023-09", "2023-09-01/2023-09-30 Month"),
        ("09/2023", "2023-09-01/2023-09-30 Month"),
        ("2023", "2023-01-01/2023-12-31 Year"),
        ("2023.0", "2023-01-01/2023-12-31 Year"),
        ("16/02/2023", "2023-02-16"),
        ("05/10/2023", "2023-10-05"),
        ("31-12-19", "2019-12-31"),
        ("02.10.2023", "2023-10-02"),
        ("1/2/99", "1999-02-01"),
        ("10/25/2023", "2023-10-25?"),
        ("13 November 2020", "2020-11-13"),
        ("01-January-2015", "2015-01-01"),
        ("25-Aug-03", "2003-08-25"),
        ("1er octobre 2023", "2023-10-01"),
        ("Dimanche 1er octobre 2023", "2023-10-01"),
        ("1 août 2023", "2023-08-01"),
        ("October 1, 2023", "2023-10-01"),
        ("Oct. 1st 2023", "2023-10-01"),
        ("October 2023", "2023-10-01/2023-10-31 Month"),
        ("octobre 2023", "2023-10-01/2023-10-31 Month"),
        ("fin 2022", "2022-01-01/2022-12-31 Year?"),
        ("mi-octobre 2023", "2023-10-01/2023-10-31 Month?"),
        ("45200", "2023-10-01"),
        ("45200.5", "2023-10-01T12:00:00"),
        ("2023-10-01T14:30:00Z", "2023-10-01T14:30:00"),
        ("2023-10-01T14:30:00.250+02:00", "2023-10-01T12:30:00"),
        ("2023-10-01 14:30", "2023-10-01T14:30:00"),
        ("01/10/2023 à 14h30", "2023-10-01T14:30:00"),
        ("01/10/2023 2:30 PM", "2023-10-01T14:30:00"),
        ("2023-10-01 00:00:00", "2023-10-01"),
        ("2023-10-01/2023-10-03", "2023-10-01/2023-10-03 Range"),
        ("2023-10-01 - 2023-10-03", "2023-10-01/2023-10-03 Range"),
        ("2023-10-01 to 2023-10-03", "2023-10-01/2023-10-03 Range"),
        ("du 1er au 3 octobre 2023", "2023-10-01/2023-10-03 Range"),
        ("1-3 October 2023", "2023-10-01/2023-10-03 Range"),
        ("October 1-3, 2023", "2023-10-01/2023-10-03 Range"),
        ("28 September - 2 October 2023", "2023-09-28/2023-10-02 Range"),
        ("du 28 septembre jusqu'au 2 octobre 2023", "2023-09-28/2023-10-02 Range"),
        ("between 1 and 3 October 2023", "2023-10-01/2023-10-03 Range"),
        ("entre le 01/10/2023 et le 03/10/2023", "2023-10-01/2023-10-03 Range"),
        ("01/10 au 03/10/2023", "2023-10-01/2023-10-03 Range"),
        ("1-3/10/2023", "2023-10-01/2023-10-03 Range"),
        ("October-November 2023", "2023-10-01/2023-11-30 Range"),
        ("2022-2023", "2022-01-01/2023-12-31 Range"),
        ("vers le 5 mars 2023", "2023-03-05?"),
        ("environ 05/03/2023", "2023-03-05?"),
        ("~5 mars 2023", "2023-03-05?"),
        ("vers mars 2023", "2023-03-01/2023-03-31 Month"),
        ("5 mars 2023 vers 14h30", "2023-03-05T14:30:00"),
        ("nuit du 3 au 4 mai 2023", "2023-05-03/2023-05-04 Range"),
        ("dans la nuit du 3 au 4 mai 2023", "2023-05-03/2023-05-04 Range"),
        ("night of 3-4 May 2023", "2023-05-03/2023-05-04 Range"),
        ("29/02/2024", "2024-02-29"),
        ("99/9999", "unknown"),
        ("99/99/9999", "unknown"),
        ("99/10/2023", "2023-10-01/2023-10-31 Month"),
        ("1753-01-01", "unknown"),
        ("1753-01-01 00:00:00", "unknown"),
        ("0000-00-00", "unknown"),
        ("NA", "unknown"),
        ("-", "unknown"),
        ("inconnue", "unknown"),
        ("2023-13-45", "there is no month 13"),
        ("30 February 2023", "February 2023 has no day 30"),
        ("30/02/2023", "February 2023 has no day 30"),
        ("32/01/2023", "January 2023 has no day 32"),
        ("13/25/2023", "there is no month 25"),
        ("0203-10-01", "the year 203 is not between 1900 and 2100"),
        ("3-1 October 2023", "the span ends before it begins"),
        ("hier", "\"hier\" is not a date that can be read: write it as 2023-10-01"),
        ("5 octobre", "\"5 octobre\" is not a date that can be read: write it as 2023-10-01"),
        ("12", "\"12\" is not a date that can be read: write it as 2023-10-01"),
    ] {
        assert_eq!(told(text, Order::DayFirst), expected, "{text}");
    }
}

#[test]
fn a_column_of_months_first_is_read_so() {
    assert_eq!(told("05/10/2023", Order::MonthFirst), "2023-05-10");
    assert_eq!(told("25/10/2023", Order::MonthFirst), "2023-10-25?");
    assert_eq!(told("05/10/2023", Order::Mixed), "2023-10-05?");
    assert_eq!(told("25/10/2023", Order::Mixed), "2023-10-25");
}

#[test]
fn only_a_number_above_twelve_proves_an_order() {
    for (text, proof) in [
        ("25/10/2023", Some(Evidence::DayFirst)),
        ("10-25-23", Some(Evidence::MonthFirst)),
        ("05.10.2023 14:00", Some(Evidence::Either)),
        ("05/05/2023", None),
        ("2023-10-25", None),
        ("25 octobre 2023", None),
        ("32/10/2023", None),
    ] {
        assert_eq!(evidence(text), proof, "{text}");
    }
}

#[test]
fn three_columns_make_a_date() {
    let told = |year, month, day| match from_parts(year, month, day) {
        Ok(Some(reading)) => format!("{:?} {}", reading.span.days(), reading.span.text),
        Ok(None) => "unknown".into(),
        Err(reason) => reason.en,
    };
    assert_eq!(told("2023.0", "10", "1"), "(2023-10-01, 2023-10-01) 1-10-2023");
    assert_eq!(told("2023", "octobre", ""), "(2023-10-01, 2023-10-31) octobre-2023");
    assert_eq!(told("2023", "", ""), "(2023-01-01, 2023-12-31) 2023");
    assert_eq!(told("", "10", "1"), "unknown");
    assert_eq!(told("2023", "2", "30"), "February 2023 has no day 30");
    assert_eq!(told("2023", "soon", "1"), "this is no month");
}

proptest! {
    #[test]
    fn any_text_is_a_date_or_none(text in "\\PC{0,40}") {
        let _ = read(&text, Order::Mixed);
        let _ = evidence(&text);
    }

    #[test]
    fn a_plain_date_is_what_it_is_read_to_word_by_word(
        year in prop_oneof![Just(1753_u32), Just(1), Just(1899), Just(1900), Just(9999), 0..=9999_u32, 1990..2030_u32],
        month in 0..=99_u32,
        day in prop_oneof![0..=31_u32, 0..=99_u32],
    ) {
        let text = format!("{year:04}-{month:02}-{day:02}");
        for order in [Order::DayFirst, Order::MonthFirst, Order::Mixed] {
            prop_assert!(iso(&text).is_some());
            prop_assert_eq!(read(&text, order), read_words(&text, order));
        }
        prop_assert_eq!(evidence(&text), evidence(&format!("{text} ")));
    }

    #[test]
    fn what_looks_like_a_date_is_one_or_none(text in "[0-9]{1,4}[-/. ][0-9]{1,2}[-/. ][0-9]{1,4}( [0-9]{1,2}[:h][0-9]{0,2})?") {
        let _ = read(&text, Order::DayFirst);
    }

    #[test]
    fn every_day_reads_back(days in 0_i32..70_000) {
        let day = Date::constant(1905, 1, 1).checked_add(jiff::Span::new().days(days)).unwrap();
        for text in [day.to_string(), day.strftime("%d/%m/%Y").to_string(), day.strftime("%-d %B %Y").to_string()] {
            let read = read(&text, Order::DayFirst).unwrap().unwrap();
            prop_assert_eq!(read.span.days(), (day, day));
        }
    }
}
