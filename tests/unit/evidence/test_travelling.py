"""Which pieces of evidence may leave with a case, and why others stay behind."""

from datetime import date

from tests.unit.told import tell

from witnessmark.case.levels import cut
from witnessmark.evidence.pieces import named_by
from witnessmark.evidence.travelling import Stays, Way, looks_recorded, passages, travelling, way
from witnessmark.model.decisions import Level, RegisterUse

PAPER, PICTURE = "a1" * 32, "b2" * 32
SEALED = "sealed:" + "c3" * 32
CASE = f"""
item rifle: Rifle

source list: Packing list
  digest {PAPER}

photo shot
  of rifle
  digest {PICTURE}
"""


def stays(text: str, level: Level = Level.R2) -> dict[str, Stays | None]:
    case = tell(text).case
    shown = cut(case, level, as_of=date(2026, 3, 1)).shown
    return {digest: passage.stays for digest, passage in passages(case, frozenset(shown), level).items()}


def above(name: str) -> str:
    return f"\ndisclosure d-{name}\n  of {name}\n  level R3\n  by A. Vale\n  reason a witness\n"


def test_a_piece_travels_with_the_statement_that_names_it() -> None:
    assert stays(CASE) == {PAPER: None, PICTURE: None}


def test_a_piece_stays_with_the_statement_that_names_it() -> None:
    assert stays(CASE + above("shot")) == {PAPER: None, PICTURE: Stays.LEVEL}


def test_of_two_statements_that_name_a_piece_the_stricter_holds() -> None:
    again = f"\nphoto again\n  of rifle\n  digest {PICTURE}\n  caption the same\n"

    assert stays(CASE + again + above("again"))[PICTURE] is Stays.LEVEL


def test_a_statement_that_was_retracted_holds_nothing_back_and_sends_nothing() -> None:
    gone = "\nretraction gone\n  of shot\n  by A. Vale\n  reason another rifle\n"

    assert PICTURE not in stays(CASE + gone)


def test_a_paper_stays_behind_when_something_drawn_from_it_does() -> None:
    seen = "\nsighting seen\n  of rifle\n  source list\n"

    assert stays(CASE + seen)[PAPER] is None
    assert stays(CASE + seen + above("seen"))[PAPER] is Stays.LEVEL


def test_a_picture_stays_behind_when_a_reading_of_it_does() -> None:
    read = "\nmark-reading read\n  of rifle\n  mark serial\n  text KB 1\n  photo shot\n"

    assert stays(CASE + read + above("read"))[PICTURE] is Stays.LEVEL


def test_what_only_mentions_a_piece_holds_nothing_back() -> None:
    moved = "\nhandling moved\n  of shot\n  action received\n  by A. Vale\n"

    assert stays(CASE + moved + above("moved"))[PICTURE] is None


def test_a_paper_from_which_a_sealed_value_was_taken_leaves_at_r3_only() -> None:
    person = f"\nparty person\n  name {SEALED}\n  sort person\n  source list\n"

    assert stays(CASE + person)[PAPER] is Stays.SEALED
    assert stays(CASE + person, Level.R3)[PAPER] is None


def test_a_paper_that_tells_of_a_sealed_person_leaves_at_r3_only() -> None:
    sold = f"\nparty person\n  name {SEALED}\n  sort person\n\ntransfer sold\n  of rifle\n  to person\n  source list\n"

    assert stays(CASE + sold)[PAPER] is Stays.SEALED


def test_of_a_picture_whose_place_is_sealed_at_most_a_working_copy_travels() -> None:
    def seals(level: Level) -> bool:
        case = tell(f"\nsource shot: Picture\n  form photograph\n  digest {PICTURE}\n  note {SEALED}\n").case
        (piece,) = passages(case, frozenset(case.statements), level).values()
        assert piece.stays is None
        return piece.seals

    assert seals(Level.R2)
    assert not seals(Level.R3)


