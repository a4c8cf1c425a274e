//! Which conditions of a query are about one thing only.
//!
//! In: a query. Out: the query without those conditions. It must not know how conditions are decided.

use crate::index::feature::Query;
use crate::index::filter::{Filter, Property};

/// The query without its time; `None` when it asks for none.
pub(super) fn without_time(query: &Query) -> Option<Query> {
    without(query, &|filter| matches!(filter, Filter::Time { .. } | Filter::IsNull(Property::Time)), true)
}

/// The query without what must hold for an attribute; `None` when nothing must.
pub(super) fn without_attribute(query: &Query, wanted: usize) -> Option<Query> {
    let is_own = |filter: &Filter| match filter {
        Filter::Text { attribute, .. }
        | Filter::Number { attribute, .. }
        | Filter::Boolean { attribute, .. } => *attribute == wanted,
        Filter::IsNull(property) => *property == Property::Attribute(wanted),
        _ => false,
    };
    without(query, &is_own, false)
}

fn without(query: &Query, is_own: &dyn Fn(&Filter) -> bool, time: bool) -> Option<Query> {
    let left = query.filter.as_ref().map(|filter| stripped(filter, is_own));
    let drops_time = time && query.time.is_some();
    let drops_filter = left.as_ref().is_some_and(|left| left.as_ref() != query.filter.as_ref());
    (drops_time || drops_filter).then(|| Query {
        bbox: query.bbox,
        time: if time { None } else { query.time },
        filter: left.flatten(),
        ..Query::default()
    })
}

/// A filter without those of its conditions that are about one thing only; `None` when no other is left.
fn stripped(filter: &Filter, is_own: &dyn Fn(&Filter) -> bool) -> Option<Filter> {
    match filter {
        Filter::And(filters) => {
            let left: Vec<Filter> = filters.iter().filter_map(|filter| stripped(filter, is_own)).collect();
            (!left.is_empty()).then_some(Filter::And(left))
        }
        filter if is_about_own(filter, is_own) => None,
        filter => Some(filter.clone()),
    }
}

/// Whether all that a condition tests is one's own. One that tests nothing is nobody's.
fn is_about_own(filter: &Filter, is_own: &dyn Fn(&Filter) -> bool) -> bool {
    match filter {
        Filter::And(filters) | Filter::Or(filters) => {
            !filters.is_empty() && filters.iter().all(|filter| is_about_own(filter, is_own))
        }
        Filter::Not(filter) => is_about_own(filter, is_own),
        filter => is_own(filter),
    }
}
