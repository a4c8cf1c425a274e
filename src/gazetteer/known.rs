//! The localities that are known when a pack is laid over them.
//!
//! In: the localities of the layers below. Out: which of them a place of the pack is. It must not know units.

use super::pack::{LOCAL, PackPlace};
use super::space::PlaceTree;
use super::{Locality, LocalityKind, distance_m, plain_key, sahel_key};
use crate::event::LonLat;
use hashbrown::{HashMap, HashSet};

/// Places of two sources with one name are one place when they are nearer than this.
const SAME_NAME_M: f64 = 5_000.0;
/// The same where the names agree only after the Sahel fold.
const LIKE_NAME_M: f64 = 2_500.0;
/// One feature of one source cannot have moved farther; then the sources contradict each other.
const SAME_FEATURE_M: f64 = 20_000.0;

/// The localities of the layers below, by id and by position.
pub(super) struct Known<'a> {
    localities: &'a [Locality],
    by_geonames: HashMap<u64, u32>,
    tree: PlaceTree,
    /// Cells within reach of a locality: most places of a country's dump lie in none, and need no tree.
    reached: HashSet<[i32; 2]>,
}

impl<'a> Known<'a> {
    pub(super) fn new(localities: &'a [Locality]) -> Self {
        let by_geonames =
            localities.iter().zip(0..).filter_map(|(one, number)| Some((one.geonames_id?, number))).collect();
        let tree = PlaceTree::new(localities.iter().map(|one| one.point));
        let reached = localities.iter().flat_map(|one| cells_within(one.point, SAME_NAME_M)).collect();
        Self { localities, by_geonames, tree, reached }
    }

    fn get(&self, number: u32) -> Option<&Locality> {
        self.localities.get(number as usize)
    }

    /// The locality that a place of a pack is.
    pub(super) fn find(&self, place: &PackPlace, layer: &str, conflicts: &mut Vec<String>) -> Option<u32> {
        if let Some(number) = geonames_id(place).and_then(|id| self.by_geonames.get(&id).copied()) {
            let away = distance_m(self.get(number)?.point, place.point);
            if away <= SAME_FEATURE_M {
                return Some(number);
            }
            conflicts.push(format!("{:.0} km from the same feature of an earlier layer", away / 1_000.0));
            return None;
        }
        // A learned place says where one list puts a name; it must not lend its weight to what is known.
        if layer == LOCAL || !self.reached.contains(&cell(place.point)) {
            return None;
        }
        let mut keys: Option<[String; 2]> = None;
        let mut best: Option<(f64, u32)> = None;
        for number in self.tree.about(place.point, SAME_NAME_M) {
            let Some(other) = self.get(number) else { continue };
            if is_settled(other.kind) != is_settled(place.kind) {
                continue;
            }
            let [plain, sahel] = keys.get_or_insert_with(|| {
                let plain = plain_key(&place.name);
                let sahel = sahel_key(&plain);
                [plain, sahel]
            });
            let away = distance_m(other.point, place.point);
            let agrees = other.names().any(|name| {
                let key = plain_key(name);
                key == *plain || (away <= LIKE_NAME_M && sahel_key(&key) == *sahel)
            });
            if agrees && away <= SAME_NAME_M && best.is_none_or(|(least, _)| away < least) {
                best = Some((away, number));
            }
        }
        best.map(|(_, number)| number)
    }
}

/// Cells of a twentieth of a degree, as wide as a name reaches.
const CELLS_PER_DEGREE: f64 = 20.0;

fn cell(at: LonLat) -> [i32; 2] {
    [at.lon(), at.lat()].map(|degrees| (degrees * CELLS_PER_DEGREE).floor() as i32)
}

/// The cells that a circle touches, and some more.
fn cells_within(at: LonLat, radius_m: f64) -> impl Iterator<Item = [i32; 2]> {
    // A degree of latitude is at least 110.5 km.
    let north = radius_m / 110_000.0;
    let east = north / at.lat().to_radians().cos().max(0.01);
    let range = |middle: f64, reach: f64| {
        let [first, last] =
            [middle - reach, middle + reach].map(|edge| (edge * CELLS_PER_DEGREE).floor() as i32);
        first..=last
    };
    range(at.lon(), east).flat_map(move |column| range(at.lat(), north).map(move |row| [column, row]))
}

/// Whether people live at such a place: a village and the marsh it is named for are two things.
fn is_settled(kind: LocalityKind) -> bool {
    use LocalityKind as K;
    !matches!(kind, K::Water | K::Relief | K::Tract | K::Site | K::Well | K::Unit)
}

/// The number of a place in GeoNames, where it is from there.
pub(super) fn geonames_id(place: &PackPlace) -> Option<u64> {
    place.id.strip_prefix("geonames:").and_then(|id| id.parse().ok())
}
