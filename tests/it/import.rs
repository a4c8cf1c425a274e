//! Imports as a person at the terminal meets them.

use crate::support::{azalai, counts, dev_data, failure, file, folder, import, run, stdout};
use serde_json::Value;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

#[test]
fn a_dry_run_counts_what_would_happen_and_writes_nothing() {
    let folder = folder();
    let store = folder.path().join("a.gpkg");
    let list = file("data/samples/incidents-2023.csv");
    let tried = import(&store, &list, &["--dry-run"]);
    assert_eq!(counts(&tried), [25, 24, 0, 0, 0, 1]);
    assert_eq!((&tried["dry_run"], &tried["import_id"]), (&true.into(), &Value::Null));
    assert!(!store.exists(), "a dry run makes no store");
    import(&store, &list, &[]);
    assert_eq!(counts(&import(&store, &list, &["--dry-run"])), [25, 0, 0, 24, 0, 1]);
    let other = file("data/samples/liste-hebdomadaire.csv");
    assert_eq!(counts(&import(&store, &other, &["--dry-run"])), [8, 8, 0, 0, 0, 0]);
    assert_eq!(counts(&import(&store, &other, &[])), [8, 8, 0, 0, 0, 0], "the dry run left nothing behind");
}

#[test]
fn rejected_rows_come_back_as_a_list_to_mend() {
    let folder = folder();
    let store = folder.path().join("a.gpkg");
    let rejects = folder.path().join("rejects.csv");
    let list = file("data/samples/incidents-2023.csv");
    import(&store, &list, &["--rejects", rejects.to_str().unwrap()]);
    let text = fs::read_to_string(&rejects).unwrap();
    assert_eq!(text.lines().count(), 2, "{text}");
    assert!(text.contains("S-024") && text.contains("2023-13-45"), "{text}");
    fs::write(&rejects, text.replacen("2023-13-45", "2023-10-26", 1)).unwrap();
    assert_eq!(counts(&import(&store, &rejects, &[])), [1, 1, 0, 0, 0, 0], "mended and imported");
}

#[test]
fn strict_imports_nothing_of_a_list_with_a_bad_row() {
    let folder = folder();
    let store = folder.path().join("a.gpkg");
    let list = file("data/samples/incidents-2023.csv");
    let said = failure(azalai().args(["import", "--strict", "--data"]).arg(&store).arg(&list));
    assert!(said.contains("1 row rejected, and strict allows none: nothing was imported. line 25"), "{said}");
    assert!(
        said.contains("2023-13-45") && said.contains("there is no month 13"),
        "which one and why: {said}"
    );
    assert_eq!(counts(&import(&store, &list, &[])), [25, 24, 0, 0, 0, 1], "nothing was there before");
}

#[test]
fn strict_tells_the_first_five_rows_and_how_many_more() {
    let folder = folder();
    let list = folder.path().join("bad.csv");
    let rows = (1..=7).fold(String::new(), |rows, row| format!("{rows}2023-13-0{row},Gao\n"));
    fs::write(&list, format!("quand,lieu\n{rows}")).unwrap();
    let said =
        failure(azalai().args(["import", "--strict", "--data"]).arg(folder.path().join("a.gpkg")).arg(&list));
    assert!(said.contains("7 rows rejected"), "{said}");
    assert!(said.contains("line 6, quand '2023-13-05': there is no month 13; and 2 more"), "{said}");
}

#[test]
fn a_dry_run_shows_how_the_list_is_read() {
    let folder = folder();
    let store = folder.path().join("a.gpkg");
    let list = folder.path().join("list.csv");
    let rows = (2..=12).fold(String::new(), |rows, row| format!("{rows}2023-10-{row:02};Gao;Attaque;3;x\n"));
    fs::write(
        &list,
        format!("date;lieu;type;morts;humeur\n1 au 3 octobre 2023;Bamba;Attaque;2 à 4;x\n{rows}"),
    )
    .unwrap();
    let said = stdout(azalai().args(["import", "--dry-run", "--data"]).arg(&store).arg(&list));
    let line = |starts: &str| {
        let words = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
        said.lines().map(words).find(|line| line.starts_with(starts)).unwrap_or_default()
    };
    assert_eq!(line("form"), "form delimited text, UTF-8, delimiter ;, layout list", "{said}");
    assert!(line("dates").starts_with("dates day first"), "{said}");
    assert!(line("lieu").starts_with("lieu place Bamba | Gao"), "{said}");
    assert!(line("humeur").starts_with("humeur kept as an attribute"), "{said}");
    assert!(line("2 2023-10-01/2023-10-03 Bamba attack 2 to 4").contains("Bamba"), "{said}");
    assert!(line("11 2023-10-10").contains("Gao"), "the tenth row: {said}");
    assert_eq!(line("12 2023-10-11"), "", "no more than ten: {said}");
    let counted = said.find("12 rows (dry run: nothing was written)").expect("counts");
    assert!(said.find("located as").is_some_and(|rows| rows < counted), "rows before counts: {said}");
    let mended = folder.path().join("mended.csv");
    fs::write(&mended, "date,lieu,azalai_line,azalai_reason\n2023-10-01,Gao,7,old\n").unwrap();
    let said = stdout(azalai().args(["import", "--dry-run", "--data"]).arg(&store).arg(&mended));
    assert!(said.contains("left aside") && !said.contains("kept as an attribute"), "{said}");
    let plain = stdout(azalai().args(["import", "--data"]).arg(&store).arg(&list));
    assert!(plain.contains("read as delimited text, UTF-8") && !plain.contains("located as"), "{plain}");
}

