"""What azalai is measured beside: each set up as its own documentation has it, on an indexed table, without caches."""

import contextlib
import json
import os
import pathlib
import pwd
import shutil
import statistics
import subprocess
import urllib.parse

from measure import WORK, free_port, running

HERE = pathlib.Path(__file__).parent
VENV = pathlib.Path(os.environ["VENV"])
POSTGRES = pathlib.Path("/usr/lib/postgresql/15/bin")


@contextlib.contextmanager
def nginx(body):
    """The address of a static file."""
    site, port = WORK / "site", free_port()
    site.mkdir(exist_ok=True)
    (site / "items.json").write_bytes(body)
    config = WORK / "nginx.conf"
    config.write_text(f"""
        daemon off; worker_processes auto; pid {WORK}/nginx.pid; error_log {WORK}/nginx.log;
        user {pwd.getpwuid(os.getuid()).pw_name};
        events {{ worker_connections 1024; }}
        http {{ access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000; types {{ application/geo+json json; }}
                server {{ listen 127.0.0.1:{port}; root {site}; }} }}
    """)
    url = f"http://127.0.0.1:{port}/items.json"
    with running("nginx", ["nginx", "-c", str(config)], url):
        yield url


def supercluster(store, kind):
    """Milliseconds that supercluster takes to index the points of a kind again, the median of some runs in one process."""
    points = WORK / "points.json"
    if not points.exists():
        where = f"SELECT body ->> '$.location.point[0]' AS lon, body ->> '$.location.point[1]' AS lat FROM events WHERE kind = '{kind}' AND geom IS NOT NULL"
        rows = subprocess.run(["sqlite3", "-json", f"file:{store}?mode=ro", where], capture_output=True, text=True, check=True).stdout
        points.write_text(rows)
    script = HERE / "supercluster.mjs"
    out = subprocess.run(["node", "--max-old-space-size=8000", str(script), str(points), str(WORK)], capture_output=True, text=True, check=True).stdout
    return statistics.median(json.loads(out))


class Database:
    """A PostGIS with the events in an indexed table, and the services on it."""

    def __init__(self, port, stack):
        self.port, self.stack = port, stack
        self.url = f"postgresql://azalai@127.0.0.1:{port}/events"

    def services(self, bbox, period, kind, limit):
        """Name, address of the question, and how to read the count of matches from the answer."""
        start, end = period.split("/")
        count = lambda body: json.loads(body).get("numberMatched")
        query = urllib.parse.urlencode({"bbox": bbox, "datetime": f"{start}T00:00:00Z/{end}T23:59:59Z", "kind": kind, "limit": limit}, safe=",/:")
        yield "tipg", f"{self.tipg()}/collections/public.events/items?{query}", count
        yield "pygeoapi", f"{self.pygeoapi()}/collections/events/items?f=json&{query}", count
        wfs = urllib.parse.urlencode({
            "map": str(WORK / "events.map"), "service": "WFS", "version": "2.0.0", "request": "GetFeature", "typenames": "events",
            "outputformat": "geojson", "count": limit,
            "filter": fes(bbox, start, end, kind),
        })
        yield "MapServer (WFS)", f"{self.mapserver()}/?{wfs}", lambda body: None

    def tiles(self, zoom, row, column):
        """Name and address of a tile."""
        yield "tipg", f"{self.tipg()}/collections/public.events/tiles/WebMercatorQuad/{zoom}/{column}/{row}"
        if os.environ["MARTIN"] == "yes":
            yield "martin", f"{self.martin()}/events/{zoom}/{column}/{row}"

    def start(self, name, command, path, env=None):
        port = free_port()
        root = f"http://127.0.0.1:{port}"
        command = [str(part).replace("PORT", str(port)) for part in command]
        env = {key: value.replace("PORT", str(port)) for key, value in (env or {}).items()}
        self.stack.enter_context(running(name, command, root + path, env))
        return root

    def once(self, name, make):
        if not hasattr(self, f"_{name}"):
            setattr(self, f"_{name}", make())
        return getattr(self, f"_{name}")

    def tipg(self):
        env = {"DATABASE_URL": self.url, "TIPG_MAX_FEATURES_PER_TILE": "10000000", "TIPG_DB_SCHEMAS": '["public"]', "TIPG_DEFAULT_DATETIME_EXTENT": "false"}
        command = [VENV / "bin/uvicorn", "tipg.main:app", "--port", "PORT", "--workers", "2", "--log-level", "error"]
        return self.once("tipg", lambda: self.start("tipg", command, "/healthz", env))

    def pygeoapi(self):
        def make():
            config, openapi = WORK / "pygeoapi.yml", WORK / "pygeoapi-openapi.yml"
            config.write_text((HERE / "peers/pygeoapi.yml").read_text().replace("DATABASE_PORT", str(self.port)))
            env = {"PYGEOAPI_CONFIG": str(config), "PYGEOAPI_OPENAPI": str(openapi)}
            subprocess.run([VENV / "bin/pygeoapi", "openapi", "generate", config, "--output-file", openapi], check=True, env={**os.environ, **env}, capture_output=True)
            command = [VENV / "bin/gunicorn", "pygeoapi.flask_app:APP", "--workers", "2", "--bind", "127.0.0.1:PORT", "--log-level", "error"]
            return self.start("pygeoapi", command, "/conformance?f=json", env)
        return self.once("pygeoapi", make)

    def mapserver(self):
        def make():
            (WORK / "events.map").write_text((HERE / "peers/events.map").read_text().replace("DATABASE_PORT", str(self.port)))
            fcgi, port = free_port(), free_port()
            config = WORK / "mapserver.conf"
            config.write_text(f"""
                daemon off; worker_processes auto; pid {WORK}/mapserver.pid; error_log {WORK}/mapserver-nginx.log;
                user {pwd.getpwuid(os.getuid()).pw_name};
                events {{ worker_connections 1024; }}
                http {{ access_log off; upstream m {{ server 127.0.0.1:{fcgi}; keepalive 8; }}
                        server {{ listen 127.0.0.1:{port};
                                  location / {{ include /etc/nginx/fastcgi_params; fastcgi_keep_conn on; fastcgi_pass m; }} }} }}
            """)
            self.stack.callback(subprocess.run, ["pkill", "-f", "mapserv"], check=False)
            settings = WORK / "mapserver-settings.conf"
            settings.write_text('CONFIG\n  ENV\n    MS_MAP_PATTERN "."\n  END\nEND\n')
            subprocess.run(["spawn-fcgi", "-a", "127.0.0.1", "-p", str(fcgi), "-F", "2", "--", shutil.which("mapserv")], check=True, capture_output=True, env={**os.environ, "MAPSERVER_CONFIG_FILE": str(settings)})
            root = f"http://127.0.0.1:{port}"
            self.stack.enter_context(running("mapserver", ["nginx", "-c", str(config)], root))
            return root
        return self.once("mapserver", make)

    def martin(self):
        command = [WORK / "bin/martin", "--listen-addresses", "127.0.0.1:PORT", "--cache-size", "0", "--pool-size", "4", self.url]
        return self.once("martin", lambda: self.start("martin", command, "/health"))


