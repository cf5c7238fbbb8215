"""Signed: what a signed bundle says that it holds, who signed that, and whether it is so.

``docs/format.md`` specifies it.
"""

from collections.abc import Iterable, Iterator, Mapping

from witnessmark.case import bundle
from witnessmark.case.canonical import decode, decode_value, digest
from witnessmark.case.receipts import is_signed_as
from witnessmark.case.zipped import BUNDLE, EVIDENCE, MANIFEST, SIGNATURE, Found, found
from witnessmark.errors import Tampered
from witnessmark.evidence.pieces import named_by
from witnessmark.evidence.travelling import Stays
from witnessmark.model.decisions import Level
from witnessmark.model.ids import short
from witnessmark.model.value import Value

FORMAT = "witnessmark signed bundle/1"
_SIGNED = b"witnessmark signed bundle/1\n"
_LARGEST_MANIFEST = 32_000_000
_LARGEST_SIGNATURE = 1_000


class Carried(Value, frozen=True, kw_only=True):
    """One member of a signed bundle."""

    name: str
    size: int
    digest: str
    copy_of: str = ""
    """The digest of the original, where this is a working copy without the original's metadata."""


class LeftBehind(Value, frozen=True, kw_only=True):
    """How many pieces of evidence stayed behind for one reason."""

    reason: Stays
    pieces: int


class Contents(Value, frozen=True, kw_only=True):
    """The manifest: what a signed bundle says that it holds."""

    format: str
    level: Level
    as_of: str
    """The day for which embargoes were judged."""
    code: str
    """The version of the program that wrote it."""
    members: tuple[Carried, ...]
    """Every member but manifest and signature, sorted by name."""
    withheld: tuple[LeftBehind, ...] = ()


class Signature(Value, frozen=True, kw_only=True):
    """Whose key signed the manifest."""

    key: str
    signature: str


class SignedBundle(Value, frozen=True, kw_only=True):
    """A signed bundle, verified: all but the bytes of the evidence, which are too many to hold."""

    contents: Contents
    key: str
    bundle: bundle.Bundle

    @property
    def originals(self) -> frozenset[str]:
        """The digests of the evidence that came unaltered."""
        return frozenset(m.digest for m in self.contents.members if m.name != BUNDLE and not m.copy_of)

    @property
    def copies(self) -> int:
        """How many working copies came."""
        return sum(bool(m.copy_of) for m in self.contents.members)


def signed_bytes(manifest: str) -> bytes:
    """What the key signs: a fixed prefix, and the digest of the manifest."""
    return _SIGNED + manifest.encode("ascii")


def read(source: Iterable[bytes]) -> SignedBundle:
    """The signed bundle in a file's bytes; ``Tampered`` unless every byte is accounted for and signed."""
    seen: dict[str, Carried] = {}
    case: bundle.Bundle | None = None
    small: dict[str, bytes] = {}
    for member in found(source):
        if member.name == BUNDLE:
            case = bundle.read(_lines(member))
        elif member.name in _LIMITS:
            small[member.name] = _whole(member, _LIMITS[member.name])
            continue
        for _ in member.chunks():
            pass
        seen[member.name] = Carried(name=member.name, size=member.size, digest=member.digest)
    if case is None or small.keys() != _LIMITS.keys():
        raise Tampered(f"want {BUNDLE}, {MANIFEST} and {SIGNATURE}, got {', '.join([*seen, *small][:5]) or 'nothing'}")
    contents = _contents(small[MANIFEST])
    _check_members(contents, seen, case)
    return SignedBundle(contents=contents, key=_signer(small), bundle=case)


_LIMITS: Mapping[str, int] = {MANIFEST: _LARGEST_MANIFEST, SIGNATURE: _LARGEST_SIGNATURE}


def evidence(source: Iterable[bytes], wanted: Iterable[str]) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Digest and bytes of the pieces that are wanted, each to be read before the next is asked for."""
    names = {EVIDENCE + digest for digest in wanted}
    for member in found(source):
        if member.name in names:
            yield member.name.removeprefix(EVIDENCE), member.chunks()


def _lines(member: Found) -> Iterator[bytes]:
    """The lines of a member, each at most as long as a bundle's may be."""
    rest = b""
    for chunk in member.chunks():
        *whole, rest = (rest + chunk).split(b"\n")
        yield from (line + b"\n" for line in whole)
        if len(rest) > bundle.LONGEST_LINE:
            raise Tampered(f"{BUNDLE}: want lines of at most {bundle.LONGEST_LINE} bytes, got a longer one")
    if rest:
        yield rest


def _whole(member: Found, limit: int) -> bytes:
    if member.size > limit:
        raise Tampered(f"{member.name}: want at most {limit} bytes, got {member.size}")
    return b"".join(member.chunks())


def _contents(payload: bytes) -> Contents:
    try:
        contents = decode_value(payload, Contents)
    except ValueError as error:
        raise Tampered(f"{MANIFEST}: {error}") from error
    if contents.format != FORMAT:
        raise Tampered(f"{MANIFEST}: want {FORMAT!r}, got {contents.format!r}")
    return contents


def _check_members(contents: Contents, seen: Mapping[str, Carried], case: bundle.Bundle) -> None:
    """That the members are those of the manifest, and that statements name every piece of evidence."""
    told = {m.name: m for m in contents.members}
    if list(told) != sorted(seen) or len(told) != len(contents.members):
        raise Tampered(f"{MANIFEST}: want the {len(seen)} members of the file in order, got {len(contents.members)}")
    named = {d for _, payload in case.statements for d in named_by(decode(payload).content)}
    for name, member in told.items():
        met = seen[name]
        if (member.size, member.digest) != (met.size, met.digest):
            raise Tampered(f"{name}: its bytes have another size or digest than the manifest says")
        if name != BUNDLE and name != EVIDENCE + met.digest:
            raise Tampered(f"{name}: its bytes have the digest {short(met.digest)}: they were changed")
        if name != BUNDLE and (member.copy_of or member.digest) not in named:
            raise Tampered(f"{name}: no statement of the bundle names it")
    if contents.level != case.manifest.level:
        raise Tampered(f"{MANIFEST}: want the level {case.manifest.level} of the statements, got {contents.level}")


def _signer(small: Mapping[str, bytes]) -> str:
    try:
        told = decode_value(small[SIGNATURE], Signature)
        signature = bytes.fromhex(told.signature)
    except ValueError as error:
        raise Tampered(f"{SIGNATURE}: {error}") from error
    if signature.hex() != told.signature or not is_signed_as(
        told.key, signed_bytes(digest(small[MANIFEST])), signature
    ):
        raise Tampered("the manifest is not signed by the key that is named beside it")
    return told.key
