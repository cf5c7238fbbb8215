"""From the notation to statements; or every bad line, and nothing taken."""

import pytest

from witnessmark.case.canonical import decode, digest, encode
from witnessmark.case.sealing import Opened, commitment
from witnessmark.errors import RefusedInput
from witnessmark.model.happenings import Passes, Transfer, TransferKind
from witnessmark.model.ids import PartyId, SourceId, StatementId, ThingId
from witnessmark.model.problem import Severity
from witnessmark.model.quantity import Quantity, Unit
from witnessmark.model.statement import Basis, Statement
from witnessmark.model.things import Item, Party, PartySort
from witnessmark.model.value import Edtf, Sealed
from witnessmark.notation.blocks import MOST_PROBLEMS
from witnessmark.notation.read import HEADINGS, Document, kinds_with_heading, read

HEX = "ab" * 32
ARMY = "\nparty army: Army\n"
RIFLE = "\nitem rifle: Rifle\n"


def document(text: str) -> Document:
    return read(f"witnessmark 1\n{text}".encode(), name="t.wit")


def refusals(text: str, *, start: str = "witnessmark 1\n") -> list[str]:
    with pytest.raises(RefusedInput) as error:
        read((start + text).encode(), name="t.wit")
    assert all(problem.severity is Severity.REFUSED for problem in error.value.problems)
    assert str(error.value) == "\n".join(map(str, error.value.problems))
    return [str(problem).removeprefix("t.wit:") for problem in error.value.problems]


def only(text: str) -> Statement:
    *_, payload = document(text).statements.values()
    return decode(payload)


# -- what is taken -------------------------------------------------------------------------------------------


def test_a_file_without_statements_says_nothing() -> None:
    assert document("") == Document(statements={}, aliases={}, lines={}, opened=())


def test_every_form_of_field_is_read() -> None:
    text = ARMY + RIFLE + "\nsource paper: Paper\n" + (
        "\ntransfer sold\n  of rifle\n  of id:" + HEX + "\n  as export\n  to army\n  when 2015-12~\n"
        "  quantity about 12 rifles\n"
        '  passes both\n  note " led"\n  source paper\n  locator p. 3\n  basis inferred\n'
        "  rests-on army\n  rests-on rifle\n"
    )  # fmt: skip
    found = document(text)
    army, rifle, paper = (found.aliases[name] for name in ("army", "rifle", "paper"))
    content = Transfer(
        of=(ThingId(rifle), ThingId(StatementId(HEX))),
        as_=TransferKind.EXPORT,
        to=PartyId(army),
        when=Edtf("2015-12~"),
        quantity=Quantity(number="12", unit=Unit.RIFLES, bound="about"),  # type: ignore[arg-type]
        passes=Passes.BOTH,
        note=" led",
    )
    statement = Statement(
        content=content, source=SourceId(paper), locator="p. 3", basis=Basis.INFERRED, rests_on=(army, rifle)
    )
    assert found.statements[found.aliases["sold"]] == encode(statement)


def test_a_statement_is_kept_under_the_digest_of_its_bytes_with_the_line_where_it_stands() -> None:
    found = document(ARMY + RIFLE)
    payload = encode(Statement(content=Party(name="Army")))
    assert found.statements[StatementId(digest(payload))] == payload
    assert found.lines == {found.aliases["army"]: 3, found.aliases["rifle"]: 5}


def test_a_statement_told_twice_is_one_at_its_first_line() -> None:
    found = document("\nparty: Army\n\nparty: Army\n")
    ((i, line),) = found.lines.items()
    assert (list(found.statements), line, found.aliases) == ([i], 3, {})


def test_a_name_may_stand_behind_the_colon_or_in_a_line() -> None:
    assert only("\nparty: Army\n") == only("\nparty\n  name Army\n") == Statement(content=Party(name="Army"))
    assert only("\nnote: Heading\n  text x\n").content == only("\nnote\n  heading Heading\n  text x\n").content
    assert only("\ncase: Title\n").content == only("\ncase\n  title Title\n").content


