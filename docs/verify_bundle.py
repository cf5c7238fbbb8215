"""Verify a bundle of Witnessmark, signed or not, with nothing but Python (3.9 or newer) and this file.

    python3 verify_bundle.py FILE.zip [--key HEX] [--head HEADFILE]
    python3 verify_bundle.py FILE.bundle [--key HEX] [--head HEADFILE]

Written from docs/format.md alone. It reads, writes nothing, and asks no network. It ends with 0 if everything is as it
must be, with 1 if something is not, with 2 if it cannot tell.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import hashlib
import json
import re
import struct
import sys
import zlib
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

HEX64 = re.compile(r"[0-9a-f]{64}\Z")
HEX128 = re.compile(r"[0-9a-f]{128}\Z")
NAMES = re.compile(r"case\.bundle\Z|evidence/[0-9a-f]{64}\Z|manifest\.json\Z|signature\Z")
LONGEST_LINE = 4_000_000
LONGEST_STATEMENT = 1_000_000
LONGEST_SMALL = {"manifest.json": 32_000_000, "signature": 1_000}
MOST_RECEIPTS = 100_000  # some milliseconds each
DEEPEST = 50
STEP = 1 << 20


class Damaged(Exception):
    """Something is not as the format says."""


def want(is_so: bool, message: str) -> None:  # noqa: FBT001
    """``Damaged`` with a message, unless it is so."""
    if not is_so:
        raise Damaged(message)


def sha256(payload: bytes) -> str:
    """The digest of bytes."""
    return hashlib.sha256(payload).hexdigest()


# -- Ed25519: RFC 8032, section 5.1 ------------------------------------------------------------------------------

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
Point = tuple[int, int, int, int]  # X, Y, Z, T of extended coordinates: x = X/Z, y = Y/Z, x*y = T/Z


def added(one: Point, two: Point) -> Point:
    """The sum of two points."""
    a = (one[1] - one[0]) * (two[1] - two[0]) % P
    b = (one[1] + one[0]) * (two[1] + two[0]) % P
    c = 2 * one[3] * two[3] * D % P
    d = 2 * one[2] * two[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(scalar: int, point: Point) -> Point:
    """A point so many times. Nothing here is secret: it need not take the same time always."""
    result: Point = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            result = added(result, point)
        point = added(point, point)
        scalar >>= 1
    return result


def point_of(encoded: bytes) -> Point | None:
    """The point that 32 bytes stand for; ``None`` if they stand for none."""
    y = int.from_bytes(encoded, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * ROOT_OF_MINUS_ONE % P
    if x * x % P != square or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


def encoded(point: Point) -> bytes:
    """The 32 bytes that stand for a point."""
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


BASE = point_of((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def is_signed(key: str, message: bytes, signature: bytes) -> bool:
    """Whether a key, in hexadecimal, signed a message."""
    if not HEX64.match(key) or len(signature) != 64:
        return False
    public = point_of(bytes.fromhex(key))
    scalar = int.from_bytes(signature[32:], "little")
    if public is None or BASE is None or scalar >= ORDER:
        return False
    hashed = hashlib.sha512(signature[:32] + bytes.fromhex(key) + message).digest()
    challenge = int.from_bytes(hashed, "little") % ORDER
    minus = (P - public[0], public[1], public[2], P - public[3])
    return encoded(added(times(scalar, BASE), times(challenge, minus))) == signature[:32]


# -- canonical JSON ----------------------------------------------------------------------------------------------


Shape = Mapping[str, type]


def parsed(payload: bytes, what: str) -> dict[str, Any]:
    """The object in canonical bytes."""
    try:
        value = json.loads(payload.decode("utf-8"), parse_float=refused, parse_constant=refused)
        again = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode("utf-8")
    except (ValueError, RecursionError) as error:
        raise Damaged(f"{what}: not canonical JSON: {str(error)[:200]}") from None
    want(again == payload, f"{what}: these bytes are not canonical")
    want(isinstance(value, dict), f"{what}: want an object")
    check_values(value, what, DEEPEST)
    return dict(value)


def refused(text: str) -> None:
    """There are no fractions and no NaN in canonical bytes."""
    raise ValueError(f"want integers only, got {text[:20]}")


def check_values(value: object, what: str, depth: int) -> None:
    """Texts and integers only, and not endlessly deep."""
    want(depth > 0, f"{what}: nested too deeply")
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            check_values(each, what, depth - 1)
    else:
        want(isinstance(value, (str, int)) and not isinstance(value, bool), f"{what}: want no null and no booleans")


def check_members(value: dict[str, Any], what: str, required: Shape, optional: Shape) -> None:
    """The members that must be there, and of others only those that may, never at their default."""
    for name, kind in required.items():
        want(isinstance(value.get(name), kind), f"{what}: want {name}")
    for name in value.keys() - required.keys():
        want(name in optional and isinstance(value[name], optional[name]), f"{what}: want no {name[:40]!r}")
        want(bool(value[name]), f"{what}: {name} holds its default and is not written then")


# -- bundle ------------------------------------------------------------------------------------------------------

WORDS = ["manifest", "statement", "receipt", "envelope"]


class Bundle:
    """What a bundle holds, after every check on it."""

    def __init__(self, lines: Iterator[bytes]) -> None:
        self.manifest: dict[str, Any] = {}
        self.ids: list[str] = []
        self.named: set[str] = set()  # digests of evidence
        self.chains: dict[str, list[tuple[dict[str, Any], str, bytes]]] = {}
        self.envelopes: list[str] = []
        self.timestamps = 0
        self._last_store, self._receipts = "", 0
        self._read(lines)
        self._check()

    def _read(self, lines: Iterator[bytes]) -> None:
        body, at, ended = hashlib.sha256(), 0, False
        take = [self._manifest, self._statement, self._receipt, self._envelope]
        for number, line in enumerate(lines, start=1):
            want(not ended, "want nothing behind the last line")
            want(line.endswith(b"\n"), f"line {number}: the bundle breaks off")
            if number == 1:
                want(line == b"witnessmark bundle/1\n", "line 1: want 'witnessmark bundle/1'")
            elif line.startswith(b"end "):
                want(line == b"end " + body.hexdigest().encode() + b"\n", "the last line is not the digest of the rest")
                ended = True
            else:
                word, _, rest = line[:-1].decode("latin-1").partition(" ")
                want(word in WORDS[at:], f"line {number}: want {' or '.join(WORDS[at:])} or end, got {word[:20]!r}")
                at = WORDS.index(word)
                take[at](rest.encode("latin-1"), f"line {number}")
            body.update(line)
        want(ended, "the bundle breaks off before its last line")

    def _manifest(self, payload: bytes, where: str) -> None:
        want(not self.manifest, f"{where}: want one manifest")
        self.manifest = parsed(payload, where)
        counts = dict.fromkeys(["statements", "receipts", "envelopes", "withheld"], int)
        check_members(self.manifest, where, {**counts, "root": str, "level": str}, {})
        want(self.manifest["level"] in {"R2", "R3"}, f"{where}: want level R2 or R3")

    def _statement(self, payload: bytes, where: str) -> None:
        want(len(payload) <= LONGEST_STATEMENT, f"{where}: want a shorter statement")
        said = parsed(payload, where)
        content = said.get("content")
        if not isinstance(content, dict) or not isinstance(content.get("kind"), str):
            raise Damaged(f"{where}: want a content with a kind")
        i = sha256(payload)
        want(not self.ids or self.ids[-1] < i, f"{where}: want statements in order of their ids, each once")
        self.ids.append(i)
        self.timestamps += content["kind"].startswith("timestamp/")
        if not content["kind"].startswith("register-use/"):
            chain = content.get("chain", [])
            digests = [content.get("digest"), content.get("token"), *(chain if isinstance(chain, list) else [])]
            self.named.update(each for each in digests if isinstance(each, str))

    def _receipt(self, payload: bytes, where: str) -> None:
        signature, _, receipt = payload.partition(b" ")
        want(bool(HEX128.match(signature.decode("latin-1"))), f"{where}: want a signature of 128 hexadecimal digits")
        told = parsed(receipt, where)
        must = {"store": str, "seq": int, "at": str, "statements": list}
        check_members(told, where, must, {"previous": str, "recorder": str})
        want(all(isinstance(i, str) for i in told["statements"]), f"{where}: want ids")
        want(told["statements"] == sorted(set(told["statements"])), f"{where}: want ids in order, each once")
        want(self._last_store <= told["store"], f"{where}: want receipts by store")
        self._last_store, self._receipts = told["store"], self._receipts + 1
        want(self._receipts <= MOST_RECEIPTS, f"{where}: want at most {MOST_RECEIPTS} receipts")
        self.chains.setdefault(told["store"], []).append((told, sha256(receipt), bytes.fromhex(signature.decode())))

    def _envelope(self, payload: bytes, where: str) -> None:
        sealed, _, sixtyfour = payload.partition(b" ")
        name = sealed.decode("latin-1")
        want(bool(HEX64.match(name)), f"{where}: want a commitment of 64 hexadecimal digits")
        want(not self.envelopes or self.envelopes[-1] < name, f"{where}: want envelopes in order, each once")
        try:
            again = base64.b64encode(base64.b64decode(sixtyfour, validate=True))
        except binascii.Error:
            again = b""
        want(again == sixtyfour != b"", f"{where}: want base64")
        self.envelopes.append(name)

    def _check(self) -> None:
        want(bool(self.manifest), "want a manifest")
        got = {
            "statements": len(self.ids),
            "receipts": self._receipts,
            "envelopes": len(self.envelopes),
        }
        for name, count in got.items():
            want(self.manifest[name] == count, f"the manifest counts {self.manifest[name]} {name}, got {count}")
        want(
            self.manifest["root"] == tree_hash(self.ids), "the statements have another Merkle root than the manifest's"
        )
        withheld = self.manifest["withheld"]
        want(withheld >= 0, "want a count of what was withheld")
        if withheld:
            want(not self.chains, "want no receipts where something was withheld")
            return
        for store, chain in self.chains.items():
            check_chain(store, chain)
        named = {i for chain in self.chains.values() for told, _, _ in chain for i in told["statements"]}
        want(named == set(self.ids), "want receipts that name exactly the statements of the bundle")


def tree_hash(ids: list[str]) -> str:
    """The Merkle tree hash of RFC 6962 over sorted ids."""
    level = [hashlib.sha256(b"\0" + bytes.fromhex(i)).digest() for i in ids]
    if not level:
        return sha256(b"")
    while len(level) > 1:
        pairs = [hashlib.sha256(b"\1" + a + b).digest() for a, b in zip(level[::2], level[1::2])]  # noqa: B905
        level = pairs + level[len(pairs) * 2 :]
    return level[0].hex()


def check_chain(store: str, chain: list[tuple[dict[str, Any], str, bytes]]) -> None:
    """That the receipts of a store are numbered, linked and signed."""
    before = ""
    for number, (told, digest, signature) in enumerate(chain):
        where = f"receipt {number} of store {store[:10]}"
        want(told["seq"] == number, f"{where}: it is missing, or stands twice")
        want(told.get("previous", "") == before, f"{where}: it does not name the receipt before it")
        want(
            is_signed(store, b"witnessmark head/1\n" + digest.encode(), signature), f"{where}: not signed by its store"
        )
        before = digest


# -- the ZIP of a signed bundle ----------------------------------------------------------------------------------


def local_header(name: str, size: int, crc: int) -> bytes:
    """What stands before a member."""
    plain = name.encode("ascii")
    return b"PK\3\4" + struct.pack("<HHHHHIIIHH", 10, 0, 0, 0, 33, crc, size, size, len(plain), 0) + plain


def directory(laid: list[tuple[str, int, int]]) -> bytes:
    """What stands behind the last member."""
    entries, offset = [], 0
    for name, size, crc in laid:
        head = local_header(name, size, crc)
        entries.append(b"PK\1\2" + struct.pack("<H", 10) + head[4:30] + struct.pack("<HHHII", 0, 0, 0, 0, offset))
        entries.append(name.encode("ascii"))
        offset += len(head) + size
    joined = b"".join(entries)
    return joined + b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, len(laid), len(laid), len(joined), offset, 0)


class Member:
    """A member of the ZIP: its bytes are read once, in pieces."""

    def __init__(self, file: BinaryIO, name: str, size: int) -> None:
        self.name, self.size, self.crc = name, size, 0
        self._file, self._left, self._digest = file, size, hashlib.sha256()

    def pieces(self) -> Iterator[bytes]:
        """Its bytes, or what is left of them."""
        while self._left:
            piece = exactly(self._file, min(self._left, STEP))
            self._left -= len(piece)
            self.crc = zlib.crc32(piece, self.crc)
            self._digest.update(piece)
            yield piece

    def lines(self) -> Iterator[bytes]:
        """Its lines."""
        rest = b""
        for piece in self.pieces():
            *whole, rest = (rest + piece).split(b"\n")
            yield from (line + b"\n" for line in whole)
            want(len(rest) <= LONGEST_LINE, "want shorter lines")
        if rest:
            yield rest

    def whole(self) -> bytes:
        """All its bytes, where they are few."""
        want(self.size <= LONGEST_SMALL[self.name], f"{self.name}: want it smaller")
        return b"".join(self.pieces())

    def digest(self) -> str:
        """The digest of all its bytes."""
        for _ in self.pieces():
            pass
        return self._digest.hexdigest()


def exactly(file: BinaryIO, count: int) -> bytes:
    """So many bytes of a file."""
    got = file.read(count)
    want(len(got) == count, "the file breaks off")
    return got


def members(file: BinaryIO) -> Iterator[Member]:
    """The members of a ZIP in their order; every other byte of it is checked on the way."""
    laid: list[tuple[str, int, int]] = []
    while (start := exactly(file, 4)) == b"PK\3\4":
        fixed = exactly(file, 26)
        crc, size, _, length, _ = struct.unpack("<IIIHH", fixed[10:])
        want(length <= 100, "want shorter names of members")
        plain = exactly(file, length)
        name = plain.decode("latin-1")
        want(bool(NAMES.match(name)), f"want no member {name!r}")
        want(
            start + fixed + plain == local_header(name, size, crc), f"{name}: its header is not that of a signed bundle"
        )
        want(not laid or laid[-1][0] < name, f"{name}: want members in order, each once")
        member = Member(file, name, size)
        yield member
        member.digest()
        want(member.crc == crc, f"{name}: its bytes do not have the CRC-32 before them")
        laid.append((name, size, crc))
    tail = directory(laid)
    want(start + file.read(len(tail) - 3) == tail, "the directory of the ZIP is not that of its members")


class SignedBundle:
    """A signed bundle, after every check on it."""

    def __init__(self, file: BinaryIO) -> None:
        small: dict[str, bytes] = {}
        seen: dict[str, tuple[int, str]] = {}
        bundle: Bundle | None = None
        for member in members(file):
            if member.name in LONGEST_SMALL:
                small[member.name] = member.whole()
                continue
            if member.name == "case.bundle":
                bundle = Bundle(member.lines())
            seen[member.name] = member.size, member.digest()
        want(len(small) == 2, "want manifest.json and signature")
        if bundle is None:
            raise Damaged("want case.bundle")
        self.bundle = bundle
        self.manifest = parsed(small["manifest.json"], "manifest.json")
        self.copies = self._check_manifest(seen)
        self.pieces = len(seen) - 1
        self.key = self._check_signature(small)

    def _check_manifest(self, seen: dict[str, tuple[int, str]]) -> int:
        what, told = "manifest.json", self.manifest
        must = {"format": str, "level": str, "as-of": str, "code": str, "members": list}
        check_members(told, what, must, {"withheld": list})
        want(told["format"] == "witnessmark signed bundle/1", f"{what}: want the format witnessmark signed bundle/1")
        want(told["level"] == self.bundle.manifest["level"], f"{what}: want the level of the bundle")
        for each in told["members"]:
            want(isinstance(each, dict), f"{what}: want objects")
            check_members(each, what, {"name": str, "digest": str, "size": int}, {"copy-of": str})
        want([m["name"] for m in told["members"]] == sorted(seen), f"{what}: it names other members than there are")
        for each in told["members"]:
            name = each["name"]
            want(seen[name] == (each["size"], each["digest"]), f"{name}: other size or digest than in the manifest")
            if name != "case.bundle":
                want(name == "evidence/" + each["digest"], f"{name}: its bytes have another digest than its name")
                original = each.get("copy-of", each["digest"])
                want(original in self.bundle.named, f"{name}: no statement of the bundle names it")
        for each in told.get("withheld", []):
            want(isinstance(each, dict), f"{what}: want objects")
            check_members(each, what, {"reason": str, "pieces": int}, {})
        return sum("copy-of" in each for each in told["members"])

    def _check_signature(self, small: dict[str, bytes]) -> str:
        told = parsed(small["signature"], "signature")
        check_members(told, "signature", {"key": str, "signature": str}, {})
        want(bool(HEX128.match(told["signature"])), "signature: want 128 hexadecimal digits")
        message = b"witnessmark signed bundle/1\n" + sha256(small["manifest.json"]).encode()
        is_so = is_signed(told["key"], message, bytes.fromhex(told["signature"]))
        want(is_so, "the manifest is not signed by the key that is named beside it")
        return str(told["key"])


# -- telling -----------------------------------------------------------------------------------------------------


def check_head(line: bytes, bundle: Bundle) -> str:
    """What a head that was kept elsewhere says of the bundle."""
    head = parsed(line.rstrip(b"\r\n"), "the head")
    check_members(head, "the head", {"store": str, "seq": int, "receipt": str, "signature": str}, {})
    want(bool(HEX128.match(head["signature"])), "the head: want a signature of 128 hexadecimal digits")
    message = b"witnessmark head/1\n" + head["receipt"].encode()
    want(is_signed(head["store"], message, bytes.fromhex(head["signature"])), "the head is not signed by its store")
    if bundle.manifest["withheld"]:
        raise Damaged("the head cannot be checked: something was withheld, so no receipts travel")
    chain = bundle.chains.get(head["store"], [])
    want(0 <= head["seq"] < len(chain), "the head names a receipt that is not here: the history was cut")
    want(chain[head["seq"]][1] == head["receipt"], "the head names another receipt: the history was rewritten")
    return f"everything that store {head['store'][:10]} had recorded up to the given head is here, unchanged"


def tell(bundle: Bundle, signed: SignedBundle | None, key: str, head: bytes | None) -> None:
    """What is proved and what is not; ``Damaged`` where key or head do not fit."""
    signers = [signed.key] if signed else sorted(bundle.chains)
    want(not key or key in signers, f"want a signature of {key}, got {', '.join(signers) or 'none'}")
    proved, unproved = told_by_contents(bundle, signed)
    if head is not None:
        proved.append(check_head(head, bundle))
    else:
        unproved.append("that no history was cut at its end, or rewritten by who holds its key: that takes a kept head")
    what = "the whole file was signed by the holder of" if signed else "receipts were signed by the holder of"
    proved += [f"{what} the key that you gave, {key}" if key == signer else f"{what} {signer}" for signer in signers]
    if not signers:
        unproved.append("that nobody rewrote it all: nothing in it is signed")
    elif not key:
        unproved.append("whose key that is: it is unknown here; ask the sender on another way, and give it with --key")
    say("whole", f"{len(bundle.ids)} statements at level {bundle.manifest['level']}, root {bundle.manifest['root']}")
    say("left out, as the sender says", "; ".join(left_out(bundle, signed)))
    for title, lines in (("proved", proved), ("not proved", unproved)):
        for line in lines:
            say(title, line)


def told_by_contents(bundle: Bundle, signed: SignedBundle | None) -> tuple[list[str], list[str]]:
    """What the contents prove by themselves, and what they do not."""
    proved = ["every digest in the file is that of its bytes: nothing was damaged on the way"]
    unproved = ["that a statement is true, or that its source said it"]
    count, keys = bundle.manifest["receipts"], len(bundle.chains)
    if count:
        proved.append(f"{count} receipts of {keys} keys: chained, signed, naming every statement and no other")
    else:
        unproved.append("who recorded the statements, and when: there are no receipts")
    if signed:
        proved.append("statements, evidence and manifest are what the signer signed for, none added, none left out")
        proved.append(f"{signed.pieces} pieces of evidence are byte for byte those that were signed for")
        if signed.copies:
            unproved.append(f"{signed.copies} of them are working copies: that they show what their originals show")
    else:
        unproved.append("anything about evidence: an unsigned bundle carries none")
    if bundle.timestamps:
        unproved.append(f"what {bundle.timestamps} timestamps say: check their tokens as docs/format.md tells")
    return proved, unproved


def left_out(bundle: Bundle, signed: SignedBundle | None) -> Iterator[str]:
    """What the sender says stayed behind."""
    yield f"{bundle.manifest['withheld']} statements"
    for each in signed.manifest.get("withheld", []) if signed else []:
        yield f"{each['pieces']} pieces ({each['reason']})"


def say(title: str, text: str) -> None:
    """A line, in which nothing can steer a terminal."""
    safe = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)
    sys.stdout.write(f"{title}: {safe}\n")


def verified(path: str, key: str, head_path: str) -> None:
    """Check a file and tell what that proves; ``Damaged`` where something is not as it must be."""
    head = None
    if head_path:
        with open(head_path, "rb") as file:  # noqa: PTH123
            head = file.read(10_000)
    with open(path, "rb") as file:  # noqa: PTH123
        is_zip = file.read(2) == b"PK"
        file.seek(0)
        signed = SignedBundle(file) if is_zip else None
        bundle = signed.bundle if signed else Bundle(short_lines(file))
    tell(bundle, signed, key, head)


def short_lines(file: BinaryIO) -> Iterator[bytes]:
    """The lines of a file, none of them endless."""
    while line := file.readline(LONGEST_LINE + 1):
        want(len(line) <= LONGEST_LINE, "want shorter lines")
        yield line


def main() -> int:
    """Verify what the command line names."""
    parser = argparse.ArgumentParser(description="Verify a bundle of Witnessmark, signed or not.")
    parser.add_argument("file")
    parser.add_argument("--key", default="", help="the public key that must have signed, 64 hexadecimal digits")
    parser.add_argument("--head", default="", help="a file with a head that was kept elsewhere")
    asked = parser.parse_args()
    if asked.key and not HEX64.match(asked.key):
        parser.error("want a key of 64 hexadecimal digits in lower case")
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        verified(asked.file, asked.key, asked.head)
    except Damaged as error:
        say("NOT VERIFIED", str(error))
        return 1
    except (OSError, MemoryError) as error:
        say("cannot tell", str(error) or "not enough memory")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
