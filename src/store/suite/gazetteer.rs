//! What every store must do with packs and local places.

use super::{Subject, add, import, list};
use crate::event::LonLat;
use crate::store::samples::{any_facts, facts, sample};
use crate::store::{Attested, GazetteerStore, PackEntry, StoreError, StoredGazetteer, StoredPack};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

fn pack(name: &str, body: &[u8]) -> StoredPack {
    let details_json = format!(r#"{{"places":{}}}"#, body.len());
    StoredPack { name: name.into(), details_json, body: body.to_vec() }
}

fn names(store: &dyn GazetteerStore) -> Vec<String> {
    store.packs().unwrap().into_iter().map(|pack| pack.name).collect()
}

pub(crate) fn an_empty_store_has_no_gazetteer_of_its_own(fresh: impl Fn() -> Subject) {
    let store = fresh();
    assert_eq!(store.gazetteer().unwrap(), StoredGazetteer::default());
    assert_eq!((store.gazetteer_version().unwrap(), store.packs().unwrap()), (0, Vec::new()));
    assert!(!store.remove_pack("none").unwrap());
    assert!(!store.remove_local_place(1).unwrap());
    assert_eq!(store.local_place(1).unwrap(), None);
    assert!(matches!(store.edit_local_place(1, &facts("Gao")), Err(StoreError::NoSuchPlace(1))));
    assert_eq!(store.gazetteer_version().unwrap(), 0, "nothing was changed");
}

pub(crate) fn packs_are_kept_in_order_and_replaced_where_they_are(fresh: impl Fn() -> Subject) {
    let store = fresh();
    let [one, two] = [pack("one", b"\0\xff bytes"), pack("'two'; --", b"")];
    assert!(!store.put_pack(&one).unwrap());
    assert!(!store.put_pack(&two).unwrap());
    let again = pack("one", b"other");
    assert!(store.put_pack(&again).unwrap(), "it was there");
    let entries = store.packs().unwrap();
    let told: Vec<_> =
        entries.iter().map(|PackEntry { name, body_bytes, .. }| (name.as_str(), *body_bytes)).collect();
    assert_eq!(told, [("one", 5), ("'two'; --", 0)]);
    assert_eq!(entries[0].details_json, again.details_json);
    assert!(entries[0].added.parse::<jiff::Timestamp>().is_ok(), "{}", entries[0].added);
    assert_eq!(store.gazetteer().unwrap().packs, [again, two]);
    assert!(store.remove_pack("one").unwrap());
    assert!(!store.remove_pack("one").unwrap());
    assert_eq!(names(&*store.store), ["'two'; --"]);
    store.put_pack(&one).unwrap();
    assert_eq!(names(&*store.store), ["'two'; --", "one"], "one that comes back comes last");
}

pub(crate) fn local_places_are_kept_changed_and_removed(fresh: impl Fn() -> Subject) {
    let store = fresh();
    let first = store.add_local_place(&facts("Bouratam")).unwrap();
    assert_eq!((first.fid, first.how, first.seen), (1, Attested::Confirmed, 0));
    assert_eq!(first.facts, facts("Bouratam"));
    assert_eq!(first.created, first.updated);
    let other = store.add_local_place(&facts("Tinfassit")).unwrap();
    let mut changed = facts("Bouratame");
    changed.point = LonLat::new(-2.5, 17.25).unwrap();
    changed.region = None;
    let edited = store.edit_local_place(first.fid, &changed).unwrap();
    assert_eq!((&edited.facts, edited.created == first.created), (&changed, true));
    assert!(edited.updated >= first.updated);
    assert_eq!(store.local_places().unwrap(), [edited.clone(), other.clone()]);
    assert_eq!(store.gazetteer().unwrap().places, [edited, other.clone()]);
    assert!(store.remove_local_place(other.fid).unwrap());
    assert_eq!(store.local_place(other.fid).unwrap(), None);
    let next = store.add_local_place(&facts("Tinfassit")).unwrap();
    assert!(next.fid > other.fid, "numbers are not used again");
}

pub(crate) fn any_facts_read_back_as_they_were_written(fresh: impl Fn() -> Subject) {
    let config = ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() };
    TestRunner::new(config)
        .run(&(any_facts(), any_facts()), |(one, other)| {
            let store = fresh();
            let added = store.add_local_place(&one).unwrap();
            prop_assert_eq!(&store.local_place(added.fid).unwrap().unwrap().facts, &one);
            let edited = store.edit_local_place(added.fid, &other).unwrap();
            prop_assert_eq!(&edited.facts, &other);
            Ok(())
        })
        .unwrap();
}

