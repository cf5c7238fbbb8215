"""Watched: strangers' files are opened in a process of its own, which is ended when it asks for too much.

A decoder is a large program that an attacker chooses the input of. Should it hang, fill memory or crash, one file is
told as such, and the next one gets a fresh process.
"""

import atexit
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Lock, Timer
from typing import Any

import msgspec

import witnessmark
from witnessmark.adapters.watched_child import FRAME, Answer, Asked
from witnessmark.errors import UsageError
from witnessmark.evidence.looking import Looked
from witnessmark.evidence.regions import Box

SECONDS = 30.0
"""For one file; a large photograph takes two."""


class WatchedProcess:
    """A process that opens files, one after the other; started when the first one comes."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._one_at_a_time = Lock()
        atexit.register(self.close)

    def ask(self, asked: Asked) -> Any:
        """What the process answers; ``UsageError`` where it refuses the file, or had to be ended."""
        with self._one_at_a_time:
            process = self._running()
            timer = Timer(self._seconds, process.kill)
            timer.start()
            try:
                answer = _exchange(process, msgspec.msgpack.encode(asked))
            finally:
                is_late = not timer.is_alive()
                timer.cancel()
        if answer is None:
            self.close()
            why = f"took longer than {self._seconds:g} seconds" if is_late else "it asks for too much, or breaks it"
            raise UsageError(f"want a file that can be opened, got one that cannot: {why}")
        if answer.refused:
            raise UsageError(answer.refused)
        return answer.value

    def close(self) -> None:
        """End the process; the next file gets another."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    _closed(pipe)

    def _running(self) -> "subprocess.Popen[bytes]":
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process = subprocess.Popen(
                # -P: what lies in the folder of a camera's card must not be taken for a part of Python.
                [sys.executable, "-P", "-m", "witnessmark.adapters.watched_child"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=_environment(),
            )
        return self._process


def _closed(pipe: Any) -> None:
    try:
        pipe.close()
    except OSError:  # what was waiting to be written goes nowhere
        return


def _environment() -> Mapping[str, str]:
    """Ours, with the place of this very program first, and without what is none of a decoder's business."""
    root = str(Path(witnessmark.__file__).parents[1])
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WITNESSMARK_")}
    return {**kept, "PYTHONPATH": os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH", ""))))}


def _exchange(process: "subprocess.Popen[bytes]", asked: bytes) -> Answer | None:
    assert process.stdin is not None  # noqa: S101 - they are pipes by construction
    assert process.stdout is not None  # noqa: S101
    try:
        process.stdin.write(len(asked).to_bytes(FRAME, "big") + asked)
        process.stdin.flush()
        head = process.stdout.read(FRAME)
        payload = process.stdout.read(int.from_bytes(head, "big")) if len(head) == FRAME else b""
        return msgspec.msgpack.decode(payload, type=Answer)
    except (OSError, ValueError):  # it was ended, or wrote what it should not
        return None


class WatchedPictures:
    """``Pictures`` in a watched process."""

    def __init__(self, process: WatchedProcess) -> None:
        self._process = process

    def look(self, payload: bytes, media: str) -> Looked:
        """See ``Pictures.look``."""
        return msgspec.convert(self._process.ask(Asked(work="look", payload=payload, media=media)), Looked)

    def working_copy(self, payload: bytes, media: str, *, longest: int) -> bytes:
        """See ``Pictures.working_copy``."""
        asked = Asked(work="working copy", payload=payload, media=media, number=longest)
        return bytes(self._process.ask(asked))

    def redacted(self, payload: bytes, media: str, boxes: Sequence[Box]) -> bytes:
        """See ``Pictures.redacted``."""
        asked = Asked(work="redacted", payload=payload, media=media, boxes=tuple(boxes))
        return bytes(self._process.ask(asked))


class WatchedPapers:
    """``Papers`` in a watched process."""

    def __init__(self, process: WatchedProcess) -> None:
        self._process = process

    def pages(self, payload: bytes) -> int:
        """See ``Papers.pages``."""
        return int(self._process.ask(Asked(work="pages", payload=payload)))

    def text(self, payload: bytes, page: int) -> str:
        """See ``Papers.text``."""
        return str(self._process.ask(Asked(work="text", payload=payload, number=page)))
