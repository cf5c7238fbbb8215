"""Which pictures a dossier shows, and that it says how many it leaves out."""

from tests.unit.told import tell

from witnessmark.reports.dossier import Dossier
from witnessmark.reports.page import page
from witnessmark.reports.tell import tell as tell_case
from witnessmark.reports.tell_pictures import MOST_PICTURES


def dossier(photos: int) -> Dossier:
    shots = [f"\nphoto p{n}\n  of rifle\n  digest {n:064x}\n  caption side {n:03}\n" for n in range(photos)]
    return tell_case(tell("\nitem rifle: Rifle\n" + "".join(shots)).case, [])


def test_a_dossier_that_shows_every_picture_speaks_of_no_others() -> None:
    found = dossier(MOST_PICTURES)
    assert (len(found.pictures), found.pictures_left_out) == (MOST_PICTURES, 0)
    assert "more pictures" not in page(found)


def test_a_dossier_says_how_many_pictures_it_leaves_out() -> None:
    found = dossier(MOST_PICTURES + 3)
    assert (len(found.pictures), found.pictures_left_out) == (MOST_PICTURES, 3)
    assert "The case holds 3 more pictures of which somebody said what they show" in page(found)


def test_a_picture_of_which_nobody_said_what_it_shows_is_not_missed() -> None:
    found = tell_case(tell(f"\nevidence shot: a.jpg\n  form photograph\n  digest {7:064x}\n").case, [])
    assert (found.pictures, found.pictures_left_out) == ((), 0)
