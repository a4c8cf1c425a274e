//! Cursors of next links.
//!
//! In: the place of a page's last feature in the order of the pages. Out: the same as a text for an address, and back.
//! It must not know what the order is by.
//!
//! A cursor names a feature's place by its values, so that features which come or go in between shift nothing. It holds
//! only for the collection and the order it was made in, which it names; it does not bind the limit or the filter.

use super::error::Problem;
use crate::service::{Cursor, SortValue};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A cursor as it is kept in an address.
#[derive(Serialize, Deserialize)]
struct Kept {
    collection: String,
    order: u64,
    sort: String,
    keys: Vec<Key>,
}

#[derive(Serialize, Deserialize)]
enum Key {
    Null,
    Number(f64),
    Whole(i64),
    Text(String),
}

/// A cursor of pages of a collection, in an order as the client wrote it.
pub(super) fn write(cursor: &Cursor, collection: &str, sort: &str) -> Result<String, Problem> {
    let keys = cursor.keys.iter().map(|key| match key {
        SortValue::Null => Key::Null,
        SortValue::Number(number) => Key::Number(*number),
        SortValue::Whole(whole) => Key::Whole(*whole),
        SortValue::Text(text) => Key::Text(text.to_string()),
    });
    let (collection, sort) = (collection.to_owned(), sort.to_owned());
    let kept = Kept { collection, order: cursor.order, sort, keys: keys.collect() };
    let bytes = postcard::to_allocvec(&kept).map_err(|error| Problem::internal(&error))?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

/// Reads a cursor, which must have been made in the same collection and order by so many keys.
pub(super) fn read(text: &str, collection: &str, sort: &str, keys: usize) -> Result<Cursor, Problem> {
    let kept: Kept = URL_SAFE_NO_PAD
        .decode(text)
        .ok()
        .and_then(|bytes| match postcard::take_from_bytes(&bytes) {
            Ok((kept, [])) => Some(kept),
            _ => None,
        })
        .ok_or_else(|| {
            Problem::parameter("cursor", text, "not a cursor of this service; take it from a next link")
        })?;
    if kept.collection != collection {
        let rule =
            format!("this cursor is of the collection '{}'; take one from a next link here", kept.collection);
        return Err(Problem::parameter("cursor", text, rule));
    }
    if kept.sort != sort || kept.keys.len() != keys {
        let rule = if kept.sort.is_empty() {
            "this cursor is of pages without sortby; keep the parameters of its next link".to_owned()
        } else {
            format!("this cursor is of pages with sortby={}; keep the parameters of its next link", kept.sort)
        };
        return Err(Problem::parameter("cursor", text, rule));
    }
    let keys = kept.keys.into_iter().map(|key| match key {
        Key::Null => SortValue::Null,
        Key::Number(number) => SortValue::Number(number),
        Key::Whole(whole) => SortValue::Whole(whole),
        Key::Text(text) => SortValue::Text(Arc::from(text)),
    });
    Ok(Cursor { order: kept.order, keys: keys.collect() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn key() -> impl Strategy<Value = SortValue> {
        prop_oneof![
            Just(SortValue::Null),
            any::<f64>().prop_filter("a number", |number| !number.is_nan()).prop_map(SortValue::Number),
            any::<i64>().prop_map(SortValue::Whole),
            "\\PC{0,20}".prop_map(|text| SortValue::Text(text.into())),
        ]
    }

    proptest! {
        #[test]
        fn a_cursor_reads_back(order: u64, keys in prop::collection::vec(key(), 0..4), sort in "[a-z,-]{0,20}") {
            let cursor = Cursor { order, keys };
            let text = write(&cursor, "events", &sort).unwrap();
            prop_assert!(text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')));
            prop_assert_eq!(read(&text, "events", &sort, cursor.keys.len()).unwrap(), cursor);
        }

        #[test]
        fn any_text_is_a_cursor_or_refused(text in "\\PC{0,30}|[A-Za-z0-9_-]{0,60}") {
            let _ = read(&text, "events", "", 0);
        }
    }

    #[test]
    fn a_cursor_holds_only_in_its_order() {
        let sorted = Cursor { order: 7, keys: vec![SortValue::Whole(1)] };
        let text = write(&sorted, "events", "-date_start").unwrap();
        assert!(read(&text, "events", "-date_start", 1).is_ok());
        assert!(
            read(&text, "events", "date_start", 1).unwrap_err().to_string().contains("sortby=-date_start")
        );
        let plain = write(&Cursor::unsorted(7), "events", "").unwrap();
        assert!(read(&plain, "events", "p", 1).unwrap_err().to_string().contains("without sortby"));
        let elsewhere = read(&plain, "unlocated", "", 0).unwrap_err().to_string();
        assert!(elsewhere.contains("of the collection 'events'"), "{elsewhere}");
        // With something behind it, cut short, or of an older version.
        for bad in ["", "zz", "AAAAAAAAAAA=", "é", &format!("{plain}AA"), &plain[..plain.len() - 2]] {
            assert!(read(bad, "events", "", 0).is_err(), "{bad}");
        }
    }
}
