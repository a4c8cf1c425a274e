//! What every store must do, whatever lies under it.
//!
//! In: a function that makes an empty store. Out: tests, one per promise. They must not know which store it is.

mod duplicates;
mod edits;
mod gazetteer;
mod review;
mod undo;

pub(crate) use duplicates::*;
pub(crate) use edits::*;
pub(crate) use gazetteer::*;
pub(crate) use review::*;
pub(crate) use undo::*;

use super::samples::{Sample, any_sample, sample};
use super::{EventStore, ImportTransaction, LogLine, NewImport, Operation, RowQuery, RowVerdict, StoreError};
use crate::event::Event;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use std::collections::{BTreeMap, HashSet};

/// An empty store under test, and what must outlive it.
pub(crate) struct Subject {
    pub(crate) store: Box<dyn EventStore>,
    pub(crate) _keep: Option<tempfile::TempDir>,
}

impl std::ops::Deref for Subject {
    type Target = dyn EventStore;

    fn deref(&self) -> &Self::Target {
        &*self.store
    }
}

/// Runs the suite over a backend: its name, and a function that makes an empty [`Subject`].
///
/// With `concurrent` it must also read while an import is open.
macro_rules! store_suite {
    ($name:ident, $fresh:path $(, $concurrent:ident)?) => {
        mod $name {
            $crate::store::suite::store_suite!(@tests $fresh;
                an_empty_store_has_no_past
                events_read_back_as_they_were_added
                an_event_is_found_by_its_identity_or_else_by_its_content
                an_update_keeps_the_old_version
                a_removed_event_leaves_its_history_and_its_number_unused
                an_import_dropped_without_commit_leaves_no_trace
                every_change_has_the_next_sequence
                changes_are_told_from_any_sequence_on
                imports_and_the_verdicts_of_their_rows_are_kept
                a_second_writer_is_told_that_the_store_is_busy
                an_event_that_could_not_be_read_again_is_refused
                an_event_under_another_id_is_refused
                a_panic_in_an_import_leaves_the_store_usable
                an_empty_store_has_no_gazetteer_of_its_own
                packs_are_kept_in_order_and_replaced_where_they_are
                local_places_are_kept_changed_and_removed
                any_facts_read_back_as_they_were_written
                the_gazetteer_version_grows_with_every_change_and_no_other
                what_an_import_learns_comes_and_goes_with_it
                a_gazetteer_is_not_changed_while_an_import_is_open
                any_sequence_of_imports_and_undos_leaves_the_events_as_if_the_undone_had_never_been
                an_undone_import_stays_in_the_list_and_its_list_imports_anew
                an_import_that_others_built_on_is_not_undone
                what_an_undone_import_taught_is_forgotten
                rows_are_told_whether_they_have_a_verdict_of_their_own_or_not
                followers_see_an_undo
                an_undo_while_an_import_is_open_is_told_that_the_store_is_busy
                a_pair_is_proposed_once_and_not_again_after_a_decision
                a_merged_event_says_what_both_say_and_can_be_taken_apart
                each_list_finds_its_own_part_of_a_merged_event
                merges_of_merges_come_apart_in_any_order
                what_a_person_told_apart_is_never_one_event
                a_merged_event_holds_its_imports
                what_a_person_set_stays_and_the_rest_follows_the_list
                the_account_of_an_event_tells_each_change_and_what_a_person_set
                what_a_person_removed_stays_removed_and_follows_its_list_out_of_sight
                an_edit_that_says_what_the_list_says_is_none
                what_a_person_leaves_as_it_is_shown_stays_set
                what_a_person_set_is_taken_back
                a_merged_event_is_placed_by_hand_and_not_retold
                an_event_that_a_person_tells_of_is_there_once
                any_sequence_of_imports_edits_and_undos_shows_the_lists_as_people_set_them
                a_merged_event_comes_to_another_store_with_its_parts_and_goes_with_its_import
                what_was_told_apart_here_is_not_merged_because_an_export_says_so
                an_article_is_kept_once_and_is_no_event
                any_article_reads_back
                the_least_sure_waits_first_and_pages_neither_skip_nor_repeat
                places_that_lists_say_alike_are_known_to_be_so
                a_decision_is_kept_whole_or_not_at_all
                what_was_set_is_set_again_to_the_letter
                a_pair_is_decided_within_a_review
            );
            $($crate::store::suite::store_suite!(@$concurrent $fresh);)?
        }
    };
    (@concurrent $fresh:path) => {
        $crate::store::suite::store_suite!(@tests $fresh; an_open_import_is_not_seen_by_readers);
    };
    (@tests $fresh:path; $($test:ident)+) => {
        $(#[test] fn $test() { $crate::store::suite::$test(|| $fresh()); })+
    };
}
pub(crate) use store_suite;

fn list() -> NewImport {
    NewImport {
        list: "test.csv".into(),
        source: Some("the test".into()),
        licence: None,
        format: "list".into(),
        restricted: false,
        shape_json: None,
        is_alone: false,
    }
}

pub(super) fn rows_of(
    store: &dyn EventStore,
    import_id: i64,
    after: u64,
    limit: usize,
) -> Result<Vec<RowVerdict>, StoreError> {
    store.verdicts(&RowQuery { import_id, verdict: None, after, limit })
}

fn add(import: &mut dyn ImportTransaction, sample: &Sample) -> u64 {
    import.add(&sample.identity, &sample.fingerprint, &sample.event).unwrap()
}

fn import(store: &dyn EventStore, samples: &[Sample]) -> Vec<u64> {
    let mut import = store.begin_import(&list()).unwrap();
    let fids = samples.iter().map(|sample| add(import.as_mut(), sample)).collect();
    import.commit("{}").unwrap();
    fids
}

fn picture(store: &dyn EventStore) -> (u64, BTreeMap<u64, Event>) {
    let mut events = BTreeMap::new();
    let sequence = store
        .for_each(&mut |fid, event| {
            assert!(events.last_key_value().is_none_or(|(last, _)| *last < fid), "fids come in order");
            events.insert(fid, event);
        })
        .unwrap();
    (sequence, events)
}

pub(crate) fn an_empty_store_has_no_past(fresh: impl Fn() -> Subject) {
    let store = fresh();
    assert_eq!(store.sequence().unwrap(), 0);
    assert_eq!(picture(&*store), (0, BTreeMap::new()));
    assert_eq!(store.changes_since(0, 10).unwrap(), []);
    assert_eq!(store.imports().unwrap(), []);
    assert_eq!(store.history(1).unwrap(), []);
}

pub(crate) fn events_read_back_as_they_were_added(fresh: impl Fn() -> Subject) {
    let config = ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() };
    TestRunner::new(config)
        .run(&proptest::collection::vec(any_sample(), 0..6), |mut samples| {
            let mut ids = HashSet::new();
            samples.retain(|sample| ids.insert(sample.event.id.clone()));
            let store = fresh();
            let fids = import(&*store, &samples);
            let (sequence, events) = picture(&*store);
            prop_assert_eq!(sequence, samples.len() as u64);
            let expected: BTreeMap<_, _> =
                fids.into_iter().zip(samples.iter().map(|sample| sample.event.clone())).collect();
            prop_assert_eq!(events, expected);
            let mut import = store.begin_import(&list()).unwrap();
            for sample in &samples {
                let found = import.find(&sample.identity, &sample.fingerprint).unwrap().unwrap();
                prop_assert_eq!((&found.event, &found.fingerprint), (&sample.event, &sample.fingerprint));
            }
            Ok(())
        })
        .unwrap();
}

