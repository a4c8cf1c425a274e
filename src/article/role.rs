//! What words of a lexicon do.
//!
//! In: the word of a table. Out: a role. It must not know texts.

use crate::event::Kind;

macro_rules! roles {
    ($($name:literal $role:ident,)*) => {
        /// What words do.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub(super) enum Role { $($role,)* }

        const ROLES: &[(&str, Role)] = &[$(($name, Role::$role),)*];
    };
}

roles! {
    "state" State, "armed" Armed, "militia" Militia, "foreign" Foreign, "un" Un, "mercenary" Mercenary, "unidentified" Unidentified,
    "troops" Troops,
    "strong" Strong, "weak" Weak,
    "treaty" Treaty, "people" People, "media" Media, "body" Body,
    "title" Title, "given" Given, "surname" Surname, "abroad" Abroad,
    "month" Month, "weekday" Weekday, "day_ago" DayAgo, "night_ago" NightAgo, "week_ago" WeekAgo,
    "weekend_ago" WeekendAgo, "month_ago" MonthAgo, "year_ago" YearAgo, "beside_day" BesideDay,
    "this" This, "past" Past, "future" Future, "night" Night, "early" Early, "mid" Mid, "late" Late,
    "ago" Ago, "ago_before" AgoBefore, "span_unit" SpanUnit,
    "speech" Speech, "according" According, "source_noun" SourceNoun, "marker" Marker, "split" Split,
    "background_range" BackgroundRange, "background" Background, "reaction" Reaction,
    "denial" Denial, "no_event" NoEvent, "arson" Arson, "away" Away, "speaks" Speaks,
    "locative" Locative, "clause_end" ClauseEnd, "camp_word" CampWord, "anaphor" Anaphor, "lies" Lies,
    "military" Military, "civilian" Civilian, "dead" Dead, "killing" Killing, "hurt" Hurt, "hurting" Hurting,
    "none_hurt" NoneHurt, "neutralised" Neutralised, "losing" Losing, "kin" Kin, "whose" Whose, "involvement" Involvement, "pronoun" Pronoun, "group" Group, "intent" Intent, "part" Part, "road" Road, "common" Common,
    "between_distance" BetweenDistance, "direction" Direction, "beside_saying" BesideSaying,
    "before_said_day" BeforeSaidDay, "named_after" NamedAfter, "before_unit" BeforeUnit, "tells_again" TellsAgain,
    "stop_en" StopEn, "stop_fr" StopFr,
    "number" Number, "some" Some, "few" Few, "many" Many, "at_least" AtLeast, "at_most" AtMost,
    "about" About, "between" Between, "unit" Unit, "near" Near,
}

impl Role {
    /// The role with a name.
    pub(super) fn named(name: &str) -> Option<Self> {
        ROLES.iter().find(|(known, _)| *known == name).map(|(_, role)| *role)
    }

    /// The names of all roles.
    pub(super) fn names() -> impl Iterator<Item = &'static str> {
        ROLES.iter().map(|(name, _)| *name)
    }

    /// Whether it says who takes part.
    pub(super) fn is_actor(self) -> bool {
        matches!(
            self,
            Self::State
                | Self::Armed
                | Self::Militia
                | Self::Foreign
                | Self::Un
                | Self::Mercenary
                | Self::Unidentified
        )
    }

    /// Whether a value is one that it can use.
    pub(super) fn takes(self, value: &str) -> bool {
        let within = |low: i64, high: i64| value.parse().is_ok_and(|n: i64| (low..=high).contains(&n));
        match self {
            Self::Strong | Self::Weak | Self::Arson => value.parse::<Kind>().is_ok(),
            Self::Month => within(1, 12),
            Self::Weekday => within(1, 7),
            Self::DayAgo
            | Self::NightAgo
            | Self::WeekAgo
            | Self::WeekendAgo
            | Self::MonthAgo
            | Self::YearAgo => within(0, 10),
            Self::BesideDay => within(-10, 10),
            Self::SpanUnit => within(1, 400),
            Self::Number | Self::Some => value.parse::<f64>().is_ok(),
            Self::Part => matches!(value, "north" | "center" | "south" | "west" | "east"),
            _ if self.is_actor() => !value.is_empty(),
            _ => true,
        }
    }
}