def test_the_kinds_that_have_a_name_name_it_in_one_of_three_ways() -> None:
    assert HEADINGS == ("name", "title", "heading")
    assert dict(kinds_with_heading()) == {
        "case": "title", "source": "name", "party": "name", "place": "name", "item": "name", "lot": "name",
        "container": "name", "programme": "name", "authorisation": "name", "consignment": "name", "visit": "name",
        "published-figure": "name", "evidence": "name", "note": "heading",
    }  # fmt: skip


def test_statements_may_name_those_below_them() -> None:
    found = document("\nphoto p\n  of rifle\n" + RIFLE)
    assert list(found.statements) == [found.aliases["rifle"], found.aliases["p"]]


def test_an_empty_text_may_be_written_in_quotes() -> None:
    assert only('\nparty: ""\n').content == Party(name="")


def test_a_date_may_be_written_in_quotes() -> None:
    plain, quoted = (only(RIFLE + f"\nsighting\n  of rifle\n  when {when}\n") for when in ("2015-12~", '"2015-12~"'))
    assert plain == quoted
    empty = only(RIFLE + '\nsighting\n  of rifle\n  when ""\n')
    assert empty == only(RIFLE + "\nsighting\n  of rifle\n")


def test_a_sealed_value_is_named_where_a_field_can_hold_one() -> None:
    assert only(f"\nparty: sealed:{HEX}\n  sort person\n").content == Party(
        name=Sealed(sealed=HEX), sort=PartySort.PERSON
    )
    assert only(f'\nparty: "sealed:{HEX}"\n').content == Party(name=f"sealed:{HEX}")


def test_a_field_that_cannot_be_sealed_holds_the_words() -> None:
    assert only(f"\nitem: Rifle\n  make sealed:{HEX}\n").content == Item(name="Rifle", make=f"sealed:{HEX}")


def test_a_sealed_value_may_be_spelled_out() -> None:
    opened = Opened(salt="5a" * 32, value="Vera N.")
    plain = f"\n  value Vera N.\n  salt {opened.salt}\n"
    assert document(f"\nsealed {commitment(opened)}{plain}").opened == (opened,)
    assert document(f"\nsealed vera{plain}").opened == (opened,)
    found = document(f"\nsealed{plain}" + ARMY)
    assert found.opened == (opened,)
    assert list(found.aliases) == ["army"]


def test_a_byte_order_mark_and_windows_line_ends_change_nothing() -> None:
    text = f"witnessmark 1\n{ARMY}{RIFLE}"
    plain = read(text.encode(), name="t")
    assert read(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode(), name="t") == plain


# -- what is refused -----------------------------------------------------------------------------------------


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(RefusedInput) as error:
        read(b"\xff", name="t.wit")
    assert [str(problem) for problem in error.value.problems] == ["t.wit:1: want UTF-8 text, got byte 0xff"]


def test_every_bad_line_is_listed_in_order() -> None:
    text = "\nparty a\n  sort king\n  wrong x\n\nweapon w\n\nitem\n  9\n"
    assert [line.partition(":")[0] for line in refusals(text)] == ["3", "4", "5", "7", "9", "10"]


def test_reading_stops_where_nobody_would_read_on() -> None:
    few = refusals("9\n" * (MOST_PROBLEMS - 1))
    assert len(few) == MOST_PROBLEMS - 1
    many = refusals("9\n" * (MOST_PROBLEMS + 5))
    assert len(many) == MOST_PROBLEMS + 1
    assert many[:-1] == [f"{line}: want KIND [ALIAS][: NAME], got '9'" for line in range(2, MOST_PROBLEMS + 2)]
    assert many[-1] == f"{MOST_PROBLEMS + 1}: reading stopped after {MOST_PROBLEMS} bad lines"


def test_problems_of_one_line_are_sorted_by_message() -> None:
    found = refusals("\ntransfer t\n", start="witnessmark 2\n")
    assert found == [
        "1: want 'witnessmark 1' on the first line, got 'witnessmark 2'",
        "3: transfer: want the field of, got none",
    ]
    many = refusals("\ngrade g\n")
    assert many == sorted(many)
    assert len(many) == 5


