"""What a case store in a database promises of its bytes: nothing changed goes unseen, nothing locked can be read."""

import msgspec
import pytest
from tests.conformance.conftest import NewHome
from tests.support.homes import TABLES, FileHome, SqlHome
from tests.support.samples import NAME, check_whole, contents, notary, sample

from witnessmark.adapters import engines, sql
from witnessmark.adapters.cipher import new_lockbox
from witnessmark.case.canonical import digest
from witnessmark.case.receipts import chains
from witnessmark.errors import NotAllowed, Tampered, WitnessmarkError
from witnessmark.model.ids import StatementId
from witnessmark.ports import CaseStore

SEALED = digest(b"an invented commitment")
ENVELOPE = b"an invented envelope"


def _filled(home: SqlHome) -> SqlHome:
    """A case with two receipts, three statements, an envelope and an answer."""
    store = home.create()
    store.append(sample([1, 2]), notary("a"))
    store.absorb(sample([3]), (), {SEALED: ENVELOPE}, notary("a"))
    store.remember("which rifles", b"an answer that names the " + NAME.encode())
    return home


def _read_all(store: CaseStore) -> None:
    """Read a case as `verify` would."""
    contents(store)
    chains(store.entries())
    store.recall("which rifles")


def _rows(home: SqlHome, table: str) -> list[tuple[bytes, bytes]]:
    key = {"statements": "id", "receipts": "chain", "envelopes": "sealed", "answers": "question"}[table]
    return [(bytes(k), bytes(p)) for k, p in home.run(f"SELECT {key}, payload FROM {table} ORDER BY 1")]  # noqa: S608


def _overwrite(home: SqlHome, table: str, old: bytes, new: object) -> None:
    home.run(f"UPDATE {table} SET payload = ? WHERE payload = ?", new, old)  # noqa: S608


def _read_every(store: CaseStore) -> None:
    """Ask for every statement by its id."""
    for i in sample([1, 2, 3]):
        store.get(i)


def _with_a_changed_byte(payload: bytes, at: int) -> bytes:
    return payload[:at] + bytes([payload[at] ^ 1]) + payload[at + 1 :]


# -- what was changed is seen -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("at", [0, 30, -1])
def test_a_changed_byte_in_a_statement_is_tampering(sql_home: SqlHome, at: int) -> None:
    _, payload = _rows(_filled(sql_home), "statements")[0]
    _overwrite(sql_home, "statements", payload, _with_a_changed_byte(payload, at % len(payload)))
    store = sql_home.reopen()
    with pytest.raises(Tampered):
        list(store.statements())
    with pytest.raises(Tampered):
        _read_every(store)


def test_a_statement_in_anothers_row_is_tampering(sql_home: SqlHome) -> None:
    (_, first), (_, second), _ = _rows(_filled(sql_home), "statements")
    _overwrite(sql_home, "statements", first, second)
    store = sql_home.reopen()
    with pytest.raises(Tampered):
        list(store.statements())
    with pytest.raises(Tampered):
        _read_every(store)


@pytest.mark.parametrize("at", [0, 70, 150, -1])
def test_a_changed_byte_in_a_receipt_is_tampering(sql_home: SqlHome, at: int) -> None:
    _, payload = _rows(_filled(sql_home), "receipts")[0]
    _overwrite(sql_home, "receipts", payload, _with_a_changed_byte(payload, at % len(payload)))
    with pytest.raises(Tampered):
        chains(sql_home.reopen().entries())


def test_a_receipt_that_was_taken_out_is_tampering(sql_home: SqlHome) -> None:
    _filled(sql_home)
    sql_home.run("DELETE FROM receipts WHERE seq = 0")
    with pytest.raises(Tampered):
        chains(sql_home.reopen().entries())


def test_no_receipt_is_written_after_one_that_was_changed(sql_home: SqlHome) -> None:
    _filled(sql_home)
    sql_home.run("UPDATE receipts SET payload = ? WHERE seq = 1", bytes(400))
    with pytest.raises(Tampered):
        sql_home.reopen().append(sample([4]), notary("a"))
    assert [seq for (seq,) in sql_home.run("SELECT seq FROM receipts ORDER BY seq")] == [0, 1]


def test_an_envelope_under_a_changed_name_is_tampering(sql_home: SqlHome) -> None:
    _, payload = _rows(_filled(sql_home), "envelopes")[0]
    _overwrite(sql_home, "envelopes", payload, _with_a_changed_byte(payload, 20))
    with pytest.raises(Tampered):
        sql_home.reopen().envelopes()


