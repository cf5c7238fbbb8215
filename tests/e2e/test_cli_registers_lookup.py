"""Look-ups at the command line: what a mark can be, in words, as JSON, of lists and in spreadsheets."""

from pathlib import Path

import pytest
from tests.e2e.invented_registers import MARKS, ROWS, added, best, cells, looked_up, none
from tests.e2e.running import User, hidden_in

# Look-ups


def test_a_mark_as_it_is_registered_is_found(holder: User) -> None:
    answer = looked_up(holder, MARKS[7])
    assert best(answer)[0] == MARKS[7]
    assert 0.95 < best(answer)[1] < 1
    told = holder.run("lookup", MARKS[7]).check().words
    assert "every character as read" in told
    assert "made: made, 1977, Depot 7" in told
    assert "in no register of made" in told


def test_a_doubtful_mark_has_several_candidates_and_what_would_separate_them(user: User) -> None:
    one, other = (
        ("serial", mark, "Orlania", model, *ROWS[0][4:]) for mark, model in (("KB123451", "AKM"), ("KB123457", "PKM"))
    )
    added(user, *ROWS, one, other)
    answer = looked_up(user, "KB12345?")
    assert {c["mark"] for c in answer["resolved"]["candidates"][:2]} == {"KB123451", "KB123457"}
    assert answer["resolved"]["would_separate"][0] == "character 8: 1 or 7"
    assert "would separate them: model: AKM or PKM" in user.run("lookup", "KB12345?").check().words


def test_an_unknown_mark_is_in_no_register(holder: User) -> None:
    answer = looked_up(holder, "ZZ999-XX-1")
    assert none(answer) > 0.999
    assert answer["resolved"]["credible_holds_none"]
    assert "in no register of made" in holder.run("lookup", "ZZ999-XX-1").check().words


@pytest.mark.parametrize("typed", [" ", "?", "*", "???", "[8B", "КВ", "é", "7" * 5_000, "\u202e", "-x", "=1+1"])
def test_any_mark_is_looked_up(holder: User, typed: str) -> None:
    answer = holder.run("lookup", "--json", "--", typed).check().json
    assert answer["typed"] == typed
    assert hidden_in(holder.run("lookup", "--", typed).check().said) == set()
    assert 0 <= none(answer) <= 1


def test_a_model_that_agrees_raises_and_one_that_contradicts_lowers(holder: User) -> None:
    typed = MARKS[0][:-1] + "?"
    silent, agrees, contradicts = (
        best(looked_up(holder, typed, *m)) for m in ((), ("--model", "AKM"), ("--model", "PKM"))
    )
    assert agrees[1] > silent[1] > contradicts[1]
    assert "! model PKM: the record says AKM" in holder.run("lookup", typed, "--model", "PKM").check().words


def test_more_coverage_raises_the_registered(holder: User) -> None:
    chances = [best(looked_up(holder, MARKS[0], "--coverage", share))[1] for share in ("0.01", "0.5", "0.99")]
    assert chances == sorted(chances)
    assert looked_up(holder, MARKS[0], "--coverage", "0.25")["coverage"] == 0.25


@pytest.mark.parametrize("share", ["0", "1", "-1", "2", "much", "nan"])
def test_a_coverage_that_is_no_chance_is_refused(holder: User, share: str) -> None:
    assert holder.run("lookup", MARKS[0], "--coverage", share).refused().status == 2


def test_one_register_can_be_asked_alone(holder: User) -> None:
    added(holder, ("serial", "KX987654", *ROWS[0][2:]), name="sold", file="sold.csv")
    assert set(looked_up(holder, "KX987654")["registers"]) == {"made", "sold"}
    alone = looked_up(holder, "KX987654", "--register", "made")
    assert set(alone["registers"]) == {"made"}
    assert none(alone) > 0.9
    holder.run("lookup", "KX987654", "--register", "lost").refused("want a register of made, sold; got 'lost'")


