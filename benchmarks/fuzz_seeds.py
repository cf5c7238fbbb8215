"""Valid inputs for the readers: the examples in small pieces, an invented case, and what is made from them."""

import hashlib
import random
import re
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import cache
from pathlib import Path

import msgspec

from witnessmark.adapters import engines, sql
from witnessmark.adapters.cipher import new_lockbox
from witnessmark.adapters.machine import KeyNotary, SystemClock
from witnessmark.adapters.memory import MemoryStore
from witnessmark.case import bundle
from witnessmark.case.canonical import digest, encode
from witnessmark.case.merkle import root
from witnessmark.case.sealing import Opened, commitment, envelope
from witnessmark.model.decisions import Level
from witnessmark.model.ids import StatementId
from witnessmark.notation.read import read
from witnessmark.ports import CaseStore

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
PASSPHRASE = "invented"  # noqa: S105 - it guards nothing
OPENED = Opened(salt="5a" * 32, value="Ana Invented")

SAMPLE = f"""witnessmark 1
# An invented case: every kind of field, and the ways in which a value can be written.

case invented: "The \\"invented\\" case"
  level R1
  training An invented case; none of it is true.

source report: Field report 7 of the invented mission
  form field-documentation
  published 2014-06
  quotes letter

source letter: письмо № 4
  form document

party works: Orlan Works
  sort maker

party ana: sealed:{commitment(OPENED)}
  sort person

place town: Invented town
  precision town
  at 12.5 N,
    13.25 E

item rifle: R-41 rifle AB 004217
  model R-41

lot rounds: lot 7-88
  quantity about 1200 rounds

manufacture made
  of rifle
  by works
  when 1986

transfer sold
  of rifle
  of rounds
  as export
  from works
  to ana
  via works
  when 1987-03-02/1987-04
  under licence
  quote "sold\\n\\u201cas seen\\u201d"
  source report
  locator p. 4

authorisation licence: export licence 12/87
  form licence
  permits ana
  covers rifle
  clauses no-re-export
  issued [1987-01-02,1987-01-05]

mark-reading read
  of rifle
  text AB 0042[1I]7
  mark serial

recovery found
  of rifle
  how seized
  when 2014-06~
  place town

recovery found-again
  of rifle
  how found
  when 2014-06-30
  supersedes found
  because the day was misread

duration between
  from made
  to found
  lasted at-least 27.5 years

retraction undone
  of found
  by An analyst
  reason "recorded twice"

sealed {commitment(OPENED)}
  value "Ana Invented"
  salt {OPENED.salt}
"""


@cache
def notations() -> list[bytes]:
    """The examples whole, once each; many times over, small files that hold one block and all that it names."""
    texts = [SAMPLE, *(path.read_text("utf-8") for path in sorted(EXAMPLES.glob("*.wit")))]
    pieces = [piece for text in texts for piece in _pieces(text)]
    small = [piece for piece in pieces if len(piece) < 1_500]
    return [text.encode() for text in (*texts, *[SAMPLE] * 30, *small, *small)]


def _pieces(text: str) -> Iterator[str]:
    """For each block of a file, a file with that block and those that it leads to."""
    first, *rest = [
        "\n".join(line for line in block.split("\n") if not line.startswith("#")).strip("\n")
        for block in re.split(r"\n(?=[a-z])", text)
    ]
    headers = [re.match(r"[a-z-]+ +([\w.-]+)", block) for block in rest]
    blocks = {header[1]: block for header, block in zip(headers, rest, strict=True) if header is not None}
    for alias in blocks:
        wanted, waiting = {alias}, [alias]
        while waiting:
            values = {line.strip().partition(" ")[2].strip() for line in blocks[waiting.pop()].split("\n")[1:]}
            new = [value for value in values if value in blocks and value not in wanted]
            wanted.update(new)
            waiting.extend(new)
        yield "\n\n".join([first, *(block for name, block in blocks.items() if name in wanted)]) + "\n"


@cache
def _documents() -> list[dict[StatementId, bytes]]:
    """The statements of every file that is valid as it stands."""
    return [read(text, name="seed").statements for text in (SAMPLE.encode(), *_examples())]


def _examples() -> list[bytes]:
    return [path.read_bytes() for path in sorted(EXAMPLES.glob("*.wit"))]


