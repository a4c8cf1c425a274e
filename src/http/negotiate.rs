//! In which form an answer goes out: `f=` says it, or else the `Accept` header.
//!
//! In: a request and the forms that a resource has. Out: one of them, or the problem of asking for another. It must
//! not know how a form is written.

use super::error::{Problem, echo};
use super::params::Params;
use actix_web::HttpMessage;
use actix_web::http::header::{self, Accept, Header, Quality, QualityItem};
use actix_web::mime::{self, Mime};

/// A form of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// A document.
    Json,
    /// Features.
    GeoJson,
    /// A page for people.
    Html,
}

impl Format {
    /// What documents come in.
    pub(super) const DOCUMENT: [Self; 2] = [Self::Json, Self::Html];

    /// The media type of the answer.
    pub(super) fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::GeoJson => "application/geo+json",
            Self::Html => "text/html",
        }
    }

    /// The word for it in `f=`, and at the end of a file's name.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::GeoJson => "geojson",
            Self::Html => "html",
        }
    }

    /// Whether `f=` means it; features are JSON too.
    fn is_called(self, word: &str) -> bool {
        self.word() == word || (self == Self::GeoJson && word == "json")
    }

    /// How gladly a client takes it, by the range that fits it most closely.
    fn wanted(self, accepted: &[QualityItem<Mime>]) -> Quality {
        let media_types: &[&str] = if self == Self::GeoJson {
            &["application/geo+json", "application/json"]
        } else {
            &[self.media_type()]
        };
        let fits = |range: &QualityItem<Mime>| {
            let essence = range.item.essence_str();
            let closeness = media_types.iter().filter_map(|media_type| {
                let group = media_type.split('/').next().unwrap_or_default();
                if essence.eq_ignore_ascii_case(media_type) {
                    Some(2)
                } else if range.item.type_() == group && range.item.subtype() == mime::STAR {
                    Some(1)
                } else {
                    (range.item.type_() == mime::STAR).then_some(0)
                }
            });
            closeness.max().map(|closeness| (closeness, range.quality))
        };
        accepted.iter().filter_map(fits).max().map_or(Quality::ZERO, |(_, quality)| quality)
    }
}

/// The form asked for, of those offered; the first when the client does not care.
pub(super) fn format<R: HttpMessage>(
    request: &R,
    params: &Params,
    offered: &[Format],
) -> Result<Format, Problem> {
    if let Some(asked) = params.get("f") {
        return offered.iter().copied().find(|format| format.is_called(asked)).ok_or_else(|| {
            let words: Vec<&str> = offered.iter().map(|format| format.word()).collect();
            Problem::parameter("f", asked, format!("offered here: {}", words.join(", ")))
        });
    }
    accepted(request, offered)
}

/// The form that the `Accept` header asks for, of those offered; the first when it does not care.
pub(super) fn accepted<R: HttpMessage>(request: &R, offered: &[Format]) -> Result<Format, Problem> {
    let fallback = offered.first().copied().unwrap_or(Format::Json);
    // An empty header, or one that cannot be read, says nothing.
    let accepted = Accept::parse(request).map(|accept| accept.0).unwrap_or_default();
    if accepted.is_empty() {
        return Ok(fallback);
    }
    let best = offered.iter().copied().map(|format| (format.wanted(&accepted), format)).rev();
    match best.max_by_key(|(wanted, _)| *wanted) {
        Some((wanted, format)) if wanted > Quality::ZERO => Ok(format),
        _ => {
            let said =
                request.headers().get(header::ACCEPT).and_then(|said| said.to_str().ok()).unwrap_or("?");
            let types: Vec<&str> = offered.iter().map(|format| format.media_type()).collect();
            Err(Problem::not_acceptable(format!(
                "Accept: '{}' takes nothing of what there is: {}",
                echo(said),
                types.join(", ")
            )))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    const ITEMS: [Format; 2] = [Format::GeoJson, Format::Html];

    fn chosen(query: &str, accept: Option<&str>) -> Result<Format, Problem> {
        let mut request = TestRequest::with_uri(&format!("/?{query}"));
        if let Some(accept) = accept {
            request = request.insert_header((header::ACCEPT, accept));
        }
        let request = request.to_http_request();
        let params = Params::read(&request, &["f"])?;
        format(&request, &params, &ITEMS)
    }

    #[test]
    fn the_parameter_beats_the_header() {
        assert_eq!(chosen("f=geojson", Some("text/html")).unwrap(), Format::GeoJson);
        assert_eq!(chosen("f=json", Some("image/png")).unwrap(), Format::GeoJson);
        let refused = chosen("f=shp", None).unwrap_err().to_string();
        assert!(refused.contains("offered here: geojson, html"), "{refused}");
    }

    #[test]
    fn the_header_is_weighed() {
        for (accept, expected) in [
            (None, Format::GeoJson),
            (Some(""), Format::GeoJson),
            (Some("*/*"), Format::GeoJson),
            (Some("nonsense"), Format::GeoJson),
            (Some("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"), Format::Html),
            (Some("application/json"), Format::GeoJson),
            (Some("application/json;q=0.3, text/html;q=0.4"), Format::Html),
            (Some("text/*"), Format::Html),
            (Some("text/html;q=0.2, */*;q=0.3, application/*;q=0.1"), Format::Html),
            (Some("image/png, */*;q=0.1"), Format::GeoJson),
        ] {
            assert_eq!(chosen("", accept).unwrap(), expected, "{accept:?}");
        }
        for accept in ["image/png", "text/html;q=0", "*/*;q=0"] {
            let problem = chosen("", Some(accept)).unwrap_err().to_string();
            assert!(problem.starts_with("406") && problem.contains("text/html"), "{problem}");
        }
    }
}
