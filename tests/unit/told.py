"""A case told in the notation, so that a test of custody reads as a specification.

``Told.chain`` draws a chain as lines: ``maker: made .. sold | made, sold`` is a span with the events that began and
ended it and those that place the thing there; ``gap army -> group | sold .. seen`` is a gap with the events beside it.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from witnessmark.case.canonical import decode
from witnessmark.case.fold import Case, fold
from witnessmark.custody.accounts import History, history
from witnessmark.custody.chain import CustodyChain, Span
from witnessmark.custody.occurrences import Version
from witnessmark.model.ids import StatementId
from witnessmark.notation.read import read

ABSENT = StatementId("ab" * 32)
"""The id of a statement that no case in the tests holds."""


@dataclass(frozen=True)
class Told:
    """A case with the aliases of the text that told it."""

    case: Case
    ids: Mapping[str, StatementId]

    def __getitem__(self, alias: str) -> StatementId:
        return self.ids[alias]

    def name(self, i: StatementId | None) -> str:
        """The alias of an id; ``?`` where there is none."""
        if i is None:
            return "?"
        return next((alias for alias, its in self.ids.items() if its == i), i[:10])

    def names(self, found: Iterable[StatementId | None]) -> list[str]:
        """The aliases of ids in their order."""
        return [self.name(i) for i in found]

    def event(self, version: Version | None) -> str:
        """The aliases of the statements that tell a version, joined; ``?`` where there is none."""
        return "?" if version is None else "+".join(self.names(version.statements))

    def history(self, thing: str) -> History:
        """Everything that the case says of a thing's custody."""
        return history(self.case, self[thing])

    def drawn(self, chain: CustodyChain) -> list[str]:
        """A chain as lines."""
        lines = []
        for element in chain.elements:
            if isinstance(element, Span):
                ends = f"{self.event(element.began)} .. {self.event(element.ended)}"
                lines.append(f"{self.name(element.holder)}: {ends} | {', '.join(map(self.event, element.seen))}")
            else:
                sides = f"{self.name(element.after)} -> {self.name(element.before)}"
                lines.append(f"gap {sides} | {self.event(element.last)} .. {self.event(element.next)}")
        return lines

    def chain(self, thing: str) -> list[str]:
        """The only account of a thing as lines."""
        (account,) = self.history(thing).accounts
        return self.drawn(account.chain)

    def events(self, thing: str) -> list[str]:
        """The events of a thing's only account in the order taken."""
        (account,) = self.history(thing).accounts
        return [self.event(version) for version in account.chain.events]


def tell(text: str) -> Told:
    """The case that a text in the notation tells; its first line may be left out."""
    document = read(f"witnessmark 1\n{text}".encode(), name="told.wit")
    return Told(fold((i, decode(payload)) for i, payload in document.statements.items()), document.aliases)


def parties(*names: str) -> str:
    """One block for each party."""
    return "".join(f"\nparty {name}: Party {name}\n" for name in names)


def event(kind: str, name: str, *lines: str, of: str = "rifle") -> str:
    """The block of something that happened to a thing."""
    return "\n  ".join([f"\n{kind} {name}", f"of {of}", *lines]) + "\n"


def judgement(name: str, left: str, right: str, verdict: str = "same") -> str:
    """The block of a person's decision on a pair."""
    return f"\njudgement {name}\n  left {left}\n  right {right}\n  verdict {verdict}\n  by A. Vale\n  reason looked\n"


def every_order(text: str, *, kind: str, among: int = 12) -> Iterable[Told]:
    """The case with locators that change the ids of a kind's statements, and so the order in which they are taken."""
    for number in range(among):
        yield tell(re.sub(rf"(?m)^({kind} .*)$", rf"\1\n  locator row {number}", text))
