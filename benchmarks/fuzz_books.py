"""Fuzzing of the readers of tables: does any file make one fail in another way than by ``UsageError``.

    python benchmarks/fuzz_books.py --runs 20000 --seed 1
    python benchmarks/fuzz_books.py --seed 1 --only 4711        # one file again

Small valid files of each format are made a little wrong: packed ones also within, since what is wrong with an archive
itself is found before anything is read. A file may be read or refused; whatever else happens, also a row that breaks
what ``Row`` promises, more than ten seconds, or much memory, is a failure: printed with seed and number, and saved
under ``benchmarks/results/fuzz-books``.
"""

import argparse
import gzip
import io
import random
import resource
import signal
import sys
import tempfile
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path
from types import FrameType

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter
from openpyxl.comments import Comment

# A script finds only what lies beside it; the rest lies in the folder above.
ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import mutations  # noqa: E402 - see above

from witnessmark.adapters.books.disk import DiskBooks  # noqa: E402 - see above
from witnessmark.errors import UsageError  # noqa: E402 - see above
from witnessmark.ingest.sheet import LONGEST_CELL, MOST_COLUMNS, ReadAs, Row  # noqa: E402 - see above

PATIENCE = 10
"""Seconds that one small file may take."""
MOST_MEMORY = 700_000_000
"""Bytes of the process at its highest; a run with sound files takes 150 million."""
MOST_ROWS = 3_000_000
SAVED = ROOT / "benchmarks" / "results" / "fuzz-books"
TABLE = 'model;serial;sold;price\nR-41;AB 0042;2014-03-05;1,5\n"R-7\nnew";АВ 0043;;"2""5"\n\nSum;;;4\n'
LINES = (
    '{"model": "R-41", "marks": [{"serial": "AB 0042"}], "at": {"x": 1.50}}\n{"model": null, "n": 12e3, "ok": true}\n'
)
FEATURES = (
    '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"model": "R-41"}, "geometry": '
    '{"type": "Point", "coordinates": [13.25, 12.5]}}, {"type": "Feature", "properties": {}, "geometry": null}]}'
)
ODS = (
    '<d xmlns:table="t" xmlns:office="o" xmlns:text="x"><table:table table:name="S"><table:table-row '
    'table:number-rows-repeated="2"><table:table-cell office:value-type="float" office:value="1.5" '
    'table:number-columns-repeated="3"><text:p>1,5</text:p></table:table-cell><table:table-cell '
    'office:value-type="date" office:date-value="2014-03-05" table:number-columns-spanned="2"><text:p>5. Mär</text:p>'
    '</table:table-cell><table:covered-table-cell/><table:table-cell office:value-type="time" '
    'office:time-value="PT1H2M3S"/></table:table-row></table:table></d>'
)
XML = ("<a>", "</a>", "<!DOCTYPE a>", "&lt;", "&a;", "<![CDATA[", "]]>", "<!--", "<row>", "<c r='XFD1'>", "<v>", "</v>",
       "1e308", "-1", "9" * 40, "1048577", "16385", "99999999", "A1:XFD1048576", "s='7'", "t='s'", "t='d'", "\ud7ff",
       "<si><t>x</t></si>", "_x0000_", "_xD800_", "60", "0.5", "2958466", "NaN", "PT9999999H1M1S")  # fmt: skip


# -- valid files ------------------------------------------------------------------------------------------------------


def _xlsx() -> bytes:
    payload = io.BytesIO()
    with xlsxwriter.Workbook(payload, {"in_memory": True}) as book:
        sheet = book.add_worksheet("sold")
        sheet.merge_range("A1:D1", "Sold by the invented works")
        sheet.write_row("A3", ["R-41", 1234567890123456, 0.5, True])
        sheet.write_number("E3", 41703.5, book.add_format({"num_format": "d-mmm"}))
        sheet.write_number("F3", 42, book.add_format({"num_format": "0000-00"}))
        sheet.write_formula("G3", "=SUM(B3:C3)", None, 7)
        sheet.write_url("A4", "https://example.org/a")
        sheet.write_comment("A3", "doubtful")
        book.add_worksheet("empty").hide()
    return payload.getvalue()


