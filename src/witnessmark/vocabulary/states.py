"""States: which existed on a day, what came before and after them, and which were in the European Union.

Codes are those of ISO 3166-1 (two letters) and, for states that are gone, ISO 3166-3 (four letters); a few that ISO
does not have are ours and say so (``X-VNS``). A state of which no first day is told existed before 1946. The day on
which one ends and another begins belongs to both.
"""

import enum
import functools
from collections.abc import Iterable, Iterator
from datetime import date

from witnessmark.marks.scheme import Support
from witnessmark.marks.tables import Row, rows
from witnessmark.model.value import Result
from witnessmark.model.when import Days, When, window

PACKAGE = "witnessmark.vocabulary"
TOLD_FROM = date(1946, 1, 1)
"""Of states that are older than this the table does not tell the first day."""


class Sort(enum.StrEnum):
    """What a code is the code of."""

    STATE = "state"
    TERRITORY = "territory"
    """Has a code of its own and belongs to a state."""
    DISPUTED = "disputed"
    """A state to some; the note says what others hold. Which it is, is not for a table to say."""


class State(Result, frozen=True, kw_only=True):
    """A state or territory, and the days of its life as far as they are told."""

    code: str
    alpha3: str
    name: str
    sort: Sort
    within: str
    """The code of the state that a territory belongs to, or of which most say so."""
    shares: tuple[str, ...]
    """Codes of states whose name can mean this one too: whoever wrote Germany in 1975 meant one of two."""
    earlier: str
    """Days of an earlier life, as an EDTF interval: Estonia from 1918 to 1940."""
    since: date | None
    until: date | None
    note: str
    support: Support

    def existed_in(self, when: When) -> bool:
        """Whether it existed on some day that a date allows; also where its first day is not told."""
        ended_before = self.until is not None and when.lo is not None and when.lo > self.until
        return when.is_uncertain or self._lived_earlier(when) or not (self.begins_after(when) or ended_before)

    def begins_after(self, when: When) -> bool:
        """Whether a date is before its first day."""
        return self.since is not None and when.hi is not None and when.hi < self.since

    def _lived_earlier(self, when: When) -> bool:
        return bool(self.earlier) and window(self.earlier).overlaps(when)


class How(enum.StrEnum):
    """How one state followed another."""

    DISSOLVED = "dissolved"
    JOINED = "joined"
    LEFT = "left"
    """A part went; the state that it left goes on."""
    RENAMED = "renamed"
    DISPUTED = "disputed"
    """Declared by the one, not recognised by the other."""


class Succession(Result, frozen=True, kw_only=True):
    """That one state followed another in all or part of its territory."""

    predecessor: str
    successor: str
    day: date
    how: How
    held_from: date | None
    """For a part that left: since when the other had held it."""
    note: str
    support: Support

    def was_held_in(self, when: When) -> bool:
        """Whether a date is not before the day since which the one held what the other is now."""
        return self.held_from is None or when.hi is None or when.hi >= self.held_from


class Member(enum.StrEnum):
    """Whether a state was in the European Union, or the Communities before 1993-11-01, on a date."""

    CERTAINLY = "certainly"
    POSSIBLY = "possibly"
    NOT = "not"


@functools.cache
def states() -> dict[str, State]:
    """Every state and territory of the table, by code."""
    return {row["code"]: _state(row) for row in rows("states", PACKAGE)}


def _state(row: Row) -> State:
    return State(
        code=row["code"],
        alpha3=row["alpha3"],
        name=row["name"],
        sort=Sort(row["sort"]),
        within=row["within"],
        shares=tuple(row["shares"].split()),
        earlier=row["earlier"],
        since=day(row["from"]),
        until=day(row["until"]),
        note=row["note"],
        support=row.support,
    )


def day(text: str) -> date | None:
    """A day of a table; ``None`` where none is told."""
    return date.fromisoformat(text) if text else None


def state(code: str) -> State:
    """One state; a ``ValueError`` says what was wanted where there is none.

    >>> state("SUHH").name
    'Soviet Union'
    """
    try:
        return states()[code]
    except KeyError:
        raise ValueError(f"want the code of a state such as FR or SUHH, got {code!r}") from None


def at(code: str, day: date) -> bool | None:
    """Whether a state existed on a day; ``None`` where its first day is not told and the day is before 1946.

    >>> at("YUCS", date(1985, 1, 1)), at("YUCS", date(2005, 1, 1)), at("FR", date(1900, 1, 1))
    (True, False, None)
    """
    found = state(code)
    if found.since is None and day < TOLD_FROM:
        return None
    if found.earlier and window(found.earlier).overlaps(When(alternatives=(Days(lo=day, hi=day),))):
        return True
    return (found.since is None or found.since <= day) and (found.until is None or day <= found.until)


