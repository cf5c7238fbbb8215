"""Authorities: how a request for a timestamp goes out over the network, and where it waits until then."""

import http.client
import os
import socket
import ssl
from contextlib import suppress
from pathlib import Path
from threading import Timer
from urllib.parse import urlsplit

from witnessmark.case.canonical import decode_value, digest, encode
from witnessmark.errors import AuthorityUnavailable, ConfigError
from witnessmark.evidence.timestamps import Asked, checked_address
from witnessmark.model.hidden import on_one_line

_SECONDS = 30
"""How long one authority may take, from the first byte to the last."""
_LARGEST_ANSWER = 1_000_000
_LARGEST_REQUEST = 10_000
_ASKS, _ANSWERS = "application/timestamp-query", "application/timestamp-reply"
_OK = 200


class HttpAuthorities:
    """``Authorities`` by HTTP (RFC 3161, 3.4): one request, no redirection, no proxy, no cookie."""

    def __init__(self, seconds: float = _SECONDS) -> None:
        self._seconds = seconds

    def ask(self, address: str, request: bytes) -> bytes:
        """See ``Authorities.ask``."""
        connection = self._connection(checked_address(address))
        # A limit for each read lets a server drip for ever: this ends the whole.
        timer = Timer(self._seconds, _cut, [connection])
        timer.daemon = True
        timer.start()
        try:
            parts = urlsplit(address)
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            connection.request("POST", path, body=request, headers={"Content-Type": _ASKS, "Accept": _ANSWERS})
            return self._answer(address, connection.getresponse())
        except (OSError, http.client.HTTPException, ValueError) as error:
            told = on_one_line(str(error) or type(error).__name__)
            raise AuthorityUnavailable(f"{address}: cannot be reached or broke off: {told}") from error
        finally:
            timer.cancel()
            connection.close()

    def _connection(self, address: str) -> http.client.HTTPConnection:
        parts = urlsplit(address)
        host = parts.hostname or ""
        if parts.scheme == "https":
            context = ssl.create_default_context()
            return http.client.HTTPSConnection(host, parts.port, timeout=self._seconds, context=context)
        return http.client.HTTPConnection(host, parts.port, timeout=self._seconds)

    def _answer(self, address: str, response: http.client.HTTPResponse) -> bytes:
        if response.status != _OK:
            raise AuthorityUnavailable(f"{address}: want status 200, got {response.status}")
        kind = (response.getheader("Content-Type") or "").partition(";")[0].strip().lower()
        if kind != _ANSWERS:
            raise AuthorityUnavailable(f"{address}: want {_ANSWERS}, got {on_one_line(kind)[:80]!r}")
        payload = response.read(_LARGEST_ANSWER + 1)
        if len(payload) > _LARGEST_ANSWER:
            raise AuthorityUnavailable(f"{address}: want at most {_LARGEST_ANSWER} bytes, got more")
        return payload


def _cut(connection: http.client.HTTPConnection) -> None:
    if connection.sock is not None:
        with suppress(OSError):
            connection.sock.shutdown(socket.SHUT_RDWR)


class FolderQueue:
    """``RequestQueue`` with a small file for each request, readable by its owner only."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def waiting(self, case: str) -> list[Asked]:
        """See ``RequestQueue.waiting``."""
        found = [self._read(path) for path in sorted(self._folder.glob("*.json"))]
        return [asked for asked in found if asked.case == case]

    def _read(self, path: Path) -> Asked:
        try:
            with path.open("rb") as file:
                return decode_value(file.read(_LARGEST_REQUEST), Asked)
        except (OSError, ValueError) as error:
            raise ConfigError(f"{path}: want a request for a timestamp, got what cannot be read: {error}") from error

    def put(self, asked: Asked) -> None:
        """See ``RequestQueue.put``."""
        self._write(self._folder / f"{asked.name}.json", encode(asked))

    def drop(self, asked: Asked) -> None:
        """See ``RequestQueue.drop``."""
        (self._folder / f"{asked.name}.json").unlink(missing_ok=True)

    def set_apart(self, answer: bytes, why: str) -> str:
        """See ``RequestQueue.set_apart``."""
        path = self._folder / "refused" / f"{digest(answer)}.tsr"
        self._write(path, answer)
        self._write(path.with_suffix(".txt"), f"{why}\n".encode())
        return str(path)

    def _write(self, path: Path, payload: bytes) -> None:
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            aside = path.with_name(f".{path.name}.{os.getpid()}")
            descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(payload)
                file.flush()
                os.fsync(file.fileno())
            aside.replace(path)
        except OSError as error:
            raise ConfigError(f"{path}: cannot be written: {error.strerror}") from error
