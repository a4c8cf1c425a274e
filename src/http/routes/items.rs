//! The features of a collection that are asked for, page by page.

use super::collections::layer;
use super::edit::{no_feature, tag};
use super::queryables::{QUERYABLES, SCHEMA};
use super::{GEOJSON, JSON, alternates, link, representation, root, thought, units};
use crate::encode::geojson::{self, Link};
use crate::http::error::{Problem, echo};
use crate::http::html::{self, Lang};
use crate::http::limits::MAX_TARGET_BYTES;
use crate::http::negotiate::{self, Format};
use crate::http::params::{Params, hint};
use crate::http::{cursor, query};
use crate::service::{Features, Layer, Query, Service};
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use jiff::Timestamp;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Features of an answer that is made on the server's own threads at most.
const MAX_AT_ONCE: usize = 1_000;
/// Rows of a page for people at most: each is a line of a table and a dot on its map.
const MAX_TO_READ: usize = 1_000;

/// Bytes of the links in the head of an answer at most; the document has them in any case.
const MAX_LINKS_BYTES: usize = 4 << 10;

/// `GET /collections/{collection}/items`.
pub(super) async fn page(
    request: HttpRequest,
    path: web::Path<String>,
    service: web::Data<Service>,
) -> Result<HttpResponse, Problem> {
    let layer = layer(&path)?;
    let more = units::parameters(layer);
    let more: Vec<&str> = more.iter().map(AsRef::as_ref).chain(["properties", "f"]).collect();
    let params = query::paging(&request, layer, &more)?;
    let format = negotiate::format(&request, &params, &Format::FEATURES)?;
    if let Some(names) = params.get("properties").filter(|_| format != Format::GeoJson) {
        return Err(Problem::parameter(
            "properties",
            names,
            "is for f=geojson; the other forms have them all",
        ));
    }
    let mut query = units::query(layer, &params, query::query_of(layer, &params)?)?;
    let events = units::events(layer, &params)?;
    if let Some(form) = format.form() {
        // A file has no next page: it holds all, or so many as are asked for.
        query.limit = params.whole("limit", 1, usize::MAX, usize::MAX)?;
        return representation::download(&request, service, layer, (query, events), (format, form));
    }
    if format == Format::Html {
        query.limit = query.limit.min(MAX_TO_READ);
    }
    let root = root(&request);
    let lang = Lang::of(&request);
    let asked = Asked {
        layer,
        query,
        events,
        params,
        lang,
        format,
        here: format!("{root}{}", request.path()),
        query_string: request.query_string().to_owned(),
        queryables: format!("{root}/collections/{}/queryables", layer.id()),
        alternates: alternates(&request, format, &Format::FEATURES),
    };
    let (links, body) = if asked.is_cheap() {
        asked.answer(&service)?
    } else {
        thought(move || asked.answer(&service)).await?
    };
    if format == Format::Html {
        return Ok(html::respond(lang, body));
    }
    let mut response = HttpResponse::Ok();
    response.content_type(GEOJSON);
    for link in links_in_head(&links) {
        response.append_header((header::LINK, link));
    }
    Ok(response.body(body))
}

/// Links as the head of an answer says them (RFC 8288). Each repeats the whole question: a long one would make a head that
/// servers in between do not pass on, and then there is none.
fn links_in_head(links: &[Link]) -> Vec<String> {
    let said = |link: &Link| format!("<{}>; rel=\"{}\"; type=\"{}\"", link.href, link.rel, link.media_type);
    let said: Vec<String> = links.iter().map(said).collect();
    let bytes: usize = said.iter().map(String::len).sum();
    if bytes <= MAX_LINKS_BYTES { said } else { Vec::new() }
}

/// A page that is asked for, with all that its answer says of the request.
struct Asked {
    layer: Layer,
    query: Query,
    /// The events that are counted in each unit.
    events: Option<Query>,
    params: Params,
    lang: Lang,
    format: Format,
    /// The address without its query, and that.
    here: String,
    query_string: String,
    queryables: String,
    alternates: Vec<Link>,
}

impl Asked {
    /// Whether the answer costs so little, whatever is asked and however many features there are, that it may be made on
    /// the server's own threads: sent to another one it would take longer. There nothing else is answered meanwhile, and no
    /// limit of time can end it.
    fn is_cheap(&self) -> bool {
        let is_plain = self.query.filter.is_none() && self.query.sort.is_empty() && self.events.is_none();
        let is_as_kept = self.format == Format::GeoJson && self.params.get("properties").is_none();
        is_plain && is_as_kept && self.query.limit <= MAX_AT_ONCE
    }

    /// The links of the page, and its bytes.
    fn answer(&self, service: &Service) -> Result<(Vec<Link>, Vec<u8>), Problem> {
        let page = units::counted(service, service.search(self.layer, &self.query), self.events.as_ref())?;
        let next = match &page.next {
            Some(next) => {
                Some(cursor::write(next, self.layer.id(), &query::order_of(self.layer, &self.params)?)?)
            }
            None => None,
        };
        let mut links = page_links(&self.here, &self.query_string, &self.params, next.as_deref());
        // A page whose next one nobody could ask for would be taken for a part that goes on.
        let too_long = links.iter().map(|link| link.href.len()).find(|length| *length > MAX_TARGET_BYTES);
        if let Some(length) = too_long.filter(|_| page.next.is_some()) {
            return Err(Problem::uri_too_long(length, MAX_TARGET_BYTES));
        }
        links.extend_from_slice(&self.alternates);
        if self.format == Format::Html {
            let text = representation::page(self.lang, self.layer, &self.params, &page, &links);
            return Ok((links, text.into_bytes()));
        }
        links.push(link(QUERYABLES, SCHEMA, "What these can be asked for", self.queryables.as_str()));
        let body = match self.params.get("properties") {
            None => {
                let features = page.features.at_hand();
                let sizes = (page.features.len(), features.size());
                geojson::document_of(&links, page.matched, Timestamp::now(), sizes, |number, out| {
                    features.write(number, out);
                })
            }
            Some(names) => {
                let features = select(self.layer, &page.features, names)?;
                geojson::document(&links, page.matched, Timestamp::now(), &features)
            }
        };
        Ok((links, body))
    }
}

