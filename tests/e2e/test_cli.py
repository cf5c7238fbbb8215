"""What a user types, and what the program answers: making, adding to, showing and checking a case."""

import json
import re
import shlex

import pytest
from tests.e2e.invented import GUARDED, LATER, RIFLE, TRAINING
from tests.e2e.running import DAY, MISSILE, ROOT, START, User, hidden_in

from witnessmark.version import VERSION

COMMANDS = (
    "new", "add", "show", "trace", "log", "head", "verify", "merge", "retract", "correct", "seal", "export", "demo",
    "read", "schemes", "identify", "reread", "confusions", "form", "name", "lookup", "match", "review", "import", "map",
    "register", "evidence",
)  # fmt: skip


def test_the_program_runs_as_a_module_from_new_to_trace(user: User) -> None:
    user.write("rifle.wit", RIFLE)

    assert user.spawn("new", "my.case").check().out == "new case: my.case\n"
    added = user.spawn("add", "my.case", "rifle.wit").check()
    traced = user.spawn("trace", "my.case", "rifle").check()

    assert added.out.startswith("9 statements added, 0 were in the case already\n")
    assert "rifle KB 04217 86" in traced.out
    assert traced.err.strip() == ""


def test_nothing_is_written_to_stderr_when_all_is_well(user: User) -> None:
    user.write("rifle.wit", RIFLE)
    user.spawn("new", "my.case").check()

    assert user.spawn("add", "my.case", "rifle.wit").check().err == ""


def test_the_readme_names_commands_that_run(user: User) -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    (text,) = re.findall(r"```text\n(witnessmark 1\n.*?)```", readme, re.DOTALL)
    user.path("rifle.wit").write_text(text, "utf-8")
    lines = [line for line in readme.splitlines() if line.startswith("witnessmark ") and line != "witnessmark 1"]

    for line in lines:
        user.spawn(*shlex.split(line)[1:]).check()

    assert [line.split()[1] for line in lines] == ["new", "add", "trace", "export"]
    assert "<title>A rifle" in user.path("rifle.html").read_text("utf-8")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(user: User, name: str) -> None:
    told = user.run(name, "--help").check()

    assert "Usage:" in told.out
    assert "--json" in told.out or "Commands" in told.out


def test_the_help_lists_every_command(user: User) -> None:
    told = user.run("--help").check().out

    listed = [line.split()[1] for line in told.splitlines() if re.match(r"│ [a-z]", line)]
    assert listed == list(COMMANDS)


def test_help_comes_without_a_command(user: User) -> None:
    assert "Usage:" in user.run().said


