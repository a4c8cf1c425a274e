//! Query parameters, checked: what is unknown or breaks a rule is refused by name, never ignored.
//!
//! In: a query string. Out: values, or the problem that names parameter, value and rule. It must not know
//! what the values are for.

use super::error::{Problem, echo};
use crate::event::LonLat;
use actix_web::{HttpRequest, web};
use jiff::civil::Date;
use percent_encoding::percent_decode_str;
use std::fmt::Display;
use std::str::FromStr;

/// The parameter of which the last counts when it is repeated. The OGC test suite follows `next` links with all their
/// parameters beside a `limit` of its own, and how many features a page has changes nothing of which they are.
const LAST_COUNTS: &str = "limit";

/// Entries on a page when nobody says how many.
const DEFAULT_ON_PAGE: usize = 100;

/// The parameters of a request, every one of them known to the resource.
#[derive(Debug)]
pub(super) struct Params(Vec<(String, String)>);

impl Params {
    /// Reads the query string and refuses the first name that is not in `known`, and one that is said twice otherwise.
    pub(super) fn read(request: &HttpRequest, known: &[&str]) -> Result<Self, Problem> {
        Self::read_lists(request, known, &[])
    }

    /// The same where some names may have several values.
    pub(super) fn read_lists(request: &HttpRequest, known: &[&str], lists: &[&str]) -> Result<Self, Problem> {
        let mut kept = Self(Vec::new());
        for (name, value) in pairs(request)? {
            if !known.contains(&name.as_str()) {
                return Err(unknown(&name, &value, known));
            }
            if lists.contains(&name.as_str()) {
                kept.0.push((name, value));
            } else {
                kept.take(name, value)?;
            }
        }
        Ok(kept)
    }

    /// Takes a parameter that has one value: none of two is ignored in silence.
    fn take(&mut self, name: String, value: String) -> Result<(), Problem> {
        match self.0.iter_mut().find(|(known, _)| *known == name) {
            None => self.0.push((name, value)),
            Some((_, first)) if *first == value => {}
            Some((_, first)) if name == LAST_COUNTS => *first = value,
            Some((_, first)) => {
                let rule = format!("is said twice, first as '{}': say it once", echo(first));
                return Err(Problem::parameter(&name, &value, rule));
            }
        }
        Ok(())
    }

    /// The value of a parameter that has one.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The value of a parameter of a request that is held to no other rules.
    pub(super) fn said(request: &HttpRequest, name: &str) -> Result<Option<String>, Problem> {
        let mut kept = Self(Vec::new());
        let pairs = pairs(request).unwrap_or_default();
        for (known, value) in pairs.into_iter().filter(|(known, _)| known == name) {
            kept.take(known, value)?;
        }
        Ok(kept.0.pop().map(|(_, value)| value))
    }

    /// Every value of a parameter, for those of which several may be asked for.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The value of a parameter as a type that checks itself.
    pub(super) fn parse<T>(&self, name: &str) -> Result<Option<T>, Problem>
    where
        T: FromStr,
        T::Err: Display,
    {
        self.get(name)
            .map(|value| value.parse().map_err(|rule| Problem::parameter(name, value, rule)))
            .transpose()
    }

    /// A day.
    pub(super) fn day(&self, name: &str) -> Result<Option<Date>, Problem> {
        let day = |value: &str| {
            value.parse().map_err(|_| Problem::parameter(name, value, "must be a day such as 2023-10-01"))
        };
        self.get(name).map(day).transpose()
    }

    /// A whole number of at least `min`; above `max` it is `max`.
    pub(super) fn whole(&self, name: &str, min: usize, max: usize, default: usize) -> Result<usize, Problem> {
        let Some(value) = self.get(name) else { return Ok(default) };
        let refused = || Problem::parameter(name, value, format!("must be a whole number, {min} or more"));
        if value.is_empty() || !value.bytes().all(|b| b.is_ascii_digit()) {
            return Err(refused());
        }
        // Only digits are left: what does not fit is larger than any maximum.
        let number = value.parse().unwrap_or(usize::MAX);
        if number < min { Err(refused()) } else { Ok(number.min(max)) }
    }

    /// The number after which a page begins, 0 for the first; beyond the largest there is nothing.
    pub(super) fn after(&self) -> Result<i64, Problem> {
        Ok(i64::try_from(self.whole("after", 0, usize::MAX, 0)?).unwrap_or(i64::MAX))
    }

    /// Where a page begins and how long it is.
    pub(super) fn page(&self, most: usize) -> Result<(i64, usize), Problem> {
        Ok((self.after()?, self.whole("limit", 1, most, DEFAULT_ON_PAGE)?))
    }

    /// The point that `lon` and `lat` give; `None` when neither is there.
    pub(super) fn point(&self) -> Result<Option<LonLat>, Problem> {
        let degrees = |name: &str| {
            let degrees = |value: &str| value.parse::<f64>().ok().filter(|degrees| degrees.is_finite());
            self.get(name)
                .map(|value| {
                    let rule = "must be a number, in degrees such as -0.35";
                    degrees(value).ok_or_else(|| Problem::parameter(name, value, rule))
                })
                .transpose()
        };
        point_of(degrees("lon")?, degrees("lat")?)
            .map_err(|(name, rule)| Problem::parameter(name, self.get(name).unwrap_or_default(), rule))
    }

