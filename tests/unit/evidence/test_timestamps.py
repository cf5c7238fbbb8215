"""What is asked of an authority for timestamps, and where it may be asked."""

import hashlib
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from witnessmark.errors import ConfigError
from witnessmark.evidence.timestamps import Asked, checked_address, request
from witnessmark.model.timestamps import Stamped

DIGEST = hashlib.sha256(b"a picture").hexdigest()


def test_a_request_is_what_another_program_reads(tmp_path: Path) -> None:
    (tmp_path / "q.tsq").write_bytes(request(DIGEST, "00d81ebf751f8620"))

    said = subprocess.run(
        ["openssl", "ts", "-query", "-in", "q.tsq", "-text"], cwd=tmp_path, check=True, capture_output=True, text=True
    ).stdout

    assert "Hash Algorithm: sha256" in said
    assert "Nonce: 0xD81EBF751F8620" in said
    assert "Certificate required: yes" in said


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=8, max_size=8))
def test_the_library_reads_the_digest_and_the_number_of_every_request(digest: bytes, nonce: bytes) -> None:
    from rfc3161_client._rust import parse_timestamp_request

    read = parse_timestamp_request(request(digest.hex(), nonce.hex()))

    assert read.message_imprint.message == digest
    assert (read.nonce, read.cert_req) == (int.from_bytes(nonce, "big"), True)


@pytest.mark.parametrize("text", ["https://stamp.example/tsr", "https://stamp.example:8443/", "http://127.0.0.1:8/"])
def test_an_authority_is_asked_under_encryption_or_on_this_machine(text: str) -> None:
    assert checked_address(text) == text


@pytest.mark.parametrize("text", [
    "http://stamp.example/tsr", "ftp://stamp.example", "stamp.example", "https://", "https://[x", "file:///etc/passwd",
    "https://me:secret@stamp.example/", "https://stamp.example:99999/", "https://stamp.example/a\nHost: other",
    "http://127.0.0.1.stamp.example/", "https://stämp.example/",
])  # fmt: skip
def test_another_address_is_refused(text: str) -> None:
    with pytest.raises(ConfigError, match="WITNESSMARK_AUTHORITIES"):
        checked_address(text)


def test_two_requests_for_one_digest_have_names_of_their_own() -> None:
    asked = Asked(case="a", imprint=DIGEST, what=Stamped.EVIDENCE, address="https://stamp.example", nonce="01" * 8)

    assert (
        asked.name
        != Asked(case="a", imprint=DIGEST, what=Stamped.EVIDENCE, address="https://stamp.example", nonce="02" * 8).name
    )
