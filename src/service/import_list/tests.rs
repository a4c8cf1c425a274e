//! An import as a whole: what it tells, how it ends.

use super::*;
use crate::service::geocoder_for;
use crate::store::GeoPackageStore;
use std::io::Cursor;

fn import(
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

#[test]
fn acled_rows_are_restricted_unless_terms_are_stated() {
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
