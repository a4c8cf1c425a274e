//! Lists that go through `geocode --csv` and `reverse --csv`: every row comes out, in its place, whatever it holds.

use crate::support::{azalai, failure, file, folder, run, stdout};
use csv::StringRecord;
use serde_json::Value;
use std::fmt::Write as _;
use std::fs;
use std::io::Write;
use std::process::Stdio;

/// A list answered: its header, its rows, and the counts.
struct Answered {
    header: StringRecord,
    rows: Vec<StringRecord>,
    counts: Value,
}

const COLUMNS: [&str; 12] = [
    "az_status",
    "az_lon",
    "az_lat",
    "az_p",
    "az_precision",
    "az_radius_m",
    "az_place",
    "az_kind",
    "az_region",
    "az_cercle",
    "az_why",
    "az_rivals",
];

impl Answered {
    fn of(command: &str, bytes: &[u8], delimiter: u8, more: &[&str]) -> Self {
        let folder = folder();
        let (list, out) = (folder.path().join("in.csv"), folder.path().join("out.csv"));
        fs::write(&list, bytes).unwrap();
        let mut azalai = azalai();
        azalai.args([command, "--json", "--csv"]).arg(&list).arg("--out").arg(&out).args(more);
        let counts = serde_json::from_str(&stdout(&mut azalai)).unwrap();
        assert_eq!(fs::read(&list).unwrap(), bytes, "the list is as it was");
        let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_path(&out).unwrap();
        let header = reader.headers().unwrap().clone();
        Self { header, rows: reader.records().map(Result::unwrap).collect(), counts }
    }

    fn geocoded(text: &str) -> Self {
        let done = Self::of("geocode", text.as_bytes(), b',', &[]);
        done.add_up();
        done
    }

    /// Holds the counts to the rows.
    fn add_up(&self) {
        let count = |name: &str| self.counts[name].as_u64().unwrap();
        assert_eq!(count("rows"), self.rows.len() as u64);
        let mut sum = 0;
        for status in ["located", "area", "review", "unlocated"] {
            let rows = (0..self.rows.len()).filter(|row| self.cell(*row, "az_status") == status).count();
            assert_eq!(count(status), rows as u64, "{status}");
            sum += rows;
        }
        assert_eq!(sum, self.rows.len(), "every row has a status");
    }

    fn cell(&self, row: usize, column: &str) -> &str {
        let at = self.header.iter().position(|name| name == column).expect("the column");
        &self.rows[row][at]
    }

    fn column(&self, column: &str) -> Vec<&str> {
        (0..self.rows.len()).map(|row| self.cell(row, column)).collect()
    }
}

#[test]
fn a_list_comes_out_with_its_own_cells_and_twelve_columns_more() {
    let text = "id,Name,REGION,note\n7,Bamba,Gao,\" keep, this \"\n8,Bamba,,=1+1\n9,Gao region,,'x'\n10,,,\n";
    let done = Answered::geocoded(text);
    let header: Vec<&str> = ["id", "Name", "REGION", "note"].into_iter().chain(COLUMNS).collect();
    assert_eq!(done.header, header);
    assert_eq!(done.column("id"), ["7", "8", "9", "10"], "in their order");
    assert_eq!(done.column("note"), [" keep, this ", "=1+1", "'x'", ""], "to the last letter");
    assert_eq!(done.column("az_status"), ["located", "review", "area", "unlocated"]);
    let number = |row, column| done.cell(row, column).parse::<f64>().unwrap();
    assert!((number(0, "az_lon") + 1.40).abs() < 0.02 && (number(0, "az_lat") - 17.03).abs() < 0.02);
    assert!(number(0, "az_p") >= 0.7 && number(0, "az_radius_m") > 0.0);
    assert_eq!(
        ["az_place", "az_region", "az_cercle", "az_precision"].map(|column| done.cell(0, column)),
        ["Bamba", "Gao", "Bourem", "1"]
    );
    assert!(done.cell(0, "az_why").contains("in Gao region as the row says"));
    assert_eq!(["az_lon", "az_place"].map(|column| done.cell(1, column)), ["", ""], "no guess");
    assert_eq!(["az_p", "az_lon"].map(|column| done.cell(3, column)), ["", ""]);
}

