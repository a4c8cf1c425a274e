//! The words of the pages, in French and English.
//!
//! In: a reader's languages, codes and figures of data. Out: what to call them. It must not know pages. Words by code
//! are the map's own: its build writes them down once for both.

use crate::event::{MONTHS, MONTHS_FR};
use crate::http::assets;
use actix_web::HttpMessage;
use actix_web::http::header::{AcceptLanguage, Header, Preference};
use jiff::civil::Date;
use serde_json::Value;
use std::sync::LazyLock;

/// A language of the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::http) enum Lang {
    /// English, when nothing is said.
    En,
    /// French.
    Fr,
}

/// What the map calls things, by language, group and code.
static SHARED: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_slice(&assets::shared().unwrap_or_default()).unwrap_or_default());

impl Lang {
    /// The language that a reader prefers of the two.
    pub(in crate::http) fn of<R: HttpMessage>(request: &R) -> Self {
        let Ok(accepted) = AcceptLanguage::parse(request) else { return Self::En };
        let ranked = accepted.ranked();
        let known = |preference: &Preference<_>| match preference {
            Preference::Any => Some(Self::En),
            Preference::Specific(tag) => {
                let tag: String = ToString::to_string(tag).to_ascii_lowercase();
                match tag.split('-').next() {
                    Some("fr") => Some(Self::Fr),
                    Some("en") => Some(Self::En),
                    _ => None,
                }
            }
        };
        ranked.iter().find_map(known).unwrap_or(Self::En)
    }

    /// Its code.
    pub(in crate::http) fn code(self) -> &'static str {
        self.say("en", "fr")
    }

    /// One of two texts.
    pub(in crate::http) fn say<'t>(self, en: &'t str, fr: &'t str) -> &'t str {
        match self {
            Self::En => en,
            Self::Fr => fr,
        }
    }

    /// What the map says under this name; the name itself if it says nothing.
    pub(super) fn said(self, name: &'static str) -> &'static str {
        SHARED.get(self.code()).and_then(|words| words.get(name)?.as_str()).unwrap_or(name)
    }

    /// What the map calls a code of a group; the code itself if it has no name.
    pub(super) fn named<'c>(self, group: &str, code: &'c str) -> &'c str {
        SHARED.get(self.code()).and_then(|words| words.get(group)?.get(code)?.as_str()).unwrap_or(code)
    }

    /// A count, with its digits in threes.
    pub(super) fn count(self, count: usize) -> String {
        let digits = count.to_string();
        let mut text = String::with_capacity(digits.len() * 2);
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                text.push_str(self.say(",", "\u{202f}"));
            }
            text.push(digit);
        }
        text
    }

    /// A number with so many decimals at most.
    pub(super) fn number(self, number: f64, decimals: usize) -> String {
        let text = format!("{number:.decimals$}");
        let text = if decimals > 0 { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
        text.replace('.', self.say(".", ","))
    }

    /// A probability as percent, never rounded to a certainty that is not there.
    pub(super) fn percent(self, p: f64) -> String {
        let sign = self.say("%", "\u{a0}%");
        match p {
            p if p >= 1.0 => format!("100{sign}"),
            p if p > 0.0 && p < 0.01 => format!("<\u{a0}1{sign}"),
            p => format!("{}{sign}", self.number(p.clamp(0.0, 0.99) * 100.0, 0)),
        }
    }

    /// How sure a probability is, in words.
    pub(super) fn certainty(self, p: f64) -> &'static str {
        let step = (p.clamp(0.0, 1.0) * 5.0).floor().min(4.0) as usize;
        let words = SHARED.get(self.code()).and_then(|words| words.get("certainty")?.get(step)?.as_str());
        words.unwrap_or_default()
    }

    /// Metres as people say them.
    pub(super) fn distance(self, metres: f64) -> String {
        match metres {
            m if m < 995.0 => format!("{}\u{a0}m", self.number(m, 0)),
            m if m < 9_950.0 => format!("{}\u{a0}km", self.number(m / 1000.0, 1)),
            m => format!("{}\u{a0}km", self.number(m / 1000.0, 0)),
        }
    }

    /// When something was, as its feature has it; `None` when that is not known.
    pub(super) fn when(self, start: &str, end: &str, precision: &str) -> Option<String> {
        let day = |text: &str| text.get(..10)?.parse::<Date>().ok();
        let (first, last) = (day(start)?, day(end)?);
        let month = |date: Date| {
            let months = if self == Self::Fr { MONTHS_FR } else { MONTHS };
            months.get(usize::from(date.month().unsigned_abs()) - 1).copied().unwrap_or_default()
        };
        let whole = |date: Date| {
            let number = match (self, date.day()) {
                (Self::Fr, 1) => "1er".to_owned(),
                (_, day) => day.to_string(),
            };
            format!("{number}\u{a0}{} {}", month(date), date.year())
        };
        Some(match precision {
            "year" => first.year().to_string(),
            "month" => format!("{} {}", month(first), first.year()),
            "time" => format!("{}, {}\u{a0}UTC", whole(first), start.get(11..16)?),
            _ if first == last => whole(first),
            _ => format!("{} – {}", whole(first), whole(last)),
        })
    }
}

