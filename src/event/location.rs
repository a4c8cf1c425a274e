//! Where an event is placed, how sure that is, and why.

use super::{LonLat, Reason};
use serde::{Deserialize, Serialize};

/// A place as a list names it, before anything is looked up. Texts are trimmed; empty means not given.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
pub struct PlaceContext {
    /// The place's name: a locality, a unit, or words such as "12 km north of Bourem".
    pub name: String,
    /// First-level unit, if the list has it.
    pub region: String,
    /// Second-level unit, if the list has it.
    pub cercle: String,
    /// Third-level unit, if the list has it.
    pub commune: String,
}

/// Where an event is placed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Location {
    /// What the map may do with it.
    pub status: Status,
    /// Where it is drawn; `None` when it is on no map.
    pub point: Option<LonLat>,
    /// The true place is within so many metres of `point`, as far as is known; 0 without a point.
    pub radius_m: f64,
    /// How exactly the place is known.
    pub precision: Option<Precision>,
    /// Probability that the place is right, 0..=1.
    pub p: f64,
    /// How it was found.
    pub method: Method,
    /// Id of the locality or unit in the gazetteer.
    pub place_id: Option<String>,
    /// Name of the locality or unit found.
    pub name: Option<String>,
    /// What kind of place it is (`village`, `cercle_seat`, `region`...).
    pub place_kind: Option<String>,
    /// The administrative units it lies in.
    pub units: UnitPath,
    /// In one sentence: why here.
    pub why: String,
    /// The same in French; empty in what older versions stored.
    #[serde(default)]
    pub why_fr: String,
    /// Other places it may be, best first.
    #[serde(default)]
    pub rivals: Vec<Candidate>,
    /// What a person should know before trusting it.
    #[serde(default)]
    pub flags: Vec<Flag>,
    /// Which layer of the gazetteer knows the place (`seed`, a pack's name, `local`).
    pub layer: Option<String>,
}

/// What the map may do with a location.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// A point with a radius, sure enough to show.
    Located,
    /// Known only as an area: drawn as one, never as a dot.
    Area,
    /// In doubt: a person must choose.
    Review,
    /// No place was given at all.
    Unlocated,
}

/// How a location was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// The name as it is.
    Exact,
    /// The name after folding accents, apostrophes and usual variants of spelling.
    Folded,
    /// A name close to it.
    Fuzzy,
    /// Coordinates given in the list.
    Given,
    /// A distance or a direction from a named place.
    Offset,
    /// Between two named places, or along the road between them.
    Between,
    /// An administrative unit as a whole.
    Area,
    /// A person set it.
    Hand,
    /// Not found, or not decided.
    None,
}

/// How exactly a place is known, as a code of a stated scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Precision {
    /// 1 exact place, 2 near a place, 3 second-level unit, 4 first-level unit, 5 linear or fuzzy, 6 country;
    /// 7 (UCDP only) international waters or airspace. ACLED's are its own: see [`Precision::on_ucdp_scale`].
    pub code: u8,
    /// Whose code it is.
    pub scheme: PrecisionScheme,
}

/// Whose precision codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PrecisionScheme {
    /// Given by UCDP in the list itself (`where_prec`).
    UcdpGed,
    /// Given by ACLED in the list itself (`geo_precision`, 1 to 3).
    Acled,
    /// Azalai's own, on UCDP's scale.
    Azalai,
}

impl Precision {
    /// Azalai's own code on UCDP's scale.
    pub fn azalai(code: u8) -> Self {
        Self { code, scheme: PrecisionScheme::Azalai }
    }

    /// The nearest code of UCDP's scale.
    ///
    /// ACLED codebook, `geo_precision`: 1 the place, 2 near it or part of a region, 3 a region.
    pub fn on_ucdp_scale(self) -> u8 {
        match (self.scheme, self.code) {
            (PrecisionScheme::Acled, 3) => 4,
            (_, code) => code,
        }
    }
}

/// The administrative units a place lies in, with the edition they belong to.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct UnitPath {
    /// First level.
    pub region: Option<String>,
    /// Second level.
    pub cercle: Option<String>,
    /// Third level.
    pub commune: Option<String>,
    /// The edition's span, `from/to` with `..` for an open end, as in `2016-01-19/2023-03-13`.
    pub edition: Option<String>,
}

