"""A rifle, its parties and a paper: what the tests of windows share."""

from collections.abc import Sequence

from tests.unit.told import Told, event, parties, tell

from witnessmark.diversion.windows import Judged, Window, judge

BASIC = parties("maker", "exporter", "army", "dealer", "group", "police") + "\nitem rifle: Rifle 4471\n"

TAKEN = "an event took it from its holder, who did not give it"
DIRECT = "one event takes it from a permitted holder to one whom the authority does not permit"
LOST = "a permitted holder lost it, and the next holder known is one whom the authority does not permit"
GAP = "a permitted holder had it, nobody documents the next leg, and then one who is not permitted had it"


def paper(*permits: str, form: str = "licence") -> str:
    lines = [f"form {form}", "covers rifle", *(f"permits {party}" for party in permits)]
    return "\n  ".join(["\nauthorisation paper: Paper", *lines]) + "\n"


def judged(told: Told) -> Judged:
    (only,) = judge(told.case, told.history("rifle"))
    return only


def windows(text: str) -> tuple[Told, Sequence[Window]]:
    told = tell(BASIC + text)
    return told, judged(told).windows


def window(text: str) -> tuple[Told, Window]:
    told, (only,) = windows(text)
    return told, only


def sides(text: str) -> list[tuple[str, str]]:
    told, found = windows(text)
    return [(told.name(w.after.holder), told.name(w.before.holder)) for w in found]


def why_none(text: str) -> list[str]:
    return [none.why for none in judged(tell(BASIC + text)).undetermined]


MADE = event("manufacture", "made", "by maker", "when 2010")
EXPORT = event("transfer", "export", "as export", "from maker", "to army", "when 2015-12-12")
FOUND = event("recovery", "found", "by police", "previous-user group", "when 2016-02")
