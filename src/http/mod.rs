//! The service over HTTP: the map for people, OGC API - Features for machines.
//!
//! In: requests. Out: pages of features, reports, problems. It must not know how events are kept or found: it
//! asks the service.

mod assets;
mod backdrop;
mod body;
mod cql2;
mod cursor;
mod encoding;
mod error;
mod fresh;
mod guard;
mod html;
mod limits;
mod metrics;
mod negotiate;
mod openapi;
mod params;
mod pieces;
mod query;
mod queryables;
mod readers;
mod routes;

pub use backdrop::Tiles;

use crate::config::Reach;
use crate::service::Service;
use actix_web::{App, HttpServer, middleware, rt, web};
use std::io;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;
#[cfg(unix)]
use {futures_util::future::select, std::pin::pin};

/// How often the server looks whether another process changed the store: two questions of some microseconds.
const FOLLOW_EVERY: Duration = Duration::from_millis(50);
/// How long running requests may go on after the server was asked to stop.
const SHUTDOWN_SECONDS: u64 = 10;
/// How long a client may take to send its request's head.
const REQUEST_HEAD_TIMEOUT: Duration = Duration::from_secs(15);

/// How long a client may take nothing of an answer that is ready for it.
const UNREAD_TIMEOUT: Duration = Duration::from_mins(1);

/// Serves on a listener until the process is asked to stop (SIGINT, SIGTERM). Only the pages that `reach` names may read the
/// service through a browser. `tiles` of another server are drawn under the map.
pub fn serve(
    service: Arc<Service>,
    listener: TcpListener,
    reach: Reach,
    tiles: Option<&Tiles>,
) -> io::Result<()> {
    give_up_on_idle_readers(&listener)?;
    let reach = Arc::new(reach);
    let backdrop: backdrop::Shared = Arc::new(backdrop::Backdrop::of(tiles));
    rt::System::new().block_on(async move {
        rt::spawn(follow(Arc::clone(&service)));
        rt::spawn(stop_jobs_when_asked(Arc::clone(&service)));
        let data = web::Data::from(Arc::clone(&service));
        let metrics = web::Data::new(metrics::Metrics::new());
        let served = HttpServer::new(move || {
            App::new()
                .app_data(data.clone())
                .app_data(Arc::clone(&reach))
                .app_data(Arc::clone(&backdrop))
                .app_data(metrics.clone())
                .wrap(middleware::from_fn(readers::readers))
                .wrap(middleware::Compress::default())
                .wrap(middleware::from_fn(limits::limits))
                .wrap(middleware::from_fn(guard::guard))
                // Outermost: what is sent, after all that was done to it.
                .wrap(middleware::from_fn(pieces::pieces))
                .wrap(middleware::from_fn(metrics::metrics))
                .configure(routes::configure)
        })
        .client_request_timeout(REQUEST_HEAD_TIMEOUT)
        // Who closes a connection is not waiting: else an import would go on for nobody.
        .h1_allow_half_closed(false)
        // The last piece of an answer does not wait until the one before has been acknowledged, which takes 40 ms.
        .tcp_nodelay(true)
        .shutdown_timeout(SHUTDOWN_SECONDS)
        .listen(listener)?
        .run()
        .await;
        service.stop();
        served
    })
}

/// Closes connections whose client reads nothing any more, though it is still there: such an answer, and what makes
/// it, would stay for ever. Connections have it from their listener.
#[cfg(target_os = "linux")]
fn give_up_on_idle_readers(listener: &TcpListener) -> io::Result<()> {
    socket2::SockRef::from(listener).set_tcp_user_timeout(Some(UNREAD_TIMEOUT))
}

/// Other systems have no such limit.
#[cfg(not(target_os = "linux"))]
fn give_up_on_idle_readers(_: &TcpListener) -> io::Result<()> {
    Ok(())
}

/// Ends imports as soon as the process is asked to stop, not when the last connection closes: those that watch an
/// import wait for its end.
async fn stop_jobs_when_asked(service: Arc<Service>) {
    if let Err(error) = asked_to_stop().await {
        tracing::warn!(%error, "cannot hear when the process is asked to stop; running imports end with it");
        return;
    }
    if let Err(error) = web::block(move || service.stop()).await {
        tracing::warn!(%error, "running imports end with the process");
    }
}

#[cfg(unix)]
async fn asked_to_stop() -> io::Result<()> {
    use rt::signal::unix::{SignalKind, signal};
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let (terminated, interrupted) = (pin!(terminate.recv()), pin!(interrupt.recv()));
    select(terminated, interrupted).await;
    Ok(())
}

#[cfg(not(unix))]
async fn asked_to_stop() -> io::Result<()> {
    rt::signal::ctrl_c().await
}

/// Shows what other processes committed. A failure is said once, not many times a second, until it heals.
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