/// Outline and sign of a kind's symbol, in a field of 24 by 24.
pub(super) fn symbol(kind: &str) -> Option<(&'static str, &'static str)> {
    let shapes = SHARED.get("shapes")?;
    let shape = shapes.get(kind).or_else(|| shapes.get("other"))?;
    Some((shape.get("outline")?.as_str()?, shape.get("sign")?.as_str()?))
}

/// Title and description of a collection in French, where there are any.
pub(super) fn collection_fr(id: &str) -> Option<(&'static str, &'static str)> {
    Some(match id {
        "events" => (
            "Événements",
            "Les événements situés, chacun avec son degré de certitude, la raison de son emplacement et ce que dit \
             chaque source.",
        ),
        "unlocated" => (
            "Événements sans lieu sur la carte",
            "Les événements dont le lieu est inconnu, ou hésite entre des lieux éloignés\u{202f}; ils attendent une personne, \
             avec leurs candidats. Sans géométrie, ils répondent à tout cadre géographique.",
        ),
        "places" => (
            "Localités du répertoire",
            "Les villes, villages, camps et puits par lesquels les listes sont situées, avec leurs autres noms.",
        ),
        "regions" => (
            "Régions du Mali",
            "Les régions et le district de Bamako, de chaque découpage (avant 2016, 2016 à 2023, depuis 2023), avec les jours \
             de leur existence et le nombre d’événements de chacune\u{202f}; at=DATE donne celles d’un jour. Contours \
             généralisés avant 2016, d’autres là où un paquet les a, sinon un point.",
        ),
        "cercles" => (
            "Cercles du Mali",
            "Les cercles de chaque découpage, avec les jours de leur existence et le nombre d’événements de chacun\u{202f}; \
             at=DATE donne ceux d’un jour. Contours là où un paquet les a, sinon le chef-lieu.",
        ),
        "communes" => (
            "Communes du Mali",
            "Les communes de chaque découpage qui les connaît, avec les jours de leur existence et le nombre d’événements de \
             chacune\u{202f}; at=DATE donne celles d’un jour. Contours là où un paquet les a, sinon un point à l’intérieur.",
        ),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service::Layer;
    use actix_web::http::header::ACCEPT_LANGUAGE;
    use actix_web::test::TestRequest;

    #[test]
    fn every_collection_says_in_french_what_it_says_in_english() {
        for layer in Layer::ALL {
            let (title, said) = collection_fr(layer.id()).unwrap();
            let english = format!("{} {}", layer.title(), layer.description());
            let french = format!("{title} {said}");
            let figures = |text: &str| {
                let words = text.split(|c: char| !c.is_ascii_digit()).filter(|word| !word.is_empty());
                words.map(str::to_owned).collect::<Vec<_>>()
            };
            assert_eq!(figures(&french), figures(&english), "{}", layer.id());
            assert_eq!(french.contains("at=DATE"), english.contains("at=DATE"), "{}", layer.id());
        }
    }

    #[test]
    fn the_reader_s_language_is_taken_when_it_is_known() {
        for (accepted, expected) in [
            ("fr-FR,fr;q=0.9,en;q=0.8", Lang::Fr),
            ("en-GB,fr;q=0.5", Lang::En),
            ("ar, fr;q=0.4", Lang::Fr),
            ("fr;q=0.3, en;q=0.7", Lang::En),
            ("de", Lang::En),
            ("*", Lang::En),
            (";;;", Lang::En),
        ] {
            let request = TestRequest::default().insert_header((ACCEPT_LANGUAGE, accepted)).to_http_request();
            assert_eq!(Lang::of(&request), expected, "{accepted}");
        }
        assert_eq!(Lang::of(&TestRequest::default().to_http_request()), Lang::En);
    }

    #[test]
    fn figures_are_written_as_each_language_has_them() {
        assert_eq!(
            [Lang::En.count(1_234_567), Lang::Fr.count(1_234_567)],
            ["1,234,567", "1\u{202f}234\u{202f}567"]
        );
        assert_eq!([Lang::En.count(0), Lang::En.count(999), Lang::En.count(1000)], ["0", "999", "1,000"]);
        assert_eq!([Lang::En.number(2.50, 2), Lang::Fr.number(2.5, 2)], ["2.5", "2,5"]);
        assert_eq!(Lang::En.number(100.0, 0), "100");
        assert_eq!([Lang::En.percent(0.984), Lang::Fr.percent(0.5)], ["98%", "50\u{a0}%"]);
        assert_eq!([0.999, 1.0, 0.001, 0.0].map(|p| Lang::En.percent(p)), ["99%", "100%", "<\u{a0}1%", "0%"]);
        assert_eq!([Lang::Fr.distance(1500.0), Lang::En.distance(80_000.0)], ["1,5\u{a0}km", "80\u{a0}km"]);
        assert_eq!(Lang::En.distance(999.0), "1\u{a0}km");
    }

    #[test]
    fn a_date_says_no_more_than_is_known() {
        let when = |lang: Lang, start, end, precision| lang.when(start, end, precision).unwrap_or_default();
        assert_eq!(when(Lang::Fr, "2023-10-01", "2023-10-01", "day"), "1er\u{a0}octobre 2023");
        assert_eq!(
            when(Lang::En, "2023-10-01", "2023-10-03", "range"),
            "1\u{a0}October 2023 – 3\u{a0}October 2023"
        );
        assert_eq!(when(Lang::En, "2023-10-01", "2023-10-31", "month"), "October 2023");
        assert_eq!(when(Lang::Fr, "2023-01-01", "2023-12-31", "year"), "2023");
        let time = "2023-10-01T18:30:00Z";
        assert_eq!(when(Lang::En, time, time, "time"), "1\u{a0}October 2023, 18:30\u{a0}UTC");
        assert_eq!(when(Lang::En, "soon", "", "day"), "");
    }

    #[test]
    fn the_map_s_own_words_are_there_in_both_languages() {
        for lang in [Lang::En, Lang::Fr] {
            for name in super::super::item::SAID {
                assert_ne!(lang.said(name), name, "{name}");
            }
            for kind in crate::event::Kind::ALL {
                assert_ne!(lang.named("kinds", kind.as_str()), kind.as_str());
                assert!(symbol(kind.as_str()).is_some());
            }
        }
        assert_eq!(Lang::Fr.named("kinds", "attack"), "Attaque");
        assert_eq!(Lang::Fr.named("kinds", "no such kind"), "no such kind");
    }
}