@functools.cache
def _successions() -> tuple[Succession, ...]:
    return tuple(
        Succession(
            predecessor=row["predecessor"],
            successor=row["successor"],
            day=date.fromisoformat(row["date"]),
            how=How(row["how"]),
            held_from=day(row["held_from"]),
            note=row["note"],
            support=row.support,
        )
        for row in rows("successors", PACKAGE)
    )


def successors(code: str) -> tuple[Succession, ...]:
    """The states that followed one at once, in all or part of its territory, each with its day and source.

    >>> [s.successor for s in successors("YUCS")]
    ['BA', 'HR', 'SI', 'MK', 'CSXX']
    """
    state(code)
    return tuple(each for each in _successions() if each.predecessor == code)


def predecessors(code: str) -> tuple[Succession, ...]:
    """The states that one followed at once.

    >>> [s.predecessor for s in predecessors("RS")]
    ['CSXX']
    """
    state(code)
    return tuple(each for each in _successions() if each.successor == code)


def heirs(code: str) -> tuple[str, ...]:
    """The states of today in the territory of one that is gone; itself, where it still is. Disputed ones last.

    >>> heirs("YUCS"), heirs("DDDE"), heirs("FR")
    (('BA', 'HR', 'SI', 'MK', 'ME', 'RS', 'XK'), ('DE',), ('FR',))
    """
    found = [] if state(code).until else [code]
    later = [each for each in successors(code) if each.how is not How.LEFT or state(code).until]
    for each in sorted(later, key=lambda s: s.how is How.DISPUTED):
        found += [heir for heir in heirs(each.successor) if heir not in found]
    return tuple(sorted(found, key=lambda heir: any(s.how is How.DISPUTED for s in predecessors(heir))))


def in_place_of(code: str, when: When) -> tuple[str, ...]:
    """The states in whose territory that of another was, on a date when the other did not exist.

    >>> from witnessmark.model.when import window
    >>> in_place_of("RS", window("1985")), in_place_of("YUCS", window("2005"))
    (('YUCS',), ('BA', 'HR', 'SI', 'MK', 'CSXX'))
    """
    found = state(code)
    if found.existed_in(when):
        return ()
    if found.begins_after(when):
        beside = [s.predecessor for s in predecessors(code) if s.was_held_in(when)]
    else:
        beside = [s.successor for s in successors(code)]
    return tuple(dict.fromkeys(_living(beside, when)))


def _living(codes: Iterable[str], when: When) -> Iterator[str]:
    for code in codes:
        if state(code).existed_in(when):
            yield code
        else:
            yield from in_place_of(code, when)


def held_then(code: str, when: When) -> tuple[str, ...]:
    """The states whose territory another still held on a date, because they left it or were declared only later.

    >>> from witnessmark.model.when import window
    >>> held_then("SD", window("2005")), held_then("SD", window("2012"))
    (('SS',), ())
    """
    later = [s for s in successors(code) if s.how in {How.LEFT, How.DISPUTED} and state(code).until is None]
    return tuple(s.successor for s in later if when.hi is not None and when.hi < s.day and s.was_held_in(when))


@functools.cache
def _membership() -> dict[str, tuple[date, date]]:
    return {
        row["code"]: (date.fromisoformat(row["from"]), day(row["until"]) or date.max)
        for row in rows("eu_membership", PACKAGE)
    }


def eu_accessions() -> tuple[Row, ...]:
    """The rows of the table of members: code, first day, last day, the act and its place in the Official Journal."""
    return rows("eu_membership", PACKAGE)


def eu_member(code: str, when: When) -> Member:
    """Whether a state was a member on a date: of the Union, or of the Communities from which it came.

    The German Democratic Republic never was; the day on which it joined the Federal Republic, it is no more.

    >>> from witnessmark.model.when import window
    >>> eu_member("HU", window("2004-05")).value, eu_member("HU", window("2004")).value
    ('certainly', 'possibly')
    >>> eu_member("GB", window("2020-02-01")).value, eu_member("NO", window("2010")).value
    ('not', 'not')
    """
    state(code)
    if code not in _membership():
        return Member.NOT
    first, last = _membership()[code]
    lows = [days.lo or date.min for days in when.alternatives]
    highs = [days.hi or date.max for days in when.alternatives]
    if not when.is_uncertain and all(first <= lo and hi <= last for lo, hi in zip(lows, highs, strict=True)):
        return Member.CERTAINLY
    touches = any(lo <= last and hi >= first for lo, hi in zip(lows, highs, strict=True))
    return Member.POSSIBLY if touches or when.is_uncertain else Member.NOT
