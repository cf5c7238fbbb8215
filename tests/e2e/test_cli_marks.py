"""Marks at the command line: what they can mean, alone, together and in lists; and the schemes, explained."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.e2e.running import ROOT, Ran, User, hidden_in

from witnessmark.marks.registry import schemes

STEERING = "19\x1b[31m68\u202e\u2066\u200b\u00ad\ufeff\x9b\x7f\x08\U000e0041\u2028\x85\x0b\r\u061c"
"""Colours, bidirectional controls, zero-width and tag characters, every sort of line break but one."""


def _json(user: User, *words: str | Path, typed: str | bytes = "") -> Any:
    return user.run("read", *words, "--json", typed=typed).check().json


def _best(result: Any) -> list[tuple[str, str]]:
    return [(p["typed"], p["meanings"][0]["scheme"]) for mark in result["marks"] for p in mark["pieces"]]


def _claims(meaning: Any) -> dict[str, list[str]]:
    return {c["about"]: c["values"] for c in meaning["claims"]}


# Marks


def test_a_mark_is_told_with_its_meanings_their_rules_and_sources(user: User) -> None:
    told = user.run("read", "((10)) IK-25-1777").check()

    for words in ("country Bulgaria; maker Arsenal", "the symbol ((10))", "bulgarian-pm: the two middle digits",
                  "none of these", "https://view.joomag.com/", "search keys: 1K251777",
                  "would decide IK-25-1777: country", "Together", "not calibrated probabilities"):  # fmt: skip
        assert words in told.words
    assert told.err == ""


def test_a_mark_as_json_is_its_pieces_its_keys_and_the_answers_of_all(user: User) -> None:
    result = _json(user, "((10)) IK-25-1777")

    (mark,) = result["marks"]
    assert mark["reading"]["typed"] == "((10)) IK-25-1777"
    assert [piece["typed"] for piece in mark["pieces"]] == ["((10))", "IK-25-1777"]
    assert result["keys"] == [["1K251777"]]
    claims = {c["about"]: c["values"] for c in result["answers"][0]["claims"]}
    assert (claims["country"], claims["model"], claims["year"]) == (["Bulgaria"], ["Makarov PM"], ["1985"])
    assert result["answers"][0]["contradictions"] == []


def test_several_marks_of_one_item_are_taken_together(user: User) -> None:
    result = _json(user, "((10))", "IK-25-1777", "1985")

    assert [mark["reading"]["typed"] for mark in result["marks"]] == ["((10))", "IK-25-1777", "1985"]
    assert [typed for typed, _ in result["answers"][0]["taken"]] == ["((10))", "IK-25-1777", "1985"]


def test_marks_that_contradict_each_other_are_told_and_not_resolved(user: User) -> None:
    contradictions = [a["contradictions"] for a in _json(user, "((10))", "16-03-123-99")["answers"]]

    (told,) = [each for each in contradictions if each]
    assert told[0].startswith("country: Bulgaria by '((10))', and Spain by '16-03-123-99': a copy,")


def test_a_thing_is_identified_by_its_description_and_its_marks(user: User) -> None:
    words = ("identify", "AK-pattern rifle, 7,62×39", "--mark", "/66\\ 五六式 10121943")

    (candidate,) = user.run(*words, "--json").check().json["candidates"]
    assert (candidate["model"], candidate["facts"]["class"]) == ("Type 56", "SA.ASLT")
    said = user.run(*words).check().words
    assert "for: calibre 7.62x39" in said
    assert "against: the mark '/66\\\\' says maker State Factory 66" in said


def test_what_is_in_no_catalogue_is_said_to_be_in_none(user: User) -> None:
    assert "it is none of them, or not told" in user.run("identify", "a strange thing").check().words


def test_a_contradiction_is_told_on_a_line_of_its_own(user: User) -> None:
    told = user.run("read", "((10))", "16-03-123-99").check()

    assert any(line.split()[:3] == ["!", "country:", "Bulgaria"] for line in told.out.splitlines())
    assert "⏎" not in told.out


def test_a_single_mark_of_a_single_piece_has_no_answers_beside_its_own(user: User) -> None:
    assert _json(user, "16-03-123-99")["answers"] == []
    assert "Together" not in user.run("read", "16-03-123-99").check().said


def test_background_is_labelled(user: User) -> None:
    assert "background: general knowledge" in user.run("read", "1968").check().words


def test_a_headstamp_is_read_whichever_way_it_was_held(user: User) -> None:
    told = user.run("read", "--headstamp", "12:60 6:09").check()
    best, *others = _json(user, "--headstamp", "12:60 6:09")["marks"][0]["pieces"][0]["meanings"]

    assert "maker at twelve, year at six, as read" in told.words
    assert "note: a headstamp dates the case: it may have been loaded again later" in told.words
    assert _claims(best) == {
        "country": ["Kyrgyzstan (USSR)"], "maker": ["Frunze plant"], "year": ["2009"], "code": ["60"],
    }  # fmt: skip
    assert any(_claims(m) == {"year": ["1960"], "code": ["09"]} for m in others)


def test_a_headstamp_and_marks_of_one_item_are_taken_together(user: User) -> None:
    assert len(_json(user, "1968", "--headstamp", "12:60 6:68", "--headstamp", "60_68")["marks"]) == 3


def test_what_is_no_notation_is_taken_as_typed_with_a_note(user: User) -> None:
    told = user.run("read", "[8B 1968").check()
    assert "note: '[' opens nothing that is closed: taken as typed" in told.words


def test_what_fits_nothing_says_so(user: User) -> None:
    told = user.run("read", "#").check()
    assert "note: fits no scheme and no table of ours: it is in none of them, which is an answer" in told.words


def test_a_mark_that_begins_with_a_dash_follows_two_dashes(user: User) -> None:
    result = user.run("read", "--json", "--", "-71").check().json
    assert result["marks"][0]["reading"]["typed"] == "-71"


def test_an_empty_mark_is_read_as_nothing(user: User) -> None:
    assert _json(user, "")["marks"][0]["pieces"] == []
    user.run("read", "").check()


@pytest.mark.parametrize("typed", ["12[/-]14-451", "[bk]xn/54", "19[6/]8"])
def test_square_brackets_of_a_mark_are_shown_as_typed(user: User, typed: str) -> None:
    told = user.run("read", typed).check()
    heading = next((line for line in told.out.splitlines() if line.startswith("share")), "")
    piece = _json(user, typed)["marks"][0]["pieces"][0]["typed"]
    assert piece in heading


@pytest.mark.parametrize("more", [[], ["--json"]])
@pytest.mark.parametrize(
    "words",
    [[STEERING], ["19\u202e68"], ["7\x1bc71"], ["--headstamp", "12:60\u200b 6:68"], ["1968", STEERING]],
    ids=["many", "turned round", "reset", "headstamp", "two"],
)
def test_hidden_characters_of_a_mark_do_not_reach_the_terminal(user: User, words: list[str], more: list[str]) -> None:
    assert hidden_in(user.run("read", *words, *more).check().said) == set()


def test_hidden_characters_of_a_list_do_not_reach_the_terminal(user: User) -> None:
    path = user.write("list.txt", STEERING.encode())
    assert hidden_in(user.run("read", "--from", path).check().said) == set()


def test_a_mark_cannot_forge_a_line_of_ours(user: User) -> None:
    told = user.run("read", "1968\n99%    country Orlania").check()
    assert not any(line.startswith("99%") for line in told.out.splitlines())


def test_bytes_that_are_no_text_are_shown_as_what_they_are(user: User) -> None:
    told = user.spawn("read", "\udcff1968").check()
    assert hidden_in(told.said) == set()
    assert "holds characters that cannot be seen: U+DCFF" in told.words
    assert user.spawn("read", "\udcff1968", "--json").check().json["marks"][0]["reading"]["typed"] == "\udcff1968"


@pytest.mark.parametrize("typed", ["7" * 100_000, "? " * 20_000, "*" * 100_000, "[8B]" * 20_000], ids=lambda t: t[:4])
def test_a_mark_of_any_length_is_read(user: User, typed: str) -> None:
    result = _json(user, typed)
    assert result["marks"][0]["reading"]["typed"] == typed
    assert "longer than 400 characters: the rest is kept and not interpreted" in result["marks"][0]["problems"]


def test_no_mark_at_all_is_refused_with_an_example(user: User) -> None:
    ran = user.run("read").refused("want a mark to read, such as: witnessmark read")
    assert ran.status == 2
    assert user.run("read", "--json").json["error"] == "UsageError"


# Lists


def test_a_list_is_read_line_by_line_each_an_item_of_its_own(user: User) -> None:
    path = user.write("list.txt", b"((10)) IK-25-1777\n\n  \nAF123\r\n1968")
    results = _json(user, "--from", path)

    assert [r["marks"][0]["reading"]["typed"] for r in results] == ["((10)) IK-25-1777", "AF123", "1968"]
    assert _best(results[1]) == [("AF123", "glock")]


def test_a_list_is_told_as_each_of_its_marks_would_be(user: User) -> None:
    path = user.write("list.txt", b"1968\nAF123\n")
    alone = user.run("read", "1968").check().out + user.run("read", "AF123").check().out
    assert user.run("read", "--from", path).check().out == alone


def test_standard_input_is_a_list_too(user: User) -> None:
    results = _json(user, "--from", "-", typed="1968\nAF123\n")
    assert [r["marks"][0]["reading"]["typed"] for r in results] == ["1968", "AF123"]


def test_a_process_reads_its_standard_input(user: User) -> None:
    ran = user.spawn("read", "--from", "-", "--json", typed="ЗМ 7142\nКВ\n".encode()).check()
    assert [r["marks"][0]["reading"]["typed"] for r in ran.json] == ["ЗМ 7142", "КВ"]


def test_a_byte_order_mark_is_no_part_of_a_mark(user: User) -> None:
    path = user.write("list.txt", "1968\n1971\n".encode("utf-8-sig"))
    assert _json(user, "--from", path)[0]["marks"][0]["reading"]["typed"] == "1968"


def test_an_empty_list_is_read_as_nothing(user: User) -> None:
    assert _json(user, "--from", user.write("list.txt", b"\n \n")) == []
    assert user.run("read", "--from", user.write("list.txt", b"")).check().said == ""


def test_a_list_of_one_item_is_a_list_as_json(user: User) -> None:
    assert isinstance(_json(user, "--from", user.write("list.txt", b"1968\n")), list)


def test_a_character_that_only_looks_like_a_line_break_does_not_end_an_item(user: User) -> None:
    path = user.write("list.txt", "AF\u2028123\n1968\n".encode())
    assert [r["marks"][0]["reading"]["typed"] for r in _json(user, "--from", path)] == ["AF\u2028123", "1968"]


def test_marks_come_before_a_list(user: User) -> None:
    results = _json(user, "AF123", "--from", user.write("list.txt", b"1968\n"))
    assert [r["marks"][0]["reading"]["typed"] for r in results] == ["AF123", "1968"]


@pytest.mark.parametrize(
    ("content", "byte"), [("КВ 71".encode("cp1251"), "0xca"), ("1968".encode("utf-16"), "0xff"), (b"19\x8068", "0x80")]
)
def test_a_list_that_is_not_utf_8_is_refused_with_its_first_bad_byte(user: User, content: bytes, byte: str) -> None:
    path = user.write("list.txt", content)
    ran = user.run("read", "--from", path).refused(f"list.txt: want UTF-8 text, got byte {byte}")
    assert (ran.status, ran.out) == (2, "")


def test_standard_input_that_is_not_utf_8_is_refused(user: User) -> None:
    user.run("read", "--from", "-", typed=b"\xff\xfe1").refused("want UTF-8 text, got byte 0xff")


def test_a_list_that_is_not_there_is_refused_by_its_name(user: User) -> None:
    ran = user.run("read", "--from", user.path("none.txt")).refused("none.txt", "No such file or directory")
    assert (ran.status, ran.out) == (2, "")
    user.run("read", "--from", user.folder).refused("Is a directory")


def test_what_is_refused_is_an_error_as_json(user: User) -> None:
    ran = user.run("read", "--from", user.path("none.txt"), "--json").refused()
    assert set(json.loads(ran.out)) == {"error", "message", "problems"}


def test_a_long_list_is_read_to_its_end(user: User) -> None:
    path = user.write("list.txt", b"".join(b"AF%03d\n" % n for n in range(500)))
    results = _json(user, "--from", path)
    assert len(results) == 500
    assert results[-1]["keys"] == [["AF499"]]


def test_a_line_of_any_length_is_read(user: User) -> None:
    (result, _) = _json(user, "--from", user.write("list.txt", b"1968 " * 50_000 + b"\n1968\n"))
    assert len(result["marks"][0]["reading"]["typed"].rstrip()) == 249_999


# Schemes


def test_every_scheme_is_listed_by_name_with_its_footing(user: User) -> None:
    listed = user.run("schemes", "--json").check().json
    lines = user.run("schemes").check().out.splitlines()

    assert [line["name"] for line in listed] == [scheme.NAME for scheme in schemes()]
    assert [line.split()[0] for line in lines[1:]] == [scheme.NAME for scheme in schemes()]
    for line, scheme in zip(lines[1:], schemes(), strict=True):
        assert ("a source" if scheme.SUPPORT.is_verified else "background") in line
        assert scheme.EXAMPLES[0] in line


@pytest.mark.parametrize("name", [scheme.NAME for scheme in schemes()])
def test_one_scheme_is_explained_without_its_code(user: User, name: str) -> None:
    (scheme,) = (s for s in schemes() if name == s.NAME)
    told = user.run("schemes", name).check()

    assert told.out.startswith(f"{name}: {scheme.TITLE}\n")
    assert ">>>" not in told.said
    assert f"examples: {', '.join(scheme.EXAMPLES)}" in told.words
    footing = "rests on" if scheme.SUPPORT.is_verified else "background, not confirmed:"
    assert f"{footing} {scheme.SUPPORT.source}" in told.words


def test_a_scheme_as_json_is_a_list_of_one(user: User) -> None:
    (line,) = user.run("schemes", "glock", "--json").check().json
    assert line["name"] == "glock"
    assert line["explanation"].startswith("Glock serial: two to four letters and three digits.")
    assert line["support"]["is_verified"] is True


@pytest.mark.parametrize("name", ["no-such", "GLOCK", "glo", "\u202e"])
def test_a_scheme_that_is_not_known_is_refused_with_those_that_are(user: User, name: str) -> None:
    ran: Ran = user.run("schemes", name).refused("want a scheme of aya, bulgarian-pm, cage", "us-lot-old; got")
    assert ran.status == 2
    assert hidden_in(ran.said) == set()


def test_the_examples_of_the_handbook_run(user: User) -> None:
    text = (ROOT / "docs" / "marks.md").read_text("utf-8")
    lines = [line for line in text.partition("```sh")[2].partition("```")[0].splitlines() if line]
    assert len(lines) == 3
    user.run("read", "((10)) IK-25-1777").check()
    assert 'witnessmark read "((10)) IK-25-1777"' in lines
    assert 'witnessmark read --headstamp "12:60 6:09"' in lines
