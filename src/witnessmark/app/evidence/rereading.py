"""Evidence reread: which row of a sheet says what a case has already, and which corrects its reader's own reading."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from witnessmark.case.fold import Case
from witnessmark.evidence.pieces import named_by
from witnessmark.evidence.transcription import Written, printable
from witnessmark.matching.judgements import identity
from witnessmark.model.ids import StatementId, ThingId
from witnessmark.model.observations import Beforehand, MarkReading
from witnessmark.model.things import Source
from witnessmark.reports.words import words


class Whose(NamedTuple):
    """A mark on a picture, and who read it."""

    of: StatementId
    """The thing, also where people judged two to be one."""
    digest: str
    mark: str
    where: str
    reader: str


class Said(NamedTuple):
    """What a row says of a mark."""

    whose: Whose
    what: tuple[str, ...]
    """Reading, region, making, wear and note, as a sheet shows them."""


def folded(reader: str) -> str:
    """A reader's name as it is compared.

    >>> folded("A.  Vale") == folded("a. vale ")
    True
    """
    return " ".join(reader.split()).casefold()


def said(case: Case, thing: ThingId, digest: str, row: Written, reader: str) -> Said:
    """What a row says, as it is compared with what a case has."""
    what = (row.reading, row.region, row.making or "unknown", row.wear or "unknown", row.note)
    # A sheet spells out what cannot be seen; when it comes back it means what it was.
    whose = Whose(identity(case, thing), digest, printable(row.mark), printable(row.where), folded(reader))
    return Said(whose, tuple(map(printable, what)))


def standing(case: Case) -> dict[Said, StatementId]:
    """The readings from pictures that stand in a case, each with its statement."""
    return {told: i for i, reading in case.of_kind(MarkReading) for told in _told(case, reading)}


def of_sheet(case: Case, digest: str) -> frozenset[Said]:
    """The readings that came with a sheet of that digest, also those that were corrected or retracted since."""
    found: set[Said] = set()
    for statement in case.statements.values():
        source = None if statement.source is None else case.content(statement.source, Source)
        if isinstance(statement.content, MarkReading) and source is not None and source.digest == digest:
            found.update(_told(case, statement.content))
    return frozenset(found)


def _told(case: Case, reading: MarkReading) -> Iterator[Said]:
    photo = None if reading.photo is None else next(iter(case.versions(reading.photo)), None)
    for digest in () if photo is None else named_by(case.standing[photo].content):
        row = Written(
            mark=reading.mark, where=reading.where, reading=reading.text, region=reading.region,
            making=reading.making, wear=reading.wear, note=words(reading.note),
        )  # fmt: skip
        yield said(case, reading.of, digest, row, words(reading.reader))


class Rereading(NamedTuple):
    """What the rows of a sheet mean for the readings of a case."""

    corrects: Mapping[Said, StatementId]
    """Rows that say something else than the one reading of the same mark by the same reader, and that reading."""
    beside: frozenset[Said]
    """Rows of which it cannot be said which of several readings they would correct."""


def compared(told: Mapping[Said, StatementId], rows: Iterable[Said], before: Collection[Said]) -> Rereading:
    """Lay the rows of a sheet beside the readings of a case. ``before`` are those that came with this very sheet.

    A reading that no row repeats any more, and a row that says something new, of one mark by one reader, belong
    together where there is one of each.
    """
    on_sheet = dict.fromkeys(rows)
    fresh: dict[Whose, list[Said]] = defaultdict(list)
    gone: dict[Whose, list[Said]] = defaultdict(list)
    for row in on_sheet:
        if row not in told and row not in before:
            fresh[row.whose].append(row)
    for each in told:
        if each not in on_sheet:
            gone[each.whose].append(each)
    corrects: dict[Said, StatementId] = {}
    beside: set[Said] = set()
    for whose, new in fresh.items():
        old = gone.get(whose, [])
        if len(new) == len(old) == 1:
            corrects[new[0]] = told[old[0]]
        elif old:
            beside.update(new)
    return Rereading(corrects, frozenset(beside))


def was_blind(case: Case, i: StatementId) -> bool:
    """Whether a reading was first made without sight of others, however it was corrected since."""
    first = case.statements.get(case.root(i), case.statements[i])
    return isinstance(first.content, MarkReading) and first.content.beforehand is Beforehand.BLIND
