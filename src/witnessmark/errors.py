"""What can go wrong with the program or its surroundings. Wrong data is a ``Problem``, not an error.

WitnessmarkError
├── ConfigError            a setting is missing or impossible; the message names it
├── UsageError             what was asked for cannot be done; the message says what can
├── RefusedInput           a file is malformed; every bad line is in ``problems``
├── AuthorityUnavailable   an authority for timestamps cannot be reached; its request waits
├── StoreError             the store cannot do it now
│   ├── StoreUnavailable   not reachable, or not a case
│   └── WrongVersion       the store was written by another version
└── EvidenceError          stop and tell a person
    ├── Tampered           the bytes do not match their digest or signature
    └── NotAllowed         the chosen level does not cover this, or the passphrase does not open it
"""

from collections.abc import Sequence

from witnessmark.model.problem import Problem


class WitnessmarkError(Exception):
    """Anything that Witnessmark raises on purpose; its message is for the user."""


class ConfigError(WitnessmarkError):
    """A setting is missing or impossible."""


class UsageError(WitnessmarkError):
    """What was asked for cannot be done."""


class RefusedInput(WitnessmarkError):
    """A file is malformed; nothing of it was stored."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


class AuthorityUnavailable(WitnessmarkError):
    """An authority for timestamps cannot be reached, or gives no answer that is one."""


class StoreError(WitnessmarkError):
    """The store cannot do it now."""


class StoreUnavailable(StoreError):
    """The store is not reachable, not writable, or not a case."""


class WrongVersion(StoreError):
    """The store was written by another version of the program."""


class EvidenceError(WitnessmarkError):
    """Stop and tell a person."""


class Tampered(EvidenceError):
    """Bytes do not match their digest or signature."""


class NotAllowed(EvidenceError):
    """The chosen level, or the passphrase, does not open this."""
