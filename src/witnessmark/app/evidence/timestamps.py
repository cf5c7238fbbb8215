"""Timestamps: which digests authorities are asked about, what they answered, and what that proves."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from witnessmark.app.checking import heads
from witnessmark.app.desk import Desk, load
from witnessmark.app.recording import record
from witnessmark.case.fold import Case
from witnessmark.errors import AuthorityUnavailable, ConfigError, Tampered, UsageError
from witnessmark.evidence.authorities import Authorities, RequestQueue, Tokens
from witnessmark.evidence.pieces import named_by
from witnessmark.evidence.timestamps import FEWEST, NONCE_BYTES, Asked, Token, case_name, checked_address, request
from witnessmark.model.ids import StatementId, short
from witnessmark.model.statement import Statement
from witnessmark.model.timestamps import Stamped, Timestamp
from witnessmark.model.value import Edtf, Result
from witnessmark.ports import Vault

_LARGEST_ANSWER = 1_000_000
_LARGEST_ROOTS = 10_000_000


@dataclass(frozen=True)
class Office:
    """What timestamps need beside a desk."""

    addresses: tuple[str, ...]
    """The authorities that the user chose; there are none by default."""
    queue: RequestQueue
    authorities: Authorities
    tokens: Callable[[], Tokens]
    """Made when an answer is looked at: the library is an extra."""


class Queued(Result, frozen=True, kw_only=True):
    """Requests that were made and wait."""

    new: int
    waiting: int
    """All that wait for this case."""
    digests: int
    authorities: tuple[str, ...]


class Answered(Result, frozen=True, kw_only=True):
    """What became of one request or answer."""

    imprint: str
    authority: str
    """Its address, or the name of the file that was carried."""
    outcome: str
    """``kept``, ``refused`` or ``not reached``."""
    told: str


class Carried(Result, frozen=True, kw_only=True):
    """A request written into a file, to be carried by hand."""

    file: str
    address: str
    imprint: str


class Existed(Result, frozen=True, kw_only=True):
    """A timestamp of a case, checked anew."""

    statement: StatementId
    what: Stamped
    imprint: str
    existed_by: str
    accuracy: str
    authority: str
    serial: str
    root: str
    """The name of the root to which its chain leads: whether to trust it is for a person to say."""
    problem: str
    """Why it proves nothing here; empty where token and chain are whole."""


def ask(desk: Desk, office: Office, *, pieces: Sequence[str], with_heads: bool) -> Queued:
    """Make requests for what has no timestamp yet, one for each authority; they wait until they are sent or carried.

    Without ``pieces`` (the starts of digests) it is all evidence that this machine holds, unless heads are asked for.
    """
    addresses = tuple(dict.fromkeys(map(checked_address, office.addresses)))
    if len(addresses) < FEWEST:
        raise ConfigError(
            f"WITNESSMARK_AUTHORITIES: want the addresses of at least {FEWEST} authorities, got {len(addresses)}: "
            "one that errs, lies or ends must not stand alone"
        )
    case = load(desk)
    wanted = [(Stamped.EVIDENCE, digest) for digest in _chosen(desk.vault(), case, pieces, with_heads=with_heads)]
    wanted += [(Stamped.HEAD, head.receipt) for head in heads(desk)] if with_heads else []
    waiting = office.queue.waiting(case_name(desk.store.nonce))
    done = {(asked.imprint, asked.address) for asked in waiting}
    done |= {(stamp.imprint, stamp.address) for _, stamp in case.of_kind(Timestamp)}
    fresh = [
        Asked(
            case=case_name(desk.store.nonce), imprint=imprint, what=what, address=address, nonce=_nonce(desk)
        )
        for what, imprint in wanted
        for address in addresses
        if (imprint, address) not in done
    ]  # fmt: skip
    for asked in fresh:
        office.queue.put(asked)
    return Queued(new=len(fresh), waiting=len(waiting) + len(fresh), digests=len(wanted), authorities=addresses)


def _nonce(desk: Desk) -> str:
    return desk.entropy.bytes(NONCE_BYTES).hex()


def _chosen(vault: Vault, case: Case, prefixes: Sequence[str], *, with_heads: bool) -> list[str]:
    """Digests of evidence that is held; not those of tokens and certificates, which timestamps name."""
    own = ((i, s) for i, s in case.standing.items() if not isinstance(s.content, Timestamp))
    held = sorted({digest for _, s in own for digest in named_by(s.content) if vault.has(digest)})
    if not prefixes:
        return [] if with_heads else held
    found = []
    for prefix in prefixes:
        fits = [digest for digest in held if digest.startswith(prefix)]
        if len(fits) != 1:
            raise UsageError(f"want the start of one digest of held evidence, got {prefix!r}, which fits {len(fits)}")
        found += fits
    return found


def send(desk: Desk, office: Office, *, roots: str) -> tuple[Answered, ...]:
    """Post all requests of the case that wait, and keep what is answered; what fails goes on waiting."""
    trusted = desk.files.read(roots, limit=_LARGEST_ROOTS)
    tokens = office.tokens()
    outcomes = []
    waiting = office.queue.waiting(case_name(desk.store.nonce))
    for number, asked in enumerate(waiting, start=1):
        try:
            answer = office.authorities.ask(asked.address, request(asked.imprint, asked.nonce))
        except AuthorityUnavailable as error:
            told = Answered(imprint=asked.imprint, authority=asked.address, outcome="not reached", told=str(error))
        else:
            told = _taken(desk, office, tokens, asked, answer, trusted)
        outcomes.append(told)
        desk.progress.advance(number, len(waiting), "asking authorities")
    return tuple(outcomes)


def to_carry(desk: Desk, office: Office, folder: str) -> tuple[Carried, ...]:
    """Write all requests of the case that wait into a folder, to be carried to where there is a network."""
    written = []
    for asked in office.queue.waiting(case_name(desk.store.nonce)):
        file = f"{folder}/{asked.name[:16]}.tsq"
        desk.files.write(file, [request(asked.imprint, asked.nonce)])
        written.append(Carried(file=file, address=asked.address, imprint=asked.imprint))
    return tuple(written)


def take(desk: Desk, office: Office, files: Sequence[str], *, roots: str) -> tuple[Answered, ...]:
    """Take in answers that were carried by hand; each belongs to the request whose number it repeats."""
    trusted = desk.files.read(roots, limit=_LARGEST_ROOTS)
    tokens = office.tokens()
    outcomes = []
    for file in files:
        answer = desk.files.read(file, limit=_LARGEST_ANSWER)
        waiting = {asked.nonce: asked for asked in office.queue.waiting(case_name(desk.store.nonce))}
        try:
            asked = waiting.get(tokens.nonce(answer))
        except Tampered as error:
            outcomes.append(_refused(office, "", file, answer, str(error)))
            continue
        if asked is None:
            why = "no request of this case that waits has the number that the answer repeats"
            outcomes.append(_refused(office, "", file, answer, why))
        else:
            outcomes.append(_taken(desk, office, tokens, asked, answer, trusted, file))
    return tuple(outcomes)


def _taken(
    desk: Desk, office: Office, tokens: Tokens, asked: Asked, answer: bytes, roots: bytes, file: str = ""
) -> Answered:
    """Keep a valid token with its chain, and record it; set anything else apart."""
    try:
        token = tokens.checked(answer, imprint=asked.imprint, nonce=asked.nonce, roots=roots)
    except Tampered as error:
        return _refused(office, asked.imprint, file or asked.address, answer, str(error))
    vault = desk.vault()
    said = Timestamp(
        of=_naming(load(desk), asked),
        what=asked.what,
        imprint=asked.imprint,
        existed_by=Edtf(token.existed_by),
        accuracy=token.accuracy,
        authority=token.authority,
        address=asked.address,
        serial=token.serial,
        token=vault.keep([token.token]),
        chain=tuple(vault.keep([each]) for each in token.chain),
    )
    record(desk, Statement(content=said))
    office.queue.drop(asked)
    told = f"existed by {token.existed_by}, says {token.authority}"
    return Answered(imprint=asked.imprint, authority=file or asked.address, outcome="kept", told=told)


def _refused(office: Office, imprint: str, authority: str, answer: bytes, why: str) -> Answered:
    where = office.queue.set_apart(answer, why)
    return Answered(imprint=imprint, authority=authority, outcome="refused", told=f"{why}; kept apart in {where}")


def _naming(case: Case, asked: Asked) -> tuple[StatementId, ...]:
    """The statements that name a piece, by which its timestamp travels as far as they do."""
    if asked.what is Stamped.HEAD:
        return ()
    found = (i for i, s in case.standing.items() if asked.imprint in named_by(s.content))
    return tuple(i for i in found if not isinstance(case.standing[i].content, Timestamp))


def existed(desk: Desk, tokens: Callable[[], Tokens]) -> tuple[Existed, ...]:
    """Every timestamp of a case, its token and chain checked anew, in the order of what existed and by when."""
    vault = desk.vault()
    receipts = {entry.digest for entry in desk.store.entries()}
    told = [_existed(vault, tokens, receipts, i, stamp) for i, stamp in load(desk).of_kind(Timestamp)]
    return tuple(sorted(told, key=lambda each: (each.what, each.imprint, each.existed_by, each.statement)))


def _existed(
    vault: Vault, tokens: Callable[[], Tokens], receipts: set[str], i: StatementId, stamp: Timestamp
) -> Existed:
    root, problem = "", ""
    try:
        token = tokens().kept(
            b"".join(vault.read(stamp.token)),
            imprint=stamp.imprint,
            chain=[b"".join(vault.read(each)) for each in stamp.chain],
        )
        root, problem = token.root, "; ".join(_differences(stamp, token, receipts))
    except (ConfigError, UsageError, Tampered) as error:
        problem = str(error)
    return Existed(
        statement=i, what=stamp.what, imprint=stamp.imprint, existed_by=stamp.existed_by, accuracy=stamp.accuracy,
        authority=stamp.authority, serial=stamp.serial, root=root, problem=problem,
    )  # fmt: skip


def _differences(stamp: Timestamp, token: Token, receipts: set[str]) -> Iterator[str]:
    """Where a statement says another thing than its token."""
    for name in ("existed_by", "accuracy", "authority", "serial"):
        if getattr(stamp, name) != getattr(token, name):
            yield f"the statement says {getattr(stamp, name)!r}, its token {getattr(token, name)!r}"
    if stamp.what is Stamped.HEAD and stamp.imprint not in receipts:
        yield f"it is of receipt {short(stamp.imprint)}, which is not in this case"
