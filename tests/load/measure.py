"""Asking services and timing their answers."""

import contextlib
import http.client
import json
import os
import pathlib
import re
import signal
import socket
import statistics
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request

WORK = pathlib.Path(os.environ["WORK"])
RUNS = int(os.environ["RUNS"])
SECONDS = int(os.environ["SECONDS_EACH"])


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def get(url, headers=None):
    """Body and headers of an answer; an error with its body when it is not 200."""
    request = urllib.request.Request(url, headers=headers or {})
    try:
        with urllib.request.urlopen(request, timeout=300) as answer:
            return answer.read(), answer.headers
    except urllib.error.HTTPError as error:
        raise SystemExit(f"{url}\n{error.code}: {error.read()[:500]!r}") from error


def get_json(url):
    return json.loads(get(url, {"Accept": "application/geo+json, application/json;q=0.9"})[0])


@contextlib.contextmanager
def running(name, command, url, env=None, user=None, seconds=120):
    """A process that answers at a URL, ended with all its children afterwards."""
    log = open(WORK / f"{name}.log", "w")
    process = subprocess.Popen(command, stdout=log, stderr=log, env={**os.environ, **(env or {})}, start_new_session=True, user=user)
    try:
        until = time.monotonic() + seconds
        while True:
            try:
                with urllib.request.urlopen(url, timeout=5):
                    break
            except urllib.error.HTTPError:
                break
            except OSError:
                if process.poll() is not None or time.monotonic() > until:
                    raise SystemExit(f"{name} did not start:\n{(WORK / f'{name}.log').read_text()[-2000:]}") from None
                time.sleep(0.005)
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(20)


def throughput(url, connections):
    """Requests per second and p50, p99 in milliseconds, by wrk."""
    out = subprocess.run(
        ["wrk", "-t2", f"-c{connections}", f"-d{SECONDS}s", "--latency", "--timeout", "60s", url], capture_output=True, text=True, check=True
    ).stdout
    if "Non-2xx" in out or "Socket errors" in out:
        raise SystemExit(f"{url}\n{out}")
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", out)[1])
    return rate, *(milliseconds(re.search(rf"{share}%\s+([\d.]+)(us|ms|s|m)", out)) for share in (50, 99))


def milliseconds(match):
    return float(match[1]) * {"us": 0.001, "ms": 1, "s": 1000, "m": 60_000}[match[2]]


def latencies(url, count, headers=None):
    """Milliseconds of so many answers, one after the other on one connection."""
    parts = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=300)
    times = []
    for _ in range(count):
        start = time.perf_counter()
        connection.request("GET", f"{parts.path}?{parts.query}", headers=headers or {})
        answer = connection.getresponse()
        body = answer.read()
        times.append((time.perf_counter() - start) * 1000)
        if answer.status != 200:
            raise SystemExit(f"{url}\n{answer.status}: {body[:500]!r}")
    connection.close()
    return times


def spread(values, unit="", digits=1):
    """Median with the least and the most."""
    told = lambda value: f"{value:,.{digits}f}"
    return f"{told(statistics.median(values))}{unit} ({told(min(values))}-{told(max(values))})"


def resident_bytes(pid):
    return int(re.search(r"VmRSS:\s+(\d+) kB", pathlib.Path(f"/proc/{pid}/status").read_text())[1]) * 1024
