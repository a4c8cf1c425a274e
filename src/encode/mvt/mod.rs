//! Mapbox Vector Tiles (specification 2.1) of points.
//!
//! In: points on a tile's own grid, each with its attributes. Out: the bytes of a tile with one layer. It must not
//! know where on the globe a tile lies, nor what the attributes mean.
//!
//! The crate `mvt` was weighed and left: it looks every value up among those before it, one by one, and every event
//! has an id of its own; a tile of a few hundred thousand events would take minutes. What is left of the format for
//! points is below in a screen of code.

mod wire;

#[cfg(test)]
pub(super) mod read;
#[cfg(test)]
mod tests;

use hashbrown::HashMap;
use wire::{bytes_field, length_of, number_field, put_bytes, put_number, zigzag};

/// Media type of a vector tile.
pub const MEDIA_TYPE: &str = "application/vnd.mapbox-vector-tile";

// Field numbers and types of the specification, section 4.
const TILE_LAYERS: u32 = 3;
const LAYER_NAME: u32 = 1;
const LAYER_FEATURES: u32 = 2;
const LAYER_KEYS: u32 = 3;
const LAYER_VALUES: u32 = 4;
const LAYER_EXTENT: u32 = 5;
const LAYER_VERSION: u32 = 15;
const FEATURE_ID: u32 = 1;
const FEATURE_TAGS: u32 = 2;
const FEATURE_TYPE: u32 = 3;
const FEATURE_GEOMETRY: u32 = 4;
const VALUE_TEXT: u32 = 1;
const VALUE_DOUBLE: u32 = 3;
const VALUE_WHOLE: u32 = 5;
const VERSION: u64 = 2;
const TYPE_POINT: u64 = 1;
/// One `MoveTo`.
const MOVE_TO_ONCE: u64 = 1 | 1 << 3;

/// A value of an attribute, by its number in the layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ValueNumber(u64);

/// A layer of points that is being written. Its bytes grow as points come; nothing of a point is kept besides.
#[derive(Debug)]
pub struct PointLayer {
    name: String,
    extent: u32,
    keys: Vec<u8>,
    /// Encoded values, and how many there are.
    values: Vec<u8>,
    value_count: u64,
    /// Texts that come again.
    texts: HashMap<Box<str>, ValueNumber>,
    /// Numbers that come again, by their bits; whole ones apart.
    doubles: HashMap<u64, ValueNumber>,
    wholes: HashMap<u64, ValueNumber>,
    features: Vec<u8>,
    feature_count: usize,
}

impl PointLayer {
    /// An empty layer. The grid has `extent` units from edge to edge; the names of attributes are counted from 0 as
    /// they stand in `keys`.
    pub fn new(name: &str, extent: u32, keys: &[&str]) -> Self {
        let mut encoded = Vec::new();
        for key in keys {
            put_bytes(&mut encoded, LAYER_KEYS, key.as_bytes());
        }
        Self {
            name: name.to_owned(),
            extent,
            keys: encoded,
            values: Vec::new(),
            value_count: 0,
            texts: HashMap::new(),
            doubles: HashMap::new(),
            wholes: HashMap::new(),
            features: Vec::new(),
            feature_count: 0,
        }
    }

    /// How many points it has.
    pub fn len(&self) -> usize {
        self.feature_count
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.feature_count == 0
    }

    /// A text that only this point has: it is not looked for among the others.
    pub fn unique_text(&mut self, text: &str) -> ValueNumber {
        // A text's own header, then the value's around it.
        let inner = 1 + length_of(text.len() as u64) + text.len();
        put_number(&mut self.values, bytes_field(LAYER_VALUES));
        put_number(&mut self.values, inner as u64);
        put_bytes(&mut self.values, VALUE_TEXT, text.as_bytes());
        self.next_value()
    }

    /// A text that other points may have too.
    pub fn text(&mut self, text: &str) -> ValueNumber {
        if let Some(known) = self.texts.get(text) {
            return *known;
        }
        let number = self.unique_text(text);
        self.texts.insert(text.into(), number);
        number
    }

