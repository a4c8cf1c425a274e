//! What every store must do with what people set of events.

use super::{Subject, add, import, list, picture};
use crate::event::{Edit, Event, EventId, Location, Reason, Status};
use crate::store::samples::{Sample, any_sample, sample};
use crate::store::{Decision, Edited, EventStore, ImportTransaction, Operation, StoreError};
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use std::collections::BTreeMap;
use std::ops::ControlFlow;

/// Sets something of an event that is shown; says whether it is another then.
fn set(store: &dyn EventStore, id: &EventId, change: impl Fn(&mut Event)) -> Result<bool, StoreError> {
    store.edit(id, &mut |shown| {
        let mut wanted = shown.clone();
        change(&mut wanted);
        ControlFlow::Continue(Some(wanted))
    })
}

fn remove(store: &dyn EventStore, id: &EventId) -> Result<bool, StoreError> {
    store.edit(id, &mut |_| ControlFlow::Continue(None))
}

/// Imports a sample as the service does, and returns the number of the import.
fn settle(store: &dyn EventStore, sample: &Sample) -> i64 {
    let mut import = store.begin_import(&list()).unwrap();
    take(import.as_mut(), sample);
    import.commit("{}").unwrap().import_id
}

fn take(import: &mut dyn ImportTransaction, sample: &Sample) {
    match import.find(&sample.identity, &sample.fingerprint).unwrap() {
        None => drop(add(import, sample)),
        Some(found) if found.fingerprint == sample.fingerprint => assert_eq!(found.event, sample.event),
        Some(found) => import.update(found.fid, &sample.fingerprint, &sample.event).unwrap(),
    }
}

fn shown(store: &dyn EventStore) -> Vec<Event> {
    picture(store).1.into_values().collect()
}

fn placed(event: &mut Event) {
    event.location.point = crate::event::LonLat::new(2.5, 15.9).ok();
    event.location.why = "placed by hand".into();
}

pub(crate) fn what_a_person_set_stays_and_the_rest_follows_the_list(fresh: impl Fn() -> Subject) {
    let store = fresh();
    let first = sample(1);
    let id = first.event.id.clone();
    let fid = import(&*store, std::slice::from_ref(&first))[0];
    assert!(set(&*store, &id, placed).unwrap());
    let edited = first.changed(placed).event;
    assert_eq!(shown(&*store), std::slice::from_ref(&edited));
    let log = store.log_since(1, 9).unwrap();
    assert_eq!((log.len(), log[0].operation), (1, Operation::Updated));
    let history = store.history(fid).unwrap();
    assert_eq!((history.len(), &history[0].event), (1, &first.event), "what was shown before is kept");
    assert!(!set(&*store, &id, placed).unwrap(), "the same again is no change");
    assert_eq!(store.sequence().unwrap(), 2);
    // The list finds what it said itself, and nothing is to be done when it says so again.
    settle(&*store, &first);
    assert_eq!(store.sequence().unwrap(), 2);
    let second = first.changed(|event| {
        event.actors.push("Wagner".into());
        event.location.point = None;
    });
    let later = settle(&*store, &second);
    let both = second.changed(placed).event;
    assert_eq!(shown(&*store)[0].actors, second.event.actors);
    assert_eq!(shown(&*store)[0].location, edited.location);
    assert_eq!(shown(&*store), [Event { location: edited.location.clone(), ..both }]);
    store.undo_import(later).unwrap();
    assert_eq!(
        shown(&*store),
        std::slice::from_ref(&edited),
        "undone to the letter, and what was set is still set"
    );
    store.undo_import(2).unwrap();
    store.undo_import(1).unwrap();
    assert_eq!(shown(&*store), []);
    // The list comes again, and with it what was set.
    settle(&*store, &first);
    assert_eq!(shown(&*store), [edited]);
    let mut import = store.begin_import(&list()).unwrap();
    let edit = import.by_hand(&id).unwrap().unwrap();
    assert_eq!(edit.fields(), [("place", "lieu")]);
    assert_eq!(import.find(&first.identity, &first.fingerprint).unwrap().unwrap().event, first.event);
}

