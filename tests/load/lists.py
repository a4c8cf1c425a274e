"""Makes the lists that the load tests import: always the same ones.

    lists.py KIND ROWS OUT

KIND is `coordinates` (each row has a point), `repeating` (names only, few places named often, as real lists are) or
`new` (names only, hardly one twice: one letter changed in most). Places come from the gazetteer in data/, the most
populous named most often; twelve years of days; the seed is fixed.
"""

import csv
import datetime
import pathlib
import random
import sys

GAZETTEER = pathlib.Path(__file__).parents[2] / "data/gazetteer/localities.csv"
KINDS = ["Attack", "Armed clash", "Looting", "Abduction", "Remote explosive", "Protests"]
ACTORS = ["FAMa", "JNIM", "ISSP", "CSP", "Unidentified armed group", "Dan Na Ambassagou", "Civilians"]
NOTES = [
    "Armed men on motorcycles arrived in the evening and left with livestock.",
    "A patrol was ambushed on the road; two vehicles were burned, the toll is not known.",
    "Several houses were searched. Residents left for the nearest town.",
    "An improvised device exploded under a truck, three people were hurt.",
]
FIRST_DAY = datetime.date(2012, 1, 1)
DAYS = 12 * 365


def places():
    with open(GAZETTEER, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    rows.sort(key=lambda row: -float(row.get("population") or 0))
    return rows


def misspelt(name, random):
    """One letter of a longer name doubled, dropped or exchanged with the next."""
    at = [i for i in range(1, len(name) - 1) if name[i].isalpha() and name[i + 1].isalpha()]
    if len(name) < 5 or not at:
        return name
    i = random.choice(at)
    return random.choice([name[:i] + name[i] + name[i:], name[:i] + name[i + 1 :], name[:i] + name[i + 1] + name[i] + name[i + 2 :]])


def main(kind, count, out):
    rng = random.Random(20231001)
    rows = places()
    # Zipf's law: the second place is named half as often as the first.
    weights = [1 / (rank + 1) for rank in range(len(rows))]
    chosen = rng.choices(rows, weights, k=count)
    with open(out, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        header = ["id", "date", "place", "region", "cercle", "type", "actor1", "actor2", "deaths", "notes", "source"]
        writer.writerow(header + (["latitude", "longitude"] if kind == "coordinates" else []))
        for number, row in enumerate(chosen):
            if kind == "new":
                row = rows[number % len(rows)]
            name = misspelt(row["name"], rng) if kind == "new" else row["name"]
            day = FIRST_DAY + datetime.timedelta(days=int(DAYS * rng.random()))
            cells = [f"LOAD-{number}", day.isoformat(), name, row["region"], row["cercle"], rng.choice(KINDS), rng.choice(ACTORS),
                     rng.choice(ACTORS), rng.choice(["", "0", "0", "1", "2", "5"]), rng.choice(NOTES), "load test"]
            if kind == "coordinates":
                # Somewhere in the village, so that no two rows are alike.
                cells += [f"{float(row['lat']) + rng.gauss(0, 0.005):.5f}", f"{float(row['lon']) + rng.gauss(0, 0.005):.5f}"]
            writer.writerow(cells)


if __name__ == "__main__":
    if len(sys.argv) != 4 or sys.argv[1] not in ("coordinates", "repeating", "new") or not sys.argv[2].isdigit():
        sys.exit(__doc__)
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
