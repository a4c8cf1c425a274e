//! `GeoJSON` as records: a feature is a row, its properties are cells. The line is the number of the feature.
//!
//! In: one document, or a feature a line (RFC 7946, RFC 8142). Out: records, with the position in two columns
//! before the properties. It must not know what properties mean.
//!
//! Features are read one by one; no more than one is held, and a bound is set to that.

use super::geometry::{self, Shape};
use super::meter::{Meter, Metered, RECORD_SEPARATOR};
use super::spool::{Said, Spool};
use super::{Unpacked, number};
use crate::event::Reason;
use crate::import::binary::told;
use crate::import::detected::Container;
use crate::import::error::ImportError;
use crate::import::options::{Limits, Options};
use crate::import::purpose::Purpose;
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::HashMap;
use std::fmt;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::rc::Rc;

/// Objects within objects that become columns of their own, as in `source.name`; deeper ones stay JSON.
const MAX_DEPTH: usize = 4;

/// Whether a file begins as JSON objects do.
pub(super) fn announces_itself(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let is_space = |byte: &u8| byte.is_ascii_whitespace() || *byte == RECORD_SEPARATOR;
    let mut rest = head.iter().skip_while(|byte| is_space(byte));
    rest.next() == Some(&b'{') && matches!(rest.find(|byte| !is_space(byte)), Some(b'"' | b'}'))
}

pub(super) fn unpack<R: Read + Seek>(
    reader: &mut R,
    options: &Options,
    _: Purpose,
    bytes: u64,
) -> Result<Unpacked, ImportError> {
    let mut mark = [0; 3];
    let marked = bytes >= 3 && {
        reader.read_exact(&mut mark)?;
        &mark == b"\xef\xbb\xbf"
    };
    reader.seek(SeekFrom::Start(if marked { 3 } else { 0 }))?;
    let meter = Rc::new(Meter::new(options.limits.max_feature_bytes, if marked { 3 } else { 0 }));
    let mut features = Features {
        spool: Spool::new(options.limits.max_unpacked_bytes)?,
        limits: options.limits,
        columns: Columns::new(options.limits.max_columns),
        count: 0,
        is_by_line: true,
        other: None,
        failed: None,
        meter,
    };
    let mut notes = vec![Reason::new(
        "a line is the number of a feature, the first is 1",
        "une ligne est le numéro d’un objet, le premier est 1",
    )];
    while let Err(source) = features.read(reader) {
        let Some(broken) = features.broken(&source) else { return Err(features.explain(source)) };
        // What came before it is as good as it was, and where each has a line of its own, so is what comes after.
        if features.is_by_line && !source.is_eof() {
            let (line, text, goes_on) = features.meter.skip_line(reader)?;
            features.unread(text, no_feature(line))?;
            if goes_on {
                continue;
            }
        } else {
            notes.push(broken.clone());
            features.unread(features.meter.begun(), broken)?;
        }
        break;
    }
    if let Some(kind) = features.other.filter(|_| features.count == 0) {
        tracing::debug!(kind, "JSON that is no GeoJSON");
        return Err(ImportError::Binary {
            what: told(
                "a JSON document that holds no GeoJSON features",
                "un document JSON sans objets GeoJSON",
            ),
            advice: told(
                "export it as CSV or GeoJSON and import that",
                "exportez-le en CSV ou GeoJSON et importez-le",
            ),
        });
    }
    if features.count == 0 {
        return Err(ImportError::NoFeatures);
    }
    Ok(Unpacked {
        container: Container::Geojson,
        sheet: None,
        sheets: Vec::new(),
        bytes,
        names_columns: true,
        notes,
        records: features.spool.finish(Some(features.columns.names))?,
    })
}

/// What is told of a line that is no feature, among others that are.
fn no_feature(line: u64) -> Reason {
    Reason::new(
        format!("line {line} of the file cannot be read as a feature: mend it and import it again"),
        format!(
            "la ligne {line} du fichier ne se lit pas comme un objet GeoJSON\u{a0}: corrigez-la et importez-la de nouveau"
        ),
    )
}

/// Columns in the order in which properties were first seen.
struct Columns {
    names: Vec<String>,
    places: HashMap<String, u32>,
    max: usize,
}

impl Columns {
    fn new(max: usize) -> Self {
        let mut columns = Self { names: Vec::new(), places: HashMap::new(), max };
        for name in ["longitude", "latitude"] {
            columns.names.push(name.to_owned());
        }
        columns
    }

    /// The column of a property; `None` when there are too many.
    fn place(&mut self, name: &str) -> Option<u32> {
        if let Some(place) = self.places.get(name) {
            return Some(*place);
        }
        if self.names.len() >= self.max {
            return None;
        }
        let place = self.names.len() as u32;
        self.names.push(name.to_owned());
        self.places.insert(name.to_owned(), place);
        Some(place)
    }
}