pub(crate) fn the_account_of_an_event_tells_each_change_and_what_a_person_set(fresh: impl Fn() -> Subject) {
    let store = fresh();
    let first = sample(1);
    let id = first.event.id.clone();
    let import = settle(&*store, &first);
    settle(&*store, &sample(2));
    let told = |limit| store.account(&id, limit).unwrap().unwrap();
    assert_eq!(told(9).steps.len(), 1, "others are not told of");
    let added = &told(9).steps[0];
    assert_eq!((added.operation, &added.before), (Operation::Added, &None));
    assert_eq!(added.import, Some((import, list().list)));
    assert_eq!(told(9).edit, None);
    assert!(set(&*store, &id, placed).unwrap());
    let account = told(9);
    assert_eq!(account.steps.len(), 2);
    assert_eq!((&account.steps[1].import, &account.steps[1].before), (&None, &Some(first.event.clone())));
    let (_, edit) = account.edit.unwrap();
    assert_eq!(edit.fields(), [("place", "lieu")]);
    assert!(store.undo_edits(&id, &mut |_| true).unwrap());
    let account = told(9);
    assert_eq!((account.steps.len(), account.edit), (3, None));
    assert_eq!(told(1).steps, account.steps[2..], "the last ones");
    let unknown = sample(3).event.id;
    assert_eq!(store.account(&unknown, 9).unwrap(), None);
    remove(&*store, &id).unwrap();
    assert_eq!(store.account(&id, 9).unwrap(), None, "what is not shown has no account");
}

pub(crate) fn what_a_person_removed_stays_removed_and_follows_its_list_out_of_sight(
    fresh: impl Fn() -> Subject,
) {
    let store = fresh();
    let (first, other) = (sample(1), sample(2));
    let id = first.event.id.clone();
    let fid = import(&*store, &[first.clone(), other.clone()])[0];
    assert!(remove(&*store, &id).unwrap());
    assert_eq!(shown(&*store), std::slice::from_ref(&other.event));
    assert!(matches!(remove(&*store, &id), Err(StoreError::NoEvent(gone)) if gone == id));
    assert!(matches!(set(&*store, &id, placed), Err(StoreError::NoEvent(_))));
    assert_eq!(store.log_since(2, 9).unwrap()[0].operation, Operation::Removed);
    assert_eq!(store.history(fid).unwrap()[0].event, first.event);
    settle(&*store, &first);
    assert_eq!((shown(&*store).len(), store.sequence().unwrap()), (1, 3));
    let second = first.changed(|event| event.actors.push("Wagner".into()));
    let later = settle(&*store, &second);
    settle(&*store, &second);
    assert_eq!(shown(&*store), std::slice::from_ref(&other.event));
    let listed = |expected: &Sample| {
        let mut import = store.begin_import(&list()).unwrap();
        assert!(import.by_hand(&id).unwrap().unwrap().removed);
        assert_eq!(
            import.find(&expected.identity, &expected.fingerprint).unwrap().map(|found| found.event),
            Some(expected.event.clone())
        );
    };
    listed(&second);
    store.undo_import(later + 1).unwrap();
    store.undo_import(later).unwrap();
    listed(&first);
    store.undo_import(2).unwrap();
    assert_eq!(store.undo_import(1).unwrap().removed, 1, "what is not shown is not counted");
    assert_eq!(shown(&*store), []);
    settle(&*store, &first);
    assert_eq!(shown(&*store), [], "it comes again, and stays removed");
    listed(&first);
    store.undo_import(5).unwrap();
    let mut import = store.begin_import(&list()).unwrap();
    assert_eq!(import.find(&first.identity, &first.fingerprint).unwrap(), None);
}

pub(crate) fn an_edit_that_says_what_the_list_says_is_none(fresh: impl Fn() -> Subject) {
    let store = fresh();
    let first = sample(1);
    let id = first.event.id.clone();
    import(&*store, std::slice::from_ref(&first));
    set(&*store, &id, placed).unwrap();
    set(&*store, &id, |event| event.location = first.event.location.clone()).unwrap();
    assert_eq!(shown(&*store), std::slice::from_ref(&first.event));
    assert_eq!(store.begin_import(&list()).unwrap().by_hand(&id).unwrap(), None);
    assert_eq!(store.history(1).unwrap().len(), 2);
    let second = first.changed(|event| event.location.point = None);
    settle(&*store, &second);
    assert_eq!(shown(&*store), [second.event], "the list has its say again");
    // Who looks and breaks off writes nothing.
    let before = store.sequence().unwrap();
    assert!(!store.edit(&id, &mut |_| ControlFlow::Break(())).unwrap());
    assert_eq!(store.sequence().unwrap(), before);
    let unsound = set(&*store, &id, |event| event.location.p = f64::NAN);
    assert!(matches!(unsound, Err(StoreError::NotFinite(_))), "{unsound:?}");
    assert_eq!((store.sequence().unwrap(), shown(&*store).len()), (before, 1));
    assert_eq!(store.begin_import(&list()).unwrap().by_hand(&id).unwrap(), None, "rolled back");
}

