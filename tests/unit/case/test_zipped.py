"""The one way in which members lie in the ZIP of a signed bundle."""

import io
import zipfile
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from witnessmark.case.canonical import digest
from witnessmark.case.zipped import BUNDLE, EVIDENCE, LARGEST, MANIFEST, SIGNATURE, Member, found, measured, zipped
from witnessmark.errors import Tampered, UsageError

PAYLOADS = {BUNDLE: b"case\n", EVIDENCE + digest(b"seen"): b"seen", MANIFEST: b"{}", SIGNATURE: b""}


def member(name: str, payload: bytes) -> Member:
    return measured(name, lambda: [payload[:2], payload[2:]])


def whole(payloads: dict[str, bytes]) -> bytes:
    return b"".join(zipped([member(name, payload) for name, payload in payloads.items()]))


def read(payload: bytes, step: int = 7) -> dict[str, bytes]:
    cut = [payload[at : at + step] for at in range(0, len(payload), step)]
    return {each.name: b"".join(each.chunks()) for each in found(cut)}


WHOLE = whole(PAYLOADS)


def test_any_program_that_knows_zip_opens_it() -> None:
    with zipfile.ZipFile(io.BytesIO(WHOLE)) as opened:
        assert opened.testzip() is None
        assert {name: opened.read(name) for name in opened.namelist()} == PAYLOADS


def test_members_lie_in_the_order_of_their_names_however_they_came() -> None:
    assert whole(dict(reversed(PAYLOADS.items()))) == WHOLE


@given(st.binary(max_size=60), st.binary(max_size=60), st.integers(1, 90))
def test_what_was_put_in_comes_out_however_the_file_is_read(case: bytes, seen: bytes, step: int) -> None:
    payloads = {**PAYLOADS, BUNDLE: case, EVIDENCE + digest(seen): seen}

    assert read(whole(payloads), step) == payloads


def test_a_member_tells_its_digest_when_it_was_read() -> None:
    for each in found([WHOLE]):
        payload = b"".join(each.chunks())
        assert (each.digest, each.size) == (digest(payload), len(payload))


def test_a_member_that_nobody_reads_is_checked_all_the_same() -> None:
    place = WHOLE.index(b"seen")
    damaged = WHOLE[:place] + b"S" + WHOLE[place + 1 :]

    with pytest.raises(Tampered, match="check sum"):
        list(found([damaged]))


def test_no_byte_outside_the_members_can_be_changed_unseen() -> None:
    for place in range(len(WHOLE)):
        damaged = WHOLE[:place] + bytes([WHOLE[place] ^ 0x20]) + WHOLE[place + 1 :]
        with pytest.raises(Tampered):
            read(damaged)


@pytest.mark.parametrize("cut", [0, 3, 4, 20, 31, 45, len(WHOLE) // 2, len(WHOLE) - 1])
def test_a_file_that_breaks_off_is_refused(cut: int) -> None:
    with pytest.raises(Tampered):
        read(WHOLE[:cut])


def test_nothing_may_stand_behind_the_end() -> None:
    with pytest.raises(Tampered, match="behind the directory"):
        read(WHOLE + b"\0")


def _zip(*members: tuple[str, bytes], how: int = zipfile.ZIP_STORED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", how) as made:
        for name, payload in members:
            made.writestr(zipfile.ZipInfo(name), payload, how)
    return file.getvalue()


@pytest.mark.parametrize("name", ["../case.bundle", "/etc/passwd", "evidence/x", "evidence/" + "AB" * 32, "note", ""])
def test_a_member_of_another_name_is_refused(name: str) -> None:
    with pytest.raises(Tampered, match=r"want members case\.bundle"):
        read(_zip((name, b"x")))


def test_a_compressed_member_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(Tampered, match="stored"):
        read(_zip((BUNDLE, bytes(1_000_000)), how=zipfile.ZIP_DEFLATED))


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("names", [(BUNDLE, BUNDLE), (SIGNATURE, MANIFEST)])
def test_members_out_of_order_or_twice_are_refused(names: tuple[str, str]) -> None:
    def lied() -> Iterator[bytes]:
        one, two = (whole({name: b""}) for name in names)
        yield one[: 30 + len(names[0])]
        yield two

    with pytest.raises(Tampered, match="in order, each once"):
        read(b"".join(lied()))


def test_more_than_a_zip_can_hold_is_refused_before_anything_is_written() -> None:
    giant = Member(BUNDLE, LARGEST, 0, "", list)

    with pytest.raises(UsageError, match="make one for each part"):
        next(zipped([giant]))


def test_what_changes_while_it_is_written_is_refused() -> None:
    versions = iter([[b"one"], [b"two"]])

    with pytest.raises(Tampered, match="changed while"):
        list(zipped([measured(BUNDLE, lambda: next(versions))]))
