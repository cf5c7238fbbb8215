"""Recording: statements into a case, and what supersedes or hides them."""

import itertools
from collections.abc import Mapping, Sequence

from witnessmark.app.desk import Desk, load
from witnessmark.case.canonical import decode, digest, encode
from witnessmark.case.fold import Case
from witnessmark.case.plausibility import problems
from witnessmark.case.sealing import KEY_BYTES, Opened, commitment, envelope
from witnessmark.errors import UsageError
from witnessmark.model.decisions import Retraction
from witnessmark.model.fields import fields_of, kinds_by_name
from witnessmark.model.ids import StatementId, short
from witnessmark.model.problem import Problem
from witnessmark.model.statement import Statement, kind_of
from witnessmark.model.value import Content, Result
from witnessmark.notation.blocks import LONGEST_FILE, quoted
from witnessmark.notation.read import Document, read
from witnessmark.notation.write import write

_WHOLE = 5_000
"""A file of up to so many statements is written in one step; a longer one in steps of a thousand."""
_STEP = 1_000
_NONCE_BYTES = 12


class Added(Result, frozen=True, kw_only=True):
    """What a file brought into a case."""

    new: tuple[StatementId, ...]
    known: int
    """Statements that the case had already."""
    aliases: dict[str, StatementId]
    problems: tuple[Problem, ...]
    """What is implausible about the file's statements, within the whole case."""


def _read(desk: Desk, name: str) -> Document:
    return read(desk.files.read(name, limit=LONGEST_FILE), name=name)


def look_at(desk: Desk, name: str) -> Added:
    """What adding a file would bring, without adding it."""
    document = _read(desk, name)
    return _judged(load(desk).statements, document)


def add(desk: Desk, name: str) -> Added:
    """Read a file of the notation into the case: all of it, or nothing and every bad line."""
    return add_document(desk, _read(desk, name))


def add_document(desk: Desk, document: Document) -> Added:
    """Add what a file says. Adding it again adds nothing."""
    before = load(desk).statements
    _keep_sealed(desk, document.opened)
    _append(desk, document.statements)
    return _judged(before, document)


def _judged(before: Mapping[StatementId, Statement], document: Document) -> Added:
    after = Case(dict(before) | {i: decode(b) for i, b in document.statements.items()})
    return Added(
        new=tuple(i for i in document.statements if i not in before),
        known=sum(i in before for i in document.statements),
        aliases=document.aliases,
        problems=tuple(p for p in problems(after) if set(p.statements) & document.statements.keys()),
    )


def _append(desk: Desk, statements: dict[StatementId, bytes]) -> None:
    notary = desk.notary()
    if len(statements) <= _WHOLE:
        desk.store.append(statements, notary)
        return
    done = 0
    waiting = iter(sorted(statements.items()))
    while batch := dict(itertools.islice(waiting, _STEP)):
        desk.store.append(batch, notary)
        done += len(batch)
        desk.progress.advance(done, len(statements), "writing statements")


def _keep_sealed(desk: Desk, opened: Sequence[Opened]) -> None:
    """Envelopes into the store, keys onto the keyring; the values themselves nowhere."""
    present = desk.store.envelopes()
    fresh: dict[str, bytes] = {}
    for value in opened:
        sealed = commitment(value)
        if sealed not in present:
            key = desk.keyring.get(sealed) or desk.entropy.bytes(KEY_BYTES)
            desk.keyring.put(sealed, key)
            fresh[sealed] = envelope(value, key=key, nonce=desk.entropy.bytes(_NONCE_BYTES))
    if fresh:
        desk.store.absorb({}, (), fresh, desk.notary())


def record(desk: Desk, statement: Statement) -> StatementId:
    """Add one statement."""
    payload = encoded(statement)
    i = StatementId(digest(payload))
    desk.store.append({i: payload}, desk.notary())
    return i


def record_typed(desk: Desk, kind: str, fields: Sequence[tuple[str, str]]) -> StatementId:
    """Add one statement from field values written as in the notation; references as ``id:``."""
    _refuse_unknown(kinds_by_name()[kind], [field for field, _ in fields])
    lines = [kind, *(f"  {field} {_on_one_line((field, value))[1]}" for field, value in fields if value)]
    try:
        text = "\n".join(["witnessmark 1", *lines, ""]).encode()
    except UnicodeEncodeError as error:
        raise UsageError(f"want text, got bytes that are none: {error.object[error.start : error.end]!r}") from error
    document = read(text, name=f"the {kind}")
    (i,) = document.statements
    desk.store.append(document.statements, desk.notary())
    return i


def _refuse_unknown(kind: type[Content], fields: Sequence[str]) -> None:
    """A name that is none could carry in lines of its own."""
    known = {f.wire for f in (*fields_of(kind), *fields_of(Statement))}
    unknown = sorted(set(fields) - known)
    if unknown:
        got = ", ".join(map(repr, unknown))
        raise UsageError(f"{kind_of(kind)}: want fields of {', '.join(sorted(known))}; got {got}")


def encoded(statement: Statement) -> bytes:
    """The canonical bytes of a statement that somebody typed; a ``UsageError`` where it is no text."""
    try:
        return encode(statement)
    except ValueError as error:
        raise UsageError(str(error)) from error


def retract(desk: Desk, prefix: str, *, by: str, reason: str) -> StatementId:
    """Hide a statement until the retraction is itself retracted. It stays in the set."""
    if not by or not reason:
        raise UsageError("want the name of whoever retracts it, and a reason")
    case = load(desk)
    target = case.find(prefix)
    if case.is_retracted(target):
        raise UsageError(f"statement {short(target)} is retracted already; retract the retraction to restore it")
    return record(desk, Statement(content=Retraction(of=target, by=by, reason=reason)))


def correct(desk: Desk, prefix: str, changes: Sequence[tuple[str, str]], *, reason: str) -> StatementId:
    """Supersede a statement by one with other field values, written as in the notation; references as ``id:``."""
    if not reason or not changes:
        raise UsageError("want at least one FIELD=VALUE, and a reason")
    case = load(desk)
    target = case.find(prefix)
    if not case.stands(target):
        raise UsageError(f"statement {short(target)} was corrected or retracted already; correct what stands")
    superseding = [("supersedes", f"id:{target}"), ("because", quoted(reason))]
    text = _changed(case.statements[target], target, [*map(_on_one_line, changes), *superseding])
    document = read(text.encode(), name="the correction")
    (i,) = document.statements
    if i == target:
        raise UsageError("the correction says the same as the statement")
    desk.store.append(document.statements, desk.notary())
    return i


def _on_one_line(change: tuple[str, str]) -> tuple[str, str]:
    """A value that spans lines could carry in a statement of its own."""
    field, value = change
    return field, quoted(value) if "\n" in value or "\r" in value else value


def _changed(statement: Statement, i: StatementId, changes: Sequence[tuple[str, str]]) -> str:
    """The statement in the notation with the lines of some fields replaced."""
    kind = type(statement.content)
    _refuse_unknown(kind, [field for field, _ in changes])
    replaced = {field for field, _ in changes}
    first, *lines = write({i: statement}).rstrip("\n").split("\n")[2:]
    head, colon, _ = first.partition(": ")
    heading = {"name", "title", "heading"} & replaced
    kept = [line for line in lines if line.split()[0] not in replaced]
    added = [f"  {field} {value}" for field, value in changes if value]
    return "\n".join(["witnessmark 1", head if heading and colon else first, *kept, *added]) + "\n"
