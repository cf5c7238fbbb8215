"""The atom of a case."""

from witnessmark.model import decisions, evidence, happenings, imports, observations, sayings, things, timestamps
from witnessmark.model.statement import KINDS, Basis, Statement, kind_of, tag_of
from witnessmark.model.value import Content

MODULES = (decisions, evidence, happenings, imports, observations, sayings, things, timestamps)


def declared() -> set[type[Content]]:
    found = set()
    for module in MODULES:
        for value in vars(module).values():
            if isinstance(value, type) and issubclass(value, Content) and value is not Content:
                found.add(value)
    return found


def test_every_kind_that_is_declared_can_be_said_once() -> None:
    assert set(KINDS) == declared()
    assert len(KINDS) == len(set(KINDS))


def test_every_kind_has_a_name_and_a_version_of_its_own() -> None:
    tags = [tag_of(kind) for kind in KINDS]
    assert len(set(tags)) == len(tags)
    assert all(tag.partition("/")[2] == "1" for tag in tags)
    assert [kind_of(kind) for kind in KINDS] == [tag.removesuffix("/1") for tag in tags]


def test_a_value_has_the_kind_of_its_type() -> None:
    party = things.Party(name="Army")
    assert (kind_of(party), tag_of(party)) == ("party", "party/1")


def test_a_statement_is_stated_unless_it_says_otherwise() -> None:
    statement = Statement(content=things.Party(name="Army"))
    assert (statement.source, statement.citing, statement.supersedes) == (None, None, None)
    assert (statement.locator, statement.quote, statement.because, statement.rests_on) == ("", "", "", ())
    assert statement.basis is Basis.STATED
