//! What the operator says of a list, and how large a list may be.
//!
//! In: nothing. Out: [`Options`], [`Limits`]. It must not know how lists are read.

use super::field::Field;

/// What the operator says of a list before it is read. All but the name may be left to detection.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Name of the list, usually its file name.
    pub list: String,
    /// Who made the list; also whose ids its rows carry.
    pub source: Option<String>,
    /// Under what terms the list may be passed on.
    pub licence: Option<String>,
    /// The delimiter, when detection is not to decide.
    pub delimiter: Option<u8>,
    /// The encoding's label (`windows-1252`, `utf-16le`, `macintosh`...), when detection is not to decide.
    pub encoding: Option<String>,
    /// What columns mean, when detection is not to decide: a field, or `None` for a column that is only kept,
    /// and the column by its name in [`Detected::columns`](super::Detected::columns).
    pub map: Vec<(Option<Field>, String)>,
    /// The sheet of a workbook or the layer of a GeoPackage, when detection is not to decide.
    pub sheet: Option<String>,
    /// Whether 05/10/2023 is 5 October, when detection is not to decide.
    pub day_first: Option<bool>,
    /// How large a list may be.
    pub limits: Limits,
}

impl Options {
    /// Who made the list, if that was stated.
    pub(super) fn stated_source(&self) -> Option<&str> {
        self.source.as_deref().map(str::trim).filter(|source| !source.is_empty())
    }
}

/// How large a list may be. Beyond a limit the list is refused with an error that names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file.
    pub max_bytes: u64,
    /// Rows after the header.
    pub max_rows: u64,
    /// Cells in one record.
    pub max_columns: usize,
    /// Bytes of one record, as UTF-8. No more than this of a record is ever held in memory.
    pub max_record_bytes: u64,
    /// Characters of one cell; a row with a longer one is rejected, not the list.
    pub max_cell_chars: usize,
    /// Bytes that a workbook, or any list that is laid out on disk to be read, may take there.
    pub max_unpacked_bytes: u64,
    /// How many times its size a workbook may unpack to.
    pub max_archive_ratio: u64,
    /// Bytes of what the sheets of a workbook share, texts above all: these are held in memory.
    pub max_shared_bytes: u64,
    /// Bytes of one feature of `GeoJSON`, and of one value of a GeoPackage.
    pub max_feature_bytes: u64,
    /// Seconds that a view of a GeoPackage may take, which is a program of whoever made the file.
    pub max_view_seconds: u64,
}

/// 2 GiB: some ten million rows of an ordinary list.
pub const MAX_BYTES: u64 = 2 << 30;
/// Five times the largest list of events known to us.
pub const MAX_ROWS: u64 = 5_000_000;
/// Spreadsheets in the field have below a hundred columns, exports of surveys several hundred.
pub const MAX_COLUMNS: usize = 2_000;
/// 4 MiB. The longest record known to us has 20 kB, and as an export of Azalai thrice that; a quotation mark that is
/// never closed has the whole file.
pub const MAX_RECORD_BYTES: u64 = 4 << 20;
/// Three times what a cell of Excel can hold.
pub const MAX_CELL_CHARS: usize = 100_000;

/// 1 GiB: a sheet as long as Excel allows, with twenty columns, has 700 MB.
pub const MAX_UNPACKED_BYTES: u64 = 1 << 30;
/// Sheets are packed ten to fifty times; archives made to do harm, a thousand times.
pub const MAX_ARCHIVE_RATIO: u64 = 200;
/// 96 MiB: a million cells with words of their own.
pub const MAX_SHARED_BYTES: u64 = 96 << 20;
/// 8 MiB: the outline of a country in all its detail.
pub const MAX_FEATURE_BYTES: u64 = 8 << 20;
/// Joining a million rows takes some seconds.
pub const MAX_VIEW_SECONDS: u64 = 30;

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_bytes: MAX_BYTES,
            max_rows: MAX_ROWS,
            max_columns: MAX_COLUMNS,
            max_record_bytes: MAX_RECORD_BYTES,
            max_cell_chars: MAX_CELL_CHARS,
            max_unpacked_bytes: MAX_UNPACKED_BYTES,
            max_archive_ratio: MAX_ARCHIVE_RATIO,
            max_shared_bytes: MAX_SHARED_BYTES,
            max_feature_bytes: MAX_FEATURE_BYTES,
            max_view_seconds: MAX_VIEW_SECONDS,
        }
    }
}
