//! A folder whose lists are imported as they are dropped there.

use crate::support::{Server, azalai, failure, file, folder, import};
use serde_json::Value;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

fn watching(store: &Path, lists: &Path) -> Server {
    let mut command = azalai();
    command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(store).arg("--watch").arg(lists);
    Server::run(&mut command).0
}

fn report_path(list: &Path) -> PathBuf {
    let mut path = list.as_os_str().to_owned();
    path.push(".azalai.json");
    path.into()
}

/// The report beside a list, as soon as it says what is asked.
fn report(list: &Path, is_it: impl Fn(&Value) -> bool) -> Value {
    let from = Instant::now();
    loop {
        let found = fs::read(report_path(list)).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
        match found {
            Some(found) if is_it(&found) => return found,
            other => {
                assert!(
                    from.elapsed() < Duration::from_mins(1),
                    "no report of {}: {other:?}",
                    list.display()
                );
            }
        }
        sleep(Duration::from_millis(100));
    }
}

fn events(server: &Server) -> u64 {
    server.json("/collections/events/items?limit=1")["numberMatched"].as_u64().unwrap()
}

#[test]
fn a_dropped_list_is_imported_once_and_a_changed_one_again() {
    let (folder, lists) = (folder(), folder());
    let store = folder.path().join("a.gpkg");
    let list = lists.path().join("week 40.csv");
    let other = lists.path().join("notes.pdf");
    fs::write(&other, "no list").unwrap();
    let server = watching(&store, lists.path());
    fs::write(&list, "id,date,place\nW-1,2023-10-01,Gao\nW-2,not a date,Gao\n").unwrap();
    let first = report(&list, |_| true);
    assert_eq!((first["report"]["added"].as_u64(), first["report"]["rejected"].as_u64()), (Some(1), Some(1)));
    assert_eq!(events(&server), 1);
    let rejects = fs::read_to_string(lists.path().join("week 40.csv.azalai-rejects.csv")).unwrap();
    assert!(rejects.contains("W-2") && !rejects.contains("W-1"), "{rejects}");
    drop(server);

    // After a restart it is left alone, though another list is taken.
    let server = watching(&store, lists.path());
    let second = lists.path().join("week 41.csv");
    fs::write(&second, "id,date,place\nX-1,2023-10-08,Kidal\n").unwrap();
    report(&second, |_| true);
    assert_eq!(report(&list, |_| true), first, "imported once");
    fs::write(&list, "id,date,place\nW-1,2023-10-01,Gao\nW-2,2023-10-02,Bourem\n").unwrap();
    let changed = report(&list, |report| *report != first);
    assert_eq!(changed["report"]["added"], 1, "{changed}");
    assert_eq!(changed["report"]["unchanged"], 1, "{changed}");
    assert_eq!(events(&server), 3);
    assert!(!report_path(&other).exists(), "what is no list is left alone");
}

#[test]
fn rejected_rows_go_with_the_version_that_had_them() {
    let (folder, lists) = (folder(), folder());
    let list = lists.path().join("a.csv");
    let rejects = lists.path().join("a.csv.azalai-rejects.csv");
    let _server = watching(&folder.path().join("a.gpkg"), lists.path());
    let drop_list = |text: &str, is_it: &dyn Fn(&Value) -> bool| {
        fs::write(&list, text).unwrap();
        report(&list, is_it);
    };
    drop_list("id,date,place\nW-1,not a date,Gao\n", &|note| note["report"]["rejected"] == 1);
    assert!(rejects.exists());
    drop_list("id,date,place\nW-1,2023-10-01,Gao\n", &|note| note["report"]["rejected"] == 0);
    assert!(!rejects.exists(), "the mended list has none");
    drop_list("id,date,place\nW-1,2023-10-01,Gao\nW-2,not a date,Gao\n", &|note| {
        note["report"]["rejected"] == 1
    });
    assert!(rejects.exists());
    drop_list("", &|note| note["error"].is_string());
    assert!(!rejects.exists(), "nor does one that is none");
}

