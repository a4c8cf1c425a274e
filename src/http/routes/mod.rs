//! One file per resource.
//!
//! In: a request. Out: its answer or a problem. A route must not hold state: it asks the service.

mod article_records;
mod articles;
mod asked;
mod changes;
mod clusters;
mod collections;
mod decision;
mod duplicates;
mod edit;
mod edits;
mod feature;
mod gazetteer;
mod geocode;
mod geocode_rows;
mod health;
mod history;
mod import_records;
mod imports;
mod items;
mod jobs;
mod landing;
mod nearby;
mod queryables;
mod representation;
mod reverse;
mod review;
mod suggest;
mod summary;
mod tiles;
mod units;

use super::error::{self, Problem, echo};
use super::negotiate::Format;
use super::{assets, fresh, openapi};
use crate::config::Reach;
use crate::encode::geojson::Link;
use actix_web::dev::HttpServiceFactory;
use actix_web::http::header;
use actix_web::{FromRequest, Responder};
use actix_web::{Handler, HttpRequest, HttpResponse, Resource, Route, guard, middleware, web};
use serde::Serialize;
use std::num::NonZero;
use std::sync::{Arc, LazyLock};
use tokio::sync::Semaphore;

/// Every resource that the OpenAPI document describes, and the map's own files.
pub(super) fn configure(config: &mut web::ServiceConfig) {
    reviewed(config);
    config
        .service(snapshot("/", landing::landing))
        .service(snapshot("/conformance", landing::conformance))
        .service(snapshot("/openapi.json", openapi::openapi))
        .service(snapshot("/docs", openapi::docs))
        .service(snapshot("/collections", collections::list))
        .service(snapshot("/tileMatrixSets", tiles::matrix_sets))
        .service(snapshot("/tileMatrixSets/{tileMatrixSetId}", tiles::matrix_set))
        .service(snapshot("/collections/events/tiles", tiles::tilesets))
        .service(snapshot("/collections/events/tiles/{tileMatrixSetId}", tiles::tileset))
        .service(snapshot(
            "/collections/events/tiles/{tileMatrixSetId}/{tileMatrix}/{tileRow}/{tileCol}",
            tiles::tile,
        ))
        .service(snapshot("/collections/events/clusters", clusters::clusters))
        .service(snapshot("/collections/events/summary", summary::summary))
        // What is nearby today is not what was yesterday.
        .service(readable("/nearby", nearby::nearby))
        .service(snapshot("/collections/{collection}", collections::one))
        .service(snapshot("/collections/{collection}/queryables", queryables::queryables_of))
        .service(readable("/collections/events/changes", changes::changes))
        .service(
            web::resource("/collections/{collection}/items")
                .route(read().to(items::page))
                .route(web::post().to(edit::add))
                .default_service(refuse_all_but("GET, HEAD, POST"))
                .wrap(middleware::from_fn(fresh::conditional)),
        )
        .service(
            web::resource("/collections/{collection}/items/{id}")
                .route(read().to(items::one))
                .route(web::put().to(edit::replace))
                .route(web::patch().to(edit::patch))
                .route(web::delete().to(edit::remove))
                .default_service(refuse_all_but("GET, HEAD, PUT, PATCH, DELETE"))
                .wrap(middleware::from_fn(fresh::conditional)),
        )
        .service(readable("/collections/{collection}/items/{id}/history", history::history))
        .service(
            web::resource("/geocode")
                .route(read().to(geocode::geocode))
                .route(web::post().to(geocode_rows::geocode))
                .default_service(refuse_all_but("GET, HEAD, POST")),
        )
        .service(readable("/reverse", reverse::reverse))
        .service(readable("/suggest", suggest::suggest))
        .service(readable("/gazetteer/layers", gazetteer::layers))
        .service(
            web::resource("/gazetteer/places")
                .route(web::get().to(gazetteer::list))
                .route(web::head().to(gazetteer::list))
                .route(web::post().to(gazetteer::add))
                .default_service(refuse_all_but("GET, HEAD, POST")),
        )
        .service(
            web::resource("/gazetteer/places/{place}")
                .route(web::get().to(gazetteer::one))
                .route(web::head().to(gazetteer::one))
                .route(web::patch().to(gazetteer::edit))
                .route(web::delete().to(gazetteer::remove))
                .default_service(refuse_all_but("GET, HEAD, PATCH, DELETE")),
        )
        .service(readable("/healthz", health::health))
        .service(readable("/readyz", health::ready))
        .service(readable("/metrics", health::metrics))
        .service(
            web::resource("/imports")
                .route(read().to(import_records::list))
                .route(web::post().to(imports::import))
                .default_service(refuse_all_but("GET, HEAD, POST")),
        )
        .service(
            web::resource("/imports/{import}")
                .route(read().to(import_records::one))
                .route(web::delete().to(import_records::undo))
                .default_service(refuse_all_but("GET, HEAD, DELETE")),
        )
        .service(readable("/imports/{import}/rows", import_records::rows))
        .service(readable("/imports/{import}/rejects", import_records::rejects))
        .service(readable("/duplicates", duplicates::list))
        .service(posted("/duplicates/{pair}", duplicates::decide))
        .service(readable("/edits", edits::list))
        .service(
            web::resource("/edits/{event}")
                .route(read().to(edits::one))
                .route(web::delete().to(edits::undo))
                .default_service(refuse_all_but("GET, HEAD, DELETE")),
        )
        .service(
            web::resource("/imports/jobs/{job}")
                .route(web::get().to(jobs::one))
                .route(web::delete().to(jobs::cancel))
                .default_service(refuse_all_but("GET, DELETE")),
        )
        .service(readable("/assets/{path:.*}", assets::asset))
        .default_service(web::to(error::no_such_path));
}

