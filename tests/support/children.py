"""Children of this process: work under other limits, as another user, or until it is killed.

They are forked, not started anew: a warm child is at work within a millisecond. A child never returns into the
test that forked it.
"""

import os
import pickle
import pwd
import signal
import traceback
import warnings
from collections.abc import Callable
from typing import BinaryIO, TypeVar

T = TypeVar("T")


class Child:
    """A forked process that writes to a pipe until it ends or is killed."""

    def __init__(self, work: Callable[[BinaryIO], None]) -> None:
        reading, writing = os.pipe()
        with warnings.catch_warnings():
            # Python warns of forks beside threads; the child takes no lock that a thread of ours could hold.
            warnings.simplefilter("ignore", DeprecationWarning)
            self.pid = os.fork()
        if self.pid == 0:
            os.close(reading)
            _run(work, writing)
        os.close(writing)
        self.output = os.fdopen(reading, "rb")

    def kill(self) -> bytes:
        """Kill it, and read what it had written and nobody had read."""
        os.kill(self.pid, signal.SIGKILL)
        return self.wait()

    def wait(self) -> bytes:
        """Read what it writes until it ends."""
        with self.output:
            rest = self.output.read()
        os.waitpid(self.pid, 0)
        return rest


def _run(work: Callable[[BinaryIO], None], writing: int) -> None:
    """Do the work and leave at once: no handler, test or destructor of the parent's may run in the child."""
    code = 1
    try:
        work(os.fdopen(writing, "wb", buffering=0))
        code = 0
    except BaseException:  # noqa: BLE001 - whatever it is, it must not reach the parent's code
        os.write(2, traceback.format_exc().encode())
    finally:
        os._exit(code)


def result_in_child(work: Callable[[], T]) -> T:
    """What a function returns or raises, called in a child whose limits and user it may change."""

    def send(pipe: BinaryIO) -> None:
        try:
            outcome: tuple[bool, object] = (True, work())
        except Exception as error:  # noqa: BLE001 - carried over to the parent
            # A cause may hold a connection; the message is what counts.
            error.__cause__ = error.__context__ = None
            outcome = (False, error.with_traceback(None))
        pipe.write(pickle.dumps(outcome))

    is_result, value = pickle.loads(Child(send).wait())  # noqa: S301 - our own child's
    if not is_result:
        raise value
    return value  # type: ignore[no-any-return]


def become_nobody() -> None:
    """Give up root, for good: only in a child."""
    if os.geteuid() == 0:
        user = pwd.getpwnam("nobody")
        os.setgroups([])
        os.setgid(user.pw_gid)
        os.setuid(user.pw_uid)
