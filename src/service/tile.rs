//! Vector tiles of events.
//!
//! In: the points of a tile. Out: its bytes. It must not know which events it has, nor where the tile lies.

use crate::encode::Rounded;
use crate::encode::mvt::{PointLayer, ValueNumber};
use crate::event::{DAY_MS, date_of_day};
use crate::index::{TILE_EXTENT, TileColumn, TilePoints};
use hashbrown::HashMap;

/// The only layer of a tile.
pub const TILE_LAYER: &str = "events";

/// What a tile says of an event, with what it means.
pub const TILE_FIELDS: [(&str, &str); 5] = [
    ("id", "The event's id, as in /collections/events/items/{id}"),
    ("kind", "What happened, in one word"),
    ("day", "The first day, as 2023-10-01; not there when the date is not known"),
    ("p", "Probability that the place is right, 0 to 1, to two decimals"),
    ("precision", "How exactly the place is known, 1 exact to 6 country"),
];

/// The attributes that are asked of the index for it, in this order.
pub(super) const ATTRIBUTES: [&str; 3] = ["kind", "p", "precision"];

/// Decimals of a probability: a symbol cannot show more, and few values make a small tile.
const P_DIGITS: i32 = 2;

/// The bytes of the tile that has these points, with their values of kind, p and precision in this order.
pub fn encode(points: &TilePoints) -> Vec<u8> {
    let mut layer = PointLayer::new(TILE_LAYER, TILE_EXTENT, &TILE_FIELDS.map(|(name, _)| name));
    let mut days = HashMap::new();
    let column = |number: usize| points.columns.get(number).unwrap_or(&TileColumn::None);
    let (kinds, p, precision) = (column(0), column(1), column(2));
    let kinds = match kinds {
        TileColumn::Texts(codes, texts) => {
            Some((codes, texts.iter().map(|kind| layer.text(kind)).collect::<Vec<_>>()))
        }
        _ => None,
    };
    let number = |column: &TileColumn, at: usize| match column {
        TileColumn::Numbers(numbers) => numbers.get(at).copied().filter(|number| number.is_finite()),
        _ => None,
    };
    let rows =
        points.orders.iter().zip(points.ids()).zip(points.places.iter().zip(&points.starts)).enumerate();
    for (at, ((order, id), (place, start))) in rows {
        let values = [
            Some(layer.unique_text(id)),
            kinds.as_ref().and_then(|(codes, kinds)| kinds.get(*codes.get(at)? as usize).copied()),
            start.and_then(|start| {
                *days.entry(start.div_euclid(DAY_MS)).or_insert_with_key(|day| text(*day, &mut layer))
            }),
            number(p, at).map(|p| layer.double(Rounded::new(p, P_DIGITS).value())),
            number(precision, at).map(|code| layer.whole(code as u64)),
        ];
        layer.point(*order, *place, &values);
    }
    layer.into_tile()
}

/// A day as a text; `None` for one that no calendar has.
fn text(day: i64, layer: &mut PointLayer) -> Option<ValueNumber> {
    date_of_day(day).map(|date| layer.text(&date.to_string()))
}