#[test]
fn several_lists_are_several_imports_and_a_bad_one_holds_back_none() {
    let folder = folder();
    let store = folder.path().join("a.gpkg");
    let output = run(azalai()
        .args(["import", "--json", "--data"])
        .arg(&store)
        .arg(file("data/samples/incidents-2023.csv"))
        .arg("missing.csv")
        .arg(file("data/samples/liste-hebdomadaire.csv")));
    assert_eq!(output.status.code(), Some(1), "one of them failed");
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(counts(&report), [33, 32, 0, 0, 0, 1]);
    assert_eq!(report["imports"].as_array().unwrap().len(), 3);
    assert!(report["imports"][1]["error"].as_str().unwrap().contains("cannot open"), "{report}");
}

#[test]
fn a_second_row_of_an_event_joins_it_and_a_contradicting_one_is_rejected() {
    let folder = folder();
    let store = folder.path().join("a.gpkg");
    let list = folder.path().join("per-actor.csv");
    let rows = "event_id,date,place,region,type,actor\n\
        E-77,2023-10-01,Bamba,Gao,Attack,CSP\n\
        E-77,2023-10-01,Bamba,Gao,Attack,FAMa\n\
        E-77,2023-10-09,Bamba,Gao,Attack,JNIM\n";
    fs::write(&list, rows).unwrap();
    let report = import(&store, &list, &[]);
    assert_eq!(counts(&report), [3, 1, 0, 0, 1, 1]);
    let reason = report["verdicts"][2]["problems"][0]["reason"].as_str().unwrap();
    assert!(reason.contains("line 2") && reason.contains("date"), "{reason}");
    assert_eq!(counts(&import(&store, &list, &[])), [3, 0, 0, 1, 1, 1], "again");
    let exported = stdout(azalai().args(["export", "--data"]).arg(&store));
    let exported: Value = serde_json::from_str(&exported).unwrap();
    assert_eq!(exported["features"][0]["properties"]["actors"], serde_json::json!(["CSP", "FAMa"]));
}

#[test]
fn row_numbers_of_two_weekly_lists_do_not_overwrite_each_other() {
    let folder = folder();
    let store = folder.path().join("a.gpkg");
    for (week, place) in [("week-40", "Gao"), ("week-41", "Kidal")] {
        let list = folder.path().join(format!("{week}.csv"));
        fs::write(&list, format!("id,date,place,type\n1,2023-10-01,{place},Attack\n")).unwrap();
        assert_eq!(counts(&import(&store, &list, &[])), [1, 1, 0, 0, 0, 0], "{week}");
    }
}

#[test]
fn commands_that_only_read_never_make_a_store() {
    let folder = folder();
    let store = folder.path().join("none.gpkg");
    let said = failure(azalai().args(["export", "--data"]).arg(&store));
    assert!(said.contains("none.gpkg"), "{said}");
    let answer =
        stdout(azalai().current_dir(folder.path()).args(["geocode", "Bamba", "--region", "Gao", "--json"]));
    let answer: Value = serde_json::from_str(&answer).unwrap();
    assert_eq!(answer["location"]["status"], "located");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "nothing was made");
}

#[test]
fn bamba_alone_is_not_guessed() {
    let answer: Value = serde_json::from_str(&stdout(azalai().args(["geocode", "Bamba", "--json"]))).unwrap();
    assert_eq!(answer["location"]["status"], "review");
    assert_eq!(answer["location"]["point"], Value::Null);
    let bambas = answer["candidates"].as_array().unwrap().iter().filter(|c| c["name"] == "Bamba").count();
    assert!(bambas >= 3, "{answer}");
}

