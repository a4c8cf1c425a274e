//! Quotation marks that are closed rows later than they should be.

use super::*;

const HEAD: &str = "id,date,place,region,type,deaths,notes\n";

fn lines(loaded: &Loaded) -> Vec<u64> {
    loaded.events().iter().map(|event| event.origin.line).collect()
}

#[test]
fn a_stray_mark_costs_its_own_row_though_another_closes_it_rows_later() {
    let text = format!(
        "{HEAD}S-1,2023-01-01,Gao,Gao,Attaque,1,\"unclosed\nS-2,2023-01-02,Kidal,Kidal,Attaque,7,x\n\
         S-3,2023-01-03,Bourem,Gao,Attaque,9,\"quoted\"\nS-4,2023-01-04,Gao,Gao,Attaque,1,x\n"
    );
    let one = text.replace("S-2,2023-01-02,Kidal,Kidal,Attaque,7,x\n", "");
    let midway = text.replace("Bourem,Gao,Attaque,9,\"quoted\"", "\"Bourem\",Gao,Attaque,9,so");
    let twice = format!("{text}{}", text.split_once('\n').unwrap().1.replace("S-", "T-"));
    for (text, good, bad) in [
        (text.replace('\n', "\r\n"), &[3, 4, 5][..], &[2][..]),
        (text.replace('\n', "\r"), &[3, 4, 5], &[2]),
        (text.replace(',', ";"), &[3, 4, 5], &[2]),
        (text, &[3, 4, 5], &[2]),
        (one, &[3, 4], &[2]),
        (midway, &[3, 4, 5], &[2]),
        (twice, &[3, 4, 5, 7, 8, 9], &[2, 6]),
    ] {
        let loaded = load(text.as_bytes()).unwrap();
        assert_eq!(lines(&loaded), good, "{text:?}");
        let told: Vec<String> = bad
            .iter()
            .map(|line| {
                format!(
                    "!{line} =: a quotation mark opens on line {line} and is never closed, or rows later: the list \
                     is read on from the next line"
                )
            })
            .collect();
        assert_eq!(loaded.problems(), told, "{text:?}");
    }
}

#[test]
fn more_stray_marks_than_are_mended_are_rejected_with_what_they_swallow() {
    let piece = "S,2023-01-01,Gao,Gao,Attaque,1,\"unclosed\nS,2023-01-02,Kidal,Kidal,Attaque,7,x\n\
                 S,2023-01-03,Bourem,Gao,Attaque,9,\"quoted\"\n";
    let loaded = load(format!("{HEAD}{}", piece.repeat(70)).as_bytes()).unwrap();
    assert_eq!(loaded.events().len(), 64 * 2);
    assert_eq!(
        loaded.problems().last().unwrap(),
        "!209 =: a quotation mark opens on line 209 and swallows rows up to line 211: close it on its line"
    );
}

#[test]
fn a_note_of_several_lines_stays_whole() {
    for note in [
        "They came at dawn, on motorbikes, took the cattle, the grain, the phones, and left, west\n\
         The army came at noon, by road, found nobody, stayed an hour, wrote a report, left, too\n\
         No one, again, was heard, seen, met, or, told",
        "first\nsecond",
        "Seen:\n\nS-9,2023-01-02,Kidal,Kidal,Attaque,7,x",
        "1,2,3\n4,5,6",
    ] {
        let text =
            format!("{HEAD}S-1,2023-01-01,Gao,Gao,Attaque,1,\"{note}\"\nS-2,2023-01-02,Gao,Gao,Attaque,1,\n");
        let loaded = load(text.as_bytes()).unwrap();
        assert_eq!(loaded.events().len(), 2, "{note}");
        assert_eq!(loaded.events()[0].claims[0].text, note);
    }
}
