//! Which events of an import may be events that other lists told before.
//!
//! In: an import's transaction after its rows. Out: pairs for a person to decide. It must not merge anything.
//!
//! Two events are proposed when they have one kind, their dates overlap and their places are no farther apart than the
//! two are uncertain ([`Gap`](super::gap::Gap)). The smaller of the two sides, the import's own events or all others, is
//! held in an R-tree of box and kind, some 100 bytes an event; the other side is streamed past it.

use super::gap::{Gap, MAX_WINDOW_KM, Spot, slack_days};
use crate::event::{Event, Identity, Kind, LonLat};
use crate::store::{EventStore, EventWindow, ImportTransaction, PairTransaction, StoreError};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Of an event so many pairs are proposed in one import, the nearest in time and then in place. With more the kind, the
/// day and the place say too little: a person would read the same pair again and again.
pub const MAX_PAIRS_PER_EVENT: usize = 5;
/// So many pairs one import proposes; nobody decides on more.
pub const MAX_PAIRS_PER_IMPORT: usize = 20_000;
/// An event is compared with so many others at most: a list that dates all of its rows to one day in one town would
/// else take hours.
const MAX_COMPARED: usize = 1_000;
/// So many pairs are held before the nearest are chosen.
const MAX_HELD: usize = 250_000;

/// Kilometres of one degree of latitude.
const KM_PER_DEGREE: f64 = 111.2;
/// Kinds lie so far apart on their axis that boxes of two never meet.
const KIND_STEP: f32 = 10.0;
/// Events without a point stand where no place is, each name at a place of its own.
const OFF_THE_MAP: f32 = 1_000.0;

/// Names of the lists that were imported before, by the numbers of the imports.
#[derive(Debug, Default)]
pub(in crate::service) struct Lists(HashMap<i64, String>);

/// What was proposed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::service) struct Proposed {
    /// New pairs.
    pub(in crate::service) pairs: u64,
    /// Pairs left out, at least.
    pub(in crate::service) omitted: u64,
}

/// An event in the few bytes that comparing takes.
#[derive(Debug, Clone, Copy)]
struct Compact {
    fid: u64,
    kind: Kind,
    spot: Spot,
    /// Of the place's name, where there is no point.
    name: u32,
    /// Whose ids the event has; 0 when it has none.
    source: u32,
}

/// A pair under consideration: days apart, metres apart, the two events, and how near they are in thousandths.
type Held = (i32, u32, u64, u64, u16);

impl Lists {
    /// Reads them; before the transaction begins, since a store in memory cannot be read during one.
    pub(in crate::service) fn of(store: &dyn EventStore) -> Result<Self, StoreError> {
        let lists = store.imported_lists()?.into_iter();
        Ok(Self(lists.map(|imported| (imported.import_id, imported.list)).collect()))
    }
}

/// Proposes pairs of the events that an import wrote and those of others.
pub(in crate::service) fn propose(
    transaction: &mut dyn ImportTransaction,
    list: &str,
    lists: &Lists,
) -> Result<Proposed, StoreError> {
    // What was proposed of an event as it was before. The bounds on pairs are for new ones.
    transaction.set_aside(&mut may_be_one)?;
    compare(transaction, list, lists)
}

/// Proposes pairs of the events that a transaction wrote and those of others; `list` is that of its own.
pub(in crate::service) fn compare(
    transaction: &mut dyn PairTransaction,
    list: &str,
    lists: &Lists,
) -> Result<Proposed, StoreError> {
    let (own, others) = transaction.window_counts()?;
    if own == 0 || others == 0 {
        return Ok(Proposed::default());
    }
    let mut sources = Sources::default();
    let hold_own = own <= others;
    let mut held_side = Vec::with_capacity(usize::try_from(own.min(others)).unwrap_or(0));
    transaction.windows(hold_own, &mut |window| {
        held_side.extend(sources.compact(&window, list, lists));
    })?;
    let tree = RTree::bulk_load(
        held_side.iter().enumerate().map(|(at, event)| GeomWithData::new(bounds(event), at)).collect(),
    );
    let held_source = one_source(&held_side);
    let (mut found, mut omitted) = (Vec::<Held>::new(), 0);
    transaction.windows(!hold_own, &mut |window| {
        let Some(event) = sources.compact(&window, list, lists) else { return };
        // Nothing else can come of it: a week of a source beside its own years, or no room for one pair more.
        let is_full = found.len() == MAX_HELD && omitted > 0;
        if is_full || (event.source != 0 && held_source == Some(event.source)) {
            return;
        }
        let mut near = nearest(&event, &tree, &held_side);
        omitted += near.len().saturating_sub(MAX_PAIRS_PER_EVENT) as u64;
        near.truncate(MAX_PAIRS_PER_EVENT);
        let room = MAX_HELD - found.len();
        omitted += near.len().saturating_sub(room) as u64;
        near.truncate(room);
        found.append(&mut near);
    })?;
    found.sort_unstable();
    keep(transaction, &found, omitted)
}

/// The source of all these events, where it is one.
fn one_source(events: &[Compact]) -> Option<u32> {
    let first = events.first()?.source;
    events.iter().all(|event| event.source == first).then_some(first)
}