def test_an_unknown_kind_is_refused_with_one_that_is_like_it() -> None:
    assert refusals("\npatry a: x\n") == ["3: want a kind such as 'party', got 'patry'"]
    assert refusals("\nzzzzzz a: x\n") == ["3: want a kind, got 'zzzzzz'"]


def test_a_line_that_is_no_header_is_refused_once() -> None:
    assert refusals("\nParty: x\n  sort police\n") == ["3: want KIND [ALIAS][: NAME], got 'Party: x'"]


def test_an_unknown_field_is_refused_with_one_that_is_like_it() -> None:
    assert refusals("\nparty a: x\n  sorte police\n") == ["4: party: want a field such as 'sort', got 'sorte'"]
    assert refusals("\nparty a: x\n  zzzz police\n") == ["4: party: want a field, got 'zzzz'"]


def test_a_kind_without_a_name_has_none_behind_the_colon() -> None:
    assert refusals(RIFLE + "\nphoto p: x\n  of rifle\n") == ["5: photo: want no name behind a colon, got ':'"]


def test_a_field_is_told_once_unless_it_holds_many() -> None:
    assert refusals("\nparty a: x\n  sort police\n  sort maker\n") == ["5: sort: want it once, got it again"]
    assert refusals("\nparty a: x\n  name y\n") == ["4: name: want it once, got it again"]


def test_a_field_says_something() -> None:
    assert refusals("\nparty a: x\n  sort\n") == ["4: sort: want a value, got nothing; leave the line out if unknown"]
    assert refusals("\nparty a:\n") == ["3: name: want a value, got nothing; leave the line out if unknown"]


def test_a_required_field_that_is_missing_is_named() -> None:
    assert refusals("\nparty a\n") == ["3: party: want the field name, got none"]
    assert refusals("\ntrace-request a\n") == [
        "3: trace-request: want the field of, got none",
        "3: trace-request: want the field to, got none",
    ]


def test_a_required_field_behind_an_optional_one_is_named_too() -> None:
    assert refusals(RIFLE + "\nconsent c\n  of rifle\n  given yes\n") == [
        "5: consent: want the field by, got none",
        "5: consent: want the field reason, got none",
    ]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("when 2015-02-30", "when: want a day that exists, got '2015-02-30'"),
        ("quantity many", "quantity: want [about|at-least|at-most|more-than] NUMBER UNIT, got 'many'"),
        ("passes love", "passes: want one of custody, title, both; got 'love'"),
        ('note "x', 'note: want a text without quotes, or one in "..." to its end, got \'"x\''),
        ("note sealed:ab", "note: want sealed: and 64 hexadecimal digits, got 'sealed:ab'"),
        ("to id:ab", "to: want id: and 64 hexadecimal digits, got 'id:ab'"),
        ("to armyy", "to: want an alias of this file such as 'army', got 'armyy'"),
        ("to zzzzzz", "to: want an alias of this file, got 'zzzzzz'"),
        ("to rifle", "to: want the alias of party, got 'rifle', which is a item"),
        ("of army", "of: want the alias of item or lot or container or consignment, got 'army', which is a party"),
        ("rests-on zzzzzz", "rests-on: want an alias of this file, got 'zzzzzz'"),
    ],
)
def test_a_value_that_cannot_be_taken_is_refused_with_what_was_wanted(line: str, message: str) -> None:
    assert refusals(ARMY + RIFLE + f"\ntransfer sold\n  of rifle\n  {line}\n") == [f"9: {message}"]


def test_long_values_are_shown_by_their_start() -> None:
    assert refusals(f"\nparty: sealed:{'x' * 200}\n") == [
        f"3: name: want sealed: and 64 hexadecimal digits, got {'sealed:' + 'x' * 73!r}"
    ]
    assert refusals(f"\nphoto\n  of id:{'x' * 200}\n") == [
        f"4: of: want id: and 64 hexadecimal digits, got {'id:' + 'x' * 77!r}"
    ]


def test_an_alias_is_given_once() -> None:
    assert refusals(ARMY + "\nitem army: Other\n") == ["5: want a new alias, got 'army', which the file has already"]


