"""From statements to the notation, the same text for the same set."""

import pytest
from tests.unit.told import tell

from witnessmark.case.canonical import encode, statement_id
from witnessmark.case.sealing import Opened, commitment
from witnessmark.model.decisions import CaseHeader, Embargo, Level
from witnessmark.model.happenings import Sighting, Transfer, TransferKind
from witnessmark.model.ids import AuthorisationId, PartyId, SourceId, StatementId, ThingId
from witnessmark.model.quantity import parse_quantity
from witnessmark.model.sayings import Note
from witnessmark.model.statement import Basis, Statement
from witnessmark.model.things import Item, Party
from witnessmark.model.value import Edtf, Sealed
from witnessmark.notation.read import read
from witnessmark.notation.write import name_all, write

HEX = "ab" * 32
THING = ThingId(StatementId(HEX))


def keyed(*statements: Statement) -> dict[StatementId, Statement]:
    return {statement_id(statement): statement for statement in statements}


def say(content: Party | Item | CaseHeader | Note | Transfer | Sighting | Embargo, **fields: object) -> Statement:
    return Statement(content=content, **fields)  # type: ignore[arg-type]


def test_nothing_is_written_as_the_first_line() -> None:
    assert write({}) == "witnessmark 1\n"


def test_a_set_is_written_in_the_order_in_which_a_person_would_tell_it() -> None:
    army, rifle = say(Party(name="Army of Modavia")), say(Item(name="Rifle"))
    late = say(Transfer(of=(ThingId(statement_id(rifle)),), to=PartyId(statement_id(army)), when=Edtf("2016")))
    early = say(Transfer(of=(ThingId(statement_id(rifle)), THING), as_=TransferKind.EXPORT, when=Edtf("2015")))
    header = say(CaseHeader(title="A case"))
    assert write(keyed(late, rifle, early, army, header)) == (
        "witnessmark 1\n\ncase a-case: A case\n\nparty army-of-modavia: Army of Modavia\n\nitem rifle: Rifle\n\n"
        f"transfer transfer\n  of rifle\n  of id:{HEX}\n  as export\n  when 2015\n\n"
        "transfer transfer-2\n  of rifle\n  to army-of-modavia\n  when 2016\n"
    )


def test_every_field_is_written_in_its_order_with_those_of_every_statement_last() -> None:
    content = Transfer(
        of=(THING,), via=(PartyId(StatementId("cd" * 32)), PartyId(StatementId("ef" * 32))), note=" led",
        quantity=parse_quantity("about 12 rifles"), under=(AuthorisationId(StatementId(HEX)),),
    )  # fmt: skip
    statement = say(
        content, source=SourceId(StatementId(HEX)), locator="p. 3", citing=SourceId(StatementId(HEX)), quote="a\nb",
        basis=Basis.DERIVED, rests_on=(StatementId(HEX),), supersedes=StatementId(HEX), because="better",
    )  # fmt: skip
    assert write(keyed(statement)) == (
        f"witnessmark 1\n\ntransfer transfer\n  of id:{HEX}\n  via id:{'cd' * 32}\n  via id:{'ef' * 32}\n"
        f'  quantity about 12 rifles\n  under id:{HEX}\n  note " led"\n  source id:{HEX}\n'
        f"  locator p. 3\n  citing id:{HEX}\n"
        f'  quote "a\\nb"\n  basis derived\n  rests-on id:{HEX}\n  supersedes id:{HEX}\n  because better\n'
    )


def test_what_equals_its_default_is_not_written_and_what_is_required_always_is() -> None:
    assert write(keyed(say(CaseHeader(title="x", level=Level.R2)))) == "witnessmark 1\n\ncase x: x\n"
    assert write(keyed(say(Note(heading="", text="")))) == 'witnessmark 1\n\nnote note: ""\n  text ""\n'


def test_a_sealed_value_is_named_and_words_that_look_like_one_are_quoted() -> None:
    sealed, words = say(Party(name=Sealed(sealed=HEX))), say(Party(name=f"sealed:{HEX}"))
    assert write(keyed(sealed)) == f"witnessmark 1\n\nparty party: sealed:{HEX}\n"
    assert f': "sealed:{HEX}"\n' in write(keyed(words))


