//! The map's own files, from inside the binary.
//!
//! In: a path. Out: a file of the built web part or of the basemap, with an `ETag`, and compressed where it is so in
//! the binary and the client takes it. It must not know the disk.

use super::error::{Problem, echo};
use super::{backdrop, encoding};
use actix_web::http::header::{self, ETag, EntityTag, IfNoneMatch};
use actix_web::{HttpRequest, HttpResponse, web};
use rust_embed::{EmbeddedFile, RustEmbed};
use std::borrow::Cow;
use std::fmt::Write;

/// What must be printed wherever the data are shown; `data/README.md` has the sources.
pub(super) const ATTRIBUTION: &str = "Place names: GeoNames, CC BY 4.0, changed. Boundaries: geoBoundaries, CC BY 4.0, \
    parents added. Codes: OCHA Common Operational Datasets, Mali. Some towns: SimpleMaps, CC BY 4.0. Made with \
    Natural Earth.";

const HTML: &str = "text/html; charset=utf-8";

#[derive(RustEmbed)]
#[folder = "web/dist"]
struct Web;

#[derive(RustEmbed)]
#[folder = "data"]
#[include = "basemap/*.geojson"]
#[include = "boundaries/*.geojson"]
struct Data;

/// The basemap's files by the name the map asks for, and where they are.
const BASEMAP: [(&str, &str); 6] = [
    ("countries", "boundaries/countries.geojson"),
    ("mali", "boundaries/mali.geojson"),
    ("regions", "boundaries/regions-before-2016.geojson"),
    ("rivers", "basemap/rivers.geojson"),
    ("lakes", "basemap/lakes.geojson"),
    ("towns", "basemap/towns.geojson"),
];

/// The page that holds the map.
pub(super) fn index(request: &HttpRequest) -> Result<HttpResponse, Problem> {
    let file = Web::get("index.html")
        .ok_or_else(|| Problem::not_found("this build has no map: it was made without the web part"))?;
    let told = request.app_data::<backdrop::Shared>().and_then(|backdrop| backdrop.page(&file.data));
    Ok(match told {
        // Its tag would have to follow the settings, and it is small.
        Some(page) => HttpResponse::Ok()
            .insert_header((header::CACHE_CONTROL, "no-cache"))
            .content_type(HTML)
            .body(page),
        None => answer(request, "index.html", file, HTML),
    })
}

/// `GET /assets/{path}`.
pub(super) async fn asset(request: HttpRequest, path: web::Path<String>) -> Result<HttpResponse, Problem> {
    find(&path)
        .map(|file| answer(&request, &path, file, media_type(&path)))
        .ok_or_else(|| Problem::not_found(format!("no file '{}'", echo(&path))))
}

/// The bytes of one of the basemap's files.
pub(super) fn basemap(name: &str) -> Option<Cow<'static, [u8]>> {
    let (_, file) = BASEMAP.iter().find(|(known, _)| *known == name)?;
    Data::get(file).map(|file| file.data)
}

/// What the map calls things and how it draws them, as JSON.
pub(super) fn shared() -> Option<Cow<'static, [u8]>> {
    Web::get("shared.json").map(|file| file.data)
}

fn find(path: &str) -> Option<EmbeddedFile> {
    let basemap = || {
        let name = path.strip_prefix("basemap/")?.strip_suffix(".geojson")?;
        let (_, file) = BASEMAP.iter().find(|(known, _)| *known == name)?;
        Data::get(file)
    };
    basemap().or_else(|| Web::get(path))
}

/// The compressed form that was built for a file, with the name of its coding.
fn compressed(request: &HttpRequest, path: &str) -> Option<(EmbeddedFile, &'static str)> {
    encoding::beforehand(request.headers())
        .find_map(|(ending, coding)| Some((Web::get(&format!("{path}.{ending}"))?, coding)))
}

/// The file, or 304 when the client has it. Browsers ask each time: a new version of the program shows at once.
fn answer(request: &HttpRequest, path: &str, file: EmbeddedFile, media_type: &str) -> HttpResponse {
    let mut hash = String::new();
    for byte in &file.metadata.sha256_hash()[..8] {
        // Writing to a String cannot fail.
        let _ = write!(hash, "{byte:02x}");
    }
    // Weak: the compressed form of the file goes by the same tag.
    let tag = EntityTag::new_weak(hash);
    let known = match header::Header::parse(request) {
        Ok(IfNoneMatch::Any) => true,
        Ok(IfNoneMatch::Items(tags)) => tags.iter().any(|known| known.weak_eq(&tag)),
        Err(_) => false,
    };
    let mut response = if known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    response.insert_header(ETag(tag)).insert_header((header::CACHE_CONTROL, "no-cache"));
    if known {
        return response.finish();
    }
    response.content_type(media_type);
    match compressed(request, path) {
        Some((compressed, coding)) => {
            response.insert_header((header::CONTENT_ENCODING, coding));
            response.append_header((header::VARY, "accept-encoding"));
            response.body(bytes(compressed))
        }
        None => response.body(bytes(file)),
    }
}

/// What is in the binary is sent from there, without a copy.
fn bytes(file: EmbeddedFile) -> web::Bytes {
    match file.data {
        Cow::Borrowed(bytes) => web::Bytes::from_static(bytes),
        Cow::Owned(bytes) => bytes.into(),
    }
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, ending)| ending) {
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("html") => HTML,
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("json" | "map") => "application/json",
        Some("geojson") => "application/geo+json",
        Some("webmanifest") => "application/manifest+json",
        _ => "application/octet-stream",
    }
}