/// Whether two events of a pair are still as alike as those that are proposed.
fn may_be_one(one: &Event, other: &Event) -> bool {
    let (Some(spot), Some(other_spot)) = (Spot::of(one), Spot::of(other)) else { return false };
    let is_one_place = match (spot.point, other_spot.point) {
        (Some(_), Some(_)) => true,
        (None, None) => crate::event::fold(&one.place.name) == crate::event::fold(&other.place.name),
        _ => false,
    };
    one.kind == other.kind && is_one_place && Gap::between(&spot, &other_spot).is_within()
}

/// The events that one may be, the nearest first.
fn nearest(
    event: &Compact,
    tree: &RTree<GeomWithData<Rectangle<[f32; 4]>, usize>>,
    others: &[Compact],
) -> Vec<Held> {
    let mut near: Vec<Held> = tree
        .locate_in_envelope_intersecting(envelope(event))
        .take(MAX_COMPARED)
        .filter_map(|found| {
            let other = others.get(found.data)?;
            let is_of_one_source = event.source != 0 && event.source == other.source;
            if event.kind != other.kind || event.name != other.name || is_of_one_source {
                return None;
            }
            let gap = Gap::between(&event.spot, &other.spot);
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "metres on the globe"
            )]
            let metres = (gap.distance_km.unwrap_or_default() * 1000.0) as u32;
            gap.is_within().then_some((gap.days_apart, metres, event.fid, other.fid, gap.thousandths()))
        })
        .collect();
    near.sort_unstable();
    near
}

/// Proposes what was found, the nearest first, and no more of any event than a person can use.
fn keep(
    transaction: &mut dyn PairTransaction,
    found: &[Held],
    mut omitted: u64,
) -> Result<Proposed, StoreError> {
    let mut counts: HashMap<u64, usize> = HashMap::new();
    let mut pairs = 0;
    for &(_, _, one, other, near) in found {
        let has_room = |fid: u64| counts.get(&fid).copied().unwrap_or_default() < MAX_PAIRS_PER_EVENT;
        if pairs >= MAX_PAIRS_PER_IMPORT || !has_room(one) || !has_room(other) {
            omitted += 1;
        } else if transaction.propose(one, other, f64::from(near) / 1000.0)? {
            pairs += 1;
            *counts.entry(one).or_default() += 1;
            *counts.entry(other).or_default() += 1;
        }
    }
    Ok(Proposed { pairs: pairs as u64, omitted })
}

/// Sources by numbers.
#[derive(Default)]
struct Sources(HashMap<String, u32>);

impl Sources {
    fn compact(&mut self, window: &EventWindow, own_list: &str, lists: &Lists) -> Option<Compact> {
        let EventWindow { fid, kind, days, date_precision, point, radius_m, .. } = *window;
        let name = match (point, &window.place) {
            (Some(_), _) => 0,
            // Nothing says where it was.
            (None, None) => return None,
            (None, Some(name)) => number_of(&crate::event::fold(name)),
        };
        let source = window.scope.as_deref().map_or(0, |scope| {
            let list = window.import_id.and_then(|id| lists.0.get(&id)).map_or(own_list, String::as_str);
            let next = u32::try_from(self.0.len() + 1).unwrap_or(u32::MAX);
            *self.0.entry(Identity::source_of(scope, list).into_owned()).or_insert(next)
        });
        let spot = Spot { days, slack_days: slack_days(date_precision), point, radius_m };
        Some(Compact { fid, kind, spot, name, source })
    }
}

fn number_of(name: &str) -> u32 {
    let mut hasher = DefaultHasher::new();
    name.hash(&mut hasher);
    // Never 0, which stands for a point.
    u32::try_from(hasher.finish() >> 32).unwrap_or_default().max(1)
}

fn bounds(event: &Compact) -> Rectangle<[f32; 4]> {
    Rectangle::from_aabb(envelope(event))
}

/// Where and when an event may have been, half of the floor and its own uncertainty around it: boxes of two events that
/// may be one meet. Numbers of 32 bits are exact to some metres, and the gap is computed from the full ones.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "boxes are a little too large"
)]
fn envelope(event: &Compact) -> AABB<[f32; 4]> {
    let Spot { days: (first, last), slack_days, point, radius_m } = event.spot;
    let kind = f32::from(kind_number(event.kind)) * KIND_STEP;
    let days = [(first - slack_days) as f32, (last + slack_days) as f32];
    let Some(point) = point else {
        let [high, low] = [event.name >> 16, event.name & 0xffff].map(|half| OFF_THE_MAP + half as f32);
        return AABB::from_corners([high, low, days[0], kind], [high, low, days[1], kind]);
    };
    let km = (radius_m / 1000.0 + super::gap::FLOOR_KM).min(MAX_WINDOW_KM);
    let up = km / KM_PER_DEGREE;
    let aside = up / point.lat().to_radians().cos().max(0.01);
    let corner = |sign: f64| {
        let [x, y] = LonLat::to_array(point);
        [(x + sign * aside) as f32, (y + sign * up) as f32]
    };
    let ([west, south], [east, north]) = (corner(-1.0), corner(1.0));
    AABB::from_corners([west, south, days[0], kind], [east, north, days[1], kind])
}

fn kind_number(kind: Kind) -> u8 {
    Kind::ALL.iter().position(|one| *one == kind).and_then(|at| u8::try_from(at).ok()).unwrap_or(u8::MAX)
}
