"""Editions: which import a file corrects, and what that edition said."""

from collections.abc import Mapping, Sequence

import msgspec

from witnessmark.app.desk import Desk
from witnessmark.case.fold import Case
from witnessmark.case.tables_read import is_finished
from witnessmark.errors import EvidenceError, UsageError
from witnessmark.ingest import mapping as m
from witnessmark.ingest.making import Kept
from witnessmark.ingest.reading import Reading
from witnessmark.model.decisions import Retraction
from witnessmark.model.ids import SourceId, StatementId, short
from witnessmark.model.imports import Import
from witnessmark.model.statement import Statement
from witnessmark.model.things import Source
from witnessmark.model.value import Result

NOTHING = "nothing"
"""What a file corrects that has the name of another one and is no edition of it."""
_LEAST = 4
"""One in so many statements of an edition must stand for a file of its name to be taken for the next one."""


class Edition(Result, frozen=True, kw_only=True):
    """An import that is in the case already."""

    id: StatementId
    file: str
    digest: str
    mapping: str
    source: SourceId
    imported: Import


class Earlier(Result, frozen=True, kw_only=True):
    """What a file corrects."""

    edition: Edition | None
    again: Edition | None = None
    """The import of the very file by the very mapping: nothing will come of it but what was interrupted."""
    is_guessed: bool = False
    """Whether only the names of file and mapping say that it corrects anything."""
    notes: tuple[str, ...] = ()
    """What a person should know of other imports."""


def earlier(
    case: Case, file: str, digest: str, mapping: m.Mapping, *, media: Mapping[str, str], corrects: str = ""
) -> Earlier:
    """The edition that a file corrects: one that is named, or the last import of a file of its name by this mapping.

    A file that came with other ``media`` is another edition.
    """
    found = _all(case)
    if corrects == NOTHING:
        return Earlier(edition=None)
    if corrects:
        return Earlier(edition=_named(found, corrects))
    replaced = {e.imported.previous: e for e in found}
    alike = [e for e in found if e.digest == digest and _read_alike(e, mapping) and e.source in case.statements]
    same = [e for e in alike if _media(e) == media]
    if same:
        again = next((e for e in same if e.id not in replaced), same[0])
        previous = next((e for e in found if e.id == again.imported.previous), None)
        return Earlier(edition=previous, again=again, notes=_replaced(again, replaced))
    last = [e for e in found if e.file == file and e.mapping == mapping.name and e.id not in replaced]
    if len(last) > 1:
        raise UsageError(f"want --corrects IMPORT, as several files of this name were imported: {_listed(last)}")
    notes = tuple(
        f"these very bytes were imported before, as {e.file} by the mapping {e.mapping}: what both say will stand in "
        f"the case twice; --corrects {short(e.id)} lays this beside it"
        for e in found if e.digest == digest and e not in last
    )  # fmt: skip
    return Earlier(edition=last[0] if last else None, is_guessed=bool(last), notes=notes)


def _named(found: Sequence[Edition], corrects: str) -> Edition:
    named = [e for e in found if e.id.startswith(corrects)]
    if len(named) != 1:
        raise UsageError(
            f"want the start of the id of one import to correct, or {NOTHING!r}, got {corrects!r}; "
            f"there are: {_listed(found) or 'no imports at all'}"
        )
    return named[0]


def _listed(found: Sequence[Edition]) -> str:
    return ", ".join(f"{short(e.id)} ({e.file})" for e in found)


def _replaced(again: Edition, replaced: Mapping[StatementId | None, Edition]) -> tuple[str, ...]:
    later = replaced.get(again.id)
    if later is None:
        return ()
    while later.id in replaced:
        later = replaced[later.id]
    where = f"{later.file} ({short(later.id)})"
    return (f"{where} was imported since, and its corrections stand; --corrects {short(later.id)} takes this instead",)


def _read_alike(edition: Edition, mapping: m.Mapping) -> bool:
    """Whether two mappings say the same, whatever they are called and however they are written."""
    try:
        other = m.read_mapping(edition.imported.text.encode(), name="the mapping of an import")
    except UsageError:
        return False
    return msgspec.structs.replace(other, name=mapping.name, about=mapping.about) == mapping


