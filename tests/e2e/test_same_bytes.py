"""The same case gives the same bytes, whoever asks, whenever and in whatever order it came."""

from pathlib import Path

import pytest
from tests.e2e.invented import GUARDED, LATER, RIFLE
from tests.e2e.running import DAY, EXAMPLES, MISSILE, START, User

TRAINING_CASE = next(path for path in EXAMPLES if path.stem == "training-case")


@pytest.fixture(params=[MISSILE, TRAINING_CASE], ids=lambda path: path.stem)
def example(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


@pytest.mark.parametrize("seed", ["0", "1", "4242"])
def test_output_does_not_depend_on_the_order_of_python_sets(user: User, example: Path, seed: str) -> None:
    case = user.case("x.case", example)
    user.run("export", case, "-o", user.path("here.html")).check()
    here = user.path("here.html").read_bytes(), user.run("trace", case, "--json").check().out
    fresh = user.case("fresh.case", example)

    user.more = {"PYTHONHASHSEED": seed}
    user.spawn("export", fresh, "-o", "there.html").check()
    traced = user.spawn("trace", fresh, "--json").check().out

    assert (user.path("there.html").read_bytes(), traced) == here


def test_output_does_not_depend_on_who_recorded_it_or_when(user: User, other: User, example: Path) -> None:
    other.now = START + 400 * DAY

    mine = user.exported(user.case("a.case", example), "dossier", "R0")
    theirs = other.exported(other.case("b.case", example), "dossier", "R0")

    assert mine == theirs


@pytest.mark.parametrize("form", ["dossier", "notation"])
def test_output_does_not_depend_on_the_order_in_which_it_came(user: User, form: str) -> None:
    one = user.case("one.case", RIFLE, LATER, GUARDED)
    two = user.case("two.case", GUARDED, LATER, RIFLE)

    assert user.exported(one, form, "R3") == user.exported(two, form, "R3")


def test_output_does_not_depend_on_the_order_of_lines_in_a_file(user: User) -> None:
    blocks = RIFLE.strip().split("\n\n")

    one = user.case("one.case", "\n\n".join(blocks))
    two = user.case("two.case", "\n\n".join(reversed(blocks)))

    assert user.exported(one, "dossier", "R3") == user.exported(two, "dossier", "R3")


@pytest.mark.parametrize("words", [
    ("show",), ("show", "party"), ("trace",), ("trace", "--plain"), ("log",), ("head",), ("verify",),
])  # fmt: skip
def test_asking_again_gives_the_same_answer(user: User, words: tuple[str, ...]) -> None:
    case = user.case("x.case", RIFLE)

    first = user.run(words[0], case, *words[1:], "--json").check().out

    assert user.run(words[0], case, *words[1:], "--json").check().out == first


def test_a_remembered_answer_is_forgotten_with_the_next_write(user: User) -> None:
    case = user.case("x.case", RIFLE)
    user.run("trace", case).check()

    user.run("add", case, user.write("later.wit", LATER)).check()

    assert "11 February 1993" in user.run("trace", case).check().words


def test_a_dossier_names_neither_the_clock_nor_the_machine(user: User) -> None:
    page = user.exported(user.case("x.case", MISSILE), "dossier", "R0")

    assert [word for word in (str(user.folder), str(user.home), "2014-05-13", "16:53") if word in page] == []