pub(crate) fn the_gazetteer_version_grows_with_every_change_and_no_other(fresh: impl Fn() -> Subject) {
    let store = fresh();
    let last = std::cell::Cell::new(0);
    let grown = |what: &str, grows: bool| {
        let version = store.gazetteer_version().unwrap();
        assert_eq!(version > last.get(), grows, "{what}");
        assert!(version >= last.get(), "{what}");
        assert_eq!(store.gazetteer().unwrap().version, version);
        last.set(version);
    };
    store.put_pack(&pack("one", b"1")).unwrap();
    grown("a pack", true);
    store.put_pack(&pack("one", b"1")).unwrap();
    grown("the same pack", true);
    let place = store.add_local_place(&facts("Bouratam")).unwrap();
    grown("a place", true);
    store.edit_local_place(place.fid, &facts("Tinfassit")).unwrap();
    grown("a change of it", true);
    import(&*store.store, &[sample(1)]);
    grown("an import", false);
    let mut learning = store.begin_import(&list()).unwrap();
    learning.seen_again(place.fid, 2).unwrap();
    learning.commit("{}").unwrap();
    grown("a row that sees a place again", true);
    store.remove_local_place(place.fid).unwrap();
    grown("the removal of a place", true);
    store.remove_local_place(place.fid).unwrap();
    store.remove_pack("other").unwrap();
    grown("a removal of nothing", false);
    store.remove_pack("one").unwrap();
    grown("the removal of a pack", true);
}

pub(crate) fn what_an_import_learns_comes_and_goes_with_it(fresh: impl Fn() -> Subject) {
    let store = fresh();
    let known = store.add_local_place(&facts("Bouratam")).unwrap();
    let before = store.gazetteer().unwrap();
    let mut dropped = store.begin_import(&list()).unwrap();
    add(dropped.as_mut(), &sample(1));
    let fid = dropped.learn(&facts("Tinfassit"), 3).unwrap();
    assert_ne!(fid, known.fid);
    dropped.seen_again(known.fid, 1).unwrap();
    let within: Vec<_> =
        dropped.local_places().unwrap().into_iter().map(|place| (place.fid, place.seen)).collect();
    assert_eq!(within, [(known.fid, 1), (fid, 3)], "the import sees what it learned");
    assert!(matches!(dropped.seen_again(99, 1), Err(StoreError::NoSuchPlace(99))));
    drop(dropped);
    assert_eq!(store.gazetteer().unwrap(), before);
    let mut kept = store.begin_import(&list()).unwrap();
    let fid = kept.learn(&facts("Tinfassit"), 3).unwrap();
    kept.seen_again(fid, 2).unwrap();
    kept.commit("{}").unwrap();
    let learned = store.local_place(fid).unwrap().unwrap();
    assert_eq!((learned.how, learned.seen, &learned.facts), (Attested::List, 5, &facts("Tinfassit")));
    let edited = store.edit_local_place(fid, &learned.facts).unwrap();
    assert_eq!((edited.how, edited.seen), (Attested::Confirmed, 5), "who changes a place stands for it");
}

pub(crate) fn a_gazetteer_is_not_changed_while_an_import_is_open(fresh: impl Fn() -> Subject) {
    let store = fresh();
    let open = store.begin_import(&list()).unwrap();
    assert!(matches!(store.put_pack(&pack("one", b"1")), Err(StoreError::Busy)));
    assert!(matches!(store.add_local_place(&facts("Bouratam")), Err(StoreError::Busy)));
    drop(open);
    store.put_pack(&pack("one", b"1")).unwrap();
}
