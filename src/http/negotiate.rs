//! In which form an answer goes out: `f=` says it, or else the `Accept` header.
//!
//! In: a request and the forms that a resource has. Out: one of them, or the problem of asking for another. It must
//! not know how a form is written.

use super::error::{Problem, echo};
use super::params::Params;
use crate::encode::features::FeatureForm;
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
    /// A table.
    Csv,
    /// For Google Earth.
    Kml,
    /// An OGC GeoPackage.
    GeoPackage,
    /// FlatGeobuf.
    FlatGeobuf,
}

impl Format {
    /// What documents come in.
    pub(super) const DOCUMENT: [Self; 2] = [Self::Json, Self::Html];

    /// What one feature comes in.
    pub(super) const FEATURE: [Self; 2] = [Self::GeoJson, Self::Html];
    /// What many features come in.
    pub(super) const FEATURES: [Self; 6] =
        [Self::GeoJson, Self::Html, Self::Csv, Self::Kml, Self::GeoPackage, Self::FlatGeobuf];

    /// The form of a file of features, if it is one that is written as a download.
    pub(super) fn form(self) -> Option<FeatureForm> {
        match self {
            Self::Json | Self::GeoJson | Self::Html => None,
            Self::Csv => Some(FeatureForm::Csv),
            Self::Kml => Some(FeatureForm::Kml),
            Self::GeoPackage => Some(FeatureForm::GeoPackage),
            Self::FlatGeobuf => Some(FeatureForm::FlatGeobuf),
        }
    }

    /// The media type of the answer.
    pub(super) fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::GeoJson => "application/geo+json",
            Self::Html => "text/html",
            Self::Csv => "text/csv",
            Self::Kml => "application/vnd.google-earth.kml+xml",
            Self::GeoPackage => "application/geopackage+sqlite3",
            Self::FlatGeobuf => "application/flatgeobuf",
        }
    }

    /// The word for it in `f=`, and at the end of a file's name.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::GeoJson => "geojson",
            Self::Html => "html",
            Self::Csv => "csv",
            Self::Kml => "kml",
            Self::GeoPackage => "gpkg",
            Self::FlatGeobuf => "fgb",
        }
    }

    /// What it is called among people.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Json => "JSON",
            Self::GeoJson => "GeoJSON",
            Self::Html => "HTML",
            Self::Csv => "CSV",
            Self::Kml => "KML",
            Self::GeoPackage => "GeoPackage",
            Self::FlatGeobuf => "FlatGeobuf",
        }
    }

    /// The parameter that asks for it.
    pub(super) fn parameter(self) -> &'static str {
        match self {
            Self::Json => "f=json",
            Self::GeoJson => "f=geojson",
            Self::Html => "f=html",
            Self::Csv => "f=csv",
            Self::Kml => "f=kml",
            Self::GeoPackage => "f=gpkg",
            Self::FlatGeobuf => "f=fgb",
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

    const ITEMS: [Format; 4] = [Format::GeoJson, Format::Html, Format::Csv, Format::Kml];

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
        assert!(refused.contains("offered here: geojson, html, csv, kml"), "{refused}");
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
            (Some("application/json;q=0.3, text/csv;q=0.4"), Format::Csv),
            (Some("text/html;q=0, text/*"), Format::Csv),
            (Some("application/*;q=0.2, application/geo+json;q=0.1"), Format::Kml),
            (Some("text/*"), Format::Html),
            (Some("text/html;q=0.2, */*;q=0.3, application/*;q=0.1, text/csv;q=0"), Format::Html),
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
