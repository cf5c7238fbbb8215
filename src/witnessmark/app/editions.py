"""Editions: which import a file corrects, and what that edition said."""

from collections.abc import Mapping

from witnessmark.app.desk import Desk
from witnessmark.case.canonical import statement_id
from witnessmark.case.fold import Case
from witnessmark.errors import UsageError
from witnessmark.ingest import mapping as m
from witnessmark.ingest.making import Kept
from witnessmark.ingest.reading import Reading
from witnessmark.model.ids import StatementId, short
from witnessmark.model.imports import Import
from witnessmark.model.things import Source
from witnessmark.model.value import Result


class Edition(Result, frozen=True, kw_only=True):
    """An import that is in the case already."""

    id: StatementId
    file: str
    digest: str
    mapping: str


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
        named = [e for e, _ in found if e.id.startswith(corrects)]
        if len(named) != 1:
            got = ", ".join(f"{short(e.id)} ({e.file})" for e, _ in found) or "no import at all"
            raise UsageError(f"want the start of the id of one import to correct, got {corrects!r}; there are: {got}")
        return Earlier(edition=named[0], is_same=False)
    replaced = {i.previous for _, i in found}
    last = [e for e, _ in found if e.file == file and e.mapping == mapping.name and e.id not in replaced]
    return Earlier(edition=last[-1] if last else None, is_same=False)


def _edition(case: Case, i: StatementId, imported: Import) -> tuple[Edition, Import]:
    source = case.content(imported.of, Source)
    name = source.name if source is not None and isinstance(source.name, str) else ""
    digest = source.digest if source is not None else ""
    return Edition(id=i, file=name, digest=digest, mapping=imported.mapping), imported


def said(desk: Desk, case: Case, edition: Edition | None) -> Mapping[str, Kept]:
    """What an edition said, and those before it, by key: read again from the vault, which gives the same statements."""
    if edition is None:
        return {}
    imported = case.content(edition.id, Import)
    if imported is None:
        return {}
    before = said(desk, case, next((e for e in _all(case) if e.id == imported.previous), None))
    mapping = m.read_mapping(imported.text.encode(), name="the mapping of an import")
    kept = dict(before)
    with desk.books().open_bytes(desk.vault().read(edition.digest), edition.file, mapping.read) as book:
        reading = Reading(
            edition.file, book.sheets(), mapping, media=dict(_named(each) for each in imported.media), earlier=before
        )
        for row in reading.rows(imported.of, with_keys=True):
            for made in row.made:
                if made.payload is not None:
                    kept[made.key] = Kept(made.root, statement_id(made.statement), made.statement)
    return kept


def _named(medium: str) -> tuple[str, str]:
    """A file that came with a table, by name, with its digest."""
    digest, _, name = medium.partition(" ")
    return name, digest


def _all(case: Case) -> list[Edition]:
    return [_edition(case, i, imported)[0] for i, imported in case.of_kind(Import)]
