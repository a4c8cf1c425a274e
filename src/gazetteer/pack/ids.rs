//! Ids of places whose source has none, or its own.
//!
//! In: what stands in the column of ids, and the name. Out: an id that no other place of the pack has. It must not
//! know other columns.

use super::names::MAX_NAME_CHARS;
use super::report::Fault;
use crate::event::fold;
use std::collections::{HashMap, HashSet};

/// Ids of a pack's places: the source's own, else made of the name, so that the same list gives the same ids.
#[derive(Debug)]
pub(super) struct Ids {
    pack: String,
    seen: HashSet<String>,
    /// How often each name was made an id.
    made: HashMap<String, u32>,
}

impl Ids {
    pub(super) fn new(pack: &str) -> Self {
        Self { pack: pack.to_owned(), seen: HashSet::new(), made: HashMap::new() }
    }

    pub(super) fn id(&mut self, column: &str, own: &str, name: &str) -> Result<String, Fault> {
        if own.is_empty() {
            let slug = fold(name).replace(' ', "-");
            loop {
                let times = self.made.entry(slug.clone()).or_default();
                *times += 1;
                let id = match times {
                    1 => format!("{}:{slug}", self.pack),
                    _ => format!("{}:{slug}-{times}", self.pack),
                };
                if self.seen.insert(id.clone()) {
                    return Ok(id);
                }
            }
        }
        if own.chars().count() > MAX_NAME_CHARS {
            return Err(Fault::new(column, own, "is too long for an id"));
        }
        let id = format!("{}:{own}", self.pack);
        if self.seen.insert(id.clone()) {
            Ok(id)
        } else {
            Err(Fault::new(column, own, "is the id of an earlier row"))
        }
    }
}
