//! A start from a picture shows what a start from the store shows, whatever happened to either.

use super::*;
use crate::event::Event;
use crate::index::Query;
use crate::service::{DEFAULT_ACCEPT_P, Service, layers};
use crate::store::samples::{Sample, any_sample, sample};
use crate::store::{GeoPackageStore, NewImport, OpenMode};
use proptest::collection::vec;
use proptest::prelude::*;
use std::fs;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;

const ALWAYS: Rule = Rule { events: 1, changes: 1, rest: Duration::ZERO };

struct Place {
    folder: TempDir,
    store: Arc<dyn EventStore>,
}

impl Place {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let store = open(&folder.path().join("a.gpkg"));
        Self { folder, store }
    }

    /// With so many events, and a picture of them.
    fn pictured(events: u32) -> Self {
        let place = Self::new();
        place.import((0..events).map(sample));
        place.picture();
        assert!(load(&*place.store).is_some(), "a picture is there and used");
        place
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("a.gpkg-index")
    }

    fn import(&self, samples: impl IntoIterator<Item = Sample>) {
        let mut import = self.store.begin_import(&NewImport::default()).unwrap();
        for Sample { identity, fingerprint, event } in samples {
            match import.find(&identity, &fingerprint).unwrap() {
                Some(found) => import.update(found.fid, &fingerprint, &event).unwrap(),
                None => drop(import.add(&identity, &fingerprint, &event).unwrap()),
            }
        }
        import.commit("{}").unwrap();
    }

    fn service(&self) -> Service {
        Service::start_keeping(Arc::clone(&self.store), DEFAULT_ACCEPT_P, ALWAYS).unwrap()
    }

    /// Serves, and writes a picture.
    fn picture(&self) {
        let service = self.service();
        service.follow().unwrap();
        service.keeper.wait();
    }
}

fn open(path: &Path) -> Arc<dyn EventStore> {
    Arc::new(GeoPackageStore::open(path, OpenMode::Create).unwrap())
}

/// What is shown of located and unlocated events.
fn shown(service: &Service) -> [Vec<Arc<[u8]>>; 2] {
    let all = Query { limit: usize::MAX, ..Query::default() };
    [Layer::Events, Layer::Unlocated].map(|layer| service.search(layer, &all).features.iter().collect())
}

/// What the store holds, whatever lies beside it.
fn held(store: &dyn EventStore) -> [Vec<Arc<[u8]>>; 2] {
    let all = Query { limit: usize::MAX, ..Query::default() };
    let Shown { located, unlocated, .. } = layers::read_events(store).unwrap();
    [located, unlocated].map(|collection| collection.search(&all).features.iter().collect())
}

fn sql(place: &Place, sql: &str) {
    rusqlite::Connection::open(place.folder.path().join("a.gpkg")).unwrap().execute_batch(sql).unwrap();
}

/// What happens between two starts.
#[derive(Debug, Clone)]
enum Step {
    Import(Vec<Sample>),
    Undo,
    Edit(prop::sample::Index),
    Picture,
    Others(prop::sample::Index),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => vec(any_sample(), 1..6).prop_map(Step::Import),
        2 => vec(0..12_u32, 1..6).prop_map(|numbers| Step::Import(numbers.into_iter().map(|number| {
            sample(number % 6).changed(|event| event.kind_text = format!("told {number}"))
        }).collect())),
        1 => Just(Step::Undo),
        2 => any::<prop::sample::Index>().prop_map(Step::Edit),
        3 => Just(Step::Picture),
        1 => any::<prop::sample::Index>().prop_map(Step::Others),
    ]
}

