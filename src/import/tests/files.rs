//! Large files, other people's files, and files that come back.

use super::*;
use std::io::{self, SeekFrom};
use std::path::{Path, PathBuf};

/// A file of one byte, as long as one likes, that is nowhere.
struct Endless {
    byte: u8,
    length: u64,
    at: u64,
    /// Bytes handed out over all passes.
    read: u64,
}

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = buffer.len().min((self.length - self.at) as usize);
        buffer[..length].fill(self.byte);
        if self.at == 0 && length > 0 {
            let head = b"date,place\n2023-10-01,";
            let head = &head[..head.len().min(length)];
            buffer[..head.len()].copy_from_slice(head);
        }
        self.at += length as u64;
        self.read += length as u64;
        Ok(length)
    }
}

impl Seek for Endless {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        if let SeekFrom::Start(at) = to {
            self.at = at;
        }
        Ok(self.at)
    }
}

#[test]
fn a_line_without_end_is_one_rejected_row_of_which_little_is_held() {
    let file = Endless { byte: b'x', length: 40 << 20, at: 0, read: 0 };
    let loaded = load_from(file, options("long.csv")).unwrap();
    let told = format!("!2 =: the row is longer than {MAX_RECORD_BYTES} bytes");
    assert!(loaded.problems()[0].starts_with(&told), "{:?}", loaded.problems());
    let held = loaded.rows[0].record.as_slice().len() as u64;
    assert!(held < MAX_RECORD_BYTES + (256 << 10), "{held} bytes held");
}

#[test]
fn a_bad_row_leaves_the_good_ones() {
    let limits = Limits { max_record_bytes: 200_000, max_columns: 5, ..Limits::default() };
    let with = |text: &str| {
        load_from(Cursor::new(text.to_owned()), Options { limits, ..options("list.csv") }).unwrap()
    };
    let long = "é".repeat(200_000);
    for bad in [
        long.clone(),
        format!("\"{long}\""),
        format!("\"{long}\n\"\"{long}\""),
        format!("{long}\",\"\""),
        ",,,,,,,,".to_owned(),
    ] {
        for end in ["\n", "\r\n", "\r"] {
            let rows = [
                "date,place,notes",
                "2023-10-01,Bamba,first",
                &format!("2023-10-02,Gao,{bad}"),
                "2023-10-03,Ber,\"third\"",
                "2023-10-04,Gao,",
            ];
            let loaded = with(&rows.join(end));
            let places: Vec<&str> = loaded.events().iter().map(|event| event.place.name.as_str()).collect();
            assert_eq!(places, ["Bamba", "Ber", "Gao"], "{end:?} {}", &bad[..9]);
            assert_eq!(loaded.rows.len(), 4);
            assert_eq!(loaded.rows[1].line, 3);
            assert_eq!(loaded.rows[2].line, 4 + u64::from(bad.contains('\n')), "{end:?} {}", &bad[..9]);
        }
    }
}

#[test]
fn a_mark_that_is_never_closed_costs_its_own_row_only() {
    let text = "date,place,notes\n2023-10-01,Bamba,\"fine\nin two lines\"\n2023-10-02,Gao,\"never closed\n\
                2023-10-03,Ber,three\n2023-10-04,Bourem,four\n";
    for text in [text.to_owned(), text.replace('\n', "\r\n")] {
        let loaded = load(text.as_bytes()).unwrap();
        let lines: Vec<u64> = loaded.events().iter().map(|event| event.origin.line).collect();
        assert_eq!(lines, [2, 5, 6], "{text:?}");
        assert_eq!(
            loaded.problems(),
            [
                "!4 =: a quotation mark opens on line 4 and is never closed, or rows later: the list is read on from the next line"
            ]
        );
    }
    // A note that was cut off is not read as rows.
    let loaded = load(b"date,place,notes\n2023-10-01,Bamba,\"they came, went\nand came, again\n").unwrap();
    assert_eq!(loaded.rows.len(), 1);
}

