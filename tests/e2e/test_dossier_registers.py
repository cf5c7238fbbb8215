"""What a dossier tells of the registers that a case refers to, to whom, and when it fails closed."""

from pathlib import Path
from typing import Any

import pytest
from tests.e2e.running import User

from witnessmark.registers.shelf import digest_of

CASE = """case Practice
  title Practice
  level R0

item rifle: Rifle one
  make Orlan
  model OR-5

mark-reading read
  of rifle
  text TX-04?17
  mark serial

sighting seen
  of rifle
  when 2014
"""
HEADING = "What registers hold"


def rows(first: int, last: int, holder: str = "Depot Quell") -> bytes:
    lines = (f"serial,TX-{n:05},Orlan,OR-5,sold,1981,{holder} {n}\n" for n in range(first, last))
    return f"kind,mark,make,model,event,when,holder\n{''.join(lines)}".encode()


def add(user: User, content: bytes, name: str = "maker", file: str = "maker.csv") -> None:
    user.run("register", "add", name, user.write(file, content)).check()


def cite(user: User, case: Path, name: str = "maker") -> str:
    cited = user.run("register", "cite", name, "--into", case, "--by", "Ada", "--why", "asked", "--json").check()
    return str(cited.json["digest"])


def judge(user: User, case: Path, verdict: str, by: str = "Ada", mark: str = "TX-04217") -> None:
    pairs = user.run("review", case, "--all", "--json").check().json
    pair = next(each for each in pairs if each["right"]["mark"] == mark)
    user.run("review", case, pair["code"], "--verdict", verdict, "--by", by, "--why", "the book").check()


@pytest.fixture
def case(user: User) -> Path:
    """A public case that refers to a register which can hold its rifle."""
    add(user, rows(4200, 4230))
    path = user.case("my.case", CASE)
    cite(user, path)
    return path


def section(user: User, case: Path) -> list[str]:
    """The lines of the section, as a machine reads the whole trace."""
    told: dict[str, Any] = user.run("trace", case, "--json").check().json
    return [line["text"] for each in told["sections"] if each["heading"] == HEADING for line in each["lines"]]


# What is told


def test_the_section_tells_digest_candidates_and_that_it_is_in_no_register(user: User, case: Path) -> None:
    digest = cite(user, case)
    first, *lines, last = section(user, case)
    assert first == f"The register maker was asked as it was, digest {digest[:12]}."
    assert any("that it is TX-04217 of maker, row" in line and "by accident" in line for line in lines)
    assert any("that it is in no register" in line for line in lines)
    assert last == "Before looking, the chance that they hold a weapon was taken as 50%."


def test_a_case_that_refers_to_no_register_has_no_section(user: User) -> None:
    add(user, rows(4200, 4230))
    case = user.case("bare.case", CASE)
    assert section(user, case) == []
    assert HEADING not in user.exported(case, "dossier", "R3")


def test_the_same_case_gives_the_same_bytes_twice(user: User, case: Path) -> None:
    judge(user, case, "same")
    assert user.exported(case, "dossier", "R3") == user.exported(case, "dossier", "R3")
    assert user.run("trace", case, "--json").check().out == user.run("trace", case, "--json").check().out


def test_a_record_that_is_judged_to_be_it_is_told_first_beside_the_probability(user: User, case: Path) -> None:
    judge(user, case, "same")
    lines = section(user, case)
    assert "judged by Ada to be TX-04217 of maker, row" in lines[1]
    assert "the book; the program gives it" in lines[1]
    assert not any("that it is TX-04217" in line for line in lines)


def test_a_record_that_is_judged_not_to_be_it_is_no_candidate(user: User, case: Path) -> None:
    judge(user, case, "different")
    lines = section(user, case)
    assert "judged by Ada not to be TX-04217 of maker" in lines[1]
    assert not any("that it is TX-04217" in line for line in lines)


def test_judgements_that_disagree_are_both_told(user: User, case: Path) -> None:
    judge(user, case, "same")
    judge(user, case, "different", by="Ben")
    told = " ".join(section(user, case))
    assert "judged by Ada to be" in told
    assert "judged by Ben not to be" in told


def test_a_judgement_on_a_record_that_the_program_no_longer_finds_is_told_as_that(user: User, case: Path) -> None:
    judge(user, case, "same")
    other = "mark-reading again\n  of id:{}\n  text AB 99\n  mark serial\n"
    reading = user.only(case, "mark-reading")
    user.run("retract", case, reading, "--by", "Ada", "--why", "another rifle").check()
    user.run("add", case, user.write("again.wit", other.format(user.only(case, "item")))).check()
    assert any("the program does not find it" in line for line in section(user, case))


# Who may see it


@pytest.mark.parametrize("level", ["R0", "R1"])
@pytest.mark.parametrize("form", ["dossier", "notation"])
def test_nothing_of_a_record_leaves_below_the_panel_level(user: User, case: Path, form: str, level: str) -> None:
    judge(user, case, "same")
    text = user.exported(case, form, level)
    assert "TX-04?17" in text
    for hidden in ("Depot Quell", "TX-04217", "TX-042", "in no register", "by accident", "judges that", "50%"):
        assert hidden not in text
    if form == "dossier":
        assert HEADING in text
        assert "stays with panel or court" in text


def test_a_disclosure_cannot_lower_what_was_judged_of_a_record(user: User, case: Path) -> None:
    judge(user, case, "same")
    said = user.only(case, "record-judgement")
    lowered = f"disclosure low\n  of id:{said}\n  level R0\n  by Ada\n  reason why not\n"
    user.run("add", case, user.write("low.wit", lowered)).check()
    assert "TX-04217" not in user.exported(case, "notation", "R0")