#[test]
fn ucdp_lists_are_recognised_and_every_row_is_accounted_for() {
    for (name, rows, format) in [
        ("ucdp/ged201_reduced_mali.csv", 503, "list"),
        ("ucdp/ged231_sample1000.csv", 1000, "ucdp_ged"),
        ("ucdp/ged191_bgd_mmr.csv", 3194, "ucdp_ged"),
    ] {
        let Some(list) = dev_data(name) else { continue };
        let folder = folder();
        let store = folder.path().join("a.gpkg");
        let report = import(&store, &list, &[]);
        assert_eq!(counts(&report)[0], rows, "{name}");
        assert_eq!(report["rejected"], 0, "{name}: {}", report["verdicts"][0]);
        let placed = report["located"].as_u64().unwrap() + report["area"].as_u64().unwrap();
        let doubtful = report["needs_review"].as_u64().unwrap();
        assert_eq!(placed + doubtful, rows, "{name}: every row has coordinates");
        // Known to bear the wrong place in the source, such as Ogossogou and Tabankort.
        assert!(doubtful * 40 < rows, "{name}: {doubtful} in review");
        if format == "ucdp_ged" {
            assert_eq!(report["detected"]["format"], format);
        }
        let again = counts(&import(&store, &list, &[]));
        assert_eq!((again[1], again[2]), (0, 0), "{name} again adds and changes nothing");
    }
}

#[test]
fn an_export_read_again_adds_only_what_is_not_there_and_changes_nothing() {
    let folder = folder();
    let (store, other) = (folder.path().join("a.gpkg"), folder.path().join("b.gpkg"));
    let list = file("data/samples/incidents-2023.csv");
    import(&store, &list, &[]);
    let export = folder.path().join("export.csv");
    stdout(azalai().args(["export", "--format", "csv", "--data"]).arg(&store).arg("--out").arg(&export));
    let before = fs::read(&export).unwrap();
    assert_eq!(counts(&import(&store, &export, &[])), [24, 0, 0, 24, 0, 0]);
    stdout(azalai().args(["export", "--format", "csv", "--data"]).arg(&store).arg("--out").arg(&export));
    assert_eq!(fs::read(&export).unwrap(), before, "nothing was changed");
    assert_eq!(counts(&import(&other, &export, &[])), [24, 24, 0, 0, 0, 0]);
    // The ids are the same, so the list itself is known there too.
    assert_eq!(counts(&import(&other, &list, &[]))[1], 0);
}