def fes(bbox, start, end, kind):
    west, south, east, north = bbox.split(",")
    equal = f'<fes:PropertyIsEqualTo><fes:ValueReference>kind</fes:ValueReference><fes:Literal>{kind}</fes:Literal></fes:PropertyIsEqualTo>'
    bound = lambda name, value: f"<fes:{name}><fes:ValueReference>date_start</fes:ValueReference><fes:Literal>{value}</fes:Literal></fes:{name}>"
    box = (f'<fes:BBOX><fes:ValueReference>geom</fes:ValueReference><gml:Envelope srsName="urn:ogc:def:crs:EPSG::4326">'
           f"<gml:lowerCorner>{south} {west}</gml:lowerCorner><gml:upperCorner>{north} {east}</gml:upperCorner></gml:Envelope></fes:BBOX>")
    return ('<fes:Filter xmlns:fes="http://www.opengis.net/fes/2.0" xmlns:gml="http://www.opengis.net/gml/3.2"><fes:And>'
            f'{equal}{bound("PropertyIsGreaterThanOrEqualTo", start)}{bound("PropertyIsLessThanOrEqualTo", end)}{box}</fes:And></fes:Filter>')


@contextlib.contextmanager
def postgis(store):
    """A database of its own, tuned for a machine of this size, with the events of a store."""
    folder, port = WORK / "postgres", free_port()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    # PostgreSQL refuses to run as root.
    user = "postgres" if os.getuid() == 0 else None
    if user:
        shutil.chown(folder, user)
        WORK.chmod(0o755)
    run = lambda *command, **more: subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True, user=user, cwd=folder, **more)
    run(POSTGRES / "initdb", "-D", folder / "data", "-U", "azalai", "--auth=trust")
    settings = "shared_buffers=2GB work_mem=64MB effective_cache_size=8GB max_wal_size=4GB random_page_cost=1.1 jit=off max_parallel_workers_per_gather=2"
    options = " ".join(f"-c {setting}" for setting in settings.split()) + f" -p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}"
    run(POSTGRES / "pg_ctl", "-D", folder / "data", "-w", "-o", options, "-l", folder / "log", "start")
    try:
        connect = ["-h", "127.0.0.1", "-p", str(port), "-U", "azalai"]
        run("createdb", *connect, "events")
        sql = lambda text: run("psql", *connect, "-d", "events", "-v", "ON_ERROR_STOP=1", "-c", text)
        sql("CREATE EXTENSION postgis")
        columns = "fid, geom, id AS event_id, title, kind, kind_text, status, date_start, date_end, place, region, cercle, p, precision, radius_m, why, actors, deaths_low, deaths_best, deaths_high, sources, list"
        subprocess.run([
            "ogr2ogr", "-f", "PostgreSQL", f"PG:host=127.0.0.1 port={port} dbname=events user=azalai", str(store), "-nln", "events", "-lco", "GEOMETRY_NAME=geom",
            "-lco", "FID=fid", "--config", "PG_USE_COPY", "YES", "-sql", f"SELECT {columns} FROM events WHERE geom IS NOT NULL", "-nlt", "POINT",
        ], check=True, capture_output=True)
        sql("ALTER TABLE events ALTER date_start TYPE timestamptz USING date_start::timestamptz")
        sql("CREATE INDEX ON events (kind, date_start)")
        run("psql", *connect, "-d", "events", "-c", "VACUUM ANALYZE events")
        with contextlib.ExitStack() as stack:
            yield Database(port, stack)
    finally:
        run(POSTGRES / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)