pub(crate) fn an_event_is_found_by_its_identity_or_else_by_its_content(fresh: impl Fn() -> Subject) {
    let store = fresh();
    let (first, second, absent) = (sample(1), sample(2), sample(3));
    let fids = import(&*store, &[first.clone(), second.clone()]);
    let mut import = store.begin_import(&list()).unwrap();
    let mut find = |identity: &Sample, content: &Sample| {
        import.find(&identity.identity, &content.fingerprint).unwrap().map(|found| (found.fid, found.event))
    };
    assert_eq!(find(&first, &first), Some((fids[0], first.event.clone())));
    assert_eq!(find(&second, &absent), Some((fids[1], second.event.clone())), "a changed row");
    assert_eq!(find(&second, &first), Some((fids[1], second.event.clone())), "identity comes first");
    assert_eq!(find(&absent, &first), Some((fids[0], first.event.clone())), "a row under another number");
    assert_eq!(find(&absent, &absent), None);
    // Rows of the same import are found as well.
    add(import.as_mut(), &absent);
    assert!(import.find(&absent.identity, &absent.fingerprint).unwrap().is_some());
    let taken = import.add(&first.identity, &absent.fingerprint, &first.event).unwrap_err();
    assert!(matches!(taken, StoreError::Duplicate(id) if id == first.event.id));
    import.commit("{}").unwrap();
    assert_eq!(picture(&*store).1.len(), 3, "a refused row does not spoil the import");
}

