//! `azalai serve`: the map and the API.

use super::accept::AcceptArgs;
use super::table;
use crate::config::{DataArgs, LexiconArgs, ListenArgs, OriginArgs, PublicArgs, Reach, TileArgs};
use crate::http::{self, Tiles};
use crate::service::{
    Counts, Service, Taken, Watch, keep_temporary_files_beside, lexicon_at, open_or_create,
};
use anyhow::Context;
use std::io::{Write, stdout};
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

/// What `serve` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    data: DataArgs,
    #[command(flatten)]
    listen: ListenArgs,
    #[command(flatten)]
    origins: OriginArgs,
    #[command(flatten)]
    public: PublicArgs,
    #[command(flatten)]
    accept: AcceptArgs,
    #[command(flatten)]
    lexicon: LexiconArgs,
    #[command(flatten)]
    tiles: TileArgs,
    /// Import the lists that are dropped into this folder, each once, and write a report beside each
    #[arg(long, value_name = "FOLDER")]
    watch: Option<PathBuf>,
}

/// Serves until stopped.
pub(super) fn run(args: &Args) -> anyhow::Result<()> {
    // The address and the folder first: a store must not be made for a service that may not start.
    let listener = bind(&args.listen)?;
    let watch = args.watch.as_deref().map(Watch::new).transpose()?;
    let lexicon = lexicon_at(args.lexicon.lexicon.as_deref())?;
    let store = open_or_create(&args.data.data)?;
    keep_temporary_files_beside(&args.data.data);
    let service = Service::start(store, args.accept.accept)?.reading_by(lexicon);
    let TileArgs { tile_url, tile_credit } = &args.tiles;
    let tiles = tile_url.clone().zip(tile_credit.clone()).map(|(url, credit)| Tiles { url, credit });
    let reach = Reach { readers: args.origins.allow_origin.clone(), public: args.public.public_url.clone() };
    serve(Arc::new(service), listener, watch, reach, tiles.as_ref())
}

/// Serves a store on a listener and says where; beside it watches a folder, if one is given.
pub(super) fn serve(
    service: Arc<Service>,
    listener: TcpListener,
    watch: Option<Watch>,
    reach: Reach,
    tiles: Option<&Tiles>,
) -> anyhow::Result<()> {
    let address = listener.local_addr().context("cannot tell the address of the service")?;
    println!("Azalai is at http://{address}/   (stop it with Ctrl-C)");
    let stop = AtomicBool::new(false);
    thread::scope(|scope| {
        if let Some(watch) = watch {
            let service = Arc::clone(&service);
            scope.spawn(|| {
                let service = service;
                watch.run(&service, &stop, told);
            });
        }
        let served = http::serve(service, listener, reach, tiles).context("the server stopped");
        stop.store(true, Ordering::Relaxed);
        served
    })
}

/// A line for each list of the watched folder.
fn told(taken: Taken) {
    let line = match taken {
        Taken::Imported(path, report) => {
            let Counts { rows, added, updated, unchanged, merged, rejected, needs_review, .. } =
                report.counts;
            format!(
                "{}: {rows} rows: {added} added, {updated} updated, {unchanged} unchanged, {merged} merged, \
                 {rejected} rejected; {needs_review} in review",
                path.display()
            )
        }
        Taken::Failed(path, why) => format!("{}: not imported: {why}", path.display()),
    };
    // Who started the service may have closed the pipe; the report beside the list has it all.
    let _ = writeln!(stdout(), "{}", table::harmless(&line));
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