def test_opened_values_are_spelled_out_only_when_they_are_given_sorted_by_commitment() -> None:
    values = [Opened(salt=f"{n}{n}" * 32, value=value) for n, value in enumerate(("Vera", " N. ", ""))]
    first, second, third = sorted(values, key=commitment)
    text = write({}, opened=values)
    assert text == "witnessmark 1\n\n" + "\n\n".join(
        f"sealed {commitment(o)}\n  value {_quoted(o.value)}\n  salt {o.salt}" for o in (first, second, third)
    ) + "\n"  # fmt: skip
    assert read(text.encode(), name="t").opened == (first, second, third)


def _quoted(value: str) -> str:
    return {"Vera": "Vera", " N. ": '" N. "', "": '""'}[value]


@pytest.mark.parametrize(
    ("name", "alias"),
    [
        ("Army of Modavia", "army-of-modavia"),
        ("  Café & Söhne (2) ", "cafe-sohne-2"),
        ("Завод", "party"),
        ("", "party"),
        ("---", "party"),
        ("x" * 60, "x" * 48),
        ("x" * 47 + " y", "x" * 47),
        ("①", "1"),
    ],
)
def test_an_alias_is_made_from_the_name_where_it_has_one(name: str, alias: str) -> None:
    party = say(Party(name=name))
    assert name_all(keyed(party)) == {statement_id(party): alias}


def test_the_same_alias_is_numbered_in_the_order_of_writing() -> None:
    parties = [say(Party(name="Army", country=str(n))) for n in range(3)]
    found = name_all(keyed(*parties))
    ordered = sorted(map(statement_id, parties))
    assert [found[i] for i in ordered] == ["army", "army-2", "army-3"]


def test_a_numbered_alias_that_is_taken_is_passed_over() -> None:
    found = name_all(keyed(say(Party(name="Army")), say(Party(name="Army 2")), say(Item(name="Army"))))
    assert sorted(found.values()) == ["army", "army-2", "army-3"]


def test_a_title_and_a_heading_make_an_alias_too() -> None:
    assert set(name_all(keyed(say(CaseHeader(title="A case")), say(Note(heading="A note", text="x")))).values()) == {
        "a-case",
        "a-note",
    }


def test_statements_of_one_kind_come_by_date_then_name_then_id() -> None:
    undated = say(Sighting(of=(THING,), note="x"))
    dated = say(Sighting(of=(THING,), when=Edtf("2015")))
    text = write(keyed(dated, undated))
    assert text.index("note x") < text.index("when 2015")
    named = write(keyed(say(Party(name="B")), say(Party(name="A"))))
    assert named.index("party a: A") < named.index("party b: B")


def test_a_case_that_was_read_is_written_and_read_again() -> None:
    told = tell("\nparty army: Army\n\nitem rifle: Rifle\n\nsighting\n  of rifle\n  holder army\n  when 2015\n")
    text = write(told.case.statements)
    assert read(text.encode(), name="t").statements == {i: encode(s) for i, s in told.case.statements.items()}


def test_an_embargo_until_no_stated_day_reads_back_the_same() -> None:
    embargo = say(Embargo(of=(StatementId(HEX),), until=Edtf(""), by="A. Vale", reason="x"))
    assert read(write(keyed(embargo)).encode(), name="t").statements == {statement_id(embargo): encode(embargo)}


def test_a_stored_date_cannot_plant_a_line() -> None:
    sighting = say(Sighting(of=(THING,), when=Edtf("2015\n  note planted\n\nparty planted: Planted")))
    assert "\n  note planted" not in write(keyed(sighting))
    assert "\nparty planted" not in write(keyed(sighting))


def test_a_stored_reference_cannot_plant_a_line() -> None:
    sighting = say(Sighting(of=(ThingId(StatementId("x\n  note planted")),)))
    assert "\n  note planted" not in write(keyed(sighting))