pub(crate) fn an_update_keeps_the_old_version(fresh: impl Fn() -> Subject) {
    let store = fresh();
    let first = sample(1);
    let fid = import(&*store, std::slice::from_ref(&first))[0];
    let second = first.changed(|event| event.actors.push("Wagner".into()));
    let third = second.changed(|event| event.location.point = None);
    for next in [&second, &third] {
        let mut import = store.begin_import(&list()).unwrap();
        import.update(fid, &next.fingerprint, &next.event).unwrap();
        import.commit("{}").unwrap();
    }
    assert_eq!(picture(&*store), (3, [(fid, third.event)].into()));
    let history = store.history(fid).unwrap();
    let past: Vec<_> =
        history.iter().map(|version| (version.sequence, &version.fingerprint, &version.event)).collect();
    assert_eq!(past, [(2, &first.fingerprint, &first.event), (3, &second.fingerprint, &second.event)]);
    assert!(history[0].until.parse::<jiff::Timestamp>().is_ok(), "{}", history[0].until);
    let mut import = store.begin_import(&list()).unwrap();
    let missing = import.update(fid + 1, &second.fingerprint, &second.event).unwrap_err();
    assert!(matches!(missing, StoreError::NoSuchEvent(number) if number == fid + 1));
}

pub(crate) fn a_removed_event_leaves_its_history_and_its_number_unused(fresh: impl Fn() -> Subject) {
    let store = fresh();
    let (first, second) = (sample(1), sample(2));
    let fid = import(&*store, std::slice::from_ref(&first))[0];
    let mut removal = store.begin_import(&list()).unwrap();
    removal.remove(fid).unwrap();
    assert!(matches!(removal.remove(fid), Err(StoreError::NoSuchEvent(_))));
    removal.commit("{}").unwrap();
    assert_eq!(picture(&*store), (2, BTreeMap::new()));
    assert_eq!(store.history(fid).unwrap()[0].event, first.event);
    let changes = store.changes_since(0, 10).unwrap();
    let told: Vec<_> = changes.iter().map(|change| (change.operation, change.event.is_some())).collect();
    assert_eq!(told, [(Operation::Added, false), (Operation::Removed, false)]);
    assert_ne!(import(&*store, &[second])[0], fid);
}

pub(crate) fn an_import_dropped_without_commit_leaves_no_trace(fresh: impl Fn() -> Subject) {
    let store = fresh();
    let kept = sample(1);
    let fid = import(&*store, std::slice::from_ref(&kept))[0];
    let before = (picture(&*store), store.imports().unwrap(), store.changes_since(0, 99).unwrap());
    let mut dropped = store.begin_import(&list()).unwrap();
    add(dropped.as_mut(), &sample(2));
    let changed = kept.changed(|event| event.kind_text = "something else".into());
    dropped.update(fid, &changed.fingerprint, &changed.event).unwrap();
    dropped.verdict(2, "added", Some(fid), "[]").unwrap();
    drop(dropped);
    let after = (picture(&*store), store.imports().unwrap(), store.changes_since(0, 99).unwrap());
    assert_eq!(after, before);
    assert_eq!(store.history(fid).unwrap(), []);
    import(&*store, &[sample(2)]);
    assert_eq!(store.imports().unwrap().len(), 2);
}

