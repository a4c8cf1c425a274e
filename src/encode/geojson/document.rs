//! Feature collections from features that are encoded already.

use crate::encode::EncodeError;
use jiff::Timestamp;
use serde::Serialize;
use std::io::Write;

/// A link of a document, as OGC API - Features has them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Link {
    /// Where to.
    pub href: String,
    /// What it is to this document: `self`, `next`, `alternate`...
    pub rel: String,
    /// Media type behind it.
    #[serde(rename = "type")]
    pub media_type: String,
    /// For people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

/// What stands before the features.
#[derive(Serialize)]
#[serde(tag = "type", rename = "FeatureCollection", rename_all = "camelCase")]
struct Head<'a> {
    #[serde(skip_serializing_if = "<[Link]>::is_empty")]
    links: &'a [Link],
    #[serde(skip_serializing_if = "Option::is_none")]
    number_matched: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    number_returned: Option<usize>,
    time_stamp: String,
}

/// A whole document of features that are at hand: one copy of their bytes. Links may be empty, and are then
/// left out; `matched` is how many features there are in all.
///
/// ```
/// use azalai::encode::geojson::document;
/// let features: [&[u8]; 1] = [br#"{"type":"Feature","id":"1","geometry":null,"properties":{}}"#];
/// let bytes = document(&[], 7, jiff::Timestamp::UNIX_EPOCH, &features);
/// assert_eq!(
///     String::from_utf8_lossy(&bytes),
///     concat!(
///         r#"{"type":"FeatureCollection","numberMatched":7,"numberReturned":1,"#,
///         r#""timeStamp":"1970-01-01T00:00:00Z","features":["#, "\n",
///         r#"{"type":"Feature","id":"1","geometry":null,"properties":{}}"#, "\n]}\n",
///     )
/// );
/// ```
pub fn document<B: AsRef<[u8]>>(links: &[Link], matched: usize, now: Timestamp, features: &[B]) -> Vec<u8> {
    let size = features.iter().map(|feature| feature.as_ref().len()).sum();
    document_of(links, matched, now, (features.len(), size), |position, bytes| {
        bytes.extend_from_slice(features[position].as_ref());
    })
}

/// The same of features that are written one by one behind what there is: so many, of about so many bytes in all.
pub fn document_of(
    links: &[Link],
    matched: usize,
    now: Timestamp,
    (count, size): (usize, usize),
    write: impl Fn(usize, &mut Vec<u8>),
) -> Vec<u8> {
    let head =
        Head { links, number_matched: Some(matched), number_returned: Some(count), time_stamp: seconds(now) };
    let mut bytes = head.opening();
    bytes.reserve(size + 2 * count + 8);
    for position in 0..count {
        bytes.extend_from_slice(separator(position));
        write(position, &mut bytes);
    }
    bytes.extend_from_slice(b"\n]}\n");
    bytes
}

/// A feature that is encoded already, with links of its own: they go in before its closing brace.
pub fn with_links(feature: &[u8], links: &[Link]) -> Vec<u8> {
    #[derive(Serialize)]
    struct Links<'a> {
        links: &'a [Link],
    }
    // Texts are always JSON; were they not, the feature would go without its links.
    let Ok(links) = serde_json::to_vec(&Links { links }) else { return feature.to_vec() };
    let mut bytes = feature.strip_suffix(b"}").unwrap_or(feature).to_vec();
    bytes.push(b',');
    bytes.extend_from_slice(links.get(1..).unwrap_or_default());
    bytes
}

/// A feature that is encoded already, with more properties: they go in behind its own.
pub fn with_added<P: Serialize>(feature: &[u8], id: &str, more: &P) -> Result<Vec<u8>, EncodeError> {
    let more =
        serde_json::to_vec(more).map_err(|source| EncodeError::Properties { id: id.to_owned(), source })?;
    // Properties come last in a feature of ours.
    let mut bytes = feature.strip_suffix(b"}}").unwrap_or(feature).to_vec();
    if !bytes.ends_with(b"{") && more != b"{}" {
        bytes.push(b',');
    }
    bytes.extend_from_slice(more.get(1..).unwrap_or_default());
    bytes.push(b'}');
    Ok(bytes)
}

/// Writes a document feature by feature, for more of them than memory should hold; their number comes last,
/// when it is known.
#[derive(Debug)]
pub struct DocumentWriter<W> {
    out: W,
    written: usize,
}

impl<W: Write> DocumentWriter<W> {
    /// Begins the document. Hand in a buffered writer.
    pub fn new(mut out: W, now: Timestamp) -> Result<Self, EncodeError> {
        let head = Head { links: &[], number_matched: None, number_returned: None, time_stamp: seconds(now) };
        out.write_all(&head.opening())?;
        Ok(Self { out, written: 0 })
    }

    /// Writes one encoded feature.
    pub fn feature(&mut self, geojson: &[u8]) -> Result<(), EncodeError> {
        self.out.write_all(separator(self.written))?;
        self.out.write_all(geojson)?;
        self.written += 1;
        Ok(())
    }

    /// Ends the document, flushes it, and gives the writer back.
    pub fn finish(mut self) -> Result<W, EncodeError> {
        let count = self.written;
        write!(self.out, "\n],\"numberMatched\":{count},\"numberReturned\":{count}}}\n")?;
        self.out.flush()?;
        Ok(self.out)
    }
}

impl Head<'_> {
    /// The document up to its first feature.
    fn opening(&self) -> Vec<u8> {
        #[expect(clippy::expect_used, reason = "texts and numbers are always JSON")]
        let mut bytes = serde_json::to_vec(self).expect("a head is JSON");
        // Its closing brace makes room for the features.
        bytes.pop();
        bytes.extend_from_slice(b",\"features\":[");
        bytes
    }
}

/// One feature a line: a large document can be read by line, and compared.
fn separator(position: usize) -> &'static [u8] {
    if position == 0 { b"\n" } else { b",\n" }
}

/// RFC 3339 in whole seconds.
fn seconds(now: Timestamp) -> String {
    now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}
