"""What of a case concerns one thing."""

from tests.unit.told import tell

from witnessmark.reports.tell import MOST_LINES
from witnessmark.reports.tell import tell as tell_case

TWO = """
item rifle: Rifle

item pistol: Pistol

sighting
  of rifle

sighting
  of pistol

mark-reading of-rifle
  of rifle
  text KB 1203

mark-reading of-pistol
  of pistol
  text AX 77

condition both
  of rifle
  of pistol
  text oiled

remark aside
  nature context
  text The depot was wet
"""


def seen(text: str, *, is_alone: bool) -> list[str]:
    told = tell(text)
    dossier = tell_case(told.case, [told.ids["rifle"]], is_alone=is_alone)
    return [line.text for section in dossier.sections for line in section.lines]


def test_alone_a_thing_is_told_without_what_is_said_of_others() -> None:
    lines = "\n".join(seen(TWO, is_alone=True))
    assert "KB 1203" in lines
    assert "AX 77" not in lines
    assert "AX 77" in "\n".join(seen(TWO, is_alone=False))


def test_what_is_said_of_both_or_of_nothing_stays() -> None:
    lines = "\n".join(seen(TWO, is_alone=True))
    assert "oiled" in lines
    assert "The depot was wet" in lines


def test_a_section_that_nobody_would_read_says_how_much_it_leaves_out() -> None:
    many = "".join(f"\nremark r{n}\n  nature context\n  text Remark {n}\n" for n in range(MOST_LINES + 3))
    lines = seen(TWO + many, is_alone=True)
    assert any(line.startswith("and 4 more") for line in lines)
