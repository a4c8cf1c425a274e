//! What the features of a collection can be asked for, by name.
//!
//! In: a collection. Out: names, what they stand for, and the kinds of their values. It must not know how a question is
//! written: parameters, filters and orders are read elsewhere, all with these names.

use super::cql2::Moment;
use crate::event::Kind;
use crate::service::{AttributeType, Layer, Property, SortProperty};

/// Something that features can be asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Queryable {
    /// Its name in parameters, filters and orders.
    pub(super) name: &'static str,
    /// What it is, for people.
    pub(super) title: &'static str,
    /// What it stands for.
    pub(super) target: Target,
    /// The values that it can have, where they are few and known; empty where any may be.
    pub(super) values: Vec<&'static str>,
}

/// What a queryable stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    /// The feature's id.
    Id,
    /// Its time, or one end of it.
    Time(Moment),
    /// Its shape.
    Geometry,
    /// One of the collection's attributes.
    Attribute {
        /// Which one.
        at: usize,
        /// What kind of values it has.
        kind: AttributeType,
    },
}

/// Everything that the features of a collection can be asked for.
pub(super) fn queryables(layer: Layer) -> Vec<Queryable> {
    let are_events = matches!(layer, Layer::Events | Layer::Unlocated);
    let mut all = vec![
        Queryable::new("id", "Id of the feature", Target::Id),
        Queryable::new("geometry", "Where it is, in longitude and latitude", Target::Geometry),
    ];
    if are_events {
        let time = |name, title, moment| Queryable::new(name, title, Target::Time(moment));
        all.push(time("datetime", "When it happened, from date_start to date_end", Moment::Span));
        all.push(time("date_start", "When it began", Moment::Start));
        all.push(time("date_end", "When it ended", Moment::End));
    }
    all.extend((0..).zip(layer.attributes()).map(|(at, attribute)| {
        let target = Target::Attribute { at, kind: attribute.kind };
        let mut queryable = Queryable::new(attribute.name, attribute.title, target);
        if are_events && queryable.name == "kind" {
            queryable.values = Kind::ALL.into_iter().map(Kind::as_str).collect();
        }
        queryable
    }));
    all
}

/// The queryable of a name, or a hint at the names that there are.
pub(super) fn find<'a>(queryables: &'a [Queryable], name: &str) -> Result<&'a Queryable, String> {
    queryables.iter().find(|queryable| queryable.name == name).ok_or_else(|| {
        let names: Vec<&str> = queryables.iter().map(|queryable| queryable.name).collect();
        super::params::hint(name, &names)
    })
}

impl Queryable {
    pub(super) fn new(name: &'static str, title: &'static str, target: Target) -> Self {
        Self { name, title, target, values: Vec::new() }
    }
}

impl Target {
    /// What kind of thing it is, for messages.
    pub(super) fn kind(self) -> &'static str {
        match self {
            Self::Id => "a text",
            Self::Time(_) => "a time",
            Self::Geometry => "a geometry",
            Self::Attribute { kind, .. } => match kind {
                AttributeType::Text => "a text",
                AttributeType::Texts => "a list of texts",
                AttributeType::Number => "a number",
                AttributeType::Integer => "a whole number",
                AttributeType::Boolean => "true or false",
            },
        }
    }

    /// Whether it holds texts.
    pub(super) fn is_text(self) -> bool {
        matches!(self, Self::Id | Self::Attribute { kind: AttributeType::Text | AttributeType::Texts, .. })
    }

    /// Whether its values have a smallest and a greatest.
    pub(super) fn is_number(self) -> bool {
        matches!(self, Self::Attribute { kind: AttributeType::Number | AttributeType::Integer, .. })
    }

    /// What of the feature may be unknown.
    pub(super) fn property(self) -> Property {
        match self {
            Self::Id => Property::Id,
            Self::Time(_) => Property::Time,
            Self::Geometry => Property::Geometry,
            Self::Attribute { at, .. } => Property::Attribute(at),
        }
    }

    /// What it is sorted by; a shape has no order.
    pub(super) fn sort_property(self) -> Option<SortProperty> {
        match self {
            Self::Id => Some(SortProperty::Id),
            Self::Time(Moment::Span | Moment::Start) => Some(SortProperty::Start),
            Self::Time(Moment::End) => Some(SortProperty::End),
            Self::Geometry => None,
            Self::Attribute { at, .. } => Some(SortProperty::Attribute(at)),
        }
    }
}
