//! Malian localities and administrative units.
//!
//! In: the tables and shapes in `data/`. Out: places by name, by position and by unit. It must not know lists,
//! events or probabilities.

mod asked;
mod boundary;
mod build;
mod division;
mod edition;
mod error;
mod features;
mod generic;
mod ground;
mod inside;
mod keys;
mod known;
mod locality;
mod merge;
mod names;
mod pack;
mod reverse;
mod space;
mod spacing;
mod spelling;
mod suggest;
mod unit;
mod unit_names;

use boundary::Outline;
pub use boundary::Region;
pub use division::Within;
pub use edition::{Edition, LAW_OF_2023, NEW_REGIONS_OF_2016};
pub use error::GazetteerError;
pub use generic::{
    Feature, Hint, Stripped, feature_name, hint_of, is_joining, numbered, strip, strip_behind,
};
pub use keys::{
    bare_key, exact_key, is_other_script, plain_key, sahel_key, skeleton_key, swapped_sahel_key,
    swapped_skeleton_key,
};
pub use locality::{Locality, LocalityKind};
pub use merge::{Conflict, MergeReport, PackMerge};
pub use names::{Hit, Names, Place, Tier, words_beyond};
pub use pack::{
    BlobError, LOCAL, MAX_PROBLEMS, Pack, PackError, PackFormat, PackLimits, PackPlace, PackProblem,
    PackReport, PackShape, PackWishes, ReadPack, SEED, read_pack,
};
pub use reverse::{Around, Beside, Direction};
pub use space::{Circle, destination, distance_m, midpoint, rough_distance_m};
pub use suggest::Suggestion;
pub use unit::{Level, Unit};

use crate::event::{LonLat, UnitPath};
use asked::Asked;
use division::Division;
use geo::{ConvexHull, CoordsIter, MultiPoint, MultiPolygon, Point};
use ground::Grounds;
use inside::Spellings;
use jiff::civil::Date;
use space::PlaceTree;
use std::sync::{Arc, OnceLock};

/// Localities, units and shapes, with their indexes. Cheap to share, never changed.
#[derive(Debug)]
pub struct Gazetteer {
    localities: Vec<Locality>,
    units: Vec<Unit>,
    regions: Vec<Region>,
    mali: Outline,
    mali_area: Option<Circle>,
    names: Names,
    tree: PlaceTree,
    /// The curated places alone, whose units are known without polygons.
    curated: PlaceTree,
    division: Division,
    grounds: Grounds,
    report: MergeReport,
    /// Names by unit, for misspelt ones.
    spellings: Spellings,
    /// Lakes, mountains and forests by their bare names.
    features: OnceLock<Names>,
    /// Units that were asked for by name.
    asked: Asked,
}

/// A locality and how far away it is.
#[derive(Debug, Clone, Copy)]
pub struct Near<'a> {
    /// The locality.
    pub locality: &'a Locality,
    /// Its number in [`Gazetteer::localities`].
    pub number: u32,
    /// Metres on the ellipsoid.
    pub distance_m: f64,
}

impl Gazetteer {
    /// The gazetteer in the binary. Takes a few milliseconds: keep it, do not ask again.
    pub fn embedded() -> Result<Arc<Self>, GazetteerError> {
        Self::layered(Vec::new())
    }

    /// The gazetteer in the binary with packs laid over it, in their order.
    pub fn layered(packs: Vec<Pack>) -> Result<Arc<Self>, GazetteerError> {
        Self::from_tables(
            include_str!("../../data/gazetteer/localities.csv"),
            include_str!("../../data/gazetteer/abroad.csv"),
            include_str!("../../data/gazetteer/admin_units.csv"),
            include_str!("../../data/boundaries/regions-before-2016.geojson"),
            include_str!("../../data/boundaries/mali.geojson"),
            packs,
        )
        .map(Arc::new)
    }

    /// All localities.
    pub fn localities(&self) -> &[Locality] {
        &self.localities
    }

    /// All units of all editions.
    pub fn units(&self) -> &[Unit] {
        &self.units
    }

    /// Shapes of the regions before 2016; no others may be shipped.
    pub fn regions(&self) -> &[Region] {
        &self.regions
    }

    /// The shape of a unit, from a pack or, before 2016, the generalised one of a region; `None` where no polygon says
    /// where the unit ends.
    pub fn shape_of_unit(&self, number: u32) -> Option<MultiPolygon> {
        let unit = self.unit(number)?;
        let generalised = || self.regions.iter().find(|region| region.unit == unit.id);
        self.grounds.shape(number, unit.level).or_else(|| generalised().map(|region| region.shape.clone()))
    }

    /// The outline of Mali.
    pub fn mali(&self) -> &MultiPolygon {
        &self.mali.shape
    }

    /// A circle round Mali.
    pub fn mali_area(&self) -> Option<Circle> {
        self.mali_area
    }

    /// The locality with a number.
    pub fn locality(&self, number: u32) -> Option<&Locality> {
        self.localities.get(number as usize)
    }

