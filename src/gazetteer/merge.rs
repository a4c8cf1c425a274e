//! Packs laid over the seed: what is the same place, and what is new.
//!
//! In: the localities that are known and the places of packs. Out: one list of localities, each place once with all
//! that attest it, and a report. It must not read files.

use super::division::{Division, Within};
use super::ground::{Grounds, coarse_region, coarse_units, with_nearest};
use super::known::{Known, geonames_id};
use super::pack::{Pack, PackPlace};
use super::space::PlaceTree;
use super::unit_names::UnitNames;
use super::{Locality, Region, Unit};
use crate::event::LonLat;
use rayon::prelude::*;
use serde::Serialize;
use std::collections::HashMap;
use std::sync::Arc;

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
    /// Shapes that are of no unit that is known, or of one of several, as "commune Alata".
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

/// What a place of a pack is, and what speaks against it.
struct Decided<'a> {
    fate: Fate<'a>,
    conflicts: Vec<String>,
}

enum Fate<'a> {
    /// The point of these units, one per edition.
    Units(&'a [u32]),
    /// A locality that an earlier layer has.
    Same(u32),
    /// New, within these units.
    New([Within; 3]),
}

pub(super) struct Merging<'a> {
    pub(super) units: &'a [Unit],
    pub(super) unit_names: &'a UnitNames,
    pub(super) regions: &'a [Region],
    pub(super) grounds: &'a Grounds,
    /// The curated places, whose units are known without polygons.
    pub(super) curated: &'a PlaceTree,
}

