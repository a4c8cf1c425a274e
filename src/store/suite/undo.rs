//! What every store must do when an import is taken back.

use super::{Subject, add, import, list, picture, rows_of};
use crate::event::Fingerprint;
use crate::store::samples::{Sample, facts, sample};
use crate::store::{Attested, Decision, EventStore, NewImport, Operation, RowQuery, StoreError};
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use std::collections::BTreeMap;

/// Everything about the events that an undo must bring back: fingerprint and body by id.
type Events = BTreeMap<String, (Fingerprint, String)>;

fn events(store: &dyn EventStore) -> Events {
    let found = picture(store).1.into_values().map(|event| event.id.to_string());
    // Through a transaction, since only it tells fingerprints.
    let ids: Vec<String> = found.collect();
    let mut import = store.begin_import(&list()).unwrap();
    let absent = sample(999).fingerprint;
    ids.into_iter()
        .map(|id| {
            let identity = crate::event::Identity::of_event(&id.parse().unwrap());
            let found = import.find(&identity, &absent).unwrap().unwrap();
            (id, (found.fingerprint, serde_json::to_string(&found.event).unwrap()))
        })
        .collect()
}

/// The events that an import changed, before and after it.
type Changes = BTreeMap<String, [Option<(Fingerprint, String)>; 2]>;

/// Imports samples as the service does: what is new is added, what changed is updated.
fn settle(store: &dyn EventStore, samples: &[Sample]) -> i64 {
    let mut import = store.begin_import(&list()).unwrap();
    for sample in samples {
        match import.find(&sample.identity, &sample.fingerprint).unwrap() {
            None => drop(add(import.as_mut(), sample)),
            Some(found) if found.fingerprint == sample.fingerprint => {}
            Some(found) => import.update(found.fid, &sample.fingerprint, &sample.event).unwrap(),
        }
    }
    import.commit("{}").unwrap().import_id
}

fn version(number: u32, version: u8) -> Sample {
    sample(number).changed(|event| {
        event.attributes.insert("version".into(), version.to_string());
        event.location.point = event.location.point.filter(|_| !version.is_multiple_of(3));
        event.when = event.when.clone().filter(|_| !version.is_multiple_of(4));
    })
}

#[derive(Debug, Clone)]
enum Step {
    Import(BTreeMap<u32, u8>),
    Undo(proptest::sample::Index),
}

pub(crate) fn any_sequence_of_imports_and_undos_leaves_the_events_as_if_the_undone_had_never_been(
    fresh: impl Fn() -> Subject,
) {
    let step = prop_oneof![
        // Each event once: what an import changes there and back again still counts as changed.
        btree_map(0..5_u32, 0..6_u8, 0..6).prop_map(Step::Import),
        any::<proptest::sample::Index>().prop_map(Step::Undo),
    ];
    let config = ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() };
    TestRunner::new(config)
        .run(&vec(step, 1..14), |steps| {
            let store = fresh();
            // What each import that stands changed.
            let mut standing: Vec<(i64, Changes)> = Vec::new();
            for step in steps {
                let before = events(&*store);
                match step {
                    Step::Import(rows) => {
                        let samples: Vec<Sample> =
                            rows.into_iter().map(|(number, at)| version(number, at)).collect();
                        let id = settle(&*store, &samples);
                        let after = events(&*store);
                        let touched =
                            before.keys().chain(after.keys()).filter(|id| before.get(*id) != after.get(*id));
                        let changes = touched
                            .map(|id| (id.clone(), [before.get(id).cloned(), after.get(id).cloned()]))
                            .collect();
                        standing.push((id, changes));
                    }
                    Step::Undo(which) if !standing.is_empty() => {
                        let at = which.index(standing.len());
                        let (id, changes) = standing[at].clone();
                        let later: Vec<i64> = standing[at + 1..]
                            .iter()
                            .filter(|(_, theirs)| theirs.keys().any(|id| changes.contains_key(id)))
                            .map(|(id, _)| *id)
                            .collect();
                        let undone = store.undo_import(id);
                        if later.is_empty() {
                            undone.unwrap();
                            let mut expected = before;
                            for (id, [old, _]) in changes {
                                match old {
                                    Some(old) => expected.insert(id, old),
                                    None => expected.remove(&id),
                                };
                            }
                            prop_assert_eq!(events(&*store), expected);
                            standing.remove(at);
                        } else {
                            let Err(StoreError::BuiltOn { imports, .. }) = undone else {
                                return Err(TestCaseError::fail(format!(
                                    "{undone:?} although {later:?} built on {id}"
                                )));
                            };
                            // Those that built on these are named as well.
                            prop_assert!(
                                later.iter().all(|id| imports.contains(id)),
                                "{:?} in {:?}",
                                later,
                                imports
                            );
                            prop_assert_eq!(events(&*store), before);
                        }
                    }
                    Step::Undo(_) => {}
                }
            }
            // The last first, everything can be undone.
            for (id, _) in standing.into_iter().rev() {
                store.undo_import(id).unwrap();
            }
            prop_assert_eq!(events(&*store), Events::new());
            Ok(())
        })
        .unwrap();
}

