"""Editions: which import a file corrects, and what that edition said."""

from collections.abc import Mapping, Sequence

from witnessmark.app.desk import Desk
from witnessmark.case.fold import Case
from witnessmark.errors import UsageError
from witnessmark.ingest import mapping as m
from witnessmark.ingest.making import Kept
from witnessmark.ingest.reading import Reading
from witnessmark.model.decisions import Retraction
from witnessmark.model.ids import SourceId, StatementId, short
from witnessmark.model.imports import Import
from witnessmark.model.things import Source
from witnessmark.model.value import Result


class Edition(Result, frozen=True, kw_only=True):
    """An import that is in the case already."""

    id: StatementId
    file: str
    digest: str
    mapping: str
    source: SourceId


class Earlier(Result, frozen=True, kw_only=True):
    """What a file corrects."""

    edition: Edition | None
    is_same: bool
    """The very file was imported by the very mapping before: nothing will come of it but what was interrupted."""


def earlier(case: Case, file: str, digest: str, mapping: m.Mapping, text: str, *, corrects: str = "") -> Earlier:
    """The edition that a file corrects: one that is named, or the last import of a file of its name by this mapping."""
    found = [_edition(case, i, imported) for i, imported in case.of_kind(Import)]
    same = next((e for e, i in found if e.digest == digest and i.text == text and not corrects), None)
    if same is not None:
        previous = next(i.previous for e, i in found if e.id == same.id)
        return Earlier(edition=next((e for e, _ in found if e.id == previous), None), is_same=True)
    if corrects:
        return Earlier(edition=_named_edition([e for e, _ in found], corrects), is_same=False)
    replaced = {i.previous for _, i in found}
    last = [e for e, _ in found if e.file == file and e.mapping == mapping.name and e.id not in replaced]
    if len({e.digest for e in last}) > 1:
        # Of cases that were merged, each can have a file of this name: which of them is meant, only a person knows.
        got = ", ".join(f"{short(e.id)} (SHA-256 {short(StatementId(e.digest))})" for e in last)
        raise UsageError(f"{file}: want --corrects and an import, since files of this name were imported: {got}")
    return Earlier(edition=last[-1] if last else None, is_same=False)


def _named_edition(editions: Sequence[Edition], corrects: str) -> Edition:
    named = [each for each in editions if each.id.startswith(corrects)]
    if len(named) != 1:
        got = ", ".join(f"{short(each.id)} ({each.file})" for each in editions) or "no import at all"
        raise UsageError(f"want the start of the id of one import to correct, got {corrects!r}; there are: {got}")
    return named[0]


def _edition(case: Case, i: StatementId, imported: Import) -> tuple[Edition, Import]:
    source = case.content(imported.of, Source)
    name = source.name if source is not None and isinstance(source.name, str) else ""
    digest = source.digest if source is not None else ""
    return Edition(id=i, file=name, digest=digest, mapping=imported.mapping, source=imported.of), imported


def said(desk: Desk, case: Case, edition: Edition | None) -> Mapping[str, Kept]:
    """What an edition said, and those before it, by key: read again from the vault, which gives the same statements."""
    if edition is None:
        return {}
    imported = case.content(edition.id, Import)
    if imported is None:
        return {}
    if not desk.vault().has(edition.digest):
        raise UsageError(
            f"{edition.file}: want the bytes of the edition that is corrected (SHA-256 {edition.digest}), got none in "
            f"this machine's vault; import that file here again, which adds nothing and keeps its bytes"
        )
    before = said(desk, case, next((e for e in _all(case) if e.id == imported.previous), None))
    mapping = m.read_mapping(imported.text.encode(), name="the mapping of an import")
    kept, gone = dict(before), dict(before)
    with desk.books().open_bytes(desk.vault().read(edition.digest), edition.file, mapping.read) as book:
        reading = Reading(
            edition.file, book.sheets(), mapping, media=dict(_named(each) for each in imported.media), earlier=before
        )
        for row in reading.rows(imported.of, with_keys=True):
            for made in row.made:
                kept[made.key] = Kept(made.root, made.current, made.statement)
                gone.pop(made.key, None)
    for key, each in gone.items():
        if _is_taken_back(case, edition, each):
            del kept[key]
    # Of an import that was interrupted, the rest was never said.
    return {key: each for key, each in kept.items() if each.current in case.statements}


def gone_because(file: str) -> str:
    """Why what an earlier edition said is retracted, in the words of the retraction."""
    return f"{file}, which corrects the table, no longer says so"


def _is_taken_back(case: Case, edition: Edition, kept: Kept) -> bool:
    """Whether the import of an edition retracted what an earlier one had said; then a later one says it anew."""
    reason = gone_because(edition.file)
    said = (case.statements[i].content for i in case.mentions(kept.current))
    return case.is_retracted(kept.current) and any(isinstance(c, Retraction) and c.reason == reason for c in said)


def _named(medium: str) -> tuple[str, str]:
    """A file that came with a table, by name, with its digest."""
    digest, _, name = medium.partition(" ")
    return name, digest


def _all(case: Case) -> list[Edition]:
    return [_edition(case, i, imported)[0] for i, imported in case.of_kind(Import)]