impl Merging<'_> {
    /// Lays the packs over the localities, in their order.
    pub(super) fn run(
        &self,
        packs: Vec<Pack>,
        localities: &mut Vec<Locality>,
        division: &mut Division,
    ) -> Merged {
        let unit_names: Vec<Arc<str>> = self.units.iter().map(|unit| unit.name.as_str().into()).collect();
        let mut merged = Merged { report: MergeReport::default(), units: Vec::new() };
        for Pack { name: layer, places, shapes, .. } in packs {
            let mut told = PackMerge { pack: layer.clone(), ..PackMerge::default() };
            let unknown = self.grounds.unknown.iter().filter(|(of, _)| *of == layer);
            told.unknown_shapes.extend(unknown.map(|(_, shape)| shape.clone()));
            told.shapes = shapes.len() - told.unknown_shapes.len();
            let decided = self.decide_all(&layer, &places, localities, division);
            let layer: Arc<str> = layer.into();
            localities.reserve(places.len());
            for (place, decided) in places.into_iter().zip(decided) {
                for what in decided.conflicts {
                    told.conflict(&place, what);
                }
                match decided.fate {
                    Fate::Units(numbers) => {
                        told.units += 1;
                        let mut names = place.aliases;
                        names.insert(0, place.name);
                        merged
                            .units
                            .extend(numbers.iter().map(|number| (*number, place.point, names.clone())));
                    }
                    Fate::Same(number) => {
                        told.same += 1;
                        if let Some(locality) = localities.get_mut(number as usize) {
                            join(locality, place, &layer);
                        }
                    }
                    Fate::New(within) => {
                        told.new += 1;
                        division.push(within);
                        localities.push(locality(place, &layer, &unit_names, within));
                    }
                }
            }
            merged.report.packs.push(told);
        }
        merged
    }

    /// What each place of a pack is, seen from the layers below: each for itself, and so on all cores.
    ///
    /// What a pack says twice stays two places: its authors have told them apart.
    fn decide_all(
        &self,
        layer: &str,
        places: &[PackPlace],
        localities: &[Locality],
        division: &Division,
    ) -> Vec<Decided<'_>> {
        // Packs of shapes only have nothing to compare, and the tree of a whole country takes its time.
        if places.is_empty() {
            return Vec::new();
        }
        let known = Known::new(localities);
        // Thousands of places name the same nine regions.
        let mut regions: HashMap<&str, Option<u32>> = HashMap::new();
        for name in places.iter().filter_map(|place| place.region.as_deref()) {
            regions.entry(name).or_insert_with(|| self.unit_names.region(name));
        }
        let decide = |place: &PackPlace| {
            let mut conflicts = Vec::new();
            let units = place.level.filter(|_| is_malian(place));
            let fate = if let Some(numbers) = units.and_then(|level| self.unit_names.of_point(place, level)) {
                Fate::Units(numbers)
            } else if let Some(number) = known.find(place, layer, &mut conflicts) {
                Fate::Same(number)
            } else {
                let said = place.region.as_deref().and_then(|name| *regions.get(name)?);
                Fate::New(self.within(place, said, division, &mut conflicts))
            };
            Decided { fate, conflicts }
        };
        places.par_iter().map(decide).collect()
    }

    /// The units of a place that is new: by the polygons of packs, else by the generalised regions and the
    /// nearest curated place.
    fn within(
        &self,
        place: &PackPlace,
        said: Option<u32>,
        division: &Division,
        conflicts: &mut Vec<String>,
    ) -> [Within; 3] {
        if !is_malian(place) {
            return [Within::default(); 3];
        }
        if let Some(within) = self.grounds.units_at(place.point) {
            // Most are where their source says; only the others are worth measuring.
            if within.iter().all(|one| one.region != said) {
                self.check_region(place, said, conflicts);
            }
            return with_nearest(within, place.point, self.curated, division);
        }
        let by_id = |id: &str| division.number(id);
        let Some(region) = coarse_region(self.regions, place.point, said, by_id) else {
            return [Within::default(); 3];
        };
        let unit = division.number(&region.unit);
        if said.is_some() && said != unit {
            let coded = place.region.as_deref().unwrap_or_default();
            conflicts.push(format!("coded in {coded}, lies in {}", region.name));
        }
        coarse_units(unit, place.point, self.curated, division)
    }

    /// Tells of a place whose source puts it into another region than the one it lies in.
    fn check_region(&self, place: &PackPlace, said: Option<u32>, conflicts: &mut Vec<String>) {
        let Some(said) = said else { return };
        let away = self.grounds.distance_m(said, place.point);
        if let Some(away) = away.filter(|away| *away > CODED_REGION_M) {
            let name = place.region.as_deref().unwrap_or_default();
            conflicts.push(format!("coded in {name}, lies {:.0} km outside it", away / 1_000.0));
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

/// A place of a pack as a locality; `unit_names` holds the name of each unit once for all of them.
fn locality(
    place: PackPlace,
    layer: &Arc<str>,
    unit_names: &[Arc<str>],
    [_, until, since]: [Within; 3],
) -> Locality {
    let name = |unit: Option<u32>| unit_names.get(unit? as usize).map(Arc::clone);
    Locality {
        geonames_id: geonames_id(&place),
        id: place.id,
        name: place.name,
        aliases: place.aliases,
        kind: place.kind,
        point: place.point,
        population: place.population,
        region: name(until.region),
        cercle: name(until.cercle),
        commune: name(until.commune),
        region_2023: name(since.region),
        cercle_2023: name(since.cercle),
        sources: vec![attested_by(place.source, layer)],
        country: place.country.map(Arc::from),
        layer: Arc::clone(layer),
    }
}

/// Adds what a second source says of a place.
fn join(locality: &mut Locality, place: PackPlace, layer: &Arc<str>) {
    for name in std::iter::once(place.name).chain(place.aliases) {
        if name != locality.name && !locality.aliases.contains(&name) {
            locality.aliases.push(name);
        }
    }
    locality.population = locality.population.or(place.population);
    let source = attested_by(place.source, layer);
    if !locality.sources.contains(&source) {
        locality.sources.push(source);
    }
}

/// Who says so: the list or person of a local place, else the pack as a whole.
fn attested_by(source: Option<String>, layer: &Arc<str>) -> Arc<str> {
    source.map_or_else(|| Arc::clone(layer), Arc::from)
}
