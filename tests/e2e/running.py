"""The program as a user starts it: in this process where speed matters, as one of its own where that counts."""

import json
import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from witnessmark.cli.main import app

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("*.wit"))
MISSILE = ROOT / "examples" / "missile-9m111mb-1.wit"
START = 1_400_000_000
"""The second at which the clock stands: 13 May 2014."""
DAY = 86_400
_HANGS = 120
"""Seconds after which a process is taken to hang; nothing here takes a tenth of it."""


@dataclass(frozen=True)
class Ran:
    """What one run of the program left."""

    status: int
    out: str
    err: str
    error: BaseException | None = None
    """What came out of the program unhandled, in this process."""

    @property
    def json(self) -> Any:
        """The result as a machine reads it."""
        return json.loads(self.out)

    @property
    def said(self) -> str:
        """Everything that was printed."""
        return self.out + self.err

    @property
    def words(self) -> str:
        """Everything that was printed, with any run of blanks as one: tables break lines where they must."""
        return " ".join(self.said.split())

    def check(self) -> "Ran":
        """This, if it succeeded."""
        assert self.status == 0, f"status {self.status}: {self.said}{self.error!r}"
        return self

    def refused(self, *wanted: str) -> "Ran":
        """This, if it failed with a message that has the words, and without a traceback."""
        assert "Traceback" not in self.said, self.said
        assert not isinstance(self.error, Exception), f"came out unhandled: {self.error!r}"
        assert self.status not in {0, 1}, f"status {self.status}: {self.said}"
        for words in wanted:
            assert words in self.words, f"want {words!r} in: {self.words}"
        return self


@dataclass
class User:
    """Somebody with a home, a clock and a folder to work in."""

    folder: Path
    home: Path
    now: int = START
    recorder: str = "tester"
    passphrase: str = ""
    more: dict[str, str] = field(default_factory=dict)
    """Further environment variables."""

    @property
    def environment(self) -> dict[str, str]:
        """What the program finds in its environment."""
        return {
            "WITNESSMARK_HOME": str(self.home),
            "WITNESSMARK_RECORDER": self.recorder,
            "WITNESSMARK_PASSPHRASE": self.passphrase,
            "SOURCE_DATE_EPOCH": str(self.now),
            "COLUMNS": "200",
            **self.more,
        }

    def run(self, *words: str | Path, typed: str | bytes = "") -> Ran:
        """The program in this process."""
        result = CliRunner().invoke(app, [str(w) for w in words], input=typed, env=self.environment)
        return Ran(result.exit_code, result.stdout, result.stderr, result.exception)

    def spawn(
        self, *words: str | Path, typed: bytes = b"", before: Callable[[], None] | None = None, cwd: Path | None = None
    ) -> Ran:
        """The program as a process of its own; ``before`` sets limits in it."""
        done = subprocess.run(
            command(words),
            input=typed,
            env={**os.environ, **self.environment},
            cwd=cwd or self.folder,
            capture_output=True,
            timeout=_HANGS,
            check=False,
            preexec_fn=before,
        )
        out, err = (said.decode("utf-8", "backslashreplace") for said in (done.stdout, done.stderr))
        return Ran(done.returncode, out, err)

    def start(self, *words: str | Path) -> "subprocess.Popen[bytes]":
        """The program as a process that goes on while the test does."""
        return subprocess.Popen(
            command(words),
            env={**os.environ, **self.environment},
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def path(self, name: str) -> Path:
        """A name in the folder."""
        return self.folder / name

    def write(self, name: str, text: str | bytes) -> Path:
        """A file in the folder; text gets the notation's first line."""
        path = self.path(name)
        path.write_bytes(text if isinstance(text, bytes) else f"witnessmark 1\n\n{text}".encode())
        return path

    def case(self, name: str, *texts: str | Path) -> Path:
        """A new case that holds files, or texts in the notation."""
        path = self.path(name)
        self.run("new", path).check()
        for number, text in enumerate(texts):
            file = text if isinstance(text, Path) else self.write(f"{name}.{number}.wit", text)
            self.run("add", path, file).check()
        return path

    def rows(self, case: Path, kind: str = "") -> list[dict[str, str]]:
        """What a case lists of a kind."""
        rows: list[dict[str, str]] = self.run("show", case, kind, "--json").check().json["rows"]
        return rows

    def only(self, case: Path, kind: str) -> str:
        """The id of the one statement of a kind."""
        (row,) = self.rows(case, kind)
        return row["id"]

    def root(self, case: Path) -> str:
        """The digest of a case, after it verified."""
        return str(self.run("verify", case, "--json").check().json["root"])

    def exported(self, case: Path, form: str, level: str, *more: str) -> str:
        """The text of an export."""
        path = self.path(f"{case.stem}-{level}.{form}")
        self.run("export", case, "--as", form, "--level", level, "-o", path, *more).check()
        return path.read_text("utf-8")


def command(words: Sequence[str | Path]) -> list[str]:
    """The program's command line in another process of this Python."""
    return [sys.executable, "-m", "witnessmark", *(str(w) for w in words)]


_HIDDEN = frozenset({"Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"})


def hidden_in(text: str) -> set[str]:
    """Characters that could steer a terminal, reorder a line or hide in it; a line feed may stand."""
    return {f"U+{ord(c):04X}" for c in text if c != "\n" and unicodedata.category(c) in _HIDDEN}


def digests_in(text: str) -> set[str]:
    """Everything that looks like a SHA-256 digest."""
    return set(re.findall(r"[0-9a-f]{64}", text))
