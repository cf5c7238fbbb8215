"""Fuzzing of strangers' files: does any picture, paper or filled sheet do more than cost one message.

    python benchmarks/fuzz_pictures.py --runs 3000 --seed 1
    python benchmarks/fuzz_pictures.py --seed 1 --only 4711        # one input again

Small valid files of each form are mutated and opened as `evidence add` opens them, in a watched process; filled sheets
as `evidence take` opens them, with the readers of tables. A file may be taken, refused with a message, or ended because
it asks for too much; whatever else happens is a failure, saved under ``benchmarks/results/fuzz-pictures``. What was
taken can be stored, and no copy carries a word of the metadata.
"""

import argparse
import io
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from itertools import zip_longest
from pathlib import Path

# A script finds only what lies beside it; the rest lies in the folder above.
ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.support.photographs import animated, paper, photograph, picture  # noqa: E402 - see above

from witnessmark.adapters.books.disk import DiskBooks  # noqa: E402 - see above
from witnessmark.adapters.watched import WatchedPapers, WatchedPictures, WatchedProcess  # noqa: E402 - see above
from witnessmark.case.canonical import encode  # noqa: E402 - see above
from witnessmark.errors import UsageError  # noqa: E402 - see above
from witnessmark.evidence.exif import told  # noqa: E402 - see above
from witnessmark.evidence.likeness import fingerprint  # noqa: E402 - see above
from witnessmark.evidence.mediatype import HEAD, media_type  # noqa: E402 - see above
from witnessmark.evidence.regions import box  # noqa: E402 - see above
from witnessmark.evidence.transcription import HEADINGS, Cell, Written, columns, doubt, written  # noqa: E402 - see above
from witnessmark.ingest.sheet import ReadAs  # noqa: E402 - see above
from witnessmark.model.evidence import Evidence  # noqa: E402 - see above
from witnessmark.model.statement import Statement  # noqa: E402 - see above
from witnessmark.reports.transcription_sheet import workbook  # noqa: E402 - see above

PATIENCE = 10.0
SAVED = ROOT / "benchmarks" / "results" / "fuzz-pictures"
SMALL = (96, 72)
WORDS = b"by the hand of Eve"
"""What stands in the metadata of the originals, and must stand in no copy."""


class Broken(Exception):
    """A file was taken, and a promise about what is taken was broken."""


def _heic() -> bytes:
    import pillow_heif  # noqa: PLC0415 - an extra

    written_ = io.BytesIO()
    pillow_heif.from_pillow(picture("KB 04", SMALL)).save(written_)
    return written_.getvalue()


@cache
def seeds() -> Mapping[str, bytes]:
    """A small valid file of each form."""
    found = {
        form.lower(): photograph("KB 04217", form=form, size=SMALL, at=(50.45, 30.52))
        for form in ("JPEG", "PNG", "WEBP", "TIFF", "BMP")
    }
    row = Written(picture="1.jpg", digest="ab" * 8, item="rifle A", mark="serial", reading="KB 04")
    found |= {"gif": animated(), "pdf": paper("one", "two"), "xlsx": workbook([row] * 3, "first reading")}
    try:
        found["heic"] = _heic()
    except ImportError:
        sys.stderr.write("pillow-heif is not installed: HEIC is left out\n")
    return found


# -- mutations --------------------------------------------------------------------------------------------------------


def _flip(chance: random.Random, source: bytearray) -> None:
    source[chance.randrange(len(source))] ^= 1 << chance.randrange(8)


def _extreme(chance: random.Random, source: bytearray) -> None:
    """A number becomes the least or the greatest: lengths, sizes and offsets are where a decoder trusts."""
    at, size = chance.randrange(len(source)), chance.choice((1, 2, 4, 8))
    source[at : at + size] = chance.choice((b"\xff", b"\0", b"\x7f", b"\x80")) * size


def _cut(chance: random.Random, source: bytearray) -> None:
    at = chance.randrange(len(source))
    del source[at : at + chance.choice((1, 2, 16, 500, len(source)))]


def _repeat(chance: random.Random, source: bytearray) -> None:
    at = chance.randrange(len(source))
    piece = source[at : at + chance.choice((1, 4, 64, 400))]
    source[at:at] = piece * chance.choice((1, 2, 50))


def _splice(chance: random.Random, source: bytearray) -> None:
    other = seeds()[chance.choice(sorted(seeds()))]
    at, start = chance.randrange(len(source)), chance.randrange(len(other))
    source[at : at + 64] = other[start : start + chance.choice((8, 64, 512))]


