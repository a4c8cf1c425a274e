//! What the names of a place and its kind say for it.
//!
//! In: how a name agrees with the one written. Out: the values of its terms. It must not know what they are worth.

use super::Ranked;
use crate::gazetteer::{Feature, Hint, Hit, Locality, LocalityKind, Tier, feature_name};
use crate::geocode::model::{Term, Values};

/// Names farther apart than this are as good as any other.
const MOST_APART: f64 = 3.5;

/// The same, in letters that are different.
const MOST_OFF: f64 = 5.0;

/// How the names agree.
pub(super) fn name_terms(hit: &Hit<'_>, beside: bool, values: &mut Values) {
    let tier = match hit.tier {
        Tier::Exact => None,
        Tier::Plain => Some(Term::NamePlain),
        Tier::Sahel => Some(Term::NameSahel),
        Tier::Bare => Some(Term::NameBare),
        Tier::Skeleton => Some(Term::NameSkeleton),
        Tier::Words => Some(Term::NameWords),
        Tier::Part => Some(Term::NamePart),
        Tier::Near(_) => Some(Term::NameNear),
    };
    if let Some(term) = tier {
        values.add(term, if hit.tier == Tier::Part { 3.0 - 2.0 * hit.likeness } else { 1.0 });
    }
    if hit.tier != Tier::Part {
        values.add(Term::Unlike, 10.0 * (1.0 - hit.likeness));
    }
    if let Some(apart) = spelt_apart(hit) {
        let letters = hit.name.chars().count().max(1) as f64;
        values.add(Term::LettersOff, f64::from(hit.edits).min(MOST_OFF));
        values.add(Term::LettersApart, apart);
        values.add(Term::ShareApart, 10.0 * apart / letters);
    }
    if hit.is_alias {
        values.add(Term::Alias, 1.0);
    }
    if beside {
        values.add(Term::Beside, 1.0);
    }
}

/// How far apart two names are spelt, where that is how they differ.
pub(super) fn spelt_apart(hit: &Hit<'_>) -> Option<f64> {
    matches!(hit.tier, Tier::Exact | Tier::Plain | Tier::Sahel | Tier::Near(_))
        .then(|| hit.apart.min(MOST_APART))
}

/// How much less like the name written each is than the likest; and how much farther apart it is spelt than the
/// nearest of those that lie where the row says.
pub(super) fn behind_the_best(candidates: &mut [Ranked]) {
    let likest = candidates.iter().map(|one| one.likeness).fold(0.0, f64::max);
    let is_inside = |one: &&Ranked| one.positions.iter().all(|position| position.is_inside());
    let nearest = |of: &mut dyn Iterator<Item = &Ranked>| of.filter_map(|one| one.apart).reduce(f64::min);
    let nearest =
        nearest(&mut candidates.iter().filter(is_inside)).or_else(|| nearest(&mut candidates.iter()));
    for one in candidates {
        one.values.add(Term::BehindBestName, 10.0 * (likest - one.likeness));
        if let (Some(apart), Some(nearest)) = (one.apart, nearest) {
            one.values.add(Term::BehindBestSpelling, (apart - nearest).max(0.0));
        }
    }
}

/// What a kind of place is worth.
pub(super) fn kind_term(kind: LocalityKind) -> Option<Term> {
    use LocalityKind as K;
    match kind {
        K::RegionSeat => Some(Term::RegionSeat),
        K::CercleSeat => Some(Term::CercleSeat),
        K::CommuneSeat => Some(Term::CommuneSeat),
        K::Town => Some(Term::Town),
        K::Village => None,
        K::Camp | K::Mine | K::BorderPost | K::Neighbourhood | K::Other => Some(Term::LesserPlace),
        K::Well => Some(Term::Well),
        K::Water | K::Relief | K::Tract | K::Site | K::Unit => Some(Term::NoSettlement),
    }
}

/// Whether a place of this kind is what the generic word says; `None` when the word does not tell.
pub(super) fn agrees(hint: Hint, kind: LocalityKind) -> Option<bool> {
    use LocalityKind as K;
    Some(match hint {
        Hint::Unit(_) | Hint::AnyUnit | Hint::Place | Hint::Around | Hint::Feature(_) => return None,
        Hint::Town => matches!(kind, K::RegionSeat | K::CercleSeat | K::Town | K::CommuneSeat),
        Hint::Village => matches!(kind, K::Village | K::CommuneSeat | K::Camp | K::Other | K::Mine),
        // Armies camp in towns: only wells and neighbourhoods of that name are less likely.
        Hint::Camp => !matches!(kind, K::Well | K::Neighbourhood),
        Hint::Well => matches!(kind, K::Well),
        Hint::Neighbourhood => matches!(kind, K::Neighbourhood),
        Hint::Mine => matches!(kind, K::Mine),
        Hint::BorderPost => matches!(kind, K::BorderPost),
    })
}

/// How much less a lake is a settlement where the row names a forest.
const OTHER_SORT: f64 = 0.5;

/// What it says of a place that the row's words name a lake, a mountain, a forest; nothing of land of which nobody says what
/// sort it is, nor of a well where a wadi is named: of a wadi only the well in it may be known.
pub(super) fn feature_term(feature: Feature, locality: &Locality) -> Option<(Term, f64)> {
    use LocalityKind as K;
    let mut own = locality.names().filter_map(feature_name).map(|(_, own)| own);
    match locality.kind {
        K::Water | K::Relief | K::Tract if own.clone().any(|own| own == feature) => {
            Some((Term::FeatureAgrees, 1.0))
        }
        // Any stretch of land is a tract: what sort of land, its name alone can say.
        K::Tract if feature.is(K::Tract) => None,
        kind if feature.is(kind) => own.next().is_none().then_some((Term::FeatureAgrees, 1.0)),
        K::Well if feature == Feature::Valley => None,
        K::Water | K::Relief | K::Tract | K::Site => Some((Term::FeatureDiffers, OTHER_SORT)),
        // The pond of a village is by it, and few are on record.
        _ if feature == Feature::Pond => Some((Term::FeatureDiffers, OTHER_SORT)),
        _ => Some((Term::FeatureDiffers, 1.0)),
    }
}
