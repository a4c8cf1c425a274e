//! The words by which texts are read, from `data/lexicon/` and a user's file.
//!
//! In: tables. Out: entries by their first word. It must not know texts.

use super::role::Role;
use super::words::fold_word;
use crate::event::fold;
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::{Arc, LazyLock};
use thiserror::Error;

/// Tables in the binary; of the last, which is the geocoder's, only the rows that texts need.
const TABLES: [(&str, &str); 7] = [
    ("actors.csv", include_str!("../../data/lexicon/actors.csv")),
    ("triggers.csv", include_str!("../../data/lexicon/triggers.csv")),
    ("masks.csv", include_str!("../../data/lexicon/masks.csv")),
    ("abroad.csv", include_str!("../../data/lexicon/abroad.csv")),
    ("months.csv", include_str!("../../data/lexicon/months.csv")),
    ("cues.csv", include_str!("../../data/lexicon/cues.csv")),
    (PLACES, include_str!("../../data/lexicon/places.csv")),
];
const PLACES: &str = "places.csv";
const OF_PLACES: [&str; 10] =
    ["number", "some", "few", "many", "at_least", "at_most", "about", "between", "unit", "near"];

/// Rows of a user's file at most, and words of an entry.
const MAX_ROWS: u64 = 100_000;
const MAX_WORDS: usize = 16;

/// Why a lexicon cannot be used.
#[derive(Debug, Error)]
pub enum LexiconError {
    /// The file is no such table.
    #[error("the lexicon '{file}' is not a table of role,value,words")]
    Table {
        /// Its name.
        file: String,
        /// What is wrong.
        #[source]
        source: csv::Error,
    },
    /// A role that nothing reads.
    #[error("line {line} of the lexicon '{file}': '{role}' is no role; roles are {known}")]
    Role {
        /// Its name.
        file: String,
        /// Line in it.
        line: u64,
        /// The role.
        role: String,
        /// The roles there are.
        known: String,
    },
    /// A row whose value its role cannot use.
    #[error("line {line} of the lexicon '{file}': '{value}' is no value of the role {role}")]
    Value {
        /// Its name.
        file: String,
        /// Line in it.
        line: u64,
        /// The role.
        role: String,
        /// The value.
        value: String,
    },
    /// More rows than are read.
    #[error("the lexicon '{file}' has more than {MAX_ROWS} rows")]
    TooLong {
        /// Its name.
        file: String,
    },
}

/// Words and what they do.
#[derive(Debug, Clone, Default)]
pub struct Lexicon {
    by_first: HashMap<String, Vec<Arc<Entry>>>,
}

/// One way to write something.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) words: Vec<String>,
    pub(super) role: Role,
    pub(super) value: Arc<str>,
    /// Years that an actor existed.
    pub(super) from: Option<i16>,
    pub(super) to: Option<i16>,
}

impl Entry {
    /// Whether what it names existed in a year, as far as both are known.
    pub(super) fn existed(&self, year: Option<i16>) -> bool {
        let Some(year) = year else { return true };
        self.from.is_none_or(|from| from <= year) && self.to.is_none_or(|to| year <= to)
    }
}

#[derive(Deserialize)]
struct Row {
    role: String,
    #[serde(default)]
    value: String,
    words: String,
    #[serde(default)]
    from: Option<i16>,
    #[serde(default)]
    to: Option<i16>,
}

static EMBEDDED: LazyLock<Arc<Lexicon>> = LazyLock::new(|| {
    let mut lexicon = Lexicon::default();
    for (file, table) in TABLES {
        // A test holds that every table reads.
        let _ = lexicon.add(file, table);
    }
    lexicon.sort();
    Arc::new(lexicon)
});

impl Lexicon {
    /// The lexicon in the binary.
    pub fn embedded() -> Arc<Self> {
        Arc::clone(&EMBEDDED)
    }

    /// The lexicon in the binary and a user's table over it: columns `role`, `value`, `words`, and for actors `from`
    /// and `to`.
    pub fn with(file: &str, table: &str) -> Result<Arc<Self>, LexiconError> {
        let mut lexicon = Self::default();
        lexicon.add(file, table)?;
        for (first, entries) in &EMBEDDED.by_first {
            lexicon.by_first.entry(first.clone()).or_default().extend(entries.iter().cloned());
        }
        lexicon.sort();
        Ok(Arc::new(lexicon))
    }