struct Features {
    spool: Spool,
    limits: Limits,
    columns: Columns,
    count: u64,
    /// Whether every document so far is a feature on a line of its own.
    is_by_line: bool,
    /// The type of a document that has no features.
    other: Option<String>,
    /// What went wrong beside JSON.
    failed: Option<ImportError>,
    meter: Rc<Meter>,
}

/// An object's members in their order, unread.
struct Members(Vec<(String, Box<RawValue>)>);

impl Members {
    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, raw)| raw.get())
    }
}

impl Features {
    /// Reads documents to the end, or to what cannot be read.
    fn read<R: Read>(&mut self, reader: &mut R) -> Result<(), serde_json::Error> {
        let metered = Metered::new(BufReader::new(reader), Rc::clone(&self.meter));
        let mut json = serde_json::Deserializer::from_reader(metered);
        // Not at the end: there is another document, or what cannot be read, which reading it tells.
        while json.end().is_err() {
            Document(self).deserialize(&mut json)?;
            self.is_by_line = self.is_by_line && self.meter.is_on_one_line();
            self.meter.begin_anew();
        }
        Ok(())
    }

    /// What to tell of a file that cannot be read further, where features were read before; `None` where the list as a
    /// whole is refused.
    fn broken(&self, source: &serde_json::Error) -> Option<Reason> {
        let is_refused = self.failed.is_some() || self.meter.is_over() || source.is_io();
        if is_refused || self.count == 0 {
            return None;
        }
        let (line, column) = (source.line(), source.column());
        Some(if source.is_eof() {
            Reason::new(
                "the file ends in the middle of a feature: was it cut off?",
                "le fichier s’arrête au milieu d’un objet\u{a0}: a-t-il été coupé\u{202f}?",
            )
        } else {
            Reason::new(
                format!(
                    "from here on the file cannot be read (line {line}, column {column}): mend it there and import it \
                     again"
                ),
                format!(
                    "à partir d’ici le fichier ne se lit plus (ligne {line}, colonne {column})\u{a0}: corrigez-le là et \
                     importez-le de nouveau"
                ),
            )
        })
    }

    fn explain(&mut self, source: serde_json::Error) -> ImportError {
        if let Some(failed) = self.failed.take() {
            return failed;
        }
        if self.meter.is_over() {
            return ImportError::FeatureTooLong {
                number: self.count + 1,
                limit: self.limits.max_feature_bytes,
            };
        }
        if source.is_io() { ImportError::Io(source.into()) } else { ImportError::Json { source } }
    }

    /// Takes what stands where a feature should.
    fn take(&mut self, raw: &RawValue) -> Result<(), ImportError> {
        self.meter.begin_anew();
        if let Ok(members) = serde_json::from_str::<Members>(raw.get()) {
            return self.feature(&members);
        }
        let fault = Reason::new(
            "this is no feature: an object with geometry and properties is needed",
            "ce n’est pas un objet GeoJSON\u{a0}: il faut une géométrie et des propriétés",
        );
        self.unread(raw.get().chars().take(200).collect(), fault)
    }

    /// A row for what could not be read, which goes where a geometry would.
    fn unread(&mut self, text: String, fault: Reason) -> Result<(), ImportError> {
        let place = self.columns.place("geometry").unwrap_or_default();
        self.push(&[(place, text)], &Said { fault, ..Said::default() })
    }

    fn feature(&mut self, members: &Members) -> Result<(), ImportError> {
        let mut row =
            Row { columns: &mut self.columns, cells: Vec::new(), said: Said::default(), own: false };
        let raw = members.get("geometry").unwrap_or("null");
        match geometry::from_json(raw) {
            Shape::None => {}
            Shape::Point(lon, lat, altitude) => {
                row.cells.push((0, lon.to_string()));
                row.cells.push((1, lat.to_string()));
                if let Some(altitude) = altitude.filter(|altitude| *altitude != 0.0) {
                    row.cell("altitude", number::text(altitude));
                }
            }
            Shape::Other(kind) => {
                row.said.remark = geometry::remark(&kind);
                let compact = serde_json::from_str::<Value>(raw).map(|geometry| geometry.to_string());
                row.cell("geometry", compact.unwrap_or_else(|_| raw.to_owned()));
            }
        }
        if let Some(id) = members.get("id") {
            row.value("id", serde_json::from_str(id).unwrap_or_default(), MAX_DEPTH);
        }
        match members.get("properties").map(serde_json::from_str::<Members>) {
            Some(Ok(properties)) => {
                // Our own export is read again as it was written: nothing of it is spread over columns.
                row.own = OWN.iter().all(|name| properties.get(name).is_some());
                for (name, raw) in &properties.0 {
                    row.value(name, serde_json::from_str(raw.get()).unwrap_or_default(), 0);
                }
            }
            Some(Err(_)) if members.get("properties") != Some("null") => {
                row.said.fault = Reason::new(
                    "the properties of this feature are no object",
                    "les propriétés de cet objet ne sont pas un objet JSON",
                );
            }
            _ => {}
        }
        // What stands beside geometry and properties is kept too, but for what only repeats them or leads elsewhere.
        for (name, raw) in &members.0 {
            if !["type", "id", "geometry", "properties", "bbox", "links"].contains(&name.as_str()) {
                row.value(name, serde_json::from_str(raw.get()).unwrap_or_default(), 0);
            }
        }
        let Row { mut cells, mut said, .. } = row;
        if said.fault.en.is_empty() && cells.iter().all(|(_, text)| text.trim().is_empty()) {
            said.fault = Reason::new(
                "this feature says nothing: it has neither geometry nor properties",
                "cet objet ne dit rien\u{a0}: il n’a ni géométrie ni propriétés",
            );
        }
        cells.sort_by_key(|(place, _)| *place);
        cells.dedup_by_key(|(place, _)| *place);
        self.push(&cells, &said)
    }

