"""Files that are made to be large, deep or slow: an answer or a refusal within bounds, never a hang or a traceback.

The bounds are of processor time and of memory, not of the clock, and ten times what is needed: what they catch is
work that grows with the square of its input, or without end.
"""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.e2e.running import Ran, User

if sys.platform == "win32":
    pytest.skip("limits are those of POSIX", allow_module_level=True)
else:
    import resource

_CPU = 20
_MEMORY = 4 * 2**30
_MOST_SAID = 2_000_000
"""Bytes of messages that a person could still scroll through."""


def _bounded() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU, _CPU))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


def _run(user: User, *words: str | Path) -> Ran:
    ran = user.spawn(*words, before=_bounded)
    assert ran.status >= 0, f"killed by signal {-ran.status}, after {_CPU} seconds of processor time or for its memory"
    assert "Traceback" not in ran.said, ran.said[-2_000:]
    return ran


def _add(user: User, text: str) -> tuple[Ran, Path]:
    case = user.case("big.case")
    return _run(user, "add", case, user.write("big.wit", text)), case


def test_a_million_lines_of_rubbish_are_refused_with_a_message_that_can_be_read(user: User) -> None:
    ran, _ = _add(user, "!!! ???\n" * 1_000_000)

    ran.refused("refused", "big.wit:3:")
    assert len(ran.said) < _MOST_SAID


@pytest.mark.parametrize("line", ["xyzzy plugh\n", "item x: X\n", "  of a\n", 'item: "\n', "manufacture\n"])
def test_many_lines_of_any_rubbish_are_refused_with_a_message_that_can_be_read(user: User, line: str) -> None:
    ran, _ = _add(user, line * 100_000)

    ran.refused("refused", "big.wit:")
    assert len(ran.said) < _MOST_SAID


def test_many_problems_stay_readable_as_json(user: User) -> None:
    case = user.case("big.case")

    ran = _run(user, "add", case, user.write("big.wit", "!!!\n" * 100_000), "--json").refused()

    assert ran.json["error"] == "RefusedInput"
    assert len(ran.out) < _MOST_SAID


def test_many_fields_that_are_unknown_are_refused(user: User) -> None:
    ran, _ = _add(user, "item x: X\n" + "  colour red\n" * 100_000)

    ran.refused("big.wit:4:")
    assert len(ran.said) < _MOST_SAID


def test_many_aliases_that_are_not_there_are_refused(user: User) -> None:
    items = "".join(f"item i{n}: X\n  note {n}\n" for n in range(12_000))

    _add(user, items + "".join(f"condition\n  of j{n}\n" for n in range(2_000)))[0].refused("want an alias")


def test_many_bad_dates_are_refused(user: User) -> None:
    ran, _ = _add(user, "item i: I\n" + "manufacture\n  of i\n  when 2015-02-31\n" * 30_000)

    ran.refused("want a day that exists")


def test_a_value_of_many_lines_is_refused_when_it_is_too_long(user: User) -> None:
    _add(user, "note n: N\n  text a\n" + f"    {'b' * 60}\n" * 200_000)[0].refused("big.wit:")


@pytest.mark.parametrize(
    "text", ["x" * 60_000_000, "item i: " + "x" * 2_000_000, "item i: I\n  note " + "[" * 1_500_000]
)
def test_a_huge_line_is_refused(user: User, text: str) -> None:
    ran, _ = _add(user, text)

    ran.refused("want at most 1000000 characters in a line")
    assert len(ran.said) < 2_000


def test_a_file_beyond_the_limit_is_refused(user: User) -> None:
    _add(user, "#" * 70_000_000)[0].refused("want at most 64000000 bytes")


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="this system has no /dev/zero")
def test_a_file_without_end_is_refused(user: User) -> None:
    case = user.case("x.case")

    for words in (("add", case), ("merge", case), ("verify", case, "--head")):
        _run(user, *words, "/dev/zero").refused("/dev/zero")


def test_a_quote_of_deep_brackets_is_refused(user: User) -> None:
    _add(user, 'note n: N\n  text "' + "[" * 900_000)[0].refused("big.wit:4: text: want a text")


DEPTH = 2_000


def _chain_of_retractions() -> str:
    links = "".join(f"retraction r{n}\n  of r{n - 1}\n  by a\n  reason b\n" for n in range(1, DEPTH))
    return "item i: I\nretraction r0\n  of i\n  by a\n  reason b\n" + links


def _chain_of_corrections() -> str:
    links = "".join(f"item i{n}: I {n}\n  supersedes i{n - 1}\n  because b\n" for n in range(1, DEPTH))
    retractions = "".join(f"retraction\n  of i{n}\n  by a\n  reason b\n" for n in range(1, DEPTH))
    return "item i0: I\nmanufacture\n  of i0\n  when 1986\n" + links + retractions