_MUTATIONS: tuple[Callable[[random.Random, bytearray], None], ...] = (
    _flip,
    _flip,
    _extreme,
    _extreme,
    _cut,
    _repeat,
    _splice,
)


def fuzzed(seed: int, number: int) -> tuple[str, bytes]:
    """The input with a number: which form it began as, and its bytes."""
    chance = random.Random(f"{seed} {number}")
    name = chance.choice(sorted(seeds()))
    source = bytearray(seeds()[name])
    for _ in range(chance.choice((1, 1, 2, 3, 8, 30))):
        if source:
            # The head is where a file says what it is: half of all mutations go there.
            part = bytearray(source[:300]) if chance.random() < 0.5 else None
            if part:
                chance.choice(_MUTATIONS)(chance, part)
                source[:300] = part
            else:
                chance.choice(_MUTATIONS)(chance, source)
    return name, bytes(source[:2_000_000])


# -- opening ----------------------------------------------------------------------------------------------------------


def _require(claim: bool, message: str) -> None:  # noqa: FBT001 - as assert
    if not claim:
        raise Broken(message)


def open_picture(pictures: WatchedPictures, payload: bytes) -> None:
    """As `evidence add` and a contact sheet do."""
    media = media_type(payload[:HEAD]).media
    looked = pictures.look(payload, media)
    said = told(looked.tags)
    print_ = fingerprint(looked.cells) if looked.cells else ""
    note = "; ".join((*said.notes, *looked.notes))
    encode(Statement(content=Evidence(name="x", digest="ab" * 32, media=media, taken=said.taken, at=said.at,
                                      device=said.device, fingerprint=print_, note=note)))  # fmt: skip
    copy = pictures.working_copy(payload, media, longest=300)
    _require(copy.startswith(b"\xff\xd8\xff"), "a copy is no JPEG")
    _require(WORDS not in copy, "a copy carries words of the original's metadata")
    redacted = pictures.redacted(payload, media, [box("10,10,50,50")])
    _require(WORDS not in redacted, "a redacted copy carries words of the original's metadata")


def open_paper(papers: WatchedPapers, payload: bytes) -> None:
    """As `evidence add` and `evidence show` do."""
    pages = papers.pages(payload)
    _require(pages >= 0, "fewer pages than none")
    papers.text(payload, 1).encode()


def open_sheet(payload: bytes) -> None:
    """As `evidence take` does."""
    with DiskBooks().open_bytes([payload], "filled.xlsx", ReadAs()) as book:
        for sheet in book.sheets():
            where: Mapping[str, int] = {heading: number for number, heading in enumerate(HEADINGS)}
            for row in sheet.rows():
                cells = [Cell(text, form) for text, form in zip_longest(row.cells, row.forms, fillvalue="t")]
                with suppress(ValueError):
                    where = columns(cells) if row.number == 1 else where
                doubt(written(cells, where)[0])


@dataclass
class Tally:
    """What came of the inputs."""

    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    slowest: float = 0.0


def feed(process: WatchedProcess, tally: Tally, seed: int, number: int) -> None:
    """Open one input, and count what came of it."""
    name, payload = fuzzed(seed, number)
    start = time.monotonic()
    try:
        if name == "pdf":
            open_paper(WatchedPapers(process), payload)
        elif name == "xlsx":
            open_sheet(payload)
        else:
            open_picture(WatchedPictures(process), payload)
        what = "taken"
    except UsageError as error:
        what = "ended" if "got one that cannot" in str(error) else "refused"
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what we look for
        what = "failed"
        SAVED.mkdir(parents=True, exist_ok=True)
        (SAVED / f"{seed}-{number}-{name}").write_bytes(payload)
        tally.failures.append(f"{name} --seed {seed} --only {number}: {type(error).__name__}: {error}"[:300])
    tally.slowest = max(tally.slowest, time.monotonic() - start)
    tally.outcomes[name, what] += 1


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int, help="feed the input with this number alone")
    asked = parser.parse_args()
    process, tally = WatchedProcess(seconds=PATIENCE), Tally()
    numbers = range(asked.runs) if asked.only is None else [asked.only]
    for number in numbers:
        feed(process, tally, asked.seed, number)
    process.close()
    for name in seeds():
        print(
            f"{name:6}", ", ".join(f"{tally.outcomes[name, w]:,} {w}" for w in ("taken", "refused", "ended", "failed"))
        )
    print(f"slowest {tally.slowest:.1f} s")
    for failure in tally.failures[:20]:
        print(failure)
    return 1 if tally.failures else 0


if __name__ == "__main__":
    sys.exit(main())
