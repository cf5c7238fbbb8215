"""Variants: a window that rival accounts share, told once with the dates that each account gives it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import msgspec

from witnessmark.reports.dossier import Extent, SideLine, Subject, Undetermined, WindowLine


@dataclass(frozen=True)
class Variants:
    """One window, in the accounts that have it."""

    windows: tuple[WindowLine, ...]
    """As each of these accounts gives it: they differ in dates, in who is upstream, and in what they rest on."""
    accounts: tuple[int, ...]
    """The accounts' numbers, from one."""

    @property
    def first(self) -> WindowLine:
        """Any of them, for what they have in common."""
        return self.windows[0]

    @property
    def dated(self) -> tuple[tuple[WindowLine, str], ...]:
        """One of them for each answer on the dates, and which accounts give it."""
        found: dict[str, list[int]] = {}
        for window, number in zip(self.windows, self.accounts, strict=True):
            found.setdefault(window.dates_said, []).append(number)
        return tuple(
            (next(w for w in self.windows if w.dates_said == said), said_accounts(numbers))
            for said, numbers in found.items()
        )

    @property
    def after(self) -> str:
        """The side that it follows, with the event that fixes it in any account."""
        return _either(w.after for w in self.windows)

    @property
    def before(self) -> str:
        """The side that it precedes, likewise."""
        return _either(w.before for w in self.windows)

    @property
    def upstream(self) -> tuple[str, ...]:
        """Every party upstream of it, in any of the accounts."""
        return tuple(dict.fromkeys(party for window in self.windows for party in window.upstream))

    @property
    def elapsed(self) -> str:
        """What the stated dates allow between its two sides, in any account."""
        return " or ".join(dict.fromkeys(w.elapsed for w in self.windows if w.elapsed))

    @property
    def refs(self) -> tuple[int, ...]:
        """Everything that any of them rests on."""
        return tuple(dict.fromkeys(n for window in self.windows for n in window.refs))


def variants(subject: Subject) -> tuple[Variants, ...]:
    """The windows of a subject, those together that differ in dates only."""
    found: dict[WindowLine, list[tuple[int, WindowLine]]] = {}
    for number, account in enumerate(subject.accounts, start=1):
        for window in account.windows:
            found.setdefault(_without_dates(window), []).append((number, window))
    return tuple(
        Variants(windows=tuple(w for _, w in shared), accounts=tuple(n for n, _ in shared)) for shared in found.values()
    )


def undetermined(subject: Subject) -> tuple[Undetermined, ...]:
    """The authorities for which no window follows, each reason once."""
    found: dict[tuple[str, str, str], Undetermined] = {}
    for account in subject.accounts:
        for none in account.undetermined:
            found.setdefault((none.title, none.paper, none.why), none)
    return tuple(found.values())


def _either(sides: Iterable[SideLine]) -> str:
    each = list(sides)
    return f"{each[0].holder} ({' or '.join(dict.fromkeys(side.event for side in each))})"


def said_accounts(numbers: Sequence[int]) -> str:
    """Which accounts, in words."""
    if len(numbers) == 1:
        return f"Account {numbers[0]}"
    return f"Accounts {', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"


def _without_dates(window: WindowLine) -> WindowLine:
    after, before = (SideLine(holder=side.holder, event="") for side in (window.after, window.before))
    return msgspec.structs.replace(
        window, after=after, before=before, dates=Extent(lo=None, hi=None), dates_said="", rests_on_derived_date=False,
        rests_on_doubtful_date=False, elapsed="", refs=(), upstream=(),
    )  # fmt: skip
