//! Whatever a file holds: one clear error or verdicts, never a panic, and nothing half-written.

use crate::support::{Server, azalai, counts, failure, folder, import};
use std::fs::{self, File};
use std::io::Write;

/// The error of a list that cannot be imported; the store must be as empty as before.
fn refused(name: &str, bytes: &[u8]) -> String {
    let folder = folder();
    let (list, store) = (folder.path().join(name), folder.path().join("a.gpkg"));
    fs::write(&list, bytes).unwrap();
    let rejects = folder.path().join("mended by hand.csv");
    fs::write(&rejects, "half mended").unwrap();
    let said =
        failure(azalai().args(["import", "--data"]).arg(&store).arg("--rejects").arg(&rejects).arg(&list));
    assert_eq!(said.lines().count(), 1, "one error: {said}");
    assert_eq!(fs::read_to_string(&rejects).unwrap(), "half mended", "{name}");
    fs::write(&list, "date,place,region\n2023-10-01,Gao,Gao\n").unwrap();
    assert_eq!(counts(&import(&store, &list, &[])), [1, 1, 0, 0, 0, 0], "the store still works");
    said
}

#[test]
fn files_that_are_no_lists_end_in_one_clear_error() {
    let empty = refused("empty.csv", b"");
    assert!(empty.contains("empty"), "{empty}");
    let blank = refused("blank.csv", b"\n\n  \n");
    assert!(blank.contains("empty"), "{blank}");
    let header = refused("header.csv", b"date,place,region\n");
    assert!(header.contains("no row follows"), "{header}");
    let binary: Vec<u8> = (0..20_000_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    assert!(refused("noise.csv", &binary).contains("noise.csv"));
    let picture = refused("picture.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01");
    assert!(picture.contains("PNG"), "{picture}");
    let sheet = refused("sheet.csv", b"PK\x03\x04\x14\0\x06\0");
    assert!(sheet.contains("CSV"), "it says what to do: {sheet}");
    let no_place = refused("no-place.csv", b"date,colour\n2023-10-01,red\n");
    assert!(no_place.contains("place") && no_place.contains("colour"), "{no_place}");
}

#[test]
fn ten_thousand_columns_end_in_one_clear_error() {
    let header: Vec<String> = (0..10_000).map(|i| format!("c{i}")).collect();
    let said = refused("wide.csv", format!("{}\n{}\n", header.join(","), ",".repeat(9_999)).as_bytes());
    assert!(said.contains("columns"), "{said}");
}

#[test]
fn two_hundred_megabytes_of_one_line_are_one_rejected_row() {
    let folder = folder();
    let (list, store) = (folder.path().join("line.csv"), folder.path().join("a.gpkg"));
    let mut file = File::create(&list).unwrap();
    file.write_all(b"date,place\n").unwrap();
    let chunk = vec![b'a'; 1 << 20];
    for _ in 0..200 {
        file.write_all(&chunk).unwrap();
    }
    drop(file);
    assert_eq!(counts(&import(&store, &list, &[])), [1, 0, 0, 0, 0, 1]);
}

#[test]
fn a_missing_file_a_folder_and_a_store_that_is_none_are_named() {
    let folder = folder();
    let store = folder.path().join("a.gpkg");
    let said = failure(azalai().args(["import", "--data"]).arg(&store).arg("no-such-file.csv"));
    assert!(said.contains("no-such-file.csv"), "{said}");
    assert!(!store.exists());
    let said = failure(azalai().args(["import", "--data"]).arg(&store).arg(folder.path()));
    assert!(said.contains("folder"), "{said}");
    let text = folder.path().join("text.gpkg");
    fs::write(&text, "this is no database").unwrap();
    let list = folder.path().join("list.csv");
    fs::write(&list, "date,place\n2023-10-01,Gao\n").unwrap();
    let said = failure(azalai().args(["import", "--data"]).arg(&text).arg(&list));
    assert!(said.contains("text.gpkg"), "{said}");
    assert_eq!(fs::read_to_string(&text).unwrap(), "this is no database", "it was not touched");
}

#[test]
fn invalid_utf8_is_kept_with_a_warning() {
    let folder = folder();
    let (list, store) = (folder.path().join("list.csv"), folder.path().join("a.gpkg"));
    let mut bytes =
        "date,place,region,notes\n2023-10-01,Ménaka,Ménaka,fine\n2023-10-02,Gao,Gao,bro".as_bytes().to_vec();
    bytes.extend_from_slice(b"\xe2\x28ken\n2023-10-03,An\xc3\xa9fis,Kidal,fine\n");
    fs::write(&list, bytes).unwrap();
    let report = import(&store, &list, &[]);
    assert_eq!(counts(&report), [3, 3, 0, 0, 0, 0]);
    let warned = &report["verdicts"][1]["problems"][0];
    assert_eq!(warned["line"], 3, "{report}");
}

#[test]
fn hostile_cells_are_data() {
    let folder = folder();
    let (list, store) = (folder.path().join("list.csv"), folder.path().join("a.gpkg"));
    let long = "x".repeat(4_000);
    let text = format!(
        "id,date,place,region,notes\n\
         H-1,2023-10-01,Gao,Gao,\"'); DROP TABLE events; --\"\n\
         H-2,2023-10-01,<img src=x onerror=alert(1)>,Gao,=cmd|' /C calc'!A0\n\
         H-3,2023-10-01,\u{202e}oaG,Gao,{long}\n"
    );
    fs::write(&list, text).unwrap();
    assert_eq!(counts(&import(&store, &list, &[])), [3, 3, 0, 0, 0, 0]);
    let csv = crate::support::stdout(azalai().args(["export", "--format", "csv", "--data"]).arg(&store));
    assert!(csv.contains("'=cmd|"), "a formula is made harmless: {csv}");
    let raw =
        crate::support::stdout(azalai().args(["export", "--format", "csv", "--raw", "--data"]).arg(&store));
    assert!(raw.contains(",=cmd|") || raw.contains(",\"=cmd|"), "raw leaves it as it is: {raw}");
    assert!(csv.contains("DROP TABLE") && csv.contains(&long), "nothing is lost");
}

#[test]
fn no_command_writes_over_what_it_reads() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    let (list, store) = (at("list.csv"), at("a.gpkg"));
    fs::write(&list, "id,date,place\nS-1,2023-10-01,Gao\nS-2,2023-02-31,Gao\n").unwrap();
    import(&store, &list, &[]);
    fs::hard_link(&store, at("link.gpkg")).unwrap();
    for target in ["a.gpkg", "link.gpkg", "a.gpkg-wal", "list.csv"] {
        let said = failure(
            azalai().args(["import", "--data"]).arg(&store).arg("--rejects").arg(at(target)).arg(&list),
        );
        assert!(said.contains("refusing to write"), "{target}: {said}");
    }
    for target in ["a.gpkg", "link.gpkg", "a.gpkg-shm"] {
        let said = failure(azalai().args(["export", "--data"]).arg(&store).arg("--out").arg(at(target)));
        assert!(said.contains("refusing to write"), "{target}: {said}");
    }
    assert_eq!(counts(&import(&store, &list, &["--dry-run"])), [2, 0, 0, 1, 0, 1], "nothing was lost");
}

#[test]
fn a_store_that_was_replaced_under_a_running_service_is_not_written() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("one.csv"), "id,date,place\nA-1,2023-10-01,Gao\n").unwrap();
    fs::write(at("two.csv"), "id,date,place\nB-1,2023-10-01,Kidal\nB-2,2023-10-01,Kidal\n").unwrap();
    import(&at("a.gpkg"), &at("one.csv"), &[]);
    import(&at("b.gpkg"), &at("two.csv"), &[]);
    let server = Server::start(&at("a.gpkg"));
    fs::rename(at("b.gpkg"), at("a.gpkg")).unwrap();
    let (status, problem) = server.post_list("z.csv", b"id,date,place\nZ-1,2023-10-01,Gao\n", false);
    assert_eq!((status, &problem["status"]), (503, &503.into()), "{problem}");
    assert_eq!(
        [server.get("/healthz").0, server.get("/readyz").0, server.get("/metrics").0],
        [503, 503, 200]
    );
    drop(server);
    assert_eq!(
        counts(&import(&at("a.gpkg"), &at("two.csv"), &[])),
        [2, 0, 0, 2, 0, 0],
        "the new store is whole"
    );
}