pub(crate) fn an_undone_import_stays_in_the_list_and_its_list_imports_anew(fresh: impl Fn() -> Subject) {
    let store = fresh();
    let first = settle(&*store, &[version(1, 1)]);
    let second = settle(&*store, &[version(1, 2), version(2, 1)]);
    let before = events(&*store);
    let undone = store.undo_import(second).unwrap();
    assert_eq!((undone.import_id, undone.removed, undone.restored), (second, 1, 1));
    let records = store.imports().unwrap();
    let told: Vec<_> = records.iter().map(|record| (record.id, record.undone_at.is_some())).collect();
    assert_eq!(told, [(first, false), (second, true)]);
    assert!(
        matches!(store.undo_import(second), Err(StoreError::AlreadyUndone { import_id, .. }) if import_id == second)
    );
    assert!(matches!(store.undo_import(99), Err(StoreError::NoSuchImport(99))));
    settle(&*store, &[version(1, 2), version(2, 1)]);
    assert_eq!(events(&*store), before, "the same list imports anew");
}

pub(crate) fn an_import_that_others_built_on_is_not_undone(fresh: impl Fn() -> Subject) {
    let store = fresh();
    let first = settle(&*store, &[version(1, 1), version(2, 1)]);
    let unrelated = settle(&*store, &[version(3, 1)]);
    let second = settle(&*store, &[version(1, 2)]);
    let third = settle(&*store, &[version(1, 3)]);
    let blocked = |id: i64| {
        let record = store.imports().unwrap().into_iter().find(|record| record.id == id).unwrap();
        record.blocked_by
    };
    assert_eq!(blocked(first), [second, third], "also what built on what built on it");
    assert_eq!((blocked(second), blocked(unrelated)), (vec![third], vec![]));
    let before = (picture(&*store), store.imports().unwrap());
    let error = store.undo_import(first).unwrap_err();
    assert_eq!(
        error.to_string(),
        format!(
            "import {first} cannot be undone yet: undo first what changed its events since, the last first: \
             import {second}, {third}"
        )
    );
    assert_eq!((picture(&*store), store.imports().unwrap()), before);
    for id in [third, second, first] {
        store.undo_import(id).unwrap();
    }
    assert_eq!(picture(&*store).1.into_values().collect::<Vec<_>>(), [version(3, 1).event]);
}

pub(crate) fn what_an_undone_import_taught_is_forgotten(fresh: impl Fn() -> Subject) {
    let store = fresh();
    let teach = |name: &str, rows: u64| {
        let mut import = store.begin_import(&list()).unwrap();
        let known = import.local_places().unwrap().into_iter().find(|place| place.facts.name == name);
        match known {
            Some(place) => import.seen_again(place.fid, rows).unwrap(),
            None => drop(import.learn(&facts(name), rows).unwrap()),
        }
        import.commit("{}").unwrap().import_id
    };
    let seen = || -> Vec<_> {
        let places = store.local_places().unwrap();
        places.into_iter().map(|place| (place.facts.name, place.seen)).collect()
    };
    let (first, second, other) = (teach("Bouratam", 2), teach("Bouratam", 3), teach("Tin", 1));
    let confirmed = store.local_places().unwrap().pop().unwrap();
    store.edit_local_place(confirmed.fid, &confirmed.facts).unwrap();
    let version = store.gazetteer_version().unwrap();
    assert_eq!(store.undo_import(first).unwrap().places_removed, 0);
    assert_eq!(
        seen(),
        [("Bouratam".to_owned(), 3), ("Tin".to_owned(), 1)],
        "the second list still stands for it"
    );
    assert!(store.gazetteer_version().unwrap() > version, "whoever serves learns of it");
    assert_eq!(store.undo_import(second).unwrap().places_removed, 1);
    assert_eq!(store.undo_import(other).unwrap().places_removed, 0);
    assert_eq!(seen(), [("Tin".to_owned(), 0)], "a person stands for it");
    assert_eq!(store.local_places().unwrap()[0].how, Attested::Confirmed);
}

