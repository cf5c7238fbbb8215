"""The shape of every field of every kind, read once from the types."""

from witnessmark.model.decisions import Consent, Level
from witnessmark.model.fields import (
    Field,
    Form,
    fields_of,
    kinds_by_name,
    references,
    sealed_values,
    texts,
)
from witnessmark.model.happenings import Duration, Manufacture, Transfer, TransferKind
from witnessmark.model.ids import EventId, PartyId, SourceId, StatementId, ThingId
from witnessmark.model.observations import MarkReading
from witnessmark.model.quantity import Quantity, Unit
from witnessmark.model.sayings import Remark, RemarkNature, ReportedMatch
from witnessmark.model.statement import KINDS, Statement
from witnessmark.model.things import Authorisation, Clause, Party
from witnessmark.model.value import Content, Sealed

A, B, C, D = (StatementId(f"{digit}" * 64) for digit in "abcd")


def field(kind: type[Content] | type[Statement], name: str) -> Field:
    return next(f for f in fields_of(kind) if f.name == name)


def test_every_kind_has_the_name_that_a_person_types() -> None:
    assert list(kinds_by_name().values()) == list(KINDS)
    assert kinds_by_name()["stock-check"].__name__ == "StockCheck"
    assert all("/" not in name for name in kinds_by_name())


def test_fields_come_in_the_order_in_which_they_are_declared() -> None:
    assert [f.wire for f in fields_of(Transfer)] == [
        "of", "as", "from", "to", "via", "when", "place", "destination", "quantity", "under", "passes",
        "allowed", "note",
    ]  # fmt: skip
    assert [f.name for f in fields_of(Transfer)][:3] == ["of", "as_", "from_"]


def test_a_statements_own_fields_are_those_beside_its_content() -> None:
    assert [f.wire for f in fields_of(Statement)] == [
        "source", "locator", "citing", "quote", "basis", "rests-on", "supersedes", "because",
    ]  # fmt: skip


def test_a_field_is_told_by_its_type() -> None:
    assert field(Transfer, "of") == Field(
        name="of", wire="of", form=Form.REFERENCE, is_many=True, is_sealable=False, is_required=True,
        kinds=("item", "lot", "container", "consignment"), choices=None, default=None,
    )  # fmt: skip
    assert field(Transfer, "as_") == Field(
        name="as_", wire="as", form=Form.CHOICE, is_many=False, is_sealable=False, is_required=False,
        kinds=(), choices=TransferKind, default=TransferKind.UNKNOWN,
    )  # fmt: skip
    assert field(Transfer, "when") == Field(
        name="when", wire="when", form=Form.DATE, is_many=False, is_sealable=False, is_required=False,
        kinds=(), choices=None, default="",
    )  # fmt: skip
    assert field(Transfer, "note") == Field(
        name="note", wire="note", form=Form.TEXT, is_many=False, is_sealable=True, is_required=False,
        kinds=(), choices=None, default="",
    )  # fmt: skip
    assert field(Transfer, "quantity") == Field(
        name="quantity", wire="quantity", form=Form.QUANTITY, is_many=False, is_sealable=False, is_required=False,
        kinds=(), choices=None, default=None,
    )  # fmt: skip
    assert field(Transfer, "via") == Field(
        name="via", wire="via", form=Form.REFERENCE, is_many=True, is_sealable=False, is_required=False,
        kinds=("party",), choices=None, default=(),
    )  # fmt: skip


def test_a_field_may_hold_several_choices() -> None:
    clauses = field(Authorisation, "clauses")
    assert (clauses.form, clauses.is_many, clauses.choices) == (Form.CHOICE, True, Clause)
    assert field(ReportedMatch, "on").is_many is True


def test_a_reference_may_point_to_several_kinds_or_to_any() -> None:
    assert field(Authorisation, "covers").kinds == ("item", "lot", "container", "consignment", "programme")
    assert field(Statement, "supersedes").kinds == ()
    assert field(Statement, "source").kinds == ("source",)
    assert field(Duration, "from_").kinds == (
        "manufacture", "marking", "transfer", "loss", "recovery", "deactivation", "destruction", "sighting",
        "stock-check", "delivery-check", "capture-report", "visit",
    )  # fmt: skip


def test_every_kind_that_a_reference_may_point_to_exists() -> None:
    named = {name for kind in (*KINDS, Statement) for f in fields_of(kind) for name in f.kinds}
    assert named <= set(kinds_by_name())


def test_a_field_is_required_where_nothing_stands_in_for_it() -> None:
    assert [f.name for f in fields_of(Duration) if f.is_required] == ["from_", "to", "lasted"]
    assert [f.name for f in fields_of(Party) if f.is_required] == ["name"]


def test_a_required_field_that_is_declared_behind_an_optional_one_is_required_too() -> None:
    assert [f.name for f in fields_of(Consent) if f.is_required] == ["of", "given", "by", "reason"]
    assert field(Consent, "by").default is None
    assert field(Consent, "level").default is Level.R3


def test_what_a_field_holds_when_nobody_says_anything_is_empty_or_a_choice() -> None:
    for kind in (*KINDS, Statement):
        for f in fields_of(kind):
            assert f.default in (None, "", ()) or (f.choices is not None and f.default in f.choices)
            assert f.choices is not None or f.form is not Form.CHOICE


def test_a_statement_names_what_its_own_fields_and_its_contents_name_in_order() -> None:
    content = Transfer(of=(ThingId(A), ThingId(B)), from_=PartyId(C), via=(PartyId(A),))
    statement = Statement(content=content, source=SourceId(D), rests_on=(B,), supersedes=C)
    assert list(references(statement)) == [D, C, B, C, A, B, A]
    assert list(references(Statement(content=Party(name="Army")))) == []
    assert list(references(Statement(content=Remark(nature=RemarkNature.CAVEAT, text="x", about=(A,))))) == [A]


def test_an_events_ends_are_references_too() -> None:
    lasted = Quantity(number="1", unit=Unit.DAYS)
    content = Duration(from_=EventId(A), to=EventId(B), lasted=lasted)
    assert list(references(Statement(content=content))) == [A, B]


def test_the_words_of_a_statement_are_its_texts_as_typed_that_say_something() -> None:
    reading = MarkReading(of=ThingId(A), text="KB?04", reader=Sealed(sealed=B), note="wet", mark="")
    statement = Statement(content=reading, quote="q", locator="p. 3", because="")
    assert list(texts(statement)) == [("locator", "p. 3"), ("quote", "q"), ("text", "KB?04"), ("note", "wet")]


def test_dates_choices_and_numbers_are_no_words() -> None:
    made = Manufacture(of=(ThingId(A),), quantity=Quantity(number="1", unit=Unit.RIFLES))
    assert list(texts(Statement(content=made))) == []


def test_the_sealed_values_of_a_statement_are_named_by_their_commitments() -> None:
    reading = MarkReading(of=ThingId(A), text="x", reader=Sealed(sealed=B), note=Sealed(sealed=C))
    assert list(sealed_values(Statement(content=reading))) == [B, C]
    assert list(sealed_values(Statement(content=Party(name="Army")))) == []
