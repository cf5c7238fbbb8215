"""Timestamps at the command line, with invented authorities on this machine."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.e2e.invented import LATER
from tests.e2e.invented_evidence import DOCUMENTED, PAPER, PICTURE, digest, documented, held
from tests.e2e.running import Ran, User
from tests.support.authorities import Authority, new_authority, served

pytest.importorskip("rfc3161_client")
pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="want openssl, which plays the authority")


@dataclass
class Pair:
    """Two authorities, and where they answer."""

    one: Authority
    two: Authority
    addresses: str


@pytest.fixture(scope="module")
def authorities(tmp_path_factory: pytest.TempPathFactory) -> tuple[Authority, Authority]:
    folder = tmp_path_factory.mktemp("authorities")
    return new_authority(folder / "one", "Stamps of Arvenia"), new_authority(
        folder / "two", "Orlan Time", carries_root=True
    )


@pytest.fixture
def pair(authorities: tuple[Authority, Authority], user: User) -> Iterator[Pair]:
    """Both authorities, served; the user knows them and trusts their roots."""
    one, two = authorities
    one.asked.clear()
    two.asked.clear()
    user.path("roots.pem").write_bytes(one.root + two.root)
    with served(one.answer) as first, served(two.answer) as second:
        user.more["WITNESSMARK_AUTHORITIES"] = f"{first} {second}"
        yield Pair(one, two, f"{first} {second}")


def stamp(user: User, case: Path, *words: str | Path) -> Ran:
    return user.run("evidence", "timestamp", case, *words)


def sent(user: User, case: Path) -> list[dict[str, Any]]:
    outcomes: list[dict[str, Any]] = stamp(user, case, "--send", "--roots", user.path("roots.pem"), "--json").json
    return outcomes


def listed(user: User, case: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = stamp(user, case, "--list", "--json").json
    return rows


def statements(user: User, case: Path) -> int:
    return int(user.run("verify", case, "--json").check().json["statements"])


# -- asking --------------------------------------------------------------------------------------------------


def test_nothing_leaves_the_machine_before_it_is_sent(user: User, pair: Pair) -> None:
    case = documented(user)

    said = stamp(user, case, "--json").check().json

    assert (said["new"], said["waiting"], said["digests"]) == (4, 4, 2)
    assert pair.one.asked == pair.two.asked == []


def test_asking_again_asks_nothing_new(user: User, pair: Pair) -> None:
    case = documented(user)
    stamp(user, case).check()

    assert stamp(user, case, "--json").check().json["new"] == 0


def test_without_authorities_there_is_nobody_to_ask(user: User) -> None:
    stamp(user, documented(user)).refused("WITNESSMARK_AUTHORITIES", "at least 2", "got 0")


def test_one_authority_is_too_few(user: User) -> None:
    user.more["WITNESSMARK_AUTHORITIES"] = "https://stamp.example/tsr https://stamp.example/tsr"

    stamp(user, documented(user)).refused("at least 2", "got 1")


def test_an_address_in_the_open_is_refused(user: User) -> None:
    user.more["WITNESSMARK_AUTHORITIES"] = "http://stamp.example/tsr https://other.example/"

    stamp(user, documented(user)).refused("https://", "http://stamp.example/tsr")


def test_a_piece_is_named_by_the_start_of_its_digest(user: User, pair: Pair) -> None:
    case = documented(user)

    assert stamp(user, case, digest(PAPER)[:8], "--json").check().json["new"] == 2
    stamp(user, case, "0000").refused("which fits 0")


def test_an_authority_sees_a_digest_and_nothing_else(user: User, pair: Pair) -> None:
    case = documented(user)
    stamp(user, case, digest(PAPER)[:8]).check()

    sent(user, case)

    (request,) = pair.one.asked
    assert bytes.fromhex(digest(PAPER)) in request
    assert len(request) <= 70


# -- what is answered ----------------------------------------------------------------------------------------


def test_an_answer_is_checked_and_kept_with_its_chain(user: User, pair: Pair) -> None:
    case = documented(user)
    stamp(user, case).check()

    outcomes = sent(user, case)

    assert [each["outcome"] for each in outcomes] == ["kept"] * 4
    rows = listed(user, case)
    assert {(r["imprint"], r["authority"]) for r in rows} == {
        (digest(payload), f"CN={name}") for payload in (PAPER, PICTURE) for name in ("Stamps of Arvenia", "Orlan Time")
    }
    assert all(r["problem"] == "" and r["root"].endswith("Root") and r["accuracy"] == "1" for r in rows)
    assert len(held(user, case)) == 2 + 4 + 4


def test_what_is_said_is_that_it_existed_and_not_when_it_was_made(user: User, pair: Pair) -> None:
    case = documented(user)
    stamp(user, case).check()
    sent(user, case)

    said = stamp(user, case, "--list").check().words

    assert "existed by 20" in said
    assert "says CN=Orlan Time" in said
    assert "None says when something was made" in said
    assert "whether to trust the root" in said


def test_what_was_answered_is_not_asked_again(user: User, pair: Pair) -> None:
    case = documented(user)
    stamp(user, case).check()
    sent(user, case)

    assert sent(user, case) == []
    assert stamp(user, case, "--json").check().json["new"] == 0


def test_a_head_says_that_all_before_it_existed(user: User, pair: Pair) -> None:
    case = documented(user)
    head = json.loads(user.run("head", case).out)

    stamp(user, case, "--head").check()
    sent(user, case)

    rows = listed(user, case)
    assert {(r["what"], r["imprint"], r["problem"]) for r in rows} == {("head", head["receipt"], "")}
    assert "all that was recorded up to receipt" in stamp(user, case, "--list").check().words


def test_verifying_evidence_says_by_when_it_existed(user: User, pair: Pair) -> None:
    case = documented(user)
    stamp(user, case).check()
    sent(user, case)

    assert "existed by 20" in user.run("evidence", "verify", case).check().words
    told = user.run("evidence", "verify", case, "--json").check().json
    assert [each["problem"] for each in told["timestamps"]] == [""] * 4
    assert told["is_whole"]


def test_a_timestamp_stands_in_the_dossier(user: User, pair: Pair) -> None:
    case = documented(user)
    stamp(user, case).check()
    sent(user, case)

    assert "existed by 20" in user.exported(case, "dossier", "R3")


def test_another_program_finds_the_kept_token_good(user: User, pair: Pair) -> None:
    case = documented(user)
    stamp(user, case, digest(PAPER)[:8]).check()
    sent(user, case)
    vault = held(user, case)
    (row,) = [r for r in user.rows(case, "timestamp") if "Arvenia" in str(r)][:1]
    token = user.run("show", case, row["id"][:16], "--json").check()
    named = next(
        d for d in vault if d in token.out and d not in {digest(PAPER), digest(PICTURE)} and _is_token(vault[d])
    )
    (user.path("t.der")).write_bytes(vault[named])
    (user.path("root.pem")).write_bytes(pair.one.root)

    subprocess.run(
        ["openssl", "ts", "-verify", "-digest", digest(PAPER), "-in", "t.der", "-token_in", "-CAfile", "root.pem"],
        cwd=user.folder, check=True, capture_output=True,
    )  # fmt: skip


def _is_token(payload: bytes) -> bool:
    return bytes.fromhex("06092a864886f70d010702") in payload[:20]


# -- what is refused -----------------------------------------------------------------------------------------


def _refusing(user: User, addresses: list[str], *wanted: str, roots: bytes) -> None:
    """Send to authorities of which none gives an answer that is good; nothing is recorded, all go on waiting."""
    case = documented(user)
    user.path("roots.pem").write_bytes(roots)
    user.more["WITNESSMARK_AUTHORITIES"] = " ".join(addresses)
    stamp(user, case, digest(PAPER)[:8]).check()
    before = statements(user, case)

    ran = stamp(user, case, "--send", "--roots", user.path("roots.pem"))

    assert ran.status == 5, ran.said
    for words in wanted:
        assert words in ran.words
    assert statements(user, case) == before
    assert len(list((user.home / "timestamps").glob("*.json"))) == len(addresses)
    apart = list((user.home / "timestamps" / "refused").glob("*.tsr"))
    assert apart
    assert all(path.with_suffix(".txt").exists() for path in apart)
    assert held(user, case) == {digest(PAPER): PAPER, digest(PICTURE): PICTURE}


def test_a_root_that_is_not_trusted_proves_nothing(user: User, pair: Pair, tmp_path: Path) -> None:
    stranger = new_authority(tmp_path / "stranger", "Stranger")

    _refusing(user, pair.addresses.split(), "kept apart", roots=stranger.root)


def test_an_answer_for_another_digest_is_refused(user: User, authorities: tuple[Authority, Authority]) -> None:
    one, _ = authorities

    def lies(request: bytes) -> bytes:
        at = request.index(bytes.fromhex(digest(PAPER)))
        return one.answer(request[:at] + bytes(32) + request[at + 32 :])

    with served(lies) as first, served(lies) as second:
        _refusing(user, [first, second], "another digest", roots=one.root)


def test_an_old_answer_is_refused(user: User, authorities: tuple[Authority, Authority]) -> None:
    one, _ = authorities

    def repeats(request: bytes) -> bytes:
        return one.answer(request[:-4] + bytes([request[-4] ^ 1]) + request[-3:])

    with served(repeats) as first, served(repeats) as second:
        _refusing(user, [first, second], "does not repeat the number", roots=one.root)


def test_a_certificate_that_is_not_for_timestamps_is_refused(
    user: User, authorities: tuple[Authority, Authority]
) -> None:
    one, _ = authorities

    def forged(request: bytes) -> bytes:
        answer = one.answer(request)
        return answer.replace(bytes.fromhex("06082b06010505070308"), bytes.fromhex("06082b06010505070303"))

    with served(forged) as first, served(forged) as second:
        _refusing(user, [first, second], "not valid", roots=one.root)


@pytest.mark.parametrize("share", [0.3, 0.5, 0.95])
def test_a_changed_token_is_refused(user: User, authorities: tuple[Authority, Authority], share: float) -> None:
    one, _ = authorities

    def changed(request: bytes) -> bytes:
        answer = bytearray(one.answer(request))
        answer[int(len(answer) * share)] ^= 1
        return bytes(answer)

    with served(changed) as first, served(changed) as second:
        _refusing(user, [first, second], "refused", roots=one.root)


@pytest.mark.parametrize(
    "answer",
    [b"", b"no", bytes.fromhex("30053003020102"), b"\x30\x84\xff\xff\xff\xff", b"\x30\x80" * 5_000, bytes(900)],
)
def test_an_answer_that_is_none_is_refused(user: User, authorities: tuple[Authority, Authority], answer: bytes) -> None:
    with served(lambda _: answer) as first, served(lambda _: answer) as second:
        _refusing(user, [first, second], "refused", roots=authorities[0].root)


# -- what is not reached -------------------------------------------------------------------------------------


def _waiting(user: User, addresses: list[str], *wanted: str) -> None:
    case = documented(user)
    user.more["WITNESSMARK_AUTHORITIES"] = " ".join(addresses)
    stamp(user, case, digest(PAPER)[:8]).check()

    ran = stamp(user, case, "--send", "--roots", user.path("roots.pem"))

    assert ran.status == 4, ran.said
    for words in ("not reached", *wanted):
        assert words in ran.words
    assert stamp(user, case, "--json").json["waiting"] >= len(addresses)


def test_where_there_is_no_network_requests_go_on_waiting(user: User, pair: Pair) -> None:
    _waiting(user, ["http://127.0.0.1:9/a", "http://127.0.0.1:9/b"], "cannot be reached")


def test_a_redirection_is_not_followed(user: User, pair: Pair) -> None:
    with served(pair.one.answer, status=302) as first, served(pair.one.answer, status=307) as second:
        _waiting(user, [first, second], "want status 200, got 302")


def test_a_page_is_no_answer(user: User, pair: Pair) -> None:
    with served(pair.one.answer, kind="text/html") as first, served(pair.one.answer, kind="text/html") as second:
        _waiting(user, [first, second], "want application/timestamp-reply")


def test_a_giant_answer_is_not_read_to_its_end(user: User, pair: Pair) -> None:
    with served(lambda _: bytes(3_000_000)) as first, served(lambda _: bytes(3_000_000)) as second:
        _waiting(user, [first, second], "at most 1000000 bytes")


def test_an_authority_that_drips_is_cut_off() -> None:
    import socket
    import threading

    from witnessmark.adapters.authorities import HttpAuthorities
    from witnessmark.errors import AuthorityUnavailable

    with socket.create_server(("127.0.0.1", 0)) as listening, ExitStack() as stack:
        stop = threading.Event()

        def drip() -> None:
            connection, _ = listening.accept()
            with connection:
                while not stop.wait(0.02):
                    try:
                        connection.sendall(b"H")
                    except OSError:
                        return

        thread = threading.Thread(target=drip)
        thread.start()
        stack.callback(thread.join)
        stack.callback(stop.set)

        with pytest.raises(AuthorityUnavailable, match="broke off"):
            HttpAuthorities(seconds=0.2).ask(f"http://127.0.0.1:{listening.getsockname()[1]}/", b"x")


def test_of_two_authorities_one_may_fail(user: User, pair: Pair) -> None:
    case = documented(user)
    user.more["WITNESSMARK_AUTHORITIES"] = f"{pair.addresses.split()[0]} http://127.0.0.1:9/"
    stamp(user, case, digest(PAPER)[:8]).check()

    assert sorted(each["outcome"] for each in sent(user, case)) == ["kept", "not reached"]
    assert len(listed(user, case)) == 1


# -- by hand -------------------------------------------------------------------------------------------------


def _carried(user: User, case: Path) -> list[Path]:
    user.path("out").mkdir()
    rows = stamp(user, case, "--request", user.path("out"), "--json").check().json
    return [Path(row["file"]) for row in rows]


def test_requests_and_answers_can_be_carried_by_hand(user: User, pair: Pair) -> None:
    case = documented(user)
    stamp(user, case, digest(PAPER)[:8]).check()
    answers: list[str | Path] = []
    for number, file in enumerate(_carried(user, case)):
        answers += ["--answer", user.write(f"{number}.tsr", pair.one.answer(file.read_bytes()))]

    said = stamp(user, case, *answers, "--roots", user.path("roots.pem"), "--json").check().json

    assert [each["outcome"] for each in said] == ["kept", "kept"]
    assert {r["imprint"] for r in listed(user, case)} == {digest(PAPER)}


def test_an_answer_that_nobody_asked_for_is_kept_apart(user: User, pair: Pair) -> None:
    case, another = documented(user), user.case("other.case", LATER, DOCUMENTED)
    stamp(user, another, digest(PAPER)[:8]).check()
    (file, *_) = _carried(user, another)
    answer = user.write("a.tsr", pair.one.answer(file.read_bytes()))

    ran = stamp(user, case, "--answer", answer, "--roots", user.path("roots.pem"))

    assert ran.status == 5
    assert "no request of this case" in ran.words
    assert listed(user, case) == []


def test_roots_are_wanted_before_anything_is_believed(user: User, pair: Pair) -> None:
    case = documented(user)

    stamp(user, case, "--send").refused("want --roots")
    stamp(user, case, "--send", "--roots", user.write("bad.pem", b"no certificate")).check()
    stamp(user, case).check()
    stamp(user, case, "--send", "--roots", user.write("bad.pem", b"no certificate")).refused("as PEM")


# -- checked again -------------------------------------------------------------------------------------------


def test_a_token_that_is_missing_proves_nothing_and_is_said(user: User, pair: Pair) -> None:
    case = documented(user)
    stamp(user, case, digest(PAPER)[:8]).check()
    sent(user, case)
    for path in (user.home / "vault").rglob("*"):
        if path.is_file() and _is_token(path.read_bytes()):
            path.unlink()

    ran = stamp(user, case, "--list")

    assert ran.status == 5
    assert "proves nothing here" in ran.words


def test_a_statement_that_says_more_than_its_token_is_found(user: User, pair: Pair) -> None:
    case = documented(user)
    stamp(user, case, digest(PAPER)[:8]).check()
    sent(user, case)
    first = listed(user, case)[0]["statement"]
    user.run("correct", case, first, "--set", "existed-by=1999-01-01", "--why", "a lie").check()

    ran = stamp(user, case, "--list")

    assert ran.status == 5
    assert "the statement says '1999-01-01'" in ran.words


def test_tokens_and_chains_travel_in_a_signed_bundle(user: User, other: User, pair: Pair) -> None:
    case = documented(user)
    stamp(user, case, digest(PAPER)[:8]).check()
    sent(user, case)
    path = user.path("out.zip")
    user.run("export", case, "--as", "evidence", "--level", "R2", "-o", path, "--by", "A", "--for", "B").check()
    theirs = other.case("theirs.case")

    other.run("merge", theirs, path).check()

    assert [r["problem"] for r in listed(other, theirs)] == ["", ""]


def test_without_the_extra_it_says_what_to_install(user: User, pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    case = documented(user)
    stamp(user, case).check()
    monkeypatch.setitem(__import__("sys").modules, "rfc3161_client", None)

    stamp(user, case, "--send", "--roots", user.path("roots.pem")).refused("witnessmark[timestamps]")