pub(crate) fn rows_are_told_whether_they_have_a_verdict_of_their_own_or_not(fresh: impl Fn() -> Subject) {
    let store = fresh();
    let new = NewImport { shape_json: Some("{}".into()), restricted: true, ..list() };
    let mut import = store.begin_import(&new).unwrap();
    let mut fids = Vec::new();
    for number in 0..3000 {
        let sample = sample(number);
        let line = sample.event.origin.line;
        if number % 100 == 7 {
            import.rejected(line, r#"[{"reason":"bad"}]"#, r#"["a","b"]"#).unwrap();
        } else {
            let fid = add(import.as_mut(), &sample);
            import.verdict(line, "added", Some(fid), if number % 10 == 0 { "[{}]" } else { "[]" }).unwrap();
            fids.push((line, fid));
        }
    }
    let id = import.commit("{}").unwrap().import_id;
    let record = store.imports().unwrap().remove(0);
    assert_eq!((record.shape_json.as_deref(), record.restricted), (Some("{}"), true));
    let all = rows_of(&*store, id, 0, 9999).unwrap();
    assert_eq!(all.iter().map(|row| row.line).collect::<Vec<_>>(), (2..3002).collect::<Vec<_>>());
    let added: Vec<_> = all.iter().filter_map(|row| row.fid.map(|fid| (row.line, fid))).collect();
    assert_eq!(added, fids);
    assert!(all.iter().all(|row| row.event_id.is_some() == row.fid.is_some()));
    let asked = |verdict: &'static str, after: u64, limit: usize| {
        store.verdicts(&RowQuery { import_id: id, verdict: Some(verdict), after, limit }).unwrap()
    };
    let rejected = asked("rejected", 0, 9999);
    assert_eq!((rejected.len(), rejected[0].cells_json.as_deref()), (30, Some(r#"["a","b"]"#)));
    let mut paged = Vec::new();
    while let page @ [.., _] =
        &asked("added", paged.last().map_or(0, |row: &crate::store::RowVerdict| row.line), 71)[..]
    {
        paged.extend_from_slice(page);
    }
    let added: Vec<_> = all.into_iter().filter(|row| row.verdict == "added").collect();
    assert_eq!(paged, added, "pages neither skip nor repeat");
}

pub(crate) fn followers_see_an_undo(fresh: impl Fn() -> Subject) {
    let store = fresh();
    let fid = import(&*store, &[sample(1)])[0];
    let mut more = store.begin_import(&list()).unwrap();
    let other = sample(1).changed(|event| event.actors.clear());
    more.update(fid, &other.fingerprint, &other.event).unwrap();
    let new = add(more.as_mut(), &sample(2));
    let id = more.commit("{}").unwrap().import_id;
    let before = store.sequence().unwrap();
    store.undo_import(id).unwrap();
    let changes = store.changes_since(before, 99).unwrap();
    let told: Vec<_> =
        changes.into_iter().map(|change| (change.operation, change.fid, change.event)).collect();
    assert_eq!(told, [(Operation::Removed, new, None), (Operation::Updated, fid, Some(sample(1).event))]);
    assert_eq!(store.history(fid).unwrap(), [], "as if it had never been");
}

pub(crate) fn an_undo_while_an_import_is_open_is_told_that_the_store_is_busy(fresh: impl Fn() -> Subject) {
    let store = fresh();
    let id = settle(&*store, &[version(1, 1), version(2, 1)]);
    let before = picture(&*store);
    let mut open = store.begin_import(&list()).unwrap();
    add(open.as_mut(), &version(3, 1));
    for error in [store.undo_import(id).unwrap_err(), store.decide(1, Decision::Merge).unwrap_err()] {
        assert!(matches!(error, StoreError::Busy), "{error}");
    }
    drop(open);
    assert_eq!(picture(&*store), before);
    store.undo_import(id).unwrap();
    assert_eq!(picture(&*store).1.len(), 0);
}