#[test]
fn blank_lines_are_no_record_however_many() {
    let file = Endless { byte: b'\n', length: 8 << 20, at: 0, read: 0 };
    let loaded = load_from(file, options("blank.csv")).unwrap();
    assert_eq!(loaded.rows.len(), 1);
}

#[test]
fn ten_thousand_columns_end_in_one_error() {
    let header = (0..10_000).map(|at| format!("place{at}")).collect::<Vec<_>>().join(",");
    let error = load(format!("{header}\n").as_bytes()).err().unwrap();
    assert_eq!(error.to_string(), "line 1 has 10000 columns, more than the 2000 that are allowed");
}

#[test]
fn limits_are_named_in_their_errors() {
    let text = "date,place\n2023-10-01,Bamba\n2023-10-02,Gao\n";
    let with = |limits| load_from(Cursor::new(text), Options { limits, ..options("list.csv") });
    let error = with(Limits { max_rows: 1, ..Limits::default() }).err().unwrap();
    assert_eq!(error.to_string(), "the list has more than 1 rows, the most that is allowed: split it");
    assert!(error.is_limit());
    let error = with(Limits { max_bytes: 20, ..Limits::default() }).err().unwrap();
    assert_eq!(error.to_string(), "the list is larger than 20 bytes, the most that is allowed: split it");
    let loaded = with(Limits { max_cell_chars: 4, ..Limits::default() }).unwrap();
    assert_eq!(loaded.parsed().len(), 0);
    assert_eq!(loaded.problems()[0], "!2 date=2023-10-01: this cell has more than 4 characters");
    with(Limits { max_rows: 2, max_bytes: text.len() as u64, ..Limits::default() }).unwrap();
}

#[test]
fn an_encoding_and_a_delimiter_can_be_stated() {
    let stated = Options { encoding: Some("macintosh".into()), delimiter: Some(b':'), ..options("list.csv") };
    let loaded = load_from(Cursor::new(b"date:lieu\n2023-10-01:S\x8evar\x8e\n"), stated).unwrap();
    assert_eq!(loaded.events()[0].place.name, "Sévaré");
    let wrong = Options { encoding: Some("utf-9".into()), ..options("list.csv") };
    let error = load_from(Cursor::new(b"date,lieu\n"), wrong).err().unwrap();
    assert_eq!(
        error.to_string(),
        "'utf-9' is not an encoding: use for instance utf-8, utf-16le or windows-1252"
    );
}

#[test]
fn rejected_rows_come_back_and_are_read_again() {
    let text =
        "date;lieu;notes\n2023-10-01;Bamba;fine\n2023-13-45;Gao;\"with \"\"quotes\"\"; and\nlines\";beyond\n";
    let loaded = load(text.as_bytes()).unwrap();
    let mut out = Vec::new();
    assert_eq!(write_rejects(&mut out, &loaded.shape, &loaded.rows).unwrap(), 1);
    let written = String::from_utf8(out).unwrap();
    assert_eq!(
        written,
        "\u{feff}date;lieu;notes;extra_1;azalai_line;azalai_reason\n\
         2023-13-45;Gao;\"with \"\"quotes\"\"; and\nlines\";beyond;3;date: there is no month 13\n"
    );
    let again = load(written.replace("2023-13-45", "2023-12-05").as_bytes()).unwrap();
    let whole = load(text.replace("2023-13-45", "2023-12-05").as_bytes()).unwrap();
    assert_eq!(again.parsed()[0].fingerprint, whole.parsed()[1].fingerprint);
    assert_eq!(again.parsed()[0].identity, whole.parsed()[1].identity);
    assert_eq!(again.events()[0].attributes, whole.events()[1].attributes);
}