#[test]
fn nothing_is_imported_of_a_list_that_is_written_meanwhile() {
    let folder = folder();
    let (store, list) = (folder.path().join("a.gpkg"), folder.path().join("list.csv"));
    let row = |number: usize| format!("L-{number},2023-10-01,Gao,Gao,Attack\n");
    fs::write(&list, (0..5_000).fold("id,date,place,region,type\n".to_owned(), |text, at| text + &row(at)))
        .unwrap();
    let mut child = Command::new(azalai().get_program())
        .args(["import", "--data"])
        .args([&store, &list])
        .stderr(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let mut appended = fs::OpenOptions::new().append(true).open(&list).unwrap();
    while child.try_wait().unwrap().is_none() {
        appended.write_all(b"\n").unwrap();
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert!(
        !child.wait().unwrap().success() && said.contains("the list changed while it was read"),
        "{said}"
    );
    assert_eq!(counts(&import(&store, &list, &[])), [5_000, 5_000, 0, 0, 0, 0], "nothing of it was there");
}

#[test]
fn a_slip_in_a_date_does_not_turn_a_french_list_round() {
    let folder = folder();
    let list = folder.path().join("semaine.csv");
    let rows =
        "Date;Lieu dit;Région;Morts\n02/10/2023;Gao;Gao;1\n10/13/2023;Gao;Gao;1\n03/10/2023;Kidal;Kidal;\n";
    fs::write(&list, rows).unwrap();
    let report = import(&folder.path().join("a.gpkg"), &list, &[]);
    let dates: Vec<&str> =
        report["verdicts"].as_array().unwrap().iter().map(|row| row["date"].as_str().unwrap()).collect();
    assert_eq!(dates, ["2023-10-02", "2023-10-13", "2023-10-03"]);
    assert!(report["detected"]["notes"][0].as_str().unwrap().contains("line 3 has 10/13/2023"), "{report}");
    // An American list is read as it is, and that is said.
    let american = folder.path().join("american.csv");
    fs::write(&american, "date,place\n02/10/2023,Gao\n10/13/2023,Gao\n").unwrap();
    let report = import(&folder.path().join("b.gpkg"), &american, &[]);
    assert_eq!(report["verdicts"][0]["date"], "2023-02-10");
    assert!(report["detected"]["notes"][0].as_str().unwrap().contains("month first"), "{report}");
}

#[test]
fn an_undo_that_removes_nothing_speaks_of_nothing_removed() {
    let folder = folder();
    let store = folder.path().join("a.gpkg");
    for (name, deaths) in [("u1.csv", 3), ("u2.csv", 4), ("u2.csv", 4)] {
        let list = folder.path().join(name);
        fs::write(&list, format!("id,date,place,type,deaths\nU-1,2023-10-02,Gao,Attack,{deaths}\n")).unwrap();
        import(&store, &list, &["--source", "A"]);
    }
    let told = stdout(azalai().args(["imports", "undo", "2", "--data"]).arg(&store));
    assert_eq!(told, "import 2 is undone: 0 events removed, 1 restored, 0 local places removed\n");
}

#[test]
fn coordinates_that_contradict_the_name_are_for_a_person() {
    let folder = folder();
    let list = folder.path().join("list.csv");
    let rows = "date,place,latitude,longitude\n2023-10-01,Ansongo,16.2717,-0.0447\n2023-10-01,Tessit,0.2929,15.2074\n\
        2023-10-01,Gao,16.2717,-0.0447\n";
    fs::write(&list, rows).unwrap();
    let report = import(&folder.path().join("a.gpkg"), &list, &[]);
    assert_eq!(
        (&report["needs_review"], &report["located"], &report["warnings"]),
        (&2.into(), &1.into(), &2.into())
    );
    let reason = report["verdicts"][1]["problems"][0]["reason"].as_str().unwrap();
    assert!(reason.contains("exchanged"), "{reason}");
}

#[test]
fn an_import_waits_for_the_one_that_is_running_and_says_so_once() {
    let folder = folder();
    let (store, rejects) = (folder.path().join("azalai.gpkg"), folder.path().join("rejects.csv"));
    import(&store, &file("data/samples/liste-hebdomadaire.csv"), &[]);
    let other = rusqlite::Connection::open(&store).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let mut waiting = azalai()
        .args(["import", "--json", "--data"])
        .arg(&store)
        .arg("--rejects")
        .arg(&rejects)
        .arg(file("data/samples/incidents-2023.csv"))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(waiting.stderr.take().unwrap());
    let mut line = String::new();
    said.read_line(&mut line).unwrap();
    assert_eq!(line, "another import is running: waiting for it (Ctrl-C to stop)\n");
    other.execute_batch("ROLLBACK").unwrap();
    let output = waiting.wait_with_output().unwrap();
    let mut rest = String::new();
    said.read_to_string(&mut rest).unwrap();
    assert!(output.status.success() && rest.is_empty(), "{rest}");
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(counts(&report), [25, 24, 0, 0, 0, 1]);
    let rejected = fs::read_to_string(&rejects).unwrap();
    assert_eq!(rejected.lines().count(), 2, "one header, one row: {rejected}");
}

#[test]
fn a_list_comes_from_a_pipe_and_who_waits_for_one_is_told_what_for() {
    let folder = folder();
    let list = "date,place,region\n05/10/2023,Gao,Gao\n";
    let pipe = folder.path().join("week.csv");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let given = |path: &Path, store: &str| {
        let mut command = azalai();
        command.args(["import", "--json", "--data"]).arg(folder.path().join(store)).arg(path);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    };
    let report = |child: Child| {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{output:?}");
        serde_json::from_slice::<Value>(&output.stdout).unwrap()
    };
    let mut child = given(&pipe, "a.gpkg");
    let mut errors = BufReader::new(child.stderr.take().unwrap());
    let mut said = String::new();
    errors.read_line(&mut said).unwrap();
    assert!(said.starts_with("waiting for the end of '") && said.contains("week.csv"), "{said}");
    fs::write(&pipe, list).unwrap();
    let told = report(child);
    assert_eq!((&told["list"], counts(&told)), (&"week.csv".into(), [1, 1, 0, 0, 0, 0]));
    for path in ["-", "/dev/stdin"] {
        let mut child = given(Path::new(path), "b.gpkg");
        child.stdin.take().unwrap().write_all(list.as_bytes()).unwrap();
        let told = report(child);
        assert_eq!((&told["list"], &told["rows"]), (&"stdin".into(), &1.into()));
    }
}

#[test]
fn an_order_of_dates_that_was_only_assumed_is_told_with_the_flag_that_turns_it() {
    let folder = folder();
    let list = folder.path().join("week.csv");
    let told = |dates: &str, flags: &[&str]| {
        fs::write(&list, format!("date,place,region\n{dates},Gao,Gao\n")).unwrap();
        let store = folder.path().join("a.gpkg");
        stdout(azalai().args(["import", "--data"]).arg(&store).arg(&list).args(flags))
    };
    let is_told =
        |said: &str| said.contains("nothing in the list proves it") && said.contains("--dates month-first");
    assert!(is_told(&told("05/10/2023", &[])));
    for (dates, flags) in
        [("05/10/2023", &["--dates", "day-first"][..]), ("25/10/2023", &[]), ("2023-10-05", &[])]
    {
        let said = told(dates, flags);
        assert!(!said.contains("month") && !said.contains("proves"), "{said}");
    }
}