    /// The representation asked for with `f`, one of those offered; the first when not asked.
    pub(super) fn format<'a>(&self, offered: &[&'a str]) -> Result<&'a str, Problem> {
        match self.get("f") {
            None => Ok(offered[0]),
            Some(asked) => offered.iter().copied().find(|format| *format == asked).ok_or_else(|| {
                Problem::parameter("f", asked, format!("offered here: {}", offered.join(", ")))
            }),
        }
    }

    /// The parameters but some.
    pub(super) fn but(&self, left_out: &[&str]) -> Self {
        Self(self.0.iter().filter(|(name, _)| !left_out.contains(&name.as_str())).cloned().collect())
    }

    /// The parameters but some, for a link.
    pub(super) fn without(&self, left_out: &[&str]) -> Vec<(&str, &str)> {
        self.0
            .iter()
            .filter(|(name, _)| !left_out.contains(&name.as_str()))
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect()
    }
}

/// The names and values of a query string.
///
/// What is percent-encoded must be text: else it would be read as something that nobody wrote.
fn pairs(request: &HttpRequest) -> Result<Vec<(String, String)>, Problem> {
    for pair in request.query_string().split('&') {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        if !is_text(name) || !is_text(value) {
            let rule = "its percent-escapes are no UTF-8 text; a percent sign itself is written %25";
            return Err(Problem::parameter(name, value, rule));
        }
    }
    web::Query::<Vec<(String, String)>>::from_query(request.query_string())
        .map(web::Query::into_inner)
        .map_err(|error| Problem::bad_request(format!("the query string cannot be read: {error}")))
}

/// Whether a part of a query string is percent-encoded UTF-8.
fn is_text(part: &str) -> bool {
    let is_escaped =
        |digits: &str| digits.get(..2).is_some_and(|two| two.bytes().all(|b| b.is_ascii_hexdigit()));
    part.split('%').skip(1).all(is_escaped) && percent_decode_str(part).decode_utf8().is_ok()
}

/// The point that two numbers give, `None` when neither is there; or which of the two breaks what rule.
pub(super) fn point_of(lon: Option<f64>, lat: Option<f64>) -> Result<Option<LonLat>, (&'static str, String)> {
    match (lon, lat) {
        (None, None) => Ok(None),
        (Some(_), None) => Err(("lat", "is needed beside lon".to_owned())),
        (None, Some(_)) => Err(("lon", "is needed beside lat".to_owned())),
        (Some(lon), Some(lat)) => {
            LonLat::new(lon, lat).map(Some).map_err(|error| (error.axis(), error.to_string()))
        }
    }
}

/// The problem of a name that nobody knows, with the nearest that is known.
pub(super) fn unknown<K: AsRef<str>>(name: &str, value: &str, known: &[K]) -> Problem {
    Problem::parameter(name, value, format!("unknown parameter; {}", hint(name, known)))
}

/// What may have been meant by a name that nobody knows.
pub(super) fn hint<K: AsRef<str>>(name: &str, known: &[K]) -> String {
    let nearest = known
        .iter()
        .map(K::as_ref)
        .map(|candidate| (strsim::damerau_levenshtein(&echo(name).to_lowercase(), candidate), candidate))
        .min()
        .filter(|(distance, candidate)| *distance <= candidate.len() / 2 + 1);
    match nearest {
        Some((_, nearest)) => format!("did you mean '{nearest}'?"),
        None if known.is_empty() => "none is known here".to_owned(),
        None => {
            let known: Vec<&str> = known.iter().map(K::as_ref).collect();
            format!("known here: {}", known.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    #[test]
    fn what_is_no_text_is_refused_by_name() {
        let read = |query: &str| {
            Params::read(&TestRequest::with_uri(&format!("/?{query}")).to_http_request(), &["q", "f"])
        };
        for bad in ["q=%ff", "f=json&q=%zz", "q=100%", "q=%c3%28", "q=%a", "q=a%+b"] {
            let refused = read(bad).unwrap_err().to_string();
            assert!(refused.contains("q: its percent-escapes are no UTF-8 text"), "{bad}: {refused}");
        }
        for good in ["q=%C3%A9", "q=a+b%25", "q=", "q", "", "f=json&&q=1"] {
            assert!(read(good).is_ok(), "{good}: {:?}", read(good));
        }
    }

    #[test]
    fn of_two_values_of_a_parameter_none_is_ignored_in_silence() {
        let read = |query: &str| {
            let request = TestRequest::with_uri(&format!("/?{query}")).to_http_request();
            Params::read_lists(&request, &["bbox", "f", "kind", "limit"], &["kind"])
        };
        let refused = read("bbox=1,2,3,4&f=json&bbox=1,2,3,5").unwrap_err().to_string();
        assert!(refused.contains("bbox: is said twice, first as '1,2,3,4': say it once"), "{refused}");
        assert!(read("f=json&f=html").is_err() && read("f=&f=html").is_err());
        // What is said twice alike is said, and a list has many values.
        let params = read("bbox=1,2,3,4&kind=attack&bbox=1%2C2%2C3%2C4&kind=clash&limit=10&limit=7").unwrap();
        assert_eq!((params.get("bbox"), params.get("limit")), (Some("1,2,3,4"), Some("7")));
        assert_eq!(params.all("kind").collect::<Vec<_>>(), ["attack", "clash"]);
        assert_eq!(params.without(&["kind"]), [("bbox", "1,2,3,4"), ("limit", "7")]);
    }
}
