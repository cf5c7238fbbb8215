r"""The notation of a reading: what each sign of it means, and that whatever is typed is kept."""

import pytest

from witnessmark.marks.reading import (
    LONGEST,
    Framed,
    Overstamp,
    Run,
    Shape,
    Sign,
    Treatment,
    ordered,
    read,
    render,
    sure,
)

UNREAD = Sign(typed="?", candidates=())


def plain(text: str) -> tuple[Sign, ...]:
    return tuple(Sign(typed=c, candidates=((c, 1.0),)) for c in text)


def test_a_character_that_was_read_is_that_character_and_no_other() -> None:
    assert read("К7").parts == plain("К7")


def test_a_question_mark_is_one_character_that_can_be_any() -> None:
    assert read("?").parts == (UNREAD,)


def test_a_star_is_an_unknown_number_of_characters_also_none() -> None:
    assert read("*").parts == (Run(typed="*", least=0, most=None, treatment=Treatment.UNREAD),)


def test_a_choice_is_one_character_whose_first_candidate_is_the_likeliest() -> None:
    assert read("[8B]").parts == (Sign(typed="[8B]", candidates=(("8", 0.6667), ("B", 0.3333))),)


def test_a_candidate_that_is_typed_twice_counts_once() -> None:
    assert read("[77]").parts == (Sign(typed="[77]", candidates=(("7", 1.0),)),)


@pytest.mark.parametrize("count", range(1, 13))
def test_the_weights_of_candidates_sum_to_one_and_fall(count: int) -> None:
    weights = [weight for _, weight in ordered("ABCDEFGHJKLM"[:count])]
    assert sum(weights) == pytest.approx(1, abs=0.001)
    assert weights == sorted(weights, reverse=True)
    assert len(set(weights)) == count


@pytest.mark.parametrize(
    ("typed", "least", "most", "treatment"),
    [
        ("{obl:4}", 3, 5, Treatment.OBLITERATED),
        ("{obl}", 0, None, Treatment.OBLITERATED),
        ("{obl:?}", 0, None, Treatment.OBLITERATED),
        ("{alt:3}", 2, 4, Treatment.ALTERED),
        ("{ref:2}", 1, 3, Treatment.REFINISHED),
        ("{ref:0}", 0, 1, Treatment.REFINISHED),
        ("{alt:99}", 98, 99, Treatment.ALTERED),
    ],
)
def test_what_was_done_to_characters_is_kept_with_about_how_many_they_were(
    typed: str, least: int, most: int | None, treatment: Treatment
) -> None:
    assert read(typed).parts == (Run(typed=typed, least=least, most=most, treatment=treatment),)


@pytest.mark.parametrize(
    ("typed", "shape", "inside"),
    [
        ("/37\\", Shape.TRIANGLE, "37"),
        ("(37)", Shape.CIRCLE, "37"),
        ("((37))", Shape.DOUBLE_CIRCLE, "37"),
        ("<37>", Shape.DIAMOND, "37"),
    ],
)
def test_a_frame_is_one_sign_with_its_characters_inside(typed: str, shape: Shape, inside: str) -> None:
    assert read(typed).parts == (Framed(typed=typed, shape=shape, inside=plain(inside)),)


def test_a_frame_can_hold_characters_that_are_not_sure() -> None:
    (framed,) = read("((3?))").parts
    assert isinstance(framed, Framed)
    assert framed.inside == (*plain("3"), UNREAD)


def test_an_earlier_mark_is_kept_apart_from_the_present_one() -> None:
    assert read("{over:4?}71").parts == (Overstamp(typed="{over:4?}", earlier=(*plain("4"), UNREAD)), *plain("71"))


def test_an_earlier_mark_of_which_nothing_can_be_read_is_still_a_finding() -> None:
    assert read("{over:}").parts == (Overstamp(typed="{over:}", earlier=()),)


def test_a_frame_within_an_earlier_mark_is_taken_as_typed_and_said() -> None:
    found = read("{over:(3)}")
    assert found.parts == (Overstamp(typed="{over:(3)}", earlier=plain("(3)")),)
    assert found.problems == ("'(3)' stands within another sign: taken as typed",)


@pytest.mark.parametrize("character", "?*[]{}()<>/\\")
def test_an_escaped_character_is_itself(character: str) -> None:
    assert read(f"\\{character}").parts == (Sign(typed=f"\\{character}", candidates=((character, 1.0),)),)
    assert read(f"\\{character}").parts == (sure(character),)
    assert read(f"\\{character}").problems == ()


def test_a_backslash_before_a_plain_character_is_a_character() -> None:
    assert read("\\7").parts == (Sign(typed="\\", candidates=(("\\", 1.0),)), *plain("7"))


@pytest.mark.parametrize("typed", ["[8B", "{obl:4", "<37", "(37", "[8]", "{obl:123}", "{gone:2}", "[ 8]", "()"])
def test_what_opens_nothing_that_is_closed_is_taken_as_typed_and_said(typed: str) -> None:
    found = read(typed)
    assert found.parts == plain(typed)
    assert found.problems == (f"{typed[0]!r} opens nothing that is closed: taken as typed",)


def test_the_same_problem_is_told_once() -> None:
    assert read("[[[").problems == ("'[' opens nothing that is closed: taken as typed",)


def test_what_is_too_long_is_kept_as_typed_and_said() -> None:
    typed = "7" * (LONGEST + 1)
    found = read(typed)
    assert found.typed == typed
    assert found.parts == plain("7" * LONGEST)
    assert found.problems == ("longer than 400 characters: the rest is kept and not interpreted",)
    assert read("7" * LONGEST).problems == ()


def test_nothing_typed_is_no_sign_and_no_problem() -> None:
    assert (read("").parts, read("").problems) == ((), ())


def test_a_reading_is_certain_where_every_character_was_read_as_one() -> None:
    assert read("KB 71").is_certain
    assert not any(read(typed).is_certain for typed in ("KB 7?", "KB 7[1I]", "KB*", "KB {obl:2}"))


def test_a_symbol_all_of_whose_characters_were_read_is_certain() -> None:
    assert read("((37)) KB 71").is_certain
    assert not read("((3?)) KB 71").is_certain


@pytest.mark.parametrize("typed", ["", "[8B]4?{obl:2}", "((37)) KB-2?-17*", "\\?\\*", "/37\\ {over:[1I]2}71", "[[]}"])
def test_parts_are_written_as_they_were_typed(typed: str) -> None:
    assert render(read(typed).parts) == typed