pub(crate) fn every_change_has_the_next_sequence(fresh: impl Fn() -> Subject) {
    let store = fresh();
    let one = sample(1);
    let fid = import(&*store, &[one.clone(), sample(2)])[0];
    assert_eq!(store.sequence().unwrap(), 2);
    let mut more = store.begin_import(&list()).unwrap();
    let changed = one.changed(|event| event.actors.clear());
    more.update(fid, &changed.fingerprint, &changed.event).unwrap();
    add(more.as_mut(), &sample(3));
    more.remove(fid).unwrap();
    let committed = more.commit("{}").unwrap();
    assert_eq!((committed.sequence, store.sequence().unwrap()), (5, 5));
    let idle = store.begin_import(&list()).unwrap().commit("{}").unwrap();
    assert_eq!(idle.sequence, 5, "an import that changes nothing");
    let sequences: Vec<u64> =
        store.changes_since(0, 99).unwrap().iter().map(|change| change.sequence).collect();
    assert_eq!(sequences, [1, 2, 3, 4, 5]);
}

pub(crate) fn changes_are_told_from_any_sequence_on(fresh: impl Fn() -> Subject) {
    let store = fresh();
    let samples: Vec<Sample> = (1..=5).map(sample).collect();
    let fids = import(&*store, &samples);
    let changed = samples[0].changed(|event| event.claims.clear());
    let mut import = store.begin_import(&list()).unwrap();
    import.update(fids[0], &changed.fingerprint, &changed.event).unwrap();
    import.commit("{}").unwrap();
    let page = store.changes_since(3, 2).unwrap();
    assert_eq!(page.iter().map(|change| change.sequence).collect::<Vec<_>>(), [4, 5]);
    assert_eq!(page[0].event_id, samples[3].event.id);
    assert_eq!(page[0].event.as_ref(), Some(&samples[3].event));
    let rest = store.changes_since(5, usize::MAX).unwrap();
    assert_eq!((rest.len(), rest[0].operation, rest[0].fid), (1, Operation::Updated, fids[0]));
    let first = &store.changes_since(0, 1).unwrap()[0];
    assert_eq!(first.event.as_ref(), Some(&changed.event), "the event as it stands now");
    assert_eq!(store.changes_since(u64::MAX, 1).unwrap(), []);
    // The log alone tells the same, and when.
    let lines = store.log_since(0, usize::MAX).unwrap();
    let told = |line: &LogLine| (line.sequence, line.operation, line.event_id.clone());
    let told_with_events = store.changes_since(0, usize::MAX).unwrap();
    assert_eq!(
        lines.iter().map(told).collect::<Vec<_>>(),
        told_with_events.iter().map(|c| (c.sequence, c.operation, c.event_id.clone())).collect::<Vec<_>>()
    );
    assert!(lines.iter().all(|line| line.at.parse::<jiff::Timestamp>().is_ok()));
    assert_eq!(store.log_since(3, 2).unwrap(), lines[3..5]);
}

