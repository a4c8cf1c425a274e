//! What a feature code says of a place. GeoNames took its codes from NGA, so that both are read by one table.
//!
//! In: a feature class and a feature code (<https://www.geonames.org/export/codes.html>). Out: the kind of place,
//! or that people do not name such a thing as a place. It must not know names.

use super::super::{Level, LocalityKind};

/// The kind of place that a class and a code stand for; `None` for what is left out.
///
/// Left out are things whose point says little of where an event beside them was: running water (on record by
/// its mouth, hundreds of kilometres from most of its banks), countries and continents, roads, railways and the
/// sea floor. Wadis are kept: in the desert they are places.
pub(super) fn kind(class: &str, code: &str) -> Option<LocalityKind> {
    use LocalityKind::{Mine, Other, Relief, Site, Tract, Unit};
    match class {
        "P" => Some(settlement(code)),
        "A" => (!code.starts_with("PCL") && code != "TERR").then_some(Unit),
        "H" => water(code),
        "L" => match code {
            "CONT" | "OCN" | "RGNE" => None,
            "MNA" | "GOLD" | "COLF" => Some(Mine),
            _ => Some(Tract),
        },
        "S" => Some(building(code)),
        "T" => Some(if is_broad(code) { Tract } else { Relief }),
        "V" => Some(Tract),
        "R" => (code == "RDJCT").then_some(Site),
        "U" => None,
        _ => Some(Other),
    }
}

/// How high the unit stands that a code means; a historical one (`ADM2H`) too.
pub(super) fn level(code: &str) -> Option<Level> {
    match code.strip_suffix('H').unwrap_or(code) {
        "ADM1" => Some(Level::Region),
        "ADM2" => Some(Level::Cercle),
        "ADM3" => Some(Level::Commune),
        _ => None,
    }
}

fn settlement(code: &str) -> LocalityKind {
    match code {
        "PPLC" | "PPLA" => LocalityKind::RegionSeat,
        "PPLA2" => LocalityKind::CercleSeat,
        "PPLA3" => LocalityKind::CommuneSeat,
        "PPLG" => LocalityKind::Town,
        "PPLX" => LocalityKind::Neighbourhood,
        // Abandoned, destroyed, historical: people still name them, though rarely, so they are no villages.
        "PPLQ" | "PPLW" | "PPLH" | "PPLCH" => LocalityKind::Other,
        _ => LocalityKind::Village,
    }
}

fn water(code: &str) -> Option<LocalityKind> {
    match code {
        "WLL" | "WLLS" | "WLLQ" | "WTRH" | "SPNG" | "SPNS" | "SPNT" => Some(LocalityKind::Well),
        _ if ["STM", "CNL", "CHN", "DTCH", "OCN", "SEA", "GULF"].iter().any(|c| code.starts_with(c)) => None,
        _ => Some(LocalityKind::Water),
    }
}

fn building(code: &str) -> LocalityKind {
    match code {
        "CMPMN" | "CMPO" => LocalityKind::Mine,
        "PSTB" | "PSTC" | "CSTM" => LocalityKind::BorderPost,
        // A monument begins like a mine.
        "MNMT" => LocalityKind::Site,
        _ if code.starts_with("CMP") => LocalityKind::Camp,
        _ if code.starts_with("MN") => LocalityKind::Mine,
        _ => LocalityKind::Site,
    }
}

/// Land forms without a top, an edge or a bottom to stand on.
fn is_broad(code: &str) -> bool {
    const BROAD: [&str; 19] = [
        "BCH", "DLTA", "DPR", "DSRT", "ERG", "FAN", "HMDA", "ISL", "PAN", "PEN", "PLAT", "PLN", "PLTU",
        "REG", "SAND", "SHOR", "TRGD", "UPLD", "VAL",
    ];
    // Plurals and variants end otherwise: ISLS, ISLM, PLNX, VALS.
    BROAD.iter().any(|broad| code.starts_with(broad))
}