def _openpyxl() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["model", 7, "=A1", None, "x"])
    book.active["A1"].comment = Comment("doubtful", "Ana Invented")
    book.active.merge_cells("A3:B5")
    payload = io.BytesIO()
    book.save(payload)
    return payload.getvalue()


def _zip(members: Mapping[str, bytes]) -> bytes:
    payload = io.BytesIO()
    with zipfile.ZipFile(payload, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2014, 3, 5, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return payload.getvalue()


def _parquet(compression: str) -> bytes:
    table = pa.table(
        {
            "model": ["R-41", None, "R-7"], "n": [1, None, 3], "price": [1.5, None, 1e300], "parts": [["a"], [], None],
            "at": pa.array([1, 2, None], pa.timestamp("ns", "UTC")), "raw": [b"\xff", b"a", None],
            "kind": pa.array(["x", "y", "x"]).dictionary_encode(),
        }
    )  # fmt: skip
    payload = io.BytesIO()
    pq.write_table(table, payload, compression=compression)
    return payload.getvalue()


@cache
def seeds(kind: str) -> list[bytes]:
    """Valid files of a format."""
    texts = [TABLE.encode(), TABLE.encode("cp1251", "replace"), TABLE.encode("utf-16"), b"a,b\n" + b'x",",\n' * 300]
    made: Mapping[str, Callable[[], list[bytes]]] = {
        "csv": lambda: texts,
        "gz": lambda: [gzip.compress(text, mtime=0) for text in texts],
        "jsonl": lambda: [LINES.encode(), b"[" + LINES.replace("\n", ",").encode().rstrip(b",") + b"]"],
        "geojson": lambda: [FEATURES.encode()],
        "xlsx": lambda: [_xlsx(), _openpyxl()],
        "ods": lambda: [
            _zip({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": ODS.encode()})
        ],
        "zip": lambda: [
            _zip({"t.csv": texts[0], "u.jsonl": LINES.encode(), "media/a.jpg": b"\xff\xd8", "b.xlsx": _xlsx()})
        ],
        "parquet": lambda: [_parquet("snappy"), _parquet("none"), _parquet("gzip")],
    }
    return made[kind]()


# -- made a little wrong ----------------------------------------------------------------------------------------------


def _within(kinds: tuple[mutations.Mutation, ...], chance: random.Random, source: bytes) -> bytes:
    """Change members of an archive, one time in four the archive itself."""
    if chance.random() < 0.25:
        return mutations.overwritten(chance, source) if chance.random() < 0.6 else _outside(chance, source)
    with zipfile.ZipFile(io.BytesIO(source)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    for _ in range(chance.choice((1, 1, 2))):
        name = chance.choice(list(members))
        members[name] = mutations.mutated(chance, members[name], kinds)
        if chance.random() < 0.1:
            members[chance.choice((f"../{name}", name.upper(), "x.csv", "xl/worksheets/sheet1.xml"))] = members.pop(
                name
            )
    return _zip(members)


def _outside(chance: random.Random, source: bytes) -> bytes:
    return mutations.mutated(chance, source, mutations.FILE)


def _put_xml(chance: random.Random, source: bytes) -> bytes:
    at = chance.randrange(len(source) + 1)
    return source[:at] + chance.choice(XML).encode() + source[at:]


def _swap_value(chance: random.Random, source: bytes) -> bytes:
    """Put something else between two quotes: most of what XML says of cells stands in attributes."""
    quotes = [at for at, byte in enumerate(source) if byte == ord('"')]
    if len(quotes) < 2:
        return source
    first = chance.randrange(len(quotes) - 1)
    return source[: quotes[first] + 1] + chance.choice(XML).encode() + source[quotes[first + 1] :]


XML_KINDS: tuple[mutations.Mutation, ...] = (*mutations.FILE, *[_put_xml] * 2, *[_swap_value] * 20)
KINDS: Mapping[str, Callable[[random.Random, bytes], bytes]] = {
    "csv": partial(mutations.mutated, mutations=mutations.TEXT),
    "gz": _outside,
    "jsonl": partial(mutations.mutated, mutations=mutations.JSON),
    "geojson": partial(mutations.mutated, mutations=mutations.JSON),
    "xlsx": partial(_within, XML_KINDS),
    "ods": partial(_within, XML_KINDS),
    "zip": partial(_within, mutations.TEXT),
    "parquet": lambda chance, source: (mutations.overwritten if chance.random() < 0.7 else _outside)(chance, source),
}


def fuzzed(seed: int, number: int) -> tuple[str, bytes]:
    """The file with a number: its format before it was made wrong, and its bytes."""
    chance = random.Random(f"{seed} {number}")
    kind = list(KINDS)[number % len(KINDS)]
    return kind, KINDS[kind](chance, chance.choice(seeds(kind)))


# -- read -------------------------------------------------------------------------------------------------------------


class Broken(Exception):
    """A row that is not what ``Row`` promises."""


def _judge(row: Row, last: int) -> None:
    wrong = [
        ("number", row.number < 1),
        ("columns", len(row.cells) > MOST_COLUMNS),
        ("long cell", any(len(cell) > LONGEST_CELL for cell in row.cells)),
        ("forms", len(row.forms) not in (0, len(row.cells))),
        ("notes", any(not 0 <= column < len(row.cells) for column in row.notes)),
        ("order", row.number <= last and not row.broken),
        ("zero", "\0" in "".join(row.cells)),
    ]
    for what, is_wrong in wrong:
        if is_wrong:
            raise Broken(f"{what}: {str(row)[:300]}")
    "".join((*row.cells, *row.notes.values(), row.broken)).encode()


def read(path: Path) -> None:
    """Read all there is."""
    with DiskBooks().open(str(path), ReadAs()) as book:
        "".join(book.notes).encode()
        for sheet in book.sheets():
            last = 0
            for row in sheet.rows():
                _judge(row, last)
                last = max(last, row.number)
                if row.number > MOST_ROWS:
                    break
        for medium in book.media().values():
            try:
                medium()
            except UsageError:
                continue
        if len(book.digest) != 64:
            raise Broken("digest")


def _too_slow(_signal: int, _frame: FrameType | None) -> None:
    raise TimeoutError(f"took longer than {PATIENCE} seconds")


def outcome(kind: str, payload: bytes) -> tuple[str, str]:
    """What comes of a file: taken, refused or failed, with a report of a failure."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"fuzz.{kind}"
        path.write_bytes(payload)
        signal.setitimer(signal.ITIMER_REAL, PATIENCE)
        try:
            read(path)
        except UsageError as error:
            return (
                ("failed", f"message of {len(str(error))} characters") if len(str(error)) > 2_000 else ("refused", "")
            )
        except Exception:  # noqa: BLE001 - whatever it is, it is what we look for
            return "failed", traceback.format_exc(limit=-4)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1_024
    return ("failed", f"took {memory:,} bytes of memory") if memory > MOST_MEMORY else ("taken", "")


def run(seed: int, numbers: range) -> int:
    """Feed the files with these numbers and print what came of them; 1 where one failed."""
    signal.signal(signal.SIGALRM, _too_slow)
    outcomes: Counter[tuple[str, str]] = Counter()
    known: Counter[str] = Counter()
    for number in numbers:
        kind, payload = fuzzed(seed, number)
        what, report = outcome(kind, payload)
        outcomes[kind, what] += 1
        if what == "failed":
            signature = report.strip().splitlines()[-1][:120]
            known[signature] += 1
            SAVED.mkdir(parents=True, exist_ok=True)
            (SAVED / f"{seed}-{number}.{kind}").write_bytes(payload)
            if known[signature] == 1:
                print(f"\nFAILED {kind} (--seed {seed} --only {number})\n{payload[:300]!r}\n{report}")
        if sys.stderr.isatty():
            print(f"\r{number + 1:,}", end="", file=sys.stderr, flush=True)
    for kind in KINDS:
        counts = ", ".join(f"{outcomes[kind, what]:,} {what}" for what in ("taken", "refused", "failed"))
        print(f"{kind:8} {counts}")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1_024
    print(f"at most {memory:,} MiB of memory")
    return 1 if known else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int, help="feed the file with this number alone")
    asked = parser.parse_args()
    return run(asked.seed, range(asked.runs) if asked.only is None else range(asked.only, asked.only + 1))


if __name__ == "__main__":
    sys.exit(main())