#[test]
fn rivals_can_be_read_by_a_program() {
    let done = Answered::geocoded("name,region\nBamba,Gao\nBamba,\nXyzabad,\n");
    let rivals: Vec<Value> =
        done.column("az_rivals").iter().map(|cell| serde_json::from_str(cell).unwrap()).collect();
    let of_located = rivals[0].as_array().unwrap();
    assert!(!of_located.is_empty() && of_located.len() <= 5);
    let keys: Vec<&String> = of_located[0].as_object().unwrap().keys().collect();
    assert_eq!(keys, ["cercle", "km", "lat", "lon", "name", "p", "region"]);
    for rival in of_located {
        assert!(rival["km"].as_f64().unwrap() > 100.0, "the one chosen is not among them: {rival}");
    }
    let of_review = rivals[1].as_array().unwrap();
    assert_eq!(of_review.len(), 3, "all that it may be");
    let p: Vec<f64> = of_review.iter().map(|rival| rival["p"].as_f64().unwrap()).collect();
    assert!(p.is_sorted_by(|a, b| a >= b), "best first: {p:?}");
    assert_eq!(rivals[2], Value::Array(Vec::new()));
}

#[test]
fn broken_rows_come_out_in_their_place_and_say_what_is_wrong() {
    let text = "name,lon,lat,note\n\
        Gao,-0.04,16.27,a\n\
        Gao,NaN,16.27,b\n\
        Gao\n\
        Gao,-0.04,16.27,e,shifted\n\
        Gao,-0.04,95,f\n\
        Gao,abc,16.27,g\n\
        Gao,-0.04,,h\n\
        Gao,,,i\n\
        ,,,\n\
        Gao,,,k,\n";
    let done = Answered::geocoded(text);
    let expected = ["located", "unlocated", "unlocated", "unlocated", "unlocated"].into_iter().chain([
        "unlocated",
        "unlocated",
        "located",
        "unlocated",
        "located",
    ]);
    assert_eq!(done.column("az_status"), expected.collect::<Vec<_>>());
    assert_eq!(done.column("note"), ["a", "b", "", "e", "f", "g", "h", "i", "", "k"]);
    let why = done.column("az_why");
    for (row, words) in [
        (1, &["line 3", "column lon", "'NaN'"][..]),
        (2, &["line 4", "1 cells", "header 4"]),
        (3, &["line 5", "'shifted'", "5 cells"]),
        (4, &["line 6", "95"]),
        (5, &["line 7", "abc"]),
        (6, &["line 8", "lat, lon", "no latitude"]),
        (8, &["no place is named"]),
    ] {
        for word in words {
            assert!(why[row].contains(word), "{word} in {}", why[row]);
        }
    }
    assert_eq!(done.counts["unreadable"], 6);
}

#[test]
fn a_row_of_megabytes_costs_one_row() {
    let done = Answered::geocoded(&format!("name\nGao\n{}\nKidal\n", "a".repeat(5 << 20)));
    assert_eq!(done.column("az_status"), ["located", "unlocated", "located"]);
    assert!(done.cell(1, "az_why").contains("line 3"), "{}", done.cell(1, "az_why"));
}

#[test]
fn a_quotation_mark_that_is_never_closed_costs_one_row() {
    let done = Answered::geocoded("name,region\nGao,Gao\n\"Bamba,Gao\nKidal,Kidal\n");
    assert_eq!(done.column("az_status"), ["located", "unlocated", "located"]);
    assert!(done.cell(1, "az_why").contains("line 3 and is never closed"), "{}", done.cell(1, "az_why"));
}

#[test]
fn ugly_encodings_and_delimiters_are_read_and_utf8_comes_out() {
    let text = "Nom;Région;Note\nMénaka;Ménaka;été\nAnéfis;Kidal;\n";
    let wide: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let legacy: Vec<u8> = text.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap()).collect();
    let marked = ["\u{feff}".as_bytes(), text.replace('\n', "\r\n").as_bytes()].concat();
    for (bytes, delimiter) in [
        (wide, b';'),
        (legacy, b';'),
        (marked, b';'),
        (text.replace(';', "\t").into_bytes(), b'\t'),
        (text.replace(';', "|").into_bytes(), b'|'),
        (format!("sep=;\n{text}").into_bytes(), b';'),
    ] {
        let done = Answered::of("geocode", &bytes, delimiter, &[]);
        done.add_up();
        assert_eq!(&done.header[0], "Nom", "no mark before it");
        assert_eq!(done.column("Nom"), ["Ménaka", "Anéfis"]);
        assert_eq!(done.column("Note"), ["été", ""]);
        assert_eq!(done.column("az_status"), ["located", "located"]);
    }
}