def test_an_envelope_without_a_name_is_tampering(sql_home: SqlHome) -> None:
    _, payload = _rows(_filled(sql_home), "envelopes")[0]
    _overwrite(sql_home, "envelopes", payload, b"\xff" * len(payload))
    with pytest.raises(Tampered):
        sql_home.reopen().envelopes()


@pytest.mark.parametrize("table", ["statements", "receipts", "envelopes"])
@pytest.mark.parametrize("value", [b"", b"\0", b"\xff" * 200], ids=["empty", "short", "long"])
def test_whatever_a_row_holds_the_error_is_one_of_ours(sql_home: SqlHome, table: str, value: bytes) -> None:
    _filled(sql_home)
    sql_home.run(f"UPDATE {table} SET payload = ?", value)  # noqa: S608
    with pytest.raises(WitnessmarkError):
        _read_all(sql_home.reopen())


@pytest.mark.parametrize("table", TABLES)
def test_a_row_of_text_where_bytes_belong_is_an_error_of_ours(file_home: FileHome, table: str) -> None:
    _filled(file_home)
    file_home.run(f"UPDATE {table} SET payload = 'text'")  # noqa: S608
    with pytest.raises(WitnessmarkError):
        _read_all(file_home.reopen())


def test_a_receipt_with_a_number_below_zero_is_an_error_of_ours(sql_home: SqlHome) -> None:
    _filled(sql_home)
    sql_home.run("UPDATE receipts SET seq = -1 WHERE seq = 0")
    with pytest.raises(WitnessmarkError):
        _read_all(sql_home.reopen())


# -- what is locked cannot be read ------------------------------------------------------------------------------------


def _all_bytes(home: SqlHome) -> bytes:
    """Everything that whoever seizes the disk can read of a case."""
    if isinstance(home, FileHome):
        return home.path.read_bytes()
    values = [value for table in ("meta", *TABLES) for row in home.run(f"SELECT * FROM {table}") for value in row]  # noqa: S608
    return b"\n".join(value if isinstance(value, bytes) else str(value).encode() for value in values)


def _secrets() -> list[bytes]:
    """What an encrypted case must not show: words, ids, whose chain it is, which values are sealed, what was asked."""
    ids = [StatementId(i) for i in sample([1, 2, 3])]
    digests = [*ids, notary("a").store, SEALED]
    raw = [bytes.fromhex(i) for i in digests]
    return [NAME.encode(), b"recorder a", ENVELOPE, b"which rifles", *(i.encode() for i in digests), *raw]


def test_an_encrypted_case_shows_neither_words_nor_ids(locked_home: SqlHome) -> None:
    shown = _all_bytes(_filled(locked_home))
    assert [secret for secret in _secrets() if secret in shown] == []


def test_this_suite_would_see_words_and_ids_that_show(file_home: FileHome) -> None:
    home = FileHome(file_home.path.with_suffix(".open"), None)
    shown = _all_bytes(_filled(home))
    assert NAME.encode() in shown
    assert all(bytes.fromhex(i) in shown for i in sample([1, 2, 3]))
    home.close()


@pytest.mark.parametrize("kind", ["sqlite-encrypted", "postgresql-encrypted"])
def test_two_encrypted_cases_of_the_same_statements_have_no_row_in_common(new_home: NewHome, kind: str) -> None:
    rows: list[tuple[bytes, bytes]] = []
    for _ in range(2):
        home = new_home(kind)
        assert isinstance(home, SqlHome)
        _filled(home)
        rows.extend(row for table in TABLES for row in _rows(home, table))
    # Of each case, the two receipts of one chain lie under one key.
    assert len({key for key, _ in rows}) == len(rows) - 2
    assert len({payload for _, payload in rows}) == len(rows)


def test_an_encrypted_case_tells_lengths_in_large_steps_only(locked_home: SqlHome) -> None:
    locked_home.create().append(sample([1, 22, 333, 4444]), notary("a"))
    assert len({len(payload) for _, payload in _rows(locked_home, "statements")}) == 1


def test_one_payload_is_never_written_the_same_twice(locked_home: SqlHome) -> None:
    first = _rows(_filled(locked_home), "statements")
    locked_home.emptied().append(sample([1, 2, 3]), notary("a"))
    again = _rows(locked_home, "statements")
    assert {key for key, _ in first} == {key for key, _ in again}
    assert not {payload for _, payload in first} & {payload for _, payload in again}