/// Texts, and what waits for a person's word.
fn reviewed(config: &mut web::ServiceConfig) {
    config
        .service(
            web::resource("/articles")
                .route(read().to(article_records::list))
                .route(web::post().to(articles::read))
                .default_service(refuse_all_but("GET, HEAD, POST")),
        )
        .service(
            web::resource("/articles/{article}")
                .route(read().to(article_records::one))
                .route(web::delete().to(article_records::forget))
                .default_service(refuse_all_but("GET, HEAD, DELETE")),
        )
        .service(
            web::resource("/review")
                .route(read().to(review::list))
                .route(web::post().to(review::decide))
                .default_service(refuse_all_but("GET, HEAD, POST")),
        )
        .service(readable("/review/decisions", review::decisions))
        .service(
            web::resource("/review/decisions/{decision}")
                .route(web::delete().to(review::undo))
                .default_service(refuse_all_but("DELETE")),
        );
}

/// A resource that can be read with GET and HEAD and nothing else.
fn readable<F, Args>(path: &str, handler: F) -> Resource
where
    F: Handler<Args>,
    Args: FromRequest + 'static,
    F::Output: Responder + 'static,
{
    web::resource(path).route(read().to(handler)).default_service(refuse_all_but("GET, HEAD"))
}

/// A resource that takes POST and nothing else.
fn posted<F, Args>(path: &str, handler: F) -> Resource
where
    F: Handler<Args>,
    Args: FromRequest + 'static,
    F::Output: Responder + 'static,
{
    web::resource(path).route(web::post().to(handler)).default_service(refuse_all_but("POST"))
}

/// A readable resource that says what the collections hold, and so is not sent again while they hold the same.
fn snapshot<F, Args>(path: &str, handler: F) -> impl HttpServiceFactory + 'static
where
    F: Handler<Args>,
    Args: FromRequest + 'static,
    F::Output: Responder + 'static,
{
    readable(path, handler).wrap(middleware::from_fn(fresh::conditional))
}

/// GET and HEAD.
fn read() -> Route {
    web::route().guard(guard::Any(guard::Get()).or(guard::Head()))
}

fn refuse_all_but(allow: &'static str) -> Route {
    web::to(move |request: HttpRequest| {
        let problem = Problem::method_not_allowed(request.method(), allow);
        async move { Err::<HttpResponse, _>(problem) }
    })
}

const JSON: &str = "application/json";
const GEOJSON: &str = "application/geo+json";
const HTML: &str = "text/html";
/// The reference system of everything here: longitude, latitude, WGS 84.
const CRS84: &str = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";

