//! Packs laid over the seed: what is the same place, and what is new.
//!
//! In: the localities that are known and the places of packs. Out: one list of localities, each place once with all
//! that attest it, and a report. It must not read files.

use super::division::{Division, Within};
use super::ground::{Grounds, SAME_CERCLE_M, coarse_region};
use super::pack::{LOCAL, Pack, PackPlace};
use super::space::PlaceTree;
use super::unit::unit_key;
use super::{Level, Locality, LocalityKind, Region, Unit, distance_m, plain_key, sahel_key};
use crate::event::LonLat;
use serde::Serialize;
use std::collections::HashMap;

/// Places of two sources with one name are one place when they are nearer than this.
const SAME_NAME_M: f64 = 5_000.0;
/// The same where the names agree only after the Sahel fold.
const LIKE_NAME_M: f64 = 2_500.0;
/// One feature of one source cannot have moved farther; then the sources contradict each other.
const SAME_FEATURE_M: f64 = 20_000.0;
/// A source's own region is contradicted by a polygon only when the point is farther from it than this.
const CODED_REGION_M: f64 = 20_000.0;
/// So many conflicts are told one by one.
const MAX_CONFLICTS: usize = 200;

/// What became of the places of packs.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct MergeReport {
    /// Per pack, in their order.
    pub packs: Vec<PackMerge>,
}

/// What became of the places of one pack.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct PackMerge {
    /// Name of the pack.
    pub pack: String,
    /// Places that no earlier layer had.
    pub new: usize,
    /// Places that an earlier layer has: they gained a source and names.
    pub same: usize,
    /// Points of administrative units that are known.
    pub units: usize,
    /// Shapes that were joined to a unit.
    pub shapes: usize,
    /// Shapes whose unit no edition knows, as "commune Alata".
    pub unknown_shapes: Vec<String>,
    /// Contradictions, the first 200 of them.
    pub conflicts: Vec<Conflict>,
    /// All contradictions.
    pub conflict_count: usize,
}

/// A place of which sources say different things. The place is kept; its position decides its units.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Conflict {
    /// Id in the pack.
    pub id: String,
    /// Name in the pack.
    pub name: String,
    /// What is wrong, in words.
    pub what: String,
}

/// What merging makes, beside the localities.
#[derive(Debug)]
pub(super) struct Merged {
    pub(super) report: MergeReport,
    /// Points and names that packs give to units: unit, point, names.
    pub(super) units: Vec<(u32, LonLat, Vec<String>)>,
}

pub(super) struct Merging<'a> {
    pub(super) units: &'a [Unit],
    pub(super) regions: &'a [Region],
    pub(super) grounds: &'a Grounds,
    pub(super) seed: usize,
}

