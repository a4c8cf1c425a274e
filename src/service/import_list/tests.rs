//! An import as a whole: what it tells, how it ends.

use super::*;
use crate::event::{Claim, Event, EventId};
use crate::service::geocoder_for;
use crate::store::{GeoPackageStore, Operation};
use std::io::Cursor;

pub(super) fn import(
    store: &dyn EventStore,
    list: &str,
    text: &str,
    wishes: Wishes<'_>,
) -> Result<Report, ImportListError> {
    let options = Options { list: list.to_owned(), ..Options::default() };
    let geocoder = geocoder_for(Some(store)).unwrap();
    import_list(store, &geocoder, Cursor::new(text.as_bytes().to_vec()), options, wishes)
}

fn rows(count: u64) -> String {
    (0..count).fold("id,date,place,region\n".to_owned(), |text, row| {
        format!("{text}ROW-{row},2023-10-{:02},Gao,Gao\n", row % 28 + 1)
    })
}

#[test]
fn progress_is_told_and_who_listens_may_break_off() {
    let store = GeoPackageStore::in_memory().unwrap();
    let list = rows(PROGRESS_EVERY + 1);
    let mut told = Vec::new();
    let mut listen = |so_far| {
        told.push(so_far);
        ControlFlow::Continue(())
    };
    import(&store, "a.csv", &list, Wishes { progress: Some(&mut listen), ..Wishes::default() }).unwrap();
    let all = PROGRESS_EVERY + 1;
    let so_far = |rows_done| Progress { rows_done, rows: all };
    assert_eq!(told, [so_far(PROGRESS_EVERY), so_far(all)]);
    for break_at in [PROGRESS_EVERY, all] {
        let mut stop = |so_far: Progress| {
            if so_far.rows_done == break_at { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        let list = list.replace("ROW-", "OTHER-");
        let wishes = Wishes { progress: Some(&mut stop), ..Wishes::default() };
        let error = import(&store, "b.csv", &list, wishes).unwrap_err();
        assert!(matches!(error, ImportListError::Cancelled), "{error}");
        assert_eq!((store.imports().unwrap().len(), store.sequence().unwrap()), (1, all), "nothing is left");
    }
}

/// What a claim says, in short.
pub(super) fn says(claim: &Claim) -> String {
    format!("{}: {}", claim.text, claim.deaths)
}

#[test]
fn a_later_row_of_an_event_that_is_corrected_takes_nothing_old_along() {
    let store = GeoPackageStore::in_memory().unwrap();
    let list = |second: &str| {
        format!(
            "event_id_cnty,event_date,event_type,actor1,admin1,location,latitude,longitude,fatalities,notes\n\
             MLI1,2023-10-01,Battles,JNIM,Gao,Bamba,17.03,-1.40,5,first\n{second}"
        )
    };
    let told = |second: &str| {
        let report = import(&store, "acled.csv", &list(second), Wishes::default()).unwrap();
        let mut events = Vec::new();
        store.for_each(&mut |_, event| events.push(event)).unwrap();
        let [event] = &events[..] else { panic!("{events:?}") };
        let claims: Vec<String> = event.claims.iter().map(says).collect();
        (report.counts.merged, event.actors.join(", "), claims.join(", "))
    };
    let row = |actor: &str, deaths: u8, notes: &str| {
        format!("MLI1,2023-10-01,Battles,{actor},Gao,Bamba,17.03,-1.40,{deaths},{notes}\n")
    };
    let tells = |merged, actors: &str, claims: &str| (merged, actors.to_owned(), claims.to_owned());
    let first = row("FAMA", 5, "second");
    assert_eq!(told(&first), tells(1, "JNIM, FAMA", "first: 5, second: 5"));
    let before = store.sequence().unwrap();
    assert_eq!(told(&first), tells(1, "JNIM, FAMA", "first: 5, second: 5"));
    assert_eq!(store.sequence().unwrap(), before, "the same list again changes nothing");
    let mended = row("Wagner", 7, "mended");
    assert_eq!(told(&mended), tells(1, "JNIM, Wagner", "first: 5, mended: 7"));
    let before = store.sequence().unwrap();
    assert_eq!(told(&mended), tells(1, "JNIM, Wagner", "first: 5, mended: 7"));
    // A list that tells of it in one row may have left the others out.
    assert_eq!(told(""), tells(0, "JNIM, Wagner", "first: 5, mended: 7"));
    assert_eq!(store.sequence().unwrap(), before);
    store.undo_import(3).unwrap();
    assert_eq!(told(&first), tells(1, "JNIM, FAMA", "first: 5, second: 5"));
}

#[test]
fn an_undo_says_of_how_many_events_later_lists_have_a_row_too() {
    let store = GeoPackageStore::in_memory().unwrap();
    for count in [3, 4, 5] {
        import(&store, "weekly.csv", &rows(count), Wishes::default()).unwrap();
    }
    store.undo_import(3).unwrap();
    let undone = store.undo_import(1).unwrap();
    assert_eq!((undone.removed, undone.also_listed), (3, 3));
    let again = import(&store, "weekly.csv", &rows(4), Wishes::default()).unwrap();
    assert_eq!((again.counts.added, again.counts.unchanged), (3, 1));
}

#[test]
fn acled_rows_are_restricted_and_others_are_not() {
    let store = GeoPackageStore::in_memory().unwrap();
    let acled = "event_id_cnty,event_date,event_type,actor1,admin1,location,latitude,longitude,fatalities\n\
        MLI1,2023-10-01,Battles,CSP,Gao,Bamba,17.03,-1.40,2\n";
    let report = import(&store, "acled.csv", acled, Wishes::default()).unwrap();
    assert!(report.restricted);
    assert_eq!(report.licence.as_deref(), Some(crate::import::ACLED_TERMS));
    let mut marked = Vec::new();
    store.for_each(&mut |_, event| marked.push((event.origin.restricted, event.origin.licence))).unwrap();
    assert_eq!(marked, [(true, Some(crate::import::ACLED_TERMS.to_owned()))]);
    let report = import(&store, "mine.csv", &rows(1), Wishes::default()).unwrap();
    assert_eq!((report.restricted, report.licence), (false, None));
}

fn only_event(store: &dyn EventStore) -> Event {
    let mut events = Vec::new();
    store.for_each(&mut |_, event| events.push(event)).unwrap();
    assert_eq!(events.len(), 1);
    events.remove(0)
}

#[test]
fn an_export_by_actor_that_repeats_an_event_is_one_event_with_all_actors() {
    let store = GeoPackageStore::in_memory().unwrap();
    let acled = "event_id_cnty,event_date,event_type,actor1,admin1,location,latitude,longitude,fatalities,source,notes\n\
        MLI1,2023-10-01,Battles,CSP,Gao,Bamba,17.03,-1.40,2,Radio,taken\n\
        MLI1,2023-10-01,Battles,FAMa,Gao,Bamba,17.03,-1.40,2,Radio,taken\n";
    let report = import(&store, "acled.csv", acled, Wishes::default()).unwrap();
    assert_eq!((report.counts.added, report.counts.merged, report.counts.rejected), (1, 1, 0));
    let event = only_event(&store);
    assert_eq!(
        (event.actors, event.claims.len(), event.deaths.best),
        (vec!["CSP".into(), "FAMa".into()], 1, Some(2))
    );
    // One import made it, and one undo takes it back.
    store.undo_import(report.import_id.unwrap()).unwrap();
    store.for_each(&mut |_, event| panic!("{event:?} is left")).unwrap();
}

#[test]
fn rows_of_one_event_in_another_order_change_nothing_and_a_row_that_lost_an_actor_does() {
    let header = "id,date,type,place,region,actor1,actor2,notes\n";
    let rows = [
        "S-001,2023-10-01,Attack,Gao,Gao,CSP,,taken\n",
        "S-001,2023-10-01,Attack,Gao,Gao,FAMa,,repelled\n",
        "S-002,2023-10-02,Attack,Gao,Gao,CSP,FAMa,one row\n",
    ];
    let store = GeoPackageStore::in_memory().unwrap();
    let counts = |rows: &[&str]| {
        let counts =
            import(&store, "a.csv", &(header.to_owned() + &rows.concat()), Wishes::default()).unwrap().counts;
        [counts.added, counts.updated, counts.unchanged, counts.merged]
    };
    assert_eq!(counts(&rows), [2, 0, 0, 1]);
    assert_eq!(counts(&rows), [0, 0, 2, 1]);
    assert_eq!(counts(&[rows[1], rows[0], rows[2]]), [0, 0, 2, 1]);
    assert_eq!(counts(&[rows[2], rows[1]]), [0, 0, 2, 0]);
    // What only one row said is not said any more when that row says less.
    assert_eq!(counts(&["S-002,2023-10-02,Attack,Gao,Gao,CSP,,one row\n"]), [0, 1, 0, 0]);
    // And what a row says otherwise is new, whatever its event has beside it.
    assert_eq!(counts(&["S-001,2023-10-01,Attack,Gao,Gao,Ansar,,taken\n"]), [0, 1, 0, 0]);
}

#[test]
fn a_repeated_id_that_says_otherwise_is_a_claim_or_a_rejection_and_never_overwrites() {
    let header = "id,date,type,place,region,actors,deaths,notes\n";
    let first = "S-001,2023-10-01,Attack,Gao,Gao,CSP,2,two dead\n";
    let store = GeoPackageStore::in_memory().unwrap();
    let text = format!(
        "{header}{first}S-001,2023-10-01,Attack,Gao,Gao,CSP,9,nine dead\nS-001,2023-10-05,Attack,Gao,Gao,CSP,2,another day\n\
         S-001,2023-10-01,Attack,Kidal,Kidal,CSP,2,another place\nS-001,2023-10-01,Kidnapping,Gao,Gao,CSP,2,another kind\n"
    );
    let report = import(&store, "a.csv", &text, Wishes::default()).unwrap();
    assert_eq!((report.counts.added, report.counts.merged, report.counts.rejected), (1, 1, 3));
    let problem = |row: usize| report.verdicts[row].problems.last().unwrap();
    assert_eq!(
        (problem(1).reason.as_str(), problem(1).reason_fr.as_str()),
        (
            "joined to the event of line 2, but it says 9 dead and what was there 2: both are kept as claims",
            "jointe à l’événement de la ligne 2, mais elle compte 9 morts, contre 2\u{a0}: les deux sont gardés comme \
             déclarations"
        )
    );
    let fields = [("date", "une autre date"), ("place", "un autre lieu"), ("kind", "un autre type")];
    for (row, (field, autre)) in (2..).zip(fields) {
        let expected = format!("line 2 has the same id and another {field}: two events cannot share an id");
        assert_eq!(problem(row).reason, expected);
        assert!(problem(row).reason_fr.contains(autre), "{}", problem(row).reason_fr);
    }
    let event = only_event(&store);
    let said: Vec<_> = event.claims.iter().map(|claim| (claim.text.as_str(), claim.deaths.best)).collect();
    assert_eq!(said, [("two dead", Some(2)), ("nine dead", Some(9))]);
    assert_eq!((event.deaths.low, event.deaths.best, event.deaths.high), (Some(2), None, Some(9)), "no mean");
}

type Logged = (u64, Operation, EventId);

/// Every event with its number, and the log without its times.
fn kept(store: &dyn EventStore) -> (Vec<(u64, Event)>, Vec<Logged>) {
    let mut events = Vec::new();
    store.for_each(&mut |fid, event| events.push((fid, event))).unwrap();
    let log = store.log_since(0, usize::MAX).unwrap().into_iter();
    (events, log.map(|line| (line.sequence, line.operation, line.event_id)).collect())
}

#[test]
fn rows_made_ready_on_all_cores_are_those_read_and_written_one_by_one() {
    // More than a portion, with and without ids, points and places.
    let header = "id,date,place,region,type,deaths,notes,lat,lon\n".to_owned();
    let text = (0..1_300).fold(header, |text, row| {
        let id = if row % 7 == 0 { String::new() } else { format!("ROW-{row}") };
        let place = ["Gao", "Bamba", "Ségou", "nowhere at all", ""][row % 5];
        let point = if row % 3 == 0 { ",".to_owned() } else { format!("16.{row:04},-0.{row:04}") };
        format!("{text}{id},2023-10-{:02},{place},Gao,attack,{},note {row},{point}\n", row % 28 + 1, row % 4)
    });
    let store = GeoPackageStore::in_memory().unwrap();
    let report = import(&store, "a.csv", &text, Wishes::default()).unwrap();
    assert_eq!(report.counts.added, 1_300);

    let plain = GeoPackageStore::in_memory().unwrap();
    let options = Options { list: "a.csv".to_owned(), ..Options::default() };
    let mut list = List::open(Cursor::new(text.into_bytes()), options).unwrap();
    let asked = list.first_asked().unwrap();
    let geocoder = geocoder_for(Some(&plain)).unwrap();
    let geocoder = geocoder.for_list(asked.iter().map(|asked| (&asked.place, asked.day)));
    let new = NewImport { list: "a.csv".to_owned(), format: "list".to_owned(), ..NewImport::default() };
    let mut transaction = plain.begin_import(&new).unwrap();
    for row in list.rows(&geocoder).flat_map(Result::unwrap) {
        let Outcome::Parsed(parsed) = row.outcome else { panic!("line {} is rejected", row.line) };
        assert_eq!(transaction.find(&parsed.identity, &parsed.fingerprint).unwrap(), None);
        transaction.add(&parsed.identity, &parsed.fingerprint, &parsed.event).unwrap();
    }
    transaction.commit("{}").unwrap();
    assert_eq!(kept(&store), kept(&plain));
}
