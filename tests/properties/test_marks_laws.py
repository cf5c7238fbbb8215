"""Whatever is typed as a mark, reading and interpreting it keep these laws."""

import functools
import itertools
import math
from collections.abc import Iterator, Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from witnessmark.marks.combine import Relation, combine
from witnessmark.marks.confusables import defaults, places
from witnessmark.marks.headstamp import Headstamp, Station, interpret_headstamp, read_headstamp, turned
from witnessmark.marks.joint import Answer, together
from witnessmark.marks.keys import MOST_KEYS, keys, skeleton
from witnessmark.marks.meaning import MOST_MEANINGS, Interpretation, interpret, meanings_under
from witnessmark.marks.pattern import MOST_FITS, Pattern, Place, fits
from witnessmark.marks.reading import LONGEST, Framed, Part, Shape, read, render, sure
from witnessmark.marks.registry import schemes
from witnessmark.marks.scheme import Claim, Meaning, Scheme

ANY = st.characters(exclude_categories=())
"""Every character there is: controls, surrogates and those of no script too."""
NOTATION = "?*[]{}()<>/\\|:8B1 \t\n0"
WORDS = ("?", "*", "[8B]", "[1I]", "{obl:4}", "{alt}", "{ref:2}", "{over:1?}", "((10))", "/26\\", "(11)", "<66>", "\\?",
         " ", "  ", "|", "1968", "IK-25-", "КВ", "/", "71", "\u202e", "\u200b", "\ud800", "[", "{obl")  # fmt: skip
typed_texts = st.one_of(
    st.text(ANY, max_size=60),
    st.text(NOTATION, max_size=60),
    st.lists(st.sampled_from(WORDS), max_size=20).map("".join),
)
SCHEMES = {scheme.NAME: scheme for scheme in schemes()}
MARKS = sorted({*itertools.chain.from_iterable(s.EXAMPLES for s in schemes()), "((10))", "/26\\", "△↑", "★", "1985"})
PLAIN = "0123456789ABEIKOSZabkoxБЗКМбкм٧-. "
"""Characters to read where nothing was read; none of them is notation."""


# Reading


@given(typed_texts)
@settings(max_examples=300)
def test_whatever_is_typed_is_read_and_written_as_it_was_typed(typed: str) -> None:
    reading = read(typed)
    assert reading.typed == typed
    assert render(reading.parts) == typed[:LONGEST]
    assert read(render(reading.parts)).parts == reading.parts


@given(st.text(ANY, min_size=LONGEST, max_size=LONGEST * 2))
@settings(max_examples=10)
def test_what_is_too_long_is_kept_as_typed(typed: str) -> None:
    assert read(typed).typed == typed
    assert render(read(typed).parts) == typed[:LONGEST]


def _composed(typed: str) -> Part:
    (part,) = read(typed).parts
    return part


_letters = st.sampled_from("0178ABKМЖ-. ?/\\([{<>*")
_choices = st.text("0178ABKМЖ-", min_size=2, max_size=4).map(lambda c: _composed(f"[{c}]"))
_inside = st.text("017ABK?", min_size=1, max_size=4)
_parts = st.lists(
    st.one_of(
        _letters.map(sure),
        _choices,
        st.sampled_from(["?", "*", "{obl}", "{obl:4}", "{alt:0}", "{ref:?}", "{over:1?}", "{over:}"]).map(_composed),
        _inside.map(lambda c: _composed(f"(({c}))")),
        _inside.map(lambda c: _composed(f"<{c}>")),
        _inside.map(lambda c: _composed(f"/{c}\\")),
    ),
    max_size=12,
).map(tuple)


def _is_writable(parts: Sequence[Part]) -> bool:
    """Whether no triangle stands before what begins with a sign of the notation: there ``\\`` escapes that sign."""
    return not any(
        isinstance(one, Framed) and one.shape is Shape.TRIANGLE and other.typed[0] in "?*[]{}()<>/\\"
        for one, other in itertools.pairwise(parts)
    )


@given(_parts.filter(_is_writable))
@settings(max_examples=200)
def test_parts_that_are_written_are_read_again_as_the_same(parts: tuple[Part, ...]) -> None:
    assert read(render(parts)).parts == parts


