//! Rows of one table, written some dozens with one statement.
//!
//! In: the values of row after row. Out: the rows in the table, in their order. It must not know what they mean.
//!
//! A statement that writes one row spends more time on beginning and ending (it looks up the last number of the table, opens
//! its indexes, notes the new number) than on the row.

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, params_from_iter};

/// Enough that what a statement costs once is not seen. Its values stay far below the 32,766 that SQLite binds.
pub(super) const ROWS: usize = 64;

#[derive(Debug)]
pub(super) struct Batch {
    /// How many values a row has.
    width: usize,
    /// The statement for [`ROWS`] rows, and that for one.
    many: String,
    one: String,
    cells: Vec<Cell>,
    /// The texts and blobs of the cells, one behind the other.
    bytes: Vec<u8>,
}

/// A value; of texts and blobs where they end.
#[derive(Debug, Clone, Copy)]
enum Cell {
    Null,
    Integer(i64),
    Real(f64),
    Text(usize),
    Blob(usize),
}

impl Batch {
    /// For a table and its columns, of which there is at least one.
    pub(super) fn new(table: &str, columns: &[&str]) -> Self {
        let marks = vec!["?"; columns.len()].join(", ");
        // A row that the table refuses takes back the whole transaction: SQLite need not keep a copy of every page that a
        // statement touches, to take back that statement alone. Who writes here knows that the rows are new.
        let head = format!("INSERT OR ROLLBACK INTO {table} ({}) VALUES", columns.join(", "));
        let many = format!("{head} {}", vec![format!("({marks})"); ROWS].join(", "));
        let one = format!("{head} ({marks})");
        Self { width: columns.len(), many, one, cells: Vec::new(), bytes: Vec::new() }
    }

    /// Takes a row: a value for every column.
    pub(super) fn push<'v>(&mut self, values: impl Iterator<Item = ValueRef<'v>>) {
        for value in values {
            let cell = match value {
                ValueRef::Null => Cell::Null,
                ValueRef::Integer(number) => Cell::Integer(number),
                ValueRef::Real(number) => Cell::Real(number),
                ValueRef::Text(bytes) => {
                    self.bytes.extend_from_slice(bytes);
                    Cell::Text(self.bytes.len())
                }
                ValueRef::Blob(bytes) => {
                    self.bytes.extend_from_slice(bytes);
                    Cell::Blob(self.bytes.len())
                }
            };
            self.cells.push(cell);
        }
    }

    /// How many rows wait.
    pub(super) fn rows(&self) -> usize {
        self.cells.len() / self.width
    }

    /// Writes the rows that wait.
    pub(super) fn write(&mut self, db: &Connection) -> rusqlite::Result<()> {
        let mut from = 0;
        let mut values =
            self.cells.iter().map(|cell| ToSqlOutput::Borrowed(cell.value(&self.bytes, &mut from)));
        if self.rows() == ROWS {
            db.prepare_cached(&self.many)?.execute(params_from_iter(values))?;
        } else {
            let mut statement = db.prepare_cached(&self.one)?;
            for _ in 0..self.rows() {
                statement.execute(params_from_iter(values.by_ref().take(self.width)))?;
            }
        }
        self.cells.clear();
        self.bytes.clear();
        Ok(())
    }
}

impl Cell {
    /// The value; `from` is where the bytes of the cells before it end.
    fn value<'b>(self, bytes: &'b [u8], from: &mut usize) -> ValueRef<'b> {
        let mut up_to = |end| bytes.get(std::mem::replace(from, end)..end).unwrap_or_default();
        match self {
            Self::Null => ValueRef::Null,
            Self::Integer(number) => ValueRef::Integer(number),
            Self::Real(number) => ValueRef::Real(number),
            Self::Text(end) => ValueRef::Text(up_to(end)),
            Self::Blob(end) => ValueRef::Blob(up_to(end)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rusqlite::types::Value;

    fn value() -> impl Strategy<Value = Value> {
        prop_oneof![
            Just(Value::Null),
            any::<i64>().prop_map(Value::Integer),
            (-1e300..1e300_f64).prop_map(Value::Real),
            ".{0,9}".prop_map(Value::Text),
            proptest::collection::vec(any::<u8>(), 0..9).prop_map(Value::Blob),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn rows_written_together_are_those_that_were_given(
            rows in proptest::collection::vec((value(), value(), value()), 0..3 * ROWS)
        ) {
            let db = Connection::open_in_memory().unwrap();
            db.execute_batch("CREATE TABLE t (a, b, c)").unwrap();
            let mut batch = Batch::new("t", &["a", "b", "c"]);
            for (a, b, c) in &rows {
                batch.push([a, b, c].into_iter().map(ValueRef::from));
                if batch.rows() == ROWS {
                    batch.write(&db).unwrap();
                }
            }
            batch.write(&db).unwrap();
            let mut statement = db.prepare("SELECT a, b, c FROM t ORDER BY rowid").unwrap();
            let read = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
            prop_assert_eq!(read.collect::<rusqlite::Result<Vec<(Value, Value, Value)>>>().unwrap(), rows);
        }
    }
}