def test_a_mark_or_a_list_is_wanted_and_not_both(holder: User) -> None:
    path = holder.write("list.txt", b"KB1\n")
    both: list[str | Path] = [MARKS[0], "--batch", path]
    for words in ([], both):
        assert holder.run("lookup", *words).refused("want a mark to look up, or --batch FILE with many").status == 2


# Lists


def test_a_list_is_looked_up_line_by_line(holder: User) -> None:
    path = holder.write("list.txt", f"{MARKS[0]}\n\n  \r\n{MARKS[1]}\r\nZZ999999".encode())
    answers = looked_up(holder, "--batch", path)
    assert [a["typed"] for a in answers] == [MARKS[0], MARKS[1], "ZZ999999"]
    assert answers[0]["resolved"] == looked_up(holder, MARKS[0])["resolved"]
    told = holder.run("lookup", "--batch", path).check().out.splitlines()
    assert len(told) == 4
    assert [best(a)[0] for a in answers[:2]] == MARKS[:2]


def test_a_csv_file_is_looked_up_with_what_its_columns_state(holder: User) -> None:
    path = holder.write("found.csv", f"place,Mark,model\nTarvia,{MARKS[0]},PKM\nx,,\nx,{MARKS[1]},\n".encode())
    answers = looked_up(holder, "--batch", path, "--country", "Orlania")
    assert [a["typed"] for a in answers] == MARKS[:2]
    assert [(a["stated"]["model"], a["stated"]["country"]) for a in answers] == [("PKM", "Orlania"), ("", "Orlania")]


def test_standard_input_is_a_list_too(holder: User) -> None:
    ran = holder.run("lookup", "--batch", "-", "--json", typed=f"{MARKS[0]}\n{MARKS[1]}\n")
    assert [a["typed"] for a in ran.check().json] == MARKS[:2]


def test_an_empty_list_has_no_answers(holder: User) -> None:
    for content in (b"", b"\n\n", b"mark,model\n"):
        assert looked_up(holder, "--batch", holder.write("list.txt", content)) == []


def test_a_long_list_is_answered_in_its_order(holder: User) -> None:
    typed = [mark for mark in MARKS for _ in range(2)]
    answers = looked_up(holder, "--batch", holder.write("list.txt", "\n".join(typed).encode()))
    assert [a["typed"] for a in answers] == typed
    assert sum(best(a)[0] == a["typed"] for a in answers) == 600


@pytest.mark.parametrize("content", ["КВ 71".encode("cp1251"), b"mark\nKB1\n\xff"])
def test_a_list_that_is_no_utf_8_is_refused(holder: User, content: bytes) -> None:
    ran = holder.run("lookup", "--batch", holder.write("list.txt", content)).refused(
        "list.txt: want UTF-8 text, got byte"
    )
    assert ran.status == 2


def test_a_list_that_is_not_there_is_refused(holder: User) -> None:
    holder.run("lookup", "--batch", holder.path("none.txt")).refused("none.txt", "No such file or directory")


def test_a_heading_may_be_in_quotes(holder: User) -> None:
    path = holder.write("found.csv", f'"mark","model"\n"{MARKS[0]}","AKM"\n'.encode())
    assert [a["typed"] for a in looked_up(holder, "--batch", path)] == MARKS[:1]


@pytest.mark.parametrize(
    "content", [b"mark\n" + b"7" * 200_000 + b"\n", b"mark,model\nKB\r1,x\n"], ids=["giant", "return"]
)
def test_a_csv_file_of_strange_cells_is_looked_up_or_refused(holder: User, content: bytes) -> None:
    ran = holder.run("lookup", "--batch", holder.write("found.csv", content), "--json")
    if ran.status:
        ran.refused("found.csv")


