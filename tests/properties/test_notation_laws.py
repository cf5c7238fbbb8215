"""What is written in the notation reads back the same."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.properties.strategies import payloads, sets, statements, texts

from witnessmark.case.canonical import encode, statement_id
from witnessmark.case.sealing import Opened, commitment
from witnessmark.errors import RefusedInput
from witnessmark.model.ids import StatementId
from witnessmark.model.problem import Problem
from witnessmark.model.statement import KINDS, Statement, kind_of
from witnessmark.model.value import Content
from witnessmark.notation.blocks import quoted, unquoted
from witnessmark.notation.read import read
from witnessmark.notation.write import name_all, write


def written(found: dict[StatementId, Statement]) -> bytes:
    return write(found).encode()


@pytest.mark.parametrize("kind", KINDS, ids=kind_of)
@settings(max_examples=12)
@given(data=st.data())
def test_a_statement_of_every_kind_reads_back_the_same(kind: type[Content], data: st.DataObject) -> None:
    statement = data.draw(statements(kind))
    i = statement_id(statement)
    assert read(written({i: statement}), name="t").statements == {i: encode(statement)}


@given(found=sets())
def test_a_set_reads_back_the_same_whatever_its_statements_name(found: dict[StatementId, Statement]) -> None:
    assert read(written(found), name="t").statements == payloads(found)


@given(found=sets(), data=st.data())
def test_the_same_set_gives_the_same_text_whatever_the_order(
    found: dict[StatementId, Statement], data: st.DataObject
) -> None:
    shuffled = dict(data.draw(st.permutations(list(found.items()))))
    assert write(shuffled) == write(found)


@given(found=sets())
def test_what_was_read_is_written_the_same_again(found: dict[StatementId, Statement]) -> None:
    text = written(found)
    assert read(text.replace(b"\n", b"\r\n"), name="t").statements == read(text, name="t").statements
    assert text.endswith(b"\n")
    assert text.startswith(b"witnessmark 1\n")


@given(found=sets())
def test_every_statement_has_an_alias_of_its_own_that_the_notation_reads(found: dict[StatementId, Statement]) -> None:
    aliases = name_all(found)
    assert set(aliases) == set(found)
    assert read(written(found), name="t").aliases == {alias: i for i, alias in aliases.items()}


@given(text=texts)
def test_a_quoted_text_is_one_line_that_means_the_text(text: str) -> None:
    assert unquoted(quoted(text)) == text
    assert not set(quoted(text)) & set("\n\r\0")
    assert quoted(text)


@given(value=texts, salt=st.binary(min_size=32, max_size=32))
def test_a_sealed_value_that_is_spelled_out_reads_back_the_same(value: str, salt: bytes) -> None:
    opened = Opened(salt=salt.hex(), value=value)
    document = read(write({}, opened=[opened]).encode(), name="t")
    assert document.opened == (opened,)
    assert commitment(document.opened[0]) == commitment(opened)


def refusal(payload: bytes) -> tuple[Problem, ...] | None:
    """Why a file is refused; ``None`` if it is read."""
    try:
        read(payload, name="t")
    except RefusedInput as refused:
        return refused.problems
    return None


@settings(max_examples=150)
@given(text=st.text(st.sampled_from('ab:#"\\ \t\n\r.-1{}é\ufeff'), max_size=60), data=st.data())
def test_any_text_is_read_or_refused_with_its_problems(text: str, data: st.DataObject) -> None:
    kinds = st.sampled_from(
        ["party p: P", "item", "photo x", "sealed", "retraction", "  of p", "  9", "    more", "  by"]
    )
    lines = data.draw(st.lists(st.one_of(kinds, st.just(text)), max_size=6))
    payload = "\n".join(["witnessmark 1", *lines]).encode()
    problems = refusal(payload)
    assert problems is None or (problems and all(problem.message for problem in problems))


@given(payload=st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(payload: bytes) -> None:
    for start in (b"", b"witnessmark 1\n", b"witnessmark 1\n\nparty p: "):
        assert refusal(start + payload) != ()
