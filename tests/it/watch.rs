//! A folder whose lists are imported as they are dropped there.

use crate::support::{Server, azalai, failure, folder};
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