def test_a_character_that_only_looks_like_a_line_break_does_not_end_an_item(holder: User) -> None:
    path = holder.write("list.txt", f"AF\u2028123\n{MARKS[0]}\n".encode())
    assert [a["typed"] for a in looked_up(holder, "--batch", path)] == ["AF\u2028123", MARKS[0]]


# Spreadsheets


def test_answers_are_written_into_a_spreadsheet(holder: User) -> None:
    path = holder.write("list.txt", f"{MARKS[0]}\nZZ999999\n".encode())
    holder.run("lookup", "--batch", path, "--xlsx", holder.path("answers.xlsx")).check()
    heading, known, unknown = cells(holder.path("answers.xlsx"))
    assert [text for _, text in heading][:3] == ["reading", "answer", "probability"]
    assert [text for _, text in known][:2] == [MARKS[0], MARKS[0]]
    assert "Depot 0" in [text for _, text in known]
    assert [text for _, text in unknown][:2] == ["ZZ999999", "in no register"]
    assert [kind for kind, _ in known[2:5]] == ["n"] * 3


def test_formulas_numbers_and_addresses_stay_text_in_a_spreadsheet(user: User) -> None:
    added(user, *ROWS, *(("serial", mark, "=2+2", "", "", "", "", holder) for mark, holder in (
        ("00714200", "=cmd|' /C calc'!A0"), ("71429999", "https://orlania.example/"), ("71428888", "@SUM(1)"),
    )))  # fmt: skip
    typed = ["=1+1", "00714200", "71429999", "71428888", "+1", "@x", "1e5", "{=1}", "<a>&"]
    path = user.write("list.txt", "\n".join(typed).encode())
    user.run("lookup", "--batch", path, "--xlsx", user.path("answers.xlsx")).check()
    rows = cells(user.path("answers.xlsx"))
    assert list(dict.fromkeys(row[0][1] for row in rows[1:])) == typed
    assert {row[0][0] for row in rows} == {"s"}
    assert {kind for row in rows for kind, _ in row} <= {"s", "n"}
    texts = [text for row in rows for kind, text in row if kind == "s"]
    assert {"=1+1", "=2+2", "=cmd|' /C calc'!A0", "00714200", "https://orlania.example/", "@SUM(1)"} <= set(texts)


def test_the_same_question_gives_the_same_bytes(holder: User) -> None:
    path = holder.write("list.txt", "\n".join([*MARKS[:20], "K?*", "[8B]1"]).encode())
    said, books = [], []
    for number in range(2):
        ran = holder.spawn("lookup", "--batch", path, "--json", "--xlsx", holder.path(f"{number}.xlsx")).check()
        said.append(ran.out)
        books.append(holder.path(f"{number}.xlsx").read_bytes())
    assert said[0] == said[1]
    assert books[0] == books[1]


def test_another_machine_gives_the_same_bytes(holder: User, other: User) -> None:
    added(other, *ROWS)
    told = [user.run("lookup", MARKS[3][:-1] + "?", "--json").check().out for user in (holder, other)]
    assert told[0] == told[1]


def test_a_spreadsheet_that_cannot_be_written_is_refused(holder: User) -> None:
    holder.run("lookup", MARKS[0], "--xlsx", holder.path("none/answers.xlsx")).refused("answers.xlsx")


def test_bytes_that_are_no_text_come_into_a_spreadsheet_or_are_refused(holder: User) -> None:
    ran = holder.spawn("lookup", "\udcff1968", "--xlsx", holder.path("answers.xlsx"))
    assert "Traceback" not in ran.said


@pytest.mark.parametrize("typed", ["KB\x0112", "KB\ufffe12", "KB\uffff12", "_x0041_", "\U0001f52b", "\t\r"])
def test_a_spreadsheet_of_any_mark_can_be_read(holder: User, typed: str) -> None:
    holder.run("lookup", "--xlsx", holder.path("answers.xlsx"), "--", typed).check()
    assert len(cells(holder.path("answers.xlsx"))) > 1