    /// The unit with a number.
    pub fn unit(&self, number: u32) -> Option<&Unit> {
        self.units.get(number as usize)
    }

    /// The number of the unit with an id.
    pub fn unit_number(&self, id: &str) -> Option<u32> {
        self.division.number(id)
    }

    /// The locality with an id. A scan: for answers to people, not for loops.
    pub fn locality_by_id(&self, id: &str) -> Option<&Locality> {
        self.localities.iter().find(|locality| locality.id == id)
    }

    /// Whether most of the villages of Mali, some twelve thousand, are unknown here, as to the gazetteer of the binary.
    pub fn lacks_most_villages(&self) -> bool {
        const MOST: usize = 5_000;
        self.localities.len() < MOST
    }

    /// Places whose name is the one written but for spelling: best tier first, each place once.
    pub fn find(&self, written: &str) -> Vec<Hit<'_>> {
        self.names.find(written)
    }

    /// Whether some place bears a name as it is written, but for accents, apostrophes, hyphens and spaces. Much
    /// cheaper than [`Self::find`]: for texts, of which most words are no names.
    pub fn is_name(&self, written: &str) -> bool {
        self.names.has_plain(written)
    }

    /// Places whose name is nearly the one written, misspelt or with words exchanged or missing: best first,
    /// each place once. See [`Tier`].
    pub fn find_near(&self, written: &str) -> Vec<Hit<'_>> {
        self.names.find_near(written)
    }

    /// Numbers of the units, of any edition, that a text names; with or without the word for their level
    /// ("Gao", "Région de Gao", "gao region"). Empty when none does.
    ///
    /// Where a level is given or said, units of that level are returned, and others only when there is none:
    /// lists put cercles into region columns and the reverse, spelt as they are known.
    pub fn units_named(&self, text: &str, level: Option<Level>) -> Vec<u32> {
        self.asked.units(text, level, || self.look_up_units(text, level))
    }

    fn look_up_units(&self, text: &str, level: Option<Level>) -> Vec<u32> {
        let stripped = strip(text);
        let level = match stripped.hint {
            Some(Hint::Unit(said)) => Some(said),
            _ => level,
        };
        let is_of_level = |number: &u32| self.unit(*number).is_some_and(|unit| Some(unit.level) == level);
        let mut found = self.units_called(text);
        if found.is_empty() && level == Some(Level::Commune) && generic::is_number(stripped.name) {
            found = self.units_called(&format!("Commune {}", stripped.name));
        }
        if found.is_empty() {
            found = self.units_called(stripped.name);
        }
        if found.is_empty() {
            let near = self.find_near(stripped.name);
            found = units_in(near.into_iter().filter(|hit| matches!(hit.tier, Tier::Near(1 | 2)))).collect();
            // A region that is misspelt is no commune called nearly so: "Tillabéri" is in Niger.
            found.retain(|number| level.is_none() || is_of_level(number));
        }
        let of_level: Vec<u32> = found.iter().copied().filter(is_of_level).collect();
        if of_level.is_empty() { found } else { of_level }
    }

    /// Units of the best tier under a name.
    fn units_called(&self, name: &str) -> Vec<u32> {
        let hits: Vec<_> =
            self.find(name).into_iter().filter(|h| matches!(h.place, Place::Unit(_))).collect();
        // Accents are too often left out for the exact tier to shut out the plain one.
        let plain = hits.iter().any(|hit| hit.tier <= Tier::Plain);
        units_in(hits.into_iter().filter(|hit| !plain || hit.tier <= Tier::Plain)).collect()
    }

    /// The `count` localities nearest to a point, nearest first.
    pub fn nearest(&self, at: LonLat, count: usize) -> Vec<Near<'_>> {
        // The tree's order is the sphere's; a few more are taken, since the ellipsoid may order them otherwise.
        const SPARE: usize = 4;
        let taken = self.tree.nearest(at).take(count.saturating_add(SPARE));
        let mut near = self.measured(at, taken);
        near.truncate(count);
        near
    }

    /// The number of the nearest locality, if it is within a radius.
    pub fn nearest_within(&self, at: LonLat, radius_m: f64) -> Option<u32> {
        self.tree.nearest_within(at, radius_m)
    }

    /// All localities within a radius of a point, nearest first.
    pub fn within(&self, at: LonLat, radius_m: f64) -> Vec<Near<'_>> {
        let mut near = self.measured(at, self.tree.about(at, radius_m));
        near.retain(|one| one.distance_m <= radius_m);
        near
    }

    fn measured(&self, at: LonLat, numbers: impl Iterator<Item = u32>) -> Vec<Near<'_>> {
        let mut near: Vec<Near<'_>> = numbers
            .filter_map(|number| {
                let locality = self.locality(number)?;
                Some(Near { locality, number, distance_m: distance_m(at, locality.point) })
            })
            .collect();
        near.sort_by(|a, b| a.distance_m.total_cmp(&b.distance_m).then(a.number.cmp(&b.number)));
        near
    }

    /// The region before 2016 that a point lies in, also a few kilometres outside at the country's border.
    pub fn region_at(&self, at: LonLat) -> Option<&Region> {
        boundary::region_at(&self.regions, at)
    }

    /// Whether a point lies in Mali, or outside by no more than the outline is wrong.
    pub fn is_in_mali(&self, at: LonLat) -> bool {
        self.mali.holds(at)
    }

    /// What became of the places of packs.
    pub fn merge_report(&self) -> &MergeReport {
        &self.report
    }

    /// The units that a point lies in, in the order of [`Edition::ALL`], by the polygons of packs.
    ///
    /// Of an edition of which they say nothing: by the nearest place of the seed of the same cercle before 2016, within
    /// 15 km. Without polygons: by the generalised regions, and the cercle of the nearest place of the seed within 15 km.
    /// Empty outside Mali.
    pub fn units_at(&self, at: LonLat) -> [Within; 3] {
        if let Some(within) = self.grounds.units_at(at) {
            return ground::with_nearest(within, at, &self.curated, &self.division);
        }
        let Some(region) = self.region_at(at) else { return [Within::default(); 3] };
        let region = self.unit_number(&region.unit);
        ground::coarse_units(region, at, &self.curated, &self.division)
    }

    /// Names of the units that a point lies in, in an edition.
    pub fn path_at(&self, at: LonLat, edition: Edition) -> UnitPath {
        let [before, until, since] = self.units_at(at);
        let within = match edition {
            Edition::Before2016 => before,
            Edition::Until2023 => until,
            Edition::Since2023 => since,
        };
        division::path(&self.units, within, edition)
    }

    /// Whether polygons of packs say where a unit ends.
    pub fn is_drawn(&self, unit: u32) -> bool {
        self.grounds.is_drawn(unit)
    }

    /// Metres from a point to a unit, 0 inside; `None` where no polygon says where the unit is.
    pub fn distance_to_unit_m(&self, unit: u32, at: LonLat) -> Option<f64> {
        self.grounds.distance_m(unit, at)
    }

    /// The units of a locality in an edition.
    pub fn units_of(&self, locality: u32, edition: Edition) -> Within {
        let [before, until, since] = self.division.within(locality);
        match edition {
            Edition::Before2016 => before,
            Edition::Until2023 => until,
            Edition::Since2023 => since,
        }
    }

    /// Names of the units of a locality in an edition.
    pub fn path_in(&self, locality: u32, edition: Edition) -> UnitPath {
        division::path(&self.units, self.units_of(locality, edition), edition)
    }

    /// Names of the units of a locality on a day.
    ///
    /// Without a day, or where the cercle of 2023 is not known, in the edition 2016-2023: the last of which all
    /// three levels are known. The path says which it is.
    pub fn path_on(&self, locality: u32, day: Option<Date>) -> UnitPath {
        let mut edition = day.map_or(Edition::Until2023, Edition::on);
        if self.units_of(locality, edition).cercle.is_none() {
            edition = Edition::Until2023;
        }
        self.path_in(locality, edition)
    }

    /// The unit and those above it.
    pub fn units_above(&self, unit: u32) -> Within {
        self.division.chain(&self.units, unit)
    }

    /// Names of a unit and those above it, with the edition of the day, if the unit was in force then, else
    /// with the first in which it was.
    pub fn path_of_unit(&self, unit: u32, day: Option<Date>) -> UnitPath {
        let in_force =
            |edition: &Edition| self.unit(unit).is_some_and(|unit| unit.in_force_on(edition.some_day()));
        let wanted = day.map_or(Edition::Until2023, Edition::on);
        let edition = Some(wanted)
            .filter(in_force)
            .or_else(|| Edition::ALL.into_iter().find(in_force))
            .unwrap_or(wanted);
        division::path(&self.units, self.units_above(unit), edition)
    }

    /// Numbers of the localities in a unit.
    pub fn localities_in(&self, unit: u32) -> &[u32] {
        self.division.places(unit)
    }
}

fn units_in<'a>(hits: impl IntoIterator<Item = Hit<'a>>) -> impl Iterator<Item = u32> {
    hits.into_iter().filter_map(|hit| match hit.place {
        Place::Unit(number) => Some(number),
        Place::Locality(_) => None,
    })
}

/// Corners of the convex hull of points.
fn hull_of(points: impl Iterator<Item = LonLat>) -> Vec<LonLat> {
    let points: MultiPoint = points.map(|at| Point::new(at.lon(), at.lat())).collect();
    let hull = points.convex_hull();
    hull.exterior_coords_iter().filter_map(|c| LonLat::new(c.x, c.y).ok()).collect()
}

/// Corners of the convex hull of a shape.
fn hull(shape: &MultiPolygon) -> Vec<LonLat> {
    let hull = shape.convex_hull();
    hull.exterior_coords_iter().filter_map(|c| LonLat::new(c.x, c.y).ok()).collect()
}

#[cfg(test)]
mod tests;