def _edition(case: Case, i: StatementId, imported: Import) -> Edition:
    source = case.content(imported.of, Source)
    name = source.name if source is not None and isinstance(source.name, str) else ""
    digest = source.digest if source is not None else ""
    return Edition(
        id=i, file=imported.file or name, digest=digest, mapping=imported.mapping, source=imported.of, imported=imported
    )


def refuse_doubtful(before: Earlier, *, unchanged: int, otherwise: int) -> None:
    """A ``UsageError`` where a file is taken for an edition by its name alone and says something else in nearly all."""
    edition = before.edition
    if edition is None or not before.is_guessed or unchanged * _LEAST >= unchanged + otherwise:
        return
    raise UsageError(
        f"want an edition of {edition.file} ({short(edition.id)}), got a file of its name that says the same in "
        f"{unchanged} statements and otherwise in {otherwise}; --corrects {short(edition.id)} takes it for one all the "
        f"same, --corrects {NOTHING} for another list"
    )


def said(desk: Desk, case: Case, edition: Edition | None) -> Mapping[str, Kept]:
    """What an edition said, and those before it, by key: read again from the vault, which gives the same statements."""
    if edition is None:
        return {}
    if not desk.vault().has(edition.digest):
        raise UsageError(
            f"want the file that {short(edition.id)} imported, {edition.file} ({short(edition.digest)}), in this "
            f"machine's vault, to compare it; import it here once more, or say --corrects {NOTHING}"
        )
    previous = edition.imported.previous
    before = said(desk, case, next((e for e in _all(case) if e.id == previous), None))
    mapping = m.read_mapping(edition.imported.text.encode(), name="the mapping of an import")
    kept = {key: _not_here(each) for key, each in before.items()}
    gone, lost = dict(before), 0
    with desk.books().open_bytes(desk.vault().read(edition.digest), edition.file, mapping.read) as book:
        reading = Reading(edition.file, book.sheets(), mapping, media=_media(edition), earlier=before)
        for row in reading.rows(edition.source, with_keys=True):
            for made in row.made:
                kept[made.key] = made.kept
                gone.pop(made.key, None)
                lost += made.payload is not None and made.current not in case.statements
    if lost and is_finished(case, edition.imported):
        # It would be compared with what nobody said, and all of it would stand in the case twice.
        raise EvidenceError(
            f"{edition.file}: want the statements that its import ({short(edition.id)}) brought, got {lost} others on "
            f"reading it again, as another version of the program imported it; --corrects {NOTHING} compares nothing"
        )
    for key, each in gone.items():
        if _is_taken_back(case, edition, each):
            del kept[key]
    # Of an import that was interrupted, the rest was never said.
    return {key: each for key, each in kept.items() if each.current in case.statements}


def _not_here(kept: Kept) -> Kept:
    return kept if kept.line is None else kept._replace(line=kept.line._replace(is_here=False))


def gone_because(file: str) -> str:
    """Why what an earlier edition said is retracted, in the words of the retraction."""
    return f"{file}, which corrects the table, no longer says so"


def _is_taken_back(case: Case, edition: Edition, kept: Kept) -> bool:
    """Whether the import of an edition retracted what an earlier one had said; then a later one says it anew."""
    reason = gone_because(edition.file)
    said_ = (case.statements[i].content for i in case.mentions(kept.current))
    return case.is_retracted(kept.current) and any(isinstance(c, Retraction) and c.reason == reason for c in said_)


def source_again(case: Case, before: Earlier) -> Statement | None:
    """The statement of the file, where it was imported before."""
    return None if before.again is None else case.statements[before.again.source]


def _media(edition: Edition) -> dict[str, str]:
    """The digests of the files that came with a table, by name."""
    return {name: digest for digest, _, name in (each.partition(" ") for each in edition.imported.media)}


def _all(case: Case) -> list[Edition]:
    return [_edition(case, i, imported) for i, imported in case.of_kind(Import)]