pub(crate) fn what_a_person_leaves_as_it_is_shown_stays_set(fresh: impl Fn() -> Subject) {
    let store = fresh();
    let first = sample(1);
    let id = first.event.id.clone();
    import(&*store, std::slice::from_ref(&first));
    set(&*store, &id, |event| event.kind_text = "set by hand".into()).unwrap();
    // The list comes to say the same by itself, and something else of the event is set meanwhile.
    settle(&*store, &first.changed(|event| event.kind_text = "set by hand".into()));
    set(&*store, &id, placed).unwrap();
    settle(&*store, &first.changed(|event| event.kind_text = "another".into()));
    assert_eq!(shown(&*store)[0].kind_text, "set by hand");
    assert_eq!(shown(&*store)[0].location, first.changed(placed).event.location);
}

pub(crate) fn what_a_person_set_is_taken_back(fresh: impl Fn() -> Subject) {
    let store = fresh();
    let (one, two) = (sample(1), sample(2));
    import(&*store, &[one.clone(), two.clone()]);
    let (first, second) = (&one.event.id, &two.event.id);
    set(&*store, first, placed).unwrap();
    remove(&*store, second).unwrap();
    let (edits, count) = store.edits(0, 9).unwrap();
    assert_eq!(count, 2);
    assert_eq!(edits.iter().map(|edited| &edited.event_id).collect::<Vec<_>>(), [first, second]);
    assert_eq!(edits.iter().map(|edited| edited.edit.removed).collect::<Vec<_>>(), [false, true]);
    assert_eq!(edits[0].listed.as_ref(), Some(&one.event));
    assert_eq!(edits[1].listed.as_ref(), Some(&two.event));
    assert_eq!(store.edits(edits[0].number, 9).unwrap(), (edits[1..].to_vec(), 2));
    assert_eq!(store.edits(0, 1).unwrap(), (edits[..1].to_vec(), 2));
    assert_eq!(store.edited(second).unwrap().as_ref(), Some(&edits[1]));
    let before = store.sequence().unwrap();
    assert!(!store.undo_edits(first, &mut |_| false).unwrap(), "refused");
    assert_eq!((store.sequence().unwrap(), store.edits(0, 9).unwrap().1), (before, 2));
    let mut seen = None;
    let agree = &mut |edited: &Edited| seen.replace(edited.clone()).is_none();
    assert!(store.undo_edits(second, agree).unwrap());
    assert_eq!(seen.as_ref(), Some(&edits[1]));
    assert!(store.undo_edits(first, &mut |_| true).unwrap());
    assert_eq!(shown(&*store), [one.event.clone(), two.event.clone()]);
    assert_eq!(store.edits(0, 9).unwrap(), (vec![], 0));
    assert!(!store.undo_edits(first, &mut |_| true).unwrap(), "nothing is left to take back");
    let log: Vec<_> = store.log_since(before, 9).unwrap().into_iter().map(|line| line.operation).collect();
    assert_eq!(log, [Operation::Added, Operation::Updated]);
    assert_eq!(store.history(1).unwrap().last().unwrap().event, one.changed(placed).event);
    // Both are again what their list says, so that the list changes them and the import is undone to the letter.
    settle(&*store, &two.changed(|event| event.kind_text = "told anew".into()));
    assert_eq!(shown(&*store)[1].kind_text, "told anew");
    store.undo_import(2).unwrap();
    store.undo_import(1).unwrap();
    assert_eq!(shown(&*store), []);
}

