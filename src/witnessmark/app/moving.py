"""Moving: a case out at a disclosure level, and other cases in."""

from collections.abc import Iterator, Mapping

from witnessmark.app.asking import dossier
from witnessmark.app.checking import checked
from witnessmark.app.desk import Desk, load, today
from witnessmark.app.evidence.picturing import dossier_copies
from witnessmark.app.sealing import openable
from witnessmark.case import bundle
from witnessmark.case.canonical import encode
from witnessmark.case.levels import IDS_FROM, cut
from witnessmark.errors import NotAllowed, Tampered, UsageError
from witnessmark.model.decisions import Level
from witnessmark.model.fields import sealed_values
from witnessmark.model.ids import StatementId
from witnessmark.model.statement import Statement
from witnessmark.model.value import Result
from witnessmark.notation.write import write
from witnessmark.ports import CaseStore
from witnessmark.reports.page import page


class Exported(Result, frozen=True, kw_only=True):
    """What was given out."""

    path: str
    form: str
    level: Level
    statements: int
    withheld: int


class Merged(Result, frozen=True, kw_only=True):
    """What came in."""

    path: str
    new: int
    known: int
    receipts: int
    withheld: int
    """Statements that stayed behind where it came from."""
    evidence: int = 0
    """Pieces of evidence that came into the vault."""
    copies: int = 0
    """Working copies that stay in the file."""
    signed_by: str = ""
    """The key that signed it; empty where it was a case or a bundle without a signature of its own."""


def export(desk: Desk, path: str, *, form: str, level: Level, with_sealed: bool = False) -> Exported:
    """Write the case as notation, bundle or dossier: what may travel at the level, and nothing else."""
    writers = {"notation": _notation, "bundle": _bundle, "dossier": _dossier}
    if form not in writers:
        raise UsageError(f"want a form of {', '.join([*writers, 'evidence'])}; got {form!r}")
    if with_sealed and (form != "notation" or level is not Level.R3):
        raise NotAllowed("sealed values are spelled out in notation at level R3 only")
    return writers[form](desk, path, level, with_sealed)


def _travelling(desk: Desk, level: Level) -> tuple[Mapping[StatementId, Statement], int]:
    case = load(desk)
    travels = cut(case, level, as_of=today(desk))
    return {i: case.statements[i] for i in travels.shown}, travels.withheld


def _notation(desk: Desk, path: str, level: Level, with_sealed: bool) -> Exported:  # noqa: FBT001 - one signature for all
    shown, withheld = _travelling(desk, level)
    opened = openable(desk, shown.values()) if with_sealed else ()
    desk.files.write(path, [write(shown, opened=opened).encode()])
    return Exported(path=path, form="notation", level=level, statements=len(shown), withheld=withheld)


def _bundle(desk: Desk, path: str, level: Level, _with_sealed: bool) -> Exported:  # noqa: FBT001
    if level < IDS_FROM:
        raise NotAllowed(
            f"a bundle carries ids, which are digests of guessable content: from level {IDS_FROM} on; "
            "use --as notation or --as dossier below it"
        )
    shown, withheld = _travelling(desk, level)
    desk.files.write(path, packed(desk, shown, level, withheld))
    return Exported(path=path, form="bundle", level=level, statements=len(shown), withheld=withheld)


def packed(desk: Desk, shown: Mapping[StatementId, Statement], level: Level, withheld: int) -> Iterator[bytes]:
    """The lines of a bundle of what may travel, with the envelopes that it names."""
    named = {sealed for statement in shown.values() for sealed in sealed_values(statement)}
    envelopes = {sealed: e for sealed, e in desk.store.envelopes().items() if sealed in named}
    payloads = {i: encode(statement) for i, statement in shown.items()}
    return bundle.lines(payloads, desk.store.entries(), envelopes, level=level, withheld=withheld)


def _dossier(desk: Desk, path: str, level: Level, _with_sealed: bool) -> Exported:  # noqa: FBT001
    told = dossier(desk, level)
    copies = dossier_copies(desk, level) if told.pictures else {}
    desk.files.write(path, [page(told, copies).encode()])
    count, withheld = told.provenance.statements, told.provenance.withheld
    return Exported(path=path, form="dossier", level=level, statements=count, withheld=withheld)


def is_bundle(desk: Desk, path: str) -> bool:
    """Whether a file is a bundle rather than a case."""
    if "://" in path:
        return False
    return next(iter(desk.files.lines(path, longest=bundle.LONGEST_LINE)), b"").startswith(b"witnessmark bundle")


def merge_bundle(desk: Desk, path: str) -> Merged:
    """Unite a bundle with the case; nothing of it comes in unless all of it verifies."""
    try:
        read = bundle.read(desk.files.lines(path, longest=bundle.LONGEST_LINE))
    except Tampered as error:
        raise Tampered(f"{path}: {error}") from error
    return merged_from(desk, path, read)


def merged_from(desk: Desk, path: str, read: bundle.Bundle) -> Merged:
    """Unite a bundle that was read and verified with the case."""
    return _merge(desk, path, dict(read.statements), read, withheld=read.manifest.withheld)


def merge_store(desk: Desk, path: str, other: CaseStore) -> Merged:
    """Unite another case with this one; nothing of it comes in unless all of it verifies."""
    try:
        checked(other)
    except Tampered as error:
        raise Tampered(f"{path}: {error}") from error
    return _merge(desk, path, dict(other.statements()), other, withheld=0)


def _merge(
    desk: Desk,
    path: str,
    statements: dict[StatementId, bytes],
    other: CaseStore | bundle.Bundle,
    *,
    withheld: int,
) -> Merged:
    if isinstance(other, bundle.Bundle):
        entries, envelopes = list(other.entries), dict(other.envelopes)
    else:
        entries, envelopes = list(other.entries()), dict(other.envelopes())
    present = {i for i, _ in desk.store.statements()}
    desk.store.absorb(statements, entries, envelopes, desk.notary())
    return Merged(
        path=path,
        new=len(statements.keys() - present),
        known=len(statements.keys() & present),
        receipts=len(entries),
        withheld=withheld,
    )
