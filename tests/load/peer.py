"""What an analyst's own script does with a list of names: pandas and rapidfuzz, the same gazetteer, a SQLite file.

    peer.py LIST OUT each|once

The best match by WRatio among the names and aliases of the region that the row names, among all where it names none; `once`
asks for each different (name, region) only once. It knows no probability, no rivals, no reasons: it is what
the import is measured against, not what it must equal.
"""

import pathlib
import sqlite3
import sys

import pandas
from rapidfuzz import fuzz, process, utils

GAZETTEER = pathlib.Path(__file__).parents[2] / "data/gazetteer/localities.csv"


def main(path, out, how):
    gazetteer = pandas.read_csv(GAZETTEER, dtype=str, keep_default_na=False)
    by_region = {"": ([], [])}
    for row in gazetteer.itertuples():
        for name in [row.name, *filter(None, row.aliases.split("|"))]:
            for region in ("", row.region):
                names, rows = by_region.setdefault(region, ([], []))
                names.append(utils.default_process(name))
                rows.append(row)

    def place(name, region):
        names, rows = by_region.get(region, by_region[""])
        found = process.extractOne(utils.default_process(name), names, scorer=fuzz.WRatio, score_cutoff=70)
        return (None, None, None, 0.0) if found is None else (rows[found[2]].name, float(rows[found[2]].lon), float(rows[found[2]].lat), found[1])

    events = pandas.read_csv(path, dtype=str, keep_default_na=False)
    asked = events[["place", "region"]]
    if how == "once":
        asked = asked.drop_duplicates()
    found = [place(name, region) for name, region in asked.itertuples(index=False)]
    found = pandas.DataFrame(found, columns=["found", "lon", "lat", "score"], index=asked.index)
    if how == "once":
        events = events.merge(asked.join(found), on=["place", "region"], how="left")
    else:
        events = events.join(found)
    with sqlite3.connect(out) as store:
        events.to_sql("events", store, index=False)
    print(f"{len(events)} rows, {int(events.found.notna().sum())} matched")


if __name__ == "__main__":
    if len(sys.argv) != 4 or sys.argv[3] not in ("each", "once"):
        sys.exit(__doc__)
    main(*sys.argv[1:])
