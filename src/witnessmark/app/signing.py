"""Signing: a case with its evidence out as one signed file, and such files in."""

from collections import Counter
from collections.abc import Callable, Mapping

from witnessmark.app.desk import Desk, load, today
from witnessmark.app.evidence_giving import LONGEST_SIDE
from witnessmark.app.moving import Merged, merged_from, packed
from witnessmark.case.canonical import digest, encode
from witnessmark.case.fold import Case
from witnessmark.case.levels import IDS_FROM, cut
from witnessmark.case.zipped import BUNDLE, EVIDENCE, MANIFEST, SIGNATURE, Member, measured, zipped
from witnessmark.errors import NotAllowed, Tampered, UsageError
from witnessmark.evidence.mediatype import HEAD, media_type
from witnessmark.evidence.signed import FORMAT, Carried, Contents, LeftBehind, Signature, evidence, read
from witnessmark.evidence.travelling import Piece, Stays, looks_recorded, pieces
from witnessmark.model.decisions import Level
from witnessmark.model.ids import StatementId, short
from witnessmark.model.value import Result
from witnessmark.ports import Pictures, Vault
from witnessmark.version import VERSION

FIRST_BYTES = b"PK\x03\x04"
LARGEST_PICTURE = 200_000_000
"""Bytes of a picture of which a working copy is made: it is read whole."""


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


def give_out(desk: Desk, path: str, *, level: Level, with_originals: bool) -> Signed:
    """Write a case as a signed bundle: what may travel at the level, with the evidence that may travel with it.

    Below R3 pictures, films and sound go as working copies, and as they came only ``with_originals``: they carry a
    place and a device that perhaps no statement may tell.
    """
    if level < IDS_FROM:
        raise NotAllowed(f"a signed bundle carries ids and digests, which can be guessed: from level {IDS_FROM} on")
    case, day = load(desk), today(desk)
    travels = cut(case, level, as_of=day)
    shown = {i: case.statements[i] for i in travels.shown}
    as_they_are = with_originals or level is Level.R3
    members, copy_of, stayed = _gathered(desk, case, travels.shown, level, as_they_are=as_they_are)
    body = b"".join(packed(desk, shown, level, travels.withheld))
    members.insert(0, measured(BUNDLE, lambda: [body]))
    contents = Contents(
        format=FORMAT,
        level=level,
        as_of=day.isoformat(),
        code=VERSION,
        members=tuple(
            Carried(name=m.name, size=m.size, digest=m.digest, copy_of=copy_of.get(m.name, "")) for m in sorted(members)
        ),
        withheld=tuple(LeftBehind(reason=reason, pieces=n) for reason, n in sorted(stayed.items())),
    )
    key = _write(desk, path, contents, members)
    return Signed(
        path=path, form="evidence", level=level, statements=len(shown), withheld=travels.withheld,
        pieces=len(members) - 1, copies=len(copy_of), stayed=dict(sorted(stayed.items())), key=key,
    )  # fmt: skip


def _write(desk: Desk, path: str, contents: Contents, members: list[Member]) -> str:
    notary = desk.notary()
    manifest = encode(contents)
    signature = encode(Signature(key=notary.store, signature=notary.sign_bundle(digest(manifest)).hex()))
    last = (measured(MANIFEST, lambda: [manifest]), measured(SIGNATURE, lambda: [signature]))
    desk.files.write(path, zipped([*members, *last]))
    return notary.store


def _gathered(
    desk: Desk, case: Case, shown: tuple[StatementId, ...], level: Level, *, as_they_are: bool
) -> tuple[list[Member], dict[str, str], Counter[Stays]]:
    """The evidence that travels, of what each working copy is one, and how many pieces stay behind why."""
    members: dict[str, Member] = {}
    copy_of: dict[str, str] = {}
    stayed: Counter[Stays] = Counter()
    for piece in pieces(case, frozenset(shown), level):
        member = _member(desk.vault(), desk.pictures, piece, as_they_are=as_they_are)
        if isinstance(member, Stays):
            stayed[member] += 1
            continue
        if member.name in members:
            continue  # two pictures that differ in their metadata alone have one working copy
        if member.digest != piece.digest:
            copy_of[member.name] = piece.digest
        members[member.name] = member
    return list(members.values()), copy_of, stayed


def _member(vault: Vault, pictures: Callable[[], Pictures], piece: Piece, *, as_they_are: bool) -> Member | Stays:
    """A piece as it travels, or why it does not."""
    if piece.stays is not None:
        return piece.stays
    if not vault.has(piece.digest):
        return Stays.ABSENT
    is_recording = piece.is_recording or looks_recorded(next(vault.read(piece.digest), b""))
    if not piece.seals and (as_they_are or not is_recording):
        return measured(EVIDENCE + piece.digest, lambda: vault.read(piece.digest))
    copy = _copied(vault, pictures, piece.digest) if is_recording else b""
    if not copy:
        return Stays.SEALED if piece.seals else Stays.ORIGINAL
    # Made again when it is written: held until then, the copies of a camera card would fill the memory.
    return measured(EVIDENCE + digest(copy), lambda: [_copied(vault, pictures, piece.digest)])


def _copied(vault: Vault, pictures: Callable[[], Pictures], original: str) -> bytes:
    """A working copy, or nothing where none can be made."""
    read_so_far, chunks = 0, []
    for chunk in vault.read(original):
        read_so_far += len(chunk)
        if read_so_far > LARGEST_PICTURE:
            return b""
        chunks.append(chunk)
    payload = b"".join(chunks)
    try:
        return pictures().working_copy(payload, media_type(payload[:HEAD]).media, longest=LONGEST_SIDE)
    except UsageError:
        return b""  # a film, sound, or what only looks like a picture


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
