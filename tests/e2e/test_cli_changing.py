"""Changing a case: retracting, correcting, sealing, erasing, encrypting. Nothing is ever deleted."""

import pytest
from tests.e2e.invented import RIFLE
from tests.e2e.running import Ran, User

SEAL = ("--by", "desk editor", "--why", "asked not to be named", "--what", "a contact")
SECRET = "Ilvane Torreth of Quellstadt"


def test_a_retracted_statement_is_hidden_and_stays_in_the_set(user: User) -> None:
    case = user.case("my.case", RIFLE)
    seen = user.only(case, "sighting")

    user.run("retract", case, seen[:8], "--by", "ada", "--why", "it was another rifle").check()

    assert "June 1991" not in user.run("trace", case).check().words
    assert "does not stand: corrected or retracted" in user.run("show", case, seen).check().words
    assert user.run("verify", case, "--json").json["statements"] == 10


def test_retracting_the_retraction_restores_the_statement(user: User) -> None:
    case = user.case("my.case", RIFLE)
    before = user.run("trace", case, "--json").json["subjects"]
    retraction = user.run(
        "retract", case, user.only(case, "sighting"), "--by", "ada", "--why", "it was another", "--json"
    ).check().json["retraction"]  # fmt: skip

    user.run("retract", case, retraction, "--by", "ben", "--why", "it was this one").check()

    assert user.run("trace", case, "--json").json["subjects"] == before


def test_a_statement_is_retracted_once(user: User) -> None:
    case = user.case("my.case", RIFLE)
    words = ("retract", case, user.only(case, "sighting"), "--by", "ada", "--why", "it was another")
    user.run(*words).check()

    user.run(*words).refused("is retracted already")


@pytest.mark.parametrize(("by", "why"), [("", "a reason"), ("ada", "")])
def test_a_retraction_needs_a_name_and_a_reason(user: User, by: str, why: str) -> None:
    case = user.case("my.case", RIFLE)

    user.run("retract", case, user.only(case, "sighting"), "--by", by, "--why", why).refused("want the name")


def _corrected(user: User, *words: str) -> tuple[Ran, Ran]:
    case = user.case("my.case", RIFLE)
    ran = user.run("correct", case, user.only(case, "sighting")[:10], *words)
    return ran, user.run("trace", case)


def test_a_correction_supersedes_and_both_stay_in_the_set(user: User) -> None:
    ran, trace = _corrected(user, "--set", "when=1992-07", "--why", "the page was misread")

    ran.check()
    assert "July 1992" in trace.words
    assert "June 1991" not in trace.words
    assert "the page was misread" in user.exported(user.path("my.case"), "dossier", "R0")
    assert user.run("verify", user.path("my.case"), "--json").json["statements"] == 10


def test_a_thing_keeps_its_events_when_its_name_is_corrected(user: User) -> None:
    case = user.case("my.case", RIFLE)

    user.run("correct", case, user.only(case, "item"), "--set", "name=rifle KB 04277 86", "--why", "a 7").check()

    (told,) = user.run("trace", case, "04277", "--json").check().json["subjects"]
    assert len(told["accounts"][0]["elements"]) == 4


def test_a_correction_may_quote_in_its_reason(user: User) -> None:
    ran, _ = _corrected(user, "--set", "when=1992-07", "--why", '"1991" is a misprint')

    ran.check()


@pytest.mark.parametrize("words", [
    ("--set", "when=1992", "--why", "one\nparty forged: Forged"),
    ("--set", "note=one\nparty forged: Forged", "--why", "two lines"),
])  # fmt: skip
def test_a_correction_cannot_carry_another_statement_in(user: User, words: tuple[str, ...]) -> None:
    ran, _ = _corrected(user, *words)

    assert ran.status == 0 or ran.refused()
    assert "Forged" not in {row["text"] for row in user.rows(user.path("my.case"), "party")}


def test_a_correction_without_an_equals_sign_is_refused(user: User) -> None:
    ran, trace = _corrected(user, "--set", "when", "--why", "forgot the value")

    ran.refused("FIELD=VALUE")
    assert "June 1991" in trace.words


def test_a_field_is_emptied_by_naming_no_value(user: User) -> None:
    ran, trace = _corrected(user, "--set", "when=", "--why", "the page gives no date")

    ran.check()
    assert "June 1991" not in trace.words


def test_an_unknown_field_of_a_correction_is_refused_with_those_there_are(user: User) -> None:
    ran, _ = _corrected(user, "--set", "wen=1992", "--why", "a slip")

    ran.refused("wen", "when", "holder")


def test_a_value_that_cannot_be_is_refused_in_a_correction(user: User) -> None:
    ran, _ = _corrected(user, "--set", "when=1992-02-31", "--why", "a slip")

    ran.refused("want a day that exists, got '1992-02-31'")