# Keys


@given(typed_texts)
@settings(max_examples=150)
def test_keys_are_few_and_each_is_folded(typed: str) -> None:
    found = keys(read(typed))
    assert len(found) <= MOST_KEYS
    assert len(set(found)) == len(found)


@given(st.text(ANY, max_size=30))
@settings(max_examples=150)
def test_what_is_folded_twice_is_folded_once(text: str) -> None:
    assert skeleton(skeleton(text)) == skeleton(text)


@given(st.text("0178ABKXМ- ", max_size=8), st.text("0178ABKXМ", min_size=2, max_size=4), st.text("17КX?", max_size=6))
def test_a_choice_is_found_by_the_keys_of_each_of_its_characters(before: str, choice: str, after: str) -> None:
    found = set(keys(read(f"{before}[{choice}]{after}")))
    for character in choice:
        assert set(keys(read(f"{before}{character}{after}"))) <= found


# Interpreting


def _check_bounds(found: Interpretation) -> None:
    assert len(found.pieces) <= LONGEST
    for piece in found.pieces:
        assert 1 <= len(piece.meanings) <= MOST_MEANINGS
        shares = [m.weight for m in piece.meanings]
        assert all(0 <= share <= 1 for share in (*shares, piece.rest))
        # Shares are rounded to six figures and the rest to four: they sum to one as far as they are told.
        assert sum(shares) + piece.rest <= 1 + 0.000_05 + len(shares) * 0.000_000_5
        assert shares == sorted(shares, reverse=True)
        assert piece.left_out >= 0
        assert piece.left_out > 0 or math.isclose(sum(shares) + piece.rest, 1, abs_tol=0.000_1)


@given(typed_texts)
@settings(max_examples=150)
def test_whatever_is_typed_is_interpreted_within_bounds(typed: str) -> None:
    found = interpret(typed)
    assert found.reading.typed == typed
    _check_bounds(found)
    assert interpret(typed) == found


@pytest.mark.parametrize(
    "typed",
    ["?" * 40, "?" * LONGEST, "*" * 40, "*" * 200, "*" * LONGEST, "{obl}" * 80, "{obl:99}" * 50, "[8B]" * 100,
     "* " * 200, "????|" * 80, "?? " * 133, "?*" * 20, "\ud800" * 500, "\x00\x1b[31m" * 80, "1968" * 50_000,
     "((1?))" * 66, "K" * 200_000],
    ids=lambda typed: f"{len(typed)} of {typed[:5]!a}",
)  # fmt: skip
def test_what_is_long_or_hardly_read_is_interpreted_within_bounds(typed: str) -> None:
    _check_bounds(interpret(typed))
    assert len(keys(read(typed))) <= MOST_KEYS


@given(
    st.lists(
        st.tuples(st.integers(1, 12), st.sampled_from(["60", "21", "0?", "LC", "((10))", "★", "[67]1"])), max_size=4
    )
)
@settings(max_examples=40)
def test_a_headstamp_is_interpreted_within_bounds_and_so_is_the_same_turned(signs: list[tuple[int, str]]) -> None:
    headstamp = Headstamp(stations=tuple(Station(hour=hour, text=text) for hour, text in signs))
    for way in (headstamp, turned(headstamp)):
        _check_bounds(interpret_headstamp(" ".join(f"{s.hour}:{s.text}" for s in way.stations)))


@given(st.text(ANY, max_size=40))
@settings(max_examples=60)
def test_whatever_is_typed_as_a_headstamp_is_interpreted_within_bounds(typed: str) -> None:
    _check_bounds(interpret_headstamp(typed))


@given(st.lists(st.tuples(st.integers(1, 12), st.text(ANY)), max_size=13), st.lists(st.text(ANY), max_size=2))
def test_what_is_turned_twice_is_as_before(signs: list[tuple[int, str]], problems: list[str]) -> None:
    headstamp = Headstamp(
        stations=tuple(Station(hour=hour, text=text) for hour, text in signs), problems=tuple(problems)
    )
    assert turned(turned(headstamp)) == headstamp


