"""Watched child: the process in which strangers' files are opened, with bounds that it cannot lift."""

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any, BinaryIO

import msgspec

from witnessmark.errors import WitnessmarkError

FRAME = 8
"""Bytes that say how long a message is."""
MOST_MEMORY = 3_000_000_000
"""Bytes of address space: a picture of as many pixels as are decoded, three times, and the program."""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be done with a file."""

    work: str
    payload: bytes
    media: str = ""
    number: int = 0
    boxes: tuple[tuple[float, float, float, float], ...] = ()


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it: a value, or why not."""

    value: Any = None
    refused: str = ""


def _look(asked: Asked) -> Any:
    from witnessmark.adapters import pictures  # noqa: PLC0415 - each is slow to load, and one is wanted

    return msgspec.to_builtins(pictures.look(asked.payload, asked.media))


def _copy(asked: Asked) -> Any:
    from witnessmark.adapters import pictures  # noqa: PLC0415

    return pictures.working_copy(asked.payload, asked.media, longest=asked.number)


def _redact(asked: Asked) -> Any:
    from witnessmark.adapters import pictures  # noqa: PLC0415

    return pictures.redacted(asked.payload, asked.media, asked.boxes)


def _pages(asked: Asked) -> Any:
    from witnessmark.adapters import papers  # noqa: PLC0415

    return papers.pages(asked.payload)


def _text(asked: Asked) -> Any:
    from witnessmark.adapters import papers  # noqa: PLC0415

    return papers.text(asked.payload, asked.number)


_WORKS: dict[str, Callable[[Asked], Any]] = {
    "look": _look, "working copy": _copy, "redacted": _redact, "pages": _pages, "text": _text,
}  # fmt: skip


def answered(asked: Asked) -> Answer:
    """What came of a file, whatever it does to its decoder."""
    try:
        return Answer(value=_WORKS[asked.work](asked))
    except WitnessmarkError as error:
        return Answer(refused=str(error))
    except MemoryError:
        return Answer(refused="want a file that can be opened, got one that asks for more memory than a file needs")
    except Exception as error:  # noqa: BLE001 - decoders fail in ways of their own, and the file is told by its name
        told = " ".join(str(error).split())[:120]
        return Answer(refused=f"want a file that can be opened, got {type(error).__name__}: {told}".removesuffix(": "))


def _bounded() -> None:
    with suppress(ImportError, OSError, ValueError):  # a system that has no such bounds has the clock of the parent
        import resource  # noqa: PLC0415

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def serve(source: BinaryIO, target: BinaryIO) -> None:
    """Answer until nothing more is asked."""
    while len(head := source.read(FRAME)) == FRAME:
        asked = msgspec.msgpack.decode(source.read(int.from_bytes(head, "big")), type=Asked)
        answer = msgspec.msgpack.encode(answered(asked))
        target.write(len(answer).to_bytes(FRAME, "big") + answer)
        target.flush()


if __name__ == "__main__":
    _bounded()
    # What a decoder prints must not be taken for an answer.
    own = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    serve(sys.stdin.buffer, own)