pub(crate) fn imports_and_the_verdicts_of_their_rows_are_kept(fresh: impl Fn() -> Subject) {
    let store = fresh();
    let problems = r#"[{"line":3,"column":"deaths","value":"several","reason":"not a number"}]"#;
    let mut first = store.begin_import(&list()).unwrap();
    let fid = add(first.as_mut(), &sample(1));
    first.verdict(2, "added", Some(fid), "[]").unwrap();
    first.verdict(3, "rejected", None, problems).unwrap();
    let first = first.commit(r#"{"rows":2}"#).unwrap();
    let mut second = store.begin_import(&NewImport { list: "b'\".csv".into(), ..list() }).unwrap();
    second.verdict(2, "updated", Some(fid), "[]").unwrap();
    second.amend(2, "unchanged").unwrap();
    let second = second.commit(r#"{"rows":1}"#).unwrap();
    let records = store.imports().unwrap();
    let told: Vec<_> = records
        .iter()
        .map(|r| (r.id, r.list.as_str(), r.source.as_deref(), r.changes.clone(), r.report_json.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            (first.import_id, "test.csv", Some("the test"), Some(1..=1), r#"{"rows":2}"#),
            (second.import_id, "b'\".csv", Some("the test"), None, r#"{"rows":1}"#),
        ]
    );
    let rows = rows_of(&*store, first.import_id, 0, 99).unwrap();
    let told: Vec<_> = rows.iter().map(|r| (r.line, r.verdict.as_str(), r.fid, &*r.problems_json)).collect();
    assert_eq!(told, [(2, "added", Some(fid), "[]"), (3, "rejected", None, problems)]);
    assert_eq!(rows_of(&*store, first.import_id, 2, 99).unwrap(), rows[1..]);
    assert_eq!(rows_of(&*store, first.import_id, 0, 1).unwrap(), rows[..1]);
    assert_eq!(rows_of(&*store, second.import_id, 0, 99).unwrap().len(), 1);
}

pub(crate) fn a_second_writer_is_told_that_the_store_is_busy(fresh: impl Fn() -> Subject) {
    let store = fresh();
    let first = store.begin_import(&list()).unwrap();
    let error = store.begin_import(&list()).err().unwrap();
    assert!(matches!(error, StoreError::Busy), "{error}");
    assert_eq!(error.to_string(), "another import is running");
    assert!(store.is_busy().unwrap());
    drop(first);
    assert!(!store.is_busy().unwrap());
    import(&*store, &[sample(1)]);
}

pub(crate) fn an_event_that_could_not_be_read_again_is_refused(fresh: impl Fn() -> Subject) {
    let store = fresh();
    let sound = sample(1);
    let unsound = [
        sound.changed(|event| event.location.p = f64::NAN),
        sound.changed(|event| event.location.radius_m = f64::INFINITY),
    ];
    for unsound in unsound {
        let mut import = store.begin_import(&list()).unwrap();
        let error = import.add(&unsound.identity, &unsound.fingerprint, &unsound.event).unwrap_err();
        assert!(matches!(&error, StoreError::NotFinite(id) if *id == sound.event.id), "{error}");
    }
}

pub(crate) fn an_event_under_another_id_is_refused(fresh: impl Fn() -> Subject) {
    let store = fresh();
    let (one, other) = (sample(1), sample(2));
    let mut import = store.begin_import(&list()).unwrap();
    let error = import.add(&other.identity, &one.fingerprint, &one.event).unwrap_err();
    assert!(
        matches!(&error, StoreError::OtherId { expected, given }
            if *expected == other.event.id && *given == one.event.id),
        "{error}"
    );
    let fid = add(import.as_mut(), &one);
    let error = import.update(fid, &other.fingerprint, &other.event).unwrap_err();
    assert!(matches!(&error, StoreError::OtherId { expected, .. } if *expected == one.event.id), "{error}");
    assert_eq!(import.commit("{}").unwrap().sequence, 1, "a refusal writes nothing");
}

pub(crate) fn a_panic_in_an_import_leaves_the_store_usable(fresh: impl Fn() -> Subject) {
    let store = fresh();
    let panicked = std::thread::scope(|scope| {
        let importer = scope.spawn(|| {
            let mut import = store.begin_import(&list()).unwrap();
            add(import.as_mut(), &sample(1));
            std::panic::resume_unwind(Box::new("as a bug would"));
        });
        importer.join().is_err()
    });
    assert!(panicked);
    let reader = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        import(&*store, &[sample(2)]);
        store.for_each(&mut |_, _| std::panic::resume_unwind(Box::new("as a bug would")))
    }));
    assert!(reader.is_err());
    assert_eq!(picture(&*store).1.into_values().collect::<Vec<_>>(), [sample(2).event]);
}

pub(crate) fn an_open_import_is_not_seen_by_readers(fresh: impl Fn() -> Subject) {
    let store = fresh();
    let kept = sample(1);
    let fid = import(&*store, std::slice::from_ref(&kept))[0];
    let mut open = store.begin_import(&list()).unwrap();
    add(open.as_mut(), &sample(2));
    open.remove(fid).unwrap();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                assert_eq!(picture(&*store), (1, [(fid, kept.event.clone())].into()));
                assert_eq!(store.sequence().unwrap(), 1);
                assert_eq!(store.imports().unwrap().len(), 1);
            });
        }
    });
    open.commit("{}").unwrap();
    assert_eq!(picture(&*store).1.into_values().collect::<Vec<_>>(), [sample(2).event]);
}
