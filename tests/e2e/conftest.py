"""Users of the program, each with a home and a folder of their own."""

import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.e2e.invented_registers import ROWS, added
from tests.e2e.running import User

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # Whoever runs tests in the background of a shell ignores interruptions, and every command that they start would.
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def new_user(tmp_path: Path) -> Callable[[str], User]:
    """Make a user of some name."""

    def make(name: str) -> User:
        folder = tmp_path / name
        folder.mkdir()
        return User(folder=folder, home=tmp_path / f"{name}-home", recorder=name)

    return make


@pytest.fixture
def user(new_user: Callable[[str], User]) -> User:
    """One user."""
    return new_user("ada")


@pytest.fixture
def other(new_user: Callable[[str], User]) -> User:
    """Another user, with another signing key."""
    return new_user("ben")


@pytest.fixture
def holder(user: User) -> User:
    """Somebody whose machine has a register of 300 rifles."""
    added(user, *ROWS)
    return user
