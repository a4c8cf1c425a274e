"""Promises 1 to 5 and 9 to 11 of serving, each beside its peer in one run; called by tests/load/run."""

import contextlib
import json
import os
import pathlib
import shutil
import statistics
import sys
import threading
import time
import urllib.parse
import urllib.request

import peers
from measure import RUNS, SECONDS, WORK, free_port, get, get_json, latencies, resident_bytes, running, spread, throughput

AZALAI = os.environ["AZALAI"]
STORE = pathlib.Path(os.environ["STORE"])
STORES = [pathlib.Path(store) for store in os.environ["STORES"].split()]
PERIOD = "2018-01-01/2020-12-31"
KIND = "attack"
LINES = []


def tell(promise, what, mine, theirs, ratio, promised):
    LINES.append((promise, what, mine, theirs, ratio, promised))
    print(f"{promise:>3}  {what}\n     azalai {mine}\n     peer   {theirs}\n     ratio  {ratio}   promised {promised}", flush=True)


def serve(store):
    port = free_port()
    root = f"http://127.0.0.1:{port}"
    # The first start over ten million events takes minutes: it makes what later ones read.
    return root, running("azalai", [AZALAI, "serve", "--data", str(store), "--listen", f"127.0.0.1:{port}"], f"{root}/healthz", seconds=900)


def items(root, limit, **conditions):
    query = urllib.parse.urlencode({**conditions, "limit": limit}, safe=",/:")
    return f"{root}/collections/events/items?{query}"


def box_of(root, wanted):
    """A box round Gao that holds about so many events."""
    low, high = 0.0, 8.0
    for _ in range(40):
        half = (low + high) / 2
        bbox = f"{-0.04 - half:.5f},{16.27 - half:.5f},{-0.04 + half:.5f},{16.27 + half:.5f}"
        matched = get_json(items(root, 1, bbox=bbox))["numberMatched"]
        low, high = (low, half) if matched > wanted else (half, high)
    return bbox, matched


def in_turn(*asked):
    """Throughput of each in turn, as many times as there are runs: rates of each, p50s, p99s."""
    rounds = [[throughput(*one) for one in asked] for _ in range(RUNS)]
    return [tuple(zip(*(round_[number] for round_ in rounds))) for number in range(len(asked))]


def told(measured):
    rates, p50, p99 = measured
    return f"{spread(rates, '/s', 0)}  p50 {statistics.median(p50):.2f} ms  p99 {statistics.median(p99):.2f} ms"


def ratio(mine, theirs, digits=2):
    return f"{statistics.median(a / b for a, b in zip(mine, theirs)):.{digits}f}"


def static_file(root, bbox):
    """Promise 1: the same bytes from nginx."""
    url = items(root, 1000, bbox=bbox)
    body, _ = get(url)
    with peers.nginx(body) as static:
        mine, theirs = in_turn((url, 64), (static, 64))
    features = len(json.loads(body)["features"])
    tell(1, f"box, {features} features, {len(body):,} bytes, 64 connections; nginx: the same bytes", told(mine), told(theirs),
         ratio(mine[0], theirs[0]), ">= 0.6")


def sizes():
    """Promise 2: a box of as many features among few events and many, all the services at once, asked in turn."""
    with contextlib.ExitStack() as stack:
        asked, counts = [], []
        for store in STORES:
            root, process = serve(store)
            stack.enter_context(process)
            bbox, matched = box_of(root, 1000)
            asked.append((items(root, 1000, bbox=bbox), 64))
            counts.append(f"{get_json(items(root, 1))['numberMatched']:,} events ({min(matched, 1000)} shown)")
        rates = [measured[0] for measured in in_turn(*asked)]
    each = "; ".join(f"{count} {spread(rate, '/s', 0)}" for count, rate in zip(counts, rates))
    medians = [statistics.median(rate) for rate in rates]
    tell(2, "box of 1000 features, 64 connections, the fastest beside the slowest", each, "-", f"{max(medians) / min(medians):.2f}", "<= 1.5")


def filtered(root, services):
    """Promise 3: box, time and kind."""
    bbox = "-4,14,2,18"
    mine_url = items(root, 100, bbox=bbox, datetime=PERIOD, kind=KIND)
    expected = get_json(mine_url)["numberMatched"]
    best = None
    for name, url, count in services(bbox, PERIOD, KIND, 100):
        found = count(get(url)[0])
        mine, theirs = in_turn((mine_url, 8), (url, 8))
        equal = "the same count" if found == expected else ("its answer has no count" if found is None else f"count {found} instead of {expected}")
        tell(3, f"box + time + kind, {expected:,} match, 100 returned, 8 connections; {name}: {equal}", told(mine), told(theirs),
             ratio(mine[0], theirs[0], 0), ">= 20")
        best = max(best or 0, statistics.median(theirs[0]))


