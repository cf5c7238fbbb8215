"""Checking: whether a case's bytes are what was recorded, and what that proves."""

from witnessmark.app.desk import Desk
from witnessmark.case.canonical import decode_strictly, decode_value, encode
from witnessmark.case.fold import Case
from witnessmark.case.merkle import root
from witnessmark.case.receipts import Entry, Head, Receipt, chains, is_signed
from witnessmark.case.sealing import unseal
from witnessmark.case.tables_read import unfinished
from witnessmark.errors import EvidenceError, Tampered, UsageError
from witnessmark.model.decisions import Erasure
from witnessmark.model.fields import sealed_values
from witnessmark.model.ids import StatementId, short
from witnessmark.model.imports import Import
from witnessmark.model.statement import Statement
from witnessmark.model.value import Result
from witnessmark.ports import CaseStore

_LONGEST_HEAD = 10_000


class Check(Result, frozen=True, kw_only=True):
    """One thing that was verified."""

    what: str
    found: str


class Verified(Result, frozen=True, kw_only=True):
    """What verification found and proves. There is one only where every check passed."""

    root: str
    statements: int
    checks: tuple[Check, ...]
    proves: tuple[str, ...]
    does_not_prove: tuple[str, ...]


class LogLine(Result, frozen=True, kw_only=True):
    """One receipt."""

    store: str
    seq: int
    at: str
    recorder: str
    statements: int
    digest: str


def verify(desk: Desk, *, head: str = "") -> Verified:
    """Check every digest, chain, signature and seal; ``EvidenceError`` at the first that fails."""
    statements, histories = checked(desk.store)
    count = sum(len(chain) for chain in histories.values())
    checks = [
        Check(what="statements", found=f"{len(statements)} have the digest that is their id"),
        Check(what="receipts", found=f"{count} in {len(histories)} unbroken, signed chains name every statement"),
        _seals(desk, statements),
        *_imports(Case(statements)),
    ]
    proves = [
        "each statement is what was recorded under its id",
        "no receipt was changed, reordered or cut out of the middle of a chain",
        "each receipt was signed by the key that its chain is named by",
    ]
    not_proved = ["that a statement is true, or that its source said it"]
    if head:
        checks.append(_against(_read_head(desk, head), histories))
        proves.append("everything recorded up to the given head is here, unchanged")
    else:
        not_proved.append("that nothing was cut from the end of a chain, or the whole rewritten: keep a head elsewhere")
    return Verified(
        root=root(statements),
        statements=len(statements),
        checks=tuple(checks),
        proves=tuple(proves),
        does_not_prove=tuple(not_proved),
    )


def checked(
    store: CaseStore,
) -> tuple[dict[StatementId, Statement], dict[str, list[tuple[Receipt, Entry]]]]:
    """A case's statements and chains, every digest, signature and receipt checked; ``Tampered`` otherwise."""
    statements = {i: _decoded(i, payload) for i, payload in store.statements()}
    histories = chains(store.entries())
    named = {i for chain in histories.values() for receipt, _ in chain for i in receipt.statements}
    missing, unreceipted = named - statements.keys(), statements.keys() - named
    if missing:
        raise Tampered(f"{len(missing)} statements have a receipt and are not in the case: {_some(missing)}")
    if unreceipted:
        raise Tampered(f"{len(unreceipted)} statements are in the case without a receipt: {_some(unreceipted)}")
    return statements, histories


def _decoded(i: StatementId, payload: bytes) -> Statement:
    try:
        return decode_strictly(payload)
    except ValueError as error:
        raise Tampered(f"statement {short(i)} has its digest and is not a canonical statement: {error}") from error


def _some(ids: set[StatementId]) -> str:
    return ", ".join(short(i) for i in sorted(ids)[:5])


def _seals(desk: Desk, statements: dict[StatementId, Statement]) -> Check:
    """Open what can be opened; a value whose key was destroyed on record passes."""
    named = {sealed for statement in statements.values() for sealed in sealed_values(statement)}
    erased = {s.content.commitment for s in statements.values() if isinstance(s.content, Erasure)}
    envelopes = desk.store.envelopes()
    opened = elsewhere = 0
    for sealed in sorted(named | envelopes.keys()):
        key = desk.keyring.get(sealed)
        if sealed in envelopes and key is not None:
            unseal(sealed, envelopes[sealed], key=key)
            opened += 1
        elif sealed not in erased:
            elsewhere += 1
    count = len((named | envelopes.keys()) & erased)
    found = f"{opened} open with their keys, {count} erased on record, {elsewhere} sealed elsewhere and not opened here"
    return Check(what="sealed values", found=found)


def _imports(case: Case) -> list[Check]:
    """Which tables were read to the end: an import that was interrupted breaks no digest."""
    imports = case.of_kind(Import)
    wrong = [f"{short(each.i)}: {each.says}" for each in unfinished(case)]
    finished = f"{len(imports) - len(wrong)} of {len(imports)} are finished, or corrected by a later one"
    return [Check(what="imports", found="; ".join([finished, *wrong]))] if imports else []


def _read_head(desk: Desk, name: str) -> Head:
    payload = desk.files.read(name, limit=_LONGEST_HEAD)
    try:
        return decode_value(payload.rstrip(b"\n"), Head)
    except ValueError as error:
        raise EvidenceError(f"{name}: {error}") from error


def _against(head: Head, histories: dict[str, list[tuple[Receipt, Entry]]]) -> Check:
    if not is_signed(head.store, head.receipt, _signature(head)):
        raise Tampered("the head is not signed by the store that it names")
    chain = histories.get(head.store, [])
    if not 0 <= head.seq < len(chain):
        raise Tampered(
            f"the head names receipt {head.seq} of store {short(head.store)}; the case has {len(chain)}: it was cut"
        )
    if chain[head.seq][1].digest != head.receipt:
        raise Tampered(
            f"receipt {head.seq} of store {short(head.store)} is another than the head names: history was rewritten"
        )
    later = len(chain) - 1 - head.seq
    return Check(what="head", found=f"receipt {head.seq} of store {short(head.store)} is the one; {later} came later")


def _signature(head: Head) -> bytes:
    try:
        return bytes.fromhex(head.signature)
    except ValueError:
        return b""


def heads(desk: Desk) -> tuple[Head, ...]:
    """The signed head of every chain in the case: what to keep elsewhere."""
    lasts = [chain[-1] for chain in chains(desk.store.entries()).values()]
    return tuple(
        Head(store=r.store, seq=r.seq, receipt=entry.digest, signature=entry.signature.hex()) for r, entry in lasts
    )


def own_head(desk: Desk) -> Head:
    """The head of this machine's chain, or of the only one."""
    found = heads(desk)
    own = [head for head in found if head.store == desk.notary().store]
    if own or len(found) == 1:
        return (own or list(found))[0]
    raise UsageError(f"this machine has written nothing in this case; it holds {len(found)} chains of others")


def head_line(desk: Desk) -> str:
    """This machine's signed head as one line of canonical JSON."""
    return encode(own_head(desk)).decode() + "\n"


def log(desk: Desk) -> tuple[LogLine, ...]:
    """Every receipt, in the order of its date."""
    lines = (_line(*pair) for chain in chains(desk.store.entries()).values() for pair in chain)
    return tuple(sorted(lines, key=lambda line: (line.at, line.store, line.seq)))


def _line(receipt: Receipt, entry: Entry) -> LogLine:
    return LogLine(
        store=receipt.store,
        seq=receipt.seq,
        at=receipt.at,
        recorder=receipt.recorder,
        statements=len(receipt.statements),
        digest=entry.digest,
    )