/// Does what reads or writes the store on a thread that may wait, so that it holds up no other request.
async fn blocking<T, E>(work: impl FnOnce() -> Result<T, E> + Send + 'static) -> Result<T, Problem>
where
    T: Send + 'static,
    E: Into<Problem> + Send + 'static,
{
    web::block(work).await.map_err(|error| Problem::internal(&error))?.map_err(E::into)
}

/// Questions that are thought about at a time: as many as there are cores, and as many again, so that a long one does not
/// hold up all others.
static QUESTIONS: LazyLock<Semaphore> =
    LazyLock::new(|| Semaphore::new(2 * std::thread::available_parallelism().map_or(2, NonZero::get)));

/// Thinks about a question that may take a while on a thread that may wait. Of many at once some wait for their turn; one that
/// nobody waits for any more keeps its turn until it is done, so that who asks again and again gains nothing.
async fn thought<T, E>(work: impl FnOnce() -> Result<T, E> + Send + 'static) -> Result<T, Problem>
where
    T: Send + 'static,
    E: Into<Problem> + Send + 'static,
{
    let turn = QUESTIONS.acquire().await.map_err(|error| Problem::internal(&error))?;
    blocking(move || {
        let _turn = turn;
        work()
    })
    .await
}

/// Computes an answer that takes a while and writes it as JSON, on a thread that may wait.
async fn computed<T: Serialize>(
    work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<HttpResponse, Problem> {
    let written = || serde_json::to_string(&work()?).map_err(|error| Problem::internal(&error));
    let body = blocking(written).await?;
    Ok(HttpResponse::Ok().content_type(JSON).body(body))
}

/// The number of something in an address.
fn number(text: &str, what: &str) -> Result<i64, Problem> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = text.parse().ok().filter(|_| is_number);
    number.ok_or_else(|| Problem::not_found(format!("there is no {what} '{}'", echo(text))))
}

/// A link of a document.
fn link(rel: &str, media_type: &str, title: impl Into<String>, href: impl Into<String>) -> Link {
    Link { rel: rel.into(), media_type: media_type.into(), title: Some(title.into()), href: href.into() }
}

/// What chooses a page: a file is of all that matches, so that it is the same on each of the pages that link to it.
const OF_A_PAGE: [&str; 3] = ["cursor", "offset", "limit"];

/// The same document in the other forms that it has.
fn alternates(request: &HttpRequest, format: Format, offered: &[Format]) -> Vec<Link> {
    let here = format!("{}{}", root(request), request.path());
    let others = offered.iter().filter(|other| **other != format);
    others
        .map(|other| {
            let stays = |pair: &&str| match pair.split('=').next().unwrap_or_default() {
                // Only GeoJSON leaves properties out, and it is no other form of that.
                "" | "f" | "properties" => false,
                name => other.form().is_none() || !OF_A_PAGE.contains(&name),
            };
            let kept = request.query_string().split('&').filter(stays);
            let pairs = kept.chain([other.parameter()]).collect::<Vec<_>>().join("&");
            link("alternate", other.media_type(), other.name(), format!("{here}?{pairs}"))
        })
        .collect()
}

/// Where clients reach this service: scheme and host, without a slash at the end.
///
/// As the operator says, or as this client did: the guard has checked the host. Forwarding headers are not believed.
fn root(request: &HttpRequest) -> String {
    if let Some(public) = request.app_data::<Arc<Reach>>().and_then(|reach| reach.public.as_ref()) {
        return public.as_str().to_owned();
    }
    let host = request
        .uri()
        .authority()
        .map(actix_web::http::uri::Authority::as_str)
        .or_else(|| request.headers().get(header::HOST)?.to_str().ok())
        .unwrap_or("localhost");
    format!("http://{host}")
}

/// A body of JSON.
fn json<T: Serialize>(body: &T) -> HttpResponse {
    HttpResponse::Ok().content_type(JSON).json(body)
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;
    use std::sync::Barrier;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[actix_web::test]
    async fn only_so_many_questions_are_thought_about_at_a_time() {
        let turns = QUESTIONS.available_permits();
        let (running, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        // All that may run meet here; a question more would find one of them gone.
        let all = Arc::new(Barrier::new(turns));
        let question = || {
            let (running, most, all) = (Arc::clone(&running), Arc::clone(&most), Arc::clone(&all));
            actix_web::rt::spawn(thought(move || {
                most.fetch_max(running.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                all.wait();
                running.fetch_sub(1, Ordering::SeqCst);
                Ok::<_, Problem>(())
            }))
        };
        let questions: Vec<_> = (0..turns * 3).map(|_| question()).collect();
        for question in questions {
            question.await.unwrap().unwrap();
        }
        assert!(most.load(Ordering::SeqCst) <= turns);
        assert_eq!(QUESTIONS.available_permits(), turns);
    }

    #[test]
    fn a_file_is_of_all_pages_and_no_other_form_leaves_properties_out() {
        let uri = "/items?cursor=x&offset=3&limit=7&properties=title&kind=attack&sortby=p&f=geojson";
        let request = TestRequest::with_uri(uri).to_http_request();
        let links = alternates(&request, Format::GeoJson, &Format::FEATURES);
        let query = |word: &str| {
            let end = format!("f={word}");
            let link = links.iter().find(|link| link.href.ends_with(&end)).unwrap();
            link.href.split_once('?').unwrap().1.to_owned()
        };
        assert_eq!(query("html"), "cursor=x&offset=3&limit=7&kind=attack&sortby=p&f=html");
        for file in ["csv", "kml", "gpkg", "fgb"] {
            assert_eq!(query(file), format!("kind=attack&sortby=p&f={file}"));
        }
    }
}
