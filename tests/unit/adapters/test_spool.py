"""What is put by while a long file is read."""

from hypothesis import given
from hypothesis import strategies as st

from witnessmark.adapters.spool import spool


@given(st.lists(st.binary(max_size=200)))
def test_it_comes_back_in_its_order_as_often_as_asked(payloads: list[bytes]) -> None:
    with spool() as kept:
        for payload in payloads:
            kept.put(payload)
        assert list(kept) == list(kept) == payloads


def test_what_lies_on_the_disk_tells_nothing() -> None:
    with spool() as kept:
        kept.put(b"the name of a source")
        kept._file.seek(0)
        assert b"name" not in kept._file.read()


def test_more_than_the_memory_should_hold_comes_back_whole() -> None:
    with spool() as kept:
        for number in range(40):
            kept.put(number.to_bytes(4, "big") * 250_000)
        assert [payload[:4] for payload in kept] == [number.to_bytes(4, "big") for number in range(40)]
