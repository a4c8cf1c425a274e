//! Places while their name is being typed.
//!
//! In: the letters so far, and where the map is. Out: the places that may be meant, the likeliest first. It must not
//! know requests.

use super::{Gazetteer, Place, plain_key, rough_distance_m};
use crate::event::LonLat;

/// A place that a name being typed may mean.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion<'a> {
    /// Which place.
    pub place: Place,
    /// The name that agrees, as the gazetteer writes it.
    pub name: &'a str,
}

impl Gazetteer {
    /// Places whose name begins so, the nearer first where the map is somewhere; at most so many.
    pub fn suggest(&self, typed: &str, near: Option<LonLat>, count: usize) -> Vec<Suggestion<'_>> {
        let typed = plain_key(typed);
        if typed.is_empty() {
            return Vec::new();
        }
        let mut found: Vec<(f64, Suggestion<'_>)> = (0..)
            .zip(&self.localities)
            .filter_map(|(number, locality)| {
                let names = std::iter::once(&locality.name).chain(&locality.aliases);
                let name = names.into_iter().find(|name| plain_key(name).starts_with(&typed))?;
                let away = near.map_or(0.0, |near| rough_distance_m(near, locality.point));
                Some((away, Suggestion { place: Place::Locality(number), name }))
            })
            .collect();
        found.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.name.cmp(b.1.name)));
        found.into_iter().take(count).map(|(_, suggestion)| suggestion).collect()
    }
}