    /// A number.
    pub fn double(&mut self, number: f64) -> ValueNumber {
        if let Some(known) = self.doubles.get(&number.to_bits()) {
            return *known;
        }
        put_number(&mut self.values, bytes_field(LAYER_VALUES));
        put_number(&mut self.values, 9);
        put_number(&mut self.values, wire::fixed64_field(VALUE_DOUBLE));
        self.values.extend_from_slice(&number.to_le_bytes());
        let value = self.next_value();
        self.doubles.insert(number.to_bits(), value);
        value
    }

    /// A whole number.
    pub fn whole(&mut self, number: u64) -> ValueNumber {
        if let Some(known) = self.wholes.get(&number) {
            return *known;
        }
        put_number(&mut self.values, bytes_field(LAYER_VALUES));
        put_number(&mut self.values, 1 + length_of(number) as u64);
        put_number(&mut self.values, number_field(VALUE_WHOLE));
        put_number(&mut self.values, number);
        let value = self.next_value();
        self.wholes.insert(number, value);
        value
    }

    fn next_value(&mut self) -> ValueNumber {
        let number = ValueNumber(self.value_count);
        self.value_count += 1;
        number
    }

    /// Adds a point: its number, its place on the grid (x to the east, y to the south, outside of the tile in its
    /// margin), and per name of an attribute its value; what a point does not have is `None`.
    pub fn point(&mut self, id: u64, [x, y]: [i32; 2], values: &[Option<ValueNumber>]) {
        let tags = || (0_u64..).zip(values).filter_map(|(key, value)| Some((key, (*value)?.0)));
        let tags_length: usize = tags().map(|(key, value)| length_of(key) + length_of(value)).sum();
        let (x, y) = (zigzag(x), zigzag(y));
        let geometry_length = length_of(MOVE_TO_ONCE) + length_of(x) + length_of(y);
        // Every field number of a feature fits one byte.
        let length = 1
            + length_of(id)
            + (1 + length_of(tags_length as u64) + tags_length)
            + 2
            + (1 + length_of(geometry_length as u64) + geometry_length);
        let out = &mut self.features;
        put_number(out, bytes_field(LAYER_FEATURES));
        put_number(out, length as u64);
        put_number(out, number_field(FEATURE_ID));
        put_number(out, id);
        put_number(out, bytes_field(FEATURE_TAGS));
        put_number(out, tags_length as u64);
        for (key, value) in tags() {
            put_number(out, key);
            put_number(out, value);
        }
        put_number(out, number_field(FEATURE_TYPE));
        put_number(out, TYPE_POINT);
        put_number(out, bytes_field(FEATURE_GEOMETRY));
        put_number(out, geometry_length as u64);
        put_number(out, MOVE_TO_ONCE);
        put_number(out, x);
        put_number(out, y);
        self.feature_count += 1;
    }

    /// The tile. Without a point it has no layer either, and no byte: so the specification has it.
    pub fn into_tile(self) -> Vec<u8> {
        if self.is_empty() {
            return Vec::new();
        }
        let mut head = Vec::new();
        put_number(&mut head, number_field(LAYER_VERSION));
        put_number(&mut head, VERSION);
        put_bytes(&mut head, LAYER_NAME, self.name.as_bytes());
        let mut tail = Vec::new();
        put_number(&mut tail, number_field(LAYER_EXTENT));
        put_number(&mut tail, u64::from(self.extent));
        let parts = [&head, &self.features, &self.keys, &self.values, &tail];
        let length: usize = parts.iter().map(|part| part.len()).sum();
        let mut tile = Vec::with_capacity(length + 11);
        put_number(&mut tile, bytes_field(TILE_LAYERS));
        put_number(&mut tile, length as u64);
        for part in parts {
            tile.extend_from_slice(part);
        }
        tile
    }
}