@cache
def payloads() -> list[bytes]:
    """The bytes of many statements."""
    return [payload for document in _documents() for payload in document.values()]


@cache
def dates() -> list[bytes]:
    """Dates of every form that is taken."""
    plain = "2015 2015-12 2015-12-12 2015? 2015-12~ 2015-12-12% 201X 20XX-12 2015-XX-12 2015-21 ../2016-02 2016-06/.."
    more = "2016-06/2016-07 2015-12~/2016-02? [2015-12-12,2015-12-15] {2014,2015} [..2016-02] 2015-12-12T10:20:30Z"
    most = "-0044 Y17E7 1560S2 2004-06-(01)~/2004-06-(20)~ (2011)-06-04~ 2011-(06-04)~ 2015-uu /2016-02 unknown/2006"
    return [date.encode() for date in f"{plain} {more} {most}".split()]


def _fill(store: CaseStore, statements: dict[StatementId, bytes]) -> None:
    """Two chains of receipts and an envelope."""
    clock = SystemClock("1400000000")
    one, other = (KeyNotary(letter * 32, recorder="invented", clock=clock) for letter in (b"a", b"b"))
    pairs = list(statements.items())
    store.append(dict(pairs[: len(pairs) // 2]), one)
    store.append(dict(pairs[len(pairs) // 2 :]), one)
    store.append(dict(pairs[:2]), other)
    sealed = envelope(OPENED, key=bytes(32), nonce=bytes(12))
    store.absorb({}, (), {commitment(OPENED): sealed}, one)
    store.remember("an invented question", b"an invented answer")


@cache
def bundles() -> list[bytes]:
    """A whole bundle of each document that is small, and one from which something was withheld."""
    found = []
    for statements in [dict(list(document.items())[:12]) for document in _documents()]:
        store = MemoryStore()
        _fill(store, statements)
        for withheld in (0, 3):
            lines = bundle.lines(
                dict(store.statements()), store.entries(), store.envelopes(), level=Level.R2, withheld=withheld
            )
            found.append(b"".join(lines))
    return found


def resealed(chance: random.Random, source: bytes, mutate: Callable[[random.Random, bytes], bytes]) -> bytes:
    """A bundle with one line mutated, and counts, root and last digest made right: the deeper checks are met."""
    first, manifest, *body = source.split(b"\n")[:-2]
    at = chance.randrange(len(body))
    body[at] = body[at].partition(b" ")[0] + b" " + mutate(chance, body[at].partition(b" ")[2]).replace(b"\n", b"")
    if chance.random() < 0.2:
        body.insert(chance.randrange(len(body) + 1), chance.choice(body))
    words = [line.partition(b" ")[0] for line in body]
    held = [line.partition(b" ")[2] for line in body if line.startswith(b"statement ")]
    says = msgspec.json.decode(manifest.partition(b" ")[2], type=bundle.Manifest)
    right = msgspec.structs.replace(
        says,
        statements=len(held),
        receipts=words.count(b"receipt"),
        envelopes=words.count(b"envelope"),
        root=root(digest(payload) for payload in held),
    )
    whole = b"".join(line + b"\n" for line in (first, b"manifest " + encode(right), *body))
    return whole + b"end " + hashlib.sha256(whole).hexdigest().encode() + b"\n"


@cache
def case_files() -> list[bytes]:
    """A case in the open and one under a passphrase whose check costs next to nothing."""
    with tempfile.TemporaryDirectory() as folder:
        open_, locked = Path(folder) / "open.case", Path(folder) / "locked.case"
        for path in (open_, locked):
            engine = engines.new_file(path)
            store = sql.create(engine, where=str(path))
            if path is locked:
                store.close()
                box, _ = new_lockbox(PASSPHRASE, n=2)
                with closing(sqlite3.connect(path, isolation_level=None)) as connection:
                    connection.execute("INSERT INTO meta VALUES ('lockbox', ?)", [msgspec.json.encode(box)])
                    connection.execute("UPDATE meta SET value = ? WHERE name = 'format'", [sql.FORMAT_LOCKED])
                engine, _ = engines.existing_file(path)
                store = sql.open_existing(engine, where=str(path), passphrase=PASSPHRASE)
            _fill(store, _documents()[0])
            store.close()
        return [open_.read_bytes(), locked.read_bytes()]