def test_a_register_is_no_evidence() -> None:
    use = RegisterUse(register="made", digest=PAPER, by="A. Vale", reason="looked up")

    assert named_by(use) == ()


def test_a_photograph_is_a_recording_and_a_paper_is_none() -> None:
    case = tell(CASE).case
    found = passages(case, frozenset(case.statements), Level.R2)

    assert {digest: passage.is_recording for digest, passage in found.items()} == {PAPER: False, PICTURE: True}


def test_bytes_are_looked_at_whatever_statements_say() -> None:
    pictures = [b"\xff\xd8\xff\xdb", b"\x89PNG\r\n\x1a\n", b"II*\x00", b"\x00\x00\x00\x18ftypheic", b"RIFF....WEBP"]

    assert all(map(looks_recorded, pictures))
    assert not any(map(looks_recorded, [b"%PDF-1.4", b"a text", b"PK\x03\x04....xl/workbook.xml", b""]))


def test_an_archive_can_hold_recordings_and_is_taken_for_one() -> None:
    assert looks_recorded(b"PK\x03\x04..........media/1.jpg")


# -- in which way ---------------------------------------------------------------------------------------------

JPEG, PDF = b"\xff\xd8\xff\xe0", b"%PDF-1.7"


def ways(digest: str, opening: bytes, *, more: str = "", as_they_are: bool = False) -> dict[str, Way | Stays]:
    """How a piece of the case leaves at each level."""
    case = tell(CASE + more).case
    found = {}
    for level in Level:
        passage = passages(case, frozenset(case.statements), level)[digest]
        found[str(level)] = way(passage, opening, level, as_they_are=as_they_are)
    return found


def test_below_the_panel_level_nothing_leaves_as_it_came() -> None:
    copy, kept = Way.WORKING_COPY, Stays.ORIGINAL

    assert [ways(PICTURE, JPEG, as_they_are=asked)[low] for asked in (False, True) for low in ("R0", "R1")] == [
        copy
    ] * 4
    assert [ways(PAPER, PDF, as_they_are=asked)[low] for asked in (False, True) for low in ("R0", "R1")] == [kept] * 4


def test_from_the_panel_level_on_a_paper_leaves_as_it_came_and_a_picture_when_that_is_asked_for() -> None:
    assert {ways(PAPER, PDF)[high] for high in ("R2", "R3")} == {Way.AS_IT_CAME}
    assert {ways(PICTURE, JPEG)[high] for high in ("R2", "R3")} == {Way.WORKING_COPY}
    assert {ways(PICTURE, JPEG, as_they_are=True)[high] for high in ("R2", "R3")} == {Way.AS_IT_CAME}


def test_what_only_looks_like_a_paper_in_the_statements_leaves_as_the_picture_that_it_is() -> None:
    assert ways(PAPER, JPEG)["R2"] is Way.WORKING_COPY


def test_of_what_seals_a_value_no_bytes_leave_as_they_came_below_r3() -> None:
    sealed = f"\nevidence own: letter.pdf\n  digest {PAPER}\n  note {SEALED}\n"
    sealed += f"\nevidence shot-file: a.jpg\n  form photograph\n  digest {PICTURE}\n  at {SEALED}\n"

    assert [ways(PAPER, PDF, more=sealed, as_they_are=True)[each] for each in ("R2", "R3")] == [
        Stays.SEALED,
        Way.AS_IT_CAME,
    ]
    assert ways(PICTURE, JPEG, more=sealed, as_they_are=True)["R2"] is Way.WORKING_COPY


def test_what_stays_behind_stays_whatever_is_asked_for() -> None:
    case = tell(CASE + above("shot")).case
    shown = frozenset(cut(case, Level.R2, as_of=date(2026, 3, 1)).shown)

    assert travelling(case, shown, Level.R2) == {PAPER}
    assert way(passages(case, shown, Level.R2)[PICTURE], JPEG, Level.R2, as_they_are=True) is Stays.LEVEL
