"""An invented table of recoveries, as a ministry could list them; every row takes the generator's seed.

    python benchmarks/synthetic_table.py --rows 1000000 --seed 1 --output recoveries.csv

A twentieth of the rows is broken: a date that is none, or a serial that a spreadsheet has turned into a number.
"""

import argparse
import csv
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

HEADINGS = ("No.", "Serial number", "Type", "Country of make", "Date of recovery", "Recovered by", "Place", "How")
BROKEN_PART = 20
"""One row in so many is broken."""
_TYPES = ("Orlan 4 rifle", "Orlan 7 carbine", "Merlin pistol", "Kite machine gun", "Heron launcher")
_COUNTRIES = ("Kenya", "Peru", "Norway", "Vietnam", "Ghana", "Chile", "Latvia", "Jordan")
_HOW = ("found in cache", "handed over", "taken in a fight", "bought back")

MAPPING = """
witnessmark-mapping = 1
name = "invented-recoveries"

[source]
form = "register"

[lookup.how]
"found in cache" = "cached"
"handed over" = "surrendered"
"*" = "unknown"

[[table]]
key = "{number}"
needs = ["serial"]

[table.columns]
number = ["No."]
serial = ["Serial number"]
model = ["Type"]
country = ["Country of make"]
day = ["Date of recovery"]
force = ["Recovered by"]
place = ["Place"]
how = ["How"]

[[table.make]]
kind = "party"
as = "force"
once = "{force}"
set.name = "{force}"

[[table.make]]
kind = "place"
as = "place"
once = "{place}"
set.name = "{place}"

[[table.make]]
kind = "item"
as = "item"
set.name = "{model|or:weapon} {serial}"
set.model = "{model}"
set.country = "{country|state}"

[[table.make]]
kind = "mark-reading"
set.of = "@item"
set.text = "{serial|serial}"
set.mark = "serial"

[[table.make]]
kind = "recovery"
set.of = "@item"
set.by = "@force"
set.place = "@place"
set.when = "{day|date:%d.%m.%Y}"
set.how = "{how|lookup:how}"

[[table.record]]
set.kind = "serial"
set.mark = "{serial|serial}"
set.model = "{model}"
set.country = "{country|state}"
set.event = "documented"
set.when = "{day|date:%d.%m.%Y}"
set.holder = "{force}"
set.record = "{number}"

[[table.figure]]
name = "weapons"
count = "{serial}"
by = "{country}"

[[table.check]]
name = "serials that repeat"
repeats = "{serial|serial}"
"""


def rows(count: int, seed: int) -> Iterator[Sequence[str]]:
    """So many rows; the same for the same seed."""
    chance = random.Random(seed)
    for number in range(1, count + 1):
        day = f"{chance.randint(1, 28):02}.{chance.randint(1, 12):02}.{chance.randint(2001, 2023)}"
        serial = f"{chance.choice('ABCDEFGHJK')}{chance.choice('KLMNPRST')} {chance.randrange(10_000_000):07}"
        if chance.randrange(BROKEN_PART) == 0:
            day, serial = (f"31.02.{day[-4:]}", serial) if chance.randrange(2) else (day, "1.23457E+14")
        yield (
            str(number),
            serial,
            chance.choice(_TYPES),
            chance.choice(_COUNTRIES),
            day,
            f"Brigade {chance.randrange(40)}",
            f"Village {chance.randrange(3000)}",
            chance.choice(_HOW),
        )


def write(path: Path, count: int, seed: int) -> None:
    """A CSV file of so many rows below its headings."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        writer.writerows(rows(count, seed))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rows", type=int, default=1_000_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--output", type=Path, required=True)
    asked = options.parse_args()
    write(asked.output, asked.rows, asked.seed)


if __name__ == "__main__":
    main()