pub(crate) fn a_merged_event_is_placed_by_hand_and_not_retold(fresh: impl Fn() -> Subject) {
    let store = fresh();
    let first = sample(1);
    let mut second = sample(2).changed(|event| {
        event.actors = vec!["another".into()];
        // Nearer than any person's finger on a map: what is set by hand stands all the same.
        event.location.radius_m = 100.0;
    });
    second.identity = crate::event::Identity::of_source_id("other", "2");
    second.event.id = (&second.identity).into();
    let fid = import(&*store, std::slice::from_ref(&first))[0];
    set(&*store, &first.event.id, |event| event.kind_text = "set before".into()).unwrap();
    let mut later = store.begin_import(&list()).unwrap();
    let other = add(later.as_mut(), &second);
    later.propose(fid, other, 0.5).unwrap();
    later.commit("{}").unwrap();
    let id = first.event.id.clone();
    // One that is merged brings what was set of it.
    set(&*store, &second.event.id, |event| event.actors = vec!["set by hand".into()]).unwrap();
    store.decide(1, Decision::Merge).unwrap();
    assert!(shown(&*store)[0].actors.contains(&"set by hand".to_owned()));
    assert_eq!(shown(&*store)[0].location, second.event.location, "whoever knows it most exactly");
    let retold = set(&*store, &id, |event| event.actors.clear());
    assert!(matches!(retold, Err(StoreError::Merged(number)) if number == fid), "{retold:?}");
    assert!(matches!(remove(&*store, &id), Err(StoreError::Merged(_))));
    let by_hand = |event: &mut Event| {
        event.location = first.event.location.clone();
        placed(event);
    };
    assert!(set(&*store, &id, by_hand).unwrap());
    let merged = shown(&*store);
    assert_eq!(merged.len(), 1);
    assert_eq!(merged[0].location, first.clone().changed(placed).event.location);
    assert_eq!(merged[0].kind_text, "set before");
    assert!(merged[0].actors.contains(&"set by hand".to_owned()), "{:?}", merged[0].actors);
    assert!(set(&*store, &id, |event| event.place.name = "said by hand".into()).unwrap());
    assert_eq!(shown(&*store)[0].place.name, "said by hand");
    let nowhere = || Location::nowhere(Status::Unlocated, Reason::new("by hand", "à la main"));
    assert!(set(&*store, &id, |event| event.location = nowhere()).unwrap());
    assert_eq!(shown(&*store)[0].location, nowhere());
    assert!(
        set(&*store, &id, |event| {
            by_hand(event);
            event.place.clone_from(&first.event.place);
        })
        .unwrap()
    );
    store.decide(1, Decision::Reopen).unwrap();
    let [one, two] = &shown(&*store)[..] else { panic!("taken apart") };
    assert_eq!(*one, Event { kind_text: "set before".into(), ..first.changed(placed).event });
    assert_eq!(two.actors, ["set by hand"]);
}

pub(crate) fn an_event_that_a_person_tells_of_is_there_once(fresh: impl Fn() -> Subject) {
    let store = fresh();
    let told = sample(1);
    let add = |sample: &Sample| store.add_by_hand(&sample.identity, &sample.fingerprint, &sample.event);
    let fid = add(&told).unwrap();
    assert!(matches!(add(&told), Err(StoreError::Duplicate(id)) if id == told.event.id));
    assert_eq!(store.imports().unwrap(), []);
    set(&*store, &told.event.id, placed).unwrap();
    assert!(matches!(add(&told), Err(StoreError::Duplicate(_))), "also when it was edited");
    assert_eq!(shown(&*store), [told.changed(placed).event]);
    assert_eq!(store.history(fid).unwrap().len(), 1);
    assert!(remove(&*store, &told.event.id).unwrap());
    assert!(matches!(add(&told), Err(StoreError::Duplicate(_))), "and when it was removed");
    assert_eq!(shown(&*store), []);
}

#[derive(Debug, Clone)]
enum Step {
    Import(BTreeMap<u32, u8>),
    Set(u32, u8),
    Remove(u32),
    TakeBack(u32),
    UndoLast,
}

fn version(number: u32, version: u8) -> Sample {
    sample(number).changed(|event| {
        event.kind_text = format!("version {}", version / 3);
        event.actors = vec![format!("actor {}", version % 3)];
    })
}

