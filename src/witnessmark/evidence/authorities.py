"""Authorities: the ports by which timestamps are asked for, wait, and are read; ``adapters`` answers."""

from collections.abc import Sequence
from typing import Protocol

from witnessmark.evidence.timestamps import Asked, Token


class Authorities(Protocol):
    """Authorities for timestamps, over the network: the one port that leads out of this machine."""

    def ask(self, address: str, request: bytes) -> bytes:
        """The answer to a request; ``AuthorityUnavailable`` where there is none in time, or one that is too large."""
        ...


class RequestQueue(Protocol):
    """Where requests for timestamps wait until they are answered."""

    def waiting(self, case: str) -> Sequence[Asked]:
        """The requests of a case that wait, always in the same order."""
        ...

    def put(self, asked: Asked) -> None:
        """Let a request wait."""
        ...

    def drop(self, asked: Asked) -> None:
        """Forget a request that was answered."""
        ...

    def set_apart(self, answer: bytes, why: str) -> str:
        """Keep an answer that was refused, with the reason; where it lies."""
        ...


class Tokens(Protocol):
    """Whoever can read what an authority for timestamps answered."""

    def nonce(self, answer: bytes) -> str:
        """The number of its request that an answer repeats, 16 hexadecimal digits; ``Tampered`` where it is none."""
        ...

    def checked(self, answer: bytes, *, imprint: str, nonce: str, roots: bytes) -> Token:
        """The token of an answer; ``Tampered`` unless digest, number, signature and chain to one of the roots agree.

        Certificates must be valid when the token says it was made, and for timestamps.
        """
        ...

    def kept(self, token: bytes, *, imprint: str, chain: Sequence[bytes]) -> Token:
        """A token that was kept, checked again with the chain that was kept with it, of which the last is trusted."""