@given(st.text("0123456789:ABK_? ", max_size=30))
def test_every_station_of_a_headstamp_stands_at_an_hour(typed: str) -> None:
    assert all(1 <= s.hour <= 12 and s.text for s in read_headstamp(typed).stations)


# Schemes


@st.composite
def marks_of(draw: st.DrawFn, scheme: Scheme) -> str:
    """A mark that follows one of the patterns of a scheme to the letter."""
    pattern = draw(st.sampled_from(scheme.PATTERN))
    return "".join(
        draw(st.sampled_from(sorted(step.alphabet)))
        for step in pattern
        if not step.is_optional or draw(st.booleans())
    )  # fmt: skip


@st.composite
def masked(draw: st.DrawFn, scheme: Scheme) -> tuple[str, str]:
    """Such a mark, and the same with some of its characters unread."""
    true = draw(marks_of(scheme))
    first, last = sorted((draw(st.integers(0, len(true) - 1)), draw(st.integers(0, len(true) - 1))))
    some = st.sets(st.integers(0, len(true) - 1), min_size=1)
    unread = draw(st.one_of(some, st.just(set(range(first, last + 1)))))
    return true, "".join("?" if n in unread else c for n, c in enumerate(true))


@functools.lru_cache(maxsize=4096)
def _under(name: str, typed: str) -> tuple[Meaning, ...]:
    return tuple(meanings_under(name, typed))


def _can_be(vague: str, exact: str) -> bool:
    return len(vague) == len(exact) and all(a in ("?", b) for a, b in zip(vague, exact, strict=True))


def _by_subject(meaning: Meaning) -> Mapping[str, Claim]:
    return {c.about: c for c in meaning.claims}


def _allows(vague: Meaning, exact: Meaning) -> bool:
    """Whether whatever the exact meaning says can be, by the vague one; a claim that is not made allows anything."""
    mine, theirs = _by_subject(vague), _by_subject(exact)
    return all(
        about in theirs
        and bool(theirs[about].values)
        and all(any(_can_be(v, value) for v in c.values) for value in theirs[about].values)
        for about, c in mine.items()
        if c.values
    )


def _not_allowed(vague: Sequence[Meaning], exact: Sequence[Meaning]) -> list[str]:
    return ["; ".join(map(str, m.claims)) for m in exact if not any(_allows(each, m) for each in vague)]


@pytest.mark.parametrize("name", sorted(SCHEMES))
def test_a_mark_of_which_less_is_read_still_allows_all_that_it_means(name: str) -> None:
    @given(masked(SCHEMES[name]))
    @settings(max_examples=60)
    def law(marks: tuple[str, str]) -> None:
        true, vague = marks
        assert _not_allowed(_under(name, vague), _under(name, true)) == []

    law()


@pytest.mark.parametrize("name", sorted(SCHEMES))
def test_reading_one_more_character_never_widens_what_a_mark_means(name: str) -> None:
    @given(masked(SCHEMES[name]), st.data())
    @settings(max_examples=60)
    def law(marks: tuple[str, str], data: st.DataObject) -> None:
        _, vague = marks
        place = data.draw(st.sampled_from([n for n, c in enumerate(vague) if c == "?"]))
        finer = f"{vague[:place]}{data.draw(st.sampled_from(PLAIN))}{vague[place + 1 :]}"
        assert _not_allowed(_under(name, vague), _under(name, finer)) == []

    law()


@pytest.mark.parametrize("name", sorted(SCHEMES))
def test_a_mark_of_the_pattern_is_read_as_it_was_made(name: str) -> None:
    scheme = SCHEMES[name]

    @given(marks_of(scheme))
    @settings(max_examples=30)
    def law(typed: str) -> None:
        there = places(read(typed).parts, defaults())
        found = [fit for pattern in scheme.PATTERN for fit in fits(there, pattern)]
        assert any(fit.likeness == 1 and all(map(fit.is_read, fit.fields)) for fit in found)
        assert all(0 < fit.weight <= 1 for fit in found)

    law()