pub(crate) fn any_sequence_of_imports_edits_and_undos_shows_the_lists_as_people_set_them(
    fresh: impl Fn() -> Subject,
) {
    let step = prop_oneof![
        3 => btree_map(0..4_u32, 0..9_u8, 0..5).prop_map(Step::Import),
        3 => (0..4_u32, 0..9_u8).prop_map(|(number, to)| Step::Set(number, to)),
        1 => (0..4_u32).prop_map(Step::Remove),
        1 => (0..4_u32).prop_map(Step::TakeBack),
        2 => Just(Step::UndoLast),
    ];
    let config = ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() };
    TestRunner::new(config)
        .run(&vec(step, 1..16), |steps| {
            let store = fresh();
            // What the lists say, import by import, and what people set over it.
            let mut lists: Vec<(i64, BTreeMap<u32, Sample>)> = vec![(0, BTreeMap::new())];
            let mut edits: BTreeMap<u32, Edit> = BTreeMap::new();
            for step in steps {
                let listed = lists.last().unwrap().1.clone();
                let is_shown = |number: &u32| {
                    listed.contains_key(number) && !edits.get(number).is_some_and(|edit| edit.removed)
                };
                match step {
                    Step::Import(rows) => {
                        let mut import = store.begin_import(&list()).unwrap();
                        let mut next = listed.clone();
                        for (number, at) in rows {
                            take(import.as_mut(), &version(number, at));
                            next.insert(number, version(number, at));
                        }
                        lists.push((import.commit("{}").unwrap().import_id, next));
                    }
                    Step::Set(number, to) => {
                        let wanted = version(number, to).event;
                        let done = set(&*store, &wanted.id, |event| {
                            event.kind_text.clone_from(&wanted.kind_text);
                            event.actors.clone_from(&wanted.actors);
                        });
                        prop_assert_eq!(done.is_ok(), is_shown(&number));
                        if is_shown(&number) {
                            let of_list = &listed[&number].event;
                            let edit = edits.entry(number).or_default();
                            let mut shown = of_list.clone();
                            edit.apply(&mut shown);
                            *edit = edit.revised(of_list, &shown, &wanted);
                        }
                    }
                    Step::Remove(number) => {
                        let done = remove(&*store, &sample(number).event.id);
                        prop_assert_eq!(done.is_ok(), is_shown(&number));
                        if is_shown(&number) {
                            edits.insert(number, Edit::removal());
                        }
                    }
                    Step::TakeBack(number) => {
                        let id = sample(number).event.id;
                        let done = store.undo_edits(&id, &mut |_| true).unwrap();
                        let edit = edits.remove(&number);
                        prop_assert_eq!(done, edit.is_some_and(|edit| !edit.is_empty()));
                    }
                    Step::UndoLast if lists.len() > 1 => {
                        store.undo_import(lists.last().unwrap().0).unwrap();
                        lists.pop();
                    }
                    Step::UndoLast => {}
                }
                let mut expected: BTreeMap<EventId, Event> = BTreeMap::new();
                for (number, sample) in &lists.last().unwrap().1 {
                    let mut event = sample.event.clone();
                    let edit = edits.get(number).cloned().unwrap_or_default();
                    edit.apply(&mut event);
                    if !edit.removed {
                        expected.insert(event.id.clone(), event);
                    }
                }
                let found: BTreeMap<EventId, Event> =
                    shown(&*store).into_iter().map(|event| (event.id.clone(), event)).collect();
                prop_assert_eq!(found, expected);
            }
            Ok(())
        })
        .unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_lies_between_two_events_makes_one_of_the_other(one in any_sample(), other in any_sample()) {
        let (listed, mut wanted) = (one.event, other.event);
        // What a person does not set is of the list.
        wanted.id = listed.id.clone();
        wanted.origin = listed.origin.clone();
        wanted.derive_deaths();
        let edit = Edit::default().revised(&listed, &listed, &wanted);
        let stored: Edit = serde_json::from_str(&serde_json::to_string(&edit).unwrap()).unwrap();
        prop_assert_eq!(&stored, &edit);
        let mut event = listed.clone();
        edit.apply(&mut event);
        if edit.claims.is_none() {
            wanted.deaths = listed.deaths;
        }
        prop_assert_eq!(&event, &wanted);
        prop_assert!(edit.revised(&listed, &event, &listed).is_empty(), "as the list has it");
        prop_assert_eq!(edit.revised(&listed, &event, &event), edit, "nothing changed");
    }
}
