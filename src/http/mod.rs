//! The service over HTTP: the map for people, OGC API - Features for machines.
//!
//! In: requests. Out: pages of features, reports, problems. It must not know how events are kept or found: it
//! asks the service.

mod assets;
mod body;
mod error;
mod guard;
mod openapi;
mod params;
mod routes;

use crate::service::Service;
use actix_web::{App, HttpServer, middleware, rt, web};
use std::io;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

/// How often the server looks whether another process changed the store.
const FOLLOW_EVERY: Duration = Duration::from_millis(250);
/// How long running requests may go on after the server was asked to stop.
const SHUTDOWN_SECONDS: u64 = 10;
/// How long a client may take to send its request's head.
const REQUEST_HEAD_TIMEOUT: Duration = Duration::from_secs(15);

/// Serves on a listener until the process is asked to stop (SIGINT, SIGTERM).
pub fn serve(service: Arc<Service>, listener: TcpListener) -> io::Result<()> {
    rt::System::new().block_on(async move {
        rt::spawn(follow(Arc::clone(&service)));
        let data = web::Data::from(service);
        HttpServer::new(move || {
            App::new()
                .app_data(data.clone())
                .wrap(middleware::Compress::default())
                .wrap(middleware::from_fn(guard::guard))
                .configure(routes::configure)
        })
        .client_request_timeout(REQUEST_HEAD_TIMEOUT)
        .shutdown_timeout(SHUTDOWN_SECONDS)
        .listen(listener)?
        .run()
        .await
    })
}

/// Shows what other processes committed. A failure is said once, not four times a second, until it heals.
async fn follow(service: Arc<Service>) {
    let mut failing = false;
    let mut tick = rt::time::interval(FOLLOW_EVERY);
    loop {
        tick.tick().await;
        let service = Arc::clone(&service);
        let followed = web::block(move || service.follow()).await;
        match followed {
            Ok(Ok(_)) => failing = false,
            Ok(Err(error)) if !failing => {
                failing = true;
                tracing::error!(%error, "cannot read the store's change log; answers may be old until this heals");
            }
            Ok(Err(_)) | Err(_) => {}
        }
    }
}