def _takes(places: Sequence[Place], pattern: Pattern) -> bool:
    """Whether some way leads through pattern and places, by states that hold together, not by walks."""

    def skipped(states: set[int]) -> set[int]:
        return {m for n in states for m in _onwards(n, pattern)}

    states = skipped({0})
    for place in places:
        over = set(states) if place.is_optional else set()
        after = states
        while True:
            after = skipped({n + 1 for n in after if n < len(pattern) and _can_stand(place, pattern[n].alphabet)})
            if not place.repeats or after <= over:
                over |= after
                break
            over |= after
        states = over
    return len(pattern) in states


def _onwards(step: int, pattern: Pattern) -> Iterator[int]:
    yield step
    while step < len(pattern) and pattern[step].is_optional:
        step += 1
        yield step


def _can_stand(place: Place, alphabet: frozenset[str]) -> bool:
    return not place.slot or bool(alphabet & {c for c, _ in (*place.slot, *place.wide)})


_printable = st.characters(min_codepoint=32, max_codepoint=0x4FF, exclude_categories=("Cc", "Cf"))


@given(st.one_of(st.text(_printable, max_size=14), st.text("0123456789ABKИК-/?* ", max_size=12)))
@settings(max_examples=120)
def test_junk_means_nothing_or_fits_the_pattern_of_its_scheme(junk: str) -> None:
    there = places(read(junk).parts, defaults())
    for scheme in SCHEMES.values():
        fitting = [pattern for pattern in scheme.PATTERN if _takes(there, pattern)]
        assert [pattern for pattern in scheme.PATTERN if fits(there, pattern)] == fitting
        assert fitting or not list(meanings_under(scheme.NAME, junk))
        assert all(len(fits(there, pattern)) <= MOST_FITS for pattern in fitting)


# Several marks and several readings


@given(st.one_of(typed_texts, st.sampled_from(MARKS)), st.integers(2, 4))
@settings(max_examples=150)
def test_a_reading_that_is_repeated_agrees_and_stays_as_it_is(typed: str, times: int) -> None:
    found = combine([typed] * times)
    assert [each.relation for each in found.compared] == [Relation.FIRST, *[Relation.AGREES] * (times - 1)]
    assert found.current == typed[:LONGEST]
    assert not found.is_contested


@given(st.lists(st.text("17?", min_size=3, max_size=3), min_size=2, max_size=4), st.data())
def test_readings_that_contradict_nothing_say_the_same_in_any_order(typed: list[str], data: st.DataObject) -> None:
    found = combine(typed)
    other = combine(data.draw(st.permutations(typed)))
    assert found.is_contested == other.is_contested
    assert found.is_contested or found.current == other.current


@given(st.lists(typed_texts.filter(lambda t: len(t) < 12), max_size=4))
@settings(max_examples=150)
def test_any_readings_can_be_combined(typed: list[str]) -> None:
    found = combine(typed)
    assert [each.typed for each in found.compared] == typed


def _said(answer: Answer) -> set[tuple[str, frozenset[str]]]:
    return {(c.about, frozenset(c.values)) for c in answer.claims}


@given(st.lists(st.sampled_from(MARKS), min_size=2, max_size=4), st.data())
@settings(max_examples=60)
def test_the_order_of_marks_does_not_change_what_they_say_together(marks: list[str], data: st.DataObject) -> None:
    answers = together(list(map(interpret, marks)))
    if len(answers) < 2 or answers[0].weight > 1.2 * answers[1].weight:
        others = together(list(map(interpret, data.draw(st.permutations(marks)))))
        assert [_said(a) for a in others[:1]] == [_said(a) for a in answers[:1]]
        assert [a.weight for a in others[:1]] == pytest.approx([a.weight for a in answers[:1]], abs=0.001)


@given(st.lists(st.sampled_from(MARKS), max_size=4))
@settings(max_examples=40)
def test_answers_are_few_and_their_shares_are_of_one(marks: list[str]) -> None:
    answers = together(list(map(interpret, marks)))
    assert len(answers) <= 8
    assert sum(a.weight for a in answers) <= 1 + 8 * 0.000_05
    assert all(0 <= a.weight <= 1 for a in answers)
