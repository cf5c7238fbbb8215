"""Facts: what a record says of a weapon, in the words in which a reading is asked about."""

from collections.abc import Mapping

from witnessmark.model.when import window
from witnessmark.registers.schema import RecordEvent

FACTS = ("make", "model", "calibre", "country", "year")
"""The attributes by which weapons are told apart."""
_ALSO = ("kind", "event", "when", "holder", "source", "grade", "record")


def facts(values: Mapping[str, str]) -> dict[str, str]:
    """What one row says, as far as it says anything; the year is that in which it was made.

    >>> facts({"model": "AKM", "event": "made", "when": "1977-05", "make": ""})
    {'model': 'AKM', 'year': '1977', 'event': 'made', 'when': '1977-05'}
    """
    told = {name: values.get(name, "") for name in FACTS if name != "year"}
    told["year"] = year_made(values.get("event", ""), values.get("when", ""))
    told |= {name: values.get(name, "") for name in _ALSO}
    return {name: value for name, value in told.items() if value}


def year_made(event: str, when: str) -> str:
    """The year in which it was made, where the record says so."""
    if event != RecordEvent.MADE or not when:
        return ""
    days = window(when)
    return str(days.lo.year) if days.lo is not None and days.hi is not None and days.lo.year == days.hi.year else ""