#[cfg(unix)]
#[test]
fn a_list_waits_while_the_store_is_gone() {
    let (folder, lists) = (folder(), folder());
    let (store, away) = (folder.path().join("a.gpkg"), folder.path().join("away.gpkg"));
    let server = watching(&store, lists.path());
    fs::rename(&store, &away).unwrap();
    let list = lists.path().join("a.csv");
    fs::write(&list, "id,date,place\nW-1,2023-10-01,Gao\n").unwrap();
    // Long enough for it to be tried.
    sleep(Duration::from_secs(8));
    assert!(!report_path(&list).exists(), "nothing is wrong with the list");
    fs::rename(&away, &store).unwrap();
    assert_eq!(report(&list, |_| true)["report"]["added"], 1);
    assert_eq!(events(&server), 1);
}

#[test]
fn the_store_itself_is_no_list() {
    let lists = folder();
    let store = lists.path().join("azalai.gpkg");
    import(&store, &file("data/samples/incidents-2023.csv"), &[]);
    let server = watching(&store, lists.path());
    let before = server.json("/imports")["imports"].as_array().unwrap().len();
    let list = lists.path().join("b.csv");
    for number in 0..2 {
        fs::write(&list, format!("id,date,place\nB-{number},2023-10-01,Gao\n")).unwrap();
        let added = report(&list, |note| note["report"]["added"] == 1 && note["report"]["rows"] == 1);
        fs::remove_file(report_path(&list)).unwrap();
        assert_eq!(added["error"], Value::Null);
    }
    assert!(!report_path(&store).exists());
    let imports = server.json("/imports")["imports"].as_array().unwrap().len();
    assert_eq!(imports, before + 2, "the two lists and nothing else");
    let said = failure(azalai().arg("import").arg("--data").arg(&store).arg(&store));
    assert!(said.contains("this is the store"), "{said}");
}

#[test]
fn a_list_that_is_still_being_written_is_waited_for() {
    let (folder, lists) = (folder(), folder());
    let server = watching(&folder.path().join("a.gpkg"), lists.path());
    let list = lists.path().join("slow.csv");
    let mut file = fs::File::create(&list).unwrap();
    writeln!(file, "id,date,place").unwrap();
    for row in 0..12 {
        writeln!(file, "S-{row},2023-10-01,Gao").unwrap();
        file.flush().unwrap();
        sleep(Duration::from_millis(400));
    }
    drop(file);
    let done = report(&list, |_| true);
    assert_eq!(done["report"]["added"], 12, "{done}");
    assert_eq!(events(&server), 12);
}

#[test]
fn what_cannot_be_read_is_said_beside_it_and_holds_nobody_up() {
    let (folder, lists) = (folder(), folder());
    fs::write(lists.path().join("a picture.csv"), b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0").unwrap();
    let elsewhere = folder.path().join("private.csv");
    fs::write(&elsewhere, "id,date,place\nP-1,2023-10-01,Kidal\n").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(&elsewhere, lists.path().join("a link.csv")).unwrap();
    fs::write(lists.path().join("b.csv"), "id,date,place\nB-1,2023-10-01,Gao\n").unwrap();
    let server = watching(&folder.path().join("a.gpkg"), lists.path());
    let failed = report(&lists.path().join("a picture.csv"), |_| true);
    assert!(failed["error"].as_str().is_some_and(|said| said.contains("no list")), "{failed}");
    assert_eq!(failed["report"], Value::Null);
    report(&lists.path().join("b.csv"), |_| true);
    assert_eq!(events(&server), 1, "a link leads nowhere");
    assert!(!report_path(&lists.path().join("a link.csv")).exists());
}

#[test]
fn a_folder_that_is_none_is_refused_before_a_store_is_made() {
    let folder = folder();
    let store = folder.path().join("a.gpkg");
    let said = failure(
        azalai()
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(&store)
            .args(["--watch", "nowhere"]),
    );
    assert!(said.contains("cannot watch 'nowhere'"), "{said}");
    assert!(!store.exists());
}