@pytest.mark.parametrize("passphrase", ["", "wrong", "invented passphrase, for tests only ", None])
def test_a_wrong_passphrase_opens_nothing(locked_home: SqlHome, passphrase: str | None) -> None:
    _filled(locked_home)
    with pytest.raises(NotAllowed):
        locked_home.reopen_with(passphrase)


def test_a_new_case_under_a_passphrase_opens_with_it_alone(file_home: FileHome) -> None:
    store = sql.create(engines.new_file(file_home.path), where=file_home.where, passphrase="слово")
    store.append(sample([1]), notary("a"))
    store.close()
    assert dict(file_home.reopen_with("слово").statements()) == sample([1])
    check_whole(file_home.reopen_with("слово"))
    with pytest.raises(NotAllowed):
        file_home.reopen_with("слова")
    assert NAME.encode() not in file_home.path.read_bytes()


def test_a_row_of_another_encrypted_case_is_tampering(locked_home: SqlHome) -> None:
    key, payload = _rows(_filled(locked_home), "statements")[0]
    _, other = new_lockbox("another", n=2)
    (i,) = sample([9])
    _overwrite(locked_home, "statements", payload, other.lock(key, sample([9])[i]))
    with pytest.raises(Tampered):
        list(locked_home.reopen().statements())


@pytest.mark.parametrize(
    "lock",
    [
        b"",
        b"\xff\xfe",
        b"{}",
        b'{"n":2,"r":8,"p":1,"salt":"zz","wrapped":""}',
        b'{"n":2,"r":8,"p":1,"salt":"","wrapped":"*"}',
        b'{"n":2,"r":8,"p":1,"salt":"","wrapped":"AAAA"}',
        b'{"n":3,"r":8,"p":1,"salt":"","wrapped":""}',
        b'{"n":-1,"r":8,"p":1,"salt":"","wrapped":""}',
        b'{"n":1125899906842624,"r":8,"p":1,"salt":"","wrapped":""}',
        b'{"n":2,"r":8,"p":1,"salt":"\xff","wrapped":""}',
    ],
    ids=["empty", "no text", "no lock", "salt", "base64", "short", "odd cost", "below zero", "too costly", "no UTF-8"],
)
def test_a_lock_that_was_changed_is_an_error_of_ours(locked_home: SqlHome, lock: bytes) -> None:
    _filled(locked_home)
    locked_home.run("UPDATE meta SET value = ? WHERE name = ?", lock, "lockbox")
    with pytest.raises(WitnessmarkError):
        locked_home.reopen()


def test_a_lock_that_was_taken_away_does_not_open_the_case(locked_home: SqlHome) -> None:
    _filled(locked_home)
    locked_home.run("DELETE FROM meta WHERE name = ?", "lockbox")
    with pytest.raises(WitnessmarkError):
        locked_home.reopen()


def test_a_lock_can_be_read_by_a_second_implementation(locked_home: SqlHome) -> None:
    _filled(locked_home)
    ((value,),) = locked_home.run("SELECT value FROM meta WHERE name = ?", "lockbox")
    assert set(msgspec.json.decode(bytes(value))) == {"n", "r", "p", "salt", "wrapped"}


# -- what tells cases apart -------------------------------------------------------------------------------------------


def test_a_case_keeps_its_nonce(sql_home: SqlHome) -> None:
    nonce = _filled(sql_home).reopen().nonce
    assert nonce
    assert sql_home.reopen().nonce == nonce


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_two_new_cases_have_two_nonces(new_home: NewHome, kind: str) -> None:
    assert new_home(kind).create().nonce != new_home(kind).create().nonce


# -- keys that are lent -----------------------------------------------------------------------------------------------


def test_an_encrypted_case_lends_a_key_for_each_purpose_that_stays_the_same(locked_home: SqlHome) -> None:
    store = locked_home.create()
    key = store.lend_key("vault")
    assert key is not None
    assert len(key) == 32
    assert store.lend_key("other") != key
    assert locked_home.reopen().lend_key("vault") == key


def test_a_case_that_lies_open_lends_no_key(new_home: NewHome) -> None:
    assert new_home("sqlite").create().lend_key("vault") is None
    assert new_home("memory").create().lend_key("vault") is None


def test_two_encrypted_cases_under_one_passphrase_lend_other_keys(new_home: NewHome) -> None:
    one, other = (new_home("sqlite-encrypted").create().lend_key("vault") for _ in range(2))
    assert one != other
