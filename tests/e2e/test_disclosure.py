"""What leaves a case at a level: nothing that was decided to stay, and nothing that would tell of it."""

from pathlib import Path

import pytest
from tests.e2e.invented import GUARDED, RIFLE
from tests.e2e.running import DAY, START, User, digests_in

WORDS = {
    "partnerword": 1,
    "panelword": 2,
    "restingword": 2,
    "sealedword": 3,
    "whisperedword": 3,
    "refusedword": 3,
    "rumourword": 3,
    "the clerk of the night shift": 3,
    "Quellstadt": 3,
}
"""Words of guarded statements, and the lowest level at which each may be read."""
SHOWN_NOWHERE = {"partnerword", "panelword", "restingword", "sealedword", "refusedword"}
"""Words in notes, which a dossier does not print at any level."""
FORMS = ("notation", "dossier")


@pytest.mark.parametrize("level", [0, 1, 2, 3])
def test_no_word_leaves_below_its_level(user: User, level: int) -> None:
    case = user.case("g.case", GUARDED)

    notation, dossier = (user.exported(case, form, f"R{level}") for form in FORMS)

    allowed = {word for word, lowest in WORDS.items() if lowest <= level}
    assert {word for word in WORDS if word in notation} == allowed
    assert {word for word in WORDS if word in dossier} <= allowed


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("level", ["R0", "R1"])
def test_no_id_of_any_statement_leaves_below_the_panel_level(user: User, form: str, level: str) -> None:
    case = user.case("g.case", GUARDED)
    ids = _ids(user, case)

    text = user.exported(case, form, level)

    assert digests_in(text) == set()
    assert [i for i in ids if i[:8] in text] == []


def _ids(user: User, case: Path) -> list[str]:
    kinds = user.run("show", case, "--json").json["counts"]
    return [row["id"] for kind in kinds for row in user.rows(case, kind)]


@pytest.mark.parametrize("level", ["R2", "R3"])
def test_no_id_of_a_withheld_statement_leaves_at_any_level(user: User, level: str) -> None:
    case = user.case("g.case", GUARDED)
    hidden = set(_ids(user, case)) - set(_ids(user, _reread(user, case, level)))

    texts = [user.exported(case, form, level) for form in (*FORMS, "bundle")]

    assert bool(hidden) == (level == "R2")
    assert [i for i in hidden for text in texts if i[:10] in text] == []


def _reread(user: User, case: Path, level: str) -> Path:
    text = user.exported(case, "notation", level)
    return user.case(f"{level}.case", user.write(f"{level}.wit", text.encode()))


@pytest.mark.parametrize("form", FORMS)
def test_what_travels_says_nothing_of_the_words_that_stay(user: User, form: str) -> None:
    others = GUARDED
    for word in (*SHOWN_NOWHERE, "whisperedword", "rumourword"):
        others = others.replace(word, f"other{word}")

    one, two = user.case("one.case", GUARDED), user.case("two.case", others)

    assert user.exported(one, form, "R0") == user.exported(two, form, "R0")


def test_an_embargoed_statement_travels_when_its_day_has_passed(user: User) -> None:
    case = user.case("g.case", GUARDED)

    user.now = START + 232 * DAY
    assert user.run("log", case).check()
    assert "restingword" not in user.exported(case, "notation", "R0")
    user.now = START + 233 * DAY
    assert "restingword" in user.exported(case, "notation", "R0")


def test_a_retraction_that_stays_behind_keeps_what_it_hides_behind(user: User) -> None:
    case = user.case("my.case", RIFLE)
    retraction = user.run(
        "retract", case, user.only(case, "sighting"), "--by", "ada", "--why", "wrong", "--json"
    ).json["retraction"]  # fmt: skip
    hide = f"disclosure d\n  of id:{retraction}\n  level R3\n  by ada\n  reason a witness\n"
    user.run("add", case, user.write("hide.wit", hide)).check()

    for form in FORMS:
        assert "1991-06" not in user.exported(case, form, "R0")
        assert "June 1991" not in user.exported(case, form, "R0")


def test_the_strictest_of_several_decisions_holds(user: User) -> None:
    again = GUARDED + "\ndisclosure open-up\n  of panel-only\n  level R0\n  by ada\n  reason no harm in it\n"

    assert "panelword" not in user.exported(user.case("g.case", again), "notation", "R1")


def test_a_case_without_a_header_stays_with_panel_or_court(user: User) -> None:
    case = user.case("bare.case", "item thing: thing with hiddenword\n")

    assert "hiddenword" not in user.exported(case, "notation", "R1")
    assert "hiddenword" in user.exported(case, "notation", "R2")


@pytest.mark.parametrize("form", FORMS)
def test_no_id_leaves_in_the_name_of_a_thing_that_has_none(user: User, form: str) -> None:
    nameless = 'case c: C\n  level R0\n\nitem thing: ""\n\nmanufacture made\n  of thing\n  when 1986\n'
    case = user.case("n.case", nameless)

    assert user.only(case, "item")[:8] not in user.exported(case, form, "R0")


@pytest.mark.parametrize("form", FORMS)
def test_no_id_leaves_as_a_reference_to_a_statement_of_another_case(user: User, form: str) -> None:
    absent = "ab12cd34ef" + "5" * 54
    text = (
        f"case c: C\n  level R0\n\nitem thing: A thing\n\nmanufacture made\n  of thing\n  by id:{absent}\n  when 1986\n"
    )
    case = user.case("dangling.case", text)

    assert absent[:8] not in user.exported(case, form, "R0")


def test_a_default_level_above_public_keeps_everything(user: User) -> None:
    case = user.case("my.case", RIFLE.replace("level R0", "level R1"))

    said = user.run("export", case, "-o", user.path("x.html"), "--json").check().json

    assert (said["statements"], said["withheld"]) == (0, 9)
    page = user.path("x.html").read_text("utf-8")
    assert [word for word in ("Orlan", "Arvenia", "rifle", "1987") if word in page] == []


def test_a_name_once_public_is_withheld_with_the_statement_that_was_raised(user: User) -> None:
    case = user.case("my.case", RIFLE)
    (party,) = [row["id"] for row in user.rows(case, "party") if row["text"] == "Ministry of Arvenia"]
    hide = f"disclosure d\n  of id:{party}\n  level R2\n  by ada\n  reason under review\n"
    user.run("add", case, user.write("hide.wit", hide)).check()

    for form in FORMS:
        text = user.exported(case, form, "R0")
        assert "Arvenia" not in text
        assert "March 1987" not in text
        assert "1987-03" not in text, "the transfer names the party and must stay behind with it"
