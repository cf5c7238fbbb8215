"""Signing: a case with its evidence out as one signed file, and such files in."""

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from witnessmark.app.desk import Desk, load, today
from witnessmark.app.evidence.copies import copied, opening
from witnessmark.app.evidence.handling import Handover, log_given
from witnessmark.app.moving import Merged, merged_from, packed
from witnessmark.case.canonical import digest as digest_of
from witnessmark.case.canonical import encode
from witnessmark.case.fold import Case
from witnessmark.case.levels import IDS_FROM, cut
from witnessmark.case.zipped import BUNDLE, EVIDENCE, MANIFEST, SIGNATURE, Member, measured, zipped
from witnessmark.errors import NotAllowed, Tampered, UsageError
from witnessmark.evidence.pieces import pieces
from witnessmark.evidence.signed import FORMAT, Carried, Contents, LeftBehind, Signature, evidence, read
from witnessmark.evidence.travelling import Passage, Stays, Way, passages, way
from witnessmark.model.decisions import Level
from witnessmark.model.ids import StatementId, short
from witnessmark.model.value import Result
from witnessmark.version import VERSION

FIRST_BYTES = b"PK\x03\x04"


class Signed(Result, frozen=True, kw_only=True):
    """What was given out with its evidence."""

    path: str
    form: str
    level: Level
    statements: int
    withheld: int
    pieces: int
    """Pieces of evidence that went along, working copies among them."""
    copies: int
    stayed: Mapping[Stays, int]
    """How many pieces stayed behind, by reason."""
    key: str
    """The key that signed it: tell it to whoever receives the file on another way."""


def give_out(desk: Desk, path: str, handover: Handover, *, level: Level, with_originals: bool) -> Signed:
    """Write a case as a signed bundle: what may travel at the level, with the evidence that may travel with it.

    Below R3 pictures, films and sound go as working copies, and as they came only ``with_originals``: they carry a
    place and a device that perhaps no statement may tell. The handling log says what went, once the file is written.
    """
    if level < IDS_FROM:
        raise NotAllowed(f"a signed bundle carries ids and digests, which can be guessed: from level {IDS_FROM} on")
    handover.refuse_nameless()
    case, day = load(desk), today(desk)
    travels = cut(case, level, as_of=day)
    shown = {i: case.statements[i] for i in travels.shown}
    as_they_are = with_originals or level is Level.R3
    gathered = _gathered(desk, case, travels.shown, level, as_they_are=as_they_are)
    body = b"".join(packed(desk, shown, level, travels.withheld))
    members = [measured(BUNDLE, lambda: [body]), *gathered.members]
    contents = Contents(
        format=FORMAT,
        level=level,
        as_of=day.isoformat(),
        code=VERSION,
        members=tuple(
            Carried(name=m.name, size=m.size, digest=m.digest, copy_of=gathered.copy_of.get(m.name, ""))
            for m in sorted(members)
        ),
        withheld=tuple(LeftBehind(reason=reason, pieces=n) for reason, n in sorted(gathered.stayed.items())),
    )
    key = _write(desk, path, contents, members)
    log_given(desk, gathered.went, pieces(case), handover, level, into="in a signed bundle")
    return Signed(
        path=path, form="evidence", level=level, statements=len(shown), withheld=travels.withheld,
        pieces=len(gathered.members), copies=len(gathered.copy_of), stayed=dict(sorted(gathered.stayed.items())),
        key=key,
    )  # fmt: skip


def _write(desk: Desk, path: str, contents: Contents, members: list[Member]) -> str:
    notary = desk.notary()
    manifest = encode(contents)
    signature = encode(Signature(key=notary.store, signature=notary.sign_bundle(digest_of(manifest)).hex()))
    last = (measured(MANIFEST, lambda: [manifest]), measured(SIGNATURE, lambda: [signature]))
    desk.files.write(path, zipped([*members, *last]))
    return notary.store


class _Gathered(NamedTuple):
    """The evidence that travels, and what stays behind."""

    members: list[Member]
    copy_of: dict[str, str]
    """By the name of a working copy, the digest of its original."""
    went: dict[str, Way]
    """By digest of the piece."""
    stayed: Counter[Stays]


def _gathered(desk: Desk, case: Case, shown: tuple[StatementId, ...], level: Level, *, as_they_are: bool) -> _Gathered:
    members: dict[str, Member] = {}
    found = _Gathered([], {}, {}, Counter())
    for passage in passages(case, frozenset(shown), level).values():
        its, member = _member(desk, passage, level, as_they_are=as_they_are)
        if member is None or isinstance(its, Stays):
            found.stayed[Stays(its)] += 1
            continue
        found.went[passage.digest] = its
        if member.name in members:
            continue  # two pictures that differ in their metadata alone have one working copy
        if member.digest != passage.digest:
            found.copy_of[member.name] = passage.digest
        members[member.name] = member
    found.members.extend(members.values())
    return found


def _member(
    desk: Desk, passage: Passage, level: Level, *, as_they_are: bool
) -> tuple[Way, Member] | tuple[Stays, None]:
    """How a piece travels, and as what; or why it does not."""
    vault, digest = desk.vault(), passage.digest
    if passage.stays is not None:
        return passage.stays, None
    if not vault.has(digest):
        return Stays.ABSENT, None
    its = way(passage, opening(vault, digest), level, as_they_are=as_they_are)
    if isinstance(its, Stays):
        return its, None
    if its is Way.AS_IT_CAME:
        return its, measured(EVIDENCE + digest, lambda: vault.read(digest))
    try:
        copy = copied(vault, desk.pictures, digest)
    except UsageError:
        return passage.without_copy, None  # a film, sound, or what only looks like a picture
    # Made again when it is written: held until then, the copies of a camera card would fill the memory.
    return its, measured(EVIDENCE + digest_of(copy), lambda: [copied(vault, desk.pictures, digest)])


def is_signed_bundle(desk: Desk, path: str) -> bool:
    """Whether a file is a signed bundle rather than a bundle or a case."""
    return "://" not in path and next(desk.files.chunks(path), b"").startswith(FIRST_BYTES)


def take_in(desk: Desk, path: str) -> Merged:
    """Unite a signed bundle with the case, and keep its evidence; nothing comes in unless all of it verifies.

    Working copies stay in the file: the case names the originals.
    """
    try:
        came = read(desk.files.chunks(path))
    except Tampered as error:
        raise Tampered(f"{path}: {error}") from error
    vault = desk.vault()
    wanted = [each for each in sorted(came.originals) if not vault.has(each)]
    # Statements first: they are refused where two histories disagree, and evidence that is missing can come again.
    result = merged_from(desk, path, came.bundle)
    for told, chunks in evidence(desk.files.chunks(path), wanted):
        if vault.keep(chunks) != told:
            raise Tampered(f"{path}: evidence {short(told)} changed while it was read; what was kept is harmless")
    return Merged(
        path=path, new=result.new, known=result.known, receipts=result.receipts, withheld=result.withheld,
        evidence=len(wanted), copies=came.copies, signed_by=came.key,
    )  # fmt: skip
