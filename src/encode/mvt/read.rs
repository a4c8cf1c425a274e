//! Reads tiles of points back, for tests: written from the specification and not from the writer.
//!
//! In: the bytes of a tile. Out: its layer. It must not share code with what it checks.

use std::collections::BTreeMap;

/// A value of an attribute.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Text(String),
    Double(f64),
    Whole(u64),
}

/// A point with its attributes.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Point {
    pub(crate) id: u64,
    pub(crate) at: [i32; 2],
    pub(crate) tags: BTreeMap<String, Value>,
}

/// A layer.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Layer {
    pub(crate) version: u64,
    pub(crate) name: String,
    pub(crate) extent: u64,
    pub(crate) points: Vec<Point>,
}

enum Field<'a> {
    Number(u64),
    Eight([u8; 8]),
    Bytes(&'a [u8]),
}

/// The only layer of a tile; `None` for a tile without any.
pub(crate) fn layer(tile: &[u8]) -> Option<Layer> {
    let mut fields = fields(tile);
    let (number, Field::Bytes(bytes)) = fields.pop()? else { panic!("a layer is bytes") };
    assert_eq!((number, fields.len()), (3, 0), "one layer and nothing else");
    Some(read_layer(bytes))
}

fn read_layer(bytes: &[u8]) -> Layer {
    let (mut layer, mut keys, mut values, mut features) = (Layer::default(), vec![], vec![], vec![]);
    for field in fields(bytes) {
        match field {
            (15, Field::Number(version)) => layer.version = version,
            (1, Field::Bytes(name)) => layer.name = text(name),
            (2, Field::Bytes(feature)) => features.push(feature),
            (3, Field::Bytes(key)) => keys.push(text(key)),
            (4, Field::Bytes(one)) => values.push(value(one)),
            (5, Field::Number(extent)) => layer.extent = extent,
            (other, _) => panic!("field {other} in a layer"),
        }
    }
    layer.points = features.into_iter().map(|feature| point(feature, &keys, &values)).collect();
    layer
}

fn point(bytes: &[u8], keys: &[String], values: &[Value]) -> Point {
    let (mut id, mut tags, mut kind, mut geometry) = (None, vec![], 0, vec![]);
    for field in fields(bytes) {
        match field {
            (1, Field::Number(number)) => id = Some(number),
            (2, Field::Bytes(bytes)) => tags = numbers(bytes),
            (3, Field::Number(number)) => kind = number,
            (4, Field::Bytes(bytes)) => geometry = numbers(bytes),
            (other, _) => panic!("field {other} in a feature"),
        }
    }
    assert_eq!((kind, geometry.len(), geometry[0]), (1, 3, 9), "one point");
    let unzigzag = |n: u64| ((n >> 1) as i32) ^ -((n & 1) as i32);
    let tags =
        tags.chunks_exact(2).map(|tag| (keys[tag[0] as usize].clone(), values[tag[1] as usize].clone()));
    Point { id: id.unwrap(), at: [unzigzag(geometry[1]), unzigzag(geometry[2])], tags: tags.collect() }
}

fn value(bytes: &[u8]) -> Value {
    match fields(bytes).as_slice() {
        [(1, Field::Bytes(bytes))] => Value::Text(text(bytes)),
        [(3, Field::Eight(bytes))] => Value::Double(f64::from_le_bytes(*bytes)),
        [(5, Field::Number(number))] => Value::Whole(*number),
        _ => panic!("a value is one of three"),
    }
}

fn fields(mut bytes: &[u8]) -> Vec<(u64, Field<'_>)> {
    let mut found = Vec::new();
    while !bytes.is_empty() {
        let head = take_number(&mut bytes);
        let field = match head & 7 {
            0 => Field::Number(take_number(&mut bytes)),
            1 => {
                let (eight, rest) = bytes.split_at(8);
                bytes = rest;
                Field::Eight(eight.try_into().unwrap())
            }
            2 => {
                let length = take_number(&mut bytes) as usize;
                let (taken, rest) = bytes.split_at(length);
                bytes = rest;
                Field::Bytes(taken)
            }
            other => panic!("wire type {other}"),
        };
        found.push((head >> 3, field));
    }
    found
}

fn numbers(mut bytes: &[u8]) -> Vec<u64> {
    let mut found = Vec::new();
    while !bytes.is_empty() {
        found.push(take_number(&mut bytes));
    }
    found
}

fn take_number(bytes: &mut &[u8]) -> u64 {
    let mut number = 0;
    for place in 0.. {
        let (first, rest) = bytes.split_first().expect("a number ends");
        *bytes = rest;
        number |= u64::from(first & 0x7f) << (7 * place);
        if first & 0x80 == 0 {
            break;
        }
    }
    number
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}
