"""Registers: bulk records taken in, listed, checked and forgotten; their indexes, made anew where they are damaged."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC
from itertools import islice
from typing import NamedTuple

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from witnessmark.app.intake import take_in
from witnessmark.errors import UsageError
from witnessmark.matching.resolving.summary import COLUMNS, Summary, summary_of
from witnessmark.matching.search import markindex, ranges
from witnessmark.matching.search.keycodes import Codes, coded
from witnessmark.matching.search.markindex import MarkIndex
from witnessmark.matching.search.ranges import RangeIndex
from witnessmark.model.value import Result
from witnessmark.ports import Clock, Progress, RegisterShelf
from witnessmark.registers.columns import are_of
from witnessmark.registers.parts import PartWriter, RegisterSource
from witnessmark.registers.schema import SINGLE, VERSION, RecordKind
from witnessmark.registers.shelf import Manifest, Part, as_of

_MOST_TOLD = 20
_ABOUT = "about"
"""The summary among the arrays of an index: bytes of JSON."""


class Trouble(Result, frozen=True, kw_only=True):
    """A row that was kept apart."""

    row: int
    column: str
    wanted: str
    got: str


class RegisterAdded(Result, frozen=True, kw_only=True):
    """What a file brought into a register."""

    name: str
    digest: str
    """Of the register as it stands now."""
    rows: int
    problems: int
    first_problems: tuple[Trouble, ...]
    was_there: bool
    """Whether the very same file had been added before: then nothing was."""


class RegisterLine(Result, frozen=True, kw_only=True):
    """A register in a list."""

    name: str
    parts: int
    rows: int
    problems: int
    digest: str


class RegisterShown(Result, frozen=True, kw_only=True):
    """A register in full."""

    line: RegisterLine
    parts: tuple[Part, ...]
    counts: dict[str, dict[str, int]]
    """How often each value stands in the columns whose values repeat."""
    first_problems: tuple[Trouble, ...]


class RegisterVerified(Result, frozen=True, kw_only=True):
    """What a check of a register found."""

    name: str
    digest: str
    parts: int
    indexes_made_anew: int


def add(shelf: RegisterShelf, name: str, path: str, clock: Clock, progress: Progress) -> RegisterAdded:
    """A file into a register: its records, and apart from them the rows that are none. Adding it again adds nothing."""
    return add_source(shelf, name, shelf.open_source(path), clock, progress)


def add_source(
    shelf: RegisterShelf, name: str, source: RegisterSource, clock: Clock, progress: Progress
) -> RegisterAdded:
    """The same of a file that is open already, by whatever mapping its columns become those of a register."""
    manifest = shelf.manifest(name)
    if _has(manifest, source):
        return _added(shelf, manifest, ())
    writers = take_in(source, lambda: shelf.new_part(name), progress)
    try:
        with shelf.changing(name):
            # Whoever else added to the register meanwhile is not forgotten, and may have added the same file.
            manifest = shelf.manifest(name)
            parts = () if _has(manifest, source) else _finished(writers, source, clock)
            if parts:
                manifest = msgspec.structs.replace(manifest, format=VERSION, parts=(*manifest.parts, *parts))
                shelf.keep(manifest)
    finally:
        for writer in writers:
            writer.drop()
    for part in parts:
        progress.advance(part.rows, part.rows, "building the index")
        index_of(shelf, name, part)
    return _added(shelf, manifest, parts)


def _has(manifest: Manifest, source: RegisterSource) -> bool:
    return any(part.source_digest == source.digest for part in manifest.parts)


def _finished(writers: Sequence[PartWriter], source: RegisterSource, clock: Clock) -> tuple[Part, ...]:
    added = clock.now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    kept = [(*writer.finish(), writer) for writer in writers]
    return tuple(
        Part(digest=digest, rows=writer.rows, problems=writer.apart, problems_digest=problems, source=source.name,
             source_digest=source.digest, added=added, mapping=source.mapping,
             file_digest=source.file_digest if source.mapping else "")
        for digest, problems, writer in kept
    )  # fmt: skip


def _added(shelf: RegisterShelf, manifest: Manifest, parts: Sequence[Part]) -> RegisterAdded:
    troubles = (trouble for part in parts for trouble in _troubles(shelf, manifest.name, part))
    return RegisterAdded(
        name=manifest.name, digest=manifest.digest, rows=sum(part.rows for part in parts),
        problems=sum(part.problems for part in parts), first_problems=tuple(islice(troubles, _MOST_TOLD)),
        was_there=not parts,
    )  # fmt: skip


def listed(shelf: RegisterShelf) -> tuple[RegisterLine, ...]:
    """All registers."""
    return tuple(_line(shelf.manifest(name)) for name in shelf.names())


def existing(shelf: RegisterShelf, name: str) -> Manifest:
    """A register that there is; a ``UsageError`` names those there are."""
    manifest = shelf.manifest(name)
    if not manifest.parts:
        raise UsageError(f"want a register of {', '.join(shelf.names()) or 'none: there is none yet'}; got {name!r}")
    return manifest


def pinned(shelf: RegisterShelf, name: str, digest: str) -> tuple[Part, ...]:
    """The parts that a register had when it had a digest; a ``UsageError`` where it never had it."""
    parts = as_of(existing(shelf, name), digest)
    if parts is None:
        raise UsageError(
            f"{name}: want the register as it was with the digest {digest[:12]}, got one that never had it"
        )
    return parts


def _line(manifest: Manifest) -> RegisterLine:
    return RegisterLine(
        name=manifest.name, parts=len(manifest.parts), rows=manifest.rows,
        problems=sum(part.problems for part in manifest.parts), digest=manifest.digest,
    )  # fmt: skip


def shown(shelf: RegisterShelf, name: str) -> RegisterShown:
    """A register in full: its parts, what its columns hold, and what was kept apart."""
    manifest = existing(shelf, name)
    counts: dict[str, dict[str, int]] = {}
    for column in ("kind", "event", "make", "model", "country", "grade"):
        values = pa.chunked_array(
            [chunk for part in manifest.parts for chunk in shelf.records(name, part, column)[column].chunks]
            or [pa.array([], pa.string())]
        )
        found = pc.value_counts(values.cast(pa.string())).to_pylist()
        ranked = sorted(found, key=lambda each: (-each["counts"], each["values"]))
        counts[column] = {each["values"]: each["counts"] for each in ranked[:_MOST_TOLD] if each["values"]}
    troubles = (trouble for part in manifest.parts for trouble in _troubles(shelf, name, part))
    return RegisterShown(
        line=_line(manifest), parts=manifest.parts, counts=counts, first_problems=tuple(troubles)[:_MOST_TOLD]
    )


def _troubles(shelf: RegisterShelf, name: str, part: Part) -> Iterator[Trouble]:
    for each in shelf.problems(name, part).slice(0, _MOST_TOLD).to_pylist():
        yield Trouble(row=each["row"], column=each["column"], wanted=each["wanted"], got=each["got"])


def remove(shelf: RegisterShelf, name: str) -> RegisterLine:
    """Forgets a register. Cases that refer to it by digest can no longer replay what they took from it."""
    line = _line(existing(shelf, name))
    shelf.remove(name)
    return line


def verify(shelf: RegisterShelf, name: str, progress: Progress) -> RegisterVerified:
    """Checks the digest of every part, and every index; an index that is damaged is made anew."""
    manifest = existing(shelf, name)
    anew = 0
    for number, part in enumerate(manifest.parts):
        progress.advance(number, len(manifest.parts), "checking parts")
        shelf.check(name, part, anew=True)
        if _opened(shelf, name, part, anew=True) is None:
            _rebuilt(shelf, name, part)
            anew += 1
    return RegisterVerified(
        name=name, digest=manifest.digest, parts=len(manifest.parts), indexes_made_anew=anew
    )  # fmt: skip


class PartIndex(NamedTuple):
    """What is searched of a part of a register."""

    marks: MarkIndex
    ranges: RangeIndex
    summary: Summary


def index_of(shelf: RegisterShelf, name: str, part: Part) -> PartIndex:
    """The index of a part; made anew where there is none, or it is damaged."""
    shelf.check(name, part)
    return _opened(shelf, name, part) or _rebuilt(shelf, name, part)


def _opened(shelf: RegisterShelf, name: str, part: Part, *, anew: bool = False) -> PartIndex | None:
    """The index of a part as it is kept; ``None`` where something of it is missing or damaged."""
    there = shelf.index(name, part, anew=anew)
    if there is not None:
        with suppress(KeyError, msgspec.MsgspecError):
            summary = msgspec.json.decode(there[_ABOUT].tobytes(), type=Summary)
            return PartIndex(markindex.from_arrays(there), ranges.from_arrays(there), summary)
    return None


def _rebuilt(shelf: RegisterShelf, name: str, part: Part) -> PartIndex:
    codes, lengths, spans, summary = _read(shelf.records(name, part, *COLUMNS))
    pa.default_memory_pool().release_unused()  # of ten million records it keeps 600 MB
    found = PartIndex(markindex.build(codes, lengths), spans, summary)
    about = np.frombuffer(msgspec.json.encode(found.summary), np.uint8)
    shelf.keep_index(name, part, {**markindex.arrays(found.marks), **ranges.arrays(found.ranges), _ABOUT: about})
    return found


def _read(records: pa.Table) -> tuple[Codes, NDArray[np.uint8], RangeIndex, Summary]:
    """All that an index takes from records, which then need not stay in memory."""
    codes, lengths = coded(records["mark"])
    lengths[~are_of(records["kind"], *SINGLE)] = 0
    return codes, lengths, _ranges(records), summary_of(records)


def _ranges(records: pa.Table) -> RangeIndex:
    rows = np.flatnonzero(are_of(records["kind"], RecordKind.RANGE))
    told = records.select(["mark", "last"]).take(pa.array(rows))
    return ranges.build(told["mark"].to_pylist(), told["last"].to_pylist(), rows.tolist())