impl Merging<'_> {
    /// Lays the packs over the localities, in their order.
    pub(super) fn run(
        &self,
        packs: &[Pack],
        localities: &mut Vec<Locality>,
        division: &mut Division,
    ) -> Merged {
        let mut merged = Merged { report: MergeReport::default(), units: Vec::new() };
        let finder = UnitFinder::new(self.units);
        for pack in packs {
            let mut told = PackMerge { pack: pack.name.clone(), ..PackMerge::default() };
            // Packs of shapes only have nothing to compare, and the tree of a whole country takes its time.
            let known = if pack.places.is_empty() { Known::new(&[]) } else { Known::new(localities) };
            // What a pack says twice stays two places: its authors have told them apart.
            let mut fresh = Vec::new();
            for place in &pack.places {
                if let Some(level) = place.level
                    && is_malian(place)
                    && let Some(numbers) = finder.find(place, level)
                {
                    told.units += 1;
                    let names: Vec<String> =
                        std::iter::once(&place.name).chain(&place.aliases).cloned().collect();
                    merged.units.extend(numbers.iter().map(|number| (*number, place.point, names.clone())));
                } else if let Some(number) = known.find(place, pack, localities, &mut told) {
                    told.same += 1;
                    if let Some(locality) = localities.get_mut(number as usize) {
                        join(locality, place, pack);
                    }
                } else {
                    fresh.push(place);
                }
            }
            told.new = fresh.len();
            // Thousands of places name the same nine regions.
            let mut regions: HashMap<&str, Option<u32>> = HashMap::new();
            for place in fresh {
                let said = place
                    .region
                    .as_deref()
                    .and_then(|name| *regions.entry(name).or_insert_with(|| finder.region(name)));
                let within = self.within(place, said, &known, division, &mut told);
                division.push(within);
                localities.push(self.locality(place, pack, within));
            }
            told.shapes = pack.shapes.len();
            for (_, level, name) in self.grounds.unknown.iter().filter(|(of, _, _)| *of == pack.name) {
                told.unknown_shapes.push(format!("{} {name}", level.word()));
            }
            told.shapes -= told.unknown_shapes.len();
            merged.report.packs.push(told);
        }
        merged
    }

    /// The units of a place that is new: by the polygons of packs, else by the generalised regions and the
    /// nearest curated place.
    fn within(
        &self,
        place: &PackPlace,
        said: Option<u32>,
        known: &Known,
        division: &Division,
        told: &mut PackMerge,
    ) -> [Within; 3] {
        if !is_malian(place) {
            return [Within::default(); 3];
        }
        if let Some(within) = self.grounds.units_at(place.point) {
            // Most are where their source says; only the others are worth measuring.
            if within.iter().all(|one| one.region != said) {
                self.check_region(place, said, told);
            }
            return within;
        }
        let by_id = |id: &str| division.number(id);
        let Some(region) = coarse_region(self.regions, place.point, said, by_id) else {
            return [Within::default(); 3];
        };
        let unit = division.number(&region.unit);
        if said.is_some() && said != unit {
            told.conflict(
                place,
                format!("coded in {}, lies in {}", place.region.as_deref().unwrap_or_default(), region.name),
            );
        }
        let near = known.nearest_seed(place.point, self.seed).filter(|(_, away)| *away <= SAME_CERCLE_M);
        let like =
            near.map(|(number, _)| division.within(number)).filter(|[before, ..]| before.region == unit);
        match like {
            // Its commune is not known by a neighbour.
            Some(within) => within.map(|one| Within { commune: None, ..one }),
            None => [Within { region: unit, ..Within::default() }, Within::default(), Within::default()],
        }
    }

    /// Tells of a place whose source puts it into another region than the one it lies in.
    fn check_region(&self, place: &PackPlace, said: Option<u32>, told: &mut PackMerge) {
        let Some(said) = said else { return };
        let away = self.grounds.distance_m(said, place.point);
        if let Some(away) = away.filter(|away| *away > CODED_REGION_M) {
            let name = place.region.as_deref().unwrap_or_default();
            told.conflict(place, format!("coded in {name}, lies {:.0} km outside it", away / 1_000.0));
        }
    }

    fn locality(&self, place: &PackPlace, pack: &Pack, [_, until, since]: [Within; 3]) -> Locality {
        let name = |unit: Option<u32>| {
            unit.and_then(|number| self.units.get(number as usize)).map(|unit| unit.name.clone())
        };
        Locality {
            id: place.id.clone(),
            name: place.name.clone(),
            aliases: place.aliases.clone(),
            kind: place.kind,
            point: place.point,
            population: place.population,
            region: name(until.region),
            cercle: name(until.cercle),
            commune: name(until.commune),
            region_2023: name(since.region),
            cercle_2023: name(since.cercle),
            geonames_id: geonames_id(place),
            sources: vec![attested_by(place, pack)],
            country: place.country.clone(),
            layer: pack.name.as_str().into(),
        }
    }
}

impl PackMerge {
    fn conflict(&mut self, place: &PackPlace, what: String) {
        self.conflict_count += 1;
        if self.conflicts.len() < MAX_CONFLICTS {
            self.conflicts.push(Conflict { id: place.id.clone(), name: place.name.clone(), what });
        }
    }
}

/// Where a source does not say the country, it is a source on Mali.
fn is_malian(place: &PackPlace) -> bool {
    place.country.as_deref().is_none_or(|country| country == "ML")
}

fn geonames_id(place: &PackPlace) -> Option<u64> {
    place.id.strip_prefix("geonames:").and_then(|id| id.parse().ok())
}

fn attested_by(place: &PackPlace, pack: &Pack) -> String {
    place.source.clone().unwrap_or_else(|| pack.name.clone())
}