@pytest.mark.parametrize("level", ["R2", "R3"])
def test_panel_and_court_see_the_record(user: User, case: Path, level: str) -> None:
    assert "Depot Quell 4217" in user.exported(case, "dossier", level)


def test_below_the_panel_level_a_damaged_register_is_not_even_asked(user: User, case: Path) -> None:
    damage(user)
    assert HEADING in user.exported(case, "dossier", "R0")


# What changed since


def damage(user: User) -> None:
    (part,) = [path for path in (user.home / "registers" / "maker").rglob("*.parquet") if "problems" not in path.name]
    content = bytearray(part.read_bytes())
    content[len(content) // 2] ^= 0xFF
    part.write_bytes(bytes(content))


def test_a_register_that_has_grown_is_asked_as_it_was(user: User, case: Path) -> None:
    before = section(user, case)
    add(user, rows(4300, 4400, "Depot Later"), file="more.csv")
    assert section(user, case) == before


def test_a_register_that_is_cited_again_is_asked_as_it_was_the_last_time(user: User, case: Path) -> None:
    add(user, rows(4100, 4200, "Depot Later"), file="more.csv")
    digest = cite(user, case)
    lines = section(user, case)
    assert f"digest {digest[:12]}" in lines[0]
    assert "Depot Later 4117" in " ".join(lines)
    assert not any("not on this machine" in line for line in lines)


def test_a_register_that_was_removed_is_told_as_missing(user: User, case: Path) -> None:
    user.run("register", "remove", "maker", "--yes").check()
    (line,) = section(user, case)
    assert "maker is not on this machine as it was" in line


def test_another_register_of_the_same_name_is_not_asked(user: User, case: Path) -> None:
    user.run("register", "remove", "maker", "--yes").check()
    add(user, rows(4200, 4230, "Depot Other"), file="other.csv")
    (line,) = section(user, case)
    assert "not on this machine as it was" in line


def test_of_two_registers_the_one_that_is_there_is_asked(user: User, case: Path) -> None:
    add(user, rows(4100, 4150), name="second", file="second.csv")
    cite(user, case, "second")
    user.run("register", "remove", "maker", "--yes").check()
    lines = section(user, case)
    assert "The register second was asked" in lines[0]
    assert "maker is not on this machine" in lines[1]


def test_a_damaged_register_fails_closed_with_a_message(user: User, case: Path) -> None:
    damage(user)
    user.run("trace", case).refused("maker")
    user.run("export", case, "--as", "dossier", "--level", "R3", "-o", user.path("x.html")).refused("maker")
    assert not user.path("x.html").exists()


@pytest.mark.parametrize("name", ["../../etc", "", "a b", "maker/../maker", "[red]"])
def test_a_case_that_refers_to_a_register_by_a_hostile_name_is_told_so(user: User, name: str) -> None:
    use = f'register-use u\n  register "{name}"\n  digest {"ab" * 32}\n  by Eve\n  reason because\n'
    case = user.case("hostile.case", CASE + "\n" + use)
    assert "not on this machine" in section(user, case)[0]
    user.exported(case, "dossier", "R3")
    user.run("match", case).check()


def test_a_case_that_refers_to_a_register_before_anything_was_in_it_finds_nothing(user: User) -> None:
    add(user, rows(4200, 4230))
    use = f"register-use u\n  register maker\n  digest {digest_of(())}\n  by Ada\n  reason because\n"
    lines = section(user, user.case("early.case", CASE + "\n" + use))
    assert not any("TX-042" in line.replace("TX-04?17", "") for line in lines)


def test_a_large_case_forgets_what_a_register_held_when_it_is_removed_or_comes(user: User) -> None:
    add(user, rows(4200, 4230))
    case = user.case("large.case", CASE, "".join(f"item i{n}: Thing {n}\n\n" for n in range(2_000)))
    digest = cite(user, case)
    assert any("TX-04217" in line for line in section(user, case))
    user.run("register", "remove", "maker", "--yes").check()
    assert "not on this machine" in section(user, case)[0]
    add(user, rows(4200, 4230))
    assert f"digest {digest[:12]}" in section(user, case)[0]
    assert any("TX-04217" in line for line in section(user, case))


# What travels


@pytest.mark.parametrize("form", ["notation", "bundle"])
def test_uses_and_judgements_survive_export_and_merge(user: User, other: User, case: Path, form: str) -> None:
    judge(user, case, "same")
    path = user.path(f"out.{form}")
    user.run("export", case, "--as", form, "--level", "R3", "-o", path).check()
    theirs = other.case("theirs.case")
    other.run("add" if form == "notation" else "merge", theirs, path).check()
    for kind in ("register-use", "record-judgement"):
        assert other.only(theirs, kind) == user.only(case, kind)
    told = other.exported(theirs, "dossier", "R3")
    assert "Ada judges that Rifle one is TX-04217 of the register maker" in told
    assert "is not on this machine as it was" in told


# Citing


def test_citing_needs_a_name_a_reason_and_a_register_and_twice_adds_nothing(user: User, case: Path) -> None:
    root = user.root(case)
    user.run("register", "cite", "maker", "--into", case).refused("name", "reason")
    user.run("register", "cite", "nowhere", "--into", case, "--by", "Ada", "--why", "x").refused("maker")
    cite(user, case)
    assert user.root(case) == root
