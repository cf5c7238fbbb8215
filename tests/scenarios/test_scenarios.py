"""Every case in ``cases/*.txt``: above the ``---`` a case in the notation, below it the lines it must give.

A line below may end in `` ...`` to stand for a line that begins so. A case needs no Python: add a file.
"""

from pathlib import Path

import pytest

from witnessmark.case.canonical import decode
from witnessmark.case.fold import fold
from witnessmark.notation.read import read
from witnessmark.reports.plain import plain
from witnessmark.reports.tell import programmes, subjects, tell

CASES = sorted((Path(__file__).parent / "cases").glob("*.txt"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_case_gives_its_chain(path: Path) -> None:
    notation, _, wanted = path.read_text("utf-8").partition("\n---\n")
    document = read(notation.encode(), name=path.name)
    case = fold((i, decode(payload)) for i, payload in document.statements.items())

    got = plain(tell(case, subjects(case), forward=programmes(case))).splitlines()

    assert [_as_wanted(line, got, n) for n, line in enumerate(wanted.strip("\n").split("\n"))] == got


def _as_wanted(line: str, got: list[str], number: int) -> str:
    """The line itself; or the whole line that was got, where its beginning is all that is wanted."""
    stem = line.removesuffix(" ...")
    is_open = stem != line and number < len(got) and got[number].startswith(stem)
    return got[number] if is_open else line


def test_there_are_scenarios() -> None:
    assert len(CASES) >= 10