    fn push(&mut self, cells: &[(u32, String)], said: &Said) -> Result<(), ImportError> {
        self.count += 1;
        if self.count > self.limits.max_rows {
            return Err(ImportError::TooManyRows { limit: self.limits.max_rows });
        }
        self.spool.push(self.count, cells, said)
    }
}

/// Properties that only features of Azalai have together.
const OWN: [&str; 4] = ["place_text", "claims", "rivals", "attributes"];

struct Row<'c> {
    columns: &'c mut Columns,
    cells: Vec<(u32, String)>,
    said: Said,
    own: bool,
}

impl Row<'_> {
    fn cell(&mut self, name: &str, text: String) {
        if let Some(place) = self.columns.place(name) {
            return self.cells.push((place, text));
        }
        let max = self.columns.max;
        self.said.fault = Reason::new(
            format!("the features have more than the {max} columns that are allowed"),
            format!("les objets ont plus que les {max} colonnes permises"),
        );
    }

    fn value(&mut self, name: &str, value: Value, depth: usize) {
        match value {
            // A column is there for every feature, though this one says nothing in it.
            Value::Null => {
                let _ = self.columns.place(name);
            }
            Value::String(text) => self.cell(name, text),
            Value::Bool(truth) => self.cell(name, truth.to_string()),
            Value::Number(number) => self.cell(name, number.to_string()),
            Value::Object(members) if !self.own && depth < MAX_DEPTH => {
                for (key, value) in members {
                    self.value(&format!("{name}.{key}"), value, depth + 1);
                }
            }
            Value::Array(values) if !self.own && values.iter().all(is_scalar) => {
                let texts: Vec<String> = values.iter().map(scalar).collect();
                self.cell(name, texts.join("; "));
            }
            other => self.cell(name, other.to_string()),
        }
    }
}

fn is_scalar(value: &Value) -> bool {
    !matches!(value, Value::Array(_) | Value::Object(_))
}

fn scalar(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// One document: a collection, whose features are taken one by one, or a feature.
struct Document<'f>(&'f mut Features);

impl<'de> DeserializeSeed<'de> for Document<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Document<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a collection of features or a feature")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let features = self.0;
        features.meter.count_anew();
        let mut members = Members(Vec::new());
        let mut is_collection = false;
        while let Some(key) = map.next_key::<String>()? {
            if key == "features" {
                is_collection = true;
                features.is_by_line = false;
                map.next_value_seed(List(features))?;
            } else {
                members.0.push((key, map.next_value()?));
            }
        }
        if is_collection {
            return Ok(());
        }
        if members.get("type") == Some("\"Feature\"") {
            let taken = features.feature(&members);
            return features.checked(taken);
        }
        features.other = Some(members.get("type").unwrap_or_default().chars().take(40).collect());
        if features.count > 0 {
            return Err(A::Error::custom("this is no feature"));
        }
        Ok(())
    }
}

impl Features {
    fn checked<E: serde::de::Error>(&mut self, taken: Result<(), ImportError>) -> Result<(), E> {
        taken.map_err(|error| {
            self.failed = Some(error);
            E::custom("the features cannot be laid out")
        })
    }
}

/// The features of a collection.
struct List<'f>(&'f mut Features);

impl<'de> DeserializeSeed<'de> for List<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for List<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of features")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while let Some(raw) = list.next_element::<Box<RawValue>>()? {
            let taken = self.0.take(&raw);
            self.0.checked(taken)?;
        }
        Ok(())
    }
}

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Each;

        impl<'de> Visitor<'de> for Each {
            type Value = Members;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(Each)
    }
}
