"""Lines: which row of an earlier edition a row is.

A mapping's key tells rows apart where it is different in each. Where it repeats, what the cells say decides, and where
that leaves several, none is taken for another: a row that is new and one that is gone can be put right by a person, a
correction of the wrong thing is not seen by anybody.
"""

import hashlib
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

BETWEEN = "\x1f"
"""Between a key and the number of those that have it: a character that stands in no cell."""


class Line(NamedTuple):
    """A row of some edition of a table."""

    table: int
    key: str
    """What the mapping's key says of it; its content where that is nothing."""
    sheet: str
    content: str
    """A digest of its cells."""
    identity: str = ""
    """What it is known by through all editions."""
    is_here: bool = True
    """Whether it stands in the last edition, and not only in one before."""


def content_of(cells: Sequence[str]) -> str:
    """A digest of what cells say; empty ones at the end do not count."""
    text = "\x1f".join(cell.strip() for cell in cells).rstrip("\x1f")
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()[:24]


def known_again(rows: Sequence[Line], before: Iterable[Line]) -> list[Line]:
    """The rows of an edition with their identities: those of the rows before that they are, or new ones.

    >>> one, two = (Line(0, "7", "", content) for content in ("KB 1", "KB 2"))
    >>> first = known_again([one, two], [])
    >>> [row.identity for row in known_again([two, one], first)] == [first[1].identity, first[0].identity]
    True
    """
    earlier: dict[tuple[int, str], list[Line]] = defaultdict(list)
    for line in dict.fromkeys(before):
        earlier[line.table, line.key].append(line)
    now: dict[tuple[int, str], list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        now[row.table, row.key].append(place)
    renamed = _renamed(rows, earlier)
    found = list(rows)
    for (table, key), places in now.items():
        same = _Matched([rows[place] for place in places], earlier.get((table, key), []))
        same.match(is_renamed=table in renamed)
        for place, identity in zip(places, same.identities(key), strict=True):
            found[place] = rows[place]._replace(identity=identity)
    return found


def _renamed(rows: Sequence[Line], earlier: Mapping[tuple[int, str], Sequence[Line]]) -> set[int]:
    """The tables that stand on one sheet in both editions, whatever it is called."""
    now: dict[int, set[str]] = defaultdict(set)
    then: dict[int, set[str]] = defaultdict(set)
    for row in rows:
        now[row.table].add(row.sheet)
    for line in (each for lines in earlier.values() for each in lines if each.is_here):
        then[line.table].add(line.sheet)
    return {table for table, sheets in now.items() if len(sheets) == len(then[table]) == 1}


class _Matched:
    """Rows with one key, and the rows before that had it."""

    def __init__(self, rows: Sequence[Line], before: Sequence[Line]) -> None:
        self.rows = rows
        self.before = before
        self.free = dict(enumerate(before))
        self.left = dict(enumerate(rows))
        self.found: dict[int, Line] = {}

    def match(self, *, is_renamed: bool) -> None:
        """Find the row before for each, the surest first: what says the same, and then what has no rival."""
        for is_here in (True, False):
            self._equal(is_here, lambda line: (line.content, line.sheet))
            self._equal(is_here, lambda line: (line.content, ""))
        for is_here in (True, False):
            self._alone(is_here, lambda line: "" if is_renamed else line.sheet)

    def _equal(self, is_here: bool, told_by: Callable[[Line], tuple[str, str]]) -> None:  # noqa: FBT001 - a stage
        there: dict[tuple[str, str], deque[int]] = defaultdict(deque)
        for place, line in self.free.items():
            if line.is_here is is_here:
                there[told_by(line)].append(place)
        for n, row in list(self.left.items()):
            if waiting := there.get(told_by(row)):
                self._take(n, waiting.popleft())

    def _alone(self, is_here: bool, told_by: Callable[[Line], str]) -> None:  # noqa: FBT001 - a stage
        """A row that says otherwise is the one before where neither could be another."""
        rows: dict[str, list[int]] = defaultdict(list)
        lines: dict[str, list[int]] = defaultdict(list)
        for n, row in self.left.items():
            rows[told_by(row)].append(n)
        for place, line in self.free.items():
            if line.is_here is is_here:
                lines[told_by(line)].append(place)
        for where, numbers in rows.items():
            if len(numbers) == len(lines[where]) == 1:
                self._take(numbers[0], lines[where][0])

    def _take(self, n: int, place: int) -> None:
        self.found[n] = self.free.pop(place)
        del self.left[n]

    def identities(self, key: str) -> list[str]:
        """What each row is known by."""
        taken = {line.identity for line in self.before}
        told: list[str] = []
        number = 1
        for n in range(len(self.rows)):
            if n in self.found:
                told.append(self.found[n].identity)
                continue
            while (name := key if number == 1 else f"{key}{BETWEEN}{number}") in taken:
                number += 1
            taken.add(name)
            told.append(name)
        return told


def parts_known_again(parts: Sequence[str], before: Sequence[tuple[str, int]]) -> list[int]:
    """The numbers of the parts of a cell: those that they had before, or new ones.

    What says the same is the same; of the others each is the one in its place if as many are left on both sides.

    >>> parts_known_again(["KB 0", "KB 1"], [("KB 1", 1)]), parts_known_again(["KB 2"], [("KB 1", 1)])
    ([2, 1], [1])
    """
    free = list(before)
    found: dict[int, int] = {}
    for n, part in enumerate(parts):
        known = next((each for each in free if each[0] == part), None)
        if known is not None:
            found[n] = known[1]
            free.remove(known)
    left = [n for n in range(len(parts)) if n not in found]
    if len(left) == len(free):
        found.update(zip(left, sorted(number for _, number in free), strict=True))
    unused = max((number for _, number in before), default=0)
    for n in left:
        if n not in found:
            unused += 1
            found[n] = unused
    return [found[n] for n in range(len(parts))]