#[test]
fn hostile_names_are_answered_in_bounded_text() {
    let long = "a".repeat(10_000);
    let names = [
        long.as_str(),
        "\u{1b}[2J\u{7}Gao",
        "\u{202e}oaG",
        "\u{200f}غاو\u{200f}",
        "🐪🐪🐪",
        "village",
        "le village de la commune",
        "12345",
        "'; DROP TABLE events; --",
        "<script>alert(1)</script>",
        "=HYPERLINK(\"http://evil\")",
        "\"",
        "\n",
        "\u{0}",
    ];
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["name", "n"]).unwrap();
    for (number, name) in names.iter().enumerate() {
        writer.write_record([name, number.to_string().as_str()]).unwrap();
    }
    // A NUL byte early in a file means that it is no text; in a list it may come far down.
    let mut text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
    let filler = "Gao,x\n".repeat(3_000);
    text.insert_str("name,n\n".len(), &filler);
    let done = Answered::geocoded(&text);
    let rows = done.rows.len();
    assert_eq!(rows, 3_000 + names.len());
    for (number, name) in names.iter().enumerate() {
        let row = 3_000 + number;
        assert_eq!(done.cell(row, "n"), number.to_string());
        assert_eq!(done.cell(row, "name"), *name, "as it was");
        let why = done.cell(row, "az_why");
        assert!(!why.is_empty() && why.chars().count() < 600, "{why}");
        assert!(!why.contains(['\u{1b}', '\u{202e}', '\u{0}']), "{why:?}");
        serde_json::from_str::<Value>(done.cell(row, "az_rivals")).unwrap();
    }
    assert_eq!(done.cell(3_000, "az_status"), "review");
    assert!(done.cell(3_000, "az_why").contains("10000 characters"), "{}", done.cell(3_000, "az_why"));
}

#[test]
fn a_region_that_does_not_exist_is_said() {
    let done = Answered::geocoded("name,region\nBourem,Wakanda\n");
    let why = done.cell(0, "az_why");
    assert!(why.contains("no region called 'Wakanda' is known"), "{why}");
}

#[test]
fn coordinates_are_kept_and_checked_against_the_name() {
    let done = Answered::geocoded(
        "name,region,lon,lat\nBamba,Gao,-1.40,17.03\nBamba,Gao,-7.9,12.6\nBamba,Gao,\"-1,4\",\"17,03\"\n",
    );
    assert_eq!(done.column("az_lon"), ["-1.4", "-7.9", "-1.4"]);
    assert_eq!(done.cell(0, "az_status"), "located");
    assert!(done.cell(0, "az_why").contains("coordinates as the list gives them"));
    assert!(
        done.cell(1, "az_status") == "review" || done.cell(1, "az_why").contains("but"),
        "{:?}",
        done.rows[1]
    );
}

#[test]
fn units_are_those_of_the_day() {
    let text = "name,region,date\nBamba,Gao,2012-05-01\nBamba,Gao,2024-05-01\nMénaka,,2012-05-01\nMénaka,,2020-05-01\n\
                Bamba,Gao,soon\n";
    let done = Answered::geocoded(text);
    assert_eq!(done.column("az_cercle")[..2], ["Bourem", "Bamba"]);
    assert_eq!(done.column("az_region")[2..4], ["Gao", "Ménaka"]);
    assert!(
        done.cell(4, "az_why").contains("line 6, column date, value 'soon'"),
        "{}",
        done.cell(4, "az_why")
    );
    let stated = Answered::of("geocode", b"name,region\nBamba,Gao\n", b',', &["--date", "2024-05-01"]);
    assert_eq!(stated.cell(0, "az_cercle"), "Bamba");
}

#[test]
fn a_list_that_was_answered_can_be_answered_again() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    let sample = file("data/samples/incidents-2023.csv");
    let mut first = azalai();
    first.args(["geocode", "--csv"]).arg(&sample).arg("--out").arg(at("one.csv"));
    let said = run(&mut first);
    assert!(said.status.success() && said.stdout.is_empty());
    let said = String::from_utf8(said.stderr).unwrap();
    assert!(said.contains("25 rows") && !said.contains("replaced"), "{said}");
    let mut again = azalai();
    again.args(["geocode", "--csv"]).arg(at("one.csv")).arg("--out").arg(at("two.csv"));
    let said = String::from_utf8(run(&mut again).stderr).unwrap();
    assert!(said.contains("replaced the columns az_status"), "{said}");
    assert_eq!(fs::read(at("one.csv")).unwrap(), fs::read(at("two.csv")).unwrap());
}