def test_aliases_do_not_refer_to_each_other_in_a_circle() -> None:
    assert refusals("\nphoto a\n  of b\n\nphoto b\n  of a\n") == [
        "3: want no circle of references, got a -> b -> a"
    ] or (refusals("\nphoto a\n  of b\n\nphoto b\n  of a\n") == ["6: want no circle of references, got b -> a -> b"])
    (own,) = refusals("\nremark a\n  nature caveat\n  text x\n  about a\n")
    assert own == "3: want no circle of references, got a -> a"


def test_a_statement_that_names_one_that_was_refused_adds_no_problem_of_its_own() -> None:
    text = "\nparty army: Army\n  sort king\n\nitem rifle: Rifle\n  zzzz x\n"
    base = refusals(text)
    assert refusals(text + "\ntransfer sold\n  of id:" + HEX + "\n  to army\n") == base
    assert refusals(text + "\ntrace-request asked\n  of id:" + HEX + "\n  to army\n") == base
    assert refusals(text + "\nphoto p\n  of rifle\n  rests-on army\n") == base


def test_a_reference_to_a_block_of_an_unknown_kind_adds_no_problem_of_its_own() -> None:
    assert len(refusals("\nweapon gun: x\n\nphoto p\n  of gun\n")) == 1


def test_a_person_is_named_only_under_seal() -> None:
    assert refusals("\nparty vera: Vera N.\n  sort person\n") == [
        "3: want a person's name sealed, got it open; `witnessmark seal` takes it"
    ]


def test_what_the_types_refuse_is_refused_with_the_kind() -> None:
    (problem,) = refusals(RIFLE + '\nretraction r\n  of rifle\n  by ""\n  reason x\n')
    assert problem.startswith("5: retraction: want a statement in canonical JSON: Expected `str` of length >= 1")
    many = "\n".join(["  of rifle"] * 1001)
    (problem,) = refusals(RIFLE + f"\nphoto p\n{many}\n")
    assert problem.startswith("5: photo: want a statement in canonical JSON: Expected `array` of length <= 1000")


def test_a_text_that_is_not_unicode_is_refused() -> None:
    assert refusals('\nparty: "\\ud800"\n') == ["3: party: want text that can be written as UTF-8, got '\\ud800'"]


def test_a_sealed_value_that_is_not_unicode_is_refused() -> None:
    for alias in ("", f" {HEX}", " vera"):
        (problem,) = refusals(f'\nsealed{alias}\n  value "\\ud800"\n  salt {HEX}\n')
        assert problem


SEALED = "want value and salt, 64 hexadecimal digits; `witnessmark seal` makes them"


@pytest.mark.parametrize(
    "lines", ["", "  value x\n", f"  salt {HEX}\n", "  value x\n  salt ab\n", f"  value x\n  salt {HEX.upper()}\n"]
)
def test_a_sealed_value_has_a_value_and_a_salt(lines: str) -> None:
    assert refusals(f"\nsealed\n{lines}") == [f"3: {SEALED}"]


def test_a_sealed_value_has_nothing_else_and_nothing_twice() -> None:
    whole = f"  value x\n  salt {HEX}\n"
    assert refusals(f"\nsealed\n{whole}  note y\n") == ["6: want one value and one salt of a sealed value, got 'note'"]
    assert refusals(f"\nsealed\n{whole}  value y\n") == [
        "6: want one value and one salt of a sealed value, got 'value'"
    ]
    assert refusals(f"\nsealed: x\n{whole}") == ["3: want one value and one salt of a sealed value, got ':'"]


def test_a_sealed_value_belongs_to_the_commitment_that_names_it() -> None:
    assert refusals(f"\nsealed {HEX}\n  value x\n  salt {HEX}\n") == [
        "3: the value and salt do not belong to this commitment"
    ]


def test_a_quote_in_a_sealed_value_closes() -> None:
    assert refusals(f'\nsealed\n  value "x\n  salt {HEX}\n') == [
        '4: value: want a text without quotes, or one in "..." to its end, got \'"x\''
    ]


def test_a_reference_to_the_line_of_a_block_without_an_alias_is_no_reference() -> None:
    assert refusals("\nitem: Rifle\n\nphoto\n  of line 3\n") == ["6: of: want an alias of this file, got 'line 3'"]