/// `GET /collections/{collection}/items/{id}`.
pub(super) async fn one(
    request: HttpRequest,
    path: web::Path<(String, String)>,
    service: web::Data<Service>,
) -> Result<HttpResponse, Problem> {
    let (collection, id) = path.into_inner();
    let layer = layer(&collection)?;
    let params = Params::read(&request, &["f"])?;
    let format = negotiate::format(&request, &params, &Format::FEATURE)?;
    let feature = service.layers().get(layer).get(&id).ok_or_else(|| no_feature(&collection, &id))?;
    let feature = units::with_all(&service, layer, feature).await?;
    let root = root(&request);
    let mut links = vec![
        link("self", GEOJSON, "This feature", format!("{root}{}", request.path())),
        link("collection", JSON, layer.title(), format!("{root}/collections/{collection}")),
    ];
    links.extend(alternates(&request, format, &Format::FEATURE));
    if format == Format::Html {
        return Ok(representation::one(&request, layer, &feature, &links));
    }
    let mut response = HttpResponse::Ok();
    response.content_type(GEOJSON).insert_header(header::ETag(tag(&feature)));
    Ok(response.body(geojson::with_links(&feature, &links)))
}

/// Features with only these properties, which commas separate.
fn select(layer: Layer, features: &Features, names: &str) -> Result<Vec<Vec<u8>>, Problem> {
    let refused = |rule: String| Problem::parameter("properties", names, rule);
    let wanted: Vec<&str> = names.split(',').filter(|name| !name.is_empty()).collect();
    // Every feature of a collection has the same properties, but for a few; of an empty page no name is wrong.
    if let Some(feature) = features.iter().next() {
        let mut known = geojson::property_names(&feature).map_err(|error| Problem::internal(&error))?;
        known.extend(layer.rare_properties().iter().map(|name| (*name).to_owned()));
        if let Some(name) = wanted.iter().find(|name| known.iter().all(|known| known != *name)) {
            return Err(refused(format!("there is no property '{}'; {}", echo(name), hint(name, &known))));
        }
    }
    let chosen = features.iter().map(|feature| geojson::with_properties(&feature, &wanted));
    chosen.collect::<Result<_, _>>().map_err(|error| Problem::internal(&error))
}

fn page_links(here: &str, query: &str, params: &Params, next: Option<&str>) -> Vec<Link> {
    let own = if query.is_empty() { here.to_owned() } else { format!("{here}?{query}") };
    let mut links = vec![link("self", GEOJSON, "This page", own)];
    if let Some(cursor) = next {
        // The cursor stands for what was skipped, so the offset is done with.
        let mut pairs = params.without(&["cursor", "offset"]);
        pairs.push(("cursor", cursor));
        links.push(link("next", GEOJSON, "The next page", format!("{here}?{}", encode_query(&pairs))));
    }
    links
}

/// What stays as it is in a value: what RFC 3986 allows in a query, but for the signs that mean something there.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b',')
    .remove(b':')
    .remove(b'/');

/// Encodes pairs as a query string.
pub(super) fn encode_query(pairs: &[(&str, &str)]) -> String {
    let pair = |(name, value): &(&str, &str)| format!("{name}={}", utf8_percent_encode(value, PLAIN));
    pairs.iter().map(pair).collect::<Vec<_>>().join("&")
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    #[test]
    fn only_what_is_cheap_whatever_is_asked_is_answered_on_the_server_s_own_threads() {
        let asked = |query_string: &str, format| {
            let request = TestRequest::with_uri(&format!("/?{query_string}")).to_http_request();
            let params = query::paging(&request, Layer::Events, &["properties", "f"]).unwrap();
            let query = query::query_of(Layer::Events, &params).unwrap();
            let (here, own, queryables) = (String::new(), query_string.to_owned(), String::new());
            Asked {
                layer: Layer::Events,
                query,
                events: None,
                params,
                lang: Lang::En,
                format,
                here,
                query_string: own,
                queryables,
                alternates: Vec::new(),
            }
        };
        let cheap = |query_string: &str| asked(query_string, Format::GeoJson).is_cheap();
        for query_string in ["", "bbox=-4,15,2,19&limit=1000", "datetime=2023-10-01/..&offset=500"] {
            assert!(cheap(query_string), "{query_string}");
        }
        for query_string in [
            "limit=1001",
            "sortby=title",
            "filter=ACCENTI(CASEI(title))%20LIKE%20'%25zz%25'",
            "kind=attack",
            "q=gao",
            "properties=title",
        ] {
            assert!(!cheap(query_string), "{query_string}");
        }
        assert!(!asked("", Format::Html).is_cheap());
        let counted = Asked { events: Some(Query::default()), ..asked("", Format::GeoJson) };
        assert!(!counted.is_cheap(), "units are counted");
    }

    #[test]
    fn a_link_keeps_what_a_client_sent_and_nothing_breaks_out_of_it() {
        let pairs =
            [("bbox", "-4,15,2,19"), ("datetime", "2023-10-01T00:00:00+00:00/.."), ("f", "\">\r\n&x")];
        assert_eq!(
            encode_query(&pairs),
            "bbox=-4,15,2,19&datetime=2023-10-01T00:00:00%2B00:00/..&f=%22%3E%0D%0A%26x"
        );
    }
}