#[test]
fn lists_that_cannot_be_answered_end_in_one_clear_error_and_leave_nothing() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    for (bytes, words) in [
        (&b""[..], &["empty"][..]),
        (b"\n \n", &["empty"]),
        (b"id,colour\n1,red\n", &["name", "id, colour"]),
        (b"PK\x03\x04\x14\0\x06\0", &["CSV"]),
    ] {
        fs::write(at("in.csv"), bytes).unwrap();
        fs::write(at("out.csv"), "as before").unwrap();
        let said =
            failure(azalai().args(["geocode", "--csv"]).arg(at("in.csv")).arg("--out").arg(at("out.csv")));
        assert_eq!(said.lines().count(), 1, "{said}");
        for word in words {
            assert!(said.contains(word), "{word} in {said}");
        }
        assert_eq!(fs::read_to_string(at("out.csv")).unwrap(), "as before");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "no half-written file stays");
    let said = failure(azalai().args(["geocode", "--csv", "no-such.csv", "--out"]).arg(at("out.csv")));
    assert!(said.contains("no-such.csv"), "{said}");
    let said =
        failure(azalai().args(["geocode", "--csv"]).arg(folder.path()).arg("--out").arg(at("out.csv")));
    assert!(said.contains("folder"), "{said}");
}

#[test]
fn the_list_is_never_written_over() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("in.csv"), "name\nGao\n").unwrap();
    fs::hard_link(at("in.csv"), at("link.csv")).unwrap();
    for out in ["in.csv", "link.csv", "./in.csv"] {
        let said = failure(azalai().args(["geocode", "--csv"]).arg(at("in.csv")).arg("--out").arg(at(out)));
        assert!(said.contains("refusing to write"), "{said}");
    }
    // Nor where a shell gives it.
    let given = fs::File::open(at("in.csv")).unwrap();
    let said = failure(azalai().args(["geocode", "--csv", "-", "--out"]).arg(at("in.csv")).stdin(given));
    assert!(said.contains("refusing to write"), "{said}");
    assert_eq!(fs::read_to_string(at("in.csv")).unwrap(), "name\nGao\n");
}