    fn add(&mut self, file: &str, table: &str) -> Result<(), LexiconError> {
        let mut reader = csv::ReaderBuilder::new()
            .comment(Some(b'#'))
            .trim(csv::Trim::All)
            .from_reader(table.trim_start_matches('\u{feff}').as_bytes());
        let table_error = |source| LexiconError::Table { file: file.to_owned(), source };
        let headers = reader.headers().map_err(table_error)?.clone();
        let mut record = csv::StringRecord::new();
        let mut rows = 0;
        while reader.read_record(&mut record).map_err(table_error)? {
            rows += 1;
            if rows > MAX_ROWS {
                return Err(LexiconError::TooLong { file: file.to_owned() });
            }
            let line = record.position().map_or(0, csv::Position::line);
            let row: Row = record.deserialize(Some(&headers)).map_err(table_error)?;
            if file == PLACES && !OF_PLACES.contains(&row.role.as_str()) {
                continue;
            }
            let Some(role) = Role::named(&row.role) else {
                let known = Role::names().collect::<Vec<_>>().join(", ");
                return Err(LexiconError::Role { file: file.to_owned(), line, role: row.role, known });
            };
            if !role.takes(&row.value) {
                let Row { role, value, .. } = row;
                return Err(LexiconError::Value { file: file.to_owned(), line, role, value });
            }
            self.file(&row, role);
        }
        Ok(())
    }

    fn file(&mut self, row: &Row, role: Role) {
        let value: Arc<str> = Arc::from(row.value.as_str());
        for words in row.words.split('|').map(fold) {
            let words: Vec<String> =
                words.split(' ').filter(|word| !word.is_empty()).map(fold_word).collect();
            let Some(first) = words.first().filter(|_| words.len() <= MAX_WORDS).cloned() else { continue };
            let (from, to) = (row.from, row.to);
            // Arson says by itself what happened.
            let strong = (role == Role::Arson).then_some(Role::Strong);
            for role in std::iter::once(role).chain(strong) {
                let entry = Entry { words: words.clone(), role, value: Arc::clone(&value), from, to };
                self.by_first.entry(first.clone()).or_default().push(Arc::new(entry));
            }
        }
    }

    fn sort(&mut self) {
        for entries in self.by_first.values_mut() {
            // Stable: of two of a length the user's stands first.
            entries.sort_by_key(|entry| std::cmp::Reverse(entry.words.len()));
        }
    }

    /// The entries that begin with a word, the longest first.
    pub(super) fn beginning(&self, word: &str) -> &[Arc<Entry>] {
        self.by_first.get(word).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_reads_and_its_words_are_folded_and_stand_once_in_a_role() {
        for (file, table) in TABLES {
            let mut lexicon = Lexicon::default();
            lexicon.add(file, table).unwrap();
            assert!(!lexicon.by_first.is_empty(), "{file}");
            for line in table.lines().filter(|line| !line.starts_with('#')).skip(1) {
                for words in line.rsplit(',').next().unwrap().split('|') {
                    assert_eq!(fold(words), words, "{file}: {line}");
                }
            }
        }
    }

    #[test]
    fn a_users_table_adds_and_tells_what_is_wrong_with_it() {
        let added = Lexicon::with("mine.csv", "role,value,words\narmed,Front X,front x|fx\n").unwrap();
        let entry = added.beginning("front").iter().find(|entry| entry.words.len() == 2).unwrap();
        assert_eq!((entry.role, &*entry.value), (Role::Armed, "Front X"));
        assert!(!added.beginning("jnim").is_empty(), "the embedded words stay");
        let wrong = Lexicon::with("mine.csv", "role,value,words\nactor,X,x\n").unwrap_err();
        assert!(
            wrong.to_string().starts_with("line 2 of the lexicon 'mine.csv': 'actor' is no role"),
            "{wrong}"
        );
        let wrong = Lexicon::with("mine.csv", "role,value,words\nstrong,fight,x\n").unwrap_err();
        assert_eq!(
            wrong.to_string(),
            "line 2 of the lexicon 'mine.csv': 'fight' is no value of the role strong"
        );
        assert!(Lexicon::with("mine.csv", "a,b\n1,2\n").is_err());
    }
}
