//! `azalai serve`: the map and the API.

use super::accept::AcceptArgs;
use crate::config::{DataArgs, ListenArgs};
use crate::http;
use crate::service::{EventStore, Service, open_or_create};
use anyhow::Context;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;

/// What `serve` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    data: DataArgs,
    #[command(flatten)]
    listen: ListenArgs,
    #[command(flatten)]
    accept: AcceptArgs,
}

/// Serves until stopped.
pub(super) fn run(args: &Args) -> anyhow::Result<()> {
    // The address first: a store must not be made for a service that may not start.
    let listener = bind(&args.listen)?;
    let store = open_or_create(&args.data.data)?;
    serve(store, listener, args.accept.accept)
}

/// Serves a store on a listener and says where.
pub(super) fn serve(store: Arc<dyn EventStore>, listener: TcpListener, accept_p: f64) -> anyhow::Result<()> {
    let service = Arc::new(Service::start(store, accept_p)?);
    let address = listener.local_addr().context("cannot tell the address of the service")?;
    println!("Azalai is at http://{address}/   (stop it with Ctrl-C)");
    http::serve(service, listener).context("the server stopped")
}

/// Takes the first free one of the addresses.
pub(super) fn bind(listen: &ListenArgs) -> anyhow::Result<TcpListener> {
    let addresses: Vec<SocketAddr> = listen.addresses()?;
    TcpListener::bind(addresses.as_slice()).with_context(|| {
        format!(
            "cannot listen on {}: if it is in use, choose another port with --listen 127.0.0.1:8081, or 0 for any",
            listen.listen
        )
    })
}