def test_the_version_is_printed(user: User) -> None:
    assert user.run("--version").check().out == f"witnessmark {VERSION}\n"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_printed_for_the_program_by_its_name(user: User, shell: str) -> None:
    user.more = {"_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}

    script = user.spawn("--show-completion", shell).check().out

    assert "_WITNESSMARK_COMPLETE" in script
    assert "_PYTHON _M" not in script


def test_a_new_case_holds_its_title_and_level(user: User) -> None:
    case = user.path("my.case")

    made = user.run("new", case, "--title", "A rifle", "--level", "R1", "--json").check().json

    assert made == {"case": str(case), "title": "A rifle", "level": "R1", "encrypted": False}
    listing = user.run("show", case, "--json").check().json
    assert (listing["title"], listing["level"], listing["counts"]) == ("A rifle", "R1", {"case": 1})


def test_a_new_case_without_a_title_takes_that_of_what_is_added(user: User) -> None:
    case = user.case("my.case", RIFLE)

    assert user.run("show", case, "--json").json["title"] == "A rifle of the Orlan Works"


def test_a_new_case_is_refused_where_one_lies(user: User) -> None:
    case = user.case("my.case", RIFLE)
    before = case.read_bytes()

    user.run("new", case).refused("my.case", "want a new file")

    assert case.read_bytes() == before


def test_adding_says_what_came_in_and_under_which_ids(user: User) -> None:
    case = user.path("my.case")
    user.run("new", case).check()

    result = user.run("add", case, user.write("a.wit", RIFLE), "--json").check().json

    assert (len(result["new"]), result["known"], result["problems"]) == (9, 0, [])
    assert result["aliases"]["rifle"] == user.only(case, "item")


def test_adding_twice_adds_nothing(user: User) -> None:
    case = user.case("my.case", RIFLE)
    root, receipts = user.root(case), user.run("log", case, "--json").json

    again = user.run("add", case, user.write("again.wit", RIFLE), "--json").check().json

    assert (again["new"], again["known"]) == ([], 9)
    assert user.root(case) == root
    assert user.run("log", case, "--json").json == receipts


def test_two_files_make_one_case_whatever_their_order(user: User) -> None:
    one = user.case("one.case", RIFLE, LATER)
    two = user.case("two.case", LATER, RIFLE)

    assert user.root(one) == user.root(two)


def test_a_file_is_taken_from_standard_input(user: User) -> None:
    case = user.path("my.case")
    user.run("new", case).check()

    assert len(user.run("add", case, "-", "--json", typed=f"witnessmark 1\n{RIFLE}").check().json["new"]) == 9


def test_a_dry_run_adds_nothing(user: User) -> None:
    case = user.case("my.case")
    before = case.read_bytes()

    said = user.run("add", case, user.write("a.wit", RIFLE), "--dry-run").check().out

    assert "9 statements would be added, 0 are in the case already" in said
    assert case.read_bytes() == before


def test_what_is_implausible_is_stored_and_said(user: User) -> None:
    case = user.case("my.case", RIFLE)
    early = "item rifle: rifle KB 04217 86\n  item-class rifle\n\nsighting early\n  of rifle\n  when 1979\n"

    said = user.run("add", case, user.write("early.wit", early)).check().words

    assert "problem: " in said
    assert "sighting on 1979 is before manufacture on 1986" in said
    assert len(user.rows(case, "sighting")) == 2


def test_show_lists_things_kinds_and_one_statement(user: User) -> None:
    case = user.case("my.case", RIFLE)

    assert [row["kind"] for row in user.rows(case)] == ["item"]
    assert [row["text"] for row in user.rows(case, "party")] == [
        "Band of the Hollow Hill", "Ministry of Arvenia", "Orlan Works",
    ]  # fmt: skip
    detail = user.run("show", case, user.only(case, "transfer")[:10]).check().words
    assert "stands" in detail
    assert "quote one rifle, by rail" in detail
    assert "received 2014-05-13T16:53:20Z by ada" in detail


def test_show_of_a_past_day_lists_what_was_known_then(user: User) -> None:
    case = user.case("my.case", RIFLE)
    user.now = START + 10 * DAY
    user.run("add", case, user.write("later.wit", LATER)).check()

    then = user.run("show", case, "--known-by", "2014-05-22", "--json").check().json["counts"]
    now = user.run("show", case, "--known-by", "2014-05-23", "--json").check().json["counts"]

    assert ("recovery" in then, "recovery" in now) == (False, True)


def test_the_log_has_a_line_for_each_write(user: User) -> None:
    case = user.case("my.case", RIFLE)
    user.now, user.recorder = START + DAY, "night shift"
    user.run("add", case, user.write("later.wit", LATER)).check()

    lines = user.run("log", case, "--json").check().json

    assert [(line["at"], line["recorder"], line["statements"], line["seq"]) for line in lines] == [
        ("2014-05-13T16:53:20Z", "ada", 9, 0),
        ("2014-05-14T16:53:20Z", "night shift", 3, 1),
    ]


def test_a_whole_case_verifies_and_says_what_that_proves(user: User) -> None:
    said = user.run("verify", user.case("my.case", RIFLE)).check().words

    assert "verified: 9 statements" in said
    assert "It does not prove" in said
    assert "keep a head elsewhere" in said


def test_a_kept_head_still_fits_after_more_was_added(user: User) -> None:
    case = user.case("my.case", RIFLE)
    head = user.path("head.json")
    head.write_text(user.run("head", case).check().out, "utf-8")
    user.run("add", case, user.write("later.wit", LATER)).check()

    said = user.run("verify", case, "--head", head).check().words

    assert "1 came later" in said
    assert "keep a head elsewhere" not in said


def test_a_training_case_says_so_wherever_it_is_shown(user: User) -> None:
    case = user.case("drill.case", TRAINING)
    banner = "TRAINING - all of this is invented"

    for words in (("show", case), ("trace", case), ("trace", case, "--plain"), ("show", case, "item")):
        assert banner in user.run(*words).check().out, words
    assert user.exported(case, "dossier", "R0").count(banner) == 2
    assert banner in user.exported(case, "notation", "R0")


def test_the_demo_traces_every_example_into_a_folder(user: User) -> None:
    folder = user.path("demo")

    rows = user.run("demo", folder, "--json").check().json

    assert {row["title"] for row in rows} >= {"The 9M111MB-1 missile"}
    assert all(row["statements"] > 0 and row["problems"] == 0 for row in rows)
    assert sorted(folder.glob("*.html")) == sorted(folder / f"{path.stem}.html" for path in folder.glob("*.case"))
    assert [row["title"] for row in rows if row["training"]] == ["Training case: a rifle and a crate"]


def test_the_demo_leaves_a_case_alone_that_it_did_not_make(user: User) -> None:
    folder = user.path("demo")
    folder.mkdir()
    mine = folder / f"{MISSILE.stem}.case"
    user.case("mine.case", RIFLE).rename(mine)
    before = mine.read_bytes()

    user.run("demo", folder)

    assert mine.read_bytes() == before


def _every_command(user: User, other: User) -> dict[str, tuple[object, ...]]:
    """A way to call each command that succeeds; the other's cases are for the other to merge into."""
    case = user.case("json.case", RIFLE, GUARDED)
    bundle = user.path("some.bundle")
    user.run("export", case, "--as", "bundle", "--level", "R3", "-o", bundle).check()
    sealed = user.run(
        "seal", case, "--by", "ada", "--why", "it is a contact", "--what", "contact", typed="x"
    ).out.strip()
    sighting = user.rows(case, "sighting")[0]["id"]
    remark = user.only(case, "remark")
    return {
        "new": ("new", user.path("fresh.case")),
        "add": ("add", case, user.write("later.wit", LATER)),
        "add two files": ("add", case, user.write("a.wit", LATER), user.write("b.wit", RIFLE)),
        "add, dry run": ("add", case, user.write("later.wit", LATER), "--dry-run"),
        "show": ("show", case),
        "show a kind": ("show", case, "party"),
        "show one": ("show", case, sighting),
        "trace": ("trace", case),
        "trace forward": ("trace", user.case("m.case", MISSILE), "supply programme", "--forward"),
        "log": ("log", case),
        "head": ("head", case),
        "verify": ("verify", case),
        "merge": ("merge", other.case("a.case"), bundle),
        "merge two": ("merge", other.case("b.case"), bundle, case),
        "retract": ("retract", case, sighting, "--by", "ada", "--why", "it was another"),
        "correct": ("correct", case, remark, "--set", "text=other words", "--why", "misheard"),
        "open": ("seal", case, "--open", sealed),
        "erase": ("seal", case, "--erase", sealed, "--by", "ada", "--why", "asked to"),
        "export": ("export", case, "-o", user.path("x.html")),
        "demo": ("demo", user.path("demo")),
    }


def test_json_is_one_valid_document_without_hidden_characters_from_every_command(user: User, other: User) -> None:
    wrong = {}
    for name, words in _every_command(user, other).items():
        who = other if name.startswith("merge") else user
        ran = who.run(*map(str, words), "--json").check()
        try:
            json.loads(ran.out)
        except json.JSONDecodeError as error:
            wrong[name] = str(error)
        assert hidden_in(ran.out) == set(), name

    assert wrong == {}


def test_an_error_is_json_too_where_json_was_asked_for(user: User) -> None:
    case = user.case("my.case", RIFLE)

    ran = user.run("add", case, user.write("bad.wit", "item x: X\n  colour red\n"), "--json").refused()

    assert ran.json["error"] == "RefusedInput"
    assert [(p["line"], p["severity"]) for p in ran.json["problems"]] == [(4, "refused")]