#[test]
fn a_nul_in_a_cell_costs_no_other_row() {
    let list = "date,place,no\0tes\n2023-10-01,Bamba,a\0b\n2023-10-\x0002,Gao,\0\n2023-10-03,G\0ao,";
    let loaded = load(format!("{list}{}\n", "words ".repeat(20)).as_bytes()).unwrap();
    assert_eq!(loaded.detected.columns[2].column, "no\u{fffd}tes");
    let events = loaded.events();
    assert_eq!(events.len(), 2);
    assert!(
        events[0]
            .attributes
            .values()
            .chain(events[0].claims.iter().map(|claim| &claim.text))
            .all(|text| !text.contains('\0'))
    );
    assert_eq!(events[1].place.name, "G\u{fffd}ao");
    assert_eq!(
        loaded.problems(),
        [
            "2 no\u{fffd}tes=a\u{fffd}b: NUL bytes were replaced by \u{fffd}",
            "3 date=2023-10-\u{fffd}02: NUL bytes were replaced by \u{fffd}",
            "!3 date=2023-10-\u{fffd}02: \"2023-10-\u{fffd}02\" is not a date that can be read: write it as 2023-10-01",
            "4 place=G\u{fffd}ao: NUL bytes were replaced by \u{fffd}",
        ]
    );
}

#[test]
fn a_repeated_mending_keeps_one_line_and_one_reason() {
    let loaded = load(b"date,lieu,azalai_line,azalai_reason\n2023-13-45,Gao,7,old\n").unwrap();
    let mut out = Vec::new();
    write_rejects(&mut out, &loaded.shape, &loaded.rows).unwrap();
    let again = load(&out).unwrap();
    assert_eq!(again.detected.columns.len(), 6);
    assert_eq!(again.fields(), "date place - - - -");
}

#[test]
fn a_feature_without_anything_is_rejected_and_counted() {
    let text = r#"{"type":"FeatureCollection","features":[
        {"type":"Feature","geometry":{"type":"Point","coordinates":[0,17]},"properties":{"date":"2023-10-01"}},
        {"type":"Feature","geometry":null,"properties":null},
        {"type":"Feature","geometry":null,"properties":{"date":null}}]}"#;
    let loaded = load(text.as_bytes()).unwrap();
    assert_eq!((loaded.detected.rows, loaded.parsed().len()), (3, 1));
    let reason = "this feature says nothing: it has neither geometry nor properties";
    assert_eq!(loaded.problems(), [format!("!2 =: {reason}"), format!("!3 =: {reason}")]);
}