#[test]
fn a_list_can_come_from_a_pipe_and_go_into_one() {
    let mut child = azalai()
        .args(["geocode", "--csv", "-", "--out", "-", "--json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(b"name,region\nGao,Gao\nBamba,\n").unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(text.lines().count(), 3, "{text}");
    assert!(text.starts_with("name,region,az_status,"), "{text}");
    let counts: Value = serde_json::from_slice(&output.stderr).unwrap();
    assert_eq!((&counts["rows"], &counts["located"], &counts["review"]), (&2.into(), &1.into(), &1.into()));
}

#[test]
fn a_command_is_told_one_thing_at_a_time() {
    for wrong in [
        &["geocode"][..],
        &["geocode", "Gao", "--csv", "a.csv", "--out", "b.csv"],
        &["geocode", "--csv", "a.csv"],
        &["geocode", "Gao", "--out", "b.csv"],
        &["geocode", "--csv", "a.csv", "--out", "b.csv", "--region", "Gao"],
        &["reverse"],
        &["reverse", "1.0"],
        &["reverse", "1.0", "2.0", "--csv", "a.csv", "--out", "b.csv"],
    ] {
        assert_eq!(run(azalai().args(wrong)).status.code(), Some(2), "{wrong:?}");
    }
}

#[test]
fn rows_come_out_in_their_order_from_many_portions() {
    let names = ["Gao", "Kidal", "Ménaka", "Bamba", "Xyzabad", "Mopti", "Tombouctou"];
    let mut text = "n,name\n".to_owned();
    for row in 0..10_000 {
        // Some names come once only: what is remembered and what is new must not change places.
        let name =
            if row % 97 == 0 { format!("Kida{row}") } else { names[row * 31 % names.len()].to_owned() };
        writeln!(text, "{row},{name}").unwrap();
    }
    let done = Answered::geocoded(&text);
    for row in 0..10_000 {
        assert_eq!(done.cell(row, "n"), row.to_string());
        let (name, place) = (done.cell(row, "name"), done.cell(row, "az_place"));
        assert!(place.is_empty() || name.starts_with("Kida") || place == name, "{name} became {place}");
    }
}

#[test]
fn points_are_told_in_words_with_the_units_of_a_day() {
    let text = "id,lon,lat\na,-0.3486,16.9550\nb,-0.30,17.05\nc,2.35,48.85\nd,NaN,17\ne,,\nf,0,90\n";
    let done = Answered::of("reverse", text.as_bytes(), b',', &[]);
    assert_eq!(
        done.header.iter().skip(3).collect::<Vec<_>>(),
        ["az_nearest", "az_distance_m", "az_bearing", "az_text", "az_region", "az_cercle", "az_commune"]
    );
    assert_eq!(done.column("id"), ["a", "b", "c", "d", "e", "f"]);
    assert_eq!(done.column("az_text")[0], "at Bourem");
    assert_eq!(["az_distance_m", "az_bearing"].map(|column| done.cell(0, column)), ["0", ""]);
    assert_eq!(done.cell(1, "az_bearing"), "NNE");
    assert_eq!(done.cell(1, "az_text"), "12 km NNE of Bourem");
    assert_eq!(["az_region", "az_cercle"].map(|column| done.cell(1, column)), ["Gao", "Bourem"]);
    assert!(done.cell(2, "az_text").starts_with("outside Mali; "), "{}", done.cell(2, "az_text"));
    assert_eq!(done.cell(2, "az_region"), "");
    assert!(
        done.cell(3, "az_text").contains("line 5, column lon, value 'NaN'"),
        "{}",
        done.cell(3, "az_text")
    );
    assert_eq!(done.cell(4, "az_text"), "no coordinates");
    assert!(done.cell(5, "az_text").starts_with("outside Mali; "));
    let counts = ["rows", "in_mali", "outside", "without_point", "unreadable"].map(|name| &done.counts[name]);
    assert_eq!(counts, [6, 2, 2, 2, 1]);
    let bamba = "lon,lat\n-1.4038,17.0336\n";
    let of = |day| {
        Answered::of("reverse", bamba.as_bytes(), b',', &["--date", day]).cell(0, "az_cercle").to_owned()
    };
    assert_eq!([of("2012-01-01"), of("2024-01-01")], ["Bourem", "Bamba"]);
    let said = failure(
        azalai()
            .args(["reverse", "--csv"])
            .arg(file("data/samples/liste-hebdomadaire.csv"))
            .args(["--out", "-"]),
    );
    assert!(said.contains("no column is called lon"), "{said}");
}

#[test]
fn one_point_is_told_in_words() {
    let text = stdout(azalai().args(["reverse", "-0.30", "17.05"]));
    assert!(text.starts_with("12 km NNE of Bourem\n"), "{text}");
    assert!(text.contains("../2016-01-19") && text.contains("2023-03-13/.."), "{text}");
    let told: Value =
        serde_json::from_str(&stdout(azalai().args(["reverse", "-0.30", "17.05", "--json"]))).unwrap();
    assert_eq!(told["text_fr"], "12\u{a0}km au NNE de Bourem");
    assert!(stdout(azalai().args(["reverse", "2.35", "48.85"])).starts_with("outside Mali; "));
    for (lon, lat, word) in
        [("NaN", "17", "longitude NaN"), ("-181", "17", "longitude -181"), ("0", "91", "latitude 91")]
    {
        let said = failure(azalai().args(["reverse", "--", lon, lat]));
        assert!(said.contains(word), "{said}");
    }
}

#[test]
fn who_wants_to_be_surer_is_asked_more_often() {
    let list = "name,region\nBourem,\nBouremm,\nBamba,Gao\n";
    let by = |p: &str| {
        let done = Answered::of("geocode", list.as_bytes(), b',', &["--accept", p]);
        done.column("az_status").into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(by("0.7"), ["located", "located", "located"]);
    assert_eq!(by("0.98"), ["located", "review", "located"]);
    assert_eq!(by("1"), ["review", "review", "review"]);
    let refused = run(azalai().args(["geocode", "Gao", "--accept", "70%"]));
    let said = String::from_utf8_lossy(&refused.stderr);
    assert!(!refused.status.success() && said.contains("70%") && said.contains("0.5"), "{said}");
}