def _chain_of_quotes() -> str:
    links = "".join(f"source s{n}: S {n}\n  quotes s{n - 1}\n" for n in range(1, DEPTH))
    return f"source s0: S\n{links}item i: I\nmanufacture\n  of i\n  when 1986\n  source s{DEPTH - 1}\n"


def _lattice_of_quotes() -> str:
    rows = "".join(
        f"source {side}{n}: {side} {n}\n  quotes a{n - 1}\n  quotes b{n - 1}\n" for n in range(1, 60) for side in "ab"
    )
    return f"source a0: a\nsource b0: b\n{rows}item i: I\nmanufacture\n  of i\n  when 1986\n  source a59\n"


def _chain_of_containers() -> str:
    links = "".join(f"container c{n}: C {n}\ncontainment\n  inner c{n - 1}\n  outer c{n}\n" for n in range(1, DEPTH))
    return f"item i: I\ncontainer c0: C\n{links}containment\n  inner i\n  outer c0\nmanufacture\n  of i\n  when 1986\n"


def _lattice_of_containers() -> str:
    rows = "".join(f"container {side}{n}: {side} {n}\n" for n in range(40) for side in "ab")
    links = "".join(
        f"containment\n  inner {x}{n - 1}\n  outer {y}{n}\n" for n in range(1, 40) for x in "ab" for y in "ab"
    )
    return f"{rows}{links}item i: I\ncontainment\n  inner i\n  outer a0\nmanufacture\n  of a39\n  when 1986\n"


def _chain_of_derivations() -> str:
    links = "".join(
        f"manufacture m{n}\n  of i\n  when 1986\n  basis derived\n  rests-on m{n - 1}\n" for n in range(1, 1_500)
    )
    return f"item i: I\nmanufacture m0\n  of i\n  when 1986\n{links}"


def _many_rival_dates() -> str:
    days = "".join(
        f"transfer\n  of i\n  as {kind}\n  from a\n  to b\n  when {year}\n"
        for year in range(1950, 1970)
        for kind in ("sale", "gift", "export")
    )
    rivals = "".join(
        f"transfer\n  of i\n  as sale\n  from b\n  to a\n  when {year}-0{m}\n"
        for year in range(1950, 1970)
        for m in (1, 2, 3)
    )
    return f"item i: I\nparty a: A\nparty b: B\n{days}{rivals}"


_FORCES = "".join(f"party p{n}: Force {n}\n" for n in range(40))


def _one_thing_with_many_events() -> str:
    """Handed on, seen and captured by turns, four times a year."""
    quarters = ((year, month) for year in range(1600, 2000) for month in ("01", "04", "07", "10"))
    told = (
        f"{kind}\n  of i\n{hands.format(n % 40, (n * 7 + 1) % 40)}  when {year}-{month}\n"
        for n, (year, month) in enumerate(quarters)
        for kind, hands in [
            ("transfer", "  from p{0}\n  to p{1}\n"), ("sighting", "  holder p{0}\n"), ("recovery", "  by p{0}\n"),
            ("transfer", "  as capture\n  from p{0}\n  to p{1}\n"),
        ][n % 4 : n % 4 + 1]
    )  # fmt: skip
    return f"item i: I\n{_FORCES}{''.join(told)}"


def _one_lot_found_many_times_nobody_knows_when() -> str:
    told = "".join(
        f"recovery\n  of l\n  by p{n % 40}\n  note {n}\nsighting\n  of l\n  holder p{n % 40}\n  note {n}\n"
        for n in range(800)
    )
    return f"lot l: L\n{_FORCES}{told}"


def _many_of_one_name() -> str:
    return "".join(f"item: the same name\n  note {n}\n" for n in range(6_000))


@pytest.mark.parametrize("make", [
    _chain_of_retractions, _chain_of_corrections, _chain_of_quotes, _lattice_of_quotes, _chain_of_containers,
    _lattice_of_containers, _chain_of_derivations, _many_rival_dates, _one_thing_with_many_events,
    _one_lot_found_many_times_nobody_knows_when, _many_of_one_name,
], ids=lambda make: make.__name__.strip("_"))  # fmt: skip
def test_a_case_that_is_deep_or_entangled_is_still_answered(user: User, make: Callable[[], str]) -> None:
    ran, case = _add(user, make())

    if ran.status == 0:
        for words in (("show",), ("trace",), ("trace", "--json"), ("verify",)):
            _run(user, words[0], case, *words[1:]).check()
        _run(user, "export", case, "--as", "notation", "--level", "R3", "-o", "x.wit").check()
        _run(user, "export", case, "--level", "R3", "-o", "x.html").check()
    else:
        ran.refused("big.wit:")