/// Adds what a second source says of a place.
fn join(locality: &mut Locality, place: &PackPlace, pack: &Pack) {
    for name in std::iter::once(&place.name).chain(&place.aliases) {
        if *name != locality.name && !locality.aliases.contains(name) {
            locality.aliases.push(name.clone());
        }
    }
    locality.population = locality.population.or(place.population);
    let source = attested_by(place, pack);
    if !locality.sources.contains(&source) {
        locality.sources.push(source);
    }
}

/// The localities of the layers below, by id and by position.
struct Known {
    by_geonames: HashMap<u64, u32>,
    tree: PlaceTree,
    points: Vec<LonLat>,
}

impl Known {
    fn new(localities: &[Locality]) -> Self {
        let by_geonames =
            localities.iter().zip(0..).filter_map(|(one, number)| Some((one.geonames_id?, number))).collect();
        let points: Vec<LonLat> = localities.iter().map(|one| one.point).collect();
        Self { by_geonames, tree: PlaceTree::new(points.iter().copied()), points }
    }

    /// The locality that a place of a pack is.
    fn find(&self, place: &PackPlace, pack: &Pack, known: &[Locality], told: &mut PackMerge) -> Option<u32> {
        if let Some(number) = geonames_id(place).and_then(|id| self.by_geonames.get(&id).copied()) {
            let away = distance_m(known.get(number as usize)?.point, place.point);
            if away <= SAME_FEATURE_M {
                return Some(number);
            }
            told.conflict(
                place,
                format!("{:.0} km from the same feature of an earlier layer", away / 1_000.0),
            );
            return None;
        }
        // A learned place says where one list puts a name; it must not lend its weight to what is known.
        if pack.name == LOCAL {
            return None;
        }
        let mut keys: Option<[String; 2]> = None;
        let mut best: Option<(f64, u32)> = None;
        for number in self.tree.about(place.point, SAME_NAME_M) {
            let Some(other) = known.get(number as usize) else { continue };
            if is_settled(other.kind) != is_settled(place.kind) {
                continue;
            }
            let [plain, sahel] = keys.get_or_insert_with(|| {
                let plain = plain_key(&place.name);
                let sahel = sahel_key(&plain);
                [plain, sahel]
            });
            let away = distance_m(other.point, place.point);
            let agrees = std::iter::once(&other.name).chain(&other.aliases).any(|name| {
                let key = plain_key(name);
                key == *plain || (away <= LIKE_NAME_M && sahel_key(&key) == *sahel)
            });
            if agrees && away <= SAME_NAME_M && best.is_none_or(|(least, _)| away < least) {
                best = Some((away, number));
            }
        }
        best.map(|(_, number)| number)
    }

    fn nearest_seed(&self, at: LonLat, seed: usize) -> Option<(u32, f64)> {
        /// Places of other packs in between are looked over so far.
        const TRIES: usize = 50;
        let number = self.tree.nearest(at).take(TRIES).find(|number| (*number as usize) < seed)?;
        Some((number, distance_m(at, *self.points.get(number as usize)?)))
    }
}

/// Whether people live at such a place: a village and the marsh it is named for are two things.
fn is_settled(kind: LocalityKind) -> bool {
    use LocalityKind as K;
    !matches!(kind, K::Water | K::Relief | K::Tract | K::Site | K::Well | K::Unit)
}

/// Units by level and folded name.
struct UnitFinder {
    by_name: HashMap<(Level, String), Vec<u32>>,
}

impl UnitFinder {
    fn new(units: &[Unit]) -> Self {
        let mut by_name: HashMap<_, Vec<u32>> = HashMap::new();
        for (number, unit) in (0..).zip(units) {
            for name in std::iter::once(&unit.name).chain(&unit.aliases) {
                let numbers = by_name.entry((unit.level, unit_key(name))).or_default();
                if numbers.last() != Some(&number) {
                    numbers.push(number);
                }
            }
        }
        Self { by_name }
    }

    /// All rows, of any edition, of the unit that a point of a pack is; `None` for communes, whose names occur
    /// too often, and for unknown names.
    fn find(&self, place: &PackPlace, level: Level) -> Option<&Vec<u32>> {
        if level == Level::Commune {
            return None;
        }
        std::iter::once(&place.name)
            .chain(&place.aliases)
            .find_map(|name| self.by_name.get(&(level, unit_key(name))))
    }

    /// The region before 2016 of a name.
    fn region(&self, name: &str) -> Option<u32> {
        self.by_name.get(&(Level::Region, unit_key(name)))?.first().copied()
    }
}