def tile(root, tiles):
    """Promise 4: a dense tile of zoom 6, nothing cached."""
    row, column = 28, 31
    url = f"{root}/collections/events/tiles/WebMercatorQuad/6/{row}/{column}"
    size = len(get(url)[0])
    count = 10
    for name, peer in tiles(6, row, column):
        their_size = len(get(peer)[0])
        mine = [statistics.median(latencies(url, count)) for _ in range(RUNS)]
        theirs = [statistics.median(latencies(peer, 3)) for _ in range(RUNS)]
        tell(4, f"tile 6/{row}/{column}, {size:,} bytes; {name}: {their_size:,} bytes", spread(mine, " ms"), spread(theirs, " ms"),
             ratio(theirs, mine, 1), ">= 10")


def clusters(root):
    """Promise 5: clusters of the whole country after a filter."""
    query = urllib.parse.urlencode({"bbox": "-13,10,5,25", "zoom": 5, "kind": KIND}, safe=",")
    url = f"{root}/collections/events/clusters?{query}"
    counted = sum(feature["properties"].get("count", 1) for feature in get_json(url)["features"])
    matched = get_json(items(root, 1, bbox="-13,10,5,25", kind=KIND))["numberMatched"]
    mine = [statistics.median(latencies(url, 20)) for _ in range(RUNS)]
    theirs = [peers.supercluster(STORE, KIND) for _ in range(RUNS)]
    equal = "counts add up" if counted == matched else f"counts give {counted} instead of {matched}"
    tell(5, f"clusters of {matched:,} filtered events, {equal}; supercluster: indexing them again", spread(mine, " ms"), spread(theirs, " ms"),
         ratio(theirs, mine, 1), ">= 10 and <= 15 ms")


def memory(process, root):
    """Promise 9: memory for each event beside its GeoJSON."""
    page = get_json(items(root, 10_000))
    count = page["numberMatched"]
    each = statistics.mean(len(json.dumps(feature, ensure_ascii=False, separators=(",", ":")).encode()) for feature in page["features"])
    own = resident_bytes(process.pid) / count
    tell(9, f"memory, all included, of {count:,} events; GeoJSON of one", f"{own:,.0f} bytes an event", f"{each:,.0f} bytes", f"{own / each:.2f}", "<= 2")


def starts():
    """Promise 10: from the start to the first answer."""
    for name, store, promised in (("empty", None, "<= 0.2 s"), ("all events", STORE, "<= 3 s")):
        times = []
        for _ in range(RUNS):
            path = store or WORK / "none" / "azalai.gpkg"
            shutil.rmtree(WORK / "none", ignore_errors=True)
            (WORK / "none").mkdir()
            root, process = serve(path)
            begin = time.monotonic()
            with process:
                get(items(root, 1))
                times.append(time.monotonic() - begin)
        tell(10, f"start to first answer, {name}", spread(times, " s", 2), "-", "-", promised)


def changes(root):
    """Promise 11: readers while events are written."""
    url = items(root, 100, bbox="-4,14,2,18")
    quiet = [throughput(url, 64)[2] for _ in range(RUNS)]
    writing, seen = threading.Event(), []

    def write():
        number = 0
        while not writing.is_set():
            number += 1
            feature = {"type": "Feature", "geometry": {"type": "Point", "coordinates": [-0.04, 16.27]},
                       "properties": {"kind": "other", "kind_text": f"load {number}", "date_start": "2024-01-01", "place_text": "Gao"}}
            request = urllib.request.Request(f"{root}/collections/events/items", json.dumps(feature).encode(), {"Content-Type": "application/geo+json"})
            with urllib.request.urlopen(request) as answer:
                where = answer.headers["Location"]
            begin = time.perf_counter()
            get(urllib.parse.urljoin(root, where))
            seen.append((time.perf_counter() - begin) * 1000)
            time.sleep(0.05)

    writer = threading.Thread(target=write, daemon=True)
    writer.start()
    busy = [throughput(url, 64)[2] for _ in range(RUNS)]
    writing.set()
    writer.join(30)
    tell(11, f"p99 of 64 readers while {len(seen)} events are written one by one; quiet", spread(busy, " ms", 2), spread(quiet, " ms", 2), ratio(busy, quiet), "<= 3")
    tell(11, "read after the answer to a write, 64 readers beside", spread(seen, " ms", 2), "-", "-", "<= 50 ms")


def main():
    root, process = serve(STORE)
    with process as started:
        count = get_json(items(root, 1))["numberMatched"]
        print(f"{count:,} events, {os.cpu_count()} cores, {RUNS} runs of {SECONDS} s each; median (least-most); wrk shares the cores\n", flush=True)
        memory(started, root)
        bbox, _ = box_of(root, 1000)
        static_file(root, bbox)
        clusters(root)
        if os.environ["LIGHT"] == "no":
            with peers.postgis(STORE) as database:
                filtered(root, database.services)
                tile(root, database.tiles)
    sizes()
    starts()
    copy = WORK / "changed.gpkg"
    shutil.copy(STORE, copy)
    root, process = serve(copy)
    with process:
        changes(root)
    copy.unlink()


if __name__ == "__main__":
    sys.exit(main())