/// A place that a name may mean.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    /// Id in the gazetteer.
    pub id: String,
    /// Name in the gazetteer.
    pub name: String,
    /// Kind of place.
    pub kind: String,
    /// Where it is.
    pub point: LonLat,
    /// The units it lies in.
    pub units: UnitPath,
    /// Score before it is made a probability; only its order has a meaning.
    pub score: f64,
    /// Probability that this is the place meant, 0..=1.
    pub p: f64,
    /// Kilometres from the place chosen; `None` when none was chosen, or for itself.
    pub distance_km: Option<f64>,
    /// What speaks for and against it, in words.
    pub why: String,
    /// The same in French; empty in what older versions stored.
    #[serde(default)]
    pub why_fr: String,
    /// Which layer of the gazetteer knows it; absent in what older versions stored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub layer: Option<String>,
}

/// What a person should know before trusting a location.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Flag {
    /// Several places have this name and nothing decides.
    Ambiguous,
    /// The place lies outside the region the list names.
    ContradictsRegion,
    /// The place lies outside the cercle or commune the list names, though not outside the region.
    ContradictsUnit,
    /// The list names a unit that no edition knows.
    UnknownUnit,
    /// A point computed from another place.
    Offset,
    /// An area, not a place.
    Area,
    /// The coordinates given are far from the place named.
    FarFromNamedPlace,
    /// The coordinates given look exchanged.
    SwappedCoordinates,
    /// The place lies outside Mali.
    OutsideMali,
}

impl Status {
    /// The word for it in files, as serde writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Located => "located",
            Self::Area => "area",
            Self::Review => "review",
            Self::Unlocated => "unlocated",
        }
    }
}

impl Method {
    /// The word for it in files, as serde writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Folded => "folded",
            Self::Fuzzy => "fuzzy",
            Self::Given => "given",
            Self::Offset => "offset",
            Self::Between => "between",
            Self::Area => "area",
            Self::Hand => "hand",
            Self::None => "none",
        }
    }
}

impl Flag {
    /// The word for it in files, as serde writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ambiguous => "ambiguous",
            Self::ContradictsRegion => "contradicts_region",
            Self::ContradictsUnit => "contradicts_unit",
            Self::UnknownUnit => "unknown_unit",
            Self::Offset => "offset",
            Self::Area => "area",
            Self::FarFromNamedPlace => "far_from_named_place",
            Self::SwappedCoordinates => "swapped_coordinates",
            Self::OutsideMali => "outside_mali",
        }
    }
}

impl PlaceContext {
    /// A place from texts as somebody typed them; `None` when they say nothing.
    pub fn typed(name: &str, region: &str, cercle: &str, commune: &str) -> Option<Self> {
        let [name, region, cercle, commune] =
            [name, region, cercle, commune].map(|text| text.trim().to_owned());
        Some(Self { name, region, cercle, commune }).filter(|place| *place != Self::default())
    }
}

impl Location {
    /// Nothing was found, or nothing was asked.
    pub fn nowhere(status: Status, why: Reason) -> Self {
        Self {
            status,
            point: None,
            radius_m: 0.0,
            precision: None,
            p: 0.0,
            method: Method::None,
            place_id: None,
            name: None,
            place_kind: None,
            units: UnitPath::default(),
            why: why.en,
            why_fr: why.fr,
            rivals: Vec::new(),
            flags: Vec::new(),
            layer: None,
        }
    }

    /// Says more or otherwise why, in every language at once.
    pub fn reword(&mut self, say: impl FnOnce(Reason) -> Reason) {
        let told = Reason { en: std::mem::take(&mut self.why), fr: std::mem::take(&mut self.why_fr) };
        Reason { en: self.why, fr: self.why_fr } = say(told);
    }

    /// Whether a person must look at it.
    pub fn needs_review(&self) -> bool {
        self.status == Status::Review
    }
}

impl UnitPath {
    /// From small to large, as in "Bamba, Bourem, Gao"; empty when nothing is known.
    pub fn to_text(&self) -> String {
        [&self.commune, &self.cercle, &self.region]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(", ")
    }
}