impl Place {
    fn take(&self, step: Step) {
        let mut ids = Vec::new();
        self.store.for_each(&mut |_, event| ids.push(event.id)).unwrap();
        match step {
            Step::Import(samples) => {
                // A sample may come twice, and a store refuses the second of one identity.
                let mut seen = std::collections::HashSet::new();
                self.import(samples.into_iter().filter(|sample| seen.insert(sample.event.id.clone())));
            }
            Step::Undo => {
                let last =
                    self.store.imports().unwrap().into_iter().rfind(|import| import.undone_at.is_none());
                // It may be refused, when a person changed what it brought.
                let _ = last.map(|last| self.store.undo_import(last.id));
            }
            Step::Edit(index) if !ids.is_empty() => {
                let id = index.get(&ids);
                let change = |event: &Event| {
                    let mut event = event.clone();
                    event.kind_text.push('!');
                    ControlFlow::Continue(Some(event))
                };
                self.store.edit(id, &mut { change }).unwrap();
            }
            Step::Others(index) if !ids.is_empty() => {
                let id = index.get(&ids);
                let set = "body = replace(body, '\"kind_text\":\"', '\"kind_text\":\"others: ')";
                sql(self, &format!("UPDATE events SET {set} WHERE id = '{id}'"));
            }
            Step::Edit(_) | Step::Others(_) => {}
            Step::Picture => self.picture(),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn a_start_shows_what_the_store_holds_whatever_happened_since_the_picture(steps in vec(step(), 1..10)) {
        let place = Place::pictured(4);
        for step in steps {
            place.take(step);
        }
        prop_assert_eq!(shown(&place.service()), held(&*place.store));
    }
}

#[test]
fn a_damaged_picture_is_never_used() {
    let place = Place::pictured(3);
    let whole = fs::read(place.file()).unwrap();
    proptest!(ProptestConfig::with_cases(64), |(at in any::<prop::sample::Index>(), bit in 0..8_u8)| {
        // Most bytes are of the collections: the head gets as many of the cases.
        let at = if bit % 2 == 0 { at.index(whole.len()) } else { at.index(200) };
        let mut flipped = whole.clone();
        flipped[at] ^= 1 << bit;
        let longer = [&*whole, &[0]].concat();
        for damaged in [&*flipped, &whole[..at], &*longer] {
            fs::write(place.file(), damaged).unwrap();
            prop_assert!(load(&*place.store).is_none(), "byte {}, bit {}", at, bit);
        }
    });
    assert_eq!(shown(&place.service()), held(&*place.store));
}

fn why(place: &Place) -> String {
    match read(&*place.store, &File::open(place.file()).unwrap()) {
        Ok(shown) => format!("used, {}", shown.sequence),
        Err(why) => why.to_string(),
    }
}

#[test]
fn changes_since_are_followed_and_too_many_are_not() {
    let place = Place::pictured(40);
    assert_eq!(why(&place), "used, 40");
    place.import((100..110).map(sample));
    assert_eq!(why(&place), "used, 40");
    assert_eq!(shown(&place.service()), held(&*place.store));
    place.import((110..111).map(sample));
    assert_eq!(why(&place), "11 changes were made since");
    place.picture();
    assert_eq!(why(&place), "used, 51");
}

#[test]
fn what_azalai_writes_itself_is_followed_and_leaves_the_picture_in_use() {
    let place = Place::pictured(40);
    let id = sample(3).event.id;
    for step in [Step::Import((50..52).map(sample).collect()), Step::Undo] {
        place.take(step);
        assert_eq!(why(&place), "used, 40");
    }
    let rename =
        |event: &Event| ControlFlow::Continue(Some(Event { kind_text: "by hand".into(), ..event.clone() }));
    assert!(place.store.edit(&id, &mut { rename }).unwrap());
    assert_eq!(why(&place), "used, 40");
    assert!(place.store.edit(&id, &mut |_: &Event| ControlFlow::Continue(None)).unwrap());
    assert_eq!((why(&place), shown(&place.service())), ("used, 40".into(), held(&*place.store)));
    // And the first write of another program is seen.
    sql(&place, "UPDATE events SET kind_text = 'other' WHERE fid = 1");
    assert!(why(&place).starts_with("the store is another one"), "{}", why(&place));
}

#[test]
fn the_picture_of_another_store_or_of_another_past_is_not_used() {
    let (one, other) = (Place::pictured(8), Place::pictured(8));
    fs::copy(other.file(), one.file()).unwrap();
    assert!(why(&one).starts_with("the store is another one"), "{}", why(&one));
    // A backup brought back: its log ends before the picture, and then goes on in another way.
    let place = Place::pictured(8);
    let (store, backup) = (place.folder.path().join("a.gpkg"), place.folder.path().join("backup.gpkg"));
    sql(&place, &format!("VACUUM INTO '{}'", backup.display()));
    place.import((20..22).map(sample));
    place.picture();
    let Place { folder, store: open_store } = place;
    drop(open_store);
    fs::copy(&backup, &store).unwrap();
    let place = Place { store: open(&store), folder };
    assert!(why(&place).starts_with("the store is another one"), "{}", why(&place));
    place.import((30..32).map(sample));
    assert!(why(&place).starts_with("the store is another one"), "{}", why(&place));
    assert_eq!(shown(&place.service()), held(&*place.store));
}

#[test]
fn what_others_write_while_the_service_runs_is_seen_by_the_next_start() {
    let place = Place::pictured(8);
    let service = place.service();
    sql(&place, "DELETE FROM events WHERE fid = 3");
    place.import((8..9).map(sample));
    service.follow().unwrap();
    service.keeper.wait();
    assert!(why(&place).starts_with("the store is another one"), "{}", why(&place));
    let next = place.service();
    assert_eq!((shown(&next), shown(&next)[0].len()), (held(&*place.store), 8));
}

#[test]
fn another_version_of_the_program_reads_the_store() {
    let place = Place::pictured(3);
    let bytes = fs::read(place.file()).unwrap();
    let mut rest = &*bytes;
    let head = read_head(&mut rest).unwrap();
    let mut other = Vec::new();
    write_head(&Head { program: [7; 32], ..head }, &mut other).unwrap();
    other.extend(rest);
    fs::write(place.file(), other).unwrap();
    assert_eq!(why(&place), "another version of the program wrote it");
}

#[test]
fn a_picture_that_was_never_finished_is_taken_away_and_one_being_written_is_left() {
    let place = Place::pictured(3);
    let unfinished = place.folder.path().join("a.gpkg-index.new");
    fs::write(&unfinished, b"AZIX").unwrap();
    place.import((3..5).map(sample));
    let other = File::open(&unfinished).unwrap();
    other.lock().unwrap();
    place.picture();
    assert_eq!(why(&place), "2 changes were made since", "another process is writing one");
    assert!(unfinished.exists());
    drop(other);
    place.picture();
    assert_eq!(why(&place), "used, 5");
    assert!(!unfinished.exists());
}

#[test]
fn where_no_picture_can_be_the_service_goes_on() {
    let place = Place::pictured(3);
    fs::remove_file(place.file()).unwrap();
    fs::create_dir(place.file()).unwrap();
    fs::create_dir(place.folder.path().join("a.gpkg-index.new")).unwrap();
    place.import((3..5).map(sample));
    place.picture();
    assert_eq!(shown(&place.service()), held(&*place.store));
    // In memory there is none, and a small store needs none.
    let memory: Arc<dyn EventStore> = Arc::new(GeoPackageStore::in_memory().unwrap());
    Service::start_keeping(memory, DEFAULT_ACCEPT_P, ALWAYS).unwrap().follow().unwrap();
    let small = Place::new();
    small.import((0..9).map(sample));
    let service = Service::start(Arc::clone(&small.store), DEFAULT_ACCEPT_P).unwrap();
    service.follow().unwrap();
    service.keeper.wait();
    assert!(!small.file().exists());
}

#[test]
fn a_service_that_stops_writes_no_more() {
    let place = Place::new();
    place.import((0..9).map(sample));
    let service = place.service();
    service.stop();
    service.follow().unwrap();
    service.keeper.wait();
    assert!(!place.file().exists());
}

#[cfg(unix)]
#[test]
fn the_picture_has_the_permissions_of_the_store_and_no_others_are_believed() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    let store = place.folder.path().join("a.gpkg");
    fs::set_permissions(&store, fs::Permissions::from_mode(0o640)).unwrap();
    place.import((0..3).map(sample));
    place.picture();
    assert_eq!(fs::metadata(place.file()).unwrap().permissions().mode() & 0o777, 0o640);
    assert_eq!(why(&place), "used, 3");
    fs::set_permissions(place.file(), fs::Permissions::from_mode(0o666)).unwrap();
    assert_eq!(why(&place), "somebody may have written it who may not write the store");
}