#[test]
fn what_comes_before_a_break_in_features_is_read_and_the_break_is_told() {
    let feature = |place: &str| {
        format!(
            r#"{{"type":"Feature","geometry":null,"properties":{{"date":"2023-10-01","lieu":"{place}"}}}}"#
        )
    };
    let whole =
        format!(r#"{{"type":"FeatureCollection","features":[{},{}"#, feature("Gao"), feature("Bamba"));
    for (text, reason, broken) in [
        (whole.clone(), "the file ends in the middle of a feature: was it cut off?", ""),
        (
            format!("{whole},\n{{\"type\""),
            "the file ends in the middle of a feature: was it cut off?",
            "{\"type\"",
        ),
        (format!("{whole},\n]}}"), "from here on the file cannot be read (line 2,", "]}"),
    ] {
        let loaded = load(text.as_bytes()).unwrap();
        assert_eq!(loaded.events().len(), 2, "{text}");
        let told = loaded.problems().pop().unwrap();
        assert!(told.starts_with(&format!("!3 =: {reason}")), "{text}: {told}");
        assert!(loaded.detected.notes.last().unwrap().starts_with(reason), "{text}");
        // What is to be mended comes back with the rejected rows.
        let kept = loaded.rows.last().unwrap().record.iter().collect::<String>();
        assert_eq!(kept, broken, "{text}");
    }
    // Of features that have a line each, a broken one holds none of the others back.
    for broken in ["{\"type\":\"Feature\" oops", "{\"type\":\"Feature\",", "oops", "[1,2]", "}"] {
        let text = format!(
            "\u{feff}{}\n\u{1e}{}\n{broken}\n\n{}\n",
            feature("Gao"),
            feature("Bamba"),
            feature("Kidal")
        );
        let loaded = load(text.as_bytes()).unwrap();
        assert_eq!(loaded.events().len(), 3, "{text}");
        let told = loaded.problems();
        assert!(
            told[0].starts_with("!3 =: line 3 of the file cannot be read as a feature"),
            "{text}: {told:?}"
        );
        assert_eq!(
            (told.len(), loaded.rows[2].record.iter().collect::<String>().as_str()),
            (1, broken),
            "{text}"
        );
    }
    // With nothing before the break there is no list.
    for text in [r#"{"type":"FeatureCollection","features":[{"#, r#"{"type":"FeatureCollection","feat"#] {
        assert!(matches!(load(text.as_bytes()), Err(ImportError::Json { .. })), "{text}");
    }
}

#[test]
fn the_name_of_a_feature_is_its_place_unless_a_column_says_where() {
    let list = |properties: &str| {
        let text = format!(
            r#"{{"type":"Feature","geometry":{{"type":"Point","coordinates":[-1.4,17.03]}},"properties":{{"date":"2023-10-01",{properties}}}}}"#
        );
        load(text.as_bytes()).unwrap().events()[0].place.name.clone()
    };
    assert_eq!(list(r#""nom":"Bamba""#), "Bamba");
    assert_eq!(list(r#""name":"Bamba""#), "Bamba");
    assert_eq!(list(r#""nom":"Traoré","lieu":"Bamba""#), "Bamba");
    // In a list the same word is rather a person's.
    let loaded = load(b"date,nom,region\n2023-10-01,Traor\xc3\xa9,Gao\n").unwrap();
    assert_eq!(loaded.fields(), "date - region");
}

/// A GeoPackage with one plain table and a view.
fn with_view(view: &str) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("views.gpkg");
    let database = rusqlite::Connection::open(&path).unwrap();
    let statements = format!(
        "CREATE TABLE gpkg_contents (table_name TEXT, data_type TEXT, srs_id INTEGER);
         CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, srs_id INTEGER);
         CREATE TABLE raw (day TEXT, where_it_was TEXT);
         INSERT INTO raw VALUES ('2023-10-01', 'Bamba'), ('2023-10-02', 'Gao');
         CREATE VIEW incidents AS {view};
         INSERT INTO gpkg_contents VALUES ('incidents', 'attributes', NULL);"
    );
    database.execute_batch(&statements).unwrap();
    drop(database);
    std::fs::read(&path).unwrap()
}

#[test]
fn a_view_of_a_geopackage_is_read_as_a_table_is() {
    let loaded = load(&with_view("SELECT day AS date, where_it_was AS place FROM raw")).unwrap();
    assert_eq!(loaded.detected.sheet.as_deref(), Some("incidents"));
    let places: Vec<&str> = loaded.events().iter().map(|event| event.place.name.as_str()).collect();
    assert_eq!(places, ["Bamba", "Gao"]);
    let gone = load(&with_view("SELECT day AS date FROM raw_that_is_gone"));
    assert!(matches!(gone, Err(ImportError::NoLayer)));
}

#[test]
fn a_view_without_end_is_broken_off() {
    let endless = "WITH RECURSIVE n (x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM n)
         SELECT '2023-10-01' AS date, 'Gao' AS place FROM n WHERE x < 0";
    let mut options = options("views.gpkg");
    options.limits.max_view_seconds = 1;
    let error = load_from(Cursor::new(with_view(endless)), options).err().unwrap();
    assert!(matches!(error, ImportError::ViewTooSlow { limit: 1, .. }) && error.is_limit(), "{error}");
}

#[test]
fn a_row_of_a_view_is_bounded_as_a_whole() {
    let wide = |bytes: u32| {
        let columns: Vec<String> =
            (0..400).map(|at| format!(", printf('%.{bytes}c', 'x') AS c{at}")).collect();
        let columns = columns.concat();
        with_view(&format!("SELECT day AS date, where_it_was AS place {columns} FROM raw"))
    };
    assert_eq!(load(&wide(100)).unwrap().events().len(), 2);
    // Each value by itself is no more than a value may be; all of them would be 2 GB for each row.
    let error = load(&wide(5_000_000)).err().unwrap().to_string();
    assert!(error.contains("the GeoPackage cannot be read"), "{error}");
}

#[test]
fn a_geopackage_that_lists_layers_without_end_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("many.gpkg");
    std::fs::write(&path, with_view("SELECT day AS date FROM raw")).unwrap();
    let database = rusqlite::Connection::open(&path).unwrap();
    database
        .execute_batch(
            "WITH RECURSIVE n (x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM n WHERE x < 5000)
             INSERT INTO gpkg_contents SELECT 'raw', 'features', 4326 FROM n;
             INSERT INTO gpkg_geometry_columns SELECT table_name, 'geom', 4326 FROM gpkg_contents;",
        )
        .unwrap();
    drop(database);
    let error = load(&std::fs::read(&path).unwrap()).err().unwrap().to_string();
    assert!(error.contains("more than 1,000 layers"), "{error}");
}

#[test]
fn a_geopackage_without_a_table_to_read_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rasters.gpkg");
    let database = rusqlite::Connection::open(&path).unwrap();
    database
        .execute_batch(
            "CREATE TABLE gpkg_contents (table_name TEXT, data_type TEXT, srs_id INTEGER);
             CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, srs_id INTEGER);
             CREATE TABLE pictures (id INTEGER);
             INSERT INTO gpkg_contents VALUES ('pictures', 'tiles', 4326);",
        )
        .unwrap();
    drop(database);
    let told = load(&std::fs::read(&path).unwrap()).err().unwrap().to_string();
    assert!(told.starts_with("the GeoPackage has no table of points that can be read"), "{told}");
}

#[test]
fn a_figure_that_may_be_one_or_a_thousand_stays_unknown_and_as_it_was_written() {
    let text = "date;lieu;morts\n2023-10-01;Gao;1.000\n2023-10-02;Gao;2.500\n2023-10-03;Gao;1 000\n";
    let loaded = load(text.as_bytes()).unwrap();
    let events = loaded.events();
    assert!(events[0].deaths.is_unknown());
    assert_eq!(events[0].attributes.get("morts").map(String::as_str), Some("1.000"));
    assert_eq!((events[1].deaths.best, events[2].deaths.best), (Some(2500), Some(1000)));
    assert_eq!(
        loaded.problems(),
        [
            "2 morts=1.000: this may be 1 or 1000: write it without the point (left unknown)",
            "3 morts=2.500: the point is read as a mark of thousands: 2500",
        ]
    );
}

/// Other people's files, which are never copied into the repository.
fn dev(name: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("AZALAI_DEV_DATA")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/dev"), PathBuf::from);
    let path = folder.join("ucdp").join(name);
    if path.exists() {
        return Some(path);
    }
    eprintln!("{} is not there: nothing was tested (set AZALAI_DEV_DATA)", path.display());
    None
}

#[test]
fn every_row_of_the_ucdp_files_is_accounted_for() {
    for (name, rows) in
        [("ged201_reduced_mali.csv", 503), ("ged231_sample1000.csv", 1_000), ("ged191_bgd_mmr.csv", 3_194)]
    {
        let Some(path) = dev(name) else { continue };
        let loaded = load_from(std::fs::File::open(path).unwrap(), options(name)).unwrap();
        assert_eq!(loaded.detected.format, Format::UcdpGed, "{name}");
        assert_eq!(loaded.detected.encoding, "UTF-8", "{name}");
        assert_eq!(loaded.rows.len(), rows, "{name}");
        assert_eq!(loaded.parsed().len(), rows, "{name}: {:?}", loaded.problems());
        assert!(loaded.events().iter().all(|event| event.when.is_some()), "{name}");
        assert!(loaded.events().iter().all(|event| event.deaths.best.is_some()), "{name}");
    }
}
