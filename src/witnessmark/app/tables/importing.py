"""Importing: a table into a case, through a mapping: what would come of it, and the same in earnest."""

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager

from witnessmark.app.desk import Desk, load
from witnessmark.app.tables.editions import (
    Earlier,
    Edition,
    earlier,
    gone_because,
    refuse_doubtful,
    said,
    source_again,
)
from witnessmark.app.tables.passing import Pass
from witnessmark.app.tables.sight import Sight, refuse_silence
from witnessmark.case.canonical import LARGEST_STATEMENT, digest, encode
from witnessmark.case.fold import Case
from witnessmark.case.tables_read import is_finished
from witnessmark.errors import UsageError
from witnessmark.ingest import mapping as m
from witnessmark.ingest.reading import Reading
from witnessmark.ingest.source import source_of
from witnessmark.model.decisions import Retraction
from witnessmark.model.ids import StatementId
from witnessmark.model.statement import Statement
from witnessmark.model.value import Result
from witnessmark.ports import Book, Books, Progress, Vault

_STEP = 1_000
_LARGEST_STEP = 32_000
"""Statements that are written at once: what an interruption costs at most, and what one line of a bundle can name."""
_MOST_NAMED = 10_000
"""Statements of an earlier edition that have a name in samples."""


class Imported(Result, frozen=True, kw_only=True):
    """What an import brought."""

    sight: Sight
    new: int
    """Statements that the case did not have."""
    retracted: int
    """Statements of an earlier edition that were retracted with it."""
    source: StatementId


def preview(books: Books, path: str, mapping: m.Mapping, progress: Progress, *, media: str = "") -> Sight:
    """What a mapping makes of a file, whatever case would take it."""
    with books.open(path, mapping.read) as book, _media(books, book, media) as files:
        reading = Reading(book.name, book.sheets(), mapping, media=_looked_up(files))
        source = source_of(book.name, book.digest, mapping, reading.tables)
        passed = Pass(reading, source, Earlier(edition=None), {})
        return _looked_at(Case({}), book, mapping, passed, progress)


def look(desk: Desk, path: str, mapping: m.Mapping, *, corrects: str = "", media: str = "") -> Sight:
    """What importing a file would bring, without importing it. ``media``: where files lie that belong to it."""
    case, books = load(desk), desk.books()
    with books.open(path, mapping.read) as book, _media(books, book, media) as files:
        passed = _begun(desk, case, book, mapping, corrects, _looked_up(files))
        return _looked_at(case, book, mapping, passed, desk.progress)


def _looked_at(case: Case, book: Book, mapping: m.Mapping, passed: Pass, progress: Progress) -> Sight:
    for _ in passed.payloads(progress):
        pass
    return passed.sight(case, book, mapping)


@contextmanager
def _media(books: Books, book: Book, path: str) -> Iterator[Mapping[str, Callable[[], bytes]]]:
    """The files that came with a table: in it, and in a folder or archive of their own."""
    if not path:
        yield book.media()
        return
    with books.media(path) as beside:
        yield {**beside, **book.media()}


def _looked_up(files: Mapping[str, Callable[[], bytes]]) -> dict[str, str]:
    return {name: digest(read()) for name, read in sorted(files.items())}


def take(
    desk: Desk, path: str, mapping: m.Mapping, text: str, *, corrects: str = "", by: str = "", media: str = ""
) -> Imported:
    """Import a file. Importing it again adds nothing; what was interrupted goes on where it stopped.

    With ``by``, what an earlier edition said and this one does not is retracted in that name.
    """
    case, books = load(desk), desk.books()
    with books.open(path, mapping.read) as book, _media(books, book, media) as files, desk.files.spool() as waiting:
        passed = _begun(desk, case, book, mapping, corrects, _looked_up(files))
        # The import itself says how much there is, and goes into the case before it: so what is missing shows.
        for payload in passed.payloads(desk.progress):
            waiting.put(payload)
        sight = passed.sight(case, book, mapping)
        refuse_silence(sight)
        refuse_doubtful(passed.before, unchanged=sight.unchanged, otherwise=sight.corrected + sight.gone)
        _keep(desk.vault(), book, files)
        retractions = _retractions(case, passed, by)
        again = passed.before.again
        payloads: Iterable[bytes] = () if again is not None and is_finished(case, again.imported) else waiting
        head = _head(passed, again, book.name, mapping.name, text)
        new = _write(desk, case, itertools.chain(head, payloads, retractions))
        return Imported(sight=sight, new=new, retracted=len(retractions), source=passed.source_id)


def _head(passed: Pass, again: Edition | None, file: str, mapping: str, text: str) -> list[bytes]:
    """The statements of the file and of its import, where the case does not have them."""
    return [] if again is not None else [encode(passed.source), _imported(passed, file, mapping, text)]


def _imported(passed: Pass, file: str, mapping: str, text: str) -> bytes:
    """The statement of the import itself; a ``UsageError`` where too many files came with the table to name them."""
    payload = encode(passed.statement(file, mapping, text))
    if len(payload) > LARGEST_STATEMENT:
        count = len(passed.reading.laying.media)
        raise UsageError(
            f"{file}: want an import that {LARGEST_STATEMENT:,} bytes can tell of, got {len(payload):,}; "
            f"{count:,} files came with the table: import it in parts"
        )
    return payload


def _keep(vault: Vault, book: Book, files: Mapping[str, Callable[[], bytes]]) -> None:
    if vault.keep(book.chunks()) != book.digest:
        raise UsageError(f"{book.name}: want a file that stays as it is while it is read, got one that changed")
    for _, read in sorted(files.items()):
        vault.keep([read()])


def _begun(desk: Desk, case: Case, book: Book, mapping: m.Mapping, corrects: str, media: Mapping[str, str]) -> Pass:
    before = earlier(case, book.name, book.digest, mapping, media=media, corrects=corrects)
    kept = said(desk, case, before.edition)
    # What was imported under another name is the same only under that name.
    file = book.name if before.again is None else before.again.file
    reading = Reading(file, book.sheets(), mapping, media=media, earlier=kept)
    named = {each.root: each.statement for each in itertools.islice(kept.values(), _MOST_NAMED)}
    edition = before.edition.source if before.edition else None
    source = source_again(case, before) or source_of(file, book.digest, mapping, reading.tables, edition)
    return Pass(reading, source, before, kept, sampled=named)


def _write(desk: Desk, case: Case, payloads: Iterable[bytes]) -> int:
    """Keep statements, so many at once; how many the case did not have."""
    notary = desk.notary()
    new, step = 0, _STEP
    waiting = ((StatementId(digest(payload)), payload) for payload in payloads)
    fresh = ((i, payload) for i, payload in waiting if i not in case.statements)
    while batch := dict(itertools.islice(fresh, step)):
        desk.store.append(batch, notary)
        new += len(batch)
        # Ids are scattered over the whole store: the larger it is, the more has to be written for each batch.
        step = min(2 * step, _LARGEST_STEP)
        desk.progress.advance(new, None, "writing statements")
    return new


def _retractions(case: Case, passed: Pass, by: str) -> list[bytes]:
    if not by:
        return []
    reason = gone_because(passed.reading.laying.file)
    found = [Statement(content=Retraction(of=kept.current, by=by, reason=reason)) for kept in passed.gone(case)]
    return [encode(each) for each in found]