def test_a_sealed_value_opens_here_and_is_nowhere_else(user: User, other: User) -> None:
    case = user.case("my.case", RIFLE)

    sealed = user.run("seal", case, *SEAL, typed=SECRET).check().out.strip()

    assert sealed.startswith("sealed:")
    assert user.run("seal", case, "--open", sealed).check().out == f"{SECRET}\n"
    assert user.run("seal", case, "--open", sealed[7:20]).check().out == f"{SECRET}\n"
    assert SECRET.encode() not in case.read_bytes()
    other.run("seal", case, "--open", sealed).refused("holds no key")


def test_a_person_goes_by_a_sealed_name(user: User) -> None:
    case = user.case("my.case", RIFLE)
    sealed = user.run("seal", case, *SEAL, typed=SECRET).check().out.strip()

    user.run("add", case, user.write("p.wit", f"party clerk: {sealed}\n  sort person\n")).check()

    assert "[sealed]" in {row["text"] for row in user.rows(case, "party")}
    for level in ("R0", "R1", "R2", "R3"):
        assert SECRET not in user.exported(case, "dossier", level)
        assert SECRET not in user.exported(case, "notation", level)


def test_a_sealed_value_is_spelled_out_by_request_at_the_highest_level_only(user: User) -> None:
    case = user.case("my.case", RIFLE)
    sealed = user.run("seal", case, *SEAL, typed=SECRET).check().out.strip()
    user.run("add", case, user.write("p.wit", f"party clerk: {sealed}\n  sort person\n")).check()

    assert SECRET in user.exported(case, "notation", "R3", "--with-sealed")
    for level, form in (("R2", "notation"), ("R3", "dossier"), ("R3", "bundle")):
        words = ("export", case, "--as", form, "--level", level, "-o", user.path("x"), "--with-sealed")
        user.run(*words).refused("notation at level R3 only")


def test_an_erased_value_is_gone_for_good_and_the_case_says_so(user: User) -> None:
    case = user.case("my.case", RIFLE)
    sealed = user.run("seal", case, *SEAL, typed=SECRET).check().out.strip()

    user.run("seal", case, "--erase", sealed, "--by", "ada", "--why", "the source asked").check()

    user.run("seal", case, "--open", sealed).refused("erased by ada: the source asked")
    assert "1 erased on record" in user.run("verify", case).check().words
    assert list((user.home / "keys").glob("*")) == []


def test_sealing_without_a_name_or_reason_is_refused_before_the_value_is_read(user: User) -> None:
    case = user.case("my.case", RIFLE)

    user.run("seal", case, typed=SECRET).refused("who seals it and why")

    assert list((user.home / "keys").glob("*")) == []


def test_a_commitment_that_is_not_in_the_case_is_refused(user: User) -> None:
    user.run("seal", user.case("my.case", RIFLE), "--open", "sealed:abc").refused("fits 0")


@pytest.fixture
def locked(user: User) -> User:
    user.passphrase = "an invented passphrase"
    case = user.path("locked.case")
    user.run("new", case, "--encrypt").check()
    user.run("add", case, user.write("a.wit", RIFLE)).check()
    return user


def test_an_encrypted_case_opens_with_its_passphrase(locked: User) -> None:
    assert "rifle KB 04217 86" in locked.run("trace", locked.path("locked.case")).check().words
    assert locked.run("verify", locked.path("locked.case"), "--json").check().json["statements"] == 9


@pytest.mark.parametrize(("passphrase", "wanted"), [
    ("", "the case is encrypted; give its passphrase in WITNESSMARK_PASSPHRASE"),
    ("another", "the passphrase does not open this case"),
])  # fmt: skip
def test_an_encrypted_case_stays_shut_without_its_passphrase(locked: User, passphrase: str, wanted: str) -> None:
    locked.passphrase = passphrase
    before = locked.path("locked.case").read_bytes()

    for words in (("show",), ("trace",), ("log",), ("verify",), ("head",)):
        locked.run(*words, locked.path("locked.case")).refused(wanted)

    assert locked.path("locked.case").read_bytes() == before


def test_an_encrypted_case_holds_no_word_and_no_id_in_the_open(locked: User) -> None:
    case = locked.path("locked.case")
    locked.run("trace", case).check()
    ids = [row["id"] for row in locked.rows(case, "party")]

    stored = case.read_bytes()

    words = (b"rifle", b"Orlan", b"Arvenia", b"transfer", b"1987-03", b"ada", b"Hollow Hill")
    assert [word for word in words if word in stored] == []
    assert [i for i in ids if bytes.fromhex(i) in stored or i.encode() in stored] == []


def test_an_encrypted_case_merges_like_another(locked: User, other: User) -> None:
    bundle = locked.path("all.bundle")
    locked.run("export", locked.path("locked.case"), "--as", "bundle", "--level", "R3", "-o", bundle).check()
    theirs = other.case("theirs.case")

    other.run("merge", theirs, bundle).check()

    assert other.root(theirs) == locked.root(locked.path("locked.case"))


def test_a_case_is_not_encrypted_without_a_passphrase(user: User) -> None:
    user.run("new", user.path("x.case"), "--encrypt").refused("want a passphrase in WITNESSMARK_PASSPHRASE")

    assert not user.path("x.case").exists()
